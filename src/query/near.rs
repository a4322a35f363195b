//! Terms that stand close to each other in a passage, as a query.
//!
//! Distances are counted in positions: units, and one more for each sentence end
//! between them.

use std::collections::BTreeMap;
use std::fmt;

use tantivy::query::{
    BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::schema::Field;
use tantivy::{DocId, DocSet, Score, SegmentReader, TantivyError};
use tantivy_common::BitSet;

use super::postings::Pairs;
use crate::index::{Deadline, IndexError};
use crate::text::Term;

/// Matches passages where terms follow one another, each at most `within` units behind the last.
#[derive(Clone)]
pub struct NearQuery {
    /// The field of pairs.
    pub field: Field,
    /// When to give up.
    pub deadline: Deadline,
    /// The terms, in order.
    pub terms: Vec<Term>,
    /// Most units between one and the next.
    pub within: u32,
}

impl fmt::Debug for NearQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let terms: Vec<&str> = self.terms.iter().map(Term::written).collect();
        write!(f, "Near({} ~{})", terms.join(" "), self.within)
    }
}

impl NearQuery {
    /// Where, in each passage, a chain of the terms so far ends.
    fn chains(&self, reader: &SegmentReader) -> tantivy::Result<BTreeMap<DocId, Vec<u32>>> {
        let pairs = Pairs {
            reader,
            field: self.field,
        };
        let mut ends: BTreeMap<DocId, Vec<u32>> = BTreeMap::new();
        for (number, term) in self.terms.iter().enumerate() {
            let over = |error: IndexError| TantivyError::InternalError(error.to_string());
            self.deadline.check().map_err(over)?;
            let len = term.len() as u32;
            let mut next = BTreeMap::new();
            pairs.each_start(term, &mut |doc, starts| {
                let follows = |start: &&u32| match ends.get(&doc) {
                    _ if number == 0 => true,
                    Some(ends) => ends
                        .iter()
                        .any(|end| (*end..=*end + self.within).contains(*start)),
                    None => false,
                };
                let reached: Vec<u32> = starts
                    .iter()
                    .filter(follows)
                    .map(|start| start + len)
                    .collect();
                if !reached.is_empty() {
                    next.insert(doc, reached);
                }
            })?;
            ends = next;
        }
        Ok(ends)
    }
}

impl Query for NearQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for NearQuery {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut docs = BitSet::with_max_value(reader.max_doc());
        for doc in self.chains(reader)?.into_keys() {
            docs.insert(doc);
        }
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(docs), boost)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        if self.scorer(reader, 1.0)?.seek(doc) == doc {
            Ok(Explanation::new("terms stand near", 1.0))
        } else {
            Err(TantivyError::InvalidArgument(format!(
                "document {doc} does not match"
            )))
        }
    }
}
