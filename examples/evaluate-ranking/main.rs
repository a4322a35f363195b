//! How well passages and reports are ranked, on a collection with judged queries.
//!
//!     cargo run --release --example evaluate-ranking -- DIR [even|odd|all]
//!
//! DIR holds corpus.tsv (id, text), queries.tsv (id, query) and qrels.txt (TREC). Rows of the corpus are
//! reports, which are ranked by their best passages.

mod measure;

use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use fasou::index::{Home, OpenIndex, Request, update};
use fasou::query::search::search_reports;
use fasou::query::{Filter, ParsedQuery};
use measure::Measures;

/// How deep a ranking is looked at.
const DEPTH: usize = 100;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let dir = args
        .next()
        .ok_or("name a folder with corpus.tsv, queries.tsv and qrels.txt")?;
    let half = args.next().unwrap_or_else(|| "all".to_owned());
    let dir = Path::new(&dir);
    let read = |name: &str| {
        let path = dir.join(name);
        fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
    };
    let qrels = read("qrels.txt")?;
    let judged = judged(&qrels);
    let queries = read("queries.tsv")?;
    let folder = tempfile::tempdir()?;
    let request = Request {
        paths: vec![dir.join("corpus.tsv")],
        stop: Arc::new(AtomicBool::new(false)),
        ..Request::default()
    };
    update(&Home::at(folder.path()), &request, &|_, _| {})?;
    let index = OpenIndex::open(folder.path())?;
    let mut measures = Measures::default();
    for (number, line) in (1..).zip(queries.lines()) {
        let wanted = match half.as_str() {
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
    println!(
        "| queries | MRR@10 | nDCG@10 | MAP | R@1 | R@10 | R@100 |\n|--:|--:|--:|--:|--:|--:|--:|"
    );
    println!("{}", measures.row());
    Ok(())
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
