//! The end of a report: closing formula, signature, what follows it, annexes.

use std::ops::Range;

use super::behind::{self, Behind};
use super::{Frame, REACH, TITLE_LINE, is_authority};
use crate::report::date::{Date, is_numeral, is_round};
use crate::report::numbering::{self, Style};
use crate::report::title;
use crate::text::{is_barrier, plain};

/// Where a report ends, and who signed it when.
#[derive(Debug, PartialEq, Eq)]
pub struct Closing {
    /// Its first line; the number of lines if there is none.
    pub tail: usize,
    /// The line after the signature.
    pub signed: usize,
    /// The first line of the annexes.
    pub annex: usize,
    /// Who signed.
    pub issuer: Option<String>,
    /// When.
    pub date: Option<Date>,
}

/// Finds the end of a report whose body begins at line `head` and whose plain title is `title`.
pub fn find(text: &str, lines: &[Range<usize>], head: usize, title: &str) -> Closing {
    let report = Report {
        text,
        lines,
        head,
        title,
    };
    report.signed_early().unwrap_or_else(|| report.at_the_end())
}

/// The day on which a report without a dated signature was issued: `…于2024年2月5日印发。`
pub fn issued(text: &str, lines: &[Range<usize>], frame: &Frame) -> Option<Date> {
    let last = frame.tail.checked_sub(1).and_then(|at| lines.get(at));
    let said = issued_on(&plain(&text[last?.clone()]));
    let mut behind = lines[frame.signed..frame.annex].iter();
    said.or_else(|| behind.find_map(|line| behind::is_printing(&plain(&text[line.clone()]))))
}

struct Report<'a> {
    text: &'a str,
    lines: &'a [Range<usize>],
    /// The first line of the body.
    head: usize,
    /// The title, in plain form.
    title: &'a str,
}

impl Report<'_> {
    fn written(&self, at: usize) -> &str {
        self.text[self.lines[at].clone()].trim()
    }

    /// A dated signature after which the report does not go on, whatever else follows.
    fn signed_early(&self) -> Option<Closing> {
        let mut found = None;
        // Whether headings have been counted, in the lines before `seen`.
        let (mut counted, mut seen) = (false, self.head);
        for at in self.head..self.lines.len() {
            if !self.is_dated_signature(at) {
                continue;
            }
            counted = counted || (seen..at).any(|line| self.counts_on(line));
            seen = at;
            let annex = match behind::read(self.text, self.lines, at + 1) {
                Some(Behind::Annex(annex)) if !self.is_cover(annex, counted) => annex,
                Some(Behind::Known) => self.lines.len(),
                Some(Behind::Short) if self.is_signed_text(at + 1) => self.lines.len(),
                _ => continue,
            };
            let own = self.signature(at + 1, false);
            found = own.map(|own| Closing { annex, ..own }).or(found);
            if annex < self.lines.len() {
                break;
            }
        }
        found
    }

    /// What the last lines are, apart from those that are not part of the report.
    fn at_the_end(&self) -> Closing {
        let count = self.lines.len();
        let behind = behind::first(self.text, self.lines, self.head);
        let closes = behind < count && is_formula(&plain(self.written(behind)));
        self.signature(behind, closes).unwrap_or(Closing {
            tail: behind,
            signed: behind,
            annex: count,
            issuer: None,
            date: None,
        })
    }

    /// Whether a line ends a signature with its day: it, or the line before it, also names an authority.
    fn is_dated_signature(&self, at: usize) -> bool {
        let written = self.written(at);
        if written.len() > TITLE_LINE * 4 || !may_end_a_date(written) {
            return false;
        }
        if signed_and_dated(written).is_some() {
            return true;
        }
        let folded = plain(without_label(written));
        let is_day = Date::whole(&folded).is_some() || is_vague_date(&folded);
        is_day
            && at.checked_sub(1).is_some_and(|before| {
                let name = without_label(without_seal(self.written(before)));
                before >= self.head && is_signer(name)
            })
    }

    /// Whether the signature that ends before line `end` comes after a sentence; in a table it does not.
    fn is_signed_text(&self, end: usize) -> bool {
        let tail = self.signature(end, false).map(|own| own.tail);
        tail.is_some_and(|tail| self.follows_text(tail))
    }

    fn follows_text(&self, at: usize) -> bool {
        let ends_text = |before: usize| {
            plain(self.written(before))
                .trim_end_matches([')', ' '])
                .ends_with(is_barrier)
        };
        at.checked_sub(1).is_some_and(ends_text)
    }

    /// Whether a line continues the count of headings: `二、`, `（二）`.
    fn counts_on(&self, at: usize) -> bool {
        numbering::label(&self.text[self.lines[at].clone()]).is_some_and(|label| {
            label.number > 1 && matches!(label.style, Style::Han | Style::HanInParens)
        })
    }

    /// Whether what is signed before line `annex` is a letter that comes with a report; `counted` says
    /// whether it has numbered headings.
    fn is_cover(&self, annex: usize, counted: bool) -> bool {
        let is_long = self.lines[annex].start * 2 > self.text.len();
        let names_report = |line: &Range<usize>| {
            let folded = plain(&self.text[line.clone()]);
            let own = folded.trim_start_matches(|c| "附件:1一".contains(c));
            own.chars().count() <= TITLE_LINE
                && title::stands_alone(own, &[])
                && title::names_a_report(own)
        };
        let begin = &self.lines[annex..self.lines.len().min(annex + REACH)];
        match (is_long, counted) {
            (true, true) => false,
            (false, false) => true,
            _ => begin.iter().any(names_report),
        }
    }

    /// The signature that ends before line `end`, if one does; `closes` says that a report ends there.
    fn signature(&self, end: usize, mut closes: bool) -> Option<Closing> {
        let mut tail = end;
        let mut issuer: Option<String> = None;
        let mut date = None;
        let mut above = end;
        while above > self.head.max(end.saturating_sub(REACH)) {
            let at = above - 1;
            above = at;
            let written = without_label(without_seal(self.written(at)));
            let folded = plain(written);
            if is_signer(written) {
                issuer = issuer.or_else(|| Some(written.to_owned()));
                tail = at;
                continue;
            }
            if let Some(day) = Date::whole(&folded) {
                date = date.or(Some(day));
            } else if let Some((authority, day)) = signed_and_dated(written) {
                issuer = issuer.or_else(|| Some(authority.to_owned()));
                date = date.or(day);
            } else if let Some(first) = self.list_of_annexes(at) {
                above = first;
            } else if !is_vague_date(&folded) && !is_formula(&folded) && !folded.is_empty() {
                break;
            }
            closes = true;
            tail = above;
        }
        // A name alone may just as well be the last cell of a table, or words of the report.
        let signs = |name: &String| self.follows_text(tail) && names_its_writer(name, self.title);
        let is_signed = closes || issuer.as_ref().is_some_and(signs);
        is_signed.then_some(Closing {
            tail,
            signed: end,
            annex: self.lines.len(),
            issuer,
            date,
        })
    }

    /// The line `附件：` at or above line `at`, if from there on annexes are listed: `2.决策目录`.
    fn list_of_annexes(&self, at: usize) -> Option<usize> {
        for at in (self.head..=at).rev().take(REACH) {
            let written = self.written(at);
            let folded = plain(written);
            let is_name = folded.chars().count() <= TITLE_LINE && !folded.contains(is_barrier);
            if is_name && ["附件:", "附:"].iter().any(|word| folded.starts_with(word)) {
                return Some(at);
            }
            let is_counted = numbering::label(written)
                .is_some_and(|label| label.style >= Style::Arabic && is_name);
            if !is_counted {
                return None;
            }
        }
        None
    }
}

