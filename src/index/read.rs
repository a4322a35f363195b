//! One file on its way into the index: read, extract, outline, tag, hand over.

use std::fs;
use std::panic::{self, AssertUnwindSafe};

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

/// What became of one file.
pub struct Outcome {
    /// Its new entry in the catalog.
    pub entry: Entry,
    /// Passages written.
    pub passages: usize,
}

/// Reads files; shared by all threads of a run.
pub struct FileReader<'a> {
    writer: &'a IndexWriter,
    fields: Fields,
    catalog: &'a Catalog,
    /// Whether the index is empty, so that a file with the same content is not there yet.
    fresh: bool,
    tagger: Tagger,
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
            writer,
            fields,
            catalog,
            fresh,
            tagger: Tagger::new(Taxonomy::builtin())?,
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
            let entry = Entry {
                stamp: file.found.stamp,
                ..known.clone()
            };
            return Ok(Outcome { entry, passages: 0 });
        }
        // A parser that stops short costs its file, not the run.
        let parsed = panic::catch_unwind(AssertUnwindSafe(|| self.parse(file, id, &bytes)));
        match parsed {
            Ok(Ok((record, text))) => {
                let passages = self.write(&record, &text)?;
                let state = State::Indexed(id.to_owned());
                let entry = Entry {
                    stamp: file.found.stamp,
                    hash,
                    state,
                };
                Ok(Outcome { entry, passages })
            }
            Ok(Err(error)) => Ok(self.skip(file, known, hash, error.to_string())),
            Err(_) => {
                let reason =
                    "cannot be read: fasou stopped short on it; please report this".to_owned();
                Ok(self.skip(file, known, hash, reason))
            }
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

    fn skip(
        &self,
        file: &ToRead,
        known: Option<&Entry>,
        hash: [u8; 32],
        reason: String,
    ) -> Outcome {
        // What it was before is no longer what is on the disk.
        if let Some(State::Indexed(id)) = known.map(|known| &known.state) {
            self.writer
                .delete_term(Term::from_field_text(self.fields.report, id));
        }
        Outcome {
            entry: Entry {
                stamp: file.found.stamp,
                hash,
                state: State::Skipped(reason),
            },
            passages: 0,
        }
    }

    fn write(&self, record: &Record, text: &str) -> Result<usize, IndexError> {
        // One batch: the block goes to one segment, in this order.
        let old = Term::from_field_text(self.fields.report, &record.id);
        let new = block::documents(&self.fields, record, text)?;
        let mut operations = vec![UserOperation::Delete(old)];
        operations.extend(new.into_iter().map(UserOperation::Add));
        self.writer.run(operations)?;
        Ok(record.passages.len())
    }
}
