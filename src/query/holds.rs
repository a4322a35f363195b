//! "Holds this term", as a query that tantivy can combine with others.
//!
//! Answered by the same postings as mentions are, so that ranking and listing
//! never disagree on what a passage holds; read only as far as the other
//! conditions let a passage through.

use std::fmt;

use tantivy::query::{
    BitSetDocSet, ConstScorer, EmptyScorer, EnableScoring, Explanation, PhraseQuery, Query, Scorer,
    TermQuery, Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TantivyError};
use tantivy_common::BitSet;

use super::postings::{List, Pairs};
use crate::text::Term;

/// Matches the passages that hold a term by the matching rule.
#[derive(Clone)]
pub struct HoldsQuery {
    /// The field of pairs.
    pub field: Field,
    /// The term.
    pub term: Term,
}

impl fmt::Debug for HoldsQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Holds({})", self.term.written())
    }
}

impl HoldsQuery {
    /// The passages of a segment that hold a term of one unit.
    pub fn unit(&self, reader: &SegmentReader) -> tantivy::Result<BitSet> {
        let pairs = Pairs {
            reader,
            field: self.field,
        };
        let mut docs = BitSet::with_max_value(reader.max_doc());
        pairs.each_document(&self.term, &mut |doc| {
            docs.insert(doc);
        })?;
        Ok(docs)
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
        let field = self.field;
        let mut lists = Pairs { reader, field }.cover(&self.term)?;
        // It never adds to a score.
        let scoring = EnableScoring::disabled_from_schema(reader.schema());
        match lists.pop() {
            None => Ok(Box::new(EmptyScorer)),
            Some(list) if lists.is_empty() => TermQuery::new(list.key, IndexRecordOption::Basic)
                .weight(scoring)?
                .scorer(reader, boost),
            Some(list) => {
                let lists = lists.into_iter().chain([list]);
                let keys = lists.map(|list| (list.offset as usize, list.key));
                PhraseQuery::new_with_offset(keys.collect())
                    .weight(scoring)?
                    .scorer(reader, boost)
            }
        }
    }

    fn count(&self, reader: &SegmentReader) -> tantivy::Result<u32> {
        let field = self.field;
        match (reader.alive_bitset(), self.term.len()) {
            (None, 2) => {
                let lists = Pairs { reader, field }.cover(&self.term)?;
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
