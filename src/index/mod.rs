//! The index: derived from the reports, thrown away and made again at will.
//!
//! tantivy finds candidate passages and ranks them; what is ours is the block of
//! a report ([`block`]), the catalog a refresh compares the disk with
//! ([`catalog`]), and the folder in which one version replaces another in one
//! step (`home`). Everything above this layer asks [`OpenIndex`].

pub mod block;
pub mod catalog;
mod codec;
mod columns;
mod copies;
mod deadline;
mod documents;
mod error;
mod fingerprint;
mod home;
mod lists;
mod loss;
pub mod manifest;
mod open;
mod plan;
mod read;
pub mod record;
mod region_names;
mod request;
mod run;
pub mod schema;
mod segment;
mod settings;
mod status;
mod update;
mod versions;
mod writer;

pub use copies::CopySet;
pub use deadline::{Deadline, Watch};
pub use documents::{Documents, insert_all};
pub use error::IndexError;
pub use home::{CommitMark, Home};
pub use lists::Lists;
pub use open::{OpenIndex, Report};
pub use plan::absolute;
pub use record::Source;
pub use region_names::RegionName;
pub use request::{Anew, Progress, Request, Skipped, Summary};
pub use settings::Settings;
pub use status::IndexStatus;
pub use update::update;
pub use versions::Versions;

#[cfg(test)]
pub mod tests;
