//! Questions to an index and their answers.
//!
//! Two kinds of question share filters and results: [`search`] ranks passages,
//! [`mentions`] lists and counts every place of a term. The first may use
//! whatever ranks best; the second uses only `exact`, whose answers are those
//! of the matching rule (see [`crate::text`]).

mod compile;
pub mod counts;
mod error;
mod exact;
pub mod filter;
mod holds;
pub mod language;
pub mod locate;
pub mod mentions;
mod near;
mod needle;
mod parse;
mod postings;
mod rank;
pub mod search;
pub mod suggest;
pub mod verify;

pub use counts::Facet;
pub use error::QueryError;
pub use filter::{Filter, FilterArgs};
pub use needle::Needle;
pub use parse::ParsedQuery;
