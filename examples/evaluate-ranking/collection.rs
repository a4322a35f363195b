//! A collection as others lay it out: a table of documents, queries, TREC judgements.

use std::collections::HashMap;
use std::error::Error;
use std::path::Path;

use fasou::index::{Home, OpenIndex, Request, update};
use fasou::query::search::search_reports;
use fasou::query::{Filter, ParsedQuery};

use super::measure::Measures;
use super::{DEPTH, read};

/// Ranks the documents for the queries with an even line number, an odd one, or all.
pub fn evaluate(dir: &Path, half: &str) -> Result<Measures, Box<dyn Error>> {
    let qrels = read(dir, "qrels.txt")?;
    let judged = judged(&qrels);
    let queries = read(dir, "queries.tsv")?;
    let folder = tempfile::tempdir()?;
    let request = Request {
        paths: vec![dir.join("corpus.tsv")],
        ..Request::default()
    };
    update(&Home::at(folder.path()), &request, &|_, _| {})?;
    let index = OpenIndex::open(folder.path())?;
    let mut measures = Measures::default();
    for (number, line) in (1..).zip(queries.lines()) {
        let wanted = match half {
            "even" => number % 2 == 0,
            "odd" => number % 2 == 1,
            _ => true,
        };
        let Some((id, text)) = line.split_once('\t').filter(|_| wanted) else {
            continue;
        };
        let Some(right) = judged.get(id) else {
            continue;
        };
        // A query without words finds nothing.
        let Ok(parsed) = ParsedQuery::plain(text) else {
            measures.add(&[], right);
            continue;
        };
        let answer = search_reports(&index, &parsed, &Filter::default(), 0, DEPTH)?;
        let found: Vec<&str> = (answer.hits.iter())
            .filter_map(|hit| hit.report.record.path.rsplit_once('#'))
            .map(|(_, row)| row)
            .collect();
        measures.add(&found, right);
    }
    Ok(measures)
}

/// The judged documents of each query, by their grades.
fn judged(qrels: &str) -> HashMap<&str, HashMap<&str, u32>> {
    let mut judged: HashMap<&str, HashMap<&str, u32>> = HashMap::new();
    for line in qrels.lines() {
        let mut fields = line.split_whitespace();
        if let (Some(query), Some(_), Some(document), Some(grade)) =
            (fields.next(), fields.next(), fields.next(), fields.next())
            && let Ok(grade) = grade.parse()
        {
            judged.entry(query).or_default().insert(document, grade);
        }
    }
    judged
}
