//! A term as it is looked for: by the matching rule, or exactly as written.

use std::collections::BTreeSet;
use std::ops::Range;

use tantivy::collector::DocSetCollector;
use tantivy::query::{AllQuery, Query};

use super::error::QueryError;
use super::exact::{self, PassageCount};
use super::locate::Blocks;
use crate::index::{OpenIndex, Report};
use crate::text::{ExactTerm, Folded, Term};

/// A term to list or count.
#[derive(Clone, Debug)]
pub enum Needle {
    /// By the matching rule.
    Loose(Term),
    /// As written: `--exact`.
    Exact(ExactTerm),
}

impl Needle {
    /// Reads a term.
    pub fn parse(written: &str, exact: bool) -> Result<Self, QueryError> {
        Ok(if exact {
            Needle::Exact(ExactTerm::parse(written)?)
        } else {
            Needle::Loose(Term::parse(written)?)
        })
    }

    /// The term as it was given.
    pub fn written(&self) -> &str {
        match self {
            Needle::Loose(term) => term.written(),
            Needle::Exact(term) => term.written(),
        }
    }

    /// Mentions in the paragraph `range` of `text`, as bytes of `text`.
    pub fn find(&self, text: &str, range: Range<usize>) -> Vec<Range<usize>> {
        let folded = Folded::of(text, range.clone());
        match self {
            Needle::Loose(term) => {
                let source = |units: Range<usize>| {
                    folded.units[units.start].start as usize
                        ..folded.units[units.end - 1].end as usize
                };
                term.find_units(&folded).map(source).collect()
            }
            Needle::Exact(term) => term.find(text, range, &folded),
        }
    }

    /// The passages of a segment that mention it and pass `filter`, in order.
    pub fn passages(
        &self,
        index: &OpenIndex,
        segment: u32,
        filter: Option<&dyn Query>,
    ) -> Result<Vec<PassageCount>, QueryError> {
        match self {
            Needle::Loose(term) => exact::passages(index, segment, term, filter),
            Needle::Exact(term) => self.read_passages(index, segment, term, filter),
        }
    }

    /// What is written exactly is known from the text only; the index says which reports may hold it.
    fn read_passages(
        &self,
        index: &OpenIndex,
        segment: u32,
        term: &ExactTerm,
        filter: Option<&dyn Query>,
    ) -> Result<Vec<PassageCount>, QueryError> {
        let blocks = Blocks::new(index, segment)?;
        let passing = documents(index, segment, filter.unwrap_or(&AllQuery))?;
        let candidates: Option<BTreeSet<u32>> = match longest_han_stretch(term.written()) {
            None => None,
            Some(stretch) => {
                let passages = exact::passages(index, segment, &stretch, None)?;
                Some(
                    passages
                        .iter()
                        .filter_map(|found| blocks.report_of(found.doc))
                        .collect(),
                )
            }
        };
        let reports: BTreeSet<u32> = passing
            .iter()
            .filter_map(|&doc| blocks.report_of(doc))
            .filter(|doc| {
                candidates
                    .as_ref()
                    .is_none_or(|candidates| candidates.contains(doc))
            })
            .collect();
        let reader = index.reports(segment)?;
        let mut found = Vec::new();
        for doc in reports {
            let report = reader.get(doc)?;
            for (passage, mentions) in count_by_passage(self, &report) {
                let doc = doc + 1 + passage as u32;
                if passing.contains(&doc) {
                    found.push(PassageCount { doc, mentions });
                }
            }
        }
        Ok(found)
    }
}

fn documents(
    index: &OpenIndex,
    segment: u32,
    query: &dyn Query,
) -> Result<BTreeSet<u32>, QueryError> {
    let found = index.searcher.search(query, &DocSetCollector)?;
    Ok(found
        .into_iter()
        .filter(|at| at.segment_ord == segment)
        .map(|at| at.doc_id)
        .collect())
}

/// Mentions of each passage of a report that has any.
fn count_by_passage(needle: &Needle, report: &Report) -> Vec<(usize, u32)> {
    let mut counts = vec![0u32; report.record.passages.len()];
    for line in crate::report::lines(&report.text) {
        for found in needle.find(&report.text, line) {
            counts[report.passage_at(found.start)] += 1;
        }
    }
    counts
        .into_iter()
        .enumerate()
        .filter(|(_, count)| *count > 0)
        .collect()
}

/// The longest run of Han characters that stand side by side: they are units wherever the term stands.
fn longest_han_stretch(written: &str) -> Option<Term> {
    let is_plain_han = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    let stretch = written
        .split(|c| !is_plain_han(c))
        .max_by_key(|stretch| stretch.len())?;
    // A mark behind the last character would make it another letter.
    Term::parse(stretch).ok().filter(|_| {
        written.chars().all(|c| {
            is_plain_han(c) || c.is_ascii() || "“”‘’、，。；：？！（）《》〈〉【】—…·".contains(c)
        })
    })
}
