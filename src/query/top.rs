//! The best passages of a ranked query, without scoring all that match.
//!
//! Tier by tier from the highest, until there are enough. Where few passages can
//! stand in a tier, each of them is scored. Where many can, tantivy's block-max
//! WAND goes through those that score, passing over whatever cannot reach the
//! best so far, and only what is left is asked whether it stands in the tier.
//! Both ways end with the same sums, so the order is the same.

use std::collections::{BTreeMap, HashSet};

use tantivy::query::{BooleanQuery, EnableScoring, Query, Scorer, Weight};
use tantivy::{DocAddress, DocId, DocSet, Score, SeekDangerResult, SegmentReader, TERMINATED};

use super::closeness::LOOKED_AT;
use super::error::QueryError;
use super::filter::Filter;
use super::rank::{Ranked, Step, Tier};
use crate::index::OpenIndex;

/// Up to this cost, in postings to be read, all passages of a tier are scored.
const CHEAP: u64 = 200_000;
/// The same where a filter leaves out much: few of those that score best pass it.
const CHEAP_FILTERED: u64 = 1_000_000;
/// Block maxima are kept with the statistics of a segment, and sums depend on their order: what falls
/// short of the worst of the best by less than this share is looked at all the same.
const SLACK: Score = 0.95;

/// A passage among the best.
#[derive(Clone, Copy, Debug)]
pub struct Best {
    /// Where it lies.
    pub at: DocAddress,
    /// None for a question, which its score alone ranks.
    pub tier: Option<Tier>,
    /// The sum of what the parts of the query add, and of what its order adds.
    pub score: Score,
    /// What the order of the query adds; see [`super::closeness`].
    pub closeness: Score,
}

/// The best `wanted` passages, and all that are as good as the last of them.
pub fn best(
    index: &OpenIndex,
    ranked: &Ranked,
    filter: &Filter,
    wanted: usize,
) -> Result<Vec<Best>, QueryError> {
    let narrow = !filter.is_empty() || !ranked.conditions.is_empty();
    let cheap = if narrow { CHEAP_FILTERED } else { CHEAP };
    best_where(index, ranked, filter.query(), wanted, cheap)
}

/// The same, with all passages of a tier scored up to the cost `cheap`.
fn best_where(
    index: &OpenIndex,
    ranked: &Ranked,
    filter: Option<Box<dyn Query>>,
    wanted: usize,
    cheap: u64,
) -> Result<Vec<Best>, QueryError> {
    let scoring = EnableScoring::enabled_from_searcher(&index.searcher);
    let parts = ranked.parts.iter();
    let mut top = Top {
        index,
        ranked,
        filter,
        cheap,
        parts: (parts.clone().map(|part| part.query.weight(scoring))).collect::<Result<_, _>>()?,
        sum: BooleanQuery::union(parts.map(|part| part.query.box_clone()).collect())
            .weight(scoring)?,
        found: Vec::new(),
        known: HashSet::new(),
    };
    for step in &ranked.tiers {
        // Those that hold a query as written are as close as can be.
        let close = step.tier == Some(Tier::AsWritten);
        let deep = if close { wanted } else { wanted.max(LOOKED_AT) };
        let missing = deep.saturating_sub(top.found.len());
        if missing == 0 || top.found.len() >= wanted {
            break;
        }
        top.add(step, missing)?;
    }
    Ok(top.found)
}

struct Top<'a> {
    index: &'a OpenIndex,
    ranked: &'a Ranked,
    filter: Option<Box<dyn Query>>,
    cheap: u64,
    /// What each part of the query adds.
    parts: Vec<Box<dyn Weight>>,
    /// The sum of them.
    sum: Box<dyn Weight>,
    found: Vec<Best>,
    known: HashSet<DocAddress>,
}

/// Passages of a segment and their scores.
type Scored = Vec<(Score, DocAddress)>;

