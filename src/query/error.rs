//! What can be wrong with a question, told to people.

use thiserror::Error;

use super::filter::FilterKind;
use super::language::LanguageError;
use crate::index::IndexError;
use crate::tagging::{FindError, Level};
use crate::text::{TermError, Unknown};

/// A value that a filter does not take. The message begins with the filter's name, which is a flag, a parameter
/// or a field of a query.
#[derive(Debug, Error)]
pub enum FilterError {
    /// A region that is unknown or borne by several places.
    #[error("{kind}: {0}", kind = FilterKind::Region)]
    Region(#[from] FindError),
    /// A value that the filter does not know.
    #[error("{filter}: {unknown}")]
    Unknown {
        /// The filter.
        filter: FilterKind,
        /// What was given, and what may be.
        unknown: Unknown,
    },
    /// Years that cannot be read.
    #[error("{kind}: {0:?} is no year; write 2024 or 2020..2024", kind = FilterKind::Year)]
    Year(String),
    /// A range of years that ends before it begins.
    #[error(
        "{}: {from}..{to} runs backwards; write {to}..{from}",
        FilterKind::Year
    )]
    YearsBackwards {
        /// As given.
        from: u16,
        /// As given.
        to: u16,
    },
}

/// An error of a query; every message says what to do.
#[derive(Debug, Error)]
pub enum QueryError {
    /// A term that cannot match.
    #[error(transparent)]
    Term(#[from] TermError),
    /// A value that a filter does not take.
    #[error(transparent)]
    Filter(#[from] FilterError),
    /// A level whose units no table lists.
    #[error("there is no list of every {level}; use province, city, county or township")]
    NoTable {
        /// The level.
        level: Level,
    },
    /// A table of synonyms that cannot be used.
    #[error("line {line}: {reason}")]
    Synonyms {
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// Nothing to search for.
    #[error("the query {0:?} holds no letter or digit; write words, such as 行政复议")]
    Empty(String),
    /// Only words to leave out.
    #[error("the query {0:?} only says what to leave out; add a word to search for")]
    OnlyExcluded(String),
    /// Only fields.
    #[error("the query {0:?} only says where to look; add a word to search for")]
    OnlyFields(String),
    /// A query that is not understood.
    #[error(transparent)]
    Language(#[from] LanguageError),
    /// A report that is not there.
    #[error("no report {0:?} in the index; `fasou reports` lists them")]
    NoReport(String),
    /// A path that is several reports.
    #[error("{given:?} is {count} reports; name one of {}{}", .found.join(", "), if .found.len() < *count { ", …" } else { "" })]
    ManyReports {
        /// What was given.
        given: String,
        /// How many reports that is.
        count: usize,
        /// Ids and paths of the first.
        found: Vec<String>,
    },
    /// A star that stands for too much.
    #[error(
        "the star in {0:?} stands for more than {1} words and numbers; write more of what it begins with"
    )]
    OpenStar(String, usize),
    /// A passage that is not there.
    #[error("no passage {id:?}: {reason}")]
    NoPassage {
        /// The id given.
        id: String,
        /// Why.
        reason: String,
    },
    /// Index and files disagree.
    #[error(
        "the index and a scan of the files do not agree:\n{}\nif files were changed, run `fasou index`; else `fasou index --rebuild` and report this",
        .0.join("\n")
    )]
    NotVerified(Vec<String>),
    /// More terms than can be looked for at once.
    #[error("too many terms, or too long ones, for one scan ({0}); verify them in several runs")]
    TooManyTerms(aho_corasick::BuildError),
    /// Index and stored text disagree.
    #[error(
        "the index counts {counted} mentions of {term} in {path}, its text holds {found}; make it again with `fasou index --rebuild`"
    )]
    Disagree {
        /// The report.
        path: String,
        /// What was asked for.
        term: String,
        /// By the postings.
        counted: u32,
        /// In the text.
        found: u32,
    },
    /// The index.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// tantivy.
    #[error("index: {0}")]
    Engine(#[from] tantivy::TantivyError),
    /// Reading the index.
    #[error("index: {0}")]
    Io(#[from] std::io::Error),
}
