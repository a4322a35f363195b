//! `/search`

use axum::response::Response;

use super::{Asked, ROWS};
use crate::present::documents::SearchResults;
use crate::query::alike::search_diverse;
use crate::query::explain::explain;
use crate::query::meant::meant;
use crate::query::search::{search as search_passages, search_reports};
use crate::serve::limits::Work;
use crate::serve::params::FILTERS;
use crate::serve::problem::Problem;

const OWN: [&str; 7] = [
    "q",
    "limit",
    "offset",
    "group",
    "diverse",
    "explain",
    "no_synonyms",
];

/// Ranked passages, or reports.
pub async fn search(asked: Asked) -> Result<Response, Problem> {
    let params = asked.params(&[&OWN, &FILTERS, &ROWS])?;
    let format = asked.format(&params)?;
    let Some((written, parsed)) = params.query()? else {
        return Err(Problem::parameter("q", "say what to search for"));
    };
    let by_report = params.by_report()?;
    let (diverse, explained) = (params.flag("diverse")?, params.flag("explain")?);
    let (limit, offset) = (params.limit(10)?, params.offset()?);
    let find = match (by_report, diverse) {
        (false, false) => search_passages,
        (false, true) => search_diverse,
        (true, false) => search_reports,
        (true, true) => {
            return Err(Problem::parameter(
                "diverse",
                "goes with passages, not with group=report",
            ));
        }
    };
    asked
        .rows(Work::Question, format, "search", move |index, out| {
            let filter = params.filter_for(index, Some(&parsed))?;
            let answer = find(index, &parsed, &filter, offset, limit)?;
            let explained = explained.then(|| {
                let hits = answer.hits.iter();
                hits.map(|hit| explain(index, &parsed, hit)).collect()
            });
            let results = SearchResults {
                query: &written,
                answer: &answer,
                offset,
                meant: &meant(index, &parsed, &answer.words)?,
                diverse,
                explained: explained.transpose()?,
            };
            Ok(results.write(out, format, index)?)
        })
        .await
}
