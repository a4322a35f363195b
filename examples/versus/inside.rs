//! Questions inside one process: the median time and the slowest in a hundred.
//!
//! Each engine is asked in a process of its own (`asked.rs`) that does nothing else, as a server is: the
//! comparing process has read and freed texts by the thousand by then, and the holes they left in its heap
//! make every allocation slower.

use std::fs;
use std::path::Path;

use fasou::text::Term;

use super::VersusError;
use super::asked::{Engine, FILTERS};
use super::process::{Tools, output};
use super::random::Random;
use super::rows::USUAL;
use super::table::{Better, Table, number};
use super::terms::{Kind, sample};
use super::texts::Texts;

/// How many questions are asked.
const QUESTIONS: usize = 1_000;

/// The percentiles that are reported.
const SHARES: [(&str, usize); 2] = [("p50", 50), ("p99", 99)];

/// Searches, each with a filter, beside those of the usual pipeline, which has none; and exact counts.
pub fn asking(
    tools: &Tools,
    texts: &Texts,
    random: &mut Random,
    table: &mut Table,
) -> Result<(), VersusError> {
    let queries = queries(texts, random);
    let filtered: Vec<String> = queries
        .iter()
        .map(|query| format!("{query}\t{}", random.pick(FILTERS)))
        .collect();
    let theirs = times(tools, Engine::Usual, &tools.usual, &queries)?;
    let questions = [("a filter each", filtered), ("no filter", queries)];
    for (what, questions) in questions {
        let ours = times(tools, Engine::Search, &tools.index, &questions)?;
        compared(what, &ours, (USUAL, &theirs), table);
    }
    if tools.sqlite.exists() {
        // Three characters or more: trigrams cannot find shorter terms.
        let mut terms = written(sample(texts, Kind::Policy, QUESTIONS / 4, random));
        terms.retain(|term| term.chars().count() > 2);
        let ours = times(tools, Engine::Search, &tools.index, &terms)?;
        let theirs = times(tools, Engine::Sqlite, &tools.sqlite, &terms)?;
        compared("one term", &ours, ("SQLite FTS5 trigram", &theirs), table);
    }
    let mut terms = sample(texts, Kind::Short, QUESTIONS / 2, random);
    terms.extend(sample(texts, Kind::Phrase, QUESTIONS / 4, random));
    terms.extend(sample(texts, Kind::Policy, QUESTIONS / 4, random));
    let times = times(tools, Engine::Count, &tools.index, &written(terms))?;
    for (name, share) in SHARES {
        let row = format!("exact count in one process, {name}, ms");
        table.text(&row, &number(percentile(&times, share)), ("–", "–"), "–");
    }
    Ok(())
}

/// The milliseconds that each question takes in a process of its own, the shortest first.
fn times(
    tools: &Tools,
    engine: Engine,
    index: &Path,
    questions: &[String],
) -> Result<Vec<f64>, VersusError> {
    let file = tools.temporary.join("questions");
    fs::write(&file, questions.join("\n"))?;
    let printed = output(&mut tools.ask(engine, index, &file)?)?;
    let times = printed.lines().map(str::parse).collect::<Result<_, _>>();
    let mut times: Vec<f64> = times.map_err(|_| VersusError::Times(printed.clone()))?;
    if times.len() != questions.len() {
        return Err(VersusError::Times(printed));
    }
    times.sort_by(f64::total_cmp);
    Ok(times)
}

fn compared(what: &str, ours: &[f64], (rival, theirs): (&str, &[f64]), table: &mut Table) {
    for (name, share) in SHARES {
        let row = format!("search in one process, {what}, {name}, ms");
        let rival = (rival, percentile(theirs, share));
        table.row(&row, percentile(ours, share), rival, Better::Less);
    }
}

/// Terms, two terms, questions.
fn queries(texts: &Texts, random: &mut Random) -> Vec<String> {
    let terms = written(sample(texts, Kind::Policy, QUESTIONS, random));
    let phrases = written(sample(texts, Kind::Phrase, QUESTIONS / 4, random));
    let pick = |of: &[String], random: &mut Random| random.pick(of).clone();
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

/// As written, on one line each.
fn written(terms: Vec<Term>) -> Vec<String> {
    let line = |term: &Term| term.written().replace(['\n', '\t'], " ");
    terms.iter().map(line).collect()
}

/// A percentile of sorted times.
fn percentile(times: &[f64], share: usize) -> f64 {
    times[(times.len() * share / 100).min(times.len() - 1)]
}
