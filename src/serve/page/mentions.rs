//! Every mention of a term, aligned on it.

use std::ops::ControlFlow;

use axum::response::Response;
use maud::{Markup, html};

use super::address::Address;
use super::filters::Beside;
use super::frame::{View, chips, page, pager};
use super::{Visit, names};
use crate::index::OpenIndex;
use crate::query::facets::Asked;
use crate::query::mentions::{Mention, Mentions};
use crate::query::{Context, Needle, Order};
use crate::serve::answer::Failure;
use crate::serve::params::{FILTERS, Params};

/// Mentions on a page.
const SIZE: usize = 50;
/// Characters and words on each side.
const CONTEXT: Context = Context::Units(24);

pub async fn show(visit: Visit) -> Response {
    visit
        .show(View::Mentions, |index, params| {
            match params.terms()?.into_iter().next() {
                None => Ok(page(View::Mentions, "提及", params, empty(params))),
                Some(needle) => concordance(index, params, &needle),
            }
        })
        .await
}

fn empty(params: &Params) -> Markup {
    let examples = [
        "枫桥经验",
        "八五普法",
        "双随机、一公开",
        "行政复议",
        "法律明白人",
    ];
    html! {
        main #content .narrow {
            h1 { "一个用语的每一处出处" }
            p { "输入一个用语，列出它在全部报告中的每一处，不多不少：引号、空格、全半角、繁简体不同也算同一用语，数字和字母须整个相同。" }
            ul.examples { @for example in examples { li { a href=(Address::filtered("/mentions", params).with("term", example)) { (example) } } } }
        }
    }
}

fn concordance(index: &OpenIndex, params: &Params, needle: &Needle) -> Result<Markup, Failure> {
    let filter = params.filter(index)?;
    let order: Order = params.named("sort")?.unwrap_or_default();
    let number: usize = params.number("page", 1..=usize::MAX / SIZE)?.unwrap_or(1);
    let mut mentions = Mentions::new(index, needle, &filter)?;
    let totals = mentions.totals();
    mentions.sort(order)?;
    let term = needle.written();
    let address = Address::of(View::Mentions.path(), params)
        .without("q")
        .with("term", term);
    let mut rows = Vec::new();
    mentions.each((number - 1) * SIZE, CONTEXT, |mention| {
        rows.push(row(mention, &address));
        if rows.len() < SIZE {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    })?;
    let beside = Beside::count(index, Asked::Term(needle), &filter)?;
    let content = html! {
        div.with-filters {
            main #content {
                h1.quiet { "“" (term) "”的出处" }
                (chips(View::Mentions.path(), params))
                (others(&address, params))
                p.total role="status" {
                    span {
                        strong { (names::number(totals.mentions)) } " 处，在 "
                        (names::number(totals.reports)) " 篇报告的 " (names::number(totals.passages)) " 段里"
                    }
                    (downloads(&address))
                    (Beside::way())
                }
                @if rows.is_empty() {
                    p.nothing {
                        @if totals.mentions > 0 { "没有这一页。" } @else { "没有提到“" (term) "”。" }
                        a href=(Address::filtered("/", params).with("q", term)) { "改用检索" }
                    }
                } @else {
                    table.kwic {
                        caption.quiet { "“" (term) "”的出处，" (SIZE) " 处一页" }
                        thead { tr {
                            (head(&address, order, Order::Before, "前文"))
                            th scope="col" { "用语" }
                            (head(&address, order, Order::After, "后文"))
                            th scope="col" {
                                (sorted(&address, order, Order::Position, "报告")) " "
                                (sorted(&address, order, Order::Year, "年份")) " "
                                (sorted(&address, order, Order::Region, "地区"))
                            }
                        } }
                        tbody { @for row in &rows { (row) } }
                    }
                }
                (pager(&address, number, SIZE, totals.mentions as usize))
            }
            (beside.show(&address, params))
        }
    };
    Ok(page(
        View::Mentions,
        &format!("“{term}”的出处"),
        params,
        content,
    ))
}

fn head(address: &Address, order: Order, by: Order, name: &str) -> Markup {
    html! {
        th scope="col" aria-sort=[(order == by).then_some("ascending")] { (sorted(address, order, by, name)) }
    }
}

/// A way to another order.
fn sorted(address: &Address, order: Order, by: Order, name: &str) -> Markup {
    html! {
        a.sort href=(address.with("sort", by.name())) aria-current=[(order == by).then_some("true")] title={ "按" (name) "排序" } {
            (name) @if order == by { span aria-hidden="true" { " ↓" } }
        }
    }
}

fn row(mention: &Mention<'_>, address: &Address) -> Markup {
    let record = mention.record;
    let report = address.only(&format!("/reports/{}", record.id), &["term", "exact"]);
    html! {
        tr data-item {
            td.before { span { (mention.before) } }
            td.match { mark { (mention.matched) } }
            td.after { span { (mention.after) } }
            td.source {
                a href=(report.at(&record.passage_id(mention.passage))) title=(names::title(record)) { (source(mention)) }
            }
        }
    }
}

/// The shortest that tells a report from others: place and year, else its title.
fn source(mention: &Mention<'_>) -> String {
    let record = mention.record;
    let region = record.region.as_ref();
    let names = region.map(|region| {
        [
            &region.province,
            &region.city,
            &region.county,
            &region.township,
        ]
        .into_iter()
        .flatten()
        .next_back()
    });
    let place = names.flatten().cloned();
    let place = place.unwrap_or_else(|| names::title(record).to_owned());
    match record.year {
        Some(year) => format!("{place} {year}"),
        None => place,
    }
}

/// Other terms that the address names: this view shows one.
fn others(address: &Address, params: &Params) -> Markup {
    let shown = params.all("term").next();
    let others: Vec<&str> = params
        .all("term")
        .filter(|term| Some(*term) != shown)
        .collect();
    html! {
        @if !others.is_empty() {
            p.ways { "另一用语：" @for other in others { a href=(address.with("term", other)) { (other) } } }
        }
    }
}

/// The same, all of it, as files.
fn downloads(address: &Address) -> Markup {
    let names = [&FILTERS[..], &["term", "exact", "sort"]].concat();
    let all = address.only("/api/v1/mentions", &names);
    html! {
        span.ways {
            "全部下载："
            a href=(all.with("format", "csv").with("excel", "true")) download { "表格 CSV" }
            a href=(all.with("format", "jsonl")) download { "JSON Lines" }
        }
    }
}
