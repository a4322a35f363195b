//! What a user typed as a region, found in the table.
//!
//! `--region` takes a full or short name, a path, or a code. Silence is the worst answer, so a name that no
//! place has and a name that several places have are errors that list what may have been meant. The only
//! short name that outranks others is a province's: 河南 is the province, not 河南蒙古族自治县.
//!
//! The names are found by scanning the raw text of the table, because a query must not pay for a
//! map of 42,000 names.
//!
//! Invariant: an answer is a prefix that at least one code of the table begins with.

use memchr::memmem;

use super::{Divisions, Former, Peoples, Row, former};

/// How many places an error message lists; the error itself holds them all.
const LISTED: usize = 8;

/// A place that a name may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its code: 2, 4, 6 or 9 digits.
    pub code: &'static str,
    /// Its names from the province down, joined by `/`.
    pub path: String,
}

/// Why a region could not be determined.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum FindError {
    /// No place has the name or code.
    #[error("no region is called {name}{}", hint(suggestions))]
    Unknown {
        /// What was typed.
        name: String,
        /// Paths of places with a similar name, best first.
        suggestions: Vec<String>,
    },
    /// Several places have the name.
    #[error("{name} is the name of {} places: {}; write one of these paths, or a code", candidates.len(), listed(candidates))]
    Ambiguous {
        /// What was typed.
        name: String,
        /// All of them, in the order of their codes.
        candidates: Vec<Candidate>,
    },
}

/// How well a name fits, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Official,
    ShortProvince,
    Short,
    ShortTownship,
}

/// What a name stands for.
enum Meant {
    None,
    One(String),
    Several(Vec<Row>),
}

impl Divisions {
    /// The code prefix that a full or short name, a path or a code stands for: `530128` for
    /// 禄劝县, `320106` for 江苏/南京/鼓楼区, `6502` for 650200.
    ///
    /// # Errors
    /// [`FindError::Unknown`] with suggestions, or [`FindError::Ambiguous`] with all candidates.
    pub fn find(&self, wanted: &str) -> Result<String, FindError> {
        let wanted = wanted.trim();
        let name = wanted.to_owned();
        match self.meant(wanted) {
            Meant::One(code) => Ok(code),
            Meant::Several(rows) => {
                let candidate = |row: Row| Candidate {
                    code: row.code,
                    path: self.path(row.code),
                };
                let candidates = rows.into_iter().map(candidate).collect();
                Err(FindError::Ambiguous { name, candidates })
            }
            Meant::None => {
                let last = parts(wanted).pop().filter(|_| !is_code(wanted));
                let suggestions = last.map_or_else(Vec::new, |last| self.similar(last));
                Err(FindError::Unknown { name, suggestions })
            }
        }
    }

    /// The same if it is unambiguous: callers that try names which may not be regions need no suggestions,
    /// which take milliseconds to find.
    pub fn find_clear(&self, wanted: &str) -> Option<String> {
        match self.meant(wanted.trim()) {
            Meant::One(code) => Some(code),
            Meant::Several(_) | Meant::None => None,
        }
    }

