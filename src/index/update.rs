//! Brings an index up to date with its roots, in one commit.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Instant;

use rayon::prelude::*;
use tantivy::{Index, IndexWriter};

use super::catalog::{Catalog, Entry, Key, Left, State};
use super::codec::Codec;
use super::error::IndexError;
use super::home::{self, Generation, Home, Own, Payload};
use super::loss;
use super::manifest::Manifest;
use super::open::OpenIndex;
use super::plan::{self, Plan, ToRead, Walked};
use super::read::{FileReader, Means, Outcome};
use super::request::{Anew, Progress, Request, Skipped, Summary};
use super::run::Run;
use super::schema::{self, Fields};
use super::settings::{Marks, Settings};
use super::versions::{self, Versions};
use super::writer;
use crate::analysis::cutter::Cutter;
use crate::analysis::dictionary::Dictionary;
use crate::corpus::Reading;
use crate::tagging::{Tagger, Taxonomy};

/// Carries out `request` on the index at `home`.
pub fn update(
    home: &Home,
    request: &Request,
    progress: Progress<'_>,
) -> Result<Summary, IndexError> {
    let started = Instant::now();
    check(home, request)?;
    let _lock = home.lock()?;
    let mut job = Job::prepare(home, request)?;
    let roots = match &request.remove {
        Some(path) => {
            job.catalog.files = job.old_files()?;
            job.remove_root(path)?;
            Vec::new()
        }
        None => {
            let known = job.catalog.roots.len();
            let roots = plan::roots(&mut job.catalog, &request.paths)?;
            job.changed |= job.catalog.roots.len() > known;
            roots
        }
    };
    let roots = if job.fresh {
        job.catalog.roots.clone()
    } else {
        roots
    };
    let walk = || plan::walk_all(&roots, &job.catalog.roots, home.path());
    let below = if request.remove.is_some() {
        walk()
    } else {
        let (files, below) = rayon::join(|| job.old_files(), walk);
        job.catalog.files = files?;
        below
    };
    let conditions = plan::Conditions {
        manifest: &job.manifest,
        marks: Marks::of(&job.reading),
    };
    let plan = plan::compare(&job.catalog, &roots, below, conditions, job.fresh);
    if job.fresh && job.old.is_some() && !plan.away.is_empty() {
        // An index made anew lacks whatever is not read.
        return Err(IndexError::Away(plan.away));
    }
    let mut summary = job.carry_out(plan, request, progress)?;
    if request.manifest.is_some() {
        summary.unmatched = job.unmatched();
    }
    summary.elapsed = started.elapsed();
    Ok(summary)
}

/// Reports what is wrong with a request before anything is written.
fn check(home: &Home, request: &Request) -> Result<(), IndexError> {
    for path in &request.paths {
        plan::absolute(path)?;
    }
    match &request.remove {
        Some(path) if !home.is_begun() => Err(IndexError::UnknownRoot { path: path.clone() }),
        None if !home.is_begun() && request.paths.is_empty() => Err(IndexError::NoRoots),
        _ => Ok(()),
    }
}

/// The generation that a run writes to.
struct Target {
    path: PathBuf,
    index: Index,
    fields: Fields,
}

/// One run of the writer.
struct Job<'a> {
    home: &'a Home,
    /// The generation that was in force before.
    old: Option<Generation>,
    catalog: Catalog,
    versions: Versions,
    own: Own,
    taxonomy: Option<Taxonomy>,
    manifest_text: String,
    manifest: Manifest,
    settings: Settings,
    reading: Reading,
    /// Whether the generation is a new one.
    fresh: bool,
    /// Why it is new, if there was one before.
    rebuilt: Option<Anew>,
    /// Reports to delete before anything else.
    dropped: Vec<String>,
    changed: bool,
}

