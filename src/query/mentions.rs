//! Every mention of a term with its context and place, in the order of paths and text.
//!
//! The postings say which passages hold how many mentions; their reports are
//! read one at a time, and what the text holds must agree with what the postings
//! counted, or the answer is an error rather than a wrong list.

use std::ops::ControlFlow;

use super::error::QueryError;
use super::filter::Filter;
use super::locate::Blocks;
use super::needle::Needle;
use crate::index::{OpenIndex, Report};
use crate::text::{Folded, Positions};

/// Where a mention lies in the extracted text of its report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// First code point.
    pub start: usize,
    /// Code point behind the last.
    pub end: usize,
}

/// One mention.
#[derive(Clone, Debug)]
pub struct Mention<'a> {
    /// The report it stands in.
    pub report: &'a Report,
    /// The passage it stands in.
    pub passage: usize,
    /// What stands before it in its paragraph.
    pub before: &'a str,
    /// The match as written.
    pub matched: &'a str,
    /// What stands behind it in its paragraph.
    pub after: &'a str,
    /// Where it lies.
    pub place: Place,
}

/// The passages of one report that mention a term.
struct Found {
    path: String,
    segment: u32,
    doc: u32,
    /// Number of the passage, and its mentions.
    passages: Vec<(u32, u32)>,
}

/// How many mentions a term has, in how many passages and reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Mentions.
    pub mentions: u64,
    /// Passages with at least one.
    pub passages: u64,
    /// Reports with at least one.
    pub reports: u64,
}

/// All mentions of one term.
pub struct Mentions<'a> {
    index: &'a OpenIndex,
    needle: &'a Needle,
    found: Vec<Found>,
}

impl<'a> Mentions<'a> {
    /// Asks the postings.
    pub fn new(
        index: &'a OpenIndex,
        needle: &'a Needle,
        filter: &Filter,
    ) -> Result<Self, QueryError> {
        let filter = filter.query();
        let mut found: Vec<Found> = Vec::new();
        for segment in 0..index.searcher.segment_readers().len() as u32 {
            let blocks = Blocks::new(index, segment)?;
            let paths = index
                .searcher
                .segment_reader(segment)
                .fast_fields()
                .str("path")?;
            for passage in needle.passages(index, segment, filter.as_deref())? {
                let (Some(ordinal), Some(doc)) = (
                    blocks.ordinal_of(passage.doc),
                    blocks.report_of(passage.doc),
                ) else {
                    continue;
                };
                match found.last_mut() {
                    Some(last) if (last.segment, last.doc) == (segment, doc) => {
                        last.passages.push((ordinal, passage.mentions))
                    }
                    _ => {
                        let mut path = String::new();
                        if let Some(paths) = &paths
                            && let Some(ord) = paths.term_ords(doc).next()
                        {
                            paths.ord_to_str(ord, &mut path)?;
                        }
                        found.push(Found {
                            path,
                            segment,
                            doc,
                            passages: vec![(ordinal, passage.mentions)],
                        });
                    }
                }
            }
        }
        found.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Mentions {
            index,
            needle,
            found,
        })
    }

    /// How many there are.
    pub fn totals(&self) -> Totals {
        let passages = self.found.iter().flat_map(|found| &found.passages);
        Totals {
            mentions: passages
                .clone()
                .map(|(_, mentions)| u64::from(*mentions))
                .sum(),
            passages: passages.count() as u64,
            reports: self.found.len() as u64,
        }
    }

    /// Calls `on` with every mention behind the first `skip`, with `context` units on each side.
    pub fn each(
        &self,
        skip: usize,
        context: usize,
        mut on: impl FnMut(&Mention<'_>) -> ControlFlow<()>,
    ) -> Result<(), QueryError> {
        let mut skip = skip;
        for found in &self.found {
            let count = found
                .passages
                .iter()
                .map(|(_, mentions)| *mentions as usize)
                .sum();
            if skip >= count {
                skip -= count;
                continue;
            }
            let report = self.index.reports(found.segment)?.get(found.doc)?;
            let flow = self.in_report(&report, &found.passages, context, &mut |mention| {
                if skip > 0 {
                    skip -= 1;
                    return ControlFlow::Continue(());
                }
                on(mention)
            })?;
            if flow.is_break() {
                break;
            }
        }
        Ok(())
    }

    fn in_report(
        &self,
        report: &Report,
        passages: &[(u32, u32)],
        context: usize,
        on: &mut dyn FnMut(&Mention<'_>) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, QueryError> {
        let text = &report.text;
        let mut positions = Positions::new(text);
        let mut done_to = 0;
        for &(passage, counted) in passages {
            let passage = passage as usize;
            let bytes = report.record.passages[passage].passage.bytes();
            let mut seen = 0;
            for line in crate::report::lines_within(text, bytes.clone()) {
                let folded = Folded::of(text, line.clone());
                for found in self.needle.find(text, line.clone(), &folded) {
                    if !bytes.contains(&found.start) {
                        continue;
                    }
                    debug_assert!(found.start >= done_to);
                    done_to = found.end;
                    seen += 1;
                    let start = positions.at(found.start);
                    let end = positions.at(found.end);
                    let mention = Mention {
                        report,
                        passage,
                        before: &text[before(&folded, found.start, context).unwrap_or(line.start)
                            ..found.start],
                        matched: &text[found.clone()],
                        after: &text
                            [found.end..after(&folded, found.end, context).unwrap_or(line.end)],
                        place: Place {
                            line: start.line,
                            start: start.chars,
                            end: end.chars,
                        },
                    };
                    if on(&mention).is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                }
            }
            if seen != counted {
                return Err(QueryError::Disagree {
                    path: report.record.path.clone(),
                    counted,
                    found: seen,
                });
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}

/// Where `context` units before byte `at` begin; none if the paragraph has no more.
fn before(folded: &Folded, at: usize, context: usize) -> Option<usize> {
    let units = folded
        .units
        .partition_point(|unit| (unit.start as usize) < at);
    let first = units.checked_sub(context).filter(|&first| first > 0)?;
    folded
        .units
        .get(first)
        .map(|unit| (unit.start as usize).min(at))
}

/// Where `context` units behind byte `at` end; none if the paragraph has no more.
fn after(folded: &Folded, at: usize, context: usize) -> Option<usize> {
    let first = folded
        .units
        .partition_point(|unit| (unit.start as usize) < at);
    if first + context >= folded.units.len() {
        return None;
    }
    match context {
        0 => Some(at),
        _ => folded
            .units
            .get(first + context - 1)
            .map(|unit| unit.end as usize),
    }
}
