//! `/api/v1`: the JSON of the contract over HTTP, described by `openapi.json`.

mod facets;
mod mentions;
mod reports;
mod search;

use std::io::Write;
use std::sync::Arc;

use axum::Router;
use axum::extract::{FromRequestParts, RawQuery};
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::Site;
use super::answer::{Failure, answer};
use super::limits::Work;
use super::params::Params;
use super::problem::Problem;
use crate::index::OpenIndex;
use crate::present::RowFormat;

/// What the API is, for programs; a test holds it to the handlers.
const OPENAPI: &str = include_str!("openapi.json");

/// How rows are written: parameters of all that answers with rows.
const ROWS: [&str; 2] = ["format", "excel"];

pub fn router() -> Router<Arc<Site>> {
    Router::new()
        .route("/openapi.json", get(openapi))
        .route("/search", get(search::search))
        .route("/mentions", get(mentions::list))
        .route("/counts", get(mentions::counts))
        .route("/facets", get(facets::facets))
        .route("/reports", get(reports::list))
        .route("/reports/{id}", get(reports::report))
        .route("/passages/{id}", get(reports::passage))
        .fallback(nothing_here)
}

async fn openapi() -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, HeaderValue::from_static(JSON))],
        OPENAPI,
    )
}

pub async fn nothing_here() -> Problem {
    Problem::not_found("/api/v1/openapi.json lists what there is")
}

const JSON: &str = "application/json";

/// A request to the API.
struct Asked {
    site: Arc<Site>,
    query: Option<String>,
    accept: Option<String>,
}

impl FromRequestParts<Arc<Site>> for Asked {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        site: &Arc<Site>,
    ) -> Result<Self, Self::Rejection> {
        let RawQuery(query) = RawQuery::from_request_parts(parts, site).await?;
        let accept = parts.headers.get(header::ACCEPT);
        Ok(Asked {
            site: Arc::clone(site),
            query,
            accept: accept
                .and_then(|accept| accept.to_str().ok())
                .map(str::to_owned),
        })
    }
}

impl Asked {
    /// Its parameters, all of which must be known.
    fn params(&self, known: &[&[&str]]) -> Result<Params, Problem> {
        Params::read(self.query.as_deref())?.only(known)
    }

    /// How its rows are to be written.
    fn format(&self, params: &Params) -> Result<RowFormat, Problem> {
        params.format(self.accept.as_deref())
    }

    /// Answers with one JSON document.
    async fn document(
        self,
        job: impl FnOnce(&OpenIndex, &mut dyn Write) -> Result<(), Failure> + Send + 'static,
    ) -> Result<Response, Problem> {
        answer(self.site, Work::Question, JSON, job).await
    }

    /// Answers with rows; what is not one JSON document is a file called `name`.
    async fn rows(
        self,
        work: Work,
        format: RowFormat,
        name: &str,
        job: impl FnOnce(&OpenIndex, &mut dyn Write) -> Result<(), Failure> + Send + 'static,
    ) -> Result<Response, Problem> {
        let (kind, ending) = match format {
            RowFormat::Json => return self.document(job).await,
            RowFormat::Jsonl => ("application/jsonl", "jsonl"),
            RowFormat::Csv { .. } => ("text/csv; charset=utf-8", "csv"),
        };
        let mut response = answer(self.site, work, kind, job).await?;
        let file = format!("attachment; filename=\"fasou-{name}.{ending}\"");
        let negotiated = HeaderValue::from_static("accept");
        response.headers_mut().append(header::VARY, negotiated);
        if let Ok(file) = HeaderValue::from_str(&file) {
            response
                .headers_mut()
                .insert(header::CONTENT_DISPOSITION, file);
        }
        Ok(response)
    }
}

/// A list that is no JSON document is a stream without a bound.
fn list_work(format: RowFormat) -> Work {
    match format {
        RowFormat::Json => Work::Question,
        RowFormat::Jsonl | RowFormat::Csv { .. } => Work::Download,
    }
}

/// How many rows are wanted: a JSON document has a bound, a stream has none.
fn rows_wanted(params: &Params, format: RowFormat, default: usize) -> Result<usize, Problem> {
    match format {
        RowFormat::Json => params.limit(default),
        RowFormat::Jsonl | RowFormat::Csv { .. } => Ok(params
            .number("limit", 1..=usize::MAX)?
            .unwrap_or(usize::MAX)),
    }
}
