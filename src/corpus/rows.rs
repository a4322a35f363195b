//! Tables with one report per row, as crawlers leave them: CSV, TSV, JSON Lines.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};
use serde_json::Value;

use super::about::About;
use super::columns::Columns;
use super::decode::{DecodeError, decode};
use super::extract::{ExtractError, Extracted, extract_cell};
use super::format::Format;
use super::guard;
use super::names::Names;
use super::read::{Member, Reading};

/// Calls `on` with every row of the table at `suffix`.
pub(super) fn read(
    format: Format,
    bytes: &[u8],
    suffix: &str,
    reading: &Reading,
    on: &mut dyn FnMut(Member),
) {
    let done = guard::caught(|| decoded(bytes)).and_then(|text| {
        let (suffix, columns) = (suffix.to_owned(), reading.columns.clone());
        let work = move |on: &mut dyn FnMut(Member)| {
            let mut rows = Rows {
                suffix: &suffix,
                columns: &columns,
                delimiter: '\t',
                ids: Names::default(),
                on,
            };
            rows.all(format, &text)
        };
        guard::each(reading.limits.time, work, on)
    });
    if let Err(error) = done {
        on(Member {
            suffix: suffix.to_owned(),
            read: Err(error),
        });
    }
}

/// The text of a table. One bad character costs its row, not the table.
fn decoded(bytes: &[u8]) -> Result<String, ExtractError> {
    match decode(bytes) {
        Ok(decoded) => Ok(decoded.text),
        Err(DecodeError::Empty) => Err(ExtractError::Empty),
        Err(DecodeError::Lost { .. }) => Ok(String::from_utf8_lossy(bytes).into_owned()),
        Err(DecodeError::Undecodable { encoding, .. }) => {
            let encoding = Encoding::for_label(encoding.as_bytes()).unwrap_or(UTF_8);
            Ok(encoding.decode(bytes).0.into_owned())
        }
        Err(error) => Err(ExtractError::Decode(error)),
    }
}

/// A row: the names of its columns and what is in them.
struct Row<'a> {
    names: &'a [String],
    cells: &'a [String],
}

struct Rows<'a> {
    suffix: &'a str,
    columns: &'a Columns,
    /// What separates cells.
    delimiter: char,
    ids: Names,
    on: &'a mut dyn FnMut(Member),
}

