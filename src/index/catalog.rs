//! The files that an index was made of: what a refresh compares the disk with.
//!
//! Written as a file of its own before each commit, which names it; a commit
//! that never happens leaves the old one in force.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::corpus::Stamp;

/// A file or folder that a person asked to index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {
    /// Its number, never given twice in one index.
    pub id: u32,
    /// As the person named it.
    pub named: String,
    /// Where it is.
    pub path: PathBuf,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// It is in the index under this id.
    Indexed(String),
    /// It was left out.
    Skipped(String),
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Size and time when it was read.
    pub stamp: Stamp,
    /// BLAKE3 of its bytes.
    pub hash: [u8; 32],
    /// What became of it.
    pub state: State,
    /// Whether it had lain still for a while when it was read. A file may change twice within
    /// one tick of the file system's clock, so one that had not is read again.
    pub settled: bool,
}

/// Root and path below it.
pub type Key = (u32, String);

/// Roots and files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalog {
    /// The roots, in the order in which they were added.
    pub roots: Vec<Root>,
    /// The next root's number.
    pub next_root: u32,
    /// The files.
    pub files: BTreeMap<Key, Entry>,
}

impl Catalog {
    /// The root that is or holds `path`.
    pub fn root_over(&self, path: &Path) -> Option<&Root> {
        self.roots.iter().find(|root| path.starts_with(&root.path))
    }

    /// The roots that lie strictly within `path`.
    pub fn roots_within<'a>(&'a self, path: &'a Path) -> impl Iterator<Item = &'a Root> {
        self.roots
            .iter()
            .filter(move |root| root.path != path && root.path.starts_with(path))
    }

    /// The indexed files: where each is, its entry's key, its report's id.
    pub fn indexed(&self) -> impl Iterator<Item = (PathBuf, &Key, &str)> {
        self.files
            .iter()
            .filter_map(|(key, entry)| match &entry.state {
                State::Indexed(id) => Some((self.file(key)?, key, id.as_str())),
                State::Skipped(_) => None,
            })
    }

    /// Where a file is.
    fn file(&self, key: &Key) -> Option<PathBuf> {
        let root = self.roots.iter().find(|root| root.id == key.0)?;
        // A root that is a file itself has its own name as the path below it.
        let is_file = root
            .path
            .file_name()
            .is_some_and(|name| name.to_string_lossy() == key.1);
        Some(if is_file && !root.path.is_dir() {
            root.path.clone()
        } else {
            root.path.join(&key.1)
        })
    }

    /// Remembers a root.
    pub fn add_root(&mut self, named: &str, path: PathBuf) -> u32 {
        let id = self.next_root;
        self.next_root += 1;
        self.roots.push(Root {
            id,
            named: named.to_owned(),
            path,
        });
        id
    }

    /// All ids in use.
    pub fn ids(&self) -> BTreeSet<&str> {
        self.files
            .values()
            .filter_map(|entry| match &entry.state {
                State::Indexed(id) => Some(id.as_str()),
                State::Skipped(_) => None,
            })
            .collect()
    }

    /// The files of one root.
    pub fn files_of(&self, root: u32) -> impl Iterator<Item = (&Key, &Entry)> {
        self.files
            .range((root, String::new())..(root + 1, String::new()))
    }

    /// The ids of the reports at or below an absolute path.
    pub fn reports_under(&self, path: &Path) -> Vec<String> {
        let below = self.indexed().filter(|(file, ..)| file.starts_with(path));
        below.map(|(.., id)| id.to_owned()).collect()
    }
}
