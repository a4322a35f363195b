//! Finds the files of a root: all except hidden ones and the index itself.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::io;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::time::UNIX_EPOCH;

use encoding_rs::GB18030;
use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

/// Size and time of change: these tell that a file changed without reading it.
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
    /// Its path below the root, with `/`; its name if the root is the file. Names that are not UTF-8 are read
    /// as GBK, which Windows writes.
    pub path: String,
    /// The bytes of that path if they are not UTF-8.
    pub raw: Option<Vec<u8>>,
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

/// The files below `root` in the order of names, without what lies in `excluded`. Sizes and times are asked
/// for on all cores, since that takes most of the time.
pub fn walk(root: &Path, excluded: &[PathBuf]) -> Vec<Result<FoundFile, Trouble>> {
    let entries: Vec<_> = WalkDir::new(root)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| {
            entry.depth() == 0
                || (!is_hidden(entry)
                    && !excluded.iter().any(|path| path == entry.path())
                    && !leads_to(entry, excluded))
        })
        .filter(|entry| (entry.as_ref()).map_or(true, |entry| entry.file_type().is_file()))
        .collect();
    let found = entries.into_par_iter().map(|entry| match entry {
        Ok(entry) => found(root, &entry),
        Err(error) => Err(Trouble {
            path: error.path().unwrap_or(root).to_owned(),
            source: cause(error),
        }),
    });
    found.collect()
}

/// The error itself; its place is given separately.
fn cause(error: walkdir::Error) -> io::Error {
    match error.io_error() {
        Some(_) => error
            .into_io_error()
            .unwrap_or_else(|| io::ErrorKind::Other.into()),
        None => error.into(),
    }
}

fn is_hidden(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    name.starts_with('.') || is_of_a_page(entry, &name)
}

/// Whether a folder holds the resources of a saved page: `报告_files` beside `报告.html`.
fn is_of_a_page(entry: &DirEntry, name: &str) -> bool {
    let page = ["_files", ".files"]
        .iter()
        .find_map(|end| name.strip_suffix(end));
    page.is_some_and(|page| {
        let beside = |extension: &str| entry.path().with_file_name(format!("{page}.{extension}"));
        entry.file_type().is_dir() && ["html", "htm"].iter().any(|kind| beside(kind).is_file())
    })
}

/// Whether a link leads to one of the folders left out, or to one around it.
fn leads_to(entry: &DirEntry, excluded: &[PathBuf]) -> bool {
    let real = || entry.path().canonicalize().ok();
    entry.path_is_symlink()
        && real().is_some_and(|real| excluded.iter().any(|path| path.starts_with(&real)))
}

/// A file's name; read as GBK if it is not UTF-8.
fn name_of(name: &OsStr) -> Cow<'_, str> {
    match name.to_str() {
        Some(name) => Cow::Borrowed(name),
        None => {
            GB18030
                .decode_without_bom_handling(name.as_encoded_bytes())
                .0
        }
    }
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
    // Most paths are UTF-8 with `/` already, and stay as they are.
    let (path, raw) = match path.to_str() {
        Some(named) if MAIN_SEPARATOR == '/' => (named.to_owned(), None),
        named => {
            let parts = path.components().map(|part| name_of(part.as_os_str()));
            let raw = path.as_os_str().as_encoded_bytes();
            let parts: Vec<_> = parts.collect();
            (parts.join("/"), named.is_none().then(|| raw.to_owned()))
        }
    };
    Ok(FoundFile {
        path,
        raw,
        file: entry.path().to_owned(),
        stamp: Stamp {
            size: metadata.len(),
            modified: modified
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| since.as_nanos()),
        },
    })
}
