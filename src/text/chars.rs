//! Characters as the matching rule sees them: a letter with its marks, in normal form, classed.
//!
//! [`Cursor`] walks a text and yields one [`Char`] a step: width folded,
//! composed (NFC), lower-cased, simplified, default-ignorable characters gone,
//! each with the bytes it came from. Ideographs and ASCII, nearly all of the
//! text there is, never reach the Unicode tables.

use std::ops::Range;

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::props::{
    DefaultIgnorableCodePoint, GeneralCategory, GeneralCategoryGroup, Script,
};
use icu_properties::{CodePointMapData, CodePointSetData};

use super::simplify::{simplify, stays_as_it_is};

/// What a character is to the matching rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A letter of Han, kana, Hangul and the like: a unit by itself.
    Ideograph,
    /// A letter of an alphabet: part of a run.
    Letter,
    /// A decimal digit: part of a run.
    Digit,
    /// A compatibility character, a number sign, `%`, `‰`, `°`: a unit by itself.
    Sign,
    /// `。！？；` and their ASCII twins.
    Barrier,
    /// The end of a paragraph.
    Newline,
    /// White space.
    Space,
    /// Quotation marks, which policy terms often have inside them.
    Quote,
    /// All other punctuation and symbols.
    Other,
}

/// Bytes of an ideograph in common use.
pub const IDEOGRAPH: usize = '一'.len_utf8();

/// A letter with its marks, folded.
#[derive(Clone, Debug)]
pub struct Char {
    /// The first folded character.
    pub base: char,
    /// What follows `base` in the folded form; nearly always nothing.
    pub rest: String,
    /// What it is.
    pub class: Class,
    /// The bytes it was folded from.
    pub source: Range<usize>,
}

impl Char {
    /// Appends the folded form to `out`.
    pub fn push_to(&self, out: &mut String) {
        out.push(self.base);
        out.push_str(&self.rest);
    }
}

/// Walks a text character by character; cloning it looks ahead.
#[derive(Clone)]
pub struct Cursor<'a> {
    text: &'a str,
    at: usize,
    end: usize,
}

impl<'a> Cursor<'a> {
    /// A cursor over `range` of `text`.
    pub fn new(text: &'a str, range: Range<usize>) -> Self {
        Cursor {
            text,
            at: range.start,
            end: range.end,
        }
    }

    /// Takes at once the ideographs ahead that fold to themselves, which nearly all of a text does. Each is
    /// [`IDEOGRAPH`] bytes long.
    pub fn take_unchanged(&mut self) -> Range<usize> {
        let ahead = &self.text[self.at..self.end];
        let changes = |c: char| !stays_as_it_is(c);
        let next = ahead.find(changes).unwrap_or(ahead.len());
        let mut run = &ahead[..next];
        if ahead[next..].chars().next().is_some_and(can_join) {
            run = &run[..run.len().saturating_sub(IDEOGRAPH)];
        }
        let start = self.at;
        self.at += run.len();
        start..self.at
    }

    fn peek_raw(&self) -> Option<char> {
        self.text[self.at..self.end].chars().next()
    }

    /// Marks (and Hangul vowels and finals) that join the letter before them.
    fn take_marks(&mut self, letter: &mut String) {
        while let Some(next) = self.peek_raw() {
            let next_folded = fold_width(next);
            if is_ignorable(next) || joins_previous(next_folded) {
                self.at += next.len_utf8();
                if !is_ignorable(next) {
                    letter.push(next_folded);
                }
            } else {
                break;
            }
        }
    }
}

impl Iterator for Cursor<'_> {
    type Item = Char;

    fn next(&mut self) -> Option<Char> {
        loop {
            let start = self.at;
            let raw = self.peek_raw()?;
            self.at += raw.len_utf8();
            if is_ignorable(raw) {
                continue;
            }
            let c = fold_width(raw);
            let quick = match c {
                '\u{4E00}'..='\u{9FFF}' => Some(Class::Ideograph),
                '\0'..='\u{7F}' => Some(ascii_class(c)),
                _ => punctuation_class(c),
            };
            let followed = self.text[self.at..self.end]
                .chars()
                .next()
                .is_some_and(|next| next >= '\u{AD}' && can_join(next));
            if let Some(class) = quick
                && !followed
            {
                return Some(Char {
                    base: simplify(c.to_ascii_lowercase()),
                    rest: String::new(),
                    class,
                    source: start..self.at,
                });
            }
            let mut letter = String::from(c);
            self.take_marks(&mut letter);
            // Ignorable characters after a letter belong to nothing: leave them out.
            let source = start..start + trimmed_len(&self.text[start..self.at]);
            return Some(fold_letter(&letter, source));
        }
    }
}

/// Length of `raw` without default-ignorable characters at its end.
fn trimmed_len(raw: &str) -> usize {
    raw.trim_end_matches(is_ignorable).len()
}

