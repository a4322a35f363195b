//! What a refresh has to do: the roots to walk, and how the disk differs from the catalog.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::catalog::{Catalog, Entry, Key, Root};
use super::error::IndexError;
use super::loss::place_of;
use super::manifest::Manifest;
use super::record::short_hash;
use super::settings::Marks;
use crate::corpus::{FoundFile, Trouble, walk};

/// A file to read.
pub struct ToRead {
    /// Root and path below it.
    pub key: Key,
    /// Where it is.
    pub found: FoundFile,
}

/// A root that was walked.
pub struct Walked {
    /// Its number.
    pub id: u32,
    /// Whether all of it could be looked into.
    pub whole: bool,
}

/// What a refresh has to do.
#[derive(Default)]
pub struct Plan {
    /// Files that are new or may have changed.
    pub read: Vec<ToRead>,
    /// Roots that were walked.
    pub walked: Vec<Walked>,
    /// Files that are gone.
    pub gone: Vec<Key>,
    /// Files that are as they were.
    pub unchanged: usize,
    /// Places that could not be looked into.
    pub troubles: Vec<Trouble>,
    /// Roots that cannot be read, and why: what was indexed of them stays.
    pub away: Vec<String>,
}

/// Adds the paths a user named to the roots; returns the roots to refresh.
///
/// A path within a root refreshes that root; one that contains roots also refreshes those.
pub fn roots(catalog: &mut Catalog, named: &[PathBuf]) -> Result<Vec<Root>, IndexError> {
    if named.is_empty() {
        return if catalog.roots.is_empty() {
            Err(IndexError::NoRoots)
        } else {
            Ok(catalog.roots.clone())
        };
    }
    let mut wanted = BTreeSet::new();
    for path in named {
        let real = absolute(path)?;
        match catalog.root_over(&real) {
            Some(root) => {
                wanted.insert(root.id);
            }
            None => {
                wanted.insert(catalog.add_root(&path.to_string_lossy(), real.clone()));
            }
        }
        wanted.extend(catalog.roots_within(&real).map(|root| root.id));
    }
    Ok(catalog
        .roots
        .iter()
        .filter(|root| wanted.contains(&root.id))
        .cloned()
        .collect())
}

/// The canonical form of an existing path.
pub fn absolute(path: &Path) -> Result<PathBuf, IndexError> {
    path.canonicalize().map_err(|source| IndexError::Root {
        path: path.to_owned(),
        source,
    })
}

/// What decides, besides the files themselves, how they are read.
#[derive(Clone, Copy)]
pub struct Conditions<'a> {
    /// What a user says of them.
    pub manifest: &'a Manifest,
    /// The marks of how they are read.
    pub marks: Marks,
}

impl Conditions<'_> {
    /// Whether a file was read as it would be now.
    fn hold(self, path: &str, entry: &Entry) -> bool {
        self.marks.hold(entry.reading) && entry.given == self.manifest.mark(path)
    }
}

/// What lies below a root.
pub type Below = Vec<Result<FoundFile, Trouble>>;

/// Walks `roots`; `all` are all known roots. No root answers for what lies below another, nor for the index.
pub fn walk_all(roots: &[Root], all: &[Root], index: &Path) -> Vec<Below> {
    let below = roots.iter().map(|root| {
        let others = all.iter().filter(|other| other.id != root.id);
        let others = others.map(|other| other.path.clone());
        let excluded: Vec<PathBuf> = index.canonicalize().into_iter().chain(others).collect();
        walk(&root.path, &excluded)
    });
    below.collect()
}

/// Compares what lies below `roots` with the catalog; `all` reads every file again.
pub fn compare(
    catalog: &Catalog,
    roots: &[Root],
    below: Vec<Below>,
    conditions: Conditions<'_>,
    all: bool,
) -> Plan {
    let mut plan = Plan::default();
    for (root, mut below) in roots.iter().zip(below) {
        if let Some(trouble) = trouble_with(root, &mut below) {
            if is_deleted_file(catalog, root) {
                plan.walked.push(Walked {
                    id: root.id,
                    whole: true,
                });
                plan.gone.extend(gone(catalog, root, &[], 1));
            } else {
                let path = trouble.path.display();
                plan.away.push(format!("{path}: {}", trouble.source));
            }
            continue;
        }
        let mut files = Vec::with_capacity(below.len());
        let troubles = plan.troubles.len();
        // Two names may read the same, one in GBK and one in UTF-8.
        let is_raw =
            |found: &Result<FoundFile, _>| matches!(found, Ok(found) if found.raw.is_some());
        let may_read_alike = below.iter().any(is_raw);
        let mut seen = FxHashSet::default();
        for found in below {
            match found {
                Ok(found) => {
                    let mut key = (root.id, found.path.clone());
                    while may_read_alike && !seen.insert(key.clone()) {
                        key.1.push('~');
                    }
                    files.push(ToRead { key, found });
                }
                Err(trouble) => plan.troubles.push(trouble),
            }
        }
        let known = files.par_iter().map(|file| catalog.files.get(&file.key));
        let known: Vec<Option<&Entry>> = known.collect();
        let places = plan.troubles[troubles..].iter();
        let places: FxHashSet<&Path> = places.map(|trouble| &*trouble.path).collect();
        let whole = places.is_empty();
        plan.walked.push(Walked { id: root.id, whole });
        let missing = catalog.files_of(root.id).count() - known.iter().flatten().count();
        let mut gone = gone(catalog, root, &files, missing);
        // A folder that cannot be looked into has not lost its files.
        gone.retain(|key| whole || place_of(catalog, key, &places).is_none());
        plan.gone.extend(gone);
        let is_as_before = |(file, known): &(ToRead, Option<&Entry>)| {
            known.filter(|_| !all).is_some_and(|entry| {
                entry.settled
                    && entry.stamp == file.found.stamp
                    && conditions.hold(&file.key.1, entry)
            })
        };
        let found = files.len();
        let read = plan.read.len();
        let compared = files.into_iter().zip(known);
        let differ = compared.filter(|compared| !is_as_before(compared));
        plan.read.extend(differ.map(|(file, _)| file));
        plan.unchanged += found - (plan.read.len() - read);
    }
    plan
}

