//! The section tree, and the blocks of the body between its headings.

use std::ops::Range;

use super::bare;
use super::frame::Frame;
use super::heading::{self, Line};
use super::numbering::{Label, Style};
use super::running::{self, Kind};
use super::{Role, Section};

/// A stretch of the body: a heading, or a paragraph (the rest of one, behind a run-in heading).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its bytes, line end included.
    pub range: Range<usize>,
    /// The section it stands in; for a heading, the one it opens.
    pub section: Option<u32>,
    /// What it is.
    pub kind: BlockKind,
}

/// What a block is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Title, issuer and date lines, and what leads to a heading: they belong to the passage that follows.
    Frame,
    /// A heading: likewise.
    Heading,
    /// A paragraph, with its label where it is a numbered one.
    Paragraph(Option<String>),
    /// The closing.
    Closing,
}

/// A heading that is still open.
struct Open {
    style: Option<Style>,
    number: u32,
    section: u32,
}

/// Finds sections and blocks of the lines between the frame's two ends.
pub fn find(text: &str, lines: &[Range<usize>], frame: &Frame) -> (Vec<Section>, Vec<Block>) {
    let (head, tail) = (&lines[..frame.head], &lines[frame.tail..]);
    let body = running::pieces(text, &lines[frame.head..frame.tail]);
    let ranges = body.iter().map(|piece| &piece.range);
    let starts: Vec<usize> = (head.iter().chain(ranges).chain(tail))
        .map(|range| range.start)
        .collect();
    let end_of = |at: usize| starts.get(at + 1).copied().unwrap_or(text.len());
    let mut tree = Tree::default();
    let mut blocks = Vec::new();
    let mut push = |range, section, kind| {
        blocks.push(Block {
            range,
            section,
            kind,
        })
    };
    for (at, line) in head.iter().enumerate() {
        push(line.start..end_of(at), None, BlockKind::Frame);
    }
    let written: Vec<&str> = body
        .iter()
        .map(|piece| &text[piece.range.clone()])
        .collect();
    for (at, (piece, line)) in body.iter().zip(read_all(&written)).enumerate() {
        let (start, end) = (piece.range.start, end_of(head.len() + at));
        match line {
            _ if piece.kind == Kind::Lead => push(start..end, tree.top(), BlockKind::Frame),
            _ if piece.kind == Kind::Rest => {
                push(start..end, tree.top(), BlockKind::Paragraph(None));
            }
            Line::Heading {
                label,
                words,
                run_in,
            } if tree.accepts(label) => {
                let words_end = words.end;
                let section = tree.open(written[at], label, words, start);
                let split = run_in.map_or(end, |at| start + at);
                debug_assert!(start + words_end <= split);
                push(start..split, Some(section), BlockKind::Heading);
                if split < end {
                    push(split..end, Some(section), BlockKind::Paragraph(None));
                }
            }
            Line::Numbered(label) if tree.accepts_item(label) => {
                let label = written[at][..label.len].trim().to_owned();
                push(start..end, tree.top(), BlockKind::Paragraph(Some(label)));
            }
            _ => push(start..end, tree.top(), BlockKind::Paragraph(None)),
        }
    }
    for (at, line) in tail.iter().enumerate() {
        let end = end_of(head.len() + body.len() + at);
        push(line.start..end, tree.top(), BlockKind::Closing);
    }
    (tree.close(text.len()), blocks)
}

/// What each line of the body is.
fn read_all(written: &[&str]) -> Vec<Line> {
    let is_heading = |line: &&str| matches!(heading::read(line, false), Line::Heading { .. });
    let numbers_nothing = !written.iter().any(is_heading);
    // A heading of bare words introduces something.
    let mut read: Vec<Line> = (written.iter().enumerate())
        .map(|(at, line)| heading::read(line, numbers_nothing && at + 1 < written.len()))
        .collect();
    make_items(&mut read, written);
    if !numbers_nothing {
        bare::find(&mut read, written);
    }
    make_turns(&mut read, written);
    read
}

/// Numbered sentences that follow each other without anything between are items of a list, short
/// as they may be: a heading has something under it.
fn make_items(read: &mut [Line], written: &[&str]) {
    let label_of = |line: &Line| match line {
        Line::Heading {
            label: Some(label),
            run_in: None,
            ..
        }
        | Line::Numbered(label) => Some(*label),
        _ => None,
    };
    let sentences: Vec<Option<Label>> = (read.iter().zip(written))
        .map(|(line, written)| label_of(line).filter(|_| heading::is_sentence(written)))
        .collect();
    let next_to = |at: usize, other: Option<usize>, step: i64| {
        let (Some(Some(own)), Some(Some(other))) = (
            sentences.get(at).copied(),
            other.and_then(|other| sentences.get(other).copied()),
        ) else {
            return false;
        };
        own.style == other.style && i64::from(other.number) - i64::from(own.number) == step
    };
    for at in 0..read.len() {
        let Some(label) = sentences[at] else { continue };
        if next_to(at, at.checked_sub(1), -1) || next_to(at, Some(at + 1), 1) {
            read[at] = Line::Numbered(label);
        }
    }
}

