//! The file information block: where everything else is.

use super::bytes::Bytes;
use crate::corpus::extract::error::{ExtractError, damaged};

/// A range of the table stream.
pub(super) type Range = (usize, usize);

/// What the file information block says.
#[derive(Debug)]
pub(super) struct Header {
    /// The table stream, of which a file may have two.
    pub table: &'static str,
    /// Characters of the text, and of the text boxes, which come after notes, headers and comments.
    pub text: std::ops::Range<usize>,
    pub boxes: std::ops::Range<usize>,
    pub styles: Range,
    pub characters: Range,
    pub paragraphs: Range,
    pub pieces: Range,
    pub lists: Range,
    pub overrides: Range,
}

/// The first version whose structure is read; those before are of Word 95 and older.
const WORD_97: u16 = 0x00c1;

impl Header {
    pub fn read(stream: Bytes<'_>) -> Result<Self, ExtractError> {
        let short = || damaged("doc", "its header is cut off");
        let magic = stream.u16(0).ok_or_else(short)?;
        if magic != 0xa5ec && magic != 0xa5dc {
            return Err(damaged("doc", "it does not begin as Word's files do"));
        }
        if magic == 0xa5dc || stream.u16(2).ok_or_else(short)? < WORD_97 {
            return Err(ExtractError::Foreign {
                looks_like: "a document of Word 95 or older",
            });
        }
        let flags = stream.u16(0x0a).ok_or_else(short)?;
        if flags & 0x0100 != 0 {
            return Err(ExtractError::Encrypted { format: "doc" });
        }
        let table = match flags & 0x0200 {
            0 => "/0Table",
            _ => "/1Table",
        };
        Self::of_blocks(stream, table).ok_or_else(short)
    }

    /// The blocks after the base: 16-bit numbers, 32-bit numbers, ranges, each with a count.
    fn of_blocks(stream: Bytes<'_>, table: &'static str) -> Option<Self> {
        let shorts = 32;
        let longs = shorts + 2 + 2 * usize::from(stream.u16(shorts)?);
        let ranges = longs + 2 + 4 * usize::from(stream.u16(longs)?);
        let count = usize::from(stream.u16(ranges)?);
        let long = |index: usize| stream.size(longs + 2 + 4 * index);
        let range = |index: usize| {
            let at = ranges + 2 + 8 * index;
            match index < count {
                true => Some((stream.size(at)?, stream.size(at + 4)?)),
                false => Some((0, 0)),
            }
        };
        let text = long(3)?;
        // Notes, headers, macros, comments and endnotes lie between the text and its boxes.
        let mut before = text;
        for index in 4..9 {
            before = before.checked_add(long(index)?)?;
        }
        Some(Header {
            table,
            text: 0..text,
            boxes: before..before.checked_add(long(9)?)?,
            styles: range(1)?,
            characters: range(12)?,
            paragraphs: range(13)?,
            pieces: range(33)?,
            lists: range(73)?,
            overrides: range(74)?,
        })
    }
}
