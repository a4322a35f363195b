//! One file on its way into the index: read, extract, outline, tag, hand over.

use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::time::{SystemTime, UNIX_EPOCH};

use super::block::Block;
use super::catalog::{Catalog, Entry, Member, State};
use super::error::IndexError;
use super::fingerprint::fingerprint;
use super::manifest::Manifest;
use super::plan::{self, ToRead};
use super::record::{Record, Source};
use super::run::Run;
use super::settings;
use crate::analysis::cutter::Cutter;
use crate::corpus::{self, ExtractError, Extracted, Reading};
use crate::report;
use crate::tagging::Tagger;

/// A file changed less than this many nanoseconds before the run may change again unseen.
const RESTLESS: u128 = 100_000_000;

/// What became of one file.
pub struct Outcome {
    /// Its new entry in the catalog.
    pub entry: Entry,
    /// Passages written; none where the content was as before.
    pub wrote: Option<usize>,
}

/// What a run reads files with.
pub struct Means<'a> {
    /// Gets the documents.
    pub run: &'a Run<'a>,
    /// Cuts texts into words.
    pub cutter: &'a Cutter,
    /// What was read before; nothing where the index is empty.
    pub known: Option<&'a Catalog>,
    /// How files are read.
    pub reading: &'a Reading,
    /// What a person says of them.
    pub manifest: &'a Manifest,
    /// Tags reports.
    pub tagger: &'a Tagger,
}

/// Reads files; shared by all threads of a run.
pub struct FileReader<'a> {
    means: Means<'a>,
    /// When the run began, nanoseconds since 1970.
    started: u128,
}

impl<'a> FileReader<'a> {
    /// A reader that hands reports to the run.
    pub fn new(means: Means<'a>) -> Self {
        FileReader {
            means,
            started: SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| since.as_nanos()),
        }
    }

    /// Reads one file; a bad one is an outcome, not an error. `number` tells it from others with
    /// its path.
    pub fn read(&self, file: &ToRead, number: u32) -> Result<Outcome, IndexError> {
        let known = self
            .means
            .known
            .and_then(|known| known.files.get(&file.key));
        let mut work = FileWork {
            reader: self,
            file,
            number,
            members: Vec::new(),
            passages: 0,
            failed: None,
        };
        let bytes = match self.bytes(file) {
            Ok(bytes) => bytes,
            Err(reason) => {
                work.skip(String::new(), reason);
                return self.outcome(known, [0; 32], work);
            }
        };
        let hash = *blake3::hash(&bytes).as_bytes();
        if let Some(known) = known.filter(|known| self.is_as_before(file, known, hash)) {
            let entry = self.entry(file, number, hash, known.members.clone());
            return Ok(Outcome { entry, wrote: None });
        }
        let reading = self.means.reading;
        corpus::read(&file.found.file, &bytes, reading, &mut |member| {
            work.take(member)
        });
        if let Some(error) = work.failed {
            return Err(error);
        }
        self.outcome(known, hash, work)
    }

    fn bytes(&self, file: &ToRead) -> Result<Vec<u8>, String> {
        let (size, limit) = (file.found.stamp.size, self.means.reading.limits.file);
        if size > limit {
            return Err(ExtractError::TooLarge { size, limit }.to_string());
        }
        fs::read(&file.found.file).map_err(|error| format!("cannot be read: {error}"))
    }

    fn is_as_before(&self, file: &ToRead, known: &Entry, hash: [u8; 32]) -> bool {
        let reading = settings::mark(self.means.reading);
        known.hash == hash
            && (known.reading == 0 || known.reading == reading)
            && known.given == self.means.manifest.mark(&file.key.1)
    }

    /// What became of a file; the reports that it held before leave the index.
    fn outcome(
        &self,
        known: Option<&Entry>,
        hash: [u8; 32],
        work: FileWork<'_, '_>,
    ) -> Result<Outcome, IndexError> {
        let entry = self.entry(work.file, work.number, hash, work.members);
        for id in known.into_iter().flat_map(Entry::ids) {
            self.means.run.delete(id)?;
        }
        Ok(Outcome {
            wrote: Some(work.passages),
            entry,
        })
    }

    fn entry(&self, file: &ToRead, number: u32, hash: [u8; 32], members: Vec<Member>) -> Entry {
        let stamp = file.found.stamp;
        // A table may be read otherwise, a file that gave nothing may give something.
        let varies = members
            .iter()
            .any(|member| member.suffix.contains('#') || member.id().is_none());
        Entry {
            stamp,
            hash,
            number,
            members,
            reading: if varies {
                settings::mark(self.means.reading)
            } else {
                0
            },
            given: self.means.manifest.mark(&file.key.1),
            raw: file.found.raw.clone(),
            settled: stamp.modified + RESTLESS < self.started,
        }
    }
}

/// The reports of one file, as they are read.
struct FileWork<'r, 'a> {
    reader: &'r FileReader<'a>,
    file: &'r ToRead,
    number: u32,
    members: Vec<Member>,
    passages: usize,
    /// The index could not be written to.
    failed: Option<IndexError>,
}

impl FileWork<'_, '_> {
    fn take(&mut self, member: corpus::Member) {
        if self.failed.is_some() {
            return;
        }
        match member.read {
            Err(error) => self.skip(member.suffix, error.to_string()),
            Ok(extracted) => {
                if let Err(error) = self.add(member.suffix, extracted) {
                    self.failed = Some(error);
                }
            }
        }
    }

    fn skip(&mut self, suffix: String, reason: String) {
        let state = State::Skipped(reason);
        self.members.push(Member { suffix, state });
    }

    fn add(&mut self, suffix: String, extracted: Extracted) -> Result<(), IndexError> {
        let path = format!("{}{suffix}", self.file.key.1);
        let id = plan::id(&path, self.number);
        let given = self
            .reader
            .means
            .manifest
            .given(&path)
            .or(extracted.given.clone());
        let source = Source {
            id: &id,
            path: &path,
            root: self.file.key.0,
            given: Some(&given),
        };
        // A report that ours stops short on costs itself, not the run.
        let means = &self.reader.means;
        let parsed = panic::catch_unwind(AssertUnwindSafe(|| {
            let outline = report::parse(&extracted.text);
            let passages = outline.plain_passages(&extracted.text);
            let subject = source.subject(&extracted);
            let tagger = means.tagger;
            let tags = tagger.tag_passages(&subject, &extracted.text, &outline, &passages);
            let fingerprint = fingerprint(&extracted.text, &outline, &tags);
            let record = Record::new(&source, &extracted, &outline, &tags);
            let (fields, text) = (means.run.fields(), &extracted.text);
            let block = Block::of(fields, means.cutter, record, text, passages)?;
            Ok::<_, IndexError>((block, fingerprint))
        }));
        let Ok(parsed) = parsed else {
            self.skip(suffix, ExtractError::Panicked.to_string());
            return Ok(());
        };
        let (block, fingerprint) = parsed?;
        means.run.write(&block)?;
        self.passages += block.passages();
        let state = State::Indexed { id, fingerprint };
        self.members.push(Member { suffix, state });
        Ok(())
    }
}
