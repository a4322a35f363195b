//! Ranked passages for a query.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;

use tantivy::collector::{Count, DocSetCollector, TopDocs};
use tantivy::query::{BooleanQuery, Occur, Query};
use tantivy::{DocAddress, Score};

use super::error::QueryError;
use super::filter::Filter;
use super::locate::Blocks;
use super::parse::ParsedQuery;
use super::rank::{self, Ranked};
use crate::index::{IndexError, OpenIndex, Report};
use crate::text::{Folded, Term};

/// Passages that are looked at for each report wanted, at first.
const PASSAGES_A_REPORT: usize = 8;

/// A passage that answers a query.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The report it stands in.
    pub report: Rc<Report>,
    /// Its number there.
    pub passage: usize,
    /// Its score; tiers come before it.
    pub score: f32,
    /// Its score with its tier, by which hits are in order.
    pub order: f32,
    /// Where it lies in the index.
    pub at: DocAddress,
    /// What matched, as bytes of the passage's text.
    pub highlights: Vec<Range<usize>>,
}

/// The answer to a query.
#[derive(Debug)]
pub struct Answer {
    /// How many passages there are in all.
    pub total: usize,
    /// Those asked for.
    pub hits: Vec<Hit>,
    /// The words of the query that say something, for suggestions.
    pub words: Vec<Term>,
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
    let query = filtered(&ranked, filter);
    let (total, top) = top(index, query.as_ref(), offset + limit)?;
    Ok(Answer {
        total,
        hits: hits(index, &ranked, top, offset, limit)?,
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
    let query = filtered(&ranked, filter);
    let mut finder = ReportFinder::new(index);
    let mut all = HashSet::new();
    for at in index.searcher.search(query.as_ref(), &DocSetCollector)? {
        all.insert(finder.report_of(at)?);
    }
    let wanted = (offset + limit).min(all.len());
    let mut reach = wanted * PASSAGES_A_REPORT;
    loop {
        let (total, mut top) = top(index, query.as_ref(), reach)?;
        top.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut seen = HashSet::new();
        let mut best = Vec::new();
        for (score, at) in top {
            if seen.insert(finder.report_of(at)?) {
                best.push((score, at));
            }
        }
        if best.len() >= wanted || reach >= total {
            return Ok(Answer {
                total: all.len(),
                hits: hits(index, &ranked, best, offset, limit)?,
                words: ranked.words,
            });
        }
        reach *= 4;
    }
}

/// Finds the reports of passages, segment by segment.
struct ReportFinder<'a> {
    index: &'a OpenIndex,
    blocks: HashMap<u32, Blocks>,
}

impl<'a> ReportFinder<'a> {
    fn new(index: &'a OpenIndex) -> Self {
        ReportFinder {
            index,
            blocks: HashMap::new(),
        }
    }

    /// Segment and document of the report that a passage stands in.
    fn report_of(&mut self, at: DocAddress) -> Result<(u32, u32), QueryError> {
        let blocks = match self.blocks.entry(at.segment_ord) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => free.insert(Blocks::new(self.index, at.segment_ord)?),
        };
        let report = blocks.report_of(at.doc_id);
        let report = report.ok_or(QueryError::Index(IndexError::Block { doc: at.doc_id }))?;
        Ok((at.segment_ord, report))
    }
}

