//! Small indexes for the tests of the layers above.

use std::fs;
use std::path::PathBuf;

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
