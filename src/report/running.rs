//! Headings within running text: in reports that have lost their line ends.
//!
//! Only if one paragraph is most of the body, and only in a sequence that begins with 一、 and has 二、 after a
//! sentence: `…报告如下：一、主要工作（一）…。二、存在的问题 …`. `（一）` and `1.` are headings there if they count on from one within
//! it.
//!
//! A heading begins after a sentence end, so that a passage may begin there; the first may stand after a
//! colon or a space, and takes the beginning of its sentence along. So may `（一）` right after the heading it
//! is under.

use std::ops::Range;

use super::bare;
use super::numbering::{self, Label, Style};
use super::part_words;
use super::sentence;
use crate::text::{is_barrier, is_han, plain};

/// A heading in running text has no more characters than this.
const LONGEST: usize = 50;

/// A line of the body, or a piece of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its bytes.
    pub range: Range<usize>,
    /// What it is.
    pub kind: Kind,
}

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// To be read as any line is.
    Line,
    /// Not a heading, whatever it begins with.
    Rest,
    /// The beginning of the sentence that the next piece continues.
    Lead,
}

/// The lines of a body; a line that is most of it is cut at its headings.
pub fn pieces(text: &str, lines: &[Range<usize>]) -> Vec<Piece> {
    let total: usize = lines.iter().map(Range::len).sum();
    let is_numbered = |line: &Range<usize>| {
        numbering::label(&text[line.clone()]).is_some_and(|label| label.style <= Style::HanInParens)
    };
    let mut pieces = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let mut others = lines.iter().enumerate().filter(|(other, _)| *other != at);
        let is_most = line.len() * 2 > total && !others.any(|(_, line)| is_numbered(line));
        let found = if is_most {
            headings(&text[line.clone()])
        } else {
            Vec::new()
        };
        if found.is_empty() {
            pieces.push(Piece {
                range: line.clone(),
                kind: Kind::Line,
            });
            continue;
        }
        let mut start = line.start;
        let mut push = |end: usize, kind: Kind| {
            if start < end {
                let range = start..end;
                pieces.push(Piece { range, kind });
                start = end;
            }
        };
        let mut kind = Kind::Rest;
        for heading in found {
            push(line.start + heading.sentence, kind);
            push(line.start + heading.label, Kind::Lead);
            kind = Kind::Line;
            if let Some(end) = heading.end {
                push(line.start + end, kind);
                kind = Kind::Rest;
            }
        }
        push(line.end, kind);
    }
    pieces
}

/// A heading within a paragraph.
#[derive(Debug)]
struct Heading {
    /// Where the sentence that it stands in begins.
    sentence: usize,
    /// Where its label does.
    label: usize,
    /// Where what follows begins; `None` if its words end with a sentence end.
    end: Option<usize>,
}

/// The numbers that may come next.
struct Next {
    han: u32,
    in_parens: u32,
    arabic: u32,
}

impl Next {
    /// Whether a label is the next one; if so, updates what may come then.
    fn takes(&mut self, label: Label) -> bool {
        let (own, below): (&mut u32, [Option<&mut u32>; 2]) = match label.style {
            Style::Han => (
                &mut self.han,
                [Some(&mut self.in_parens), Some(&mut self.arabic)],
            ),
            Style::HanInParens if self.han > 1 => {
                (&mut self.in_parens, [Some(&mut self.arabic), None])
            }
            Style::Arabic if self.han > 1 => (&mut self.arabic, [None, None]),
            _ => return false,
        };
        let taken = label.number == *own;
        if taken {
            *own += 1;
            below.into_iter().flatten().for_each(|number| *number = 1);
        }
        taken
    }
}

/// The headings of a paragraph; empty if they are not the report's.
fn headings(line: &str) -> Vec<Heading> {
    let mut next = Next {
        han: 1,
        in_parens: 1,
        arabic: 1,
    };
    let mut found = Vec::new();
    // Headings 一、, 二、: the number counts even if no end is seen.
    let mut outer = 0;
    let mut start = 0;
    for end in sentence::ends(line).chain([line.len()]) {
        if start >= end {
            continue;
        }
        let sentence = &line[start..end];
        let mut begins = Some(if next.han == 1 { first(sentence) } else { 0 });
        while let Some(at) = begins.take() {
            let Some(label) = numbering::label(&sentence[at..]) else {
                break;
            };
            // A quotation has headings of its own, or counts what it lists.
            if is_quoted(line, start + at) {
                break;
            }
            let words = words(&sentence[at..], label);
            let count = sentence[at + label.len..at + words.end].chars().count();
            let fits = count <= LONGEST;
            if !next.takes(label) {
                break;
            }
            outer += usize::from(label.style == Style::Han && fits);
            let ends_openly = words.is_open && fits;
            found.push(Heading {
                sentence: if found.is_empty() { start } else { start + at },
                label: start + at,
                end: ends_openly.then_some(start + at + words.next),
            });
            let below = at + words.next;
            let has_list = ends_openly && begins_list(&sentence[below..], label.style);
            begins = has_list.then_some(below);
        }
        start = end;
    }
    let counts_once = (1..next.han).all(|number| counted(line, number) == 1);
    if outer > 1 && counts_once {
        found
    } else {
        Vec::new()
    }
}

