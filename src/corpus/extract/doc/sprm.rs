//! Single property modifiers: the operations that properties are stored as.

use super::bytes::Bytes;

/// Deleted but not yet accepted.
const IS_DELETED: u16 = 0x0800;
const IS_HIDDEN: u16 = 0x083c;
const LIST: u16 = 0x460b;
const LEVEL: u16 = 0x260a;
/// Two operations whose length is not stored where it usually is.
const TABLE_DEFINITION: u16 = 0xd608;
const TABS: u16 = 0xc615;

/// The operations in `bytes`: a code and its operand.
fn operations(bytes: Bytes<'_>) -> impl Iterator<Item = (u16, Bytes<'_>)> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let code = rest.u16(0)?;
        let variable = || rest.u8(2).map(|length| usize::from(length) + 1);
        let length = match code >> 13 {
            0 | 1 => 1,
            2 | 4 | 5 => 2,
            3 => 4,
            7 => 3,
            _ if code == TABLE_DEFINITION => usize::from(rest.u16(2)?) + 1,
            // 255 means that it is longer, by something that a reader of text does not need.
            _ if code == TABS && rest.u8(2) == Some(255) => return None,
            _ => variable()?,
        };
        let operand = rest.slice(2, length)?;
        rest = rest.after(2 + length)?;
        Some((code, operand))
    })
}

/// Whether the properties of a run of characters hide it from readers.
pub(super) fn hides(properties: Bytes<'_>) -> bool {
    let mut is_hidden = false;
    let mut is_deleted = false;
    for (code, operand) in operations(properties) {
        let is_on = operand.u8(0).is_some_and(|value| value & 1 == 1);
        match code {
            IS_DELETED => is_deleted = is_on,
            IS_HIDDEN => is_hidden = is_on,
            _ => {}
        }
    }
    is_hidden || is_deleted
}

/// The list that a paragraph belongs to, from 1, and its level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// 0 for none, even if its style has one.
    pub list: Option<u16>,
    pub level: Option<u8>,
}

/// What properties of a paragraph say about its list.
pub(super) fn place(properties: Bytes<'_>) -> Place {
    let mut place = Place::default();
    for (code, operand) in operations(properties) {
        match code {
            LIST => place.list = operand.u16(0),
            LEVEL => place.level = operand.u8(0),
            _ => {}
        }
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_told_apart_by_the_length_of_their_operands() {
        let bytes = [
            0x15, 0xc6, 2, 9, 9, // tabs: a length, then that much
            0x0b, 0x46, 3, 0, // list 3
            0x0a, 0x26, 1, // level 1
            0x03, 0x6a, 1, 2, 3, 4, // four bytes
            0x3c, 0x08, 1, // hidden
        ];
        assert_eq!(
            place(Bytes(&bytes)),
            Place {
                list: Some(3),
                level: Some(1)
            }
        );
        assert!(hides(Bytes(&bytes)));
        assert!(!hides(Bytes(&bytes[..bytes.len() - 1])));
        assert!(!hides(Bytes(&[0x00, 0x08, 1, 0x00, 0x08, 0])));
    }
}