fn fold_letter(letter: &str, source: Range<usize>) -> Char {
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(letter);
    let first = composed.chars().next().unwrap_or(' ');
    let class = slow_class(first);
    let mut folded = String::new();
    if class == Class::Sign && !is_unit_sign(first) {
        let compat = ComposingNormalizerBorrowed::new_nfkc().normalize(&composed);
        for c in compat.chars().filter(|c| c.is_alphanumeric()) {
            folded.extend(c.to_lowercase().map(simplify));
        }
    } else {
        for c in composed.chars() {
            folded.extend(c.to_lowercase().map(simplify));
        }
    }
    let mut rest = folded.chars();
    match rest.next() {
        Some(base) => Char {
            base,
            rest: rest.as_str().to_owned(),
            class,
            source,
        },
        None => Char {
            base: first,
            rest: String::new(),
            class: Class::Other,
            source,
        },
    }
}

/// `。！？；` after width folding.
pub fn is_barrier(c: char) -> bool {
    matches!(
        c,
        '。' | '！' | '？' | '；' | '!' | '?' | ';' | '｡' | '\u{37E}'
    )
}

fn is_unit_sign(c: char) -> bool {
    matches!(c, '%' | '‰' | '°')
}

fn ascii_class(c: char) -> Class {
    match c {
        'a'..='z' | 'A'..='Z' => Class::Letter,
        '0'..='9' => Class::Digit,
        '!' | '?' | ';' => Class::Barrier,
        '%' => Class::Sign,
        '\n' => Class::Newline,
        ' ' | '\t' | '\r' => Class::Space,
        '"' | '\'' => Class::Quote,
        _ => Class::Other,
    }
}

/// The usual Chinese punctuation, without consulting the Unicode tables.
fn punctuation_class(c: char) -> Option<Class> {
    Some(match c {
        '。' => Class::Barrier,
        '\u{3000}' => Class::Space,
        '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』' => Class::Quote,
        '、' | '〈' | '〉' | '《' | '》' | '【' | '】' | '〔' | '〕' | '—' | '–' | '…' | '·' => {
            Class::Other
        }
        _ => return None,
    })
}

fn slow_class(c: char) -> Class {
    if c.is_ascii() {
        return ascii_class(c);
    }
    if let Some(class) = punctuation_class(c) {
        return class;
    }
    if is_barrier(c) {
        return Class::Barrier;
    }
    if matches!(c, '‰' | '°') {
        return Class::Sign;
    }
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    let letter = GeneralCategoryGroup::Letter.contains(category);
    if (letter || category == GeneralCategory::LetterNumber) && is_ideographic(c) {
        return Class::Ideograph;
    }
    let compatible = has_compatibility_form(c);
    match category {
        GeneralCategory::LetterNumber | GeneralCategory::OtherNumber => Class::Sign,
        GeneralCategory::DecimalNumber if !compatible => Class::Digit,
        GeneralCategory::SpaceSeparator => Class::Space,
        _ if compatible => Class::Sign,
        _ if letter => Class::Letter,
        _ => Class::Other,
    }
}

fn is_ideographic(c: char) -> bool {
    matches!(c, '々' | '〆' | '〇' | '〱'..='〵' | '〻' | '〼' | 'ー')
        || matches!(
            CodePointMapData::<Script>::new().get(c),
            Script::Han
                | Script::Hiragana
                | Script::Katakana
                | Script::Hangul
                | Script::Bopomofo
                | Script::Yi
                | Script::Tangut
                | Script::Nushu
                | Script::KhitanSmallScript
        )
}

fn has_compatibility_form(c: char) -> bool {
    let mut buffer = [0; 4];
    let text = c.encode_utf8(&mut buffer);
    !ComposingNormalizerBorrowed::new_nfkc().is_normalized(text)
}

fn is_ignorable(c: char) -> bool {
    c >= '\u{AD}'
        && !matches!(c, '\u{2E80}'..='\u{3163}' | '\u{3165}'..='\u{FDFF}')
        && CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

/// Whether `c` may join the letter before it or be ignorable: a cheap test that lets too much through.
fn can_join(c: char) -> bool {
    !matches!(c, '\u{3000}'..='\u{3029}' | '\u{3030}'..='\u{3098}' | '\u{309B}'..='\u{A66E}'
        | '\u{2010}'..='\u{2027}' | '\u{FF01}'..='\u{FF9D}')
        && (is_ignorable(c) || joins_previous(fold_width(c)))
}

fn joins_previous(c: char) -> bool {
    if c < '\u{300}' {
        return false;
    }
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    GeneralCategoryGroup::Mark.contains(category)
        || matches!(c, '\u{1161}'..='\u{1175}' | '\u{11A8}'..='\u{11C2}')
}

/// Full- and half-width forms become their normal form.
fn fold_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => shift(c, 0xFF01, 0x21),
        '\u{FF5F}'..='\u{FFEF}' => half_width(c),
        _ => c,
    }
}

