//! What kind of unit a name stands for: 昆明市 itself, or 昆明市市场监督管理局, or its 开发区.
//!
//! The words after a place name say it, up to where the unit's name must end: a digit, a mark, or a word such
//! as 法治 or 坚持. The same words without a place (县司法局, 示范区管委会) also say it.
//!
//! Invariant: a unit is read from the characters that name it, never from a place found elsewhere.

use super::townships::UNITS as TOWNSHIP_UNITS;
use super::townships::is_han;
use super::words::{Words, begins, first_chars};

/// A kind of unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// The place itself, or its party committee and government.
    Own,
    /// The office of its government: a department, unless it publishes for the whole government.
    Office,
    /// A department of its government.
    Department,
    /// A zone within it.
    Zone,
    /// A township that the table does not know.
    Township,
}

/// How many characters after a place a department's or zone's name may extend.
const REACH: usize = 22;

/// The longest remark in parentheses inside a unit's name, in bytes.
const LONGEST_REMARK: usize = 36;

/// The unit that a place name and the words after it name, and how many bytes those words take.
pub(super) fn after_place(words: &Words, rest: &str) -> (Unit, usize) {
    // 西宁(国家级)经济技术开发区: the unit goes on after the remark.
    let remark = rest.strip_prefix('(').and_then(|inner| inner.find(')'));
    if let Some(inner) = remark.filter(|inner| *inner <= LONGEST_REMARK) {
        let skipped = inner + "()".len();
        if let Some((unit, length)) = named(words, segment(words, &rest[skipped..])) {
            return (unit, skipped + length);
        }
    }
    let segment = segment(words, rest);
    let mut after = segment;
    while let Some(government) = words
        .government
        .iter()
        .find(|word| after.starts_with(**word))
    {
        after = &after[government.len()..];
    }
    let has_government = after.len() < segment.len();
    let government = segment.len() - after.len();
    if has_government && matches!(after, "办公室" | "办公厅" | "办") {
        return (Unit::Office, segment.len());
    }
    match named(words, after) {
        Some((unit, length)) => (unit, government + length),
        None => (Unit::Own, government),
    }
}

/// The unit that a phrase without any place names, if it names one: 县司法局, 示范区管委会.
pub(super) fn without_place<'t>(words: &Words, phrase: &'t str) -> Option<(Unit, &'t str)> {
    let segment = segment(words, phrase);
    named(words, segment).map(|(unit, length)| (unit, &segment[..length]))
}

/// The words up to where a unit's name must end.
fn segment<'t>(words: &Words, rest: &'t str) -> &'t str {
    let rest = first_chars(rest, REACH);
    let end = rest
        .char_indices()
        .find(|&(at, char)| !is_han(char) || begins(&rest[at..], &words.stop))
        .map_or(rest.len(), |(at, _)| at);
    &rest[..end]
}

/// A zone, a department or a township named in a segment, and where its name ends.
fn named(words: &Words, segment: &str) -> Option<(Unit, usize)> {
    let zone = zone_end(words, segment);
    let department = department_end(words, segment, zone.unwrap_or(0));
    if let Some(end) = department {
        return Some((Unit::Department, end));
    }
    if let Some(end) = zone {
        return Some((Unit::Zone, end));
    }
    township_end(words, segment).map(|end| (Unit::Township, end))
}

/// Where the first zone's name ends, with the 管委会 after it.
fn zone_end(words: &Words, segment: &str) -> Option<usize> {
    let first = |text: &str| {
        text.char_indices().find_map(|(at, _)| {
            let found = words
                .zone
                .iter()
                .filter(|word| text[at..].starts_with(**word));
            let end = at + found.map(|word| word.len()).max()?;
            // 国有资产监督管理委员会 does not belong to a zone.
            let longer = longest_end(&words.department, &text[..end]) > end - at;
            (!longer).then_some(end)
        })
    };
    let mut end = first(segment)?;
    while let Some(word) = words
        .zone
        .iter()
        .find(|word| segment[end..].starts_with(**word))
    {
        end += word.len();
    }
    Some(end)
}

/// Where a department's name ends, looked for after `from`.
fn department_end(words: &Words, segment: &str, from: usize) -> Option<usize> {
    let inside = segment[from..]
        .char_indices()
        .map(|(at, _)| from + at)
        .find_map(|at| {
            let word = words
                .department
                .iter()
                .find(|word| segment[at..].starts_with(**word))?;
            let end = at + word.len();
            // 局 alone is not a name; 海关 is.
            let named = at > 0 || word.chars().count() > 1;
            (named && !is_no_department(words, segment, end)).then_some(end)
        });
    inside
        .map(|end| {
            // 公安局梁溪分局, 人力资源和社会保障局: the name runs to the last such ending.
            let more = segment[end..]
                .rfind('局')
                .map(|at| end + at + '局'.len_utf8());
            more.filter(|&end| !is_no_department(words, segment, end))
                .unwrap_or(end)
        })
        .or_else(|| {
            let end = segment.len();
            let length = longest_end(&words.department_end, segment);
            // 办 alone is not a name, nor is 中心; 总工会 is.
            let whole = length == end && segment.chars().count() > 2;
            let named = length > 0 && (end - length > from || whole);
            (named && !is_no_department(words, segment, end)).then_some(end)
        })
}

