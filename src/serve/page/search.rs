//! Ranked passages with what may narrow them.

use axum::response::Response;
use maud::{Markup, html};

use super::address::Address;
use super::filters::Beside;
use super::frame::{View, chips, page, pager};
use super::marks::marked;
use super::{Visit, home, names};
use crate::index::OpenIndex;
use crate::index::record::Record;
use crate::present::json::topic_names;
use crate::query::facets::Asked;
use crate::query::hits::Hit;
use crate::query::meant::meant;
use crate::query::scope::{Place, place_named};
use crate::query::search::{Answer, Total, search};
use crate::query::sought::Sought;
use crate::query::suggest::{Suggestion, suggest};
use crate::query::{Filter, Grouping, ParsedQuery};
use crate::serve::answer::Failure;
use crate::serve::limits::OFFSET;
use crate::serve::params::Params;
use crate::tagging::Taxonomy;

/// Results on a page.
const SIZE: usize = 10;

pub async fn show(visit: Visit) -> Response {
    visit
        .show(View::Search, |index, params| match params.query()? {
            None => home::page(index, params),
            Some((_, parsed)) => results(index, params, &parsed),
        })
        .await
}

fn results(index: &OpenIndex, params: &Params, parsed: &ParsedQuery) -> Result<Markup, Failure> {
    let filter = params.filter_for(index, Some(parsed))?;
    let number = params.number("page", 1..=OFFSET / SIZE)?.unwrap_or(1);
    let by_report = params.by_report()?;
    let grouping = Grouping::of(by_report, params.flag("diverse")?);
    let diverse = grouping == Grouping::Diverse;
    let answer = grouping.search(index, parsed, &filter, (number - 1) * SIZE, SIZE)?;
    let meant = meant(index, parsed, &answer.words)?;
    let beside = Beside::count(index, Asked::Query(parsed), &filter)?;
    let address = Address::of(View::Search.path(), params);
    let content = html! {
        div.with-filters {
            main #content {
                h1.quiet { "检索结果" }
                (chips(View::Search.path(), params))
                p.total role="status" { (total(answer.total, by_report)) (ways(&address, by_report, diverse)) (Beside::way()) }
                @if !meant.is_empty() { (did_you_mean(&address, &meant)) }
                @if !answer.hits.is_empty() { (in_parts(&answer)) }
                @if answer.hits.is_empty() { (nothing(index, params, parsed, &filter, &answer, number)?) }
                ol.hits start=((number - 1) * SIZE + 1) {
                    @for hit in &answer.hits { (shown(hit, index.taxonomy(), &address)) }
                }
                (pager(&address, number, SIZE, if diverse && answer.hits.len() < SIZE { 0 } else { answer.total.counted }))
            }
            (beside.show(&address, params))
        }
    };
    let title = params.one("q")?.unwrap_or_default();
    Ok(page(View::Search, title, params, content))
}

fn total(total: Total, by_report: bool) -> Markup {
    let what = if by_report { " 篇报告" } else { " 段" };
    html! {
        span {
            @if total.or_more { "至少 " }
            strong { (names::number(total.counted as u64)) } (what)
        }
    }
}

/// Other ways to see the same results.
fn ways(address: &Address, by_report: bool, diverse: bool) -> Markup {
    let plain = address.without("group").without("diverse");
    let ways = [
        ("逐段", plain.clone(), !by_report && !diverse),
        ("相似的合并", plain.with("diverse", "true"), diverse),
        ("按报告", plain.with("group", "report"), by_report),
    ];
    html! {
        span.ways {
            @for (name, to, is_shown) in ways {
                a href=(to) aria-current=[is_shown.then_some("true")] { (name) }
            }
        }
    }
}

fn did_you_mean(address: &Address, meant: &[Suggestion]) -> Markup {
    html! {
        p.meant {
            "您要找的是不是："
            @for guess in meant {
                a href=(address.with("q", &guess.word)) { (guess.word) }
                span.n { " " (names::number(guess.passages as u64)) " 段　" }
            }
        }
    }
}

