//! The regions of a segment with their names, looked up once for as long as the segment is open.
//!
//! A large segment has thousands; looking each up for every question would take longer than counting.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::SegmentReader;
use tantivy::index::SegmentId;

use super::error::IndexError;
use super::schema::UNKNOWN;
use crate::tagging::{Divisions, Region};

/// A region by code and path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionName {
    /// Its code.
    pub code: String,
    /// `云南省/昆明市`
    pub path: String,
}

impl RegionName {
    /// The region of a code.
    pub fn of(divisions: &Divisions, code: &str) -> Self {
        let region = Region::of(divisions, code);
        RegionName {
            path: region.path(),
            code: region.code,
        }
    }
}

/// Those of one segment, by their ordinals in its column; `None` if the region is not known.
pub type OfSegment = Arc<Vec<Option<RegionName>>>;

/// Those of all segments that were asked about.
#[derive(Debug, Default)]
pub struct RegionNames(Mutex<HashMap<SegmentId, OfSegment>>);

impl RegionNames {
    /// The regions of a segment.
    pub fn of(&self, reader: &SegmentReader) -> Result<OfSegment, IndexError> {
        let known = |names: &Mutex<HashMap<SegmentId, OfSegment>>| {
            let names = names.lock().unwrap_or_else(PoisonError::into_inner);
            names.get(&reader.segment_id()).cloned()
        };
        if let Some(names) = known(&self.0) {
            return Ok(names);
        }
        let names = Arc::new(read(reader)?);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(reader.segment_id(), Arc::clone(&names));
        Ok(names)
    }
}

fn read(reader: &SegmentReader) -> Result<Vec<Option<RegionName>>, IndexError> {
    let Some(column) = reader.fast_fields().str("region_code")? else {
        return Ok(Vec::new());
    };
    let divisions = Divisions::embedded();
    let mut names = Vec::with_capacity(column.num_terms());
    let mut codes = column.dictionary().stream()?;
    while codes.advance() {
        let code = std::str::from_utf8(codes.key()).unwrap_or(UNKNOWN);
        names.push((code != UNKNOWN).then(|| RegionName::of(&divisions, code)));
    }
    Ok(names)
}
