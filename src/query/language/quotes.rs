//! Which quotation marks of a query are signs, and which are text.
//!
//! Policy is written in slogans: whoever pastes a sentence with three of them in quotation marks does not ask for
//! passages that hold all three. So within a stretch of more than [`SHORT_QUERY_UNITS`] units without white space a pair that
//! touches other text is text, and so is a mark without its pair.

use std::ops::Range;

use super::SHORT_QUERY_UNITS;
use super::error::Mistake;
use super::signs::{Misread, half_width, may_begin, quote};
use super::syntax::Field;
use crate::text::Folded;

/// A query with its quotation marks told apart.
pub struct Quotes<'a> {
    written: &'a str,
    /// The places of those that are text, in order.
    text: Vec<usize>,
}

impl<'a> Quotes<'a> {
    /// Tells the quotation marks of a query apart.
    pub fn of(written: &'a str) -> Self {
        let mut quotes = Quotes {
            written,
            text: Vec::new(),
        };
        // Where the stretch that is being read begins, and the marks in it that may be text.
        let (mut start, mut touching) = (0, Vec::new());
        let mut at = 0;
        while let Some(c) = written[at..].chars().next() {
            let next = at + c.len_utf8();
            let (before, behind) = (&written[..at], &written[next..]);
            if c.is_whitespace() {
                quotes.add(start..at, &mut touching);
                start = next;
            }
            at = match quotes.opened(at) {
                Ok(None) => next,
                Ok(Some((within, end))) => {
                    if touches_before(before) || touches_behind(&written[end..]) {
                        touching.extend([at, within.end]);
                    }
                    end
                }
                Err(_) => {
                    if touches_before(before) || touches_behind(behind) {
                        touching.push(at);
                    }
                    next
                }
            };
        }
        quotes.add(start..at, &mut touching);
        quotes
    }

    /// Takes the marks of a stretch for text if it is a long one.
    fn add(&mut self, stretch: Range<usize>, touching: &mut Vec<usize>) {
        let touching = touching.drain(..);
        if Folded::new(&self.written[stretch]).units.len() > SHORT_QUERY_UNITS {
            self.text.extend(touching);
        }
    }

    /// Whether a quotation mark that is a sign stands at `at`.
    pub fn is_sign(&self, at: usize) -> bool {
        let c = self.written[at..].chars().next();
        c.is_some_and(|c| quote(c).is_some()) && self.text.binary_search(&at).is_err()
    }

    /// What such a mark at `at` opens: the bytes between it and its pair, and the byte after that.
    pub fn opened(&self, at: usize) -> Result<Option<(Range<usize>, usize)>, Misread> {
        if !self.is_sign(at) {
            return Ok(None);
        }
        let mut chars = self.written[at..].chars();
        let Some((open, family)) = chars.next().and_then(|c| Some((c, quote(c)?))) else {
            return Ok(None);
        };
        let from = at + open.len_utf8();
        match self.written[from..]
            .char_indices()
            .find(|(_, c)| quote(*c) == Some(family))
        {
            Some((length, close)) => {
                let to = from + length;
                Ok(Some((from..to, to + close.len_utf8())))
            }
            None => Err((at, Mistake::OpenQuote(family))),
        }
    }
}

/// Whether a quotation mark after `before` touches text; it does not at the start of a word, after a minus or
/// after a field's colon.
fn touches_before(before: &str) -> bool {
    let value = before.strip_suffix([':', '：']).is_some_and(|name| {
        let other = |c: char| !half_width(c).is_ascii_alphabetic();
        let name = name.rsplit(other).next().unwrap_or_default();
        Field::named(&name.chars().map(half_width).collect::<String>()).is_some()
    });
    let left_out = before.strip_suffix(['-', '－']).is_some_and(may_begin);
    let last = before.chars().next_back();
    !value && !left_out && !may_begin(before) && last.is_some_and(|c| quote(c).is_none())
}

/// Whether text goes on with `behind`, and not with a sign that may follow a phrase.
fn touches_behind(behind: &str) -> bool {
    behind.chars().next().is_some_and(|c| {
        let sign = matches!(half_width(c), ')' | '|' | '~' | '*');
        !c.is_whitespace() && !sign && quote(c).is_none()
    })
}
