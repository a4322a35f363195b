//! Text folded into units, each with the place it came from: the rule behind every mention.
//!
//! A unit is written as a *key*, and keys are prefix-free: a single character other than an ASCII control
//! character stands for itself, anything longer is wrapped in [`OPEN`] … [`CLOSE`]. So the concatenated keys
//! of a text can be searched as bytes, and a run of keys found at the start of a unit is a run of units.
//! [`END_OF_STRETCH`] stands wherever a mention may not continue.

use std::ops::Range;

use super::chars::{Char, Class, Cursor, IDEOGRAPH};

/// Stands in the folded text where a sentence or paragraph ends.
pub const END_OF_STRETCH: char = '\u{3}';
pub(super) const OPEN: char = '\u{2}';
pub(super) const CLOSE: char = '\u{1}';

/// What stood in the text before a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Nothing that matters.
    None,
    /// Punctuation or white space: dropped, but two runs stay apart.
    Break,
    /// The end of a sentence or paragraph: no mention crosses it.
    Barrier,
}

/// One unit of the matching rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// First byte in the original text.
    pub start: u32,
    /// The byte after the last in the original text.
    pub end: u32,
    /// Where its key begins in [`Folded::text`].
    pub key: u32,
    /// What stood before it.
    pub gap: Gap,
}

/// A stretch of text as units.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    /// The keys of all units, in order, with [`END_OF_STRETCH`] at barriers.
    pub text: String,
    /// The units.
    pub units: Vec<Unit>,
}

impl Folded {
    /// Folds a whole text of one or more paragraphs.
    pub fn new(text: &str) -> Self {
        Folded::of(text, 0..text.len())
    }

    /// Folds `range` of `text`; offsets are into `text`.
    ///
    /// What stands before the range decides whether it begins a paragraph.
    pub fn of(text: &str, range: Range<usize>) -> Self {
        let mut folded = Folded {
            text: String::with_capacity(range.len()),
            units: Vec::with_capacity(range.len() / 3),
        };
        folded.fill(text, range);
        folded
    }

    /// The key of unit `at`.
    pub fn key(&self, at: usize) -> &str {
        let start = self.units[at].key as usize;
        let rest = &self.text[start..];
        let mut chars = rest.char_indices();
        match chars.next() {
            Some((_, OPEN)) => {
                let end = rest.find(CLOSE).map_or(rest.len(), |at| at + 1);
                &rest[..end]
            }
            Some((_, c)) => &rest[..c.len_utf8()],
            None => rest,
        }
    }

    /// The unit whose key begins at byte `key` of [`Folded::text`].
    pub fn unit_at_key(&self, key: usize) -> Option<usize> {
        self.units
            .binary_search_by_key(&(key as u32), |unit| unit.key)
            .ok()
    }

    fn fill(&mut self, text: &str, range: Range<usize>) {
        let mut gap = Gap::Barrier;
        let mut fresh = begins_paragraph(text, range.start);
        let mut before = None;
        let mut cursor = Cursor::new(text, range);
        let mut key = String::new();
        loop {
            let unchanged = cursor.take_unchanged();
            if let Some(last) = text[unchanged.clone()].chars().next_back() {
                self.push_unchanged(text, unchanged, &mut gap);
                before = Some(last);
                fresh = false;
            }
            let Some(mut c) = cursor.next() else { return };
            if c.base == '○' && before.is_some_and(is_numeral) && zero_goes_on(&cursor) {
                c.base = '〇';
                c.class = Class::Ideograph;
            } else {
                before = (c.class == Class::Ideograph).then_some(c.base);
            }
            match c.class {
                Class::Letter | Class::Digit => {
                    key.clear();
                    let label = fresh && is_list_label(&c, &cursor);
                    let source = take_run(&c, &mut cursor, label, &mut key);
                    self.push(&key, source, &mut gap);
                }
                Class::Ideograph if c.rest.is_empty() => {
                    self.begin(c.source, &mut gap);
                    self.text.push(c.base);
                }
                Class::Ideograph | Class::Sign => {
                    key.clear();
                    c.push_to(&mut key);
                    self.push(&key, c.source, &mut gap);
                }
                Class::Newline => {
                    gap = Gap::Barrier;
                    fresh = true;
                    continue;
                }
                Class::Space => {
                    gap = gap.max(Gap::Break);
                    continue;
                }
                Class::Barrier => gap = Gap::Barrier,
                Class::Quote | Class::Other => gap = gap.max(Gap::Break),
            }
            fresh = false;
        }
    }

