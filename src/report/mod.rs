//! What a report is made of: title, sections, passages, all of them ranges of its text.
//!
//! [`parse`] is a pure function of the extracted text (one paragraph per line). It never rewrites anything:
//! passages tile the text, so that put together they are that text, and a passage ends only where a sentence
//! or a paragraph ends, so that no mention ever lies in two of them.
//!
//! ```
//! let text = "一、主要举措\n（一）坚持依法化解。一是办理复议。收到申请。二是开展调解。\n二、存在的问题\n有待加强。";
//! let outline = fasou::report::parse(text);
//! assert_eq!(outline.sections[1].heading, "坚持依法化解");
//! let passage = &outline.passages[1];
//! assert_eq!(&text[passage.bytes()], "二是开展调解。\n");
//! assert_eq!(fasou::report::breadcrumb(&outline.sections, passage), ["一、主要举措", "（一）坚持依法化解", "二是"]);
//! ```

mod bare;
mod contents;
mod date;
mod frame;
mod heading;
mod items;
mod menu;
mod meta;
mod numbering;
mod part_words;
mod passages;
mod running;
mod sections;
mod sentence;
mod series;
mod table;
mod title;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::text::{is_han, plain};

pub use date::{Date, is_round, year};
pub use frame::Frame;
pub(crate) use part_words::is_turn;
pub use sentence::{around as sentence_around, lines, lines_within};

/// Raised whenever the same text may give another outline.
pub const VERSION: u32 = 6;

/// A heading and all that stands under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// 1 for the outermost.
    pub depth: u32,
    /// The numbering as written: `一、`, `(五)`, `第一章`, `##`; empty for a heading without one.
    pub label: String,
    /// The heading without its numbering.
    pub heading: String,
    /// The section around it.
    pub parent: Option<u32>,
    /// First byte of the heading's line.
    pub start: u32,
    /// The byte after the last of the section, sections within it included.
    pub end: u32,
}

/// What a passage is to its section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// Part of the report's body.
    Body,
    /// The closing formula, signature and date, and what follows them.
    Closing,
    /// Part of an annex.
    Annex,
}

/// A piece of text to find, read and cite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// First byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// First byte of its own words, after title and heading lines.
    pub body: u32,
    /// The innermost section it stands in.
    pub section: Option<u32>,
    /// The run-in item it is or belongs to, as written: `一是`, `第二`, `1.`.
    pub item: Option<String>,
    /// Body, closing or annex.
    pub role: Role,
}

impl Passage {
    /// Its bytes in the report's text.
    pub fn bytes(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// The structure of one report's text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// Title, issuer and dates around the body.
    pub frame: Frame,
    /// All sections, in the order of their headings.
    pub sections: Vec<Section>,
    /// All passages, in order; they tile the text.
    pub passages: Vec<Passage>,
}

impl Outline {
    /// Bytes of the text that title, issuer and dates before the body take up.
    pub fn head(&self, text: &str) -> usize {
        lines_before(text, self.frame.head)
    }

    /// Closing formula, signature and date, without what follows them.
    pub fn signature<'a>(&self, text: &'a str) -> &'a str {
        &text[lines_before(text, self.frame.tail)..lines_before(text, self.frame.signed)]
    }

    /// The passages of the text that this outline is of, in [`plain`] form.
    pub fn plain_passages(&self, text: &str) -> Vec<String> {
        let passages = self.passages.iter();
        passages
            .map(|passage| plain(&text[passage.bytes()]))
            .collect()
    }
}

/// How many bytes the first lines of a text take.
fn lines_before(text: &str, count: usize) -> usize {
    let lines = text.split_inclusive('\n').take(count);
    lines.map(str::len).sum()
}

impl Section {
    /// Label and heading as written.
    pub fn written(&self) -> String {
        // `第二章 监督`, `## 成效`, `01 成效`: a label that is not punctuation is set apart by a space.
        let is_word = |c| is_han(c) && c != '丶';
        let apart = self.label.starts_with(['#', '0']) || self.label.ends_with(is_word);
        let space = if apart { " " } else { "" };
        format!("{}{space}{}", self.label, self.heading)
    }
}

/// Headings around a passage, outermost first, run-in item last, as written.
pub fn breadcrumb(sections: &[Section], passage: &Passage) -> Vec<String> {
    let mut crumbs = Vec::new();
    let mut next = passage.section;
    while let Some(section) = next.and_then(|at| sections.get(at as usize)) {
        crumbs.push(section.written());
        next = section.parent;
    }
    crumbs.reverse();
    crumbs.extend(passage.item.clone());
    crumbs
}

/// Finds the structure of an extracted text.
pub fn parse(text: &str) -> Outline {
    let lines = sentence::lines(text);
    let frame = frame::find(text, &lines);
    let (sections, blocks) = sections::find(text, &lines, &frame);
    let passages = passages::cut(text, &sections, &blocks);
    Outline {
        frame,
        sections,
        passages,
    }
}
