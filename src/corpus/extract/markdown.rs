//! Markdown files: the text without the markup, but with its headings' `#`.
//!
//! The outline reads `#` marks and labels, so both stay as written: `1. ` is a label here, never a list to be
//! renumbered. All other markup is removed. But reports are rarely written *as* Markdown: they come from
//! converters and from people who know a little of it, so five things differ from the standard:
//!
//! - a soft break ends a paragraph, where Markdown would go on, before a label
//!   (`一、`, `（一）`, `1.`, `一是`), before indentation, after a labelled line that
//!   stops early, and after each line of a file with whole paragraphs in lines;
//! - `**` stuck to Chinese punctuation, which its rules leave standing, goes as well;
//! - four spaces before Chinese text are an indentation, not code;
//! - a rule right below a paragraph does not make the paragraph a heading;
//! - nothing is lost to syntax nobody meant: cells beyond a table's width, text
//!   in HTML tags, `[1]: 数据来源`. Code keeps its lines, only its fences go.
//!
//! Invariant: no paragraph of the output holds text of two table cells, list
//! items or headings.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::draft::Draft;
use super::front_matter::front_matter;
use super::line::{Ending, Label, ending, join, label, lead};
use super::markup::{is_line_break, prepared, without_strong_marks, without_tags};
use super::pages::{Mark, mark};
use super::shape::has_whole_paragraphs;
use super::text::lines;
use crate::corpus::about::About;

/// An underlined heading has no more characters than this.
const LONGEST_HEADING: usize = 40;

/// Reads the text of a Markdown file.
pub(super) fn read(text: &str) -> Draft {
    let (front_matter, body) = front_matter(text);
    let source = prepared(body);
    let mut reader = Reader {
        source: &source,
        out: Vec::new(),
        block: Vec::new(),
        cells: 0,
        in_html: false,
        is_wrapped: !has_whole_paragraphs(source.lines().map(str::len)),
    };
    for (event, range) in Parser::new_ext(&source, Options::ENABLE_TABLES).into_offset_iter() {
        reader.take(event, range);
    }
    reader.flush();
    Draft {
        text: reader.out.join("\n"),
        given: About::of(
            front_matter
                .iter()
                .map(|(key, value)| (key.as_str(), value.as_str())),
        ),
        ..Draft::default()
    }
}

/// The lines of a block and the lines done with.
struct Reader<'a> {
    source: &'a str,
    out: Vec<String>,
    /// The block's lines so far, split at soft breaks.
    block: Vec<String>,
    /// Cells of the table row so far.
    cells: usize,
    in_html: bool,
    /// Whether soft breaks only limit the width, rather than begin paragraphs.
    is_wrapped: bool,
}

