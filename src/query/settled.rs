//! A query evaluated once: the documents that pass, kept to be asked for many terms.

use tantivy::query::{
    BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::{DocId, Score, Searcher, SegmentReader};
use tantivy_common::BitSet;

use crate::index::{Documents, insert_all};

/// The documents of each segment that pass.
#[derive(Clone, Debug)]
pub struct SettledQuery(pub Documents);

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

    /// What `find` finds in each segment.
    pub fn of<E: Send>(
        searcher: &Searcher,
        find: impl Fn(&SegmentReader) -> Result<BitSet, E> + Sync,
    ) -> Result<Self, E> {
        Documents::found(searcher, find).map(SettledQuery)
    }
}

impl Query for SettledQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for SettledQuery {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let documents = self.0.in_segment(reader).cloned();
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
