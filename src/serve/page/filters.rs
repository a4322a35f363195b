//! Beside the results: how many there are under each region, year, topic, part and level, each a link.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::address::Address;
use super::chart::years;
use super::names;
use crate::index::OpenIndex;
use crate::index::block::codes_above;
use crate::query::facet::Value;
use crate::query::facets::{Asked, FacetCounts, facets};
use crate::query::mentions::Totals;
use crate::query::{Facet, Filter, QueryError};
use crate::serve::params::Params;
use crate::tagging::Divisions;

/// What is counted beside results.
const FACETS: [Facet; 5] = [
    Facet::Region,
    Facet::Year,
    Facet::Topic,
    Facet::Part,
    Facet::Level,
];
/// Values that are shown at once, of topics and of regions side by side.
const SHOWN: usize = 12;

/// The counts of a page's results.
pub struct Beside {
    counts: Vec<FacetCounts>,
    of: fn(&Totals) -> u64,
}

impl Beside {
    /// Counts them.
    pub fn count(index: &OpenIndex, asked: Asked<'_>, filter: &Filter) -> Result<Self, QueryError> {
        Ok(Beside {
            counts: facets(index, asked, filter, &FACETS)?,
            of: match asked {
                Asked::Term(_) => |totals| totals.mentions,
                Asked::Query(_) | Asked::Everything => |totals| totals.passages,
            },
        })
    }

    fn values(&self, facet: Facet) -> impl Iterator<Item = (&Value, u64)> {
        let counts = self.counts.iter().find(|counts| counts.facet == facet);
        let values = counts.into_iter().flat_map(|counts| &counts.values);
        values.map(|(value, totals)| (value, (self.of)(totals)))
    }

    /// Names and counts, the most first.
    fn named(&self, facet: Facet) -> Vec<(&str, u64)> {
        let mut named: Vec<(&str, u64)> = self
            .values(facet)
            .filter_map(|(value, count)| match value {
                Value::Name(name) => Some((name.as_str(), count)),
                _ => None,
            })
            .collect();
        named.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        named
    }

    /// Years and counts, without gaps.
    pub fn years(&self) -> Vec<(u16, u64)> {
        let known: BTreeMap<u16, u64> = self
            .values(Facet::Year)
            .filter_map(|(value, count)| match value {
                Value::Year(year) => Some((*year, count)),
                _ => None,
            })
            .collect();
        let (Some((first, _)), Some((last, _))) = (known.first_key_value(), known.last_key_value())
        else {
            return Vec::new();
        };
        let all = *first..=*last;
        all.map(|year| (year, known.get(&year).copied().unwrap_or(0)))
            .collect()
    }

    /// Counts of regions, those above included, by code.
    pub fn regions(&self) -> BTreeMap<String, u64> {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        let divisions = Divisions::embedded();
        for (value, count) in self.values(Facet::Region) {
            let Value::Region { code, .. } = value else {
                continue;
            };
            // Some codes are of no place: 3101 holds the districts of 上海市, which lie in 31.
            for code in codes_above(code).filter(|code| divisions.row(code).is_some()) {
                *counts.entry(code.to_owned()).or_default() += count;
            }
        }
        counts
    }

    /// The way to it, where it stands below the results.
    pub fn way() -> Markup {
        html! { a.to-filters href="#filters" { "筛选 ↓" } }
    }

