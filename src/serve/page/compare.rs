//! Terms over the years and over the provinces, as rates that can be compared.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use axum::response::Response;
use maud::{Markup, html};

use super::address::Address;
use super::chart::lines::{Line, lines};
use super::chart::ranked::{Bar, ranked};
use super::chart::tiles;
use super::frame::{View, chips, page, terms};
use super::{Visit, names};
use crate::index::OpenIndex;
use crate::index::block::codes_above;
use crate::query::counts::{Counts, Row, count_each};
use crate::query::extents::{Extent, extents};
use crate::query::facet::Value;
use crate::query::mentions::Totals;
use crate::query::{Facet, Needle};
use crate::serve::answer::Failure;
use crate::serve::params::Params;
use crate::serve::problem::Problem;
use crate::text::Unknown;

/// Terms that lines can be told apart for.
const MOST_TERMS: usize = 6;

/// What mentions are a rate of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Per {
    Report,
    Characters,
    Nothing,
}

impl FromStr for Per {
    type Err = Unknown;

    fn from_str(name: &str) -> Result<Self, Unknown> {
        let known = Per::ALL.into_iter().find(|per| per.name() == name);
        known.ok_or_else(|| Unknown::new("rate", name, Per::ALL.map(Per::name)))
    }
}

impl Per {
    const ALL: [Per; 3] = [Per::Report, Per::Characters, Per::Nothing];

    fn name(self) -> &'static str {
        match self {
            Per::Report => "report",
            Per::Characters => "10000",
            Per::Nothing => "none",
        }
    }

    fn unit(self) -> &'static str {
        match self {
            Per::Report => "处/篇",
            Per::Characters => "处/万字",
            Per::Nothing => "处",
        }
    }

    /// A rate; none where there is nothing that it could be a rate of.
    fn rate(self, totals: Totals, extent: Option<Extent>) -> Option<f64> {
        let extent = extent?;
        let mentions = totals.mentions as f64;
        match self {
            Per::Report if extent.reports > 0 => Some(mentions / extent.reports as f64),
            Per::Characters if extent.characters > 0 => {
                Some(mentions * 1e4 / extent.characters as f64)
            }
            Per::Nothing => Some(mentions),
            Per::Report | Per::Characters => None,
        }
    }
}

pub async fn show(visit: Visit) -> Response {
    visit
        .show(View::Compare, |index, params| {
            let needles = needles(params)?;
            match needles.is_empty() {
                true => Ok(page(View::Compare, "对比", params, empty(params))),
                false => compared(index, params, &needles),
            }
        })
        .await
}

/// The terms as typed, in one box or several.
fn needles(params: &Params) -> Result<Vec<Needle>, Failure> {
    let written = terms(params);
    if written.len() > MOST_TERMS {
        let wrong = Problem {
            shown: Some(format!("最多对比 {MOST_TERMS} 个用语。")),
            ..Problem::parameter("term", format!("at most {MOST_TERMS} can be compared"))
        };
        return Err(wrong.into());
    }
    let needles = written.iter().map(|term| Needle::parse(term, false));
    Ok(needles.collect::<Result<_, _>>()?)
}

fn empty(params: &Params) -> Markup {
    let examples = [
        "枫桥经验 诉源治理",
        "七五普法 八五普法",
        "行政复议 行政诉讼 行政赔偿",
        "双随机 信用监管",
    ];
    html! {
        main #content .narrow {
            h1 { "对比用语" }
            p { "输入一个或几个用语（最多 " (MOST_TERMS) " 个），看它们历年的变化和各省的多少。按每篇报告或每万字折算，报告多少不一也可以比较。" }
            ul.examples { @for example in examples { li { a href=(Address::filtered("/compare", params).with("term", example)) { (example) } } } }
        }
    }
}

/// The counts of each term by one facet, with how much text there is of each of its values.
fn counted(
    index: &OpenIndex,
    params: &Params,
    needles: &[Needle],
    facet: Facet,
) -> Result<Vec<Counts>, Failure> {
    let mut filter = params.filter(index)?;
    filter.settle(index)?;
    let measured = extents(index, &filter, &[facet])?;
    let each = count_each(index, needles, &filter, &[facet], Some(&measured), true)?;
    Ok(each.into_iter().map(|(_, counts)| counts).collect())
}

