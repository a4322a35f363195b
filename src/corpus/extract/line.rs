//! A line of text by itself: how it begins, how it ends, how two become one.
//!
//! Readers ask this of lines whatever the format, of hard-wrapped text files and soft-wrapped Markdown
//! paragraphs alike. Only the surface of a line is looked at, not its meaning (the outline decides what a
//! heading is).
//!
//! Invariant: [`join`] puts nothing between two parts, or one space.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

use crate::text::starts_with_year;

/// A line of a text file that is not blank.
#[derive(Debug, Clone)]
pub(super) struct Line<'a> {
    /// The white space before the text, as written.
    pub indent: &'a str,
    /// The text, clean and trimmed.
    pub text: Cow<'a, str>,
    /// What separates it from the line before.
    pub gap: Gap,
    /// Whether it may be a page number: nothing but a number.
    pub number: bool,
}

/// What stands between two lines besides the line break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing.
    None,
    /// Blank lines.
    Blank,
    /// A page number or a form feed, with or without blank lines.
    Page,
}

/// How a line begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// As any text does.
    None,
    /// Like an item that may also stand inside a paragraph: `1.`, `(1)`, `①`, `一是`.
    Item,
    /// Like a heading: `一、`, `（一）`, `第一章`.
    Heading,
    /// With the `#` of a Markdown heading, which ends with its line.
    Mark,
}

/// How a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// With a sentence end, and perhaps closing marks after it.
    Closed,
    /// With a comma, with which neither headings nor paragraphs end.
    Comma,
    /// With anything else.
    Open,
}

/// Appends the next part of a paragraph to its beginning.
pub(super) fn join(out: &mut String, part: &str) {
    let left = out.chars().rev().find(|&c| !is_mark(c));
    let right = part.chars().find(|&c| !is_mark(c));
    if left.is_some_and(is_run) && right.is_some_and(is_run) {
        out.push(' ');
    }
    out.push_str(part);
}

/// Whether a character is part of a run: a letter of an alphabet or a digit.
fn is_run(c: char) -> bool {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => true,
        // Number forms and enclosed letters are units of their own; so are characters from the radicals on
        // (the Latin exceptions do not occur in Chinese text).
        '\u{2150}'..='\u{218f}' | '\u{2460}'..='\u{24ff}' | '\u{2e80}'.. => false,
        _ => c.is_alphabetic() || c.is_ascii_digit(),
    }
}

/// Combining marks and zero-width characters, which hide a run's edge.
fn is_mark(c: char) -> bool {
    !c.is_ascii() && c.width() == Some(0)
}

/// Whether `c` closes what an opening mark began.
fn is_closing(c: char) -> bool {
    matches!(
        c,
        '”' | '’' | '」' | '』' | '）' | '】' | '》' | '〉' | '〕' | ')' | ']' | '"' | '\''
    )
}

/// How `text` ends.
pub(super) fn ending(text: &str) -> Ending {
    let mut chars = text.chars().rev().skip_while(|&c| is_closing(c));
    match chars.next() {
        Some('。' | '！' | '？' | '；' | '：' | '!' | '?' | ';' | ':' | '…' | '.' | '．') => {
            Ending::Closed
        }
        _ if text.ends_with([
            '，', '、', ',', '（', '(', '《', '“', '‘', '「', '—', '－', '-',
        ]) =>
        {
            Ending::Comma
        }
        _ => Ending::Open,
    }
}

/// What label `text` begins with.
pub(super) fn label(text: &str) -> Label {
    let mut chars = text.chars();
    let Some(first) = chars.next() else {
        return Label::None;
    };
    let rest = chars.as_str();
    match first {
        '#' => Label::Mark,
        '第' => match counted(rest) {
            Some((_, after)) if after.starts_with(['章', '节', '編', '编', '篇', '節']) => {
                Label::Heading
            }
            Some((_, after)) if after.starts_with("部分") => Label::Heading,
            Some((_, after)) if after.starts_with(['条', '條', '，', ',', '、']) => Label::Item,
            _ => Label::None,
        },
        '(' | '（' => match counted(rest) {
            Some((han, after)) if after.starts_with([')', '）']) => {
                if han {
                    Label::Heading
                } else {
                    Label::Item
                }
            }
            _ => Label::None,
        },
        '①'..='⒛' | '❶'..='➓' | '㈠'..='㈩' | '•' | '●' | '◆' | '■' | '▪' | '★' => {
            Label::Item
        }
        '-' | '*' | '+' if rest.starts_with(' ') => Label::Item,
        _ => match counted(text) {
            Some((true, after)) if after.starts_with(['、', '．', '.']) => Label::Heading,
            Some((true, after)) if after.starts_with('是') => Label::Item,
            Some((false, after)) if after.starts_with(['、', '．', ')', '）']) => Label::Item,
            // `1.` before a digit is a decimal, but before a year a label.
            Some((false, after)) if after.starts_with('.') => {
                let behind = &after[1..];
                if !behind.starts_with(|c: char| c.is_ascii_digit()) || starts_with_year(behind) {
                    Label::Item
                } else {
                    Label::None
                }
            }
            _ => match ["首先", "其次", "再次", "最后"]
                .iter()
                .find_map(|w| text.strip_prefix(w))
            {
                Some(after) if after.starts_with(['，', ',']) => Label::Item,
                _ => Label::None,
            },
        },
    }
}

