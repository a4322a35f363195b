//! What a command can fail with: the errors of the layers below, as they are.

use std::io;

use thiserror::Error;

use crate::index::IndexError;
use crate::query::{FilterError, QueryError};
use crate::serve::ServeError;

/// An error of a command.
#[derive(Debug, Error)]
pub enum CliError {
    /// Of the index.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// Of a query.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// A flag that a filter is typed as.
    #[error("--{0}")]
    Flag(#[from] FilterError),
    /// The server.
    #[error(transparent)]
    Serve(#[from] ServeError),
    /// Options that do not go together.
    #[error("{0}")]
    Usage(String),
    /// A file named on the command line.
    #[error("{path}: {reason}")]
    File {
        /// The file as named.
        path: String,
        /// What is wrong.
        reason: String,
    },
    /// Files were left out and `--strict` was given.
    #[error("{0} files were skipped, which --strict does not allow")]
    Strict(usize),
    /// The program stopped short.
    #[error(
        "stopped short ({0}); if the index is damaged, `fasou index --rebuild` makes it anew, else please report this"
    )]
    Stopped(String),
    /// Standard output.
    #[error("cannot write the results: {0}")]
    Output(#[from] io::Error),
}

impl CliError {
    /// Whether the reader of the results has gone.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, CliError::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}
