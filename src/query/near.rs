//! Passages in which terms stand close to each other.
//!
//! Distances are counted in positions: units, and one more for each sentence end
//! between them.

use std::collections::BTreeMap;

use tantivy::{DocId, SegmentReader};
use tantivy_common::BitSet;

use super::error::QueryError;
use super::postings::Pairs;
use super::settled::SettledQuery;
use crate::index::OpenIndex;
use crate::text::Term;

/// Passages where terms follow one another, each at most `within` units after the one before.
pub fn near(index: &OpenIndex, terms: &[Term], within: u32) -> Result<SettledQuery, QueryError> {
    SettledQuery::of(&index.searcher, |reader| {
        let mut docs = BitSet::with_max_value(reader.max_doc());
        for doc in chains(index, reader, terms, within)?.into_keys() {
            docs.insert(doc);
        }
        Ok(docs)
    })
}

/// Where, in each passage of a segment, a chain of the terms ends.
fn chains(
    index: &OpenIndex,
    reader: &SegmentReader,
    terms: &[Term],
    within: u32,
) -> Result<BTreeMap<DocId, Vec<u32>>, QueryError> {
    let pairs = Pairs {
        reader,
        field: index.fields.pairs,
    };
    let mut ends: BTreeMap<DocId, Vec<u32>> = BTreeMap::new();
    for (number, term) in terms.iter().enumerate() {
        index.deadline().check()?;
        let len = term.len() as u32;
        let mut next = BTreeMap::new();
        pairs.each_start(term, &mut |doc, starts| {
            let ends = ends.get(&doc);
            let follows = |start: &&u32| {
                let before = ends.map_or(&[][..], |ends| {
                    &ends[..ends.partition_point(|end| end <= *start)]
                });
                number == 0 || before.last().is_some_and(|end| *start - end <= within)
            };
            let reached: Vec<u32> = starts
                .iter()
                .filter(follows)
                .map(|start| start + len)
                .collect();
            if !reached.is_empty() {
                next.insert(doc, reached);
            }
        })?;
        ends = next;
    }
    Ok(ends)
}