/// Whether `text` is the label of a heading and no more: `一、`, `（一）`, `第一章`.
pub(super) fn is_bare_label(text: &str) -> bool {
    let ends = ['、', '）', ')', '章', '节', '節', '篇', '分'];
    let marks = text.chars().filter(|c| "、）)".contains(*c)).count();
    text.chars().count() <= 6 && text.ends_with(ends) && marks <= 1 && label(text) == Label::Heading
}

/// A short number at the beginning: whether it is in Han numerals, and the rest.
fn counted(text: &str) -> Option<(bool, &str)> {
    let han = text.trim_start_matches(|c| "一二三四五六七八九十百〇零".contains(c));
    let arabic = text.trim_start_matches(|c: char| matches!(c, '0'..='9' | '０'..='９'));
    let (is_han, rest) = if han.len() < text.len() {
        (true, han)
    } else {
        (false, arabic)
    };
    let length = text[..text.len() - rest.len()].chars().count();
    (1..=if is_han { 4 } else { 2 })
        .contains(&length)
        .then_some((is_han, rest))
}

/// The part at the beginning of `text` that wrappers keep together: opening marks, then a character or a run,
/// then closing marks.
pub(super) fn lead(text: &str) -> &str {
    let opening = |c| "“‘「『（【《〈〔([".contains(c);
    let trailing = |c| is_closing(c) || "，。、；：！？,.;:!?%‰℃".contains(c);
    let core = text.trim_start_matches(opening);
    let run = core.trim_start_matches(|c| is_run(c) || is_mark(c) || "./-_:@".contains(c));
    let rest = if run.len() < core.len() {
        run
    } else {
        core.strip_prefix(|_: char| true).unwrap_or(core)
    };
    let rest = rest.trim_start_matches(trailing);
    &text[..text.len() - rest.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_told_from_text_that_resembles_them() {
        for (text, expected) in [
            ("一、组织领导", Label::Heading),
            ("十二、下一步打算", Label::Heading),
            ("（三）规范执法", Label::Heading),
            ("(四)公正司法", Label::Heading),
            ("第二章 总则", Label::Heading),
            ("第三部分 工作打算", Label::Heading),
            ("# 标题", Label::Mark),
            ("##标题", Label::Mark),
            ("1.完善制度", Label::Item),
            ("1. 完善制度", Label::Item),
            ("３、完善制度", Label::Item),
            ("1.2024年，全县", Label::Item),
            ("2.2021—2025年，全县", Label::Item),
            ("(2)完善制度", Label::Item),
            ("③完善制度", Label::Item),
            ("二是完善制度", Label::Item),
            ("第一，完善制度", Label::Item),
            ("第五条规定", Label::Item),
            ("其次，完善制度", Label::Item),
            ("- 完善制度", Label::Item),
            ("1.5万人次", Label::None),
            ("1.2345亿元", Label::None),
            ("3.1416平方公里", Label::None),
            ("2024年", Label::None),
            ("123.完善", Label::None),
            ("第三方评估", Label::None),
            ("一网通办", Label::None),
            ("（以下简称条例）", Label::None),
            ("首先完成", Label::None),
            ("-5℃", Label::None),
            ("", Label::None),
        ] {
            assert_eq!(label(text), expected, "{text}");
        }
    }

    #[test]
    fn endings_look_through_closing_marks() {
        for (text, expected) in [
            ("完成了任务。", Ending::Closed),
            ("“完成了任务。”", Ending::Closed),
            ("（详见附表。）", Ending::Closed),
            ("情况如下：", Ending::Closed),
            ("龙门县人民政府", Ending::Open),
            ("《行政复议法》", Ending::Open),
            ("司法所、", Ending::Comma),
            ("全年办理，", Ending::Comma),
            ("以下简称（", Ending::Comma),
            ("”）", Ending::Open),
            ("", Ending::Open),
        ] {
            assert_eq!(ending(text), expected, "{text}");
        }
    }

    #[test]
    fn a_space_is_put_between_two_runs_only() {
        for (a, b, expected) in [
            ("法治", "政府", "法治政府"),
            ("AI", "平台", "AI平台"),
            ("热线", "12345", "热线12345"),
            ("rule", "of law", "rule of law"),
            ("12", "345件", "12 345件"),
            ("１２", "３件", "１２ ３件"),
            ("café", "x", "café x"),
            ("cafe\u{301}", "x", "cafe\u{301} x"),
            ("A\u{200b}", "\u{200b}B", "A\u{200b} \u{200b}B"),
            ("第①", "2条", "第①2条"),
            ("33.", "3%", "33.3%"),
            ("カタ", "カナ", "カタカナ"),
            ("", "x", "x"),
        ] {
            let mut joined = a.to_owned();
            join(&mut joined, b);
            assert_eq!(joined, expected, "{a} + {b}");
        }
    }

    #[test]
    fn what_wrappers_keep_together_is_one_lead() {
        for (text, expected) in [
            ("法治政府", "法"),
            ("治，政府", "治，"),
            ("2024年", "2024"),
            ("“八五”普法", "“八"),
            ("（http://a.cn/b）。全县", "（http://a.cn/b）。"),
            ("。", "。"),
            ("", ""),
        ] {
            assert_eq!(lead(text), expected, "{text}");
        }
    }
}
