//! The characters of the matching rule, by brute force: a letter with its marks is one.
//!
//! Half of the [oracle](super::oracle), with all that it knows of Unicode. A
//! Han, kana or Hangul letter is one even where Unicode gives it a compatible
//! form, as half-width letters have.

use std::collections::HashMap;
use std::fs;
use std::sync::LazyLock;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};

/// What a letter with its marks is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A letter that is a unit by itself, Han and the like; also `%`.
    Single,
    /// Likewise, but made of the letters and digits of its NFKC form.
    Compatible,
    Letter,
    Digit,
    Barrier,
    Space,
    /// Vanishes.
    Rest,
}

/// A letter with its marks, in NFC and of normal width.
pub struct Letter {
    pub form: String,
    pub kind: Kind,
    /// Code points of the paragraph.
    pub start: usize,
    pub end: usize,
}

impl Letter {
    pub fn is(&self, form: &str) -> bool {
        self.form == form
    }

    /// Lower case and simplified, one by one.
    pub fn folded(&self) -> String {
        let form: String = match self.kind {
            Kind::Compatible => self
                .form
                .nfkc()
                .filter(|c| is_letter_or_digit(*c))
                .collect(),
            _ => self.form.clone(),
        };
        form.chars()
            .flat_map(char::to_lowercase)
            .map(|c| *SIMPLIFIED.get(&c).unwrap_or(&c))
            .collect()
    }

    pub fn is_han_numeral(&self) -> bool {
        self.kind == Kind::Single && "〇零一二三四五六七八九十百千万亿".contains(&self.folded())
    }
}

/// The letters of a paragraph, each with its marks.
pub fn letters(paragraph: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::new();
    for (at, c) in paragraph
        .chars()
        .enumerate()
        .filter(|(_, c)| !is_default_ignorable(*c))
    {
        let c = normal_width(c);
        match letters.last_mut() {
            Some(last) if is_combining_mark(c) || is_hangul_part(c) => {
                last.form.push(c);
                last.end = at + 1;
            }
            _ => letters.push(Letter {
                form: c.to_string(),
                kind: Kind::Rest,
                start: at,
                end: at + 1,
            }),
        }
    }
    for letter in &mut letters {
        letter.form = letter.form.nfc().collect();
        letter.kind = letter.form.chars().next().map_or(Kind::Rest, kind);
    }
    letters
}

fn kind(c: char) -> Kind {
    let letter = c.general_category_group() == GeneralCategoryGroup::Letter;
    let number = matches!(
        c.general_category(),
        GeneralCategory::LetterNumber | GeneralCategory::OtherNumber
    );
    match c {
        '。' | '!' | '?' | ';' => Kind::Barrier,
        '%' | '‰' | '°' => Kind::Single,
        '々' | '〆' | '〇' | '〱'..='〵' | '〻' | '〼' | 'ー' => Kind::Single,
        _ if c.is_whitespace() => Kind::Space,
        _ if (letter || number) && is_of_single_letters(c) => Kind::Single,
        _ if number || c.nfkc().ne(std::iter::once(c)) => Kind::Compatible,
        _ if letter => Kind::Letter,
        _ if c.general_category() == GeneralCategory::DecimalNumber => Kind::Digit,
        _ => Kind::Rest,
    }
}

fn is_of_single_letters(c: char) -> bool {
    use Script::{
        Bopomofo, Han, Hangul, Hiragana, Katakana, Khitan_Small_Script, Nushu, Tangut, Yi,
    };
    let scripts = [
        Bopomofo,
        Han,
        Hangul,
        Hiragana,
        Katakana,
        Khitan_Small_Script,
        Nushu,
        Tangut,
        Yi,
    ];
    // `㈠` and `㋐` are of these scripts, but number signs and symbols.
    scripts.contains(&c.script()) && c.general_category() != GeneralCategory::OtherNumber
}

fn is_letter_or_digit(c: char) -> bool {
    matches!(
        c.general_category_group(),
        GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number
    )
}

/// Vowels and finals of Hangul syllables that are written in parts.
fn is_hangul_part(c: char) -> bool {
    matches!(c, '\u{1161}'..='\u{1175}' | '\u{11A8}'..='\u{11C2}')
}

/// Full- and half-width forms become their normal form.
fn normal_width(c: char) -> char {
    let half_width_hangul =
        |first: u32, normal: u32| char::from_u32(c as u32 - first + normal).unwrap_or(c);
    match c {
        '\u{FFA1}'..='\u{FFBE}' => half_width_hangul(0xFFA1, 0x3131),
        '\u{FFC2}'..='\u{FFC7}' => half_width_hangul(0xFFC2, 0x314F),
        '\u{FFCA}'..='\u{FFCF}' => half_width_hangul(0xFFCA, 0x3155),
        '\u{FFD2}'..='\u{FFD7}' => half_width_hangul(0xFFD2, 0x315B),
        '\u{FFDA}'..='\u{FFDC}' => half_width_hangul(0xFFDA, 0x3161),
        '\u{3000}' | '\u{FF01}'..='\u{FF9F}' | '\u{FFE0}'..='\u{FFEE}' => {
            match c.nfkc().collect::<Vec<_>>()[..] {
                [normal] => normal,
                _ => c,
            }
        }
        _ => c,
    }
}

/// Unicode's Default_Ignorable_Code_Point (DerivedCoreProperties.txt).
fn is_default_ignorable(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// `data/t2s.tsv`
static SIMPLIFIED: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let table = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/data/t2s.tsv"))
        .expect("data/t2s.tsv");
    let rows = table.lines().filter(|line| !line.starts_with('#'));
    let row = |line: &str| Some((line.chars().next()?, line.chars().nth(2)?));
    rows.filter_map(row).collect()
});
