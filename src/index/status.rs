//! What an index holds, and whether it is sound.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tantivy::Term;
use tantivy::collector::Count;

use super::catalog::State;
use super::error::IndexError;
use super::open::OpenIndex;
use super::schema::{REPORT, has};
use super::versions::Versions;

/// Sizes, roots, skipped files, versions, problems.
#[derive(Clone, Debug)]
pub struct IndexStatus {
    /// Reports.
    pub reports: u64,
    /// Those among them that are copies of others.
    pub copies: usize,
    /// Passages.
    pub passages: u64,
    /// Bytes of all files that were indexed.
    pub text_bytes: u64,
    /// Bytes of the index.
    pub index_bytes: u64,
    /// tantivy's segments.
    pub segments: usize,
    /// Documents that are deleted but not yet gone.
    pub deleted: u64,
    /// Roots as named, and how many files each has.
    pub roots: Vec<(String, usize)>,
    /// Skipped files and why.
    pub skipped: BTreeMap<String, String>,
    /// What the index was made with.
    pub versions: Versions,
    /// What is wrong; empty if nothing is.
    pub problems: Vec<String>,
}

impl OpenIndex {
    /// Examines the index; verifies the checksums of all its files.
    pub fn status(&self) -> Result<IndexStatus, IndexError> {
        let catalog = self.catalog()?;
        let reports = catalog.reports() as u64;
        let text_bytes = catalog
            .files
            .values()
            .filter(|entry| entry.ids().next().is_some());
        let text_bytes = text_bytes.map(|entry| entry.stamp.size).sum();
        let skipped = catalog
            .members()
            .filter_map(|(key, member)| match &member.state {
                State::Skipped(reason) => {
                    Some((format!("{}{}", key.1, member.suffix), reason.clone()))
                }
                State::Indexed { .. } => None,
            });
        let damaged = self.searcher.index().validate_checksum()?;
        let mut problems: Vec<String> = damaged
            .iter()
            .map(|path| format!("{} is damaged", path.display()))
            .collect();
        let left: usize = catalog.left.values().sum();
        if left > 0 {
            problems.push(format!(
                "incomplete: {left} files are left unread; go on with `fasou index`"
            ));
        }
        let documents = self.searcher.num_docs();
        let document = Term::from_field_text(self.fields.document, REPORT);
        let found = self.searcher.search(has(&document).as_ref(), &Count)? as u64;
        if found != reports {
            problems.push(format!(
                "{found} reports where {reports} were written; make it again with `fasou index --rebuild`"
            ));
        }
        Ok(IndexStatus {
            reports,
            copies: self.copies().iter().map(|group| group.len() - 1).sum(),
            passages: documents.saturating_sub(reports),
            text_bytes,
            index_bytes: size_of_folder(self.home.path()),
            segments: self.searcher.segment_readers().len(),
            deleted: self
                .searcher
                .segment_readers()
                .iter()
                .map(|reader| u64::from(reader.num_deleted_docs()))
                .sum(),
            roots: catalog
                .roots
                .iter()
                .map(|root| (root.named.clone(), catalog.files_of(root.id).count()))
                .collect(),
            skipped: skipped.collect(),
            versions: self.versions().clone(),
            problems,
        })
    }
}

fn size_of_folder(path: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(path) else {
        return 0;
    };
    entries
        .flatten()
        .map(|entry| match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => size_of_folder(&entry.path()),
            Ok(metadata) => metadata.len(),
            Err(_) => 0,
        })
        .sum()
}
