//! Scans by OCR: Poppler's `pdftoppm` draws a page, `tesseract` reads it; both must be installed.

use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use wait_timeout::ChildExt;

use crate::corpus::extract::draft::Draft;
use crate::corpus::extract::error::ExtractError;
use crate::corpus::extract::layout::{Page, Piece, paragraphs};

/// What to do if a program is missing.
const INSTALL: &str = "install tesseract-ocr, tesseract-ocr-chi-sim and poppler-utils";
/// Dots per inch, at which small print is read well.
const RESOLUTION: &str = "300";
/// Levels of what tesseract finds: a line, and a word of one.
const LINE: &str = "4";
const WORD: &str = "5";

/// Reads a document of `count` pages, each within `limit`.
pub(super) fn read(bytes: &[u8], count: usize, limit: Duration) -> Result<Draft, ExtractError> {
    let folder = tempfile::tempdir().map_err(failed)?;
    let document = folder.path().join("scan.pdf");
    fs::write(&document, bytes).map_err(failed)?;
    let mut pages = Vec::with_capacity(count);
    for number in 1..=count {
        pages.push(page(folder.path(), &document, number, limit)?);
    }
    let mut draft = Draft::default();
    for (paragraph, page) in paragraphs(&pages) {
        draft.push(&paragraph, Some(page));
    }
    if !draft.text.is_empty() {
        let warning = "read by OCR: some characters may be wrong";
        draft.warnings.push(warning.to_owned());
    }
    Ok(draft)
}

fn page(
    folder: &Path,
    document: &Path,
    number: usize,
    limit: Duration,
) -> Result<Page, ExtractError> {
    let image = folder.join("page");
    let number = number.to_string();
    run(
        Command::new("pdftoppm")
            .args(["-r", RESOLUTION, "-gray", "-png", "-singlefile"])
            .args(["-f", &number, "-l", &number])
            .args([document, &image]),
        folder,
        limit,
    )?;
    run(
        Command::new("tesseract")
            // Files are already read in parallel.
            .env("OMP_THREAD_LIMIT", "1")
            .args([&folder.join("page.png"), &folder.join("text")])
            .args(["-l", "chi_sim", "tsv"]),
        folder,
        limit,
    )?;
    let table = fs::read_to_string(folder.join("text.tsv")).map_err(failed)?;
    Ok(placed(&table))
}

/// Runs a program to its end, or kills it when the time is over.
fn run(command: &mut Command, folder: &Path, limit: Duration) -> Result<(), ExtractError> {
    let program = command.get_program().to_string_lossy().into_owned();
    let said = folder.join("said");
    let errors = fs::File::create(&said).map_err(failed)?;
    let started = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(errors)
        .spawn();
    let mut child = started.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => {
            ExtractError::NoOcr(format!("{program} is not installed: {INSTALL}"))
        }
        _ => failed(error),
    })?;
    let Some(status) = child.wait_timeout(limit).map_err(failed)? else {
        // It may have ended this very moment.
        let _ = child.kill();
        let _ = child.wait();
        let seconds = limit.as_secs();
        return Err(ExtractError::TooSlow { seconds });
    };
    if status.success() {
        return Ok(());
    }
    let said = fs::read_to_string(said).unwrap_or_default();
    if said.contains("chi_sim") {
        return Err(ExtractError::NoOcr(format!(
            "{program} has not learned Chinese: {INSTALL}"
        )));
    }
    let first = said.lines().find(|line| !line.trim().is_empty());
    Err(ExtractError::Ocr(format!(
        "{program} says: {}",
        first.unwrap_or("nothing")
    )))
}

fn failed(error: io::Error) -> ExtractError {
    ExtractError::NoOcr(error.to_string())
}

/// The lines of tesseract's table: level, page, block, paragraph, line, word, left, top, width,
/// height, confidence, text.
fn placed(table: &str) -> Page {
    let mut page = Page::default();
    for row in table.lines() {
        let fields: Vec<&str> = row.split('\t').collect();
        let number = |at: usize| fields.get(at).and_then(|field| field.parse::<f32>().ok());
        let (Some(left), Some(top), Some(width), Some(height)) =
            (number(6), number(7), number(8), number(9))
        else {
            continue;
        };
        match fields[0] {
            "1" => page.width = width,
            LINE => page.pieces.push(Piece {
                left,
                right: left + width,
                down: top + height,
                size: height,
                text: String::new(),
            }),
            WORD => {
                let word = fields.get(11).copied().unwrap_or_default();
                if let Some(line) = page.pieces.last_mut() {
                    // Chinese words are not separated by spaces.
                    let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
                    if is_latin(line.text.chars().last()) && is_latin(word.chars().next()) {
                        line.text.push(' ');
                    }
                    line.text.push_str(word);
                }
            }
            _ => {}
        }
    }
    page.pieces.retain(|piece| !piece.text.trim().is_empty());
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_lines_at_their_places() {
        let page = placed(concat!(
            "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n",
            "1\t1\t0\t0\t0\t0\t0\t0\t2480\t3508\t-1\t\n",
            "4\t1\t1\t1\t1\t0\t300\t200\t900\t50\t-1\t\n",
            "5\t1\t1\t1\t1\t1\t300\t200\t100\t50\t96\t普法\n",
            "5\t1\t1\t1\t1\t2\t400\t200\t100\t50\t96\t126\n",
            "5\t1\t1\t1\t1\t3\t500\t200\t100\t50\t96\t场\n",
            "4\t1\t1\t1\t2\t0\t300\t300\t900\t50\t-1\t\n",
            "5\t1\t1\t1\t2\t1\t300\t300\t100\t50\t10\t \n",
        ));
        assert_eq!(page.width, 2480.0);
        let lines: Vec<&str> = page
            .pieces
            .iter()
            .map(|piece| piece.text.as_str())
            .collect();
        assert_eq!(lines, ["普法126场"]);
        assert_eq!(page.pieces[0].down, 250.0);
    }
}
