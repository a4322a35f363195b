//! Writes a corpus of made-up reports, as large as wanted, to measure fasou on.
//!
//! ```text
//! cargo run --release --example synth -- --reports 6000 --seed 1 DIR
//! ```
//!
//! Places and terms are real; nothing else is. The reports vary as real ones do:
//! numbering, items, marks, encodings, line breaks, length. The same arguments
//! give the same bytes, whatever the machine.

mod corpus;
mod grammar;
mod places;
mod random;
mod report;
mod scene;
mod style;
#[cfg(test)]
mod tests;
mod vocabulary;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use rayon::prelude::*;

use corpus::{Corpus, Settings};

/// Write made-up reports into a new folder
#[derive(Debug, Parser)]
#[command(name = "synth")]
struct Args {
    /// How many reports
    #[arg(long, default_value_t = 1000)]
    reports: usize,
    /// Another seed, another corpus
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many bytes a report has on average, in UTF-8
    #[arg(long, default_value_t = 10_000, value_name = "N")]
    bytes_per_report: usize,
    /// The folder, new or empty
    dir: PathBuf,
}

/// Why there is no corpus.
#[derive(Debug, thiserror::Error)]
enum SynthError {
    #[error("{0} is not empty: name a new folder")]
    NotEmpty(PathBuf),
    #[error("the grammar does not fit together: {0}")]
    Grammar(String),
    #[error("the division table has a line without a tab: {line:?}")]
    Place { line: String },
    #[error("the division table lacks provinces, cities, counties or townships")]
    FewPlaces,
    #[error("{path} cannot be written: {source}")]
    Io { path: PathBuf, source: io::Error },
}

fn main() -> ExitCode {
    let args = Args::parse();
    let started = Instant::now();
    match write(&args) {
        Ok(bytes) => {
            let (seconds, megabytes) = (started.elapsed().as_secs_f64(), bytes as f64 / 1e6);
            eprintln!(
                "{} reports, {megabytes:.1} MB, in {seconds:.2} s ({:.0} MB/s)",
                args.reports,
                megabytes / seconds
            );
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("synth: {error}");
            ExitCode::from(2)
        }
    }
}

/// Writes all files, and says how many bytes they have.
fn write(args: &Args) -> Result<u64, SynthError> {
    if fs::read_dir(&args.dir).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(SynthError::NotEmpty(args.dir.clone()));
    }
    let settings = Settings {
        seed: args.seed,
        bytes_per_report: args.bytes_per_report,
    };
    let corpus = Corpus::new(settings, include_str!("../../data/divisions.tsv"))?;
    let write_one = |number| {
        let file = corpus.file(number);
        let path = args.dir.join(&file.path);
        save(&path, &file.bytes).map_err(|source| SynthError::Io { path, source })?;
        Ok(file.bytes.len() as u64)
    };
    (0..args.reports).into_par_iter().map(write_one).sum()
}

fn save(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, bytes)
}
