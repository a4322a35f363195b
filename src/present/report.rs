//! One report, or one passage with its neighbours, as text for reading.

use super::ranked::headline;
use super::terminal::{Style, clean, fit, lines};
use crate::index::Report;
use crate::tagging::Taxonomy;

/// What is known of a report, and its outline.
pub fn outline(report: &Report, file: &str, taxonomy: &Taxonomy, style: Style) -> String {
    let record = &report.record;
    let mut out = format!(
        "{}\n{}\n",
        headline(record, style, style.width),
        style.place(&clean(file))
    );
    let level = record.level.map_or("level unknown", |level| level.name());
    let mut facts = vec![record.id.clone(), level.to_owned()];
    facts.extend(record.issuer.clone());
    facts.extend(record.published.clone());
    facts.push(format!("{} passages", record.passages.len()));
    out.push_str(&format!("{}\n", style.dim(&clean(&facts.join(" · ")))));
    for warning in &record.warnings {
        out.push_str(&format!("? {}\n", clean(warning)));
    }
    out.push('\n');
    for (section, tags) in record.sections.iter().zip(&record.section_tags) {
        let indent = "  ".repeat(section.depth as usize - 1);
        let names = super::json::topic_names(taxonomy, &tags.topics).join(" ");
        let heading = fit(
            &clean(&section.written()),
            style.width.saturating_sub(indent.len() + 12),
        );
        let line = format!("{:<9} {indent}{heading}", tags.part.name());
        if names.is_empty() {
            out.push_str(&format!("{line}\n"));
        } else {
            out.push_str(&format!("{line}  {}\n", style.dim(&names)));
        }
    }
    out
}

/// A passage, marked, between the one before and the one after it.
pub fn passage_with_neighbours(report: &Report, at: usize, file: &str, style: Style) -> String {
    let record = &report.record;
    let mut out = format!("{}\n", headline(record, style, style.width));
    let last = record.passages.len() - 1;
    for number in at.saturating_sub(1)..=(at + 1).min(last) {
        let entry = &record.passages[number];
        let place = format!("{}:{}", clean(file), entry.line);
        out.push_str(&format!(
            "\n{}  {}\n",
            style.place(&place),
            style.dim(&record.passage_id(number))
        ));
        let crumbs = record.breadcrumb(number);
        if !crumbs.is_empty() {
            out.push_str(&format!(
                "{}\n",
                style.dim(&fit(&clean(&crumbs.join(" › ")), style.width))
            ));
        }
        let bar = if number == at { "┃ " } else { "  " };
        for paragraph in report.passage_text(number).lines() {
            for line in lines(&clean(paragraph), &[], style, style.width - 2) {
                out.push_str(&format!("{bar}{line}\n"));
            }
        }
    }
    out
}
