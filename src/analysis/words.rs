//! Words for ranking: jieba's, with punctuation and spaces left out.
//!
//! Words of a text in [plain](crate::text::plain) form. The words within longer words are indexed too, so
//! that 行政复议 finds 行政复议申请; where there is also a field of pairs, words of two Han characters are left to that
//! field. Only words of the dictionary are indexed: those that a model guesses out of single characters
//! differ from place to place, and the pairs find them anyway.

use std::ops::Range;

pub use jieba_rs::Jieba as Segmenter;

use super::dictionary::Dictionary;
use crate::text::is_han;

/// Words within a word are looked for up to this many characters.
pub const LONGEST_WITHIN: usize = 4;

/// The most words that a stop word may be cut into.
const MOST_STOPWORDS: usize = 4;

/// Words that ask for nothing in a query.
static STOPWORDS: &str = include_str!("../../data/stopwords.txt");

/// Words that make a query a question and ask for nothing else.
static QUESTION_WORDS: &str = include_str!("../../data/question_words.txt");

/// Words of `text` that are searched for: those it is cut into, and the dictionary's words within each of
/// them.
///
/// jieba's own search mode stops at three characters, and so would miss 行政复议 in 行政复议申请.
pub fn search_words<'a>(segmenter: &Segmenter, text: &'a str) -> Vec<&'a str> {
    let mut words = Vec::with_capacity(text.len() / '一'.len_utf8());
    let mut starts = Vec::new();
    for word in cut(segmenter, text, false) {
        starts.clear();
        starts.extend(word.char_indices().map(|(at, _)| at));
        starts.push(word.len());
        let count = starts.len() - 1;
        for len in 2..=LONGEST_WITHIN.min(count.saturating_sub(1)) {
            let within = starts
                .windows(len + 1)
                .map(|ends| &word[ends[0]..ends[len]]);
            words.extend(within.filter(|within| segmenter.has_word(within)));
        }
        words.push(word);
    }
    words
}

/// Words of `text` that do not overlap, guessed ones included: what a reader would call the words of a query.
pub fn query_words<'a>(segmenter: &Segmenter, text: &'a str) -> Vec<&'a str> {
    cut(segmenter, text, true).collect()
}

/// Words of a query that passages are asked for: a measure word after a figure (件 of 354件) asks for nothing.
pub fn asked_words<'a>(segmenter: &Segmenter, text: &'a str) -> Vec<&'a str> {
    let mut behind_figure = false;
    let asks = |word: &&str| {
        let measures = behind_figure && word.chars().nth(1).is_none();
        behind_figure = word.ends_with(|c: char| c.is_ascii_digit());
        !measures && is_word(word)
    };
    let tokens = segmenter.cut(text, true).into_iter();
    tokens.map(|token| token.word).filter(asks).collect()
}

/// The words that stand for a word of a query in headings and titles, where nothing is guessed: the word
/// itself, or the dictionary words and single characters that it is made of.
pub fn known_words<'a>(
    dictionary: &Dictionary,
    segmenter: &Segmenter,
    word: &'a str,
) -> Vec<&'a str> {
    match dictionary.has(word) {
        true => vec![word],
        false => cut(segmenter, word, false).collect(),
    }
}

fn cut<'a>(segmenter: &Segmenter, text: &'a str, guess: bool) -> impl Iterator<Item = &'a str> {
    let tokens = segmenter.cut(text, guess).into_iter();
    tokens.map(|token| token.word).filter(|word| is_word(word))
}

/// What a query asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The query with a full stop in place of everything that asks for nothing, so that neither words nor
    /// pairs are made of that; the query itself if it says nothing else.
    pub text: String,
    /// The query with a full stop in place of question words only: other words that ask for nothing by
    /// themselves still tell something together with their neighbours.
    pub joined: String,
    /// Whether it is a question, whose answer may use other words, rather than a list of terms.
    pub is_question: bool,
}

impl Asked {
    /// What `text` asks for. Only whole words ask for nothing: 推进行政 holds no 进行.
    pub fn of(segmenter: &Segmenter, text: &str) -> Self {
        let is_one_of = |list: &str, words: &str| list.lines().any(|line| line == words);
        let asks = |words: &str| is_one_of(QUESTION_WORDS, words);
        let words: Vec<&str> = segmenter
            .cut(text, true)
            .iter()
            .map(|token| token.word)
            .collect();
        let mut told = String::with_capacity(text.len());
        let mut joined = String::with_capacity(text.len());
        let mut is_question = text.contains(['?', '？']);
        let mut at = 0;
        while at < words.len() {
            let most = (words.len() - at).min(MOST_STOPWORDS);
            let mut runs = (1..=most)
                .rev()
                .map(|count| (count, words[at..at + count].concat()));
            let Some((count, run)) = runs.find(|(_, run)| asks(run) || is_one_of(STOPWORDS, run))
            else {
                told.push_str(words[at]);
                joined.push_str(words[at]);
                at += 1;
                continue;
            };
            let asks = asks(&run);
            // A 谁 that occurs twice belongs to a saying: 谁主管谁负责.
            let is_saying = run == "谁" && text.matches("谁").nth(1).is_some();
            is_question |= asks && !is_saying;
            told.push('。');
            joined.push_str(if asks { "。" } else { &run });
            at += count;
        }
        if query_words(segmenter, &told).is_empty() {
            (told, joined) = (text.to_owned(), text.to_owned());
        }
        Asked {
            text: told,
            joined,
            is_question,
        }
    }
}

