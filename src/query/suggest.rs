//! What to try when a query finds nothing: words of it that do occur, parts of them, and words one character away.

use tantivy::collector::Count;
use tantivy_fst::Automaton;

use super::compile::holds;
use super::error::QueryError;
use crate::analysis::dictionary::Dictionary;
use crate::analysis::words::{is_pair, search_words};
use crate::index::OpenIndex;
use crate::tagging::Divisions;
use crate::text::{Term, plain};

/// How many suggestions to make.
const MOST_SUGGESTIONS: usize = 5;

/// A word to try, and how many passages hold it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The word.
    pub word: String,
    /// Passages that hold it.
    pub passages: usize,
}

/// Words like `words` that occur in the index, the more frequent first.
pub fn suggest(index: &OpenIndex, words: &[Term]) -> Result<Vec<Suggestion>, QueryError> {
    let mut suggestions = Vec::new();
    let dictionary = index.dictionary()?;
    for word in words {
        let written = plain(word.written());
        add(index, &mut suggestions, written.clone())?;
        if dictionary.has(&written) {
            for within in search_words(&dictionary.within(&written), &written) {
                add(index, &mut suggestions, within.to_owned())?;
            }
        }
        // Another place is no likely slip for one.
        let places = Divisions::embedded();
        let is_place = places.is_name(&written);
        for near in near(index, &written)? {
            if is_place && places.is_name(&near) {
                continue;
            }
            add(index, &mut suggestions, near)?;
        }
    }
    suggestions.sort_by(|a: &Suggestion, b| {
        b.passages
            .cmp(&a.passages)
            .then_with(|| a.word.cmp(&b.word))
    });
    suggestions.truncate(MOST_SUGGESTIONS);
    Ok(suggestions)
}

fn add(
    index: &OpenIndex,
    suggestions: &mut Vec<Suggestion>,
    word: String,
) -> Result<(), QueryError> {
    let Ok(term) = Term::parse(&word) else {
        return Ok(());
    };
    let passages = index
        .searcher
        .search(holds(index, &term).as_ref(), &Count)?;
    if passages > 0 && !suggestions.iter().any(|known| known.word == word) {
        suggestions.push(Suggestion { word, passages });
    }
    Ok(())
}

/// Words that differ from `word` in one character and may be in the index.
fn near(index: &OpenIndex, word: &str) -> Result<Vec<String>, QueryError> {
    if is_pair(word) {
        return Ok(pairs_near(&index.dictionary()?, word));
    }
    let wanted: Vec<char> = word.chars().collect();
    let mut near = Vec::new();
    if wanted.len() < 2 {
        return Ok(near);
    }
    let mut watch = index.deadline().watch();
    for reader in index.searcher.segment_readers() {
        let inverted = reader.inverted_index(index.fields.words)?;
        let mut tokens = inverted.terms().search(OneApart(word)).into_stream()?;
        while tokens.advance() {
            watch.step()?;
            let Ok(token) = std::str::from_utf8(tokens.key()) else {
                continue;
            };
            if one_apart(token, &wanted) && !near.iter().any(|known| known == token) {
                near.push(token.to_owned());
            }
        }
    }
    Ok(near)
}

/// Words of the dictionary that share one of their two Han characters with `word`. Among the pairs of the
/// index they would stand beside many that are not words.
fn pairs_near(dictionary: &Dictionary, word: &str) -> Vec<String> {
    let (first, second) = word.split_at('一'.len_utf8());
    let others = ('\u{4E00}'..='\u{9FFF}')
        .flat_map(|c| [format!("{first}{c}"), format!("{c}{second}")])
        .filter(|other| other != word && dictionary.has(other));
    others.collect()
}

/// Goes through a dictionary of terms for those that differ from a word within one character, as many bytes
/// long.
struct OneApart<'w>(&'w str);

/// Bytes read so far, and where in the word the character begins that they differ in.
type Read = (usize, Option<usize>);

impl Automaton for OneApart<'_> {
    type State = Option<Read>;

    fn start(&self) -> Self::State {
        Some((0, None))
    }

    fn is_match(&self, state: &Self::State) -> bool {
        state.is_some_and(|(read, differing)| read == self.0.len() && differing.is_some())
    }

    fn can_match(&self, state: &Self::State) -> bool {
        state.is_some()
    }

    fn accept(&self, state: &Self::State, byte: u8) -> Self::State {
        let (at, differing) = (*state)?;
        if byte == *self.0.as_bytes().get(at)? {
            return Some((at + 1, differing));
        }
        let character = (0..=at).rev().find(|at| self.0.is_char_boundary(*at));
        let differs = differing.is_none() || differing == character;
        differs.then_some((at + 1, character))
    }
}

fn one_apart(token: &str, wanted: &[char]) -> bool {
    let mut differing = 0;
    let mut count = 0;
    for c in token.chars() {
        differing += usize::from(wanted.get(count) != Some(&c));
        count += 1;
    }
    count == wanted.len() && differing == 1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::index::OpenIndex;
    use crate::index::tests::made_of;

    proptest! {
        #[test]
        fn the_dictionary_is_searched_for_all_that_are_one_apart(
            tokens in proptest::collection::btree_set("[a字行法治]{1,4}", 1..40),
            word in "[a字行法治]{3,4}",
        ) {
            let wanted: Vec<char> = word.chars().collect();
            let apart = |token: &&String| token.len() == word.len() && one_apart(token, &wanted);
            let accepted = |token: &&String| {
                let read = token.bytes().fold(OneApart(&word).start(), |state, byte| {
                    OneApart(&word).accept(&state, byte)
                });
                OneApart(&word).is_match(&read) && one_apart(token, &wanted)
            };
            let all: Vec<&String> = tokens.iter().filter(apart).collect();
            let found: Vec<&String> = tokens.iter().filter(accepted).collect();
            prop_assert_eq!(found, all);
        }
    }

    #[test]
    fn words_of_the_index_that_are_one_character_apart_are_found() {
        let made = made_of(["推进依法行政，办理行政处罚和行政许可。".to_owned()]);
        let index = OpenIndex::open(&made.home).unwrap();
        assert_eq!(near(&index, "行政处法").unwrap(), ["行政处罚"]);
        assert!(near(&index, "民政处法").unwrap().is_empty());
    }
}
