//! fasou (法搜): full-text search and exact mentions for Chinese government reports.
//!
//! Data flows one way, and no module uses one that stands later in the pipeline:
//!
//! ```text
//! corpus  ->  report  ->  tagging  ->  analysis  ->  index  ->  query  ->  present
//! files       outline     region       words         tantivy    search     terminal
//! decoding    passages    topic        pairs         update     mentions   json, csv
//! extract                 year, part                            counts
//! ```
//!
//! [`text`] (folding, units, terms) lies under all of them; [`serve`] (HTTP) and [`cli`] stand behind.
//!
//! Read files into text ([`corpus`]), find the structure of the text ([`report`]),
//! tag it ([`tagging`]), index it ([`index`]), ask ([`query`]), show ([`present`]).

pub mod analysis;
pub mod cli;
pub mod corpus;
pub mod index;
pub mod present;
pub mod query;
pub mod report;
pub mod serve;
pub mod tagging;
pub mod text;