/// The hits `offset` to `offset + limit` among the best passages, ready to be shown.
fn hits(
    index: &OpenIndex,
    ranked: &Ranked,
    top: Vec<(Score, DocAddress)>,
    offset: usize,
    limit: usize,
) -> Result<Vec<Hit>, QueryError> {
    let mut reports = Cache {
        index,
        read: HashMap::new(),
    };
    let mut hits = Vec::with_capacity(top.len());
    for (score, at) in top {
        let (report, passage) = reports.passage(at)?;
        hits.push(Hit {
            report,
            passage,
            score,
            order: score,
            at,
            highlights: Vec::new(),
        });
    }
    // Equal scores stand in the order of paths, however the index came about.
    hits.sort_by(|a, b| {
        let place = |hit: &Hit| {
            (
                hit.report.record.path.clone(),
                hit.report.record.id.clone(),
                hit.passage,
            )
        };
        b.score
            .total_cmp(&a.score)
            .then_with(|| place(a).cmp(&place(b)))
    });
    let mut hits: Vec<Hit> = hits.into_iter().skip(offset).take(limit).collect();
    for hit in &mut hits {
        hit.score = rank::bare_score(hit.score, ranked.tiered);
        hit.highlights = highlights(&hit.report, hit.passage, &ranked.marks);
    }
    Ok(hits)
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
        let both = BooleanQuery::new(vec![
            (Occur::Must, ranked.query.box_clone()),
            (Occur::Must, clause),
        ]);
        left.push((name, index.searcher.search(&both, &Count)?));
    }
    Ok(left)
}

fn filtered(ranked: &Ranked, filter: &Filter) -> Box<dyn Query> {
    match filter.query() {
        None => ranked.query.box_clone(),
        Some(filter) => Box::new(BooleanQuery::new(vec![
            (Occur::Must, ranked.query.box_clone()),
            // A filter must not add to the score.
            (
                Occur::Must,
                Box::new(tantivy::query::ConstScoreQuery::new(filter, 0.0)),
            ),
        ])),
    }
}

/// The best `wanted` documents, and all that score as the last of them: the
/// engine breaks ties by where a document lies, which depends on its history.
fn top(
    index: &OpenIndex,
    query: &dyn Query,
    wanted: usize,
) -> Result<(usize, Vec<(Score, DocAddress)>), QueryError> {
    let mut reach = wanted.max(1) + 8;
    loop {
        let (total, mut top) = index
            .searcher
            .search(query, &(Count, TopDocs::with_limit(reach).order_by_score()))?;
        let last = wanted
            .checked_sub(1)
            .and_then(|at| top.get(at))
            .map(|hit| hit.0);
        let tied_to_the_end = last.is_some_and(|last| top.last().is_some_and(|end| end.0 == last));
        if reach < total && tied_to_the_end && top.len() == reach {
            reach *= 4;
            continue;
        }
        if let Some(last) = last {
            top.retain(|hit| hit.0 >= last);
        }
        return Ok((total, top));
    }
}

/// Reports read for one answer.
struct Cache<'a> {
    index: &'a OpenIndex,
    read: HashMap<(u32, u32), Rc<Report>>,
}

impl Cache<'_> {
    fn passage(&mut self, at: DocAddress) -> Result<(Rc<Report>, usize), QueryError> {
        let blocks = Blocks::new(self.index, at.segment_ord)?;
        let (Some(ordinal), Some(doc)) =
            (blocks.ordinal_of(at.doc_id), blocks.report_of(at.doc_id))
        else {
            return Err(QueryError::Index(IndexError::Block { doc: at.doc_id }));
        };
        let key = (at.segment_ord, doc);
        if let Some(report) = self.read.get(&key) {
            return Ok((report.clone(), ordinal as usize));
        }
        let report = Rc::new(self.index.reports(at.segment_ord)?.get(doc)?);
        self.read.insert(key, report.clone());
        Ok((report, ordinal as usize))
    }
}

/// What of `marks` stands in a passage: longest first where they overlap.
fn highlights(report: &Report, passage: usize, marks: &[Term]) -> Vec<Range<usize>> {
    let bytes = report.record.passages[passage].passage.bytes();
    let folded = Folded::of(&report.text, bytes.clone());
    let mut found: Vec<Range<usize>> = marks
        .iter()
        .flat_map(|mark| mark.find_units(&folded).collect::<Vec<_>>())
        .map(|units| {
            folded.units[units.start].start as usize..folded.units[units.end - 1].end as usize
        })
        .map(|range| range.start - bytes.start..range.end - bytes.start)
        .collect();
    found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    found.retain(|range| {
        let free = range.start >= end;
        if free {
            end = range.end;
        }
        free
    });
    found
}
