//! Passages found, in their order and ready to be shown.

use std::cmp::Reverse;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use tantivy::DocAddress;

use super::blocks::Blocks;
use super::closeness::{CLOSENESS_DEPTH, Closeness};
use super::error::QueryError;
use super::locate;
use super::marks;
use super::rank::{Ranked, Tier};
use super::text_column::TextColumn;
use super::top::{Added, Best};
use crate::index::{IndexError, OpenIndex, Report};
use crate::text::{Folded, Term};

/// A passage that answers a query.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The report it stands in.
    pub report: Arc<Report>,
    /// Its number there.
    pub passage: usize,
    /// Its score; it orders hits within a tier.
    pub score: f32,
    /// How much of the score does not come from the parts of the query.
    pub added: Added,
    /// The tier it stands in.
    pub tier: Tier,
    /// Ids of the nearly identical passages that it stands for; empty unless these were folded.
    pub alike: Vec<String>,
    /// Where it lies in the index.
    pub at: DocAddress,
    /// What matched, as bytes of the passage's text.
    pub highlights: Vec<Range<usize>>,
}

impl Hit {
    /// Tier and score in one number, by which hits are sorted.
    pub fn order(&self) -> f64 {
        f64::from(self.score) + self.tier.height()
    }
}

/// Reads those of `best` from `offset` on, at most `limit`.
pub fn hits(
    places: &mut Places<'_>,
    ranked: &Ranked,
    best: &[Best],
    offset: usize,
    limit: usize,
) -> Result<Vec<Hit>, QueryError> {
    let shown = best.iter().skip(offset).take(limit);
    let reports = places.read(shown.clone())?;
    let mut hits = Vec::new();
    for (best, (report, passage)) in shown.zip(reports) {
        hits.push(Hit {
            highlights: highlights(&report, passage, &ranked.marks),
            report,
            passage,
            score: best.score,
            added: best.added,
            tier: best.tier,
            alike: Vec::new(),
            at: best.at,
        });
    }
    Ok(hits)
}

/// Sorts the best `wanted` to the front, the first of these also by how close they come to the query.
pub fn in_order(
    places: &mut Places<'_>,
    ranked: &Ranked,
    mut best: Vec<Best>,
    wanted: usize,
) -> Result<Vec<Best>, QueryError> {
    best.sort_by(by_score);
    let as_written = best.partition_point(|best| best.tier == Tier::AsWritten);
    let looked_at = as_written.max(CLOSENESS_DEPTH);
    // The larger end last: it keeps the order that the smaller one made.
    for end in [looked_at, wanted.max(looked_at)] {
        settle(places, &mut best, end..end)?;
    }
    best.truncate(wanted.max(looked_at));
    let looked_at = looked_at.min(best.len());
    let first = &mut best[as_written..looked_at];
    if let Some(asked) = ranked.asked.as_ref().filter(|_| !first.is_empty()) {
        let closeness = Closeness::new(places.index, asked, &ranked.around)?;
        let gains = closeness.gains(places.index, first)?;
        for (best, gain) in first.iter_mut().zip(gains) {
            let gain = best.score * gain;
            best.added.order += gain;
            best.score += gain;
        }
    }
    sort(places, &mut best, wanted)?;
    Ok(best)
}

/// Sorts the best `wanted` to the front; equal ones by path, however the index came about.
pub fn sort(places: &mut Places<'_>, best: &mut [Best], wanted: usize) -> Result<(), QueryError> {
    best.sort_by(by_score);
    settle(places, best, 0..wanted)
}

/// Higher tiers first; within a tier, higher scores first.
fn by_score(a: &Best, b: &Best) -> std::cmp::Ordering {
    b.tier.cmp(&a.tier).then(b.score.total_cmp(&a.score))
}

/// Sorts equal passages by path, among passages sorted by score, where that decides which of them stand
/// before the end of `range` and in which place of it; other equal passages keep their order.
fn settle(
    places: &mut Places<'_>,
    best: &mut [Best],
    range: Range<usize>,
) -> Result<(), QueryError> {
    let mut before = 0;
    for equal in best.chunk_by_mut(|a, b| by_score(a, b).is_eq()) {
        let end = before + equal.len();
        if equal.len() > 1 && before < range.end && end > range.start {
            places.sort(equal, range.end - before)?;
        }
        before = end;
    }
    Ok(())
}

/// Finds the reports of passages; the columns of a segment are opened once.
pub struct Places<'a> {
    index: &'a OpenIndex,
    segments: HashMap<u32, Segment>,
}

/// Ordinals of the path and the id of a report in the columns of its segment.
type Numbers = (Option<u64>, Option<u64>);

/// Path and id of a report, and how far into it a passage stands.
type Place = (Option<String>, Option<String>, u32);

/// Where things lie in a segment.
struct Segment {
    blocks: Blocks,
    path: TextColumn,
    id: TextColumn,
}

