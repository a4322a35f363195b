//! Proof: the source files are read again and scanned, and must hold what the index answers.
//!
//! The scan shares neither the index nor its stored text, only the reading of
//! files and the matching rule itself (which an independent oracle tests).

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rayon::prelude::*;

use super::candidates::Candidates;
use super::error::QueryError;
use super::filter::Filter;
use super::locate::Blocks;
use super::mentions::Totals;
use super::needle::Needle;
use crate::corpus;
use crate::index::record::{Record, Source};
use crate::index::{IndexError, OpenIndex, Progress};
use crate::report;
use crate::tagging::{Tagger, Taxonomy};
use crate::text::Folded;

/// Differences that are listed one by one.
const LISTED: usize = 20;

/// Mentions by report and passage.
type Counts = BTreeMap<(String, u32), u32>;

/// Scans all files for `needles` and compares with the index; returns what both agree on.
pub fn verify(
    index: &OpenIndex,
    needles: &[Needle],
    filter: &Filter,
    progress: Progress<'_>,
) -> Result<Totals, QueryError> {
    let mut wrong = Vec::new();
    let scanned = scan(index, needles, filter, progress, &mut wrong)?;
    let mut totals = Totals::default();
    for (needle, scanned) in needles.iter().zip(scanned) {
        let indexed = ask(index, needle, filter)?;
        differences(needle.written(), &indexed, &scanned, &mut wrong);
        totals.mentions += scanned.values().map(|count| u64::from(*count)).sum::<u64>();
        totals.passages += scanned.len() as u64;
        let mut reports: Vec<&str> = scanned.keys().map(|(id, _)| id.as_str()).collect();
        reports.dedup();
        totals.reports += reports.len() as u64;
    }
    if wrong.is_empty() {
        return Ok(totals);
    }
    let more = wrong.len().saturating_sub(LISTED);
    wrong.truncate(LISTED);
    if more > 0 {
        wrong.push(format!("  … and {more} more"));
    }
    Err(QueryError::NotVerified(wrong))
}

fn differences(term: &str, indexed: &Counts, scanned: &Counts, wrong: &mut Vec<String>) {
    let keys = indexed.keys().chain(scanned.keys());
    let mut keys: Vec<_> = keys.collect();
    keys.sort_unstable();
    keys.dedup();
    for key in keys {
        let by = |counts: &Counts| counts.get(key).copied().unwrap_or(0);
        if by(indexed) != by(scanned) {
            let (id, passage) = key;
            wrong.push(format!(
                "  {term}: report {id}, passage {}: index {}, scan {}",
                passage + 1,
                by(indexed),
                by(scanned)
            ));
        }
    }
}

/// What the index answers.
fn ask(index: &OpenIndex, needle: &Needle, filter: &Filter) -> Result<Counts, QueryError> {
    let filter = filter.query();
    let mut counts = Counts::new();
    for segment in 0..index.searcher.segment_readers().len() as u32 {
        let blocks = Blocks::new(index, segment)?;
        let ids = index
            .searcher
            .segment_reader(segment)
            .fast_fields()
            .str("id")?;
        for found in needle.passages(index, segment, filter.as_deref())? {
            let place = blocks
                .ordinal_of(found.doc)
                .zip(blocks.report_of(found.doc));
            let Some((ordinal, report)) = place else {
                return Err(IndexError::Block { doc: found.doc }.into());
            };
            let mut id = String::new();
            if let Some(ids) = &ids
                && let Some(ord) = ids.term_ords(report).next()
            {
                ids.ord_to_str(ord, &mut id)?;
            }
            counts.insert((id, ordinal), found.mentions);
        }
    }
    Ok(counts)
}

/// What the files hold, for each needle.
fn scan(
    index: &OpenIndex,
    needles: &[Needle],
    filter: &Filter,
    progress: Progress<'_>,
    wrong: &mut Vec<String>,
) -> Result<Vec<Counts>, QueryError> {
    let catalog = index.catalog()?;
    let files: Vec<_> = catalog
        .members()
        .filter_map(|(key, member)| Some((catalog.file(key)?, key, member.id()?)))
        .filter(|(_, _, id)| !filter.leaves_out(id))
        .collect();
    // Tags are needed only where a filter asks for them.
    let tagger = (!filter.is_empty())
        .then(|| Tagger::new(Taxonomy::builtin()))
        .transpose()?;
    let candidates = Candidates::new(needles)?;
    let done = std::sync::atomic::AtomicUsize::new(0);
    let scanned: Vec<Result<Vec<InFile>, String>> = files
        .par_iter()
        .map(|(file, key, id)| {
            let source = Source {
                id,
                path: &key.1,
                root: key.0,
            };
            let found = scan_file(file, &source, needles, &candidates, filter, tagger.as_ref());
            let done = done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
            progress(done, files.len());
            found
        })
        .collect();
    let mut counts = vec![Counts::new(); needles.len()];
    for ((file, _, id), found) in files.iter().zip(scanned) {
        match found {
            Err(reason) => wrong.push(format!("  {}: {reason}", file.display())),
            Ok(found) => {
                for (needle, passage, mentions) in found {
                    counts[needle].insert(((*id).to_owned(), passage), mentions);
                }
            }
        }
    }
    Ok(counts)
}

/// Number of the needle, of the passage, and how many mentions.
type InFile = (usize, u32, u32);

/// Mentions in one file.
fn scan_file(
    file: &Path,
    source: &Source<'_>,
    needles: &[Needle],
    candidates: &Candidates,
    filter: &Filter,
    tagger: Option<&Tagger>,
) -> Result<Vec<InFile>, String> {
    let bytes = fs::read(file).map_err(|error| format!("cannot be read: {error}"))?;
    let text = corpus::extract_file(file, &bytes).map_err(|error| error.to_string())?;
    let mut counts: BTreeMap<(usize, u32), u32> = BTreeMap::new();
    let mut outline = None;
    for line in report::lines(&text) {
        let folded = Folded::of(&text, line.clone());
        for number in candidates.of(&text[line.clone()], &folded) {
            for found in needles[number].find(&text, line.clone(), &folded) {
                // Most files hold nothing: only those that do are taken apart.
                let outline = outline.get_or_insert_with(|| report::parse(&text));
                let behind = outline
                    .passages
                    .partition_point(|passage| passage.start as usize <= found.start);
                *counts
                    .entry((number, behind.saturating_sub(1) as u32))
                    .or_default() += 1;
            }
        }
    }
    if let (Some(tagger), Some(outline)) = (tagger, &outline) {
        let tags = tagger.tag(source.path, &text, outline);
        let record = Record::new(source, &text, outline, &tags);
        counts.retain(|(_, passage), _| filter.admits(&record, *passage as usize));
    }
    Ok(counts
        .into_iter()
        .map(|((needle, passage), mentions)| (needle, passage, mentions))
        .collect())
}
