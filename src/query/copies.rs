//! Which of several copies of a report stands for them all.
//!
//! Copies share text, region and year, but not title, level, kind or path: a filter may leave out some of them. So the
//! one that stands for the others is the first of those that pass.

use std::collections::BTreeSet;

use tantivy::Term;
use tantivy::query::{BooleanQuery, Occur};

use super::compile::{Conditions, of_reports};
use super::error::QueryError;
use super::filter::Filter;
use super::locate::holding;
use super::parse::ParsedQuery;
use super::settled::SettledQuery;
use super::text_column::TextColumn;
use crate::index::OpenIndex;

impl Filter {
    /// Takes each report once, however many copies of it there are: the first copy that passes the filter and
    /// has what a query asks of reports. Returns how many are left out.
    pub fn take_each_report_once(
        &mut self,
        index: &OpenIndex,
        query: Option<&ParsedQuery>,
    ) -> Result<usize, QueryError> {
        let (roots, reports) = &self.within;
        let inside = index.copies().iter().map(|group| -> Vec<&str> {
            let inside = group.iter().filter(|(root, id)| {
                (roots.is_empty() || roots.contains(root))
                    && (reports.is_empty() || reports.contains(id))
            });
            inside.map(|(_, id)| id.as_str()).collect()
        });
        let groups: Vec<Vec<&str>> = inside.filter(|group| group.len() > 1).collect();
        if groups.is_empty() {
            return Ok(0);
        }
        let ids = groups.iter().flatten();
        let ids = ids.map(|id| Term::from_field_text(index.fields.report, id));
        let passing = self.passing(index, &ids.collect::<Vec<_>>(), query)?;
        for group in groups {
            let passes = |id: &&str| passing.as_ref().is_none_or(|ids| ids.contains(*id));
            let taken = group.iter().position(passes).unwrap_or(0);
            let others = group.iter().enumerate().filter(|(at, _)| *at != taken);
            self.copies.extend(others.map(|(_, id)| (*id).to_owned()));
        }
        let ids = self.copies.iter();
        let ids = ids.map(|id| Term::from_field_text(index.fields.report, id));
        // Evaluated once: the filter is applied for each tier, each facet, each count.
        let copies = SettledQuery::any_of(&index.searcher, &ids.collect::<Vec<_>>())?;
        self.of_copies = Some(copies);
        Ok(self.copies.len())
    }

    /// Which of some reports pass; `None` if all do.
    fn passing(
        &self,
        index: &OpenIndex,
        reports: &[Term],
        query: Option<&ParsedQuery>,
    ) -> Result<Option<BTreeSet<String>>, QueryError> {
        let asked = query.map_or_else(|| Ok(Vec::new()), |query| of_reports(index, query))?;
        if !self.tells_copies_apart() && asked.is_empty() {
            return Ok(None);
        }
        let reports = SettledQuery::any_of(&index.searcher, reports)?;
        let mut all: Conditions = vec![(Occur::Must, Box::new(reports))];
        all.extend(self.query().map(|query| (Occur::Must, query)));
        all.extend(asked);
        let readers = index.searcher.segment_readers().iter();
        let ids = readers.map(|reader| TextColumn::open(reader, "id"));
        let ids: Vec<TextColumn> = ids.collect::<Result<_, _>>()?;
        let mut passing = BTreeSet::new();
        for (segment, doc) in holding(index, &BooleanQuery::new(all))? {
            passing.extend(ids[segment as usize].text(doc)?);
        }
        Ok(Some(passing))
    }
}
