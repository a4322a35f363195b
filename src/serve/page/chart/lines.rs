//! Several terms over the years, a line each: told apart by colour, dash and the sign of their points.

use maud::{Markup, html};

use super::super::names;
use super::round_up;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 52.0;
const BOTTOM: f64 = 28.0;
const TOP: f64 = 12.0;
const RIGHT: f64 = 16.0;

/// A line: what it stands for, and its value for each year, if it has one.
pub struct Line {
    pub name: String,
    pub values: Vec<Option<f64>>,
}

/// The lines over `years`; `to` is where the point of a line and a year leads.
pub fn lines(
    years: &[u16],
    lines: &[Line],
    unit: &str,
    to: impl Fn(&str, u16) -> String,
) -> Markup {
    let all = lines.iter().flat_map(|line| &line.values);
    let most = round_up(all.flatten().copied().fold(0.0, f64::max));
    let gaps = years.len().saturating_sub(1).max(1) as f64;
    let x = |at: usize| match years.len() {
        1 => LEFT + (WIDTH - LEFT - RIGHT) / 2.0,
        _ => LEFT + (WIDTH - LEFT - RIGHT) * at as f64 / gaps,
    };
    let y = |value: f64| TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - value / most);
    let every = (years.len() as f64 * 44.0 / (WIDTH - LEFT)).ceil().max(1.0) as usize;
    html! {
        svg.lines viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="group" aria-label={ "历年变化，" (unit) } {
            @for step in 0..=4 {
                @let value = most * f64::from(step) / 4.0;
                line.grid x1=(LEFT) x2=(WIDTH - RIGHT) y1=(at(y(value))) y2=(at(y(value))) {}
                text x=(LEFT - 6.0) y=(at(y(value) + 4.0)) text-anchor="end" { (names::rate(value)) }
            }
            @for (place, year) in years.iter().enumerate() {
                @if (years.len() - 1 - place).is_multiple_of(every) {
                    text x=(at(x(place))) y=(HEIGHT - 8.0) text-anchor="middle" { (year) }
                }
            }
            @for (number, line) in lines.iter().enumerate() {
                g class={ "series s" (number) } {
                    @for stretch in stretches(line, &x, &y) { polyline points=(stretch) {} }
                    @for (place, value) in line.values.iter().enumerate() {
                        @if let Some(value) = value {
                            @let year = years[place];
                            a href=(to(&line.name, year)) {
                                title { (line.name) " " (year) "年：" (names::rate(*value)) " " (unit) }
                                (sign(number, x(place), y(*value)))
                            }
                        }
                    }
                }
            }
        }
        ul.legend {
            @for (number, line) in lines.iter().enumerate() {
                li class={ "series s" (number) } {
                    svg viewBox="0 0 28 12" width="28" height="12" aria-hidden="true" {
                        polyline points="0,6 28,6" {}
                        (sign(number, 14.0, 6.0))
                    }
                    " " (line.name)
                }
            }
        }
    }
}

/// The stretches of a line without a gap, as points.
fn stretches(line: &Line, x: &impl Fn(usize) -> f64, y: &impl Fn(f64) -> f64) -> Vec<String> {
    let places: Vec<_> = line.values.iter().enumerate().collect();
    let stretches = places.split(|(_, value)| value.is_none());
    let points = stretches
        .filter(|stretch| stretch.len() > 1)
        .map(|stretch| {
            let point = |(place, value): &(usize, &Option<f64>)| {
                value.map(|value| format!("{},{}", at(x(*place)), at(y(value))))
            };
            stretch
                .iter()
                .filter_map(point)
                .collect::<Vec<_>>()
                .join(" ")
        });
    points.collect()
}

/// The sign of a line's points.
fn sign(number: usize, x: f64, y: f64) -> Markup {
    let corner = |dx: f64, dy: f64| format!("{},{}", at(x + dx), at(y + dy));
    let polygon = |corners: &[(f64, f64)]| {
        corners
            .iter()
            .map(|(dx, dy)| corner(*dx, *dy))
            .collect::<Vec<_>>()
            .join(" ")
    };
    html! {
        @match number % 3 {
            0 => circle cx=(at(x)) cy=(at(y)) r="4.5" {},
            1 => polygon points=(polygon(&[(-4.0, -4.0), (4.0, -4.0), (4.0, 4.0), (-4.0, 4.0)])) {},
            _ => polygon points=(polygon(&[(0.0, -5.0), (5.0, 4.0), (-5.0, 4.0)])) {},
        }
    }
}

/// A coordinate.
fn at(value: f64) -> String {
    format!("{value:.1}")
}
