//! One file on its way into the index: read, extract, outline, tag, hand over.

use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use tantivy::indexer::UserOperation;
use tantivy::{IndexWriter, Term};

use super::block;
use super::catalog::{Catalog, Entry, Member, State};
use super::error::IndexError;
use super::fingerprint::fingerprint;
use super::plan::{self, ToRead};
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

    /// Reads one file; a bad one is an outcome, not an error. `number` tells it from others with
    /// its path.
    pub fn read(&self, file: &ToRead, number: u32) -> Result<Outcome, IndexError> {
        let known = self.catalog.files.get(&file.key);
        let entry = |hash, members| self.entry(file, number, hash, members);
        let bytes = match fs::read(&file.found.file) {
            Ok(bytes) => bytes,
            Err(error) => {
                let skipped = self.skip(known, format!("cannot be read: {error}"));
                return Ok(Outcome {
                    entry: entry([0; 32], vec![skipped]),
                    wrote: Some(0),
                });
            }
        };
        let hash = *blake3::hash(&bytes).as_bytes();
        if let Some(known) = known.filter(|known| known.hash == hash && !self.fresh) {
            let entry = entry(hash, known.members.clone());
            return Ok(Outcome { entry, wrote: None });
        }
        let id = plan::id(&file.key.1, number);
        // A parser that stops short costs its file, not the run.
        let parsed = panic::catch_unwind(AssertUnwindSafe(|| self.parse(file, &id, &bytes)));
        let (member, wrote) = match parsed {
            Ok(Ok((record, text, fingerprint))) => {
                let wrote = self.write(&record, &text)?;
                let state = State::Indexed { id, fingerprint };
                (
                    Member {
                        suffix: String::new(),
                        state,
                    },
                    wrote,
                )
            }
            Ok(Err(error)) => (self.skip(known, error.to_string()), 0),
            Err(_) => {
                let reason = "cannot be read: fasou stopped short on it; please report this";
                (self.skip(known, reason.to_owned()), 0)
            }
        };
        Ok(Outcome {
            entry: entry(hash, vec![member]),
            wrote: Some(wrote),
        })
    }

    fn entry(&self, file: &ToRead, number: u32, hash: [u8; 32], members: Vec<Member>) -> Entry {
        let stamp = file.found.stamp;
        Entry {
            stamp,
            hash,
            number,
            members,
            settled: stamp.modified + RESTLESS < self.started,
        }
    }

    fn parse(
        &self,
        file: &ToRead,
        id: &str,
        bytes: &[u8],
    ) -> Result<(Record, String, Option<u64>), FileError> {
        let text = corpus::extract_file(&file.found.file, bytes)?;
        let (root, path) = &file.key;
        let outline = report::parse(&text);
        let tags = self.tagger.tag(path, &text, &outline);
        let source = Source {
            id,
            path,
            root: *root,
        };
        let fingerprint = fingerprint(&text, &outline, &tags);
        Ok((
            Record::new(&source, &text, &outline, &tags),
            text,
            fingerprint,
        ))
    }

    fn writer(&self) -> MutexGuard<'_, &'a IndexWriter> {
        // Nothing is done under the lock that could leave the writer half-way.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn skip(&self, known: Option<&Entry>, reason: String) -> Member {
        // What it was before is no longer what is on the disk.
        for id in known.into_iter().flat_map(Entry::ids) {
            self.writer()
                .delete_term(Term::from_field_text(self.fields.report, id));
        }
        Member {
            suffix: String::new(),
            state: State::Skipped(reason),
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
