//! The JSON of the contract, as values built from results.

use serde_json::{Value, json};

use super::Listed;
use crate::index::Report;
use crate::index::record::Record;
use crate::query::coverage::Gap;
use crate::query::explain::Explanation;
use crate::query::facet::Value as FacetValue;
use crate::query::facets::FacetCounts;
use crate::query::hits::Hit;
use crate::query::mentions::{Mention, Totals};
use crate::query::why;
use crate::tagging::{Reason, Region, Taxonomy, TopicMatcher};

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
        "current_code": region.current_code,
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
        "kind": record.kind,
        "level": record.level.map(|level| level.name()),
        "region": record.region.as_ref().map(region),
    })
}

fn confidence(is_known: bool, is_sure: bool) -> &'static str {
    match (is_known, is_sure) {
        (false, _) => "none",
        (true, false) => "low",
        (true, true) => "high",
    }
}

/// The evidence for a report's tags.
pub fn why(record: &Record) -> Value {
    let reasons = |reasons: &[Reason]| reasons.iter().map(reason).collect::<Vec<_>>();
    json!({
        "region": reasons(&record.why.region),
        "level": reasons(&record.why.level),
        "year": reasons(&record.why.year),
        "given": record.given,
    })
}

/// A piece of evidence.
fn reason(reason: &Reason) -> Value {
    json!({ "what": reason.what, "evidence": reason.evidence, "weight": rounded(reason.weight) })
}

/// To hundredths, without the noise of single precision.
fn rounded(weight: f32) -> f64 {
    (f64::from(weight) * 100.0).round() / 100.0
}

/// The evidence for the tags of passage `at`.
pub fn passage_why(
    report: &Report,
    at: usize,
    matcher: &TopicMatcher,
    taxonomy: &Taxonomy,
) -> Value {
    let topics: Vec<Value> = why::topics(report, at, matcher)
        .iter()
        .map(|topic| {
            let names = topic_names(taxonomy, &[topic.topic]);
            let evidence: Vec<Value> = topic.reasons.iter().map(reason).collect();
            json!({ "topic": names.first(), "evidence": evidence })
        })
        .collect();
    json!({ "part": reason(&why::part(report, at)), "topics": topics })
}

/// A division that has no report for a year.
pub fn gap(gap: &Gap) -> Value {
    json!({ "year": gap.year, "region": region(&gap.region) })
}

/// A report as `reports` lists it.
pub fn listed_report(listed: &Listed<'_>) -> Value {
    let record = listed.record;
    let mut value = report(record);
    value["passages"] = json!(record.passages.len());
    value["characters"] = json!(record.characters);
    value["given"] = json!(record.given);
    value["copy_of"] = json!(listed.copy_of);
    value["confidence"] = json!({
        "region": confidence(record.region.is_some(), record.why.region_is_sure),
        "year": confidence(record.year.is_some(), record.why.year_is_sure),
    });
    value["warnings"] = json!(listed.warnings());
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
        "location": location(record, entry.line as usize, start, start + text.chars().count()),
    })
}

/// A passage with the ones before and after it.
pub fn passage_with_neighbours(report: &Report, at: usize, taxonomy: &Taxonomy) -> Value {
    let last = report.record.passages.len();
    let around = at.saturating_sub(1)..(at + 2).min(last);
    let neighbours = around.filter(|other| *other != at);
    let neighbours: Vec<_> = (neighbours.map(|other| passage(report, other, taxonomy))).collect();
    let mut value = passage(report, at, taxonomy);
    value["neighbours"] = json!(neighbours);
    value
}

fn location(record: &Record, line: usize, start: usize, end: usize) -> Value {
    json!({ "line": line, "start": start, "end": end, "page": record.page_of(line) })
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

/// How a score is made.
pub fn explanation(explanation: &Explanation) -> Value {
    let shares: Vec<Value> = (explanation.shares.iter())
        .map(|share| json!({ "field": share.field, "token": share.token, "score": share.score }))
        .collect();
    let synonyms: Vec<Value> = (explanation.synonyms.iter())
        .map(|(written, others)| json!({ "for": written, "also": others }))
        .collect();
    json!({ "tier": explanation.tier.name(), "synonyms": synonyms, "shares": shares })
}

/// The values of facets and what was counted under each; mentions only if a term was looked for.
pub fn facets(counted: &[FacetCounts], of_term: bool) -> Value {
    let facets: Vec<Value> = counted
        .iter()
        .map(|counts| {
            let values = counts.values.iter();
            let values = values.map(|(value, totals)| facet_value(value, totals, of_term));
            json!({ "facet": counts.facet.name(), "values": values.collect::<Vec<_>>() })
        })
        .collect();
    json!({ "facets": facets })
}

fn facet_value(value: &FacetValue, totals: &Totals, of_term: bool) -> Value {
    let mut row = match value {
        FacetValue::Year(year) => json!({ "value": year }),
        FacetValue::Name(name) => json!({ "value": name }),
        FacetValue::Region { code, path } => json!({ "value": path, "code": code }),
        FacetValue::Report { path, id } => json!({ "value": id, "path": path }),
        FacetValue::Without { .. } | FacetValue::Unknown => json!({ "value": null }),
    };
    row["passages"] = json!(totals.passages);
    row["reports"] = json!(totals.reports);
    if of_term {
        row["mentions"] = json!(totals.mentions);
    }
    row
}

/// One mention, without the report it stands in.
pub fn mention(term: &str, mention: &Mention<'_>, taxonomy: &Taxonomy) -> Value {
    let record = mention.record;
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
        "location": location(record, mention.place.line, mention.place.start, mention.place.end),
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
