//! Measures fasou against what one would use instead, in one run over the files of a folder.
//!
//! ```text
//! cargo build --release
//! cargo run --release --example versus -- DIR
//! ```
//!
//! The rivals: `rg`, which reads all text each time; the usual pipeline, tantivy with jieba's tokens
//! (`usual.rs`); and SQLite's trigrams (`sqlite.rs`). They get the text as fasou extracts it, in UTF-8, and
//! so are spared decoding and extracting. Commands are timed as whole processes, from start to exit, rivals
//! taking turns, with files in the page cache. Speeds are in megabytes of extracted text. Prints one Markdown
//! table.

mod asked;
mod correct;
mod inside;
#[path = "../../tests/support/letters.rs"]
mod letters;
// The tests use more of it than this program does.
#[allow(dead_code)]
#[path = "../../tests/support/oracle.rs"]
mod oracle;
mod process;
#[path = "../synth/random.rs"]
mod random;
mod rows;
mod scan;
mod sqlite;
mod table;
mod terms;
mod texts;
mod usual;

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

use asked::Engine;
use process::Tools;
use random::Random;
use scan::Scan;
use table::Table;
use texts::Texts;

/// Measure fasou beside rg and the usual pipeline
#[derive(Debug, Parser)]
#[command(name = "versus")]
struct Args {
    /// Reports: any folder that fasou reads
    #[arg(required_unless_present_any = ["usual_index", "sqlite_index", "walk", "ask"])]
    dir: Option<PathBuf>,
    /// The binary; beside this one's folder, if not given
    #[arg(long, value_name = "PATH")]
    fasou: Option<PathBuf>,
    /// How many terms of each kind to compare counts of
    #[arg(long, default_value_t = 100, value_name = "N")]
    terms: usize,
    /// How often each index is made; the median counts
    #[arg(long, default_value_t = 3, value_name = "N")]
    index_runs: usize,
    /// Another seed, other terms
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Index the texts of the first folder into the second and exit: how the rival is run
    #[arg(long, hide = true, num_args = 2, value_names = ["TEXTS", "INDEX"])]
    usual_index: Option<Vec<PathBuf>>,
    /// The same for SQLite
    #[arg(long, hide = true, num_args = 2, value_names = ["TEXTS", "DATABASE"])]
    sqlite_index: Option<Vec<PathBuf>>,
    /// Ask the questions of a file, one a line, and print what each took in milliseconds
    #[arg(long, hide = true, value_enum, requires_all = ["of", "questions"])]
    ask: Option<Engine>,
    /// The index to ask
    #[arg(long, hide = true, value_name = "INDEX")]
    of: Option<PathBuf>,
    /// The questions
    #[arg(long, hide = true, value_name = "FILE")]
    questions: Option<PathBuf>,
    /// Walk a folder, ask for the size and time of each file, and exit: what a refresh cannot do without
    #[arg(long, hide = true, value_name = "DIR")]
    walk: Option<PathBuf>,
}

/// Why there is no table.
#[derive(Debug, thiserror::Error)]
enum VersusError {
    #[error(
        "no fasou binary at {0}: build it with `cargo build --release`, or name it with --fasou"
    )]
    NoBinary(PathBuf),
    #[error("no report under {0} can be read")]
    NoReports(PathBuf),
    #[error("{0} failed; run it by hand to see why")]
    Command(String),
    #[error("fasou's counts cannot be read: {0}")]
    Counts(String),
    #[error("no time for each question: {0}")]
    Times(String),
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error("a question cannot be answered: {0}")]
    Library(String),
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    #[error(transparent)]
    Tantivy(#[from] tantivy::TantivyError),
}

fn main() -> ExitCode {
    let args = Args::parse();
    let done = if let Some(paths) = &args.usual_index {
        usual::index(&paths[0], &paths[1])
    } else if let Some(paths) = &args.sqlite_index {
        sqlite::index(&paths[0], &paths[1])
    } else if let Some(dir) = &args.walk {
        walk(dir)
    } else if let (Some(engine), Some(index), Some(questions)) =
        (args.ask, &args.of, &args.questions)
    {
        asked::ask(engine, index, questions)
    } else {
        compare(&args, args.dir.as_deref().unwrap_or(Path::new(".")))
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("versus: {error}");
            ExitCode::from(2)
        }
    }
}

/// Walks a folder and asks for the size and time of each file.
fn walk(dir: &Path) -> Result<(), VersusError> {
    let mut bytes = 0;
    for entry in walkdir::WalkDir::new(dir) {
        let entry = entry.map_err(io::Error::from)?;
        let metadata = entry.metadata().map_err(io::Error::from)?;
        metadata.modified()?;
        bytes += metadata.len();
    }
    println!("{bytes}");
    Ok(())
}

fn compare(args: &Args, dir: &Path) -> Result<(), VersusError> {
    let mut random = Random::new(args.seed, 0);
    let temporary = tempfile::Builder::new().prefix("versus-").tempdir()?;
    eprintln!("extracting {}", dir.display());
    let texts = Texts::extract(dir)?;
    let tools = Tools::find(args.fasou.as_deref(), dir, temporary.path())?;
    texts.write_to(&tools.texts)?;
    let mut table = Table::default();
    eprintln!("indexing");
    rows::indexing(&tools, &texts, args.index_runs.max(1), &mut table)?;
    eprintln!("scanning");
    let scan = Scan::new(&texts);
    eprintln!("asking");
    rows::asking(&tools, &texts, &scan, &mut random, &mut table)?;
    eprintln!("asking inside one process");
    inside::asking(&tools, &texts, &mut random, &mut table)?;
    eprintln!("exporting");
    rows::exporting(&tools, &mut table)?;
    eprintln!(
        "counting terms of each kind in three ways, {} each",
        args.terms
    );
    rows::counting(&tools, &texts, &scan, args.terms, &mut random, &mut table)?;
    print!("{}\n{table}", tools.describe(&texts));
    Ok(())
}
