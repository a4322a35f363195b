//! Ranked passages for a query.

use std::collections::HashSet;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use tantivy::collector::Count;
use tantivy::query::EnableScoring;
use tantivy::{DocSet, TERMINATED};

use super::blocks::Onward;
use super::compile::compile;
use super::error::QueryError;
use super::filter::{Filter, FilterKind};
use super::hits::{Hit, Places, hits, in_order, sort};
use super::holder::{all, any_passage};
use super::parse::{ParsedQuery, Required};
use super::rank::{self, Ranked};
use super::sought::Sought;
use super::top::best;
use super::whole;
use crate::index::OpenIndex;
use crate::text::Term;

/// How many passages are looked at, to begin with, for each report wanted.
const PASSAGES_A_REPORT: usize = 8;
/// What is found beyond this many is not counted.
const MOST_COUNTED: usize = 10_000;

/// The answer to a query.
#[derive(Debug)]
pub struct Answer {
    /// How many passages or reports there are in all.
    pub total: Total,
    /// Those asked for.
    pub hits: Vec<Hit>,
    /// The words of the query, without those that say nothing; for suggestions.
    pub words: Vec<Term>,
    /// Those that nothing holds, and what hits hold of them.
    pub in_parts: Vec<Sought>,
}

/// How many passages or reports answer a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Total {
    /// How many were counted.
    pub counted: usize,
    /// Whether there may be more: counting stops early if there are many.
    pub or_more: bool,
}

impl Total {
    /// How the total relates to `counted`: `eq`, or `gte` if there may be more.
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
    in_pool(|| passages(index, parsed, filter, offset, limit))
}

/// Answers within rayon's pool of threads: from outside it, each parallel step would wake a thread and wait for it,
/// about a tenth of a millisecond each time.
pub fn in_pool<R: Send>(answer: impl FnOnce() -> R + Send) -> R {
    rayon::scope(|_| answer())
}

fn passages(
    index: &OpenIndex,
    parsed: &ParsedQuery,
    filter: &Filter,
    offset: usize,
    limit: usize,
) -> Result<Answer, QueryError> {
    let ranked = rank::rank(index, parsed)?;
    let wanted = offset + limit;
    let (best, total) = rayon::join(
        || best(index, &ranked, filter, wanted),
        || count(index, &ranked, filter, wanted, Counted::Passages),
    );
    let mut places = Places::new(index);
    let best = in_order(&mut places, &ranked, best?, wanted)?;
    Ok(Answer {
        total: total?,
        hits: hits(&mut places, &ranked, &best, offset, limit)?,
        words: ranked.words,
        in_parts: ranked.in_parts,
    })
}

/// Reports `offset` to `offset + limit` for a query, each represented by its best passage; the total is of
/// reports.
pub fn search_reports(
    index: &OpenIndex,
    parsed: &ParsedQuery,
    filter: &Filter,
    offset: usize,
    limit: usize,
) -> Result<Answer, QueryError> {
    in_pool(|| reports(index, parsed, filter, offset, limit))
}

fn reports(
    index: &OpenIndex,
    parsed: &ParsedQuery,
    filter: &Filter,
    offset: usize,
    limit: usize,
) -> Result<Answer, QueryError> {
    let ranked = rank::rank(index, parsed)?;
    let total = count(index, &ranked, filter, offset + limit, Counted::Reports)?;
    let mut places = Places::new(index);
    let wanted = (offset + limit)
        .max(whole::REPORTS_LOOKED_AT)
        .min(total.counted);
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
            let first = firsts.len().min(whole::REPORTS_LOOKED_AT);
            whole::raise(index, &ranked, filter, &mut firsts[..first])?;
            sort(&mut places, &mut firsts[..first], first)?;
            return Ok(Answer {
                total,
                hits: hits(&mut places, &ranked, &firsts, offset, limit)?,
                words: ranked.words,
                in_parts: ranked.in_parts,
            });
        }
        reach *= 4;
    }
}

/// What a total is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counted {
    Passages,
    Reports,
}

/// Counts what is found, but no further than anyone looks: at least up to `wanted`.
fn count(
    index: &OpenIndex,
    ranked: &Ranked,
    filter: &Filter,
    wanted: usize,
    counted: Counted,
) -> Result<Total, QueryError> {
    let most = MOST_COUNTED.max(wanted);
    let query = ranked.hits(filter.query_with_copies());
    let weight = query.weight(EnableScoring::disabled_from_searcher(&index.searcher))?;
    let found = AtomicUsize::new(0);
    let segments = 0..index.searcher.segment_readers().len() as u32;
    let each = segments.into_par_iter().map(|segment| {
        let reader = index.searcher.segment_reader(segment);
        let mut blocks = match counted {
            Counted::Passages => None,
            Counted::Reports => Some(Onward::new(index, segment)?),
        };
        let copies = filter.copies_in(reader);
        let mut last = None;
        let mut watch = index.deadline().watch();
        let mut scorer = weight.scorer(reader, 1.0)?;
        while scorer.doc() != TERMINATED && found.load(Ordering::Relaxed) <= most {
            watch.step()?;
            let doc = scorer.doc();
            // The passages of a report come one after another, all in one segment.
            let report = blocks.as_mut().and_then(|blocks| blocks.report_of(doc));
            let is_known = blocks.is_some() && report == last;
            let is_copy = copies.is_some_and(|copies| copies.contains(doc));
            if !reader.is_deleted(doc) && !is_copy && !is_known {
                last = report;
                found.fetch_add(1, Ordering::Relaxed);
            }
            scorer.advance();
        }
        Ok(())
    });
    each.collect::<Result<(), QueryError>>()?;
    let found = found.into_inner();
    Ok(Total {
        counted: found.min(most),
        or_more: found > most,
    })
}

/// What a query requires, as typed, and how many passages hold each part alone; empty if it is a single
/// phrase.
pub fn held_by_each<'a>(
    index: &OpenIndex,
    parsed: &'a ParsedQuery,
) -> Result<Vec<(&'a str, usize)>, QueryError> {
    if let [one] = parsed.required.as_slice()
        && one.node.field().is_none()
    {
        return Ok(Vec::new());
    }
    let held = |required: &'a Required| {
        let query = all([compile(index, &required.node)?, any_passage(index)].into_iter());
        let held = index.searcher.search(query.as_ref(), &Count)?;
        Ok((required.written.as_str(), held))
    };
    parsed.required.iter().map(held).collect()
}

/// How many passages answer the query under each filter alone, with its values: to say which one left nothing.
pub fn left_by_each(
    index: &OpenIndex,
    parsed: &ParsedQuery,
    filter: &Filter,
) -> Result<Vec<(FilterKind, String, usize)>, QueryError> {
    let ranked = rank::rank(index, parsed)?;
    let mut left = Vec::new();
    for (kind, given, filter) in filter.each(index)? {
        let hits = ranked.hits(filter.query());
        left.push((kind, given, index.searcher.search(&hits, &Count)?));
    }
    Ok(left)
}
