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

    /// What people call it: first as pages do, then for short.
    fn chinese(self) -> &'static [&'static str] {
        match self {
            Part::Overview => &["总体情况", "基本情况", "总体", "概况"],
            Part::Measures => &["举措成效", "举措", "成效", "措施", "做法"],
            Part::Problems => &["问题不足", "问题", "不足", "存在问题", "短板"],
            Part::Plans => &[
                "下步打算",
                "打算",
                "下一步打算",
                "下一步",
                "下步",
                "计划",
                "工作打算",
            ],
            Part::Other => &["其他", "其它"],
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
        let folded = name.trim().to_ascii_lowercase();
        let is_it =
            |part: &Part| part.name() == folded || part.chinese().contains(&folded.as_str());
        let found = Part::ALL.into_iter().find(is_it);
        found.ok_or_else(|| Unknown::new("part", name, Part::ALL.map(Part::name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_known_by_its_names_in_either_language() {
        for part in Part::ALL {
            for name in part.chinese() {
                assert_eq!(name.parse(), Ok(part), "{name}");
            }
            assert_eq!(part.name().to_uppercase().parse(), Ok(part));
        }
        assert!("前言".parse::<Part>().is_err());
    }
}
