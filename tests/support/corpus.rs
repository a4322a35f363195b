//! A folder of reports, indexed once for all tests that only read: its index and its texts.
//!
//! The samples always; the reports that `FASOU_REPORTS` names where it is set.
//! The texts are those that `fasou extract` prints, so offsets count in them.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use super::json::{Reports, Shown};
use super::{Dir, samples};

/// An indexed folder.
pub struct Corpus {
    /// Where to run commands.
    pub dir: Dir,
    /// The folder.
    pub root: PathBuf,
    /// Texts by path below the folder.
    pub texts: BTreeMap<String, String>,
}

impl Corpus {
    /// The samples, a copy of them, so that what is shown names no folder of this machine.
    pub fn samples() -> &'static Corpus {
        static SAMPLES: LazyLock<Corpus> = LazyLock::new(|| {
            let dir = Dir::shared("samples");
            dir.copy(&samples(), "samples");
            let root = dir.path("samples");
            dir.index(["samples"]);
            Corpus::of(dir, root)
        });
        &SAMPLES
    }

    /// The reports outside this project, where there are any.
    pub fn reports() -> Option<&'static Corpus> {
        static REPORTS: LazyLock<Option<Corpus>> = LazyLock::new(|| {
            let (root, dir) = (given("FASOU_REPORTS")?, Dir::shared("reports"));
            dir.index([&root]);
            Some(Corpus::of(dir, root))
        });
        REPORTS.as_ref()
    }

    fn of(dir: Dir, root: PathBuf) -> Corpus {
        let reports: Reports = dir.fasou(["reports", "--format", "json"]).found().json();
        let paths = reports.reports.into_iter().map(|report| report.path);
        let texts = paths
            .map(|path| (path.clone(), extract(&dir, &root.join(&path))))
            .collect();
        Corpus { dir, root, texts }
    }

    /// One report as `show` gives it.
    #[track_caller]
    pub fn show(&self, path: &str) -> Shown {
        self.dir
            .fasou(["show", path, "--format", "json"])
            .found()
            .json()
    }
}

/// The text that `extract` prints, without the line end that closes it.
#[track_caller]
pub fn extract(dir: &Dir, path: &Path) -> String {
    let output = dir.fasou([Path::new("extract"), path]).found();
    output
        .stdout
        .strip_suffix('\n')
        .unwrap_or_else(|| panic!("the last line has no end\n{output}"))
        .to_owned()
}

/// What a variable names: nothing where it is unset, which is not allowed in CI.
pub fn given(variable: &str) -> Option<PathBuf> {
    let Some(path) = env::var_os(variable) else {
        let ci = env::var("CI").is_ok_and(|value| value == "true");
        assert!(
            !ci,
            "{variable} is not set, but CI is: nothing may be skipped there"
        );
        println!("skipped: {variable} is not set");
        return None;
    };
    let path = PathBuf::from(path);
    let found = path.canonicalize();
    Some(found.unwrap_or_else(|error| panic!("{variable} names {}: {error}", path.display())))
}
