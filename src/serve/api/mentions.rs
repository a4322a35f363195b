//! `/mentions` and `/counts`

use axum::response::Response;

use super::{Asked, ROWS, list_work, rows_wanted};
use crate::present::{CountView, RowFormat, documents};
use crate::query::counts::count_each;
use crate::query::extents::extents;
use crate::query::mentions::Mentions;
use crate::query::{Context, Facet, Needle, Order, Window};
use crate::serve::answer::Failure;
use crate::serve::limits::{FACETS, GROUPS, NUMBER, Work};
use crate::serve::params::{FILTERS, Params};
use crate::serve::problem::Problem;

const LISTING: [&str; 9] = [
    "term", "exact", "context", "sort", "group", "sample", "seed", "limit", "offset",
];
const COUNTING: [&str; 5] = ["term", "exact", "by", "per", "zeros"];

/// A JSON document lists so many mentions, unless more are asked for.
const LISTED: usize = 100;
/// Most that a sample draws: it is held in memory.
const SAMPLE: usize = 100_000;

fn terms(params: &Params) -> Result<Vec<Needle>, Problem> {
    let needles = params.terms()?;
    match needles.is_empty() {
        true => Err(Problem::parameter("term", "say what to look for")),
        false => Ok(needles),
    }
}

/// Every mention, with its context and place.
pub async fn list(asked: Asked) -> Result<Response, Problem> {
    let params = asked.params(&[&LISTING, &FILTERS, &ROWS])?;
    let format = asked.format(&params)?;
    let needles = terms(&params)?;
    let order: Order = params.named("sort")?.unwrap_or_default();
    let sample = params.number("sample", 1..=SAMPLE)?;
    let seed = params.number("seed", 0..=NUMBER)?.unwrap_or(0);
    let mut window = Window {
        skip: params.number("offset", 0..=NUMBER)?.unwrap_or(0) as usize,
        left: rows_wanted(&params, format, LISTED)?,
        context: params.named("context")?.unwrap_or(Context::Units(20)),
        by_report: params.by_report()?,
    };
    asked
        .rows(list_work(format), format, "mentions", move |index, out| {
            let filter = params.filter(index)?;
            let mut found = Vec::with_capacity(needles.len());
            for needle in &needles {
                let mut mentions = Mentions::new(index, needle, &filter)?;
                if let Some(size) = sample {
                    mentions.sample(size, seed);
                }
                mentions.sort(order)?;
                found.push(mentions);
            }
            let totals = found.iter().map(|mentions| mentions.totals().mentions);
            let total = totals.sum();
            documents::mentions::<Failure>(out, format, index, &found, total, &mut window)
        })
        .await
}

/// How often terms are mentioned, in all and by facets.
pub async fn counts(asked: Asked) -> Result<Response, Problem> {
    let params = asked.params(&[&COUNTING, &FILTERS, &ROWS])?;
    let format = asked.format(&params)?;
    let needles = terms(&params)?;
    let facets: Vec<Facet> = params.list("by")?;
    if facets.len() > FACETS {
        return Err(Problem::parameter(
            "by",
            format!("at most {FACETS} at once"),
        ));
    }
    let most = match format {
        RowFormat::Json => GROUPS.0,
        RowFormat::Jsonl | RowFormat::Csv { .. } => GROUPS.1,
    };
    let per = params.number("per", 1..=1_000_000_000)?;
    let zeros = params.flag("zeros")?;
    asked
        .rows(Work::Question, format, "counts", move |index, out| {
            let mut filter = params.filter(index)?;
            if needles.len() > 1 {
                filter.settle(index)?;
            }
            let extents = (zeros || per.is_some()).then(|| extents(index, &filter, &facets));
            let extents = extents.transpose()?;
            if let Some(extents) = extents.as_ref().filter(|_| zeros) {
                bounded(extents.groups.len() * needles.len(), most)?;
            }
            let terms = count_each(index, &needles, &filter, &facets, extents.as_ref(), zeros)?;
            let rows = terms.iter().map(|(_, counts)| counts.rows.len());
            bounded(rows.sum(), most)?;
            let view = CountView {
                facets: &facets,
                per,
            };
            Ok(documents::counts(out, format, view, &terms)?)
        })
        .await
}

/// Refuses more rows of counts than an answer may have.
fn bounded(rows: usize, most: usize) -> Result<(), Problem> {
    if rows <= most {
        return Ok(());
    }
    let wrong = format!("{rows} rows are more than {most}; narrow it, or take fewer facets");
    Err(Problem::parameter("by", wrong))
}
