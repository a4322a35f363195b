//! What a reader makes of a file, before the rules for extracted text are applied.

use super::Extracted;
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

    /// The finished text.
    pub fn finish(self) -> Extracted {
        Extracted {
            text: self.text,
            pages: self.pages,
            about: self.about,
            given: self.given,
            warnings: self.warnings,
        }
    }
}
