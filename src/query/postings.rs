//! Where a term stands, by the postings alone: no text is read.
//!
//! The index holds each pair of neighbouring units at its position and leaves a
//! hole where a sentence ends (see [`crate::analysis::pairs`]). So a term of two
//! units is one posting list, a longer one a few lists whose positions line up,
//! a single unit all lists that begin with its key.

use tantivy::postings::{BlockSegmentPostings, Postings, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption, Term as IndexTerm};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED};

use super::lined_up::LinedUp;
use crate::analysis::pairs;
use crate::text::Term;

/// The pairs of one segment.
#[derive(Clone, Copy)]
pub struct Pairs<'a> {
    /// The segment.
    pub reader: &'a SegmentReader,
    /// The field that holds them.
    pub field: Field,
}

/// The passages that hold a pair of a term.
pub struct List {
    /// The pair, as the index has it.
    pub key: IndexTerm,
    /// Units between the term's start and the pair's.
    pub offset: u32,
    postings: TermInfo,
}

impl List {
    /// How many passages hold it, those deleted included.
    pub fn frequency(&self) -> u32 {
        self.postings.doc_freq
    }
}

impl Pairs<'_> {
    /// Calls `on` with each passage that mentions `term`, in order, and how often it does.
    pub fn each_count(self, term: &Term, mut on: impl FnMut(DocId, u32)) -> tantivy::Result<()> {
        if term.len() == 1 {
            return self.single_counts(term, on);
        }
        match self.cover(term)?.as_slice() {
            [] => Ok(()),
            [list] if !overlaps_itself(term) => self.frequencies(list, on),
            cover => {
                let len = term.len() as u32;
                self.lined_up(cover, &mut |doc, starts| on(doc, count_apart(starts, len)))
            }
        }
    }

    /// Calls `on` with each passage that mentions `term`, in order, and the positions where it
    /// does, overlapping ones included.
    pub fn each_start(self, term: &Term, on: &mut dyn FnMut(DocId, &[u32])) -> tantivy::Result<()> {
        match term.len() {
            1 => self.single_starts(term, on),
            _ => self.lined_up(&self.cover(term)?, on),
        }
    }

    /// The posting lists of all tokens that begin with the key of a single unit.
    fn lists_of(
        self,
        term: &Term,
        option: IndexRecordOption,
        on: &mut dyn FnMut(SegmentPostings),
    ) -> tantivy::Result<()> {
        let inverted = self.reader.inverted_index(self.field)?;
        self.terms_of(term, &mut |found| {
            on(inverted.read_postings_from_terminfo(found, option)?);
            Ok(())
        })
    }

    /// Where the lists of all tokens are that begin with the key of a single unit.
    fn terms_of(
        self,
        term: &Term,
        on: &mut dyn FnMut(&TermInfo) -> tantivy::Result<()>,
    ) -> tantivy::Result<()> {
        let inverted = self.reader.inverted_index(self.field)?;
        let key = term.keys().as_bytes();
        let mut tokens = inverted.terms().range().ge(key).into_stream()?;
        while tokens.advance() && tokens.key().starts_with(key) {
            on(tokens.value())?;
        }
        Ok(())
    }

    /// Calls `on` with each block of the posting lists of a single unit: passages that hold it, in no order, some
    /// more than once.
    pub fn each_block(
        self,
        unit: &Term,
        option: IndexRecordOption,
        on: &mut dyn FnMut(&BlockSegmentPostings),
    ) -> tantivy::Result<()> {
        let inverted = self.reader.inverted_index(self.field)?;
        let mut read = None;
        self.terms_of(unit, &mut |found| {
            // Thousands of lists, most of them short: they are read into one buffer, one after another.
            let postings = match &mut read {
                Some(postings) => {
                    inverted.reset_block_postings_from_terminfo(found, postings)?;
                    postings
                }
                None => {
                    let first = inverted.read_block_postings_from_terminfo(found, option)?;
                    read.insert(first)
                }
            };
            while !postings.docs().is_empty() {
                on(postings);
                postings.advance();
            }
            Ok(())
        })
    }

    fn single_counts(self, term: &Term, mut on: impl FnMut(DocId, u32)) -> tantivy::Result<()> {
        let mut counts = vec![0u32; self.reader.max_doc() as usize];
        self.each_block(term, IndexRecordOption::WithFreqs, &mut |block| {
            for (doc, frequency) in block.docs().iter().zip(block.freqs()) {
                counts[*doc as usize] += frequency;
            }
        })?;
        let found = (0..).zip(counts).filter(|(_, count)| *count > 0);
        found.for_each(|(doc, count)| on(doc, count));
        Ok(())
    }

    fn single_starts(self, term: &Term, on: &mut dyn FnMut(DocId, &[u32])) -> tantivy::Result<()> {
        let mut places: Vec<(DocId, u32)> = Vec::new();
        let mut positions = Vec::new();
        let option = IndexRecordOption::WithFreqsAndPositions;
        self.lists_of(term, option, &mut |mut postings| {
            while postings.doc() != TERMINATED {
                postings.positions(&mut positions);
                places.extend(positions.iter().map(|position| (postings.doc(), *position)));
                postings.advance();
            }
        })?;
        places.sort_unstable();
        for group in places.chunk_by(|a, b| a.0 == b.0) {
            positions.clear();
            positions.extend(group.iter().map(|place| place.1));
            on(group[0].0, &positions);
        }
        Ok(())
    }

    /// The lists of the pairs that must line up for a term of two or more units to stand there; empty if it
    /// stands nowhere.
    pub fn cover(self, term: &Term) -> tantivy::Result<Vec<List>> {
        let inverted = self.reader.inverted_index(self.field)?;
        let mut lists = Vec::new();
        for pair in pairs::of(term) {
            let key = IndexTerm::from_field_text(self.field, &pair.token);
            let Some(postings) = inverted.get_term_info(&key)? else {
                return Ok(Vec::new());
            };
            let offset = pair.offset;
            lists.push(Some(List {
                key,
                offset,
                postings,
            }));
        }
        let frequencies = lists.iter().flatten().map(List::frequency);
        let frequencies: Vec<u32> = frequencies.collect();
        let taken = pairs::cover(&frequencies).into_iter();
        Ok(taken.filter_map(|at| lists[at].take()).collect())
    }

    fn read(self, list: &List, option: IndexRecordOption) -> tantivy::Result<SegmentPostings> {
        let inverted = self.reader.inverted_index(self.field)?;
        Ok(inverted.read_postings_from_terminfo(&list.postings, option)?)
    }

    /// Counts two units that cannot overlap themselves: their frequencies are the counts.
    fn frequencies(self, list: &List, mut on: impl FnMut(DocId, u32)) -> tantivy::Result<()> {
        let mut postings = self.read(list, IndexRecordOption::WithFreqs)?;
        while postings.doc() != TERMINATED {
            on(postings.doc(), postings.term_freq());
            postings.advance();
        }
        Ok(())
    }

    /// The lists of a cover, to be lined up.
    pub fn line_up(self, cover: &[List]) -> tantivy::Result<LinedUp> {
        let option = IndexRecordOption::WithFreqsAndPositions;
        let lists = cover.iter();
        let lists = lists.map(|list| Ok((list.offset, self.read(list, option)?)));
        Ok(LinedUp::new(lists.collect::<tantivy::Result<_>>()?))
    }

    fn lined_up(self, cover: &[List], on: &mut dyn FnMut(DocId, &[u32])) -> tantivy::Result<()> {
        let mut pairs = self.line_up(cover)?;
        let mut doc = pairs.meet(0);
        while doc != TERMINATED {
            match pairs.starts() {
                [] => {}
                starts => on(doc, starts),
            }
            doc = pairs.advance();
        }
        Ok(())
    }
}

/// Whether two mentions of a term could overlap: only then does their order matter.
fn overlaps_itself(term: &Term) -> bool {
    let keys: Vec<&str> = (0..term.len()).map(|at| term.key(at)).collect();
    (1..keys.len()).any(|shift| keys[shift..] == keys[..keys.len() - shift])
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
    fn places_are_counted_apart() {
        assert_eq!(count_apart(&[0, 1, 2, 3, 4], 2), 3);
    }
}
