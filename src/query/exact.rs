//! Every mention of a term, counted passage by passage from the postings alone.
//!
//! The index holds each pair of neighbouring units at its position and leaves a
//! hole where a sentence ends (see [`crate::analysis::pairs`]). So a term of two
//! units is one posting list, a longer one a few lists whose positions line up,
//! a single unit all lists that begin with its key: no text is read.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EnableScoring, Query, Scorer};
use tantivy::schema::{IndexRecordOption, Term as IndexTerm};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED};

use super::error::QueryError;
use crate::analysis::pairs::{self, Pair};
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

/// The passages of one segment that mention `term` and pass `filter`, in order.
pub fn passages(
    index: &OpenIndex,
    segment: u32,
    term: &Term,
    filter: Option<&dyn Query>,
) -> Result<Vec<PassageCount>, QueryError> {
    let reader = index.searcher.segment_reader(segment);
    let mut keep = Keep::new(index, reader, filter)?;
    let mut found = Vec::new();
    let mut on = |doc, mentions| {
        if keep.keeps(doc) {
            found.push(PassageCount { doc, mentions });
        }
    };
    let cover = pairs::cover(term);
    match cover.as_slice() {
        [] => single(index, reader, term, &mut on)?,
        [pair] if !overlaps_itself(term) => frequencies(index, reader, pair, &mut on)?,
        cover => phrases(index, reader, term, cover, &mut on)?,
    }
    Ok(found)
}

/// What deletions and filters leave.
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

    /// Whether `doc` is left; documents must come in order.
    fn keeps(&mut self, doc: DocId) -> bool {
        let passes = match &mut self.filter {
            None => true,
            Some(filter) => {
                (if filter.doc() < doc {
                    filter.seek(doc)
                } else {
                    filter.doc()
                }) == doc
            }
        };
        passes && !self.reader.is_deleted(doc)
    }
}

/// Whether two mentions of a term could overlap: only then does their order matter.
fn overlaps_itself(term: &Term) -> bool {
    let keys: Vec<&str> = (0..term.len()).map(|at| term.key(at)).collect();
    (1..keys.len()).any(|shift| keys[shift..] == keys[..keys.len() - shift])
}

/// A term of one unit: every token that begins with its key is one mention.
fn single(
    index: &OpenIndex,
    reader: &SegmentReader,
    term: &Term,
    on: &mut impl FnMut(DocId, u32),
) -> Result<(), QueryError> {
    let inverted = reader.inverted_index(index.fields.pairs)?;
    let mut counts = vec![0u32; reader.max_doc() as usize];
    let key = term.keys().as_bytes();
    let mut tokens = inverted.terms().range().ge(key).into_stream()?;
    while tokens.advance() && tokens.key().starts_with(key) {
        let mut postings =
            inverted.read_postings_from_terminfo(tokens.value(), IndexRecordOption::WithFreqs)?;
        while postings.doc() != TERMINATED {
            counts[postings.doc() as usize] += postings.term_freq();
            postings.advance();
        }
    }
    for (doc, count) in (0..).zip(counts) {
        if count > 0 {
            on(doc, count);
        }
    }
    Ok(())
}

fn postings(
    index: &OpenIndex,
    reader: &SegmentReader,
    pair: &Pair,
    option: IndexRecordOption,
) -> Result<Option<SegmentPostings>, QueryError> {
    let inverted = reader.inverted_index(index.fields.pairs)?;
    let term = IndexTerm::from_field_text(index.fields.pairs, &pair.token);
    Ok(inverted.read_postings(&term, option)?)
}

/// A term of two units that cannot overlap itself: the frequencies are the counts.
fn frequencies(
    index: &OpenIndex,
    reader: &SegmentReader,
    pair: &Pair,
    on: &mut impl FnMut(DocId, u32),
) -> Result<(), QueryError> {
    if let Some(mut postings) = postings(index, reader, pair, IndexRecordOption::WithFreqs)? {
        while postings.doc() != TERMINATED {
            on(postings.doc(), postings.term_freq());
            postings.advance();
        }
    }
    Ok(())
}

/// A longer term: the places where all of its pairs line up.
fn phrases(
    index: &OpenIndex,
    reader: &SegmentReader,
    term: &Term,
    cover: &[Pair],
    on: &mut impl FnMut(DocId, u32),
) -> Result<(), QueryError> {
    let mut lists = Vec::with_capacity(cover.len());
    for pair in cover {
        match postings(
            index,
            reader,
            pair,
            IndexRecordOption::WithFreqsAndPositions,
        )? {
            Some(postings) => lists.push((pair.offset, postings)),
            None => return Ok(()),
        }
    }
    let last = cover.last().map_or(0, |pair| pair.offset);
    // The rarest pair leads.
    lists.sort_by_key(|(_, postings)| postings.doc_freq());
    let mut starts = Vec::new();
    let mut other = Vec::new();
    let mut doc = lists[0].1.doc();
    'docs: while doc != TERMINATED {
        for (_, postings) in &mut lists {
            let at = if postings.doc() < doc {
                postings.seek(doc)
            } else {
                postings.doc()
            };
            if at > doc {
                doc = at;
                continue 'docs;
            }
        }
        for (number, (offset, postings)) in lists.iter_mut().enumerate() {
            let list = if number == 0 { &mut starts } else { &mut other };
            list.clear();
            // Every list is shifted to where the term's last pair would stand.
            postings.append_positions_with_offset(last - *offset, list);
            if number > 0 {
                intersect(&mut starts, &other);
            }
            if starts.is_empty() {
                break;
            }
        }
        let mentions = count_apart(&starts, term.len() as u32);
        if mentions > 0 {
            on(doc, mentions);
        }
        doc = lists[0].1.advance();
    }
    Ok(())
}

/// Keeps in `left` what is in `right` too; both are sorted.
fn intersect(left: &mut Vec<u32>, right: &[u32]) {
    let mut rest = right.iter().peekable();
    left.retain(|&position| {
        while rest.next_if(|&&other| other < position).is_some() {}
        rest.peek() == Some(&&position)
    });
}

/// How many of the sorted `starts` remain, taken from the left, when each takes up `len` units.
fn count_apart(starts: &[u32], len: u32) -> u32 {
    let mut free = 0;
    let mut count = 0;
    for &start in starts {
        if start >= free {
            count += 1;
            free = start + len;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_that_may_overlap_themselves_are_known() {
        let overlaps = |term: &str| overlaps_itself(&Term::parse(term).unwrap());
        assert!(overlaps("一一") && overlaps("法治法") && overlaps("一二一二"));
        assert!(!overlaps("法治") && !overlaps("法") && !overlaps("人民调解"));
    }

    #[test]
    fn places_are_lined_up_and_counted_apart() {
        let mut left = vec![1, 4, 7, 9];
        intersect(&mut left, &[0, 4, 5, 9, 12]);
        assert_eq!(left, [4, 9]);
        assert_eq!(count_apart(&[0, 1, 2, 3, 4], 2), 3);
    }
}
