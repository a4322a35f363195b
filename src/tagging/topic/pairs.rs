//! What the characters of a passage say of its topics, whatever its phrases.
//!
//! A clerk may tell of 行政复议 without the word. So beside the phrases of the taxonomy, single
//! characters and pairs of them are weighed: a linear model over their tf-idf, fitted for the built-in
//! topics to labelled passages (`data/fit-topics.py`). It is a table like the others, compiled in; a
//! topic asks for it by `fitted = true`.
//!
//! Invariant: what it says depends on the passage's own words alone, not on their order beyond pairs.

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// The built-in table: for each topic the offset of its evidence, for each character or pair its idf
/// and its weights.
static TABLE: &str = include_str!("../../../data/topic-pairs.tsv");

/// A character or a pair of characters.
type Feature = (char, char);

/// Stands for no second character.
const ALONE: char = '\0';

/// A character or pair, and where its weights are.
#[derive(Debug)]
struct Entry {
    feature: Feature,
    idf: f32,
    weights: Range<u32>,
}

/// The fitted model.
#[derive(Debug)]
pub(super) struct Pairs {
    /// Names of topics, and what each starts from.
    topics: Vec<(&'static str, f32)>,
    /// What a weight of 1 in the table is worth.
    unit: f32,
    /// In the order of their features.
    entries: Vec<Entry>,
    /// The places of the entries.
    places: FxHashMap<Feature, u32>,
    /// Topics by their place in the table, and weights in its unit.
    weights: Vec<(u8, i8)>,
}

impl Pairs {
    /// The table that comes with fasou, read when it is first asked for.
    pub fn builtin() -> &'static Pairs {
        static PAIRS: LazyLock<Pairs> = LazyLock::new(|| Pairs::read(TABLE));
        &PAIRS
    }

    fn read(table: &'static str) -> Pairs {
        let mut pairs = Pairs {
            topics: Vec::new(),
            unit: 0.0,
            entries: Vec::new(),
            places: FxHashMap::default(),
            weights: Vec::new(),
        };
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            match fields.as_slice() {
                ["unit", unit] => pairs.unit = unit.parse().unwrap_or(0.0),
                ["topic", name, offset] => {
                    pairs.topics.push((name, offset.parse().unwrap_or(0.0)));
                }
                [written, idf, weights] => {
                    let mut chars = written.chars();
                    let first = chars.next().unwrap_or(ALONE);
                    let feature = (first, chars.next().unwrap_or(ALONE));
                    let start = pairs.weights.len() as u32;
                    (pairs.weights).extend(weights.split(' ').filter_map(weight));
                    pairs.entries.push(Entry {
                        feature,
                        idf: idf.parse().unwrap_or(0.0),
                        weights: start..pairs.weights.len() as u32,
                    });
                }
                _ => {}
            }
        }
        pairs.entries.sort_unstable_by_key(|entry| entry.feature);
        let features = pairs.entries.iter().map(|entry| entry.feature);
        pairs.places = features.zip(0..).collect();
        pairs
    }

    /// The place of a topic in the table.
    pub fn topic(&self, name: &str) -> Option<usize> {
        self.topics.iter().position(|(known, _)| *known == name)
    }

    /// What a plain text says for each topic of the table, to be added to what its phrases say.
    pub fn weigh(&self, text: &str) -> Vec<f32> {
        let mut scores = vec![0.0_f32; self.topics.len()];
        let known = self.known(text);
        let norm = norm(&known);
        for (value, entry) in &known {
            for (topic, weight) in self.weights(entry) {
                scores[*topic as usize] += f32::from(*weight) * value / norm;
            }
        }
        for (score, (_, offset)) in scores.iter_mut().zip(&self.topics) {
            *score = *score * self.unit + offset;
        }
        scores
    }

    /// The pairs that say most for a topic of the table, the strongest first.
    pub fn strongest(&self, topic: usize, text: &str, count: usize) -> Vec<String> {
        let mut said: Vec<(f32, Feature)> = Vec::new();
        for (value, entry) in self.known(text) {
            let own = self.weights(entry).iter();
            let own = own.copied().find(|(of, _)| *of as usize == topic);
            if let Some((_, weight)) = own.filter(|(_, weight)| *weight > 0) {
                said.push((f32::from(weight) * value, entry.feature));
            }
        }
        said.sort_by(|left, right| right.0.total_cmp(&left.0).then(left.1.cmp(&right.1)));
        let written =
            |(first, second): Feature| [first, second].iter().filter(|&&c| c != ALONE).collect();
        said.into_iter()
            .take(count)
            .map(|(_, feature)| written(feature))
            .collect()
    }

    fn weights(&self, entry: &Entry) -> &[(u8, i8)] {
        &self.weights[entry.weights.start as usize..entry.weights.end as usize]
    }

    /// The characters and pairs of a text that the table knows, with the logarithm of how often each
    /// stands there; in their own order, for sums of floats depend on it and tags must not.
    fn known(&self, text: &str) -> Vec<(f32, &Entry)> {
        let mut places: Vec<u32> = Vec::with_capacity(text.len() * 2 / 3);
        let mut note = |feature| places.extend(self.places.get(&feature));
        let mut last: Option<char> = None;
        let mut number = false;
        for c in text.chars() {
            // All numbers are one.
            let is_number = c.is_ascii_digit() || c == '.';
            if is_number && number {
                continue;
            }
            number = is_number;
            let c = if is_number { '0' } else { c };
            if is_han(c) {
                note((c, ALONE));
            }
            let counts_in_pairs = is_han(c) || c.is_alphanumeric();
            if let Some(before) = last.filter(|_| counts_in_pairs) {
                note((before, c));
            }
            last = counts_in_pairs.then_some(c);
        }
        places.sort_unstable();
        let alike = places.chunk_by(|a, b| a == b);
        #[expect(clippy::cast_precision_loss, reason = "a passage is short")]
        let known = alike.map(|alike| {
            let value = 1.0 + (alike.len() as f32).ln();
            (value, &self.entries[alike[0] as usize])
        });
        known.collect()
    }
}

