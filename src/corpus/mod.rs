//! Files as they lie on the disk, and the plain text that is read out of them.
//!
//! [`walk()`] finds files, [`decode`] tells encodings apart, [`extract`] has a row
//! for each format. What comes out is a paragraph a line, exactly as offsets
//! count it ever after.

pub mod decode;
pub mod extract;
mod walk;

use std::path::Path;

use thiserror::Error;

use extract::{ExtractError, Format};

pub use walk::{FoundFile, Stamp, Trouble, walk};

/// Raised whenever the same file may give another text.
pub const VERSION: u32 = 1;

/// Why a file gives no text.
#[derive(Debug, Error)]
pub enum FileError {
    /// A format that is not read.
    #[error("files named .{extension} are not read (only {}): convert it first", known.join(", "))]
    Format {
        /// Its extension.
        extension: String,
        /// Those that are read.
        known: Vec<&'static str>,
    },
    /// The file itself.
    #[error(transparent)]
    Extract(#[from] ExtractError),
}

/// The text of the file at `path`, whose bytes are `bytes`.
pub fn extract_file(path: &Path, bytes: &[u8]) -> Result<String, FileError> {
    let format = Format::of(path).ok_or_else(|| FileError::Format {
        extension: path
            .extension()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        known: Format::extensions().collect(),
    })?;
    Ok(extract::extract(format, bytes)?.text)
}
