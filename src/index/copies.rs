//! Reports of which there are several copies: where they are in the index.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use tantivy::index::SegmentId;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED, Term};
use tantivy_common::BitSet;

use super::documents::Documents;
use super::error::IndexError;
use super::open::OpenIndex;

/// Some of the copies, and their documents: the reports themselves and all their passages.
#[derive(Debug)]
pub struct CopySet {
    /// The ids of the reports.
    pub ids: BTreeSet<String>,
    /// Their documents.
    pub documents: Documents,
}

/// What is looked up about copies once, for nearly every search leaves them out.
#[derive(Default)]
pub(super) struct KnownCopies {
    places: OnceLock<Places>,
    later: OnceLock<Arc<CopySet>>,
}

/// The documents of reports by their ids, in each segment. They stand one after another, so ranges are short lists.
type Places = HashMap<SegmentId, HashMap<String, Vec<Range<DocId>>>>;

impl OpenIndex {
    /// The copies of these ids.
    pub fn copy_set(&self, ids: BTreeSet<String>) -> Result<CopySet, IndexError> {
        let places = match self.known_copies.places.get() {
            Some(known) => known,
            None => {
                let found = self.copy_places()?;
                self.known_copies.places.get_or_init(|| found)
            }
        };
        let documents = Documents::found(&self.searcher, |reader| -> Result<_, IndexError> {
            let mut documents = BitSet::with_max_value(reader.max_doc());
            if let Some(places) = places.get(&reader.segment_id()) {
                let ranges = ids.iter().filter_map(|id| places.get(id)).flatten();
                for doc in ranges.flat_map(Range::clone) {
                    documents.insert(doc);
                }
            }
            Ok(documents)
        })?;
        Ok(CopySet { ids, documents })
    }

    /// Of each report of which there are several copies all but the first.
    pub fn later_copies(&self) -> Result<Arc<CopySet>, IndexError> {
        if let Some(known) = self.known_copies.later.get() {
            return Ok(known.clone());
        }
        let others = self.copies().iter().flat_map(|group| group.iter().skip(1));
        let found = Arc::new(self.copy_set(others.map(|(_, id)| id.clone()).collect())?);
        Ok(self.known_copies.later.get_or_init(|| found).clone())
    }

    fn copy_places(&self) -> Result<Places, IndexError> {
        let readers = self.searcher.segment_readers().par_iter();
        let places = readers.map(|reader| {
            let inverted = reader.inverted_index(self.fields.report)?;
            let mut places = HashMap::new();
            for (_, id) in self.copies().iter().flatten() {
                let term = Term::from_field_text(self.fields.report, id);
                let option = IndexRecordOption::Basic;
                if let Some(mut found) = inverted.read_postings(&term, option)? {
                    places.insert(id.clone(), ranges(&mut found));
                }
            }
            Ok((reader.segment_id(), places))
        });
        Ok(places.collect::<tantivy::Result<_>>()?)
    }
}

/// What is found, as ranges of documents.
fn ranges(found: &mut impl DocSet) -> Vec<Range<DocId>> {
    let mut ranges: Vec<Range<DocId>> = Vec::new();
    while found.doc() != TERMINATED {
        let doc = found.doc();
        match ranges.last_mut() {
            Some(last) if last.end == doc => last.end += 1,
            _ => ranges.push(doc..doc + 1),
        }
        found.advance();
    }
    ranges
}
