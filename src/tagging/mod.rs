//! Tags: region, level, year, part, topics, and how sure they are.
//!
//! Pure functions over a report's outline and text. What is known about places
//! and topics stands in tables (`data/`), not here.

mod divisions;
mod given;
mod kind;
mod part;
mod phrases;
pub mod region;
mod report_tags;
mod topic;
mod year;

pub use divisions::{Candidate, Divisions, FindError, Former, Row};
pub use kind::{Kind, UnknownKind};
pub use part::Part;
pub use region::{Level, Reason, Region};
pub use report_tags::{Subject, Tagger, Tags, behind_head};
pub use topic::{Grade, Taxonomy, TaxonomyError, Topic, TopicHit, TopicMatcher};
pub use year::years;

/// Raised whenever the same report may get other tags.
pub const VERSION: u32 = 8;
