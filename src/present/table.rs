//! Rows as CSV: columns are named like the keys of the JSON, `report.region.code`.

use std::borrow::Cow;
use std::io::{self, Write};

use serde_json::Value;

use crate::index::record::Record;

/// The columns of a report.
const REPORT: [&str; 14] = [
    "id",
    "path",
    "title",
    "issuer",
    "url",
    "year",
    "published",
    "level",
    "region.code",
    "region.current_code",
    "region.province",
    "region.city",
    "region.county",
    "region.township",
];

/// The columns of a list of reports.
pub fn report_columns() -> Vec<String> {
    let extra = [
        "kind",
        "passages",
        "characters",
        "given",
        "confidence.region",
        "confidence.year",
        "copy_of",
        "warnings",
    ];
    REPORT
        .iter()
        .chain(&extra)
        .map(|&column| column.to_owned())
        .collect()
}

/// The columns of a division without a report.
pub fn gap_columns() -> Vec<String> {
    let region = REPORT.iter().filter(|column| column.starts_with("region."));
    std::iter::once(&"year")
        .chain(region)
        .map(|&column| column.to_owned())
        .collect()
}

/// The columns of a passage, with `before` and `after` around its own.
pub fn passage_columns(before: &[&str], after: &[&str]) -> Vec<String> {
    let own = ["section", "part", "topics"];
    let place = [
        "location.line",
        "location.start",
        "location.end",
        "location.page",
    ];
    let mut columns: Vec<String> = before
        .iter()
        .chain(after)
        .chain(&own)
        .map(|&column| column.to_owned())
        .collect();
    columns.extend(REPORT.iter().map(|column| format!("report.{column}")));
    columns.extend(place.map(str::to_owned));
    columns
}

/// Characters at the start of a cell that make Excel take it for a formula; some editions of Excel do so in
/// full width too.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// Writes rows under a header.
pub struct Csv<W: Write> {
    writer: csv::Writer<W>,
    /// Whether Excel is to read it.
    excel: bool,
    /// Each as a path of keys, outermost first.
    columns: Vec<Vec<String>>,
    /// The last report that rows stood in: its id, and the cells that describe it.
    report: (String, Vec<Option<String>>),
}

impl<W: Write> Csv<W> {
    /// Writes the header. `excel` begins with the byte order mark that Excel needs, and puts `'` before text
    /// that Excel would take for a formula: a page may have been written to contain one.
    pub fn new(mut out: W, columns: Vec<String>, excel: bool) -> io::Result<Self> {
        if excel {
            out.write_all("\u{FEFF}".as_bytes())?;
        }
        let keys = |column: &String| column.split('.').map(str::to_owned).collect();
        let mut csv = Csv {
            writer: csv::Writer::from_writer(out),
            excel,
            columns: columns.iter().map(keys).collect(),
            report: Default::default(),
        };
        csv.cells(&columns)?;
        Ok(csv)
    }

    /// Writes one row of a JSON object.
    pub fn row(&mut self, value: &Value) -> io::Result<()> {
        for keys in &self.columns {
            self.writer
                .write_field(cell(value, keys, self.excel).as_ref())?;
        }
        Ok(self.writer.write_record(None::<&[u8]>)?)
    }

    /// Writes one row of a JSON object that lacks its `report`, which is `record`. The cells of a report are
    /// made once for all rows that follow one another in it.
    pub fn row_in(&mut self, value: &Value, record: &Record) -> io::Result<()> {
        if self.report.0 != record.id {
            let report = super::json::report(record);
            let cells = self.columns.iter().map(|keys| {
                let own = keys.split_first().filter(|(first, _)| *first == "report");
                own.map(|(_, keys)| cell(&report, keys, self.excel).into_owned())
            });
            self.report = (record.id.clone(), cells.collect());
        }
        for (keys, of_report) in self.columns.iter().zip(&self.report.1) {
            match of_report {
                Some(cell) => self.writer.write_field(cell)?,
                None => self
                    .writer
                    .write_field(cell(value, keys, self.excel).as_ref())?,
            }
        }
        Ok(self.writer.write_record(None::<&[u8]>)?)
    }

    /// Writes one row of cells.
    pub fn cells(&mut self, cells: &[String]) -> io::Result<()> {
        for cell in cells {
            let text = text(Cow::Borrowed(cell), self.excel);
            self.writer.write_field(text.as_ref())?;
        }
        Ok(self.writer.write_record(None::<&[u8]>)?)
    }

    /// Writes what is left.
    pub fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// The value at a path of keys, as a cell: lists are joined, null is empty.
fn cell<'a>(value: &'a Value, keys: &[String], excel: bool) -> Cow<'a, str> {
    let mut value = value;
    for key in keys {
        match value.get(key) {
            Some(inner) => value = inner,
            None => return Cow::Borrowed(""),
        }
    }
    match value {
        Value::Null => Cow::Borrowed(""),
        Value::String(written) => text(Cow::Borrowed(written), excel),
        Value::Array(list) => {
            let is_breadcrumb = keys.last().is_some_and(|key| key == "section");
            let separator = if is_breadcrumb { " > " } else { "; " };
            let item = |item: &Value| {
                item.as_str()
                    .map_or_else(|| item.to_string(), str::to_owned)
            };
            let joined = list.iter().map(item).collect::<Vec<_>>().join(separator);
            text(Cow::Owned(joined), excel)
        }
        other => Cow::Owned(other.to_string()),
    }
}

/// A text as a cell; for Excel, so that it is not taken for a formula.
fn text(written: Cow<'_, str>, excel: bool) -> Cow<'_, str> {
    if excel && written.starts_with(FORMULA) {
        return Cow::Owned(format!("'{written}"));
    }
    written
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nested_keys_and_lists_become_cells() {
        let value = json!({"a": {"b": 3}, "section": ["一、甲", "一是"], "topics": ["普法", "调解"], "n": null});
        let columns = ["a.b", "section", "topics", "n", "missing"]
            .map(str::to_owned)
            .to_vec();
        let mut out = Vec::new();
        let mut csv = Csv::new(&mut out, columns, true).unwrap();
        csv.row(&value).unwrap();
        csv.finish().unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(
            text,
            "\u{FEFF}a.b,section,topics,n,missing\n3,一、甲 > 一是,普法; 调解,,\n"
        );
    }

    #[test]
    fn a_text_is_no_formula_in_excel_and_as_written_elsewhere() {
        let value = json!({"a": "=HYPERLINK(\"http://example.com\")", "b": ["－甲", "乙"], "c": -5, "d": "甲=乙"});
        let columns = ["a", "b", "c", "d"].map(str::to_owned).to_vec();
        let written = |excel| {
            let mut out = Vec::new();
            let mut csv = Csv::new(&mut out, columns.clone(), excel).unwrap();
            csv.row(&value).unwrap();
            let cells = ["+1", "@甲", "\t-", "1.5"].map(str::to_owned);
            csv.cells(&cells).unwrap();
            csv.finish().unwrap();
            String::from_utf8(out).unwrap()
        };
        let address = "HYPERLINK(\"\"http://example.com\"\")";
        assert_eq!(
            written(true),
            format!("\u{FEFF}a,b,c,d\n\"'={address}\",'－甲; 乙,-5,甲=乙\n'+1,'@甲,'\t-,1.5\n")
        );
        assert_eq!(
            written(false),
            format!("a,b,c,d\n\"={address}\",－甲; 乙,-5,甲=乙\n+1,@甲,\t-,1.5\n")
        );
    }
}
