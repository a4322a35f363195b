//! Results that come one by one, for programs: one JSON document, one JSON document per line, or a table.

use std::io::{self, Write};

use serde_json::Value;

use super::json;
use super::table::Csv;
use crate::index::record::Record;

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowFormat {
    /// One JSON document.
    Json,
    /// One JSON document per line.
    Jsonl,
    /// A table with a header row, UTF-8.
    Csv {
        /// Begins with the byte order mark that Excel needs.
        excel: bool,
    },
}

/// Results that come one by one.
pub enum Rows<W: Write> {
    /// One line each.
    Jsonl(W),
    /// One document: what stands before the list, then the list.
    Json {
        /// Where to.
        out: W,
        /// Whether a row was written.
        begun: bool,
    },
    /// A table.
    Csv(Box<Csv<W>>),
}

impl<W: Write> Rows<W> {
    /// Begins; `document` is the JSON object that the rows stand in, as its list `name`.
    pub fn begin(
        mut out: W,
        format: RowFormat,
        document: &Value,
        name: &str,
        columns: Vec<String>,
    ) -> io::Result<Self> {
        Ok(match format {
            RowFormat::Csv { excel } => Rows::Csv(Box::new(Csv::new(out, columns, excel)?)),
            RowFormat::Jsonl => Rows::Jsonl(out),
            RowFormat::Json => {
                let document = document.to_string();
                let open = document.strip_suffix('}').unwrap_or("{");
                let comma = if open.len() > 1 { "," } else { "" };
                write!(out, "{open}{comma}\"{name}\":[")?;
                Rows::Json { out, begun: false }
            }
        })
    }

    /// Writes one result.
    pub fn row(&mut self, value: &Value) -> io::Result<()> {
        match self {
            Rows::Jsonl(out) => writeln!(out, "{value}"),
            Rows::Csv(csv) => csv.row(value),
            Rows::Json { out, begun } => {
                let separator = if *begun { ",\n" } else { "\n" };
                *begun = true;
                write!(out, "{separator}{value}")
            }
        }
    }

    /// Writes one result that stands in a report, which `value` lacks.
    pub fn row_in(&mut self, mut value: Value, record: &Record) -> io::Result<()> {
        if let Rows::Csv(csv) = self {
            return csv.row_in(&value, record);
        }
        value["report"] = json::report(record);
        self.row(&value)
    }

    /// Ends the document.
    pub fn finish(self) -> io::Result<()> {
        match self {
            Rows::Jsonl(mut out) => out.flush(),
            Rows::Csv(csv) => csv.finish(),
            Rows::Json { mut out, .. } => {
                writeln!(out, "\n]}}")?;
                out.flush()
            }
        }
    }
}
