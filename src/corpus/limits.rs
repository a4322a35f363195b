//! How much effort one file may cost.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Bounds that no file may pass, whatever it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// Bytes of a file on disk.
    pub file: u64,
    /// Bytes that a file may unpack to.
    pub unpacked: u64,
    /// Archives within archives; users cannot choose it, so it is not stored.
    #[serde(skip)]
    pub depth: usize,
    /// Time that extracting the text of one file may take.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            file: 256 << 20,
            unpacked: 1 << 30,
            depth: 3,
            time: Duration::from_secs(60),
        }
    }
}
