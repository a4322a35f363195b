//! Joins hard-wrapped lines: every paragraph becomes one line.
//!
//! A file saved with line breaks at a fixed width cuts sentences, words and policy terms in two, and a
//! mention that is cut is a mention lost. Yet most files have one paragraph per line already, and there a
//! wrong join is as bad: it swallows headings. So lines are joined only in a file that is proved to be
//! wrapped, and only where a line is *full*: what comes next would not have fitted. Being full settles most
//! doubts at once. Titles, headings, lists, signatures and dates stop before the edge, and a line that stops
//! early because a long number or word would not fit still counts as full.
//!
//! Wrappers count differently (columns with “ as one or two, characters, bytes; with the first line's
//! indentation or without): every way is tried, and the one by which most sentences run over an edge is
//! taken.
//!
//! Between joined parts there is nothing, or a space where a run of letters or digits meets another. That
//! also holds for `12` before `345件`: whether the wrapper cut 12345 or broke the line between two numbers
//! cannot be known, and a made-up number would be a false fact, which is worse.
//!
//! Invariant: the output has the input's characters in their order, plus such
//! spaces, minus lone page numbers in the middle of a paragraph.

use std::collections::BTreeMap;

use super::line::{Ending, Gap, Label, Line, join};
use super::shape::{MEASURES, Measure, Shape, has_whole_paragraphs};

/// The narrowest mean width of full lines, in columns; lists are narrower.
const NARROWEST: usize = 34;

/// Joins what a wrapper broke; returns one paragraph per line.
pub(super) fn paragraphs(lines: &[Line]) -> String {
    let Some(first) = lines.first() else {
        return String::new();
    };
    let wrap = Wrap::detect(lines);
    let mut out = String::with_capacity(lines.iter().map(|line| line.text.len() + 1).sum());
    out.push_str(&first.text);
    let mut before = 0;
    for (index, line) in lines.iter().enumerate().skip(1) {
        let goes_on = |next: usize, gap: Gap| {
            let wrap = wrap.as_ref().filter(|_| next < lines.len());
            wrap.is_some_and(|wrap| wrap.continues(before, next, gap))
        };
        if line.number && goes_on(index + 1, Gap::Page) {
            continue;
        }
        let has_skipped = before + 1 < index;
        if goes_on(index, if has_skipped { Gap::Page } else { line.gap }) {
            join(&mut out, &line.text);
        } else {
            out.push('\n');
            out.push_str(&line.text);
        }
        before = index;
    }
    out
}

/// How a file is wrapped.
struct Wrap {
    shapes: Vec<Shape>,
    /// Which of [`MEASURES`] counts.
    measure: usize,
    /// Whether the indentation counts towards the width.
    with_indent: bool,
    /// The width at which lines are broken.
    width: usize,
    /// The indentation of continuation lines, in columns.
    margin: usize,
    /// Whether blank lines mean anything: not if they are between all lines.
    blank_parts: bool,
    /// Whether most labelled lines that begin a paragraph are indented or follow a blank line, so that what
    /// looks like a label in other lines is not one.
    labels_marked: bool,
    /// The same for lines without a label, after lines that end a paragraph.
    text_marked: bool,
    /// Whether full lines must be full to the last column.
    is_exact: bool,
}

/// Evidence for and against a way of wrapping.
#[derive(Default, Clone, Copy)]
struct Evidence {
    /// The lines that were looked at.
    lines: usize,
    /// Full lines without a sentence end, with text after them that goes on.
    runs_over: usize,
    /// Lines that stop early without a sentence end, and text after them.
    stops_early: usize,
    /// Full lines without a sentence end where a paragraph visibly ends.
    cut_short: usize,
    /// Lines that end early and end a sentence, as last lines do.
    last_lines: usize,
}

