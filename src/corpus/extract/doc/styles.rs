//! Styles: which of them number their paragraphs, which make the table of contents.

use super::bytes::Bytes;
use super::header::Header;
use super::sprm::{self, Place};

/// How deeply styles may be derived from styles.
const DEEPEST: usize = 12;

/// The lines of a table of contents, among the styles that every document has.
const CONTENTS: std::ops::RangeInclusive<u16> = 19..=27;

#[derive(Clone, Copy, Debug, Default)]
struct Style {
    built_in: u16,
    base: u16,
    place: Place,
}

/// The style sheet.
#[derive(Debug, Default)]
pub(super) struct Styles(Vec<Style>);

impl Styles {
    pub fn read(header: &Header, table: Bytes<'_>) -> Option<Self> {
        let (at, length) = header.styles;
        let sheet = table.slice(at, length)?;
        let information = usize::from(sheet.u16(0)?);
        let count = usize::from(sheet.u16(2)?);
        let base = usize::from(sheet.u16(4)?);
        let mut rest = sheet.after(2 + information)?;
        let mut styles = Vec::new();
        for _ in 0..count {
            let Some(length) = rest.u16(0).map(usize::from) else {
                break;
            };
            let definition = rest.slice(2, length).unwrap_or(Bytes(&[]));
            styles.push(style(definition, base).unwrap_or_default());
            // Each begins at an even place.
            let Some(next) = rest.after(2 + length + length % 2) else {
                break;
            };
            rest = next;
        }
        Some(Styles(styles))
    }

    /// The place in a list that a style gives, its own or that of the style it is based on.
    pub fn place(&self, style: u16) -> Place {
        let mut place = Place::default();
        let mut at = style;
        for _ in 0..DEEPEST {
            let Some(style) = self.0.get(usize::from(at)) else {
                break;
            };
            place.list = place.list.or(style.place.list);
            place.level = place.level.or(style.place.level);
            at = style.base;
        }
        place
    }

    pub fn is_contents(&self, style: u16) -> bool {
        let style = self.0.get(usize::from(style));
        style.is_some_and(|style| CONTENTS.contains(&style.built_in))
    }
}

/// A definition: its base of fixed length, its name, its properties.
fn style(definition: Bytes<'_>, base: usize) -> Option<Style> {
    let built_in = definition.u16(0)? & 0x0fff;
    let kind_and_base = definition.u16(2)?;
    let is_paragraph = kind_and_base & 0x000f == 1;
    let name = usize::from(definition.u16(base)?);
    let mut at = base + 2 + 2 * (name + 1);
    at += at % 2;
    let properties = || {
        let length = usize::from(definition.u16(at)?);
        definition.slice(at + 4, length.checked_sub(2)?)
    };
    let place = match is_paragraph {
        true => properties().map(sprm::place).unwrap_or_default(),
        false => Place::default(),
    };
    Some(Style {
        built_in,
        base: kind_and_base >> 4,
        place,
    })
}
