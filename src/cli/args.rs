//! Arguments that several commands share.

use std::fmt::Display;

use clap::{Args, ValueEnum};

use super::Outcome;
use super::error::CliError;
use super::output::say;
use crate::corpus::Columns;
use crate::index::OpenIndex;
use crate::present::RowFormat;
use crate::query::coverage::{self, Gap};
use crate::query::{Filter, FilterArgs, ParsedQuery, QueryError, filter};
use crate::tagging::Level;

/// `--limit`, where there may be any number of results.
pub fn limit(text: &str) -> Result<usize, String> {
    let limit = text.parse().ok().filter(|limit| *limit > 0);
    limit.ok_or_else(|| "a number from 1 on".to_owned())
}

/// How a list ends that has `total` results: if all of them stand before `--offset`, nothing is found there.
pub fn outcome(offset: usize, total: usize, what: &str) -> Outcome {
    match total {
        0 => Outcome::Nothing,
        total if total <= offset => {
            say_nothing_at(offset, total, what);
            Outcome::Nothing
        }
        _ => Outcome::Found,
    }
}

/// Says that all results stand before `--offset`.
pub fn say_nothing_at(offset: usize, total: impl Display, what: &str) {
    say(format_args!(
        "nothing at --offset {offset}: there are {total} {what}"
    ));
}

/// How results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// One JSON document
    Json,
    /// A JSON document a line
    Jsonl,
    /// A table with a header row, UTF-8
    Csv,
    /// Markdown, to paste into a text
    Md,
}

impl Format {
    /// How rows for programs are written; what is for people alone is as JSON.
    pub fn of_rows(self, excel: bool) -> RowFormat {
        match self {
            Format::Csv => RowFormat::Csv { excel },
            Format::Jsonl => RowFormat::Jsonl,
            Format::Json | Format::Text | Format::Md => RowFormat::Json,
        }
    }
}

/// `--format`, `--excel`
#[derive(Clone, Copy, Debug, Args)]
pub struct OutputArgs {
    /// How results are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Begin CSV with the byte order mark that Excel needs, and put ' before a text that it
    /// would take for a formula
    #[arg(long)]
    pub excel: bool,
}

impl OutputArgs {
    /// Refuses what the format cannot heed.
    pub fn check(&self) -> Result<(), CliError> {
        excel_is_csv(self.excel, self.format == Format::Csv)
    }

    /// How rows for programs are written.
    pub fn rows(&self) -> RowFormat {
        self.format.of_rows(self.excel)
    }
}

/// Refuses `--excel` where no CSV is written.
pub fn excel_is_csv(excel: bool, is_csv: bool) -> Result<(), CliError> {
    if excel && !is_csv {
        return Err(CliError::Usage(
            "--excel is for CSV alone; add --format csv".to_owned(),
        ));
    }
    Ok(())
}

/// Which columns of a table hold what.
#[derive(Clone, Debug, Args)]
pub struct ColumnOptions {
    /// Column of a table (csv, tsv, jsonl) that holds the text
    #[arg(long, value_name = "NAME")]
    text_column: Option<String>,
    /// Column that holds the title
    #[arg(long, value_name = "NAME")]
    title_column: Option<String>,
    /// Column that tells rows apart
    #[arg(long, value_name = "NAME")]
    id_column: Option<String>,
}

impl ColumnOptions {
    /// The names given.
    pub fn get(&self) -> Columns {
        Columns {
            text: self.text_column.clone(),
            title: self.title_column.clone(),
            id: self.id_column.clone(),
        }
    }
}

/// The heading of filters in the help.
pub const FILTERS: &str = "Filters (commas or repetition mean \"or\"; different ones all hold)";

/// `--all-copies`
#[derive(Clone, Copy, Debug, Args)]
pub struct CopyOptions {
    /// Take all copies of a report, not the first alone
    #[arg(long, help_heading = FILTERS)]
    all_copies: bool,
}

