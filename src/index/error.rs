//! What can go wrong with an index, as messages for users.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::analysis::dictionary::DictionaryError;
use crate::tagging::TaxonomyError;

/// An error of the index; every message says what to do.
#[derive(Debug, Error)]
pub enum IndexError {
    /// There is no index.
    #[error("no index at {}; make one with `fasou index PATH`, or name another with --index DIR", path.display())]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The index was made by another version.
    #[error(
        "the index at {} was made with another version of {what}; run `fasou index` to rebuild it",
        path.display()
    )]
    OtherVersion {
        /// The index.
        path: PathBuf,
        /// What has changed since.
        what: String,
    },
    /// The index cannot be read.
    #[error(
        "the index at {} is damaged ({reason}); make it again with `fasou index --rebuild`, and name the paths if it \
         knows them no more: your words, topics and manifest are kept where they can be read",
        path.display()
    )]
    Damaged {
        /// The index.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The time allowed for a question is over.
    #[error(
        "given up: it took longer than the time allowed; ask for less, or narrow it by filters"
    )]
    OutOfTime,
    /// Another process writes.
    #[error("another fasou is writing to the index at {}; wait until it has finished", path.display())]
    Locked {
        /// The index.
        path: PathBuf,
    },
    /// A folder that holds other things.
    #[error("{} is no fasou index and not empty; choose another folder with --index DIR", path.display())]
    NotAnIndex {
        /// The folder.
        path: PathBuf,
    },
    /// What a user says of the files cannot be read.
    #[error(
        "the manifest: {reason}; it is a CSV with a header row: path, and any of title, region, year, level, kind, issuer, url, published"
    )]
    Manifest {
        /// What is wrong.
        reason: String,
    },
    /// A path that does not exist or cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Root {
        /// The path as given.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Roots that are away.
    #[error(
        "cannot read {}; what is indexed of it is kept: bring it back and run `fasou index` again, or forget it with `fasou index --remove PATH`",
        .0.join(", nor ")
    )]
    Away(
        /// Where they were, and why they cannot be read.
        Vec<String>,
    ),
    /// An index made anew would lack what this one has.
    #[error(
        "the index was not made anew and stays as it was: {reason}; run this again when all its files can be read"
    )]
    NotMadeAnew {
        /// What it would lack.
        reason: String,
    },
    /// A root that is not one.
    #[error("{} is not indexed; `fasou status` lists what is", path.display())]
    UnknownRoot {
        /// The path as given.
        path: PathBuf,
    },
    /// Nothing was said to index.
    #[error("nothing is indexed yet; name a file or folder: `fasou index PATH`")]
    NoRoots,
    /// The index folder cannot be written.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A document that does not lead to its report.
    #[error("document {doc} of the index leads to no report; run `fasou index --rebuild`")]
    Block {
        /// Number of the document in its segment.
        doc: u32,
    },
    /// A report that cannot be stored.
    #[error("cannot store the structure of {path}")]
    Record {
        /// The report's path.
        path: String,
        /// Why.
        source: postcard::Error,
    },
    /// The dictionary of own words.
    #[error("dictionary: {0}")]
    Dictionary(#[from] DictionaryError),
    /// The taxonomy of topics that a user gave.
    #[error("--topics: {0}")]
    Topics(#[from] TaxonomyError),
    /// tantivy.
    #[error("index: {0}")]
    Engine(#[from] tantivy::TantivyError),
    /// Reading the index.
    #[error("index: {0}")]
    Io(#[from] io::Error),
}
