//! Brings an index up to date with its roots, in one commit.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use tantivy::{Index, IndexWriter, Term};

use super::catalog::{Catalog, State};
use super::error::IndexError;
use super::home::{self, Generation, Home, Payload};
use super::plan::{self, Plan, ToRead};
use super::read::{FileReader, Outcome};
use super::schema::{self, Fields};
use super::versions::{self, Versions};
use crate::analysis::dictionary::Dictionary;
use crate::analysis::words::WordTokenizer;

/// Memory that tantivy may fill before it writes a segment, for all threads together.
const WRITER_MEMORY: usize = 256 << 20;
/// Segments up to this size are rewritten at once when something was deleted from them.
const SMALL_SEGMENT: u32 = 50_000;

/// What to do.
#[derive(Debug, Default)]
pub struct Request {
    /// Files and folders to add or refresh; none refreshes all roots.
    pub paths: Vec<PathBuf>,
    /// A root to forget.
    pub remove: Option<PathBuf>,
    /// Own words; none keeps those the index has.
    pub dictionary: Option<String>,
    /// Read everything again.
    pub rebuild: bool,
}

/// A file that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its path.
    pub path: String,
    /// Why.
    pub reason: String,
}

/// What was done.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Files read.
    pub read: usize,
    /// Bytes read.
    pub bytes: u64,
    /// Files that were as before.
    pub unchanged: usize,
    /// Reports that left the index.
    pub removed: usize,
    /// Files left out, in this run or since an earlier one.
    pub skipped: Vec<Skipped>,
    /// Passages written.
    pub passages: usize,
    /// Reports in the index now.
    pub reports: usize,
    /// Those among them that are copies of others.
    pub copies: usize,
    /// Why the index was made anew, if it was.
    pub rebuilt: Option<String>,
    /// How long it took.
    pub elapsed: Duration,
}

/// Told how many files are read, of how many.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// Carries out `request` on the index at `home`.
pub fn update(
    home: &Home,
    request: &Request,
    progress: Progress<'_>,
) -> Result<Summary, IndexError> {
    let started = Instant::now();
    let _lock = home.lock()?;
    let mut job = Job::prepare(home, request)?;
    let roots = match &request.remove {
        Some(path) => {
            job.remove_root(path)?;
            Vec::new()
        }
        None => plan::roots(&mut job.catalog, &request.paths)?,
    };
    let roots = if job.fresh {
        job.catalog.roots.clone()
    } else {
        roots
    };
    let plan = plan::compare(&job.catalog, &roots, home.path(), job.fresh);
    let mut summary = job.carry_out(plan, progress)?;
    summary.elapsed = started.elapsed();
    Ok(summary)
}

/// One run of the writer.
struct Job<'a> {
    home: &'a Home,
    /// The generation to write to.
    path: PathBuf,
    index: Index,
    fields: Fields,
    catalog: Catalog,
    versions: Versions,
    own_dictionary: String,
    /// Whether the generation is a new one.
    fresh: bool,
    rebuilt: Option<String>,
    /// Reports to delete before anything else.
    dropped: Vec<String>,
    changed: bool,
}

impl<'a> Job<'a> {
    fn prepare(home: &'a Home, request: &Request) -> Result<Self, IndexError> {
        let old = home.current();
        let old = if request.rebuild {
            old.unwrap_or(None)
        } else {
            old?
        };
        let own_dictionary = match (&request.dictionary, &old) {
            (Some(words), _) => words.clone(),
            (None, Some(old)) => old.own_dictionary()?,
            (None, None) => String::new(),
        };
        // An error in it must be known before anything is written.
        Dictionary::open(&own_dictionary)?;
        let versions = versions::current(&own_dictionary);
        let rebuilt = old
            .as_ref()
            .and_then(|old| versions::difference(&old.payload.versions, &versions));
        let rebuilt =
            rebuilt.or_else(|| (request.rebuild && old.is_some()).then(|| "--rebuild".to_owned()));
        let (schema, fields) = schema::schema();
        let catalog = match &old {
            Some(old) => Self::old_catalog(home, old, rebuilt.is_some())?,
            None => Catalog::default(),
        };
        let fresh = old.is_none() || rebuilt.is_some();
        let (path, index) = match &old {
            Some(old) if !fresh => (old.path.clone(), old.open(home)?),
            _ => {
                let path = home.new_generation(old.map_or(0, |old| old.number), &own_dictionary)?;
                let index = Index::builder()
                    .schema(schema)
                    .settings(schema::settings())
                    .create_in_dir(&path)?;
                (path, index)
            }
        };
        Ok(Job {
            home,
            path,
            index,
            fields,
            catalog,
            versions,
            own_dictionary,
            fresh,
            rebuilt,
            dropped: Vec::new(),
            changed: fresh,
        })
    }

    /// Of another version only the roots are sure to be readable.
    fn old_catalog(home: &Home, old: &Generation, rebuild: bool) -> Result<Catalog, IndexError> {
        match old.catalog(home) {
            Err(_) if rebuild => Ok(old.roots()),
            catalog => catalog,
        }
    }

