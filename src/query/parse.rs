//! A query taken apart for searching: what ranks, what must hold, what must not.
//!
//! The query language says what is written; here is what a search
//! makes of it.

use super::error::QueryError;
use super::language::{self, Node, Occur};
use super::synonyms::{Expansion, Synonyms};
use crate::text::{Folded, Term, plain};

/// A query ready to be ranked.
#[derive(Clone, Debug)]
pub struct ParsedQuery {
    /// As typed.
    pub written: String,
    /// The words to rank by, those of what must hold included.
    pub text: String,
    /// The words among them outside quotation marks.
    pub loose: String,
    /// What is asked for as it is written, to be compared with what may have been meant: the words that stand alone
    /// and the phrases that must be there, separated by spaces.
    pub said: String,
    /// The whole query as one term; `None` if it cannot be one.
    pub whole: Option<Term>,
    /// What every hit must hold.
    pub required: Vec<Required>,
    /// What no hit may hold.
    pub excluded: Vec<Required>,
    /// The terms that must hold, to be marked in a hit.
    pub marks: Vec<Term>,
    /// Those of these terms that stand before a star.
    pub open: Vec<Term>,
    /// Expressions of the query that have synonyms.
    pub expansions: Vec<Expansion>,
}

/// What a hit must be or hold, or must not.
#[derive(Clone, Debug)]
pub struct Required {
    /// As typed.
    pub written: String,
    /// What that means.
    pub node: Node,
}

impl ParsedQuery {
    /// Takes a query apart.
    pub fn parse(written: &str) -> Result<Self, QueryError> {
        let query = language::parse(written)?;
        let mut words: Vec<String> = Vec::new();
        let (mut loose, mut said): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        let (mut marks, mut open) = (Vec::new(), Vec::new());
        let (mut must, mut excluded) = (Vec::new(), Vec::new());
        for clause in query.clauses {
            let required = |node| Required {
                written: written[clause.span.clone()].to_owned(),
                node,
            };
            match (clause.occur, clause.node) {
                (Occur::MustNot, node) => excluded.push(required(node)),
                (_, Node::Word(word)) => {
                    loose.push(word.clone());
                    said.push(word.clone());
                    words.push(word);
                }
                (_, node) => {
                    if let Node::Phrase(term) = &node {
                        said.push(plain(term.written()));
                    }
                    let before = marks.len();
                    collect_terms(&node, &mut marks, &mut open);
                    words.extend(
                        marks[before..]
                            .iter()
                            .map(|term: &Term| term.written().to_owned()),
                    );
                    must.push(required(node));
                }
            }
        }
        let text = words.join(" ");
        if Folded::new(&text).units.is_empty() {
            let written = written.to_owned();
            return Err(match (must.is_empty(), excluded.is_empty()) {
                (true, true) => QueryError::Empty(written),
                (true, false) => QueryError::OnlyExcluded(written),
                (false, _) => QueryError::OnlyFields(written),
            });
        }
        Ok(ParsedQuery {
            written: written.to_owned(),
            whole: Term::parse(&text).ok(),
            loose: loose.join(" "),
            said: said.join(" "),
            text,
            required: must,
            excluded,
            marks,
            open,
            expansions: Vec::new(),
        })
    }
}

impl ParsedQuery {
    /// The query with its synonyms added.
    pub fn with(mut self, synonyms: &Synonyms) -> Self {
        self.expansions = synonyms.in_query(&self.loose);
        self
    }

    /// A text to rank by as it is; nothing in it counts as a sign of the query language.
    pub fn plain(text: &str) -> Result<Self, QueryError> {
        if Folded::new(text).units.is_empty() {
            return Err(QueryError::Empty(text.to_owned()));
        }
        Ok(ParsedQuery {
            written: text.to_owned(),
            whole: Term::parse(text).ok(),
            text: text.to_owned(),
            loose: text.to_owned(),
            said: text.to_owned(),
            required: Vec::new(),
            excluded: Vec::new(),
            marks: Vec::new(),
            open: Vec::new(),
            expansions: Vec::new(),
        })
    }
}

/// The terms that a node asks for; not those that it leaves out.
fn collect_terms(node: &Node, terms: &mut Vec<Term>, open: &mut Vec<Term>) {
    match node {
        Node::Phrase(term) => terms.push(term.clone()),
        Node::Prefix(term) => {
            terms.push(term.clone());
            open.push(term.clone());
        }
        Node::Ordered { terms: several, .. } => terms.extend(several.iter().cloned()),
        Node::Near { terms: both, .. } => terms.extend(both.iter().cloned()),
        Node::Any(nodes) | Node::All(nodes) => {
            (nodes.iter()).for_each(|node| collect_terms(node, terms, open));
        }
        Node::Word(_) | Node::Not(_) | Node::Field { .. } => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(query: &str) -> (String, usize, usize) {
        let query = ParsedQuery::parse(query).unwrap();
        (query.text, query.required.len(), query.excluded.len())
    }

    #[test]
    fn what_ranks_what_must_hold_and_what_must_not_are_told_apart() {
        assert_eq!(parsed("行政复议 申请"), ("行政复议 申请".into(), 0, 0));
        assert_eq!(
            parsed("“双随机、一公开”监管 -企业"),
            ("双随机、一公开 监管".into(), 1, 1)
        );
        assert_eq!(parsed("普法 region:云南 year:2024"), ("普法".into(), 2, 0));
        assert_eq!(parsed("普法 OR (调解 -企业)"), ("普法 调解".into(), 1, 0));
    }

    #[test]
    fn queries_that_say_nothing_are_refused() {
        assert!(matches!(
            ParsedQuery::parse("，。、"),
            Err(QueryError::Empty(_))
        ));
        assert!(matches!(ParsedQuery::parse(""), Err(QueryError::Empty(_))));
        assert!(matches!(
            ParsedQuery::parse("-普法"),
            Err(QueryError::OnlyExcluded(_))
        ));
        assert!(matches!(
            ParsedQuery::parse("year:2024"),
            Err(QueryError::OnlyFields(_))
        ));
        assert!(matches!(
            ParsedQuery::parse("\"普法"),
            Err(QueryError::Language(_))
        ));
    }
}