impl Reader<'_> {
    fn take(&mut self, event: Event, range: Range<usize>) {
        match event {
            Event::Text(text) if self.in_html => self.push(&text),
            Event::Text(text) => {
                // Only code has line breaks inside a text.
                for (index, line) in text.split('\n').enumerate() {
                    if index > 0 {
                        self.flush();
                    }
                    self.push(line);
                }
            }
            Event::Code(text) | Event::Html(text) => self.push(&text),
            Event::SoftBreak => self.block.push(String::new()),
            Event::InlineHtml(tag) if is_line_break(&tag) => self.flush(),
            Event::HardBreak | Event::Rule => self.flush(),
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag, range),
            // Inline tags; the rest belongs to extensions that are off.
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag, range: Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.flush();
                if is_marked(&self.source[range]) {
                    self.push(&marks(*level));
                }
            }
            Tag::Item => {
                self.flush();
                let written = &self.source[range];
                let digits = written.bytes().take_while(u8::is_ascii_digit).count();
                if digits > 0 {
                    // A digit and the `.` or `)` after it are a byte each.
                    self.push(&written[..=digits]);
                    self.push(" ");
                }
            }
            Tag::TableHead | Tag::TableRow => self.cells = 0,
            Tag::HtmlBlock => self.in_html = true,
            Tag::Emphasis => self.keep_factor(range.start, range.start + 1),
            // Before a paragraph there is nothing but its item's label.
            Tag::Paragraph | Tag::Strong | Tag::Link { .. } | Tag::Image { .. } => {}
            _ => self.flush(),
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Heading(level) => {
                if !is_marked(&self.source[range]) && self.is_short_line() {
                    self.block[0].insert_str(0, &marks(level));
                }
                self.flush();
            }
            TagEnd::TableCell => {
                self.cells += 1;
                self.flush();
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                let row = self.source[range].trim().replace("\\|", "\u{ff5c}");
                let row = row.strip_prefix('|').unwrap_or(&row);
                let row = row.strip_suffix('|').unwrap_or(row);
                for cell in row.split('|').skip(self.cells) {
                    self.push(cell);
                    self.flush();
                }
            }
            TagEnd::HtmlBlock => {
                let html = self.block.concat();
                self.block.clear();
                self.in_html = false;
                for line in without_tags(&html).lines() {
                    self.push(line);
                    self.flush();
                }
            }
            TagEnd::Emphasis => self.keep_factor(range.end - 1, range.end),
            TagEnd::Strong | TagEnd::Link | TagEnd::Image => {}
            _ => self.flush(),
        }
    }

    fn push(&mut self, text: &str) {
        match self.block.last_mut() {
            Some(line) => line.push_str(text),
            None => self.block.push(text.to_owned()),
        }
    }

    /// Keeps the `*` of `3*5*2`: without it the numbers would become one.
    fn keep_factor(&mut self, before: usize, after: usize) {
        let bytes = self.source.as_bytes();
        let is_digit = |at: Option<usize>| {
            at.and_then(|at| bytes.get(at))
                .is_some_and(u8::is_ascii_digit)
        };
        if is_digit(before.checked_sub(1)) && is_digit(Some(after)) {
            let mark = self.source[before..after].to_owned();
            self.push(&mark);
        }
    }

    /// Whether the block is one line that could be an underlined heading.
    fn is_short_line(&self) -> bool {
        matches!(self.block.as_slice(), [line]
            if line.chars().count() <= LONGEST_HEADING && ending(line) == Ending::Open)
    }

    /// Writes the block's lines, as one paragraph or several.
    fn flush(&mut self) {
        let mut block = std::mem::take(&mut self.block);
        block.retain(|line| mark(line.trim()) != Some(Mark::Page));
        let widest = block
            .iter()
            .map(|line| line.chars().count())
            .max()
            .unwrap_or(0);
        let mut paragraph = String::new();
        for (index, line) in block.iter().enumerate() {
            if index > 0 && self.breaks(&block[index - 1], line, widest) {
                self.put(&paragraph);
                paragraph.clear();
            }
            join(&mut paragraph, line);
        }
        self.put(&paragraph);
    }

    /// Whether a soft break between `a` and `b` ends a paragraph.
    fn breaks(&self, a: &str, b: &str, widest: usize) -> bool {
        if ending(a) == Ending::Comma {
            return false;
        }
        let stops_early = a.chars().count() + lead(b).chars().count() <= widest;
        let is_heading = match label(a) {
            Label::Mark => true,
            Label::Heading | Label::Item => stops_early && ending(a) == Ending::Open,
            Label::None => false,
        };
        let begins = label(b) != Label::None || b.starts_with(char::is_whitespace);
        !self.is_wrapped || is_heading || begins
    }

    /// Writes one paragraph.
    fn put(&mut self, paragraph: &str) {
        if !paragraph.trim_matches(['#', ' ']).is_empty() {
            let plain = without_strong_marks(paragraph);
            self.out
                .extend(lines(&plain).into_iter().map(|line| line.text.into_owned()));
        }
    }
}

/// Whether a heading is written with `#`, not underlined.
fn is_marked(heading: &str) -> bool {
    let text = heading.trim_start().trim_start_matches('#');
    text.len() < heading.trim_start().len()
        && (text.is_empty() || text.starts_with(char::is_whitespace))
}

