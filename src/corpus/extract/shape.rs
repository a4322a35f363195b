//! The shape of a line: how wide it is in every way a wrapper may count.
//!
//! Invariant: measuring never looks past a line, so it is done once for each.

use unicode_width::UnicodeWidthChar;

use super::line::{Ending, Gap, Label, Line, ending, label, lead};

/// Lines of more bytes are not the product of wrapping: 88 Han characters.
const LONG: usize = 264;

/// Whether so many lines, by their lengths in bytes, are whole paragraphs that the file cannot be
/// hard-wrapped.
pub(super) fn has_whole_paragraphs(lengths: impl Iterator<Item = usize>) -> bool {
    let (mut long, mut all) = (0, 0);
    for length in lengths {
        all += length;
        long += if length > LONG { length } else { 0 };
    }
    long * 10 > all
}

/// A way to count a line's width.
pub(super) struct Measure {
    pub width: fn(char) -> usize,
    /// By how much lines may miss the edge although their wrapper counts this way.
    pub short: usize,
    /// By how much closing marks may hang over the edge.
    pub hang: usize,
}

/// The ways to count: columns with “ as two or as one, characters, bytes.
pub(super) const MEASURES: [Measure; 4] = [
    Measure {
        width: |c| c.width_cjk().unwrap_or(if c == '\t' { 4 } else { 0 }),
        short: 3,
        hang: 4,
    },
    Measure {
        width: |c| c.width().unwrap_or(if c == '\t' { 4 } else { 0 }),
        short: 3,
        hang: 4,
    },
    Measure {
        width: |_| 1,
        short: 1,
        hang: 2,
    },
    Measure {
        width: char::len_utf8,
        short: 3,
        hang: 6,
    },
];

/// Sizes of one string under each of [`MEASURES`].
pub(super) type Sizes = [usize; MEASURES.len()];

/// What is needed to know of a line in order to join lines.
pub(super) struct Shape {
    pub indent: Sizes,
    pub text: Sizes,
    /// The part at the beginning that cannot be broken off.
    pub lead: Sizes,
    pub label: Label,
    pub ending: Ending,
    pub gap: Gap,
    pub number: bool,
    pub bytes: usize,
}

/// `text` under every measure.
fn sizes(text: &str) -> Sizes {
    let mut sizes = Sizes::default();
    for c in text.chars() {
        for (size, measure) in sizes.iter_mut().zip(&MEASURES) {
            *size += (measure.width)(c);
        }
    }
    sizes
}

impl Shape {
    pub(super) fn of(line: &Line) -> Self {
        let long = line.text.len() > LONG;
        Self {
            indent: sizes(line.indent),
            text: if long {
                [LONG * 2; MEASURES.len()]
            } else {
                sizes(&line.text)
            },
            lead: sizes(lead(&line.text)),
            label: label(&line.text),
            ending: ending(&line.text),
            gap: line.gap,
            number: line.number,
            bytes: line.text.len(),
        }
    }

    pub(super) fn is_open(&self) -> bool {
        self.ending != Ending::Closed
    }
}
