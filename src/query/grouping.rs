//! What a search ranks, and what it puts together.

use super::alike::search_diverse;
use super::error::QueryError;
use super::filter::Filter;
use super::parse::ParsedQuery;
use super::search::{Answer, search, search_reports};
use crate::index::OpenIndex;

/// What the hits of a search are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// Passages.
    Passages,
    /// Passages, of those alike the best.
    Diverse,
    /// Reports.
    Reports,
}

impl Grouping {
    /// What is asked for; reports are never alike.
    pub fn of(by_report: bool, diverse: bool) -> Self {
        match (by_report, diverse) {
            (true, _) => Grouping::Reports,
            (false, true) => Grouping::Diverse,
            (false, false) => Grouping::Passages,
        }
    }

    /// The hits `offset` to `offset + limit` for a query.
    pub fn search(
        self,
        index: &OpenIndex,
        parsed: &ParsedQuery,
        filter: &Filter,
        offset: usize,
        limit: usize,
    ) -> Result<Answer, QueryError> {
        let find = match self {
            Grouping::Passages => search,
            Grouping::Diverse => search_diverse,
            Grouping::Reports => search_reports,
        };
        find(index, parsed, filter, offset, limit)
    }
}