/// The rows of counts by one facet, each with its value.
fn rows_of(counts: &Counts) -> impl Iterator<Item = (&Value, &Row)> {
    let rows = counts.rows.iter();
    rows.filter_map(|row| Some((row.values.first()?, row)))
}

/// Mentions that the facet knows no value for.
fn unknown(counts: &Counts) -> u64 {
    let rows = rows_of(counts).filter(|(value, _)| **value == Value::Unknown);
    rows.map(|(_, row)| row.totals.mentions).sum()
}

fn compared(index: &OpenIndex, params: &Params, needles: &[Needle]) -> Result<Markup, Failure> {
    let per = params.named("per")?.unwrap_or(Per::Report);
    let names: Vec<&str> = needles.iter().map(Needle::written).collect();
    let mapped = params
        .one("map")?
        .and_then(|term| names.iter().position(|name| *name == term))
        .unwrap_or(0);
    let by_year = counted(index, params, needles, Facet::Year)?;
    let by_province = counted(index, params, needles, Facet::Province)?;
    let address = Address::of(View::Compare.path(), params)
        .without("q")
        .with("term", names.join(" "));
    let content = html! {
        main #content {
            h1.quiet { "对比：" (names.join("、")) }
            (chips(View::Compare.path(), params))
            p.ways {
                "计量："
                @for other in Per::ALL {
                    a href=(address.with("per", other.name())) aria-current=[(other == per).then_some("true")] { (other.unit()) }
                }
            }
            (levels(&address, params))
            section {
                h2 { "历年变化" }
                (over_years(&by_year, &names, per, params))
                (left_out("年份", names.iter().copied().zip(by_year.iter().map(unknown))))
            }
            section {
                h2 { "各省、自治区、直辖市比较" }
                @if names.len() > 1 {
                    p.ways {
                        "用语："
                        @for (at, name) in names.iter().enumerate() {
                            a href=(address.with("map", name)) aria-current=[(at == mapped).then_some("true")] { (name) }
                        }
                    }
                }
                (over_provinces(&by_province[mapped], names[mapped], per, params))
                (left_out("地区", std::iter::once((names[mapped], unknown(&by_province[mapped])))))
            }
        }
    };
    Ok(page(
        View::Compare,
        &format!("对比：{}", names.join("、")),
        params,
        content,
    ))
}

/// How many mentions stand in reports of which the year or the region is not known.
fn left_out<'a>(what: &str, unknown: impl Iterator<Item = (&'a str, u64)>) -> Markup {
    html! {
        @for (name, count) in unknown.filter(|(_, count)| *count > 0) {
            p.note { "“" (name) "”另有 " (names::number(count)) " 处，所在报告" (what) "不详，未列入。" }
        }
    }
}

/// Reports of which level are compared: a province's and a township's are hardly alike.
fn levels(address: &Address, params: &Params) -> Markup {
    let all = ["province", "city", "county", "township", "department"];
    html! {
        p.ways {
            "层级："
            a href=(address.without("level")) aria-current=[params.all("level").next().is_none().then_some("true")] { "全部" }
            @for level in all {
                @let chosen = params.all("level").any(|chosen| chosen == level);
                a href=(address.with("level", level)) aria-current=[chosen.then_some("true")] { (names::level(level)) }
            }
        }
    }
}

