//! Which part of a report a section or passage is: overview, measures, problems, plans.

mod heading;
mod opening;
mod outline;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::text::Unknown;

pub use heading::plans_ahead;
pub use outline::of_report;

/// Part of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Preamble and 基本情况.
    Overview,
    /// 主要举措和成效.
    Measures,
    /// 存在的问题和不足.
    Problems,
    /// 下一步工作打算.
    Plans,
    /// Closing formula, signature, annexes.
    Other,
}

impl Part {
    /// All parts, in the order in which reports have them.
    pub const ALL: [Part; 5] = [
        Part::Overview,
        Part::Measures,
        Part::Problems,
        Part::Plans,
        Part::Other,
    ];

    /// Its name in commands and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Part::Overview => "overview",
            Part::Measures => "measures",
            Part::Problems => "problems",
            Part::Plans => "plans",
            Part::Other => "other",
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Part {
    type Err = Unknown;

    fn from_str(name: &str) -> Result<Self, Unknown> {
        Part::ALL
            .into_iter()
            .find(|part| part.name() == name)
            .ok_or_else(|| Unknown::new("part", name, Part::ALL.map(Part::name)))
    }
}