impl Evidence {
    fn proves_wrapping(self) -> bool {
        self.runs_over >= 3
            && self.runs_over * 8 >= self.lines
            && self.runs_over > self.stops_early * 2
            && self.runs_over >= self.cut_short * 2
            && self.last_lines > 0
    }
}

impl Wrap {
    /// How the file is wrapped; `None` if it is not.
    fn detect(lines: &[Line]) -> Option<Self> {
        let lengths = lines.iter().map(|line| line.text.len());
        if lines.len() < 4 || has_whole_paragraphs(lengths.clone()) {
            return None;
        }
        let total = lengths.sum();
        let blank = lines[1..]
            .iter()
            .filter(|line| line.gap == Gap::Blank)
            .count();
        let mut wrap = Self {
            shapes: lines.iter().map(Shape::of).collect(),
            measure: 0,
            with_indent: true,
            width: 0,
            margin: 0,
            blank_parts: blank * 10 < (lines.len() - 1) * 9,
            labels_marked: false,
            text_marked: false,
            is_exact: false,
        };
        let ways = (0..MEASURES.len()).flat_map(|measure| [(measure, true), (measure, false)]);
        let mut best: Option<(usize, usize, bool)> = None;
        for (measure, with_indent) in ways {
            (wrap.measure, wrap.with_indent) = (measure, with_indent);
            if !wrap.find_edge(total) {
                continue;
            }
            wrap.is_exact = false;
            if !wrap.evidence().proves_wrapping() {
                continue;
            }
            // The amount missing tells the ways apart, so nothing is tolerated.
            wrap.is_exact = true;
            let runs_over = wrap.evidence().runs_over;
            if best.is_none_or(|(most, ..)| runs_over > most) {
                best = Some((runs_over, measure, with_indent));
            }
        }
        let (_, measure, with_indent) = best?;
        (wrap.measure, wrap.with_indent) = (measure, with_indent);
        wrap.find_edge(total);
        wrap.is_exact = false;
        wrap.text_marked = wrap.marks(false).unwrap_or(false);
        wrap.labels_marked = wrap.marks(true).unwrap_or(wrap.text_marked);
        Some(wrap)
    }

    fn size(&self, line: usize) -> usize {
        let shape = &self.shapes[line];
        let indent = if self.with_indent {
            shape.indent[self.measure]
        } else {
            0
        };
        shape.text[self.measure] + indent
    }

    /// Sets the width to where most lines end, unless some are longer, and the margin to where lines after
    /// full ones begin.
    fn find_edge(&mut self, total: usize) -> bool {
        let Measure { short, hang, .. } = MEASURES[self.measure];
        // Lines, their columns and their bytes by size.
        let mut by_size: BTreeMap<usize, (usize, usize, usize)> = BTreeMap::new();
        for (line, shape) in self.shapes.iter().enumerate() {
            let (lines, columns, bytes) = by_size.entry(self.size(line)).or_default();
            *lines += 1;
            *columns += shape.text[0];
            *bytes += shape.bytes;
        }
        let mut most = 0;
        for (&edge, &(at_edge, ..)) in by_size.iter().rev() {
            let longer: usize = by_size
                .range(edge + hang + 1..)
                .map(|(_, &(.., bytes))| bytes)
                .sum();
            if longer * 10 > total {
                break;
            }
            let (mut crowd, mut columns) = (0, 0);
            for (_, near) in by_size.range(edge.saturating_sub(short)..=edge + hang) {
                crowd += near.0;
                columns += near.1;
            }
            if columns >= NARROWEST * crowd && crowd + at_edge > most {
                (most, self.width) = (crowd + at_edge, edge);
            }
        }
        if most == 0 {
            return false;
        }
        let mut margins: Vec<usize> = (1..self.shapes.len())
            .filter(|&i| self.is_full(i - 1, i) && self.shapes[i - 1].is_open())
            .map(|i| self.shapes[i].indent[0])
            .collect();
        margins.sort_unstable();
        let longest = margins
            .chunk_by(|a, b| a == b)
            .max_by_key(|same| same.len());
        self.margin = longest.map_or(0, |same| same[0]);
        longest.is_some()
    }

