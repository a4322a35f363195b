//! What stands around a report's body: title, issuer line, dates, closing formula and signature.

use std::ops::Range;

use super::date::{Date, is_numeral, is_round};
use super::meta::{self, Meta};
use super::{numbering, title};
use crate::text::{is_barrier, plain};

/// How many lines a heading block or a closing may have.
const REACH: usize = 8;
/// So many more may stand around a title that say where from, when, and in which registry.
const ASIDES: usize = 24;
/// A line of a title has no more characters than this.
const TITLE_LINE: usize = 60;

/// Title, issuer and dates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// The title, its lines put together.
    pub title: Option<String>,
    /// The authority named above or below the title, or in the signature.
    pub issuer: Option<String>,
    /// When it was published or, where that is not said, signed.
    pub published: Option<Date>,
    /// Lines before the body.
    pub head: usize,
    /// The first line of the closing; the number of lines where there is none.
    pub tail: usize,
}

/// Finds the frame of a text whose paragraphs are `lines`.
pub fn find(text: &str, lines: &[Range<usize>]) -> Frame {
    let (mut frame, published) = head(text, lines);
    let title = frame.title.as_deref().unwrap_or_default();
    let (tail, signature, signed) = closing(text, lines, frame.head, &plain(title));
    frame.tail = tail;
    let last = frame.tail.checked_sub(1).and_then(|at| lines.get(at));
    let told = || issued_on(&plain(&text[last?.clone()]));
    frame.published = published.or(signed).or_else(told);
    frame.issuer = frame.issuer.or(signature);
    frame
}

/// What a line above the body is.
enum HeadLine {
    Title,
    Authority,
    Meta(Meta),
    Body,
}

