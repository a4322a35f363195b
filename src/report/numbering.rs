//! Numbering styles of headings, one row each.
//!
//! A label is read from the very start of a line. Numbers are not labels: `1.06万次` and `2.5%` have digits
//! after the point, where only a year may stand (`1.2024年`).

use crate::text::{is_barrier, starts_with_year};

/// A numbering style, outermost first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Style {
    /// `#` to `######`.
    Markdown(usize),
    /// `第一部分`, `第一篇`, `第一编`.
    Division,
    /// `第一章`.
    Chapter,
    /// `第一节`.
    Article,
    /// `一、`
    Han,
    /// Words without a number that divide a `一、`.
    InHan,
    /// `（一）`
    HanInParens,
    /// Words without a number that divide a `（一）`.
    InHanInParens,
    /// `【主要工作】`
    Bracketed,
    /// `1.`, `1、`
    Arabic,
    /// `1.1`, `1.1.1`: how many numbers.
    Decimal(usize),
    /// `（1）`, `1）`
    ArabicInParens,
    /// `①`
    Circled,
}

/// A label at the start of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// Its style.
    pub style: Style,
    /// Its number, 0 for a style without one.
    pub number: u32,
    /// Its length in bytes.
    pub len: usize,
}

/// Reads the label that `line` begins with, even if it contains invisible characters or lookalikes.
pub fn label(line: &str) -> Option<Label> {
    if line.chars().take(LONGEST).all(|c| seen(c) == Some(c)) {
        return written_label(line);
    }
    let clean: String = line.chars().filter_map(seen).collect();
    let mut label = written_label(&clean)?;
    let mut left = label.len;
    label.len = (line.chars())
        .take_while(|c| {
            let is_within = left > 0;
            left = left.saturating_sub(seen(*c).map_or(0, char::len_utf8));
            is_within
        })
        .map(char::len_utf8)
        .sum();
    Some(label)
}

/// No label has more characters than this.
const LONGEST: usize = 8;

/// A character as readers see it: web editors leave zero-width characters, PDF files radicals.
fn seen(c: char) -> Option<char> {
    match c {
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' => None,
        '⼀' => Some('一'),
        '⼆' => Some('二'),
        '⼋' => Some('八'),
        '⼗' => Some('十'),
        '﹑' | '､' | '丶' => Some('、'),
        _ => Some(c),
    }
}

fn written_label(line: &str) -> Option<Label> {
    [
        markdown,
        ordinal,
        han,
        in_parens,
        decimal,
        arabic,
        single_sign,
    ]
    .iter()
    .find_map(|read| read(line))
    .filter(|label| !line[label.len..].trim().is_empty())
}

/// The value of a Han numeral from 一 to 九十九.
pub fn han_number(numeral: &str) -> Option<u32> {
    let digit = |c: char| {
        "一二三四五六七八九"
            .chars()
            .position(|d| d == c)
            .map(|at| at as u32 + 1)
    };
    let mut chars = numeral.chars();
    let mut value = match chars.next()? {
        '十' => 10,
        '廿' => 20,
        c => digit(c)?,
    };
    for c in chars {
        value = match (c, value) {
            ('十', 1..=9) => value * 10,
            (c, 10..) if value % 10 == 0 => value + digit(c)?,
            _ => return None,
        };
    }
    Some(value)
}

/// Whether a character is part of a Han numeral.
pub fn is_han_numeral(c: char) -> bool {
    "一二三四五六七八九十廿".contains(c)
}

/// The leading characters of `text` that satisfy `wanted`, and the rest.
pub fn split(text: &str, wanted: fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|c| !wanted(c)).unwrap_or(text.len()))
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

fn digits(text: &str) -> Option<(u32, &str)> {
    let (digits, rest) = split(text, is_digit);
    let number = digits.chars().try_fold(0u32, |value, c| {
        let zero = if c.is_ascii() { '0' } else { '０' };
        Some(value * 10 + (u32::from(c) - u32::from(zero))).filter(|&value| value < 1000)
    })?;
    (!digits.is_empty()).then_some((number, rest))
}