fn shift(c: char, from: u32, to: u32) -> char {
    char::from_u32(u32::from(c) - from + to).unwrap_or(c)
}

/// Half-width kana and Hangul, wide currency signs and arrows.
fn half_width(c: char) -> char {
    match c {
        '\u{FF9E}' => '\u{3099}',
        '\u{FF9F}' => '\u{309A}',
        '\u{FFA1}'..='\u{FFBE}' => shift(c, 0xFFA1, 0x3131),
        '\u{FFC2}'..='\u{FFC7}' => shift(c, 0xFFC2, 0x314F),
        '\u{FFCA}'..='\u{FFCF}' => shift(c, 0xFFCA, 0x3155),
        '\u{FFD2}'..='\u{FFD7}' => shift(c, 0xFFD2, 0x315B),
        '\u{FFDA}'..='\u{FFDC}' => shift(c, 0xFFDA, 0x3161),
        _ => {
            let mut buffer = [0; 4];
            let text: &str = c.encode_utf8(&mut buffer);
            let wide = ComposingNormalizerBorrowed::new_nfkc().normalize(text);
            let mut chars = wide.chars();
            match (chars.next(), chars.next()) {
                (Some(only), None) => only,
                _ => c,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fold(text: &str) -> Vec<(String, Class)> {
        Cursor::new(text, 0..text.len())
            .map(|c| {
                let mut folded = String::new();
                c.push_to(&mut folded);
                (folded, c.class)
            })
            .collect()
    }

    fn only(text: &str) -> (String, Class) {
        let folded = fold(text);
        assert_eq!(folded.len(), 1, "{text:?} folds to {folded:?}");
        folded[0].clone()
    }

    #[test]
    fn every_form_of_a_letter_folds_to_one() {
        for (from, to, class) in [
            ("Ａ", "a", Class::Letter),
            ("５", "5", Class::Digit),
            ("e\u{301}", "é", Class::Letter),
            ("É", "é", Class::Letter),
            ("ｶﾞ", "ガ", Class::Ideograph),
            ("ガ", "ガ", Class::Ideograph),
            ("조", "조", Class::Ideograph),
            ("ﾡ", "ㄱ", Class::Ideograph),
            ("調", "调", Class::Ideograph),
            ("調\u{FE00}", "调", Class::Ideograph),
            ("\u{F900}", "岂", Class::Ideograph),
            ("々", "々", Class::Ideograph),
            ("①", "1", Class::Sign),
            ("㈠", "一", Class::Sign),
            ("㎡", "m2", Class::Sign),
            ("½", "12", Class::Sign),
            ("Ⅳ", "iv", Class::Sign),
            ("⒈", "1", Class::Sign),
            ("℃", "c", Class::Sign),
            ("❶", "❶", Class::Sign),
            ("％", "%", Class::Sign),
            ("‰", "‰", Class::Sign),
            ("！", "!", Class::Barrier),
            ("｡", "。", Class::Barrier),
            ("\u{3000}", " ", Class::Space),
            ("，", ",", Class::Other),
            ("…", "…", Class::Other),
        ] {
            assert_eq!(only(from), (to.to_owned(), class), "{from:?}");
        }
    }

    #[test]
    fn ignorable_characters_leave_no_trace() {
        let folded: String = fold("行\u{200B}政\u{AD}复\u{FEFF}议\u{200D}")
            .into_iter()
            .map(|c| c.0)
            .collect();
        assert_eq!(folded, "行政复议");
    }

    #[test]
    fn the_source_of_a_letter_holds_its_marks_and_no_ignorable_tail() {
        let text = "e\u{200B}\u{301}\u{200B}x";
        let chars: Vec<_> = Cursor::new(text, 0..text.len()).collect();
        assert_eq!(&text[chars[0].source.clone()], "e\u{200B}\u{301}");
        assert_eq!(&text[chars[1].source.clone()], "x");
    }

    proptest! {
        #[test]
        fn what_is_taken_at_once_is_as_if_taken_one_by_one(text in "[行調a1 ,。\u{301}\u{200b}鿿\u{3000}“]{0,20}") {
            let mut one_by_one = String::new();
            Cursor::new(&text, 0..text.len()).for_each(|c| c.push_to(&mut one_by_one));
            let mut cursor = Cursor::new(&text, 0..text.len());
            let mut at_once = String::new();
            loop {
                at_once.push_str(&text[cursor.take_unchanged()]);
                let Some(c) = cursor.next() else { break };
                c.push_to(&mut at_once);
            }
            prop_assert_eq!(at_once, one_by_one);
        }
    }
}
