//! What stands around a report's body: title, issuer line, dates, closing formula and signature.

use std::ops::Range;

use super::date::Date;
use super::meta::{self, Meta};
use super::{menu, numbering, title};
use crate::text::{is_barrier, plain};

mod behind;
mod closing;

/// How many lines a heading block or a closing may have.
const REACH: usize = 8;
/// So many more lines may stand around a title if they say where from, when, and in which registry.
const ASIDES: usize = 24;
/// A line of a title has no more characters than this.
const TITLE_LINE: usize = 60;

/// Title, issuer and dates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// The title, its lines joined.
    pub title: Option<String>,
    /// The authority named above or below the title, or in the signature.
    pub issuer: Option<String>,
    /// When it was published or, if that is not said, signed.
    pub published: Option<Date>,
    /// Lines before the body.
    pub head: usize,
    /// The first line of the closing; the number of lines if there is none.
    pub tail: usize,
    /// The line after the signature; what follows it (recipients, who typed it) is closing too.
    pub signed: usize,
    /// The first line of the annexes after that; the number of lines if there are none.
    pub annex: usize,
}

/// Finds the frame of a text whose paragraphs are `lines`.
pub fn find(text: &str, lines: &[Range<usize>]) -> Frame {
    let (mut frame, published) = head(text, lines);
    let title = frame.title.as_deref().unwrap_or_default();
    let end = closing::find(text, lines, frame.head, &plain(title));
    (frame.tail, frame.signed, frame.annex) = (end.tail, end.signed, end.annex);
    let issued = || closing::issued(text, lines, &frame);
    frame.published = published.or(end.date).or_else(issued);
    // `来源：县司法局` says less than the signature.
    let is_fuller = |signed: &String| {
        let said = frame.issuer.as_ref();
        said.is_some_and(|said| plain(signed).ends_with(&plain(said)))
    };
    frame.issuer = match end.issuer {
        Some(signed) if is_fuller(&signed) => Some(signed),
        signed => frame.issuer.or(signed),
    };
    let named = frame.title.as_deref().and_then(named_in_title);
    frame.issuer = frame.issuer.or(named);
    frame
}

/// What a line above the body is.
enum HeadLine {
    Letterhead,
    Title,
    Authority,
    Meta(Meta),
    Body,
}

fn head(text: &str, lines: &[Range<usize>]) -> (Frame, Option<Date>) {
    let menu = menu::above_title(text, lines);
    let mut frame = Frame {
        head: menu,
        ..Frame::default()
    };
    let mut published = None;
    let mut signed = None;
    // Days above the title: they count only if none follows the title.
    let mut above = None;
    // Lines of the page that come before all others.
    let mut chrome = menu;
    let mut title: Vec<&str> = Vec::new();
    let mut title_is_whole = false;
    let mut authorities: Vec<&str> = Vec::new();
    // The authority that a letterhead names.
    let mut letterhead: Option<&str> = None;
    // The title according to a label or to the end of a path of links.
    let mut named: Option<&str> = None;
    let mut asides = 0;
    for line in lines.iter().skip(menu).take(REACH + ASIDES) {
        if frame.head - menu - asides == REACH {
            break;
        }
        let written = text[line.clone()].trim();
        let folded = plain(written);
        match head_line(written, &folded) {
            HeadLine::Letterhead => {
                asides += 1;
                let name = strip_marks(written).strip_suffix("文件");
                letterhead = letterhead.or(name.map(str::trim_end));
                chrome += usize::from(chrome == frame.head);
            }
            HeadLine::Title if title.is_empty() && meta::is_pair(&folded) => {
                asides += 1;
                frame.issuer = frame.issuer.or_else(|| source_of(written));
            }
            HeadLine::Title if !title_is_whole => {
                let names_a_report = title::names_a_report(&folded);
                if names_a_report && title::stands_alone(&folded, &title) {
                    title.clear();
                }
                if folded.starts_with("关于") {
                    title.extend(writers(&authorities));
                } else if let Some(&last) = authorities.last() {
                    title.extend(is_owner(last, &folded).then_some(last));
                    frame.issuer = frame.issuer.or_else(|| Some(last.to_owned()));
                }
                authorities.clear();
                title.push(strip_marks(written));
                title_is_whole = names_a_report;
            }
            HeadLine::Authority if title.is_empty() => {
                if !authorities.contains(&written) {
                    authorities.push(written);
                }
            }
            HeadLine::Authority if !title_is_whole => title.push(written),
            HeadLine::Authority if frame.issuer.is_none() => {
                // Below a title: `——云龙县司法局`.
                let name = written.trim_start_matches(['—', '－', '-', '―', '─', ' ']);
                frame.issuer = Some(name.to_owned());
            }
            HeadLine::Meta(said) => {
                asides += 1;
                match said {
                    Meta::Published(date) => published = published.or(date),
                    Meta::Day(date) if title.is_empty() => above = above.or(Some(date)),
                    Meta::Day(date) => {
                        signed = signed.or(Some(date));
                        frame.issuer = frame.issuer.or_else(|| office_in(written));
                    }
                    Meta::Aside => {}
                }
                frame.issuer = frame.issuer.or_else(|| source_of(written));
                named = named.or_else(|| meta::title_within(written));
                chrome += usize::from(chrome == frame.head);
            }
            _ => break,
        }
        frame.head += 1;
    }
    if title_is_whole {
        frame.title = Some(title.concat());
        frame.issuer = frame.issuer.or(letterhead.map(str::to_owned));
    } else if title.is_empty() && named.is_some() {
        frame.title = named.map(str::to_owned);
        let last = authorities.last().map(|&name| name.to_owned());
        frame.issuer = frame.issuer.or(last);
    } else {
        signed = signed.or(above);
        if !title.is_empty() || frame.issuer.is_none() && !authorities.is_empty() {
            // Lines that looked like a title but do not name a report belong to the body.
            frame.head = chrome;
            frame.issuer = None;
        }
    }
    (frame, published.or(signed))
}

