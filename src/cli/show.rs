//! `fasou show`

use std::io::Write;
use std::ops::Range;
use std::path::Path;

use serde_json::json;

use super::Outcome;
use super::args::{Format, OutputArgs};
use super::error::CliError;
use super::output::stdout;
use crate::index::{OpenIndex, Report};
use crate::present::{self, Rows, json as render, markdown, table, terminal::Style};
use crate::query::locate;
use crate::tagging::{Taxonomy, TopicMatcher};

/// Show one report's outline, or a passage between its neighbours
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  fasou show 2024/baoji.txt                    a report by its path, the end of it, or its id
  fasou show --passage 3f9k2m0x1c-8d7h5q2n4r   a passage by its id
  fasou show baoji.txt --why                   the evidence for each of its tags")]
pub struct Args {
    /// Id or path of a report
    #[arg(required_unless_present = "passage")]
    report: Option<String>,
    /// Id of a passage
    #[arg(long, value_name = "ID", conflicts_with = "report")]
    passage: Option<String>,
    /// Say why it has its region, level, year, part and topics: the evidence and its weight
    /// (text, json)
    #[arg(long)]
    why: bool,
    #[command(flatten)]
    output: OutputArgs,
}

pub fn run(args: &Args, home: &Path) -> Result<Outcome, CliError> {
    args.output.check()?;
    if args.why && !matches!(args.output.format, Format::Text | Format::Json) {
        return Err(CliError::Usage(
            "--why is for text and json; rows and quotations have no room for evidence".to_owned(),
        ));
    }
    let index = super::open(home)?;
    let taxonomy = index.taxonomy();
    if let Some(id) = &args.passage {
        let (report, at) = locate::passage(index, id)?;
        return show_passage(args, index, &report, at, taxonomy);
    }
    let report = locate::report(index, args.report.as_deref().unwrap_or_default())?;
    let mut out = stdout();
    match args.output.format {
        Format::Text if args.why => {
            let matcher = TopicMatcher::new(taxonomy);
            let shown = present::why(&report, None, &matcher, taxonomy, Style::detect());
            out.write_all(shown.as_bytes())?;
        }
        Format::Text => {
            let shown = present::outline(
                &report,
                &index.file_of(&report.record),
                taxonomy,
                Style::detect(),
            );
            out.write_all(shown.as_bytes())?;
        }
        Format::Md => {
            let shown = markdown::outline(&report, &index.file_of(&report.record));
            out.write_all(shown.as_bytes())?;
        }
        Format::Json => {
            let mut value = render::shown_report(&report, taxonomy);
            if args.why {
                let matcher = TopicMatcher::new(taxonomy);
                value["why"] = render::why(&report.record);
                let passages = value["passages"].as_array_mut().into_iter().flatten();
                for (at, passage) in passages.enumerate() {
                    passage["why"] = render::passage_why(&report, at, &matcher, taxonomy);
                }
            }
            writeln!(out, "{value}")?;
        }
        Format::Jsonl | Format::Csv => {
            return write_rows(args, &report, 0..report.record.passages.len(), taxonomy);
        }
    }
    out.flush()?;
    Ok(Outcome::Found)
}

fn show_passage(
    args: &Args,
    index: &OpenIndex,
    report: &Report,
    at: usize,
    taxonomy: &Taxonomy,
) -> Result<Outcome, CliError> {
    let mut out = stdout();
    let around = at.saturating_sub(1)..(at + 2).min(report.record.passages.len());
    match args.output.format {
        Format::Text if args.why => {
            let matcher = TopicMatcher::new(taxonomy);
            let shown = present::why(report, Some(at), &matcher, taxonomy, Style::detect());
            out.write_all(shown.as_bytes())?;
        }
        Format::Text => {
            let file = index.file_of(&report.record);
            out.write_all(
                present::passage_with_neighbours(report, at, &file, Style::detect()).as_bytes(),
            )?;
        }
        Format::Md => {
            let shown = markdown::passage(report, at, &index.file_of(&report.record));
            out.write_all(shown.as_bytes())?;
        }
        Format::Json => {
            let mut value = render::passage_with_neighbours(report, at, taxonomy);
            if args.why {
                let matcher = TopicMatcher::new(taxonomy);
                value["why"] = render::passage_why(report, at, &matcher, taxonomy);
            }
            writeln!(out, "{value}")?;
        }
        Format::Jsonl | Format::Csv => return write_rows(args, report, around, taxonomy),
    }
    out.flush()?;
    Ok(Outcome::Found)
}

/// Passages as rows.
fn write_rows(
    args: &Args,
    report: &Report,
    passages: Range<usize>,
    taxonomy: &Taxonomy,
) -> Result<Outcome, CliError> {
    let columns = table::passage_columns(&["id", "text"], &[]);
    let mut rows = Rows::begin(
        stdout(),
        args.output.rows(),
        &json!({}),
        "passages",
        columns,
    )?;
    for at in passages {
        rows.row(&render::passage(report, at, taxonomy))?;
    }
    rows.finish()?;
    Ok(Outcome::Found)
}
