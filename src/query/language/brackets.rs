//! Which brackets of a query are signs, and which are text.
//!
//! Running text is full of brackets: `（一）加强…`, `条例（试行）`, `1）`. So a bracket
//! is a sign only in a query that shows that it means to use signs: it holds `OR`,
//! `|`, `NEAR/10`, `"…"~5`, a field or a minus before a bracket, or begins with an
//! ASCII `(` around more than one word. And even there a pair around a single word
//! that touches other text is text.

use super::quotes::Quotes;
use super::signs::{Misread, half_width, may_begin, quote};
use super::token::{Kind, Token, tokens};

/// A bracket of the query.
struct Bracket {
    at: usize,
    open: bool,
    /// The place of its pair.
    pair: Option<usize>,
    /// Whether nothing but a single word stands between it and its pair.
    single: bool,
}

/// Cuts a query into tokens, and decides which brackets are signs.
pub fn read(written: &str) -> Result<Vec<Token>, Misread> {
    let quotes = Quotes::of(written);
    let brackets = brackets(written, &quotes)?;
    let signs: Vec<usize> = brackets
        .iter()
        .filter(|bracket| !is_text(written, bracket))
        .map(|bracket| bracket.at)
        .collect();
    let read = tokens(written, &quotes, &signs)?;
    let begins = written.len() - written.trim_start().len();
    let group = |bracket: &Bracket| bracket.at == begins && !bracket.single;
    let grouped = written[begins..].starts_with('(') && brackets.first().is_some_and(group);
    if signs.is_empty() || grouped || uses_signs(&read) {
        Ok(read)
    } else {
        tokens(written, &quotes, &[])
    }
}

fn uses_signs(tokens: &[Token]) -> bool {
    let sign = |token: &Token| {
        matches!(
            token.kind,
            Kind::Or | Kind::Near(_) | Kind::Ordered(..) | Kind::Field(..)
        )
    };
    let group_left_out =
        |pair: &[Token]| matches!((&pair[0].kind, &pair[1].kind), (Kind::Minus, Kind::Open));
    tokens.iter().any(sign) || tokens.windows(2).any(group_left_out)
}

/// All brackets outside quotation marks, in order, with their pairs.
fn brackets(written: &str, quotes: &Quotes) -> Result<Vec<Bracket>, Misread> {
    let mut found: Vec<Bracket> = Vec::new();
    // Open brackets: where in `found`, and whether only a single word followed so far.
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut at = 0;
    while let Some(c) = written[at..].chars().next() {
        if let Some((_, end)) = quotes.opened(at)? {
            open.iter_mut().for_each(|(_, single)| *single = false);
            at = end;
            continue;
        }
        let sign = half_width(c);
        let bracket = |open| Bracket {
            at,
            open,
            pair: None,
            single: false,
        };
        if sign == '(' {
            open.iter_mut().for_each(|(_, single)| *single = false);
            open.push((found.len(), true));
            found.push(bracket(true));
        } else if sign == ')' {
            let mut close = bracket(false);
            if let Some((pair, single)) = open.pop() {
                close.pair = Some(found[pair].at);
                close.single = single;
                found[pair].pair = Some(at);
                found[pair].single = single;
            }
            found.push(close);
        } else if c.is_whitespace() || sign == '|' {
            open.iter_mut().for_each(|(_, single)| *single = false);
        }
        at += c.len_utf8();
    }
    Ok(found)
}

/// Whether a bracket is part of a word: `条例（试行）`.
fn is_text(written: &str, bracket: &Bracket) -> bool {
    let Some(pair) = bracket.pair.filter(|_| bracket.single) else {
        return false;
    };
    let (open, close) = if bracket.open {
        (bracket.at, pair)
    } else {
        (pair, bracket.at)
    };
    let before = &written[..open];
    let behind = written[close..].chars().nth(1);
    let minus = before.strip_suffix(['-', '－']).is_some_and(may_begin);
    (!minus && before.chars().next_back().is_some_and(touches)) || behind.is_some_and(touches)
}

/// Whether a bracket next to `c` is next to text.
fn touches(c: char) -> bool {
    !c.is_whitespace() && quote(c).is_none() && !matches!(half_width(c), '(' | ')' | '|')
}
