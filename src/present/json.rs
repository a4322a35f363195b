//! The JSON of the contract, as values built from results.

use serde_json::{Map, Value, json};

use crate::index::Report;
use crate::index::record::Record;
use crate::query::Facet;
use crate::query::counts::{self, Counts, Row};
use crate::query::mentions::{Mention, Totals};
use crate::query::search::Hit;
use crate::tagging::{Region, Taxonomy};

/// Names of topics by their places in the taxonomy.
pub fn topic_names(taxonomy: &Taxonomy, topics: &[u32]) -> Vec<String> {
    let name = |at: &u32| {
        taxonomy
            .topics()
            .get(*at as usize)
            .map(|topic| topic.name.clone())
    };
    topics.iter().filter_map(name).collect()
}

fn region(region: &Region) -> Value {
    json!({
        "code": region.code,
        "province": region.province,
        "city": region.city,
        "county": region.county,
        "township": region.township,
    })
}

/// A report without its text.
pub fn report(record: &Record) -> Value {
    json!({
        "id": record.id,
        "path": record.path,
        "title": record.title,
        "issuer": record.issuer,
        "url": record.url,
        "year": record.year,
        "published": record.published,
        "level": record.level.map(|level| level.name()),
        "region": record.region.as_ref().map(region),
    })
}

/// A report as `reports` lists it.
pub fn listed_report(record: &Record) -> Value {
    let mut value = report(record);
    value["passages"] = json!(record.passages.len());
    value["characters"] = json!(record.characters);
    value["warnings"] = json!(record.warnings);
    value
}

/// A passage: a hit without score and highlights.
pub fn passage(report: &Report, at: usize, taxonomy: &Taxonomy) -> Value {
    let record = &report.record;
    let entry = &record.passages[at];
    let text = report.passage_text(at);
    let start = entry.chars as usize;
    json!({
        "id": record.passage_id(at),
        "text": text,
        "section": record.breadcrumb(at),
        "part": entry.part,
        "topics": topic_names(taxonomy, &entry.topics),
        "report": self::report(record),
        "location": location(entry.line as usize, start, start + text.chars().count()),
    })
}

fn location(line: usize, start: usize, end: usize) -> Value {
    json!({ "line": line, "start": start, "end": end, "page": null })
}

/// A hit of a search.
pub fn hit(hit: &Hit, taxonomy: &Taxonomy) -> Value {
    let mut value = passage(&hit.report, hit.passage, taxonomy);
    let text = hit.report.passage_text(hit.passage);
    let chars = |byte: usize| text[..byte].chars().count();
    let highlights: Vec<[usize; 2]> = hit
        .highlights
        .iter()
        .map(|range| [chars(range.start), chars(range.end)])
        .collect();
    value["score"] = json!(hit.score);
    value["highlights"] = json!(highlights);
    value
}

/// One mention.
pub fn mention(term: &str, mention: &Mention<'_>, taxonomy: &Taxonomy) -> Value {
    let record = &mention.report.record;
    let entry = &record.passages[mention.passage];
    json!({
        "term": term,
        "before": mention.before,
        "match": mention.matched,
        "after": mention.after,
        "passage": record.passage_id(mention.passage),
        "section": record.breadcrumb(mention.passage),
        "part": entry.part,
        "topics": topic_names(taxonomy, &entry.topics),
        "report": report(record),
        "location": location(mention.place.line, mention.place.start, mention.place.end),
    })
}

/// A report with its outline and all its passages.
pub fn shown_report(report: &Report, taxonomy: &Taxonomy) -> Value {
    let record = &report.record;
    let outline: Vec<Value> = record
        .sections
        .iter()
        .zip(&record.section_tags)
        .map(|(section, tags)| {
            json!({
                "depth": section.depth,
                "label": section.label,
                "heading": section.heading,
                "part": tags.part,
                "topics": topic_names(taxonomy, &tags.topics),
            })
        })
        .collect();
    let passages: Vec<Value> = (0..record.passages.len())
        .map(|at| passage(report, at, taxonomy))
        .collect();
    let mut value = self::report(record);
    value["outline"] = json!(outline);
    value["passages"] = json!(passages);
    value
}

/// Counts of one term.
pub fn counts(term: &str, counts: &Counts, facets: &[Facet]) -> Value {
    let mut value = Value::Object(totals(&counts.totals));
    value["term"] = json!(term);
    if !facets.is_empty() {
        value["by"] = counts
            .rows
            .iter()
            .map(|row| Value::Object(self::row(row, facets)))
            .collect();
    }
    value
}

fn totals(totals: &Totals) -> Map<String, Value> {
    let pairs = [
        ("mentions", totals.mentions),
        ("passages", totals.passages),
        ("reports", totals.reports),
    ];
    pairs
        .into_iter()
        .map(|(name, count)| (name.to_owned(), json!(count)))
        .collect()
}

/// One row of counts: facets first.
pub fn row(row: &Row, facets: &[Facet]) -> Map<String, Value> {
    let mut object = Map::new();
    for (facet, value) in facets.iter().zip(&row.values) {
        let name = facet.name();
        let (value, extra) = match value {
            counts::Value::Year(year) => (json!(year), None),
            counts::Value::Name(name) => (json!(name), None),
            counts::Value::Region { code, path } => (json!(path), Some(json!(code))),
            counts::Value::Report { path, id } => (json!(id), Some(json!(path))),
            counts::Value::Unknown => (Value::Null, None),
        };
        object.insert(name.to_owned(), value);
        match facet {
            Facet::Report => object.insert("path".to_owned(), extra.unwrap_or_default()),
            Facet::Region | Facet::Province | Facet::City | Facet::County => {
                object.insert(format!("{name}_code"), extra.unwrap_or_default())
            }
            _ => None,
        };
    }
    object.extend(totals(&row.totals));
    object
}
