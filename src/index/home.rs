//! The index folder: generations, the one in force, and the lock of the one writer.
//!
//! A generation is a folder of its own: tantivy's files, the catalogs, the user's dictionary. The file
//! `current` names the one in force and is replaced in one step, so that a rebuild can stop at any moment and
//! leave the old index as it was. Within a generation tantivy's commit does the same; its payload names the
//! catalog that belongs to it.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};
use tantivy::{Index, IndexReader, ReloadPolicy};

use super::catalog::{Catalog, Copies, Left, Root};
use super::codec::{self, Codec};
use super::error::IndexError;
use super::manifest::Manifest;
use super::settings::Settings;
use super::versions::{self, Versions};
use crate::tagging::Taxonomy;

const CURRENT: &str = "current";
const LOCK: &str = "lock";
const OWN_DICTIONARY: &str = "words.txt";
const OWN_TOPICS: &str = "topics.toml";
const MANIFEST: &str = "manifest.csv";
const META: &str = "meta.json";

/// What a commit says about itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Payload {
    /// What the index was made with.
    pub versions: Versions,
    /// File name of the catalog.
    pub catalog: String,
    /// The roots, in the order in which they were added.
    pub roots: Vec<Root>,
    /// The next root's number.
    pub next_root: u32,
    /// How many files of each root have not been read yet.
    #[serde(default)]
    pub left: Left,
    /// Reports of which there are several copies.
    #[serde(default)]
    pub copies: Vec<Copies>,
    /// How its files are read.
    #[serde(default)]
    pub settings: Settings,
    /// The hash of the dictionary that reports are compressed with, if there is one.
    #[serde(default)]
    pub dictionary: Option<String>,
}

/// What a user added to the tables or gave in their place, as given; kept with the index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Own {
    /// Words for the dictionary.
    pub dictionary: String,
    /// A taxonomy of topics; empty for the built-in one.
    pub topics: String,
}

impl Own {
    /// What is kept in the folder of a generation.
    pub fn kept_in(generation: &Path) -> Result<Self, IndexError> {
        Ok(Own {
            dictionary: read_or_empty(&generation.join(OWN_DICTIONARY))?,
            topics: read_or_empty(&generation.join(OWN_TOPICS))?,
        })
    }

    /// The taxonomy in force, if it is not the built-in one.
    pub fn taxonomy(&self) -> Result<Option<Taxonomy>, IndexError> {
        let own = (!self.topics.trim().is_empty()).then(|| Taxonomy::parse(&self.topics));
        Ok(own.transpose()?)
    }
}

/// The folder of an index.
#[derive(Clone, Debug)]
pub struct Home {
    path: PathBuf,
}

