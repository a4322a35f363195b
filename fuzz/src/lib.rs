//! What holds for every input, and what the targets build their inputs with.

use std::io::{Cursor, Write};
use std::path::Path;

use fasou::corpus::extract::extract;
use fasou::corpus::{ExtractError, Extracted, Format, Reading, read_all};
use fasou::report::{self, Outline};
use zip::write::{SimpleFileOptions, ZipWriter};

/// Reads `bytes` as `format` and checks what holds of every text.
pub fn one(format: Format, bytes: &[u8]) {
    check(extract(format, bytes, &Reading::default()));
}

/// Reads the file `name` with all reports in it.
pub fn file(name: &str, bytes: &[u8]) {
    for member in read_all(Path::new(name), bytes, &Reading::default()) {
        check(member.read);
    }
}

/// A zip of stored parts, so that the fuzzer changes what the reader sees.
pub fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        archive.start_file(*name, stored).expect("memory takes it");
        archive.write_all(bytes).expect("memory takes it");
    }
    archive.finish().expect("memory takes it").into_inner()
}

fn check(read: Result<Extracted, ExtractError>) {
    let extracted = match read {
        Ok(extracted) => extracted,
        Err(ExtractError::Panicked | ExtractError::TooSlow { .. }) => panic!("a reader stopped short"),
        Err(_) => return,
    };
    for line in extracted.text.lines() {
        assert_eq!(line, line.trim(), "a line has margins");
        assert!(!line.is_empty(), "a line is blank");
        assert!(!line.contains(char::is_control), "a line has controls");
    }
    let lines = extracted.text.lines().count();
    assert!(extracted.pages.is_empty() || extracted.pages.len() == lines, "a page a line");
    tiles(&extracted.text, &report::parse(&extracted.text));
}

/// Passages are the text, cut; sections are ranges of it.
pub fn tiles(text: &str, outline: &Outline) {
    let mut at = 0;
    for passage in &outline.passages {
        assert_eq!(passage.start as usize, at, "passages tile the text");
        at = passage.end as usize;
        assert!(text.is_char_boundary(at));
    }
    assert_eq!(at, text.len(), "passages tile the text");
    for section in &outline.sections {
        assert!(text.get(section.start as usize..section.end as usize).is_some());
    }
}
