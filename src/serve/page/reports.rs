//! The reports, by path.

use axum::response::Response;
use maud::{Markup, html};

use super::address::Address;
use super::filters::Beside;
use super::frame::{View, chips, page, pager};
use super::{Visit, names};
use crate::index::{OpenIndex, Report};
use crate::query::facets::Asked;
use crate::query::locate;
use crate::serve::answer::Failure;
use crate::serve::params::Params;

/// Reports on a page.
const SIZE: usize = 50;

pub async fn show(visit: Visit) -> Response {
    visit.show(View::Reports, list).await
}

fn list(index: &OpenIndex, params: &Params) -> Result<Markup, Failure> {
    let filter = params.filter(index)?;
    let number: usize = params.number("page", 1..=usize::MAX / SIZE)?.unwrap_or(1);
    let places = locate::reports_by_path(index, &filter)?;
    let first = ((number - 1) * SIZE).min(places.len());
    let shown = locate::read(index, &places[first..(first + SIZE).min(places.len())])?;
    let beside = Beside::count(index, Asked::Everything, &filter)?;
    let address = Address::filtered(View::Reports.path(), params);
    let content = html! {
        div.with-filters {
            main #content {
                h1.quiet { "报告" }
                (chips(View::Reports.path(), params))
                p.total role="status" { strong { (names::number(places.len() as u64)) } " 篇报告" (Beside::way()) }
                ol.reports start=(first + 1) { @for report in &shown { (item(report)) } }
                (pager(&address, number, SIZE, places.len()))
            }
            (beside.show(&address, params))
        }
    };
    Ok(page(View::Reports, "报告", params, content))
}

fn item(report: &Report) -> Markup {
    let record = &report.record;
    html! {
        li data-item {
            a href=(Address::new(format!("/reports/{}", record.id))) { (names::title(record)) }
            p.facts { (names::facts(record).join(" · ")) " · " (names::number(u64::from(record.characters))) " 字" }
        }
    }
}
