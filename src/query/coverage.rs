//! Which divisions have no report for a year.

use std::collections::HashSet;

use super::error::QueryError;
use super::text_column::TextColumn;
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

/// The divisions of `level` below one of `regions` (codes; all divisions if it is empty) that have no report
/// for one of `years`, by year and code. Departments and zones are never among them: no table lists them all.
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

/// Today's codes, and the years, of the reports of a level.
fn present(index: &OpenIndex, level: Level) -> Result<HashSet<(String, String)>, QueryError> {
    let mut present = HashSet::new();
    for reader in index.searcher.segment_readers() {
        let ordinals = reader.fast_fields().u64("ordinal")?;
        let column = |name| TextColumn::open(reader, name);
        let (levels, kinds) = (column("level")?, column("kind")?);
        let (codes, years) = (column("region_code")?, column("year")?);
        let mut seen = HashSet::new();
        // The first passage of a report speaks for it.
        for doc in reader.doc_ids_alive() {
            let is = |column: &TextColumn, name: &str| -> Result<bool, QueryError> {
                Ok(column.text(doc)?.is_some_and(|text| text == name))
            };
            if ordinals.first(doc) != Some(0)
                || !is(&levels, level.name())?
                || !is(&kinds, Kind::Report.name())?
            {
                continue;
            }
            let key = (codes.number(doc), years.number(doc));
            if seen.insert(key)
                && let (Some(code), Some(year)) = (codes.text(doc)?, years.text(doc)?)
            {
                present.insert((code, year));
            }
        }
    }
    Ok(present)
}
