//! What the place of a mention says about its worth.
//!
//! Reports are written to a pattern: an item's opening clause says what the item is about, 《…》 names a
//! document, and an enumeration joined by 、 mentions each thing in passing. One pass over the text notes
//! these places.
//!
//! Invariant: all positions are byte offsets at character boundaries of the text given.

use std::ops::Range;

/// An opening clause is at most this long; what follows in a longer one is detail.
const OPENING_CHARS: usize = 40;

/// Headings before a first item end within this many bytes, some 80 characters.
const PREFACE_BYTES: usize = 240;

/// A mention touches a 、 that is at most this many bytes, 3 characters, away (`行政复议案件、`).
const TOUCH_BYTES: usize = 9;

/// How the first of several items begins.
const FIRST_ITEMS: [&str; 16] = [
    "一是",
    "一要",
    "首先,",
    "首先，",
    "第一,",
    "第一，",
    "第一、",
    "一、",
    "(一)",
    "（一）",
    "1.",
    "1．",
    "1、",
    "(1)",
    "（1）",
    "①",
];

/// Where in its text a mention stands, as far as that matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Within 《…》: the name of a document.
    Title,
    /// In an enumeration joined by 、.
    Row,
    /// In a clause that says what the passage or an item of it is about.
    Opening,
    /// Anywhere else.
    Body,
}

impl Place {
    /// The name used in reasons.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Place::Title => "title",
            Place::Row => "list",
            Place::Opening => "opening",
            Place::Body => "text",
        }
    }
}

/// The places of one text.
#[derive(Debug)]
pub(super) struct Places {
    /// Opening clauses, in order; there is always at least one.
    openings: Vec<Range<usize>>,
    /// Outermost 《…》, in order.
    titles: Vec<Range<usize>>,
    /// The 、 that join enumerations: those of a clause with more than one, or with one and an 等 that closes
    /// the enumeration.
    row_marks: Vec<usize>,
}

impl Places {
    /// Notes the places of a text.
    pub(super) fn of(text: &str) -> Places {
        let mut titles = Titles::default();
        let mut rows = Rows::default();
        let mut first = 0;
        let mut items = Vec::new();
        for (at, c) in text.char_indices() {
            match c {
                '是' => items.extend(item_start(text, at)),
                '等' => rows.closed = true,
                '\u{4e00}'..='\u{9fff}' => {}
                '《' => titles.open.push(at),
                '》' => titles.close(at),
                '、' => rows.mark(at),
                _ if ends_clause(c) => {
                    rows.end_clause();
                    let after = at + c.len_utf8();
                    if c == '\n' {
                        titles.open.clear();
                    }
                    if at < PREFACE_BYTES
                        && (ends_sentence(c) || matches!(c, ':' | '：'))
                        && begins_items(&text[after..])
                    {
                        first = after;
                    }
                }
                _ => {}
            }
        }
        rows.end_clause();
        items.retain(|&item| item > first);
        items.insert(0, first);
        let openings = items.into_iter().map(|start| clause(text, start)).collect();
        Places {
            openings,
            titles: titles.found,
            row_marks: rows.found,
        }
    }

    /// Where the passage itself begins.
    ///
    /// A heading stands in one passage with its first item; it names what all its items are about, so what
    /// comes before counts as heading, not as passage.
    pub(super) fn start(&self) -> usize {
        self.openings.first().map_or(0, |first| first.start)
    }

    /// The place of a mention in the text that these places are of.
    pub(super) fn place(&self, text: &str, mention: &Range<usize>) -> Place {
        if within(&self.titles, mention.start) {
            Place::Title
        } else if self.touches_row(text, mention) {
            Place::Row
        } else if within(&self.openings, mention.start) {
            Place::Opening
        } else {
            Place::Body
        }
    }

    fn touches_row(&self, text: &str, mention: &Range<usize>) -> bool {
        let near = |between: Range<usize>| {
            between.len() <= TOUCH_BYTES && !text[between].contains(ends_clause)
        };
        let next = self.row_marks.partition_point(|&mark| mark < mention.start);
        let before = next
            .checked_sub(1)
            .map(|last| self.row_marks[last] + '、'.len_utf8()..mention.start);
        // A phrase may hold a 、 itself (双随机、一公开).
        let after = self.row_marks[next..]
            .iter()
            .find(|&&mark| mark >= mention.end);
        before.is_some_and(near) || after.is_some_and(|&mark| near(mention.end..mark))
    }
}

/// The 《…》 of a text. An unclosed 《 opens nothing.
#[derive(Default)]
struct Titles {
    open: Vec<usize>,
    found: Vec<Range<usize>>,
}

impl Titles {
    fn close(&mut self, at: usize) {
        if let Some(start) = self.open.pop() {
            while self.found.pop_if(|inner| inner.start > start).is_some() {}
            self.found.push(start..at);
        }
    }
}

/// The marks of enumerations; those of the clause being read are pending from `clause` on.
#[derive(Default)]
struct Rows {
    found: Vec<usize>,
    clause: usize,
    closed: bool,
}

impl Rows {
    fn mark(&mut self, at: usize) {
        if self.found.len() == self.clause {
            self.closed = false;
        }
        self.found.push(at);
    }

