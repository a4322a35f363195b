//! Words for ranking: jieba's, in search mode, with punctuation and spaces left out.
//!
//! Words of a text in [plain](crate::text::plain) form. Search mode gives the
//! words within longer words too, so that 复议 finds 行政复议.

use std::sync::Arc;

use jieba_rs::Jieba;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Words of `text` as they are indexed.
pub fn search_words<'a>(jieba: &Jieba, text: &'a str) -> Vec<&'a str> {
    let tokens = jieba.cut_for_search(text, true);
    tokens
        .into_iter()
        .map(|token| token.word)
        .filter(|word| is_word(word))
        .collect()
}

/// Words of `text` that do not overlap: what a person would call the words of a query.
pub fn query_words<'a>(jieba: &Jieba, text: &'a str) -> Vec<&'a str> {
    let tokens = jieba.cut(text, true);
    tokens
        .into_iter()
        .map(|token| token.word)
        .filter(|word| is_word(word))
        .collect()
}

fn is_word(word: &str) -> bool {
    word.chars().any(char::is_alphanumeric)
}

/// tantivy's view of [`search_words`].
#[derive(Clone)]
pub struct WordTokenizer(Arc<Jieba>);

impl WordTokenizer {
    /// A tokenizer that cuts with `jieba`.
    pub fn new(jieba: Arc<Jieba>) -> Self {
        WordTokenizer(jieba)
    }
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        WordStream {
            words: search_words(&self.0, text).into_iter(),
            token: Token::default(),
        }
    }
}

/// The words of one text.
pub struct WordStream<'a> {
    words: std::vec::IntoIter<&'a str>,
    token: Token,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(word) = self.words.next() else {
            return false;
        };
        self.token.text.clear();
        self.token.text.push_str(word);
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
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
        assert!(
            words.contains(&"复议") && words.contains(&"行政复议"),
            "{words:?}"
        );
        assert!(
            !words.iter().any(|word| [",", "。"].contains(word)),
            "{words:?}"
        );
    }
}
