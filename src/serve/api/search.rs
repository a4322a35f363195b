//! `/search`

use axum::response::Response;

use super::{Asked, ROWS};
use crate::present::documents::SearchResults;
use crate::query::Grouping;
use crate::query::explain::explain;
use crate::query::meant::meant;
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
    if by_report && diverse {
        return Err(Problem::parameter(
            "diverse",
            "goes with passages, not with group=report",
        ));
    }
    let grouping = Grouping::of(by_report, diverse);
    asked
        .rows(Work::Question, format, "search", move |index, out| {
            let filter = params.filter_for(index, Some(&parsed))?;
            let answer = grouping.search(index, &parsed, &filter, offset, limit)?;
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
