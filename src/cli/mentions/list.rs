//! The concordance: mentions one by one.

use std::io::Write;

use super::Args;
use crate::cli::Outcome;
use crate::cli::args::{Format, outcome};
use crate::cli::error::CliError;
use crate::cli::output::{say, stdout};
use crate::cli::suggestions::say_what_was_meant;
use crate::index::OpenIndex;
use crate::present::{Concordance, documents, markdown, terminal::Style};
use crate::query::mentions::{Mention, Mentions, Totals};
use crate::query::{Context, Filter, Needle, Window};

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
    let total: u64 = found
        .iter()
        .map(|mentions| mentions.totals().mentions)
        .sum();
    let mut window = Window {
        skip: args.listing.offset,
        left: args.listing.limit.unwrap_or(usize::MAX),
        context: args.listing.context,
        by_report: args.listing.group.is_some(),
    };
    match args.output.format {
        Format::Text | Format::Md => write_text(args, index, &found, &mut window)?,
        Format::Json | Format::Jsonl | Format::Csv => {
            let format = args.output.rows();
            documents::mentions::<CliError>(stdout(), format, index, &found, total, &mut window)?;
        }
    }
    if total == 0 {
        say("no mention found");
        super::say_without_filters(index, needles, filter)?;
    }
    let each = needles.iter().zip(&found);
    let unmentioned = each.filter(|(_, mentions)| mentions.totals().mentions == 0);
    let unmentioned: Vec<&Needle> = unmentioned.map(|(needle, _)| needle).collect();
    say_what_was_meant(index, &unmentioned)?;
    let what = match window.by_report {
        true => "reports",
        false => "mentions",
    };
    let listed = found.iter().map(|mentions| window.listed(mentions));
    Ok(outcome(args.listing.offset, listed.sum(), what))
}

fn write_text(
    args: &Args,
    index: &OpenIndex,
    found: &[Mentions<'_>],
    window: &mut Window,
) -> Result<(), CliError> {
    let mut out = stdout();
    for (number, mentions) in found.iter().enumerate() {
        if found.len() > 1 {
            let gap = if number == 0 { "" } else { "\n" };
            writeln!(out, "{gap}# {}", mentions.term())?;
        }
        let mut page = Page::new(args);
        window.each::<CliError>(mentions, |mention, in_report| {
            let text = page.mention(mention, || index.file_of(mention.record));
            out.write_all(text.as_bytes())?;
            match in_report.map_or(0, |totals| totals.mentions - 1) {
                0 => Ok(()),
                more => Ok(writeln!(out, "{}… and {more} more", page.indent())?),
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
