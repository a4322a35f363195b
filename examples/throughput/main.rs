//! How fast each format is read, on all cores: MB of files and of text per second.
//!
//!     cargo run --release --example throughput
//!
//! The same report as written by many programs (tests/data/formats), read over and over for a few seconds.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fasou::corpus::{Reading, read_all};
use rayon::prelude::*;

/// What is read, and what wrote it.
const FILES: [(&str, &str); 11] = [
    ("samples/2024/baoji.txt", "text"),
    ("samples/2023/gongcheng.md", "Markdown"),
    ("tests/data/formats/page.html", "a page of a site, GBK"),
    ("tests/data/formats/word.docx", "python-docx"),
    ("tests/data/formats/libreoffice.docx", "LibreOffice"),
    ("tests/data/formats/libreoffice.doc", "LibreOffice"),
    ("tests/data/formats/libreoffice.rtf", "LibreOffice"),
    (
        "tests/data/formats/libreoffice.pdf",
        "LibreOffice, font embedded",
    ),
    ("tests/data/formats/unigb.pdf", "ReportLab, UniGB-UCS2-H"),
    ("tests/data/formats/gbk.pdf", "by hand, GBK-EUC-H"),
    ("tests/data/formats/hand.ofd", "by hand"),
];
/// How long each is read.
const TIME: Duration = Duration::from_secs(2);
/// How many reads between two looks at the clock.
const ROUND: usize = 64;

fn main() -> Result<(), Box<dyn Error>> {
    println!("| file | written by | files a second | MB/s of files | MB/s of text |");
    println!("|---|---|--:|--:|--:|");
    for (name, writer) in FILES {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        let bytes = fs::read(&path)?;
        let text = text_of(&path, &bytes);
        let started = Instant::now();
        let mut count = 0;
        while started.elapsed() < TIME {
            (0..ROUND)
                .into_par_iter()
                .for_each(|_| assert_eq!(text_of(&path, &bytes), text, "{name}"));
            count += ROUND;
        }
        let rate = count as f64 / started.elapsed().as_secs_f64();
        let name = PathBuf::from(name);
        println!(
            "| {} | {writer} | {rate:.0} | {:.2} | {:.2} |",
            name.file_name().unwrap_or_default().to_string_lossy(),
            rate * bytes.len() as f64 / 1e6,
            rate * text as f64 / 1e6,
        );
    }
    Ok(())
}

/// Bytes of text in a file.
fn text_of(path: &Path, bytes: &[u8]) -> usize {
    let members = read_all(path, bytes, &Reading::default());
    let texts = members.into_iter().filter_map(|member| member.read.ok());
    texts.map(|extracted| extracted.text.len()).sum()
}
