//! Counts of mentions, in all and by region, year, topic, part, level, report, or several at once.
//!
//! By the matching rule they come from postings and columns alone; rows that name a report read it. `--exact`
//! also reads the reports that may hold the term.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use tantivy::query::Query;

use super::blocks::Onward;
use super::error::QueryError;
use super::extents::{Extent, Extents};
use super::facet::{Facet, Value};
use super::filter::Filter;
use super::groups::Groups;
use super::mentions::Totals;
use super::needle::Needle;
use crate::index::OpenIndex;

/// One row: a value for each facet asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The values, in the order of the facets.
    pub values: Vec<Value>,
    /// What was counted.
    pub totals: Totals,
    /// The text in which it was counted, where that was asked for.
    pub extent: Option<Extent>,
}

/// Counts of one term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    /// All of it.
    pub totals: Totals,
    /// The text in which it was counted, where that was asked for.
    pub extent: Option<Extent>,
    /// By the facets asked for; empty without any.
    pub rows: Vec<Row>,
}

impl Counts {
    /// Adds to each row in how much text it was counted.
    pub fn add_extents(&mut self, extents: &Extents) {
        self.extent = Some(extents.total);
        for row in &mut self.rows {
            row.extent = extents.groups.get(&row.values).copied();
        }
    }

    /// Adds a row without a mention for each group of text that has none.
    pub fn add_zeros(&mut self, extents: &Extents) {
        let mut rows: BTreeMap<_, _> = self
            .rows
            .drain(..)
            .map(|row| (row.values.clone(), row))
            .collect();
        for values in extents.groups.keys() {
            rows.entry(values.clone()).or_insert_with(|| Row {
                values: values.clone(),
                totals: Totals::default(),
                extent: None,
            });
        }
        self.rows = rows.into_values().collect();
    }

    /// The rows as JSON and CSV give them: that there is no such division and that none is known are one
    /// value there, so such rows are added up.
    pub fn known_rows(&self) -> Vec<Row> {
        let mut rows: BTreeMap<Vec<Value>, Row> = BTreeMap::new();
        for row in &self.rows {
            let values: Vec<Value> = row
                .values
                .iter()
                .map(|value| value.known().clone())
                .collect();
            let new = || Row {
                values: values.clone(),
                totals: Totals::default(),
                extent: None,
            };
            rows.entry(values.clone()).or_insert_with(new).add(row);
        }
        rows.into_values().collect()
    }
}

impl Row {
    fn add(&mut self, other: &Row) {
        self.totals.add(other.totals);
        if let Some(extent) = other.extent {
            self.extent.get_or_insert_default().merge(extent);
        }
    }
}

/// Counts the mentions of `needle` that pass `filter`.
pub fn count(
    index: &OpenIndex,
    needle: &Needle,
    filter: &Filter,
    facets: &[Facet],
) -> Result<Counts, QueryError> {
    let filter = filter.query();
    let segments = 0..index.searcher.segment_readers().len() as u32;
    let counted: Vec<_> = segments
        .into_par_iter()
        .map(|segment| count_segment(index, segment, needle, filter.as_deref(), facets))
        .collect::<Result<_, _>>()?;
    let mut total = Tally::default();
    let mut rows: BTreeMap<Vec<Value>, Tally> = BTreeMap::new();
    for (in_segment, of_segment) in counted {
        total.merge(in_segment);
        for (values, tally) in of_segment {
            rows.entry(values).or_default().merge(tally);
        }
    }
    let rows = rows
        .into_iter()
        .map(|(values, tally)| Row {
            values,
            totals: tally.totals,
            extent: None,
        })
        .collect();
    Ok(Counts {
        totals: total.totals,
        extent: None,
        rows,
    })
}

/// Counts each of `needles`. `extents` is the text in which they are counted, if it was measured; with
/// `zeros` each group of it without a mention gets a row.
pub fn count_each(
    index: &OpenIndex,
    needles: &[Needle],
    filter: &Filter,
    facets: &[Facet],
    extents: Option<&Extents>,
    zeros: bool,
) -> Result<Vec<(String, Counts)>, QueryError> {
    let mut counted = Vec::with_capacity(needles.len());
    for needle in needles {
        let mut counts = count(index, needle, filter, facets)?;
        if let Some(extents) = extents {
            if zeros {
                counts.add_zeros(extents);
            }
            counts.add_extents(extents);
        }
        counted.push((needle.written().to_owned(), counts));
    }
    Ok(counted)
}

/// The totals of one segment, and its rows.
fn count_segment(
    index: &OpenIndex,
    segment: u32,
    needle: &Needle,
    filter: Option<&dyn Query>,
    facets: &[Facet],
) -> Result<(Tally, BTreeMap<Vec<Value>, Tally>), QueryError> {
    index.deadline().check()?;
    let mut blocks = Onward::new(index, segment)?;
    let mut total = Tally::default();
    let mut rows = BTreeMap::new();
    if facets.is_empty() {
        needle.each_passage(index, segment, filter, |passage| {
            if let Some(report) = blocks.report_of(passage.doc) {
                total.add(passage.mentions, report);
            }
        })?;
        return Ok((total, rows));
    }
    let mut tallies: FxHashMap<_, Tally> = FxHashMap::default();
    let mut groups = Groups::new(index, segment, facets)?;
    let mut watch = index.deadline().watch();
    for passage in needle.passages(index, segment, filter)? {
        watch.step()?;
        let Some(report) = blocks.report_of(passage.doc) else {
            continue;
        };
        total.add(passage.mentions, report);
        groups.each_key(passage.doc, report, &mut |key| {
            tallies
                .entry(key)
                .or_default()
                .add(passage.mentions, report);
        });
    }
    groups.named(tallies, &mut rows, Tally::merge)?;
    Ok((total, rows))
}

/// Adds up mentions; the passages of one report must come one after another.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    pub(super) totals: Totals,
    last_report: Option<u32>,
}

impl Tally {
    pub(super) fn add(&mut self, mentions: u32, report: u32) {
        self.totals.mentions += u64::from(mentions);
        self.totals.passages += 1;
        if self.last_report != Some(report) {
            self.totals.reports += 1;
            self.last_report = Some(report);
        }
    }

    pub(super) fn merge(&mut self, other: Tally) {
        self.totals.add(other.totals);
    }
}
