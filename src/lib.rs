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
//! [`text`] (folding, units, terms) lies under all of them; [`serve`] (HTTP) and [`cli`] come after them.
//!
//! Read files into text ([`corpus`]), find the structure of the text ([`report`]),
//! tag it ([`tagging`]), index it ([`index`]), ask ([`query`]), show ([`present`]).
//!
//! To index a folder, search it and list every mention of a term:
//!
//! ```
//! use std::ops::ControlFlow;
//! use std::path::PathBuf;
//!
//! use fasou::index::{Home, OpenIndex, Request, update};
//! use fasou::query::mentions::Mentions;
//! use fasou::query::search::search;
//! use fasou::query::{Context, Filter, FilterArgs, Needle, ParsedQuery};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let temporary = tempfile::tempdir()?;
//! # let folder = temporary.path().join("index");
//! let request = Request {
//!     paths: vec![PathBuf::from("samples")],
//!     ..Request::default()
//! };
//! let summary = update(&Home::at(&folder), &request, &|_, _| ())?;
//! assert_eq!(summary.reports, 14);
//!
//! let index = OpenIndex::open(&folder)?;
//! let filter = FilterArgs {
//!     years: vec!["2022..2024".to_owned()],
//!     ..FilterArgs::default()
//! };
//! let filter = Filter::resolve(&filter, &index)?;
//!
//! let query = ParsedQuery::parse("基层矛盾纠纷怎样化解")?;
//! let answer = search(&index, &query, &filter, 0, 10)?;
//! for hit in &answer.hits {
//!     println!("{}: {}", hit.report.record.path, hit.report.passage_text(hit.passage));
//! }
//! # assert_eq!(answer.hits.len(), 10);
//!
//! let term = Needle::parse("八五普法", false)?;
//! let mentions = Mentions::new(&index, &term, &filter)?;
//! # let mut listed = 0;
//! mentions.each(0, Context::Sentence, |mention| {
//!     println!("{} {}{}", mention.record.path, mention.matched, mention.after);
//! #   listed += 1;
//!     ControlFlow::Continue(())
//! })?;
//! # assert!(listed > 0 && listed == mentions.totals().mentions);
//! # Ok(())
//! # }
//! ```

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