impl Top<'_> {
    /// Adds the best `missing` passages of a tier.
    fn add(&mut self, step: &Step, missing: usize) -> Result<(), QueryError> {
        let within = self.within(Some(step.holds.box_clone()))?;
        let scorers = self.scorers(within.as_ref())?;
        let cost: u64 = scorers
            .iter()
            .map(|scorer| self.cost(scorer.as_ref()))
            .sum();
        let mut scored = if cost <= self.cheap {
            self.all(scorers)?
        } else if step.all_that_score {
            self.pruned(self.scorers(self.within(None)?.as_ref())?, missing)?
        } else {
            let scored = self.pruned(scorers, missing)?;
            // What holds need not score: a single character may stand within words only.
            match scored.len() < missing {
                true => self.all(self.scorers(within.as_ref())?)?,
                false => scored,
            }
        };
        keep(&mut scored, missing, 1.0);
        self.known.extend(scored.iter().map(|(_, at)| *at));
        let tier = step.tier;
        self.found
            .extend(scored.into_iter().map(|(score, at)| Best {
                at,
                tier,
                score,
                closeness: 0.0,
            }));
        Ok(())
    }

    fn within(&self, holds: Option<Box<dyn Query>>) -> tantivy::Result<Box<dyn Weight>> {
        let filter = self.filter.as_ref().map(|filter| filter.box_clone());
        let query = self.ranked.within(holds, filter);
        query.weight(EnableScoring::disabled_from_searcher(&self.index.searcher))
    }

    fn scorers(&self, weight: &dyn Weight) -> tantivy::Result<Vec<Box<dyn Scorer>>> {
        let readers = self.index.searcher.segment_readers().iter();
        readers.map(|reader| weight.scorer(reader, 1.0)).collect()
    }

    /// The postings to be read to find all passages and to score them.
    fn cost(&self, scorer: &dyn Scorer) -> u64 {
        scorer.cost() + u64::from(scorer.size_hint()) * self.parts.len() as u64
    }

    /// Whether a passage is there and was not found in a higher tier.
    fn is_new(&self, reader: &SegmentReader, at: DocAddress) -> bool {
        !reader.is_deleted(at.doc_id) && !self.known.contains(&at)
    }

    /// All passages of `within`, scored.
    fn all(&self, within: Vec<Box<dyn Scorer>>) -> Result<Scored, QueryError> {
        let mut scored = Vec::new();
        let mut watch = self.index.deadline().watch();
        for ((segment, reader), mut within) in self.segments().zip(within) {
            let mut documents = Vec::new();
            while within.doc() != TERMINATED {
                watch.step()?;
                if self.is_new(reader, DocAddress::new(segment, within.doc())) {
                    documents.push(within.doc());
                }
                within.advance();
            }
            self.score(segment, reader, documents, &mut scored)?;
        }
        Ok(scored)
    }

    /// The best passages of `within`: of more than `missing`, the rest may be left out.
    fn pruned(&self, within: Vec<Box<dyn Scorer>>, missing: usize) -> Result<Scored, QueryError> {
        let mut likely: Scored = Vec::new();
        let (mut threshold, mut enough) = (0.0, 2 * missing);
        let mut watch = self.index.deadline().watch();
        let mut given_up = None;
        for ((segment, reader), mut within) in self.segments().zip(within) {
            // Nothing before `next` holds; once endangered, a scorer answers for what it is asked alone.
            let (mut next, mut endangered) = (within.doc(), false);
            let mut holds = |doc: DocId| {
                if doc < next || (doc == next && !endangered) {
                    return doc == next;
                }
                endangered = true;
                match within.seek_danger(doc) {
                    SeekDangerResult::Found => true,
                    SeekDangerResult::SeekLowerBound(bound) => {
                        next = bound;
                        false
                    }
                }
            };
            self.sum
                .for_each_pruning(threshold, reader, &mut |doc, score| {
                    if let Err(error) = watch.step() {
                        given_up = Some(error);
                        threshold = Score::MAX;
                        return threshold;
                    }
                    let at = DocAddress::new(segment, doc);
                    if self.is_new(reader, at) && holds(doc) {
                        likely.push((score, at));
                        if likely.len() > enough {
                            threshold = keep(&mut likely, missing, SLACK);
                            enough = likely.len() + missing;
                        }
                    }
                    threshold
                })?;
            if let Some(error) = given_up.take() {
                return Err(error.into());
            }
        }
        keep(&mut likely, missing, SLACK);
        let mut by_segment: BTreeMap<u32, Vec<DocId>> = BTreeMap::new();
        for (_, at) in likely {
            by_segment
                .entry(at.segment_ord)
                .or_default()
                .push(at.doc_id);
        }
        let mut scored = Vec::new();
        for (segment, mut documents) in by_segment {
            documents.sort_unstable();
            let reader = self.index.searcher.segment_reader(segment);
            self.score(segment, reader, documents, &mut scored)?;
        }
        Ok(scored)
    }

    fn segments(&self) -> impl Iterator<Item = (u32, &SegmentReader)> {
        (0..).zip(self.index.searcher.segment_readers())
    }

    /// Scores documents, which stand in order, part by part: the sums are the same however they were found.
    fn score(
        &self,
        segment: u32,
        reader: &SegmentReader,
        documents: Vec<DocId>,
        into: &mut Scored,
    ) -> Result<(), QueryError> {
        let mut sums = vec![0.0; documents.len()];
        for part in &self.parts {
            self.index.deadline().check()?;
            let mut scorer = part.scorer(reader, 1.0)?;
            for (doc, sum) in documents.iter().zip(&mut sums) {
                if scorer.doc() < *doc {
                    scorer.seek(*doc);
                }
                if scorer.doc() == *doc {
                    *sum += scorer.score();
                }
            }
        }
        let at = documents
            .into_iter()
            .map(|doc| DocAddress::new(segment, doc));
        into.extend(sums.into_iter().zip(at));
        Ok(())
    }
}

