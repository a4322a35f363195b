//! What a run is asked to do, and its report of what it did.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use super::settings::Settings;
use crate::corpus::{Columns, Limits};

/// What to do.
#[derive(Debug, Default)]
pub struct Request {
    /// Files and folders to add or refresh; if empty, all roots are refreshed.
    pub paths: Vec<PathBuf>,
    /// A root to forget.
    pub remove: Option<PathBuf>,
    /// The user's own words; `None` keeps those the index has.
    pub dictionary: Option<String>,
    /// The user's own taxonomy of topics; `None` keeps what the index has, an empty one is the built-in.
    pub topics: Option<String>,
    /// Read everything again.
    pub rebuild: bool,
    /// Bytes that a file may have on disk; `None` keeps what the index has.
    pub max_file_size: Option<u64>,
    /// Bytes that a file may unpack to; `None` keeps what the index has.
    pub max_unpacked: Option<u64>,
    /// Time that extracting the text of one file may take; `None` keeps what the index has.
    pub time_limit: Option<Duration>,
    /// Which columns of tables hold what; what it leaves open stays as the index has it.
    pub columns: Columns,
    /// Whether pictures of text are read by OCR; `None` keeps what the index has.
    pub ocr: Option<bool>,
    /// What a user says of the files; `None` keeps what the index has.
    pub manifest: Option<String>,
    /// Ends the run early once it is set to true: what was read by then is committed.
    pub stop: Arc<AtomicBool>,
}

impl Request {
    /// How files are read from now on, given how they were.
    pub fn settings(&self, kept: Settings) -> Settings {
        let (given, kept_columns) = (self.columns.clone(), kept.columns);
        let limits = kept.limits;
        Settings {
            columns: Columns {
                text: given.text.or(kept_columns.text),
                title: given.title.or(kept_columns.title),
                id: given.id.or(kept_columns.id),
            },
            ocr: self.ocr.unwrap_or(kept.ocr),
            limits: Limits {
                file: self.max_file_size.unwrap_or(limits.file),
                unpacked: self.max_unpacked.unwrap_or(limits.unpacked),
                time: self.time_limit.unwrap_or(limits.time),
                ..limits
            },
        }
    }
}

/// Why an index was made anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anew {
    /// A user asked for it.
    Asked,
    /// It could not be read.
    Damaged,
    /// It was made with other versions of these.
    Other(String),
}

/// A file that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its path.
    pub path: String,
    /// Why.
    pub reason: String,
}

/// What was done.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Files read.
    pub read: usize,
    /// Bytes read.
    pub bytes: u64,
    /// Files that were as before.
    pub unchanged: usize,
    /// Reports that left the index.
    pub removed: usize,
    /// Files left out, in this run or since an earlier one.
    pub skipped: Vec<Skipped>,
    /// Passages written.
    pub passages: usize,
    /// Reports in the index now.
    pub reports: usize,
    /// Those among them that are copies of others.
    pub copies: usize,
    /// Files left for the next run, if this one was ended early.
    pub left: usize,
    /// Roots that cannot be read, and why: what was indexed of them stays.
    pub away: Vec<String>,
    /// Rows of the manifest that name no file.
    pub unmatched: Vec<String>,
    /// Why the index was made anew, if it was.
    pub rebuilt: Option<Anew>,
    /// How long it took.
    pub elapsed: Duration,
}

/// Called with how many files have been read, of how many.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);
