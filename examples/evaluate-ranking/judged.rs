//! The queries of our users, with passages of samples and generated reports judged by hand.
//!
//! A judgement names a passage by its report and a stretch of its text, so that it holds
//! however passages are numbered.

use std::collections::HashMap;
use std::error::Error;
use std::path::Path;

use fasou::index::{Home, OpenIndex, Request, update};
use fasou::query::hits::Hit;
use fasou::query::search::search;
use fasou::query::synonyms::Synonyms;
use fasou::query::{Filter, ParsedQuery};

use super::measure::Measures;
use super::{DEPTH, read};

/// The kinds of queries, each with the number of its last query in queries.tsv.
const KINDS: [(&str, usize); 7] = [
    ("one term", 26),
    ("some words", 42),
    ("short question", 52),
    ("long question", 58),
    ("other words", 63),
    ("place or year", 66),
    ("seldom said", 68),
];

/// A graded passage: its report, a stretch of it, the grade.
struct Judgement<'a> {
    path: &'a str,
    quote: &'a str,
    grade: u32,
}

/// Ranks the passages for each query: the measures of each kind, and of all.
pub fn evaluate(
    dir: &Path,
    generated: &Path,
    synonyms: &Synonyms,
) -> Result<Vec<(&'static str, Measures)>, Box<dyn Error>> {
    let judgements = read(dir, "judgements.tsv")?;
    let judged = judged(&judgements);
    let queries = read(dir, "queries.tsv")?;
    let folder = tempfile::tempdir()?;
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let request = Request {
        paths: vec![samples, generated.to_owned()],
        ..Request::default()
    };
    update(&Home::at(folder.path()), &request, &|_, _| {})?;
    let index = OpenIndex::open(folder.path())?;
    let mut kinds: Vec<_> = KINDS
        .iter()
        .map(|(name, last)| (*name, *last, Measures::default()))
        .collect();
    let mut all = Measures::default();
    for (number, line) in (1..).zip(queries.lines()) {
        let Some((id, text)) = line.split_once('\t') else {
            continue;
        };
        let judged = judged
            .get(id)
            .ok_or_else(|| format!("{id} is not judged"))?;
        let parsed = ParsedQuery::parse(text)?.with(synonyms);
        let answer = search(&index, &parsed, &Filter::default(), 0, DEPTH)?;
        let found: Vec<String> = (answer.hits.iter())
            .map(|hit| name(hit, judged).unwrap_or_default())
            .collect();
        let found: Vec<&str> = found.iter().map(String::as_str).collect();
        let grades: HashMap<String, u32> = judged
            .iter()
            .map(|judgement| (key(judgement), judgement.grade))
            .collect();
        all.add(&found, &grades);
        if let Some((_, _, measures)) = kinds.iter_mut().find(|(_, last, _)| number <= *last) {
            measures.add(&found, &grades);
        }
    }
    let mut rows: Vec<_> = kinds
        .into_iter()
        .map(|(name, _, measures)| (name, measures))
        .collect();
    rows.push(("all", all));
    Ok(rows)
}

fn key(judgement: &Judgement<'_>) -> String {
    format!("{} {}", judgement.path, judgement.quote)
}

/// The judgement that a hit is about.
fn name(hit: &Hit, judged: &[Judgement<'_>]) -> Option<String> {
    let record = &hit.report.record;
    let root = if record.root == 0 {
        "samples"
    } else {
        "generated"
    };
    let text = hit.report.passage_text(hit.passage);
    let mut own = judged.iter().filter(|judgement| {
        let path = judgement.path.strip_prefix(root);
        let path = path.and_then(|path| path.strip_prefix('/'));
        path == Some(record.path.as_str()) && text.contains(judgement.quote)
    });
    own.next().map(key)
}

/// The judgements of each query.
fn judged(judgements: &str) -> HashMap<&str, Vec<Judgement<'_>>> {
    let mut judged: HashMap<&str, Vec<Judgement<'_>>> = HashMap::new();
    for line in judgements.lines() {
        let mut fields = line.split('\t');
        if let (Some(query), Some(path), Some(quote), Some(grade)) =
            (fields.next(), fields.next(), fields.next(), fields.next())
            && let Ok(grade) = grade.parse()
        {
            judged
                .entry(query)
                .or_default()
                .push(Judgement { path, quote, grade });
        }
    }
    judged
}