impl<'a> Places<'a> {
    /// The places of an index.
    pub fn new(index: &'a OpenIndex) -> Self {
        Places {
            index,
            segments: HashMap::new(),
        }
    }

    fn segment(&mut self, number: u32) -> Result<&Segment, QueryError> {
        match self.segments.entry(number) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(free) => {
                let reader = self.index.searcher.segment_reader(number);
                Ok(free.insert(Segment {
                    blocks: Blocks::new(self.index, number)?,
                    path: TextColumn::open(reader, "path")?,
                    id: TextColumn::open(reader, "id")?,
                }))
            }
        }
    }

    /// Segment and document of the report that a passage stands in.
    pub fn report_of(&mut self, at: DocAddress) -> Result<(u32, u32), QueryError> {
        let report = self.segment(at.segment_ord)?.blocks.report_of(at.doc_id);
        let report = report.ok_or(QueryError::Index(IndexError::Block { doc: at.doc_id }))?;
        Ok((at.segment_ord, report))
    }

    /// Sorts the first `wanted` of some passages by path; the others come after them.
    ///
    /// Within a segment, ordinals of paths are in the order of the paths. Paths are read only to merge
    /// segments, each path as often as it is the next of its segment.
    fn sort(&mut self, passages: &mut [Best], wanted: usize) -> Result<(), QueryError> {
        let mut by_segment: BTreeMap<u32, Vec<(Numbers, Best)>> = BTreeMap::new();
        for best in passages.iter() {
            let (number, report) = self.report_of(best.at)?;
            let segment = self.segment(number)?;
            let numbers = (segment.path.number(report), segment.id.number(report));
            by_segment.entry(number).or_default().push((numbers, *best));
        }
        let of_segments = by_segment.into_values().map(|mut of_segment| {
            of_segment.sort_unstable_by_key(|(numbers, best)| (*numbers, best.at.doc_id));
            let best = of_segment.into_iter().map(|(_, best)| best);
            best.collect::<Vec<_>>()
        });
        let of_segments: Vec<Vec<Best>> = of_segments.collect();
        if let [of_segment] = of_segments.as_slice() {
            passages.copy_from_slice(of_segment);
            return Ok(());
        }
        let mut queues = BinaryHeap::new();
        let mut rest = Vec::new();
        for of_segment in of_segments {
            let mut queue = of_segment.into_iter();
            if let Some(first) = queue.next() {
                queues.push(Reverse((self.place(first.at)?, rest.len())));
                rest.push((first, queue));
            }
        }
        let mut sorted = Vec::with_capacity(passages.len());
        while sorted.len() < wanted.min(passages.len())
            && let Some(Reverse((_, at))) = queues.pop()
        {
            let (next, queue) = &mut rest[at];
            sorted.push(*next);
            if let Some(following) = queue.next() {
                *next = following;
                queues.push(Reverse((self.place(following.at)?, at)));
            }
        }
        for Reverse((_, at)) in queues {
            let (next, queue) = &mut rest[at];
            sorted.push(*next);
            sorted.extend(queue);
        }
        passages.copy_from_slice(&sorted);
        Ok(())
    }

    /// The place of a passage in the order of all.
    fn place(&mut self, at: DocAddress) -> Result<Place, QueryError> {
        let (_, report) = self.report_of(at)?;
        let segment = self.segment(at.segment_ord)?;
        let (path, id) = (segment.path.text(report)?, segment.id.text(report)?);
        Ok((path, id, at.doc_id - report))
    }

    /// The reports that passages stand in, and their numbers there.
    fn read<'b>(
        &mut self,
        passages: impl Iterator<Item = &'b Best> + Clone,
    ) -> Result<Vec<(Arc<Report>, usize)>, QueryError> {
        let keys = passages.clone().map(|best| self.report_of(best.at));
        let keys: Vec<(u32, u32)> = keys.collect::<Result<_, _>>()?;
        let distinct: BTreeSet<(u32, u32)> = keys.iter().copied().collect();
        let distinct: Vec<(u32, u32)> = distinct.into_iter().collect();
        let reports = locate::read(self.index, &distinct)?
            .into_iter()
            .map(Arc::new);
        let read: HashMap<(u32, u32), Arc<Report>> = distinct.into_iter().zip(reports).collect();
        let placed = passages.zip(keys).map(|(best, key)| {
            let passage = (best.at.doc_id - key.1) as usize - 1;
            (Arc::clone(&read[&key]), passage)
        });
        Ok(placed.collect())
    }
}

/// Where any of `terms` stands in a passage, as bytes of the passage's text.
fn highlights(report: &Report, passage: usize, terms: &[Term]) -> Vec<Range<usize>> {
    let bytes = report.record.passages[passage].passage.bytes();
    let folded = Folded::of(&report.text, bytes.clone());
    let found = marks::any(terms, &folded).into_iter();
    found
        .map(|range| range.start - bytes.start..range.end - bytes.start)
        .collect()
}
