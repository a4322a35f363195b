//! Finds the names of counties and higher divisions in a text, in one pass.
//!
//! Some 6,500 names and short forms, the longest first, so that 吉林市 is never 吉林, and 兰州新区 is tried before 兰州.
//! Townships are too many for this and too much like common words; [`super::townships`] looks them up where a
//! text shows one.
//!
//! Invariant: places do not overlap and come in the order of the text.

use std::collections::HashSet;
use std::ops::Range;

use super::words::Words;
use crate::tagging::divisions::{Peoples, Row, former};
use crate::tagging::phrases::Phrases;

/// How a place is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// With its unit word: 禄劝彝族苗族自治县, 禄劝县.
    Named,
    /// A zone that is not a division, by its own name: 雄安新区.
    Zone,
    /// Without its unit word: 禄劝. Weak, since many are common words.
    Stem,
    /// A common word that contains a place's name but does not mean it: 共和国, 自然资源.
    Nowhere,
}

/// One division that a name may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Meaning {
    /// Its code.
    pub code: &'static str,
    /// How the name refers to it.
    pub form: Form,
}

/// A name found in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'g> {
    /// Byte offset where it begins.
    pub start: usize,
    /// Byte offset where it ends.
    pub end: usize,
    /// What it may mean; never empty, all of one form.
    pub meanings: &'g [Meaning],
    /// Whether the name is also a common word: 和县, 新城区.
    pub weak: bool,
}

impl Place<'_> {
    /// How the place is named.
    pub(super) fn form(&self) -> Form {
        self.meanings[0].form // never empty
    }
}

/// Names and what they mean.
#[derive(Debug)]
pub(super) struct Gazetteer {
    /// All names with their numbers.
    names: Phrases<usize>,
    /// For each name, where its meanings end in `meanings`; they begin where those of the name before end.
    ends: Vec<u32>,
    weak: Vec<bool>,
    meanings: Vec<Meaning>,
}

impl Gazetteer {
    /// The names of some divisions; takes some milliseconds, once a run.
    pub(super) fn new(rows: &[Row], words: &Words) -> Self {
        let mut names = names(rows, words);
        names.sort_unstable_by(|(left, means), (right, meant)| {
            left.cmp(right)
                .then(means.form.cmp(&meant.form))
                .then(means.code.cmp(meant.code))
        });
        names.dedup();
        let mut distinct: Vec<String> = Vec::with_capacity(names.len());
        let (mut ends, mut weak, mut meanings) = (Vec::new(), Vec::new(), Vec::<Meaning>::new());
        for (name, meaning) in names {
            if distinct.last() == Some(&name) {
                // A better form replaces a stem: all meanings of one name are of one form.
                if meanings
                    .last()
                    .is_some_and(|last| last.form == meaning.form)
                {
                    meanings.push(meaning);
                }
            } else {
                weak.push(words.weak.contains(&name.as_str()) || name.chars().count() < 3);
                distinct.push(name);
                meanings.push(meaning);
                ends.push(0);
            }
            if let Some(end) = ends.last_mut() {
                *end = u32::try_from(meanings.len()).unwrap_or(u32::MAX);
            }
        }
        Self {
            names: Phrases::new(distinct.iter().map(String::as_str).zip(0..)),
            ends,
            weak,
            meanings,
        }
    }

    /// All places named in a text.
    pub(super) fn places(&self, text: &str) -> Vec<Place<'_>> {
        let mut places = Vec::new();
        self.names.find_apart(text, |Range { start, end }, name| {
            let market = text[..end].ends_with('市') && text[end..].starts_with('场');
            let place = if market {
                // 大理市场监管局 is 大理 and its 市场监管局.
                let place = self.exactly(&text[start..end - '市'.len_utf8()]);
                place.map(|place| Place {
                    start,
                    end: start + place.end,
                    ..place
                })
            } else {
                Some(self.place(*name, start, end))
            };
            places.extend(place.filter(|place| place.form() != Form::Nowhere));
        });
        places
    }

    /// The place whose name is the whole text.
    pub(super) fn exactly(&self, name: &str) -> Option<Place<'_>> {
        let place = self.place(*self.names.get(name)?, 0, name.len());
        (place.form() != Form::Nowhere).then_some(place)
    }

    fn place(&self, name: usize, start: usize, end: usize) -> Place<'_> {
        let from = name
            .checked_sub(1)
            .map_or(0, |before| self.ends[before] as usize);
        let to = self.ends[name] as usize;
        Place {
            start,
            end,
            meanings: &self.meanings[from..to],
            weak: self.weak[name],
        }
    }
}

