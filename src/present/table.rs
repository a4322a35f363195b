//! Rows as CSV: columns are named like the keys of the JSON, `report.region.code`.

use std::io::{self, Write};

use serde_json::Value;

/// The columns of a report.
const REPORT: [&str; 13] = [
    "id",
    "path",
    "title",
    "issuer",
    "url",
    "year",
    "published",
    "level",
    "region.code",
    "region.province",
    "region.city",
    "region.county",
    "region.township",
];

/// The columns of a list of reports.
pub fn report_columns() -> Vec<String> {
    let extra = ["passages", "characters", "copy_of", "warnings"];
    REPORT
        .iter()
        .chain(&extra)
        .map(|&column| column.to_owned())
        .collect()
}

/// The columns of a passage, with those given around its own.
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

/// Writes rows under a header.
pub struct Csv<W: Write> {
    writer: csv::Writer<W>,
    columns: Vec<String>,
}

impl<W: Write> Csv<W> {
    /// Writes the header; `mark` is the byte order mark that Excel wants.
    pub fn new(mut out: W, columns: Vec<String>, mark: bool) -> io::Result<Self> {
        if mark {
            out.write_all("\u{FEFF}".as_bytes())?;
        }
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(&columns)?;
        Ok(Csv { writer, columns })
    }

    /// Writes one row of a JSON object.
    pub fn row(&mut self, value: &Value) -> io::Result<()> {
        let cells = self.columns.iter().map(|column| cell(value, column));
        self.writer.write_record(cells.collect::<Vec<_>>())?;
        Ok(())
    }

    /// Writes one row of cells.
    pub fn cells(&mut self, cells: &[String]) -> io::Result<()> {
        self.writer.write_record(cells)?;
        Ok(())
    }

    /// Writes what is left.
    pub fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// The value at a path of keys, as a cell: lists are put together, null is empty.
fn cell(value: &Value, column: &str) -> String {
    let found = value.get(column).or_else(|| {
        let mut value = value;
        for key in column.split('.') {
            value = value.get(key)?;
        }
        Some(value)
    });
    match found {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(list)) => {
            let separator = if column == "section" { " > " } else { "; " };
            let texts: Vec<String> = list
                .iter()
                .map(|item| {
                    item.as_str()
                        .map_or_else(|| item.to_string(), str::to_owned)
                })
                .collect();
            texts.join(separator)
        }
        Some(other) => other.to_string(),
    }
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
}
