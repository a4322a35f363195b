//! The right counts: every place of every text compared with every term.
//!
//! The units are those of the oracle that the tests use, which shares no code with fasou; they
//! are numbered here, so that a thousand terms can be compared in a minute.

use std::collections::HashMap;

use fasou::text::Term;
use rayon::prelude::*;

use super::oracle;
use super::texts::Texts;

/// Stands between two stretches, and for a unit that occurs in no text.
const NONE: u32 = u32::MAX;

/// How many texts are taken apart at a time: their units as strings take some forty times their size.
const AT_ONCE: usize = 512;

/// The units of all texts, by number.
pub struct Scan {
    numbers: HashMap<String, u32>,
    texts: Vec<Vec<u32>>,
}

impl Scan {
    /// Takes the texts apart.
    pub fn new(texts: &Texts) -> Self {
        let mut numbers = HashMap::new();
        let mut all = Vec::with_capacity(texts.texts.len());
        for some in texts.texts.chunks(AT_ONCE) {
            let parted: Vec<Vec<Vec<String>>> = some
                .par_iter()
                .map(|text| oracle::parted(text).collect())
                .collect();
            for stretches in parted {
                let mut units = Vec::new();
                for stretch in stretches {
                    for key in stretch {
                        let next = numbers.len() as u32;
                        units.push(*numbers.entry(key).or_insert(next));
                    }
                    units.push(NONE);
                }
                all.push(units);
            }
        }
        Scan {
            numbers,
            texts: all,
        }
    }

    /// Mentions of each term, leftmost and not overlapping.
    pub fn count(&self, terms: &[Term]) -> Vec<u64> {
        terms.par_iter().map(|term| self.count_one(term)).collect()
    }

    fn count_one(&self, term: &Term) -> u64 {
        let number = |key: String| self.numbers.get(&key).copied();
        let units = oracle::parted(term.written()).flatten().map(number);
        let Some(units) = units.collect::<Option<Vec<u32>>>() else {
            return 0;
        };
        let mut count = 0;
        for text in &self.texts {
            let mut at = 0;
            while let Some(window) = text.get(at..at + units.len()) {
                let found = window == units;
                count += u64::from(found);
                at += if found { units.len() } else { 1 };
            }
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_leftmost_and_within_a_sentence() {
        let texts = Texts {
            texts: vec!["哈哈哈。“八五”普法，八五。普法".to_owned()],
            bytes: 0,
            skipped: 0,
        };
        let terms = ["哈哈", "八五普法", "八五", "调解"].map(|term| Term::parse(term).unwrap());
        assert_eq!(Scan::new(&texts).count(&terms), [1, 1, 2, 0]);
    }
}
