//! Cuts the body into passages: an item, a paragraph, or a few sentences of a long one.
//!
//! Headings and title lines go with the first passage under them. A cut lies after a sentence end or at a
//! paragraph's end, never elsewhere.

use std::ops::Range;

use super::items;
use super::sections::{Block, BlockKind, role};
use super::sentence;
use super::table;
use super::{Passage, Role, Section};

/// A passage longer than this many characters is split.
const LONGEST: usize = 600;
/// Pieces of a split passage should have about this many.
const PIECE: usize = 350;
/// A paragraph on a line of its own shorter than this joins the next one of its section.
const SHORTEST: usize = 24;

/// Cuts the blocks of a text into passages that tile it.
pub fn cut(text: &str, sections: &[Section], blocks: &[Block]) -> Vec<Passage> {
    let mut cutter = Cutter {
        text,
        start: 0,
        passages: Vec::new(),
    };
    let mut at = 0;
    while at < blocks.len() {
        let block = &blocks[at];
        let run = blocks[at..]
            .iter()
            .take_while(|next| same_run(block, next))
            .count();
        match block.kind {
            BlockKind::Frame => {}
            BlockKind::Heading => {
                let next = blocks.get(at + 1);
                let introduces = next.is_some_and(|next| {
                    role(&next.kind) == Role::Body && within(sections, next.section, block.section)
                });
                if !introduces {
                    cutter.end_at(
                        block.range.end,
                        block.range.start,
                        block.section,
                        None,
                        Role::Body,
                    );
                }
            }
            BlockKind::Paragraph(_) | BlockKind::Annex => {
                let first = cutter.passages.len();
                cutter.paragraphs(&blocks[at..at + run]);
                for passage in &mut cutter.passages[first..] {
                    passage.role = role(&block.kind);
                }
            }
            BlockKind::Closing => {
                let end = blocks[at + run - 1].range.end;
                cutter.end_at(
                    end,
                    block.range.start,
                    block.section,
                    None,
                    role(&block.kind),
                );
            }
        }
        at += run;
    }
    // A text of title lines only is still a passage.
    if cutter.start < text.len() {
        cutter.end_at(text.len(), cutter.start, None, None, Role::Body);
    }
    cutter.passages
}

/// Whether two blocks are cut together: paragraphs of one section, or the lines of the closing or of the
/// annexes.
fn same_run(first: &Block, next: &Block) -> bool {
    match (&first.kind, &next.kind) {
        (BlockKind::Paragraph(_), BlockKind::Paragraph(_)) => first.section == next.section,
        (BlockKind::Closing, BlockKind::Closing) | (BlockKind::Annex, BlockKind::Annex) => true,
        _ => std::ptr::eq(first, next),
    }
}

/// Whether section `inner` is `outer` or lies in it.
fn within(sections: &[Section], inner: Option<u32>, outer: Option<u32>) -> bool {
    let mut next = inner;
    while let Some(section) = next {
        if Some(section) == outer {
            return true;
        }
        next = sections[section as usize].parent;
    }
    false
}

struct Cutter<'a> {
    text: &'a str,
    /// Where the next passage starts.
    start: usize,
    passages: Vec<Passage>,
}

impl Cutter<'_> {
    fn end_at(
        &mut self,
        end: usize,
        body: usize,
        section: Option<u32>,
        item: Option<String>,
        role: Role,
    ) {
        self.passages.push(Passage {
            start: self.start as u32,
            end: end as u32,
            body: body as u32,
            section,
            item,
            role,
        });
        self.start = end;
    }

    /// Cuts a run of paragraphs of one section.
    fn paragraphs(&mut self, blocks: &[Block]) {
        let section = blocks[0].section;
        let ranges: Vec<_> = blocks.iter().map(|block| block.range.clone()).collect();
        let items = items::find(self.text, &ranges);
        let tables = table::find(self.text, &ranges);
        let in_table = |at: &usize| tables.iter().find(|table| table.cells.contains(at));
        let items = items.iter();
        let mut items = items
            .filter(|item| in_table(&item.paragraph).is_none())
            .peekable();
        for (at, block) in blocks.iter().enumerate() {
            if let Some(table) = in_table(&at) {
                self.cell(table, at, &ranges, section);
                continue;
            }
            let mut body = block.range.start.max(self.start);
            let mut label = match &block.kind {
                BlockKind::Paragraph(label) => label.clone(),
                _ => None,
            };
            while let Some(item) = items.next_if(|item| item.paragraph == at) {
                if item.start > body {
                    self.pieces(item.start, body, section, label.take());
                }
                body = item.start;
                label = Some(item.label.clone());
            }
            let last = at + 1 == blocks.len();
            let short = self.text[self.start..block.range.end].chars().count() < SHORTEST;
            // What runs on from its heading says what the heading announced.
            let runs_in = !self.text[..block.range.start].ends_with('\n');
            if label.is_some() || last || !short || runs_in && block.range.start > 0 {
                self.pieces(block.range.end, body, section, label);
            }
        }
    }

    /// Ends a passage with a cell that ends its table, or a row of one that is long.
    fn cell(
        &mut self,
        table: &table::Table,
        at: usize,
        ranges: &[Range<usize>],
        section: Option<u32>,
    ) {
        let end = ranges[at].end;
        let ends_row = table.rows.is_empty() || table.rows.contains(&(at + 1));
        let enough = || self.text[self.start..end].chars().count() >= PIECE;
        if at + 1 == table.cells.end || ends_row && enough() {
            let body = ranges[table.cells.start].start.max(self.start);
            self.end_at(end, body, section, None, Role::Body);
        }
    }

    /// Ends a passage at `end`, in several pieces if it is long.
    fn pieces(&mut self, end: usize, body: usize, section: Option<u32>, item: Option<String>) {
        let mut body = body;
        let count = self.text[body..end].chars().count();
        if count > LONGEST {
            let wanted = count / count.div_ceil(PIECE);
            let own = &self.text[body..end];
            let (mut passed, mut piece) = (0, 0);
            for stop in sentence::ends(own) {
                piece += own[passed..stop].chars().count();
                passed = stop;
                // The rest must be worth a piece of its own.
                if piece >= wanted && own[stop..].chars().count() >= wanted / 2 {
                    let stop = end - own.len() + stop;
                    self.end_at(stop, body, section, item.clone(), Role::Body);
                    body = stop;
                    piece = 0;
                }
            }
        }
        self.end_at(end, body, section, item, Role::Body);
    }
}
