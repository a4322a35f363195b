//! Topics of invented passages.

use std::error::Error;

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

/// What was found of each topic, by the topics' names.
pub struct Scores {
    topics: Vec<(String, Retrieval)>,
    passages: usize,
    near: usize,
    taken: usize,
}

fn names(taxonomy: &Taxonomy) -> Vec<&str> {
    let topics = taxonomy.topics().iter();
    topics.map(|topic| topic.name.as_str()).collect()
}

/// Tags all passages, and prints each miss if asked.
pub fn evaluate(cases: &[Case], taxonomy: &Taxonomy, with_misses: bool) -> Scores {
    let matcher = TopicMatcher::new(taxonomy);
    let names = names(taxonomy);
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
    let names = names.iter().map(|&name| name.to_owned());
    Scores {
        topics: names.zip(scores).collect(),
        passages: cases.len(),
        near,
        taken,
    }
}

impl Scores {
    /// The mean of a figure over all topics.
    pub fn mean(&self, of: fn(Retrieval) -> f64) -> f64 {
        let sum: f64 = self.topics.iter().map(|(_, score)| of(*score)).sum();
        sum / self.topics.len().max(1) as f64
    }

    /// The lowest F1 of the topics that users ask for most.
    #[cfg(test)]
    pub fn lowest_of_named(&self) -> f64 {
        let named = self
            .topics
            .iter()
            .filter(|(name, _)| NAMED.contains(&name.as_str()));
        named.map(|(_, score)| score.f1()).fold(1.0, f64::min)
    }

    /// Prints the table.
    pub fn print(&self) {
        println!("\n| topic | precision | recall | F1 | passages |\n|---|--:|--:|--:|--:|");
        for (name, score) in &self.topics {
            let mark = if NAMED.contains(&name.as_str()) {
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
        println!(
            "| **mean of all** (wanted 0.90) | {:.3} | {:.3} | {:.3} | {} |",
            self.mean(Retrieval::precision),
            self.mean(Retrieval::recall),
            self.mean(Retrieval::f1),
            self.passages
        );
        println!(
            "\nnear misses taken for the topic: {} of {}",
            self.taken, self.near
        );
    }
}

/// Prints what the phrases say of each passage that the fitted table may be learned from.
pub fn print_phrases(develop: &[Case], train: &str) -> Result<(), Box<dyn Error>> {
    let taxonomy = Taxonomy::builtin();
    let matcher = TopicMatcher::new(taxonomy);
    let names = names(taxonomy);
    println!("for\ttopics\ttext\t{}", names.join("\t"));
    let print = |judged: &str, topics: &str, headings: &[String], text: &str| {
        let text = plain(text).replace(['\n', '\t'], " ");
        let headings: Vec<String> = headings.iter().map(|heading| plain(heading)).collect();
        let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
        let scores = matcher.phrases(&text, &headings);
        let scores: Vec<String> = scores.iter().map(|score| format!("{score:.3}")).collect();
        println!("{judged}\t{topics}\t{text}\t{}", scores.join("\t"));
    };
    for line in train.lines() {
        let [topics, _, headings, text] = line.split('\t').collect::<Vec<_>>()[..] else {
            return Err(format!("not four fields: {line}").into());
        };
        let headings = headings.split(" < ").filter(|heading| *heading != "-");
        let headings: Vec<String> = headings.map(str::to_owned).collect();
        print("all", topics, &headings, text);
    }
    for case in develop {
        print("all", &case.topics.join(";"), &case.headings, &case.text);
    }
    for topic in taxonomy.topics() {
        topic
            .examples
            .iter()
            .for_each(|text| print(&topic.name, &topic.name, &[], text));
        topic
            .counterexamples
            .iter()
            .for_each(|text| print(&topic.name, "-", &[], text));
    }
    Ok(())
}
