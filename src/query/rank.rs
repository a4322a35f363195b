//! Turns a query into what tantivy ranks by.
//!
//! A short query is answered in tiers: passages that hold it as written, then
//! those with all its words, then those with synonyms of some, then those with some; within a tier, and for a
//! long question altogether, BM25 over words, pairs, headings and title decides.
//! Whether a passage *holds* a word is never left to segmentation: words are
//! looked up as runs of units.

use std::collections::BTreeSet;

use tantivy::Term as IndexTerm;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::compile::{compile, holds};
use super::error::QueryError;
use super::parse::ParsedQuery;
use crate::analysis::pairs;
use crate::analysis::words::{query_words, search_words};
use crate::index::OpenIndex;
use crate::index::schema::Fields;
use crate::text::{Folded, Term, plain};

/// A query of more units than this is a question: its score alone ranks.
const SHORT: usize = 16;
/// What stands above all sums of BM25.
const AS_WRITTEN: f32 = 2000.0;
const ALL_WORDS: f32 = 1000.0;
const WITH_SYNONYMS: f32 = 500.0;
/// Weights of the fields' scores.
const WORDS: f32 = 1.0;
const PAIRS: f32 = 1.0;
const HEADINGS: f32 = 0.5;
const TITLE: f32 = 0.2;
/// What a synonym counts of what is written.
const SYNONYM: f32 = 0.5;

static STOPWORDS: &str = include_str!("../../data/stopwords.txt");

/// A query ready to be run and its hits to be shown.
pub struct Ranked {
    /// What is ranked.
    pub query: Box<dyn Query>,
    /// Whether tiers were added to the scores.
    pub tiered: bool,
    /// What adds up to a score, tiers left out.
    pub parts: Vec<Part>,
    /// What to mark in a hit.
    pub marks: Vec<Term>,
    /// The words of the query that say something.
    pub words: Vec<Term>,
}

/// What a word or pair adds to a score in one field.
pub struct Part {
    /// The field.
    pub field: &'static str,
    /// The word or pair.
    pub token: String,
    /// What scores it.
    pub query: Box<dyn Query>,
}

/// What a hit of a short query holds of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tier {
    /// The whole query, as it is written.
    AsWritten,
    /// All its words.
    AllWords,
    /// All its words, or what may stand for them.
    WithSynonyms,
    /// Some of them.
    SomeWords,
}

impl Tier {
    /// The name used in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Tier::AsWritten => "as written",
            Tier::AllWords => "all words",
            Tier::WithSynonyms => "all words or synonyms",
            Tier::SomeWords => "some words",
        }
    }

    /// What it adds to a score.
    const fn height(self) -> f32 {
        match self {
            Tier::AsWritten => AS_WRITTEN + ALL_WORDS + WITH_SYNONYMS,
            Tier::AllWords => ALL_WORDS + WITH_SYNONYMS,
            Tier::WithSynonyms => WITH_SYNONYMS,
            Tier::SomeWords => 0.0,
        }
    }
}

/// The tier that a score stands in.
pub fn tier_of(score: f32) -> Tier {
    if score >= AS_WRITTEN {
        Tier::AsWritten
    } else if score >= ALL_WORDS {
        Tier::AllWords
    } else if score >= WITH_SYNONYMS {
        Tier::WithSynonyms
    } else {
        Tier::SomeWords
    }
}

/// The score without its tier.
pub fn bare_score(score: f32, tiered: bool) -> f32 {
    if tiered {
        score - tier_of(score).height()
    } else {
        score
    }
}

