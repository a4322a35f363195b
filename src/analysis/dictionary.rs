//! The segmentation dictionary: the built-in words and the user's own.
//!
//! A [`Dictionary`] costs nothing to open. [`Dictionary::all`] makes a segmenter that knows every word, for
//! indexing; [`Dictionary::within`] makes one that knows only the words occurring in a query, in half a
//! millisecond, and cuts that query the same way.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Cursor};

use fst::{Map, Streamer};
use jieba_rs::Jieba;
use thiserror::Error;

static WORDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/words.fst"));
const TOTAL: u64 = include!(concat!(env!("OUT_DIR"), "/words_total.rs"));

/// The frequency of a user's word without one: enough for it to be kept whole.
const DEFAULT_FREQUENCY: u64 = 3_000;
/// A word that no text holds; it carries the frequency of all words left out.
const FILLER: &str = "\u{E000}\u{E000}\u{E000}";

/// What is wrong with a dictionary of the user's own words.
#[derive(Debug, Error)]
pub enum DictionaryError {
    /// A line that is not `word [frequency] [tag]`.
    #[error(
        "line {line}: {word:?} is followed by {found:?}, which is no frequency (a whole number)"
    )]
    Frequency {
        /// Line, from 1.
        line: usize,
        /// The word.
        word: String,
        /// What stands where its frequency should.
        found: String,
    },
    /// The built-in table does not open: the program itself is damaged.
    #[error("the built-in dictionary is damaged; install fasou again")]
    Damaged(#[from] fst::Error),
    /// jieba refused the words.
    #[error("jieba cannot use the dictionary")]
    Refused(#[source] io::Error),
}

/// The built-in words and the user's own.
pub struct Dictionary {
    words: Map<&'static [u8]>,
    own: BTreeMap<String, u64>,
    total: u64,
}

impl Dictionary {
    /// The built-in words and those of `own`: `word [frequency] [tag]` lines, `#` comments.
    pub fn open(own: &str) -> Result<Self, DictionaryError> {
        let words = Map::new(WORDS)?;
        let own = parse(own)?;
        let total = own.iter().fold(TOTAL, |total, (word, frequency)| {
            total - words.get(word).unwrap_or(0) + frequency
        });
        Ok(Dictionary { words, own, total })
    }

    /// Whether it has a word.
    pub fn has(&self, word: &str) -> bool {
        self.words.contains_key(word) || self.own.contains_key(word)
    }

    /// A segmenter with every word.
    pub fn all(&self) -> Result<Jieba, DictionaryError> {
        let mut lines = String::with_capacity(WORDS.len() * 2);
        let mut stream = self.words.stream();
        while let Some((word, frequency)) = stream.next() {
            let word = String::from_utf8_lossy(word);
            if !self.own.contains_key(word.as_ref()) {
                // Writing to a String cannot fail.
                let _ = writeln!(lines, "{word} {frequency}");
            }
        }
        for (word, frequency) in &self.own {
            let _ = writeln!(lines, "{word} {frequency}");
        }
        Jieba::with_dict(&mut Cursor::new(lines))
            .map_err(|error| DictionaryError::Refused(io::Error::other(error.to_string())))
    }

    /// A segmenter that cuts `text` as [`Dictionary::all`] does; it is good for no other text.
    pub fn within(&self, text: &str) -> Jieba {
        let mut found: BTreeMap<&str, u64> = BTreeMap::new();
        for (start, _) in text.char_indices() {
            for (len, frequency) in self.prefixes(&text[start..]) {
                found.insert(&text[start..start + len], frequency);
            }
        }
        for (word, &frequency) in &self.own {
            if text.contains(word.as_str()) {
                found.insert(word, frequency);
            }
        }
        let mut jieba = Jieba::empty();
        let known: u64 = found.values().sum();
        for (word, frequency) in found {
            jieba.add_word(word, Some(frequency as usize), None);
        }
        // Probabilities are shares of the whole dictionary's frequency.
        jieba.add_word(FILLER, Some((self.total - known) as usize), None);
        jieba
    }

    /// Lengths and frequencies of the built-in words that `text` begins with.
    fn prefixes<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, u64)> + 'a {
        let fst = self.words.as_fst();
        let mut node = fst.root();
        let mut value = 0;
        let mut bytes = text.bytes().enumerate();
        std::iter::from_fn(move || {
            loop {
                let (at, byte) = bytes.next()?;
                let transition = node.transition(node.find_input(byte)?);
                value += transition.out.value();
                node = fst.node(transition.addr);
                if node.is_final() {
                    return Some((at + 1, value + node.final_output().value()));
                }
            }
        })
    }
}

fn parse(own: &str) -> Result<BTreeMap<String, u64>, DictionaryError> {
    let mut words = BTreeMap::new();
    for (line, text) in (1..).zip(own.lines()) {
        let mut cells = text.split_whitespace();
        let Some(word) = cells.next().filter(|word| !word.starts_with('#')) else {
            continue;
        };
        let frequency = match cells.next() {
            None => DEFAULT_FREQUENCY,
            Some(cell) => cell.parse().map_err(|_| DictionaryError::Frequency {
                line,
                word: word.to_owned(),
                found: cell.to_owned(),
            })?,
        };
        let word = crate::text::plain(word);
        words.insert(word, frequency.clamp(1, u64::from(u32::MAX)));
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;

    static OWN: &str = "# own\n深改组 5000 n\n复议开放日\n法治 9\n";
    static ALL: LazyLock<(Dictionary, Jieba)> = LazyLock::new(|| {
        let dictionary = Dictionary::open(OWN).unwrap();
        let jieba = dictionary.all().unwrap();
        (dictionary, jieba)
    });

    fn cut<'a>(jieba: &Jieba, text: &'a str) -> Vec<&'a str> {
        crate::analysis::words::search_words(jieba, text)
    }

    #[test]
    fn the_built_in_dictionary_is_that_of_jieba() {
        let jieba = Jieba::new();
        let plain = Dictionary::open("").unwrap();
        for word in ["行政", "复议", "人民政府", "中华人民共和国"] {
            assert!(
                jieba.has_word(word) && plain.words.get(word).is_some(),
                "{word}"
            );
        }
        assert!(plain.words.len() > 300_000);
    }

    #[test]
    fn own_words_are_kept_whole() {
        let (dictionary, all) = &*ALL;
        for text in ["召开深改组会议", "举办复议开放日活动"] {
            assert_eq!(cut(&dictionary.within(text), text), cut(all, text));
        }
        assert!(cut(all, "举办复议开放日活动").contains(&"复议开放日"));
    }

    #[test]
    fn a_word_without_a_number_for_frequency_is_refused() {
        let error = Dictionary::open("甲 1\n深改组 很多")
            .map(|_| ())
            .unwrap_err();
        assert!(error.to_string().starts_with("line 2"), "{error}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn a_query_is_cut_as_the_whole_dictionary_cuts_it(
            text in "[行政复议法治政府建设人民调解普法宣传中华共和国的一是在不了12ab,、。]{0,40}",
        ) {
            let (dictionary, all) = &*ALL;
            prop_assert_eq!(cut(&dictionary.within(&text), &text), cut(all, &text));
        }
    }
}
