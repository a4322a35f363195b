//! Folding near-identical passages: boilerplate that goes from report to report, with other figures and
//! other places, is shown once.
//!
//! Two passages are alike when they share most of their stretches of three Han
//! characters; figures, marks and letters do not count.

use std::collections::{HashMap, HashSet};

use super::error::QueryError;
use super::filter::Filter;
use super::hits::Hit;
use super::parse::ParsedQuery;
use super::search::{Answer, search};
use crate::index::OpenIndex;
use crate::text::{is_han, plain};

/// How many of the best passages are compared with each other.
pub const COMPARED: usize = 1_000;
/// The share of all their stretches that two passages must have in common to be alike.
const ALIKE: f64 = 0.6;

/// Three Han characters in a row.
type Stretch = [char; 3];

/// Passages `offset` to `offset + limit` for a query, of passages that are alike only the best. Each hit
/// lists the others among the [`COMPARED`] best; the total counts all passages, alike or not.
pub fn search_diverse(
    index: &OpenIndex,
    parsed: &ParsedQuery,
    filter: &Filter,
    offset: usize,
    limit: usize,
) -> Result<Answer, QueryError> {
    let mut answer = search(index, parsed, filter, 0, COMPARED)?;
    let folded = folded(answer.hits).into_iter();
    answer.hits = folded.skip(offset).take(limit).collect();
    Ok(answer)
}

/// The first of each group of alike hits, with the ids of the others.
fn folded(hits: Vec<Hit>) -> Vec<Hit> {
    let mut first: Vec<(Hit, usize)> = Vec::new();
    let mut holding: HashMap<Stretch, Vec<usize>> = HashMap::new();
    for hit in hits {
        let own = stretches(hit.report.passage_text(hit.passage));
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for stretch in &own {
            for at in holding.get(stretch).into_iter().flatten() {
                *shared.entry(*at).or_default() += 1;
            }
        }
        let alike = shared.into_iter().filter(|(at, shared)| {
            let either = own.len() + first[*at].1 - shared;
            *shared as f64 >= ALIKE * either as f64
        });
        match alike.map(|(at, _)| at).min() {
            Some(at) => {
                let id = hit.report.record.passage_id(hit.passage);
                first[at].0.alike.push(id);
            }
            None => {
                for stretch in &own {
                    holding.entry(*stretch).or_default().push(first.len());
                }
                first.push((hit, own.len()));
            }
        }
    }
    first.into_iter().map(|(hit, _)| hit).collect()
}

fn stretches(text: &str) -> HashSet<Stretch> {
    let han: Vec<char> = plain(text).chars().filter(|c| is_han(*c)).collect();
    han.windows(3)
        .map(|three| [three[0], three[1], three[2]])
        .collect()
}
