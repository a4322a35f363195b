//! "Holds this term", as a query that tantivy can combine with others.
//!
//! Answered by the same postings as mentions are, so that ranking and listing never disagree on what a
//! passage holds, and read only as far as the other conditions let passages through. A term that was indexed
//! as a word certainly stands there: no positions are read for that.

use std::fmt;

use tantivy::postings::SegmentPostings;
use tantivy::query::{
    BitSetDocSet, ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer, TermQuery,
    Weight,
};
use tantivy::schema::{Field, IndexRecordOption, Term as IndexTerm};
use tantivy::{DocId, DocSet, Score, SeekDangerResult, SegmentReader, TERMINATED, TantivyError};
use tantivy_common::BitSet;

use super::lined_up::LinedUp;
use super::postings::{List, Pairs};
use crate::index::OpenIndex;
use crate::text::{Term, is_han};

/// Of so many passages that hold all pairs of a term, one is expected to hold the term; tantivy estimates the
/// same for phrases.
const SELDOM_LINED_UP: u32 = 10;
/// What reading the positions of a pair costs, in steps along its list.
const POSITIONS_COST: u64 = 10;

/// Matches the passages that hold a term by the matching rule.
#[derive(Clone)]
pub struct HoldsQuery {
    pairs: Field,
    words: Field,
    term: Term,
}

impl fmt::Debug for HoldsQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Holds({})", self.term.written())
    }
}

impl HoldsQuery {
    /// The passages of an index that hold `term`.
    pub fn of(index: &OpenIndex, term: &Term) -> Self {
        HoldsQuery {
            pairs: index.fields.pairs,
            words: index.fields.words,
            term: term.clone(),
        }
    }

    fn pairs<'r>(&self, reader: &'r SegmentReader) -> Pairs<'r> {
        Pairs {
            reader,
            field: self.pairs,
        }
    }

    /// The passages of a segment that hold a term of one unit.
    pub fn unit(&self, reader: &SegmentReader) -> tantivy::Result<BitSet> {
        let mut docs = BitSet::with_max_value(reader.max_doc());
        let option = IndexRecordOption::Basic;
        self.pairs(reader)
            .each_block(&self.term, option, &mut |block| {
                for doc in block.docs() {
                    docs.insert(*doc);
                }
            })?;
        Ok(docs)
    }

    /// The passages in which the segmenter made the whole term a word, or part of one: some of those that
    /// hold it.
    fn word(&self, reader: &SegmentReader) -> tantivy::Result<Option<SegmentPostings>> {
        // Han characters are each a unit and equal to themselves alone, so words of them can be compared.
        let word = self.term.keys();
        if !word.chars().all(is_han) {
            return Ok(None);
        }
        let word = IndexTerm::from_field_text(self.words, word);
        let inverted = reader.inverted_index(self.words)?;
        Ok(inverted.read_postings(&word, IndexRecordOption::Basic)?)
    }
}

impl Query for HoldsQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for HoldsQuery {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        if self.term.len() == 1 {
            let docs = BitSetDocSet::from(self.unit(reader)?);
            return Ok(Box::new(ConstScorer::new(docs, boost)));
        }
        // It never adds to a score.
        let scoring = EnableScoring::disabled_from_schema(reader.schema());
        match self.pairs(reader).cover(&self.term)?.as_slice() {
            [] => Ok(Box::new(EmptyScorer)),
            [list] => TermQuery::new(list.key.clone(), IndexRecordOption::Basic)
                .weight(scoring)?
                .scorer(reader, boost),
            lists => {
                let pairs = self.pairs(reader).line_up(lists)?;
                Ok(Box::new(HoldsScorer::new(pairs, self.word(reader)?)))
            }
        }
    }

    fn count(&self, reader: &SegmentReader) -> tantivy::Result<u32> {
        match (reader.alive_bitset(), self.term.len()) {
            (None, 2) => {
                let lists = self.pairs(reader).cover(&self.term)?;
                Ok(lists.first().map_or(0, List::frequency))
            }
            (None, _) => Ok(self.scorer(reader, 1.0)?.count_including_deleted()),
            (Some(alive), _) => Ok(self.scorer(reader, 1.0)?.count(alive)),
        }
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.seek(doc) == doc {
            Ok(Explanation::new("holds the term", 1.0))
        } else {
            Err(TantivyError::InvalidArgument(format!(
                "document {doc} does not match"
            )))
        }
    }
}

/// Goes through the passages that hold a term of three units or more.
struct HoldsScorer {
    pairs: LinedUp,
    /// Passages that are known to hold it.
    word: Option<SegmentPostings>,
    doc: DocId,
}

