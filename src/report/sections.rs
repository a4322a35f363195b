//! The section tree, and the blocks of the body between its headings.

use std::ops::Range;

use super::bare;
use super::contents;
use super::frame::Frame;
use super::heading::{self, Line};
use super::numbering::{Label, Style};
use super::running::{self, Kind};
use super::series;
use super::table;
use super::{Role, Section};

/// A stretch of the body: a heading, or a paragraph (or what is left of it after a run-in heading).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its bytes, line end included.
    pub range: Range<usize>,
    /// The section it stands in; for a heading, the one it opens.
    pub section: Option<u32>,
    /// What it is.
    pub kind: BlockKind,
}

/// What a block is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Title, issuer and date lines, and what leads up to a heading: they belong to the passage that follows.
    Frame,
    /// A heading: belongs there too.
    Heading,
    /// A paragraph, with its label if it is numbered.
    Paragraph(Option<String>),
    /// The closing.
    Closing,
    /// A line of an annex.
    Annex,
}

/// A heading that is still open; or a numbered paragraph, which stands in the list of its style and opens no
/// section.
struct Open {
    style: Option<Style>,
    number: u32,
    section: Option<u32>,
}

/// Finds sections and blocks in the lines between the two ends of the frame.
pub fn find(text: &str, lines: &[Range<usize>], frame: &Frame) -> (Vec<Section>, Vec<Block>) {
    let (head, tail) = (&lines[..frame.head], &lines[frame.tail..]);
    let body = running::pieces(text, &lines[frame.head..frame.tail]);
    let ranges = body.iter().map(|piece| &piece.range);
    let starts: Vec<usize> = (head.iter().chain(ranges).chain(tail))
        .map(|range| range.start)
        .collect();
    let end_of = |at: usize| starts.get(at + 1).copied().unwrap_or(text.len());
    let mut tree = Tree::default();
    let mut blocks = Vec::new();
    let mut push = |range, section, kind| {
        blocks.push(Block {
            range,
            section,
            kind,
        })
    };
    for (at, line) in head.iter().enumerate() {
        push(line.start..end_of(at), None, BlockKind::Frame);
    }
    let written: Vec<&str> = body
        .iter()
        .map(|piece| &text[piece.range.clone()])
        .collect();
    for (at, (piece, line)) in body.iter().zip(read_all(&written)).enumerate() {
        let (start, end) = (piece.range.start, end_of(head.len() + at));
        match line {
            _ if piece.kind == Kind::Lead => push(start..end, tree.top(), BlockKind::Frame),
            _ if piece.kind == Kind::Rest => {
                push(start..end, tree.top(), BlockKind::Paragraph(None));
            }
            Line::Heading {
                label,
                words,
                run_in,
            } if tree.accepts(label) => {
                let words_end = words.end;
                let section = tree.open(written[at], label, words, start);
                let split = run_in.map_or(end, |at| start + at);
                debug_assert!(start + words_end <= split);
                push(start..split, Some(section), BlockKind::Heading);
                if split < end {
                    push(split..end, Some(section), BlockKind::Paragraph(None));
                }
            }
            Line::Numbered(label) if tree.accepts(Some(label)) => {
                tree.number(label);
                let label = written[at][..label.len].trim().to_owned();
                push(start..end, tree.top(), BlockKind::Paragraph(Some(label)));
            }
            _ => push(start..end, tree.top(), BlockKind::Paragraph(None)),
        }
    }
    for (at, line) in tail.iter().enumerate() {
        let end = end_of(head.len() + body.len() + at);
        match frame.tail + at < frame.annex {
            true => push(line.start..end, tree.top(), BlockKind::Closing),
            false => push(line.start..end, None, BlockKind::Annex),
        }
    }
    (tree.close(text.len()), blocks)
}

/// What each line of the body is. Lines of a table of contents are treated as if they were empty.
fn read_all(written: &[&str]) -> Vec<Line> {
    let contents = contents::find(written);
    let lines = written.iter().enumerate();
    let lines = lines.map(|(at, line)| if contents.contains(&at) { "" } else { *line });
    let written: &[&str] = &lines.collect::<Vec<_>>();
    let (mut has_heading, mut has_han) = (false, false);
    for line in written.iter().map(|line| heading::read(line, false)) {
        let label = match line {
            Line::Heading { label, .. } => label,
            Line::Numbered(label) => Some(label),
            Line::Paragraph => None,
        };
        has_heading |= matches!(line, Line::Heading { .. });
        has_han |= label.is_some_and(|label| label.style == Style::Han);
    }
    let series = series::find(written, has_han);
    let numbers_nothing = !has_heading && series.is_empty();
    // A heading of bare words introduces something.
    let mut read: Vec<Line> = (written.iter().enumerate())
        .map(|(at, line)| heading::read(line, numbers_nothing && at + 1 < written.len()))
        .collect();
    for (at, label) in series {
        read[at] = heading::numbered(written[at], label);
    }
    for at in table::labelled_cells(written) {
        read[at] = Line::Paragraph;
    }
    make_items(&mut read, written);
    if !numbers_nothing {
        bare::find(&mut read, written);
    }
    make_turns(&mut read, written);
    read
}

