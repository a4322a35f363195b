//! What the characters of a passage say about its topics, whatever its phrases.
//!
//! A clerk may describe 行政复议 without using the word. So besides the phrases of the taxonomy, single
//! characters and pairs of them are weighed: a linear model over their tf-idf, fitted for the built-in topics
//! to labelled passages (`data/fit-topics.py`). It is a table like the others, compiled in; a topic asks for
//! it by `fitted = true`.
//!
//! Invariant: its result depends only on the passage's own words, and on their order only within pairs.

use std::ops::Range;
use std::sync::LazyLock;

use crate::text::is_han;

/// The built-in table: for each topic the offset of its evidence, for each character or pair its idf
/// and its weights.
static TABLE: &str = include_str!("../../../data/topic-pairs.tsv");

/// A character or a pair of characters, all of the basic plane.
type Feature = (u16, u16);

/// Stands in place of a second character.
const ALONE: u16 = 0;

/// The most topics that the table may have; with the idf, their weights fill half a cache line.
const MOST_TOPICS: usize = 28;

/// Characters that a feature may begin with.
const PLANE: usize = 1 << 16;

/// What a feature says, kept together because each read waits for memory once.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(32))]
struct Weights {
    idf: f32,
    /// For each topic, in the table's unit.
    topics: [i8; MOST_TOPICS],
}

/// The fitted model. Features are sorted, those with the same first character together: what is looked up at
/// every character of every text stays in the processor's nearer caches.
#[derive(Debug)]
pub(super) struct Pairs {
    /// Names of topics, and the offset that each starts from.
    topics: Vec<(&'static str, f32)>,
    /// What a weight of 1 in the table is worth.
    unit: f32,
    /// Where the features of each first character begin, and the end of the last ones.
    firsts: Vec<u16>,
    /// The second characters of the features.
    seconds: Vec<u16>,
    /// What each feature says.
    weights: Vec<Weights>,
}

impl Pairs {
    /// The table that comes with fasou, read when it is first asked for.
    pub fn builtin() -> &'static Pairs {
        static PAIRS: LazyLock<Pairs> = LazyLock::new(|| Pairs::read(TABLE));
        &PAIRS
    }

