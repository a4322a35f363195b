//! One file on its way into the index: read, extract, outline, tag, hand over.

use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::time::{SystemTime, UNIX_EPOCH};

use rustc_hash::FxHashSet;

use super::block::Block;
use super::catalog::{Catalog, Entry, Member, State};
use super::error::IndexError;
use super::fingerprint::fingerprint;
use super::manifest::Manifest;
use super::plan::{self, ToRead};
use super::record::{Record, Source};
use super::request::Skipped;
use super::run::Run;
use super::settings::{Dependence, Marks};
use crate::analysis::cutter::Cutter;
use crate::corpus::{self, ExtractError, Extracted, Reading};
use crate::report;
use crate::tagging::Tagger;

/// A file changed less than this many nanoseconds before the run may change again unnoticed.
const RESTLESS: u128 = 100_000_000;

/// What became of one file.
pub struct Outcome {
    /// Its new entry in the catalog.
    pub entry: Entry,
    /// Passages written; `None` if the content was as before.
    pub wrote: Option<usize>,
    /// What reading it depended on.
    pub dependence: Dependence,
    /// Reports kept from an earlier reading because they could not be read again, and why.
    pub kept: Vec<Skipped>,
}

/// What a run needs to read files.
pub struct Means<'a> {
    /// Receives the documents.
    pub run: &'a Run<'a>,
    /// Cuts texts into words.
    pub cutter: &'a Cutter,
    /// What was read before; `None` if the index is empty.
    pub known: Option<&'a Catalog>,
    /// How files are read.
    pub reading: &'a Reading,
    /// What a user says of them.
    pub manifest: &'a Manifest,
    /// Tags reports.
    pub tagger: &'a Tagger,
}

/// Reads files; shared by all threads of a run.
pub struct FileReader<'a> {
    means: Means<'a>,
    marks: Marks,
    /// When the run began, nanoseconds since 1970.
    started: u128,
}

impl<'a> FileReader<'a> {
    /// A reader that hands reports to the run.
    pub fn new(means: Means<'a>) -> Self {
        FileReader {
            marks: Marks::of(means.reading),
            means,
            started: SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| since.as_nanos()),
        }
    }

    /// Reads one file; a bad one is an outcome, not an error. `number` tells it from others with the same
    /// path.
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
            dependence: Dependence::Nothing,
            unread: Vec::new(),
            failed: None,
        };
        let bytes = match self.bytes(file) {
            Ok(bytes) => bytes,
            Err((reason, dependence)) => {
                if let Some(known) = known.filter(|known| is_kept(file, known, dependence)) {
                    return Ok(Outcome {
                        entry: known.clone(),
                        wrote: None,
                        dependence,
                        kept: vec![kept_as_it_was(&file.key.1, &reason)],
                    });
                }
                work.skip(String::new(), reason, dependence);
                return self.outcome(known, [0; 32], work);
            }
        };
        let hash = *blake3::hash(&bytes).as_bytes();
        if let Some(known) = known.filter(|known| self.is_as_before(file, known, hash)) {
            let entry = Entry {
                stamp: file.found.stamp,
                raw: file.found.raw.clone(),
                settled: self.is_settled(file),
                ..known.clone()
            };
            return Ok(Outcome {
                entry,
                wrote: None,
                dependence: Dependence::Nothing,
                kept: Vec::new(),
            });
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

    /// The bytes of a file, or why there are none and what that depended on.
    fn bytes(&self, file: &ToRead) -> Result<Vec<u8>, (String, Dependence)> {
        let (size, limit) = (file.found.stamp.size, self.means.reading.limits.file);
        if size > limit {
            let error = ExtractError::TooLarge { size, limit };
            return Err((error.to_string(), Dependence::of(&error)));
        }
        let unreadable = |error| (format!("cannot be read: {error}"), Dependence::Moment);
        fs::read(&file.found.file).map_err(unreadable)
    }

    fn is_as_before(&self, file: &ToRead, known: &Entry, hash: [u8; 32]) -> bool {
        known.hash == hash
            && self.marks.hold(known.reading)
            && known.given == self.means.manifest.mark(&file.key.1)
    }

    /// What became of a file. The reports that it held before leave the index, except those of unchanged
    /// bytes that could not be read again.
    fn outcome(
        &self,
        known: Option<&Entry>,
        hash: [u8; 32],
        mut work: FileWork<'_, '_>,
    ) -> Result<Outcome, IndexError> {
        let same = known.filter(|known| known.hash == hash);
        let (stay, kept) = same.map(|known| work.keep(known)).unwrap_or_default();
        let leave = known.into_iter().flat_map(Entry::ids);
        for id in leave.filter(|id| !stay.contains(id)) {
            self.means.run.delete(id)?;
        }
        let file = work.file;
        Ok(Outcome {
            wrote: Some(work.passages),
            dependence: work.dependence,
            entry: Entry {
                stamp: file.found.stamp,
                hash,
                number: work.number,
                members: work.members,
                reading: self.marks.get(work.dependence),
                given: self.means.manifest.mark(&file.key.1),
                raw: file.found.raw.clone(),
                settled: self.is_settled(file),
            },
            kept,
        })
    }

    fn is_settled(&self, file: &ToRead) -> bool {
        file.found.stamp.modified + RESTLESS < self.started
    }
}

