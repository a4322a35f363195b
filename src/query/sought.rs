//! The words that passages are asked for, out of those that a query is cut into.
//!
//! The segmenter's model guesses words out of characters that form none of the dictionary: often a name, and
//! now and then a name with the character next to it (史继偕著). What is only guessed must not keep a passage
//! out.

use super::compile::holds;
use super::error::QueryError;
use super::holder::all;
use super::holds::HoldsQuery;
use super::meant::{more_than, stands_often};
use crate::analysis::dictionary::Dictionary;
use crate::analysis::words::{LONGEST_WITHIN, Segmenter};
use crate::index::OpenIndex;
use crate::tagging::Divisions;
use crate::text::{Term, is_han, plain};

/// Characters of the shortest compound. A word of exactly so many may be one of its own (行政复议) and is taken
/// apart only if it is rare; longer ones always are.
const COMPOUND: usize = 4;

/// A word of a query, and what passages are asked for in its place.
#[derive(Clone, Debug)]
pub struct Sought {
    /// The word.
    pub word: Term,
    /// Those of its parts that something holds, where nothing holds the word itself; none where it is asked for itself.
    pub parts: Vec<Term>,
}

impl Sought {
    /// What passages are asked for.
    pub fn terms(&self) -> &[Term] {
        match self.parts.is_empty() {
            true => std::slice::from_ref(&self.word),
            false => &self.parts,
        }
    }
}

/// The words; in the place of one that nothing holds, what something does hold of it: of a guess its longest
/// runs, of a compound of the dictionary its words.
pub fn sought(
    index: &OpenIndex,
    (dictionary, segmenter): (&Dictionary, &Segmenter),
    words: &[Term],
) -> Result<Vec<Sought>, QueryError> {
    let sought = words.iter().map(|word| {
        let parts = match dictionary.has(&plain(word.written())) {
            true if word.len() <= COMPOUND || is_held(index, word)? => Vec::new(),
            true => held_words(index, segmenter, word)?,
            false if is_held(index, word)? => Vec::new(),
            false => held_runs(index, word)?,
        };
        let word = word.clone();
        Ok(Sought { word, parts })
    });
    sought.collect()
}

/// What the segmenter took to pieces that are no words: single characters and guesses side by side, often a
/// name (祭, 遵是). Of each such stretch the longest runs that something holds; `words` are slices of one text.
pub fn pieced_together(
    index: &OpenIndex,
    dictionary: &Dictionary,
    words: &[&str],
) -> Result<Vec<Term>, QueryError> {
    let is_piece = |word: &str| {
        word.chars().all(is_han) && (word.chars().nth(1).is_none() || !dictionary.has(word))
    };
    let is_next = |a: &&str, b: &&str| {
        is_piece(a) && is_piece(b) && a.as_bytes().as_ptr_range().end == b.as_ptr()
    };
    let mut found = Vec::new();
    for pieces in words.chunk_by(is_next).filter(|pieces| pieces.len() > 1) {
        if let Ok(whole) = Term::parse(&pieces.concat()) {
            found.extend(held_runs(index, &whole)?);
        }
    }
    Ok(found)
}

/// The words of two or more characters in a compound of the dictionary, if it stands as it is in few
/// passages: 民法典宣讲 is found as two words, and so is 民法典宣传. `None` if there are not two.
pub fn made_of(
    index: &OpenIndex,
    segmenter: &Segmenter,
    word: &Term,
) -> Result<Option<Vec<Term>>, QueryError> {
    let words = words_of(segmenter, word);
    if words.len() < 2 || (word.len() == COMPOUND && stands_often(index, &plain(word.written()))?) {
        return Ok(None);
    }
    Ok(Some(words))
}

/// The words of two characters and more that a compound of the dictionary is made of; none of another word.
fn words_of(segmenter: &Segmenter, word: &Term) -> Vec<Term> {
    let plain = plain(word.written());
    let is_compound = word.len() >= COMPOUND && plain.chars().all(is_han);
    if !is_compound || !segmenter.has_word(&plain) {
        return Vec::new();
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
    let terms = words.into_iter().filter_map(|word| Term::parse(word).ok());
    terms.collect()
}

/// The words of a compound that nothing holds, those of them that something does. None where one passage holds
/// them all, for it is found by them together; none of a place, which reports are also found by that are from there.
fn held_words(
    index: &OpenIndex,
    segmenter: &Segmenter,
    word: &Term,
) -> Result<Vec<Term>, QueryError> {
    let words = words_of(segmenter, word);
    let each = words.iter().map(|word| holds(index, word));
    if words.is_empty()
        || (words.len() > 1 && more_than(0, index, &all(each))?)
        || !Divisions::embedded()
            .codes_named(&plain(word.written()))
            .is_empty()
    {
        return Ok(Vec::new());
    }
    let mut held = Vec::with_capacity(words.len());
    for word in words {
        if is_held(index, &word)? {
            held.push(word);
        }
    }
    Ok(held)
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
        let texts = [
            "史继偕办理行政复议案件。",
            "深改组开会，继续推进。社区矫正的对象。",
        ];
        let made = made_of(texts.map(str::to_owned));
        let index = OpenIndex::open(&made.home).unwrap();
        let dictionary = Dictionary::open("").unwrap();
        let sought = |word: &str| {
            let words = [Term::parse(word).unwrap()];
            let within = dictionary.within(word);
            let sought = super::sought(&index, (&dictionary, &within), &words).unwrap();
            let terms = sought.iter().flat_map(Sought::terms);
            let written = terms.map(|term| term.written().to_owned());
            written.collect::<Vec<_>>()
        };
        // A word of the dictionary is not taken apart, held or not.
        assert_eq!(sought("行政处罚"), ["行政处罚"]);
        assert_eq!(sought("深改组"), ["深改组"]);
        assert_eq!(sought("史继偕著"), ["史继偕"]);
        assert_eq!(sought("史继深改"), ["史继", "深改"]);
        assert_eq!(sought("甲乙丙"), ["甲乙丙"]);
        // But a long one that nothing holds is, unless a passage holds them all.
        assert_eq!(sought("行政复议委员会"), ["行政复议"]);
        assert_eq!(sought("行政复议案件"), ["行政复议案件"]);
        assert_eq!(sought("社区矫正对象"), ["社区矫正对象"]);
    }

    #[test]
    fn characters_of_a_name_are_pieced_together() {
        let made = made_of(["祭遵少时喜欢读书。涞滩镇。".to_owned()]);
        let index = OpenIndex::open(&made.home).unwrap();
        let dictionary = Dictionary::open("").unwrap();
        let found = |text: &str, words: &[&str]| {
            let mut at = 0;
            let slices = words.iter().map(|word| {
                at += text[at..].find(word).unwrap();
                &text[at..at + word.len()]
            });
            let found = pieced_together(&index, &dictionary, &slices.collect::<Vec<_>>());
            let written = found
                .unwrap()
                .into_iter()
                .map(|term| term.written().to_owned());
            written.collect::<Vec<_>>()
        };
        assert_eq!(found("祭遵是谁", &["祭", "遵是"]), ["祭遵"]);
        assert_eq!(found("祭遵小时候", &["祭", "遵", "小时候"]), ["祭遵"]);
        assert_eq!(found("涞滩镇城", &["涞", "滩", "镇", "城"]), ["涞滩镇"]);
        assert_eq!(found("祭，遵", &["祭", "遵"]), [""; 0], "apart");
        assert_eq!(found("遵祭", &["遵", "祭"]), [""; 0], "nothing holds it");
        assert_eq!(found("祭少时", &["祭", "少时"]), [""; 0], "one alone");
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