fn made(style: Style, number: u32, line: &str, rest: &str) -> Option<Label> {
    Some(Label {
        style,
        number,
        len: line.len() - rest.len(),
    })
}

fn markdown(line: &str) -> Option<Label> {
    let (marks, rest) = split(line, |c| c == '#');
    if !(1..=6).contains(&marks.len()) || !rest.starts_with([' ', '\t', '\u{3000}']) {
        return None;
    }
    made(Style::Markdown(marks.len()), 0, line, rest)
}

fn ordinal(line: &str) -> Option<Label> {
    let rest = line.strip_prefix('第')?;
    let (number, rest) = match split(rest, is_han_numeral) {
        ("", _) => digits(rest)?,
        (numeral, rest) => (han_number(numeral)?, rest),
    };
    for (word, style) in [
        ("部分", Style::Division),
        ("篇", Style::Division),
        ("编", Style::Division),
        ("章", Style::Chapter),
        ("节", Style::Article),
        ("節", Style::Article),
    ] {
        if let Some(rest) = rest.strip_prefix(word) {
            return made(style, number, line, rest);
        }
    }
    None
}

fn han(line: &str) -> Option<Label> {
    let (numeral, rest) = split(line, is_han_numeral);
    let number = han_number(numeral)?;
    let rest = rest.trim_start_matches(' ');
    let rest = (rest.strip_prefix(['、', '.', '．'])).or_else(|| behind_loose_sign(rest))?;
    made(Style::Han, number, line, rest)
}

/// Signs that a few authors use in place of 、.
const LOOSE: [char; 4] = ['，', ',', '：', ':'];
/// A heading after such a sign has no more characters than this.
const LONGEST_LOOSE: usize = 24;

/// `一，主要工作`, if the line says nothing more.
fn behind_loose_sign(rest: &str) -> Option<&str> {
    let words = rest.strip_prefix(LOOSE)?;
    let is_short = words.chars().nth(LONGEST_LOOSE).is_none();
    let goes_on = words.contains(|c| is_barrier(c) || LOOSE.contains(&c)) || words.ends_with('、');
    (is_short && !goes_on).then_some(words)
}

/// Whether a written label counts as one only if others count on from it.
pub fn is_loose(label: &str) -> bool {
    label.trim_end().ends_with(LOOSE)
}

fn in_parens(line: &str) -> Option<Label> {
    let open = line.strip_prefix(['(', '（']);
    let inner = open.unwrap_or(line).trim_start_matches(' ');
    let (numeral, after) = split(inner, is_han_numeral);
    let (style, number, rest) = if numeral.is_empty() {
        let (number, rest) = digits(inner)?;
        (Style::ArabicInParens, number, rest)
    } else {
        open?;
        (Style::HanInParens, han_number(numeral)?, after)
    };
    let rest = rest.trim_start_matches(' ').strip_prefix([')', '）'])?;
    made(style, number, line, rest)
}

/// `1.1 标题`: only before white space or a letter that does not follow numbers.
fn decimal(line: &str) -> Option<Label> {
    let (first, mut rest) = digits(line)?;
    let mut number = first;
    let mut count = 1;
    while let Some(next) = rest.strip_prefix(['.', '．']) {
        match digits(next) {
            Some((value, after)) if value < 100 => {
                number = value;
                rest = after;
                count += 1;
            }
            _ => break,
        }
    }
    let apart = rest.starts_with([' ', '\t', '\u{3000}', '、']);
    if count < 2 || first == 0 || !apart {
        return None;
    }
    made(Style::Decimal(count), number, line, rest)
}

fn arabic(line: &str) -> Option<Label> {
    let (number, rest) = digits(line)?;
    let (digits_len, after) = (line.len() - rest.len(), rest.trim_start_matches(' '));
    let rest = after.strip_prefix(['.', '．', '、'])?;
    if digits_len > 6 || number == 0 || number > 99 {
        return None;
    }
    let point = !after.starts_with('、');
    if point && rest.starts_with(is_digit) && !starts_with_year(rest) {
        return None;
    }
    made(Style::Arabic, number, line, rest)
}

