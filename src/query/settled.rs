//! A query evaluated once: the documents that pass, kept to be asked for many terms.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;
use tantivy::index::SegmentId;
use tantivy::query::{
    BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED, Term};
use tantivy_common::BitSet;

/// The documents of each segment that pass.
#[derive(Clone, Debug)]
pub struct SettledQuery {
    passing: Arc<HashMap<SegmentId, BitSet>>,
}

impl SettledQuery {
    /// Evaluates `query`.
    pub fn new(searcher: &Searcher, query: &dyn Query) -> tantivy::Result<Self> {
        let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
        SettledQuery::of(searcher, |reader| {
            let mut documents = BitSet::with_max_value(reader.max_doc());
            insert_all(&mut weight.scorer(reader, 1.0)?, &mut documents);
            Ok(documents)
        })
    }

    /// The documents that have any of some terms.
    pub fn any_of(searcher: &Searcher, terms: &[Term]) -> tantivy::Result<Self> {
        SettledQuery::of(searcher, |reader| {
            let mut documents = BitSet::with_max_value(reader.max_doc());
            for term in terms {
                let inverted = reader.inverted_index(term.field())?;
                if let Some(mut found) = inverted.read_postings(term, IndexRecordOption::Basic)? {
                    insert_all(&mut found, &mut documents);
                }
            }
            Ok(documents)
        })
    }

    /// What `find` finds in each segment.
    pub fn of<E: Send>(
        searcher: &Searcher,
        find: impl Fn(&SegmentReader) -> Result<BitSet, E> + Sync,
    ) -> Result<Self, E> {
        let readers = searcher.segment_readers().par_iter();
        let passing = readers.map(|reader| Ok((reader.segment_id(), find(reader)?)));
        Ok(SettledQuery {
            passing: Arc::new(passing.collect::<Result<_, E>>()?),
        })
    }
}

/// Adds all that are found.
pub fn insert_all(found: &mut impl DocSet, documents: &mut BitSet) {
    while found.doc() != TERMINATED {
        documents.insert(found.doc());
        found.advance();
    }
}

impl Query for SettledQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for SettledQuery {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let documents = self.passing.get(&reader.segment_id()).cloned();
        let documents = documents.unwrap_or_else(|| BitSet::with_max_value(reader.max_doc()));
        Ok(Box::new(ConstScorer::new(
            BitSetDocSet::from(documents),
            boost,
        )))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("passes the filters", 1.0))
    }
}
