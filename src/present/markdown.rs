//! Markdown to paste into a paper or a memo: quotations with their sources, tables.

use super::terminal::clean;
use crate::index::Report;
use crate::index::record::Record;
use crate::query::hits::Hit;
use crate::query::mentions::Mention;

/// `text` on one line, with the characters that Markdown would take for its own marked.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in clean(text).chars() {
        if "\\`*_{}[]<>#|~".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A table; columns from `numbers` on are aligned on the right.
pub fn table(rows: &[Vec<String>], numbers: usize) -> String {
    let mut out = String::new();
    for (at, row) in rows.iter().enumerate() {
        let cells: Vec<String> = row.iter().map(|cell| escaped(cell)).collect();
        out.push_str(&format!("| {} |\n", cells.join(" | ")));
        if at == 0 {
            let rule = |column| if column < numbers { "---" } else { "---:" };
            let rules: Vec<&str> = (0..row.len()).map(rule).collect();
            out.push_str(&format!("| {} |\n", rules.join(" | ")));
        }
    }
    out
}

/// A report as a source: title, region and year, where it was published or lies.
pub fn source(record: &Record, file: &str) -> String {
    let title = record.title.as_deref().unwrap_or(&record.path);
    let region = record.region.as_ref().map(|region| region.path());
    let year = record.year.map(|year| format!("{year}年"));
    let facts: Vec<String> = [region, year].into_iter().flatten().collect();
    let place = match &record.url {
        Some(url) => format!("<{}>", clean(url).replace(['<', '>', ' '], "")),
        None => format!("`{}`", clean(file).replace('`', "'")),
    };
    let facts = if facts.is_empty() {
        String::new()
    } else {
        format!("（{}）", escaped(&facts.join(" ")))
    };
    format!("**{}**{facts} {place}", escaped(title))
}

/// Where a passage stands: breadcrumb, line, id.
fn place(record: &Record, passage: usize, line: usize) -> String {
    let mut parts = Vec::new();
    let crumbs = record.breadcrumb(passage);
    if !crumbs.is_empty() {
        parts.push(escaped(&crumbs.join(" › ")));
    }
    parts.push(format!("line {line}"));
    parts.push(format!("`{}`", record.passage_id(passage)));
    parts.join(", ")
}

/// A mention as an item of a list.
pub fn mention(mention: &Mention<'_>) -> String {
    format!(
        "- {}**{}**{} — {}\n",
        escaped(mention.before),
        escaped(mention.matched),
        escaped(mention.after),
        place(mention.record, mention.passage, mention.place.line)
    )
}

/// A hit as a quotation under its source.
pub fn hit(rank: usize, hit: &Hit, file: &str) -> String {
    let record = &hit.report.record;
    let text = hit.report.passage_text(hit.passage);
    let mut quoted = String::new();
    let mut done = 0;
    for mark in &hit.highlights {
        quoted.push_str(&escaped_lines(&text[done..mark.start]));
        quoted.push_str(&format!("**{}**", escaped(&text[mark.clone()])));
        done = mark.end;
    }
    quoted.push_str(&escaped_lines(text[done..].trim_end()));
    let line = record.passages[hit.passage].line as usize;
    format!(
        "{rank}. {}\n   {}\n\n   > {}\n",
        source(record, file),
        place(record, hit.passage, line),
        quoted.replace('\n', "\n   >\n   > ")
    )
}

fn escaped_lines(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(escaped).collect();
    lines.join("\n")
}

/// A report: its source, and its outline as a list.
pub fn outline(report: &Report, file: &str) -> String {
    let mut out = format!("{}\n\n", source(&report.record, file));
    for section in &report.record.sections {
        let indent = "  ".repeat(section.depth as usize - 1);
        out.push_str(&format!("{indent}- {}\n", escaped(&section.written())));
    }
    out
}

/// A passage as a quotation with its source.
pub fn passage(report: &Report, at: usize, file: &str) -> String {
    let record = &report.record;
    let text = escaped_lines(report.passage_text(at).trim_end());
    let line = record.passages[at].line as usize;
    format!(
        "> {}\n\n{}, {}\n",
        text.replace('\n', "\n>\n> "),
        source(record, file),
        place(record, at, line)
    )
}
