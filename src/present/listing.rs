//! Lists for people: counts, reports, topics, status.

use super::terminal::{Style, clean, fit, width};
use crate::index::record::Record;
use crate::query::Facet;
use crate::query::counts::{Counts, Value};
use crate::tagging::Taxonomy;

/// Cells as lines with aligned columns; the columns in `right` are aligned on the right.
fn aligned(rows: &[Vec<String>], right: &[usize]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widest = |at: usize| {
        rows.iter()
            .filter_map(|row| row.get(at))
            .map(|cell| width(cell))
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(widest).collect();
    let mut out = String::new();
    for row in rows {
        let cells = row.iter().enumerate().map(|(at, cell)| {
            let pad = " ".repeat(widths[at] - width(cell));
            if right.contains(&at) {
                format!("{pad}{cell}")
            } else {
                format!("{cell}{pad}")
            }
        });
        out.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        out.push('\n');
    }
    out
}

/// Counts of several terms: a line each, or the rows of each under its facets.
pub fn counts(terms: &[(String, Counts)], facets: &[Facet], style: Style) -> String {
    let mut rows = Vec::new();
    let mut head = vec!["term".to_owned()];
    head.extend(facets.iter().map(|facet| facet.name().to_owned()));
    head.extend(["mentions", "passages", "reports"].map(str::to_owned));
    let first_number = 1 + facets.len();
    rows.push(head);
    for (term, counts) in terms {
        for row in &counts.rows {
            let mut cells = vec![clean(term)];
            cells.extend(
                row.values
                    .iter()
                    .map(|value| fit(&clean(&value_text(value)), style.width / 2)),
            );
            cells.extend(numbers(&row.totals));
            rows.push(cells);
        }
        let mut total = vec![clean(term)];
        total.extend(facets.iter().enumerate().map(|(at, _)| {
            if at == 0 {
                "all".to_owned()
            } else {
                String::new()
            }
        }));
        total.extend(numbers(&counts.totals));
        rows.push(total);
    }
    aligned(&rows, &[first_number, first_number + 1, first_number + 2])
}

fn numbers(totals: &crate::query::mentions::Totals) -> [String; 3] {
    [totals.mentions, totals.passages, totals.reports].map(|count| count.to_string())
}

fn value_text(value: &Value) -> String {
    match value {
        Value::Year(year) => year.to_string(),
        Value::Name(name) => name.clone(),
        Value::Region { path, .. } | Value::Report { path, .. } => path.clone(),
        Value::Unknown => "unknown".to_owned(),
    }
}

/// Reports: id, year, level, region, title; what is doubtful under each.
pub fn reports<'a>(records: impl Iterator<Item = (&'a Record, String)>, style: Style) -> String {
    let mut out = String::new();
    for (record, file) in records {
        let year = record
            .year
            .map_or_else(|| "----".to_owned(), |year| year.to_string());
        let level = record.level.map_or("unknown", |level| level.name());
        let region = record
            .region
            .as_ref()
            .map_or_else(|| "region unknown".to_owned(), |region| region.path());
        out.push_str(&format!(
            "{}  {year}  {level:<10}  {region}\n",
            style.bold(&record.id)
        ));
        if let Some(title) = &record.title {
            out.push_str(&format!(
                "            {}\n",
                fit(&clean(title), style.width - 12)
            ));
        }
        let size = format!(
            "{} passages, {} characters",
            record.passages.len(),
            record.characters
        );
        out.push_str(&format!(
            "            {}  {}\n",
            style.place(&clean(&file)),
            style.dim(&size)
        ));
        for warning in &record.warnings {
            out.push_str(&format!("            ? {}\n", clean(warning)));
        }
    }
    out
}

/// The taxonomy: name and definition of each topic.
pub fn topics(taxonomy: &Taxonomy) -> String {
    let rows: Vec<Vec<String>> = taxonomy
        .topics()
        .iter()
        .map(|topic| vec![topic.name.clone(), topic.definition.clone()])
        .collect();
    aligned(&rows, &[])
}

/// Names and values, a line each.
pub fn key_values(pairs: &[(String, String)]) -> String {
    let rows: Vec<Vec<String>> = pairs
        .iter()
        .map(|(name, value)| vec![name.clone(), clean(value)])
        .collect();
    aligned(&rows, &[])
}
