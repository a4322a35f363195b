//! "Holds this term", as a query that tantivy can combine with others.
//!
//! Answered by the same postings as mentions are, so that ranking and listing
//! never disagree on what a passage holds; read only as far as the other
//! conditions let a passage through.

use std::fmt;

use tantivy::query::{
    BitSetDocSet, ConstScorer, EmptyQuery, EnableScoring, Explanation, PhraseQuery, Query, Scorer,
    TermQuery, Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TantivyError, Term as IndexTerm};
use tantivy_common::BitSet;

use super::postings::Pairs;
use crate::analysis::pairs;
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

    /// The pairs that a term of two or more units is covered by, as a phrase.
    fn phrase(&self) -> Box<dyn Query> {
        let cover = pairs::cover(&self.term);
        let key = |token: &str| IndexTerm::from_field_text(self.field, token);
        match cover.as_slice() {
            [] => Box::new(EmptyQuery),
            [pair] => Box::new(TermQuery::new(key(&pair.token), IndexRecordOption::Basic)),
            pairs => {
                let keys = pairs
                    .iter()
                    .map(|pair| (pair.offset as usize, key(&pair.token)));
                Box::new(PhraseQuery::new_with_offset(keys.collect()))
            }
        }
    }
}

impl Query for HoldsQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        if self.term.len() == 1 {
            return Ok(Box::new(self.clone()));
        }
        // It never adds to a score.
        let schema = scoring.schema();
        self.phrase()
            .weight(EnableScoring::disabled_from_schema(schema))
    }
}

/// A single unit: all lists of pairs that it begins.
impl Weight for HoldsQuery {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let docs = BitSetDocSet::from(self.unit(reader)?);
        Ok(Box::new(ConstScorer::new(docs, boost)))
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
