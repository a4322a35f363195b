//! The page: search, mentions, comparison and reports in Chinese, made here and sent whole.
//!
//! All state is in the address, so that a link is a result and the back button goes back. Nothing needs
//! the script; it adds keys, brushing over years, stepping through matches, and copying.

mod address;
mod assets;
mod chart;
mod compare;
mod filters;
mod frame;
mod home;
mod marks;
mod mentions;
pub mod names;
mod report;
mod reports;
mod search;

use std::sync::Arc;

use axum::Router;
use axum::extract::{FromRequestParts, RawQuery};
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use frame::View;
use maud::Markup;

use super::Site;
use super::answer::{Failure, answer};
use super::limits::Work;
use super::params::Params;
use super::problem::Problem;
use crate::index::OpenIndex;

const HTML: &str = "text/html; charset=utf-8";

pub fn router() -> Router<Arc<Site>> {
    Router::new()
        .route("/", get(search::show))
        .route("/mentions", get(mentions::show))
        .route("/compare", get(compare::show))
        .route("/reports", get(reports::show))
        .route("/reports/{id}", get(report::show))
        .route("/assets/fasou.css", get(assets::style))
        .route("/assets/fasou.js", get(assets::script))
        .route("/assets/icon.svg", get(assets::icon))
        .fallback(nothing_here)
}

async fn nothing_here() -> Response {
    let problem = Problem {
        shown: Some("没有这个网页。".to_owned()),
        ..Problem::not_found("no such page")
    };
    frame::problem(&problem, View::Search, &Params::default())
}

/// A request for a page. Parameters that are not known are let be: links gather them on their way.
struct Visit {
    site: Arc<Site>,
    params: Result<Params, Problem>,
}

impl FromRequestParts<Arc<Site>> for Visit {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        site: &Arc<Site>,
    ) -> Result<Self, Self::Rejection> {
        let RawQuery(query) = RawQuery::from_request_parts(parts, site).await?;
        Ok(Visit {
            site: Arc::clone(site),
            params: Params::read(query.as_deref()),
        })
    }
}

impl Visit {
    /// Shows what `make` makes, or in the same view what is wrong.
    async fn show(
        self,
        view: View,
        make: impl FnOnce(&OpenIndex, &Params) -> Result<Markup, Failure> + Send + 'static,
    ) -> Response {
        let params = match self.params {
            Ok(params) => params,
            Err(problem) => return frame::problem(&problem, view, &Params::default()),
        };
        let asked = params.clone();
        let shown = answer(self.site, Work::Question, HTML, move |index, out| {
            let page = make(index, &params)?;
            Ok(out.write_all(page.into_string().as_bytes())?)
        });
        shown
            .await
            .unwrap_or_else(|problem| frame::problem(&problem, view, &asked))
    }
}

/// A page that is made already.
fn html(page: Markup) -> Response {
    let kind = HeaderValue::from_static(HTML);
    ([(header::CONTENT_TYPE, kind)], page.into_string()).into_response()
}
