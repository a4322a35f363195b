//! Topics of invented passages.

use fasou::tagging::{Taxonomy, TopicMatcher};
use fasou::text::plain;
use serde::Deserialize;

use crate::score::Retrieval;

/// A passage and its topics.
#[derive(Deserialize)]
pub struct Case {
    id: String,
    headings: Vec<String>,
    text: String,
    topics: Vec<String>,
    near: Option<String>,
}

/// Topics that users ask for most.
const NAMED: [&str; 3] = ["行政复议", "普法", "调解"];

/// Prints the figures, and each miss if asked.
pub fn evaluate(cases: &[Case], taxonomy: &Taxonomy, with_misses: bool) {
    let matcher = TopicMatcher::new(taxonomy);
    let names: Vec<&str> = taxonomy
        .topics()
        .iter()
        .map(|topic| topic.name.as_str())
        .collect();
    let mut scores = vec![Retrieval::default(); names.len()];
    let (mut near, mut taken) = (0, 0);
    for case in cases {
        let headings: Vec<String> = case.headings.iter().map(|heading| plain(heading)).collect();
        let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
        let found: Vec<&str> = matcher
            .tag(&plain(&case.text), &headings)
            .into_iter()
            .map(|hit| names[hit.index])
            .collect();
        let mut misses = Vec::new();
        for (name, score) in names.iter().zip(&mut scores) {
            match (
                case.topics.iter().any(|topic| topic == name),
                found.contains(name),
            ) {
                (true, true) => score.right += 1,
                (true, false) => {
                    score.missed += 1;
                    misses.push(format!("-{name}"));
                }
                (false, true) => {
                    score.wrong += 1;
                    misses.push(format!("+{name}"));
                }
                (false, false) => {}
            }
        }
        if let Some(topic) = &case.near {
            near += 1;
            taken += usize::from(found.contains(&topic.as_str()));
        }
        if with_misses && !misses.is_empty() {
            let above = case.headings.join(" < ");
            println!("- {} {} [{above}] {}", case.id, misses.join(" "), case.text);
        }
    }
    println!("\n| topic | precision | recall | F1 | passages |\n|---|--:|--:|--:|--:|");
    for (name, score) in names.iter().zip(&scores) {
        let mark = if NAMED.contains(name) {
            " (wanted 0.95)"
        } else {
            ""
        };
        println!(
            "| {name}{mark} | {:.3} | {:.3} | {:.3} | {} |",
            score.precision(),
            score.recall(),
            score.f1(),
            score.right + score.missed
        );
    }
    let mean = |of: fn(Retrieval) -> f64| {
        scores.iter().map(|score| of(*score)).sum::<f64>() / scores.len() as f64
    };
    println!(
        "| **mean of all** (wanted 0.90) | {:.3} | {:.3} | {:.3} | {} |",
        mean(Retrieval::precision),
        mean(Retrieval::recall),
        mean(Retrieval::f1),
        cases.len()
    );
    println!("\nnear misses taken for the topic: {taken} of {near}");
}
