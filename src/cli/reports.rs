//! `fasou reports`

use std::io::Write;
use std::path::Path;

use serde_json::json;

use super::Outcome;
use super::args::{FilterOptions, Format, OutputArgs, Within, limit, outcome};
use super::error::CliError;
use super::output::{say, stdout};
use crate::index::OpenIndex;
use crate::present::{
    self, Listed, Rows, documents, json as render, markdown, table, terminal::Style,
};
use crate::query::locate;

/// List the indexed reports with region, level, year, and what is doubtful about them
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  fasou reports --region 云南 --year 2024
  fasou reports --doubtful --format csv > known.csv   to correct, and read by index --manifest
  fasou reports --missing --year 2020..2024 --level county --region 云南
  fasou reports --format csv --excel > reports.csv")]
pub struct Args {
    #[command(flatten)]
    filters: FilterOptions,
    /// How many reports to list; all, if not given
    #[arg(long, value_name = "N", value_parser = limit)]
    limit: Option<usize>,
    /// How many to leave out at the start
    #[arg(long, default_value_t = 0, value_name = "N")]
    offset: usize,
    /// Only those of which something is doubtful
    #[arg(long, conflicts_with = "missing")]
    doubtful: bool,
    /// The divisions of a level (county, if not given) that have no report for a year
    #[arg(long)]
    missing: bool,
    #[command(flatten)]
    output: OutputArgs,
}

pub fn run(args: &Args, home: &Path) -> Result<Outcome, CliError> {
    args.output.check()?;
    let index = super::open(home)?;
    if args.missing {
        return missing(args, index);
    }
    let filter = args.filters.resolve(index, Within::default())?;
    let mut reports = locate::reports(index, &filter)?;
    if args.doubtful {
        reports.retain(|report| !report.record.warnings.is_empty());
    }
    let originals = index.originals();
    let chosen: Vec<Listed<'_>> = reports
        .iter()
        .skip(args.offset)
        .take(args.limit.unwrap_or(usize::MAX))
        .map(|report| Listed {
            record: &report.record,
            file: index.file_of(&report.record),
            copy_of: originals.get(report.record.id.as_str()).copied(),
        })
        .collect();
    if matches!(args.output.format, Format::Text | Format::Md) {
        let mut out = stdout();
        let shown = match args.output.format {
            Format::Md => markdown::table(&present::report_cells(&chosen), usize::MAX),
            _ => present::reports(&chosen, Style::detect()),
        };
        out.write_all(shown.as_bytes())?;
        out.flush()?;
        say(format_args!("{} reports", reports.len()));
    } else {
        let mut rows = documents::reports(stdout(), args.output.rows(), &json!({}))?;
        for report in &chosen {
            rows.row(&render::listed_report(report))?;
        }
        rows.finish()?;
    }
    Ok(outcome(args.offset, reports.len(), "reports"))
}

/// Lists the divisions that have no report.
fn missing(args: &Args, index: &OpenIndex) -> Result<Outcome, CliError> {
    let gaps = args.filters.missing(index)?;
    let shown = gaps
        .iter()
        .skip(args.offset)
        .take(args.limit.unwrap_or(usize::MAX));
    let mut out = stdout();
    if matches!(args.output.format, Format::Text | Format::Md) {
        let cells: Vec<Vec<String>> = present::gap_cells(shown);
        let table = match args.output.format {
            Format::Md => markdown::table(&cells, usize::MAX),
            _ => present::aligned(&cells, &[]),
        };
        out.write_all(table.as_bytes())?;
        out.flush()?;
        say(format_args!("{} divisions have no report", gaps.len()));
    } else {
        let columns = table::gap_columns();
        let head = json!({ "total": gaps.len() });
        let mut rows = Rows::begin(out, args.output.rows(), &head, "missing", columns)?;
        for gap in shown {
            rows.row(&render::gap(gap))?;
        }
        rows.finish()?;
    }
    Ok(outcome(args.offset, gaps.len(), "divisions"))
}
