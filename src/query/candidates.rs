//! Which of many needles a paragraph may hold, in one pass over it.

use aho_corasick::AhoCorasick;

use super::error::QueryError;
use super::needle::Needle;
use crate::text::Folded;

/// An automaton over all forms of all needles.
pub struct Candidates {
    automaton: AhoCorasick,
    /// The needle that each pattern belongs to.
    needles: Vec<usize>,
    exact: bool,
}

impl Candidates {
    /// Builds it for needles that are all exact, or none of which is.
    pub fn new(needles: &[Needle]) -> Result<Self, QueryError> {
        let marks = needles.iter().enumerate().flat_map(|(number, needle)| {
            let marks = needle.marks().into_iter();
            marks.map(move |mark| (number, mark))
        });
        let (needles_of, marks): (Vec<usize>, Vec<&str>) = marks.unzip();
        Ok(Candidates {
            automaton: AhoCorasick::new(marks).map_err(QueryError::TooManyTerms)?,
            needles: needles_of,
            exact: needles.first().is_some_and(Needle::is_exact),
        })
    }

    /// The needles that `line`, whose fold is `folded`, may hold, in their order.
    pub fn of(&self, line: &str, folded: &Folded) -> Vec<usize> {
        let haystack = if self.exact { line } else { &folded.text };
        let mut found: Vec<usize> = self
            .automaton
            .find_overlapping_iter(haystack)
            .map(|found| self.needles[found.pattern().as_usize()])
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}
