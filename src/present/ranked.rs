//! A hit of a search, as text for reading.

use std::ops::Range;

use super::terminal::{Style, clean, fit, fit_end, lines, width, window};
use crate::index::record::Record;
use crate::query::explain::Explanation;
use crate::query::hits::Hit;

/// Lines that a passage may take up.
const PASSAGE_LINES: usize = 3;
/// Columns that a title keeps however long the place is.
const TITLE_COLUMNS: usize = 10;
/// Columns before all but the rank.
const INDENT: &str = "    ";

/// Title, place and year of a report in one line.
pub fn headline(record: &Record, style: Style, columns: usize) -> String {
    let title = record.title.as_deref().unwrap_or(&record.path);
    let region = record
        .region
        .as_ref()
        .map(|region| region.path())
        .unwrap_or_else(|| "region unknown".to_owned());
    let year = record
        .year
        .map_or_else(|| "year unknown".to_owned(), |year| year.to_string());
    // If both do not fit, the title is shortened first, then the start of the region is cut.
    let place = fit_end(
        &format!("{region} {year}"),
        columns.saturating_sub(TITLE_COLUMNS + 2),
    );
    let free = columns.saturating_sub(width(&place) + 2);
    let title = fit(&clean(title), free);
    format!("{}  {}", style.bold(&title), style.dim(&place))
}

/// One hit: rank, title, place; breadcrumb; the passage around its match; where it is.
pub fn hit(rank: usize, hit: &Hit, file: &str, style: Style) -> String {
    let record = &hit.report.record;
    let columns = style.width - INDENT.len();
    let mut out = format!("{rank:>3} {}\n", headline(record, style, columns));
    let crumbs = record.breadcrumb(hit.passage);
    if !crumbs.is_empty() {
        let crumbs = clean(&crumbs.join(" › "));
        out.push_str(&format!("{INDENT}{}\n", style.dim(&fit(&crumbs, columns))));
    }
    let (lines, from) = excerpt(hit, style, columns);
    for line in lines {
        out.push_str(&format!("{INDENT}{line}\n"));
    }
    // A passage begins with the headings above it, but the line shown is that of the match, for whoever goes
    // there.
    let before = &hit.report.passage_text(hit.passage)[..from];
    let line = record.passages[hit.passage].line as usize + before.matches('\n').count();
    let id = record.passage_id(hit.passage);
    let free = columns.saturating_sub(width(&id) + 2);
    let place = fit_end(&format!("{}:{line}", clean(file)), free.max(TITLE_COLUMNS));
    out.push_str(&format!(
        "{INDENT}{}  {}\n",
        style.place(&place),
        style.dim(&fit(&id, columns.saturating_sub(width(&place) + 2)))
    ));
    out
}

/// How many nearly identical passages a hit stands for; empty if there are none.
pub fn alike(hit: &Hit, style: Style) -> String {
    match hit.alike.len() {
        0 => String::new(),
        count => format!("{INDENT}{}\n", style.dim(&format!("and {count} like it"))),
    }
}

/// How a score is made: tier, and what each word and pair adds in each field.
pub fn explanation(explanation: &Explanation, style: Style) -> String {
    let total = (explanation.shares.iter()).fold(0.0, |sum, share| sum + share.score);
    let tier = explanation.tier.name().unwrap_or("by score alone");
    let mut out = format!(
        "{INDENT}{}\n",
        style.dim(&format!("score {total:.2}, {tier}"))
    );
    for (written, others) in &explanation.synonyms {
        let line = format!("for {written} also {}", others.join(", "));
        out.push_str(&format!("{INDENT}{}\n", style.dim(&clean(&line))));
    }
    for share in &explanation.shares {
        out.push_str(&format!(
            "{INDENT}{:>7.2}  {:<8}  {}\n",
            share.score,
            share.field,
            clean(&share.token)
        ));
    }
    out
}

/// The passage around its matches, with them marked, and the byte of it where the first of these stands.
fn excerpt(hit: &Hit, style: Style, columns: usize) -> (Vec<String>, usize) {
    let text = hit.report.passage_text(hit.passage);
    let whole = text.len();
    let text = text.trim_end();
    let free = columns * PASSAGE_LINES - PASSAGE_LINES * 4;
    let within = |window: &Range<usize>| {
        let window = window.clone();
        let marks = hit.highlights.iter();
        marks.filter(move |mark| mark.start >= window.start && mark.end <= window.end)
    };
    // Signs around marks take their columns from the text.
    let wide = window(text, &hit.highlights, free);
    let signs = within(&wide).count() * style.mark_width();
    let window = window(text, &hit.highlights, free - signs.min(free / 2));
    let marks = within(&window).map(|mark| mark.start - window.start..mark.end - window.start);
    let marks: Vec<_> = marks.collect();
    let shown = &text[window.clone()];
    let mut lines = lines(&one_line(shown), &marks, style, columns - 2);
    let is_cut = lines.len() > PASSAGE_LINES || window.end < whole.min(text.len());
    lines.truncate(PASSAGE_LINES);
    if window.start > 0
        && let Some(first) = lines.first_mut()
    {
        first.insert(0, '…');
    }
    if is_cut && let Some(last) = lines.last_mut() {
        last.push('…');
    }
    let from = marks.first().map_or(0, |mark| window.start + mark.start);
    (lines, from)
}

/// The same bytes on one line, so that marks stay where they are.
fn one_line(text: &str) -> String {
    let keep = |c: char| {
        if c.is_control() && c.len_utf8() == 1 {
            ' '
        } else {
            c
        }
    };
    let line: String = text.chars().map(keep).collect();
    // C1 controls have two bytes: each is replaced by a sign of the same length.
    line.replace(|c: char| c.is_control(), "·")
}
