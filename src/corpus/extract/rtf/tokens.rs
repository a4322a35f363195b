//! RTF as tokens: groups, control words and symbols, bytes of text.

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// A byte of text, written as itself or as `\'hh`.
    Byte(u8),
    /// `\` and one character that is not a letter.
    Symbol(u8),
    /// `\` and letters, with a number or without.
    Word(&'a str, Option<i32>),
}

/// The tokens of a document.
pub(super) struct Tokens<'a> {
    rest: &'a [u8],
}

impl<'a> Tokens<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Tokens { rest: bytes }
    }

    fn take(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn take_while(&mut self, belongs: impl Fn(u8) -> bool) -> &'a str {
        let end = self.rest.iter().position(|byte| !belongs(*byte));
        let (taken, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        std::str::from_utf8(taken).unwrap_or_default()
    }

    fn control(&mut self) -> Option<Token<'a>> {
        let first = *self.rest.first()?;
        if !first.is_ascii_alphabetic() {
            self.take();
            return Some(match first {
                b'\'' => self.hexadecimal(),
                symbol => Token::Symbol(symbol),
            });
        }
        let word = self.take_while(|byte| byte.is_ascii_alphabetic());
        let sign = match self.rest {
            [b'-', digit, ..] if digit.is_ascii_digit() => {
                self.take();
                -1
            }
            _ => 1,
        };
        let digits = self.take_while(|byte| byte.is_ascii_digit());
        let number = digits.parse::<i32>().ok().map(|number| sign * number);
        if self.rest.first() == Some(&b' ') {
            self.take();
        }
        if word == "bin" {
            let length = number.and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
            self.rest = &self.rest[length.min(self.rest.len())..];
        }
        Some(Token::Word(word, number))
    }

    fn hexadecimal(&mut self) -> Token<'a> {
        let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
        match (digit(self.rest.first()), digit(self.rest.get(1))) {
            (Some(high), Some(low)) => {
                self.rest = &self.rest[2..];
                Token::Byte((high * 16 + low) as u8)
            }
            _ => Token::Symbol(b'\''),
        }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            return match self.take()? {
                b'{' => Some(Token::Open),
                b'}' => Some(Token::Close),
                b'\\' => self.control(),
                // Line ends of the file mean nothing.
                b'\r' | b'\n' | 0 => continue,
                byte => Some(Token::Byte(byte)),
            };
        }
    }
}