/// Whether a line ends as a date does: a quick test that most lines fail.
fn may_end_a_date(written: &str) -> bool {
    let bare = written.trim_end_matches([')', '）', ' ', '。']);
    bare.ends_with(|c: char| matches!(c, '日' | '号' | '月') || c.is_numeric())
}

/// Whether a line is the name of an authority and nothing else.
fn is_signer(written: &str) -> bool {
    is_authority(&plain(written)) && numbering::label(written).is_none()
}

/// What stands behind a label: `报告单位：云龙县司法局`.
fn without_label(written: &str) -> &str {
    const LABELS: [&str; 6] = [
        "报告单位",
        "填报单位",
        "报送单位",
        "报告时间",
        "报告日期",
        "填报时间",
    ];
    let labelled = LABELS.iter().find_map(|label| written.strip_prefix(label));
    let value = labelled.and_then(|rest| rest.trim_start().strip_prefix(['：', ':']));
    value.map_or(written, str::trim_start)
}

/// A name without the words for its seal: `云龙县司法局（盖章）`
fn without_seal(written: &str) -> &str {
    let mut name = written;
    for seal in ["盖章", "公章", "章"] {
        let bare = name.trim_end_matches(['）', ')', ' ']);
        if let Some(before) = bare.strip_suffix(seal)
            && let Some(before) = before.trim_end().strip_suffix(['（', '('])
        {
            name = before.trim_end();
        }
    }
    name
}

/// Whether an authority without a date next to it wrote the report of this plain title: the title begins with
/// the authority's place, or the authority's name begins with the full name of one.
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

/// An authority and the date after it, on one line.
fn signed_and_dated(line: &str) -> Option<(&str, Option<Date>)> {
    let starts = line
        .char_indices()
        .filter(|(_, c)| c.is_numeric() || "二一〇○xXｘ".contains(*c));
    starts.take(TITLE_LINE).find_map(|(at, _)| {
        let (authority, date) = (without_seal(line[..at].trim()), plain(&line[at..]));
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
