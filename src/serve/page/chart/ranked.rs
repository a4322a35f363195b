//! A ranking as bars with their numbers, each a link.

use maud::{Markup, html};

/// A bar.
pub struct Bar {
    pub name: String,
    pub value: f64,
    /// The value and what else is to be said, cell by cell.
    pub cells: Vec<String>,
    pub to: String,
}

/// Bars under a head that names the columns, the highest first as given.
pub fn ranked(caption: &str, head: &[&str], bars: &[Bar]) -> Markup {
    let most = bars.iter().map(|bar| bar.value).fold(0.0, f64::max);
    html! {
        table.ranked {
            caption.quiet { (caption) }
            thead { tr { th scope="col" { "地区" } th scope="col" { span.quiet { "图示" } } @for name in head { th.n scope="col" { (name) } } } }
            tbody {
                @for bar in bars {
                    tr {
                        th scope="row" { a href=(bar.to) { (bar.name) } }
                        td.bar aria-hidden="true" {
                            a href=(bar.to) tabindex="-1" {
                                svg viewBox="0 0 100 10" preserveAspectRatio="none" {
                                    rect width=(format!("{:.1}", if most > 0.0 { bar.value / most * 100.0 } else { 0.0 })) height="10" {}
                                }
                            }
                        }
                        @for cell in &bar.cells { td.n { (cell) } }
                    }
                }
            }
        }
    }
}
