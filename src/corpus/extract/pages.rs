//! Page numbers: which lines are not part of the text.
//!
//! A page number in the middle of a paragraph cuts it, and a mention with it. A number that belongs to a
//! table or a list is text. `- 3 -` and `第3页` can be nothing else; a bare number must stand alone, count on
//! from the one before, and be a page away from it. What stays in doubt is marked for `unwrap`, which knows
//! whether a paragraph continues around it.
//!
//! Invariant: a bare number that stands between lines without a gap stays here.

use super::line::{Gap, Line};

/// The fewest bytes of text on a page: 100 Han characters. Numbers that follow each other faster are a column
/// of a table.
const SHORTEST_PAGE: usize = 300;

/// What a line with little but a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// A page number: `- 3 -`, `第3页`.
    Page,
    /// Perhaps one: `3`, or `3/12` with its total.
    Number(u32, Option<u32>),
}

/// Whether a line is a page number, or could be one.
pub(super) fn mark(line: &str) -> Option<Mark> {
    if line.len() > 64 || !line.ends_with(|c| is_dash(c) || is_digit(c) || matches!(c, '页' | '頁'))
    {
        return None;
    }
    let tight: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let core = tight.trim_matches(is_dash);
    let dashes = (tight.starts_with(is_dash), tight.ends_with(is_dash));
    let numbers = match core.split_once('/') {
        Some((page, total)) => number(page).zip(number(total)).map(|(p, t)| (p, Some(t))),
        None => number(core).map(|page| (page, None)),
    };
    match (numbers, dashes) {
        (Some(_), (true, true)) => Some(Mark::Page),
        (Some((page, total)), (false, false)) if total.is_none_or(|t| (1..=t).contains(&page)) => {
            Some(Mark::Number(page, total))
        }
        (None, _) => {
            let mut parts = core
                .split([',', '，', '、', '/'])
                .flat_map(|part| part.split_inclusive(['页', '頁']));
            let named = |part: &str| {
                let part = part.strip_suffix(['页', '頁'])?;
                number(part.strip_prefix(['第', '共'])?)
            };
            (core.contains('第') && parts.all(|part| named(part).is_some())).then_some(Mark::Page)
        }
        _ => None,
    }
}

fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '－' | '–' | '—' | '―' | '─' | '·' | '•' | '~' | '～'
    )
}

fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９')
}

/// A number of up to four digits, of either width.
fn number(digits: &str) -> Option<u32> {
    let count = digits.chars().count();
    if !(1..=4).contains(&count) || !digits.chars().all(is_digit) {
        return None;
    }
    let value = |c: char| {
        c.to_digit(10)
            .unwrap_or_else(|| u32::from(c) - u32::from('０'))
    };
    Some(digits.chars().fold(0, |sum, c| sum * 10 + value(c)))
}

/// Drops the lines that are certainly page numbers; marks those that may be.
pub(super) fn without_page_numbers(lines: Vec<Line<'_>>) -> Vec<Line<'_>> {
    let marks: Vec<Option<Mark>> = lines.iter().map(|line| mark(&line.text)).collect();
    if marks.iter().all(Option::is_none) {
        return lines;
    }
    let pages = page_chain(&lines, &marks);
    let mut kept: Vec<Line> = Vec::with_capacity(lines.len());
    let mut after_page = false;
    for (index, mut line) in lines.into_iter().enumerate() {
        if marks[index] == Some(Mark::Page) || pages.contains(&index) {
            after_page = true;
            continue;
        }
        if after_page {
            line.gap = Gap::Page;
        }
        after_page = false;
        line.number = marks[index].is_some();
        kept.push(line);
    }
    kept
}

/// The bare numbers that stand alone, count up by one, and are pages apart.
fn page_chain(lines: &[Line], marks: &[Option<Mark>]) -> Vec<usize> {
    let mut pages = Vec::new();
    let mut chain: Vec<(usize, u32, Option<u32>)> = Vec::new();
    let mut text_since = 0;
    let mut close = |chain: &mut Vec<(usize, u32, Option<u32>)>| {
        if chain.len() > 1 {
            pages.extend(chain.iter().map(|&(index, ..)| index));
        }
        chain.clear();
    };
    for (index, line) in lines.iter().enumerate() {
        let alone = (index == 0 || line.gap != Gap::None)
            && lines
                .get(index + 1)
                .is_none_or(|next| next.gap != Gap::None);
        match marks[index] {
            Some(Mark::Number(page, total)) if alone => {
                let follows = chain.last().is_some_and(|&(_, before, same)| {
                    page == before + 1 && total == same && text_since >= SHORTEST_PAGE
                });
                if !follows {
                    close(&mut chain);
                }
                chain.push((index, page, total));
                text_since = 0;
            }
            _ => text_since += line.text.len(),
        }
    }
    close(&mut chain);
    pages
}

#[cfg(test)]
mod tests {
    use super::super::text::read;
    use super::*;

    #[track_caller]
    fn reads(text: &str, expected: &[&str]) {
        assert_eq!(
            read(text).text.lines().collect::<Vec<_>>(),
            expected,
            "{text:?}"
        );
    }

    #[test]
    fn page_numbers_are_told_from_numbers() {
        for page in [
            "- 3 -",
            "-3-",
            "—3—",
            "— 12 —",
            "－ ３ －",
            "第3页",
            "第 3 页 共 10 页",
            "第3页/共10页",
            "第3頁，共10頁",
            "共10页 第3页",
            "- 3/12 -",
            "· 5 ·",
            "- 第3页 -",
        ] {
            assert_eq!(mark(page), Some(Mark::Page), "{page}");
        }
        for (line, expected) in [
            ("3", Some(Mark::Number(3, None))),
            ("３/12", Some(Mark::Number(3, Some(12)))),
            ("13/12", None),
            ("-3", None),
            ("3件", None),
            ("20241231", None),
            ("第3页起草说明", None),
            ("共10页", None),
            ("首页", None),
            ("——", None),
        ] {
            assert_eq!(mark(line), expected, "{line}");
        }
    }

    #[test]
    fn sure_page_numbers_vanish_and_numbers_of_tables_stay() {
        reads("甲乡\n- 1 -\n乙乡\n第2页", &["甲乡", "乙乡"]);
        reads(
            "1\n\n行政许可\n\n2\n\n行政处罚\n\n3\n",
            &["1", "行政许可", "2", "行政处罚", "3"],
        );
        reads("序号\n1\n2\n3", &["序号", "1", "2", "3"]);
    }

    #[test]
    fn bare_numbers_that_count_pages_vanish() {
        let page = "平陵乡人民调解委员会全年走访群众若干户。".repeat(6);
        for (first, second, third) in [("1", "2", "3"), ("1/3", "2/3", "3/3"), ("11", "12", "13")] {
            let text = format!("{page}\n\n{first}\n\n{page}\n\n{second}\u{c}{page}\n\n{third}\n");
            reads(&text, &[&page, &page, &page]);
        }
        let unordered = format!("{page}\n\n7\n\n{page}\n\n3\n\n{page}");
        reads(&unordered, &[&page, "7", &page, "3", &page]);
        let attached = format!("{page}\n1\n{page}\n2\n{page}");
        reads(&attached, &[&page, "1", &page, "2", &page]);
    }
}
