//! Every mention of a term with its context and place, in the order of paths and text.
//!
//! The postings say which passages hold how many mentions; for a term with `--exact` the texts do, which only
//! then are read to count. To show mentions, their reports are read one at a time, and what the text holds must
//! agree with what was counted, or the answer is an error rather than a wrong list.

use std::ops::{ControlFlow, Range};

use super::blocks::Blocks;
use super::context::Context;
use super::error::QueryError;
use super::filter::Filter;
use super::needle::Needle;
use super::order::Order;
use super::text_column::TextColumn;
use crate::index::OpenIndex;
use crate::index::record::Record;
use crate::text::{Folded, Positions};

/// Where a mention lies in the extracted text of its report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// First code point.
    pub start: usize,
    /// The code point after the last.
    pub end: usize,
}

/// One mention.
#[derive(Clone, Debug)]
pub struct Mention<'a> {
    /// The report it stands in.
    pub record: &'a Record,
    /// The passage it stands in.
    pub passage: usize,
    /// What stands before it in its paragraph.
    pub before: &'a str,
    /// The match as written.
    pub matched: &'a str,
    /// What stands after it in its paragraph.
    pub after: &'a str,
    /// Where it lies.
    pub place: Place,
}

/// The passages of one report that mention a term.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) path: String,
    /// The report's id, if reports below other roots have the same path.
    pub(super) id: Option<String>,
    pub(super) segment: u32,
    pub(super) doc: u32,
    /// Number of the passage, and how many mentions it has.
    pub(super) passages: Vec<(u32, u32)>,
    /// The mentions that a sample takes, numbered from the report's first, in order; `None` without a sample.
    pub(super) chosen: Option<Vec<usize>>,
}

impl Found {
    /// Mentions in the report.
    pub(super) fn mentions(&self) -> usize {
        let counts = self.passages.iter().map(|(_, mentions)| *mentions as usize);
        counts.sum()
    }

    fn listed(&self) -> usize {
        self.chosen
            .as_ref()
            .map_or_else(|| self.mentions(), Vec::len)
    }

    fn totals(&self) -> Totals {
        Totals {
            mentions: self.mentions() as u64,
            passages: self.passages.len() as u64,
            reports: 1,
        }
    }
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

impl Totals {
    /// Adds the totals of other reports.
    pub(super) fn add(&mut self, other: Totals) {
        self.mentions += other.mentions;
        self.passages += other.passages;
        self.reports += other.reports;
    }
}

/// A paragraph, and the mentions in it.
#[derive(Default)]
struct Line {
    range: Range<usize>,
    folded: Folded,
    found: Vec<Range<usize>>,
}

impl Line {
    fn read(needle: &Needle, text: &str, range: Range<usize>) -> Self {
        let folded = Folded::of(text, range.clone());
        Line {
            found: needle.find(text, range.clone(), &folded),
            folded,
            range,
        }
    }
}

/// All mentions of one term.
pub struct Mentions<'a> {
    pub(super) index: &'a OpenIndex,
    needle: &'a Needle,
    pub(super) found: Vec<Found>,
    pub(super) order: Order,
}

