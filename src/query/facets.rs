//! How many passages answer a question under each value of a facet: shown beside results, to narrow them.
//!
//! What a filter asks of a facet does not narrow the values of that facet itself, so that others can be
//! chosen beside those already chosen.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use tantivy::query::{AllQuery, EnableScoring, Query, Weight};
use tantivy::{DocSet, TERMINATED};

use super::blocks::Onward;
use super::counts::{Tally, count};
use super::error::QueryError;
use super::facet::{Facet, Value};
use super::filter::Filter;
use super::groups::Groups;
use super::mentions::Totals;
use super::needle::Needle;
use super::parse::ParsedQuery;
use super::rank;
use crate::index::OpenIndex;

/// What values are counted for.
#[derive(Clone, Copy, Debug)]
pub enum Asked<'a> {
    /// All passages.
    Everything,
    /// Those that answer a query.
    Query(&'a ParsedQuery),
    /// Those that mention a term, and its mentions.
    Term(&'a Needle),
}

/// The values of a facet; mentions are counted only for a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCounts {
    /// The facet.
    pub facet: Facet,
    /// Its values and what was counted under each.
    pub values: BTreeMap<Value, Totals>,
}

/// Counts the values of `facets`.
pub fn facets(
    index: &OpenIndex,
    asked: Asked<'_>,
    filter: &Filter,
    facets: &[Facet],
) -> Result<Vec<FacetCounts>, QueryError> {
    // Facets that the filter does not use are counted in one pass, except for terms.
    let (asked_for, free): (Vec<Facet>, Vec<Facet>) =
        (facets.iter()).partition(|facet| filter.asks_for(facet.filter()));
    let mut counted = counts(index, asked, filter, &free)?;
    for facet in asked_for {
        let filter = filter.without(facet.filter());
        counted.extend(counts(index, asked, &filter, &[facet])?);
    }
    counted.sort_by_key(|counts| facets.iter().position(|facet| *facet == counts.facet));
    Ok(counted)
}

fn counts(
    index: &OpenIndex,
    asked: Asked<'_>,
    filter: &Filter,
    facets: &[Facet],
) -> Result<Vec<FacetCounts>, QueryError> {
    let query: Box<dyn Query> = match asked {
        Asked::Everything => filter.query().unwrap_or_else(|| Box::new(AllQuery)),
        Asked::Query(parsed) => rank::rank(index, parsed)?.hits(filter.query()),
        Asked::Term(needle) => {
            let counted = facets
                .iter()
                .map(|facet| of_term(index, needle, filter, *facet));
            return counted.collect();
        }
    };
    if facets.is_empty() {
        return Ok(Vec::new());
    }
    let weight = query.weight(EnableScoring::disabled_from_searcher(&index.searcher))?;
    let segments = 0..index.searcher.segment_readers().len() as u32;
    let counted: Vec<Vec<Tallies>> = segments
        .into_par_iter()
        .map(|segment| of_segment(index, segment, weight.as_ref(), facets))
        .collect::<Result<_, _>>()?;
    let mut all: Vec<FacetCounts> = Vec::new();
    for (at, &facet) in facets.iter().enumerate() {
        let mut values: BTreeMap<Value, Totals> = BTreeMap::new();
        for (value, tally) in counted.iter().flat_map(|segment| &segment[at]) {
            let Some(value) = value.first() else { continue };
            let totals = values.entry(value.clone()).or_default();
            totals.passages += tally.totals.passages;
            totals.reports += tally.totals.reports;
        }
        all.push(FacetCounts { facet, values });
    }
    Ok(all)
}

fn of_term(
    index: &OpenIndex,
    needle: &Needle,
    filter: &Filter,
    facet: Facet,
) -> Result<FacetCounts, QueryError> {
    let rows = count(index, needle, filter, &[facet])?.rows.into_iter();
    let values = rows.filter_map(|row| Some((row.values.into_iter().next()?, row.totals)));
    Ok(FacetCounts {
        facet,
        values: values.collect(),
    })
}

/// What was counted under each value.
type Tallies = BTreeMap<Vec<Value>, Tally>;

/// The counts of one segment, facet by facet.
fn of_segment(
    index: &OpenIndex,
    segment: u32,
    weight: &dyn Weight,
    facets: &[Facet],
) -> Result<Vec<Tallies>, QueryError> {
    let reader = index.searcher.segment_reader(segment);
    let mut blocks = Onward::new(index, segment)?;
    let groups = facets
        .iter()
        .map(|facet| Groups::new(index, segment, &[*facet]));
    let mut groups: Vec<Groups<'_>> = groups.collect::<Result<_, _>>()?;
    let mut tallies: Vec<FxHashMap<_, Tally>> = vec![FxHashMap::default(); facets.len()];
    let mut watch = index.deadline().watch();
    let mut passages = weight.scorer(reader, 1.0)?;
    while passages.doc() != TERMINATED {
        watch.step()?;
        let doc = passages.doc();
        passages.advance();
        let Some(report) = blocks.report_of(doc).filter(|_| !reader.is_deleted(doc)) else {
            continue;
        };
        for (groups, tallies) in groups.iter().zip(&mut tallies) {
            groups.each_key(doc, report, &mut |key| {
                tallies.entry(key).or_default().add(0, report);
            });
        }
    }
    let mut named = Vec::with_capacity(facets.len());
    for (groups, tallies) in groups.iter_mut().zip(tallies) {
        let mut values = BTreeMap::new();
        groups.named(tallies, &mut values, Tally::merge)?;
        named.push(values);
    }
    Ok(named)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::tests::made_of;
    use crate::query::FilterArgs;

    /// What is counted under each value of the year.
    fn by_year(index: &OpenIndex, asked: Asked<'_>, filter: &Filter) -> Vec<(Value, u64, u64)> {
        let counted = facets(index, asked, filter, &[Facet::Level, Facet::Year]).unwrap();
        assert_eq!(counted[1].facet, Facet::Year);
        let values = counted[1].values.iter();
        values
            .map(|(value, totals)| (value.clone(), totals.passages, totals.reports))
            .collect()
    }

    #[test]
    fn values_beside_the_chosen_ones_stay() {
        let texts = [
            (2022, "推进普法。\n开展调解。\n"),
            (2023, "推进普法。\n普法到村。\n"),
        ];
        let made = made_of(texts.map(|(year, body)| {
            format!("呈贡区{year}年法治政府建设年度报告\n一、主要举措\n{body}")
        }));
        let index = OpenIndex::open(&made.home).unwrap();
        let parsed = ParsedQuery::parse("\"普法\"").unwrap();
        let needle = Needle::parse("普法", false).unwrap();
        let args = FilterArgs {
            years: vec!["2023".to_owned()],
            ..FilterArgs::default()
        };
        let filter = Filter::resolve(&args, &index).unwrap();
        for asked in [Asked::Query(&parsed), Asked::Term(&needle)] {
            let expected = [(Value::Year(2022), 1, 1), (Value::Year(2023), 2, 1)];
            assert_eq!(by_year(&index, asked, &Filter::default()), expected);
            assert_eq!(by_year(&index, asked, &filter), expected);
            let levels = facets(&index, asked, &filter, &[Facet::Level]).unwrap();
            let under = levels[0].values.values().map(|totals| totals.passages);
            assert_eq!(under.sum::<u64>(), 2);
        }
        let all = by_year(&index, Asked::Everything, &Filter::default());
        assert_eq!(all.len(), 2);
    }
}
