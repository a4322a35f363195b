//! Characters that are signs, each with its Chinese twin.

use std::ops::Range;

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

/// The family of a quotation mark, named by its closing form; what one opens, one of the same closes.
pub fn quote(c: char) -> Option<char> {
    match c {
        '"' | '＂' => Some('"'),
        '“' | '”' => Some('”'),
        '「' | '」' => Some('」'),
        '『' | '』' => Some('』'),
        _ => None,
    }
}

/// What a quotation mark at `at` opens: the bytes between it and its pair, and the byte behind.
pub fn quoted(written: &str, at: usize) -> Result<Option<(Range<usize>, usize)>, Misread> {
    let mut chars = written[at..].chars();
    let Some((open, family)) = chars.next().and_then(|c| Some((c, quote(c)?))) else {
        return Ok(None);
    };
    let from = at + open.len_utf8();
    match written[from..]
        .char_indices()
        .find(|(_, c)| quote(*c) == Some(family))
    {
        Some((length, close)) => {
            let to = from + length;
            Ok(Some((from..to, to + close.len_utf8())))
        }
        None => Err((at, Mistake::OpenQuote(family))),
    }
}

/// Whether a minus sign may stand behind `before`: nothing, white space, an opening bracket or a bar.
pub fn may_begin(before: &str) -> bool {
    before
        .chars()
        .next_back()
        .is_none_or(|c| c.is_whitespace() || matches!(half_width(c), '(' | '|'))
}
