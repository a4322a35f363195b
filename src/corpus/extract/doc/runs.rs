//! Properties of characters and paragraphs, in pages of 512 bytes that say for which stretches of the stream
//! they hold.

use super::bytes::Bytes;
use super::header::{Header, Range};
use super::sprm::{self, Place};

const PAGE: usize = 512;

/// A stretch of the stream and what holds there, sorted by place.
#[derive(Debug)]
pub(super) struct Runs<T>(Vec<(std::ops::Range<usize>, T)>);

impl<T> Default for Runs<T> {
    fn default() -> Self {
        Runs(Vec::new())
    }
}

impl<T> Runs<T> {
    /// What holds at a place of the stream.
    pub fn at(&self, at: usize) -> Option<&T> {
        let behind = self.0.partition_point(|(range, _)| range.start <= at);
        let (range, value) = self.0.get(behind.checked_sub(1)?)?;
        range.contains(&at).then_some(value)
    }
}

/// What a paragraph's properties say: its style and its place in a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paragraph {
    pub style: u16,
    pub place: Place,
}

/// The stretches that a reader does not see.
pub(super) fn hidden(header: &Header, text: Bytes<'_>, table: Bytes<'_>) -> Option<Runs<()>> {
    runs(header.characters, text, table, |page, index, count| {
        let offset = 2 * usize::from(page.u8(4 * (count + 1) + index)?);
        let length = usize::from(page.u8(offset).filter(|_| offset > 0)?);
        sprm::hides(page.slice(offset + 1, length)?).then_some(())
    })
}

/// The properties of every paragraph.
pub(super) fn paragraphs(
    header: &Header,
    text: Bytes<'_>,
    table: Bytes<'_>,
) -> Option<Runs<Paragraph>> {
    runs(header.paragraphs, text, table, |page, index, count| {
        let offset = 2 * usize::from(page.u8(4 * (count + 1) + 13 * index)?);
        let (at, length) = match usize::from(page.u8(offset)?) {
            0 => (offset + 2, 2 * usize::from(page.u8(offset + 1)?)),
            words => (offset + 1, 2 * words - 1),
        };
        // The operations follow after the style.
        let properties = page.slice(at, length)?;
        Some(Paragraph {
            style: properties.u16(0)?,
            place: sprm::place(properties.after(2)?),
        })
    })
}

/// Reads all pages that the table names, taking from each run what `read` makes of it.
fn runs<T>(
    (at, length): Range,
    text: Bytes<'_>,
    table: Bytes<'_>,
    read: impl Fn(Bytes<'_>, usize, usize) -> Option<T>,
) -> Option<Runs<T>> {
    let plc = table.slice(at, length)?;
    let pages = plc.len().checked_sub(4)? / 8;
    let mut found = Vec::new();
    for index in 0..pages {
        let number = plc.size(4 * (pages + 1) + 4 * index)? & 0x003f_ffff;
        let Some(page) = text.slice(number * PAGE, PAGE) else {
            continue;
        };
        let count = usize::from(page.u8(PAGE - 1)?);
        for run in 0..count {
            let (Some(from), Some(to)) = (page.size(4 * run), page.size(4 * (run + 1))) else {
                break;
            };
            if let Some(value) = read(page, run, count) {
                found.push((from..to, value));
            }
        }
    }
    found.sort_by_key(|(range, _)| range.start);
    Some(Runs(found))
}
