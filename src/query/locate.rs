//! Finds reports and passages: from a passage's document back to its report, by id, by path.

use rayon::prelude::*;
use tantivy::collector::DocSetCollector;
use tantivy::query::{BooleanQuery, EnableScoring, Occur, Query};
use tantivy::{DocSet, TERMINATED, Term};

use super::blocks::Onward;
use super::error::QueryError;
use super::filter::Filter;
use super::text_column::TextColumn;
use crate::index::schema::{REPORT, has};
use crate::index::{OpenIndex, Report};

/// The documents of all reports that pass `filter`, or have a passage that does: `(segment, document)`.
pub fn report_documents(index: &OpenIndex, filter: &Filter) -> Result<Vec<(u32, u32)>, QueryError> {
    match filter.query() {
        Some(query) if filter.asks_of_passages() => holding(index, query.as_ref()),
        query => passing(index, query),
    }
}

/// The reports that have a passage that passes `filter`.
pub(super) fn holding(
    index: &OpenIndex,
    filter: &dyn Query,
) -> Result<Vec<(u32, u32)>, QueryError> {
    let weight = filter.weight(EnableScoring::disabled_from_searcher(&index.searcher))?;
    let readers = index.searcher.segment_readers().par_iter().enumerate();
    let each = readers.map(|(segment, reader)| {
        let segment = segment as u32;
        let mut blocks = Onward::new(index, segment)?;
        let mut passages = weight.scorer(reader, 1.0)?;
        let mut watch = index.deadline().watch();
        let mut reports: Vec<(u32, u32)> = Vec::new();
        while passages.doc() != TERMINATED {
            let report = blocks.report_of(passages.doc());
            let report = report.filter(|doc| !reader.is_deleted(*doc));
            if let Some(doc) = report
                && reports.last() != Some(&(segment, doc))
            {
                reports.push((segment, doc));
            }
            watch.step()?;
            passages.advance();
        }
        Ok(reports)
    });
    let each: Result<Vec<_>, QueryError> = each.collect();
    Ok(each?.concat())
}

/// The reports that pass `filter` themselves.
fn passing(
    index: &OpenIndex,
    filter: Option<Box<dyn Query>>,
) -> Result<Vec<(u32, u32)>, QueryError> {
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = vec![(
        Occur::Must,
        has(&Term::from_field_text(index.fields.document, REPORT)),
    )];
    clauses.extend(filter.map(|filter| (Occur::Must, filter)));
    let found = index
        .searcher
        .search(&BooleanQuery::new(clauses), &DocSetCollector)?;
    let mut found: Vec<_> = found
        .into_iter()
        .map(|at| (at.segment_ord, at.doc_id))
        .collect();
    found.sort_unstable();
    Ok(found)
}

/// Where all reports that pass `filter` are, by path: `(segment, document)`.
pub fn reports_by_path(index: &OpenIndex, filter: &Filter) -> Result<Vec<(u32, u32)>, QueryError> {
    let mut columns = Vec::new();
    for reader in index.searcher.segment_readers() {
        let column = |name| TextColumn::open(reader, name);
        columns.push((column("path")?, column("id")?));
    }
    let mut placed = Vec::new();
    for (segment, doc) in report_documents(index, filter)? {
        let (path, id) = &columns[segment as usize];
        placed.push((path.text(doc)?, id.text(doc)?, segment, doc));
    }
    placed.sort_unstable();
    let places = placed.into_iter();
    Ok(places.map(|(_, _, segment, doc)| (segment, doc)).collect())
}

/// Reads the reports at `places`.
pub fn read(index: &OpenIndex, places: &[(u32, u32)]) -> Result<Vec<Report>, QueryError> {
    let reports = places.par_iter().map(|&(segment, doc)| {
        index.deadline().check()?;
        Ok(index.report(segment, doc)?)
    });
    reports.collect()
}

/// All reports that pass `filter`, by path.
pub fn reports(index: &OpenIndex, filter: &Filter) -> Result<Vec<Report>, QueryError> {
    read(index, &reports_by_path(index, filter)?)
}

/// The report of this id, if there is one.
pub fn report_of_id(index: &OpenIndex, id: &str) -> Result<Option<Report>, QueryError> {
    let of_id = has(&Term::from_field_text(index.fields.report, id));
    match passing(index, Some(of_id))?[..] {
        [(segment, doc)] => Ok(Some(index.report(segment, doc)?)),
        _ => Ok(None),
    }
}

/// The one report that has this id or path, or a path that ends with these components: files and folders,
/// members of an archive, ids of rows.
pub fn report(index: &OpenIndex, given: &str) -> Result<Report, QueryError> {
    if let Some(report) = report_of_id(index, given)? {
        return Ok(report);
    }
    let catalog = index.catalog()?;
    let real = std::path::Path::new(given).canonicalize().ok();
    let entries = catalog.members().filter_map(|((root, path), member)| {
        Some((root, format!("{path}{}", member.suffix), member.id()?))
    });
    let root_of = |root: &u32| catalog.roots.iter().find(|candidate| candidate.id == *root);
    let is_at = |root: &u32, path: &str| {
        real.as_ref().is_some_and(|real| {
            root_of(root).is_some_and(|root| *real == root.path.join(path) || *real == root.path)
        })
    };
    let is_shown_so =
        |root: &u32, path: &str| root_of(root).is_some_and(|root| root.named_file(path) == given);
    let ends_so = |path: &str| {
        let before = path.strip_suffix(given);
        before.is_some_and(|before| before.ends_with(['/', '#']))
    };
    let mut at_path = Vec::new();
    let mut ending = Vec::new();
    for (root, path, id) in entries {
        if path == given || is_at(root, &path) || is_shown_so(root, &path) {
            at_path.push((path, id));
        } else if ends_so(&path) {
            ending.push((path, id));
        }
    }
    let found = if at_path.is_empty() { ending } else { at_path };
    match found.as_slice() {
        [] => Err(QueryError::NoReport(given.to_owned())),
        [(_, id)] => report_of_id(index, id)?.ok_or_else(|| QueryError::NoReport(given.to_owned())),
        several => Err(QueryError::ManyReports {
            given: given.to_owned(),
            count: several.len(),
            found: several
                .iter()
                .take(10)
                .map(|(path, id)| format!("{id} ({path})"))
                .collect(),
        }),
    }
}

/// The passage of this id: its report and its number there.
pub fn passage(index: &OpenIndex, id: &str) -> Result<(Report, usize), QueryError> {
    let missing = |reason: &str| QueryError::NoPassage {
        id: id.to_owned(),
        reason: reason.to_owned(),
    };
    let (report_id, hash) = id
        .split_once('-')
        .ok_or_else(|| missing("an id looks like 3f9k2m0x1c-8d7h5q2n4r"))?;
    let report = report_of_id(index, report_id)?;
    let report = report.ok_or_else(|| missing("its report is not in the index"))?;
    let at = report
        .record
        .passages
        .iter()
        .position(|passage| passage.hash == hash);
    let at = at.ok_or_else(|| {
        missing(&format!(
            "the text of {} has changed since; `fasou show {report_id}` lists its passages",
            report.record.path
        ))
    })?;
    Ok((report, at))
}
