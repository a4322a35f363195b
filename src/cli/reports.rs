//! `fasou reports`

use std::io::Write;
use std::path::Path;

use serde_json::json;

use super::Outcome;
use super::args::{FilterOptions, Format, OutputArgs, Within};
use super::error::CliError;
use super::output::{Rows, say, stdout};
use crate::index::OpenIndex;
use crate::present::{self, json as render, table, terminal::Style};
use crate::query::locate;

/// List the indexed reports with region, level, year, and what is doubtful about them
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  fasou reports --region 云南 --year 2024
  fasou reports --format csv --excel > reports.csv")]
pub struct Args {
    #[command(flatten)]
    filters: FilterOptions,
    /// How many reports to list; all, if not given
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// How many to leave out at the start
    #[arg(long, default_value_t = 0, value_name = "N")]
    offset: usize,
    #[command(flatten)]
    output: OutputArgs,
}

pub fn run(args: &Args, home: &Path) -> Result<Outcome, CliError> {
    let index = OpenIndex::open(home)?;
    let filter = args.filters.resolve(&index, Within::default())?;
    let reports = locate::reports(&index, filter.query())?;
    let chosen = reports
        .iter()
        .skip(args.offset)
        .take(args.limit.unwrap_or(usize::MAX));
    if args.output.format == Format::Text {
        let mut out = stdout();
        let listed = chosen.map(|report| (&report.record, index.file_of(&report.record)));
        out.write_all(present::reports(listed, Style::detect()).as_bytes())?;
        out.flush()?;
        say(format_args!("{} reports", reports.len()));
    } else {
        let columns = table::report_columns();
        let mut rows = Rows::begin(
            stdout(),
            args.output.format,
            args.output.excel,
            &json!({}),
            "reports",
            columns,
        )?;
        for report in chosen {
            rows.row(&render::listed_report(&report.record))?;
        }
        rows.finish()?;
    }
    Ok(if reports.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Found
    })
}
