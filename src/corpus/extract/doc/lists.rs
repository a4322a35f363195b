//! The lists of a document: how each of their levels is numbered.

use std::collections::HashMap;

use super::bytes::Bytes;
use super::header::Header;
use super::sprm::Place;
use crate::corpus::extract::list::{Counters, LEVELS, Level};
use crate::corpus::extract::numeral::Numeral;

/// A use of a list: paragraphs that are numbered together, with what this use changes.
#[derive(Debug)]
struct Use {
    list: u32,
    levels: Vec<Level>,
    /// Levels that begin anew with this use, and their first numbers.
    restarts: Vec<(usize, u32)>,
}

/// All lists.
#[derive(Debug, Default)]
pub(super) struct Lists(Vec<Use>);

/// How far the lists of a document have counted.
#[derive(Debug, Default)]
pub(super) struct State {
    counters: Counters,
    begun: Vec<u16>,
}

impl Lists {
    pub fn read(header: &Header, table: Bytes<'_>) -> Option<Self> {
        let lists = definitions(header, table)?;
        let (at, length) = header.overrides;
        let bytes = table.slice(at, length)?;
        let count = bytes.size(0)?;
        let mut uses = Vec::new();
        for index in 0..count {
            let Some(entry) = bytes.slice(4 + 16 * index, 16) else {
                break;
            };
            let list = entry.u32(0)?;
            uses.push(Use {
                list,
                levels: lists.get(&list).cloned().unwrap_or_default(),
                restarts: Vec::new(),
            });
        }
        // What each use changes follows after all of them.
        let mut rest = bytes.after(4 + 16 * uses.len())?;
        for (index, own) in uses.iter_mut().enumerate() {
            let changes = bytes.u8(4 + 16 * index + 12).unwrap_or(0);
            let Some(next) = apply(rest, changes, own) else {
                break;
            };
            rest = next;
        }
        Some(Lists(uses))
    }

    /// The label of the next paragraph at `place`.
    pub fn label(&self, place: Place, state: &mut State) -> Option<String> {
        let number = place.list.filter(|list| (1..0x0800).contains(list))?;
        let own = self.0.get(usize::from(number) - 1)?;
        let list = u64::from(own.list);
        if !state.begun.contains(&number) {
            state.begun.push(number);
            for (level, start) in &own.restarts {
                state.counters.restart(list, *level, *start);
            }
        }
        let level = usize::from(place.level.unwrap_or(0)).min(LEVELS - 1);
        state.counters.next(list, &own.levels, level)
    }
}

/// The levels of every list by its identifier.
fn definitions(header: &Header, table: Bytes<'_>) -> Option<HashMap<u32, Vec<Level>>> {
    let (at, length) = header.lists;
    let lists = table.slice(at, length)?;
    let count = usize::from(lists.u16(0)?);
    // The levels of all lists come after the range that holds the lists.
    let mut rest = table.after(at + length)?;
    let mut found = HashMap::new();
    for index in 0..count {
        let list = lists.slice(2 + 28 * index, 28)?;
        let is_simple = list.u8(26)? & 1 == 1;
        let mut levels = Vec::new();
        for _ in 0..if is_simple { 1 } else { LEVELS } {
            let Some((level, next)) = level(rest) else {
                return Some(found);
            };
            levels.push(level);
            rest = next;
        }
        found.insert(list.u32(0)?, levels);
    }
    Some(found)
}

/// One level, and what follows it.
fn level(bytes: Bytes<'_>) -> Option<(Level, Bytes<'_>)> {
    let flags = bytes.u8(5)?;
    let text = 28 + usize::from(bytes.u8(24)?) + usize::from(bytes.u8(25)?);
    let length = usize::from(bytes.u16(text)?);
    let units: Vec<u16> = (0..length)
        .map(|index| bytes.u16(text + 2 + 2 * index))
        .collect::<Option<_>>()?;
    let mut label = String::new();
    for c in char::decode_utf16(units).flatten() {
        match c as u32 {
            // The number of a level appears where it is to be written.
            number if number < LEVELS as u32 => label.push_str(&format!("%{}", number + 1)),
            _ => label.push(c),
        }
    }
    let numeral = Numeral::of_code(bytes.u8(4)?);
    let level = Level {
        start: bytes.u32(0)?,
        numeral,
        // Bullets are characters of a symbol font.
        text: if numeral == Numeral::None && !label.contains('%') {
            String::new()
        } else {
            label
        },
        legal: flags & 0x04 != 0,
        restarts: flags & 0x08 == 0,
        tight: bytes.u8(15)? == 2,
    };
    Some((level, bytes.after(text + 2 + 2 * length)?))
}

/// Reads the `count` changes of a use; returns what follows them.
fn apply<'a>(bytes: Bytes<'a>, count: u8, own: &mut Use) -> Option<Bytes<'a>> {
    let mut rest = bytes.after(4)?;
    for _ in 0..count {
        let (start, flags) = (rest.u32(0)?, rest.u32(4)?);
        let at = (flags & 0x0f) as usize;
        rest = rest.after(8)?;
        if flags & 0x10 != 0 {
            own.restarts.push((at, start));
        }
        if flags & 0x20 != 0 {
            let (changed, next) = level(rest)?;
            rest = next;
            if let Some(level) = own.levels.get_mut(at) {
                *level = changed;
            }
        }
    }
    Some(rest)
}
