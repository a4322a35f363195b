//! Cuts a query into words, phrases and signs, each with its bytes.
//!
//! Chinese punctuation and full-width letters work as their ASCII twins. A sign
//! counts only where it stands like one: a minus at the start of a word, a star at
//! its end, `OR` and `NEAR/10` by themselves, a name before a colon only if it is a
//! field's. Which brackets are signs is decided beforehand (see `brackets.rs`);
//! the others are text.
//!
//! *Invariant.* Every word, and every value of a field, holds a unit: what says
//! nothing, a dash by itself, never becomes a token.

use std::ops::Range;

use super::error::Mistake;
use super::quotes::Quotes;
use super::signs::{Misread, half_width, may_begin};
use super::syntax::Field;
use super::{MOST_DISTANCE, SHORT_QUERY_UNITS};
use crate::text::Folded;

/// A piece of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Its bytes.
    pub span: Range<usize>,
}

/// What a piece of a query is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word: all of the token.
    Word,
    /// A word, or a phrase in quotation marks, before a star.
    Prefix(Range<usize>),
    /// A phrase in quotation marks.
    Phrase(Range<usize>),
    /// A phrase in quotation marks with `~` and a distance.
    Ordered(Range<usize>, u32),
    /// A field with one value or more.
    Field(Field, Vec<Range<usize>>),
    /// `-`
    Minus,
    /// `OR`, `|`
    Or,
    /// `NEAR/10`
    Near(u32),
    /// `(`
    Open,
    /// `)`
    Close,
}

/// Cuts `written` into tokens; `signs` are the places of the brackets that are signs, in order.
pub fn tokens(written: &str, quotes: &Quotes, signs: &[usize]) -> Result<Vec<Token>, Misread> {
    let mut lexer = Lexer {
        written,
        quotes,
        signs,
        at: 0,
        tokens: Vec::new(),
    };
    while let Some(c) = lexer.char_at(lexer.at) {
        let next = lexer.at + c.len_utf8();
        if c.is_whitespace() {
            lexer.at = next;
        } else if let Some((text, end)) = quotes.opened(lexer.at)? {
            lexer.phrase(text, end)?;
        } else {
            match half_width(c) {
                '|' => lexer.push(Kind::Or, next),
                '(' if lexer.is_sign(lexer.at) => lexer.push(Kind::Open, next),
                ')' if lexer.is_sign(lexer.at) => lexer.push(Kind::Close, next),
                '-' if lexer.is_minus(next) => lexer.push(Kind::Minus, next),
                _ => lexer.word()?,
            }
        }
    }
    Ok(lexer.tokens)
}