    fn read(table: &'static str) -> Pairs {
        let (mut topics, mut unit) = (Vec::new(), 0.0);
        let mut features: Vec<(Feature, f32, &str)> = Vec::new();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            match fields.as_slice() {
                ["unit", worth] => unit = worth.parse().unwrap_or(0.0),
                ["topic", name, offset] => topics.push((*name, offset.parse().unwrap_or(0.0))),
                [written, idf, weights] => {
                    if let Some(feature) = feature(written) {
                        features.push((feature, idf.parse().unwrap_or(0.0), weights));
                    }
                }
                _ => {}
            }
        }
        features.sort_unstable_by_key(|(feature, ..)| *feature);
        let mut pairs = Pairs {
            topics,
            unit,
            firsts: Vec::with_capacity(PLANE + 1),
            seconds: Vec::with_capacity(features.len()),
            weights: Vec::with_capacity(features.len()),
        };
        for ((first, second), idf, weights) in features {
            let start = pairs.seconds.len() as u16;
            pairs.firsts.resize(first as usize + 1, start);
            pairs.seconds.push(second);
            let mut topics = [0; MOST_TOPICS];
            for (topic, weight) in weights.split(' ').filter_map(weight) {
                topics[topic] = weight;
            }
            pairs.weights.push(Weights { idf, topics });
        }
        let end = pairs.seconds.len() as u16;
        pairs.firsts.resize(PLANE + 1, end);
        pairs
    }

    /// The place of a topic in the table.
    pub fn topic(&self, name: &str) -> Option<usize> {
        self.topics.iter().position(|(known, _)| *known == name)
    }

    /// What a plain text says for each topic of the table, to be added to what its phrases say.
    pub fn weigh(&self, text: &str) -> Vec<f32> {
        let known = self.known(text);
        let unit = self.unit / self.norm(&known);
        // Most features occur once in a passage: those are added up as integers.
        let mut once = [0_i32; MOST_TOPICS];
        let mut more = [0.0_f32; MOST_TOPICS];
        for (count, feature) in &known {
            let weights = self.weights[*feature as usize].topics;
            if *count == 1 {
                for (sum, weight) in once.iter_mut().zip(weights) {
                    *sum += i32::from(weight);
                }
            } else {
                let value = value(*count);
                for (sum, weight) in more.iter_mut().zip(weights) {
                    *sum += f32::from(weight) * value;
                }
            }
        }
        let said = once.into_iter().zip(more);
        #[expect(clippy::cast_precision_loss, reason = "a passage is short")]
        let said = said.map(|(once, more)| (once as f32 + more) * unit);
        let topics = self.topics.iter().zip(said);
        topics.map(|((_, offset), said)| said + offset).collect()
    }

    /// The pairs that say most for a topic of the table, the strongest first.
    pub fn strongest(&self, topic: usize, text: &str, count: usize) -> Vec<String> {
        let mut said: Vec<(f32, u16)> = Vec::new();
        for (count, feature) in self.known(text) {
            let weight = self.weights[feature as usize].topics[topic];
            if weight > 0 {
                said.push((f32::from(weight) * value(count), feature));
            }
        }
        said.sort_by(|left, right| right.0.total_cmp(&left.0).then(left.1.cmp(&right.1)));
        let said = said.into_iter().take(count);
        said.map(|(_, feature)| self.written(feature)).collect()
    }

    /// A feature as the table writes it.
    fn written(&self, feature: u16) -> String {
        let first = self.firsts.partition_point(|start| *start <= feature) - 1;
        let chars = [first as u16, self.seconds[feature as usize]];
        let chars = chars.into_iter().filter(|c| *c != ALONE);
        chars.filter_map(|c| char::from_u32(u32::from(c))).collect()
    }

    /// The features that begin with a character.
    fn beginning(&self, first: u16) -> Range<usize> {
        let [start, end] = [0, 1].map(|after| self.firsts[first as usize + after]);
        start as usize..end as usize
    }

    /// The features of a text, each with how often it occurs, in the order of the features: sums of floats
    /// depend on the order, and tags must not.
    fn known(&self, text: &str) -> Vec<(usize, u16)> {
        let mut found: Vec<u16> = Vec::with_capacity(text.len() * 2 / 3);
        // The features that may follow if the last character is the first of a pair.
        let mut following = 0..0;
        let mut number = false;
        for c in text.chars() {
            // All numbers count as one.
            let is_number = c.is_ascii_digit() || c == '.';
            if is_number && number {
                continue;
            }
            number = is_number;
            let c = if is_number { '0' } else { c };
            let counts = is_han(c) || c.is_alphanumeric();
            let Some(own) = u16::try_from(u32::from(c)).ok().filter(|_| counts) else {
                following = 0..0;
                continue;
            };
            let mut seconds = self.seconds[following.clone()].iter();
            if let Some(at) = seconds.position(|second| *second == own) {
                found.push((following.start + at) as u16);
            }
            following = self.beginning(own);
            if is_han(c) && self.seconds[following.clone()].first() == Some(&ALONE) {
                found.push(following.start as u16);
            }
        }
        found.sort_unstable();
        let alike = found.chunk_by(|a, b| a == b);
        alike.map(|alike| (alike.len(), alike[0])).collect()
    }

    /// The length of a text as a vector; 1 for one without anything known.
    fn norm(&self, known: &[(usize, u16)]) -> f32 {
        let values = known.iter();
        let values =
            values.map(|(count, feature)| value(*count) * self.weights[*feature as usize].idf);
        let norm = values.map(|value| value.powi(2)).sum::<f32>().sqrt();
        if norm > 0.0 { norm } else { 1.0 }
    }
}

/// What a feature counts that occurs so often in a text.
fn value(count: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a passage is short")]
    match count {
        1 => 1.0,
        count => 1.0 + (count as f32).ln(),
    }
}

/// What the table writes as one or two characters.
fn feature(written: &str) -> Option<Feature> {
    let mut chars = written.encode_utf16();
    let feature = (chars.next()?, chars.next().unwrap_or(ALONE));
    chars.next().is_none().then_some(feature)
}

/// `3:-17`: a topic's place, and a weight.
fn weight(field: &str) -> Option<(usize, i8)> {
    let (topic, weight) = field.split_once(':')?;
    let topic = topic.parse().ok().filter(|topic| *topic < MOST_TOPICS)?;
    Some((topic, weight.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagging::Taxonomy;

    #[test]
    fn the_table_knows_every_topic_that_asks_for_it() {
        let pairs = Pairs::builtin();
        let heads = ["#", "unit\t", "topic\t"];
        let is_feature = |line: &&str| !heads.iter().any(|head| line.starts_with(head));
        let rows = TABLE.lines().filter(is_feature).count();
        assert_eq!(pairs.seconds.len(), rows, "no row is lost");
        assert!(pairs.unit > 0.0 && (10_000..=usize::from(u16::MAX)).contains(&rows));
        for topic in Taxonomy::builtin()
            .topics()
            .iter()
            .filter(|topic| topic.fitted)
        {
            assert!(pairs.topic(&topic.name).is_some(), "{}", topic.name);
        }
        let count = pairs.topics.len();
        assert!(count <= MOST_TOPICS);
        for feature in 0..pairs.seconds.len() as u16 {
            let weights = pairs.weights[feature as usize];
            assert!(weights.idf > 0.0);
            assert_eq!(weights.topics[count..], [0; MOST_TOPICS][count..]);
            let written = pairs.written(feature);
            assert_eq!(
                super::feature(&written).map(|(_, second)| second),
                Some(pairs.seconds[feature as usize])
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
