//! What people and programs see: one result, one renderer a format.
//!
//! JSON is the contract (see [`json`]); CSV is the same rows flattened
//! ([`table`]); text is for people ([`terminal`] and the renderers beside it).

pub mod json;
mod kwic;
mod listing;
mod ranked;
mod report;
pub mod table;
pub mod terminal;

pub use kwic::Concordance;
pub use listing::{counts, key_values, reports, topics};
pub use ranked::hit;
pub use report::{outline, passage_with_neighbours};
