//! Random corpora, made of the pieces at which a matching rule can go wrong.

use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, prop_oneof};
use proptest::sample::select;

/// A few files and terms to look for in them.
#[derive(Clone, Debug)]
pub struct Drawn {
    pub files: Vec<String>,
    pub terms: Vec<String>,
}

/// One to four files.
pub fn corpus() -> impl Strategy<Value = Drawn> {
    let term = vec(piece(), 1..4).prop_map(|pieces| pieces.concat());
    (vec(file(), 1..5), vec(term, 2..5)).prop_map(|(files, terms)| Drawn { files, terms })
}

/// A few paragraphs, now and then one that is cut into several passages.
fn file() -> impl Strategy<Value = String> {
    let length = prop_oneof![12 => 2..14_usize, 1 => Just(400)];
    let paragraph = length.prop_flat_map(|length| vec(piece(), length));
    // A last character that is no number: page numbers are no text.
    let paragraph = paragraph.prop_map(|pieces| format!("{}县", pieces.concat()));
    vec(paragraph, 1..6).prop_map(|paragraphs| paragraphs.join("\n"))
}

/// Something that stands in a text; only whole letters, marks never alone.
fn piece() -> impl Strategy<Value = &'static str> {
    const HAN: [&str; 20] = [
        "行",
        "政",
        "复",
        "议",
        "法",
        "治",
        "普法",
        "八五",
        "一",
        "二",
        "三",
        "一一",
        "年",
        "件",
        "人民",
        "调解",
        "为",
        "的",
        "和",
        "行政复议",
    ];
    const OTHER_SCRIPTS: [&str; 18] = [
        "調",
        "復議",
        "國",
        "萬",
        "㑮",
        "𫝈",
        "𠀀",
        "か\u{3099}",
        "ｶﾞ",
        "カ",
        "ー",
        "々",
        "조",
        "\u{1112}\u{1162}\u{11BC}",
        "ﾡ",
        "ㄅ",
        "\u{F900}",
        "加\u{301}",
    ];
    const LETTERS: [&str; 14] = [
        "A", "b", "é", "e\u{301}", "Ａ", "ｂ", "ß", "5G", "AI", "я", "Ω", "a1", "1b", "N\u{303}",
    ];
    const DIGITS: [&str; 14] = [
        "1",
        "2",
        "12",
        "234",
        "345",
        "2024",
        "1999",
        "１",
        "２３",
        "１２３",
        "000",
        "5",
        "12345",
        "٣",
    ];
    const POINTS: [&str; 8] = [".", ",", "．", "，", ".", ",", "、", "1.2024年"];
    const MARKS: [&str; 18] = [
        "“", "”", "：", "（", "）", "《", "》", "—", "-", "~", "至", "…", "·", "/", "+", " ",
        "\u{3000}", "￥",
    ];
    const BARRIERS: [&str; 9] = ["。", "！", "？", "；", "!", "?", ";", "｡", "。"];
    const INVISIBLE: [&str; 6] = [
        "\u{200B}", "\u{AD}", "\u{FE00}", "\u{200D}", "\u{2060}", "\u{34F}",
    ];
    const COMPATIBLE: [&str; 16] = [
        "①", "⒈", "㎡", "½", "Ⅳ", "㈠", "℃", "™", "№", "❶", "²", "㋿", "㊣", "⑴", "㍿", "〇",
    ];
    const SIGNS: [&str; 9] = ["%", "‰", "％", "°", "二○二四", "○", "一○", "○○三", "十"];
    const STRUCTURE: [&str; 8] = [
        "一、",
        "（一）",
        "一是",
        "二是",
        "首先，",
        "其次，",
        "第一，",
        "第二，",
    ];
    prop_oneof![
        8 => select(&HAN[..]),
        2 => select(&OTHER_SCRIPTS[..]),
        2 => select(&LETTERS[..]),
        3 => select(&DIGITS[..]),
        3 => select(&POINTS[..]),
        2 => select(&MARKS[..]),
        1 => select(&BARRIERS[..]),
        1 => select(&INVISIBLE[..]),
        1 => select(&COMPATIBLE[..]),
        1 => select(&SIGNS[..]),
        1 => select(&STRUCTURE[..]),
    ]
}

/// A small source of numbers (SplitMix64) for drawing terms.
pub struct Random(u64);

impl Random {
    /// The same numbers for the same seed.
    pub fn new(seed: u64) -> Self {
        Random(seed)
    }

    /// A number below `end`, which is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % end as u64) as usize
    }

    /// One of several.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}
