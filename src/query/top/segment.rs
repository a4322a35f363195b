//! The best passages of one segment, for steps that do not stand one above the other.

use std::sync::atomic::{AtomicU32, Ordering};

use tantivy::query::{Scorer, Weight};
use tantivy::{DocAddress, DocId, DocSet, Score, SegmentReader, TERMINATED};
use tantivy_common::BitSet;

use super::{Choice, Scored, Top, keep};
use crate::query::error::QueryError;
use crate::query::lookup::Lookup;
use crate::query::passing::Passing;
use crate::query::sums::Sums;

/// What it costs to look a passage up in the postings of one part, in units of one posting summed up in
/// order.
const LOOKED_UP: u64 = 4;
/// What it costs to check that a passage stands in a tier, in the same units.
const MADE_SURE: u64 = 25;

/// What it costs to go through one passage that passes the filter, in the same units.
const PASSED_BY: u64 = 2;
/// Windows are confined to what passes only where that is one passage of so many.
const CONFINED: u64 = 2;

/// How many neighbouring passages are looked at one by one if one of them scores enough.
const CHUNK: usize = 64;

/// The passages that a step takes.
pub struct Within {
    /// All of them.
    pub weight: Box<dyn Weight>,
    /// Whether it takes exactly the passages that score.
    pub must_score: bool,
    /// What a passage must score to be among the best, as far as any segment knows.
    pub least: Least,
}

/// A score that all segments share: once one knows its best, the others can look at fewer passages.
#[derive(Default)]
pub struct Least(AtomicU32);

impl Least {
    /// The highest so far. Scores are positive, so their bits have the same order.
    fn known(&self) -> Score {
        Score::from_bits(self.0.load(Ordering::Relaxed))
    }

    fn raise(&self, least: Score) {
        self.0.fetch_max(least.to_bits(), Ordering::Relaxed);
    }
}

/// What was found in a segment.
#[derive(Clone, Default)]
pub struct Found {
    /// Some of them, the best among them.
    pub scored: Scored,
    /// Whether these are all that the step takes, rather than the best of those that score.
    pub all: bool,
}

/// One segment, in which the best `missing` passages of steps are wanted.
pub struct Segment<'a> {
    /// What is looked for.
    pub top: &'a Top<'a>,
    /// Its number.
    pub number: u32,
    /// Its files.
    pub reader: &'a SegmentReader,
    /// Its documents that are left out as copies.
    pub copies: Option<&'a BitSet>,
    /// How many passages of each step are wanted.
    pub missing: usize,
}