/// Whether a quotation is open at a place of a line.
fn is_quoted(line: &str, at: usize) -> bool {
    let before = &line[..at];
    before.matches('“').count() > before.matches('”').count()
}

/// How often a number stands in a line where a heading or an item may begin. If it does so twice, nobody
/// knows which of the two is the heading.
fn counted(line: &str, number: u32) -> usize {
    let begins = |at: usize| {
        let before = line[..at].chars().next_back();
        let may = before.is_none_or(|c| is_barrier(c) || c.is_whitespace() || ":：;；".contains(c));
        may && !is_quoted(line, at)
            && numbering::label(&line[at..])
                .is_some_and(|label| label.style == Style::Han && label.number == number)
    };
    line.char_indices().filter(|(at, _)| begins(*at)).count()
}

/// Where 一、 stands in a sentence: at its start, or after what leads up to it.
fn first(sentence: &str) -> usize {
    if numbering::label(sentence).is_some_and(|label| label.style == Style::Han) {
        return 0;
    }
    let behind = sentence.match_indices("一、").map(|(at, _)| at).find(|at| {
        sentence[..*at].ends_with(|c: char| c.is_whitespace() || matches!(c, '：' | ':'))
    });
    behind.unwrap_or(0)
}

/// The words of a heading, in bytes from its label's start.
struct Words {
    end: usize,
    /// Where what follows begins.
    next: usize,
    /// Whether they end without a sentence end.
    is_open: bool,
}

/// The words after a label: up to a label that begins to count, a space, or a sentence end; up to the end of
/// the name of a part, if that comes first.
fn words(text: &str, label: Label) -> Words {
    let begin = text.len() - text[label.len..].trim_start().len();
    let openly = |end, next| Words {
        end,
        next,
        is_open: true,
    };
    let mut last = None;
    let mut end = text.len();
    for (at, c) in text[begin..].char_indices().map(|(at, c)| (begin + at, c)) {
        if is_barrier(c) {
            end = at;
            break;
        }
        let can_end =
            label.style != Style::Arabic && last.is_some_and(|c| is_han(c) || "”》）)".contains(c));
        let rest = text[at..].trim_start();
        let is_space = c.is_whitespace()
            && rest.starts_with(|c: char| is_han(c) || "“《（(".contains(c) || c.is_numeric());
        let is_list = rest.starts_with("一是") || begins_list(rest, label.style);
        if can_end && (is_space || is_list) {
            return openly(at, text.len() - rest.len());
        }
        last = Some(c);
    }
    let named = Some(&text[begin..end]).filter(|_| label.style == Style::Han);
    match named.and_then(part_named_first) {
        Some(len) => openly(begin + len, begin + len),
        None => Words {
            end,
            next: end,
            is_open: false,
        },
    }
}

/// The length of what names a part at the beginning of a sentence that goes on with something else.
fn part_named_first(sentence: &str) -> Option<usize> {
    let ends = sentence.char_indices().map(|(at, _)| at).skip(2);
    let named = |end: &usize| part_words::read(&plain(&sentence[..*end])).is_some();
    let end = ends.take(bare::LONGEST).filter(named).last()?;
    let goes_on =
        sentence[end..].starts_with(['的', '和', '与', '及', '、', '以', '，', ',', '：', ':']);
    (!goes_on && sentence[end..].chars().count() >= 4).then_some(end)
}

/// Whether `text` begins a list below a heading of this style.
fn begins_list(text: &str, style: Style) -> bool {
    numbering::label(text).is_some_and(|label| {
        label.number == 1
            && label.style > style
            && matches!(label.style, Style::HanInParens | Style::Arabic)
    })
}

#[cfg(test)]
mod tests {
    use crate::report::{breadcrumb, parse};

    /// Passages with the headings around them.
    fn passages(text: &str) -> Vec<(String, String)> {
        let outline = parse(text);
        let passages = outline.passages.iter();
        passages
            .map(|passage| {
                (
                    breadcrumb(&outline.sections, passage).join(">"),
                    text[passage.bytes()].to_owned(),
                )
            })
            .collect()
    }

