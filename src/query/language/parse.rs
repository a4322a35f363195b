//! From tokens to the tree.
//!
//! The grammar, loosest first; `sequence` is the whole query or what stands in
//! parentheses:
//!
//! ```text
//! sequence = { ["-"] choice }
//! choice   = near { "OR" near }          no OR after a minus
//! near     = single [ "NEAR/10" single ]
//! single   = word | word* | phrase | "phrase"~5 | field | "(" sequence ")"
//! ```
//!
//! So `A B OR C` asks for A, and for B or C; parentheses say otherwise.

use std::ops::Range;

use super::MOST_DEPTH;
use super::error::Mistake;
use super::signs::{Misread, half_width};
use super::syntax::{Clause, Field, Node, Occur};
use super::token::{Kind, Token};
use crate::text::{Folded, Gap, Term, is_barrier};

/// The clauses of a query whose tokens are known.
pub fn clauses(written: &str, tokens: &[Token]) -> Result<Vec<Clause>, Misread> {
    let mut parser = Parser {
        written,
        tokens,
        next: 0,
    };
    let mut clauses = Vec::new();
    while let Some(token) = parser.peek() {
        let start = token.span.start;
        if token.kind == Kind::Close {
            return Err((start, Mistake::Unopened));
        }
        let (occur, node) = match parser.bare_word() {
            Some(word) => (Occur::Should, Node::Word(word.to_owned())),
            None => parser.item(0)?,
        };
        let span = start..parser.end_of_last();
        add(&mut clauses, Clause { occur, node, span });
    }
    Ok(clauses)
}

/// Adds a clause; a field that was asked for before gets one more value to choose from.
fn add(clauses: &mut Vec<Clause>, clause: Clause) {
    let same = |other: &&mut Clause| {
        other.occur == Occur::Must
            && other.node.field().is_some()
            && other.node.field() == clause.node.field()
    };
    let before = match clause.occur {
        Occur::Must => clauses.iter_mut().find(same),
        Occur::Should | Occur::MustNot => None,
    };
    let Some(before) = before else {
        clauses.push(clause);
        return;
    };
    match (&mut before.node, clause.node) {
        (Node::Any(values), Node::Any(more)) => values.extend(more),
        (Node::Any(values), value) => values.push(value),
        (value, Node::Any(mut more)) => {
            more.insert(0, value.clone());
            *value = Node::Any(more);
        }
        (value, other) => *value = Node::Any(vec![value.clone(), other]),
    }
}

