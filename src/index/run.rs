//! What a run writes to the index, and what it deletes.

use std::mem;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use tantivy::query::{BooleanQuery, Occur};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocSet, IndexWriter, TERMINATED, Term};

use super::block::{self, Block};
use super::codec::{self, Codec, LONG_REPORT, SAMPLE};
use super::error::IndexError;
use super::schema::{Fields, REPORT, has};
use super::segment::Making;

/// Bytes of stored reports that are looked through for a sample: in an index of long reports, not all.
const MOST_READ: usize = 4 * SAMPLE;

/// One run, shared by all threads that read.
pub struct Run<'a> {
    writer: &'a IndexWriter,
    fields: Fields,
    /// Tells its documents from those of earlier runs.
    name: String,
    making: Making<'a>,
    /// The folder of the generation.
    folder: &'a Path,
    /// Compresses reports; unset until there is a dictionary.
    codec: OnceLock<Codec>,
    /// Compresses long reports until then: they need no dictionary.
    alone: Codec,
    waiting: Mutex<Waiting>,
}

/// The first reports of an index, on which the dictionary for all of them is trained.
#[derive(Default)]
struct Waiting {
    blocks: Vec<Block>,
    bytes: usize,
    /// Whether a thread is training the dictionary.
    in_training: bool,
}

impl Waiting {
    fn sample(&self) -> Vec<Vec<u8>> {
        let stored = self.blocks.iter().map(Block::stored);
        stored.map(<[u8]>::to_vec).collect()
    }
}

impl<'a> Run<'a> {
    /// A run that writes with `writer` to the generation in `folder`, whose reports were compressed with
    /// `kept` so far.
    pub fn new(
        writer: &'a IndexWriter,
        fields: Fields,
        (folder, kept): (&'a Path, Codec),
    ) -> tantivy::Result<Self> {
        let codec = match kept.hash() {
            Some(_) => OnceLock::from(kept),
            None => OnceLock::new(),
        };
        Ok(Run {
            // Running no operations still takes a stamp: the last commit's, which is below that of the next.
            name: writer.run(Vec::new())?.to_string(),
            making: Making::new(writer, fields.pairs),
            writer,
            fields,
            folder,
            codec,
            alone: Codec::default(),
            waiting: Mutex::default(),
        })
    }

    /// Writes a report.
    pub fn write(&self, block: Block) -> Result<(), IndexError> {
        if let Some(codec) = self.codec.get() {
            return self.add(&block, codec);
        }
        if block.stored().len() > LONG_REPORT {
            return self.add(&block, &self.alone);
        }
        let mut waiting = self.waiting();
        // It may have been trained while this thread waited for the lock, under which it is set.
        if let Some(codec) = self.codec.get() {
            drop(waiting);
            return self.add(&block, codec);
        }
        waiting.bytes += block.stored().len();
        waiting.blocks.push(block);
        if waiting.in_training || waiting.bytes < SAMPLE {
            return Ok(());
        }
        waiting.in_training = true;
        let sample = waiting.sample();
        // Other threads go on while it is trained.
        drop(waiting);
        self.release(&sample)
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Trains the dictionary on a sample of the waiting reports, and writes all of them.
    fn release(&self, sample: &[Vec<u8>]) -> Result<(), IndexError> {
        let codec = Codec::trained(sample);
        if codec.hash().is_some() {
            let kept = codec.keep_in(self.folder);
            kept.map_err(|source| IndexError::Write {
                path: self.folder.join(codec::FILE),
                source,
            })?;
        }
        let mut waiting = self.waiting();
        let codec = self.codec.get_or_init(|| codec);
        let blocks = mem::take(&mut waiting.blocks);
        drop(waiting);
        blocks.iter().try_for_each(|block| self.add(block, codec))
    }

    fn add(&self, block: &Block, codec: &Codec) -> Result<(), IndexError> {
        let write = |segment: &mut _| block.write((&self.fields, codec), &self.name, segment);
        self.making.add(write)
    }

    /// Deletes a report, except what this run writes of it: tantivy may apply a deletion to segments that are
    /// added after it.
    pub fn delete(&self, report: &str) -> Result<(), IndexError> {
        let term = |field: Field, text: &str| has(&Term::from_field_text(field, text));
        let old = BooleanQuery::new(vec![
            (Occur::Must, term(self.fields.report, report)),
            (Occur::MustNot, term(self.fields.run, &self.name)),
        ]);
        self.writer.delete_query(Box::new(old))?;
        Ok(())
    }

    /// Hands over the last segments to be committed; returns the hash of the dictionary, if there is one.
    pub fn finish(self) -> Result<Option<String>, IndexError> {
        if self.codec.get().is_none() {
            let mut sample = self.waiting().sample();
            if !sample.is_empty() {
                self.add_stored(&mut sample)?;
            }
            self.release(&sample)?;
        }
        self.making.finish_all()?;
        Ok(self.codec.get().and_then(Codec::hash))
    }

    /// Fills up a sample with reports of earlier runs, which were too few for a dictionary.
    fn add_stored(&self, sample: &mut Vec<Vec<u8>>) -> Result<(), IndexError> {
        let mut missing = SAMPLE.saturating_sub(sample.iter().map(Vec::len).sum());
        let mut unread = MOST_READ;
        let searcher = self.writer.index().reader()?.searcher();
        let report = Term::from_field_text(self.fields.document, REPORT);
        for (number, reader) in (0..).zip(searcher.segment_readers()) {
            let inverted = reader.inverted_index(self.fields.document)?;
            let reports = inverted.read_postings(&report, IndexRecordOption::Basic)?;
            let Some(mut reports) = reports else {
                continue;
            };
            while reports.doc() != TERMINATED && missing > 0 && unread > 0 {
                let at = DocAddress::new(number, reports.doc());
                // Damage is reported to whoever asks for the report.
                let stored = block::stored((&self.fields, &self.alone), &searcher, at);
                let stored = stored.unwrap_or_default();
                unread = unread.saturating_sub(stored.len());
                if (1..=LONG_REPORT).contains(&stored.len()) {
                    missing = missing.saturating_sub(stored.len());
                    sample.push(stored);
                }
                reports.advance();
            }
        }
        Ok(())
    }
}
