//! One engine asked in this process, question after question.

use std::fs;
use std::path::Path;
use std::time::Instant;

use clap::ValueEnum;
use fasou::index::OpenIndex;
use fasou::query::counts::count;
use fasou::query::search::search;
use fasou::query::synonyms::Synonyms;
use fasou::query::{Filter, FilterArgs, Needle, ParsedQuery};

use super::VersusError;
use super::sqlite;
use super::usual::Usual;

/// Hits asked for by each question.
const HITS: usize = 10;

/// Filters that a question may have: provinces, years, topics, parts, levels.
pub const FILTERS: &[&str] = &[
    "region:云南省",
    "region:江苏省",
    "region:上海市",
    "region:新疆维吾尔自治区",
    "year:2015",
    "year:2020",
    "year:2022",
    "year:2024",
    "year:2018..2021",
    "topic:行政复议",
    "topic:普法",
    "topic:调解",
    "topic:行政执法",
    "part:measures",
    "part:problems",
    "part:plans",
    "level:county",
    "level:city",
    "level:township",
];

/// Who answers, and what.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Engine {
    /// fasou's ranked passages, copies left out as its commands do; a question may end with a tab and a filter.
    Search,
    /// fasou's exact counts.
    Count,
    /// The usual pipeline's passages.
    Usual,
    /// SQLite's rows.
    Sqlite,
}

/// Asks the questions of a file, one a line, and prints the milliseconds that each took.
pub fn ask(engine: Engine, index: &Path, questions: &Path) -> Result<(), VersusError> {
    let questions = fs::read_to_string(questions)?;
    match engine {
        Engine::Search => {
            let index = open(index)?;
            each(&questions, |question| {
                let (query, filter) = question.split_once('\t').unwrap_or((question, ""));
                let parsed = ParsedQuery::parse(query)?.with(Synonyms::builtin());
                let mut filter = Filter::resolve(&confined(filter), &index)?;
                filter.take_each_report_once(&index, Some(&parsed))?;
                search(&index, &parsed, &filter, 0, HITS)
            })
        }
        Engine::Count => {
            let index = open(index)?;
            each(&questions, |term| {
                let needle = Needle::parse(term, false)
                    .map_err(|error| VersusError::Library(error.to_string()))?;
                count(&index, &needle, &Filter::default(), &[])
                    .map_err(|error| VersusError::Library(error.to_string()))
            })
        }
        Engine::Usual => {
            let usual = Usual::open(index)?;
            each(&questions, |query| usual.search(query, HITS))
        }
        Engine::Sqlite => {
            let connection = rusqlite::Connection::open(index)?;
            each(&questions, |term| sqlite::search(&connection, term, HITS))
        }
    }
}

fn open(index: &Path) -> Result<OpenIndex, VersusError> {
    OpenIndex::open(index).map_err(|error| VersusError::Library(error.to_string()))
}

/// A filter in the form of [`FILTERS`]; none if empty.
fn confined(filter: &str) -> FilterArgs {
    let mut args = FilterArgs::default();
    let (name, value) = filter.split_once(':').unwrap_or_default();
    let values = match name {
        "region" => &mut args.regions,
        "year" => &mut args.years,
        "topic" => &mut args.topics,
        "part" => &mut args.parts,
        "level" => &mut args.levels,
        _ => return args,
    };
    values.push(value.to_owned());
    args
}

fn each<T, E: std::fmt::Display>(
    questions: &str,
    ask: impl Fn(&str) -> Result<T, E>,
) -> Result<(), VersusError> {
    for question in questions.lines() {
        let started = Instant::now();
        ask(question).map_err(|error| VersusError::Library(error.to_string()))?;
        println!("{}", started.elapsed().as_secs_f64() * 1e3);
    }
    Ok(())
}
