//! "Holds this term", as a query that tantivy can combine with others.
//!
//! Answered by the same postings as mentions are, so that ranking and listing
//! never disagree on what a passage holds.

use std::fmt;

use tantivy::query::{
    BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::schema::Field;
use tantivy::{DocId, DocSet, Score, SegmentReader, TantivyError};
use tantivy_common::BitSet;

use super::postings::Pairs;
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

impl Query for HoldsQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for HoldsQuery {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let pairs = Pairs {
            reader,
            field: self.field,
        };
        let mut docs = BitSet::with_max_value(reader.max_doc());
        pairs.each_count(&self.term, &mut |doc, _| {
            docs.insert(doc);
        })?;
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(docs), boost)))
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
