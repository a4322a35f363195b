//! "Did you mean": what resembles a query and stands in many more passages.
//!
//! Every guess is a string that the index holds, checked by the same postings as mentions are. Characters are
//! replaced by others of similar sound or shape, and syllables by characters, along a lattice whose edges are
//! pairs in the index; words are also tried in other orders.

use tantivy::collector::Count;
use tantivy::query::{BooleanQuery, EnableScoring, Occur, Query};
use tantivy::{DocSet, TERMINATED};

use super::compile::holds;
use super::error::QueryError;
use super::held::Held;
use super::neighbours;
use super::parse::ParsedQuery;
use super::suggest::Suggestion;
use crate::index::OpenIndex;
use crate::tagging::Divisions;
use crate::text::{Folded, Term, is_han, plain};

/// A query that stands as written in more passages than this was meant as written.
const FEW_PASSAGES: usize = 20;
/// A guess must stand in more than so many times as many passages.
const TIMES_AS_MANY: usize = 20;
/// The longest run of characters in which wrong ones are looked for.
const LONGEST_MISSPELT: usize = 8;
/// How many guesses of each cost are extended from character to character.
const FOLLOWED: usize = 12;
/// A longer query is a question.
const LONGEST_QUERY: usize = 48;
/// The most words that are tried in other orders or one by one.
const MOST_WORDS: usize = 4;
/// How many guesses are returned.
const MOST_GUESSES: usize = 3;

/// What may have been meant by a query, the likeliest first; empty if it was right.
pub fn meant(
    index: &OpenIndex,
    parsed: &ParsedQuery,
    words: &[Term],
) -> Result<Vec<Suggestion>, QueryError> {
    let written = plain(parsed.said.trim());
    let runs: Vec<&str> = parsed.said.split_whitespace().collect();
    let short = runs.len() <= MOST_WORDS && written.chars().count() <= LONGEST_QUERY;
    if written.is_empty() || !short || stands_often(index, &parsed.said)? {
        return Ok(Vec::new());
    }
    // The name of a place is not a slip, even if nothing in the index holds it.
    if Divisions::embedded().is_name(&written) {
        return Ok(Vec::new());
    }
    let own = passages(index, &parsed.said)?;
    // In so small an index nothing can stand so much more often.
    if (own * TIMES_AS_MANY) as u64 >= index.searcher.num_docs() {
        return Ok(Vec::new());
    }
    let held = Held::by(index)?;
    let mut guesses = Vec::new();
    if written
        .chars()
        .all(|c| c.is_alphabetic() && !is_han(c) || " '".contains(c))
    {
        // As typed: plain text has no spaces between words of letters.
        for way in neighbours::spelled(&parsed.said.to_lowercase()) {
            let options: Vec<Vec<(char, usize)>> = way
                .iter()
                .map(|alike| alike.chars().map(|c| (c, 0)).collect())
                .collect();
            let needed = vec![[0, 0]; options.len()];
            let spelled = along(&held, &options, &needed, 0)?.into_iter();
            guesses.extend(spelled.map(|(cost, word)| (cost, 0, word)));
        }
    } else {
        for (at, run) in runs.iter().enumerate() {
            // A run that stands somewhere was probably meant, even if not in one passage with the rest:
            // places stand in titles.
            let least = if passages(index, run)? > 0 {
                FEW_PASSAGES
            } else {
                0
            };
            for (cost, other) in misspelt(index, &held, run)? {
                let mut runs = runs.clone();
                runs[at] = &other;
                guesses.push((cost, least, runs.join(" ")));
            }
        }
        let reordered = reordered(words, &written).into_iter();
        guesses.extend(reordered.map(|(cost, word)| (cost, 0, word)));
    }
    let mut likely: Vec<(usize, Suggestion)> = Vec::new();
    for (cost, least, word) in guesses {
        // One way of writing for each.
        let word: Vec<String> = word.split(' ').map(plain).collect();
        let word = word.join(" ");
        if likely.iter().any(|(_, known)| known.word == word) {
            continue;
        }
        index.deadline().check()?;
        let passages = passages(index, &word)?;
        if passages > least.max(own * TIMES_AS_MANY) {
            likely.push((cost, Suggestion { word, passages }));
        }
    }
    likely.sort_by(|(cost, a), (other, b)| {
        (cost, b.passages, &a.word).cmp(&(other, a.passages, &b.word))
    });
    // Beside a frequent guess, one that is seldom written was not meant.
    let most = likely.iter().map(|(_, guess)| guess.passages).max();
    let seldom = most.unwrap_or(0) / TIMES_AS_MANY;
    let told = likely.into_iter().map(|(_, guess)| guess);
    Ok(told
        .filter(|guess| guess.passages > seldom)
        .take(MOST_GUESSES)
        .collect())
}

/// In how many passages all words of a text, separated by spaces, stand as written.
fn passages(index: &OpenIndex, text: &str) -> Result<usize, QueryError> {
    Ok(index.searcher.search(&all_words(index, text), &Count)?)
}