impl HoldsScorer {
    fn new(mut pairs: LinedUp, word: Option<SegmentPostings>) -> Self {
        let first = pairs.meet(0);
        let mut scorer = HoldsScorer {
            pairs,
            word,
            doc: first,
        };
        scorer.settle(first);
        scorer
    }

    /// Whether the passage, which holds all pairs of the term, holds the term.
    fn holds(&mut self, doc: DocId) -> bool {
        let is_word = self.word.as_mut().is_some_and(|word| {
            let at = word.doc();
            doc == if at < doc { word.seek(doc) } else { at }
        });
        is_word || !self.pairs.starts().is_empty()
    }

    /// From a passage that holds all pairs, goes on to the first that holds the term.
    fn settle(&mut self, mut doc: DocId) -> DocId {
        while doc != TERMINATED && !self.holds(doc) {
            doc = self.pairs.advance();
        }
        self.doc = doc;
        doc
    }
}

impl DocSet for HoldsScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        let next = self.pairs.advance();
        self.settle(next)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc {
            return self.doc;
        }
        let next = self.pairs.meet(target);
        self.settle(next)
    }

    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        if target >= TERMINATED {
            return SeekDangerResult::SeekLowerBound(TERMINATED);
        }
        match self.pairs.ask(target) {
            at if at > target => SeekDangerResult::SeekLowerBound(at),
            _ if self.holds(target) => {
                self.doc = target;
                SeekDangerResult::Found
            }
            _ => SeekDangerResult::SeekLowerBound(target + 1),
        }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    // Most passages that hold the term hold it as a word, if any does.
    fn size_hint(&self) -> u32 {
        match &self.word {
            Some(word) => word.doc_freq(),
            None => self.pairs.pairs().1 / SELDOM_LINED_UP,
        }
    }

    fn cost(&self) -> u64 {
        let (pairs, rarest) = self.pairs.pairs();
        let each = match &self.word {
            Some(_) => pairs as u64,
            None => pairs as u64 * POSITIONS_COST,
        };
        u64::from(rarest) * each
    }
}

impl Scorer for HoldsScorer {
    fn score(&mut self) -> Score {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::index::tests::made_of;
    use crate::query::blocks::Blocks;

    /// Words, and what may stand within and between them.
    const PIECES: [&str; 20] = [
        "行政",
        "复议",
        "行政复议",
        "申请",
        "政复",
        "议",
        "法治",
        "宣传",
        "、",
        "“",
        "\n",
        "。",
        " ",
        "\u{200b}",
        "複",
        "。\n",
        "行政复议\u{301}",
        "㍾维新",
        "明治",
        "维新",
    ];

    #[test]
    fn what_is_cut_out_as_a_word_or_not_is_found_where_it_stands() {
        let mut state = 11u32;
        let mut piece = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            PIECES[(state >> 16) as usize % PIECES.len()]
        };
        let made = made_of((0..20).map(|_| (0..200).map(|_| piece()).collect()));
        let index = OpenIndex::open(&made.home).unwrap();
        for written in [
            "行政复议",
            "行政复议申请",
            "政复议",
            "复议申请",
            "法治宣传",
            "明治维新",
            "议、法治",
        ] {
            let term = Term::parse(written).unwrap();
            let query = HoldsQuery::of(&index, &term);
            let mut segments = (0..).zip(index.searcher.segment_readers());
            let (number, reader) = segments.next().unwrap();
            let mut scorer = query.scorer(reader, 1.0).unwrap();
            let mut found = BTreeSet::new();
            while scorer.doc() != TERMINATED {
                found.insert(scorer.doc());
                scorer.advance();
            }
            let mut scorer = query.scorer(reader, 1.0).unwrap();
            scorer.seek(TERMINATED);
            assert_eq!(scorer.advance(), TERMINATED);
            let blocks = Blocks::new(&index, number).unwrap();
            let passages = (0..reader.max_doc()).filter(|doc| {
                let Some(report) = blocks.report_of(*doc) else {
                    return false;
                };
                let passage = doc - report - 1;
                let report = index.report(number, report).unwrap();
                let bytes = report.record.passages[passage as usize].passage.bytes();
                !term.find_all(&report.text[bytes]).is_empty()
            });
            let right: BTreeSet<DocId> = passages.collect();
            assert_eq!(found, right, "{written}");
            assert!(found.len() > 3, "{written}: {}", found.len());
            for target in 0..reader.max_doc() {
                let mut scorer = query.scorer(reader, 1.0).unwrap();
                let asked = scorer.seek_danger(target) == SeekDangerResult::Found;
                assert_eq!(asked, right.contains(&target), "{written}, {target}");
            }
        }
    }
}