    fn end_clause(&mut self) {
        if self.found.len() == self.clause + 1 && !self.closed {
            self.found.truncate(self.clause);
        }
        self.clause = self.found.len();
    }
}

/// Whether the text begins with the first of several items.
fn begins_items(text: &str) -> bool {
    FIRST_ITEMS.iter().any(|label| text.starts_with(label))
}

/// Where the item begins whose `是` stands at `at` (`二是`, `十一是`), if one does.
fn item_start(text: &str, at: usize) -> Option<usize> {
    let before = &text[..at];
    let start = before
        .trim_end_matches(|c| "一二三四五六七八九十".contains(c))
        .len();
    let begins = start < at
        && before[..start]
            .chars()
            .next_back()
            .is_none_or(ends_sentence);
    begins.then_some(start)
}

/// The sentence that begins at `start`, or as much of it as an opening clause may have.
fn clause(text: &str, start: usize) -> Range<usize> {
    let mut ahead = text[start..].char_indices().enumerate();
    let end = ahead.find(|&(count, (_, c))| count == OPENING_CHARS || ends_sentence(c));
    start..end.map_or(text.len(), |(_, (at, _))| start + at)
}

/// Whether the position is inside one of the stretches, which are in order.
fn within(stretches: &[Range<usize>], position: usize) -> bool {
    let next = stretches.partition_point(|stretch| stretch.end <= position);
    stretches
        .get(next)
        .is_some_and(|stretch| stretch.start <= position)
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '；' | ';' | '！' | '!' | '？' | '?' | '\n')
}

fn ends_clause(c: char) -> bool {
    ends_sentence(c) || matches!(c, '，' | ',' | '：' | ':' | '(' | ')' | '（' | '）')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn openings(text: &str) -> Vec<&str> {
        Places::of(text)
            .openings
            .into_iter()
            .map(|clause| &text[clause])
            .collect()
    }

    fn titles(text: &str) -> Vec<&str> {
        Places::of(text)
            .titles
            .into_iter()
            .map(|title| &text[title])
            .collect()
    }

    fn place(text: &str, mention: &str) -> Place {
        let start = text.find(mention).expect("the mention is in the text");
        Places::of(text).place(text, &(start..start + mention.len()))
    }

    #[test]
    fn opening_is_the_first_clause() {
        assert_eq!(
            openings("二是推进综合执法。整合队伍六支。"),
            ["二是推进综合执法"]
        );
        assert_eq!(
            openings("3.推进综合执法\n整合队伍六支。"),
            ["3.推进综合执法"]
        );
        assert_eq!(openings(&"执".repeat(100)), ["执".repeat(OPENING_CHARS)]);
        assert_eq!(openings(""), [""]);
    }

    #[test]
    fn opening_follows_the_headings_above_the_first_item() {
        let headed = "二、主要做法\n(一)严格执法,强化监督。一是整合队伍。共六支。";
        assert_eq!(openings(headed), ["一是整合队伍"]);
        assert_eq!(
            openings("三、存在问题\n(一)力量薄弱。人少事多。"),
            ["(一)力量薄弱"]
        );
        let far = format!("{}。1.整合队伍。", "执".repeat(100));
        assert_eq!(openings(&far), ["执".repeat(OPENING_CHARS)]);
    }

    #[test]
    fn every_item_that_stands_in_the_passage_opens() {
        let text = "一是力量不足;二是手段单一,形式老旧。三是经费紧张。十一是小事";
        assert_eq!(
            openings(text),
            [
                "一是力量不足",
                "二是手段单一,形式老旧",
                "三是经费紧张",
                "十一是小事"
            ]
        );
        assert_eq!(openings("力量不足。是以增编。三人到岗。"), ["力量不足"]);
    }

    #[test]
    fn titles_nest_and_do_not_cross_lines() {
        assert_eq!(
            titles("印发《关于落实《条例》的意见》和《办法》"),
            ["《关于落实《条例》的意见", "《办法"]
        );
        assert_eq!(titles("学习《条例\n办法》"), [""; 0]);
        assert_eq!(titles("学习》《条例"), [""; 0]);
        assert_eq!(titles("印发《意见和《办法》"), ["《办法"]);
        assert_eq!(place("学习《调解条例》", "调解"), Place::Title);
        assert_eq!(place("学习《条例》,抓好调解", "调解"), Place::Opening);
    }

    #[test]
    fn a_row_needs_more_than_a_pair() {
        assert_eq!(place("办理公证、调解、仲裁案件", "调解"), Place::Row);
        assert_eq!(place("推进执法、调解等工作", "调解"), Place::Row);
        assert_eq!(
            place("办理公证事项、调解案件、仲裁案件", "调解"),
            Place::Row
        );
        assert_eq!(
            place("推进执法、双随机、一公开、调解", "双随机、一公开"),
            Place::Row
        );
        for pair in [
            "等级达标,通过调解、和解结案",
            "公证、仲裁并进,调解提质",
            "调解是第一道、第二道、第三道关口",
        ] {
            assert_eq!(place(pair, "调解"), Place::Opening, "{pair}");
        }
    }
}