/// Behind the last numbered line a paragraph may turn to problems and plans by its first words.
fn make_turns(read: &mut [Line], written: &[&str]) {
    let is_numbered = |line: &Line| match line {
        Line::Heading { label, .. } => label.is_some(),
        Line::Numbered(_) => true,
        Line::Paragraph => false,
    };
    let behind = read.iter().rposition(is_numbered).map_or(0, |at| at + 1);
    for at in behind..read.len() {
        if read[at] == Line::Paragraph
            && let Some(turn) = heading::read_turn(written[at])
        {
            read[at] = turn;
        }
    }
}

#[derive(Default)]
struct Tree {
    sections: Vec<Section>,
    open: Vec<Open>,
    /// Number of the last numbered paragraph, by style.
    item: Option<(Style, u32)>,
}

impl Tree {
    fn top(&self) -> Option<u32> {
        self.open.last().map(|open| open.section)
    }

    /// Digits number much that is no heading: such a label must begin a list or go on with one.
    fn accepts(&self, label: Option<Label>) -> bool {
        let Some(label) = label else { return true };
        match label.style {
            Style::Arabic | Style::ArabicInParens | Style::Circled | Style::Decimal(_) => {
                let last = self
                    .open
                    .iter()
                    .rev()
                    .find(|open| open.style == Some(label.style));
                label.number == 1
                    || last.is_some_and(|last| follows(last.number, label.number))
                    || self.follows_item(label)
            }
            _ => true,
        }
    }

    fn accepts_item(&mut self, label: Label) -> bool {
        let accepted = self.accepts(Some(label));
        if accepted {
            self.item = Some((label.style, label.number));
        }
        accepted
    }

    fn follows_item(&self, label: Label) -> bool {
        self.item
            .is_some_and(|(style, number)| style == label.style && follows(number, label.number))
    }

    fn open(&mut self, line: &str, label: Option<Label>, words: Range<usize>, start: usize) -> u32 {
        let style = label.map(|label| label.style);
        let number = label.map_or(0, |label| label.number);
        self.leave_for(style, number);
        let section = self.sections.len() as u32;
        // In `## 一、举措` the inner label is the one that people see.
        let written = match style {
            Some(Style::Markdown(marks)) => {
                let inner = line[marks..words.start].trim();
                if inner.is_empty() {
                    &line[..marks]
                } else {
                    inner
                }
            }
            _ => label.map_or("", |label| line[..label.len].trim()),
        };
        self.sections.push(Section {
            depth: self.open.len() as u32 + 1,
            label: written.to_owned(),
            heading: line[words].to_owned(),
            parent: self.top(),
            start: start as u32,
            end: 0,
        });
        self.open.push(Open {
            style,
            number,
            section,
        });
        self.item = None;
        section
    }

    /// Closes what a heading of this style does not stand in.
    fn leave_for(&mut self, style: Option<Style>, number: u32) {
        if let Some(at) = self.open.iter().position(|open| open.style == style) {
            self.open.truncate(at);
            return;
        }
        let outer = self
            .open
            .iter()
            .take_while(|open| open.style < style)
            .count();
        // `1、` first and `（一）` within it: a list that begins under the only heading there is.
        let nested = outer == 0 && number == 1 && style > Some(Style::Han);
        if !nested {
            self.open.truncate(outer);
        }
    }

    fn close(mut self, end: usize) -> Vec<Section> {
        for at in 0..self.sections.len() {
            let depth = self.sections[at].depth;
            let next = self.sections[at + 1..]
                .iter()
                .find(|next| next.depth <= depth);
            self.sections[at].end = next.map_or(end as u32, |next| next.start);
        }
        self.sections
    }
}

/// Whether `number` may come after `last`: authors repeat a number or leave one out.
fn follows(last: u32, number: u32) -> bool {
    (last..=last + 2).contains(&number)
}

/// The role of a block's passage.
pub fn role(kind: &BlockKind) -> Role {
    match kind {
        BlockKind::Closing => Role::Closing,
        _ => Role::Body,
    }
}