/// Whether the reports of a file that cannot be read stay: as those of a folder that cannot be looked into
/// do, and if a limit keeps an unchanged file from being read again.
fn is_kept(file: &ToRead, known: &Entry, dependence: Dependence) -> bool {
    let same = dependence == Dependence::Moment || known.stamp == file.found.stamp;
    same && known.ids().next().is_some()
}

fn kept_as_it_was(path: &str, reason: &str) -> Skipped {
    Skipped {
        path: path.to_owned(),
        reason: format!("{reason}; what was read of it before is kept"),
    }
}

/// The reports of one file, as they are read.
struct FileWork<'r, 'a> {
    reader: &'r FileReader<'a>,
    file: &'r ToRead,
    number: u32,
    members: Vec<Member>,
    passages: usize,
    /// What reading them depended on.
    dependence: Dependence,
    /// Suffixes of what could not be read for now, and why.
    unread: Vec<(String, String)>,
    /// Set if the index could not be written to.
    failed: Option<IndexError>,
}

impl FileWork<'_, '_> {
    fn take(&mut self, member: corpus::Member) {
        if self.failed.is_some() {
            return;
        }
        match member.read {
            Err(error) => {
                let dependence = Dependence::of(&error);
                self.skip(member.suffix, error.to_string(), dependence);
            }
            Ok(extracted) => {
                if let Err(error) = self.add(member.suffix, extracted) {
                    self.failed = Some(error);
                }
            }
        }
    }

    fn skip(&mut self, suffix: String, reason: String, dependence: Dependence) {
        self.dependence = self.dependence.max(dependence);
        if dependence >= Dependence::Limits {
            self.unread.push((suffix.clone(), reason.clone()));
        }
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
        // A report on which our code panics costs itself, not the run.
        let means = &self.reader.means;
        let parsed = panic::catch_unwind(AssertUnwindSafe(|| {
            let outline = report::parse(&extracted.text);
            let passages = outline.plain_passages(&extracted.text);
            let subject = source.subject(&extracted);
            let tagger = means.tagger;
            let tags = tagger.tag_passages(&subject, &extracted.text, &outline, &passages);
            let fingerprint = fingerprint(&extracted.text, &outline, &tags);
            let record = Record::new(&source, &extracted, &outline, &tags);
            let block = Block::of(means.cutter, record, &extracted.text, passages)?;
            Ok::<_, IndexError>((block, fingerprint))
        }));
        let Ok(parsed) = parsed else {
            let error = ExtractError::Panicked;
            self.skip(suffix, error.to_string(), Dependence::of(&error));
            return Ok(());
        };
        let (block, fingerprint) = parsed?;
        self.passages += block.passages();
        means.run.write(block)?;
        if suffix.contains('#') {
            self.dependence = self.dependence.max(Dependence::Choices);
        }
        let state = State::Indexed { id, fingerprint };
        self.members.push(Member { suffix, state });
        Ok(())
    }

    /// Keeps the reports that were read before and could not be read now: their ids, and why.
    fn keep<'k>(&mut self, known: &'k Entry) -> (FxHashSet<&'k str>, Vec<Skipped>) {
        if self.unread.is_empty() {
            return Default::default();
        }
        let read = self.members.iter().filter(|member| member.id().is_some());
        let read: FxHashSet<&str> = read.map(|member| member.suffix.as_str()).collect();
        let lost = known.members.iter().filter_map(|member| {
            let id = member
                .id()
                .filter(|_| !read.contains(member.suffix.as_str()))?;
            Some((member, id, self.unread_at(&member.suffix)?))
        });
        let (mut ids, mut told, mut kept) = (FxHashSet::default(), Vec::new(), Vec::new());
        for (member, id, reason) in lost {
            ids.insert(id);
            told.push(kept_as_it_was(
                &format!("{}{}", self.file.key.1, member.suffix),
                reason,
            ));
            kept.push(member.clone());
        }
        let suffixes: FxHashSet<&str> = kept.iter().map(|member| member.suffix.as_str()).collect();
        self.members
            .retain(|member| !suffixes.contains(member.suffix.as_str()));
        self.members.extend(kept);
        (ids, told)
    }

    /// Why the member at `suffix`, or an archive around it, could not be read for now.
    fn unread_at(&self, suffix: &str) -> Option<&str> {
        let within = |at: &str| {
            let rest = suffix.strip_prefix(at);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['!', '#']))
        };
        let unread = self.unread.iter().find(|(at, _)| within(at));
        unread.map(|(_, reason)| reason.as_str())
    }
}