impl<'a> Job<'a> {
    fn prepare(home: &'a Home, request: &Request) -> Result<Self, IndexError> {
        let (old, damaged) = match home.current() {
            Err(_) | Ok(None) if request.rebuild && home.is_begun() => {
                (home.last_committed(), true)
            }
            current => (current?, false),
        };
        // What a user gave cannot be made again.
        let kept_in = if damaged {
            home.last_folder()
        } else {
            old.as_ref().map(|old| old.path.clone())
        };
        let kept_in = kept_in.as_deref();
        let mut own = kept_in.map_or(Ok(Own::default()), Own::kept_in)?;
        for (given, kept) in [
            (&request.dictionary, &mut own.dictionary),
            (&request.topics, &mut own.topics),
        ] {
            if let Some(given) = given {
                kept.clone_from(given);
            }
        }
        // An error in them must be known before anything is written.
        Dictionary::open(&own.dictionary)?;
        let taxonomy = own.taxonomy()?;
        let kept = kept_in.map_or(Ok(String::new()), home::manifest_text)?;
        let manifest_text = request.manifest.clone().unwrap_or(kept);
        let manifest = Manifest::parse(&manifest_text)?;
        let kept_settings = old.as_ref().map(|old| old.payload.settings.clone());
        let kept_settings = kept_settings.unwrap_or_default();
        let settings = request.settings(kept_settings.clone());
        let versions = versions::current(&own);
        let other = |old: &Generation| versions::difference(&old.payload.versions, &versions);
        let rebuilt = match &old {
            _ if damaged => Some(Anew::Damaged),
            Some(old) => other(old)
                .map(Anew::Other)
                .or(request.rebuild.then_some(Anew::Asked)),
            None => None,
        };
        let catalog = old
            .as_ref()
            .map_or_else(Catalog::default, Generation::roots);
        let fresh = old.is_none() || rebuilt.is_some();
        Ok(Job {
            manifest,
            manifest_text,
            reading: settings.reading(),
            changed: fresh || settings != kept_settings,
            settings,
            home,
            old,
            catalog,
            versions,
            own,
            taxonomy,
            fresh,
            rebuilt,
            dropped: Vec::new(),
        })
    }

    /// The generation to write to: the one in force, or a new one.
    fn target(&self, request: &Request) -> Result<Target, IndexError> {
        let (schema, fields) = schema::schema();
        let (path, index) = match &self.old {
            Some(old) if !self.fresh => {
                if request.manifest.is_some() {
                    home::write_manifest(&old.path, &self.manifest_text)?;
                }
                (old.path.clone(), old.open(self.home)?)
            }
            old => {
                if self.rebuilt != Some(Anew::Damaged) {
                    // Removes what interrupted runs left behind.
                    self.home.sweep(old.as_ref().map(|old| &*old.path));
                }
                let path = self.home.new_generation(&self.own)?;
                home::write_manifest(&path, &self.manifest_text)?;
                let index = Index::builder()
                    .schema(schema)
                    .settings(schema::settings())
                    .create_in_dir(&path)?;
                (path, index)
            }
        };
        Ok(Target {
            path,
            index,
            fields,
        })
    }

