//! "Did you mean": what is like a query and stands in many more passages.
//!
//! Every guess is a string that the index holds, checked by the same postings as
//! mentions are. Characters are put in the place of others of like sound or shape, and
//! syllables become characters, along a lattice in which only pairs of the index are
//! steps; words are also tried in another order.

use tantivy::collector::Count;
use tantivy::query::{BooleanQuery, EnableScoring, Occur, Query};
use tantivy::{DocSet, TERMINATED, Term as IndexTerm};

use super::compile::holds;
use super::error::QueryError;
use super::neighbours::Neighbours;
use super::parse::ParsedQuery;
use super::suggest::Suggestion;
use crate::index::OpenIndex;
use crate::text::{Folded, Term, plain};

/// A query that stands as it is in more passages than this was meant.
const FEW: usize = 20;
/// A guess stands in so many times as many.
const TIMES: usize = 20;
/// Characters that one wrong one is looked for among, at most.
const LONGEST: usize = 8;
/// Guesses of each cost that are followed from character to character.
const FOLLOWED: usize = 12;
/// A longer query is a question.
const LONGEST_QUERY: usize = 48;
/// Words that are tried in other orders or one by one, at most.
const MOST_WORDS: usize = 4;
/// Guesses that are told.
const TOLD: usize = 3;

/// What may have been meant by a query, the likeliest first; nothing if it was right.
pub fn meant(
    index: &OpenIndex,
    parsed: &ParsedQuery,
    words: &[Term],
) -> Result<Vec<Suggestion>, QueryError> {
    let written = plain(parsed.loose.trim());
    let runs: Vec<&str> = parsed.loose.split_whitespace().collect();
    let short = runs.len() <= MOST_WORDS && written.chars().count() <= LONGEST_QUERY;
    if written.is_empty() || !short || stands_often(index, &parsed.loose)? {
        return Ok(Vec::new());
    }
    let own = passages(index, &parsed.loose)?;
    let neighbours = Neighbours::new();
    let mut guesses = Vec::new();
    if written
        .chars()
        .all(|c| c.is_alphabetic() && !is_han(c) || " '".contains(c))
    {
        // As typed: plain text has no spaces between words of letters.
        for way in neighbours.spelled(&parsed.loose.to_lowercase()) {
            let options: Vec<Vec<(char, usize)>> = way
                .iter()
                .map(|alike| alike.iter().map(|c| (*c, 0)).collect())
                .collect();
            guesses.extend(along(index, &options)?);
        }
    } else {
        for (at, run) in runs.iter().enumerate() {
            for (cost, other) in misspelt(index, &neighbours, run)? {
                let mut runs = runs.clone();
                runs[at] = &other;
                guesses.push((cost, runs.join(" ")));
            }
        }
        guesses.extend(reordered(words, &written));
    }
    let mut likely: Vec<(usize, Suggestion)> = Vec::new();
    for (cost, word) in guesses {
        // One way of writing for each.
        let word: Vec<String> = word.split(' ').map(plain).collect();
        let word = word.join(" ");
        if likely.iter().any(|(_, known)| known.word == word) {
            continue;
        }
        index.deadline().check()?;
        let passages = passages(index, &word)?;
        if passages > own * TIMES {
            likely.push((cost, Suggestion { word, passages }));
        }
    }
    likely.sort_by(|(cost, a), (other, b)| {
        (cost, b.passages, &a.word).cmp(&(other, a.passages, &b.word))
    });
    // Beside a usual word, what is seldom written side by side was not meant.
    let most = likely.iter().map(|(_, guess)| guess.passages).max();
    let seldom = most.unwrap_or(0) / TIMES;
    let told = likely.into_iter().map(|(_, guess)| guess);
    Ok(told
        .filter(|guess| guess.passages > seldom)
        .take(TOLD)
        .collect())
}

/// In how many passages all words of a text, parted by spaces, stand as written.
fn passages(index: &OpenIndex, text: &str) -> Result<usize, QueryError> {
    Ok(index.searcher.search(&all_words(index, text), &Count)?)
}

/// Whether it is more than a few: nothing is counted beyond them.
fn stands_often(index: &OpenIndex, text: &str) -> Result<bool, QueryError> {
    let scoring = EnableScoring::disabled_from_searcher(&index.searcher);
    let weight = all_words(index, text).weight(scoring)?;
    let mut found = 0;
    for reader in index.searcher.segment_readers() {
        let mut scorer = weight.scorer(reader, 1.0)?;
        while scorer.doc() != TERMINATED {
            found += usize::from(!reader.is_deleted(scorer.doc()));
            if found > FEW {
                return Ok(true);
            }
            scorer.advance();
        }
    }
    Ok(false)
}