fn is_word(word: &str) -> bool {
    // Nearly every word begins with a Han character, which is checked first; the tables are for the others.
    word.chars().any(|c| is_han(c) || c.is_alphanumeric())
}

/// A text in plain form with the words that are searched for.
#[derive(Clone, Debug, Default)]
pub struct Words {
    text: String,
    words: Vec<Range<u32>>,
}

impl Words {
    /// Cuts a text that is in [plain](crate::text::plain) form.
    pub fn of(segmenter: &Segmenter, text: String) -> Self {
        let words = search_words(segmenter, &text).into_iter().map(|word| {
            let start = (word.as_ptr() as usize - text.as_ptr() as usize) as u32;
            start..start + word.len() as u32
        });
        Words {
            words: words.collect(),
            text,
        }
    }

    /// All words.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let words = self.words.iter();
        words.map(|word| &self.text[word.start as usize..word.end as usize])
    }

    /// The words for a field beside one of pairs: words that are pairs are not indexed twice.
    pub fn beside_pairs(&self) -> impl Iterator<Item = &str> {
        self.iter().filter(|word| !is_pair(word))
    }
}

/// Whether a word is a pair of units, and so is found as a pair.
pub fn is_pair(word: &str) -> bool {
    word.len() == 2 * '一'.len_utf8() && word.chars().all(is_han)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::dictionary::Dictionary;

    #[test]
    fn words_within_words_are_found_and_punctuation_is_not() {
        let text = "收到行政复议申请,19件。";
        let jieba = Dictionary::open("").unwrap().within(text);
        let words = search_words(&jieba, text);
        for word in ["复议", "行政复议", "行政复议申请"] {
            assert!(words.contains(&word), "{word} in {words:?}");
        }
        assert!(
            !words.iter().any(|word| [",", "。"].contains(word)),
            "{words:?}"
        );
    }

    #[test]
    fn beside_pairs_words_that_are_pairs_are_left_out() {
        let text = "收到行政复议申请";
        let jieba = Dictionary::open("").unwrap().within(text);
        let words = Words::of(&jieba, text.to_owned());
        let all: Vec<&str> = words.iter().collect();
        let beside: Vec<&str> = words.beside_pairs().collect();
        assert_eq!(all, search_words(&jieba, text));
        assert!(all.contains(&"复议") && !beside.contains(&"复议"));
        let longer: Vec<&str> = all.into_iter().filter(|word| !is_pair(word)).collect();
        assert_eq!(beside, longer);
        assert!(is_pair("复议") && !is_pair("5G") && !is_pair("复") && !is_pair("复议、"));
    }

    #[test]
    fn what_asks_for_nothing_is_left_out_unless_there_is_nothing_else() {
        let asked = |text| Asked::of(&Dictionary::open("").unwrap().within(text), text).text;
        assert_eq!(asked("基层矛盾纠纷怎样化解"), "基层矛盾纠纷。化解");
        assert_eq!(asked("条例是什么时候实施的"), "条例。。实施。");
        for whole in ["推进行政复议", "促进行业发展", "可以及时办理"] {
            assert_eq!(asked(whole), whole);
        }
        assert_eq!(asked("的"), "的");
        assert_eq!(asked("目的地"), "目的地");
    }

    #[test]
    fn function_words_make_pairs_and_question_words_do_not() {
        let joined = |text| Asked::of(&Dictionary::open("").unwrap().within(text), text).joined;
        assert_eq!(joined("条例是什么时候实施的"), "条例是。实施的");
        assert_eq!(joined("普法与调解"), "普法与调解");
        assert_eq!(joined("怎样"), "怎样", "nothing else is asked");
    }

    #[test]
    fn a_question_is_told_by_its_words_and_marks() {
        let asks = |text| Asked::of(&Dictionary::open("").unwrap().within(text), text).is_question;
        for question in [
            "复议案件有多少",
            "矛盾纠纷怎样化解",
            "普法做了什么",
            "有没有免申即享?",
            "复议委员会有几个",
            "人手不够怎么办",
            "复议案件为何上升",
            "案件上升？",
        ] {
            assert!(asks(question), "{question}");
        }
        for terms in [
            "行政复议 申请",
            "几内亚",
            "多少数民族地区普法",
            "谁主管谁负责 普法",
        ] {
            assert!(!asks(terms), "{terms}");
        }
    }
}
