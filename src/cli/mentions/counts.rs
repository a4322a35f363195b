//! `fasou mentions --count`

use std::io::Write;

use super::Args;
use crate::cli::Outcome;
use crate::cli::args::Format;
use crate::cli::error::CliError;
use crate::cli::output::stdout;
use crate::cli::suggestions::say_what_was_meant;
use crate::index::OpenIndex;
use crate::present::{self, CountView, documents, markdown, terminal::Style};
use crate::query::counts::{Counts, count_each};
use crate::query::extents::extents;
use crate::query::{Facet, Filter, Needle};

/// Counts and shows; returns what was found.
pub fn run(
    args: &Args,
    index: &OpenIndex,
    needles: &[Needle],
    filter: &Filter,
) -> Result<Outcome, CliError> {
    let mut by: Vec<Facet> = Vec::new();
    for facet in &args.counting.by {
        if !by.contains(facet) {
            by.push(*facet);
        }
    }
    let view = CountView {
        facets: &by,
        per: args.counting.per,
    };
    // A rate of nothing is known too: with rates side by side, groups without a mention have one.
    let zeros = args.counting.zeros || (args.counting.wide && args.counting.per.is_some());
    let extents = (zeros || args.counting.per.is_some())
        .then(|| extents(index, filter, &by))
        .transpose()?;
    let extents = extents.as_ref();
    let terms = count_each(index, needles, filter, &by, extents, zeros)?;
    show(args, view, &terms)?;
    let each = needles.iter().zip(&terms);
    let unmentioned = each.filter(|(_, (_, counts))| counts.totals.mentions == 0);
    let unmentioned: Vec<&Needle> = unmentioned.map(|(needle, _)| needle).collect();
    if unmentioned.len() == needles.len() {
        super::say_without_filters(index, needles, filter)?;
    }
    say_what_was_meant(index, &unmentioned)?;
    Ok(if unmentioned.len() < needles.len() {
        Outcome::Found
    } else {
        Outcome::Nothing
    })
}

fn show(args: &Args, view: CountView<'_>, terms: &[(String, Counts)]) -> Result<(), CliError> {
    let cells = || {
        if args.counting.wide {
            view.wide_cells(terms)
        } else {
            view.cells(terms)
        }
    };
    let mut out = stdout();
    match args.output.format {
        Format::Text => {
            let (rows, numbers) = cells();
            out.write_all(present::counts(&rows, numbers, Style::detect()).as_bytes())?;
        }
        Format::Md => {
            let (rows, numbers) = cells();
            out.write_all(markdown::table(&rows, numbers).as_bytes())?;
        }
        Format::Csv if args.counting.wide => {
            let (rows, _) = cells();
            return write_cells(args, &rows);
        }
        Format::Csv | Format::Json | Format::Jsonl => {
            return Ok(documents::counts(out, args.output.rows(), view, terms)?);
        }
    }
    Ok(out.flush()?)
}

/// A table whose columns are values, as CSV.
fn write_cells(args: &Args, rows: &[Vec<String>]) -> Result<(), CliError> {
    let Some((head, rows)) = rows.split_first() else {
        return Ok(());
    };
    let mut csv = present::table::Csv::new(stdout(), head.clone(), args.output.excel)?;
    for row in rows {
        csv.cells(row)?;
    }
    Ok(csv.finish()?)
}
