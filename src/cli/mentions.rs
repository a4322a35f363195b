//! `fasou mentions`

use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::Outcome;
use super::args::{FilterOptions, Format, OutputArgs, Within};
use super::error::CliError;
use super::index::with_progress;
use super::output::{Rows, say, stdout};
use crate::index::OpenIndex;
use crate::present::{self, Concordance, json as render, table, terminal::Style};
use crate::query::counts::{Counts, count};
use crate::query::mentions::Mentions;
use crate::query::verify::verify;
use crate::query::{Facet, Filter, Needle};
use crate::tagging::Taxonomy;

/// List every mention of a term with its context, or count them
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  fasou mentions 八五普法                            finds “八五”普法 too
  fasou mentions 枫桥经验 法律明白人 --count --by year
  fasou mentions 行政复议 --region 云南 --format csv --excel > mentions.csv
  fasou mentions --terms terms.txt --count --by region,year --format csv")]
pub struct Args {
    /// Terms
    #[arg(value_name = "TERM", required_unless_present = "terms")]
    term: Vec<String>,
    /// Read terms from a file, one a line: `term`, or `term = alias, alias`; # begins a comment
    #[arg(long, value_name = "FILE")]
    terms: Option<PathBuf>,
    /// Count instead of listing
    #[arg(long)]
    count: bool,
    /// Count by these, several at once: region, province, city, county, year, topic, part, level, report
    #[arg(long, value_delimiter = ',', value_name = "FACET", requires = "count", value_parser = facet)]
    by: Vec<Facet>,
    /// As written: punctuation and spaces count
    #[arg(long)]
    exact: bool,
    /// Read the files again, scan their text, and compare with the index
    #[arg(long)]
    verify: bool,
    /// Characters and whole words shown on each side
    #[arg(long, default_value_t = 20, value_name = "N")]
    context: usize,
    #[command(flatten)]
    filters: FilterOptions,
    /// How many mentions to list; all, if not given
    #[arg(long, value_name = "N", conflicts_with = "count")]
    limit: Option<usize>,
    /// How many to leave out at the start
    #[arg(long, default_value_t = 0, value_name = "N", conflicts_with = "count")]
    offset: usize,
    #[command(flatten)]
    output: OutputArgs,
}

fn facet(name: &str) -> Result<Facet, String> {
    name.parse()
}

pub fn run(args: &Args, home: &Path) -> Result<Outcome, CliError> {
    let needles = needles(args)?;
    let index = OpenIndex::open(home)?;
    let filter = args.filters.resolve(&index, Within::default())?;
    if args.verify {
        let totals = with_progress(|progress| verify(&index, &needles, &filter, progress))?;
        say(format_args!(
            "verified: {} mentions in {} passages, index and scan agree",
            totals.mentions, totals.passages
        ));
    }
    if args.count {
        show_counts(args, &index, &needles, &filter)
    } else {
        list(args, &index, &needles, &filter)
    }
}

fn needles(args: &Args) -> Result<Vec<Needle>, CliError> {
    let mut needles = Vec::new();
    for term in &args.term {
        needles.push(Needle::parse(term, args.exact)?);
    }
    let Some(path) = &args.terms else {
        return Ok(needles);
    };
    let wrong = |reason: String| CliError::File {
        path: path.to_string_lossy().into_owned(),
        reason,
    };
    let text =
        std::fs::read_to_string(path).map_err(|error| wrong(format!("cannot be read: {error}")))?;
    for (number, line) in (1..).zip(text.trim_start_matches('\u{FEFF}').lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (term, aliases) = line.split_once(" = ").unwrap_or((line, ""));
        let aliases = aliases
            .split([',', '，'])
            .map(str::trim)
            .filter(|alias| !alias.is_empty());
        let aliases: Vec<&str> = aliases.collect();
        let needle = Needle::with_aliases(term.trim(), &aliases, args.exact);
        needles.push(needle.map_err(|error| wrong(format!("line {number}: {error}")))?);
    }
    if needles.is_empty() {
        Err(wrong("holds no term; write one a line".to_owned()))
    } else {
        Ok(needles)
    }
}

fn show_counts(
    args: &Args,
    index: &OpenIndex,
    needles: &[Needle],
    filter: &Filter,
) -> Result<Outcome, CliError> {
    let mut counts: Vec<(String, Counts)> = Vec::new();
    for needle in needles {
        counts.push((
            needle.written().to_owned(),
            count(index, needle, filter, &args.by)?,
        ));
    }
    let found = counts.iter().any(|(_, counts)| counts.totals.mentions > 0);
    if args.output.format == Format::Text {
        let mut out = stdout();
        out.write_all(present::counts(&counts, &args.by, Style::detect()).as_bytes())?;
        out.flush()?;
    } else {
        write_counts(args, &counts)?;
    }
    Ok(if found {
        Outcome::Found
    } else {
        Outcome::Nothing
    })
}