/// The marks of a heading.
fn marks(level: HeadingLevel) -> String {
    "#".repeat(level as usize) + " "
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(source: &str, expected: &[&str]) {
        assert_eq!(
            read(source).text.lines().collect::<Vec<_>>(),
            expected,
            "{source}"
        );
    }

    #[test]
    fn headings_keep_their_marks() {
        reads(
            "# 甲报告\n## 一、做法 ##\n#无空格\n正文",
            &["# 甲报告", "## 一、做法", "#无空格", "正文"],
        );
        reads("甲报告\n===\n\n短标题\n---", &["# 甲报告", "## 短标题"]);
        reads("全年完成任务。\n---\n下一段", &["全年完成任务。", "下一段"]);
        reads("#\n\n正文", &["正文"]);
    }

    #[test]
    fn labels_stay_as_written() {
        for label in [
            "1. ",
            "1.",
            "3. ",
            "1) ",
            "一、",
            "（二）",
            "(3)",
            "①",
            "一是",
            "第一，",
        ] {
            let line = format!("{label}完善制度");
            reads(&line, &[&line]);
            reads(&format!("> {line}"), &[&line]);
            reads(
                &format!("前一段\n{line}\n\n{line}"),
                &["前一段", &line, &line],
            );
        }
        reads(
            "1. 甲\n   1. 乙\n   2. 丙\n7. 丁",
            &["1. 甲", "1. 乙", "2. 丙", "7. 丁"],
        );
    }

    #[test]
    fn soft_breaks_join_as_markdown_says() {
        reads(
            "全乡AI\n平台与rule\nof law\n相结合",
            &["全乡AI平台与rule of law相结合"],
        );
        reads("甲  \n乙\\\n丙<br>丁", &["甲", "乙", "丙", "丁"]);
        reads(
            "- 甲项\n  续行\n- 乙项\n懒续行",
            &["甲项续行", "乙项懒续行"],
        );
        reads(
            "按照有关要求，\n一、二、三季度",
            &["按照有关要求，一、二、三季度"],
        );
        reads(
            "全县投入经费\n1.2345亿元用于普法\n1.2024年起专款专用",
            &["全县投入经费1.2345亿元用于普法", "1.2024年起专款专用"],
        );
    }

    #[test]
    fn a_paragraph_a_line_is_not_joined() {
        let long = "平陵乡司法所坚持每月到村坐班，受理咨询、调解纠纷并代写文书。".repeat(4);
        let source = format!("平陵乡工作报告\n{long}\n特此报告。\n2025年1月8日");
        reads(
            &source,
            &["平陵乡工作报告", &long, "特此报告。", "2025年1月8日"],
        );
        let source = format!("一、主要做法\n{long}\n{long}\n　　下一段\n　　又一段");
        reads(&source, &["一、主要做法", &long, &long, "下一段", "又一段"]);
        reads(
            "    甲段第一行，\n续行。\n    乙段。\n\n\t丙段。",
            &["甲段第一行，续行。", "乙段。", "丙段。"],
        );
    }

    #[test]
    fn inline_marks_go_and_their_text_stays() {
        for (source, expected) in [
            ("**一、做法**", "一、做法"),
            (
                "我乡**“双随机”**监管，**（一）**项",
                "我乡“双随机”监管，（一）项",
            ),
            ("**注意：**全年如此", "注意：全年如此"),
            ("当事人张**、李**均到场", "当事人张**、李**均到场"),
            ("__重点__ 与 *一般*", "重点 与 一般"),
            (
                "见[《办法》](http://example.gov.cn/a_b)和<http://example.gov.cn>",
                "见《办法》和http://example.gov.cn",
            ),
            ("![示意图](a.png)与`代码`", "示意图与代码"),
            ("3*5*2与**12**件", "3*5*2与12件"),
            ("20__年__月，____县", "20__年__月，____县"),
            ("第<sup>2</sup>款<!-- 注 -->规定", "第2款规定"),
            ("2\\*3 &amp; a<b，<通知>", "2*3 & a<b，<通知>"),
        ] {
            reads(source, &[expected]);
        }
    }

    #[test]
    fn a_table_cell_is_a_paragraph() {
        let table =
            "表1\n\n| 指标 | **数值** |\n|:--|--:|\n| 许可 | 12 | 多 |\n| a\\|b | |\n\n后文";
        reads(
            table,
            &["表1", "指标", "数值", "许可", "12", "多", "a|b", "后文"],
        );
        let html = "<table>\n<tr><td>甲</td><td><b>乙</b>丙<br/>丁</td></tr>\n</table>\n\n后文";
        reads(html, &["甲", "乙丙", "丁", "后文"]);
    }

    #[test]
    fn syntax_goes_and_text_it_would_swallow_stays() {
        reads("甲\n\n***\n\n- - -\n\n乙", &["甲", "乙"]);
        reads(
            "```text\n第一行\n    第二行\n```\n后文",
            &["第一行", "第二行", "后文"],
        );
        reads(
            "[1]: 数据来源\n[a]: http://example.gov.cn\n\n见[文][a]",
            &["[1]: 数据来源", "见文"],
        );
        reads("甲段上\n第 3 页\n甲段下", &["甲段上甲段下"]);
        reads(
            "<div align=\"center\">\n居中标题&nbsp;\n</div>",
            &["居中标题"],
        );
    }

    #[test]
    fn front_matter_is_not_text() {
        let draft = read("---\ntitle: 甲乡报告\n---\n# 甲乡报告");
        assert_eq!(draft.given.title.as_deref(), Some("甲乡报告"));
        assert_eq!(draft.text, "# 甲乡报告");
    }
}
