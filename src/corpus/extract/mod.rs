//! Files to text: what fasou reads out of a file, a paragraph a line.
//!
//! `FORMATS` lists the formats it reads, a row each, and each has a file of
//! its own here. Whatever the format, what comes out obeys one rule, because
//! all that follows counts on it and `fasou extract` prints exactly this:
//!
//! - a line is a paragraph (a table cell is one), lines are separated by `\n`,
//!   and there is none at the end;
//! - no line is blank, begins or ends with white space, or holds a control
//!   character; the rarer line breaks (VT, FF, U+0085, U+2028, U+2029) are `\n`;
//! - all other characters are as written: full-width, traditional, zero-width.
//!
//! What is read out of a text is read out of it again without change, except
//! where only blank lines or indentation told paragraphs from wrapped lines.

mod front_matter;
mod line;
mod markdown;
mod markup;
mod pages;
mod shape;
mod text;
mod unwrap;

use std::path::Path;

use super::decode::{DecodeError, decode};

/// A file format that fasou reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
}

/// A row of the table of formats.
struct Row {
    format: Format,
    /// In lower case, the usual one first.
    extensions: &'static [&'static str],
    read: fn(&str) -> Draft,
}

/// The formats, and how each is read.
const FORMATS: [Row; 2] = [
    Row {
        format: Format::Text,
        extensions: &["txt", "text"],
        read: text::read,
    },
    Row {
        format: Format::Markdown,
        extensions: &["md", "markdown"],
        read: markdown::read,
    },
];

/// What a reader makes of a file.
struct Draft {
    text: String,
    front_matter: Vec<(String, String)>,
}

/// The text of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extracted {
    /// A paragraph a line.
    pub text: String,
    /// The encoding of the file, such as `GB18030`.
    pub encoding: &'static str,
    /// The `key: value` pairs between `---` lines at the file's beginning, in
    /// their order; a list gives its key once for each item.
    pub front_matter: Vec<(String, String)>,
}

/// Why a file gives no text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExtractError {
    /// The file is not what its name says.
    #[error(
        "binary data ({looks_like}?) in a file named .{extension}: \
         give it its true extension or leave it out"
    )]
    Binary {
        /// What it seems to be.
        looks_like: &'static str,
        /// The extension of its format.
        extension: &'static str,
    },
    /// The file is text that cannot be decoded.
    #[error(transparent)]
    Decode(DecodeError),
    /// Nothing is left when blank lines, page numbers and front matter are gone.
    #[error("no text in the file: remove it, or convert its original again")]
    Empty,
}

impl Format {
    /// The format of the file at `path`, by its extension.
    ///
    /// ```
    /// # use fasou::corpus::extract::Format;
    /// # use std::path::Path;
    /// assert_eq!(Format::of(Path::new("2024/龙门县.TXT")), Some(Format::Text));
    /// assert_eq!(Format::of(Path::new("龙门县.xyz")), None);
    /// ```
    pub fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        let row = FORMATS
            .iter()
            .find(|row| row.extensions.contains(&extension.as_str()))?;
        Some(row.format)
    }

    /// The extensions of every format, for messages that list them.
    pub fn extensions() -> impl Iterator<Item = &'static str> {
        FORMATS
            .iter()
            .flat_map(|row| row.extensions.iter().copied())
    }
}

/// Reads the text out of a file's bytes.
///
/// # Errors
///
/// [`ExtractError`] when they are no text, or hold none.
pub fn extract(format: Format, bytes: &[u8]) -> Result<Extracted, ExtractError> {
    let Some(row) = FORMATS.iter().find(|row| row.format == format) else {
        unreachable!("FORMATS has a row for every format");
    };
    let decoded = decode(bytes).map_err(|error| match error {
        DecodeError::Binary { looks_like } => ExtractError::Binary {
            looks_like,
            extension: row.extensions[0],
        },
        DecodeError::Empty => ExtractError::Empty,
        other => ExtractError::Decode(other),
    })?;
    let Draft { text, front_matter } = (row.read)(&decoded.text);
    if text.is_empty() {
        return Err(ExtractError::Empty);
    }
    Ok(Extracted {
        text,
        encoding: decoded.encoding,
        front_matter,
    })
}

#[cfg(test)]
mod tests;
