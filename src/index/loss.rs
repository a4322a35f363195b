//! What a run leaves unread, and would be missing from an index made anew.

use std::collections::BTreeSet;
use std::path::Path;

use rustc_hash::FxHashSet;

use super::catalog::{Catalog, Key, Left};
use super::plan::{ToRead, Walked};
use super::read::Outcome;
use super::settings::Dependence;
use crate::corpus::Trouble;

/// How many places are named in a message.
const NAMED: usize = 3;

/// The files of the catalog in places that could not be looked into: root and place of each file.
pub fn unseen<'t>(catalog: &Catalog, troubles: &'t [Trouble]) -> Vec<(u32, &'t Path)> {
    let places: FxHashSet<&Path> = troubles.iter().map(|trouble| &*trouble.path).collect();
    if places.is_empty() {
        return Vec::new();
    }
    let indexed = catalog.files.iter();
    let indexed = indexed.filter(|(_, entry)| entry.ids().next().is_some());
    let unseen = indexed.filter_map(|(key, _)| {
        let place = place_of(catalog, key, &places)?;
        Some((key.0, place))
    });
    unseen.collect()
}

/// Which of some places a file of the catalog lies in.
pub fn place_of<'p>(
    catalog: &Catalog,
    key: &Key,
    places: &FxHashSet<&'p Path>,
) -> Option<&'p Path> {
    let file = catalog.file(key)?;
    file.ancestors().find_map(|at| places.get(at).copied())
}

/// How many files are left unread: those that the run did not reach, and `unseen`.
pub fn left(read: &[ToRead], outcomes: &[Option<Outcome>], unseen: &[(u32, &Path)]) -> Left {
    let files = read.iter().zip(outcomes);
    let files = files.filter_map(|(file, outcome)| outcome.is_none().then_some(file.key.0));
    let mut left = Left::new();
    for root in files.chain(unseen.iter().map(|(root, _)| *root)) {
        *left.entry(root).or_default() += 1;
    }
    left
}

/// What is left unread from now on, after a run that left `now` unread of the roots it walked. If a place
/// could not be looked into, what was left before may lie there.
pub fn from_now_on(mut before: Left, walked: &[Walked], now: &Left) -> Left {
    for root in walked {
        let before_now = before.remove(&root.id).filter(|_| !root.whole);
        if let Some(files) = before_now.max(now.get(&root.id).copied()) {
            before.insert(root.id, files);
        }
    }
    before
}

/// Why an index made anew would lack something that the catalog has; `None` if it would not.
pub fn reason(catalog: &Catalog, read: &[ToRead], outcomes: &[Option<Outcome>]) -> Option<String> {
    let stopped = outcomes.iter().filter(|outcome| outcome.is_none()).count();
    if stopped > 0 {
        return Some(format!("stopped with {stopped} files left to read"));
    }
    let lost = read.iter().zip(outcomes).filter(|(file, outcome)| {
        let before = catalog.files.get(&file.key);
        let before = before.map_or(0, |entry| entry.ids().count());
        outcome.as_ref().is_some_and(|outcome| {
            outcome.dependence == Dependence::Moment && outcome.entry.ids().count() < before
        })
    });
    unreadable(lost.map(|(file, _)| &*file.found.file))
}

/// A sentence about the places that cannot be read; `None` if there are none.
pub fn unreadable<'p>(places: impl Iterator<Item = &'p Path>) -> Option<String> {
    let places: BTreeSet<&Path> = places.collect();
    let named = places.iter().take(NAMED);
    let named: Vec<String> = named.map(|place| place.display().to_string()).collect();
    let more = match places.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    (!named.is_empty()).then(|| format!("cannot read {}{more}", named.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_of_a_root_is_known_until_all_of_it_is_walked() {
        let walk = |id, whole| Walked { id, whole };
        let before = Left::from([(0, 3), (1, 2), (2, 1)]);
        let now = Left::from([(1, 1), (3, 4)]);
        let walked = [walk(0, true), walk(1, false), walk(3, true)];
        let after = from_now_on(before, &walked, &now);
        assert_eq!(after, Left::from([(1, 2), (2, 1), (3, 4)]));
    }
}