/// Passages that hold all words of a text; none if it has none.
fn all_words(index: &OpenIndex, text: &str) -> BooleanQuery {
    let terms = text.split_whitespace().map(Term::parse);
    let terms = terms.collect::<Result<Vec<_>, _>>().unwrap_or_default();
    let all = terms.iter().map(|term| (Occur::Must, holds(index, term)));
    BooleanQuery::new(all.collect())
}

/// What a run of Han characters may have been before some were taken for others: how many, and what.
fn misspelt(
    index: &OpenIndex,
    neighbours: &Neighbours,
    run: &str,
) -> Result<Vec<(usize, String)>, QueryError> {
    let folded = Folded::new(run);
    let keys = (0..folded.units.len()).map(|at| folded.key(at));
    let own: String = keys.collect();
    let count = own.chars().count();
    if !own.chars().all(is_han) || !(2..=LONGEST).contains(&count) || stands_often(index, &own)? {
        return Ok(Vec::new());
    }
    let options: Vec<Vec<(char, usize)>> = own
        .chars()
        .map(|c| {
            let others = neighbours.of(c).into_iter().map(|other| (other, 1));
            std::iter::once((c, 0)).chain(others).collect()
        })
        .collect();
    let most = count.div_ceil(2);
    let mut found = along(index, &options)?;
    found.retain(|(cost, guess)| *cost <= most && *guess != own);
    Ok(found)
}

/// Strings with one option after the other, each of whose pairs the index holds: the cheapest, then
/// those whose rarest pair is the most frequent.
fn along(
    index: &OpenIndex,
    options: &[Vec<(char, usize)>],
) -> Result<Vec<(usize, String)>, QueryError> {
    #[derive(Default)]
    struct Guess {
        cost: usize,
        rarest: u64,
        text: String,
        last: char,
    }
    let Some((first, rest)) = options.split_first() else {
        return Ok(Vec::new());
    };
    let begin = |(c, cost): &(char, usize)| Guess {
        cost: *cost,
        rarest: u64::MAX,
        text: c.to_string(),
        last: *c,
    };
    let mut guesses: Vec<Guess> = first.iter().map(begin).collect();
    for options in rest {
        let mut next = Vec::new();
        for guess in &guesses {
            for (c, cost) in options {
                let pair = format!("{}{c}", guess.last);
                let pair = IndexTerm::from_field_text(index.fields.pairs, &pair);
                let held = index.searcher.doc_freq(&pair)?;
                if held > 0 {
                    next.push(Guess {
                        cost: guess.cost + cost,
                        rarest: guess.rarest.min(held),
                        text: format!("{}{c}", guess.text),
                        last: *c,
                    });
                }
            }
        }
        next.sort_by(|a, b| (a.cost, b.rarest, &a.text).cmp(&(b.cost, a.rarest, &b.text)));
        // Some of each cost: where much is written, many a cheap one leads nowhere.
        guesses.clear();
        for alike in next.chunk_by_mut(|a, b| a.cost == b.cost) {
            let kept = alike.len().min(FOLLOWED);
            guesses.extend(alike[..kept].iter_mut().map(std::mem::take));
        }
    }
    Ok(guesses
        .into_iter()
        .map(|guess| (guess.cost, guess.text))
        .collect())
}

/// The words of a query in every other order, written as one; a question has its own order.
fn reordered(words: &[Term], written: &str) -> Vec<(usize, String)> {
    let all: String = words.iter().map(|word| plain(word.written())).collect();
    if !(2..=MOST_WORDS).contains(&words.len()) || all != written {
        return Vec::new();
    }
    let mut orders: Vec<Vec<&Term>> = vec![Vec::new()];
    for word in words {
        let mut longer = Vec::new();
        for order in &orders {
            for at in 0..=order.len() {
                let mut order = order.clone();
                order.insert(at, word);
                longer.push(order);
            }
        }
        orders = longer;
    }
    let joined = |order: Vec<&Term>| {
        order
            .iter()
            .map(|word| plain(word.written()))
            .collect::<String>()
    };
    let orders = orders.into_iter().map(joined);
    orders
        .filter(|order| order != written)
        .map(|order| (1, order))
        .collect()
}

fn is_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}
