//! One file on its way into the index: read, extract, outline, tag, hand over.

use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use tantivy::indexer::UserOperation;
use tantivy::{IndexWriter, Term};

use super::block;
use super::catalog::{Catalog, Entry, State};
use super::error::IndexError;
use super::plan::ToRead;
use super::record::{Record, Source};
use super::schema::Fields;
use crate::corpus::{self, FileError};
use crate::report;
use crate::tagging::{Tagger, Taxonomy};

/// A file changed less than this many nanoseconds before the run may change again unseen.
const RESTLESS: u128 = 100_000_000;

/// What became of one file.
pub struct Outcome {
    /// Its new entry in the catalog.
    pub entry: Entry,
    /// Passages written; none where the content was as before.
    pub wrote: Option<usize>,
}

/// Reads files; shared by all threads of a run.
pub struct FileReader<'a> {
    /// One thread at a time: tantivy stamps an operation before it queues it, and a deletion
    /// queued behind a later one would take the very report that replaces what it deletes.
    writer: Mutex<&'a IndexWriter>,
    fields: Fields,
    catalog: &'a Catalog,
    /// Whether the index is empty, so that a file with the same content is not there yet.
    fresh: bool,
    tagger: Tagger,
    /// When the run began, nanoseconds since 1970.
    started: u128,
}

impl<'a> FileReader<'a> {
    /// A reader that hands documents to `writer`.
    pub fn new(
        writer: &'a IndexWriter,
        fields: Fields,
        catalog: &'a Catalog,
        fresh: bool,
    ) -> Result<Self, IndexError> {
        Ok(FileReader {
            writer: Mutex::new(writer),
            fields,
            catalog,
            fresh,
            tagger: Tagger::new(Taxonomy::builtin())?,
            started: SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| since.as_nanos()),
        })
    }

    /// Reads one file; a bad one is an outcome, not an error.
    pub fn read(&self, file: &ToRead, id: &str) -> Result<Outcome, IndexError> {
        let known = self.catalog.files.get(&file.key);
        let bytes = match fs::read(&file.found.file) {
            Ok(bytes) => bytes,
            Err(error) => {
                return Ok(self.skip(file, known, [0; 32], format!("cannot be read: {error}")));
            }
        };
        let hash = *blake3::hash(&bytes).as_bytes();
        if let Some(known) = known.filter(|known| known.hash == hash && !self.fresh) {
            let entry = self.entry(file, hash, known.state.clone());
            return Ok(Outcome { entry, wrote: None });
        }
        // A parser that stops short costs its file, not the run.
        let parsed = panic::catch_unwind(AssertUnwindSafe(|| self.parse(file, id, &bytes)));
        match parsed {
            Ok(Ok((record, text))) => {
                let wrote = Some(self.write(&record, &text)?);
                let entry = self.entry(file, hash, State::Indexed(id.to_owned()));
                Ok(Outcome { entry, wrote })
            }
            Ok(Err(error)) => Ok(self.skip(file, known, hash, error.to_string())),
            Err(_) => {
                let reason =
                    "cannot be read: fasou stopped short on it; please report this".to_owned();
                Ok(self.skip(file, known, hash, reason))
            }
        }
    }

    fn entry(&self, file: &ToRead, hash: [u8; 32], state: State) -> Entry {
        let stamp = file.found.stamp;
        Entry {
            stamp,
            hash,
            state,
            settled: stamp.modified + RESTLESS < self.started,
        }
    }

    fn parse(&self, file: &ToRead, id: &str, bytes: &[u8]) -> Result<(Record, String), FileError> {
        let text = corpus::extract_file(&file.found.file, bytes)?;
        let (root, path) = &file.key;
        let outline = report::parse(&text);
        let tags = self.tagger.tag(path, &text, &outline);
        let source = Source {
            id,
            path,
            root: *root,
        };
        Ok((Record::new(&source, &text, &outline, &tags), text))
    }

    fn writer(&self) -> MutexGuard<'_, &'a IndexWriter> {
        // Nothing is done under the lock that could leave the writer half-way.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn skip(
        &self,
        file: &ToRead,
        known: Option<&Entry>,
        hash: [u8; 32],
        reason: String,
    ) -> Outcome {
        // What it was before is no longer what is on the disk.
        if let Some(State::Indexed(id)) = known.map(|known| &known.state) {
            self.writer()
                .delete_term(Term::from_field_text(self.fields.report, id));
        }
        Outcome {
            entry: self.entry(file, hash, State::Skipped(reason)),
            wrote: Some(0),
        }
    }

    fn write(&self, record: &Record, text: &str) -> Result<usize, IndexError> {
        // One batch: the block goes to one segment, in this order.
        let old = Term::from_field_text(self.fields.report, &record.id);
        let new = block::documents(&self.fields, record, text)?;
        let mut operations = vec![UserOperation::Delete(old)];
        operations.extend(new.into_iter().map(UserOperation::Add));
        self.writer().run(operations)?;
        Ok(record.passages.len())
    }
}
