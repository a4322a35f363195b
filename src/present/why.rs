//! Why a report and its passages have their tags, as text for reading.

use super::json::topic_names;
use super::ranked::headline;
use super::terminal::{Style, clean, fit};
use crate::index::Report;
use crate::index::record::Record;
use crate::query::why;
use crate::tagging::{Reason, Taxonomy, TopicMatcher};

/// The evidence for a report's tags, then for those of its passages, or of one of them.
pub fn why(
    report: &Report,
    only: Option<usize>,
    matcher: &TopicMatcher,
    taxonomy: &Taxonomy,
    style: Style,
) -> String {
    let record = &report.record;
    let mut out = format!("{}\n\n", headline(record, style, style.width));
    let passages = match only {
        Some(at) => at..at + 1,
        None => {
            out.push_str(&of_report(record, style));
            0..record.passages.len()
        }
    };
    for at in passages {
        out.push_str(&of_passage(report, at, matcher, taxonomy, style));
    }
    out
}

fn of_report(record: &Record, style: Style) -> String {
    let year = record.year.map(|year| year.to_string());
    let region = record.region.as_ref().map(crate::tagging::Region::path);
    let level = record.level.map(|level| level.name().to_owned());
    let sure = |is_sure| if is_sure { "" } else { ", doubtful" };
    let tags = [
        (
            "region",
            region,
            &record.why.region,
            sure(record.why.region_is_sure),
        ),
        ("level", level, &record.why.level, ""),
        (
            "year",
            year,
            &record.why.year,
            sure(record.why.year_is_sure),
        ),
    ];
    let mut out = String::new();
    for (name, value, reasons, doubt) in tags {
        let known = value.is_some();
        let value = value.unwrap_or_else(|| "unknown".to_owned());
        let given = record.given.iter().any(|given| given == name);
        let how = match (given, known) {
            (true, _) => ", given",
            (false, true) => doubt,
            (false, false) => "",
        };
        out.push_str(&format!("{} {}{how}\n", style.bold(name), clean(&value)));
        out.push_str(&lines(reasons, "", style));
    }
    out.push('\n');
    out
}

fn of_passage(
    report: &Report,
    at: usize,
    matcher: &TopicMatcher,
    taxonomy: &Taxonomy,
    style: Style,
) -> String {
    let record = &report.record;
    let entry = &record.passages[at];
    let words = &report.text[entry.passage.body as usize..entry.passage.end as usize];
    let words = fit(&clean(words.trim()), style.width.saturating_sub(8));
    let part = why::part(report, at);
    let mut out = format!(
        "{:>5}  {}\n       {} {}: {}\n",
        entry.line,
        style.dim(&words),
        entry.part.name(),
        part.what,
        clean(&part.evidence)
    );
    for topic in why::topics(report, at, matcher) {
        let name = topic_names(taxonomy, &[topic.topic]).concat();
        out.push_str(&format!("       {}\n", style.bold(&name)));
        out.push_str(&lines(&topic.reasons, "       ", style));
    }
    out
}

/// Weight, place and words of each piece of evidence.
fn lines(reasons: &[Reason], indent: &str, style: Style) -> String {
    let line = |reason: &Reason| {
        let evidence = fit(&clean(&reason.evidence), style.width.saturating_sub(30));
        let what = format!("{:<10}", reason.what);
        format!(
            "{indent}{:>8.2}  {} {evidence}\n",
            reason.weight,
            style.dim(&what)
        )
    };
    reasons.iter().map(line).collect()
}
