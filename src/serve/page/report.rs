//! One report: its outline on one side, its text with the matches marked on the other.

use std::ops::Range;

use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::Response;
use maud::{Markup, html};
use time::OffsetDateTime;

use super::address::Address;
use super::frame::{View, page};
use super::{Visit, names};
use crate::index::record::Record;
use crate::index::{OpenIndex, Report};
use crate::query::marks::Marks;
use crate::query::{QueryError, locate};
use crate::report::lines;
use crate::serve::answer::Failure;
use crate::serve::params::Params;
use crate::serve::problem::Problem;

pub async fn show(id: Result<Path<String>, PathRejection>, visit: Visit) -> Response {
    visit
        .show(View::Reports, move |index, params| {
            let Path(id) = id.map_err(|wrong| Problem::not_found(&wrong.body_text()))?;
            let report = locate::report_of_id(index, &id)?.ok_or(QueryError::NoReport(id))?;
            shown(index, params, &report)
        })
        .await
}

fn shown(index: &OpenIndex, params: &Params, report: &Report) -> Result<Markup, Failure> {
    let record = &report.record;
    let found = matches(index, params, report)?;
    let content = html! {
        div.with-outline {
            (outline(report, &found))
            main #content {
                h1 { (names::title(record)) }
                p.facts { (facts(record)) }
                @if !found.is_empty() { (stepper(found.len())) }
                (cite(record))
                article.report { (text(report, &found)) }
            }
        }
    };
    Ok(page(View::Reports, names::title(record), params, content))
}

/// What is marked: mentions of the term, or what the query has highlighted.
fn matches(
    index: &OpenIndex,
    params: &Params,
    report: &Report,
) -> Result<Vec<Range<usize>>, Failure> {
    if let Some(needle) = params.terms()?.first() {
        return Ok(Marks::of_term(needle).find(report));
    }
    match params.query()? {
        Some((_, parsed)) => Ok(Marks::of_query(index, &parsed)?.find(report)),
        None => Ok(Vec::new()),
    }
}

fn facts(record: &Record) -> Markup {
    let web = record
        .url
        .as_deref()
        .filter(|url| url.starts_with("http://") || url.starts_with("https://"));
    html! {
        (names::facts(record).join(" · "))
        @if let Some(issuer) = &record.issuer { " · " (issuer) }
        @if let Some(published) = &record.published { " · " (published) " 公布" }
        @if let Some(url) = web { " · " a href=(url) rel="noreferrer nofollow external" { "原文" } }
    }
}

/// From match to match with the script; without it to the first, as the outline leads to those of a section.
fn stepper(matches: usize) -> Markup {
    html! {
        div.stepper #stepper {
            span { a href="#m0" { (names::number(matches as u64)) " 处匹配" } }
            button type="button" #previous hidden { "← 上一处" }
            span #place role="status" {}
            button type="button" #next hidden { "下一处 →" }
        }
    }
}

/// The outline, with how many matches stand under each heading.
fn outline(report: &Report, found: &[Range<usize>]) -> Markup {
    let sections = &report.record.sections;
    let within = |start: u32, end: u32| {
        let (start, end) = (start as usize, end as usize);
        let first = found.partition_point(|range| range.start < start);
        let last = found.partition_point(|range| range.start < end);
        (first, last - first)
    };
    html! {
        nav.outline aria-label="目录" {
            h2 { "目录" }
            @if sections.is_empty() { p.note { "没有标题" } }
            ul {
                @for (at, section) in sections.iter().enumerate() {
                    @let (first, matches) = within(section.start, section.end);
                    li class={ "depth" (section.depth.min(4)) } {
                        a href={ "#s" (at) } { (section.label) (section.heading) }
                        @if matches > 0 { " " a.n href={ "#m" (first) } aria-label={ (matches) " 处匹配，到第一处" } { (matches) } }
                    }
                }
            }
        }
    }
}

