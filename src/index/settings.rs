//! How the files of an index are read: kept with it, so that a refresh reads them the same way.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde::{Deserialize, Serialize};

use crate::corpus::{Columns, Limits, Reading};

/// What a person chose once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Settings {
    /// Which columns of tables hold what.
    pub columns: Columns,
    /// Whether pictures of text are read by OCR.
    pub ocr: bool,
}

impl Settings {
    /// With what a run allows one file to cost.
    pub fn reading(&self, limits: Limits) -> Reading {
        Reading {
            limits,
            columns: self.columns.clone(),
            ocr: self.ocr,
        }
    }
}

/// Tells whether a file that gave no text, or a table, might be read otherwise now; never 0.
pub fn mark(reading: &Reading) -> u64 {
    let mut hasher = DefaultHasher::new();
    let limits = reading.limits;
    (limits.file, limits.unpacked, limits.depth, limits.time).hash(&mut hasher);
    (&reading.columns, reading.ocr).hash(&mut hasher);
    hasher.finish().max(1)
}