/// What is wrong with a root itself, if something is.
fn trouble_with(root: &Root, below: &mut Below) -> Option<Trouble> {
    let is_own =
        |found: &Result<_, Trouble>| matches!(found, Err(trouble) if trouble.path == root.path);
    let at = below.iter().position(is_own)?;
    below.swap_remove(at).err()
}

/// Whether a root was a file that was deleted. If the folder it lay in is also gone, or is empty like the
/// mount point of a disk that is not there, the file is away.
fn is_deleted_file(catalog: &Catalog, root: &Root) -> bool {
    let folder = root.path.parent().and_then(|folder| folder.read_dir().ok());
    let holds_others = folder.is_some_and(|mut others| others.next().is_some());
    let name = root.path.file_name().map(|name| name.to_string_lossy());
    let mut files = catalog.files_of(root.id);
    let was_file = files
        .next()
        .is_some_and(|(key, _)| Some(key.1.as_str()) == name.as_deref());
    holds_others && was_file && files.next().is_none() && !root.path.exists()
}

/// The files of a root that are not among those found, `missing` in number.
fn gone(catalog: &Catalog, root: &Root, found: &[ToRead], missing: usize) -> Vec<Key> {
    if missing == 0 {
        return Vec::new();
    }
    let found: FxHashSet<&Key> = found.iter().map(|file| &file.key).collect();
    let known = catalog.files_of(root.id).map(|(key, _)| key);
    known.filter(|key| !found.contains(key)).cloned().collect()
}

/// Numbers for the files to read, which tell apart files with one path below several roots: the number a file
/// had before, or the first that is free.
pub fn numbers(catalog: &Catalog, read: &[ToRead]) -> Vec<u32> {
    let mut given: BTreeSet<(&str, u32)> = BTreeSet::new();
    read.iter()
        .map(|file| {
            if let Some(entry) = catalog.files.get(&file.key) {
                return entry.number;
            }
            let path = file.key.1.as_str();
            let others = catalog.roots.iter().filter_map(|root| {
                let entry = catalog.files.get(&(root.id, path.to_owned()))?;
                Some(entry.number)
            });
            let taken: BTreeSet<u32> = others.collect();
            let mut number = 0;
            while taken.contains(&number) || !given.insert((path, number)) {
                number += 1;
            }
            number
        })
        .collect()
}

/// The id of the report at `path` below its root.
pub fn id(path: &str, number: u32) -> String {
    match number {
        0 => short_hash(path),
        number => short_hash(&format!("{path}\n{number}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Reading, Stamp};

    #[test]
    fn of_two_names_that_read_alike_each_has_its_own_row() {
        let stamp = Stamp {
            size: 9,
            modified: 1,
        };
        let found = |raw| {
            let file = FoundFile {
                path: "平陵县.txt".to_owned(),
                raw,
                file: PathBuf::from("/r/平陵县.txt"),
                stamp,
            };
            Ok::<_, Trouble>(file)
        };
        let manifest = Manifest::parse("path,year\n平陵县.txt~,2019\n").unwrap();
        let mut catalog = Catalog::default();
        let root = catalog.add_root("r", PathBuf::from("/r"));
        for name in ["平陵县.txt", "平陵县.txt~"] {
            let entry = Entry {
                stamp,
                hash: [0; 32],
                number: 0,
                members: Vec::new(),
                reading: 0,
                given: manifest.mark(name),
                raw: None,
                settled: true,
            };
            catalog.files.insert((root, name.to_owned()), entry);
        }
        let conditions = Conditions {
            manifest: &manifest,
            marks: Marks::of(&Reading::default()),
        };
        let below = vec![found(Some(vec![0xc6, 0xbd])), found(None)];
        let plan = compare(&catalog, &catalog.roots, vec![below], conditions, false);
        assert_eq!((plan.read.len(), plan.unchanged), (0, 2));
    }
}
