//! A folder of reports, indexed once for all tests that only read: its index and its texts.
//!
//! The samples always; the reports that `FASOU_REPORTS` names where it is set.
//! The texts are those that `fasou extract` prints, so offsets count in them.

use std::collections::BTreeMap;
use std::env;
use std::fs::{self, File};
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
    /// Held as long as the index is in use.
    _slot: File,
}

impl Corpus {
    /// The samples.
    pub fn samples() -> &'static Corpus {
        static SAMPLES: LazyLock<Corpus> = LazyLock::new(|| Corpus::of("samples", &samples()));
        &SAMPLES
    }

    /// The reports outside this project, where there are any.
    pub fn reports() -> Option<&'static Corpus> {
        static REPORTS: LazyLock<Option<Corpus>> =
            LazyLock::new(|| given("FASOU_REPORTS").map(|root| Corpus::of("reports", &root)));
        REPORTS.as_ref()
    }

    fn of(name: &str, root: &Path) -> Corpus {
        let (path, slot) = slot(name);
        let dir = Dir::at(path);
        dir.index([root]);
        let reports: Reports = dir.fasou(["reports", "--format", "json"]).found().json();
        let paths = reports.reports.into_iter().map(|report| report.path);
        let texts = paths.map(|path| (path.clone(), extract(&dir, &root.join(&path)))).collect();
        Corpus { dir, root: root.to_owned(), texts, _slot: slot }
    }

    /// One report as `show` gives it.
    #[track_caller]
    pub fn show(&self, path: &str) -> Shown {
        self.dir.fasou(["show", path, "--format", "json"]).found().json()
    }
}

/// The text that `extract` prints, without the line end that closes it.
#[track_caller]
pub fn extract(dir: &Dir, path: &Path) -> String {
    let output = dir.fasou([Path::new("extract"), path]).found();
    output.stdout.strip_suffix('\n').unwrap_or_else(|| panic!("the last line has no end\n{output}")).to_owned()
}

/// What a variable names: nothing where it is unset, which is not allowed in CI.
pub fn given(variable: &str) -> Option<PathBuf> {
    let Some(path) = env::var_os(variable) else {
        let ci = env::var("CI").is_ok_and(|value| value == "true");
        assert!(!ci, "{variable} is not set, but CI is: nothing may be skipped there");
        println!("skipped: {variable} is not set");
        return None;
    };
    let path = PathBuf::from(path);
    let found = path.canonicalize();
    Some(found.unwrap_or_else(|error| panic!("{variable} names {}: {error}", path.display())))
}

/// An empty folder that outlives the test and that no other run uses meanwhile.
fn slot(name: &str) -> (PathBuf, File) {
    let base = Path::new(env!("CARGO_TARGET_TMPDIR"));
    for number in 0.. {
        let path = base.join(format!("{name}-{number}"));
        let lock = File::create(path.with_extension("lock")).expect("a lock file");
        if lock.try_lock().is_ok() {
            if path.exists() {
                fs::remove_dir_all(&path).expect("what an earlier run left can be removed");
            }
            return (path, lock);
        }
    }
    unreachable!("numbers do not run out")
}
