//! A window on the mentions of several terms, as if they were one list.

use std::ops::ControlFlow;

use super::context::Context;
use super::error::QueryError;
use super::mentions::{Mention, Mentions, Totals};

/// What an offset and a limit leave, over all terms together.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// How many are still to be passed over.
    pub skip: usize,
    /// How many are still wanted.
    pub left: usize,
    /// What is shown around a mention.
    pub context: Context,
    /// One a report: its first mention, and how many it has.
    pub by_report: bool,
}

impl Window {
    /// How many mentions of one term there are to list; by report, how many reports.
    pub fn listed(&self, mentions: &Mentions<'_>) -> usize {
        if self.by_report {
            mentions.listed_reports()
        } else {
            mentions.listed()
        }
    }

    /// Calls `write` with the mentions of one term that fall into the window; by report, with the first of
    /// each report and how many it has.
    pub fn each<E: From<QueryError>>(
        &mut self,
        mentions: &Mentions<'_>,
        mut write: impl FnMut(&Mention<'_>, Option<Totals>) -> Result<(), E>,
    ) -> Result<(), E> {
        let listed = self.listed(mentions);
        if self.left == 0 || self.skip >= listed {
            self.skip = self.skip.saturating_sub(listed);
            return Ok(());
        }
        let skip = std::mem::take(&mut self.skip);
        let left = &mut self.left;
        let mut failed = None;
        let mut on = |mention: &Mention<'_>, in_report| {
            if let Err(error) = write(mention, in_report) {
                failed = Some(error);
                return ControlFlow::Break(());
            }
            *left -= 1;
            if *left == 0 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        if self.by_report {
            mentions.first_of_each_report(skip, self.context, |mention, totals| {
                on(mention, Some(totals))
            })?;
        } else {
            mentions.each(skip, self.context, |mention| on(mention, None))?;
        }
        failed.map_or(Ok(()), Err)
    }
}
