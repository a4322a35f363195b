//! Which of several copies of a report stands for them all.
//!
//! Copies share text, region and year, but not title, level, kind or path: a filter may leave out some of them. So the
//! one that stands for the others is the first of those that pass.

use std::collections::BTreeSet;
use std::sync::Arc;

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
        let is_whole = roots.is_empty() && reports.is_empty();
        let asked = query.map_or_else(|| Ok(Vec::new()), |query| of_reports(index, query))?;
        let tells_apart = self.tells_copies_apart() || !asked.is_empty();
        let copies = if is_whole && !tells_apart {
            index.later_copies()?
        } else {
            let inside = index.copies().iter().map(|group| -> Vec<&str> {
                let inside = group.iter().filter(|(root, id)| {
                    (roots.is_empty() || roots.contains(root))
                        && (reports.is_empty() || reports.contains(id))
                });
                inside.map(|(_, id)| id.as_str()).collect()
            });
            let groups: Vec<Vec<&str>> = inside.filter(|group| group.len() > 1).collect();
            let passing = match tells_apart {
                true => Some(self.passing(index, &groups, asked)?),
                false => None,
            };
            let others = groups.iter().flat_map(|group| {
                let passes = |id: &&str| passing.as_ref().is_none_or(|ids| ids.contains(*id));
                let taken = group.iter().position(passes).unwrap_or(0);
                let others = group.iter().enumerate().filter(move |(at, _)| *at != taken);
                others.map(|(_, id)| (*id).to_owned())
            });
            Arc::new(index.copy_set(others.collect())?)
        };
        let left_out = copies.ids.len();
        self.copies = (left_out > 0).then_some(copies);
        Ok(left_out)
    }

    /// The ids of those of some reports that pass, and for which `asked` holds.
    fn passing(
        &self,
        index: &OpenIndex,
        reports: &[Vec<&str>],
        asked: Conditions,
    ) -> Result<BTreeSet<String>, QueryError> {
        let ids = reports.iter().flatten();
        let reports = index.copy_set(ids.map(|id| (*id).to_owned()).collect())?;
        let mut all: Conditions = vec![(Occur::Must, Box::new(SettledQuery(reports.documents)))];
        all.extend(self.query().map(|query| (Occur::Must, query)));
        all.extend(asked);
        let readers = index.searcher.segment_readers().iter();
        let ids = readers.map(|reader| TextColumn::open(reader, "id"));
        let ids: Vec<TextColumn> = ids.collect::<Result<_, _>>()?;
        let mut passing = BTreeSet::new();
        for (segment, doc) in holding(index, &BooleanQuery::new(all))? {
            passing.extend(ids[segment as usize].text(doc)?);
        }
        Ok(passing)
    }
}
