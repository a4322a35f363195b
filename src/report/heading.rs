//! Whether a line is a heading, holds one that runs into its paragraph, or is a numbered paragraph.

use super::bare;
use super::numbering::{self, Label, Style};
use super::part_words;
use crate::text::{is_barrier, is_han, plain};

/// A heading has no more characters than this.
const LONGEST: usize = 60;
/// A heading that runs into its paragraph has no more than this.
const LONGEST_RUN_IN: usize = 50;
/// A numbered sentence on a line of its own is a heading up to this length.
const LONGEST_SENTENCE: usize = 40;
/// A heading that ends at a colon has no more than this.
const LONGEST_BEFORE_COLON: usize = 24;
/// A heading that a space separates from its paragraph has no more characters than this.
const LONGEST_BEFORE_SPACE: usize = 20;
/// What follows a space within a heading has no more.
const LONGEST_SECOND_HALF: usize = 24;
/// The words before a colon with which a paragraph turns to something else are no longer than this.
const LONGEST_TURN: usize = 16;
/// Words for shortcomings, and for what is to come.
const TURNS: [&str; 17] = [
    "问题",
    "不足",
    "困难",
    "短板",
    "差距",
    "薄弱",
    "需要改进",
    "有待改进",
    "打算",
    "计划",
    "思路",
    "下一步",
    "下步",
    "今后",
    "努力方向",
    "展望",
    "工作安排",
];

/// What a line of the body is; all lengths are in bytes from the line's start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A heading: its style and number, and where its words end; `run_in` if a paragraph follows on the line.
    Heading {
        /// The numbering; `None` for a heading of bare words.
        label: Option<Label>,
        /// The words of the heading, as bytes of the line.
        words: std::ops::Range<usize>,
        /// Where the paragraph begins that it runs into.
        run_in: Option<usize>,
    },
    /// A numbered paragraph.
    Numbered(Label),
    /// Any other paragraph.
    Paragraph,
}

/// Reads one line; `bare` says whether to look for headings without a number.
pub fn read(line: &str, bare: bool) -> Line {
    if let Some((words, run_in)) = bare::bracketed(line) {
        return Line::Heading {
            label: Some(Label {
                style: Style::Bracketed,
                number: 0,
                len: 0,
            }),
            words,
            run_in,
        };
    }
    let Some(label) = numbering::label(line) else {
        return if bare && is_bare_heading(line) {
            Line::Heading {
                label: None,
                words: trimmed(line, 0, line.len()),
                run_in: None,
            }
        } else {
            Line::Paragraph
        };
    };
    // The label inside a Markdown heading is the one that readers see.
    if let Style::Markdown(_) = label.style {
        let lead = line.len() - line[label.len..].trim_start().len();
        let inner = numbering::label(&line[lead..]).map_or(0, |inner| inner.len);
        return Line::Heading {
            label: Some(label),
            words: trimmed(line, lead + inner, line.len()),
            run_in: None,
        };
    }
    numbered(line, label)
}

/// Reads a line that begins with `label`.
pub fn numbered(line: &str, label: Label) -> Line {
    heading_words(line, label.len).map_or(Line::Numbered(label), |(words, run_in)| Line::Heading {
        label: Some(label),
        words,
        run_in,
    })
}

/// A paragraph without a number that begins with its subject and a colon, if that subject is shortcomings or
/// plans: `存在问题：…`, `2025年打算：…`. Reports whose last numbered heading is one of the measures end like this.
pub fn read_turn(line: &str) -> Option<Line> {
    let colon = line.find(['：', ':'])?;
    let words = &line[..colon];
    let folded = plain(words.trim());
    let is_short = folded.chars().count() <= LONGEST_TURN && numbering::label(line).is_none();
    let inside = words.contains(|c| is_barrier(c) || matches!(c, '，' | ',' | '、' | '《'));
    let turns = TURNS.iter().any(|word| folded.contains(word));
    let works_on_it = ["坚持", "聚焦", "解决", "导向", "整改", "破解"]
        .iter()
        .any(|word| folded.contains(word));
    let after = line[colon..].trim_start_matches(['：', ':']).trim_start();
    (is_short && !inside && turns && !works_on_it && !after.is_empty()).then(|| Line::Heading {
        label: None,
        words: trimmed(line, 0, colon),
        run_in: Some(line.len() - after.len()),
    })
}

