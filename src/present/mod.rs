//! What users and programs see: one renderer for each format of a result.
//!
//! JSON is the contract (see [`json`]); CSV is the same rows flattened ([`table`]); text is for reading
//! ([`terminal`] and the renderers beside it), and [`markdown`] for pasting into documents.

mod counts;
pub mod documents;
pub mod json;
mod kwic;
mod listing;
pub mod markdown;
mod ranked;
mod report;
mod rows;
pub mod table;
pub mod terminal;
mod why;

pub use counts::CountView;
pub use kwic::Concordance;
pub use listing::{
    Listed, aligned, counts, gap_cells, key_values, report_cells, reports, topic_cells, topics,
};
pub use ranked::{alike, explanation, hit};
pub use report::{outline, passage_with_neighbours};
pub use rows::{RowFormat, Rows};
pub use why::why;
