//! What people read out of reports, against what fasou reads out of them.
//!
//! `tests/data/samples.json` holds the facts of the samples, fixed by whoever
//! wrote them; `FASOU_GOLD` names those of the reports of `FASOU_REPORTS`. All
//! of both is checked, and a failure lists everything that is wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::support::corpus::{Corpus, given};
use crate::support::json::{Counts, Listed, Region, Reports, Shown, number};
use crate::support::project;

#[derive(Deserialize)]
struct Gold {
    reports: Vec<Facts>,
    topics: Topics,
}

#[derive(Deserialize)]
struct Facts {
    file: String,
    title: Option<String>,
    region: Region,
    level: String,
    year: u16,
    published: Option<String>,
    outline: Vec<GoldHeading>,
    run_in_items: usize,
    mentions: BTreeMap<String, usize>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
struct GoldHeading {
    depth: u32,
    label: String,
    heading: String,
    part: String,
}

#[derive(Deserialize)]
struct Topics {
    is: Vec<TopicRow>,
    is_not: Vec<TopicRow>,
}

#[derive(Deserialize)]
struct TopicRow {
    topic: String,
    file: String,
    snippet: String,
}

fn gold(path: &Path) -> Gold {
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn samples() -> (&'static Corpus, Gold) {
    (Corpus::samples(), gold(&project("tests/data/samples.json")))
}

fn reports() -> Option<(&'static Corpus, Gold)> {
    let (corpus, path) = (Corpus::reports()?, given("FASOU_GOLD")?);
    let path = if path.is_dir() {
        path.join("seeds.json")
    } else {
        path
    };
    Some((corpus, gold(&path)))
}

/// Checks samples, and reports where there are any.
#[track_caller]
fn check(find_wrong: impl Fn(&Corpus, &Gold) -> Vec<String>) {
    let mut wrong = Vec::new();
    for (corpus, gold) in [Some(samples()), reports()].into_iter().flatten() {
        assert!(!gold.reports.is_empty(), "gold without a report");
        wrong.extend(find_wrong(corpus, &gold));
    }
    assert!(
        wrong.is_empty(),
        "{} facts are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// Adds a line where two things differ.
fn compare<T: PartialEq + std::fmt::Debug>(
    wrong: &mut Vec<String>,
    what: &str,
    found: &T,
    expected: &T,
) {
    if found != expected {
        wrong.push(format!("{what}: found {found:?}, expected {expected:?}"));
    }
}

#[test]
fn region_level_year_title_and_date_are_read() {
    check(|corpus, gold| {
        let reports: Reports = corpus
            .dir
            .fasou(["reports", "--format", "json"])
            .found()
            .json();
        let listed: BTreeMap<&str, &Listed> = reports
            .reports
            .iter()
            .map(|report| (report.path.as_str(), report))
            .collect();
        let mut wrong = Vec::new();
        for facts in &gold.reports {
            let Some(report) = listed.get(facts.file.as_str()) else {
                wrong.push(format!("{} is not in the index", facts.file));
                continue;
            };
            let mut compare =
                |what: &str, found: &dyn std::fmt::Debug, expected: &dyn std::fmt::Debug| {
                    let (found, expected) = (format!("{found:?}"), format!("{expected:?}"));
                    if found != expected {
                        wrong.push(format!(
                            "{}: {what} {found}, expected {expected}",
                            facts.file
                        ));
                    }
                };
            let region = report.region.clone().map(|region| Region {
                current_code: None,
                ..region
            });
            compare("region", &region, &Some(&facts.region));
            compare("level", &report.level.as_deref(), &Some(&facts.level));
            compare("year", &report.year, &Some(facts.year));
            compare("title", &report.title, &facts.title);
            compare("published", &report.published, &facts.published);
        }
        compare(
            &mut wrong,
            "number of reports",
            &reports.reports.len(),
            &gold.reports.len(),
        );
        wrong
    });
}

#[test]
fn outlines_are_those_that_people_read() {
    check(|corpus, gold| {
        let mut wrong = Vec::new();
        for facts in &gold.reports {
            let shown = corpus.show(&facts.file);
            let found: Vec<GoldHeading> = shown
                .outline
                .iter()
                .map(|heading| GoldHeading {
                    depth: heading.depth,
                    label: heading.label.clone(),
                    heading: heading.heading.clone(),
                    part: heading.part.clone(),
                })
                .collect();
            for heading in facts
                .outline
                .iter()
                .filter(|heading| !found.contains(heading))
            {
                wrong.push(format!("{}: no {heading:?}", facts.file));
            }
            for heading in found
                .iter()
                .filter(|heading| !facts.outline.contains(heading))
            {
                wrong.push(format!("{}: unexpected {heading:?}", facts.file));
            }
            compare(
                &mut wrong,
                &format!("{}: outline", facts.file),
                &found.len(),
                &facts.outline.len(),
            );
            if wrong.is_empty() && found != facts.outline {
                wrong.push(format!("{}: headings out of order", facts.file));
            }
        }
        wrong
    });
}

#[test]
fn run_in_items_are_passages_of_their_own() {
    check(|corpus, gold| {
        let mut wrong = Vec::new();
        for facts in &gold.reports {
            let shown = corpus.show(&facts.file);
            let found = run_in_items(&shown);
            compare(
                &mut wrong,
                &format!("{}: run-in items", facts.file),
                &found.len(),
                &facts.run_in_items,
            );
        }
        wrong
    });
}

/// Distinct run-in items: an item may be several passages, one after another.
fn run_in_items(report: &Shown) -> Vec<&[String]> {
    let headings: BTreeSet<String> = report
        .outline
        .iter()
        .flat_map(|heading| {
            ["", " "].map(|space| format!("{}{space}{}", heading.label, heading.heading))
        })
        .collect();
    let is_item = |section: &&[String]| {
        section
            .last()
            .is_some_and(|last| !headings.contains(last) && is_marker(last))
    };
    let sections: Vec<&[String]> = report
        .passages
        .iter()
        .map(|passage| passage.section.as_slice())
        .collect();
    sections
        .chunk_by(|a, b| a == b)
        .map(|same| same[0])
        .filter(is_item)
        .collect()
}

/// `一是`, `二要`, `第一`, `其一`, `首先`, as opposed to `1.`
fn is_marker(label: &str) -> bool {
    let bare = label
        .trim_start_matches(['第', '其'])
        .trim_end_matches(['是', '要']);
    let numbered = bare.len() < label.len()
        && !bare.is_empty()
        && bare.chars().all(|c| "一二三四五六七八九十".contains(c));
    numbered || ["首先", "其次", "再次", "最后", "最後"].contains(&label)
}

#[test]
fn every_mention_is_counted() {
    check(|corpus, gold| {
        let terms: BTreeSet<&str> = gold
            .reports
            .iter()
            .flat_map(|facts| facts.mentions.keys())
            .map(String::as_str)
            .collect();
        let options = [
            "mentions", "--count", "--by", "report", "--format", "json", "--",
        ];
        let counts: Counts = corpus
            .dir
            .fasou(options.into_iter().chain(terms.iter().copied()))
            .found()
            .json();
        let mut found: BTreeMap<(String, String), usize> = BTreeMap::new();
        for count in &counts.counts {
            for row in &count.by {
                let path = row["path"].as_str().expect("a path").to_owned();
                found.insert((path, count.term.clone()), number(row, "mentions"));
            }
        }
        let mut wrong = Vec::new();
        for facts in &gold.reports {
            for (term, expected) in &facts.mentions {
                let count = found
                    .get(&(facts.file.clone(), term.clone()))
                    .copied()
                    .unwrap_or(0);
                compare(
                    &mut wrong,
                    &format!("{}: mentions of {term}", facts.file),
                    &count,
                    expected,
                );
            }
        }
        wrong
    });
}

#[test]
fn passages_carry_their_topics_and_no_others() {
    check(|corpus, gold| {
        let shown: BTreeMap<&str, Shown> = gold
            .reports
            .iter()
            .map(|facts| (facts.file.as_str(), corpus.show(&facts.file)))
            .collect();
        let mut wrong = Vec::new();
        let rows = gold
            .topics
            .is
            .iter()
            .map(|row| (row, true))
            .chain(gold.topics.is_not.iter().map(|row| (row, false)));
        for (row, expected) in rows {
            let passages = &shown[row.file.as_str()].passages;
            let mut holding = passages
                .iter()
                .filter(|passage| passage.text.contains(&row.snippet))
                .peekable();
            if holding.peek().is_none() {
                wrong.push(format!("{}: no passage holds {}", row.file, row.snippet));
            }
            for passage in holding.filter(|passage| passage.topics.contains(&row.topic) != expected)
            {
                let is = if expected { "is not" } else { "is" };
                wrong.push(format!(
                    "{}: {is} {}: {} {:?}",
                    row.file, row.topic, row.snippet, passage.topics
                ));
            }
        }
        wrong
    });
}

#[test]
fn a_region_that_only_the_body_hints_at_is_said_to_be_inferred() {
    let Some((corpus, gold)) = reports() else {
        return;
    };
    let inferred: Vec<&str> = gold
        .reports
        .iter()
        .map(|facts| facts.file.as_str())
        .filter(|file| file.starts_with("004_"))
        .collect();
    assert!(!inferred.is_empty(), "the gold has no report 004");
    let output = corpus.dir.fasou(["reports", "--format", "json"]).found();
    let reports: Reports = output.json();
    for report in reports
        .reports
        .iter()
        .filter(|report| inferred.contains(&report.path.as_str()))
    {
        let warned = report
            .warnings
            .iter()
            .any(|warning| warning.contains("region") && warning.contains("inferred"));
        assert!(warned, "{:?}\n{output}", report.warnings);
    }
}
