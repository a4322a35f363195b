//! The piece table: where in the stream the characters of the text are.

use encoding_rs::WINDOWS_1252;

use super::bytes::Bytes;
use super::header::Header;
use super::sprm;

/// A stretch of text that lies in one place.
struct Piece<'a> {
    /// Its first character.
    first: usize,
    /// Its bytes, and where they begin in the stream.
    bytes: Bytes<'a>,
    at: usize,
    is_compressed: bool,
    /// Properties that changed after the text was saved.
    is_hidden: bool,
}

/// A UTF-16 unit of the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    pub code: u16,
    /// Where in the stream it lies, by which its properties are found.
    pub at: usize,
    pub is_hidden: bool,
}

/// All pieces in the order of the text.
pub(super) struct Pieces<'a>(Vec<Piece<'a>>);

impl<'a> Pieces<'a> {
    pub fn read(header: &Header, text: Bytes<'a>, table: Bytes<'a>) -> Option<Self> {
        let (at, length) = header.pieces;
        let mut rest = table.slice(at, length)?;
        let mut changes = Vec::new();
        // Lists of property changes stand before the table.
        while rest.u8(0)? == 1 {
            let length = usize::from(rest.u16(1)?);
            changes.push(rest.slice(3, length)?);
            rest = rest.after(3 + length)?;
        }
        if rest.u8(0)? != 2 {
            return None;
        }
        let plc = rest.slice(5, rest.size(1)?)?;
        let count = plc.len().checked_sub(4)? / 12;
        let mut pieces = Vec::new();
        for index in 0..count {
            let (first, end) = (plc.size(4 * index)?, plc.size(4 * (index + 1))?);
            let descriptor = 4 * (count + 1) + 8 * index;
            let place = plc.u32(descriptor + 2)?;
            let is_compressed = place & 0x4000_0000 != 0;
            let place = (place & 0x3fff_ffff) as usize;
            let characters = end.checked_sub(first)?;
            let (at, length) = match is_compressed {
                true => (place / 2, characters),
                false => (place, characters.checked_mul(2)?),
            };
            let change = plc.u16(descriptor + 6)?;
            let change = (change & 1 != 0).then(|| changes.get(usize::from(change >> 1)));
            let is_hidden = change.flatten().is_some_and(|change| sprm::hides(*change));
            pieces.push(Piece {
                first,
                // Of a truncated file, the beginning can still be read.
                bytes: text
                    .slice(at, length)
                    .or_else(|| text.after(at))
                    .unwrap_or(Bytes(&[])),
                at,
                is_compressed,
                is_hidden,
            });
        }
        Some(Pieces(pieces))
    }

    /// The units of a range of characters.
    pub fn units(&self, range: std::ops::Range<usize>) -> impl Iterator<Item = Unit> {
        self.0.iter().flat_map(move |piece| {
            let width = if piece.is_compressed { 1 } else { 2 };
            let count = piece.bytes.len() / width;
            let from = range.start.saturating_sub(piece.first).min(count);
            let to = range.end.saturating_sub(piece.first).min(count).max(from);
            (from..to).filter_map(move |index| {
                let code = match piece.is_compressed {
                    true => western(piece.bytes.u8(index)?),
                    false => piece.bytes.u16(2 * index)?,
                };
                Some(Unit {
                    code,
                    at: piece.at + index * width,
                    is_hidden: piece.is_hidden,
                })
            })
        })
    }
}

/// Compressed text is in Windows' western code page.
fn western(byte: u8) -> u16 {
    if byte < 0x80 {
        return u16::from(byte);
    }
    let bytes = [byte];
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(&bytes);
    text.encode_utf16().next().unwrap_or(u16::from(byte))
}