/// Of what was found, that it holds no more than parts of a word.
fn in_parts(answer: &Answer) -> Markup {
    let parts = |sought: &Sought| -> String {
        let parts = sought.parts.iter();
        parts.map(|part| format!("“{}”", part.written())).collect()
    };
    html! {
        @for sought in &answer.in_parts {
            p.note { "没有一段写有“" (sought.word.written()) "”，改找其中的" (parts(sought)) "。" }
        }
    }
}

/// Why there is nothing, and what to try.
fn nothing(
    index: &OpenIndex,
    params: &Params,
    parsed: &ParsedQuery,
    filter: &Filter,
    answer: &Answer,
    number: usize,
) -> Result<Markup, Failure> {
    let address = Address::of(View::Search.path(), params);
    if number > 1 && answer.total.counted > 0 {
        return Ok(html! { p.nothing { "没有这一页。" a href=(address) { "回到第一页" } } });
    }
    let without = Address::new(View::Search.path()).with("q", params.one("q")?.unwrap_or_default());
    let elsewhere = match filter.dropped(index)? {
        None => 0,
        Some(dropped) => search(index, parsed, &dropped, 0, 1)?.total.counted,
    };
    let place = place_named(index, &parsed.text)?;
    // Words like the name of a place are other places.
    let words = match &place {
        Some(_) => Vec::new(),
        None => suggest(index, &answer.words)?,
    };
    Ok(html! {
        div.nothing {
            p { "没有找到符合的段落。" }
            @if let Some(place) = place { (there(&place, &parsed.text)) }
            @if elsewhere > 0 {
                p { a href=(without) { "去掉条件后有 " (names::number(elsewhere as u64)) " 段" } }
            } @else if !words.is_empty() {
                p { "可以试试：" }
                ul { @for word in &words { li { a href=(address.with("q", &word.word)) { (word.word) } " " span.n { (names::number(word.passages as u64)) " 段" } } } }
            }
        }
    })
}

/// What a place is called now, and the way to the reports from there.
fn there(place: &Place, asked: &str) -> Markup {
    let reports = Address::new("/reports").with("region", &place.path);
    html! {
        p {
            @if let Some(now) = &place.now {
                (asked) (if now.whole { "现称" } else { "现属" }) (now.name) "。"
            }
            @if place.reports == 0 { (place.path) "没有报告。" }
            @else { a href=(reports) { (place.path) "的报告 " (names::number(place.reports as u64)) " 篇" } }
        }
    }
}

/// One hit; `address` is that of the page it stands on.
fn shown(hit: &Hit, taxonomy: &Taxonomy, address: &Address) -> Markup {
    let record = &hit.report.record;
    let id = record.passage_id(hit.passage);
    let report = address.only(&format!("/reports/{}", record.id), &["q", "no_synonyms"]);
    html! {
        li.hit data-item {
            h2 { a href=(report.at(&id)) { (names::title(record)) } }
            p.facts { (names::facts(record).join(" · ")) }
            (crumbs(&record.breadcrumb(hit.passage)))
            p.text { (marked(hit.report.passage_text(hit.passage).trim_end(), &hit.highlights)) }
            (tags(record, hit.passage, taxonomy, address))
            @if !hit.alike.is_empty() { p.alike { "另有 " (hit.alike.len()) " 段与此相似" } }
        }
    }
}

/// The headings above a passage.
pub fn crumbs(crumbs: &[String]) -> Markup {
    html! {
        @if !crumbs.is_empty() { p.crumbs { (crumbs.join(" › ")) } }
    }
}

/// Part and topics of a passage, each a way to results of the same.
fn tags(record: &Record, passage: usize, taxonomy: &Taxonomy, address: &Address) -> Markup {
    let entry = &record.passages[passage];
    let part = entry.part.name();
    html! {
        p.tags {
            a.part href=(address.with("part", part)) { (names::part(part)) }
            @for topic in topic_names(taxonomy, &entry.topics) {
                a href=(address.with("topic", &topic)) { (topic) }
            }
        }
    }
}
