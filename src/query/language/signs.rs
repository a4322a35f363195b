//! Characters that are signs, each with its Chinese twin.

use super::error::Mistake;

/// A mistake and its place.
pub type Misread = (usize, Mistake);

/// The ASCII twin of a full-width character.
pub fn half_width(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// The family of a quotation mark, named by its closing form; both marks of a pair are of one family.
pub fn quote(c: char) -> Option<char> {
    match c {
        '"' | '＂' => Some('"'),
        '“' | '”' => Some('”'),
        '「' | '」' => Some('」'),
        '『' | '』' => Some('』'),
        _ => None,
    }
}

/// Whether a minus sign may stand after `before`: nothing, white space, an opening bracket or a bar.
pub fn may_begin(before: &str) -> bool {
    before
        .chars()
        .next_back()
        .is_none_or(|c| c.is_whitespace() || matches!(half_width(c), '(' | '|'))
}
