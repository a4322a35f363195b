//! Standard output and standard error, and results in one of the four formats.

use std::fmt::Display;
use std::io::{self, BufWriter, StdoutLock, Write};

use serde_json::Value;

use super::args::Format;
use crate::index::record::Record;
use crate::present::json;
use crate::present::table::Csv;

/// Buffered standard output.
pub fn stdout() -> BufWriter<StdoutLock<'static>> {
    BufWriter::with_capacity(1 << 16, io::stdout().lock())
}

/// Says something beside the results; if nobody listens, it is lost.
pub fn say(message: impl Display) {
    let _ = writeln!(io::stderr(), "{message}");
}

/// Says what went wrong.
pub fn complain(error: &dyn std::error::Error) {
    say(format_args!("fasou: {error}"));
}

/// Results that come one by one.
pub enum Rows<W: Write> {
    /// A line each.
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
        format: Format,
        excel: bool,
        document: &Value,
        name: &str,
        columns: Vec<String>,
    ) -> io::Result<Self> {
        Ok(match format {
            Format::Csv => Rows::Csv(Box::new(Csv::new(out, columns, excel)?)),
            Format::Jsonl => Rows::Jsonl(out),
            Format::Json | Format::Text | Format::Md => {
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
