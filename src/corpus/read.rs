//! A file's reports, one after another: one, or as many as an archive or a table holds.

use std::path::Path;

use super::archive;
use super::columns::Columns;
use super::extract::{ExtractError, Extracted, extract};
use super::format::Format;
use super::guard;
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

/// One report of a file, or why there is none.
#[derive(Debug)]
pub struct Member {
    /// What its path has after that of the file: nothing if the file is one report, `!/…` in an archive, `#…`
    /// in a table.
    pub suffix: String,
    /// Its text.
    pub read: Result<Extracted, ExtractError>,
}

/// Calls `on` with every report of the file at `path`, whose bytes are `bytes`.
pub fn read(path: &Path, bytes: &[u8], reading: &Reading, on: &mut dyn FnMut(Member)) {
    let mut budget = reading.limits.unpacked;
    read_within(path, bytes, String::new(), 0, &mut budget, reading, on);
}

/// Reads what is at `suffix`, within so many archives; `budget` bytes may still be unpacked.
pub(super) fn read_within(
    path: &Path,
    bytes: &[u8],
    suffix: String,
    depth: usize,
    budget: &mut u64,
    reading: &Reading,
    on: &mut dyn FnMut(Member),
) {
    let read = match guard::caught(|| Format::of(path, bytes)) {
        Ok(Format::Zip) if depth >= reading.limits.depth => Err(ExtractError::TooDeep {
            depth: reading.limits.depth,
        }),
        Ok(Format::Zip) => return archive::read(bytes, &suffix, depth + 1, budget, reading, on),
        Ok(format @ (Format::Csv | Format::Tsv | Format::Jsonl)) => {
            return rows::read(format, bytes, &suffix, reading, on);
        }
        Ok(format) => extract(format, bytes, reading),
        Err(error) => Err(error),
    };
    on(Member { suffix, read });
}

/// All reports of a file, for callers that expect only a few.
pub fn read_all(path: &Path, bytes: &[u8], reading: &Reading) -> Vec<Member> {
    let mut members = Vec::new();
    read(path, bytes, reading, &mut |member| members.push(member));
    members
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn suffixes(name: &str, bytes: &[u8]) -> Vec<String> {
        let members = read_all(Path::new(name), bytes, &Reading::default());
        members.into_iter().map(|member| member.suffix).collect()
    }

    #[test]
    fn rows_and_entries_of_one_name_are_told_apart() {
        let table =
            "id,正文\n7,开展普法3场。\n7,开展普法4场。\n7~2,开展普法5场。\n7,开展普法6场。\n";
        assert_eq!(
            suffixes("t.csv", table.as_bytes()),
            ["#7", "#7~2", "#7~2~2", "#7~3"]
        );
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for slashes in 0..11 {
            let name = format!("{}a.txt", "/".repeat(slashes));
            archive
                .start_file(name, SimpleFileOptions::default())
                .unwrap();
            archive.write_all("开展普法3场。".as_bytes()).unwrap();
        }
        let bytes = archive.finish().unwrap().into_inner();
        let given = suffixes("a.zip", &bytes);
        assert_eq!(given[..3], ["!/a.txt", "!/a.txt~", "!/a.txt~~"]);
        assert_eq!(given[8..], ["!/a.txt~~~~~~~~", "!/a.txt~10", "!/a.txt~11"]);
    }
}
