//! Plain text files: clean lines, no front matter, no page numbers.
//!
//! A text file's lines say little: some are paragraphs, some pieces of one (`unwrap` decides), some are
//! leftovers of a conversion. Here they are made comparable. All kinds of line breaks become one, control
//! characters are removed, indentation is taken off but remembered, and page numbers are told from numbers
//! that mean something.
//!
//! Invariant: no character that carries text is changed or lost, except in lines that are page numbers and in
//! a block of front matter, which is returned as pairs.

use std::borrow::Cow;

use super::draft::Draft;
use super::front_matter::front_matter;
use super::line::{Gap, Line};
use super::markup::without_tags;
use super::pages::without_page_numbers;
use super::unwrap;
use crate::corpus::about::About;

/// Reads the text of a plain text file.
pub(super) fn read(text: &str) -> Draft {
    let (front_matter, body) = front_matter(text);
    let body = if is_markup(body) {
        Cow::Owned(without_tags(body))
    } else {
        Cow::Borrowed(body)
    };
    let lines = without_page_numbers(lines(&body));
    Draft {
        text: unwrap::paragraphs(&lines),
        given: About::of(
            front_matter
                .iter()
                .map(|(key, value)| (key.as_str(), value.as_str())),
        ),
        ..Draft::default()
    }
}

/// Whether a text was copied out of the source of a page: a text about tags has few of them, this one has
/// them in half of its lines.
fn is_markup(text: &str) -> bool {
    const MARKS: [&str; 7] = ["<p>", "<p ", "</p>", "<br", "<div", "</div>", "&nbsp;"];
    const FEWEST: usize = 5;
    if !text.contains(['<', '&']) {
        return false;
    }
    let lower = text.to_ascii_lowercase();
    let count = |line: &str| -> usize { MARKS.iter().map(|mark| line.matches(mark).count()).sum() };
    let written = lower.lines().filter(|line| !line.trim().is_empty());
    let (mut lines, mut marked, mut marks) = (0, 0, 0);
    for found in written.map(count) {
        lines += 1;
        marked += usize::from(found > 0);
        marks += found;
    }
    marks >= FEWEST && marked * 2 >= lines
}

/// Whether `c` at a line's edge is not part of the line.
pub(super) fn is_margin(c: char) -> bool {
    c.is_whitespace() || c.is_control() || c == '\u{feff}'
}

/// Whether a line of nothing but `c` would look blank to its reader.
fn is_invisible(c: char) -> bool {
    is_margin(c) || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}')
}

/// The lines of `text` that are not blank, clean and trimmed.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut gap = Gap::None;
    for chunk in text.split('\n') {
        let chunk = chunk.strip_suffix('\r').unwrap_or(chunk);
        if !needs_care(chunk.as_bytes()) {
            push_line(&mut lines, &mut gap, chunk, false);
            continue;
        }
        let is_break = |c| {
            matches!(
                c,
                '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
            )
        };
        for piece in chunk.split_inclusive(is_break) {
            push_line(&mut lines, &mut gap, piece.trim_end_matches(is_break), true);
            if piece.ends_with('\u{c}') {
                gap = Gap::Page;
            }
        }
    }
    lines
}

/// Whether a line may hold control characters or a rare kind of line break.
///
/// Most lines do not, so this goes through all bytes without a branch; other
/// characters with the bytes of U+2028 inside cost time and nothing else.
fn needs_care(line: &[u8]) -> bool {
    let control = line
        .iter()
        .fold(false, |found, &byte| found | (byte < 0x20) | (byte == 0x7f));
    let next = line.get(1..).unwrap_or_default();
    line.iter().zip(next).fold(control, |found, (&a, &b)| {
        found | (a == 0xc2) & (b < 0xa0) | (a == 0x80) & (b & 0xfe == 0xa8)
    })
}

/// Adds a line, or what it leaves between its neighbours if it is blank.
fn push_line<'a>(lines: &mut Vec<Line<'a>>, gap: &mut Gap, raw: &'a str, dirty: bool) {
    let text = raw.trim_start_matches(is_margin);
    let indent = &raw[..raw.len() - text.len()];
    let text = text.trim_end_matches(is_margin);
    if text.chars().all(is_invisible) {
        *gap = (*gap).max(Gap::Blank);
        return;
    }
    let text = if dirty {
        Cow::Owned(cleaned(text))
    } else {
        Cow::Borrowed(text)
    };
    lines.push(Line {
        indent,
        text,
        gap: *gap,
        number: false,
    });
    *gap = Gap::None;
}

/// `text` without control characters, tabs as spaces.
fn cleaned(text: &str) -> String {
    let spaced = text.chars().map(|c| if c == '\t' { ' ' } else { c });
    spaced.filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(text: &str, expected: &[&str]) {
        assert_eq!(
            read(text).text.lines().collect::<Vec<_>>(),
            expected,
            "{text:?}"
        );
    }

    #[test]
    fn every_line_break_is_one_and_dirt_is_gone() {
        reads("甲\r\n乙\r丙\n\n丁", &["甲", "乙", "丙", "丁"]);
        reads(
            "甲\u{b}乙\u{c}丙\u{85}丁\u{2028}戊\u{2029}己",
            &["甲", "乙", "丙", "丁", "戊", "己"],
        );
        reads(
            "\u{3000}\u{3000}甲 \t\n\t乙\u{a0}\n \u{feff}丙",
            &["甲", "乙", "丙"],
        );
        reads("甲\0乙\u{1b}丙\u{9f}\u{7f}\t丁", &["甲乙丙 丁"]);
        reads(" \n\u{200b}\n\t\u{3000}\n", &[]);
        reads("\0 \0甲\0 \0", &["甲"]);
    }

    #[test]
    fn a_text_full_of_tags_is_read_without_them_and_others_keep_what_they_say() {
        let expected = [
            "武乡县2023年报告",
            "一、主要举措",
            "开展普法9场。",
            "二、问题",
            "力量薄弱。",
        ];
        for (before, after) in [
            ("<p>", "</p>"),
            ("<P class=\"a\">&nbsp;&nbsp;", "</P>\r\n"),
            ("", "<br/>"),
            ("", "<BR>\n"),
            ("&nbsp;&nbsp;", "\n"),
        ] {
            let text: String = (expected.iter())
                .map(|line| format!("{before}{line}{after}"))
                .collect();
            reads(&text, &expected);
        }
        let spoken = [
            "网页中用<p>和</p>分段，",
            "<br>换行，",
            "&nbsp;空格。",
            "网站",
            "改版",
            "完成",
            "上线",
        ];
        reads(&spoken.join("\n"), &spoken);
    }

    #[test]
    fn other_characters_stay_as_written() {
        let line = "１２３４５熱線\u{200b}“雙隨機”　监管\u{ad}e\u{301}\u{a0}①㎡ﬁ\u{e000}";
        reads(line, &[line]);
    }
}
