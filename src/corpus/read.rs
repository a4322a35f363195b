//! A file's reports, one after another: one, or as many as an archive or a table holds.

use std::path::Path;

use super::archive;
use super::columns::Columns;
use super::extract::{ExtractError, Extracted, extract};
use super::format::Format;
use super::limits::Limits;
use super::rows;

/// How files are read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// What one file may cost.
    pub limits: Limits,
    /// Which columns of a table hold what.
    pub columns: Columns,
    /// Whether pictures of text are read by OCR.
    pub ocr: bool,
}

/// One report of a file, or why it is none.
#[derive(Debug)]
pub struct Member {
    /// What its path has behind that of the file: nothing where the file is one report, `!/…` in an
    /// archive, `#…` in a table.
    pub suffix: String,
    /// Its text.
    pub read: Result<Extracted, ExtractError>,
}

/// Calls `on` with every report of the file at `path`, whose bytes are `bytes`.
pub fn read(path: &Path, bytes: &[u8], reading: &Reading, on: &mut dyn FnMut(Member)) {
    let mut budget = reading.limits.unpacked;
    read_within(path, bytes, String::new(), 0, &mut budget, reading, on);
}

/// Reads what stands at `suffix`, within so many archives, of which `budget` bytes may still be
/// unpacked.
pub(super) fn read_within(
    path: &Path,
    bytes: &[u8],
    suffix: String,
    depth: usize,
    budget: &mut u64,
    reading: &Reading,
    on: &mut dyn FnMut(Member),
) {
    let read = match Format::of(path, bytes) {
        Ok(Format::Zip) if depth >= reading.limits.depth => Err(ExtractError::TooDeep {
            depth: reading.limits.depth,
        }),
        Ok(Format::Zip) => return archive::read(bytes, &suffix, depth + 1, budget, reading, on),
        Ok(format @ (Format::Csv | Format::Tsv | Format::Jsonl)) => {
            return rows::read(format, bytes, &suffix, &reading.columns, on);
        }
        Ok(format) => extract(format, bytes, reading),
        Err(error) => Err(error),
    };
    on(Member { suffix, read });
}

/// All reports of a file, for those that need no more than a few.
pub fn read_all(path: &Path, bytes: &[u8], reading: &Reading) -> Vec<Member> {
    let mut members = Vec::new();
    read(path, bytes, reading, &mut |member| members.push(member));
    members
}
