//! Sets of documents of an index, worked out once and asked often.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;
use tantivy::index::SegmentId;
use tantivy::{DocSet, Searcher, SegmentReader, TERMINATED};
use tantivy_common::BitSet;

/// A set of documents: a bit for each document of a segment. Copies share it.
#[derive(Clone, Debug)]
pub struct Documents(Arc<HashMap<SegmentId, BitSet>>);

impl Documents {
    /// What `find` finds in each segment; segments are searched in parallel.
    pub fn found<E: Send>(
        searcher: &Searcher,
        find: impl Fn(&SegmentReader) -> Result<BitSet, E> + Sync,
    ) -> Result<Self, E> {
        let readers = searcher.segment_readers().par_iter();
        let found = readers.map(|reader| Ok((reader.segment_id(), find(reader)?)));
        Ok(Documents(Arc::new(found.collect::<Result<_, E>>()?)))
    }

    /// Those of one segment; `None` if it is not one of the index that they were found in.
    pub fn in_segment(&self, reader: &SegmentReader) -> Option<&BitSet> {
        self.0.get(&reader.segment_id())
    }
}

/// Adds all that are found.
pub fn insert_all(found: &mut impl DocSet, documents: &mut BitSet) {
    while found.doc() != TERMINATED {
        documents.insert(found.doc());
        found.advance();
    }
}