    fn remove_root(&mut self, path: &Path) -> Result<(), IndexError> {
        let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let named = path.to_string_lossy();
        let at = self
            .catalog
            .roots
            .iter()
            .position(|root| root.path == real || root.named == named || root.path == path)
            .ok_or_else(|| IndexError::UnknownRoot {
                path: path.to_owned(),
            })?;
        let root = self.catalog.roots.remove(at);
        let keys: Vec<_> = self
            .catalog
            .files_of(root.id)
            .map(|(key, _)| key.clone())
            .collect();
        for key in keys {
            self.forget(&key);
        }
        self.changed = true;
        Ok(())
    }

    fn forget(&mut self, key: &super::catalog::Key) {
        if let Some(entry) = self.catalog.files.remove(key) {
            self.dropped.extend(entry.ids().map(str::to_owned));
        }
        self.changed = true;
    }

    fn carry_out(&mut self, plan: Plan, progress: Progress<'_>) -> Result<Summary, IndexError> {
        plan.gone.iter().for_each(|key| self.forget(key));
        let mut summary = Summary {
            unchanged: plan.unchanged,
            removed: self.dropped.len(),
            rebuilt: self.rebuilt.take(),
            ..Summary::default()
        };
        if self.changed || !plan.read.is_empty() {
            let writer = self.writer(!plan.read.is_empty())?;
            for id in &self.dropped {
                writer.delete_term(Term::from_field_text(self.fields.report, id));
            }
            for (file, outcome) in plan
                .read
                .iter()
                .zip(self.read_all(&writer, &plan.read, progress)?)
            {
                match outcome.wrote {
                    None => summary.unchanged += 1,
                    Some(passages) => {
                        summary.read += 1;
                        summary.bytes += file.found.stamp.size;
                        summary.passages += passages;
                    }
                }
                let entry = self
                    .catalog
                    .files
                    .insert(file.key.clone(), outcome.entry.clone());
                self.changed |= entry != Some(outcome.entry);
            }
            self.commit(writer)?;
        }
        let troubles = plan.troubles.iter().map(|trouble| Skipped {
            path: trouble.path.to_string_lossy().into_owned(),
            reason: format!("cannot be read: {}", trouble.source),
        });
        summary.skipped = troubles.chain(self.skipped()).collect();
        summary.reports = self.catalog.reports();
        let copies = self.catalog.copies();
        summary.copies = copies.iter().map(|group| group.len() - 1).sum();
        Ok(summary)
    }

    fn skipped(&self) -> impl Iterator<Item = Skipped> + '_ {
        self.catalog
            .members()
            .filter_map(|(key, member)| match &member.state {
                State::Skipped(reason) => Some(Skipped {
                    path: format!("{}{}", key.1, member.suffix),
                    reason: reason.clone(),
                }),
                State::Indexed { .. } => None,
            })
    }

    /// The dictionary is loaded only where there is text to index.
    fn writer(&mut self, for_text: bool) -> Result<IndexWriter, IndexError> {
        let words = if for_text {
            let jieba = Dictionary::open(&self.own_dictionary)?.all()?;
            Some(WordTokenizer::new(Arc::new(jieba)))
        } else {
            None
        };
        self.index.set_tokenizers(schema::tokenizers(words));
        Ok(self.index.writer(WRITER_MEMORY)?)
    }

    /// Reads files on all cores and hands their documents to the writer.
    fn read_all(
        &self,
        writer: &IndexWriter,
        files: &[ToRead],
        progress: Progress<'_>,
    ) -> Result<Vec<Outcome>, IndexError> {
        if files.is_empty() {
            return Ok(Vec::new());
        }
        let reader = FileReader::new(writer, self.fields, &self.catalog, self.fresh)?;
        let numbers = plan::numbers(&self.catalog, files);
        let done = AtomicUsize::new(0);
        files
            .par_iter()
            .zip(&numbers)
            .map(|(file, &number)| {
                let outcome = reader.read(file, number);
                progress(done.fetch_add(1, Ordering::Relaxed) + 1, files.len());
                outcome
            })
            .collect()
    }

    /// Commits what was written together with the catalog, and tidies up.
    fn commit(&self, mut writer: IndexWriter) -> Result<(), IndexError> {
        if !self.changed {
            return Ok(());
        }
        let mut commit = writer.prepare_commit()?;
        let catalog = home::write_catalog(&self.path, &self.catalog, commit.opstamp())?;
        let payload = Payload {
            versions: self.versions.clone(),
            catalog: catalog.clone(),
            roots: self.catalog.roots.clone(),
            next_root: self.catalog.next_root,
            copies: self.catalog.copies(),
        };
        let payload = serde_json::to_string(&payload).map_err(std::io::Error::other)?;
        commit.set_payload(&payload);
        commit.commit()?;
        if self.fresh {
            self.home.put_in_force(&self.path)?;
        }
        home::remove_old_catalogs(&self.path, &catalog)?;
        // Deleted documents still count in the statistics that scores are made of.
        for segment in self.index.searchable_segment_metas()? {
            if segment.has_deletes() && segment.max_doc() <= SMALL_SEGMENT {
                // A merge that the policy has begun meanwhile does the same.
                let _ = writer.merge(&[segment.id()]).wait();
            }
        }
        writer.wait_merging_threads()?;
        Ok(())
    }
}
