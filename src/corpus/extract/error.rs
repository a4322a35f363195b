//! Why a file gives no text, as messages for users: what is wrong and what to do.

use crate::corpus::decode::DecodeError;

/// Why a file gives no text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExtractError {
    /// A format that is not read.
    #[error("{} not read (only {}): convert it first", named(extension), known.join(", "))]
    Unread {
        /// Its extension.
        extension: String,
        /// Those that are read.
        known: Vec<&'static str>,
    },
    /// The content is of a format that is not read, whatever the name says.
    #[error("{looks_like}, which holds no text that fasou reads: convert it or leave it out")]
    Foreign {
        /// What it seems to be.
        looks_like: &'static str,
    },
    /// The file is text that cannot be decoded.
    #[error(transparent)]
    Decode(DecodeError),
    /// Nothing is left when blank lines, page numbers and front matter are gone.
    #[error("no text in the file: remove it, or convert its original again")]
    Empty,
    /// A web page without an article.
    #[error("no article in this page ({detail}): save the page of the report itself")]
    NoArticle {
        /// What there is instead.
        detail: &'static str,
    },
    /// The structure of the file is broken.
    #[error("damaged {format} ({detail}): open it in its own program and save it again")]
    Damaged {
        /// The format, such as `docx`.
        format: &'static str,
        /// What is wrong.
        detail: String,
    },
    /// A table without a column of text.
    #[error(
        "no column {}: its columns are {}; name one with --text-column",
        wanted.as_deref().map_or_else(|| "of text is known".to_owned(), |name| format!("{name:?}")),
        names.join(", ")
    )]
    NoColumn {
        /// The name that was given.
        wanted: Option<String>,
        /// Those there are.
        names: Vec<String>,
    },
    /// The file needs a password.
    #[error("{format} with a password: save a copy without one")]
    Encrypted {
        /// The format.
        format: &'static str,
    },
    /// More than the limits allow.
    #[error(
        "unpacks to more than {limit} bytes: raise --max-unpacked if the file is to be trusted"
    )]
    Unpacks {
        /// The limit.
        limit: u64,
    },
    /// More than the limits allow.
    #[error("{size} bytes are more than {limit}: raise --max-file-size")]
    TooLarge {
        /// Its size.
        size: u64,
        /// The limit.
        limit: u64,
    },
    /// Archives in archives in archives.
    #[error("archives within archives, more than {depth} deep: unpack it by hand")]
    TooDeep {
        /// The limit.
        depth: usize,
    },
    /// Pictures of text.
    #[error("no text layer ({pages} pages of pictures): needs OCR; try --ocr")]
    NoTextLayer {
        /// How many pages there are.
        pages: usize,
    },
    /// Characters that stand for others.
    #[error("garbled text ({detail}): convert the original again, or try --ocr")]
    Garbled {
        /// What is wrong.
        detail: String,
    },
    /// OCR was asked for and did not work.
    #[error("OCR failed: {0}")]
    Ocr(String),
    /// OCR was asked for and could not be done at all.
    #[error("OCR failed: {0}")]
    NoOcr(String),
    /// More time than the limits allow.
    #[error("not read within {seconds} s: raise --time-limit, or convert it first")]
    TooSlow {
        /// The limit.
        seconds: u64,
    },
    /// A parser panicked.
    #[error("cannot be read: fasou stopped short on it; please report this")]
    Panicked,
    /// The system gave no thread.
    #[error("no thread left to read it with: run fasou index again")]
    NoThread,
}

/// A damaged file, with what its parser said.
pub(super) fn damaged(format: &'static str, detail: impl std::fmt::Display) -> ExtractError {
    ExtractError::Damaged {
        format,
        detail: detail.to_string(),
    }
}

fn named(extension: &str) -> String {
    if extension.is_empty() {
        "files without an extension are".to_owned()
    } else {
        format!("files named .{extension} are")
    }
}