fn head_line(written: &str, folded: &str) -> HeadLine {
    if let Some(said) = meta::read(folded) {
        return HeadLine::Meta(said);
    }
    if folded.strip_suffix("文件").is_some_and(is_authority) {
        return HeadLine::Letterhead;
    }
    let title_mark = written.starts_with("# ");
    let label = numbering::label(written).is_some_and(|_| !title_mark);
    let long = written.chars().count() > TITLE_LINE;
    let prose = written.contains(is_barrier) || written.ends_with(['：', ':', '，', ',', '、']);
    if label || long || prose || written.starts_with("一是") {
        HeadLine::Body
    } else if is_authority(folded) && !folded.contains("关于") && !title::names_a_report(folded) {
        HeadLine::Authority
    } else {
        HeadLine::Title
    }
}

/// The authority that a title begins with: `云龙县司法局2024年度…报告`, `云龙县人民政府关于…`.
fn named_in_title(title: &str) -> Option<String> {
    const ENDS: [&str; 6] = ["关于", "20", "２０", "二〇", "二○", "二零"];
    let end = ENDS.iter().filter_map(|end| title.find(end)).min()?;
    let name = title[..end].trim();
    let own = plain(name);
    // Several are written without anything between them, each with its place.
    let place: String = own.trim_start_matches("中共").chars().take(2).collect();
    (is_authority(&own) && own.matches(&place).count() == 1).then(|| name.to_owned())
}

/// The authorities above `关于…` that write it; a government followed by its department only owns the site.
fn writers<'a, 'b>(above: &'b [&'a str]) -> &'b [&'a str] {
    let governs = |name: &str| plain(name).ends_with("政府");
    match above {
        [site, rest @ ..] if governs(site) && rest.last().is_some_and(|last| !governs(last)) => {
            rest
        }
        _ => above,
    }
}

/// Whether the authority above a title is the one whose report it is.
fn is_owner(authority: &str, title: &str) -> bool {
    title::lacks_an_owner(title) && !title::writes_for_its_place(&plain(authority))
}

fn strip_marks(line: &str) -> &str {
    line.trim_start_matches('#').trim()
}

/// The authority of a `来源：…` line.
fn source_of(written: &str) -> Option<String> {
    const KEYS: [&str; 9] = [
        "来源",
        "來源",
        "发布机构",
        "发布单位",
        "發布機構",
        "发文机关",
        "发文机构",
        "制发机关",
        "填报单位",
    ];
    KEYS.iter().find_map(|key| {
        let (_, value) = written.split_once(key)?;
        let value = value.trim_start_matches(['：', ':', ' ', '\u{3000}']);
        let value = value.split([' ', '\u{3000}', '\t', '|']).next()?;
        is_authority(&plain(value)).then(|| value.to_owned())
    })
}

/// The authority beside a day: `2025-01-20 10:11 县司法局`.
fn office_in(written: &str) -> Option<String> {
    let mut parts = written.split_whitespace();
    let office = parts.find(|part| is_authority(&plain(part)));
    office.map(str::to_owned)
}

/// Whether a line is the name of an authority and nothing more.
pub(super) fn is_authority(folded: &str) -> bool {
    const ENDS: [&str; 24] = [
        "政府",
        "委员会",
        "管委会",
        "办公室",
        "局",
        "厅",
        "县委",
        "市委",
        "区委",
        "省委",
        "州委",
        "党委",
        "党工委",
        "党组",
        "办事处",
        "街道办",
        "乡",
        "镇",
        "街道",
        "领导小组",
        "支队",
        "大队",
        "中心",
        "兵团",
    ];
    // These are states of affairs, not offices.
    const STATES: [&str; 5] = ["格局", "布局", "大局", "法治政府", "数字政府"];
    folded.chars().count() <= 40
        && !folded.contains([',', '。', ':'])
        && !STATES.iter().any(|end| folded.ends_with(end))
        && ENDS.iter().any(|end| folded.ends_with(end))
}

#[cfg(test)]
mod tests;