impl Segment<'_> {
    /// The best passages of each step. Those that need windows go through them together.
    pub fn best(&self, choose_each: Choice, steps: &[Within]) -> Result<Vec<Found>, QueryError> {
        self.top.index.deadline().check()?;
        let sums = || self.top.parts.sums(self.number);
        let mut opened = Some(sums()?);
        let all = opened.as_ref().map_or(0, Sums::postings);
        let one = MADE_SURE + LOOKED_UP * self.top.ranked.parts.len() as u64;
        let mut found = vec![Found::default(); steps.len()];
        let mut in_windows = Vec::new();
        for (at, step) in steps.iter().enumerate() {
            let mut scorer = step.weight.scorer(self.reader, 1.0)?;
            let likely = scorer.cost() + one * u64::from(scorer.size_hint());
            if choose_each(likely, all) {
                // The size that a scorer reports is only an estimate.
                let few = |found: usize| choose_each(one * found as u64, all);
                if let Some(documents) = self.each(scorer, few)? {
                    let sums = opened.take().map_or_else(sums, Ok)?;
                    let sums = sums.of(&documents, self.top.index.deadline())?;
                    let at_documents = documents.into_iter().map(|doc| self.at(doc));
                    let scored = sums.into_iter().zip(at_documents);
                    let scored = scored.filter(|(sum, _)| *sum > 0.0 || !step.must_score);
                    found[at] = Found {
                        scored: scored.collect(),
                        all: true,
                    };
                    continue;
                }
                scorer = step.weight.scorer(self.reader, 1.0)?;
            }
            in_windows.push((at, Heap::new(scorer, self.missing, &step.least)));
        }
        if !in_windows.is_empty() {
            let sums = opened.take().map_or_else(sums, Ok)?;
            self.windows(&mut in_windows, sums)?;
        }
        for (at, heap) in in_windows {
            found[at].scored = heap.found;
        }
        Ok(found)
    }

    /// All passages of `within`; `None` if they are more than `few` allows.
    fn each(
        &self,
        mut within: Box<dyn Scorer>,
        few: impl Fn(usize) -> bool,
    ) -> Result<Option<Vec<DocId>>, QueryError> {
        let mut watch = self.top.index.deadline().watch();
        let mut documents = Vec::new();
        while within.doc() != TERMINATED {
            watch.step()?;
            if !few(documents.len()) {
                return Ok(None);
            }
            if self.is_new(within.doc()) {
                documents.push(within.doc());
            }
            within.advance();
        }
        Ok(Some(documents))
    }

    /// The best passages of some steps among those that score; each passage is taken by at most one step.
    fn windows(&self, steps: &mut [(usize, Heap<'_>)], mut sums: Sums) -> Result<(), QueryError> {
        if let Some(passing) = &self.top.passing {
            let passing = passing.scorer(self.reader, 1.0)?;
            let few = passing.cost() * CONFINED <= u64::from(self.reader.max_doc());
            if few && passing.cost() * PASSED_BY <= sums.postings() {
                sums.confine(Passing::new(passing));
            }
        }
        while let Some((base, window)) = sums.next_window() {
            self.top.index.deadline().check()?;
            steps.iter_mut().for_each(|(_, heap)| heap.learn());
            for (chunk, sums) in (0..).zip(window.chunks(CHUNK)) {
                let leasts = steps.iter().map(|(_, heap)| heap.least);
                let least = leasts.fold(Score::INFINITY, Score::min);
                // Without a branch, and counted in integers as wide as sums: in most chunks nothing reaches
                // `least`.
                let reaching: u32 = sums.iter().map(|sum| u32::from(*sum >= least)).sum();
                if reaching == 0 {
                    continue;
                }
                let first = base + chunk * CHUNK as DocId;
                for (doc, sum) in (first..).zip(sums) {
                    if *sum < least || !self.is_new(doc) {
                        continue;
                    }
                    for (_, heap) in &mut *steps {
                        if heap.takes(doc, *sum) {
                            heap.push(*sum, self.at(doc));
                            break;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn at(&self, doc: DocId) -> DocAddress {
        DocAddress::new(self.number, doc)
    }

    /// Whether a passage is there, is no copy, and was not found in a higher tier.
    fn is_new(&self, doc: DocId) -> bool {
        let is_copy = self.copies.is_some_and(|copies| copies.contains(doc));
        !self.reader.is_deleted(doc) && !is_copy && !self.top.known.contains(&self.at(doc))
    }
}

/// The best passages of a step so far; once there are more than are missing, the rest may be dropped.
struct Heap<'a> {
    within: Lookup,
    missing: usize,
    found: Scored,
    /// What a passage must score to be among them.
    least: Score,
    /// The same, shared by all segments.
    least_of_all: &'a Least,
    /// How many may be kept before the best of them are picked.
    enough: usize,
}

impl<'a> Heap<'a> {
    fn new(within: Box<dyn Scorer>, missing: usize, least_of_all: &'a Least) -> Self {
        Heap {
            within: Lookup::new(within),
            missing,
            found: Scored::new(),
            least: Score::MIN_POSITIVE,
            least_of_all,
            enough: 2 * missing,
        }
    }

    /// Learns what other segments found out.
    fn learn(&mut self) {
        self.least = self.least.max(self.least_of_all.known());
    }

    /// Whether a passage of this score, which comes after all those asked about before, may be one of the
    /// best.
    fn takes(&mut self, doc: DocId, score: Score) -> bool {
        score >= self.least && self.within.has(doc)
    }

    fn push(&mut self, score: Score, at: DocAddress) {
        self.found.push((score, at));
        if self.found.len() > self.enough {
            self.least = self.least.max(keep(&mut self.found, self.missing));
            self.least_of_all.raise(self.least);
            self.enough = self.found.len() + self.missing;
        }
    }
}
