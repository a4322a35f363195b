//! Which place a report comes from, and whose report it is.
//!
//! Most reports name their place in the title; many name it only in the site's name, the folder, the
//! signature, or by speaking of 我县. They name other places freely: superiors, partners, universities, courts.
//! So each piece of evidence is read for its *owner* (`claims`), names that several places share are settled
//! by the rest of the evidence (`settle`), and the body decides only if nothing names the owner (`body`,
//! `owner`).
//!
//! ```text
//! title, issuer, opening, closing, path, site  --claims-->  owner and unit
//! body                                         --body--->   names that recur, 我县
//! owner, level                                 --decide-->  region, level
//! ```
//!
//! Invariant: detection is a pure function of the table, the words and the evidence; if several places fit,
//! it names them all instead of guessing.

mod below;
mod body;
mod claims;
mod decide;
mod gazetteer;
mod level;
mod opening;
mod owner;
mod reader;
mod settle;
mod townships;
mod types;
mod unit;
mod words;

#[cfg(test)]
mod tests;

pub use types::{Evidence, Finding, Level, Reason, Region};

use body::OwnWords;
use gazetteer::Gazetteer;
use reader::Reader;
use townships::Townships;
use words::Words;

use crate::tagging::divisions::{Divisions, Row};

/// Finds regions. Making one takes some milliseconds; make it once a run and share it.
#[derive(Debug)]
pub struct RegionDetector {
    table: Divisions,
    reader: Reader,
    own_words: OwnWords,
}

impl RegionDetector {
    /// A detector over a table of divisions.
    pub fn new(table: &Divisions) -> Self {
        let words = Words::embedded();
        let rows: Vec<Row> = table.rows().collect();
        Self {
            table: *table,
            own_words: OwnWords::new(&words),
            reader: Reader {
                gazetteer: Gazetteer::new(&rows, &words),
                townships: Townships::new(&rows),
                words,
            },
        }
    }

    /// The region and level of one report.
    #[must_use]
    pub fn detect(&self, evidence: &Evidence<'_>) -> Finding {
        decide::decide(self, evidence)
    }
}