/// Whether what ends at `end` only ends like a department: 大局, 管委会, 良好局面. The longest ending decides: 全局 is
/// not one, 安全局 is.
fn is_no_department(words: &Words, segment: &str, end: usize) -> bool {
    let name = &segment[..end];
    let none = longest_end(&words.no_department, name);
    let one = longest_end(&words.department, name).max(longest_end(&words.department_end, name));
    none > one || name.ends_with('局') && segment[end..].starts_with(['面', '势'])
}

/// How many bytes the longest of the words takes that a text ends with.
fn longest_end(words: &[&str], text: &str) -> usize {
    let ends = words.iter().filter(|word| text.ends_with(**word));
    ends.map(|word| word.len()).max().unwrap_or(0)
}

/// Where the name of a township that no table knows ends: the segment's end, or its government.
fn township_end(words: &Words, segment: &str) -> Option<usize> {
    segment.char_indices().skip(1).find_map(|(at, _)| {
        let unit = TOWNSHIP_UNITS
            .iter()
            .find(|unit| segment[at..].starts_with(**unit))?;
        let end = at + unit.len();
        let name = &segment[..at];
        let after = &segment[end..];
        let whole =
            after.is_empty() || after.starts_with("办事处") || begins(after, &words.government);
        let collective = ["各", "全", "所", "城", "县", "等"]
            .iter()
            .any(|word| name.ends_with(word));
        (whole && !collective && name.chars().count() <= 8).then_some(end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(rest: &str) -> Unit {
        after_place(&Words::embedded(), rest).0
    }

    #[test]
    fn the_words_after_a_place_tell_the_unit() {
        for (rest, expected) in [
            ("2023年法治政府建设", Unit::Own),
            ("人民政府关于", Unit::Own),
            ("委 武胜县", Unit::Own),
            ("委全面依法治县委员会办公室关于", Unit::Own),
            ("人民政府办公室2023年", Unit::Office),
            ("人民政府外事办公室2023年", Unit::Department),
            ("市场监督管理局2023年", Unit::Department),
            ("住房和城乡建设局法治政府", Unit::Department),
            ("卫生健康委员会", Unit::Department),
            ("发展改革委关于", Unit::Department),
            ("公安局梁溪分局2023", Unit::Department),
            ("消防救援支队", Unit::Department),
            ("国家高新技术产业开发区管理委员会2022", Unit::Zone),
            ("经开区2023", Unit::Zone),
            ("经济技术开发区市场监管局2023", Unit::Department),
            ("(国家级)经济技术开发区2023年", Unit::Zone),
            ("(试行)2023年", Unit::Own),
            ("无名镇2023年", Unit::Township),
            ("无名街道办事处", Unit::Township),
            ("乡村振兴局2023年", Unit::Department),
            ("城镇2023年", Unit::Own),
            ("坚持正确政绩观,司法局", Unit::Own),
            ("着眼大局", Unit::Own),
            ("把握全局2023年", Unit::Own),
            ("国家安全局2023年", Unit::Department),
            ("奋力开创新局", Unit::Own),
            ("科技创新局", Unit::Department),
            ("良好局面", Unit::Own),
            ("国有资产监督管理委员会", Unit::Department),
            ("高新区城市管理委员会", Unit::Department),
            ("人大常委会2023年", Unit::Department),
            ("委常委会2023年", Unit::Own),
            ("人民检察院工作报告", Unit::Department),
            ("总工会2023年", Unit::Department),
            ("科协2023年", Unit::Department),
            ("中心2023年", Unit::Own),
            ("支持人民法院依法审理", Unit::Own),
        ] {
            assert_eq!(unit(rest), expected, "{rest}");
        }
    }

    #[test]
    fn a_unit_may_stand_without_a_place() {
        let words = Words::embedded();
        let read = |phrase| without_place(&words, phrase);
        assert_eq!(read("县司法局2023年"), Some((Unit::Department, "县司法局")));
        assert_eq!(
            read("示范区管委会在市委领导下"),
            Some((Unit::Zone, "示范区管委会"))
        );
        assert_eq!(read("法治政府建设工作总结"), None);
        assert_eq!(read("年度报告"), None);
    }
}
