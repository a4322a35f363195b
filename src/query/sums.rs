//! Sums of what the parts of a query add to the scores of passages, many passages at a time.
//!
//! The postings of each part are read block by block and added up in a window of neighbouring documents. For
//! the dozens of parts of a question, most of them frequent, this takes a tenth of the time of skipping
//! documents that score too little one by one.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::{Bm25StatisticsProvider, Bm25Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, Score, TERMINATED};

use super::parts::Part;
use super::passing::{BLOCK, Passing};
use crate::index::{Deadline, IndexError, OpenIndex};

/// Documents in a window: so few that their sums stay in the first-level cache. In tests fewer still, so that
/// a small index has several windows.
pub const WINDOW: usize = if cfg!(test) { 128 } else { 4096 };

/// The parts of a query with their weights in an index.
pub struct Weighed<'a> {
    index: &'a OpenIndex,
    parts: Vec<(&'a Part, Bm25Weight)>,
}

impl<'a> Weighed<'a> {
    /// Weighs the parts by the statistics of all passages.
    pub fn new(index: &'a OpenIndex, parts: &'a [Part]) -> tantivy::Result<Self> {
        let (searcher, passages) = (&index.searcher, index.passages);
        let weigh = |part: &'a Part| {
            let usual = searcher.total_num_tokens(part.term.field())? as Score / passages as Score;
            let held = part.lists.documents();
            let weight = Bm25Weight::for_one_term_without_explain(held, passages, usual);
            Ok((part, weight.boost_by(part.boost)))
        };
        let parts = parts.iter().map(weigh);
        Ok(Weighed {
            parts: parts.collect::<tantivy::Result<_>>()?,
            index,
        })
    }

    /// The sums in one segment.
    pub fn sums(&self, segment: u32) -> tantivy::Result<Sums> {
        let lists = self.parts.iter();
        let lists = lists.filter_map(|part| self.list(segment, part).transpose());
        Ok(Sums {
            lists: lists.collect::<tantivy::Result<_>>()?,
            sums: vec![0.0; WINDOW],
            passing: None,
        })
    }

    /// What each part adds to the score of one document.
    pub fn each(&self, at: DocAddress) -> tantivy::Result<Vec<Score>> {
        let score = |part| {
            let mut score = [0.0];
            if let Some(mut list) = self.list(at.segment_ord, part)? {
                list.add(&[at.doc_id], &mut score);
            }
            Ok(score[0])
        };
        self.parts.iter().map(score).collect()
    }

    /// The postings of a part in one segment; `None` if nothing there holds it.
    fn list(
        &self,
        segment: u32,
        (part, weight): &(&Part, Bm25Weight),
    ) -> tantivy::Result<Option<List>> {
        let Some(list) = part.lists.in_segment(segment) else {
            return Ok(None);
        };
        let reader = self.index.searcher.segment_reader(segment);
        let field = part.term.field();
        let inverted = reader.inverted_index(field)?;
        let option = IndexRecordOption::WithFreqs;
        Ok(Some(List {
            postings: inverted.read_block_postings_from_terminfo(list, option)?,
            at: 0,
            norms: reader.get_fieldnorms_reader(field)?,
            weight: weight.clone(),
        }))
    }
}

/// Works through the documents of a segment that score, from first to last. The sums do not depend on which
/// documents are asked for: parts are always added in the same order.
pub struct Sums {
    lists: Vec<List>,
    sums: Vec<Score>,
    /// What windows are confined to; `None` if to nothing.
    passing: Option<Passing>,
}

impl Sums {
    /// How many postings there are in all.
    pub fn postings(&self) -> u64 {
        let each = self.lists.iter();
        each.map(|list| u64::from(list.postings.doc_freq())).sum()
    }

    /// Confines windows to documents that pass a filter: nothing is summed up for others.
    pub fn confine(&mut self, passing: Passing) {
        self.passing = Some(passing);
    }

    /// The next window that holds a document with a score: its first such document, and the sums from there
    /// on, 0 for documents without one.
    pub fn next_window(&mut self) -> Option<(DocId, &[Score])> {
        let base = self.next_base()?;
        self.sums.fill(0.0);
        if let Some(passing) = &mut self.passing {
            passing.look_at(base);
        }
        for list in &mut self.lists {
            list.add_to(base, &mut self.sums, self.passing.as_ref());
        }
        Some((base, &self.sums))
    }

