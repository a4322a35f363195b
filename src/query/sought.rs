//! The words that passages are asked for, out of those that a query is cut into.
//!
//! A model guesses words out of characters that make none of the dictionary: often a name, and now and
//! then a name with the character next to it (史继偕著). What is only guessed must not keep a passage out.

use tantivy::query::Weight as _;
use tantivy::{DocSet, TERMINATED};

use super::error::QueryError;
use super::holds::HoldsQuery;
use crate::analysis::dictionary::Dictionary;
use crate::index::OpenIndex;
use crate::text::{Term, plain};

/// The words; in the place of one that is guessed and that nothing holds, the longest runs of it that
/// something does.
pub fn sought(
    index: &OpenIndex,
    dictionary: &Dictionary,
    words: &[Term],
) -> Result<Vec<Term>, QueryError> {
    let mut sought = Vec::with_capacity(words.len());
    for word in words {
        let whole = dictionary.has(&plain(word.written())) || is_held(index, word)?;
        let runs = match whole {
            true => Vec::new(),
            false => held_runs(index, word)?,
        };
        match runs.is_empty() {
            true => sought.push(word.clone()),
            false => sought.extend(runs),
        }
    }
    Ok(sought)
}

fn is_held(index: &OpenIndex, word: &Term) -> Result<bool, QueryError> {
    let held = HoldsQuery::of(index, word);
    for reader in index.searcher.segment_readers() {
        if held.scorer(reader, 1.0)?.doc() != TERMINATED {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Runs of two units and more that something holds: the longest from each place, one behind the other.
fn held_runs(index: &OpenIndex, word: &Term) -> Result<Vec<Term>, QueryError> {
    let units: Vec<&str> = (0..word.len()).map(|at| word.key(at)).collect();
    let mut runs = Vec::new();
    let mut start = 0;
    while start < units.len() {
        let mut end = units.len();
        while end > start + 1 {
            if let Ok(run) = Term::parse(&units[start..end].concat())
                && is_held(index, &run)?
            {
                runs.push(run);
                break;
            }
            end -= 1;
        }
        start = end;
    }
    Ok(runs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::tests::made_of;

    #[test]
    fn of_a_guess_that_nothing_holds_its_longest_runs_are_asked_for() {
        let texts = ["史继偕办理行政复议案件。", "深改组开会，继续推进。"];
        let made = made_of(texts.map(str::to_owned));
        let index = OpenIndex::open(&made.home).unwrap();
        let dictionary = Dictionary::open("").unwrap();
        let sought = |word: &str| {
            let words = [Term::parse(word).unwrap()];
            let sought = super::sought(&index, &dictionary, &words).unwrap();
            let written = sought.iter().map(|term| term.written().to_owned());
            written.collect::<Vec<_>>()
        };
        // A word of the dictionary is none of its parts, held or not.
        assert_eq!(sought("行政处罚"), ["行政处罚"]);
        assert_eq!(sought("深改组"), ["深改组"]);
        assert_eq!(sought("史继偕著"), ["史继偕"]);
        assert_eq!(sought("史继深改"), ["史继", "深改"]);
        assert_eq!(sought("甲乙丙"), ["甲乙丙"]);
    }
}