/// The text, a paragraph each; headings stand out, passages and matches can be linked to.
fn text(report: &Report, found: &[Range<usize>]) -> Markup {
    let sections = &report.record.sections;
    html! {
        @for line in lines(&report.text) {
            @if !report.text[line.clone()].trim().is_empty() {
                @let at = sections.binary_search_by_key(&line.start, |section| section.start as usize);
                @match at {
                    Ok(at) => (headed(report, at, line, found)),
                    Err(_) => p { (paragraph(report, line, found)) },
                }
            }
        }
    }
}

/// A paragraph that begins with heading `at`; what follows it on the line is text like any other.
fn headed(report: &Report, at: usize, line: Range<usize>, found: &[Range<usize>]) -> Markup {
    let section = &report.record.sections[at];
    let level = section.depth.min(5) + 1;
    let written = report.text[line.clone()].find(&section.heading);
    let end = written.map_or(line.end, |before| {
        line.start + before + section.heading.len()
    });
    let runs_in = report.text[end..line.end].chars().count() > 1;
    html! {
        @if runs_in {
            p id={ "s" (at) } {
                strong role="heading" aria-level=(level) { (paragraph(report, line.start..end, found)) }
                (paragraph(report, end..line.end, found))
            }
        } @else {
            div.heading id={ "s" (at) } role="heading" aria-level=(level) {
                (paragraph(report, line, found))
            }
        }
    }
}

/// A paragraph or a part of one: the passages in it, each with its id where it begins.
fn paragraph(report: &Report, line: Range<usize>, found: &[Range<usize>]) -> Markup {
    let record = &report.record;
    let first = report.passage_at(line.start);
    let pieces = record
        .passages
        .iter()
        .enumerate()
        .skip(first)
        .map_while(|(at, entry)| {
            let bytes = entry.passage.bytes();
            let piece = bytes.start.max(line.start)..bytes.end.min(line.end);
            (piece.start < line.end).then_some((at, bytes.start >= line.start, piece))
        });
    html! {
        @for (at, begins, piece) in pieces {
            @let id = begins.then(|| record.passage_id(at));
            span id=[id] { (piece_of(report, piece, found)) }
        }
    }
}

/// Part of a paragraph, with its matches numbered through the report.
fn piece_of(report: &Report, piece: Range<usize>, found: &[Range<usize>]) -> Markup {
    let first = found.partition_point(|range| range.end <= piece.start);
    let last = found.partition_point(|range| range.start < piece.end);
    let text = &report.text;
    let mut at = piece.start;
    let mut cuts = Vec::with_capacity(last.saturating_sub(first));
    for (number, range) in found.iter().enumerate().take(last).skip(first) {
        let (start, end) = (range.start.max(at), range.end.min(piece.end));
        // A match never lies in two passages; one that did would be named where it begins.
        let id = (range.start >= piece.start).then_some(number);
        cuts.push((&text[at..start], id, &text[start..end]));
        at = end;
    }
    html! {
        @for (before, number, matched) in cuts {
            (before)
            @match number {
                Some(number) => mark id={ "m" (number) } { (matched) },
                None => mark { (matched) },
            }
        }
        (text[at..piece.end])
    }
}

/// A citation as GB/T 7714 writes one, to copy.
fn cite(record: &Record) -> Markup {
    let today = OffsetDateTime::now_utc().date();
    let mut cited = String::new();
    if let Some(issuer) = &record.issuer {
        cited.push_str(&format!("{issuer}. "));
    }
    cited.push_str(&format!("{}[R/OL]. ", names::title(record)));
    if let Some(published) = &record.published {
        cited.push_str(&format!("({published})"));
    }
    cited.push_str(&format!("[{today}]. "));
    cited.push_str(record.url.as_deref().unwrap_or(&record.path));
    cited.push('.');
    html! {
        details.cite {
            summary { "引用" }
            p #citation { (cited) }
            p.note { "库内编号 " code { (record.id) } "，文件 " code { (record.path) } }
            button type="button" #copy hidden { "复制" }
            a href=(Address::new(format!("/api/v1/reports/{}", record.id))) { "JSON" }
        }
    }
}
