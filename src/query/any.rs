//! A union of queries that is evaluated only as far as needed.
//!
//! tantivy's union works through windows of thousands of documents and so verifies every phrase in them.
//! Where another condition leaves few documents, it is cheaper to ask about those alone.

use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SeekDangerResult, SegmentReader, TERMINATED, TantivyError};

use super::lookup::Lookup;

/// Matches what any of a few queries matches; adds nothing to a score.
#[derive(Debug)]
pub struct AnyQuery(Vec<Box<dyn Query>>);

impl AnyQuery {
    /// Any of `queries`.
    pub fn new(queries: impl IntoIterator<Item = Box<dyn Query>>) -> Self {
        AnyQuery(queries.into_iter().collect())
    }
}

impl Clone for AnyQuery {
    fn clone(&self) -> Self {
        AnyQuery(self.0.iter().map(|query| query.box_clone()).collect())
    }
}

impl Query for AnyQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let weights = self.0.iter().map(|query| query.weight(scoring));
        Ok(Box::new(AnyWeight(weights.collect::<Result<_, _>>()?)))
    }
}

struct AnyWeight(Vec<Box<dyn Weight>>);

impl Weight for AnyWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut each = Vec::with_capacity(self.0.len());
        for weight in &self.0 {
            let scorer = weight.scorer(reader, boost)?;
            if scorer.doc() != TERMINATED {
                each.push(scorer);
            }
        }
        Ok(match each.len() {
            0 => Box::new(EmptyScorer),
            1 => each.remove(0),
            _ => Box::new(AnyScorer::new(each)),
        })
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        if self.scorer(reader, 1.0)?.seek(doc) == doc {
            return Ok(Explanation::new("any holds", 1.0));
        }
        Err(TantivyError::InvalidArgument(format!(
            "document {doc} does not match"
        )))
    }
}

struct AnyScorer {
    each: Vec<Lookup>,
    doc: DocId,
}

impl AnyScorer {
    fn new(scorers: Vec<Box<dyn Scorer>>) -> Self {
        let each: Vec<Lookup> = scorers.into_iter().map(Lookup::new).collect();
        let first = each.iter().map(Lookup::bound).min();
        AnyScorer {
            doc: first.unwrap_or(TERMINATED),
            each,
        }
    }
}

impl DocSet for AnyScorer {
    fn advance(&mut self) -> DocId {
        match self.doc {
            TERMINATED => TERMINATED,
            doc => self.seek(doc + 1),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let each = self.each.iter_mut();
        let first = each.map(|lookup| lookup.first_from(target)).min();
        self.doc = first.unwrap_or(TERMINATED).min(TERMINATED);
        self.doc
    }

    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        let mut bound = TERMINATED;
        for lookup in &mut self.each {
            if target < TERMINATED && lookup.has(target) {
                self.doc = target;
                return SeekDangerResult::Found;
            }
            bound = bound.min(lookup.bound());
        }
        SeekDangerResult::SeekLowerBound(bound.max(target))
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        let hints = self.each.iter().map(|each| each.scorer().size_hint());
        hints.fold(0, u32::saturating_add)
    }

    fn cost(&self) -> u64 {
        self.each.iter().map(|each| each.scorer().cost()).sum()
    }
}

impl Scorer for AnyScorer {
    fn score(&mut self) -> Score {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tantivy::query::{BitSetDocSet, ConstScorer};
    use tantivy_common::BitSet;

    use super::*;

    const MOST: DocId = 200;

    /// A list that makes full use of what `seek_danger` allows: it returns bounds that are too low, and gives
    /// no other answer until something is found.
    struct Sly {
        docs: Vec<DocId>,
        at: usize,
        invalid: bool,
    }

    impl DocSet for Sly {
        fn advance(&mut self) -> DocId {
            assert!(!self.invalid);
            self.at += 1;
            self.doc()
        }

        fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
            self.at = self.docs.partition_point(|doc| *doc < target);
            match self.docs.get(self.at) {
                Some(doc) if *doc == target => {
                    self.invalid = false;
                    SeekDangerResult::Found
                }
                Some(doc) => {
                    self.invalid = true;
                    SeekDangerResult::SeekLowerBound((target + 1).max(doc - (doc - target) / 2))
                }
                None => SeekDangerResult::SeekLowerBound(TERMINATED),
            }
        }

        fn doc(&self) -> DocId {
            assert!(!self.invalid);
            self.docs.get(self.at).copied().unwrap_or(TERMINATED)
        }

        fn size_hint(&self) -> u32 {
            self.docs.len() as u32
        }
    }

    impl Scorer for Sly {
        fn score(&mut self) -> Score {
            1.0
        }
    }

    fn plain(docs: &[DocId]) -> Box<dyn Scorer> {
        let mut set = BitSet::with_max_value(MOST);
        for doc in docs {
            set.insert(*doc);
        }
        Box::new(ConstScorer::new(BitSetDocSet::from(set), 1.0))
    }

    fn sly(docs: &[DocId]) -> Box<dyn Scorer> {
        Box::new(Sly {
            docs: docs.to_vec(),
            at: 0,
            invalid: false,
        })
    }

    proptest! {
        #[test]
        fn it_has_what_any_has(
            lists in prop::collection::vec(prop::collection::btree_set(0..MOST, 1..20), 2..5),
            steps in prop::collection::vec((0..3u8, 1..30u32), 1..60),
        ) {
            let all: std::collections::BTreeSet<DocId> = lists.iter().flatten().copied().collect();
            let scorers = lists.iter().enumerate().map(|(at, docs)| {
                let docs: Vec<DocId> = docs.iter().copied().collect();
                if at % 2 == 0 { sly(&docs) } else { plain(&docs) }
            });
            let mut any = AnyScorer::new(scorers.collect());
            let first = |from: DocId| all.range(from..).next().copied().unwrap_or(TERMINATED);
            prop_assert_eq!(any.doc(), first(0));
            let (mut at, mut valid) = (any.doc(), true);
            for (step, far) in steps {
                if at == TERMINATED {
                    break;
                }
                match step {
                    0 if valid => {
                        let next = first(at + 1);
                        prop_assert_eq!(any.advance(), next);
                        at = next;
                    }
                    1 if valid => {
                        let next = first(at + far);
                        prop_assert_eq!(any.seek(at + far), next);
                        at = next;
                    }
                    _ => {
                        let target = at + far;
                        match any.seek_danger(target) {
                            SeekDangerResult::Found => {
                                prop_assert_eq!(first(target), target);
                                prop_assert_eq!(any.doc(), target);
                                valid = true;
                            }
                            SeekDangerResult::SeekLowerBound(bound) => {
                                let next = first(target);
                                prop_assert!(next != target && target < bound && bound <= next);
                                valid = false;
                            }
                        }
                        at = target;
                    }
                }
            }
        }
    }
}
