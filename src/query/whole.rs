//! What a report as a whole says in answer to a query, where reports are ranked.
//!
//! A long question asks for several things, and a report answers them in several places: one passage alone,
//! however good, does not show it. So for each part of the query, the passage of the report counts that says
//! most of it, and of what these add together beyond the best passage the report gets a share.

use std::collections::BTreeMap;

use tantivy::query::{EnableScoring, Query as _};
use tantivy::{DocId, Score};

use super::blocks::Blocks;
use super::error::QueryError;
use super::filter::Filter;
use super::lookup::Lookup;
use super::rank::Ranked;
use super::sums::Weighed;
use super::top::Best;
use crate::index::OpenIndex;

/// How many reports are looked at as a whole: those with the best passages.
pub const REPORTS_LOOKED_AT: usize = 100;

/// The share that counts of what other passages add. Long reports add something to any query: a larger share
/// would put them first.
const SHARE: Score = 0.4;

/// Raises the scores of reports, each represented by its best passage, by what its other passages that pass
/// the filter say.
pub fn raise(
    index: &OpenIndex,
    ranked: &Ranked,
    filter: &Filter,
    reports: &mut [Best],
) -> Result<(), QueryError> {
    let weighed = Weighed::new(index, &ranked.parts)?;
    let within = ranked.within(None, filter.query());
    let within = within.weight(EnableScoring::disabled_from_searcher(&index.searcher))?;
    let mut by_segment: BTreeMap<u32, Vec<&mut Best>> = BTreeMap::new();
    for best in reports {
        by_segment
            .entry(best.at.segment_ord)
            .or_default()
            .push(best);
    }
    for (segment, mut reports) in by_segment {
        reports.sort_by_key(|best| best.at);
        let reader = index.searcher.segment_reader(segment);
        let blocks = Blocks::new(index, segment)?;
        let mut within = Lookup::new(within.scorer(reader, 1.0)?);
        let mut passages: Vec<DocId> = Vec::new();
        let mut ends = Vec::with_capacity(reports.len());
        for best in &reports {
            let own = blocks.passages_beside(best.at.doc_id);
            passages.extend(own.filter(|passage| within.has(*passage)));
            ends.push(passages.len());
        }
        let sums = weighed.sums(segment)?;
        let sums = sums.of_groups(&passages, &ends, index.deadline())?;
        for (best, sum) in reports.into_iter().zip(sums) {
            let own = best.score - best.added.order - best.added.above;
            best.added.report = SHARE * (sum - own).max(0.0);
            best.score += best.added.report;
        }
    }
    Ok(())
}