    /// Pushes one or more ideographs that fold to themselves, each of them a unit.
    fn push_unchanged(&mut self, text: &str, range: Range<usize>, gap: &mut Gap) {
        let start = range.start;
        self.begin(start..start + IDEOGRAPH, gap);
        let key = self.text.len();
        let others = (IDEOGRAPH..range.len()).step_by(IDEOGRAPH);
        self.units.extend(others.map(|at| Unit {
            start: (start + at) as u32,
            end: (start + at + IDEOGRAPH) as u32,
            key: (key + at) as u32,
            gap: Gap::None,
        }));
        self.text.push_str(&text[range]);
    }

    /// Begins a unit, whose key must be pushed next.
    fn begin(&mut self, source: Range<usize>, gap: &mut Gap) {
        if *gap == Gap::Barrier && !self.units.is_empty() {
            self.text.push(END_OF_STRETCH);
        }
        self.units.push(Unit {
            start: source.start as u32,
            end: source.end as u32,
            key: self.text.len() as u32,
            gap: *gap,
        });
        *gap = Gap::None;
    }

    fn push(&mut self, key: &str, source: Range<usize>, gap: &mut Gap) {
        self.begin(source, gap);
        let mut chars = key.chars();
        match (chars.next(), chars.next()) {
            (Some(single), None) if !single.is_ascii() => self.text.push(single),
            _ => {
                self.text.push(OPEN);
                self.text.push_str(key);
                self.text.push(CLOSE);
            }
        }
    }
}

/// Whether only white space lies between `at` and the start of its paragraph.
pub fn begins_paragraph(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches([' ', '\t', '\u{3000}']);
    before.is_empty() || before.ends_with('\n')
}

fn is_numeral(c: char) -> bool {
    "〇零一二三四五六七八九十百千万亿".contains(c)
}

/// Whether the `○` just read, and any that follow it, lead up to a Han numeral.
fn zero_goes_on(cursor: &Cursor<'_>) -> bool {
    cursor
        .clone()
        .find(|c| c.base != '○')
        .is_some_and(|c| c.class == Class::Ideograph && is_numeral(c.base))
}

/// `1.2024年…` and `2.2021—2025年…` at the start of a paragraph: label, then year.
fn is_list_label(first: &Char, cursor: &Cursor<'_>) -> bool {
    if first.class != Class::Digit {
        return false;
    }
    let mut ahead = cursor.clone().peekable();
    if ahead.peek().is_some_and(|c| c.class == Class::Digit) {
        ahead.next();
    }
    ahead.next().is_some_and(|c| c.base == '.') && year_comes_first(ahead)
}

/// Whether `text`, which follows a number and a point, begins with a year: the number is then a label, not
/// part of a decimal.
pub fn starts_with_year(text: &str) -> bool {
    year_comes_first(Cursor::new(text, 0..text.len()))
}

fn year_comes_first(chars: impl Iterator<Item = Char>) -> bool {
    let mut ahead = chars.peekable();
    let mut year = String::new();
    while let Some(c) = ahead.next_if(|c| c.class == Class::Digit) {
        year.push(c.base);
    }
    let follows = ahead.find(|c| c.class != Class::Space).map(|c| c.base);
    year.len() == 4
        && (year.starts_with("19") || year.starts_with("20"))
        && follows.is_some_and(|c| matches!(c, '年' | '-' | '–' | '—' | '~' | '至'))
}

/// Reads the rest of the run that begins with `first`; `cursor` stands after `first`.
fn take_run(first: &Char, cursor: &mut Cursor<'_>, label: bool, key: &mut String) -> Range<usize> {
    let start = first.source.start;
    let mut end = first.source.end;
    let mut number = Number::default();
    number.push(first);
    first.push_to(key);
    loop {
        let mut ahead = cursor.clone();
        let Some(c) = ahead.next() else { break };
        match c.class {
            Class::Letter | Class::Digit => {
                number.push(&c);
                c.push_to(key);
            }
            Class::Other if c.base == '.' && number.digits > 0 && !label => {
                if !ahead.clone().next().is_some_and(is_digit) {
                    break;
                }
                number = Number {
                    fraction: true,
                    ..Number::default()
                };
                key.push('.');
            }
            Class::Other if c.base == ',' && number.may_group() => {
                let mut group = ahead.clone();
                let three = (0..3).all(|_| group.next().is_some_and(is_digit));
                if !three || group.next().is_some_and(is_digit) {
                    break;
                }
                number.grouped = true;
                number.digits = 0;
            }
            _ => break,
        }
        end = c.source.end;
        *cursor = ahead;
    }
    start..end
}

