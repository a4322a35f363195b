//! tantivy's writer, which is handed segments made elsewhere, and what it merges.

use tantivy::index::SegmentId;
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::{Index, IndexWriter};

use super::error::IndexError;

/// Memory that tantivy requires for making segments itself, which it never does here.
const WRITER_MEMORY: usize = 15 << 20;
/// How many segments of similar size are merged into one.
const MERGED_AT_ONCE: usize = 4;
/// Segments of at least this many documents are not merged: that would take the memory of both, and an eighth
/// of the time of a large first run that makes smaller ones.
const LARGE_SEGMENT: usize = 200_000;
/// Segments up to this size are rewritten at once when something was deleted from them.
const SMALL_SEGMENT: u32 = 50_000;

/// A writer on `index`.
pub fn open(index: &Index) -> Result<IndexWriter, IndexError> {
    let options = IndexWriterOptions::builder()
        .num_worker_threads(1)
        .memory_budget_per_thread(WRITER_MEMORY)
        // What is merged is in memory, mapped or built: only one merge at a time.
        .num_merge_threads(1)
        .build();
    let writer = index.writer_with_options(options)?;
    let mut policy = LogMergePolicy::default();
    policy.set_min_num_segments(MERGED_AT_ONCE);
    policy.set_max_docs_before_merge(LARGE_SEGMENT);
    writer.set_merge_policy(Box::new(policy));
    Ok(writer)
}

/// Rewrites segments if that is quickly done; `fresh` means that the index was just made.
pub fn tidy(writer: &mut IndexWriter, fresh: bool) -> Result<(), IndexError> {
    for group in untidy(writer.index(), fresh)? {
        // A merge that the policy has begun meanwhile does the same.
        let _ = writer.merge(&group).wait();
    }
    Ok(())
}

/// Groups of segments to be rewritten as one: all of a new index of few reports, and each small one that
/// holds deleted documents, since these still count in the statistics that scores are made of.
fn untidy(index: &Index, fresh: bool) -> Result<Vec<Vec<SegmentId>>, IndexError> {
    // While these are held their files stay, merged or not.
    let segments = index.searchable_segment_metas()?;
    let documents: u32 = segments.iter().map(|segment| segment.max_doc()).sum();
    let ids = segments.iter().map(|segment| segment.id());
    if fresh && segments.len() > 1 && documents <= SMALL_SEGMENT {
        return Ok(vec![ids.collect()]);
    }
    let small = segments
        .iter()
        .filter(|segment| segment.max_doc() <= SMALL_SEGMENT);
    let worn = small.filter(|segment| segment.has_deletes());
    Ok(worn.map(|segment| vec![segment.id()]).collect())
}