/// Whether a line is a sentence by itself, with its stop.
pub fn is_sentence(line: &str) -> bool {
    line.trim_end().ends_with(['。', '；', ';', '｡'])
}

/// The words of the heading that begins at `start`, and where its paragraph does.
fn heading_words(line: &str, start: usize) -> Option<(std::ops::Range<usize>, Option<usize>)> {
    let rest = &line[start..];
    if let Some((len, run_in)) = part_before_colon(rest) {
        return Some((trimmed(line, start, start + len), Some(start + run_in)));
    }
    if let Some((len, run_in)) = part_before_space(rest) {
        return Some((trimmed(line, start, start + len), Some(start + run_in)));
    }
    let (end, after) = match rest.find(is_barrier) {
        Some(at) => (at, at + rest[at..].chars().next().map_or(0, char::len_utf8)),
        None => (rest.len(), rest.len()),
    };
    let mark = &rest[end..after];
    let alone = rest[after..].trim().is_empty();
    let count = rest[..end].trim().chars().count();
    let fits = count
        <= match (alone, mark) {
            (true, "") => LONGEST,
            (true, _) => LONGEST_SENTENCE,
            (false, _) => LONGEST_RUN_IN,
        };
    let names_part = || part_words::read(&plain(rest[..end].trim())).is_some();
    let full_stop = matches!(mark, "。" | "｡") || alone && (mark.is_empty() || names_part());
    let open = rest[..end].trim_end().ends_with(['，', ',', '、']);
    if full_stop && fits && !open && count > 0 {
        let run_in = (!alone).then(|| line.len() - rest[after..].trim_start().len());
        return Some((trimmed(line, start, start + end), run_in));
    }
    let colon = rest.find(['：', ':'])?;
    let short = (1..=LONGEST_BEFORE_COLON).contains(&rest[..colon].trim().chars().count());
    let inside = rest[..colon].contains(|c| is_barrier(c) || matches!(c, '，' | ','));
    let after = line.len()
        - rest[colon..]
            .trim_start_matches(['：', ':'])
            .trim_start()
            .len();
    (short && !inside && after < line.len())
        .then(|| (trimmed(line, start, start + colon), Some(after)))
}

/// Where the words that name a part of a report end, and where the sentence after their colon begins:
/// `工作打算：办班2期。`
fn part_before_colon(text: &str) -> Option<(usize, usize)> {
    let colon = text.find(['：', ':'])?;
    let after = text[colon..].trim_start_matches(['：', ':']).trim_start();
    let named = || part_words::read(&plain(text[..colon].trim())).is_some();
    let is_short = text[..colon].len() <= LONGEST_BEFORE_COLON * 3;
    (is_short && !after.is_empty() && named()).then(|| (colon, text.len() - after.len()))
}

/// The same where nothing but a space parts words from their paragraph: `加强组织领导 全年培训9次，听课430人次。`
fn part_before_space(text: &str) -> Option<(usize, usize)> {
    let own = text.len() - text.trim_start().len();
    let end = own + text[own..].find(char::is_whitespace)?;
    let (words, after) = (&text[own..end], text[end..].trim_start());
    let count = words.chars().count();
    // Spaces may stand within words too, where a page spaces them out: `坚持 党的领导，统筹推进`.
    let is_whole = (4..=LONGEST_BEFORE_SPACE).contains(&count)
        && words.chars().all(|c| is_han(c) || "、“”‘’".contains(c))
        && !words.ends_with([
            '的', '和', '与', '及', '对', '把', '将', '在', '为', '是', '、',
        ]);
    // The second half of a heading may follow a space too: `提高站位 压实责任，形成合力。全年…`.
    let sentence = after.split(is_barrier).next().unwrap_or_default();
    let tells = sentence.chars().nth(LONGEST_SECOND_HALF).is_some()
        || sentence.contains(|c: char| c.is_ascii_digit());
    let is_paragraph = tells
        && after.contains(|c| is_barrier(c) || matches!(c, '，' | ','))
        && !after.chars().take(count).any(char::is_whitespace);
    (is_whole && is_paragraph).then(|| (end, text.len() - after.len()))
}

