//! The blocks of a segment: a report, then its passages in their order.

use std::ops::Range;

use tantivy::columnar::Column;
use tantivy::postings::SegmentPostings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, Term};

use super::error::QueryError;
use crate::index::OpenIndex;
use crate::index::schema::REPORT;

/// The blocks of one segment: report, passage, passage, …
pub struct Blocks {
    ordinals: Column<u64>,
}

impl Blocks {
    /// The blocks of a segment.
    pub fn new(index: &OpenIndex, segment: u32) -> Result<Self, QueryError> {
        let reader = index.searcher.segment_reader(segment);
        Ok(Blocks {
            ordinals: reader.fast_fields().u64("ordinal")?,
        })
    }

    /// The number of the passage at `doc` within its report; `None` if `doc` is a report.
    pub fn ordinal_of(&self, doc: u32) -> Option<u32> {
        self.ordinals.first(doc).map(|ordinal| ordinal as u32)
    }

    /// The report that the passage at `doc` belongs to; `None` if `doc` is a report.
    pub fn report_of(&self, doc: u32) -> Option<u32> {
        // A report's first passage is the document after it, and so on.
        self.ordinal_of(doc)
            .and_then(|ordinal| doc.checked_sub(ordinal + 1))
    }

    /// All passages of the report that the passage at `doc` belongs to.
    pub fn passages_beside(&self, doc: u32) -> Range<u32> {
        let report = self.report_of(doc);
        let behind = doc + 1..self.ordinals.num_docs();
        let last = behind.take_while(|next| self.report_of(*next) == report);
        report.map_or(doc, |report| report + 1)..last.last().unwrap_or(doc) + 1
    }
}

/// The same for many passages in ascending order: what is found for a report holds for its whole block.
pub struct Onward {
    blocks: Blocks,
    /// All reports of the segment.
    reports: Option<SegmentPostings>,
    /// The one whose block was reached, and where the next begins.
    report: Option<u32>,
    end: u32,
}

impl Onward {
    /// Begins with the first block of a segment.
    pub fn new(index: &OpenIndex, segment: u32) -> Result<Self, QueryError> {
        let field = index.fields.document;
        let reader = index.searcher.segment_reader(segment);
        let term = Term::from_field_text(field, REPORT);
        let inverted = reader.inverted_index(field)?;
        Ok(Onward {
            blocks: Blocks::new(index, segment)?,
            reports: inverted.read_postings(&term, IndexRecordOption::Basic)?,
            report: None,
            end: 0,
        })
    }

    /// The report that the passage at `doc` belongs to; `None` if `doc` is a report. Calls must not go
    /// backwards.
    pub fn report_of(&mut self, doc: u32) -> Option<u32> {
        if doc >= self.end {
            self.report = self.blocks.report_of(doc);
            let next = self.reports.as_mut().map(|reports| match reports.doc() {
                at if at > doc => at,
                _ => reports.seek(doc + 1),
            });
            self.end = match (self.report, next) {
                (Some(_), Some(next)) => next,
                _ => doc + 1,
            };
        }
        self.report
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::tests::made_in_parts;

    #[test]
    fn going_onward_finds_the_reports_that_columns_name() {
        // Shorter paragraphs become one passage.
        let paragraph = "全年共办结行政复议案件九件，其中维持六件，撤销两件，调解一件。\n";
        let report = |passages: usize| paragraph.repeat(passages);
        let parts = [vec![1, 2, 40], vec![3], (1..30).collect()];
        let made = made_in_parts(parts.map(|part| part.into_iter().map(report).collect()));
        let index = OpenIndex::open(&made.home).unwrap();
        for segment in 0..index.searcher.segment_readers().len() as u32 {
            let blocks = Blocks::new(&index, segment).unwrap();
            let documents = index.searcher.segment_reader(segment).max_doc();
            assert!(
                [43 + 3, 3 + 1, 29 * 15 + 29].contains(&documents),
                "{documents}"
            );
            for step in [1, 2, 3, 7, 50] {
                let mut onward = Onward::new(&index, segment).unwrap();
                for doc in (0..documents).step_by(step) {
                    assert_eq!(onward.report_of(doc), blocks.report_of(doc), "{doc}");
                    assert_eq!(onward.report_of(doc), blocks.report_of(doc), "again");
                }
            }
        }
    }
}
