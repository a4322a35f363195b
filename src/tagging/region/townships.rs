//! Finds the names of townships where a text shows one: …乡, …镇, …街道, …苏木.
//!
//! There are 39,000 of them, many like common words (和平街道, 城镇), so only the short texts that
//! name a report's owner are searched: title, issuer, opening, signature, file name. A name is
//! looked up from its unit word leftwards, the longest first, and must begin where a name can.
//!
//! Invariant: the townships of a text do not overlap and come in its order.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::tagging::divisions::{Peoples, Row};

/// The unit words; if one ends in another, the longer one first.
pub(super) const UNITS: [&str; 5] = ["街道", "苏木", "区公所", "镇", "乡"];

/// The longest name of a township, in characters.
const LONGEST: usize = 14;

/// Characters that may stand before a name: the end of another name, or of a function word.
const BEFORE: &str = "省市县区旗州盟共于将年度在由为对委府与和及、给的自办会";

/// A township named in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Town {
    /// Byte offset where it begins.
    pub start: usize,
    /// Byte offset where it ends.
    pub end: usize,
    /// All townships of that name.
    pub codes: Vec<&'static str>,
}

/// The townships by name.
#[derive(Debug)]
pub(super) struct Townships {
    /// A name's first entry in `entries`.
    first: HashMap<Cow<'static, str>, u32>,
    /// A code, and the next entry of the same name.
    entries: Vec<(&'static str, Option<u32>)>,
}

impl Townships {
    /// Indexes the names; some milliseconds, once a run.
    pub(super) fn new(rows: &[Row]) -> Self {
        let peoples = Peoples::embedded();
        let mut index = Self {
            first: HashMap::with_capacity(32_000),
            entries: Vec::with_capacity(41_000),
        };
        for row in rows.iter().filter(|row| row.code.len() == 9) {
            index.add(Cow::Borrowed(row.name), row.code);
            // 匹河怒族乡 is 匹河乡 in its own reports.
            if row.name.ends_with("族乡") {
                for short in peoples.short_forms(row.name).with_unit {
                    index.add(Cow::Owned(short), row.code);
                }
            }
        }
        index
    }

    fn add(&mut self, name: Cow<'static, str>, code: &'static str) {
        if let Ok(place) = u32::try_from(self.entries.len()) {
            let following = self.first.insert(name, place);
            self.entries.push((code, following));
        }
    }

    /// All townships of a name, in the order of their codes.
    pub(super) fn named(&self, name: &str) -> Vec<&'static str> {
        let mut codes = Vec::new();
        let mut next = self.first.get(name).copied();
        while let Some((code, following)) = next.and_then(|index| self.entries.get(index as usize))
        {
            codes.push(*code);
            next = *following;
        }
        codes.reverse();
        codes
    }

    /// The townships named in a short text.
    pub(super) fn find(&self, text: &str) -> Vec<Town> {
        let mut towns: Vec<Town> = Vec::new();
        let mut from = 0;
        for (at, _) in text.char_indices() {
            let Some(unit) = UNITS.iter().find(|unit| text[at..].starts_with(**unit)) else {
                continue;
            };
            let end = at + unit.len();
            if is_inside_a_longer_unit(&text[end..]) {
                continue;
            }
            if let Some(town) = self.ending_at(text, from, at, end) {
                from = end;
                towns.push(town);
            }
        }
        towns
    }

    /// The longest name that ends at `end` and begins where a name can.
    fn ending_at(&self, text: &str, from: usize, unit: usize, end: usize) -> Option<Town> {
        let starts = text[from..unit].char_indices().rev();
        let mut starts: Vec<usize> = starts
            .take(LONGEST)
            .take_while(|(_, char)| is_han(*char))
            .map(|(at, _)| from + at)
            .collect();
        starts.reverse();
        starts.into_iter().find_map(|start| {
            let before = text[..start].chars().next_back();
            if start != from && before.is_some_and(|char| is_han(char) && !BEFORE.contains(char)) {
                return None;
            }
            let codes = self.named(&text[start..end]);
            (!codes.is_empty()).then_some(Town { start, end, codes })
        })
    }
}

/// 乡村 and 乡镇 end no name, and 嘉定镇街道 and 烧锅镇乡 end later.
fn is_inside_a_longer_unit(rest: &str) -> bool {
    let township = rest.starts_with('乡') && !rest.starts_with("乡村");
    township || rest.starts_with("街道") || rest.starts_with(['村', '镇'])
}

/// Whether a character belongs to a Chinese name.
pub(super) const fn is_han(char: char) -> bool {
    matches!(char, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagging::divisions::Divisions;

    fn townships() -> Townships {
        let rows: Vec<Row> = Divisions::embedded().rows().collect();
        Townships::new(&rows)
    }

    fn found(text: &str) -> Vec<(&str, usize)> {
        let towns = townships().find(text);
        towns
            .iter()
            .map(|town| (&text[town.start..town.end], town.codes.len()))
            .collect()
    }

    #[test]
    fn names_are_found_where_they_begin() {
        assert_eq!(found("汤郎乡2024年度报告"), [("汤郎乡", 1)]);
        assert_eq!(found("禄劝县汤郎乡"), [("汤郎乡", 1)]);
        assert_eq!(found("2023年度南京东路街道工作"), [("南京东路街道", 1)]);
        assert_eq!(found("嘉定镇街道"), [("嘉定镇街道", 1)]);
        assert_eq!(found("石碣镇、汤郎乡"), [("石碣镇", 1), ("汤郎乡", 1)]);
    }

    #[test]
    fn a_word_that_ends_like_a_township_is_none() {
        for text in [
            "城镇建设",
            "各乡镇",
            "景德镇市",
            "振兴乡村",
            "不知何处镇",
            "镇",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn all_of_a_name_are_listed_in_order() {
        let codes = townships().named("城关镇");
        assert!(codes.len() > 50 && codes.is_sorted());
    }
}
