//! The query language: what a query says.
//!
//! Bare words rank; whatever has a sign must hold: `"a phrase"`, `A OR B`, `(A B)`, `"A B"~5`, `A NEAR/10 B`,
//! `复议*`, `region:云南`; with `-` before it, it must not. `docs/query-language.md` explains this to users.
//! Reading goes in three steps: which brackets are signs (`brackets.rs`), what the tokens are (`token.rs`),
//! what they say together (`parse.rs`). Nothing here knows of an index.
//!
//! Running Chinese text pasted as a query is words, whatever brackets, quotation marks and other
//! punctuation it holds (`quotes.rs`).

mod brackets;
mod error;
mod parse;
mod quotes;
mod signs;
mod syntax;
mod token;

pub use error::{LanguageError, Mistake};
pub use syntax::{Clause, Field, Node, Occur, Query};

/// A query of more units is a question or a text.
pub const SHORT_QUERY_UNITS: usize = 16;
/// The longest query, in characters.
pub const MOST_CHARACTERS: usize = 10_000;
/// The greatest distance of `~` and `NEAR/`, in units.
pub const MOST_DISTANCE: u32 = 1000;
/// How deep parentheses may stand in parentheses.
pub const MOST_DEPTH: usize = 32;

/// Takes a query apart.
///
/// A query without a letter or digit, or one that only leaves out, is not an error here: what it means
/// depends on what is asked.
pub fn parse(written: &str) -> Result<Query, LanguageError> {
    let read = || {
        if let Some((at, _)) = written.char_indices().nth(MOST_CHARACTERS) {
            return Err((at, Mistake::TooLong));
        }
        let tokens = brackets::read(written)?;
        parse::clauses(written, &tokens)
    };
    match read() {
        Ok(clauses) => Ok(Query {
            written: written.to_owned(),
            clauses,
        }),
        Err((at, mistake)) => Err(LanguageError {
            written: written.to_owned(),
            at,
            mistake,
        }),
    }
}

#[cfg(test)]
mod tests;
