//! Questions inside one process: how long the middle one takes, and the slowest of a hundred.

use std::time::Instant;

use fasou::index::OpenIndex;
use fasou::query::counts::count;
use fasou::query::search::search;
use fasou::query::synonyms::Synonyms;
use fasou::query::{Filter, FilterArgs, Needle, ParsedQuery};
use fasou::text::Term;

use super::VersusError;
use super::process::Tools;
use super::random::Random;
use super::rows::USUAL;
use super::sqlite;
use super::table::{Better, Table};
use super::terms::{Kind, sample};
use super::texts::Texts;
use super::usual::Usual;

/// How many questions are asked.
const QUESTIONS: usize = 1_000;
/// Hits of each.
const HITS: usize = 10;

/// Searches with a filter each beside those of the usual pipeline, which has none, and exact counts.
pub fn asking(
    tools: &Tools,
    texts: &Texts,
    random: &mut Random,
    table: &mut Table,
) -> Result<(), VersusError> {
    let index =
        OpenIndex::open(&tools.index).map_err(|error| VersusError::Library(error.to_string()))?;
    let usual = Usual::open(&tools.usual)?;
    let queries = queries(texts, random);
    let mut ours = Vec::new();
    for query in &queries {
        let args = filter(random);
        ours.push(timed(|| {
            let parsed = ParsedQuery::parse(query)?.with(Synonyms::builtin());
            let filter = Filter::resolve(&args, &index)?;
            search(&index, &parsed, &filter, 0, HITS)
        })?);
    }
    let mut bare = Vec::new();
    for query in &queries {
        bare.push(timed(|| {
            let parsed = ParsedQuery::parse(query)?.with(Synonyms::builtin());
            search(&index, &parsed, &Filter::default(), 0, HITS)
        })?);
    }
    let mut theirs = Vec::new();
    for query in &queries {
        theirs.push(timed(|| usual.search(query, HITS))?);
    }
    let rows = [("a filter each", ours), ("no filter", bare)];
    for (what, mut times) in rows {
        for (name, share) in [("p50", 50), ("p99", 99)] {
            let row = format!("search in one process, {what}, {name}, ms");
            let usual = percentile(&mut theirs, share);
            table.row(
                &row,
                percentile(&mut times, share),
                (USUAL, usual),
                Better::Less,
            );
        }
    }
    if tools.sqlite.exists() {
        beside_sqlite(tools, &index, texts, random, table)?;
    }
    let mut terms = sample(texts, Kind::Short, QUESTIONS / 2, random);
    terms.extend(sample(texts, Kind::Phrase, QUESTIONS / 4, random));
    terms.extend(sample(texts, Kind::Policy, QUESTIONS / 4, random));
    let mut times = Vec::new();
    for term in terms {
        let needle = Needle::parse(term.written(), false)
            .map_err(|error| VersusError::Library(error.to_string()))?;
        times.push(timed(|| count(&index, &needle, &Filter::default(), &[]))?);
    }
    for (name, share) in [("p50", 50), ("p99", 99)] {
        let row = format!("exact count in one process, {name}, ms");
        let time = super::table::number(percentile(&mut times, share));
        table.text(&row, &time, ("–", "–"), "–");
    }
    Ok(())
}

/// Searches for terms of three characters or more, which trigrams can find.
fn beside_sqlite(
    tools: &Tools,
    index: &OpenIndex,
    texts: &Texts,
    random: &mut Random,
    table: &mut Table,
) -> Result<(), VersusError> {
    let connection = rusqlite::Connection::open(&tools.sqlite)?;
    let mut terms = sample(texts, Kind::Policy, QUESTIONS / 4, random);
    terms.retain(|term| term.written().chars().count() > 2);
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for term in &terms {
        ours.push(timed(|| {
            let parsed = ParsedQuery::parse(term.written())?;
            search(index, &parsed, &Filter::default(), 0, HITS)
        })?);
        theirs.push(timed(|| sqlite::search(&connection, term.written(), HITS))?);
    }
    for (name, share) in [("p50", 50), ("p99", 99)] {
        let row = format!("search for one term in one process, {name}, ms");
        let usual = ("SQLite FTS5 trigram", percentile(&mut theirs, share));
        table.row(&row, percentile(&mut ours, share), usual, Better::Less);
    }
    Ok(())
}

/// Terms, two terms, questions.
fn queries(texts: &Texts, random: &mut Random) -> Vec<String> {
    let terms: Vec<Term> = sample(texts, Kind::Policy, QUESTIONS, random);
    let phrases = sample(texts, Kind::Phrase, QUESTIONS / 4, random);
    let pick = |of: &[Term], random: &mut Random| random.pick(of).written().to_owned();
    (0..QUESTIONS)
        .map(|number| match number % 4 {
            0 => pick(&terms, random),
            1 => format!("{} {}", pick(&terms, random), pick(&terms, random)),
            2 => pick(&phrases, random),
            _ => format!(
                "{}怎样促进{}和{}",
                pick(&terms, random),
                pick(&terms, random),
                pick(&phrases, random)
            ),
        })
        .collect()
}

/// A province, a year, a topic, a part or a level.
fn filter(random: &mut Random) -> FilterArgs {
    let mut args = FilterArgs::default();
    let (values, given): (&mut Vec<String>, &[&str]) = match random.between(0, 4) {
        0 => (
            &mut args.regions,
            &["云南省", "江苏省", "上海市", "新疆维吾尔自治区"],
        ),
        1 => (
            &mut args.years,
            &["2015", "2020", "2022", "2024", "2018..2021"],
        ),
        2 => (&mut args.topics, &["行政复议", "普法", "调解", "行政执法"]),
        3 => (&mut args.parts, &["measures", "problems", "plans"]),
        _ => (&mut args.levels, &["county", "city", "township"]),
    };
    values.push((*random.pick(given)).to_owned());
    args
}

/// The milliseconds that a question takes.
fn timed<T, E: std::fmt::Display>(ask: impl FnOnce() -> Result<T, E>) -> Result<f64, VersusError> {
    let started = Instant::now();
    ask().map_err(|error| VersusError::Library(error.to_string()))?;
    Ok(started.elapsed().as_secs_f64() * 1e3)
}

fn percentile(times: &mut [f64], share: usize) -> f64 {
    times.sort_by(f64::total_cmp);
    times[(times.len() * share / 100).min(times.len() - 1)]
}
