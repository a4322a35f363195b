//! Which divisions have no report for a year.

use std::collections::HashSet;

use tantivy::columnar::StrColumn;

use super::error::QueryError;
use crate::index::OpenIndex;
use crate::tagging::{Divisions, Kind, Level, Region, Row};

/// A division without a report of its own for a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The year.
    pub year: u16,
    /// The division, with its names then.
    pub region: Region,
}

/// The divisions of `level` below one of `regions` (codes; all if there are none) that have no report
/// for one of `years`, by year and code. Departments and zones are none: no table lists them all.
pub fn missing(
    index: &OpenIndex,
    years: &[u16],
    level: Level,
    regions: &[String],
) -> Result<Vec<Gap>, QueryError> {
    let width = match level {
        Level::Province => 2,
        Level::City => 4,
        Level::County => 6,
        Level::Township => 9,
        Level::National | Level::Department | Level::Zone => {
            return Err(QueryError::NoTable { level });
        }
    };
    let present = present(index, level)?;
    let table = Divisions::embedded();
    let wanted: Vec<_> = table
        .rows()
        .filter(|row| row.code.len() == width)
        .filter(|row| {
            regions.is_empty()
                || regions
                    .iter()
                    .any(|code| row.code.starts_with(code.as_str()))
        })
        .collect();
    let gaps = years.iter().flat_map(|&year| {
        let lacks = wanted.iter().filter(|row| {
            let code = format!("{:0<6}", row.code);
            !present.contains(&(code, year.to_string()))
        });
        let gap = |row: &Row| Gap {
            year,
            region: Region::of(&table, row.code).then(&table, year, ""),
        };
        lacks.map(gap).collect::<Vec<_>>()
    });
    Ok(gaps.collect())
}

/// Codes of today and years of the reports of a level.
fn present(index: &OpenIndex, level: Level) -> Result<HashSet<(String, String)>, QueryError> {
    let mut present = HashSet::new();
    for reader in index.searcher.segment_readers() {
        let fast = reader.fast_fields();
        let ordinals = fast.u64("ordinal")?;
        let (Some(levels), Some(kinds), Some(codes), Some(years)) = (
            fast.str("level")?,
            fast.str("kind")?,
            fast.str("region_code")?,
            fast.str("year")?,
        ) else {
            continue;
        };
        let mut seen = HashSet::new();
        // The first passage of a report speaks for it.
        for doc in reader.doc_ids_alive() {
            let is = |column: &StrColumn, name: &str| -> Result<bool, QueryError> {
                Ok(value(column, doc)?.is_some_and(|value| value == name))
            };
            if ordinals.first(doc) != Some(0)
                || !is(&levels, level.name())?
                || !is(&kinds, Kind::Report.name())?
            {
                continue;
            }
            let key = (codes.term_ords(doc).next(), years.term_ords(doc).next());
            if seen.insert(key)
                && let (Some(code), Some(year)) = (value(&codes, doc)?, value(&years, doc)?)
            {
                present.insert((code, year));
            }
        }
    }
    Ok(present)
}

fn value(column: &StrColumn, doc: u32) -> Result<Option<String>, QueryError> {
    let Some(number) = column.term_ords(doc).next() else {
        return Ok(None);
    };
    let mut text = String::new();
    column.ord_to_str(number, &mut text)?;
    Ok(Some(text))
}
