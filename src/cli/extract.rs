//! `fasou extract`

use std::io::Write;
use std::path::PathBuf;

use super::Outcome;
use super::error::CliError;
use super::output::stdout;
use crate::corpus;

/// Print the text that fasou reads out of a file, exactly as offsets count it: a paragraph a line
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A file
    file: PathBuf,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let wrong = |reason: String| CliError::File {
        path: args.file.to_string_lossy().into_owned(),
        reason,
    };
    let bytes =
        std::fs::read(&args.file).map_err(|error| wrong(format!("cannot be read: {error}")))?;
    let text =
        corpus::extract_file(&args.file, &bytes).map_err(|error| wrong(error.to_string()))?;
    let mut out = stdout();
    writeln!(out, "{text}")?;
    out.flush()?;
    Ok(Outcome::Found)
}
