//! Sums of what the parts of a query add to the scores of passages, many passages at a time.
//!
//! The postings of each part are read block by block and added up in a window of neighbouring documents.
//! For the dozens of parts that a question has, most of them frequent, this takes a tenth of the time of
//! passing over documents that fall short one by one.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::{Bm25StatisticsProvider, Bm25Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, Score, SegmentReader, TERMINATED, Term};

use super::rank::Part;
use crate::index::{Deadline, IndexError, OpenIndex};

/// Documents in a window: their sums stay in the first cache.
const WINDOW: usize = 4096;

/// The parts of a query with their weights in an index.
pub struct Weighed<'a>(Vec<(&'a Term, Bm25Weight)>);

impl<'a> Weighed<'a> {
    /// Weighs the parts by the statistics of all passages.
    pub fn new(index: &OpenIndex, parts: &'a [Part]) -> tantivy::Result<Self> {
        let (searcher, passages) = (&index.searcher, index.passages);
        let weigh = |part: &'a Part| {
            let term = &part.term;
            let usual = searcher.total_num_tokens(term.field())? as Score / passages as Score;
            let held = searcher.doc_freq(term)?;
            let weight = Bm25Weight::for_one_term_without_explain(held, passages, usual);
            Ok((term, weight.boost_by(part.boost)))
        };
        Ok(Weighed(
            parts.iter().map(weigh).collect::<tantivy::Result<_>>()?,
        ))
    }

    /// The sums in one segment.
    pub fn sums(&self, reader: &SegmentReader) -> tantivy::Result<Sums> {
        let lists = self
            .0
            .iter()
            .map(|(term, weight)| List::open(reader, term, weight));
        let lists = lists.filter_map(Result::transpose);
        Ok(Sums {
            lists: lists.collect::<tantivy::Result<_>>()?,
            sums: vec![0.0; WINDOW],
        })
    }

    /// What each part adds to the score of one document of a segment.
    pub fn each(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Vec<Score>> {
        let score = |(term, weight): &(&Term, Bm25Weight)| {
            let mut score = [0.0];
            if let Some(mut list) = List::open(reader, term, weight)? {
                list.add(&[doc], &mut score);
            }
            Ok(score[0])
        };
        self.0.iter().map(score).collect()
    }
}

/// Works through the documents of a segment that score, from the first to the last. The sums do not depend
/// on which documents are asked for: parts are added in their order.
pub struct Sums {
    lists: Vec<List>,
    sums: Vec<Score>,
}

impl Sums {
    /// How many postings there are in all.
    pub fn postings(&self) -> u64 {
        let each = self.lists.iter();
        each.map(|list| u64::from(list.postings.doc_freq())).sum()
    }

    /// The next window that holds a document which scores: its first document, and the sums from there on,
    /// 0 for those that do not.
    pub fn next_window(&mut self) -> Option<(DocId, &[Score])> {
        let nexts = self.lists.iter().filter_map(List::next);
        let base = nexts.min()?;
        self.sums.fill(0.0);
        for list in &mut self.lists {
            list.add_to(base, &mut self.sums);
        }
        Some((base, &self.sums))
    }

    /// The sums of `documents`, which stand in order, unless the deadline is over before.
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

    /// For each group of `documents`, which stand in order, the sum of what each part adds to the one of
    /// the group that it adds most to. Groups stand one behind the other, up to each of `ends`.
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

/// The postings of one part, read up to a place.
struct List {
    postings: BlockSegmentPostings,
    /// How much of the block is read.
    at: usize,
    norms: FieldNormReader,
    weight: Bm25Weight,
}

impl List {
    fn open(
        reader: &SegmentReader,
        term: &Term,
        weight: &Bm25Weight,
    ) -> tantivy::Result<Option<Self>> {
        let inverted = reader.inverted_index(term.field())?;
        let postings = inverted.read_block_postings(term, IndexRecordOption::WithFreqs)?;
        let Some(postings) = postings else {
            return Ok(None);
        };
        Ok(Some(List {
            postings,
            at: 0,
            norms: reader.get_fieldnorms_reader(term.field())?,
            weight: weight.clone(),
        }))
    }

    fn next(&self) -> Option<DocId> {
        self.postings.docs().get(self.at).copied()
    }

    fn score(&self, at: usize) -> Score {
        let norm = self.norms.fieldnorm_id(self.postings.doc(at));
        self.weight.score(norm, self.postings.freq(at))
    }

    /// Adds to the sums of the documents from `base` on; none before it is left.
    fn add_to(&mut self, base: DocId, sums: &mut [Score]) {
        let end = base + sums.len() as DocId;
        while self.next().is_some_and(|next| next < end) {
            let docs = &self.postings.docs()[self.at..];
            let within = match docs.last() {
                Some(last) if *last < end => docs.len(),
                _ => docs.partition_point(|doc| *doc < end),
            };
            let freqs = &self.postings.freqs()[self.at..];
            for (doc, freq) in docs[..within].iter().zip(freqs) {
                let score = self.weight.score(self.norms.fieldnorm_id(*doc), *freq);
                sums[(doc - base) as usize] += score;
            }
            self.at += within;
            if self.at == self.postings.block_len() {
                self.postings.advance();
                self.at = 0;
            }
        }
    }

    /// Adds to the sums of some documents, which stand in order.
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
