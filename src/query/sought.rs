//! The words that passages are asked for, out of those that a query is cut into.
//!
//! The segmenter's model guesses words out of characters that form none of the dictionary: often a name, and
//! now and then a name with the character next to it (史继偕著). What is only guessed must not keep a passage
//! out.

use super::error::QueryError;
use super::holds::HoldsQuery;
use super::meant::{more_than, stands_often};
use crate::analysis::dictionary::Dictionary;
use crate::analysis::words::{LONGEST_WITHIN, Segmenter};
use crate::index::OpenIndex;
use crate::text::{Term, is_han, plain};

/// Characters of the shortest compound. A word of exactly so many may be one of its own (行政复议) and is taken
/// apart only if it is rare; longer ones always are.
const COMPOUND: usize = 4;

/// The words; a word that is only guessed and that nothing holds is replaced by its longest runs that
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

/// The words of two or more characters in a compound of the dictionary, if it stands as it is in few
/// passages: 民法典宣讲 is found as two words, and so is 民法典宣传. `None` if there are not two.
pub fn made_of(
    index: &OpenIndex,
    segmenter: &Segmenter,
    word: &Term,
) -> Result<Option<Vec<Term>>, QueryError> {
    let plain = plain(word.written());
    let is_compound = word.len() >= COMPOUND && plain.chars().all(is_han);
    if !is_compound || !segmenter.has_word(&plain) {
        return Ok(None);
    }
    let starts: Vec<usize> = plain.char_indices().map(|(at, _)| at).collect();
    let slice = |from: usize, to: usize| {
        let end = starts.get(to).copied().unwrap_or(plain.len());
        &plain[starts[from]..end]
    };
    let count = starts.len();
    let known = |at: usize| {
        let most = LONGEST_WITHIN.min(count - at).min(count - 1);
        let lengths = (2..=most).rev();
        lengths
            .map(|len| at + len)
            .find(|end| segmenter.has_word(slice(at, *end)))
    };
    let mut words = Vec::new();
    let mut at = 0;
    while at < count {
        // What is not a word extends to where the next one begins.
        let next = || (at + 1..count).find(|next| known(*next).is_some());
        let end = known(at).or_else(next).unwrap_or(count);
        words.push(slice(at, end));
        at = end;
    }
    words.retain(|word| word.chars().nth(1).is_some());
    if words.len() < 2 || (word.len() == COMPOUND && stands_often(index, &plain)?) {
        return Ok(None);
    }
    let terms = words.into_iter().filter_map(|word| Term::parse(word).ok());
    Ok(Some(terms.collect()))
}

fn is_held(index: &OpenIndex, word: &Term) -> Result<bool, QueryError> {
    more_than(0, index, &HoldsQuery::of(index, word))
}

/// Runs of two or more units that something holds: the longest from each place, one after another.
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
        // A word of the dictionary is not taken apart, held or not.
        assert_eq!(sought("行政处罚"), ["行政处罚"]);
        assert_eq!(sought("深改组"), ["深改组"]);
        assert_eq!(sought("史继偕著"), ["史继偕"]);
        assert_eq!(sought("史继深改"), ["史继", "深改"]);
        assert_eq!(sought("甲乙丙"), ["甲乙丙"]);
    }

    #[test]
    fn a_compound_that_stands_seldom_is_found_by_its_words() {
        let often = (0..40).map(|number| format!("行政处罚案卷评查{number}件。"));
        let made = made_of(often);
        let index = OpenIndex::open(&made.home).unwrap();
        let dictionary = Dictionary::open("").unwrap();
        let parts = |word: &str| {
            let words = super::made_of(
                &index,
                &dictionary.within(word),
                &Term::parse(word).unwrap(),
            );
            let words = words.unwrap().unwrap_or_default().into_iter();
            words
                .map(|term| term.written().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(parts("行政复议"), ["行政", "复议"]);
        assert_eq!(parts("行政复议纠错率"), ["行政复议", "纠错"]);
        assert_eq!(parts("法律援助中心"), ["法律援助", "中心"]);
        assert_eq!(parts("行政处罚"), [""; 0], "stands often");
        assert_eq!(parts("汤郎乡里"), [""; 0], "no word of the dictionary");
        assert_eq!(parts("调解员"), [""; 0], "one word and a character");
    }
}
