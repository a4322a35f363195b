//! `/reports`, `/reports/{id}` and `/passages/{id}`

use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::Response;
use serde_json::json;

use super::{Asked, ROWS, list_work, rows_wanted};
use crate::present::{Listed, documents, json as render};
use crate::query::{QueryError, locate};
use crate::serve::limits::NUMBER;
use crate::serve::params::FILTERS;
use crate::serve::problem::Problem;

const OWN: [&str; 2] = ["limit", "offset"];

/// A JSON document lists so many reports, unless more are asked for.
const LISTED: usize = 100;
/// Reports that are read at once.
const READ: usize = 64;

/// The reports, by path.
pub async fn list(asked: Asked) -> Result<Response, Problem> {
    let params = asked.params(&[&OWN, &FILTERS, &ROWS])?;
    let format = asked.format(&params)?;
    let offset = params.number("offset", 0..=NUMBER)?.unwrap_or(0) as usize;
    let limit = rows_wanted(&params, format, LISTED)?;
    asked
        .rows(list_work(format), format, "reports", move |index, out| {
            let filter = params.filter(index)?;
            let places = locate::reports_by_path(index, &filter)?;
            let document = json!({ "total": places.len() });
            let mut rows = documents::reports(out, format, &document)?;
            let originals = index.originals();
            let first = offset.min(places.len());
            let wanted = &places[first..first.saturating_add(limit).min(places.len())];
            for places in wanted.chunks(READ) {
                for report in locate::read(index, places)? {
                    rows.row(&render::listed_report(&Listed {
                        record: &report.record,
                        // Where it lies on this machine is told to nobody.
                        file: String::new(),
                        copy_of: originals.get(report.record.id.as_str()).copied(),
                    }))?;
                }
            }
            Ok(rows.finish()?)
        })
        .await
}

/// An id in an address; some bytes are no text.
type Id = Result<Path<String>, PathRejection>;

fn named(id: Id) -> Result<String, Problem> {
    let Path(id) = id.map_err(|wrong| Problem::not_found(&wrong.body_text()))?;
    Ok(id)
}

/// A report with its outline and passages.
pub async fn report(id: Id, asked: Asked) -> Result<Response, Problem> {
    asked.params(&[])?;
    let id = named(id)?;
    asked
        .document(move |index, out| {
            let report = locate::report_of_id(index, &id)?.ok_or(QueryError::NoReport(id))?;
            let document = render::shown_report(&report, index.taxonomy());
            Ok(writeln!(out, "{document}")?)
        })
        .await
}

/// A passage with its neighbours.
pub async fn passage(id: Id, asked: Asked) -> Result<Response, Problem> {
    asked.params(&[])?;
    let id = named(id)?;
    asked
        .document(move |index, out| {
            let (report, at) = locate::passage(index, &id)?;
            let document = render::passage_with_neighbours(&report, at, index.taxonomy());
            Ok(writeln!(out, "{document}")?)
        })
        .await
}
