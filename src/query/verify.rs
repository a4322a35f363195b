//! Proof: the source files are read again and scanned, and must hold what the index answers.
//!
//! A file must be what was indexed, byte for byte: another text may hold as many mentions.
//! The scan shares neither the index nor its stored text, only the reading of
//! files and the matching rule itself (which an independent oracle tests).

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rayon::prelude::*;

use super::blocks::Blocks;
use super::candidates::Candidates;
use super::error::QueryError;
use super::filter::Filter;
use super::mentions::Totals;
use super::needle::Needle;
use super::text_column::TextColumn;
use crate::corpus::{self, Extracted, Reading};
use crate::index::catalog::{Entry, Key};
use crate::index::manifest::Manifest;
use crate::index::record::{Record, Source};
use crate::index::{IndexError, OpenIndex, Progress};
use crate::report;
use crate::tagging::Tagger;
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
        let ids = TextColumn::open(index.searcher.segment_reader(segment), "id")?;
        for found in needle.passages(index, segment, filter.as_deref())? {
            let place = blocks
                .ordinal_of(found.doc)
                .zip(blocks.report_of(found.doc));
            let Some((ordinal, report)) = place else {
                return Err(IndexError::Block { doc: found.doc }.into());
            };
            let id = ids.text(report)?.unwrap_or_default();
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
    let files: Vec<Known<'_>> = catalog
        .files
        .iter()
        .map(|(key, entry)| {
            let members = entry.members.iter();
            let ids = members.filter_map(|member| Some((member.suffix.as_str(), member.id()?)));
            let ids = ids.filter(|(_, id)| !filter.leaves_out(id)).collect();
            Known { key, entry, ids }
        })
        .filter(|known| !known.ids.is_empty())
        .collect();
    let manifest = index.manifest()?;
    let reading = index.settings().reading();
    // Tags are needed only where a filter asks for them.
    let tagger = (!filter.is_empty()).then(|| Tagger::new(index.taxonomy()));
    let done = std::sync::atomic::AtomicUsize::new(0);
    let scan = Scan {
        needles,
        candidates: Candidates::new(needles)?,
        filter,
        tagger,
        manifest: &manifest,
        reading: &reading,
    };
    let scanned: Vec<Scanned> = files
        .par_iter()
        .map(|known| {
            let scanned = match catalog.file(known.key) {
                Some(file) => scan.file(&file, known),
                None => Scanned::wrong("its root is gone".to_owned()),
            };
            let done = done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
            progress(done, files.len());
            scanned
        })
        .collect();
    let mut counts = vec![Counts::new(); needles.len()];
    for (known, scanned) in files.iter().zip(scanned) {
        let path = &known.key.1;
        wrong.extend(scanned.wrong.map(|reason| format!("  {path}: {reason}")));
        for found in scanned.found {
            counts[found.needle].insert((found.report, found.passage), found.mentions);
        }
    }
    Ok(counts)
}

/// A file that the index was made of.
struct Known<'a> {
    key: &'a Key,
    entry: &'a Entry,
    /// The ids of its reports by their suffixes.
    ids: BTreeMap<&'a str, &'a str>,
}

/// What a file holds, and what is wrong with it.
struct Scanned {
    found: Vec<Found>,
    wrong: Option<String>,
}

impl Scanned {
    /// Of a file that cannot be scanned.
    fn wrong(reason: String) -> Self {
        Scanned {
            found: Vec::new(),
            wrong: Some(reason),
        }
    }
}

/// Mentions in one passage.
struct Found {
    needle: usize,
    report: String,
    passage: u32,
    mentions: u32,
}

/// What is looked for, and how files are read.
struct Scan<'a> {
    needles: &'a [Needle],
    candidates: Candidates,
    filter: &'a Filter,
    tagger: Option<Tagger>,
    manifest: &'a Manifest,
    reading: &'a Reading,
}

impl Scan<'_> {
    /// Mentions in the reports of one file.
    fn file(&self, file: &Path, known: &Known<'_>) -> Scanned {
        let bytes = match fs::read(file) {
            Ok(bytes) => bytes,
            Err(error) => return Scanned::wrong(format!("cannot be read: {error}")),
        };
        let (key, ids) = (known.key, &known.ids);
        let has_changed = blake3::hash(&bytes) != known.entry.hash;
        let mut found = Vec::new();
        let mut seen = 0;
        let mut wrong = has_changed.then(|| "has changed since it was indexed".to_owned());
        corpus::read(file, &bytes, self.reading, &mut |member| {
            let Some(id) = ids.get(member.suffix.as_str()) else {
                return;
            };
            seen += 1;
            match member.read {
                Err(error) => wrong = Some(error.to_string()),
                Ok(extracted) => {
                    let path = format!("{}{}", key.1, member.suffix);
                    let given = self.manifest.given(&path).or(extracted.given.clone());
                    let source = Source {
                        id,
                        path: &path,
                        root: key.0,
                        given: Some(&given),
                    };
                    found.extend(self.report(&source, &extracted));
                }
            }
        });
        if wrong.is_none() && seen < ids.len() {
            wrong = Some(format!("holds {seen} of {} reports", ids.len()));
        }
        Scanned { found, wrong }
    }

    /// Mentions in one report.
    fn report(&self, source: &Source<'_>, extracted: &Extracted) -> Vec<Found> {
        let text = extracted.text.as_str();
        let mut counts: BTreeMap<(usize, u32), u32> = BTreeMap::new();
        let mut outline = None;
        for line in report::lines(text) {
            let folded = Folded::of(text, line.clone());
            for number in self.candidates.of(&text[line.clone()], &folded) {
                for found in self.needles[number].find(text, line.clone(), &folded) {
                    // Most files hold nothing: only those that do are taken apart.
                    let outline = outline.get_or_insert_with(|| report::parse(text));
                    let behind = outline
                        .passages
                        .partition_point(|passage| passage.start as usize <= found.start);
                    *counts
                        .entry((number, behind.saturating_sub(1) as u32))
                        .or_default() += 1;
                }
            }
        }
        if let (Some(tagger), Some(outline)) = (&self.tagger, &outline) {
            let tags = tagger.tag(&source.subject(extracted), text, outline);
            let record = Record::new(source, extracted, outline, &tags);
            counts.retain(|(_, passage), _| self.filter.admits(&record, *passage as usize));
        }
        let found = counts
            .into_iter()
            .map(|((needle, passage), mentions)| Found {
                needle,
                report: source.id.to_owned(),
                passage,
                mentions,
            });
        found.collect()
    }
}