    /// The code of the one place that is called `name` today, in full or for short. Of several that lie
    /// within each other (克拉玛依市 and its 克拉玛依区) it is the outermost.
    #[must_use]
    pub fn find_named(&self, name: &str) -> Option<&'static str> {
        let codes = self.codes_named(name);
        let around = codes.iter().min_by_key(|code| code.len())?;
        let mut others = codes.iter();
        others
            .all(|code| code.starts_with(around))
            .then_some(around)
    }

    /// The codes of the places that a name fits best today.
    pub fn codes_named(&self, name: &str) -> Vec<&'static str> {
        if !may_be_name(name) {
            return Vec::new();
        }
        let found = self.called(name, &Peoples::embedded());
        let best = found.iter().map(|(fit, _)| *fit).min();
        let fitting = found.iter().filter(|(fit, _)| Some(*fit) == best);
        fitting.map(|(_, row)| row.code).collect()
    }

    fn meant(&self, wanted: &str) -> Meant {
        if is_code(wanted) {
            let code = self.find_code(wanted).or_else(|| today_of_code(wanted));
            return code.map_or(Meant::None, Meant::One);
        }
        let parts = parts(wanted);
        let Some((name, above)) = parts.split_last() else {
            return Meant::None;
        };
        let peoples = Peoples::embedded();
        let mut found = self.called(name, &peoples);
        found.retain(|(_, row)| self.is_below(row.code, above, &peoples));
        if found.is_empty() && above.is_empty() {
            found = self.unpunctuated(name, &peoples);
        }
        if found.is_empty() {
            // 呈贡县 is 呈贡区 today, and its reports of either time are found under that.
            let former = self.find_former(name, above, &peoples);
            let rows = former.iter().filter_map(|former| self.row(former.today));
            found.extend(rows.map(|row| (Fit::Official, row)));
        }
        let best = found.iter().map(|(fit, _)| *fit).min();
        found.retain(|(fit, _)| Some(*fit) == best);
        let mut rows: Vec<Row> = found.into_iter().map(|(_, row)| row).collect();
        match rows.len() {
            0 => Meant::None,
            1 => Meant::One(rows.remove(0).code.to_owned()),
            _ => Meant::Several(rows),
        }
    }

    /// `650200` is `6502`; `110105` and `530128207` are themselves.
    fn find_code(&self, digits: &str) -> Option<String> {
        let mut code = digits;
        loop {
            let shorter = match code.len() {
                12 | 9 => code.strip_suffix("000"),
                6 | 4 => code.strip_suffix("00"),
                _ => None,
            };
            match shorter {
                Some(shorter) if self.row(code).is_none() => code = shorter,
                _ => break,
            }
        }
        let whole_level = matches!(code.len(), 2 | 4 | 6 | 9);
        (whole_level && self.under(code).next().is_some()).then(|| code.to_owned())
    }

    /// All rows that are called `name`.
    fn called(&self, name: &str, peoples: &Peoples) -> Vec<(Fit, Row)> {
        // Every form of a name begins like the name, except that the unit word at its end may differ.
        let begin = name.char_indices().last().map_or(name, |(at, _)| match at {
            0 => name,
            _ => &name[..at],
        });
        let needle = format!("\t{begin}");
        memmem::find_iter(self.rows.as_bytes(), &needle)
            .filter_map(|tab| {
                let row = self.row_around(tab)?;
                let fit = if row.name == name {
                    Fit::Official
                } else if !peoples.is_called(row.name, name) {
                    return None;
                } else if peoples.short_forms(row.name).stem != Some(name) {
                    Fit::Official // 禄劝县 is as good as official
                } else {
                    match row.code.len() {
                        2 => Fit::ShortProvince,
                        9 => Fit::ShortTownship,
                        _ => Fit::Short,
                    }
                };
                Some((fit, row))
            })
            .collect()
    }

    fn row_around(&self, tab: usize) -> Option<Row> {
        let bytes = self.rows.as_bytes();
        let start = memchr::memrchr(b'\n', &bytes[..tab]).map_or(0, |at| at + 1);
        self.rows[start..].lines().next().and_then(Row::parse)
    }

    /// Whether divisions above `code` have the names in `above`, in order.
    pub(super) fn is_below(&self, code: &str, above: &[&str], peoples: &Peoples) -> bool {
        let mut ancestors = self.lineage(code);
        ancestors.pop();
        let mut ancestors = ancestors.iter();
        above
            .iter()
            .all(|wanted| ancestors.any(|ancestor| peoples.is_called(ancestor.name, wanted)))
    }

    /// `江苏省南京市鼓楼区`: a path written without marks between its names.
    fn unpunctuated(&self, whole: &str, peoples: &Peoples) -> Vec<(Fit, Row)> {
        let splits = whole.char_indices().map(|(at, _)| at).skip(2);
        splits
            .flat_map(|at| {
                let (above, name) = whole.split_at(at);
                let mut rows = if name.chars().count() < 2 {
                    Vec::new()
                } else {
                    self.called(name, peoples)
                };
                rows.retain(|(_, row)| self.spells(above, row.code, peoples));
                rows
            })
            .collect()
    }

    /// Whether `above` is nothing but names of divisions above `code`, in order.
    fn spells(&self, above: &str, code: &str, peoples: &Peoples) -> bool {
        let mut rest = above;
        let mut ancestors = self.lineage(code);
        ancestors.pop();
        for ancestor in ancestors {
            let forms = peoples.short_forms(ancestor.name);
            let short = forms.with_unit.iter().map(String::as_str).chain(forms.stem);
            let shorter = std::iter::once(ancestor.name)
                .chain(short)
                .find_map(|form| rest.strip_prefix(form));
            if let Some(shorter) = shorter {
                rest = shorter;
            }
        }
        rest.is_empty()
    }

    /// Paths of counties and higher divisions whose names are almost the one asked for.
    fn similar(&self, name: &str) -> Vec<String> {
        let peoples = Peoples::embedded();
        let stem = peoples.short_forms(name).stem.unwrap_or(name);
        let mut found: Vec<(usize, &'static str)> = self
            .rows()
            .filter(|row| row.code.len() <= 6)
            .filter_map(|row| {
                let other = peoples.short_forms(row.name).stem.unwrap_or(row.name);
                let distance = match () {
                    () if other == stem => 0,
                    () if row.name.starts_with(stem) && stem.chars().count() > 1 => 1,
                    () if one_character_apart(row.name, name) => 2,
                    () if name.chars().count() > 2 && one_character_apart(other, stem) => 3,
                    () => return None,
                };
                Some((distance, row.code))
            })
            .collect();
        found.sort_unstable();
        found
            .iter()
            .take(LISTED)
            .map(|(_, code)| self.path(code))
            .collect()
    }
}

