//! `fasou index`

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::Outcome;
use super::args::ColumnOptions;
use super::error::CliError;
use super::named_file::text_of;
use super::output::say;
use crate::corpus::Format;
use crate::index::{Anew, Home, IndexError, Progress, Request, Summary, update};

/// How long people wait without a sign of progress.
const PATIENCE: Duration = Duration::from_millis(500);
/// Files that are named for each reason.
const NAMED: usize = 3;
/// Reasons that are listed.
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
    /// Own topics instead of the built-in ones, a table like data/topics.toml; kept with the index
    #[arg(long, value_name = "FILE", conflicts_with = "builtin_topics")]
    topics: Option<PathBuf>,
    /// Back to the built-in topics
    #[arg(long)]
    builtin_topics: bool,
    /// Read every file again
    #[arg(long)]
    rebuild: bool,
    /// Fail if a file is skipped
    #[arg(long)]
    strict: bool,
    /// CSV of what you know of files: path, and any of title, region, year, level, kind, issuer,
    /// url, published; it holds against what is detected, and is kept with the index
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,
    /// Write the files that were left out to FILE, a JSON document a line
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
    #[command(flatten)]
    reading: ReadingOptions,
}

/// How files are read.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Reading files")]
struct ReadingOptions {
    #[command(flatten)]
    columns: ColumnOptions,
    /// Read pictures of text with tesseract
    #[arg(long, overrides_with = "no_ocr")]
    ocr: bool,
    /// Do so no longer
    #[arg(long)]
    no_ocr: bool,
    /// Leave out files larger than this (256M); kept with the index, as all limits are
    #[arg(long, value_name = "SIZE", value_parser = size)]
    max_file_size: Option<u64>,
    /// Leave out files that unpack to more than this (1G)
    #[arg(long, value_name = "SIZE", value_parser = size)]
    max_unpacked: Option<u64>,
    /// Leave out files that take longer to read (60)
    #[arg(long, value_name = "SECONDS")]
    time_limit: Option<u64>,
}

/// `256M` as bytes.
fn size(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let shift = match text[digits.len()..]
        .to_ascii_uppercase()
        .trim_end_matches('B')
    {
        "" => 0,
        "K" => 10,
        "M" => 20,
        "G" => 30,
        unit => return Err(format!("{unit} is no unit; use K, M or G")),
    };
    let number: u64 = digits
        .parse()
        .map_err(|_| "not a size such as 256M".to_owned())?;
    number
        .checked_mul(1 << shift)
        .ok_or_else(|| "too large".to_owned())
}

pub fn run(args: &Args, home: &Path) -> Result<Outcome, CliError> {
    let request = Request {
        paths: args.paths.clone(),
        remove: args.remove.clone(),
        dictionary: args.dict.as_deref().map(text_of).transpose()?,
        topics: match (&args.topics, args.builtin_topics) {
            (Some(path), _) => Some(text_of(path)?),
            (None, builtin) => builtin.then(String::new),
        },
        rebuild: args.rebuild,
        max_file_size: args.reading.max_file_size,
        max_unpacked: args.reading.max_unpacked,
        time_limit: args.reading.time_limit.map(Duration::from_secs),
        columns: args.reading.columns.get(),
        ocr: (args.reading.ocr || args.reading.no_ocr).then_some(args.reading.ocr),
        manifest: args.manifest.as_deref().map(text_of).transpose()?,
        stop: stop_on_interrupt(),
    };
    let summary = refresh(&Home::at(home), &request)?;
    report(&summary);
    if let Some(path) = &args.log {
        write_log(path, &summary)?;
    }
    if !summary.away.is_empty() {
        return Err(IndexError::Away(summary.away).into());
    }
    let seen = summary.read + summary.unchanged + summary.removed + summary.left;
    let empty = seen + summary.skipped.len() == 0;
    if empty && args.remove.is_none() {
        say(format_args!(
            "no file to read there; reports are files named .{}",
            Format::extensions().collect::<Vec<_>>().join(", .")
        ));
        return Ok(Outcome::Nothing);
    }
    match summary.skipped.len() {
        skipped if skipped > 0 && args.strict => Err(CliError::Strict(skipped)),
        _ => Ok(Outcome::Found),
    }
}

/// Ctrl-C ends the run early; what is read by then is committed. A second one ends the program.
fn stop_on_interrupt() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    // Without a handler, Ctrl-C ends the program at once and the last commit stands.
    let _ = ctrlc::set_handler(move || {
        if flag.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
        say("stopping: what is read so far is being committed (Ctrl-C again to end at once)");
    });
    stop
}

/// The files that were left out, a JSON document a line.
fn write_log(path: &Path, summary: &Summary) -> Result<(), CliError> {
    let lines = summary.skipped.iter().map(|skipped| {
        let line = serde_json::json!({ "path": skipped.path, "reason": skipped.reason });
        format!("{line}\n")
    });
    std::fs::write(path, lines.collect::<String>()).map_err(|error| CliError::File {
        path: path.to_string_lossy().into_owned(),
        reason: format!("cannot be written: {error}"),
    })
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
    match &summary.rebuilt {
        None => {}
        Some(Anew::Asked) => say("made anew"),
        Some(Anew::Damaged) => say("made anew: it was damaged"),
        Some(Anew::Other(what)) => say(format_args!("made anew: other {what}")),
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
    if summary.left > 0 {
        say(format_args!(
            "{} files are left unread, and the index is incomplete until they are read; `fasou index` goes on with them",
            summary.left
        ));
    }
    for path in summary.unmatched.iter().take(LISTED) {
        say(format_args!(
            "note: the manifest speaks of {path}, which is no file here"
        ));
    }
    list_skipped(summary);
}

/// Lists the files that were left out by reason, the commonest last, where the eye is.
pub fn list_skipped(summary: &Summary) {
    let mut reasons: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for skipped in &summary.skipped {
        reasons
            .entry(&skipped.reason)
            .or_default()
            .push(&skipped.path);
    }
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, paths)| paths.len());
    let listed = reasons.len().min(LISTED);
    if listed < reasons.len() {
        say(format_args!(
            "… {} more reasons; --log FILE lists all",
            reasons.len() - listed
        ));
    }
    for (reason, paths) in &reasons[reasons.len() - listed..] {
        let named = paths
            .iter()
            .take(NAMED)
            .copied()
            .collect::<Vec<_>>()
            .join(", ");
        let more = match paths.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        say(format_args!("skipped {named}{more}: {reason}"));
    }
}