/// Keeps the best `wanted` and those that reach `share` of the score of the last of them, which it returns.
fn keep(scored: &mut Scored, wanted: usize, share: Score) -> Score {
    if scored.len() <= wanted {
        return 0.0;
    }
    let (_, last, _) = scored.select_nth_unstable_by(wanted - 1, |a, b| b.0.total_cmp(&a.0));
    let least = last.0 * share;
    scored.retain(|(score, _)| *score >= least);
    least
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::tests::made_of;
    use crate::query::ParsedQuery;
    use crate::query::rank::rank;
    use crate::query::synonyms::Synonyms;

    /// Words that stand within each other, alone and in synonyms.
    const WORDS: [&str; 12] = [
        "行政",
        "复议",
        "行政复议",
        "法",
        "治",
        "法治",
        "宣传",
        "普法",
        "调解",
        "，",
        "。",
        "的",
    ];

    #[test]
    fn passing_over_what_falls_short_changes_nothing() {
        let mut state = 7u32;
        let mut word = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            WORDS[(state >> 16) as usize % WORDS.len()]
        };
        let mut text = || {
            let mut paragraph = || (0..12).map(|_| word()).collect::<String>() + "。\n";
            (0..20).map(|_| paragraph()).collect::<String>()
        };
        let made = made_of((0..30).map(|_| text()));
        let index = OpenIndex::open(&made.home).unwrap();
        let long = WORDS.concat();
        for query in [
            "行政复议",
            "的",
            "法",
            "复议 的",
            "普法 调解",
            "法治宣传",
            "调解 -的",
            "\"行政复议\" 法",
            &long,
        ] {
            let parsed = ParsedQuery::parse(query).unwrap();
            let ranked = rank(&index, &parsed.with(Synonyms::builtin())).unwrap();
            for wanted in [1, 10, 100, 1000] {
                let found = |cheap| {
                    let mut best = best_where(&index, &ranked, None, wanted, cheap).unwrap();
                    best.sort_by_key(|best| best.at);
                    let best = best.iter().map(|best| (best.at, best.tier, best.score));
                    best.collect::<Vec<_>>()
                };
                assert_eq!(found(0), found(u64::MAX), "{query}, {wanted} wanted");
                assert!(!found(0).is_empty(), "{query}");
            }
        }
    }
}