struct Parser<'a> {
    written: &'a str,
    tokens: &'a [Token],
    next: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.next)
    }

    fn kind(&self) -> Option<&'a Kind> {
        self.peek().map(|token| &token.kind)
    }

    /// Where the next token stands, or would.
    fn place(&self) -> usize {
        match self.peek() {
            Some(token) => token.span.start,
            None => self.written.trim_end().len(),
        }
    }

    fn end_of_last(&self) -> usize {
        self.next
            .checked_sub(1)
            .map_or(0, |last| self.tokens[last].span.end)
    }

    /// A word that no sign applies to.
    fn bare_word(&mut self) -> Option<&'a str> {
        let token = self.peek().filter(|token| token.kind == Kind::Word)?;
        let follows = self.tokens.get(self.next + 1).map(|token| &token.kind);
        if matches!(follows, Some(Kind::Or | Kind::Near(_))) {
            return None;
        }
        self.next += 1;
        Some(&self.written[token.span.clone()])
    }

    /// One part of a sequence, `depth` parentheses deep.
    fn item(&mut self, depth: usize) -> Result<(Occur, Node), Misread> {
        if self.kind() != Some(&Kind::Minus) {
            return Ok((Occur::Must, self.choice(depth)?));
        }
        let minus = self.place();
        self.next += 1;
        let node = self.near(depth)?;
        if self.kind() == Some(&Kind::Or) {
            return Err((minus, Mistake::ExcludedInOr));
        }
        Ok((Occur::MustNot, node))
    }

    fn choice(&mut self, depth: usize) -> Result<Node, Misread> {
        let mut nodes = vec![self.near(depth)?];
        while self.kind() == Some(&Kind::Or) {
            self.next += 1;
            if self.kind() == Some(&Kind::Minus) {
                return Err((self.place(), Mistake::ExcludedInOr));
            }
            nodes.push(self.near(depth)?);
        }
        Ok(Node::any(nodes))
    }

    fn near(&mut self, depth: usize) -> Result<Node, Misread> {
        let left = self.single(depth)?;
        let Some(&Kind::Near(within)) = self.kind() else {
            return Ok(left);
        };
        let Node::Phrase(left) = left else {
            return Err((self.place(), Mistake::NearOperand));
        };
        self.next += 1;
        let right = self.place();
        if !matches!(self.kind(), Some(Kind::Word | Kind::Phrase(_))) {
            return Err((right, Mistake::NearOperand));
        }
        let Node::Phrase(right) = self.single(depth)? else {
            return Err((right, Mistake::NearOperand));
        };
        if let Some(Kind::Near(_)) = self.kind() {
            return Err((self.place(), Mistake::NearChain));
        }
        let terms = Box::new([left, right]);
        Ok(Node::Near { terms, within })
    }

    fn single(&mut self, depth: usize) -> Result<Node, Misread> {
        let place = self.place();
        let Some(token) = self.peek() else {
            return Err((place, Mistake::Operand));
        };
        let node = match &token.kind {
            Kind::Word => Node::Phrase(self.term(token.span.clone())?),
            Kind::Phrase(text) => Node::Phrase(self.term(text.clone())?),
            Kind::Prefix(text) => Node::Prefix(self.term(text.clone())?),
            Kind::Ordered(text, within) => self.ordered(text.clone(), *within)?,
            Kind::Field(field, values) => self.field(*field, values),
            Kind::Open => return self.group(depth + 1),
            Kind::Near(_) => return Err((place, Mistake::NearOperand)),
            Kind::Minus | Kind::Or | Kind::Close => return Err((place, Mistake::Operand)),
        };
        self.next += 1;
        Ok(node)
    }

    /// What stands in parentheses: all of it must hold.
    fn group(&mut self, depth: usize) -> Result<Node, Misread> {
        if depth > MOST_DEPTH {
            return Err((self.place(), Mistake::TooDeep));
        }
        self.next += 1;
        let mut nodes = Vec::new();
        let mut only_excluded = true;
        while self.kind() != Some(&Kind::Close) {
            if self.peek().is_none() && !nodes.is_empty() {
                return Err((self.place(), Mistake::Unclosed));
            }
            nodes.push(match self.item(depth)? {
                (Occur::MustNot, node) => Node::Not(Box::new(node)),
                (Occur::Should | Occur::Must, node) => {
                    only_excluded = false;
                    node
                }
            });
        }
        if nodes.is_empty() {
            return Err((self.place(), Mistake::Operand));
        }
        if only_excluded {
            return Err((self.place(), Mistake::OnlyExcluded));
        }
        self.next += 1;
        Ok(Node::all(nodes))
    }

    fn field(&self, name: Field, values: &[Range<usize>]) -> Node {
        let value = |span: &Range<usize>| Node::Field {
            name,
            value: self.written[span.clone()]
                .trim()
                .chars()
                .map(half_width)
                .collect(),
            span: span.clone(),
        };
        Node::any(values.iter().map(value).collect())
    }

    fn ordered(&self, text: Range<usize>, within: u32) -> Result<Node, Misread> {
        let mut terms = Vec::new();
        for word in self.written[text.clone()].split_whitespace() {
            let start = word.as_ptr() as usize - self.written.as_ptr() as usize;
            if !Folded::new(word).units.is_empty() {
                terms.push(self.term(start..start + word.len())?);
            }
        }
        match terms.len() {
            0 => Err((text.start, Mistake::EmptyQuote)),
            1 => Err((text.start, Mistake::OneTerm)),
            _ => Ok(Node::Ordered { terms, within }),
        }
    }

    /// The term that `range` of the query is.
    fn term(&self, range: Range<usize>) -> Result<Term, Misread> {
        let text = &self.written[range.clone()];
        Term::parse(text.trim()).map_err(|_| match sentence_end(text) {
            Some(at) => (range.start + at, Mistake::SentenceEnd),
            None => (range.start, Mistake::EmptyQuote),
        })
    }
}

/// Where a sentence ends between two units of `text`.
fn sentence_end(text: &str) -> Option<usize> {
    let units = Folded::new(text).units;
    let next = (1..units.len()).find(|&at| units[at].gap == Gap::Barrier)?;
    let from = units[next - 1].end as usize;
    let offset = text[from..].find(|c| is_barrier(c) || c == '\n')?;
    Some(from + offset)
}