    /// The files that the index was made of. In an index of another version only the roots are sure to be
    /// readable.
    fn old_files(&self) -> Result<BTreeMap<Key, Entry>, IndexError> {
        let Some(old) = &self.old else {
            return Ok(BTreeMap::new());
        };
        match old.catalog(self.home) {
            Err(_) if self.fresh => Ok(BTreeMap::new()),
            catalog => Ok(catalog?.files),
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
        self.catalog.left.remove(&root.id);
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

    fn forget(&mut self, key: &Key) {
        if let Some(entry) = self.catalog.files.remove(key) {
            self.dropped.extend(entry.ids().map(str::to_owned));
        }
        self.changed = true;
    }

    fn carry_out(
        &mut self,
        plan: Plan,
        request: &Request,
        progress: Progress<'_>,
    ) -> Result<Summary, IndexError> {
        let unseen = if self.fresh {
            loss::unseen(&self.catalog, &plan.troubles)
        } else {
            Vec::new()
        };
        self.must_not_lose(loss::unreadable(unseen.iter().map(|(_, place)| *place)))?;
        let target = self.target(request)?;
        plan.gone.iter().for_each(|key| self.forget(key));
        let mut summary = Summary {
            unchanged: plan.unchanged,
            removed: self.dropped.len(),
            rebuilt: self.rebuilt.clone(),
            away: plan.away,
            ..Summary::default()
        };
        if self.changed || !plan.read.is_empty() || !self.catalog.left.is_empty() {
            let writer = writer::open(&target.index)?;
            let old = self.old.as_ref().filter(|_| !self.fresh);
            let kept = old.map_or_else(|| Ok(Codec::default()), |old| old.codec(self.home))?;
            let run = Run::new(&writer, target.fields, (&target.path, kept))?;
            for id in &self.dropped {
                run.delete(id)?;
            }
            let outcomes = self.read_all(&run, &plan.read, &request.stop, progress)?;
            if self.fresh {
                let lost = loss::reason(&self.catalog, &plan.read, &outcomes);
                if let Err(error) = self.must_not_lose(lost) {
                    drop(run);
                    drop(writer);
                    fs::remove_dir_all(&target.path)?;
                    return Err(error);
                }
                // What is not read now will not be in it.
                self.catalog.files.clear();
            }
            let dictionary = run.finish()?;
            let left = loss::left(&plan.read, &outcomes, &unseen);
            summary.left = left.values().sum();
            self.leave(&plan.walked, &left);
            for (file, outcome) in plan.read.iter().zip(outcomes) {
                let Some(outcome) = outcome else {
                    continue;
                };
                summary.skipped.extend(outcome.kept);
                match outcome.wrote {
                    None => summary.unchanged += 1,
                    Some(passages) => {
                        summary.read += 1;
                        summary.bytes += file.found.stamp.size;
                        summary.passages += passages;
                        self.changed |= passages > 0;
                    }
                }
                let entry = self
                    .catalog
                    .files
                    .insert(file.key.clone(), outcome.entry.clone());
                self.changed |= entry != Some(outcome.entry);
            }
            self.commit(&target, writer, dictionary)?;
        }
        let troubles = plan.troubles.iter().map(|trouble| Skipped {
            path: trouble.path.to_string_lossy().into_owned(),
            reason: format!("cannot be read: {}", trouble.source),
        });
        summary.skipped.extend(troubles.chain(self.skipped()));
        summary.reports = self.catalog.reports();
        summary.copies = self.catalog.copied();
        Ok(summary)
    }

    /// An index that works stays in force until one made anew has everything that it has.
    fn must_not_lose(&self, reason: Option<String>) -> Result<(), IndexError> {
        let serves = || self.old.is_some() && OpenIndex::open(self.home.path()).is_ok();
        match reason {
            Some(reason) if serves() => Err(IndexError::NotMadeAnew { reason }),
            _ => Ok(()),
        }
    }

    /// Records what is left unread.
    fn leave(&mut self, walked: &[Walked], left: &Left) {
        let before = mem::take(&mut self.catalog.left);
        self.catalog.left = loss::from_now_on(before.clone(), walked, left);
        self.changed |= self.catalog.left != before;
    }

    /// Rows of the manifest that are about no file of the index.
    fn unmatched(&self) -> Vec<String> {
        let known: HashSet<String> = self
            .catalog
            .members()
            .map(|(key, member)| format!("{}{}", key.1, member.suffix))
            .collect();
        let rows = self.manifest.paths().filter(|path| !known.contains(*path));
        rows.map(str::to_owned).collect()
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

    /// Reads files on all cores; their documents go to the run.
    fn read_all(
        &self,
        run: &Run<'_>,
        files: &[ToRead],
        stop: &AtomicBool,
        progress: Progress<'_>,
    ) -> Result<Vec<Option<Outcome>>, IndexError> {
        if files.is_empty() {
            return Ok(Vec::new());
        }
        let taxonomy = self.taxonomy.as_ref();
        let bytes: u64 = files.iter().map(|file| file.found.stamp.size).sum();
        let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
        let (cutter, tagger) = rayon::join(
            || Cutter::new(Dictionary::open(&self.own.dictionary)?, bytes),
            || Tagger::new(taxonomy.unwrap_or_else(|| Taxonomy::builtin())),
        );
        let cutter = cutter?;
        let reader = FileReader::new(Means {
            run,
            cutter: &cutter,
            known: (!self.fresh).then_some(&self.catalog),
            reading: &self.reading,
            manifest: &self.manifest,
            tagger: &tagger,
        });
        let numbers = plan::numbers(&self.catalog, files);
        let done = AtomicUsize::new(0);
        files
            .par_iter()
            .zip(&numbers)
            .map(|(file, &number)| {
                if stop.load(Ordering::Relaxed) {
                    return Ok(None);
                }
                let outcome = reader.read(file, number).map(Some);
                progress(done.fetch_add(1, Ordering::Relaxed) + 1, files.len());
                outcome
            })
            .collect()
    }

    /// Commits what was written together with the catalog, and tidies up.
    fn commit(
        &self,
        target: &Target,
        mut writer: IndexWriter,
        dictionary: Option<String>,
    ) -> Result<(), IndexError> {
        if !self.changed {
            return Ok(());
        }
        let mut commit = writer.prepare_commit()?;
        let catalog = home::write_catalog(&target.path, &self.catalog, commit.opstamp())?;
        let payload = Payload {
            versions: self.versions.clone(),
            catalog: catalog.clone(),
            roots: self.catalog.roots.clone(),
            next_root: self.catalog.next_root,
            left: self.catalog.left.clone(),
            copies: self.catalog.copies(),
            settings: self.settings.clone(),
            dictionary,
        };
        let payload = serde_json::to_string(&payload).map_err(std::io::Error::other)?;
        commit.set_payload(&payload);
        commit.commit()?;
        if self.fresh {
            self.home.put_in_force(&target.path)?;
        }
        home::remove_old_catalogs(&target.path, &catalog)?;
        writer::tidy(&mut writer, self.fresh)?;
        writer.wait_merging_threads()?;
        Ok(())
    }
}