/// The length of a text as a vector; 1 for one without anything known.
fn norm(known: &[(f32, &Entry)]) -> f32 {
    let squares = known
        .iter()
        .map(|(value, entry)| (value * entry.idf).powi(2));
    let norm = squares.sum::<f32>().sqrt();
    if norm > 0.0 { norm } else { 1.0 }
}

/// `3:-17`: a topic's place, and a weight.
fn weight(field: &str) -> Option<(u8, i8)> {
    let (topic, weight) = field.split_once(':')?;
    Some((topic.parse().ok()?, weight.parse().ok()?))
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagging::Taxonomy;

    #[test]
    fn the_table_knows_every_topic_that_asks_for_it() {
        let pairs = Pairs::builtin();
        assert!(pairs.unit > 0.0 && pairs.entries.len() > 10_000);
        for topic in Taxonomy::builtin()
            .topics()
            .iter()
            .filter(|topic| topic.fitted)
        {
            assert!(pairs.topic(&topic.name).is_some(), "{}", topic.name);
        }
        let count = pairs.topics.len();
        for entry in &pairs.entries {
            assert!(entry.idf > 0.0, "{:?}", entry.feature);
            assert!(
                pairs
                    .weights(entry)
                    .iter()
                    .all(|(topic, _)| (*topic as usize) < count)
            );
        }
    }

    #[test]
    fn order_and_figures_say_nothing() {
        let pairs = Pairs::builtin();
        let one = pairs.weigh("受理申请12件。撤销原决定。");
        assert_eq!(one, pairs.weigh("受理申请3.5件。撤销原决定。"));
        assert_eq!(one, pairs.weigh("撤销原决定。受理申请12件。"));
        assert_eq!(
            pairs.weigh(""),
            pairs.topics.iter().map(|topic| topic.1).collect::<Vec<_>>()
        );
    }
}