/// Numbered sentences that follow each other with nothing in between are items of a list, however short: a
/// heading has something under it.
fn make_items(read: &mut [Line], written: &[&str]) {
    let label_of = |line: &Line| match line {
        Line::Heading {
            label: Some(label),
            run_in: None,
            ..
        }
        | Line::Numbered(label) => Some(*label),
        _ => None,
    };
    let sentences: Vec<Option<Label>> = (read.iter().zip(written))
        .map(|(line, written)| label_of(line).filter(|_| heading::is_sentence(written)))
        .collect();
    let next_to = |at: usize, other: Option<usize>, step: i64| {
        let (Some(Some(own)), Some(Some(other))) = (
            sentences.get(at).copied(),
            other.and_then(|other| sentences.get(other).copied()),
        ) else {
            return false;
        };
        own.style == other.style && i64::from(other.number) - i64::from(own.number) == step
    };
    for at in 0..read.len() {
        let Some(label) = sentences[at] else { continue };
        if next_to(at, at.checked_sub(1), -1) || next_to(at, Some(at + 1), 1) {
            read[at] = Line::Numbered(label);
        }
    }
}

/// After the last numbered line, a paragraph may turn to problems and plans by its first words.
fn make_turns(read: &mut [Line], written: &[&str]) {
    let is_numbered = |line: &Line| match line {
        Line::Heading { label, .. } => label.is_some(),
        Line::Numbered(_) => true,
        Line::Paragraph => false,
    };
    let behind = read.iter().rposition(is_numbered).map_or(0, |at| at + 1);
    for at in behind..read.len() {
        if read[at] == Line::Paragraph
            && let Some(turn) = heading::read_turn(written[at])
        {
            read[at] = turn;
        }
    }
}

#[derive(Default)]
struct Tree {
    sections: Vec<Section>,
    open: Vec<Open>,
}

impl Tree {
    fn top(&self) -> Option<u32> {
        self.open.iter().rev().find_map(|open| open.section)
    }

    fn depth(&self) -> u32 {
        let headings = self.open.iter().filter(|open| open.section.is_some());
        headings.count() as u32
    }

    /// Digits number much that is not a heading: such a label must begin a list or continue one.
    fn accepts(&self, label: Option<Label>) -> bool {
        let Some(label) = label else { return true };
        match label.style {
            Style::Arabic | Style::ArabicInParens | Style::Circled | Style::Decimal(_) => {
                let goes_on = |open: &Open| {
                    open.style == Some(label.style) && follows(open.number, label.number)
                };
                label.number == 1 || self.open.iter().any(goes_on)
            }
            _ => true,
        }
    }

    /// Takes in a numbered paragraph. What it counts on from ends before it, even if that is a heading. A
    /// paragraph that begins a list may stand below a heading of its own style.
    fn number(&mut self, label: Label) {
        let is_alike = |open: &Open| open.style == Some(label.style);
        let goes_on =
            |open: &Open| is_alike(open) && label.number > 1 && follows(open.number, label.number);
        let is_item = |open: &Open| is_alike(open) && open.section.is_none();
        let open = &mut self.open;
        let last = (open.iter().rposition(goes_on)).or_else(|| open.iter().rposition(is_item));
        open.truncate(last.unwrap_or(open.len()));
        open.push(Open {
            style: Some(label.style),
            number: label.number,
            section: None,
        });
    }

    fn open(&mut self, line: &str, label: Option<Label>, words: Range<usize>, start: usize) -> u32 {
        let style = label.map(|label| label.style);
        let number = label.map_or(0, |label| label.number);
        self.leave_for(style, number);
        let section = self.sections.len() as u32;
        // In `## 一、举措` the inner label is the one that people see.
        let written = match style {
            Some(Style::Markdown(marks)) => {
                let inner = line[marks..words.start].trim();
                if inner.is_empty() {
                    &line[..marks]
                } else {
                    inner
                }
            }
            _ => label.map_or("", |label| line[..label.len].trim()),
        };
        self.sections.push(Section {
            depth: self.depth() + 1,
            label: written.to_owned(),
            heading: line[words].to_owned(),
            parent: self.top(),
            start: start as u32,
            end: 0,
        });
        self.open.push(Open {
            style,
            number,
            section: Some(section),
        });
        section
    }