/// The beginnings of names: two characters of three bytes each, one pair after the other.
static BEGINNINGS: &str = include_str!(concat!(env!("OUT_DIR"), "/beginnings.txt"));

/// Whether a name begins like `word`: rules out nearly all other words without a look at the table.
fn may_be_name(word: &str) -> bool {
    let (known, _) = BEGINNINGS.as_bytes().as_chunks::<6>();
    match word.as_bytes().first_chunk::<6>() {
        // A rarer character takes four bytes.
        Some(_) if !word.is_char_boundary(6) => true,
        Some(beginning) => known.binary_search(beginning).is_ok(),
        None => false,
    }
}

fn is_code(wanted: &str) -> bool {
    !wanted.is_empty() && wanted.bytes().all(|byte| byte.is_ascii_digit())
}

/// The names of a path, from above.
fn parts(wanted: &str) -> Vec<&str> {
    let parts = wanted.split(['/', '／', '\\', '>']).map(str::trim);
    parts.filter(|part| !part.is_empty()).collect()
}

/// Today's code of a division that had another: 530121 was 呈贡县, now 呈贡区.
fn today_of_code(code: &str) -> Option<String> {
    let has_it = |row: &&Former| format!("{:0<6}", row.code) == format!("{code:0<6}");
    former().iter().find(has_it).map(|row| row.today.to_owned())
}