struct Lexer<'a> {
    written: &'a str,
    quotes: &'a Quotes<'a>,
    signs: &'a [usize],
    at: usize,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn char_at(&self, at: usize) -> Option<char> {
        self.written[at..].chars().next()
    }

    fn sign_at(&self, at: usize) -> Option<char> {
        self.char_at(at).map(half_width)
    }

    fn is_sign(&self, at: usize) -> bool {
        self.signs.binary_search(&at).is_ok()
    }

    fn push(&mut self, kind: Kind, end: usize) {
        let span = self.at..end;
        self.at = end;
        self.tokens.push(Token { kind, span });
    }

    /// The byte after the character at `at`.
    fn behind(&self, at: usize) -> usize {
        at + self.char_at(at).map_or(0, char::len_utf8)
    }

    /// Whether a word ends at `at`.
    fn ends(&self, at: usize) -> bool {
        self.char_at(at).is_none_or(|c| {
            let sign = half_width(c) == '|' || self.quotes.is_sign(at) || self.is_sign(at);
            c.is_whitespace() || sign
        })
    }

    fn word_end(&self, from: usize) -> usize {
        let mut at = from;
        while !self.ends(at) {
            at = self.behind(at);
        }
        at
    }

    fn has_unit(&self, range: Range<usize>) -> bool {
        !Folded::new(&self.written[range]).units.is_empty()
    }

    /// Whether the minus that ends at `next` excludes what follows. Two of them are a dash.
    fn is_minus(&self, next: usize) -> bool {
        let word = next..self.word_end(next);
        may_begin(&self.written[..self.at])
            && (self.quotes.is_sign(next)
                || (self.is_sign(next) && self.sign_at(next) == Some('('))
                || (self.sign_at(next) != Some('-') && self.has_unit(word)))
    }

    /// A phrase whose text and end are known, with what is attached to it.
    fn phrase(&mut self, text: Range<usize>, end: usize) -> Result<(), Misread> {
        let Some(sign) = self.sign_at(end) else {
            self.push(Kind::Phrase(text), end);
            return Ok(());
        };
        let next = self.behind(end);
        // Between two quotation marks `~` is text: “十三五”~“十四五”.
        if sign == '~' && !self.quotes.is_sign(next) {
            let stop = self.word_end(next);
            let within = self.distance(next..stop, "~5")?;
            self.push(Kind::Ordered(text, within), stop);
        } else if sign == '*' && self.ends(next) {
            self.push(Kind::Prefix(text), next);
        } else {
            self.push(Kind::Phrase(text), end);
        }
        Ok(())
    }

    fn word(&mut self) -> Result<(), Misread> {
        if self.field()? {
            return Ok(());
        }
        let start = self.at;
        let end = self.word_end(start);
        let sign: String = self.written[start..end].chars().map(half_width).collect();
        match sign.as_str() {
            "OR" => self.push(Kind::Or, end),
            "AND" => return Err((start, Mistake::And)),
            "NOT" => return Err((start, Mistake::Not)),
            "NEAR" => return Err((end, Mistake::Distance("NEAR/10"))),
            _ if sign.starts_with("NEAR/") => {
                let digits = start + self.written[start..end].find(['/', '／']).unwrap_or(0);
                let within = self.distance(self.behind(digits)..end, "NEAR/10")?;
                self.push(Kind::Near(within), end);
            }
            _ if !self.has_unit(start..end) => self.at = end,
            _ if sign.ends_with('*') && !sign.ends_with("**") => {
                let star = self.written[start..end].chars().next_back();
                let text = start..end - star.map_or(0, char::len_utf8);
                self.push(Kind::Prefix(text), end);
            }
            _ => self.push(Kind::Word, end),
        }
        Ok(())
    }

    fn distance(&self, range: Range<usize>, example: &'static str) -> Result<u32, Misread> {
        let digits: String = self.written[range.clone()]
            .chars()
            .map(half_width)
            .collect();
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err((range.start, Mistake::Distance(example)));
        }
        // Digits that do not fit the type are too large a distance.
        match digits.parse() {
            Ok(within) if within <= MOST_DISTANCE => Ok(within),
            _ => Err((range.start, Mistake::TooFar)),
        }
    }

    /// ASCII letters, or the Chinese name of a field, and a colon at `at`: the letters in half width, and the byte
    /// after the colon.
    fn name(&self, at: usize) -> Option<(String, usize)> {
        let mut chinese = Field::ALL.iter().flat_map(|field| field.chinese());
        if let Some(name) = chinese.find(|name| self.written[at..].starts_with(**name)) {
            let colon = at + name.len();
            return (self.sign_at(colon) == Some(':'))
                .then(|| ((*name).to_owned(), self.behind(colon)));
        }
        let mut name = String::new();
        for (offset, c) in self.written[at..].char_indices() {
            match half_width(c) {
                letter if letter.is_ascii_alphabetic() => name.push(letter),
                ':' if !name.is_empty() => return Some((name, at + offset + c.len_utf8())),
                _ => return None,
            }
        }
        None
    }

    /// Reads a field with its values, if one stands here.
    fn field(&mut self) -> Result<bool, Misread> {
        let Some((name, mut at)) = self.name(self.at) else {
            return Ok(false);
        };
        let Some(field) = Field::named(&name) else {
            return self.no_field(&name, at);
        };
        // 标题：关于… of pasted text asks for no title.
        let stretch = at..self.word_end(at);
        if !name.is_ascii() && Folded::new(&self.written[stretch]).units.len() > SHORT_QUERY_UNITS {
            return Ok(false);
        }
        let mut values = Vec::new();
        loop {
            let (value, end) = match self.quotes.opened(at)? {
                Some((text, end)) => (text, end),
                None => (at..self.word_end(at), self.word_end(at)),
            };
            if !self.has_unit(value.clone()) {
                return Err((at, Mistake::Value(field)));
            }
            values.push(value);
            at = end;
            // `region:云南|贵州`: another value of the same field.
            let next = self.behind(at);
            let goes_on =
                self.quotes.is_sign(next) || (!self.ends(next) && self.name(next).is_none());
            if self.sign_at(at) != Some('|') || !goes_on {
                break;
            }
            at = next;
        }
        self.push(Kind::Field(field, values), at);
        Ok(true)
    }

    /// A name that is not a field: a slip, or text such as `https://…`, `Q:…`, `PPP：…`.
    fn no_field(&self, name: &str, value: usize) -> Result<bool, Misread> {
        let like = Field::like(name);
        let typed = self.written[..value].ends_with(':') || like.is_some();
        let empty = self
            .sign_at(value)
            .is_none_or(|c| c.is_whitespace() || matches!(c, '/' | '\\'));
        if name.len() < 2 || !typed || empty {
            return Ok(false);
        }
        Err((self.at, Mistake::UnknownField(like)))
    }
}
