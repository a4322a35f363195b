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
    let folder = tempfile::tempdir().unwrap();
    let reports = folder.path().join("reports");
    fs::create_dir(&reports).unwrap();
    for (number, text) in texts.into_iter().enumerate() {
        fs::write(reports.join(format!("{number}.txt")), text).unwrap();
    }
    let home = folder.path().join("index");
    let request = Request {
        paths: vec![reports],
        ..Request::default()
    };
    update(&Home::at(&home), &request, &|_, _| {}).unwrap();
    Made {
        home,
        _folder: folder,
    }
}
