//! Passages that mention a term, or one of several that count as one.

use tantivy::query::{EnableScoring, Query, Scorer};
use tantivy::{DocId, DocSet, SegmentReader};

use super::error::QueryError;
use super::postings::Pairs;
use crate::index::OpenIndex;
use crate::text::Term;

/// Mentions in one passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PassageCount {
    /// The passage's document.
    pub doc: DocId,
    /// Mentions, leftmost and not overlapping.
    pub mentions: u32,
}

/// Calls `on` with the passages of one segment that mention any of `terms` and pass `filter`, in order.
///
/// Where mentions of several terms overlap, the leftmost counts, the longest of those.
pub fn each_passage(
    index: &OpenIndex,
    segment: u32,
    terms: &[Term],
    filter: Option<&dyn Query>,
    mut on: impl FnMut(PassageCount),
) -> Result<(), QueryError> {
    let reader = index.searcher.segment_reader(segment);
    let pairs = Pairs {
        reader,
        field: index.fields.pairs,
    };
    let mut keep = Keep::new(index, reader, filter)?;
    let on = |doc, mentions| {
        if keep.keeps(doc) {
            on(PassageCount { doc, mentions });
        }
    };
    match terms {
        [term] => pairs.each_count(term, on)?,
        terms => each_count_of_any(pairs, terms, on)?,
    }
    Ok(())
}

fn each_count_of_any(
    pairs: Pairs<'_>,
    terms: &[Term],
    mut on: impl FnMut(DocId, u32),
) -> tantivy::Result<()> {
    // Document, start, and how far short of the longest: sorted, the leftmost longest comes first.
    let mut places: Vec<(DocId, u32, u32)> = Vec::new();
    for term in terms {
        let len = term.len() as u32;
        pairs.each_start(term, &mut |doc, starts| {
            places.extend(starts.iter().map(|start| (doc, *start, u32::MAX - len)));
        })?;
    }
    places.sort_unstable();
    for group in places.chunk_by(|a, b| a.0 == b.0) {
        let mut free = 0;
        let mut count = 0;
        for &(_, start, short) in group {
            if start >= free {
                count += 1;
                free = start + (u32::MAX - short);
            }
        }
        on(group[0].0, count);
    }
    Ok(())
}

/// Which documents remain after deletions and the filter.
struct Keep<'a> {
    reader: &'a SegmentReader,
    filter: Option<Box<dyn Scorer>>,
}

impl<'a> Keep<'a> {
    fn new(
        index: &OpenIndex,
        reader: &'a SegmentReader,
        filter: Option<&dyn Query>,
    ) -> Result<Self, QueryError> {
        let scorer = |query: &dyn Query| {
            let weight = query.weight(EnableScoring::disabled_from_searcher(&index.searcher))?;
            weight.scorer(reader, 1.0)
        };
        Ok(Keep {
            reader,
            filter: filter.map(scorer).transpose()?,
        })
    }

    /// Whether `doc` remains; documents must come in order.
    fn keeps(&mut self, doc: DocId) -> bool {
        let passes = match &mut self.filter {
            None => true,
            Some(filter) => {
                if filter.doc() < doc {
                    filter.seek(doc);
                }
                filter.doc() == doc
            }
        };
        passes && !self.reader.is_deleted(doc)
    }
}