/// Whether one character differs, is missing, or is added.
fn one_character_apart(left: &str, right: &str) -> bool {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let same_start = left.iter().zip(&right).take_while(|(a, b)| a == b).count();
    let same_end = left
        .iter()
        .rev()
        .zip(right.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let longer = left.len().max(right.len());
    longer > 1 && left.len().abs_diff(right.len()) <= 1 && same_start + same_end + 1 >= longer
}

fn listed(candidates: &[Candidate]) -> String {
    let mut text: Vec<String> = candidates
        .iter()
        .take(LISTED)
        .map(|place| format!("{} ({})", place.path, place.code))
        .collect();
    if candidates.len() > LISTED {
        text.push("…".to_owned());
    }
    text.join(", ")
}

fn hint(suggestions: &[String]) -> String {
    if suggestions.is_empty() {
        "; write a name, a path such as 江苏/南京/鼓楼区, or a code".to_owned()
    } else {
        format!("; did you mean {}?", suggestions.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(wanted: &str) -> String {
        Divisions::embedded()
            .find(wanted)
            .unwrap_or_else(|error| panic!("{error}"))
    }

    fn candidates(wanted: &str) -> Vec<String> {
        match Divisions::embedded().find(wanted) {
            Err(FindError::Ambiguous { candidates, .. }) => {
                candidates.into_iter().map(|place| place.path).collect()
            }
            other => panic!("{wanted}: {other:?}"),
        }
    }

    #[test]
    fn other_words_are_told_from_names_by_what_they_begin_with() {
        let divisions = Divisions::embedded();
        for row in divisions
            .rows()
            .filter(|row| row.name.chars().nth(1).is_some())
        {
            assert!(may_be_name(row.name), "{}", row.name);
        }
        assert!(!may_be_name("行政复议") && !may_be_name("普法") && !may_be_name("县"));
        assert_eq!(divisions.find_named("昆明"), Some("5301"));
        assert_eq!(divisions.find_named("恩施州"), Some("4228"));
        assert_eq!(divisions.find_named("鼓楼区"), None, "several bear it");
    }

    #[test]
    fn full_and_short_names_mean_the_same() {
        for (wanted, expected) in [
            ("云南省", "53"),
            ("云南", "53"),
            ("河南", "41"),
            ("内蒙古", "15"),
            ("新疆", "65"),
            ("迪庆州", "5334"),
            ("迪庆", "5334"),
            ("海南州", "6325"),
            ("禄劝彝族苗族自治县", "530128"),
            ("禄劝县", "530128"),
            ("禄劝", "530128"),
            ("石河子市", "659001"),
            ("汤郎乡", "530128207"),
            ("汤郎", "530128207"),
        ] {
            assert_eq!(code(wanted), expected, "{wanted}");
        }
    }

    #[test]
    fn a_path_settles_a_common_name() {
        for (wanted, expected) in [
            ("江苏/南京/鼓楼区", "320106"),
            ("江苏省/徐州市/鼓楼", "320302"),
            ("福建/鼓楼区", "350102"),
            ("南京/鼓楼区/", "320106"),
            ("江苏省南京市鼓楼区", "320106"),
            ("南京鼓楼区", "320106"),
            ("甘肃/武山/城关镇", "620524100"),
            ("东莞/石碣镇", "441900101"),
        ] {
            assert_eq!(code(wanted), expected, "{wanted}");
        }
    }

    #[test]
    fn codes_may_end_in_zeros() {
        for (wanted, expected) in [
            ("53", "53"),
            ("530000", "53"),
            ("650200", "6502"),
            ("530128", "530128"),
            ("530128207", "530128207"),
            ("530128207000", "530128207"),
            ("110101010", "110101010"),
            ("441900", "4419"),
            ("1100", "11"),
        ] {
            assert_eq!(code(wanted), expected, "{wanted}");
        }
        for wanted in ["99", "539999", "5301282", "1", "000000"] {
            let answer = Divisions::embedded().find(wanted);
            assert!(
                matches!(answer, Err(FindError::Unknown { .. })),
                "{wanted}: {answer:?}"
            );
        }
    }

    #[test]
    fn a_name_that_several_bear_lists_them_all() {
        assert_eq!(
            candidates("鼓楼区"),
            [
                "江苏省/南京市/鼓楼区",
                "江苏省/徐州市/鼓楼区",
                "福建省/福州市/鼓楼区",
                "河南省/开封市/鼓楼区"
            ]
        );
        assert_eq!(candidates("江苏/鼓楼区").len(), 2);
        assert!(candidates("朝阳").contains(&"辽宁省/朝阳市".to_owned()));
        assert!(candidates("大理").len() == 2);
        assert!(candidates("城关镇").len() > 50);
    }

    #[test]
    fn an_unknown_name_gets_suggestions() {
        for (wanted, suggestion) in [
            ("武胜市", "四川省/广安市/武胜县"),
            ("禄劝彝族自治县", "云南省/昆明市/禄劝彝族苗族自治县"),
            ("克拉玛衣市", "新疆维吾尔自治区/克拉玛依市"),
        ] {
            match Divisions::embedded().find(wanted) {
                Err(FindError::Unknown { suggestions, .. }) => {
                    assert!(
                        suggestions.iter().any(|path| path == suggestion),
                        "{wanted}: {suggestions:?}"
                    );
                }
                other => panic!("{wanted}: {other:?}"),
            }
        }
        for wanted in ["", "  ", "/", "亚特兰蒂斯市"] {
            assert!(
                matches!(
                    Divisions::embedded().find(wanted),
                    Err(FindError::Unknown { .. })
                ),
                "{wanted}"
            );
        }
    }

    #[test]
    fn messages_name_the_mend() {
        let table = Divisions::embedded();
        let message = table.find("鼓楼区").unwrap_err().to_string();
        assert!(
            message.contains("江苏省/南京市/鼓楼区 (320106)"),
            "{message}"
        );
        let message = table.find("武胜市").unwrap_err().to_string();
        assert!(message.contains("did you mean"), "{message}");
    }
}