impl Rows<'_> {
    fn all(&mut self, format: Format, text: &str) -> Result<(), ExtractError> {
        match format {
            Format::Jsonl => self.json_lines(text),
            Format::Tsv => self.tsv(text),
            _ => self.csv(text, delimiter(text)),
        }
    }

    fn csv(&mut self, text: &str, delimiter: u8) -> Result<(), ExtractError> {
        // Excel's own first line, which names the delimiter.
        let text = match text.split_once('\n') {
            Some((first, rest)) if first.starts_with("sep=") => rest,
            _ => text,
        };
        self.delimiter = char::from(delimiter);
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .has_headers(false)
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        let mut names: Option<Vec<String>> = None;
        for (number, record) in reader.records().enumerate() {
            let record = record.map_err(|error| ExtractError::Damaged {
                format: "csv",
                detail: error.to_string(),
            })?;
            let cells: Vec<String> = record.iter().map(str::to_owned).collect();
            match &names {
                None => {
                    self.check(&cells)?;
                    names = Some(cells);
                }
                Some(names) => self.row(
                    number,
                    &Row {
                        names,
                        cells: &cells,
                    },
                ),
            }
        }
        Ok(())
    }

    /// Tab-separated values have no quotes: a tab ends a cell, a line is a row. Excel quotes cells when it
    /// saves them: then some begin with a quote.
    fn tsv(&mut self, text: &str) -> Result<(), ExtractError> {
        let header = text.lines().next().unwrap_or_default();
        let names: Vec<String> = header.split('\t').map(unquoted).collect();
        if self.columns.text_of(&names).is_some() && text.contains("\t\"") {
            return self.csv(text, b'\t');
        }
        let mut lines = text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .peekable();
        let cells = |line: &str| -> Vec<String> { line.split('\t').map(str::to_owned).collect() };
        let first = lines.peek().map(|line| cells(line)).unwrap_or_default();
        let has_header = self.columns.text_of(&first).is_some();
        let names = if has_header {
            lines.next();
            first
        } else {
            self.check_unnamed()?;
            // Without names, the id comes first and the text last.
            let mut names: Vec<String> =
                (1..=first.len()).map(|at| format!("column {at}")).collect();
            if let [id, .., text] = names.as_mut_slice() {
                "id".clone_into(id);
                "text".clone_into(text);
            } else if let [text] = names.as_mut_slice() {
                "text".clone_into(text);
            }
            names
        };
        for (number, line) in lines.enumerate() {
            self.row(
                number + 1,
                &Row {
                    names: &names,
                    cells: &cells(line),
                },
            );
        }
        Ok(())
    }

    fn json_lines(&mut self, text: &str) -> Result<(), ExtractError> {
        let mut any = false;
        for (number, line) in text.lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            any = true;
            match serde_json::from_str(line) {
                Ok(Value::Object(object)) => {
                    let names: Vec<String> = object.keys().cloned().collect();
                    let cells: Vec<String> = object.values().map(plain).collect();
                    self.row(
                        number + 1,
                        &Row {
                            names: &names,
                            cells: &cells,
                        },
                    );
                }
                Ok(_) => self.bad(number + 1, "it is no object"),
                Err(error) => self.bad(number + 1, &error.to_string()),
            }
        }
        if any {
            Ok(())
        } else {
            Err(ExtractError::Empty)
        }
    }

    fn bad(&mut self, number: usize, detail: &str) {
        (self.on)(Member {
            suffix: format!("{}#{number}", self.suffix),
            read: Err(ExtractError::Damaged {
                format: "line",
                detail: detail.to_owned(),
            }),
        });
    }

    /// A header must name the text.
    fn check(&self, names: &[String]) -> Result<(), ExtractError> {
        if self.columns.text_of(names).is_some() {
            return Ok(());
        }
        Err(ExtractError::NoColumn {
            wanted: self.columns.text.clone(),
            names: names
                .iter()
                .map(|name| name.chars().take(20).collect())
                .collect(),
        })
    }

    fn check_unnamed(&self) -> Result<(), ExtractError> {
        match &self.columns.text {
            None => Ok(()),
            Some(_) => self.check(&[]),
        }
    }

    fn row(&mut self, number: usize, row: &Row<'_>) {
        let cell = |at: Option<usize>| at.and_then(|at| row.cells.get(at)).map(String::as_str);
        let id = cell(self.columns.id_of(row.names)).map(str::trim);
        let id = id
            .filter(|id| !id.is_empty())
            .map_or_else(|| number.to_string(), str::to_owned);
        let unique = self.ids.give(id, |id, count| format!("{id}~{count}"));
        let texts = self.columns.texts_of(row.names);
        let filled = |at: &&usize| {
            row.cells
                .get(**at)
                .is_some_and(|text| !text.trim().is_empty())
        };
        let read = match texts.iter().find(filled).or(texts.first()) {
            None => Err(ExtractError::NoColumn {
                wanted: self.columns.text.clone(),
                names: row.names.to_vec(),
            }),
            Some(at) => self
                .cell_of_text(*at, row)
                .and_then(|text| self.text(*at, &text, row)),
        };
        (self.on)(Member {
            suffix: format!("{}#{unique}", self.suffix),
            read,
        });
    }

    /// The cell of the text column. A text in the last column that was not quoted continues in the cells
    /// after it.
    fn cell_of_text<'r>(&self, at: usize, row: &Row<'r>) -> Result<Cow<'r, str>, ExtractError> {
        let cell = row.cells.get(at);
        let cell = cell.ok_or_else(|| bad_row("it ends before its text"))?;
        let beyond = row.cells.get(row.names.len()..).unwrap_or_default();
        let text = if beyond.iter().all(|cell| cell.trim().is_empty()) {
            Cow::Borrowed(cell.as_str())
        } else if at + 1 == row.names.len() {
            Cow::Owned(row.cells[at..].join(self.delimiter.encode_utf8(&mut [0; 4])))
        } else {
            return Err(bad_row(
                "it has more cells than the header: put texts with commas between quotation marks",
            ));
        };
        match text.contains(char::REPLACEMENT_CHARACTER) {
            true => Err(bad_row(
                "characters of it are lost: export it again as UTF-8",
            )),
            false => Ok(text),
        }
    }

    fn text(&self, at: usize, text: &str, row: &Row<'_>) -> Result<Extracted, ExtractError> {
        let title = self
            .columns
            .title_of(row.names)
            .and_then(|at| row.cells.get(at));
        let special = [Some(at), self.columns.title_of(row.names)];
        let pairs = row.names.iter().zip(row.cells).enumerate();
        let given = pairs.filter(|(at, _)| !special.contains(&Some(*at)));
        let mut given = About::of(given.map(|(_, (name, cell))| (name.as_str(), cell.as_str())));
        given.title = title
            .map(|title| title.trim().to_owned())
            .filter(|title| !title.is_empty());
        // A panic over a cell costs its row, not the rows after it.
        guard::caught(|| extract_cell(text, given))
    }
}

fn bad_row(detail: &str) -> ExtractError {
    ExtractError::Damaged {
        format: "row",
        detail: detail.to_owned(),
    }
}

/// A cell of a header without the quotes around it.
fn unquoted(cell: &str) -> String {
    cell.trim().trim_matches('"').to_owned()
}

/// What separates cells: what the first line says, or the most frequent there of the usual ones.
pub fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    if let Some(named) = first
        .strip_prefix("sep=")
        .and_then(|rest| rest.bytes().next())
    {
        return named;
    }
    let count = |sign: u8| first.bytes().filter(|byte| *byte == sign).count();
    let best = [b',', b';', b'\t']
        .into_iter()
        .rev()
        .max_by_key(|sign| count(*sign));
    best.unwrap_or(b',')
}

/// A value as text; each item of a list becomes a line.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join("\n"),
        // A block of an editor, {"type": "p", "text": …}: what it says counts, not what it is.
        Value::Object(block) => ["text", "content", "value"]
            .iter()
            .find_map(|name| block.get(*name))
            .map_or_else(|| value.to_string(), plain),
        other => other.to_string(),
    }
}
