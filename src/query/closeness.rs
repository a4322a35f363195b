//! How close together, and how far in its own order, a passage says what a query asks.
//!
//! BM25 treats a passage as a bag of words. The best passages for a query are therefore looked at once more,
//! by the positions of its pairs. The longest run of the query that stands there, and the stretch that holds
//! most of it, raise the score: each by its share of the whole query, weighted by the rarity of the pairs. No
//! text is read.

use std::collections::BTreeMap;

use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED, Term as IndexTerm};

use super::above::{Word, WordSet};
use super::error::QueryError;
use super::top::Best;
use crate::analysis::pairs;
use crate::index::{Lists, OpenIndex};
use crate::text::Folded;

/// How many of the best passages are looked at.
pub const CLOSENESS_DEPTH: usize = 50;
/// What is added to a score, as a share of it, if the whole query stands in one run, and if one stretch holds
/// all of it.
const RUN: f32 = 0.75;
const STRETCH: f32 = 0.75;
/// The length of a stretch, in units: about two sentences.
const STRETCH_UNITS: u32 = 60;

/// A query, as far as its order matters.
pub struct Closeness {
    /// Its pairs, each with where it stands and how rare it is.
    pairs: Vec<Pair>,
    /// The sum of their rarities.
    whole: f32,
}

struct Pair {
    /// Where it stands in the index.
    lists: Lists,
    at: i64,
    rarity: f32,
    /// The words of the query that it is part of.
    words: WordSet,
}

/// Where pairs stand in one passage: each position, and the number of the pair there.
type Places = Vec<(u32, usize)>;

impl Closeness {
    /// Prepares a query: `asked` is what it asks, without the words that ask for nothing; `words` are its
    /// words.
    pub fn new(index: &OpenIndex, asked: &str, words: &[Word]) -> Result<Self, QueryError> {
        let folded = Folded::new(asked);
        let mut own = Vec::new();
        for (at, token) in pairs::placed(&folded) {
            let term = IndexTerm::from_field_text(index.fields.pairs, &token);
            let lists = Lists::of(index, &term)?;
            if let Some(rarity) = index.rarity(&lists) {
                let at = at as i64;
                let words = WordSet::of(words, |word| word.plain.contains(&token));
                own.push(Pair {
                    lists,
                    at,
                    rarity,
                    words,
                });
            }
        }
        Ok(Closeness {
            whole: own.iter().map(|pair| pair.rarity).sum(),
            pairs: own,
        })
    }

    /// What each passage gains, as a share of its score.
    pub fn gains(&self, index: &OpenIndex, best: &[Best]) -> Result<Vec<f32>, QueryError> {
        let mut wanted: BTreeMap<u32, BTreeMap<DocId, Places>> = BTreeMap::new();
        for best in best {
            let segment = wanted.entry(best.at.segment_ord).or_default();
            segment.insert(best.at.doc_id, Places::new());
        }
        for (segment, passages) in &mut wanted {
            self.find(index, *segment, passages)?;
        }
        let mut gain = |best: &Best| {
            let places = wanted.get_mut(&best.at.segment_ord);
            let places = places.and_then(|passages| passages.get_mut(&best.at.doc_id));
            places.map_or(0.0, |places| self.gain(places, best.words_above))
        };
        Ok(best.iter().map(&mut gain).collect())
    }

    /// Fills in where the pairs stand in passages of a segment.
    fn find(
        &self,
        index: &OpenIndex,
        segment: u32,
        passages: &mut BTreeMap<DocId, Places>,
    ) -> Result<(), QueryError> {
        let inverted = index
            .searcher
            .segment_reader(segment)
            .inverted_index(index.fields.pairs)?;
        let mut positions = Vec::new();
        for (number, pair) in self.pairs.iter().enumerate() {
            let option = IndexRecordOption::WithFreqsAndPositions;
            let Some(list) = pair.lists.in_segment(segment) else {
                continue;
            };
            let mut postings = inverted.read_postings_from_terminfo(list, option)?;
            for (doc, places) in passages.iter_mut() {
                if postings.doc() < *doc && postings.seek(*doc) == TERMINATED {
                    break;
                }
                if postings.doc() == *doc {
                    postings.positions(&mut positions);
                    places.extend(positions.iter().map(|position| (*position, number)));
                }
            }
        }
        Ok(())
    }

    fn gain(&self, places: &mut Places, above: WordSet) -> f32 {
        if self.whole <= 0.0 {
            return 0.0;
        }
        let stretch = self.above(places, above) + self.best_stretch(places);
        (RUN * self.longest_run(places) + STRETCH * stretch) / self.whole
    }

    /// The rarity of the pairs whose words stand only above the passage: every stretch is taken to hold them.
    fn above(&self, places: &Places, words: WordSet) -> f32 {
        let is_held = |pair: usize| places.iter().any(|place| place.1 == pair);
        let pairs = self.pairs.iter().enumerate();
        let above = pairs.filter(|(number, pair)| pair.words.meets(words) && !is_held(*number));
        above.map(|(_, pair)| pair.rarity).sum()
    }

    /// The rarity of the longest run of the query that stands in the passage.
    fn longest_run(&self, places: &mut Places) -> f32 {
        // Pairs that line up are equally far apart in the query and in the passage.
        let shift = |place: &(u32, usize)| i64::from(place.0) - self.pairs[place.1].at;
        places.sort_unstable_by_key(|place| (shift(place), place.0));
        let (mut most, mut run, mut last) = (0.0_f32, 0.0, None);
        for place in places.iter() {
            let follows = last == Some((shift(place), place.0.wrapping_sub(1)));
            run = self.pairs[place.1].rarity + if follows { run } else { 0.0 };
            most = most.max(run);
            last = Some((shift(place), place.0));
        }
        most
    }

    /// The rarity of what the best stretch holds: the one that holds most of the query.
    fn best_stretch(&self, places: &mut Places) -> f32 {
        places.sort_unstable();
        let mut held = vec![0_u32; self.pairs.len()];
        let (mut most, mut sum, mut start) = (0.0_f32, 0.0, 0);
        for end in 0..places.len() {
            let (position, number) = places[end];
            if held[number] == 0 {
                sum += self.pairs[number].rarity;
            }
            held[number] += 1;
            while places[start].0 + STRETCH_UNITS <= position {
                let gone = places[start].1;
                held[gone] -= 1;
                if held[gone] == 0 {
                    sum -= self.pairs[gone].rarity;
                }
                start += 1;
            }
            most = most.max(sum);
        }
        most
    }
}
