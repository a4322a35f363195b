//! Counts as rows: by keys for JSON and CSV, as a table of cells for users.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json, json};

use crate::query::Facet;
use crate::query::counts::{Counts, Row};
use crate::query::extents::Extent;
use crate::query::facet::Value;
use crate::query::mentions::Totals;

/// By what counts are shown, and per how many characters rates are.
#[derive(Clone, Copy, Debug)]
pub struct CountView<'a> {
    /// The facets of each row.
    pub facets: &'a [Facet],
    /// Rates are per so many characters; `None` shows no rates.
    pub per: Option<u64>,
}

impl CountView<'_> {
    /// The columns of a tidy table, named like the keys of the JSON.
    pub fn columns(&self) -> Vec<String> {
        let mut columns = vec!["term".to_owned()];
        for facet in self.facets {
            columns.push(facet.name().to_owned());
            columns.extend(second_column(*facet));
        }
        columns.extend(["mentions", "passages", "reports"].map(str::to_owned));
        if let Some(per) = self.per {
            columns.extend(["characters", "all_reports"].map(str::to_owned));
            columns.extend([format!("per_{per}"), "per_report".to_owned()]);
        }
        columns
    }

    /// Counts of one term, with its rows in `by`.
    pub fn term(&self, term: &str, counts: &Counts) -> Json {
        let mut object = self.numbers(&counts.totals, counts.extent);
        object.insert("term".to_owned(), json!(term));
        if !self.facets.is_empty() {
            let rows = counts.known_rows();
            let rows = rows.iter().map(|row| Json::Object(self.row(row)));
            object.insert("by".to_owned(), rows.collect());
        }
        Json::Object(object)
    }

    /// One row, without its term.
    pub fn row(&self, row: &Row) -> Map<String, Json> {
        let mut object = Map::new();
        for (facet, value) in self.facets.iter().zip(&row.values) {
            let (value, second) = match value {
                Value::Year(year) => (json!(year), None),
                Value::Name(name) => (json!(name), None),
                Value::Region { code, path } => (json!(path), Some(json!(code))),
                Value::Report { path, id } => (json!(id), Some(json!(path))),
                Value::Without { .. } | Value::Unknown => (Json::Null, None),
            };
            object.insert(facet.name().to_owned(), value);
            if let Some(column) = second_column(*facet) {
                object.insert(column, second.unwrap_or_default());
            }
        }
        object.extend(self.numbers(&row.totals, row.extent));
        object
    }

    fn numbers(&self, totals: &Totals, extent: Option<Extent>) -> Map<String, Json> {
        let mut object = Map::new();
        let mut add = |name: &str, value: Json| object.insert(name.to_owned(), value);
        add("mentions", json!(totals.mentions));
        add("passages", json!(totals.passages));
        add("reports", json!(totals.reports));
        if let (Some(per), Some(extent)) = (self.per, extent) {
            add("characters", json!(extent.characters));
            add("all_reports", json!(extent.reports));
            add(
                &format!("per_{per}"),
                json!(rate(totals, per, extent.characters)),
            );
            add("per_report", json!(rate(totals, 1, extent.reports)));
        }
        object
    }

    /// A row for each group and a row with the total of each term, under a header; and the first column of
    /// numbers.
    pub fn cells(&self, terms: &[(String, Counts)]) -> (Vec<Vec<String>>, usize) {
        let mut head = vec!["term".to_owned()];
        head.extend(self.facets.iter().map(|facet| facet.name().to_owned()));
        head.extend(["mentions", "passages", "reports"].map(str::to_owned));
        if let Some(per) = self.per {
            head.extend([format!("per {per}"), "per report".to_owned()]);
        }
        let mut rows = vec![head];
        for (term, counts) in terms {
            for row in &counts.rows {
                let mut cells = vec![term.clone()];
                cells.extend(row.values.iter().map(text_of));
                cells.extend(self.number_cells(&row.totals, row.extent));
                rows.push(cells);
            }
            let mut cells = vec![term.clone()];
            let all = std::iter::once("all").chain(std::iter::repeat(""));
            cells.extend(all.take(self.facets.len()).map(str::to_owned));
            cells.extend(self.number_cells(&counts.totals, counts.extent));
            rows.push(cells);
        }
        (rows, 1 + self.facets.len())
    }

    fn number_cells(&self, totals: &Totals, extent: Option<Extent>) -> Vec<String> {
        let mut cells: Vec<String> = [totals.mentions, totals.passages, totals.reports]
            .map(|count| count.to_string())
            .to_vec();
        if let (Some(per), Some(extent)) = (self.per, extent) {
            cells.push(rate_cell(totals, per, extent.characters));
            cells.push(rate_cell(totals, 1, extent.reports));
        }
        cells
    }

    /// The values of the last facet side by side: a row for each term and the other facets, a column for each
    /// value. Cells are mentions, or rates if those are asked for.
    pub fn wide_cells(&self, terms: &[(String, Counts)]) -> (Vec<Vec<String>>, usize) {
        let fixed = self.facets.len().saturating_sub(1);
        let all = || terms.iter().flat_map(|(_, counts)| &counts.rows);
        let across: BTreeSet<&Value> = all().filter_map(|row| row.values.last()).collect();
        let mut head = vec!["term".to_owned()];
        head.extend(
            self.facets[..fixed]
                .iter()
                .map(|facet| facet.name().to_owned()),
        );
        head.extend(across.iter().map(|value| text_of(value)));
        let mut rows = vec![head];
        for (term, counts) in terms {
            let mut lines: BTreeMap<&[Value], BTreeMap<&Value, &Row>> = BTreeMap::new();
            for row in &counts.rows {
                if let Some((last, others)) = row.values.split_last() {
                    lines.entry(others).or_default().insert(last, row);
                }
            }
            for (others, found) in lines {
                let mut cells = vec![term.clone()];
                cells.extend(others.iter().map(text_of));
                cells.extend(across.iter().map(|value| self.wide_cell(found.get(value))));
                rows.push(cells);
            }
        }
        (rows, 1 + fixed)
    }

    fn wide_cell(&self, row: Option<&&Row>) -> String {
        match (self.per, row) {
            (None, row) => row.map_or(0, |row| row.totals.mentions).to_string(),
            (Some(per), Some(row)) => row.extent.map_or_else(String::new, |extent| {
                rate_cell(&row.totals, per, extent.characters)
            }),
            (Some(_), None) => String::new(),
        }
    }
}

/// The column next to a facet's own: the code of a region, the path of a report.
fn second_column(facet: Facet) -> Option<String> {
    match facet {
        Facet::Report => Some("path".to_owned()),
        Facet::Region | Facet::Province | Facet::City | Facet::County => {
            Some(format!("{facet}_code"))
        }
        Facet::Year | Facet::Topic | Facet::Part | Facet::Level => None,
    }
}

fn text_of(value: &Value) -> String {
    match value {
        Value::Year(year) => year.to_string(),
        Value::Name(name) => name.clone(),
        Value::Region { path, .. } | Value::Report { path, .. } => path.clone(),
        Value::Without { path, .. } => format!("{path}/—"),
        Value::Unknown => "unknown".to_owned(),
    }
}

/// Mentions in `per` of `of`, to four decimals; `None` if `of` is 0.
fn rate(totals: &Totals, per: u64, of: u64) -> Option<f64> {
    let rate = (totals.mentions * per) as f64 / of as f64;
    (of > 0).then(|| (rate * 10_000.0).round() / 10_000.0)
}

fn rate_cell(totals: &Totals, per: u64, of: u64) -> String {
    rate(totals, per, of).map_or_else(String::new, |rate| format!("{rate:.2}"))
}