/// All names and what each means.
fn names(rows: &[Row], words: &Words) -> Vec<(String, Meaning)> {
    let peoples = Peoples::embedded();
    let mut names = Vec::with_capacity(7_000);
    let own = rows.iter().filter(|row| row.code.len() <= 6);
    let own = own.map(|row| (row.code, row.name));
    // A former name means the place of today, but 哈密市 the city, not its district that was called so.
    let cities: HashSet<(&str, &str)> = own.clone().filter(|(code, _)| code.len() == 4).collect();
    let former = (former().iter())
        .filter(|row| !cities.contains(&(row.today.get(..4).unwrap_or_default(), row.name)))
        .map(|row| (row.today, row.name));
    let stems: HashSet<&str> = (own.clone())
        .filter_map(|(_, name)| peoples.short_forms(name).stem)
        .collect();
    let own = own.map(|row| (row, true));
    for ((code, full), is_own) in own.chain(former.map(|row| (row, false))) {
        let mut forms = peoples.short_forms(full);
        // 许昌 is the city that has the name now, not the county that had it.
        forms.stem = forms.stem.filter(|stem| is_own || !stems.contains(stem));
        let mut add = |name: String, form| names.push((name, Meaning { code, form }));
        if let Some(stem) = forms.stem {
            add(stem.to_owned(), Form::Stem);
        }
        for short in forms.with_unit {
            add(short, Form::Named);
        }
        add(full.to_owned(), Form::Named);
    }
    let listed = [(&words.alias, Form::Named), (&words.zone_name, Form::Zone)];
    for (pairs, form) in listed {
        names.extend(
            pairs
                .iter()
                .map(|&(name, code)| (name.to_owned(), Meaning { code, form })),
        );
    }
    let nowhere = Meaning {
        code: "",
        form: Form::Nowhere,
    };
    names.extend(
        words
            .no_place
            .iter()
            .map(|&word| (word.to_owned(), nowhere)),
    );
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagging::divisions::Divisions;

    fn gazetteer() -> Gazetteer {
        let rows: Vec<Row> = Divisions::embedded().rows().collect();
        Gazetteer::new(&rows, &Words::embedded())
    }

    fn found(text: &str) -> Vec<(&str, Form, Vec<&'static str>)> {
        gazetteer()
            .places(text)
            .iter()
            .map(|place| {
                let codes = place.meanings.iter().map(|meaning| meaning.code).collect();
                (&text[place.start..place.end], place.form(), codes)
            })
            .collect()
    }

    #[test]
    fn no_name_is_too_short_to_be_found() {
        let rows: Vec<Row> = Divisions::embedded().rows().collect();
        let names = names(&rows, &Words::embedded());
        assert!(names.len() > 6_000);
        assert!(names.iter().all(|(name, _)| name.chars().count() > 1));
    }

    #[test]
    fn the_longest_name_is_found() {
        assert_eq!(
            found("吉林省吉林市"),
            [
                ("吉林省", Form::Named, vec!["22"]),
                ("吉林市", Form::Named, vec!["2202"])
            ]
        );
        assert_eq!(
            found("青海省海南州"),
            [
                ("青海省", Form::Named, vec!["63"]),
                ("海南州", Form::Named, vec!["6325"])
            ]
        );
        assert_eq!(found("大兴安岭地区")[0].2, ["2327"]);
        assert_eq!(found("西咸新区"), [("西咸新区", Form::Zone, vec!["61"])]);
        assert_eq!(found("鼓楼区")[0].2.len(), 4);
        assert_eq!(
            found("两江新区"),
            [("两江新区", Form::Named, vec!["500157"])]
        );
    }

    #[test]
    fn a_market_is_no_city() {
        assert_eq!(
            found("大理市场监管局"),
            [("大理", Form::Stem, vec!["5329", "532901"])]
        );
        assert_eq!(
            found("昆明市市场监管局"),
            [("昆明市", Form::Named, vec!["5301"])]
        );
    }

    #[test]
    fn a_name_is_found_whole() {
        let gazetteer = gazetteer();
        assert!(gazetteer.exactly("江苏").is_some());
        assert!(gazetteer.exactly("江苏省的").is_none());
        assert!(gazetteer.exactly("").is_none());
    }
}
