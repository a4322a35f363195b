//! The files that an index was made of: what a refresh compares the disk with.
//!
//! Written as a file of its own before each commit, which names it; a commit
//! that never happens leaves the old one in force.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use crate::corpus::Stamp;

/// Raised whenever the form of a catalog changes.
pub const VERSION: u32 = 3;

/// A file or folder that a user asked to index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {
    /// Its number, never given twice in one index.
    pub id: u32,
    /// As the user named it.
    pub named: String,
    /// Where it is.
    pub path: PathBuf,
}

impl Root {
    /// Where a user finds a report: the root as named, and the report's path below it.
    pub fn named_file(&self, path: &str) -> String {
        // A root that is a file itself has its own name as the path below it.
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        match path.strip_prefix(name.as_ref()) {
            Some(rest) if rest.is_empty() || rest.starts_with(['#', '!']) => {
                format!("{}{rest}", self.named)
            }
            _ => format!("{}/{path}", self.named.trim_end_matches('/')),
        }
    }
}

/// What became of a report that a file holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// It is in the index.
    Indexed {
        /// Under this id.
        id: String,
        /// Equal for copies of one report; `None` if copies could not be told apart from other reports.
        fingerprint: Option<u64>,
    },
    /// It was left out, and why.
    Skipped(String),
}

/// One report of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// What its path has after that of the file: nothing if the file is one report.
    pub suffix: String,
    /// What became of it.
    pub state: State,
}

impl Member {
    /// Its id, if it is in the index.
    pub fn id(&self) -> Option<&str> {
        match &self.state {
            State::Indexed { id, .. } => Some(id),
            State::Skipped(_) => None,
        }
    }
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Size and time when it was read.
    pub stamp: Stamp,
    /// BLAKE3 of its bytes.
    pub hash: [u8; 32],
    /// Tells files with the same path below several roots apart: ids are made of path and number.
    pub number: u32,
    /// Its reports.
    pub members: Vec<Member>,
    /// The mark of what reading it depended on besides its bytes.
    pub reading: u64,
    /// What the manifest said of it: 0 for nothing.
    pub given: u64,
    /// The bytes of its path if they are not UTF-8.
    pub raw: Option<Vec<u8>>,
    /// Whether it had been unchanged for a while when it was read. A file may change twice within one tick of
    /// the file system's clock, so one that had not is read again.
    pub settled: bool,
}

/// The path made of these bytes, on systems whose paths are bytes.
fn path_of(raw: &[u8]) -> Option<PathBuf> {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        Some(PathBuf::from(std::ffi::OsStr::from_bytes(raw)))
    }
    #[cfg(not(unix))]
    {
        let _ = raw;
        None
    }
}

impl Entry {
    /// The ids of its reports.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.members.iter().filter_map(Member::id)
    }
}

/// Root and id of each copy of one report.
pub type Copies = Vec<(u32, String)>;

/// How many files are left unread, by root.
pub type Left = BTreeMap<u32, usize>;

/// Root and path below it.
pub type Key = (u32, String);

/// Roots and files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalog {
    /// The roots, in the order in which they were added.
    pub roots: Vec<Root>,
    /// The next root's number.
    pub next_root: u32,
    /// How many files each root has that are not read yet.
    pub left: Left,
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

    /// All reports and what was left out, by their paths below their roots.
    pub fn members(&self) -> impl Iterator<Item = (&Key, &Member)> {
        self.files
            .iter()
            .flat_map(|(key, entry)| entry.members.iter().map(move |member| (key, member)))
    }

    /// Where a file is.
    pub fn file(&self, key: &Key) -> Option<PathBuf> {
        let root = self.roots.iter().find(|root| root.id == key.0)?;
        // A root that is a file itself has its own name as the path below it.
        let is_file = root
            .path
            .file_name()
            .is_some_and(|name| name.to_string_lossy() == key.1);
        let raw = self.files.get(key).and_then(|entry| entry.raw.as_deref());
        Some(match raw.and_then(path_of) {
            _ if is_file && !root.path.is_dir() => root.path.clone(),
            Some(raw) => root.path.join(raw),
            None => root.path.join(&key.1),
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

    /// How many reports there are.
    pub fn reports(&self) -> usize {
        self.members()
            .filter(|(_, member)| member.id().is_some())
            .count()
    }

    /// How many reports are copies of others.
    pub fn copied(&self) -> usize {
        let mut known = FxHashSet::default();
        let told = self.members().filter_map(|(_, member)| match member.state {
            State::Indexed { fingerprint, .. } => fingerprint,
            State::Skipped(_) => None,
        });
        told.filter(|fingerprint| !known.insert(*fingerprint))
            .count()
    }

    /// A hash of what was read: paths and contents of all files that gave a report, in whatever order
    /// their roots were added.
    pub fn hash(&self) -> String {
        let read = self
            .files
            .iter()
            .filter(|(_, entry)| entry.ids().next().is_some());
        let mut read: Vec<_> = read
            .map(|(key, entry)| (key.1.as_str(), &entry.hash))
            .collect();
        read.sort_unstable();
        let mut hasher = blake3::Hasher::new();
        for (path, hash) in read {
            hasher.update(path.as_bytes());
            hasher.update(hash);
        }
        hasher.finalize().to_hex().to_string()
    }

    /// Reports of which there are several copies: root and id of each, by root and path.
    pub fn copies(&self) -> Vec<Copies> {
        let mut groups: BTreeMap<u64, Copies> = BTreeMap::new();
        for ((root, _), member) in self.members() {
            if let State::Indexed {
                id,
                fingerprint: Some(fingerprint),
            } = &member.state
            {
                let group = groups.entry(*fingerprint).or_default();
                group.push((*root, id.clone()));
            }
        }
        groups.retain(|_, group| group.len() > 1);
        groups.into_values().collect()
    }

    /// The files of one root.
    pub fn files_of(&self, root: u32) -> impl Iterator<Item = (&Key, &Entry)> {
        self.files
            .range((root, String::new())..(root + 1, String::new()))
    }

    /// The ids of the reports at or below an absolute path.
    pub fn reports_under(&self, path: &Path) -> Vec<String> {
        let below = self
            .files
            .iter()
            .filter(|(key, _)| self.file(key).is_some_and(|file| file.starts_with(path)));
        below
            .flat_map(|(_, entry)| entry.ids().map(str::to_owned))
            .collect()
    }
}
