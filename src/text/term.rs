//! A term and its mentions in a text: the only place that decides what a mention is.

use std::ops::Range;

use memchr::memmem::Finder;
use thiserror::Error;

use super::fold::{CLOSE, Folded, Gap, OPEN};
use super::is_barrier;

/// Why a term cannot be searched.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum TermError {
    /// Nothing but punctuation, white space or symbols.
    #[error("the term {0:?} holds no letter or digit; search for a word, such as 行政复议")]
    NoUnit(String),
    /// A mention never crosses the end of a sentence.
    #[error(
        "the term {term:?} runs over the end of a sentence, which no mention does; search for {} instead",
        parts.iter().map(|part| format!("{part:?}")).collect::<Vec<_>>().join(" or ")
    )]
    Barrier {
        /// The term as given.
        term: String,
        /// What can be searched instead.
        parts: Vec<String>,
    },
}

/// A term, folded once, ready to be found in many texts.
#[derive(Clone, Debug)]
pub struct Term {
    written: String,
    folded: Folded,
    finder: Finder<'static>,
}

impl Term {
    /// Folds a term; barriers at its ends are dropped.
    pub fn parse(written: &str) -> Result<Self, TermError> {
        let bare = bare(written);
        let folded = Folded::new(bare);
        if folded.units.is_empty() {
            return Err(TermError::NoUnit(written.to_owned()));
        }
        if folded.units[1..]
            .iter()
            .any(|unit| unit.gap == Gap::Barrier)
        {
            let parts = bare
                .split(|c| is_barrier(c) || c == '\n')
                .map(str::trim)
                .filter(|part| !Folded::new(part).units.is_empty());
            return Err(TermError::Barrier {
                term: written.to_owned(),
                parts: parts.map(str::to_owned).collect(),
            });
        }
        let finder = Finder::new(folded.text.as_bytes()).into_owned();
        Ok(Term {
            written: written.to_owned(),
            folded,
            finder,
        })
    }

    /// The term as it was given.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// How many units it has.
    pub fn len(&self) -> usize {
        self.folded.units.len()
    }

    /// Always false: a term has at least one unit.
    pub fn is_empty(&self) -> bool {
        self.folded.units.is_empty()
    }

    /// The key of unit `at`.
    pub fn key(&self, at: usize) -> &str {
        self.folded.key(at)
    }

    /// The term with `run` for its last unit.
    pub fn ending_in(&self, run: &str) -> Result<Self, TermError> {
        let last = self.folded.units[self.len() - 1].start as usize;
        Term::parse(&format!("{}{run}", &bare(&self.written)[..last]))
    }

    /// The key of a run without its end, so that the keys of longer runs begin with it too; `None` if `key`
    /// is of another kind.
    pub fn open_run(key: &str) -> Option<&str> {
        key.starts_with(OPEN).then(|| key.trim_end_matches(CLOSE))
    }

    /// The run that a token's first key stands for, if it is one.
    pub fn first_run(token: &str) -> Option<&str> {
        token.strip_prefix(OPEN)?.split(CLOSE).next()
    }

    /// Its keys put together.
    pub fn keys(&self) -> &str {
        &self.folded.text
    }

    /// Mentions in `folded`, leftmost and not overlapping, as ranges of units.
    pub fn find_units<'a>(&'a self, folded: &'a Folded) -> impl Iterator<Item = Range<usize>> + 'a {
        self.found(folded, self.folded.text.len())
    }

    /// All places in `folded` where the term stands, overlapping ones included.
    pub fn find_overlapping<'a>(
        &'a self,
        folded: &'a Folded,
    ) -> impl Iterator<Item = Range<usize>> + 'a {
        self.found(folded, 1)
    }

    /// Places of the term; after each, the search continues `step` bytes further on.
    fn found<'a>(
        &'a self,
        folded: &'a Folded,
        step: usize,
    ) -> impl Iterator<Item = Range<usize>> + 'a {
        let mut from = 0;
        std::iter::from_fn(move || {
            loop {
                let found = self.finder.find(folded.text.as_bytes().get(from..)?)? + from;
                // A key may hold the bytes of others: only the start of a unit counts.
                let unit = folded.unit_at_key(found);
                from = found + if unit.is_some() { step } else { 1 };
                if let Some(unit) = unit {
                    return Some(unit..unit + self.len());
                }
            }
        })
    }

    /// Mentions in a text of one or more paragraphs, as byte ranges.
    pub fn find_all(&self, text: &str) -> Vec<Range<usize>> {
        let folded = Folded::new(text);
        self.find_units(&folded)
            .map(|units| source(&folded, units))
            .collect()
    }
}

/// A term without white space and barriers at its ends.
fn bare(written: &str) -> &str {
    written.trim_matches(|c: char| c.is_whitespace() || is_barrier(c))
}

/// The bytes of the original that a range of units was folded from.
fn source(folded: &Folded, units: Range<usize>) -> Range<usize> {
    folded.units[units.start].start as usize..folded.units[units.end - 1].end as usize
}

