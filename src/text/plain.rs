//! The form of a text in which words are looked for: simplified, half-width, lower-case, without quotes and
//! spaces.
//!
//! Segmentation, topics and region names read this form; mentions never do.

use super::chars::{Class, Cursor};
use super::is_han;

/// The plain form of `text`. Other punctuation stays, in its half-width form where it has one.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    let mut cursor = Cursor::new(text, 0..text.len());
    loop {
        let unchanged = cursor.take_unchanged();
        space &= unchanged.is_empty();
        out.push_str(&text[unchanged]);
        let Some(c) = cursor.next() else { return out };
        match c.class {
            Class::Space => space = true,
            Class::Quote => {}
            _ => {
                let run = matches!(c.class, Class::Letter | Class::Digit);
                if space && run && out.ends_with(|last: char| last.is_ascii_alphanumeric()) {
                    out.push(' ');
                }
                space = false;
                // What is one unit though several characters (㍾, a letter with marks) is not part of a word.
                let chars = std::iter::once(c.base).chain(c.rest.chars());
                let apart = !c.rest.is_empty() && chars.clone().any(is_han);
                out.extend(apart.then_some(' '));
                out.extend(chars);
                out.extend(apart.then_some(' '));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_spaces_that_split_words_vanish() {
        assert_eq!(
            plain("落實“八五” 普法，５Ｇ rule of Law"),
            "落实八五普法,5g rule of law"
        );
        assert_eq!(plain("甲\n乙。"), "甲\n乙。");
    }

    #[test]
    fn what_is_one_unit_stands_apart() {
        assert_eq!(plain("在㍾维新"), "在 明治 维新");
        assert_eq!(plain("申请\u{301}书"), "申 请\u{301} 书");
        assert_eq!(plain("占地5㎡。第㈠章"), "占地5m2。第一章");
    }
}