/// Builds the ranked query, its filters not included.
pub fn rank(index: &OpenIndex, parsed: &ParsedQuery) -> Result<Ranked, QueryError> {
    let fields = &index.fields;
    let text = plain(&spaced(&parsed.text));
    let others: Vec<&Term> = parsed
        .expansions
        .iter()
        .flat_map(|found| &found.others)
        .collect();
    let written = others.iter().map(|other| plain(other.written()));
    let known: Vec<String> = std::iter::once(text.clone()).chain(written).collect();
    let dictionary = index.dictionary().map_err(QueryError::Index)?;
    let jieba = dictionary.within(&known.join("\n"));
    let words: Vec<Term> = telling(query_words(&jieba, &text))
        .iter()
        .filter_map(|word| Term::parse(word).ok())
        .collect();
    let mut parts = Parts::new(fields);
    parts.add(&telling(search_words(&jieba, &text)), &parsed.text, 1.0);
    for (other, plain) in others.iter().zip(&known[1..]) {
        parts.add(&search_words(&jieba, plain), other.written(), SYNONYM);
    }
    let parts = parts.parts;
    let mut scoring: Vec<(Occur, Box<dyn Query>)> = (parts.iter())
        .map(|part| (Occur::Should, part.query.box_clone()))
        .collect();
    if scoring.is_empty() {
        scoring.push((Occur::Should, Box::new(EmptyQuery)));
    }
    let units = Folded::new(&parsed.text).units.len();
    let tiered = units <= SHORT || !parsed.required.is_empty();
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    if tiered {
        // Words rank; where nothing else says what a hit must hold, it holds one of them.
        if parsed.required.iter().all(|node| node.field().is_some()) {
            let any = words
                .iter()
                .chain(others.iter().copied())
                .map(|word| (Occur::Should, holds(index, word)))
                .collect();
            clauses.push((Occur::Must, silent(Box::new(BooleanQuery::new(any)))));
        }
        if let Some(whole) = &parsed.whole {
            clauses.push((Occur::Should, tier(holds(index, whole), AS_WRITTEN)));
        }
        let all = |holds: &dyn Fn(&Term) -> Box<dyn Query>, height| {
            let all = words.iter().map(|word| (Occur::Must, holds(word)));
            let all = BooleanQuery::new(all.collect());
            (Occur::Should, tier(Box::new(all), height))
        };
        clauses.push(all(&|word| holds_around(index, word), ALL_WORDS));
        let or_other = |word: &Term| holds_or_other(index, parsed, word);
        clauses.push(all(&or_other, WITH_SYNONYMS));
        clauses.extend(scoring);
    } else {
        clauses.push((Occur::Must, Box::new(BooleanQuery::new(scoring))));
    }
    for node in &parsed.required {
        clauses.push((Occur::Must, silent(compile(index, node)?)));
    }
    for node in &parsed.excluded {
        clauses.push((Occur::MustNot, compile(index, node)?));
    }
    let mut marks = words.clone();
    marks.extend(parsed.marks.iter().cloned());
    marks.extend(parsed.whole.iter().cloned());
    marks.extend(others.into_iter().cloned());
    Ok(Ranked {
        query: Box::new(BooleanQuery::new(clauses)),
        tiered,
        parts,
        marks,
        words,
    })
}

/// Spaces that a person typed part words; they must not vanish before segmentation.
fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join("，")
}

/// Leaves out words that ask for nothing, unless there are no others.
fn telling(words: Vec<&str>) -> Vec<&str> {
    let is_stopword = |word: &&str| STOPWORDS.lines().any(|line| line == *word);
    if words.iter().all(is_stopword) {
        return words;
    }
    words
        .into_iter()
        .filter(|word| !is_stopword(word))
        .collect()
}

/// Passages that hold `term`, or stand under a heading or title that does.
fn holds_around(index: &OpenIndex, term: &Term) -> Box<dyn Query> {
    let word = plain(term.written());
    Box::new(BooleanQuery::union(vec![
        holds(index, term),
        scored(index.fields.headings, &word),
        scored(index.fields.title, &word),
    ]))
}

/// Passages that hold a word of the query, or what may stand for the expression that it is part of.
fn holds_or_other(index: &OpenIndex, parsed: &ParsedQuery, word: &Term) -> Box<dyn Query> {
    let own = plain(word.written());
    let others = parsed
        .expansions
        .iter()
        .filter(|found| found.written.contains(&own));
    let others: Vec<Box<dyn Query>> = others
        .flat_map(|found| &found.others)
        .map(|other| holds(index, other))
        .collect();
    if others.is_empty() {
        return holds_around(index, word);
    }
    let all = std::iter::once(holds_around(index, word)).chain(others);
    Box::new(BooleanQuery::union(all.collect()))
}

fn scored(field: Field, token: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(
        IndexTerm::from_field_text(field, token),
        IndexRecordOption::WithFreqs,
    ))
}

fn tier(query: Box<dyn Query>, height: f32) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, height))
}

fn silent(query: Box<dyn Query>) -> Box<dyn Query> {
    tier(query, 0.0)
}

/// The parts of a score: one for each word and pair and field.
struct Parts<'f> {
    fields: &'f Fields,
    parts: Vec<Part>,
    seen: BTreeSet<(&'static str, String)>,
}

impl<'f> Parts<'f> {
    fn new(fields: &'f Fields) -> Self {
        Parts {
            fields,
            parts: Vec::new(),
            seen: BTreeSet::new(),
        }
    }

    /// Adds the words and the pairs of a text, which count `share` of what they usually do; what is
    /// there already counts once.
    fn add(&mut self, words: &[&str], text: &str, share: f32) {
        let fields = self.fields;
        let words: BTreeSet<&str> = words.iter().copied().collect();
        let folded = Folded::new(&spaced(text));
        let pairs: BTreeSet<String> = pairs::all(&folded).into_iter().collect();
        for word in words {
            self.part("words", fields.words, word, WORDS * share);
            self.part("headings", fields.headings, word, HEADINGS * share);
            self.part("title", fields.title, word, TITLE * share);
        }
        for pair in &pairs {
            self.part("pairs", fields.pairs, pair, PAIRS * share);
        }
    }

    fn part(&mut self, name: &'static str, field: Field, token: &str, weight: f32) {
        if self.seen.insert((name, token.to_owned())) {
            self.parts.push(Part {
                field: name,
                token: token.to_owned(),
                query: Box::new(BoostQuery::new(scored(field, token), weight)),
            });
        }
    }
}
