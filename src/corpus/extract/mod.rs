//! Files to text: what fasou reads out of a file, a paragraph a line.
//!
//! Each format has a file or folder of its own here, and a line in [`extract`]. Whatever the format, the
//! output obeys one rule, because everything later relies on it and `fasou extract` prints exactly this:
//!
//! - a line is a paragraph (a table cell is one), lines are separated by `\n`,
//!   and there is none at the end;
//! - no line is blank, begins or ends with white space, or holds a control
//!   character; the rarer line breaks (VT, FF, U+0085, U+2028, U+2029) are `\n`;
//! - all other characters are as written: full-width, traditional, zero-width.
//!
//! Extracting an extracted text again changes nothing, except where only blank lines or indentation told
//! paragraphs from wrapped lines.

mod doc;
mod docx;
mod draft;
mod error;
mod front_matter;
mod html;
mod layout;
mod line;
mod list;
mod markdown;
mod markup;
mod mht;
mod numeral;
mod ofd;
mod package;
mod pages;
mod pdf;
mod radicals;
mod rtf;
mod shape;
mod text;
mod unwrap;

use std::time::Duration;

use super::about::About;
use super::decode::{DecodeError, decode_damaged};
use super::format::Format;
use super::guard;
use super::read::Reading;

use draft::Draft;
pub use error::ExtractError;

/// The text of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extracted {
    /// One paragraph per line.
    pub text: String,
    /// The page on which each line begins, from 1; empty if the format has no pages.
    pub pages: Vec<u32>,
    /// What the file or its page says about the report.
    pub about: About,
    /// What a user said about it, in front matter.
    pub given: About,
    /// What a user should know that did not prevent reading.
    pub warnings: Vec<String>,
}

/// Reads the text out of the bytes of a file that holds one report.
///
/// # Errors
///
/// [`ExtractError`] if they are damaged, are not text, or hold none.
pub fn extract(format: Format, bytes: &[u8], reading: &Reading) -> Result<Extracted, ExtractError> {
    let draft = match format {
        Format::Text | Format::Csv | Format::Tsv | Format::Jsonl => {
            guard::caught(|| read_text(bytes, text::read))?
        }
        _ => {
            let (own, limits) = (bytes.to_owned(), reading.limits);
            let draft = guard::within(limits.time, move || watched(format, &own, limits.unpacked));
            match draft {
                // The programs that OCR runs have time limits of their own.
                Err(ExtractError::NoTextLayer { .. } | ExtractError::Garbled { .. })
                    if reading.ocr =>
                {
                    by_ocr(format, bytes, limits.time)?
                }
                draft => draft?,
            }
        }
    };
    let extracted = draft.finish();
    if extracted.text.is_empty() {
        return Err(ExtractError::Empty);
    }
    Ok(extracted)
}

/// Reads the text out of a cell of a table, in which a crawler may have left a page.
pub(super) fn extract_cell(text: &str, given: About) -> Result<Extracted, ExtractError> {
    let mut draft = if has_markup(text) {
        html::read_cell(text)?
    } else {
        text::read(text)
    };
    if draft.text.is_empty() {
        return Err(ExtractError::Empty);
    }
    if let Some(title) = &given.title {
        draft.put_title_first(title);
    }
    draft.given = given.or(draft.given);
    Ok(draft.finish())
}

/// Whether a cell is written in HTML: it has tags of blocks, or named character references.
fn has_markup(text: &str) -> bool {
    const MARKS: [&str; 9] = [
        "<p>", "<p ", "</p>", "<br", "<div", "<table", "<span", "&nbsp;", "&#",
    ];
    let lower = text.to_ascii_lowercase();
    MARKS.iter().any(|mark| lower.contains(mark))
}

/// Reads what needs a parser that we did not write, or that is complex enough to be watched.
fn watched(format: Format, bytes: &[u8], limit: u64) -> Result<Draft, ExtractError> {
    match format {
        Format::Markdown => read_text(bytes, markdown::read),
        Format::Html => html::read(bytes),
        Format::Mht => mht::read(bytes),
        Format::WordXml => docx::read_flat(bytes),
        Format::Doc => doc::read(bytes, limit),
        Format::Docx => docx::read(bytes, limit),
        Format::Rtf => Ok(rtf::read(bytes)),
        Format::Pdf => pdf::read(bytes),
        Format::Ofd => ofd::read(bytes, limit),
        // Handled before this point.
        Format::Zip | Format::Text | Format::Csv | Format::Tsv | Format::Jsonl => {
            Err(ExtractError::Empty)
        }
    }
}

/// Reads pages that are pictures.
fn by_ocr(format: Format, bytes: &[u8], limit: Duration) -> Result<Draft, ExtractError> {
    match format {
        Format::Pdf => pdf::read_scan(bytes, limit),
        _ => Err(ExtractError::Ocr(
            "only of PDF files: print this one to PDF first".to_owned(),
        )),
    }
}

/// Reads a format that is text throughout. A few bad bytes must not cost a report; a warning tells of them.
fn read_text(bytes: &[u8], read: fn(&str) -> Draft) -> Result<Draft, ExtractError> {
    let (decoded, lost) = match decode_damaged(bytes) {
        Ok(decoded) => decoded,
        Err(DecodeError::Empty) => return Err(ExtractError::Empty),
        Err(error) => return Err(ExtractError::Decode(error)),
    };
    let mut draft = read(&decoded.text);
    if lost > 0 {
        let name = decoded.encoding;
        draft.warnings.push(format!(
            "characters lost: {lost} (no {name}, or lost before); U+FFFD stands for each"
        ));
    }
    Ok(draft)
}

#[cfg(test)]
mod tests;
