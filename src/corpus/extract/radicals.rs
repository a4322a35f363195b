//! Radicals in place of characters.
//!
//! Fonts have one glyph for a character and for the radical that looks like it, and programs that write PDF
//! name the glyph by whichever of the two they find first: 人⺠ for 人民. What readers see are characters.
//!
//! Source of the pairs: Unicode's `EquivalentUnifiedIdeograph.txt` (14.0), without those whose character is only a part
//! of others (亻, 氵).

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;

/// The radicals of the supplement block, and two whose compatibility character is not the usual one.
const CHARACTERS: [(char, char); 57] = [
    ('\u{2e81}', '厂'),
    ('\u{2e88}', '刀'),
    ('\u{2e8a}', '卜'),
    ('\u{2e8c}', '小'),
    ('\u{2e8d}', '小'),
    ('\u{2e8e}', '兀'),
    ('\u{2e92}', '巳'),
    ('\u{2e93}', '幺'),
    ('\u{2e97}', '心'),
    ('\u{2e9c}', '日'),
    ('\u{2e9d}', '月'),
    ('\u{2e9f}', '母'),
    ('\u{2ea0}', '民'),
    ('\u{2ea7}', '牛'),
    ('\u{2ea9}', '王'),
    ('\u{2eab}', '目'),
    ('\u{2eac}', '示'),
    ('\u{2eb6}', '羊'),
    ('\u{2ebb}', '聿'),
    ('\u{2ebc}', '肉'),
    ('\u{2ec1}', '虎'),
    ('\u{2ec4}', '西'),
    ('\u{2ec5}', '见'),
    ('\u{2ec6}', '角'),
    ('\u{2ec9}', '贝'),
    ('\u{2ecb}', '车'),
    ('\u{2ecf}', '邑'),
    ('\u{2ed1}', '長'),
    ('\u{2ed3}', '长'),
    ('\u{2ed4}', '门'),
    ('\u{2ed7}', '雨'),
    ('\u{2ed8}', '青'),
    ('\u{2ed9}', '韦'),
    ('\u{2eda}', '页'),
    ('\u{2edb}', '风'),
    ('\u{2edc}', '飞'),
    ('\u{2edd}', '食'),
    ('\u{2ee2}', '马'),
    ('\u{2ee3}', '骨'),
    ('\u{2ee4}', '鬼'),
    ('\u{2ee5}', '鱼'),
    ('\u{2ee6}', '鸟'),
    ('\u{2ee7}', '卤'),
    ('\u{2ee8}', '麦'),
    ('\u{2ee9}', '黄'),
    ('\u{2eea}', '黾'),
    ('\u{2eeb}', '斉'),
    ('\u{2eec}', '齐'),
    ('\u{2eed}', '歯'),
    ('\u{2eee}', '齿'),
    ('\u{2eef}', '竜'),
    ('\u{2ef0}', '龙'),
    ('\u{2ef1}', '龜'),
    ('\u{2ef2}', '亀'),
    ('\u{2ef3}', '龟'),
    ('\u{2f3e}', '户'),
    ('\u{2fad}', '青'),
];

/// A text with characters in the place of radicals.
pub(super) fn as_characters(text: &str) -> Cow<'_, str> {
    match text.contains(is_radical) {
        true => Cow::Owned(text.chars().map(character).collect()),
        false => Cow::Borrowed(text),
    }
}

fn is_radical(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fdf}')
}

fn character(c: char) -> char {
    if !is_radical(c) {
        return c;
    }
    if let Ok(at) = CHARACTERS.binary_search_by_key(&c, |(radical, _)| *radical) {
        return CHARACTERS[at].1;
    }
    // Kangxi radicals have a compatibility mapping to a character.
    let mut written = [0; 4];
    let plain = ComposingNormalizerBorrowed::new_nfkc().normalize(c.encode_utf8(&mut written));
    plain.chars().next().unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_become_the_characters_that_they_look_like() {
        for (radicals, characters) in [
            ("云南省⼈⺠政府", "云南省人民政府"),
            ("⽤⼼⽤情化解⽭盾", "用心用情化解矛盾"),
            (
                "⾏政复议的⻓效机制，⻔⼾⽹站",
                "行政复议的长效机制，门户网站",
            ),
            ("⻬抓共管 ⻛险 ⻋辆 ⻅效", "齐抓共管 风险 车辆 见效"),
            ("⾭年 ⻘年", "青年 青年"),
            ("没有部首 ①", "没有部首 ①"),
        ] {
            assert_eq!(as_characters(radicals), characters);
        }
        assert!(CHARACTERS.is_sorted());
    }

    #[test]
    fn no_radical_of_kangxi_is_left() {
        let kangxi: String = ('\u{2f00}'..='\u{2fd5}').collect();
        let characters = as_characters(&kangxi);
        assert!(characters.starts_with("一丨丶丿乙") && characters.ends_with("齒龍龜龠"));
        assert!(!characters.contains(is_radical));
    }
}
