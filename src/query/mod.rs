//! Questions to an index and their answers.
//!
//! Two kinds of question share filters and results: [`search`] ranks passages,
//! [`mentions`] lists and counts every place of a term. The first may use
//! whatever ranks best; the second uses only the postings of the matching rule
//! (`occurrences`, see [`crate::text`]) or, with `--exact`, the texts themselves (`needle`).

mod above;
pub mod alike;
mod any;
mod blocks;
mod candidates;
mod closeness;
mod compile;
mod context;
mod copies;
pub mod counts;
pub mod coverage;
mod error;
pub mod explain;
pub mod extents;
pub mod facet;
pub mod facets;
pub mod filter;
mod grouping;
mod groups;
mod held;
pub mod hits;
mod holder;
mod holds;
pub mod language;
mod lined_up;
pub mod locate;
mod lookup;
pub mod marks;
pub mod meant;
pub mod mentions;
mod near;
mod needle;
mod neighbours;
mod occurrences;
mod order;
mod parse;
mod parts;
mod passing;
mod postings;
mod rank;
mod sample;
pub mod scope;
pub mod search;
mod settled;
pub mod sought;
pub mod suggest;
mod sums;
pub mod synonyms;
mod text_column;
mod top;
pub mod verify;
mod whole;
pub mod why;
mod window;

pub use context::Context;
pub use error::{FilterError, QueryError};
pub use facet::Facet;
pub use filter::{Filter, FilterArgs, FilterKind};
pub use grouping::Grouping;
pub use needle::Needle;
pub use order::Order;
pub use parse::ParsedQuery;
pub use rank::Tier;
pub use window::Window;
