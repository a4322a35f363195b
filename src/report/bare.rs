//! Headings without a number among numbered ones: bare words, or words in `【】`.
//!
//! The numbers around them tell where they stand in the tree. A `一、` that begins anew below `存在的问题` stands
//! under it; a `一、` that is followed by `二、` across it contains it.

use std::collections::HashMap;
use std::ops::Range;

use super::heading::Line;
use super::numbering::{self, Label, Style};
use super::part_words::{self, Names};
use crate::text::{is_barrier, plain};

/// A heading without a number has no more characters than this.
pub const LONGEST: usize = 24;
/// No report has more of them among numbered ones.
const MOST: usize = 64;
/// A line that occurs more often is the name of a cell in each row of a table.
const MOST_ALIKE: usize = 5;

/// The words in the brackets that a line begins with, and where the paragraph after them begins.
pub fn bracketed(line: &str) -> Option<(Range<usize>, Option<usize>)> {
    let (open, inner) = [('【', '】'), ('〖', '〗')]
        .iter()
        .find_map(|(open, close)| {
            let inner = line.strip_prefix(*open)?.split_once(*close)?.0;
            Some((open.len_utf8(), inner))
        })?;
    let words = open..open + inner.len();
    let fits = (2..=LONGEST).contains(&inner.chars().count());
    let says = inner.contains(crate::text::is_han)
        && !inner.contains(|c| is_barrier(c) || ":：".contains(c));
    // Buttons of a page.
    let offers = [
        "打印", "关闭", "返回", "字号", "字体", "收藏", "分享", "纠错",
    ];
    if !fits || !says || offers.iter().any(|word| inner.contains(word)) {
        return None;
    }
    let behind = &line[words.end + '】'.len_utf8()..];
    let paragraph = behind.trim_start();
    if paragraph.is_empty() {
        return Some((words, None));
    }
    let is_paragraph = paragraph.contains(is_barrier) && !paragraph.starts_with(['【', '〖']);
    is_paragraph.then(|| (words, Some(line.len() - paragraph.len())))
}

/// A line that may be a heading by what it says and what stands beside it.
struct Candidate {
    at: usize,
    words: Range<usize>,
    names: Names,
}

/// Makes headings of the lines that name a part, in a report that numbers other headings.
pub fn find(read: &mut [Line], written: &[&str]) {
    // At the very end, words in brackets stand over nothing.
    if let Some(last) = read.last_mut()
        && is_bracketed(last)
    {
        *last = Line::Paragraph;
    }
    drop_lone(read, written);
    let outer = |line: &Line| label_of(line).is_some_and(|label| label.style < Style::Han);
    if read.iter().any(outer) {
        return;
    }
    let found = candidates(read, written);
    if found.len() > MOST {
        return;
    }
    let ends = found.iter().skip(1).map(|next| next.at);
    let ends: Vec<usize> = ends.chain([read.len()]).collect();
    let mut within = None;
    for (own, end) in found.into_iter().zip(ends) {
        let at = own.at;
        let around = holder(read, at, within);
        // If digits count on across it, they may be headings or not, so nobody knows what it stands over.
        let is_doubtful = goes_on(read, at, Style::Arabic)
            || own.names == Names::Done && has_turned(&read[..at], &written[..at]);
        let below = (&read[at + 1..end], &written[at + 1..end]);
        let is_clear = around.is_some() || !is_doubtful && stands_over(below.0, below.1, own.names);
        if !is_clear {
            continue;
        }
        within = around;
        let label = around.map(|style| Label {
            style,
            number: 0,
            len: 0,
        });
        read[at] = Line::Heading {
            label,
            words: own.words,
            run_in: None,
        };
    }
}

