//! `fasou status`

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use serde_json::json;

use super::Outcome;
use super::args::{Format, OutputArgs};
use super::error::CliError;
use super::output::stdout;
use crate::index::IndexStatus;
use crate::present::{self, Rows, markdown};

/// Show what the index holds, its versions, its health
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    output: OutputArgs,
}

pub fn run(args: &Args, home: &Path) -> Result<Outcome, CliError> {
    args.output.check()?;
    let status = super::open(home)?.status()?;
    if matches!(args.output.format, Format::Text | Format::Md) {
        let mut out = stdout();
        let lines = lines(home, &status);
        let shown = match args.output.format {
            Format::Md => {
                let rows = lines.into_iter().map(|(name, value)| vec![name, value]);
                let head = vec![vec!["what".to_owned(), "value".to_owned()]];
                markdown::table(&[head, rows.collect()].concat(), 2)
            }
            _ => present::key_values(&lines),
        };
        out.write_all(shown.as_bytes())?;
        out.flush()?;
        return Ok(Outcome::Found);
    }
    let value = json!({
        "index": home.to_string_lossy(),
        "reports": status.reports,
        "copies": status.copies,
        "passages": status.passages,
        "text_bytes": status.text_bytes,
        "index_bytes": status.index_bytes,
        "segments": status.segments,
        "deleted": status.deleted,
        "roots": status.roots.iter().map(|(named, files)| json!({ "root": named, "files": files })).collect::<Vec<_>>(),
        "skipped": status.skipped,
        "versions": status.versions,
        "health": status.problems,
    });
    if args.output.format == Format::Json {
        let mut out = stdout();
        writeln!(out, "{value}")?;
        out.flush()?;
        return Ok(Outcome::Found);
    }
    let columns = [
        "index",
        "reports",
        "passages",
        "text_bytes",
        "index_bytes",
        "segments",
        "deleted",
        "health",
    ];
    let columns = columns.map(str::to_owned).to_vec();
    let mut rows = Rows::begin(stdout(), args.output.rows(), &json!({}), "status", columns)?;
    rows.row(&value)?;
    rows.finish()?;
    Ok(Outcome::Found)
}

fn lines(home: &Path, status: &IndexStatus) -> Vec<(String, String)> {
    let megabytes = |bytes: u64| format!("{:.1} MB", bytes as f64 / 1e6);
    let reports = match status.copies {
        0 => status.reports.to_string(),
        copies => format!("{}, {copies} of them copies of others", status.reports),
    };
    let mut lines = vec![
        ("index".to_owned(), home.to_string_lossy().into_owned()),
        ("reports".to_owned(), reports),
        ("passages".to_owned(), status.passages.to_string()),
        ("text".to_owned(), megabytes(status.text_bytes)),
        ("on disk".to_owned(), megabytes(status.index_bytes)),
        (
            "segments".to_owned(),
            format!("{}, {} deleted documents", status.segments, status.deleted),
        ),
    ];
    lines.extend(
        status
            .roots
            .iter()
            .map(|(named, files)| ("root".to_owned(), format!("{named} ({files} files)"))),
    );
    lines.extend(
        reasons(&status.skipped)
            .into_iter()
            .map(|(reason, files)| ("skipped".to_owned(), format!("{files}: {reason}"))),
    );
    let versions: Vec<String> = status
        .versions
        .iter()
        .map(|(name, version)| format!("{name} {version}"))
        .collect();
    lines.push(("versions".to_owned(), versions.join(", ")));
    let health = if status.problems.is_empty() {
        "good".to_owned()
    } else {
        status.problems.join("; ")
    };
    lines.push(("health".to_owned(), health));
    lines
}

fn reasons(skipped: &BTreeMap<String, String>) -> BTreeMap<&str, usize> {
    let mut reasons = BTreeMap::new();
    for reason in skipped.values() {
        *reasons.entry(reason.as_str()).or_default() += 1;
    }
    reasons
}
