//! A collection in the usual layout: a table of documents, queries, TREC judgements.

use std::collections::HashMap;
use std::error::Error;
use std::path::Path;

use fasou::index::{Home, OpenIndex, Request, update};
use fasou::query::search::search_reports;
use fasou::query::{Filter, ParsedQuery};

use super::measure::Measures;
use super::{DEPTH, read};

/// Documents, and queries with the judged documents of each.
pub struct Collection {
    /// Ids and texts.
    pub documents: Vec<(String, String)>,
    pub queries: Vec<Query>,
}

/// A query and the grades of its judged documents.
pub struct Query {
    pub text: String,
    pub judged: HashMap<String, u32>,
}

impl Collection {
    /// Reads the documents of a folder, and its queries on even lines, on odd lines, or all.
    pub fn read(dir: &Path, half: &str) -> Result<Self, String> {
        let qrels = read(dir, "qrels.txt")?;
        let judged = judged(&qrels);
        let rows = |table: &str| -> Vec<(String, String)> {
            let rows = table.lines().filter_map(|line| line.split_once('\t'));
            rows.map(|(id, text)| (id.to_owned(), text.to_owned()))
                .collect()
        };
        let queries = (1..).zip(rows(&read(dir, "queries.tsv")?));
        let queries = queries.filter(|(number, _)| match half {
            "even" => number % 2 == 0,
            "odd" => number % 2 == 1,
            _ => true,
        });
        let queries = queries.filter_map(|(_, (id, text))| {
            let judged = judged.get(id.as_str())?.clone();
            Some(Query { text, judged })
        });
        Ok(Collection {
            queries: queries.collect(),
            documents: rows(&read(dir, "corpus.tsv")?),
        })
    }

    /// How well fasou ranks the documents, each of which is a row of a table.
    pub fn evaluate(&self, corpus: &Path) -> Result<Measures, Box<dyn Error>> {
        let folder = tempfile::tempdir()?;
        let request = Request {
            paths: vec![corpus.to_owned()],
            ..Request::default()
        };
        update(&Home::at(folder.path()), &request, &|_, _| {})?;
        let index = OpenIndex::open(folder.path())?;
        let mut measures = Measures::default();
        for query in &self.queries {
            // A query without words finds nothing.
            let Ok(parsed) = ParsedQuery::plain(&query.text) else {
                measures.add(&[], &query.judged);
                continue;
            };
            let answer = search_reports(&index, &parsed, &Filter::default(), 0, DEPTH)?;
            let found: Vec<&str> = (answer.hits.iter())
                .filter_map(|hit| hit.report.record.path.rsplit_once('#'))
                .map(|(_, row)| row)
                .collect();
            measures.add(&found, &query.judged);
        }
        Ok(measures)
    }
}

/// The judged documents of each query, with their grades.
fn judged(qrels: &str) -> HashMap<&str, HashMap<String, u32>> {
    let mut judged: HashMap<&str, HashMap<String, u32>> = HashMap::new();
    for line in qrels.lines() {
        let mut fields = line.split_whitespace();
        if let (Some(query), Some(_), Some(document), Some(grade)) =
            (fields.next(), fields.next(), fields.next(), fields.next())
            && let Ok(grade) = grade.parse()
        {
            let judged = judged.entry(query).or_default();
            judged.insert(document.to_owned(), grade);
        }
    }
    judged
}
