//! A term as it is looked for, by the matching rule or exactly as written, with its aliases.

use std::collections::BTreeSet;
use std::ops::Range;

use tantivy::query::{AllQuery, EnableScoring, Query};
use tantivy::{DocSet, TERMINATED};

use super::blocks::Blocks;
use super::error::QueryError;
use super::occurrences::{self, PassageCount};
use crate::index::{OpenIndex, Report};
use crate::text::{ExactTerm, Folded, Term, is_han, leftmost_longest};

/// A term to list or count; its aliases count as it.
#[derive(Clone, Debug)]
pub struct Needle {
    name: String,
    forms: Forms,
}

#[derive(Clone, Debug)]
enum Forms {
    /// By the matching rule.
    Loose(Vec<Term>),
    /// As written: `--exact`.
    Exact(Vec<ExactTerm>),
}

impl Needle {
    /// A term without aliases.
    pub fn parse(written: &str, exact: bool) -> Result<Self, QueryError> {
        Needle::with_aliases(written, &[], exact)
    }

    /// A term and its aliases; where mentions overlap, the leftmost counts, and of those the longest.
    pub fn with_aliases(name: &str, aliases: &[&str], exact: bool) -> Result<Self, QueryError> {
        let written = || std::iter::once(name).chain(aliases.iter().copied());
        let forms = if exact {
            Forms::Exact(written().map(ExactTerm::parse).collect::<Result<_, _>>()?)
        } else {
            Forms::Loose(written().map(Term::parse).collect::<Result<_, _>>()?)
        };
        Ok(Needle {
            name: name.to_owned(),
            forms,
        })
    }

    /// The term as it was given.
    pub fn written(&self) -> &str {
        &self.name
    }

    /// The term and its aliases as they were given.
    pub fn forms(&self) -> Vec<&str> {
        match &self.forms {
            Forms::Loose(terms) => terms.iter().map(Term::written).collect(),
            Forms::Exact(terms) => terms.iter().map(ExactTerm::written).collect(),
        }
    }

    /// The strings of which a paragraph with a mention holds at least one: in its fold, or as written if
    /// [`Needle::is_exact`].
    pub fn marks(&self) -> Vec<&str> {
        match &self.forms {
            Forms::Loose(terms) => terms.iter().map(Term::keys).collect(),
            Forms::Exact(terms) => terms.iter().map(ExactTerm::written).collect(),
        }
    }

    /// Whether it is looked for as written.
    pub fn is_exact(&self) -> bool {
        matches!(self.forms, Forms::Exact(_))
    }

    /// Mentions in the paragraph `range` of `text`, whose fold is `folded`, as bytes of `text`.
    pub fn find(&self, text: &str, range: Range<usize>, folded: &Folded) -> Vec<Range<usize>> {
        let source = |units: Range<usize>| {
            let last = folded.units[units.end - 1];
            folded.units[units.start].start as usize..last.end as usize
        };
        let mut found: Vec<Range<usize>> = match &self.forms {
            Forms::Loose(terms) => match terms.as_slice() {
                [term] => return term.find_units(folded).map(source).collect(),
                terms => terms
                    .iter()
                    .flat_map(|term| term.find_overlapping(folded))
                    .map(source)
                    .collect(),
            },
            Forms::Exact(terms) => terms
                .iter()
                .flat_map(|term| term.find_overlapping(text, range.clone(), folded))
                .collect(),
        };
        leftmost_longest(&mut found);
        found
    }

    /// Calls `on` with the passages of a segment that mention it and pass `filter`, in order.
    pub fn each_passage(
        &self,
        index: &OpenIndex,
        segment: u32,
        filter: Option<&dyn Query>,
        on: impl FnMut(PassageCount),
    ) -> Result<(), QueryError> {
        match &self.forms {
            Forms::Loose(terms) => occurrences::each_passage(index, segment, terms, filter, on),
            Forms::Exact(terms) => {
                let passages = self.read_passages(index, segment, terms, filter)?;
                passages.into_iter().for_each(on);
                Ok(())
            }
        }
    }

    /// The same passages as a list.
    pub fn passages(
        &self,
        index: &OpenIndex,
        segment: u32,
        filter: Option<&dyn Query>,
    ) -> Result<Vec<PassageCount>, QueryError> {
        let mut passages = Vec::new();
        self.each_passage(index, segment, filter, |passage| passages.push(passage))?;
        Ok(passages)
    }

    /// Counts what is written exactly, which only the text shows; the index says which reports may hold it.
    fn read_passages(
        &self,
        index: &OpenIndex,
        segment: u32,
        terms: &[ExactTerm],
        filter: Option<&dyn Query>,
    ) -> Result<Vec<PassageCount>, QueryError> {
        let blocks = Blocks::new(index, segment)?;
        let passing = documents(index, segment, filter.unwrap_or(&AllQuery))?;
        let stretches: Option<Vec<Term>> = terms.iter().map(longest_han_stretch).collect();
        let candidates: Option<BTreeSet<u32>> = match stretches {
            None => None,
            Some(stretches) => {
                let mut reports = BTreeSet::new();
                occurrences::each_passage(index, segment, &stretches, None, |found| {
                    reports.extend(blocks.report_of(found.doc));
                })?;
                Some(reports)
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
        let mut found = Vec::new();
        for doc in reports {
            index.deadline().check()?;
            let report = index.report(segment, doc)?;
            for (passage, mentions) in self.count_by_passage(&report) {
                let doc = doc + 1 + passage as u32;
                if passing.contains(&doc) {
                    found.push(PassageCount { doc, mentions });
                }
            }
        }
        Ok(found)
    }

    /// The mentions in each passage of a report that has any, found in its text alone.
    fn count_by_passage(&self, report: &Report) -> Vec<(usize, u32)> {
        let mut counts = vec![0u32; report.record.passages.len()];
        for line in crate::report::lines(&report.text) {
            let folded = Folded::of(&report.text, line.clone());
            for found in self.find(&report.text, line, &folded) {
                counts[report.passage_at(found.start)] += 1;
            }
        }
        let counts = counts.into_iter().enumerate();
        counts.filter(|(_, count)| *count > 0).collect()
    }
}

fn documents(
    index: &OpenIndex,
    segment: u32,
    query: &dyn Query,
) -> Result<BTreeSet<u32>, QueryError> {
    let reader = index.searcher.segment_reader(segment);
    let weight = query.weight(EnableScoring::disabled_from_searcher(&index.searcher))?;
    let mut scorer = weight.scorer(reader, 1.0)?;
    let mut found = BTreeSet::new();
    while scorer.doc() != TERMINATED {
        if !reader.is_deleted(scorer.doc()) {
            found.insert(scorer.doc());
        }
        scorer.advance();
    }
    Ok(found)
}

/// The longest run of adjacent Han characters: they are units wherever the term stands. `None` if some
/// character of the term may change what its neighbours are.
fn longest_han_stretch(term: &ExactTerm) -> Option<Term> {
    let is_plain =
        |c: char| is_han(c) || c.is_ascii() || "“”‘’、，。；：？！（）《》〈〉【】—…·".contains(c);
    let written = term.written();
    let stretch = written
        .split(|c| !is_han(c))
        .max_by_key(|stretch| stretch.len())?;
    Term::parse(stretch)
        .ok()
        .filter(|_| written.chars().all(is_plain))
}