    /// Whether the beginning of line `b` would not have fitted onto line `a`.
    ///
    /// Justified lines differ a little, so this much may be missing where only running text can be meant.
    fn is_full(&self, a: usize, b: usize) -> bool {
        let Measure { short, hang, .. } = MEASURES[self.measure];
        let before = &self.shapes[a];
        let is_running = before.is_open() && before.label == Label::None;
        let forgives = !self.is_exact && (self.text_marked || is_running);
        let missing = if forgives { short } else { 0 };
        let lead = self.shapes[b].lead[self.measure].min(self.width / 3);
        let size = self.size(a);
        size + lead + missing >= self.width && size <= self.width + 2 * hang
    }

    fn is_indented(&self, line: usize) -> bool {
        self.shapes[line].indent[0].abs_diff(self.margin) > 1
    }

    fn is_parted(&self, line: usize) -> bool {
        self.shapes[line].gap == Gap::Blank && self.blank_parts
    }

    fn evidence(&self) -> Evidence {
        // The menu of a page and a title are short however the text below them is wrapped.
        let first = (1..self.shapes.len()).find(|&b| self.is_full(b - 1, b));
        let first = first.unwrap_or(self.shapes.len());
        let mut evidence = Evidence {
            lines: self.shapes.len() + 1 - first,
            ..Evidence::default()
        };
        for b in first..self.shapes.len() {
            let (before, after) = (&self.shapes[b - 1], &self.shapes[b]);
            if before.number || after.number {
                continue;
            }
            let begins = self.is_indented(b) || self.is_parted(b);
            match (self.is_full(b - 1, b), before.is_open()) {
                _ if before.label != Label::None && !self.is_full(b - 1, b) => {}
                (false, false) => evidence.last_lines += 1,
                (true, true) if begins => {
                    evidence.cut_short += usize::from(after.label == Label::None)
                }
                (true, true) => evidence.runs_over += usize::from(after.label == Label::None),
                (false, true) => {
                    let goes_on = !begins && !self.is_indented(b - 1) && after.label == Label::None;
                    evidence.stops_early += usize::from(goes_on);
                }
                (true, false) => {}
            }
        }
        let last = self.shapes.last().is_some_and(|shape| !shape.is_open());
        evidence.last_lines += usize::from(last);
        evidence
    }

    /// Whether lines that certainly begin a paragraph, with a label or without, are mostly indented or
    /// separated from the line before.
    fn marks(&self, labelled: bool) -> Option<bool> {
        let (mut marked, mut all) = (0, 0);
        for b in 1..self.shapes.len() {
            let is_marked = self.is_parted(b) || self.is_indented(b);
            let is_sure =
                is_marked || !self.is_full(b - 1, b) && (labelled || !self.shapes[b - 1].is_open());
            if is_sure && labelled == (self.shapes[b].label != Label::None) {
                all += 1;
                marked += usize::from(is_marked);
            }
        }
        (all > 0).then_some(marked * 10 >= all * 8)
    }

    /// Whether line `b` continues the paragraph of line `a`, with `gap` between them.
    fn continues(&self, a: usize, b: usize, gap: Gap) -> bool {
        let (before, after) = (&self.shapes[a], &self.shapes[b]);
        let parted = match gap {
            Gap::None => false,
            Gap::Blank => self.blank_parts,
            Gap::Page => !before.is_open(),
        };
        if parted || !self.is_full(a, b) || self.is_indented(b) || before.label == Label::Mark {
            return false;
        }
        match after.label {
            Label::None => true,
            Label::Mark => false,
            _ if self.labels_marked => true,
            Label::Item => before.is_open() && before.label != Label::Heading,
            Label::Heading => before.ending == Ending::Comma,
        }
    }
}

#[cfg(test)]
mod tests;
