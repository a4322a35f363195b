//! Many queries at once, and TREC runs: for those who measure.

use std::io::Write;
use std::path::Path;

use serde_json::json;

use super::{Args, SearchFormat};
use crate::cli::Outcome;
use crate::cli::error::CliError;
use crate::cli::named_file;
use crate::cli::output::{say, stdout};
use crate::corpus::Format;
use crate::index::OpenIndex;
use crate::present::{Rows, json as render, table};
use crate::query::hits::Hit;
use crate::query::synonyms::Synonyms;
use crate::query::{Filter, ParsedQuery};

/// A query of a file, as it is written.
pub struct Written {
    id: String,
    text: String,
}

impl Written {
    /// The query, ready to be run; its signs are words.
    pub fn parsed(&self, synonyms: &Synonyms) -> Result<Query, String> {
        match ParsedQuery::plain(&self.text) {
            Ok(parsed) => Ok(Query {
                id: self.id.clone(),
                parsed: parsed.with(synonyms),
            }),
            Err(error) => Err(format!("{}: {error}", self.id)),
        }
    }
}

/// A query and its id.
pub struct Query {
    id: String,
    parsed: ParsedQuery,
}

/// The query of the command line, as a run of one.
pub fn one(parsed: ParsedQuery) -> Query {
    Query {
        id: "1".to_owned(),
        parsed,
    }
}

/// Reads `id<TAB>query` lines.
pub fn read(path: &Path) -> Result<Vec<Written>, CliError> {
    let text = named_file::text_of(path)?;
    let lines = text.lines().enumerate();
    let lines = lines.filter(|(_, line)| !line.trim().is_empty());
    let query = |(at, line): (usize, &str)| match line.split_once('\t') {
        Some((id, text)) if !id.trim().is_empty() => Ok(Written {
            id: id.trim().to_owned(),
            text: text.trim().to_owned(),
        }),
        _ => {
            let reason = format!("line {} is not id<TAB>query", at + 1);
            Err(named_file::wrong(path, reason))
        }
    };
    lines.map(query).collect()
}

/// Answers all queries in their order; one that asks for nothing is named and left out.
pub fn run(
    args: &Args,
    index: &OpenIndex,
    filter: &Filter,
    queries: impl IntoIterator<Item = Result<Query, String>>,
) -> Result<Outcome, CliError> {
    let mut out = Run::begin(args)?;
    let mut any = false;
    for query in queries {
        let query = match query {
            Ok(query) => query,
            Err(reason) => {
                say(reason);
                continue;
            }
        };
        let answer = args.search(index, &query.parsed, filter)?;
        for (rank, hit) in (args.offset + 1..).zip(&answer.hits) {
            any = true;
            out.hit(args, index, &query, rank, hit)?;
        }
    }
    out.end()?;
    Ok(if any {
        Outcome::Found
    } else {
        Outcome::Nothing
    })
}

/// Where hits go.
enum Run {
    Trec(std::io::BufWriter<std::io::StdoutLock<'static>>),
    Rows(Rows<std::io::BufWriter<std::io::StdoutLock<'static>>>),
}

impl Run {
    fn begin(args: &Args) -> Result<Self, CliError> {
        let format = match (args.format, args.format.of_results()) {
            (SearchFormat::Text | SearchFormat::Md, _) => {
                return Err(CliError::Usage(
                    "many queries have no text for people; write --format trec, jsonl, json or csv"
                        .to_owned(),
                ));
            }
            (_, None) => return Ok(Run::Trec(stdout())),
            (_, Some(format)) => format,
        };
        let alike: &[&str] = if args.diverse { &["alike"] } else { &[] };
        let columns = table::passage_columns(&["query_id", "rank", "id", "score", "text"], alike);
        let rows = Rows::begin(
            stdout(),
            format.of_rows(args.excel),
            &json!({}),
            "hits",
            columns,
        )?;
        Ok(Run::Rows(rows))
    }

    fn hit(
        &mut self,
        args: &Args,
        index: &OpenIndex,
        query: &Query,
        rank: usize,
        hit: &Hit,
    ) -> Result<(), CliError> {
        match self {
            Run::Trec(out) => {
                let docno = docno(args, hit);
                let id = field(&query.id);
                writeln!(out, "{id} Q0 {docno} {rank} {} fasou", hit.order())?;
            }
            Run::Rows(rows) => {
                let mut row = render::hit(hit, index.taxonomy());
                row["query_id"] = json!(query.id);
                row["rank"] = json!(rank);
                if args.diverse {
                    row["alike"] = json!(hit.alike);
                }
                rows.row(&row)?;
            }
        }
        Ok(())
    }

    fn end(self) -> Result<(), CliError> {
        match self {
            Run::Trec(mut out) => out.flush()?,
            Run::Rows(rows) => rows.finish()?,
        }
        Ok(())
    }
}

/// A passage's id, or with `--group report` the row's in a table, else the report's.
fn docno(args: &Args, hit: &Hit) -> String {
    let record = &hit.report.record;
    match args.group {
        None => record.passage_id(hit.passage),
        Some(_) => {
            // An id may hold the sign that stands before it.
            let mut ids = record.path.match_indices('#');
            let row = ids.find(|(at, _)| is_table(&record.path[..*at]));
            row.map_or(record.id.clone(), |(at, sign)| {
                field(&record.path[at + sign.len()..])
            })
        }
    }
}

/// An id as one field of a run: white space in it is written as `%20` and the like. A `%` stays, so that
/// an id without white space is what judgements call it.
fn field(id: &str) -> String {
    let encoded = |c: char| match c.is_whitespace() || c.is_control() {
        true => {
            let bytes = c.to_string().into_bytes().into_iter();
            bytes.map(|byte| format!("%{byte:02X}")).collect()
        }
        false => c.to_string(),
    };
    id.chars().map(encoded).collect::<String>()
}

/// Whether the file at `path` is a table, whose rows are reports.
fn is_table(path: &str) -> bool {
    let format = Format::named(Path::new(path));
    matches!(format, Some(Format::Csv | Format::Tsv | Format::Jsonl))
}
