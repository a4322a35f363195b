//! Where a term stands: its posting list in each segment, looked up once and read as often as needed.

use std::sync::Arc;

use tantivy::Term;
use tantivy::postings::TermInfo;

use super::error::IndexError;
use super::open::OpenIndex;

/// The posting lists of a term; `None` for segments that do not hold it. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Lists(Arc<[Option<TermInfo>]>);

impl Lists {
    /// The lists of `term` in the segments of an index.
    pub fn of(index: &OpenIndex, term: &Term) -> Result<Self, IndexError> {
        let readers = index.searcher.segment_readers().iter();
        let lists = readers.map(|reader| {
            let inverted = reader.inverted_index(term.field())?;
            Ok(inverted.get_term_info(term)?)
        });
        Ok(Lists(lists.collect::<tantivy::Result<_>>()?))
    }

    /// The list in a segment, by the number of the segment.
    pub fn in_segment(&self, segment: u32) -> Option<&TermInfo> {
        self.0.get(segment as usize)?.as_ref()
    }

    /// How many documents hold the term, those deleted included.
    pub fn documents(&self) -> u64 {
        let each = self.0.iter().flatten();
        each.map(|list| u64::from(list.doc_freq)).sum()
    }
}