fn is_digit(c: Char) -> bool {
    c.class == Class::Digit
}

/// How far a run has come in a number.
#[derive(Default)]
struct Number {
    /// Digits since the last letter, point or thousands separator.
    digits: usize,
    /// Whether a thousands separator was read.
    grouped: bool,
    /// Whether the digits follow a decimal point.
    fraction: bool,
}

impl Number {
    fn push(&mut self, c: &Char) {
        if c.class == Class::Digit {
            self.digits += 1;
        } else {
            *self = Number::default();
        }
    }

    fn may_group(&self) -> bool {
        !self.fraction && (self.digits == 3 || (!self.grouped && matches!(self.digits, 1 | 2)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Units of a text, `|` where a barrier stands.
    fn units(text: &str) -> Vec<String> {
        let folded = Folded::new(text);
        (0..folded.units.len())
            .map(|at| {
                let key = folded.key(at).trim_matches([OPEN, CLOSE]);
                match folded.units[at].gap {
                    Gap::Barrier if at > 0 => format!("|{key}"),
                    _ => key.to_owned(),
                }
            })
            .collect()
    }

    #[test]
    fn runs_are_whole_and_numbers_are_joined() {
        for (text, expected) in [
            ("拨打12345热线", "拨 打 12345 热 线"),
            ("5G基站", "5g 基 站"),
            ("5 G", "5 g"),
            ("33.3%", "33.3 %"),
            ("33 5", "33 5"),
            ("52,684份", "52684 份"),
            ("1,234,567.89元", "1234567.89 元"),
            ("2023,2024年", "2023 2024 年"),
            ("52,6845份", "52 6845 份"),
            ("1,234,56", "1234 56"),
            ("第3.", "第 3"),
            ("3.a", "3 a"),
            ("v1.2.3", "v1.2.3"),
            ("café", "café"),
            ("5\u{AD}G", "5g"),
            ("５Ｇ", "5g"),
            ("①2024", "1 2024"),
            ("10㎡", "10 m2"),
            ("10°C", "10 ° c"),
            ("二○二四年", "二 〇 二 四 年"),
            ("二○○四年", "二 〇 〇 四 年"),
            ("○一", "一"),
            ("表○一", "表 一"),
            ("双随机、一公开", "双 随 机 一 公 开"),
            ("提高。执法", "提 高 |执 法"),
            ("甲\n乙", "甲 |乙"),
        ] {
            assert_eq!(units(text).join(" "), expected, "{text:?}");
        }
    }

    #[test]
    fn a_label_before_a_year_is_no_decimal_at_the_start_of_a_paragraph_only() {
        assert_eq!(units("1.2024年").join(" "), "1 2024 年");
        assert_eq!(units("  12.2021—2025年").join(" "), "12 2021 2025 年");
        assert_eq!(units("甲。\n1.2024年").join(" "), "甲 |1 2024 年");
        assert_eq!(units("甲。1.2024年").join(" "), "甲 |1.2024 年");
        assert_eq!(units("1.2024万元").join(" "), "1.2024 万 元");
        assert_eq!(units("123.2024年").join(" "), "123.2024 年");
        let text = "甲。1.2024年";
        assert_eq!(Folded::of(text, "甲。".len()..text.len()).units.len(), 2);
    }

    #[test]
    fn a_year_is_four_digits_and_what_follows_a_year() {
        for year in [
            "2024年",
            "１９９８ 年",
            "2021—2025年",
            "2021－2025年",
            "2021～2025年",
            "2021至",
        ] {
            assert!(starts_with_year(year), "{year}");
        }
        for other in ["2345亿元", "2024", "2024万元", "20245年", "024年", "年", ""] {
            assert!(!starts_with_year(other), "{other}");
        }
    }

    #[test]
    fn keys_are_prefix_free_and_found_by_their_place() {
        let folded = Folded::new("㍿a1行政");
        assert_eq!(folded.key(0), "\u{2}株式会社\u{1}");
        assert_eq!(folded.key(1), "\u{2}a1\u{1}");
        assert_eq!(folded.key(2), "行");
        let at = folded.units[2].key as usize;
        assert_eq!(folded.unit_at_key(at), Some(2));
        assert_eq!(folded.unit_at_key(at + 1), None);
    }
}
