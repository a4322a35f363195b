//! Finds the files of a root: all but hidden ones and the index itself.

use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use walkdir::{DirEntry, WalkDir};

/// Size and time of change: what tells a changed file without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Stamp {
    /// Bytes.
    pub size: u64,
    /// Time of change, nanoseconds since 1970.
    pub modified: u128,
}

/// A file below a root.
#[derive(Clone, Debug)]
pub struct FoundFile {
    /// Its path below the root, with `/`; its name where the root is the file.
    pub path: String,
    /// Where it is.
    pub file: PathBuf,
    /// Its size and time.
    pub stamp: Stamp,
}

/// A place below a root that could not be read.
#[derive(Debug)]
pub struct Trouble {
    /// Where.
    pub path: PathBuf,
    /// Why.
    pub source: io::Error,
}

/// Walks `root` in the order of names, leaving out what lies in `excluded`.
pub fn walk<'a>(
    root: &'a Path,
    excluded: &'a [PathBuf],
) -> impl Iterator<Item = Result<FoundFile, Trouble>> + 'a {
    WalkDir::new(root)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(move |entry| {
            entry.depth() == 0
                || (!is_hidden(entry) && !excluded.iter().any(|path| path == entry.path()))
        })
        .filter_map(move |entry| match entry {
            Ok(entry) if entry.file_type().is_file() => Some(found(root, &entry)),
            Ok(_) => None,
            Err(error) => Some(Err(Trouble {
                path: error.path().unwrap_or(root).to_owned(),
                source: error.into(),
            })),
        })
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with('.')
}

fn found(root: &Path, entry: &DirEntry) -> Result<FoundFile, Trouble> {
    let trouble = |source| Trouble {
        path: entry.path().to_owned(),
        source,
    };
    let metadata = entry.metadata().map_err(|error| trouble(error.into()))?;
    let modified = metadata.modified().map_err(trouble)?;
    let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
    let path = if below.as_os_str().is_empty() {
        Path::new(entry.file_name())
    } else {
        below
    };
    let parts: Vec<_> = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    Ok(FoundFile {
        path: parts.join("/"),
        file: entry.path().to_owned(),
        stamp: Stamp {
            size: metadata.len(),
            modified: modified
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| since.as_nanos()),
        },
    })
}