    /// Closes everything that a heading of this style does not stand in.
    fn leave_for(&mut self, style: Option<Style>, number: u32) {
        // A list of an inner style does not go on after it.
        let ends = |open: &mut Open| open.section.is_none() && open.style > style;
        while self.open.pop_if(ends).is_some() {}
        if let Some(at) = self.open.iter().position(|open| open.style == style) {
            self.open.truncate(at);
            return;
        }
        let outer = self
            .open
            .iter()
            .take_while(|open| open.style < style)
            .count();
        // `1、` first and `（一）` within it: a list that begins under the only heading there is.
        let nested = outer == 0 && number == 1 && style > Some(Style::Han);
        if !nested {
            self.open.truncate(outer);
        }
    }

    fn close(mut self, end: usize) -> Vec<Section> {
        for at in 0..self.sections.len() {
            let depth = self.sections[at].depth;
            let next = self.sections[at + 1..]
                .iter()
                .find(|next| next.depth <= depth);
            self.sections[at].end = next.map_or(end as u32, |next| next.start);
        }
        self.sections
    }
}

/// Whether `number` may come after `last`: authors repeat a number or leave one out.
fn follows(last: u32, number: u32) -> bool {
    (last..=last + 2).contains(&number)
}

/// The role of a block's passage.
pub fn role(kind: &BlockKind) -> Role {
    match kind {
        BlockKind::Closing => Role::Closing,
        BlockKind::Annex => Role::Annex,
        _ => Role::Body,
    }
}

#[cfg(test)]
mod tests {
    use crate::report::{breadcrumb, parse};

    /// Where each passage stands.
    fn places(text: &str) -> Vec<String> {
        let outline = parse(text);
        let passages = outline.passages.iter();
        passages
            .map(|passage| breadcrumb(&outline.sections, passage).join(" › "))
            .collect()
    }

    #[test]
    fn a_numbered_paragraph_ends_the_heading_that_it_counts_on_from() {
        let text = "一、存在问题\n（一）力量不足。全县执法人员只有12名，多数乡镇没有专人。\n\
            （二）经费紧张，检测周期长，影响案件的时效。\n（三）法规更新快，部分人员学习不及时，理解也不透。\n\
            以上问题已列入县委全面依法治县委员会的督察清单。\n（四）宣传单一。全年只办讲座3场，受众不到八百人次。\n\
            二、打算\n配齐人员。";
        assert_eq!(
            places(text),
            [
                "一、存在问题 › （一）力量不足",
                "一、存在问题 › （二）",
                "一、存在问题 › （三）",
                "一、存在问题",
                "一、存在问题 › （四）宣传单一",
                "二、打算"
            ]
        );
    }

    #[test]
    fn numbered_cells_of_a_table_are_no_headings() {
        let text = "一、主要工作\n（一）执法\n全年案件如下表，均已办结归档。\n一、行政处罚\n件数\n（一）警告\n12\n\
            （二）罚款\n156\n二、行政强制\n8\n二、存在的问题\n人手少，经费紧。";
        let headings: Vec<String> = (parse(text).sections.iter())
            .map(|section| format!("{}{}", section.label, section.heading))
            .collect();
        assert_eq!(headings, ["一、主要工作", "（一）执法", "二、存在的问题"]);
    }

    #[test]
    fn a_list_that_begins_anew_stays_below_a_heading_of_its_style() {
        let long = "复核案卷、约谈人员、督促整改，逐件销号，并就此向县政府常务会议作出专题报告和书面说明，接受监督";
        let text = format!(
            "一、工作\n1.建章立制。制定制度3项，修订4项，废止2项，全部公布上网。\n\
            2.评查案卷。抽查各部门案卷60宗，发现问题31个，做法如下：\n\
            1.{long}。\n2.{long}。\n3.{long}。\n3.培训。办班2期，参训90人，全部考试合格，成绩入档备查。"
        );
        let placed = places(&text);
        let under = "一、工作 › 2.评查案卷";
        assert_eq!(placed[1], under);
        assert_eq!(placed[2], format!("{under} › 1."));
        assert_eq!(placed.last().unwrap(), "一、工作 › 3.培训");
    }

    #[test]
    fn what_stands_between_numbered_paragraphs_does_not_end_their_list() {
        let long = "复核案卷、约谈人员、督促整改，逐件销号，并就此向县政府常务会议作出专题报告和书面说明，接受监督";
        let text = format!(
            "一、工作\n1.建章立制。制定制度3项，修订4项，废止2项，全部公布上网。\n2.{long}。\n\
            （1）复核。复核案卷60宗，发现问题31个，均已整改到位。\n\
            （2）约谈。约谈人员9名，督促他们限期整改并书面说明。\n\
            3.培训。办班2期，参训90人，全部考试合格，成绩入档备查。"
        );
        assert_eq!(
            places(&text),
            [
                "一、工作 › 1.建章立制",
                "一、工作 › 2.",
                "一、工作 › （1）复核",
                "一、工作 › （2）约谈",
                "一、工作 › 3.培训"
            ]
        );
    }
}
