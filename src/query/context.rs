//! How much of the text around a mention is shown.

use std::ops::Range;
use std::str::FromStr;

use crate::report;
use crate::text::{Folded, Unknown};

/// What is shown around a mention; never more than its paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// So many units on each side: characters and whole words.
    Units(usize),
    /// The sentence.
    Sentence,
    /// The passage.
    Passage,
}

impl FromStr for Context {
    type Err = Unknown;

    fn from_str(given: &str) -> Result<Self, Unknown> {
        match given {
            "sentence" => Ok(Context::Sentence),
            "passage" => Ok(Context::Passage),
            number => number
                .parse()
                .map(Context::Units)
                .map_err(|_| Unknown::new("context", given, ["a number", "sentence", "passage"])),
        }
    }
}

impl Context {
    /// The bytes of `text` that are shown around `found`, a mention in the paragraph `line`, whose
    /// fold is `folded`, and in the passage `passage`.
    pub fn around(
        self,
        text: &str,
        line: &Range<usize>,
        passage: &Range<usize>,
        folded: &Folded,
        found: &Range<usize>,
    ) -> Range<usize> {
        match self {
            Context::Units(count) => {
                units_before(folded, found.start, count).unwrap_or(line.start)
                    ..units_after(folded, found.end, count).unwrap_or(line.end)
            }
            Context::Sentence => report::sentence_around(text, line, found),
            Context::Passage => {
                line.start.max(passage.start).min(found.start)
                    ..line.end.min(passage.end).max(found.end)
            }
        }
    }
}

/// Where `count` units before byte `at` begin; `None` if that is the start of the paragraph or before it.
fn units_before(folded: &Folded, at: usize, count: usize) -> Option<usize> {
    let units = folded
        .units
        .partition_point(|unit| (unit.start as usize) < at);
    let first = units.checked_sub(count).filter(|&first| first > 0)?;
    folded
        .units
        .get(first)
        .map(|unit| (unit.start as usize).min(at))
}

/// Where `count` units after byte `at` end; `None` if that is the end of the paragraph or after it.
fn units_after(folded: &Folded, at: usize, count: usize) -> Option<usize> {
    let first = folded
        .units
        .partition_point(|unit| (unit.start as usize) < at);
    first
        .checked_add(count)
        .filter(|end| *end < folded.units.len())?;
    match count {
        0 => Some(at),
        _ => folded
            .units
            .get(first + count - 1)
            .map(|unit| unit.end as usize),
    }
}
