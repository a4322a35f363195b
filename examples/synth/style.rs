//! How a report looks: numbering, items, marks, digits, line breaks. Drawn once for each report.

use super::random::Random;

/// A way of labelling headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// `一、`
    Han,
    /// `（一）`
    HanInParens,
    /// `1.`
    Arabic,
    /// `1、`
    ArabicComma,
    /// `（1）`
    ArabicInParens,
    /// `①`
    Circled,
    /// `第一章 `
    Chapter,
    /// `第一节 `
    Article,
    /// `第一部分 `
    Division,
    /// The heading alone.
    Bare,
    /// No heading at all.
    Absent,
}

/// Labels of the outer and the inner headings, as reports pair them; `true` for Markdown.
const LAYOUTS: [(Label, Label, bool); 14] = [
    (Label::Han, Label::HanInParens, false),
    (Label::Han, Label::HanInParens, false),
    (Label::Han, Label::HanInParens, false),
    (Label::Han, Label::HanInParens, false),
    (Label::Han, Label::Arabic, false),
    (Label::Han, Label::Absent, false),
    (Label::HanInParens, Label::ArabicComma, false),
    (Label::Arabic, Label::ArabicInParens, false),
    (Label::ArabicComma, Label::Circled, false),
    (Label::Chapter, Label::Article, false),
    (Label::Division, Label::Han, false),
    (Label::Absent, Label::Absent, false),
    (Label::Han, Label::HanInParens, true),
    (Label::Bare, Label::Bare, true),
];

/// How points follow one another within a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Items {
    /// 一是…。二是…。 in one paragraph.
    RunIn,
    /// 一是…。 one a line.
    Lines,
    /// 第一，…
    Ordinal,
    /// 首先，…
    Adverb,
    /// Sentences without any mark.
    Plain,
}

/// How one report looks.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Labels, outer and inner.
    pub labels: [Label; 2],
    /// Headings begin with `#`.
    pub markdown: bool,
    /// Inner headings run into their paragraph.
    pub run_in: bool,
    /// How points follow one another.
    pub items: Items,
    /// `12,345` rather than `12345`.
    pub thousands: bool,
    /// 二〇二四年 in the title and the first paragraph.
    pub han_year: bool,
    narrow: bool,
    wide_digits: bool,
    indent: bool,
    wrap: Option<usize>,
    crlf: bool,
}

impl Style {
    /// Draws a style.
    pub fn draw(random: &mut Random) -> Self {
        let &(outer, inner, markdown) = random.pick(&LAYOUTS);
        let items = [
            Items::RunIn,
            Items::RunIn,
            Items::RunIn,
            Items::Lines,
            Items::Plain,
            Items::Plain,
            Items::Ordinal,
            Items::Adverb,
        ];
        let wrapped = !markdown && random.chance(6);
        Style {
            labels: [outer, inner],
            markdown,
            run_in: !markdown && random.chance(40),
            items: *random.pick(&items),
            thousands: random.chance(35),
            han_year: random.chance(4),
            narrow: random.chance(45),
            wide_digits: random.chance(3),
            indent: wrapped || (!markdown && random.chance(30)),
            wrap: wrapped.then(|| random.between(28, 42)),
            crlf: random.chance(10),
        }
    }

    /// What stands before heading `number` (from 1) of `depth` (0 or 1).
    pub fn label(&self, depth: usize, number: usize) -> String {
        let han = han(number);
        match self.labels[depth] {
            Label::Han => format!("{han}、"),
            Label::HanInParens => format!("（{han}）"),
            Label::Arabic => format!("{number}."),
            Label::ArabicComma => format!("{number}、"),
            Label::ArabicInParens => format!("（{number}）"),
            Label::Circled => char::from_u32(0x2460 + (number as u32 - 1) % 20)
                .map_or(String::new(), String::from),
            Label::Chapter => format!("第{han}章　"),
            Label::Article => format!("第{han}节　"),
            Label::Division => format!("第{han}部分　"),
            Label::Bare | Label::Absent => String::new(),
        }
    }

    /// Applies the marks, digits and line breaks of this style to paragraphs, one per line.
    pub fn dress(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + text.len() / 16);
        let end = if self.crlf { "\r\n" } else { "\n" };
        for line in text.lines() {
            if self.indent {
                out.push_str("　　");
            }
            let mut column = if self.indent { 2 } else { 0 };
            let mut before = ' ';
            for c in line.chars() {
                if self.wrap.is_some_and(|width| column >= width) && may_break(before, c) {
                    out.push_str(end);
                    column = 0;
                }
                out.push(self.dressed(c));
                column += 1;
                before = c;
            }
            out.push_str(end);
            if self.markdown {
                out.push_str(end);
            }
        }
        out
    }

    fn dressed(&self, c: char) -> char {
        match c {
            '，' if self.narrow => ',',
            '（' if self.narrow => '(',
            '）' if self.narrow => ')',
            '：' if self.narrow => ':',
            '；' if self.narrow => ';',
            // Full-width digits are as far from the ASCII ones as all full-width forms.
            '0'..='9' if self.wide_digits => char::from_u32(c as u32 + 0xFEE0).unwrap_or(c),
            _ => c,
        }
    }
}

/// Whether a line may break here: none begins with a closing mark or within a number.
fn may_break(before: char, c: char) -> bool {
    let run = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | '%');
    let in_run = run(before) && run(c);
    !in_run && !"，。、；：）”》".contains(c)
}

/// Han numerals up to 99.
pub fn han(number: usize) -> String {
    let digit = |at: usize| ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"][at % 10];
    match number {
        0..10 => digit(number).to_owned(),
        10..20 => format!("十{}", digit(number)),
        _ => format!("{}十{}", digit(number / 10), digit(number)),
    }
}