/// Whether a text stands in more than a few passages.
pub fn stands_often(index: &OpenIndex, text: &str) -> Result<bool, QueryError> {
    more_than(FEW_PASSAGES, index, &all_words(index, text))
}

/// Whether a query finds more than `few` passages; it stops counting there.
pub fn more_than(few: usize, index: &OpenIndex, query: &dyn Query) -> Result<bool, QueryError> {
    let scoring = EnableScoring::disabled_from_searcher(&index.searcher);
    let weight = query.weight(scoring)?;
    let mut found = 0;
    for reader in index.searcher.segment_readers() {
        let mut scorer = weight.scorer(reader, 1.0)?;
        while scorer.doc() != TERMINATED {
            found += usize::from(!reader.is_deleted(scorer.doc()));
            if found > few {
                return Ok(true);
            }
            scorer.advance();
        }
    }
    Ok(false)
}

/// Passages that hold all words of a text; matches none if it has no words.
fn all_words(index: &OpenIndex, text: &str) -> BooleanQuery {
    let terms = text.split_whitespace().map(Term::parse);
    let terms = terms.collect::<Result<Vec<_>, _>>().unwrap_or_default();
    let all = terms.iter().map(|term| (Occur::Must, holds(index, term)));
    BooleanQuery::new(all.collect())
}

/// What a run of Han characters may have been before some were mistaken: the number of mistakes, and the run.
fn misspelt(index: &OpenIndex, held: &Held, run: &str) -> Result<Vec<(usize, String)>, QueryError> {
    let folded = Folded::new(run);
    let keys = (0..folded.units.len()).map(|at| folded.key(at));
    let own: String = keys.collect();
    let count = own.chars().count();
    if !own.chars().all(is_han)
        || !(2..=LONGEST_MISSPELT).contains(&count)
        || stands_often(index, &own)?
    {
        return Ok(Vec::new());
    }
    let options: Vec<Vec<(char, usize)>> = own
        .chars()
        .map(|c| {
            let others = neighbours::of(c).into_iter().map(|other| (other, 1));
            std::iter::once((c, 0)).chain(others).collect()
        })
        .collect();
    let own_chars: Vec<char> = own.chars().collect();
    let needed = needed(held, &own_chars)?;
    let mut found = along(held, &options, &needed, count.div_ceil(2))?;
    found.retain(|(_, guess)| *guess != own);
    Ok(found)
}

/// For each character, how many of those after it must be replaced at least: if it stays as written, and if
/// it does not. A pair that the index does not hold cannot stay.
fn needed(held: &Held, own: &[char]) -> Result<Vec<[usize; 2]>, QueryError> {
    let held = held.pairs(own, own)?;
    let mut needed = vec![[0, 0]; own.len()];
    for at in (0..own.len().saturating_sub(1)).rev() {
        let [kept, changed] = needed[at + 1];
        let either = kept.min(changed + 1);
        let stays = held.contains_key(&(own[at], own[at + 1]));
        needed[at] = [if stays { either } else { changed + 1 }, either];
    }
    Ok(needed)
}

/// The strings of one option after the other whose pairs the index all holds and that cost at most `most`,
/// what is `needed` after each character included. The cheapest come first, then those whose rarest pair is
/// the most frequent.
fn along(
    held: &Held,
    options: &[Vec<(char, usize)>],
    needed: &[[usize; 2]],
    most: usize,
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
    let leads_on =
        |at: usize, cost: usize, own: usize| cost + own + needed[at][usize::from(own > 0)] <= most;
    let mut guesses: Vec<Guess> = first.iter().map(begin).collect();
    guesses.retain(|guess| leads_on(0, 0, guess.cost));
    for (at, options) in (1..).zip(rest) {
        let mut next = Vec::new();
        // What a guess has cost decides what it may be followed by.
        for alike in guesses.chunk_by(|a, b| a.cost == b.cost) {
            let options = options.iter();
            let options = options.filter(|(_, cost)| leads_on(at, alike[0].cost, *cost));
            let lasts: Vec<char> = alike.iter().map(|guess| guess.last).collect();
            let seconds: Vec<char> = options.clone().map(|(c, _)| *c).collect();
            let held = held.pairs(&lasts, &seconds)?;
            for (guess, (c, cost)) in alike
                .iter()
                .flat_map(|guess| options.clone().map(move |option| (guess, option)))
            {
                if let Some(passages) = held.get(&(guess.last, *c)) {
                    next.push(Guess {
                        cost: guess.cost + cost,
                        rarest: guess.rarest.min(*passages),
                        text: format!("{}{c}", guess.text),
                        last: *c,
                    });
                }
            }
        }
        next.sort_by(|a, b| (a.cost, b.rarest, &a.text).cmp(&(b.cost, a.rarest, &b.text)));
        // Keep some of each cost: in a large index, many a cheap one leads nowhere.
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