/// `一，` is not a label if nothing counts on from it.
fn drop_lone(read: &mut [Line], written: &[&str]) {
    let numbers: Vec<Option<u32>> = read.iter().map(|line| number(line, Style::Han)).collect();
    let stands_with = |at: usize, own: u32| {
        let before = numbers[..at].iter().rev().find_map(|number| *number);
        let after = numbers[at + 1..].iter().find_map(|number| *number);
        before.is_some_and(|before| before + 1 == own) || after == Some(own + 1)
    };
    for at in 0..read.len() {
        if let (Some(label), Some(own)) = (label_of(&read[at]), numbers[at])
            && numbering::is_loose(&written[at][..label.len])
            && !stands_with(at, own)
        {
            read[at] = Line::Paragraph;
        }
    }
}

/// Lines that name a part and have text under them; no two of them are adjacent.
fn candidates(read: &[Line], written: &[&str]) -> Vec<Candidate> {
    let lines = read.iter().zip(written);
    let named: Vec<_> = lines.map(|(line, written)| named(line, written)).collect();
    let is_named = |at: usize| matches!(named.get(at), Some(Some(_)));
    let is_followed = |at: usize| {
        let next = read.get(at + 1).zip(written.get(at + 1));
        next.is_some_and(|(line, written)| is_text(line, written))
    };
    let all = named.iter().enumerate();
    let found = all.filter_map(|(at, name)| {
        let (words, names) = name.clone()?;
        let alone = !is_named(at + 1) && !at.checked_sub(1).is_some_and(is_named);
        (alone && is_followed(at)).then_some(Candidate { at, words, names })
    });
    let mut found: Vec<Candidate> = found.collect();
    let mut alike: HashMap<&str, usize> = HashMap::new();
    for own in &found {
        *alike
            .entry(&written[own.at][own.words.clone()])
            .or_default() += 1;
    }
    found.retain(|own| alike[&written[own.at][own.words.clone()]] <= MOST_ALIKE);
    found
}

/// Whether a line is words in brackets and no more.
fn is_bracketed(line: &Line) -> bool {
    matches!(line, Line::Heading { label: Some(label), run_in: None, .. } if label.style == Style::Bracketed)
}

/// The words of a line that may be such a heading.
fn named(line: &Line, written: &str) -> Option<(Range<usize>, Names)> {
    let words = match line {
        Line::Paragraph => 0..written.len(),
        Line::Heading { words, .. } if is_bracketed(line) => words.clone(),
        _ => return None,
    };
    let own = &written[words.clone()];
    if own.trim().chars().nth(LONGEST).is_some() {
        return None;
    }
    let whole = own.trim_start();
    let begin = |own: &str| words.end - own.len();
    [whole, behind_sign(whole)].into_iter().find_map(|own| {
        let names = part_words::read(&plain(own.trim_end()))?;
        Some((begin(own)..begin(own) + own.trim_end().len(), names))
    })
}

/// A line without the number or bullet that it begins with, however those are written.
fn behind_sign(line: &str) -> &str {
    line.trim_start_matches(|c: char| {
        c.is_numeric() || !c.is_alphabetic() || "一二三四五六七八九十".contains(c)
    })
}

/// Whether a line is neither a cell nor bare words itself: it has a label, or reads as a sentence.
fn is_text(line: &Line, written: &str) -> bool {
    *line != Line::Paragraph
        || written.chars().nth(LONGEST).is_some()
        || written.contains(|c| is_barrier(c) || "，,：:".contains(c))
}

fn label_of(line: &Line) -> Option<Label> {
    match line {
        Line::Heading { label, .. } => *label,
        Line::Numbered(label) => Some(*label),
        Line::Paragraph => None,
    }
}

/// The style that puts the heading at `at` into a numbered one, if any; `last` is the style of the heading
/// before.
fn holder(read: &[Line], at: usize, last: Option<Style>) -> Option<Style> {
    let styles = [
        (Style::HanInParens, Style::InHanInParens),
        (Style::Han, Style::InHan),
    ];
    let counted = styles.iter().find(|(style, _)| goes_on(read, at, *style));
    // After the last number of those that contained the others, nothing counts on.
    let ended = styles.iter().find(|(style, within)| {
        last == Some(*within)
            && read[at + 1..]
                .iter()
                .all(|line| number(line, *style).is_none())
    });
    counted.or(ended).map(|(_, within)| *within)
}

