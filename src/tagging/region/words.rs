//! The words that tell whose report a text is, read from `data/region-words.tsv`.
//!
//! A table, because practice decides which words count: for a new kind of zone, add a row.
//!
//! Invariant: a kind that is not in the table is an empty list, and every list keeps the table's order.

/// What a report calls its own place or department: 我县, 全市, 我局.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// 省
    Province,
    /// 市, of whatever level
    City,
    /// 州, 盟
    Prefecture,
    /// 区
    District,
    /// 县, 旗
    County,
    /// 镇, 乡, 街道, 苏木
    Township,
    /// 局, 厅, 委
    Department,
}

impl Kind {
    /// How a report of such a place or unit speaks of it.
    pub(super) const fn own_word(self) -> &'static str {
        match self {
            Self::Province => "我省",
            Self::City => "我市",
            Self::Prefecture => "我州",
            Self::District => "我区",
            Self::County => "我县",
            Self::Township => "我镇",
            Self::Department => "我局",
        }
    }
}

/// The words of the table, by kind.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    /// What a place's own government is called after its name.
    pub government: Vec<&'static str>,
    /// A unit that governs an area without being a division.
    pub zone: Vec<&'static str>,
    /// Endings of a department's name that are found anywhere in it.
    pub department: Vec<&'static str>,
    /// Endings that only count at the end of a name.
    pub department_end: Vec<&'static str>,
    /// What ends like a department but is not one.
    pub no_department: Vec<&'static str>,
    /// Departments that are never the speaker of an opening.
    pub no_speaker: Vec<&'static str>,
    /// Words at which the name of a unit must have ended.
    pub stop: Vec<&'static str>,
    /// What stands before a place that is not the subject.
    pub before_other: Vec<&'static str>,
    /// What stands before a place that has nothing to do with the report.
    pub partner: Vec<&'static str>,
    /// What follows a place name that is part of another name.
    pub institution: Vec<&'static str>,
    /// What follows a bare stem that is a street, a product or an oil field of that name.
    pub road: Vec<&'static str>,
    /// What follows a bare stem that is a place.
    pub media: Vec<&'static str>,
    /// What stands before a bare stem that is a place.
    pub slogan: Vec<&'static str>,
    /// Official names that are also common words.
    pub weak: Vec<&'static str>,
    /// Common words that contain a place's name.
    pub no_place: Vec<&'static str>,
    /// Names in use that follow no rule, with their codes.
    pub alias: Vec<(&'static str, &'static str)>,
    /// Zones by name, with the code of the region they belong to.
    pub zone_name: Vec<(&'static str, &'static str)>,
    /// What a report calls its own place or department.
    pub own: Vec<(&'static str, Kind)>,
    /// The committees above a zone.
    pub superior: Vec<(&'static str, Kind)>,
}

impl Words {
    /// The table this program was built with.
    pub(super) fn embedded() -> Self {
        let mut words = Self::default();
        for line in include_str!("../../../data/region-words.tsv").lines() {
            let mut fields = line.split('\t');
            let (Some(kind), Some(word)) = (fields.next(), fields.next()) else {
                continue; // a comment
            };
            let list = match kind {
                "government" => &mut words.government,
                "zone" => &mut words.zone,
                "department" => &mut words.department,
                "department-end" => &mut words.department_end,
                "no-department" => &mut words.no_department,
                "no-speaker" => &mut words.no_speaker,
                "stop" => &mut words.stop,
                "before-other" => &mut words.before_other,
                "partner" => &mut words.partner,
                "institution" => &mut words.institution,
                "road" => &mut words.road,
                "media" => &mut words.media,
                "slogan" => &mut words.slogan,
                "weak" => &mut words.weak,
                "no-place" => &mut words.no_place,
                _ => {
                    words.pair(kind, word, fields.next().unwrap_or_default());
                    continue;
                }
            };
            list.push(word);
        }
        words
    }

    /// A row whose word stands for something: a code, or a kind of place.
    fn pair(&mut self, kind: &str, word: &'static str, value: &'static str) {
        match kind {
            "alias" => self.alias.push((word, value)),
            "zone-name" => self.zone_name.push((word, value)),
            "own" => self.own.extend(Kind::named(value).map(|kind| (word, kind))),
            "superior" => self
                .superior
                .extend(Kind::named(value).map(|kind| (word, kind))),
            _ => {}
        }
    }
}

impl Kind {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "province" => Self::Province,
            "city" => Self::City,
            "prefecture" => Self::Prefecture,
            "district" => Self::District,
            "county" => Self::County,
            "township" => Self::Township,
            "department" => Self::Department,
            _ => return None,
        })
    }

    /// The kind that a unit word at the beginning of a phrase indicates: 县 in 县司法局.
    pub(super) fn of_unit_word(phrase: &str) -> Option<Self> {
        Some(match phrase.chars().next()? {
            '省' => Self::Province,
            '市' => Self::City,
            '州' | '盟' => Self::Prefecture,
            '区' => Self::District,
            '县' | '旗' => Self::County,
            '镇' | '乡' => Self::Township,
            _ => return None,
        })
    }

    /// Whether the division of this code and name is of this kind. A county-level city may also say 我市, and
    /// an autonomous region 我区.
    pub(super) fn fits(self, code: &str, name: &str) -> bool {
        match self {
            Self::Province => code.len() == 2,
            Self::City => code.len() <= 6 && name.ends_with('市'),
            Self::Prefecture => code.len() == 4,
            Self::District => code.len() == 6 && name.ends_with('区') || name.ends_with("自治区"),
            Self::County => code.len() == 6 && name.ends_with(['县', '旗']),
            Self::Township => code.len() == 9,
            Self::Department => true,
        }
    }
}

/// Whether `text` begins with one of the words.
pub(super) fn begins(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.starts_with(word))
}

/// Whether `text` ends with one of the words.
pub(super) fn ends(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.ends_with(word))
}

/// The last `count` characters of `text`.
pub(super) fn last_chars(text: &str, count: usize) -> &str {
    let from = text
        .char_indices()
        .rev()
        .nth(count.saturating_sub(1))
        .map_or(0, |(at, _)| at);
    &text[from..]
}

/// The first `count` characters of `text`.
pub(super) fn first_chars(text: &str, count: usize) -> &str {
    let to = text
        .char_indices()
        .nth(count)
        .map_or(text.len(), |(at, _)| at);
    &text[..to]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagging::divisions::Divisions;

    #[test]
    fn every_row_is_used() {
        let words = Words::embedded();
        let lists = [
            &words.government,
            &words.zone,
            &words.department,
            &words.department_end,
            &words.no_department,
            &words.no_speaker,
            &words.stop,
            &words.before_other,
            &words.partner,
            &words.institution,
            &words.road,
            &words.media,
            &words.slogan,
            &words.weak,
            &words.no_place,
        ];
        assert!(lists.iter().all(|list| !list.is_empty()));
        let used = lists.iter().map(|list| list.len()).sum::<usize>()
            + words.alias.len()
            + words.zone_name.len()
            + words.own.len()
            + words.superior.len();
        let rows = include_str!("../../../data/region-words.tsv").lines();
        assert_eq!(used, rows.filter(|line| !line.starts_with('#')).count());
    }

    #[test]
    fn codes_of_the_table_exist() {
        let (words, table) = (Words::embedded(), Divisions::embedded());
        for (word, code) in words.alias.iter().chain(&words.zone_name) {
            assert!(table.row(code).is_some(), "{word} {code}");
        }
    }
}