fn head(text: &str, lines: &[Range<usize>]) -> (Frame, Option<Date>) {
    let mut frame = Frame::default();
    let mut published = None;
    let mut signed = None;
    // Days above the title: they tell something only where no title follows.
    let mut above = None;
    // Lines of the page before all others.
    let mut chrome = 0;
    let mut title: Vec<&str> = Vec::new();
    let mut title_is_whole = false;
    let mut authorities: Vec<&str> = Vec::new();
    // What a label or the end of a path of links says is the title.
    let mut named: Option<&str> = None;
    let mut asides = 0;
    for line in lines.iter().take(REACH + ASIDES) {
        if frame.head - asides == REACH {
            break;
        }
        let written = text[line.clone()].trim();
        let folded = plain(written);
        match head_line(written, &folded) {
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
                frame.issuer = Some(written.to_owned());
            }
            HeadLine::Meta(said) => {
                asides += 1;
                match said {
                    Meta::Published(date) => published = published.or(date),
                    Meta::Day(date) if title.is_empty() => above = above.or(Some(date)),
                    Meta::Day(date) => signed = signed.or(Some(date)),
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
    } else if title.is_empty() && named.is_some() {
        frame.title = named.map(str::to_owned);
        let last = authorities.last().map(|&name| name.to_owned());
        frame.issuer = frame.issuer.or(last);
    } else {
        signed = signed.or(above);
        if !title.is_empty() || frame.issuer.is_none() && !authorities.is_empty() {
            // Lines that looked like a title but name no report: they belong to the body.
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

/// Those of the authorities above `关于…` who write it: a government whose department follows has the site.
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

/// Whether a line is the name of an authority and no more.
fn is_authority(folded: &str) -> bool {
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
    // A state of things, not an office.
    const STATES: [&str; 5] = ["格局", "布局", "大局", "法治政府", "数字政府"];
    folded.chars().count() <= 40
        && !folded.contains([',', '。', ':'])
        && !STATES.iter().any(|end| folded.ends_with(end))
        && ENDS.iter().any(|end| folded.ends_with(end))
}

fn closing(
    text: &str,
    lines: &[Range<usize>],
    head: usize,
    title: &str,
) -> (usize, Option<String>, Option<Date>) {
    let nothing = (lines.len(), None, None);
    let mut tail = lines.len();
    let mut issuer: Option<String> = None;
    let mut signed = None;
    // Whether a date or a formula says that a report ends here.
    let mut closes = false;
    for at in (head..lines.len()).rev().take(REACH) {
        let written = text[lines[at].clone()].trim();
        let folded = plain(written);
        if is_authority(&folded) && numbering::label(written).is_none() {
            issuer = issuer.or_else(|| Some(written.to_owned()));
            tail = at;
            continue;
        }
        if let Some(date) = Date::whole(&folded) {
            signed = signed.or(Some(date));
        } else if let Some((authority, date)) = signed_and_dated(written) {
            issuer = issuer.or_else(|| Some(authority.to_owned()));
            signed = signed.or(date);
        } else if !is_vague_date(&folded) && !is_formula(&folded) {
            break;
        }
        closes = true;
        tail = at;
    }
    // A name alone may as well be the last cell of a table, or words of the report.
    let before = tail.checked_sub(1).and_then(|at| lines.get(at));
    let ends_text = |line: &str| {
        plain(line)
            .trim_end_matches([')', ' '])
            .ends_with(is_barrier)
    };
    let follows_text = before.is_some_and(|line| ends_text(&text[line.clone()]));
    let signs = |name: &String| follows_text && names_its_writer(name, title);
    match closes || issuer.as_ref().is_some_and(signs) {
        true => (tail, issuer, signed),
        false => nothing,
    }
}

/// Whether an authority without a date beside it is the writer of the report of this plain title: the
/// title begins with its place, or it begins with the full name of one.
fn names_its_writer(authority: &str, title: &str) -> bool {
    let name = plain(authority);
    let own = name.trim_start_matches("中共");
    let in_parts = authority.split_whitespace().all(|part| {
        let is_spaced_out = part.chars().nth(1).is_none();
        is_spaced_out || is_authority(&plain(part))
    });
    if !in_parts || name.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let place: String = own.chars().take(2).collect();
    title.trim_start_matches("中共").starts_with(&place) || begins_with_place(own)
}

/// `西和县人民政府`, but neither `县司法局` nor `努力打造全省…`
fn begins_with_place(name: &str) -> bool {
    const KINDS: &str = "省市县区州盟旗乡镇街";
    const ENDS: [&str; 8] = [
        "政府",
        "委",
        "委员会",
        "管委会",
        "办公室",
        "办事处",
        "局",
        "厅",
    ];
    const DEEDS: [&str; 10] = [
        "全省", "全市", "全县", "全区", "打造", "推进", "推动", "努力", "加快", "加强",
    ];
    let is_kind = |(at, c): (usize, char)| (2..=12).contains(&at) && KINDS.contains(c);
    name.chars().enumerate().any(is_kind)
        && ENDS.iter().any(|end| name.ends_with(end))
        && !DEEDS.iter().any(|word| name.contains(word))
}

/// An authority and the date behind it, on one line.
fn signed_and_dated(line: &str) -> Option<(&str, Option<Date>)> {
    let starts = line
        .char_indices()
        .filter(|(_, c)| c.is_numeric() || "二一〇○xXｘ".contains(*c));
    starts.take(TITLE_LINE).find_map(|(at, _)| {
        let (authority, date) = (line[..at].trim(), plain(&line[at..]));
        let known = Date::whole(&date);
        let is_date = known.is_some() || is_vague_date(&date);
        (is_date && is_authority(&plain(authority))).then_some((authority, known))
    })
}

/// `2025年1月`, and the `20xx年x月x日` of a template.
fn is_vague_date(folded: &str) -> bool {
    let bare = folded.trim_matches(['(', ')', ' ']);
    let mut parts = bare.split_inclusive(['年', '月', '日']);
    let mut part = |unit: char| {
        let digits = parts.next().and_then(|part| part.strip_suffix(unit));
        digits.is_some_and(|digits| {
            (1..=4).contains(&digits.chars().count())
                && digits
                    .chars()
                    .all(|c| is_numeral(c) || is_round(c) || "x×某".contains(c))
        })
    };
    part('年') && part('月') && (bare.ends_with('月') || part('日'))
}

/// `…于2024年2月5日印发。` at the very end.
fn issued_on(last_line: &str) -> Option<Date> {
    let sentence = last_line.trim_end_matches(['。', ' ']);
    let sentence = sentence.rsplit('。').next()?;
    let issued = ["印发", "发布", "公布"]
        .iter()
        .any(|word| sentence.ends_with(word));
    issued.then(|| Date::find(sentence)).flatten()
}

fn is_formula(folded: &str) -> bool {
    const FORMULAS: [&str; 14] = [
        "专此报告",
        "特此报告",
        "以上报告",
        "此报告",
        "现予公布",
        "现予公开",
        "请予审议",
        "请审阅",
        "请审议",
        "联系人",
        "联系电话",
        "(此件",
        "附件",
        "责任编辑",
    ];
    folded.chars().count() <= 40 && FORMULAS.iter().any(|formula| folded.starts_with(formula))
}

#[cfg(test)]
mod tests;
