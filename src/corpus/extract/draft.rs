//! What a reader makes of a file, before the rules for extracted text are applied.

use super::Extracted;
use super::line::{Label, is_bare_label, label};
use super::text::lines;
use crate::corpus::about::About;

/// How many lines a title may be broken over, or be preceded by.
const FIRST_LINES: usize = 6;

/// What a reader makes of a file.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// A paragraph a line.
    pub text: String,
    /// The page on which each line begins, from 1; empty if the format has no pages.
    pub pages: Vec<u32>,
    /// What the file says about the report.
    pub about: About,
    /// What a user said about it.
    pub given: About,
    /// What a user should know.
    pub warnings: Vec<String>,
}

impl Draft {
    /// Adds a paragraph as it was found, with the page it begins on.
    pub fn push(&mut self, paragraph: &str, page: Option<u32>) {
        for line in lines(paragraph) {
            if !self.text.is_empty() {
                self.text.push('\n');
            }
            self.text.push_str(&line.text);
            self.pages.extend(page);
        }
    }

    /// Puts a title that is given apart from the text before the text, unless one of the first lines has it
    /// already, perhaps broken over several lines.
    pub fn put_title_first(&mut self, title: &str) {
        let letters =
            |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        let first: String = self.text.lines().take(FIRST_LINES).map(letters).collect();
        let wanted = letters(&title);
        if wanted.is_empty() || first.contains(&wanted) {
            return;
        }
        let text = std::mem::take(&mut self.text);
        let pages = std::mem::take(&mut self.pages);
        self.push(&title, pages.first().copied());
        let more = self.text.lines().count();
        if !text.is_empty() {
            self.text.push('\n');
            self.text.push_str(&text);
        }
        self.pages.truncate(more);
        self.pages.extend(pages);
    }

    /// Puts labels that stand alone on a line before what they number: editors of pages set `（一）` apart.
    fn join_labels(&mut self) {
        let lines: Vec<&str> = self.text.lines().collect();
        let numbers = |at: usize| {
            let next = lines.get(at + 1);
            is_bare_label(lines[at]) && next.is_some_and(|next| label(next) == Label::None)
        };
        let alone: Vec<bool> = (0..lines.len()).map(numbers).collect();
        if !alone.contains(&true) {
            return;
        }
        let ended = lines.iter().zip(&alone);
        let joined = ended.map(|(line, alone)| [*line, if *alone { "" } else { "\n" }].concat());
        let joined: String = joined.collect();
        let mut at = 0;
        self.pages.retain(|_| {
            at += 1;
            at < 2 || !alone[at - 2]
        });
        self.text.truncate(0);
        self.text.push_str(joined.trim_end_matches('\n'));
    }

    /// The finished text.
    pub fn finish(mut self) -> Extracted {
        self.join_labels();
        Extracted {
            text: self.text,
            pages: self.pages,
            about: self.about,
            given: self.given,
            warnings: self.warnings,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(lines: &[&str]) -> (Vec<String>, Vec<u32>) {
        let mut draft = Draft::default();
        for (page, line) in (1..).zip(lines) {
            draft.push(line, Some(page));
        }
        let extracted = draft.finish();
        (
            extracted.text.lines().map(str::to_owned).collect(),
            extracted.pages,
        )
    }

    #[test]
    fn a_label_alone_stands_before_what_it_numbers() {
        let (lines, pages) = joined(&[
            "一、",
            "主要做法",
            "（一）",
            "培训",
            "办班2期。",
            "二、打算",
        ]);
        assert_eq!(
            lines,
            ["一、主要做法", "（一）培训", "办班2期。", "二、打算"]
        );
        assert_eq!(pages, [1, 3, 5, 6]);
        for lines in [
            &["一、", "二、打算"][..],
            &["1.", "培训"],
            &["统一", "培训"],
            &["培训", "一、"],
        ] {
            assert_eq!(joined(lines).0, lines);
        }
    }
}
