//! Run-in items: `一是…。二是…。`, `首先…。其次…。`, `第一，…。第二，…。`
//!
//! A marker counts only at the start of a sentence (or, for the first of a list, after the colon that
//! introduces it), and only in a list of at least two.

use std::ops::Range;

use super::numbering::han_number;
use super::sentence;

/// How a list counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    /// 一是, 二是
    Is,
    /// 一要, 二要
    Must,
    /// 第一，第二，
    Ordinal,
    /// 其一，其二，
    Thereof,
    /// 首先，其次，再次，最后
    Words,
}

/// A place where an item may begin.
#[derive(Clone, Debug)]
struct Marker {
    /// Paragraph it stands in.
    paragraph: usize,
    /// Where the sentence that it begins starts.
    start: usize,
    label: String,
    family: Family,
    number: u32,
}

/// An item: the paragraph, where its passage starts in the text, and its label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Which of the paragraphs.
    pub paragraph: usize,
    /// First byte of the sentence that it begins.
    pub start: usize,
    /// `一是`, `第二`, `首先`.
    pub label: String,
}

/// The items in the paragraphs of one section.
pub fn find(text: &str, paragraphs: &[Range<usize>]) -> Vec<Item> {
    let markers: Vec<Marker> = paragraphs
        .iter()
        .enumerate()
        .flat_map(|(at, range)| markers(text, at, range.clone()))
        .collect();
    let mut in_list = vec![false; markers.len()];
    for first in 0..markers.len() {
        if markers[first].number != 1 || in_list[first] {
            continue;
        }
        let list = chain(&markers, first);
        if list.len() > 1 {
            list.into_iter().for_each(|at| in_list[at] = true);
        }
    }
    markers
        .into_iter()
        .zip(in_list)
        .filter(|(_, in_list)| *in_list)
        .map(|(marker, _)| Item {
            paragraph: marker.paragraph,
            start: marker.start,
            label: marker.label,
        })
        .collect()
}

/// The list that begins with marker `first`: the next numbers of its family, until it begins anew.
fn chain(markers: &[Marker], first: usize) -> Vec<usize> {
    let mut list = vec![first];
    let mut last = 1;
    for (at, marker) in markers.iter().enumerate().skip(first + 1) {
        if marker.family != markers[first].family {
            continue;
        }
        if marker.number == 1 {
            break;
        }
        let next =
            marker.number == last + 1 || (marker.family == Family::Words && marker.number > last);
        if next {
            list.push(at);
            last = marker.number;
        }
    }
    list
}

fn markers(text: &str, paragraph: usize, range: Range<usize>) -> Vec<Marker> {
    let body = &text[range.clone()];
    let mut sentence_start = 0;
    let mut found = Vec::new();
    for end in sentence::ends(body).chain([body.len()]) {
        if end <= sentence_start {
            continue;
        }
        let sentence = &body[sentence_start..end];
        let start = range.start + sentence_start;
        let behind_colon = sentence
            .find(['：', ':'])
            .map(|at| sentence[at..].trim_start_matches(['：', ':', ' ']));
        let read = |text, start| {
            marker(text).map(|(label, family, number)| Marker {
                paragraph,
                start,
                label,
                family,
                number,
            })
        };
        if let Some(marker) = read(sentence, start) {
            found.push(marker);
        } else if let Some(marker) = behind_colon
            .and_then(|rest| read(rest, start))
            .filter(|marker| marker.number == 1)
        {
            found.push(marker);
        }
        sentence_start = end;
    }
    found
}

/// Reads the marker that a sentence begins with.
fn marker(sentence: &str) -> Option<(String, Family, u32)> {
    let text = sentence.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '“' | '"'));
    for (number, word) in (1..).zip(["首先", "其次", "再次", "最后"]) {
        let rest = text
            .strip_prefix(word)
            .or_else(|| text.strip_prefix("最後").filter(|_| number == 4));
        if rest.is_some_and(|rest| rest.starts_with(['，', ',', '、', '是', '：', ':', '要']))
        {
            return Some((word.to_owned(), Family::Words, number));
        }
    }
    let prefix = text.chars().next().filter(|c| matches!(c, '第' | '其'));
    let numeral_start = prefix.map_or(0, char::len_utf8);
    let numeral_len = text[numeral_start..].find(|c| !"一二三四五六七八九十".contains(c))?;
    let after = &text[numeral_start + numeral_len..];
    let number = han_number(&text[numeral_start..numeral_start + numeral_len])?;
    let next = after.chars().next()?;
    let (family, taken) = match (prefix, next) {
        (None, '是') => (Family::Is, next.len_utf8()),
        (None, '要') => (Family::Must, next.len_utf8()),
        (Some('第'), '，' | ',' | '、' | '是' | '：' | ':') => (Family::Ordinal, 0),
        (Some('其'), '，' | ',' | '、' | '是' | '：' | ':') => (Family::Thereof, 0),
        _ => return None,
    };
    Some((
        text[..numeral_start + numeral_len + taken].to_owned(),
        family,
        number,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(paragraphs: &[&str]) -> Vec<String> {
        let text = paragraphs.join("\n");
        let ranges = crate::report::sentence::lines(&text);
        find(&text, &ranges)
            .into_iter()
            .map(|item| item.label)
            .collect()
    }

    #[test]
    fn lists_inside_a_paragraph_and_one_a_line() {
        assert_eq!(
            labels(&["一是甲。乙。二是丙；三是丁。"]),
            ["一是", "二是", "三是"]
        );
        assert_eq!(labels(&["一是甲。", "二是乙。"]), ["一是", "二是"]);
        assert_eq!(labels(&["问题有：一是甲。二是乙。"]), ["一是", "二是"]);
        assert_eq!(
            labels(&["首先，甲。其次，乙。最后，丙。"]),
            ["首先", "其次", "最后"]
        );
        assert_eq!(labels(&["第一，甲。第二，乙。"]), ["第一", "第二"]);
        assert_eq!(labels(&["一是甲。二是乙。", "一是丙。二是丁。"]).len(), 4);
    }

    #[test]
    fn what_only_looks_like_an_item_is_none() {
        assert!(labels(&["主要一是甲，二是乙。"]).is_empty());
        assert!(labels(&["一是甲。"]).is_empty());
        assert!(labels(&["二是甲。三是乙。"]).is_empty());
        assert!(labels(&["第一责任人。第二届会议。"]).is_empty());
        assert!(labels(&["首先进场。其次退场。"]).is_empty());
    }
}