    /// All of it.
    pub fn show(&self, address: &Address, params: &Params) -> Markup {
        html! {
            aside.filters #filters aria-label="筛选" {
                h2 { "筛选" }
                (self.year_bars(address, params))
                (self.region_tree(address, params))
                (self.list("层级", "level", Facet::Level, address, params))
                (self.list("部分", "part", Facet::Part, address, params))
                (self.list("主题", "topic", Facet::Topic, address, params))
            }
        }
    }

    fn year_bars(&self, address: &Address, params: &Params) -> Markup {
        let all = self.years();
        let chosen = chosen_years(params);
        let others = address.without("year");
        let to = |year| match chosen.as_slice() {
            [only] if *only == year => others.to_string(),
            _ => others.with("year", year).to_string(),
        };
        html! {
            @if !all.is_empty() {
                section {
                    h3 { "年份" }
                    (years::bars(&all, &chosen, to))
                    form.years action=(others.path()) method="get" {
                        (others.fields())
                        label { span.quiet { "年份，如 2024 或 2020..2024" }
                            input name="year" value=[params.all("year").next()] placeholder="2020..2024" pattern="[0-9]{4}(\\.\\.[0-9]{4})?" size="10" required; }
                        button type="submit" { "限定" }
                    }
                }
            }
        }
    }

    /// Provinces, and below those chosen what lies in them.
    fn region_tree(&self, address: &Address, params: &Params) -> Markup {
        let counts = self.regions();
        let divisions = Divisions::embedded();
        // A name or a path that a person wrote leads to the same place as its code.
        let chosen: Vec<String> = params
            .all("region")
            .filter_map(|given| divisions.find_clear(given))
            .collect();
        let mut open: Vec<String> = Vec::new();
        for code in &chosen {
            open.extend(
                divisions
                    .lineage(code)
                    .into_iter()
                    .map(|row| row.code.to_string()),
            );
        }
        let tree = Tree {
            counts: &counts,
            divisions: &divisions,
            chosen: &chosen,
            open: &open,
            address,
        };
        let unknown: u64 = self
            .values(Facet::Region)
            .filter(|(value, _)| **value == Value::Unknown)
            .map(|(_, count)| count)
            .sum();
        html! {
            @if !counts.is_empty() {
                section {
                    h3 { "地区" }
                    (tree.below(None))
                    @if unknown > 0 { p.note { "地区不详 " (names::number(unknown)) } }
                }
            }
        }
    }

    fn list(
        &self,
        heading: &str,
        filter: &str,
        facet: Facet,
        address: &Address,
        params: &Params,
    ) -> Markup {
        let values = self.named(facet);
        let item = |(name, count): &(&str, u64)| {
            let is_chosen = params.all(filter).any(|chosen| chosen == *name);
            choice(
                &address.toggling(filter, name),
                &names::value(filter, name),
                *count,
                is_chosen,
            )
        };
        let (first, rest) = values.split_at(values.len().min(SHOWN));
        html! {
            @if !values.is_empty() {
                section {
                    h3 { (heading) }
                    ul { @for value in first { (item(value)) } }
                    @if !rest.is_empty() {
                        details { summary { "其余 " (rest.len()) " 项" } ul { @for value in rest { (item(value)) } } }
                    }
                }
            }
        }
    }
}

/// A value to choose or to let go.
fn choice(to: &Address, name: &str, count: u64, is_chosen: bool) -> Markup {
    html! {
        li { (link(to, name, count, is_chosen)) }
    }
}

fn link(to: &Address, name: &str, count: u64, is_chosen: bool) -> Markup {
    html! {
        a href=(to) aria-current=[is_chosen.then_some("true")] {
            span { (name) } " " span.n { (names::number(count)) }
        }
    }
}

struct Tree<'a> {
    counts: &'a BTreeMap<String, u64>,
    divisions: &'a Divisions,
    chosen: &'a [String],
    open: &'a [String],
    address: &'a Address,
}

impl Tree<'_> {
    /// What lies directly below a region, or the provinces; the most first.
    fn below(&self, parent: Option<&str>) -> Markup {
        let is_below = |code: &str| match parent {
            None => code.len() == 2,
            Some(parent) => {
                let inside = code.len() > parent.len() && code.starts_with(parent);
                inside
                    && self
                        .divisions
                        .parent(code)
                        .is_some_and(|row| row.code == parent)
            }
        };
        let mut rows: Vec<(&String, u64)> = self
            .counts
            .iter()
            .filter(|(code, _)| is_below(code))
            .map(|(code, count)| (code, *count))
            .collect();
        rows.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let (first, rest) = rows.split_at(rows.len().min(SHOWN));
        let is_open = rest.iter().any(|(code, _)| self.open.contains(code));
        html! {
            @if !rows.is_empty() {
                ul { @for (code, count) in first { (self.row(code, *count)) } }
                @if !rest.is_empty() {
                    details open[is_open] {
                        summary { "其余 " (rest.len()) " 个" }
                        ul { @for (code, count) in rest { (self.row(code, *count)) } }
                    }
                }
            }
        }
    }

    /// A region, and what lies in it if it is chosen or one in it is.
    fn row(&self, code: &String, count: u64) -> Markup {
        let is_chosen = self.chosen.contains(code);
        let to = if is_chosen {
            self.address.without("region")
        } else {
            self.address.with("region", code)
        };
        html! {
            li {
                (link(&to, &names::region(code), count, is_chosen))
                @if self.open.contains(code) { (self.below(Some(code))) }
            }
        }
    }
}

/// The years that are chosen, ranges written out.
fn chosen_years(params: &Params) -> Vec<u16> {
    let given: Vec<String> = params.all("year").map(str::to_owned).collect();
    crate::query::filter::years(&given).unwrap_or_default()
}