    /// Where the next window begins in which there is something to sum up.
    fn next_base(&mut self) -> Option<DocId> {
        loop {
            let nexts = self.lists.iter().filter_map(List::next);
            let base = nexts.min()?;
            let Some(passing) = &mut self.passing else {
                return Some(base);
            };
            let first = passing.first(base)?;
            if first < base + WINDOW as DocId {
                return Some(base);
            }
            for list in &mut self.lists {
                list.skip_to(first);
            }
        }
    }

    /// The sums of `documents`, which are in ascending order; an error if the deadline passes before they are
    /// known.
    pub fn of(
        mut self,
        documents: &[DocId],
        deadline: &Deadline,
    ) -> Result<Vec<Score>, IndexError> {
        let mut sums = vec![0.0; documents.len()];
        for list in &mut self.lists {
            let pieces = documents.chunks(WINDOW).zip(sums.chunks_mut(WINDOW));
            for (documents, sums) in pieces {
                deadline.check()?;
                list.add(documents, sums);
            }
        }
        Ok(sums)
    }

    /// For each group of `documents`, which are in ascending order, the sum over all parts of the most that
    /// the part adds to one document of the group. Groups follow one another; `ends` tells where each ends.
    pub fn of_groups(
        mut self,
        documents: &[DocId],
        ends: &[usize],
        deadline: &Deadline,
    ) -> Result<Vec<Score>, IndexError> {
        let mut sums = vec![0.0; ends.len()];
        for list in &mut self.lists {
            deadline.check()?;
            let mut scores = vec![0.0; documents.len()];
            list.add(documents, &mut scores);
            let mut start = 0;
            for (sum, end) in sums.iter_mut().zip(ends) {
                let group = &scores[std::mem::replace(&mut start, *end)..*end];
                *sum += group.iter().copied().fold(0.0, Score::max);
            }
        }
        Ok(sums)
    }
}

/// The postings of one part, read up to some place.
struct List {
    postings: BlockSegmentPostings,
    /// How much of the block was read.
    at: usize,
    norms: FieldNormReader,
    weight: Bm25Weight,
}

impl List {
    fn next(&self) -> Option<DocId> {
        self.postings.docs().get(self.at).copied()
    }

    fn score(&self, at: usize) -> Score {
        let norm = self.norms.fieldnorm_id(self.postings.doc(at));
        self.weight.score(norm, self.postings.freq(at))
    }

    /// Skips what stands before a document.
    fn skip_to(&mut self, doc: DocId) {
        if self.next().is_some_and(|next| next < doc) {
            self.at = self.postings.seek(doc);
        }
    }

    /// Adds to the sums of the documents from `base` on, or of those that pass; none before `base` may be
    /// left.
    fn add_to(&mut self, base: DocId, sums: &mut [Score], passing: Option<&Passing>) {
        let end = base + sums.len() as DocId;
        while self.next().is_some_and(|next| next < end) {
            let docs = &self.postings.docs()[self.at..];
            let within = match docs.last() {
                Some(last) if *last < end => docs.len(),
                _ => docs.partition_point(|doc| *doc < end),
            };
            let (docs, freqs) = (&docs[..within], &self.postings.freqs()[self.at..]);
            let mut add = |doc: DocId, freq| {
                let score = self.weight.score(self.norms.fieldnorm_id(doc), freq);
                sums[(doc - base) as usize] += score;
            };
            match passing {
                None => (docs.iter().zip(freqs)).for_each(|(doc, freq)| add(*doc, *freq)),
                Some(passing) => {
                    let mut places = [0; BLOCK];
                    for place in passing.of(docs, &mut places) {
                        let place = usize::from(*place);
                        add(docs[place], freqs[place]);
                    }
                }
            }
            self.at += within;
            if self.at == self.postings.block_len() {
                self.postings.advance();
                self.at = 0;
            }
        }
    }

    /// Adds to the sums of some documents, which are in ascending order.
    fn add(&mut self, documents: &[DocId], sums: &mut [Score]) {
        for (doc, sum) in documents.iter().zip(sums) {
            let at = self.postings.seek(*doc);
            match self.postings.doc(at) {
                TERMINATED => return,
                found if found == *doc => *sum += self.score(at),
                _ => {}
            }
        }
    }
}