/// Whether what follows lets an outermost heading stand over it.
fn stands_over(below: &[Line], written: &[&str], names: Names) -> bool {
    let mut lines = below.iter().zip(written);
    let numbers_follow = below.iter().any(|line| label_of(line).is_some());
    let stands_beside = names == Names::Overview && numbers_follow;
    let is_title = lines.any(|(line, written)| says_another(line, written));
    !(stands_beside || is_title)
}

/// The number of a line that is numbered in this style.
fn number(line: &Line, style: Style) -> Option<u32> {
    label_of(line)
        .filter(|label| label.style == style)
        .map(|label| label.number)
}

/// Whether the numbers of a style count on across the line `at`.
fn goes_on(read: &[Line], at: usize, style: Style) -> bool {
    let before = read[..at].iter().rev().find_map(|line| number(line, style));
    let after = read[at + 1..].iter().find_map(|line| number(line, style));
    before
        .zip(after)
        .is_some_and(|(before, after)| after > before && after <= before + 2)
}

/// Whether one of these headings has turned to shortcomings or plans; after it, 措施 are those to be taken.
fn has_turned(read: &[Line], written: &[&str]) -> bool {
    let turns = |(line, written): (&Line, &&str)| match line {
        Line::Heading { words, .. } => {
            part_words::read(&plain(&written[words.clone()])) == Some(Names::Turn)
        }
        _ => false,
    };
    read.iter().zip(written).any(turns)
}

/// Whether a line is a heading `一、` that names a part itself, so that the one before is a title.
fn says_another(line: &Line, written: &str) -> bool {
    matches!(line, Line::Heading { label: Some(label), words, .. }
        if label.style == Style::Han && part_words::read(&plain(&written[words.clone()])).is_some())
}

#[cfg(test)]
mod tests {
    use crate::report::{breadcrumb, parse};

    /// The headings, each with its depth.
    fn headings(text: &str) -> Vec<String> {
        let outline = parse(text);
        let sections = outline.sections.iter();
        sections
            .map(|section| format!("{}{}{}", section.depth, section.label, section.heading))
            .collect()
    }

    #[test]
    fn bare_headings_stand_over_the_numbers_below_them() {
        let text = "2024年，平陵乡推进依法行政。\n主要工作情况\n（一）建章立制。制定制度3项。\n（二）培训。办班2期。\n\
            存在的问题\n（一）人手不足。只有2人。\n下一步工作打算\n1.补充人手，再招3人，配齐配强执法力量。";
        assert_eq!(
            headings(text),
            [
                "1主要工作情况",
                "2（一）建章立制",
                "2（二）培训",
                "1存在的问题",
                "2（一）人手不足",
                "1下一步工作打算",
                "21.补充人手，再招3人，配齐配强执法力量"
            ]
        );
        let one = "主要做法\n全年培训2次，听课90人。\n存在的不足\n人手少，经费紧。\n2025年工作思路\n1、补充人手。";
        assert_eq!(
            headings(one)[..3],
            ["1主要做法", "1存在的不足", "12025年工作思路"]
        );
    }

    #[test]
    fn a_number_or_bullet_of_any_kind_does_not_hide_what_a_heading_names() {
        for sign in ["二 ", "二　", "◆", "Ⅱ.", "〓", "02 ", "➋"] {
            let text = format!(
                "平陵乡推进依法行政。\n主要工作\n（一）建章立制。制定制度3项。\n{sign}存在的问题\n（一）人手不足。只有2人。"
            );
            assert_eq!(headings(&text)[2], "1存在的问题", "{sign}");
        }
        let named = "一、工作\n评查2次。\n三个存在的问题\n人手少，经费紧。\n二、打算\n再招3人。";
        assert_eq!(headings(named), ["1一、工作", "1二、打算"]);
    }

