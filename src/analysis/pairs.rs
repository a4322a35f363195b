//! Pairs of neighbouring units with true positions: exactness and ranking in one field.
//!
//! Every unit but the last of a stretch is indexed together with the next one,
//! the last together with an end mark, so that each unit begins exactly one
//! token, at its own position. A term of *n* units is then a phrase of ⌈n/2⌉
//! pairs, and a single unit the union of the tokens that begin with its key
//! (keys are prefix-free). Positions skip one at a barrier, so that no phrase
//! runs over it.

use std::sync::Arc;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::backlog::Backlog;
use crate::text::{END_OF_STRETCH, Folded, Gap, Term};

/// A token that a term's mentions hold, and where from the term's start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The token.
    pub token: String,
    /// Units between the term's start and the token's.
    pub offset: u32,
}

/// The fewest pairs that cover a term; none for a term of one unit.
pub fn cover(term: &Term) -> Vec<Pair> {
    let units = term.len();
    let pair = |at: usize| Pair {
        token: format!("{}{}", term.key(at), term.key(at + 1)),
        offset: at as u32,
    };
    let mut pairs: Vec<Pair> = (0..units.saturating_sub(1)).step_by(2).map(pair).collect();
    if units % 2 == 1 && units > 1 {
        pairs.push(pair(units - 2));
    }
    pairs
}

/// All pairs of a text, as they are ranked by, each with the unit that it begins at.
pub fn placed(folded: &Folded) -> impl Iterator<Item = (usize, String)> + '_ {
    (1..folded.units.len())
        .filter(|&at| folded.units[at].gap != Gap::Barrier)
        .map(|at| (at - 1, format!("{}{}", folded.key(at - 1), folded.key(at))))
}

/// tantivy's view of a text's pairs.
///
/// The text is a passage with the one character that stands before it, if any:
/// that tells whether the passage begins a paragraph.
#[derive(Clone, Default)]
pub struct PairTokenizer(pub Arc<Backlog>);

impl Tokenizer for PairTokenizer {
    type TokenStream<'a> = PairStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PairStream {
        self.0.take();
        PairStream {
            folded: Folded::new(text),
            next: 0,
            skipped: 0,
            token: Token::default(),
        }
    }
}

/// The pairs of one text.
pub struct PairStream {
    folded: Folded,
    next: usize,
    skipped: usize,
    token: Token,
}

impl TokenStream for PairStream {
    fn advance(&mut self) -> bool {
        let at = self.next;
        let units = &self.folded.units;
        if at >= units.len() {
            return false;
        }
        self.token.text.clear();
        self.token.text.push_str(self.folded.key(at));
        self.token.position = at + self.skipped;
        match units.get(at + 1) {
            Some(unit) if unit.gap != Gap::Barrier => {
                self.token.text.push_str(self.folded.key(at + 1))
            }
            _ => {
                self.token.text.push(END_OF_STRETCH);
                self.skipped += 1;
            }
        }
        self.next += 1;
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

    fn tokens(text: &str) -> Vec<(String, usize)> {
        let mut tokenizer = PairTokenizer::default();
        let mut stream = tokenizer.token_stream(text);
        let mut tokens = Vec::new();
        while stream.advance() {
            tokens.push((stream.token().text.clone(), stream.token().position));
        }
        tokens
    }

    #[test]
    fn each_unit_begins_one_token_and_barriers_leave_a_hole() {
        let token = |text: &str, position| (text.to_owned(), position);
        assert_eq!(
            tokens("行政。5G网"),
            [
                token("行政", 0),
                token("政\u{3}", 1),
                token("\u{2}5g\u{1}网", 3),
                token("网\u{3}", 4),
            ]
        );
    }

    #[test]
    fn a_term_is_covered_by_as_few_pairs_as_can_be() {
        let cover = |term| {
            let pairs = cover(&Term::parse(term).unwrap());
            pairs
                .into_iter()
                .map(|pair| (pair.token, pair.offset))
                .collect::<Vec<_>>()
        };
        let pair = |token: &str, offset| (token.to_owned(), offset);
        assert_eq!(cover("法"), []);
        assert_eq!(cover("法治"), [pair("法治", 0)]);
        assert_eq!(cover("法治网"), [pair("法治", 0), pair("治网", 1)]);
        assert_eq!(cover("法治政府"), [pair("法治", 0), pair("政府", 2)]);
    }
}
