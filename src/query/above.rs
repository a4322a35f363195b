//! What stands above a passage is said in it too: a report of 鄂尔多斯 does not name it in each passage.
//!
//! A report that is tagged with a year or a place that the query names says so in each passage too, and is what
//! was asked for: such a passage counts more.
//!
//! Headings and titles are short and many passages share them, so their own scores say little. A word that
//! stands only there counts as much as it would in the passage; one that stands in both counts once. Whole
//! words are looked for: a passage with 复议 below a heading with 行政复议 gets what the whole word is worth,
//! besides what 复议 adds.

use std::collections::BTreeMap;

use tantivy::Score;
use tantivy::query::{EnableScoring, Query};

use super::error::QueryError;
use super::lookup::Lookup;
use super::top::Best;
use crate::index::OpenIndex;

/// What a passage gains if its report is of a year or place that the query names, as a share of what the most
/// telling words of the query add together.
const IN_SCOPE: Score = 0.75;
/// How many words count as the most telling: a question also holds words that it does not ask for.
const MOST_TELLING: usize = 3;

/// A word of a query.
pub struct Word {
    /// In plain form.
    pub plain: String,
    /// The passages that hold it.
    pub held: Box<dyn Query>,
    /// The passages under a heading or title that holds it, or in a report tagged with it.
    pub above: Box<dyn Query>,
    /// The passages of reports of this year or place; `None` if the word is neither.
    pub scope: Option<Box<dyn Query>>,
    /// What it adds to the score of a passage of usual length that holds it once.
    pub worth: Score,
}

/// Some of the first 64 words of a query, by number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordSet(u64);

impl WordSet {
    /// The words for which `is_in` holds.
    pub fn of(words: &[Word], is_in: impl Fn(&Word) -> bool) -> Self {
        let mut set = WordSet::default();
        let within = numbered(words).filter(|(_, word)| is_in(word));
        within.for_each(|(number, _)| set.insert(number));
        set
    }

    /// Whether some word is in both.
    pub fn meets(self, other: WordSet) -> bool {
        self.0 & other.0 != 0
    }

    fn insert(&mut self, number: u32) {
        self.0 |= 1 << number;
    }
}

fn numbered(words: &[Word]) -> impl Iterator<Item = (u32, &Word)> {
    (0..u64::BITS).zip(words)
}

/// Finds the words that stand only above passages, and raises the passages' scores for them.
pub fn raise(index: &OpenIndex, words: &[Word], best: &mut [Best]) -> Result<(), QueryError> {
    let mut by_segment: BTreeMap<u32, Vec<&mut Best>> = BTreeMap::new();
    for best in best {
        let segment = by_segment.entry(best.at.segment_ord).or_default();
        segment.push(best);
    }
    let scoring = EnableScoring::disabled_from_searcher(&index.searcher);
    let mut worths: Vec<Score> = words.iter().map(|word| word.worth).collect();
    worths.sort_by(|a, b| b.total_cmp(a));
    let in_scope = IN_SCOPE * worths.iter().take(MOST_TELLING).sum::<Score>();
    for (segment, mut passages) in by_segment {
        passages.sort_by_key(|best| best.at);
        let reader = index.searcher.segment_reader(segment);
        let lookup = |query: &dyn Query| -> Result<Lookup, QueryError> {
            Ok(Lookup::new(query.weight(scoring)?.scorer(reader, 1.0)?))
        };
        for (number, word) in numbered(words) {
            if let Some(scope) = &word.scope {
                let mut scope = lookup(scope.as_ref())?;
                let within = passages.iter_mut().filter(|best| scope.has(best.at.doc_id));
                within.for_each(|best| {
                    best.added.above += in_scope;
                    best.score += in_scope;
                });
            }
            let mut above = lookup(word.above.as_ref())?;
            let mut below = Vec::new();
            for best in &mut passages {
                if above.has(best.at.doc_id) {
                    below.push(best);
                }
            }
            if below.is_empty() {
                continue;
            }
            let mut held = lookup(word.held.as_ref())?;
            for best in below {
                if !held.has(best.at.doc_id) {
                    best.words_above.insert(number);
                    best.added.above += word.worth;
                    best.score += word.worth;
                }
            }
        }
    }
    Ok(())
}
