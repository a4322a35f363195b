//! `fasou mentions`

mod counts;
mod list;
mod terms;

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::Outcome;
use super::args::{CopyOptions, FilterOptions, Format, OutputArgs, Within, limit};
use super::error::CliError;
use super::index::with_progress;
use super::output::say;
use super::provenance::Provenance;
use crate::index::OpenIndex;
use crate::query::mentions::Mentions;
use crate::query::verify::verify;
use crate::query::{Context, Facet, Filter, Needle, Order};

/// List every mention of a term with its context, or count them
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  fasou mentions 八五普法                            finds “八五”普法 too
  fasou mentions 枫桥经验 法律明白人 --count --by year
  fasou mentions 行政复议 --region 云南 --format csv --excel > mentions.csv
  fasou mentions --terms terms.txt --count --by county,year --zeros --per 10000 --format csv
  fasou mentions 调解 --where '\"行政复议\" part:problems' --context sentence --format md
  fasou mentions 诉源治理 --sample 50 --sort after")]
pub struct Args {
    /// Terms
    #[arg(value_name = "TERM", required_unless_present = "terms")]
    term: Vec<String>,
    /// Read terms from a file, one a line: `term`, or `term = alias, alias`; # at the start of a line or
    /// behind white space begins a comment
    #[arg(long, value_name = "FILE")]
    terms: Option<PathBuf>,
    /// As written: punctuation and spaces count
    #[arg(long)]
    exact: bool,
    /// Read the files again, scan their text, and compare with the index
    #[arg(long, conflicts_with = "condition")]
    verify: bool,
    /// Write what makes the result reproducible beside it: command, versions, terms, date, corpus
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    #[command(flatten)]
    filters: FilterOptions,
    /// Only in passages for which a query holds: "phrases", -words, OR, region:… year:…
    #[arg(long = "where", id = "condition", value_name = "QUERY", allow_hyphen_values = true, help_heading = FILTERS)]
    condition: Option<String>,
    #[command(flatten)]
    copies: CopyOptions,
    #[command(flatten)]
    counting: Counting,
    #[command(flatten)]
    listing: Listing,
    #[command(flatten)]
    output: OutputArgs,
}

const FILTERS: &str = super::args::FILTERS;

/// What `--count` shows.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Counting")]
struct Counting {
    /// Count instead of listing
    #[arg(long)]
    count: bool,
    /// Count by these, several at once: region, province, city, county, year, topic, part, level, report
    #[arg(long, value_delimiter = ',', value_name = "FACET", requires = "count")]
    by: Vec<Facet>,
    /// Give rates too: mentions in so many characters, and per report
    #[arg(long, value_name = "CHARACTERS", requires = "count", value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    per: Option<u64>,
    /// Show groups without a mention too
    #[arg(long, requires = "by")]
    zeros: bool,
    /// The values of the last facet side by side (text, csv, md)
    #[arg(long, requires = "by")]
    wide: bool,
}

/// What is listed, and how.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Listing")]
struct Listing {
    /// What is shown around a mention: so many characters and whole words on each side, the
    /// sentence, or the passage
    #[arg(long, default_value = "20", value_name = "N|sentence|passage")]
    context: Context,
    /// The order: position, before (what stands before, read backwards), after, year, region
    #[arg(
        long,
        default_value = "position",
        value_name = "ORDER",
        conflicts_with = "count"
    )]
    sort: Order,
    /// One line a report: its first mention, and how many it has
    #[arg(long, value_enum, value_name = "report", conflicts_with_all = ["count", "sort"])]
    group: Option<Group>,
    /// Only so many mentions of each term, drawn by --seed
    #[arg(long, value_name = "N", conflicts_with = "count")]
    sample: Option<usize>,
    /// Another seed draws another sample
    #[arg(long, default_value_t = 0, value_name = "S", requires = "sample")]
    seed: u64,
    /// How many to list; all, if not given
    #[arg(long, value_name = "N", conflicts_with = "count", value_parser = limit)]
    limit: Option<usize>,
    /// How many to leave out at the start
    #[arg(long, default_value_t = 0, value_name = "N", conflicts_with = "count")]
    offset: usize,
}

/// What mentions are put together by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Group {
    /// Those of one report
    Report,
}

/// Says how many mentions there are without the filters that left none.
fn say_without_filters(
    index: &OpenIndex,
    needles: &[Needle],
    filter: &Filter,
) -> Result<(), CliError> {
    let Some(dropped) = filter.dropped(index)? else {
        return Ok(());
    };
    let mut all = 0;
    for needle in needles {
        all += Mentions::new(index, needle, &dropped)?.totals().mentions;
    }
    say(format_args!("  without filters: {all}"));
    Ok(())
}

pub fn run(args: &Args, home: &Path) -> Result<Outcome, CliError> {
    args.output.check()?;
    if args.counting.wide && matches!(args.output.format, Format::Json | Format::Jsonl) {
        return Err(CliError::Usage(
            "--wide is for text, csv and md; JSON has a row for each combination".to_owned(),
        ));
    }
    let needles = terms::needles(&args.term, args.terms.as_deref(), args.exact)?;
    let index = super::open(home)?;
    let mut filter = args.filters.resolve(index, Within::default())?;
    if let Some(query) = &args.condition {
        filter.add_conditions(index, query)?;
    }
    let copies = args.copies.apply(index, &mut filter, None)?;
    if needles.len() > 1 {
        filter.settle(index)?;
    }
    if args.verify {
        let totals = with_progress(|progress| verify(index, &needles, &filter, progress))?;
        say(format_args!(
            "verified: {} mentions in {} passages, index and scan agree",
            totals.mentions, totals.passages
        ));
    }
    if let Some(path) = &args.record {
        let provenance = Provenance {
            index,
            needles: &needles,
            copies,
        };
        provenance.write(path)?;
    }
    if args.counting.count {
        counts::run(args, index, &needles, &filter)
    } else {
        list::run(args, index, &needles, &filter)
    }
}