    #[track_caller]
    fn reads(text: &str, expected: &[(&str, &str)]) {
        let found = passages(text);
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|(a, b)| (a.as_str(), b.as_str()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_report_without_line_ends_has_its_sections() {
        reads(
            "平陵乡推进依法行政，成效明显。现将情况报告如下：一、主要做法（一）建章立制1.立规。制定制度3项。2.清理。废止2项。\
             （二）培训。办班2期。二、存在的问题 人手不足。经费紧张。三、下一步打算（一）补充人手。再招3人。",
            &[
                ("", "平陵乡推进依法行政，成效明显。"),
                (
                    "一、主要做法>（一）建章立制>1.立规",
                    "现将情况报告如下：一、主要做法（一）建章立制1.立规。制定制度3项。",
                ),
                ("一、主要做法>（一）建章立制>2.清理", "2.清理。废止2项。"),
                ("一、主要做法>（二）培训", "（二）培训。办班2期。"),
                ("二、存在的问题", "二、存在的问题 人手不足。经费紧张。"),
                (
                    "三、下一步打算>（一）补充人手",
                    "三、下一步打算（一）补充人手。再招3人。",
                ),
            ],
        );
        // Nothing where line ends were.
        reads(
            "2024年，平陵乡推进依法行政，现报告如下。一、主要做法全年制定制度3项。二、存在的问题和不足基层人手少，经费紧。三、打算。再招3人。",
            &[
                ("", "2024年，平陵乡推进依法行政，现报告如下。"),
                ("一、主要做法", "一、主要做法全年制定制度3项。"),
                (
                    "二、存在的问题和不足",
                    "二、存在的问题和不足基层人手少，经费紧。",
                ),
                ("三、打算", "三、打算。再招3人。"),
            ],
        );
        // An end that is not seen, and a list right after its heading.
        reads(
            "一、平陵乡概况平陵乡地处县城西北，距县城九公里，全乡辖九个村民委员会，居住着汉、彝、傈僳等民族，总面积二百平方公里。\
             二、主要做法一是培训。办班2期。二是走访。问需3户。三、不足一是人手少。二是经费紧。",
            &[
                (
                    "一、",
                    "一、平陵乡概况平陵乡地处县城西北，距县城九公里，全乡辖九个村民委员会，居住着汉、彝、傈僳等民族，总面积二百平方公里。",
                ),
                ("二、主要做法>一是", "二、主要做法一是培训。办班2期。"),
                ("二、主要做法>二是", "二是走访。问需3户。"),
                ("三、不足>一是", "三、不足一是人手少。"),
                ("三、不足>二是", "二是经费紧。"),
            ],
        );
        // Spaces where line ends were.
        reads(
            "2024年平陵乡报告 一、主要做法 (一)建章立制 制定制度3项。 (二)培训 办班2期。 二、不足 人手少。",
            &[
                (
                    "一、主要做法>(一)建章立制",
                    "2024年平陵乡报告 一、主要做法 (一)建章立制 制定制度3项。 ",
                ),
                ("一、主要做法>(二)培训", "(二)培训 办班2期。 "),
                ("二、不足", "二、不足 人手少。"),
            ],
        );
    }

    #[test]
    fn numbers_in_a_paragraph_are_no_headings_by_themselves() {
        for text in [
            "全年做了三件事。一、培训。办班2期，听课90人，收到意见12条，采纳8条。",
            "抓住二、三季度。二、三季度办班2期。三、四季度走访。",
            "县长指出：“一、要加强领导。二、要解决存在的问题。三、要谋划打算。”全年办结45件，听课90人，走访120户。",
            "文件要求一、加强领导；二、强化督查；三、整改问题。办结45件。二、存在的问题。人手少。三、打算。再招3人。",
            "主要工作：一、培训。二、走访。存在的问题：一、人手少。下步打算：一、再招3人，二、配齐装备，补足经费。",
            "一、主要做法\n全年做了两件事：一、培训。二、走访。培训听课90人，走访村民120户，收到意见12条。\n二、不足\n人手少。",
            "全年做了两件事。一、培训。二、走访。听课90人，走访村民120户。\n收到意见12条，采纳8条，答复4条，无一条没有回音，群众对此普遍满意。",
        ] {
            let labels: Vec<_> = parse(text)
                .sections
                .iter()
                .map(|section| section.start as usize)
                .collect();
            assert!(
                labels
                    .iter()
                    .all(|at| *at == 0 || text[..*at].ends_with('\n')),
                "{text}"
            );
        }
    }

    #[test]
    fn passages_end_with_sentences_whatever_is_numbered() {
        let parts = [
            "一、甲乙",
            "二、丙丁",
            "（一）戊己",
            "（二）庚辛",
            "1.子丑",
            "2.寅卯",
            "。",
            " ",
            "：",
            "壬癸，",
            "三、午未",
        ];
        let mut seed = 7_u32;
        for _ in 0..3000 {
            let text: String = (0..24)
                .map(|_| {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    parts[(seed >> 16) as usize % parts.len()]
                })
                .collect();
            let outline = parse(&text);
            let mut end = 0;
            for passage in &outline.passages {
                assert_eq!(passage.start, end, "{text}");
                end = passage.end;
                let own = text[passage.bytes()].trim_end();
                assert!(
                    own.ends_with('。') || end as usize == text.len(),
                    "{text}\n{own}"
                );
            }
            assert_eq!(end as usize, text.len());
        }
    }
}
