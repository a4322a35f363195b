//! What of a text is indexed, and how a query is taken apart: words for ranking, units for exactness.
//!
//! Words come from jieba, which lives in [`words`] alone; nothing that is
//! counted or proven depends on them. Units (see [`crate::text`]) are indexed
//! as overlapping pairs with true positions, so that a run of units is a phrase.

pub mod cutter;
pub mod dictionary;
pub mod pairs;
pub mod words;

/// Raised whenever the same text may give other tokens.
pub const VERSION: u32 = 4;
