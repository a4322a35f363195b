//! The one test binary: the real fasou, run as people and programs run it.
//!
//! A module a command, and some that go across: `rule` and `oracle` hold the
//! matching rule, `gold` what people read out of reports, `damage` what happens
//! to an index from outside, `terminal` what people see, `layers` the order of
//! the modules. `FASOU_REPORTS` and `FASOU_GOLD` add reports from outside.

// Tables of cases read best with their type in place.
#![allow(clippy::type_complexity)]

mod asked;
mod browser;
mod completions;
mod concordance;
mod containers;
mod copies;
mod counts;
mod damage;
mod extract;
mod formats;
mod gold;
mod index;
mod inputs;
mod language;
mod layers;
mod mentions;
mod nothing;
mod oracle;
mod ranking;
mod refresh;
mod reports;
mod rule;
mod runs;
mod search;
mod serve;
mod show;
mod status;
mod support;
mod tables;
mod tags;
mod terminal;
mod topics;
