//! `fasou index`

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::Outcome;
use super::error::CliError;
use super::output::say;
use crate::index::{Home, Progress, Request, Summary, update};

/// How long people wait without a sign of progress.
const PATIENCE: Duration = Duration::from_millis(500);
/// Skipped files that are listed one by one.
const LISTED: usize = 20;

/// Add files and folders to the index, or refresh them; only what changed is read again
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  fasou index ~/reports             add a folder; it is remembered
  fasou index                       refresh all folders
  fasou index --remove ~/reports    forget a folder")]
pub struct Args {
    /// Files and folders; none refreshes all that is indexed
    paths: Vec<PathBuf>,
    /// Forget a file or folder that was indexed
    #[arg(long, value_name = "ROOT", conflicts_with = "paths")]
    remove: Option<PathBuf>,
    /// Own words for the segmenter, `word [frequency]` a line; kept with the index
    #[arg(long, value_name = "FILE")]
    dict: Option<PathBuf>,
    /// Read every file again
    #[arg(long)]
    rebuild: bool,
    /// Fail if a file is skipped
    #[arg(long)]
    strict: bool,
}

pub fn run(args: &Args, home: &Path) -> Result<Outcome, CliError> {
    let dictionary = args.dict.as_ref().map(|path| {
        std::fs::read_to_string(path).map_err(|error| CliError::File {
            path: path.to_string_lossy().into_owned(),
            reason: format!("cannot be read: {error}"),
        })
    });
    let request = Request {
        paths: args.paths.clone(),
        remove: args.remove.clone(),
        dictionary: dictionary.transpose()?,
        rebuild: args.rebuild,
    };
    let summary = refresh(&Home::at(home), &request)?;
    report(&summary);
    let empty = summary.read + summary.unchanged + summary.removed + summary.skipped.len() == 0;
    if empty && args.remove.is_none() {
        say("no file to read there; reports are files named .txt or .md");
        return Ok(Outcome::Nothing);
    }
    match summary.skipped.len() {
        skipped if skipped > 0 && args.strict => Err(CliError::Strict(skipped)),
        _ => Ok(Outcome::Found),
    }
}

/// Updates with a progress bar on a terminal.
pub fn refresh(home: &Home, request: &Request) -> Result<Summary, CliError> {
    Ok(with_progress(|progress| update(home, request, progress))?)
}

/// Does what reads many files, with a progress bar on a terminal once it takes a while.
pub fn with_progress<T>(work: impl FnOnce(Progress<'_>) -> T) -> T {
    let bar: OnceLock<ProgressBar> = OnceLock::new();
    let shown = std::io::stderr().is_terminal();
    let started = Instant::now();
    let progress = |done: usize, total: usize| {
        if shown && started.elapsed() > PATIENCE {
            let bar = bar.get_or_init(|| new_bar(total));
            bar.set_position(done as u64);
        }
    };
    let result = work(&progress);
    if let Some(bar) = bar.get() {
        bar.finish_and_clear();
    }
    result
}

fn new_bar(total: usize) -> ProgressBar {
    let bar = ProgressBar::new(total as u64);
    let template = ProgressStyle::with_template("{bar:30} {pos}/{len} files, {eta} left");
    if let Ok(style) = template {
        bar.set_style(style);
    }
    bar
}

/// Says what was done.
fn report(summary: &Summary) {
    if let Some(what) = &summary.rebuilt {
        say(format_args!("made anew: other {what}"));
    }
    let seconds = summary.elapsed.as_secs_f64();
    let megabytes = summary.bytes as f64 / 1e6;
    say(format_args!(
        "{} files read, {} unchanged, {} removed, {} skipped; {} passages written in {seconds:.2} s ({:.1} MB/s); {} reports in the index",
        summary.read,
        summary.unchanged,
        summary.removed,
        summary.skipped.len(),
        summary.passages,
        megabytes / seconds.max(1e-9),
        summary.reports,
    ));
    list_skipped(summary);
}

/// Lists the files that were left out, each with its reason.
pub fn list_skipped(summary: &Summary) {
    for skipped in summary.skipped.iter().take(LISTED) {
        say(format_args!("skipped {}: {}", skipped.path, skipped.reason));
    }
    if summary.skipped.len() > LISTED {
        say(format_args!(
            "… and {} more; `fasou status` counts them by reason",
            summary.skipped.len() - LISTED
        ));
    }
}
