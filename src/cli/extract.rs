//! `fasou extract`

use std::io::Write;
use std::path::{Path, PathBuf};

use super::Outcome;
use super::args::ColumnOptions;
use super::error::CliError;
use super::output::{say, stdout};
use crate::corpus::{self, Limits, Reading};

/// Print the text that fasou reads out of a file, exactly as offsets count it: a paragraph a line
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  fasou extract report.docx
  fasou extract reports.zip              all reports of an archive, their names on stderr
  fasou extract 'reports.zip!/a.pdf'     one of them
  fasou extract 'crawl.csv#17'           a row of a table")]
pub struct Args {
    /// A file, or one report of an archive or table: FILE!/PATH, FILE#ID
    file: PathBuf,
    #[command(flatten)]
    columns: ColumnOptions,
    /// Read pictures of text with tesseract
    #[arg(long)]
    ocr: bool,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let (file, suffix) = split(&args.file);
    let wrong = |suffix: &str, reason: String| CliError::File {
        path: format!("{}{suffix}", file.to_string_lossy()),
        reason,
    };
    let bytes =
        std::fs::read(&file).map_err(|error| wrong("", format!("cannot be read: {error}")))?;
    let reading = Reading {
        limits: Limits::default(),
        columns: args.columns.get(),
        ocr: args.ocr,
    };
    let mut members = corpus::read_all(&file, &bytes, &reading);
    if !suffix.is_empty() {
        members.retain(|member| member.suffix == suffix);
    }
    let several = members.len() > 1;
    let mut out = stdout();
    let mut failed = None;
    let mut written = 0;
    for member in members {
        if several {
            say(format_args!("{}{}", file.to_string_lossy(), member.suffix));
        }
        match member.read {
            Ok(extracted) => {
                writeln!(out, "{}", extracted.text)?;
                written += 1;
                for warning in extracted.warnings {
                    say(format_args!("note: {warning}"));
                }
            }
            Err(error) if several => say(format_args!("skipped: {error}")),
            Err(error) => failed = Some(wrong(&member.suffix, error.to_string())),
        }
    }
    out.flush()?;
    match failed {
        Some(error) => Err(error),
        None if written == 0 => Err(wrong(&suffix, "there is no such report in it".to_owned())),
        None => Ok(Outcome::Found),
    }
}

/// A file, and which of its reports is meant.
fn split(path: &Path) -> (PathBuf, String) {
    let text = path.to_string_lossy();
    if path.exists() {
        return (path.to_owned(), String::new());
    }
    // An id may hold the sign that stands before it.
    let mut ids = text.match_indices('#').map(|(at, _)| at);
    let of_table = ids.find(|at| Path::new(&text[..*at]).is_file());
    let cut = text.find("!/").or(of_table).or_else(|| text.rfind('#'));
    match cut {
        Some(at) => (PathBuf::from(&text[..at]), text[at..].to_owned()),
        None => (path.to_owned(), String::new()),
    }
}
