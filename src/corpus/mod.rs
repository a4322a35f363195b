//! Files as they lie on disk, and the plain text that is read out of them.
//!
//! [`walk()`] finds files, [`Format`] tells what they are, [`read()`] gives the reports of each: one, or
//! those of an archive or a table. [`extract`] has a reader for each format. The output has one paragraph per
//! line, and all later offsets refer to exactly this text.

mod about;
mod archive;
mod columns;
pub mod decode;
pub mod extract;
mod format;
mod guard;
mod limits;
mod names;
pub mod panics;
mod read;
mod rows;
mod walk;

pub use about::About;
pub use columns::Columns;
pub use extract::{ExtractError, Extracted};
pub use format::Format;
pub use limits::Limits;
pub use read::{Member, Reading, read, read_all};
pub use rows::delimiter;
pub use walk::{FoundFile, Stamp, Trouble, walk};

/// Raised whenever the same file may give another text.
pub const VERSION: u32 = 7;
