//! The order in which mentions are listed.

use std::ops::ControlFlow;
use std::rc::Rc;
use std::str::FromStr;

use super::context::Context;
use super::error::QueryError;
use super::facet::{Facet, Value};
use super::groups::Groups;
use super::mentions::{Mention, Mentions, Place};
use crate::index::record::Record;
use crate::text::{Unknown, plain};

/// What mentions are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Path, then place in the text.
    #[default]
    Position,
    /// What stands before them, read backwards from the term.
    Before,
    /// What stands after them.
    After,
    /// Year of the report, oldest first.
    Year,
    /// Code of the region.
    Region,
}

impl Order {
    /// All orders.
    pub const ALL: [Order; 5] = [
        Order::Position,
        Order::Before,
        Order::After,
        Order::Year,
        Order::Region,
    ];

    /// Its name in commands.
    pub fn name(self) -> &'static str {
        match self {
            Order::Position => "position",
            Order::Before => "before",
            Order::After => "after",
            Order::Year => "year",
            Order::Region => "region",
        }
    }
}

impl FromStr for Order {
    type Err = Unknown;

    fn from_str(name: &str) -> Result<Self, Unknown> {
        let known = Order::ALL.into_iter().find(|order| order.name() == name);
        known.ok_or_else(|| Unknown::new("order", name, Order::ALL.map(Order::name)))
    }
}

/// A mention that is kept until all are known.
struct Kept {
    key: String,
    record: Rc<Record>,
    passage: usize,
    before: String,
    matched: String,
    after: String,
    place: Place,
}

impl Kept {
    fn mention(&self) -> Mention<'_> {
        Mention {
            record: &self.record,
            passage: self.passage,
            before: &self.before,
            matched: &self.matched,
            after: &self.after,
            place: self.place,
        }
    }
}

impl Mentions<'_> {
    /// Lists them in `order` from now on. By position, year and region they still come one by one;
    /// by what stands around them, all are held in memory before the first is listed.
    pub fn sort(&mut self, order: Order) -> Result<(), QueryError> {
        self.order = order;
        let facet = match order {
            Order::Year => Facet::Year,
            Order::Region => Facet::Region,
            Order::Position | Order::Before | Order::After => return Ok(()),
        };
        let mut keys: Vec<Value> = Vec::with_capacity(self.found.len());
        let mut groups: Vec<Groups<'_>> = Vec::new();
        for segment in 0..self.index.searcher.segment_readers().len() as u32 {
            groups.push(Groups::new(self.index, segment, &[facet])?);
        }
        for found in &self.found {
            let groups = &mut groups[found.segment as usize];
            // A report's first passage is the document after it and has its tags.
            let mut key = None;
            groups.each_key(found.doc + 1, found.doc, &mut |found| key = Some(found));
            let values = key.map(|key| groups.values(key)).transpose()?;
            let value = values.and_then(|values| values.into_iter().next());
            keys.push(value.unwrap_or(Value::Unknown));
        }
        let found = std::mem::take(&mut self.found);
        let mut keyed: Vec<_> = keys.into_iter().zip(found).collect();
        keyed.sort_by(|a, b| a.0.cmp(&b.0));
        self.found = keyed.into_iter().map(|(_, found)| found).collect();
        Ok(())
    }

    /// Calls `on` with every mention after the first `skip`, in the order asked for.
    pub fn each(
        &self,
        skip: usize,
        context: Context,
        mut on: impl FnMut(&Mention<'_>) -> ControlFlow<()>,
    ) -> Result<(), QueryError> {
        let backwards = match self.order {
            Order::Before => true,
            Order::After => false,
            _ => return self.each_by_report(skip, context, on),
        };
        let mut kept: Vec<Kept> = Vec::new();
        self.each_by_report(0, context, |mention| {
            let record = match kept.last() {
                Some(last) if last.record.id == mention.record.id => Rc::clone(&last.record),
                _ => Rc::new(mention.record.clone()),
            };
            let key = if backwards {
                plain(mention.before).chars().rev().collect()
            } else {
                plain(mention.after)
            };
            kept.push(Kept {
                key,
                record,
                passage: mention.passage,
                before: mention.before.to_owned(),
                matched: mention.matched.to_owned(),
                after: mention.after.to_owned(),
                place: mention.place,
            });
            ControlFlow::Continue(())
        })?;
        kept.sort_by(|a, b| a.key.cmp(&b.key));
        for kept in kept.iter().skip(skip) {
            if on(&kept.mention()).is_break() {
                break;
            }
        }
        Ok(())
    }
}
