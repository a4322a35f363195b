//! Region, level, year and part of invented reports.

use fasou::corpus::About;
use fasou::report;
use fasou::tagging::{Subject, Tagger, Tags};
use serde::Deserialize;

use crate::score::Accuracy;

/// A report and its true tags.
#[derive(Deserialize)]
pub struct Case {
    id: String,
    path: String,
    site: Option<String>,
    issuer: Option<String>,
    published: Option<String>,
    text: String,
    region: Option<String>,
    current: Option<String>,
    level: Option<String>,
    year: Option<u16>,
    parts: Vec<(String, String)>,
    hard: Option<String>,
}

/// The value where nothing is known, or nothing was found.
const NONE: &str = "none";

/// What was right.
#[derive(Default)]
pub struct Scores {
    /// Codes of regions, down to their lowest level.
    pub region: Accuracy,
    hard: Accuracy,
    current: Accuracy,
    /// Levels.
    pub level: Accuracy,
    /// Years.
    pub year: Accuracy,
    /// Parts of passages.
    pub part: Accuracy,
    sure: usize,
    /// Regions that were wrong although detection was confident.
    pub wrongly_sure: usize,
}

/// Tags all reports, and prints each miss if asked.
pub fn evaluate(cases: &[Case], tagger: &Tagger, with_misses: bool) -> Scores {
    let mut scores = Scores::default();
    for case in cases {
        let outline = report::parse(&case.text);
        let about = About {
            site: case.site.clone(),
            issuer: case.issuer.clone(),
            published: case.published.clone(),
            ..About::default()
        };
        let subject = Subject {
            path: &case.path,
            about: Some(&about),
            given: None,
        };
        let tags = tagger.tag(&subject, &case.text, &outline);
        let parts: Vec<(usize, usize, &str)> = outline
            .passages
            .iter()
            .zip(&tags.passage_parts)
            .map(|(passage, part)| (passage.start as usize, passage.end as usize, part.name()))
            .collect();
        for miss in scores.add(case, &tags, &parts) {
            if with_misses {
                println!("- {} {miss}", case.id);
            }
        }
    }
    scores
}

impl Scores {
    /// Counts a report, and says what was wrong.
    fn add(&mut self, case: &Case, tags: &Tags, parts: &[(usize, usize, &str)]) -> Vec<String> {
        let mut misses = Vec::new();
        let hard = case.hard.as_deref().unwrap_or("plain");
        let mut miss = |what: &str, expected: &str, found: &str| {
            let head: String = case.text.chars().take(40).collect();
            misses.push(
                format!("({hard}) {what}: {expected}, found {found}: {head}").replace('\n', "/"),
            );
        };
        let region = tags.region();
        let found = region.map_or(NONE, |region| region.code.as_str());
        let expected = case.region.as_deref().unwrap_or(NONE);
        let is_right = self.region.add(expected, found);
        if case.hard.is_some() {
            self.hard.add(expected, found);
        }
        if !is_right {
            miss("region", expected, found);
        }
        if tags.place.confident {
            self.sure += 1;
            self.wrongly_sure += usize::from(!is_right);
            if !is_right {
                miss("sure", expected, found);
            }
        }
        if let Some(current) = &case.current {
            let found = region.map_or(NONE, |region| region.today());
            if !self.current.add(current, found) {
                miss("today", current, found);
            }
        }
        let year =
            |year: Option<u16>| year.map_or_else(|| NONE.to_owned(), |year| year.to_string());
        let (expected, found) = (
            year(case.year),
            year(tags.year.as_ref().map(|found| found.year)),
        );
        if !self.year.add(&expected, &found) {
            miss("year", &expected, &found);
        }
        let expected = case.level.as_deref().unwrap_or(NONE);
        let found = tags.level().map_or(NONE, |level| level.name());
        if !self.level.add(expected, found) {
            miss("level", expected, found);
        }
        for (snippet, expected) in &case.parts {
            let at = case.text.find(snippet).unwrap_or(case.text.len());
            let part = parts
                .iter()
                .find(|(start, end, _)| (*start..*end).contains(&at));
            let found = part.map_or(NONE, |(_, _, part)| part);
            if !self.part.add(expected, found) {
                miss(&format!("part of {snippet}"), expected, found);
            }
        }
        misses
    }

    /// Prints the table.
    pub fn print(&self, count: usize) {
        println!("\n| tag | right | share | wanted |\n|---|--:|--:|--:|");
        for (name, accuracy, wanted) in [
            ("region, to its lowest level", &self.region, "0.97"),
            ("the same, hard cases only", &self.hard, ""),
            ("code of today of renamed units", &self.current, ""),
            ("year", &self.year, "0.99"),
            ("level", &self.level, "0.97"),
            ("part of a passage", &self.part, "0.97"),
        ] {
            println!("{}", accuracy.row(name, wanted));
        }
        let share = |part: usize, all: usize| part as f64 / all.max(1) as f64;
        println!(
            "| region with high confidence | {} of {count} | {:.3} | 0.85 |",
            self.sure,
            share(self.sure, count)
        );
        println!(
            "| of those wrong | {} of {} | {:.4} | at most 0.005 |",
            self.wrongly_sure,
            self.sure,
            share(self.wrongly_sure, self.sure)
        );
        for (name, accuracy) in [("level", &self.level), ("part", &self.part)] {
            println!("\n{name}: {}", accuracy.confusions().join("; "));
        }
    }
}