/// `①`, `㈠`, `⑴`, `⒈`: the whole label is one character.
fn single_sign(line: &str) -> Option<Label> {
    let c = line.chars().next()?;
    let code = u32::from(c);
    let (style, first) = match c {
        '①'..='⑳' => (Style::Circled, '①'),
        '⑴'..='⒇' => (Style::ArabicInParens, '⑴'),
        '⒈'..='⒛' => (Style::Arabic, '⒈'),
        '㈠'..='㈩' => (Style::HanInParens, '㈠'),
        _ => return None,
    };
    made(
        style,
        code - u32::from(first) + 1,
        line,
        &line[c.len_utf8()..],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_is_read_in_every_width() {
        for (line, style, number, written) in [
            ("一、主要举措", Style::Han, 1, "一、"),
            ("十二、其他", Style::Han, 12, "十二、"),
            ("一．主要举措", Style::Han, 1, "一．"),
            ("(一)坚持", Style::HanInParens, 1, "(一)"),
            ("（十）坚持", Style::HanInParens, 10, "（十）"),
            ("㈢坚持", Style::HanInParens, 3, "㈢"),
            ("1.坚持", Style::Arabic, 1, "1."),
            ("１．坚持", Style::Arabic, 1, "１．"),
            ("12、坚持", Style::Arabic, 12, "12、"),
            ("1.2024年工作", Style::Arabic, 1, "1."),
            ("3.2021－2025年规划", Style::Arabic, 3, "3."),
            ("2、2024年工作", Style::Arabic, 2, "2、"),
            ("（1）坚持", Style::ArabicInParens, 1, "（1）"),
            ("3)坚持", Style::ArabicInParens, 3, "3)"),
            ("⑵坚持", Style::ArabicInParens, 2, "⑵"),
            ("②坚持", Style::Circled, 2, "②"),
            ("第三章 监督", Style::Chapter, 3, "第三章"),
            ("第二节 监督", Style::Article, 2, "第二节"),
            ("第一部分 概况", Style::Division, 1, "第一部分"),
            ("## 成效", Style::Markdown(2), 0, "##"),
            ("1.2 组织领导", Style::Decimal(2), 2, "1.2"),
            ("\u{200b}一、主要举措", Style::Han, 1, "\u{200b}一、"),
            (
                "（\u{200b}二）坚持",
                Style::HanInParens,
                2,
                "（\u{200b}二）",
            ),
            ("⼗⼆、其他", Style::Han, 12, "⼗⼆、"),
            ("第⼀章 总则", Style::Chapter, 1, "第⼀章"),
            ("三﹑其他", Style::Han, 3, "三﹑"),
            ("2､其他", Style::Arabic, 2, "2､"),
            ("二丶其他", Style::Han, 2, "二丶"),
            ("一，主要举措", Style::Han, 1, "一，"),
            ("二：存在的问题", Style::Han, 2, "二："),
        ] {
            let found = label(line).unwrap_or_else(|| panic!("no label in {line}"));
            assert_eq!(
                (found.style, found.number, &line[..found.len]),
                (style, number, written)
            );
        }
    }

    #[test]
    fn numbers_and_words_are_no_labels() {
        for line in [
            "1.06万次",
            "2.5%的单位",
            "2024年，全县",
            "12345热线",
            "2024.1.5",
            "一是加强",
            "第一责任人",
            "第一，加强",
            "一",
            "1.",
            "一体化推进",
            "(2024年)",
            "100、坚持",
            "#标签",
            "十年来",
            "一，加强领导，明确责任",
            "三，县司法局要会同有关单位抓好落实。",
            "十：",
            "\u{200b}一体化推进",
            "⼀体化推进",
        ] {
            assert_eq!(label(line), None, "{line}");
        }
    }

    #[test]
    fn han_numerals_have_values() {
        for (numeral, value) in [
            ("一", 1),
            ("十", 10),
            ("十二", 12),
            ("二十", 20),
            ("三十五", 35),
        ] {
            assert_eq!(han_number(numeral), Some(value));
        }
        assert_eq!(han_number("一二"), None);
        assert_eq!(han_number(""), None);
    }
}
