//! What in a whole report matches a query or a term: for reading it with the matches marked.

use std::ops::Range;

use super::error::QueryError;
use super::needle::Needle;
use super::parse::ParsedQuery;
use super::rank;
use crate::index::{OpenIndex, Report};
use crate::report::lines;
use crate::text::{Folded, Term, leftmost_longest};

/// What is marked.
pub enum Marks<'a> {
    /// What hits of a query highlight.
    Query(Vec<Term>),
    /// Mentions of a term.
    Term(&'a Needle),
}

impl<'a> Marks<'a> {
    /// Marks what hits of `parsed` highlight.
    pub fn of_query(index: &OpenIndex, parsed: &ParsedQuery) -> Result<Self, QueryError> {
        Ok(Marks::Query(rank::rank(index, parsed)?.marks))
    }

    /// Marks the mentions of `needle`.
    pub fn of_term(needle: &'a Needle) -> Self {
        Marks::Term(needle)
    }

    /// Where the marks stand in a report, as bytes of its text, in order and without overlaps.
    pub fn find(&self, report: &Report) -> Vec<Range<usize>> {
        let text = &report.text;
        let of_line = |line: Range<usize>| {
            let folded = Folded::of(text, line.clone());
            match self {
                Marks::Term(needle) => needle.find(text, line, &folded),
                Marks::Query(terms) => any(terms, &folded),
            }
        };
        lines(text).into_iter().flat_map(of_line).collect()
    }
}

/// Where any of `terms` stands in a folded text, as bytes of the text; where they overlap, the leftmost and
/// of those the longest.
pub(super) fn any(terms: &[Term], folded: &Folded) -> Vec<Range<usize>> {
    let found = terms
        .iter()
        .flat_map(|term| term.find_units(folded).collect::<Vec<_>>());
    let bytes = found.map(|units| {
        folded.units[units.start].start as usize..folded.units[units.end - 1].end as usize
    });
    let mut found: Vec<Range<usize>> = bytes.collect();
    leftmost_longest(&mut found);
    found
}
