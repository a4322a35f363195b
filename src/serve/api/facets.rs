//! `/facets`

use axum::response::Response;

use super::Asked;
use crate::present::json as render;
use crate::query::Facet;
use crate::query::facets::{Asked as Counted, facets as count};
use crate::serve::params::FILTERS;
use crate::serve::problem::Problem;

const OWN: [&str; 5] = ["q", "no_synonyms", "term", "exact", "by"];

/// What results are narrowed by, unless others are asked for.
const DEFAULT: [Facet; 5] = [
    Facet::Province,
    Facet::Year,
    Facet::Topic,
    Facet::Part,
    Facet::Level,
];

/// How many passages answer a query, or mention a term, under each value of the facets.
pub async fn facets(asked: Asked) -> Result<Response, Problem> {
    let params = asked.params(&[&OWN, &FILTERS])?;
    let query = params.query()?;
    let mut needles = params.terms()?;
    if needles.len() > 1 || (query.is_some() && !needles.is_empty()) {
        return Err(Problem::parameter("term", "give one, or q"));
    }
    let needle = needles.pop();
    let mut by: Vec<Facet> = params.list("by")?;
    if by.is_empty() {
        by = DEFAULT.to_vec();
    }
    if by.contains(&Facet::Report) {
        return Err(Problem::parameter(
            "by",
            "reports are listed by /mentions with group=report",
        ));
    }
    asked
        .document(move |index, out| {
            let parsed = query.as_ref().map(|(_, parsed)| parsed);
            let filter = params.filter_for(index, parsed)?;
            let counted = match (&query, &needle) {
                (Some((_, parsed)), _) => Counted::Query(parsed),
                (None, Some(needle)) => Counted::Term(needle),
                (None, None) => Counted::Everything,
            };
            let found = count(index, counted, &filter, &by)?;
            let document = render::facets(&found, needle.is_some());
            Ok(writeln!(out, "{document}")?)
        })
        .await
}
