//! Years as bars, each a link; the script lets a stretch of them be brushed.

use maud::{Markup, html};

use super::super::names;

const WIDTH: u32 = 240;
const HEIGHT: u32 = 56;

/// Bars for years without gaps; `to` is where one leads.
pub fn bars(years: &[(u16, u64)], chosen: &[u16], to: impl Fn(u16) -> String) -> Markup {
    let most = years
        .iter()
        .map(|(_, count)| *count)
        .max()
        .unwrap_or(0)
        .max(1);
    let step = f64::from(WIDTH) / years.len().max(1) as f64;
    // Labels that would touch are left out.
    let every = (32.0 / step).ceil().max(1.0) as usize;
    html! {
        svg.bars data-brush="year" viewBox={ "0 0 " (WIDTH) " " (HEIGHT + 16) } role="group" aria-label="各年数量，点选年份" {
            @for (at, (year, count)) in years.iter().enumerate() {
                @let height = *count as f64 / most as f64 * f64::from(HEIGHT);
                @let left = at as f64 * step;
                a href=(to(*year)) data-year=(year) aria-current=[chosen.contains(year).then_some("true")] {
                    title { (year) "年：" (names::number(*count)) }
                    rect.room x=(format!("{left:.1}")) y="0" width=(format!("{step:.1}")) height=(HEIGHT) {}
                    rect.bar x=(format!("{:.1}", left + step * 0.1)) y=(format!("{:.1}", f64::from(HEIGHT) - height))
                        width=(format!("{:.1}", step * 0.8)) height=(format!("{height:.1}")) {}
                    @if (years.len() - 1 - at).is_multiple_of(every) {
                        text x=(format!("{:.1}", left + step / 2.0)) y=(HEIGHT + 13) text-anchor="middle" aria-hidden="true" { (year) }
                    }
                }
            }
        }
    }
}