/// A term as written: `--exact`.
#[derive(Clone, Debug)]
pub struct ExactTerm {
    written: String,
    finder: Finder<'static>,
}

impl ExactTerm {
    /// Takes a term as it stands; it must hold a letter or digit and lie in one paragraph.
    pub fn parse(written: &str) -> Result<Self, TermError> {
        if Folded::new(written).units.is_empty() {
            return Err(TermError::NoUnit(written.to_owned()));
        }
        if written.contains('\n') {
            return Err(TermError::Barrier {
                term: written.to_owned(),
                parts: written.lines().map(str::to_owned).collect(),
            });
        }
        Ok(ExactTerm {
            written: written.to_owned(),
            finder: Finder::new(written.as_bytes()).into_owned(),
        })
    }

    /// The term as it was given.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// All places within `range` of `text`, whose fold is `folded`, overlapping ones included: substrings
    /// whose ends do not cut through a unit.
    pub fn find_overlapping(
        &self,
        text: &str,
        range: Range<usize>,
        folded: &Folded,
    ) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut from = range.start;
        while let Some(at) = self.finder.find(&text.as_bytes()[from..range.end]) {
            let (start, end) = (from + at, from + at + self.written.len());
            if !cuts(folded, start) && !cuts(folded, end) {
                found.push(start..end);
            }
            from = start + 1;
        }
        found
    }
}

/// Whether `at` lies inside a unit.
fn cuts(folded: &Folded, at: usize) -> bool {
    let next = folded
        .units
        .partition_point(|unit| (unit.start as usize) < at);
    next > 0 && folded.units[next - 1].end as usize > at
}

/// Of ranges that overlap, keeps the leftmost, and of those that begin there the longest.
pub fn leftmost_longest(found: &mut Vec<Range<usize>>) {
    found.sort_unstable_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut free = 0;
    found.retain(|range| {
        let apart = range.start >= free;
        if apart {
            free = range.end;
        }
        apart
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str, term: &str) -> usize {
        Term::parse(term).unwrap().find_all(text).len()
    }

    #[test]
    fn the_table_of_the_matching_rule() {
        for (text, term, expected) in [
            ("落实“八五” 普法规划", "八五普法", 1),
            ("“双随机、一公开”监管", "双随机一公开", 1),
            ("１２３４５热线", "12345热线", 1),
            ("12345热线", "2345热线", 0),
            ("收到119件", "19件", 0),
            ("33.3%", "333", 0),
            ("33.3%", "33.3", 1),
            ("2024 年", "2024年", 1),
            ("①2024年工作", "2024年", 1),
            ("1.2024年，全县推进", "2024年", 1),
            ("2023,2024年", "2024年", 1),
            ("52,684份", "52684份", 1),
            ("100个城市", "100%", 0),
            ("有待提高。行政执法", "提高行政执法", 0),
            ("人民調解", "人民调解", 1),
            ("二○二四年", "二〇二四年", 1),
        ] {
            assert_eq!(count(text, term), expected, "{term} in {text}");
        }
    }

    #[test]
    fn mentions_are_leftmost_and_do_not_overlap() {
        assert_eq!(count("一一一一一", "一一"), 2);
        assert_eq!(count("ababab", "ab"), 0);
    }

    #[test]
    fn a_key_inside_another_key_is_no_mention() {
        assert_eq!(count("㍿", "株式"), 0);
        assert_eq!(count("㍿株式", "株式"), 1);
    }

    #[test]
    fn a_match_covers_whole_original_characters() {
        let text = "x e\u{301}\u{200B}z 行\u{FE00}政";
        let found = Term::parse("行政").unwrap().find_all(text);
        assert_eq!(&text[found[0].clone()], "行\u{FE00}政");
    }

    #[test]
    fn terms_that_cannot_match_say_what_to_search_instead() {
        assert!(matches!(Term::parse("，、"), Err(TermError::NoUnit(_))));
        let error = Term::parse("有待提高。行政执法").unwrap_err();
        assert!(
            error.to_string().contains("\"有待提高\" or \"行政执法\""),
            "{error}"
        );
        assert_eq!(count("人民调解", "人民调解。"), 1);
        assert_eq!(count("人民调解", "？人民调解！"), 1);
    }

    #[test]
    fn exact_terms_count_punctuation_and_cut_no_run() {
        let text = "“双随机、一公开”，12345热线，52,684份";
        let folded = Folded::new(text);
        let count = |term: &str| {
            ExactTerm::parse(term)
                .unwrap()
                .find_overlapping(text, 0..text.len(), &folded)
                .len()
        };
        assert_eq!(count("双随机、一公开"), 1);
        assert_eq!(count("双随机一公开"), 0);
        assert_eq!(count("2345热线"), 0);
        assert_eq!(count("12345热线"), 1);
        assert_eq!(count("684份"), 0);
    }
}