impl CopyOptions {
    /// Leaves copies out of what the filter passes, says how many, and returns that.
    pub fn apply(
        self,
        index: &OpenIndex,
        filter: &mut Filter,
        query: Option<&ParsedQuery>,
    ) -> Result<usize, CliError> {
        if self.all_copies {
            return Ok(0);
        }
        let copies = filter.take_each_report_once(index, query)?;
        if copies > 0 {
            let (are, of) = if copies == 1 {
                ("report is a copy", "another")
            } else {
                ("reports are copies", "others")
            };
            say(format_args!(
                "note: {copies} {are} of {of} and left out; --all-copies takes all"
            ));
        }
        Ok(copies)
    }
}

/// `--region`, `--year`, `--topic`, `--part`, `--level`
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = FILTERS)]
pub struct FilterOptions {
    /// Region and all below it: a name, a path (江苏/南京/鼓楼区) or a code
    #[arg(long, value_name = "REGION")]
    region: Vec<String>,
    /// Reporting year: 2024, or 2020..2024
    #[arg(long, value_name = "YEAR")]
    year: Vec<String>,
    /// Topic of the passage; `fasou topics` lists them
    #[arg(long, value_name = "TOPIC")]
    topic: Vec<String>,
    /// Part of the report: overview, measures, problems, plans, other
    #[arg(long, value_name = "PART")]
    part: Vec<String>,
    /// Level of the report: national, province, city, county, township, department, zone
    #[arg(long, value_name = "LEVEL")]
    level: Vec<String>,
    /// Kind of text: reports, plan, notice, interpretation, news, index
    #[arg(long, value_name = "KIND")]
    only: Vec<String>,
}

impl FilterOptions {
    /// Resolves the filters, for some roots and reports only where given, and says what they cannot see.
    pub fn resolve(&self, index: &OpenIndex, within: Within) -> Result<Filter, CliError> {
        let args = FilterArgs {
            regions: self.region.clone(),
            years: self.year.clone(),
            topics: self.topic.clone(),
            parts: self.part.clone(),
            levels: self.level.clone(),
            kinds: self.only.clone(),
            roots: within.roots,
            reports: within.reports,
            path: within.path,
        };
        let filter = Filter::resolve(&args, index)?;
        for (name, reports) in filter.lacking(index)? {
            let are = if reports == 1 {
                "report is"
            } else {
                "reports are"
            };
            say(format_args!(
                "note: {reports} {are} left out by --{name}, their {name} not being known"
            ));
        }
        Ok(filter)
    }
}

impl FilterOptions {
    /// The divisions without a report for the years, of the level and below the regions given.
    pub fn missing(&self, index: &OpenIndex) -> Result<Vec<Gap>, CliError> {
        let years = filter::years(&self.year)?;
        if years.is_empty() {
            return Err(CliError::Usage(
                "--missing needs --year, such as --year 2020..2024".to_owned(),
            ));
        }
        for (name, given) in [
            ("topic", &self.topic),
            ("part", &self.part),
            ("only", &self.only),
        ] {
            if !given.is_empty() {
                return Err(CliError::Usage(format!(
                    "--missing does not go with --{name}: it lists divisions, not reports"
                )));
            }
        }
        let regions = filter::regions(&self.region)?;
        let levels = match self.level.as_slice() {
            [] => vec![Level::County],
            given => filter::levels(given)?,
        };
        let mut gaps = Vec::new();
        for level in levels {
            let missing = coverage::missing(index, &years, level, &regions);
            gaps.extend(missing.map_err(|error| match error {
                QueryError::NoTable { .. } => CliError::Usage(format!("--missing: {error}")),
                error => error.into(),
            })?);
        }
        Ok(gaps)
    }
}

/// The roots or reports that a command is about; none means all.
#[derive(Clone, Debug, Default)]
pub struct Within {
    /// Numbers of roots.
    pub roots: Vec<u32>,
    /// Ids of reports.
    pub reports: Vec<String>,
    /// The path they are told by, as typed.
    pub path: String,
}
