//! Ranked passages for a query.

use std::collections::HashSet;
use std::fmt;

use tantivy::collector::Count;
use tantivy::query::EnableScoring;
use tantivy::{DocAddress, DocSet, TERMINATED};

use super::error::QueryError;
use super::filter::Filter;
use super::hits::{Hit, Places, hits, in_order};
use super::parse::ParsedQuery;
use super::rank::{self, Ranked};
use super::top::best;
use crate::index::OpenIndex;
use crate::text::Term;

/// Passages that are looked at for each report wanted, at first.
const PASSAGES_A_REPORT: usize = 8;
/// What is found beyond this many is counted no further.
const MOST_COUNTED: usize = 10_000;

/// The answer to a query.
#[derive(Debug)]
pub struct Answer {
    /// How many passages or reports there are in all.
    pub total: Total,
    /// Those asked for.
    pub hits: Vec<Hit>,
    /// The words of the query that say something, for suggestions.
    pub words: Vec<Term>,
}

/// How much answers a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Total {
    /// How many were counted.
    pub counted: usize,
    /// Whether there may be more: much is not counted to its end.
    pub or_more: bool,
}

impl Total {
    /// How it stands to the number counted: `eq`, or `gte` where there may be more.
    pub fn relation(self) -> &'static str {
        if self.or_more { "gte" } else { "eq" }
    }
}

impl fmt::Display for Total {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let least = if self.or_more { "at least " } else { "" };
        write!(f, "{least}{}", self.counted)
    }
}

/// Passages `offset` to `offset + limit` for a query.
pub fn search(
    index: &OpenIndex,
    parsed: &ParsedQuery,
    filter: &Filter,
    offset: usize,
    limit: usize,
) -> Result<Answer, QueryError> {
    let ranked = rank::rank(index, parsed)?;
    let wanted = offset + limit;
    let mut places = Places::new(index);
    let best = best(index, &ranked, filter, wanted)?;
    let best = in_order(&mut places, &ranked, best, wanted)?;
    let mut tally = Tally::up_to(wanted);
    each_hit(index, &ranked, filter, &mut |_| Ok(tally.add()))?;
    Ok(Answer {
        total: tally.total(),
        hits: hits(&mut places, &ranked, &best, offset, limit)?,
        words: ranked.words,
    })
}

/// Reports `offset` to `offset + limit` for a query, each by its best passage; the total is of reports.
pub fn search_reports(
    index: &OpenIndex,
    parsed: &ParsedQuery,
    filter: &Filter,
    offset: usize,
    limit: usize,
) -> Result<Answer, QueryError> {
    let ranked = rank::rank(index, parsed)?;
    let mut places = Places::new(index);
    let mut tally = Tally::up_to(offset + limit);
    let mut last = None;
    // The passages of a report stand one behind the other.
    each_hit(index, &ranked, filter, &mut |at| {
        let report = Some(places.report_of(at)?);
        Ok(std::mem::replace(&mut last, report) == report || tally.add())
    })?;
    let wanted = (offset + limit).min(tally.counted);
    let mut reach = wanted * PASSAGES_A_REPORT;
    loop {
        let passages = best(index, &ranked, filter, reach)?;
        let all = passages.len() < reach;
        let mut seen = HashSet::new();
        let mut firsts = Vec::new();
        for passage in in_order(&mut places, &ranked, passages, reach)? {
            if seen.insert(places.report_of(passage.at)?) {
                firsts.push(passage);
            }
        }
        if firsts.len() >= wanted || all {
            return Ok(Answer {
                total: tally.total(),
                hits: hits(&mut places, &ranked, &firsts, offset, limit)?,
                words: ranked.words,
            });
        }
        reach *= 4;
    }
}

/// Counts what is found, as far as anyone looks.
struct Tally {
    counted: usize,
    most: usize,
}

impl Tally {
    /// Counts at least as many as are wanted.
    fn up_to(wanted: usize) -> Self {
        Tally {
            counted: 0,
            most: MOST_COUNTED.max(wanted),
        }
    }

    /// Counts one more; false once that is enough.
    fn add(&mut self) -> bool {
        self.counted += 1;
        self.counted <= self.most
    }

    fn total(&self) -> Total {
        Total {
            counted: self.counted.min(self.most),
            or_more: self.counted > self.most,
        }
    }
}

/// Calls `on` with all hits, in the order of the index, until it returns false.
fn each_hit(
    index: &OpenIndex,
    ranked: &Ranked,
    filter: &Filter,
    on: &mut dyn FnMut(DocAddress) -> Result<bool, QueryError>,
) -> Result<(), QueryError> {
    let searcher = &index.searcher;
    let query = ranked.hits(filter.query());
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    let mut watch = index.deadline().watch();
    for (segment, reader) in (0..).zip(searcher.segment_readers()) {
        let mut scorer = weight.scorer(reader, 1.0)?;
        while scorer.doc() != TERMINATED {
            watch.step()?;
            let doc = scorer.doc();
            if !reader.is_deleted(doc) && !on(DocAddress::new(segment, doc))? {
                return Ok(());
            }
            scorer.advance();
        }
    }
    Ok(())
}

/// How many passages answer the query under each filter alone: to say which one left nothing.
pub fn left_by_each(
    index: &OpenIndex,
    parsed: &ParsedQuery,
    filter: &Filter,
) -> Result<Vec<(String, usize)>, QueryError> {
    let ranked = rank::rank(index, parsed)?;
    let mut left = Vec::new();
    for (name, clause) in filter.each() {
        let hits = ranked.hits(Some(clause));
        left.push((name, index.searcher.search(&hits, &Count)?));
    }
    Ok(left)
}
