//! A concordance for reading: mentions one below another, aligned on the term, report by report.

use super::ranked::headline;
use super::terminal::{Style, clean, fit, fit_end, lines, width};
use crate::query::mentions::Mention;

/// Columns that the line number takes up.
const NUMBER: usize = 6;
/// The fewest columns on each side of a match: with less room nothing is aligned.
const LEAST_SIDE: usize = 6;

/// Shows one mention after another; notices when a new report begins.
pub struct Concordance {
    style: Style,
    /// Whether the whole context is shown, over several lines, rather than aligned.
    whole: bool,
    last: Option<String>,
}

impl Concordance {
    /// Begins a concordance.
    pub fn new(style: Style, whole: bool) -> Self {
        Concordance {
            style,
            whole,
            last: None,
        }
    }

    /// One mention, under its report's line if that is a new one; `file` is where the report lies.
    pub fn mention(&mut self, mention: &Mention<'_>, file: impl FnOnce() -> String) -> String {
        let style = self.style;
        let record = mention.record;
        let mut out = String::new();
        if self.last.as_deref() != Some(&record.id) {
            if self.last.is_some() {
                out.push('\n');
            }
            self.last = Some(record.id.clone());
            let file = clean(&file());
            out.push_str(&format!(
                "{}\n{}\n",
                headline(record, style, style.width),
                style.place(&fit(&file, style.width))
            ));
        }
        let number = style.dim(&format!("{:>NUMBER$}", mention.place.line));
        let line = match self.whole {
            true => None,
            false => aligned(mention, &number, style),
        };
        out.push_str(&line.unwrap_or_else(|| wrapped(mention, &number, style)));
        out
    }
}

/// One line with the match in its middle; `None` if that leaves no room beside it.
fn aligned(mention: &Mention<'_>, number: &str, style: Style) -> Option<String> {
    let matched = clean(mention.matched);
    let free = style
        .width
        .saturating_sub(NUMBER + 1 + width(&matched) + style.mark_width());
    let side = Some(free / 2).filter(|side| *side >= LEAST_SIDE)?;
    let before = fit_end(clean(mention.before).trim_start(), side);
    let after = fit(clean(mention.after).trim_end(), free - side);
    let pad = " ".repeat(side - width(&before));
    let matched = style.mark(&matched);
    Some(format!("{number} {pad}{before}{matched}{after}\n"))
}

/// As many lines as the context takes.
fn wrapped(mention: &Mention<'_>, number: &str, style: Style) -> String {
    let before = clean(mention.before.trim_start());
    let matched = clean(mention.matched);
    let mark = before.len()..before.len() + matched.len();
    let text = before + &matched + &clean(mention.after.trim_end());
    let indent = " ".repeat(NUMBER);
    let mut out = String::new();
    let columns = style.width.saturating_sub(NUMBER + 1);
    for (at, line) in lines(&text, &[mark], style, columns).iter().enumerate() {
        let margin = if at == 0 { number } else { &indent };
        out.push_str(&format!("{margin} {line}\n"));
    }
    out
}
