//! Collections of other kinds made from one of questions: what ranks questions well may harm kinds that it
//! hardly contains.

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::fs;

use super::bm25::Bm25;
use super::collection::{Collection, Query};

/// The fewest characters of a query.
const LEAST: usize = 4;
/// The characters at the beginning of an article, mostly its subject.
const SUBJECT: usize = 3;
/// How many texts form a long document, and how many of them a query is about.
const TOGETHER: usize = 8;
const ASKED: usize = 3;

/// Prints a row for each kind of collection: how well fasou ranks it, and how well BM25 does over the same
/// words and pairs of whole documents.
pub fn evaluate(questions: &Collection) -> Result<(), Box<dyn Error>> {
    let names_out =
        [3, 8, 20].map(|most| (format!("names out, {most}"), without_names(questions, most)));
    let texts = texts(questions);
    let long = long(&texts);
    let others = [
        ("texts".to_owned(), texts),
        ("long documents".to_owned(), long),
    ];
    for (kind, collection) in names_out.into_iter().chain(others) {
        let folder = tempfile::tempdir()?;
        let corpus = folder.path().join("corpus.tsv");
        let rows = collection.documents.iter();
        let rows: Vec<String> = rows.map(|(id, text)| format!("{id}\t{text}\n")).collect();
        fs::write(&corpus, rows.concat())?;
        println!("| {kind} {}", collection.evaluate(&corpus)?.row());
        let bm25 = Bm25::of(&collection.documents)?;
        println!(
            "| {kind}, BM25 {}",
            bm25.evaluate(&collection.queries).row()
        );
    }
    Ok(())
}

/// The queries without the characters of pairs that only a few documents hold, `most` at most: these are
/// mostly names.
fn without_names(questions: &Collection, most: usize) -> Collection {
    let mut held: HashMap<[char; 2], usize> = HashMap::new();
    for (_, text) in &questions.documents {
        let distinct: HashSet<[char; 2]> = pairs(&text.chars().collect::<Vec<_>>()).collect();
        for pair in distinct {
            *held.entry(pair).or_default() += 1;
        }
    }
    let is_name = |pair: &[char; 2]| {
        let held = held.get(pair).is_some_and(|held| *held <= most);
        held && pair.iter().all(|c| c.is_alphanumeric())
    };
    let queries = questions.queries.iter().filter_map(|query| {
        let mut chars: Vec<char> = query.text.chars().collect();
        let names: Vec<bool> = pairs(&chars).map(|pair| is_name(&pair)).collect();
        for at in (0..names.len()).filter(|at| names[*at]) {
            chars[at..at + 2].fill(' ');
        }
        let left = chars.iter().filter(|c| c.is_alphanumeric()).count();
        (left >= LEAST).then(|| Query {
            text: chars.into_iter().collect(),
            judged: query.judged.clone(),
        })
    });
    Collection {
        queries: queries.collect(),
        documents: questions.documents.clone(),
    }
}

fn pairs(chars: &[char]) -> impl Iterator<Item = [char; 2]> {
    chars.windows(2).map(|pair| [pair[0], pair[1]])
}

/// Every second sentence of a document asks for the other sentences; its subject is not named.
fn texts(questions: &Collection) -> Collection {
    let mut texts = Collection {
        documents: Vec::new(),
        queries: Vec::new(),
    };
    for (id, text) in &questions.documents {
        let sentences = sentences(text);
        let every_second = |first| {
            sentences
                .iter()
                .skip(first)
                .step_by(2)
                .copied()
                .collect::<String>()
        };
        if sentences.len() < LEAST {
            texts.documents.push((id.clone(), text.clone()));
            continue;
        }
        let subject: String = text.chars().take(SUBJECT).collect();
        texts.documents.push((id.clone(), every_second(0)));
        texts.queries.push(Query {
            text: every_second(1).replace(&subject, ""),
            judged: HashMap::from([(id.clone(), 1)]),
        });
    }
    texts
}

/// Some texts together form a document, and a third of the sentences that ask for some of them form a query.
fn long(texts: &Collection) -> Collection {
    let asking: HashMap<&str, &str> = (texts.queries.iter())
        .filter_map(|query| Some((query.judged.keys().next()?.as_str(), query.text.as_str())))
        .collect();
    let mut long = Collection {
        documents: Vec::new(),
        queries: Vec::new(),
    };
    for (number, together) in texts.documents.chunks(TOGETHER).enumerate() {
        let id = number.to_string();
        let asking: Vec<&str> = (together.iter())
            .filter_map(|(id, _)| asking.get(id.as_str()).copied())
            .collect();
        for first in 0..asking.len().saturating_sub(ASKED - 1) {
            let asked = asking[first..first + ASKED].iter();
            let third =
                asked.flat_map(|text| sentences(text).into_iter().skip(first % 3).step_by(3));
            long.queries.push(Query {
                text: third.collect(),
                judged: HashMap::from([(id.clone(), 1)]),
            });
        }
        let texts = together.iter().map(|(_, text)| text.as_str());
        long.documents.push((id, texts.collect()));
    }
    long
}

fn sentences(text: &str) -> Vec<&str> {
    text.split_inclusive('。').collect()
}