/// The range without white space, a leading mark, and a colon at its end.
fn trimmed(line: &str, start: usize, end: usize) -> std::ops::Range<usize> {
    let text = &line[start..end];
    let left =
        text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '、' | '.' | '．'));
    let right =
        left.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '：' | ':' | '。' | '#'));
    let start = start + (text.len() - left.len());
    start..start + right.len()
}

/// `主要做法和成效` on a line of its own, in a report without numbered headings.
fn is_bare_heading(line: &str) -> bool {
    let words = plain(line.trim());
    let count = words.chars().count();
    (2..=bare::LONGEST).contains(&count)
        && !words.contains(|c| is_barrier(c) || matches!(c, ',' | '。' | ':'))
        && [
            "情况",
            "概况",
            "成效",
            "做法",
            "举措",
            "措施",
            "亮点",
            "问题",
            "不足",
            "困难",
            "短板",
            "下一步",
            "下步",
            "打算",
            "计划",
            "安排",
            "思路",
            "展望",
            "特色",
            "建设",
            "职责",
        ]
        .iter()
        .any(|word| words.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(line: &str) -> String {
        match read(line, true) {
            Line::Heading { words, run_in, .. } => {
                let rest = run_in.map_or("", |at| &line[at..]);
                format!("H[{}]{rest}", &line[words])
            }
            Line::Numbered(label) => format!("N{}", label.number),
            Line::Paragraph => "P".to_owned(),
        }
    }

    #[test]
    fn headings_are_told_from_numbered_and_plain_paragraphs() {
        let long = "一".repeat(70);
        for (line, expected) in [
            ("一、主要举措和成效", "H[主要举措和成效]"),
            (
                "(一)坚持学习,夯实根基。一是学习。",
                "H[坚持学习,夯实根基]一是学习。",
            ),
            ("(一)加强学习 。进一步完善。", "H[加强学习]进一步完善。"),
            ("1.坚持党的领导。", "H[坚持党的领导]"),
            (
                "（二）组织领导：成立领导小组，由县长任组长，统筹推进全县各项工作，确保年度各项任务按期按质按量全部落实到位，取得明显成效。",
                "H[组织领导]成立领导小组，由县长任组长，统筹推进全县各项工作，确保年度各项任务按期按质按量全部落实到位，取得明显成效。",
            ),
            ("三、工作打算：办班2期。", "H[工作打算]办班2期。"),
            (
                "（一）加强组织领导 全年培训9次，听课430人次。",
                "H[加强组织领导]全年培训9次，听课430人次。",
            ),
            (
                "（一）坚持 党的领导，统筹推进法治政府建设。好。",
                "H[坚持 党的领导，统筹推进法治政府建设]好。",
            ),
            (
                "（一）提高政治站位 强化组织领导，压实责任。全年开会9次。",
                "H[提高政治站位 强化组织领导，压实责任]全年开会9次。",
            ),
            ("一、加强 组织 领导", "H[加强 组织 领导]"),
            (
                "三、 2024年工作计划： 办班2期。招录5人。",
                "H[2024年工作计划]办班2期。招录5人。",
            ),
            ("二、存在问题:", "H[存在问题]"),
            ("二、存在的问题；", "H[存在的问题]"),
            ("（一）抓责任：办班2期。", "H[抓责任：办班2期]"),
            ("## 一、主要举措", "H[主要举措]"),
            ("第一章 总体情况", "H[总体情况]"),
            ("(一)、强化监督", "H[强化监督]"),
            ("2.收到申请19件，受理9件；", "N2"),
            ("存在的主要问题", "H[存在的主要问题]"),
            ("县人民政府：", "P"),
            ("今年以来，开展工作情况良好。", "P"),
            ("1.06万次活动", "P"),
        ] {
            assert_eq!(show(line), expected, "{line}");
        }
        assert_eq!(show(&format!("(一){long}。好。")), "N1");
    }
}
