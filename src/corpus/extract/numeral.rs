//! Numbers of list items as word processors write them: 1, 一, 壹, ①, A, iv.

/// A way to write numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numeral {
    /// 1, 2, 3.
    Decimal,
    /// 01, 02, 03.
    DecimalZero,
    /// １, ２, ３.
    FullWidth,
    /// ①, ②, ③.
    Circled,
    /// ⑴, ⑵, ⑶.
    Parenthesized,
    /// ⒈, ⒉, ⒊.
    FullStop,
    /// 一, 二, 十一, 一百零一.
    Chinese,
    /// 一, 二, 一〇, 一一.
    ChineseDigits,
    /// 壹, 贰, 拾壹.
    ChineseLegal,
    /// 甲, 乙, 丙.
    Stems,
    /// 子, 丑, 寅.
    Branches,
    /// I, II, III.
    UpperRoman,
    /// i, ii, iii.
    LowerRoman,
    /// A, B, C.
    UpperLetter,
    /// a, b, c.
    LowerLetter,
    /// A bullet or nothing: not a number.
    None,
}

impl Numeral {
    /// The numeral that Word's `w:numFmt` names.
    pub fn of_word(name: &str) -> Self {
        match name {
            "decimalZero" => Self::DecimalZero,
            "decimalFullWidth" | "decimalFullWidth2" => Self::FullWidth,
            "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => Self::Circled,
            "decimalEnclosedParen" => Self::Parenthesized,
            "decimalEnclosedFullstop" => Self::FullStop,
            "chineseCounting"
            | "chineseCountingThousand"
            | "taiwaneseCounting"
            | "taiwaneseCountingThousand"
            | "japaneseCounting"
            | "koreanCounting" => Self::Chinese,
            "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => {
                Self::ChineseDigits
            }
            "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => {
                Self::ChineseLegal
            }
            "ideographTraditional" => Self::Stems,
            "ideographZodiac" => Self::Branches,
            "upperRoman" => Self::UpperRoman,
            "lowerRoman" => Self::LowerRoman,
            "upperLetter" => Self::UpperLetter,
            "lowerLetter" => Self::LowerLetter,
            "bullet" | "none" => Self::None,
            _ => Self::Decimal,
        }
    }

    /// The numeral of a number format code of the binary format (MSONFC).
    pub fn of_code(code: u8) -> Self {
        match code {
            1 => Self::UpperRoman,
            2 => Self::LowerRoman,
            3 => Self::UpperLetter,
            4 => Self::LowerLetter,
            10 | 17 | 34 | 36 => Self::ChineseDigits,
            11 | 33 | 35 | 37 | 39 => Self::Chinese,
            14 | 19 => Self::FullWidth,
            16 | 38 => Self::ChineseLegal,
            18 | 28 => Self::Circled,
            22 => Self::DecimalZero,
            23 | 255 => Self::None,
            26 => Self::FullStop,
            27 | 29 => Self::Parenthesized,
            30 => Self::Stems,
            31 => Self::Branches,
            _ => Self::Decimal,
        }
    }

    /// `number` written this way.
    pub fn write(self, number: u32) -> String {
        let enclosed = |first: char, most: u32| match number {
            0 => number.to_string(),
            number if number <= most => {
                char::from_u32(first as u32 + number - 1).map_or_else(String::new, String::from)
            }
            number => number.to_string(),
        };
        let cycle = |signs: &str| {
            let count = signs.chars().count() as u32;
            let at = (number.max(1) - 1) % count;
            signs
                .chars()
                .nth(at as usize)
                .map_or_else(String::new, String::from)
        };
        match self {
            Self::Decimal => number.to_string(),
            Self::DecimalZero => format!("{number:02}"),
            Self::FullWidth => number.to_string().chars().map(full_width).collect(),
            Self::Circled => enclosed('①', 20),
            Self::Parenthesized => enclosed('⑴', 20),
            Self::FullStop => enclosed('⒈', 20),
            Self::Chinese => chinese(number, "零一二三四五六七八九", "十百千", true),
            Self::ChineseLegal => chinese(number, "零壹贰叁肆伍陆柒捌玖", "拾佰仟", false),
            Self::ChineseDigits => number.to_string().chars().map(han_digit).collect(),
            Self::Stems => cycle("甲乙丙丁戊己庚辛壬癸"),
            Self::Branches => cycle("子丑寅卯辰巳午未申酉戌亥"),
            Self::UpperRoman => roman(number),
            Self::LowerRoman => roman(number).to_lowercase(),
            Self::UpperLetter => letters(number, b'A'),
            Self::LowerLetter => letters(number, b'a'),
            Self::None => String::new(),
        }
    }
}

fn full_width(digit: char) -> char {
    char::from_u32(digit as u32 - '0' as u32 + '０' as u32).unwrap_or(digit)
}

fn han_digit(digit: char) -> char {
    let at = digit.to_digit(10).unwrap_or_default();
    "〇一二三四五六七八九"
        .chars()
        .nth(at as usize)
        .unwrap_or(digit)
}

/// Up to 9,999 with units; `short` writes 十一 for 一十一.
fn chinese(number: u32, digits: &str, units: &str, short: bool) -> String {
    if !(1..10_000).contains(&number) {
        return number.to_string();
    }
    let digit = |value: u32| digits.chars().nth(value as usize);
    let mut out = String::new();
    let mut gap = false;
    for power in (0..4).rev() {
        let value = number / 10_u32.pow(power) % 10;
        if value == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.extend(digit(0));
            gap = false;
        }
        if !(short && value == 1 && power == 1 && out.is_empty()) {
            out.extend(digit(value));
        }
        if power > 0 {
            out.extend(units.chars().nth(power as usize - 1));
        }
    }
    out
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number > 3999 {
        return number.to_string();
    }
    let mut rest = number;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    out
}

/// A to Z, then AA, BB …
fn letters(number: u32, first: u8) -> String {
    let number = number.max(1) - 1;
    let letter = char::from(first + (number % 26) as u8);
    let times = (number / 26 + 1).min(10);
    std::iter::repeat_n(letter, times as usize).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_word_shows_them() {
        for (numeral, number, written) in [
            (Numeral::Chinese, 1, "一"),
            (Numeral::Chinese, 10, "十"),
            (Numeral::Chinese, 11, "十一"),
            (Numeral::Chinese, 20, "二十"),
            (Numeral::Chinese, 105, "一百零五"),
            (Numeral::Chinese, 110, "一百一十"),
            (Numeral::ChineseLegal, 11, "壹拾壹"),
            (Numeral::ChineseDigits, 10, "一〇"),
            (Numeral::Circled, 3, "③"),
            (Numeral::Circled, 21, "21"),
            (Numeral::FullWidth, 12, "１２"),
            (Numeral::UpperRoman, 14, "XIV"),
            (Numeral::LowerLetter, 28, "bb"),
            (Numeral::DecimalZero, 7, "07"),
            (Numeral::Stems, 2, "乙"),
            (Numeral::None, 5, ""),
        ] {
            assert_eq!(numeral.write(number), written, "{numeral:?} {number}");
        }
        assert_eq!(
            Numeral::of_word("chineseCountingThousand"),
            Numeral::Chinese
        );
        assert_eq!(Numeral::of_code(39), Numeral::Chinese);
    }
}
