//! Lists for reading: counts, reports, topics, status.

use super::terminal::{Style, clean, fit, width};
use crate::index::record::Record;
use crate::query::coverage::Gap;
use crate::tagging::Taxonomy;

/// Cells as lines with aligned columns; the columns in `right` are aligned on the right.
pub fn aligned(rows: &[Vec<String>], right: &[usize]) -> String {
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

/// Rows of counts under their head; columns from `numbers` on are numbers.
pub fn counts(rows: &[Vec<String>], numbers: usize, style: Style) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            row.iter()
                .map(|cell| fit(&clean(cell), style.width / 2))
                .collect()
        })
        .collect();
    let right: Vec<usize> = (numbers..columns).collect();
    aligned(&rows, &right)
}

/// A report in a list.
pub struct Listed<'a> {
    /// The report.
    pub record: &'a Record,
    /// Where a user finds it.
    pub file: String,
    /// The id of the report that it is a copy of.
    pub copy_of: Option<&'a str>,
}

impl Listed<'_> {
    /// What is doubtful about it.
    pub fn warnings(&self) -> Vec<String> {
        let copy = self.copy_of.map(|id| format!("a copy of {id}"));
        copy.into_iter()
            .chain(self.record.warnings.iter().cloned())
            .collect()
    }
}

/// Reports: id, year, level, region, title; what was given and what is doubtful under each.
pub fn reports(listed: &[Listed<'_>], style: Style) -> String {
    let mut out = String::new();
    for report in listed {
        let record = report.record;
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
            style.place(&clean(&report.file)),
            style.dim(&size)
        ));
        if !record.given.is_empty() {
            out.push_str(&format!("            given: {}\n", record.given.join(", ")));
        }
        for warning in report.warnings() {
            out.push_str(&format!("            ? {}\n", clean(&warning)));
        }
    }
    out
}

/// The taxonomy: name and definition of each topic.
pub fn topics(taxonomy: &Taxonomy) -> String {
    aligned(&topic_cells(taxonomy), &[])
}

/// Name and definition of each topic.
pub fn topic_cells(taxonomy: &Taxonomy) -> Vec<Vec<String>> {
    let topics = taxonomy.topics().iter();
    topics
        .map(|topic| vec![topic.name.clone(), topic.definition.clone()])
        .collect()
}

/// Reports in a table: id, year, level, region, title, file, what is doubtful.
pub fn report_cells(listed: &[Listed<'_>]) -> Vec<Vec<String>> {
    let head = ["id", "year", "level", "region", "title", "file", "warnings"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for report in listed {
        let record = report.record;
        rows.push(vec![
            record.id.clone(),
            record
                .year
                .map_or_else(String::new, |year| year.to_string()),
            record
                .level
                .map_or_else(String::new, |level| level.name().to_owned()),
            record
                .region
                .as_ref()
                .map_or_else(String::new, |region| region.path()),
            record.title.clone().unwrap_or_default(),
            report.file.clone(),
            report.warnings().join("; "),
        ]);
    }
    rows
}

/// Divisions without a report: year, code, path.
pub fn gap_cells<'g>(gaps: impl Iterator<Item = &'g Gap>) -> Vec<Vec<String>> {
    let head = ["year", "code", "region"].map(str::to_owned).to_vec();
    let row = |gap: &Gap| {
        vec![
            gap.year.to_string(),
            gap.region.code.clone(),
            gap.region.path(),
        ]
    };
    std::iter::once(head).chain(gaps.map(row)).collect()
}

/// Names and values, a line each.
pub fn key_values(pairs: &[(String, String)]) -> String {
    let rows: Vec<Vec<String>> = pairs
        .iter()
        .map(|(name, value)| vec![name.clone(), clean(value)])
        .collect();
    aligned(&rows, &[])
}
