//! `fasou mentions --count`

use std::io::Write;

use serde_json::{Value, json};

use super::Args;
use crate::cli::Outcome;
use crate::cli::args::Format;
use crate::cli::error::CliError;
use crate::cli::output::{Rows, stdout};
use crate::index::OpenIndex;
use crate::present::{self, CountView, markdown, terminal::Style};
use crate::query::counts::{Counts, count};
use crate::query::extents::extents;
use crate::query::{Filter, Needle};

/// Counts and shows; returns what was found.
pub fn run(
    args: &Args,
    index: &OpenIndex,
    needles: &[Needle],
    filter: &Filter,
) -> Result<Outcome, CliError> {
    let view = CountView {
        facets: &args.counting.by,
        per: args.counting.per,
    };
    // A rate of nothing is known too: with rates side by side, groups without a mention have one.
    let zeros = args.counting.zeros || (args.counting.wide && args.counting.per.is_some());
    let extents = (zeros || args.counting.per.is_some())
        .then(|| extents(index, filter, &args.counting.by))
        .transpose()?;
    let mut terms: Vec<(String, Counts)> = Vec::with_capacity(needles.len());
    for needle in needles {
        let mut counts = count(index, needle, filter, &args.counting.by)?;
        if let Some(extents) = &extents {
            if zeros {
                counts.add_zeros(extents);
            }
            counts.add_extents(extents);
        }
        terms.push((needle.written().to_owned(), counts));
    }
    show(args, view, &terms)?;
    let found = terms.iter().any(|(_, counts)| counts.totals.mentions > 0);
    Ok(if found {
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
        Format::Csv | Format::Json | Format::Jsonl => return write_rows(args, view, terms),
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

/// In JSON one object a term, in CSV one row a term and group.
fn write_rows(
    args: &Args,
    view: CountView<'_>,
    terms: &[(String, Counts)],
) -> Result<(), CliError> {
    let format = args.output.format;
    let mut rows = Rows::begin(
        stdout(),
        format,
        args.output.excel,
        &json!({}),
        "counts",
        view.columns(),
    )?;
    for (term, counts) in terms {
        if format == Format::Csv && !args.counting.by.is_empty() {
            for row in &counts.rows {
                let mut object = view.row(row);
                object.insert("term".to_owned(), json!(term));
                rows.row(&Value::Object(object))?;
            }
        } else {
            rows.row(&view.term(term, counts))?;
        }
    }
    Ok(rows.finish()?)
}
