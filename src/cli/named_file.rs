//! Files of text that a person names on the command line: lists of terms, words, synonyms, queries.

use std::path::Path;

use super::error::CliError;
use crate::corpus::decode::{DecodeError, decode};

/// The text of a file in whatever encoding reports may be in: Excel and Notepad write GBK. An empty one
/// says nothing.
pub fn text_of(path: &Path) -> Result<String, CliError> {
    let bytes = std::fs::read(path);
    let bytes = bytes.map_err(|error| wrong(path, format!("cannot be read: {error}")))?;
    match decode(&bytes) {
        Ok(decoded) => Ok(decoded.text),
        Err(DecodeError::Empty) => Ok(String::new()),
        Err(error) => Err(wrong(path, error.to_string())),
    }
}

/// An error of the file at `path`.
pub fn wrong(path: &Path, reason: String) -> CliError {
    CliError::File {
        path: path.to_string_lossy().into_owned(),
        reason,
    }
}
