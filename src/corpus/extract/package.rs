//! Documents that are a ZIP of XML parts: docx and ofd.

use std::io::{Cursor, Read};

use roxmltree::{Document, ParsingOptions};
use zip::ZipArchive;

use super::error::{ExtractError, damaged};

/// Elements and texts that one part may have: a report has some ten thousand.
const MOST_NODES: u32 = 5_000_000;

/// The parts of a document, unpacked one by one.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    format: &'static str,
    limit: u64,
    /// Bytes that may still be unpacked.
    budget: u64,
}

impl<'a> Package<'a> {
    /// Opens a document of `format`, all of whose parts together unpack to `limit` bytes at most.
    pub fn open(bytes: &'a [u8], format: &'static str, limit: u64) -> Result<Self, ExtractError> {
        let archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(format, error))?;
        Ok(Package {
            archive,
            format,
            limit,
            budget: limit,
        })
    }

    /// The XML of a part; `None` if there is no such part.
    pub fn part(&mut self, name: &str) -> Result<Option<String>, ExtractError> {
        let name = name.trim_start_matches('/');
        let Some(index) = self.archive.index_for_name(name) else {
            return Ok(None);
        };
        let entry = self
            .archive
            .by_index(index)
            .map_err(|error| damaged(self.format, error))?;
        let mut bytes = Vec::new();
        // Counted as they come: the header may lie.
        entry
            .take(self.budget + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| damaged(self.format, error))?;
        self.budget = self
            .budget
            .checked_sub(bytes.len() as u64)
            .ok_or(ExtractError::Unpacks { limit: self.limit })?;
        let (text, _, _) = encoding_rs::UTF_8.decode(&bytes);
        Ok(Some(text.into_owned()))
    }

    /// The XML of a part that must be there.
    pub fn required(&mut self, name: &str) -> Result<String, ExtractError> {
        let part = self.part(name)?;
        part.ok_or_else(|| damaged(self.format, format_args!("it has no part {name}")))
    }

    /// A part as a tree.
    pub fn parse<'x>(&self, xml: &'x str) -> Result<Document<'x>, ExtractError> {
        parse(xml).map_err(|error| damaged(self.format, error))
    }
}

/// XML as a tree of bounded size.
pub(super) fn parse(xml: &str) -> Result<Document<'_>, roxmltree::Error> {
    let options = ParsingOptions {
        nodes_limit: MOST_NODES,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(xml, options)
}