    #[test]
    fn a_comma_makes_a_label_where_the_numbers_run_on() {
        let text = "平陵乡推进依法行政。\n一，主要工作\n（一）培训。办班2期。\n二，存在的问题\n人手少。\n三：下一步打算\n再招3人。";
        assert_eq!(
            headings(text),
            [
                "1一，主要工作",
                "2（一）培训",
                "1二，存在的问题",
                "1三：下一步打算"
            ]
        );
        let lone = "（一）培训\n办班2期。\n三，抓好落实\n评查2次。\n（二）执法\n评查2次。";
        assert_eq!(headings(lone), ["1（一）培训", "1（二）执法"]);
    }

    #[test]
    fn numbers_that_count_on_hold_a_bare_heading() {
        let text = "一、法治建设\n主要做法\n培训2次，听课90人。\n存在的问题\n人手少。\n二、党的建设\n主要做法\n学习4次。";
        assert_eq!(
            headings(text),
            [
                "1一、法治建设",
                "2主要做法",
                "2存在的问题",
                "1二、党的建设",
                "2主要做法"
            ]
        );
        let digits = "一、工作\n1.普法\n人手少。\n存在的问题\n人手少。\n2.执法\n评查2次。";
        assert_eq!(headings(digits), ["1一、工作", "21.普法", "22.执法"]);
    }

    #[test]
    fn cells_contents_and_titles_are_no_headings() {
        for lines in [
            "单位\n存在的问题\n整改措施\n平陵乡\n人手少。",
            "主要工作\n存在的问题\n下一步打算\n2024年，平陵乡推进依法行政。",
            &"主要工作\n复议12件，办结11件。\n存在的问题\n人手少，经费紧。\n".repeat(6),
        ] {
            assert_eq!(
                headings(&format!("一、情况\n（一）自查\n已自查。\n{lines}")),
                ["1一、情况", "2（一）自查"]
            );
        }
        let titled = "各村：\n现予印发。\n法治政府建设工作情况\n2024年，平陵乡培训2次。\n一、主要做法\n培训。\n二、存在的问题\n人手少。";
        assert_eq!(headings(titled), ["1一、主要做法", "1二、存在的问题"]);
        let overview =
            "各村：\n基本情况\n平陵乡辖9村。\n一、建章立制\n制定3项。\n二、培训\n办班2期。";
        assert_eq!(headings(overview), ["1一、建章立制", "1二、培训"]);
    }

    #[test]
    fn words_in_brackets_are_headings_alone_and_before_their_paragraph() {
        let text = "【主要工作】\n【建章立制】全年制定制度3项。\n【培训】办班2期。\n【存在问题】\n【人手】只有2人。\n〖下步打算〗\n再招3人。";
        assert_eq!(
            headings(text),
            [
                "1主要工作",
                "2建章立制",
                "2培训",
                "1存在问题",
                "2人手",
                "1下步打算"
            ]
        );
        let outline = parse(text);
        assert_eq!(&text[outline.passages[1].bytes()], "【培训】办班2期。\n");
        assert_eq!(
            breadcrumb(&outline.sections, &outline.passages[1]),
            ["主要工作", "培训"]
        );
        let under = "第一部分 工作\n【建章立制】\n制定制度3项。\n【培训】办班2期。\n第二部分 打算\n再招3人。";
        assert_eq!(
            headings(under),
            ["1第一部分工作", "2建章立制", "2培训", "1第二部分打算"]
        );
        let offers = "一、工作\n【字体：大 小】\n【打印】【关闭】\n【注】见附表\n【关闭窗口】\n制定制度3项。\n【主动公开】";
        assert_eq!(headings(offers), ["1一、工作"]);
    }
}
