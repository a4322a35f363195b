//! The concordance: mentions one by one.

use std::io::{self, Write};
use std::ops::ControlFlow;

use serde_json::json;

use super::{Args, Group};
use crate::cli::Outcome;
use crate::cli::args::Format;
use crate::cli::error::CliError;
use crate::cli::output::{Rows, say, stdout};
use crate::index::OpenIndex;
use crate::present::{Concordance, json as render, markdown, table, terminal::Style};
use crate::query::mentions::{Mention, Mentions, Totals};
use crate::query::{Context, Filter, Needle};
use crate::tagging::Taxonomy;

/// Lists the mentions of each term.
pub fn run(
    args: &Args,
    index: &OpenIndex,
    needles: &[Needle],
    filter: &Filter,
) -> Result<Outcome, CliError> {
    let mut found = Vec::new();
    for needle in needles {
        let mut mentions = Mentions::new(index, needle, filter)?;
        if let Some(size) = args.listing.sample {
            mentions.sample(size, args.listing.seed);
        }
        mentions.sort(args.listing.sort)?;
        found.push(mentions);
    }
    let total = found
        .iter()
        .map(|mentions| mentions.totals().mentions)
        .sum();
    let window = Window {
        args,
        skip: args.listing.offset,
        left: args.listing.limit.unwrap_or(usize::MAX),
    };
    match args.output.format {
        Format::Text | Format::Md => write_text(args, index, &found, window)?,
        Format::Json | Format::Jsonl | Format::Csv => {
            write_rows(args, index.taxonomy(), &found, total, window)?;
        }
    }
    if total == 0 {
        say("no mention found");
        return Ok(Outcome::Nothing);
    }
    Ok(Outcome::Found)
}

fn write_rows(
    args: &Args,
    taxonomy: &Taxonomy,
    found: &[Mentions<'_>],
    total: u64,
    mut window: Window<'_>,
) -> Result<(), CliError> {
    let own: &[&str] = match args.listing.group {
        None => &["term", "before", "match", "after"],
        Some(Group::Report) => &["term", "mentions", "passages", "before", "match", "after"],
    };
    let mut rows = Rows::begin(
        stdout(),
        args.output.format,
        args.output.excel,
        &json!({ "total": total }),
        "mentions",
        table::passage_columns(own, &["passage"]),
    )?;
    for mentions in found {
        window.each(mentions, |mention, in_report| {
            let mut row = render::mention(mentions.term(), mention, taxonomy);
            if let Some(totals) = in_report {
                row["mentions"] = json!(totals.mentions);
                row["passages"] = json!(totals.passages);
            }
            rows.row_in(row, mention.record)
        })?;
    }
    Ok(rows.finish()?)
}

fn write_text(
    args: &Args,
    index: &OpenIndex,
    found: &[Mentions<'_>],
    mut window: Window<'_>,
) -> Result<(), CliError> {
    let mut out = stdout();
    for (number, mentions) in found.iter().enumerate() {
        if found.len() > 1 {
            let gap = if number == 0 { "" } else { "\n" };
            writeln!(out, "{gap}# {}", mentions.term())?;
        }
        let mut page = Page::new(args);
        window.each(mentions, |mention, in_report| {
            let text = page.mention(mention, || index.file_of(mention.record));
            out.write_all(text.as_bytes())?;
            match in_report.map_or(0, |totals| totals.mentions - 1) {
                0 => Ok(()),
                more => writeln!(out, "{}… and {more} more", page.indent()),
            }
        })?;
        out.flush()?;
        let totals = mentions.totals();
        if totals.mentions > 0 {
            say(summary(mentions.term(), totals, args.listing.sample));
        }
    }
    Ok(())
}

fn summary(term: &str, totals: Totals, sample: Option<usize>) -> String {
    let (mentions, passages, reports) = (totals.mentions, totals.passages, totals.reports);
    let sample = match sample {
        Some(size) if (size as u64) < mentions => format!("a sample of {size} of "),
        _ => String::new(),
    };
    format!("{term}: {sample}{mentions} mentions in {passages} passages of {reports} reports")
}

/// What people read: a concordance in columns, or quotations under their sources.
enum Page {
    Columns(Concordance),
    Markdown { last: Option<String> },
}

impl Page {
    fn new(args: &Args) -> Self {
        let whole = !matches!(args.listing.context, Context::Units(_));
        match args.output.format {
            Format::Md => Page::Markdown { last: None },
            _ => Page::Columns(Concordance::new(Style::detect(), whole)),
        }
    }

    fn mention(&mut self, mention: &Mention<'_>, file: impl FnOnce() -> String) -> String {
        match self {
            Page::Columns(concordance) => concordance.mention(mention, file),
            Page::Markdown { last } => {
                let item = markdown::mention(mention);
                let id = &mention.record.id;
                if last.as_ref() == Some(id) {
                    return item;
                }
                let gap = if last.is_some() { "\n" } else { "" };
                *last = Some(id.clone());
                format!(
                    "{gap}{}\n\n{item}",
                    markdown::source(mention.record, &file())
                )
            }
        }
    }

    fn indent(&self) -> &'static str {
        match self {
            Page::Columns(_) => "       ",
            Page::Markdown { .. } => "  ",
        }
    }
}

/// What `--offset` and `--limit` leave, over all terms together.
struct Window<'a> {
    args: &'a Args,
    skip: usize,
    left: usize,
}

impl Window<'_> {
    /// Calls `write` with what is left of the mentions of one term; where they are grouped, with
    /// the first of each report and how many it has.
    fn each(
        &mut self,
        mentions: &Mentions<'_>,
        mut write: impl FnMut(&Mention<'_>, Option<Totals>) -> io::Result<()>,
    ) -> Result<(), CliError> {
        let listed = match self.args.listing.group {
            None => mentions.listed(),
            Some(Group::Report) => mentions.listed_reports(),
        };
        if self.left == 0 || self.skip >= listed {
            self.skip = self.skip.saturating_sub(listed);
            return Ok(());
        }
        let skip = std::mem::take(&mut self.skip);
        let left = &mut self.left;
        let mut failed = None;
        let mut on = |mention: &Mention<'_>, in_report| {
            if let Err(error) = write(mention, in_report) {
                failed = Some(error);
                return ControlFlow::Break(());
            }
            *left -= 1;
            if *left == 0 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        let context = self.args.listing.context;
        match self.args.listing.group {
            None => mentions.each(skip, context, |mention| on(mention, None))?,
            Some(Group::Report) => {
                mentions.first_of_each_report(skip, context, |mention, totals| {
                    on(mention, Some(totals))
                })?
            }
        }
        failed.map_or(Ok(()), |error| Err(error.into()))
    }
}