impl Home {
    /// The index at `path`, whether it exists or not.
    pub fn at(path: &Path) -> Self {
        Home {
            path: path.to_owned(),
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The generation in force, of whatever version.
    pub fn current(&self) -> Result<Option<Generation>, IndexError> {
        let name = match fs::read_to_string(self.path.join(CURRENT)) {
            Ok(name) => name,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(self.damaged(&error)),
        };
        let name = name.trim();
        let number =
            number_of(name).ok_or_else(|| self.damaged(&format!("{CURRENT} names {name:?}")))?;
        Ok(Some(self.generation(number)?))
    }

    /// A generation that was committed.
    fn generation(&self, number: u64) -> Result<Generation, IndexError> {
        let name = format!("g{number}");
        let path = self.path.join(&name);
        let meta = fs::read_to_string(path.join(META))
            .map_err(|error| self.damaged(&format!("{name}/{META}: {error}")))?;
        let meta: Meta = serde_json::from_str(&meta)
            .map_err(|error| self.damaged(&format!("{name}/{META}: {error}")))?;
        let payload = meta
            .payload
            .ok_or_else(|| self.damaged(&"it was never committed"))?;
        let payload = serde_json::from_str(&payload).map_err(|error| self.damaged(&error))?;
        Ok(Generation { path, payload })
    }

    /// Whether there is an index, in whatever state.
    pub fn is_begun(&self) -> bool {
        self.path.join(CURRENT).exists() || !self.numbers().is_empty()
    }

    /// If the generation in force cannot be read: the last one that can.
    pub fn last_committed(&self) -> Option<Generation> {
        let mut numbers = self.numbers().into_iter().rev();
        numbers.find_map(|number| self.generation(number).ok())
    }

    /// In that case, the folder that holds what a user gave: the one in force, or else one that was
    /// committed, or else the last.
    pub fn last_folder(&self) -> Option<PathBuf> {
        let current = fs::read_to_string(self.path.join(CURRENT)).unwrap_or_default();
        let current = Some(current.trim()).filter(|name| is_generation(name));
        let current = current.map(|name| self.path.join(name));
        let last = || {
            self.numbers()
                .last()
                .map(|last| self.path.join(format!("g{last}")))
        };
        current
            .filter(|folder| folder.is_dir())
            .or_else(|| self.last_committed().map(|generation| generation.path))
            .or_else(last)
    }

    /// The numbers of the existing generations, in order.
    fn numbers(&self) -> BTreeSet<u64> {
        let entries = fs::read_dir(&self.path).into_iter().flatten().flatten();
        let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
        names.filter_map(|name| number_of(&name)).collect()
    }

    /// What tells the commit in force from any other, without reading it.
    pub fn mark(&self) -> Result<CommitMark, IndexError> {
        let Some(current) = fs::read_to_string(self.path.join(CURRENT)).ok() else {
            return Err(IndexError::Missing {
                path: self.path.clone(),
            });
        };
        let meta = fs::metadata(self.path.join(current.trim()).join(META))
            .map_err(|error| self.damaged(&format!("{META}: {error}")))?;
        Ok(CommitMark {
            generation: current,
            written: meta.modified().ok(),
            bytes: meta.len(),
        })
    }

    /// The generation in force, if this version can read it.
    pub fn readable(&self) -> Result<Generation, IndexError> {
        let Some(generation) = self.current()? else {
            return Err(IndexError::Missing {
                path: self.path.clone(),
            });
        };
        let versions = versions::current(&generation.own()?);
        match versions::difference(&generation.payload.versions, &versions) {
            None => Ok(generation),
            Some(what) => Err(IndexError::OtherVersion {
                path: self.path.clone(),
                what,
            }),
        }
    }

    /// Takes the lock that makes this process the only writer.
    pub fn lock(&self) -> Result<WriterLock, IndexError> {
        self.must_be_an_index()?;
        fs::create_dir_all(&self.path).map_err(|source| self.unwritable(&self.path, source))?;
        let path = self.path.join(LOCK);
        let file = File::options()
            .create(true)
            .append(true)
            .open(&path)
            .map_err(|source| self.unwritable(&path, source))?;
        match file.try_lock() {
            Ok(()) => Ok(WriterLock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(IndexError::Locked {
                path: self.path.clone(),
            }),
            Err(TryLockError::Error(source)) => Err(self.unwritable(&path, source)),
        }
    }

    /// An error for a folder with other things in it, in which no index may be made.
    fn must_be_an_index(&self) -> Result<(), IndexError> {
        let Ok(entries) = fs::read_dir(&self.path) else {
            return Ok(());
        };
        let names: Vec<_> = entries.flatten().map(|entry| entry.file_name()).collect();
        let ours = |name: &std::ffi::OsString| {
            let name = name.to_string_lossy();
            name == "README.md"
                || name == LOCK
                || name == CURRENT
                || name.starts_with('.')
                || is_generation(&name)
        };
        if names.iter().all(ours) || names.iter().any(|name| name == CURRENT) {
            Ok(())
        } else {
            Err(IndexError::NotAnIndex {
                path: self.path.clone(),
            })
        }
    }

    /// Makes an empty folder for a new generation beside the existing ones; the lock must be held.
    pub fn new_generation(&self, own: &Own) -> Result<PathBuf, IndexError> {
        let last = self.numbers().last().copied().unwrap_or(0);
        let path = self.path.join(format!("g{}", last.saturating_add(1)));
        fs::create_dir_all(&path).map_err(|source| self.unwritable(&path, source))?;
        for (name, text) in [(OWN_DICTIONARY, &own.dictionary), (OWN_TOPICS, &own.topics)] {
            let file = path.join(name);
            if !text.is_empty() {
                fs::write(&file, text).map_err(|source| self.unwritable(&file, source))?;
            }
        }
        Ok(path)
    }

    /// Puts a committed generation in force and removes the others.
    pub fn put_in_force(&self, generation: &Path) -> Result<(), IndexError> {
        let name = generation
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let next = self.path.join(".current");
        let write = || -> io::Result<()> {
            fs::write(&next, &name)?;
            File::open(&next)?.sync_all()?;
            fs::rename(&next, self.path.join(CURRENT))
        };
        write().map_err(|source| self.unwritable(&next, source))?;
        self.sweep(Some(generation));
        Ok(())
    }

    /// Removes all generations but one.
    pub fn sweep(&self, keep: Option<&Path>) {
        let entries = fs::read_dir(&self.path).into_iter().flatten().flatten();
        for path in entries.map(|entry| entry.path()) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if keep != Some(path.as_path()) && is_generation(&name) {
                // A reader may still hold it open; the next run tries again.
                let _ = fs::remove_dir_all(&path);
            }
        }
    }

    /// An error that says the index is damaged.
    pub fn damaged(&self, reason: &dyn std::fmt::Display) -> IndexError {
        IndexError::Damaged {
            path: self.path.clone(),
            reason: reason.to_string(),
        }
    }

    fn unwritable(&self, path: &Path, source: io::Error) -> IndexError {
        IndexError::Write {
            path: path.to_owned(),
            source,
        }
    }
}

fn is_generation(name: &str) -> bool {
    name.strip_prefix('g').is_some_and(|number| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn number_of(name: &str) -> Option<u64> {
    let name = Some(name).filter(|name| is_generation(name))?;
    name[1..].parse().ok()
}

/// Held by the one process that writes; released when it ends, however it ends.
#[derive(Debug)]
pub struct WriterLock {
    _file: File,
}

/// The part of tantivy's `meta.json` that is ours.
#[derive(Deserialize)]
struct Meta {
    payload: Option<String>,
}

/// What tells one commit from another; see [`Home::mark`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitMark {
    generation: String,
    written: Option<SystemTime>,
    bytes: u64,
}

/// One committed generation of an index.
#[derive(Clone, Debug)]
pub struct Generation {
    /// Its folder.
    pub path: PathBuf,
    /// What its last commit says.
    pub payload: Payload,
}

impl Generation {
    /// Opens tantivy's index.
    pub fn open(&self, home: &Home) -> Result<Index, IndexError> {
        Index::open_in_dir(&self.path).map_err(|error| home.damaged(&error))
    }

    /// Opens it for reading as it is now; `cached` blocks of each segment's store are kept in memory.
    pub fn reader(&self, home: &Home, cached: usize) -> Result<IndexReader, IndexError> {
        let reader = self.open(home)?.reader_builder();
        reader
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(cached)
            .try_into()
            .map_err(|error| home.damaged(&error))
    }

    /// What a user added to the tables.
    pub fn own(&self) -> Result<Own, IndexError> {
        Own::kept_in(&self.path)
    }

    /// What its reports are compressed with.
    pub fn codec(&self, home: &Home) -> Result<Codec, IndexError> {
        Codec::kept_in(&self.path, self.payload.dictionary.as_deref())
            .map_err(|error| home.damaged(&format!("{}: {error}", codec::FILE)))
    }

    /// What a user says of the files.
    pub fn manifest(&self) -> Result<Manifest, IndexError> {
        Manifest::parse(&manifest_text(&self.path)?)
    }

    /// The files that the last commit was made of.
    pub fn catalog(&self, home: &Home) -> Result<Catalog, IndexError> {
        let bytes = fs::read(self.path.join(&self.payload.catalog))
            .map_err(|error| home.damaged(&format!("{}: {error}", self.payload.catalog)))?;
        let files = postcard::from_bytes(&bytes)
            .map_err(|error| home.damaged(&format!("{}: {error}", self.payload.catalog)))?;
        Ok(Catalog {
            files,
            ..self.roots()
        })
    }

    /// The roots alone, which can be read from an index of any version.
    pub fn roots(&self) -> Catalog {
        Catalog {
            roots: self.payload.roots.clone(),
            next_root: self.payload.next_root,
            left: self.payload.left.clone(),
            ..Catalog::default()
        }
    }
}

fn read_or_empty(path: &Path) -> Result<String, IndexError> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        read => read.map_err(|source| IndexError::Root {
            path: path.to_owned(),
            source,
        }),
    }
}

/// What a user says of the files, as given and kept in the folder of a generation.
pub fn manifest_text(generation: &Path) -> Result<String, IndexError> {
    read_or_empty(&generation.join(MANIFEST))
}

/// Keeps what a user says of the files. Written before the commit that applies it: if that never comes, the
/// next run sees that the files were read by another manifest.
pub fn write_manifest(generation: &Path, text: &str) -> Result<(), IndexError> {
    let (path, next) = (generation.join(MANIFEST), generation.join(".manifest"));
    let write = || fs::write(&next, text).and_then(|()| fs::rename(&next, &path));
    write().map_err(|source| IndexError::Write {
        path: path.clone(),
        source,
    })
}

/// Writes the files of a catalog under a new name and returns it; the commit must name it.
pub fn write_catalog(
    generation: &Path,
    catalog: &Catalog,
    opstamp: u64,
) -> Result<String, IndexError> {
    let name = format!("catalog-{opstamp}.bin");
    let path = generation.join(&name);
    let unwritable = |source| IndexError::Write {
        path: path.clone(),
        source,
    };
    let bytes = postcard::to_stdvec(&catalog.files).map_err(|source| IndexError::Record {
        path: name.clone(),
        source,
    })?;
    fs::write(&path, bytes).map_err(unwritable)?;
    File::open(&path)
        .and_then(|file| file.sync_all())
        .map_err(unwritable)?;
    Ok(name)
}

/// Removes the catalogs that no commit names any more.
pub fn remove_old_catalogs(generation: &Path, current: &str) -> Result<(), IndexError> {
    for entry in fs::read_dir(generation)?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("catalog-") && name != current {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
