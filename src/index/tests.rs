//! Small indexes for the tests of the layers above.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use tempfile::TempDir;

use super::{Home, Request, update};

/// An index of texts, for as long as it is kept.
pub struct Made {
    /// Where it is.
    pub home: PathBuf,
    _folder: TempDir,
}

/// Indexes texts, a file each.
pub fn made_of(texts: impl IntoIterator<Item = String>) -> Made {
    made_in_parts([texts.into_iter().collect()])
}

/// Indexes texts, a file each, each part by a run of its own: of two or three, each is a segment.
pub fn made_in_parts(parts: impl IntoIterator<Item = Vec<String>>) -> Made {
    let folder = tempfile::tempdir().unwrap();
    let reports = folder.path().join("reports");
    fs::create_dir(&reports).unwrap();
    let home = folder.path().join("index");
    let mut number = 0;
    for part in parts {
        for text in part {
            fs::write(reports.join(format!("{number:03}.txt")), text).unwrap();
            number += 1;
        }
        let request = Request {
            paths: vec![reports.clone()],
            ..Request::default()
        };
        update(&Home::at(&home), &request, &|_, _| {}).unwrap();
    }
    Made {
        home,
        _folder: folder,
    }
}

#[test]
fn what_a_stopped_rebuild_left_is_read_by_the_next_run() {
    let made = made_of((0..3).map(|number| format!("第{number}篇。")));
    let home = Home::at(&made.home);
    let run = |request| update(&home, &request, &|_, _| {}).unwrap();
    let stopped = run(Request {
        rebuild: true,
        stop: Arc::new(true.into()),
        ..Request::default()
    });
    assert_eq!((stopped.left, stopped.reports), (3, 0));
    let next = run(Request::default());
    assert_eq!((next.read, next.reports), (3, 3));
}

#[test]
fn a_commit_of_nothing_but_the_catalog_has_a_stamp_of_its_own() {
    let made = made_of(["一篇。".to_owned()]);
    let home = Home::at(&made.home);
    let commit = || home.current().unwrap().unwrap().payload.catalog;
    let before = commit();
    let file = made._folder.path().join("reports/000.txt");
    fs::File::open(file)
        .unwrap()
        .set_modified(SystemTime::UNIX_EPOCH)
        .unwrap();
    let summary = update(&home, &Request::default(), &|_, _| {}).unwrap();
    assert_eq!((summary.read, summary.unchanged), (0, 1));
    assert_ne!(commit(), before);
}
