//! How much text there is in which a term could have been mentioned: what rates are relative to.

use std::collections::{BTreeMap, HashMap};

use tantivy::query::{AllQuery, EnableScoring, Query};
use tantivy::{DocSet, TERMINATED};

use super::blocks::Onward;
use super::error::QueryError;
use super::facet::{Facet, Value};
use super::filter::Filter;
use super::groups::Groups;
use crate::index::OpenIndex;

/// An amount of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// Code points.
    pub characters: u64,
    /// Reports.
    pub reports: u64,
}

impl Extent {
    /// Adds the text of other reports.
    pub(super) fn merge(&mut self, other: Extent) {
        self.characters += other.characters;
        self.reports += other.reports;
    }
}

/// Adds up passages; those of one report must come one after another.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    extent: Extent,
    last_report: Option<u32>,
}

impl Sum {
    fn add(&mut self, characters: u64, report: u32) {
        self.extent.characters += characters;
        if self.last_report != Some(report) {
            self.extent.reports += 1;
            self.last_report = Some(report);
        }
    }

    fn merge(&mut self, other: Sum) {
        self.extent.merge(other.extent);
    }
}

/// The text that passes a filter, in all and by facets.
#[derive(Clone, Debug, Default)]
pub struct Extents {
    /// All of it.
    pub total: Extent,
    /// By the values of the facets asked for.
    pub groups: BTreeMap<Vec<Value>, Extent>,
}

/// Measures the text that passes `filter`.
pub fn extents(
    index: &OpenIndex,
    filter: &Filter,
    facets: &[Facet],
) -> Result<Extents, QueryError> {
    let query = filter.query().unwrap_or_else(|| Box::new(AllQuery));
    let weight = query.weight(EnableScoring::disabled_from_searcher(&index.searcher))?;
    let mut total = Extent::default();
    let mut sums: BTreeMap<Vec<Value>, Sum> = BTreeMap::new();
    let mut watch = index.deadline().watch();
    for (segment, reader) in (0..).zip(index.searcher.segment_readers()) {
        let mut blocks = Onward::new(index, segment)?;
        let characters = reader.fast_fields().u64("characters")?;
        let mut groups = Groups::new(index, segment, facets)?;
        let mut gathered: HashMap<_, Sum> = HashMap::new();
        let mut in_segment = Sum::default();
        let mut passages = weight.scorer(reader, 1.0)?;
        while passages.doc() != TERMINATED {
            watch.step()?;
            let doc = passages.doc();
            passages.advance();
            let Some(report) = blocks.report_of(doc).filter(|_| !reader.is_deleted(doc)) else {
                continue;
            };
            let length = characters.first(doc).unwrap_or(0);
            in_segment.add(length, report);
            if !facets.is_empty() {
                groups.each_key(doc, report, &mut |key| {
                    gathered.entry(key).or_default().add(length, report);
                });
            }
        }
        total.merge(in_segment.extent);
        groups.named(gathered, &mut sums, Sum::merge)?;
    }
    let groups = sums.into_iter().map(|(values, sum)| (values, sum.extent));
    Ok(Extents {
        total,
        groups: groups.collect(),
    })
}
