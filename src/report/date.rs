//! Dates as reports write them: `2025年2月25日`, `2025-02-25`, `二〇二五年二月二十五日`.

use std::fmt;

use super::numbering::han_number;

/// A calendar day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Year.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day, 1 to 31.
    pub day: u8,
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Date {
    /// The first date in `plain` text (see [`crate::text::plain`]).
    pub fn find(plain: &str) -> Option<Date> {
        Date::split(plain).map(|(_, date, _)| date)
    }

    /// The same, with what stands before and after it.
    pub fn split(plain: &str) -> Option<(&str, Date, &str)> {
        plain
            .char_indices()
            .filter(|&(at, c)| is_numeral(c) && !plain[..at].ends_with(is_numeral))
            .find_map(|(at, _)| {
                let (date, rest) = Date::at_start(&plain[at..])?;
                Some((&plain[..at], date, rest))
            })
    }

    /// The date that `plain` consists of, except for brackets around it.
    pub fn whole(plain: &str) -> Option<Date> {
        let bare = plain.trim_matches(['(', ')', ' ', '。', '\n']);
        let (date, rest) = Date::at_start(bare)?;
        rest.is_empty().then_some(date)
    }

    fn at_start(text: &str) -> Option<(Date, &str)> {
        let (year, rest) = number(text, 4)?;
        let separator = rest.chars().next()?;
        let rest = &rest[separator.len_utf8()..];
        // The first month has a name of its own.
        let (month, rest) = match rest.strip_prefix('元') {
            Some(rest) => (1, rest),
            None => number(rest, 2)?,
        };
        let rest = rest.strip_prefix(if separator == '年' { '月' } else { separator })?;
        let (day, rest) = number(rest, 2)?;
        let rest = match separator {
            '年' => rest.strip_prefix(['日', '号'])?,
            '-' | '/' | '.' => rest,
            _ => return None,
        };
        let plausible =
            (1949..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        let date = Date {
            year: year as u16,
            month: month as u8,
            day: day as u8,
        };
        plausible.then_some((date, rest))
    }
}

/// The Han digits from 〇 on.
const HAN_DIGITS: &str = "〇一二三四五六七八九";

/// Whether a plain character is part of a number.
pub fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || "〇○零一二三四五六七八九十".contains(c)
}

/// Whether a plain character is one typed for the 〇 of a year: a letter O of any alphabet, a circle.
pub fn is_round(c: char) -> bool {
    matches!(c, '○' | '◯' | 'o' | 'ο' | 'о')
}

/// The year that four plain characters write digit by digit: `2024`, `二〇二四`, `二o二四`.
pub fn year(digits: &[char]) -> Option<u16> {
    let is_han = |c: &char| HAN_DIGITS.contains(*c);
    // A letter is a digit only among Han numerals.
    let lets_round = digits
        .iter()
        .all(|c| is_han(c) || *c == '0' || is_round(*c));
    let digit = |c: char| match c {
        '0'..='9' => c.to_digit(10),
        '○' | '零' => Some(0),
        _ if is_round(c) => lets_round.then_some(0),
        _ => (HAN_DIGITS.chars().position(|digit| digit == c)).map(|at| at as u32),
    };
    let value = (digits.iter()).try_fold(0, |value, c| Some(value * 10 + digit(*c)?))?;
    (digits.len() == 4).then_some(value as u16)
}

/// A number at the start of `text`, in digits or Han numerals; a year is read digit by digit.
fn number(text: &str, width: usize) -> Option<(u32, &str)> {
    let is_year = width == 4;
    let end = text.find(|c| !(is_numeral(c) || is_year && is_round(c)));
    let (digits, rest) = text.split_at(end.unwrap_or(text.len()));
    let chars: Vec<char> = digits.chars().take(5).collect();
    let value = match chars.len() {
        4 if is_year => u32::from(year(&chars)?),
        1..=4 if !is_year && digits.is_ascii() => digits.parse().ok()?,
        1..=4 if !is_year => han_number(digits)?,
        _ => return None,
    };
    Some((value, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::plain;

    #[test]
    fn dates_are_read_in_every_form() {
        for (text, expected) in [
            ("2025年2月25日", Some("2025-02-25")),
            ("(2025年1月3日)", Some("2025-01-03")),
            ("二〇二五年十二月二十一日", Some("2025-12-21")),
            ("二○二四年一月十日", Some("2024-01-10")),
            ("二O二四年一月五日", Some("2024-01-05")),
            ("二ＯＯ九年十二月三十日", Some("2009-12-30")),
            ("二◯二О年三月五日", Some("2020-03-05")),
            ("二０二四年一月五日", Some("2024-01-05")),
            ("二0二四年一月五日", Some("2024-01-05")),
            ("2O24年1月5日", None),
            ("2025-02-25", Some("2025-02-25")),
            ("2025年13月1日", None),
            ("2025年2月", None),
            ("2025年2月25日印发", None),
        ] {
            assert_eq!(
                Date::whole(&plain(text)).map(|d| d.to_string()).as_deref(),
                expected,
                "{text}"
            );
        }
        assert_eq!(
            Date::find("发布时间:2025-01-20 10:11来源:司法局").map(|d| d.to_string()),
            Some("2025-01-20".to_owned())
        );
    }
}