impl<'a> Mentions<'a> {
    /// Finds the passages that mention the term and pass the filter.
    pub fn new(
        index: &'a OpenIndex,
        needle: &'a Needle,
        filter: &Filter,
    ) -> Result<Self, QueryError> {
        let filter = filter.query();
        let mut found: Vec<Found> = Vec::new();
        for segment in 0..index.searcher.segment_readers().len() as u32 {
            index.deadline().check()?;
            let blocks = Blocks::new(index, segment)?;
            let paths = TextColumn::open(index.searcher.segment_reader(segment), "path")?;
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
                    _ => found.push(Found {
                        path: paths.text(doc)?.unwrap_or_default(),
                        id: None,
                        segment,
                        doc,
                        passages: vec![(ordinal, passage.mentions)],
                        chosen: None,
                    }),
                }
            }
        }
        found.sort_by(|a, b| a.path.cmp(&b.path));
        let readers = index.searcher.segment_readers().iter();
        let ids = readers.map(|reader| TextColumn::open(reader, "id"));
        let ids: Vec<TextColumn> = ids.collect::<Result<_, _>>()?;
        let same = found.chunk_by_mut(|a, b| a.path == b.path);
        for same in same.filter(|same| same.len() > 1) {
            for found in &mut *same {
                found.id = ids[found.segment as usize].text(found.doc)?;
            }
            same.sort_by(|a, b| a.id.cmp(&b.id));
        }
        Ok(Mentions {
            index,
            needle,
            found,
            order: Order::default(),
        })
    }

    /// How many mentions there are, in how many passages and reports.
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

    /// The term.
    pub fn term(&self) -> &str {
        self.needle.written()
    }

    /// How many there are to list: all, or those of the sample.
    pub fn listed(&self) -> usize {
        self.found.iter().map(Found::listed).sum()
    }

    /// How many reports there are to list.
    pub fn listed_reports(&self) -> usize {
        self.found.iter().filter(|found| found.listed() > 0).count()
    }

    /// Calls `on` with every mention after the first `skip`, report by report.
    pub(super) fn each_by_report(
        &self,
        skip: usize,
        context: Context,
        mut on: impl FnMut(&Mention<'_>) -> ControlFlow<()>,
    ) -> Result<(), QueryError> {
        let mut skip = skip;
        for found in &self.found {
            if skip >= found.listed() {
                skip -= found.listed();
                continue;
            }
            let flow = self.in_report(found, context, &mut |mention| {
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

    /// Calls `on` with the first mention of every report after the first `skip`, and how many the report has.
    pub fn first_of_each_report(
        &self,
        skip: usize,
        context: Context,
        mut on: impl FnMut(&Mention<'_>, Totals) -> ControlFlow<()>,
    ) -> Result<(), QueryError> {
        let listed = self.found.iter().filter(|found| found.listed() > 0);
        for found in listed.skip(skip) {
            let mut flow = ControlFlow::Continue(());
            let _broken_off = self.in_report(found, context, &mut |mention| {
                flow = on(mention, found.totals());
                ControlFlow::Break(())
            })?;
            if flow.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Calls `on` with the mentions of one report that are listed, until it breaks.
    fn in_report(
        &self,
        found: &Found,
        context: Context,
        on: &mut dyn FnMut(&Mention<'_>) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, QueryError> {
        self.index.deadline().check()?;
        let report = self.index.report(found.segment, found.doc)?;
        let text = &report.text;
        let mut positions = Positions::new(text);
        let mut number = 0;
        let mut line = Line::default();
        for &(passage, counted) in &found.passages {
            let passage = passage as usize;
            let bytes = report.record.passages[passage].passage.bytes();
            let mut seen = 0;
            for range in crate::report::lines_within(text, bytes.clone()) {
                // A paragraph of several passages is read once.
                if line.range != range {
                    line = Line::read(self.needle, text, range);
                }
                let first = line.found.partition_point(|at| at.start < bytes.start);
                for at in line.found[first..]
                    .iter()
                    .take_while(|at| at.start < bytes.end)
                {
                    seen += 1;
                    let chosen = found.chosen.as_ref();
                    let is_listed =
                        chosen.is_none_or(|chosen| chosen.binary_search(&number).is_ok());
                    number += 1;
                    if !is_listed {
                        continue;
                    }
                    let shown = context.around(text, &line.range, &bytes, &line.folded, at);
                    let start = positions.at(at.start);
                    let end = positions.at(at.end);
                    let mention = Mention {
                        record: &report.record,
                        passage,
                        before: &text[shown.start..at.start],
                        matched: &text[at.clone()],
                        after: &text[at.end..shown.end],
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
                    term: self.needle.written().to_owned(),
                    counted,
                    found: seen,
                });
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}
