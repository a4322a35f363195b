//! `fasou topics`: the names that `--topic` takes.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::support::Dir;
use crate::support::corpus::Corpus;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Topic {
    topic: String,
    definition: String,
    /// Only in an own taxonomy.
    within: Option<String>,
}

fn topics() -> Vec<Topic> {
    Dir::new()
        .fasou(["topics", "--format", "jsonl"])
        .found()
        .jsonl()
}

#[test]
fn names_and_definitions_are_there_without_an_index() {
    let topics = topics();
    let names: BTreeSet<&str> = topics.iter().map(|topic| topic.topic.as_str()).collect();
    assert_eq!(names.len(), topics.len(), "a name twice");
    assert!(
        topics.iter().all(|topic| topic.within.is_none()),
        "all are at one level"
    );
    for always in ["行政复议", "普法", "调解"] {
        assert!(names.contains(always), "no {always}");
    }
    assert!(topics.iter().all(|topic| !topic.definition.is_empty()));
    let text = Dir::new().fasou(["topics"]).found().stdout;
    assert!(names.iter().all(|name| text.contains(name)), "{text}");
}

#[test]
fn every_name_is_taken_by_the_filter_and_no_passage_bears_another() {
    let names: BTreeSet<String> = topics().into_iter().map(|topic| topic.topic).collect();
    for name in &names {
        let output = Corpus::samples()
            .dir
            .fasou(["search", "法治", "--topic", name]);
        assert!(output.code < 2, "{output}");
    }
    for path in Corpus::samples().texts.keys() {
        let shown = Corpus::samples().show(path);
        let passages = shown.passages.iter().flat_map(|passage| &passage.topics);
        for topic in passages.chain(shown.outline.iter().flat_map(|heading| &heading.topics)) {
            assert!(names.contains(topic), "{path}: {topic} is no topic");
        }
    }
}