/// In JSON one object a term, in CSV one row a term and group.
fn write_counts(args: &Args, counts: &[(String, Counts)]) -> Result<(), CliError> {
    let mut columns = vec!["term".to_owned()];
    for facet in &args.by {
        columns.push(facet.name().to_owned());
        match facet {
            Facet::Report => columns.push("path".to_owned()),
            Facet::Region | Facet::Province | Facet::City | Facet::County => {
                columns.push(format!("{facet}_code"))
            }
            _ => {}
        }
    }
    columns.extend(["mentions", "passages", "reports"].map(str::to_owned));
    let mut rows = Rows::begin(
        stdout(),
        args.output.format,
        args.output.excel,
        &json!({}),
        "counts",
        columns,
    )?;
    for (term, counts) in counts {
        if args.output.format == Format::Csv && !args.by.is_empty() {
            for row in &counts.rows {
                let mut object = render::row(row, &args.by);
                object.insert("term".to_owned(), json!(term));
                rows.row(&Value::Object(object))?;
            }
        } else {
            rows.row(&render::counts(term, counts, &args.by))?;
        }
    }
    Ok(rows.finish()?)
}

fn list(
    args: &Args,
    index: &OpenIndex,
    needles: &[Needle],
    filter: &Filter,
) -> Result<Outcome, CliError> {
    let mut found = Vec::new();
    for needle in needles {
        found.push((needle, Mentions::new(index, needle, filter)?));
    }
    let total: u64 = found
        .iter()
        .map(|(_, mentions)| mentions.totals().mentions)
        .sum();
    let mut window = Window {
        skip: args.offset,
        left: args.limit.unwrap_or(usize::MAX),
    };
    if args.output.format == Format::Text {
        show_lines(args, index, &found, &mut window)?;
    } else {
        let taxonomy = Taxonomy::builtin();
        let columns = table::passage_columns(&["term", "before", "match", "after"], &["passage"]);
        let document = json!({ "total": total });
        let mut rows = Rows::begin(
            stdout(),
            args.output.format,
            args.output.excel,
            &document,
            "mentions",
            columns,
        )?;
        for (needle, mentions) in &found {
            window.each(args, mentions, |mention| {
                rows.row(&render::mention(needle.written(), mention, taxonomy))
            })?;
        }
        rows.finish()?;
    }
    if total == 0 {
        say("no mention found");
        return Ok(Outcome::Nothing);
    }
    Ok(Outcome::Found)
}

fn show_lines(
    args: &Args,
    index: &OpenIndex,
    found: &[(&Needle, Mentions<'_>)],
    window: &mut Window,
) -> Result<(), CliError> {
    let mut out = stdout();
    for (number, (needle, mentions)) in found.iter().enumerate() {
        let totals = mentions.totals();
        if found.len() > 1 {
            let gap = if number == 0 { "" } else { "\n" };
            writeln!(out, "{gap}# {}", needle.written())?;
        }
        let mut concordance = Concordance::new(Style::detect());
        window.each(args, mentions, |mention| {
            let line = concordance.mention(mention, || index.file_of(&mention.report.record));
            out.write_all(line.as_bytes())
        })?;
        out.flush()?;
        if totals.mentions > 0 {
            let (mentions, passages, reports) = (totals.mentions, totals.passages, totals.reports);
            say(format_args!(
                "{}: {mentions} mentions in {passages} passages of {reports} reports",
                needle.written()
            ));
        }
    }
    Ok(())
}

/// What `--offset` and `--limit` leave, over all terms together.
struct Window {
    skip: usize,
    left: usize,
}

impl Window {
    fn each(
        &mut self,
        args: &Args,
        mentions: &Mentions<'_>,
        mut write: impl FnMut(&crate::query::mentions::Mention<'_>) -> std::io::Result<()>,
    ) -> Result<(), CliError> {
        let total = mentions.totals().mentions as usize;
        if self.left == 0 || self.skip >= total {
            self.skip = self.skip.saturating_sub(total);
            return Ok(());
        }
        let mut failed = None;
        mentions.each(self.skip, args.context, |mention| {
            if let Err(error) = write(mention) {
                failed = Some(error);
                return ControlFlow::Break(());
            }
            self.left -= 1;
            if self.left == 0 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })?;
        self.skip = 0;
        failed.map_or(Ok(()), |error| Err(error.into()))
    }
}
