//! What can be wrong with a query, shown with a caret under the place.
//!
//! The caret stands where reading stopped, in columns as a terminal counts them:
//! two for a Han character. Only the line with the mistake is shown, and only
//! what of it fits; control characters never reach the terminal.

use std::fmt;

use thiserror::Error;
use unicode_width::UnicodeWidthChar;

use super::syntax::Field;
use super::{MOST_CHARACTERS, MOST_DEPTH, MOST_DISTANCE};

/// How many columns of a query are shown before the caret, and after it.
const COLUMNS: usize = 60;

/// A query that is not understood.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub struct LanguageError {
    /// The query as typed.
    pub written: String,
    /// The byte of it where the mistake is; its length if something is missing at the end.
    pub at: usize,
    /// What is wrong there.
    pub mistake: Mistake,
}

/// What is wrong with a query, and what was expected instead.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Mistake {
    /// A sign with nothing to apply to.
    #[error("expected a word, a phrase or “(”")]
    Operand,
    /// `NEAR` beside something that has no single place in the text.
    #[error("expected a word or a phrase on either side of NEAR")]
    NearOperand,
    /// `A NEAR/3 B NEAR/3 C`
    #[error("expected no second NEAR: it joins two words or phrases")]
    NearChain,
    /// A bracket without its pair.
    #[error("expected “)”")]
    Unclosed,
    /// A bracket without its pair.
    #[error("expected no “)” here: there is no “(” before it")]
    Unopened,
    /// A quotation mark without its pair.
    #[error("expected a quotation mark {0} to close this one")]
    OpenQuote(char),
    /// Nothing between quotation marks.
    #[error("expected a letter or digit between the quotation marks")]
    EmptyQuote,
    /// The end of a sentence in what must hold as a whole.
    #[error(
        "expected no end of a sentence here: nothing that is found runs over one; search for the two sides apart"
    )]
    SentenceEnd,
    /// `"A"~5`
    #[error("expected two words or more between the quotation marks, with spaces between them")]
    OneTerm,
    /// `NEAR`, `NEAR/x`, `"A B"~`
    #[error("expected a distance in units, such as {0}")]
    Distance(&'static str),
    /// A distance too great.
    #[error("expected a distance of at most {MOST_DISTANCE} units")]
    TooFar,
    /// A field without a value.
    #[error("expected a value right after the colon, such as {}:{}", .0.name(), .0.example())]
    Value(Field),
    /// A name before a colon that is not a field, with the one that was probably meant.
    #[error("{}", unknown(.0))]
    UnknownField(Option<Field>),
    /// `A OR -B`
    #[error("expected no minus sign beside OR: leave out several with -(A OR B)")]
    ExcludedInOr,
    /// `(-A)`
    #[error("expected something in the parentheses besides what is left out")]
    OnlyExcluded,
    /// `AND` as other languages have it.
    #[error("expected no AND: what stands in parentheses must all hold, as in (A B)")]
    And,
    /// `NOT` as other languages have it.
    #[error("expected no NOT: a minus sign leaves a word out, as in -A")]
    Not,
    /// Parentheses in parentheses in …
    #[error("expected parentheses at most {MOST_DEPTH} deep")]
    TooDeep,
    /// A query too long.
    #[error("expected the query to end by here, {MOST_CHARACTERS} characters being the most")]
    TooLong,
}

fn unknown(like: &Option<Field>) -> String {
    match like {
        Some(field) => format!(
            "expected a known field before the colon, probably {}",
            field.name()
        ),
        None => format!(
            "expected one of {} before the colon; put text in quotation marks",
            Field::ALL.map(Field::name).join(", ")
        ),
    }
}

impl fmt::Display for LanguageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (before, behind) = self.written.split_at(self.at);
        let before = before.rsplit('\n').next().unwrap_or_default();
        let behind = behind.split('\n').next().unwrap_or_default();
        let (mut shown, pad) = fit(before.chars().rev());
        let line: String = shown.drain(..).rev().chain(fit(behind.chars()).0).collect();
        writeln!(f, "the query is not understood:")?;
        writeln!(f, "  {line}")?;
        write!(f, "  {:pad$}^ {}", "", self.mistake)
    }
}

/// Those of `chars` that fit, and the columns they take; `…` stands for the rest.
fn fit(chars: impl Iterator<Item = char>) -> (Vec<char>, usize) {
    let mut shown = Vec::new();
    let mut columns = 0;
    for c in chars {
        let c = if c.is_control() { ' ' } else { c };
        let width = c.width().unwrap_or(0);
        if columns + width > COLUMNS {
            shown.push('…');
            columns += 1;
            break;
        }
        shown.push(c);
        columns += width;
    }
    (shown, columns)
}
