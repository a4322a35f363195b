//! A concordance for people: mentions under each other, aligned on the term, report by report.

use super::ranked::headline;
use super::terminal::{Style, clean, fit, fit_end, width};
use crate::query::mentions::Mention;

/// Columns that the line number takes up.
const NUMBER: usize = 6;

/// Shows one mention after another; knows when a new report begins.
pub struct Concordance {
    style: Style,
    last: Option<String>,
}

impl Concordance {
    /// Begins a concordance.
    pub fn new(style: Style) -> Self {
        Concordance { style, last: None }
    }

    /// One mention, under its report's line if that is a new one; `file` is where the report lies.
    pub fn mention(&mut self, mention: &Mention<'_>, file: impl FnOnce() -> String) -> String {
        let style = self.style;
        let record = &mention.report.record;
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
        let matched = clean(mention.matched);
        let free = style
            .width
            .saturating_sub(NUMBER + 1 + width(&matched) + style.mark_width());
        let side = free / 2;
        let before = fit_end(clean(mention.before).trim_start(), side);
        let after = fit(clean(mention.after).trim_end(), free - side);
        let number = format!("{:>NUMBER$}", mention.place.line);
        let pad = " ".repeat(side - width(&before));
        out.push_str(&format!(
            "{} {pad}{before}{}{after}\n",
            style.dim(&number),
            style.mark(&matched)
        ));
        out
    }
}
