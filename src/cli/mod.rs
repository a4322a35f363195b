//! The command line: arguments in, exit status out. clap lives only here.
//!
//! Each command has a file with its arguments as typed and what it does with
//! them. Results go to standard output, all else to standard error.

mod args;
mod completions;
mod error;
mod extract;
mod index;
mod mentions;
mod minus;
mod named_file;
mod output;
mod provenance;
mod reports;
mod search;
mod serve;
mod show;
mod status;
mod suggestions;
mod topics;

use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use crate::corpus::panics;
use crate::index::{IndexError, OpenIndex};
use crate::query::search::in_pool;
use error::CliError;

/// 法搜: full-text search and exact mentions for Chinese government reports
#[derive(Debug, Parser)]
#[command(name = "fasou", version, propagate_version = true, after_help = EXAMPLES)]
struct Cli {
    /// The index folder
    #[arg(
        long,
        value_name = "DIR",
        env = "FASOU_INDEX",
        default_value = "./index",
        global = true
    )]
    index: PathBuf,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  fasou search 行政复议 --reports ~/reports        index a folder and search it, in one command
  fasou search '基层矛盾纠纷怎样化解' --region 云南 --year 2024
  fasou mentions 八五普法 --region 昆明 --format csv > mentions.csv
  fasou mentions 枫桥经验 --count --by year,region
  fasou index                                     refresh all that is indexed

Exit status: 0 found or done, 1 nothing found, 2 error.";

#[derive(Debug, Subcommand)]
enum Command {
    Index(index::Args),
    Search(search::Args),
    Mentions(mentions::Args),
    Reports(reports::Args),
    Show(show::Args),
    Extract(extract::Args),
    Status(status::Args),
    Serve(serve::Args),
    Topics(topics::Args),
    Completions(completions::Args),
}

/// What a command has to say beside its results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Found or done.
    Found,
    /// Nothing found.
    Nothing,
}

/// Reads the arguments, runs the command, reports what went wrong.
pub fn run() -> ExitCode {
    let cli = Cli::parse_from(minus::with_excluded_words(
        Cli::command,
        std::env::args_os(),
    ));
    // A damaged index can make the engine stop short; people are told so in words.
    panics::keep();
    let result = panic::catch_unwind(AssertUnwindSafe(|| dispatch(&cli)));
    let result = result.unwrap_or_else(|cause| Err(CliError::Stopped(panics::told(&*cause))));
    match result {
        Ok(Outcome::Found) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        // Whoever closed the pipe has seen enough.
        Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            output::complain(&error);
            ExitCode::from(2)
        }
    }
}

/// Opens the index for a command, for as long as the process lives: it ends soon after, and to close each file before
/// that takes a millisecond.
fn open(home: &Path) -> Result<&'static OpenIndex, IndexError> {
    Ok(Box::leak(Box::new(OpenIndex::open(home)?)))
}

fn dispatch(cli: &Cli) -> Result<Outcome, CliError> {
    let home = &cli.index;
    match &cli.command {
        Command::Index(args) => index::run(args, home),
        Command::Search(args) => in_pool(|| search::run(args, home)),
        Command::Mentions(args) => in_pool(|| mentions::run(args, home)),
        Command::Reports(args) => reports::run(args, home),
        Command::Show(args) => show::run(args, home),
        Command::Extract(args) => extract::run(args),
        Command::Status(args) => status::run(args, home),
        Command::Serve(args) => serve::run(args, home),
        Command::Topics(args) => topics::run(args, home),
        Command::Completions(args) => completions::run(args),
    }
}
