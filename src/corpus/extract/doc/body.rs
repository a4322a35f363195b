//! The text as paragraphs.

use super::header::Header;
use super::lists::{self, Lists};
use super::pieces::{Pieces, Unit};
use super::runs::{Paragraph, Runs};
use super::sprm::Place;
use super::styles::Styles;

/// What is known of characters and paragraphs.
pub(super) struct Properties {
    pub hidden: Runs<()>,
    pub paragraphs: Runs<Paragraph>,
    pub styles: Styles,
    pub lists: Lists,
}

// Control characters of the text.
const CELL_END: u16 = 0x07;
const TAB: u16 = 0x09;
const LINE_BREAK: u16 = 0x0b;
const PAGE_BREAK: u16 = 0x0c;
const PARAGRAPH_END: u16 = 0x0d;
const COLUMN_BREAK: u16 = 0x0e;
const FIELD_BEGIN: u16 = 0x13;
const FIELD_RESULT: u16 = 0x14;
const FIELD_END: u16 = 0x15;
const HYPHEN: u16 = 0x1e;

/// The paragraphs of the text and of its text boxes.
pub(super) fn paragraphs(
    header: &Header,
    pieces: &Pieces<'_>,
    properties: &Properties,
) -> Vec<String> {
    let mut reader = Reader {
        properties,
        state: lists::State::default(),
        line: Vec::new(),
        field: Vec::new(),
        out: Vec::new(),
    };
    for range in [header.text.clone(), header.boxes.clone()] {
        for unit in pieces.units(range) {
            reader.unit(unit);
        }
        reader.end_paragraph(None);
    }
    reader.out
}

struct Reader<'p> {
    properties: &'p Properties,
    state: lists::State,
    line: Vec<u16>,
    /// For each enclosing field: whether its result is being read, rather than its instruction.
    field: Vec<bool>,
    out: Vec<String>,
}

impl Reader<'_> {
    fn unit(&mut self, unit: Unit) {
        let is_cell_end = unit.code == CELL_END;
        if unit.is_hidden || self.properties.hidden.at(unit.at).is_some() {
            // A deleted paragraph mark joins two paragraphs, but cells are never joined.
            if is_cell_end {
                self.end_paragraph(Some(unit.at));
            }
            return;
        }
        match unit.code {
            PARAGRAPH_END | CELL_END | PAGE_BREAK | COLUMN_BREAK => {
                self.end_paragraph(Some(unit.at));
            }
            FIELD_BEGIN => self.field.push(false),
            FIELD_RESULT => {
                if let Some(field) = self.field.last_mut() {
                    *field = true;
                }
            }
            FIELD_END => {
                self.field.pop();
            }
            LINE_BREAK => self.push(u16::from(b'\n')),
            HYPHEN => self.push(u16::from(b'-')),
            code if code >= 0x20 || code == TAB => self.push(code),
            // Pictures, notes, optional hyphens.
            _ => {}
        }
    }

    fn push(&mut self, code: u16) {
        // What stands between a field's beginning and its result tells the program what to do.
        if self.field.iter().all(|is_result| *is_result) {
            self.line.push(code);
        }
    }

    /// Ends the paragraph whose mark lies at a place of the stream.
    fn end_paragraph(&mut self, mark: Option<usize>) {
        let text = String::from_utf16_lossy(&std::mem::take(&mut self.line));
        let properties = mark.and_then(|mark| self.properties.paragraphs.at(mark));
        let label = properties.and_then(|properties| self.label(*properties));
        let is_contents =
            properties.is_some_and(|own| self.properties.styles.is_contents(own.style));
        if text.trim().is_empty() || is_contents {
            return;
        }
        self.out.push(label.unwrap_or_default() + &text);
    }

    fn label(&mut self, own: Paragraph) -> Option<String> {
        let of_style = self.properties.styles.place(own.style);
        let place = Place {
            list: own.place.list.or(of_style.list),
            level: own.place.level.or(of_style.level),
        };
        self.properties.lists.label(place, &mut self.state)
    }
}