fn over_years(counted: &[Counts], names: &[&str], per: Per, params: &Params) -> Markup {
    let by_year = |counts| {
        let rows = rows_of(counts).filter_map(|(value, row)| match value {
            Value::Year(year) => Some((*year, row)),
            _ => None,
        });
        rows.collect()
    };
    let rows: Vec<BTreeMap<u16, &Row>> = counted.iter().map(by_year).collect();
    let known: BTreeSet<u16> = rows.iter().flat_map(|rows| rows.keys().copied()).collect();
    let (Some(first), Some(last)) = (known.first(), known.last()) else {
        return html! { p.nothing { "没有注明年份的报告。" } };
    };
    let years: Vec<u16> = (*first..=*last).collect();
    let rate = |term: usize, year: &u16| {
        let row = rows[term].get(year)?;
        per.rate(row.totals, row.extent)
    };
    let drawn: Vec<Line> = names
        .iter()
        .enumerate()
        .map(|(term, name)| Line {
            name: (*name).to_owned(),
            values: years.iter().map(|year| rate(term, year)).collect(),
        })
        .collect();
    let mentions = Address::filtered(View::Mentions.path(), params);
    let to = |name: &str, year: u16| mentions.with("term", name).with("year", year).to_string();
    html! {
        div.pair {
            div { (lines(&years, &drawn, per.unit(), to)) }
            table.numbers {
                caption { (per.unit()) @if per != Per::Nothing { "（括号内为处数）" } }
                thead { tr {
                    th scope="col" { "年份" }
                    @for name in names { th.n scope="col" { (name) } }
                    th.n scope="col" { "报告" }
                } }
                tbody {
                    @for year in years.iter().rev().filter(|year| known.contains(year)) {
                        tr {
                            th scope="row" { (year) }
                            @for (term, name) in names.iter().enumerate() {
                                td.n { a href=(to(name, *year)) { (cell(rows[term].get(year), per)) } }
                            }
                            td.n { (names::number(rows[0].get(year).and_then(|row| row.extent).map_or(0, |extent| extent.reports))) }
                        }
                    }
                }
            }
        }
    }
}

/// A rate, and the mentions it is made of.
fn cell(row: Option<&&Row>, per: Per) -> String {
    let Some(row) = row else {
        return "—".to_owned();
    };
    let mentions = names::number(row.totals.mentions);
    match (per, per.rate(row.totals, row.extent)) {
        (_, None) => "—".to_owned(),
        (Per::Nothing, Some(_)) => mentions,
        (_, Some(rate)) => format!("{} ({mentions})", names::rate(rate)),
    }
}

fn over_provinces(counts: &Counts, name: &str, per: Per, params: &Params) -> Markup {
    let rows: BTreeMap<&str, &Row> = rows_of(counts)
        .filter_map(|(value, row)| match value {
            Value::Region { code, .. } => Some((codes_above(code).next()?, row)),
            _ => None,
        })
        .collect();
    if rows.is_empty() {
        return html! { p.nothing { "没有注明地区的报告。" } };
    }
    let mentions = Address::filtered(View::Mentions.path(), params).with("term", name);
    let to = |code: &str| mentions.with("region", code).to_string();
    let tile = |code: &str| {
        let row = rows.get(code)?;
        let value = per.rate(row.totals, row.extent)?;
        let written = match per {
            Per::Nothing => tiles::count(row.totals.mentions),
            Per::Report | Per::Characters => names::rate(value),
        };
        Some(tiles::Tile {
            value,
            written,
            to: to(code),
        })
    };
    let mut bars: Vec<Bar> = rows
        .iter()
        .filter_map(|(code, row)| {
            let value = per.rate(row.totals, row.extent)?;
            let reports = row.extent.map_or(0, |extent| extent.reports);
            let mut cells = vec![names::number(row.totals.mentions), names::number(reports)];
            if per != Per::Nothing {
                cells.insert(0, names::rate(value));
            }
            Some(Bar {
                name: names::region(code),
                value,
                cells,
                to: to(code),
            })
        })
        .collect();
    bars.sort_by(|a, b| b.value.total_cmp(&a.value).then(a.name.cmp(&b.name)));
    let head: &[&str] = match per {
        Per::Nothing => &["处", "报告"],
        Per::Report | Per::Characters => &[per.unit(), "处", "报告"],
    };
    let label = format!("“{name}”在各省，{}", per.unit());
    html! {
        div.pair {
            div { (tiles::tiles(&label, tile)) }
            (ranked(&label, head, &bars))
        }
    }
}
