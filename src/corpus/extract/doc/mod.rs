//! Word documents of 1997 to 2003, as Word and WPS wrote them: [MS-DOC] in a compound file.
//!
//! The text lies in pieces; what a reader sees of it depends on the properties of its characters (deleted,
//! hidden) and paragraphs (lists), and on the control characters that mark fields, cells and pictures. Text
//! boxes follow the text. Notes, comments, headers and footers are left out.

mod body;
mod bytes;
mod header;
mod lists;
mod pieces;
mod runs;
mod sprm;
mod styles;

use std::io::{Cursor, Read};

use cfb::CompoundFile;

use super::draft::Draft;
use super::error::{ExtractError, damaged};
use bytes::Bytes;
use header::Header;

/// Streams by which a compound file that is not a Word document is recognised, and what it is then.
const OTHERS: [(&str, &str); 5] = [
    ("/Workbook", "an Excel file"),
    ("/Book", "an Excel file"),
    ("/PowerPoint Document", "a PowerPoint file"),
    ("/CONTENTS", "a Microsoft Works file"),
    ("/__properties_version1.0", "an Outlook message"),
];

/// Reads a document, of whose streams none is longer than `limit`.
pub(super) fn read(bytes: &[u8], limit: u64) -> Result<Draft, ExtractError> {
    let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(|error| damaged("doc", error))?;
    if file.is_stream("/EncryptedPackage") {
        return Err(ExtractError::Encrypted { format: "docx" });
    }
    if !file.is_stream("/WordDocument") {
        let known = OTHERS.iter().find(|(name, _)| file.is_stream(name));
        let looks_like = known.map_or("a compound file of another program", |(_, name)| name);
        return Err(ExtractError::Foreign { looks_like });
    }
    let text = stream(&mut file, "/WordDocument", limit)?;
    let header = Header::read(Bytes(&text))?;
    let table = stream(&mut file, header.table, limit)?;
    let draft = read_streams(&header, Bytes(&text), Bytes(&table));
    draft.ok_or_else(|| damaged("doc", "its table of pieces is broken"))
}

fn stream(
    file: &mut CompoundFile<Cursor<&[u8]>>,
    name: &str,
    limit: u64,
) -> Result<Vec<u8>, ExtractError> {
    let stream = file
        .open_stream(name)
        .map_err(|error| damaged("doc", error))?;
    if stream.len() > limit {
        return Err(ExtractError::Unpacks { limit });
    }
    let mut bytes = Vec::new();
    stream
        .take(limit)
        .read_to_end(&mut bytes)
        .map_err(|error| damaged("doc", error))?;
    Ok(bytes)
}

fn read_streams(header: &Header, text: Bytes<'_>, table: Bytes<'_>) -> Option<Draft> {
    let pieces = pieces::Pieces::read(header, text, table)?;
    // A document whose properties are broken still has its text.
    let properties = body::Properties {
        hidden: runs::hidden(header, text, table).unwrap_or_default(),
        paragraphs: runs::paragraphs(header, text, table).unwrap_or_default(),
        styles: styles::Styles::read(header, table).unwrap_or_default(),
        lists: lists::Lists::read(header, table).unwrap_or_default(),
    };
    let mut draft = Draft::default();
    for paragraph in body::paragraphs(header, &pieces, &properties) {
        draft.push(&paragraph, None);
    }
    Some(draft)
}
