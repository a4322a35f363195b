//! Text for reading: widths counted in columns, colour only on a terminal, no control characters.

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::ops::Range;

use unicode_linebreak::linebreaks;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns to assume if the terminal does not say how many it has.
const DEFAULT_WIDTH: usize = 100;
/// The fewest columns used: a window may be narrower, but no sentence fits it.
const LEAST_WIDTH: usize = 40;

/// How text is shown.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Whether colours and bold are used.
    pub colour: bool,
    /// Columns.
    pub width: usize,
}

impl Style {
    /// The style for standard output as it is now.
    pub fn detect() -> Self {
        let terminal = std::io::stdout().is_terminal();
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let asked = std::env::var("COLUMNS")
            .ok()
            .and_then(|columns| columns.parse().ok());
        let measured = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        Style {
            colour: terminal && !refused && !dumb,
            width: asked
                .or_else(measured)
                .unwrap_or(DEFAULT_WIDTH)
                .max(LEAST_WIDTH),
        }
    }

    fn wrapped(self, code: &str, text: &str) -> String {
        if self.colour {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }

    /// A title.
    pub fn bold(self, text: &str) -> String {
        self.wrapped("1", text)
    }

    /// What matters less.
    pub fn dim(self, text: &str) -> String {
        self.wrapped("2", text)
    }

    /// A place.
    pub fn place(self, text: &str) -> String {
        self.wrapped("36", text)
    }

    /// A match; in brackets if there is no colour.
    pub fn mark(self, text: &str) -> String {
        if self.colour {
            format!("\x1b[1;31m{text}\x1b[0m")
        } else {
            format!("【{text}】")
        }
    }

    /// Columns that the marks of a match take up.
    pub fn mark_width(self) -> usize {
        if self.colour { 0 } else { 4 }
    }
}

/// Columns that `text` takes up.
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// `text` without line breaks and control characters, which a report may hold.
pub fn clean(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// As much of the start of `text` as fits `columns`, with `…` where something is cut.
pub fn fit(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    match columns.checked_sub(1) {
        Some(columns) => format!("{}…", &text[..fitting(text, columns)]),
        None => String::new(),
    }
}

/// As much of the end of `text` as fits `columns`, with `…` where something is cut.
pub fn fit_end(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    if columns == 0 {
        return String::new();
    }
    let mut used = 1;
    let start = text.char_indices().rev().take_while(|(_, c)| {
        used += c.width().unwrap_or(0);
        used <= columns
    });
    let start = start.last().map_or(text.len(), |(at, _)| at);
    format!("…{}", &text[start..])
}

/// Bytes of the start of `text` that fit `columns`.
pub fn fitting(text: &str, columns: usize) -> usize {
    let mut used = 0;
    let cut = text.char_indices().find(|(_, c)| {
        used += c.width().unwrap_or(0);
        used > columns
    });
    cut.map_or(text.len(), |(at, _)| at)
}

/// Where the marks begin that say most within `columns`: a mark that is repeated, or lies within another,
/// adds nothing.
fn densest(text: &str, marks: &[Range<usize>], columns: usize) -> usize {
    let said = |first: &Range<usize>| -> usize {
        let end = first.start + fitting(&text[first.start..], columns);
        let within = marks
            .iter()
            .filter(|mark| mark.start >= first.start && mark.end <= end);
        let different: BTreeSet<&str> = within.map(|mark| &text[mark.clone()]).collect();
        let is_in_other = |mark: &str| {
            let mut others = different.iter();
            others.any(|other| other.len() > mark.len() && other.contains(mark))
        };
        let says = different.iter().filter(|mark| !is_in_other(mark));
        says.map(|mark| mark.len()).sum()
    };
    let most = marks.iter().map(said).max().unwrap_or(0);
    // The first of those that say nearly as much: what stands before a match tells what the passage is about.
    let first = marks.iter().find(|mark| 4 * said(mark) >= 3 * most);
    first.map_or(0, |mark| mark.start)
}

/// The part of `text` around the densest of `marks` that fits `columns`, starting at a sensible place.
pub fn window(text: &str, marks: &[Range<usize>], columns: usize) -> Range<usize> {
    if width(text) <= columns {
        return 0..text.len();
    }
    let first = densest(text, marks, columns - columns / 3);
    // Begin where a sentence or clause does, within the first third before the match.
    let lead = &text[..first];
    let reach = lead.len() - fit_end(lead, columns / 3).trim_start_matches('…').len();
    let start = lead[reach..]
        .char_indices()
        .filter(|(_, c)| "。！？；：，、!?;:,\n".contains(*c))
        .map(|(at, c)| reach + at + c.len_utf8())
        .next()
        .unwrap_or(reach);
    let start = if width(&text[..first]) <= columns / 3 {
        0
    } else {
        start
    };
    let end = start + fitting(&text[start..], columns.saturating_sub(2));
    start..end
}

/// `text` with its marks shown, in lines of at most `columns`. A line ends where Unicode's rules let it
/// (UAX 14: before no closing mark, in no number) and in no mark, unless that alone is wider than a line.
pub fn lines(text: &str, marks: &[Range<usize>], style: Style, columns: usize) -> Vec<String> {
    let overlapping = |line: &Range<usize>| {
        let line = line.clone();
        let marks = marks.iter();
        marks.filter(move |mark| mark.start < line.end && line.start < mark.end)
    };
    let fits = |line: Range<usize>| {
        let shown = text[line.clone()].trim_end();
        width(shown) + style.mark_width() * overlapping(&line).count() <= columns
    };
    let shown = |line: Range<usize>| {
        let mut shown = String::new();
        let mut at = line.start;
        for mark in overlapping(&line) {
            let mark = mark.start.max(line.start)..mark.end.min(line.end);
            shown.push_str(&text[at..mark.start]);
            shown.push_str(&style.mark(&text[mark.clone()]));
            at = mark.end;
        }
        shown.push_str(text[at..line.end].trim_end());
        shown
    };
    let mut lines = Vec::new();
    let mut line = 0..0;
    let is_apart = |at: usize| !marks.iter().any(|mark| mark.start < at && at < mark.end);
    let breaks = linebreaks(text).map(|(at, _)| at);
    for end in breaks.filter(|at| is_apart(*at)) {
        if !line.is_empty() && !fits(line.start..end) {
            lines.push(shown(line.clone()));
            line.start = line.end;
        }
        if !fits(line.start..end) {
            // Wider than a line: cut between characters, at least one to a line.
            for (at, c) in text[line.end..end].char_indices() {
                let at = line.end + at;
                if at > line.start && !fits(line.start..at + c.len_utf8()) {
                    lines.push(shown(line.start..at));
                    line.start = at;
                }
            }
        }
        line.end = end;
    }
    if !line.is_empty() {
        lines.push(shown(line));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Style = Style {
        colour: false,
        width: 40,
    };

    #[test]
    fn widths_count_columns_and_cuts_never_split_a_character() {
        assert_eq!(fit("法治政府建设", 7), "法治政…");
        assert_eq!(fit_end("法治政府建设", 7), "…府建设");
        assert_eq!(fit("法治", 4), "法治");
        assert_eq!(width("法a"), 3);
    }

    #[test]
    fn a_window_shows_the_match_from_the_start_of_its_clause() {
        let text = format!("{}，收到行政复议申请，{}", "甲".repeat(60), "乙".repeat(60));
        let start = text.find("行政复议").unwrap();
        let mark = start..start + "行政复议".len();
        let window = window(&text, std::slice::from_ref(&mark), 40);
        assert!(
            text[window.clone()].starts_with("收到行政复议"),
            "{}",
            &text[window]
        );
    }

    #[test]
    fn a_window_shows_the_longest_match_and_not_the_first() {
        let filler = "甲".repeat(60);
        let text = format!("行政，行政，{filler}。完善行政复议制度，{filler}");
        let marks: Vec<_> = text
            .match_indices("行政")
            .map(|(at, _)| at..at + 6)
            .collect();
        let long = marks[2].start..marks[2].start + "行政复议".len();
        let marks = [marks[0].clone(), marks[1].clone(), long.clone()];
        let shown = window(&text, &marks, 40);
        assert!(
            shown.start <= long.start && long.end <= shown.end,
            "{}",
            &text[shown]
        );
    }

    #[test]
    fn a_window_shows_most_of_what_is_asked_and_not_what_is_said_again_and_again() {
        let filler = "甲".repeat(60);
        let text = format!(
            "行政执法，{}{filler}。考试合格，通过率高。",
            "行政执法，".repeat(3)
        );
        let marks = ["行政执法", "考试", "合格", "通过率"].map(|word| text.match_indices(word));
        let marks = marks.into_iter().flatten();
        let marks: Vec<_> = marks.map(|(at, word)| at..at + word.len()).collect();
        let shown = &text[window(&text, &marks, 40)];
        assert!(shown.contains("考试合格，通过率"), "{shown}");
    }

    #[test]
    fn no_columns_hold_nothing() {
        assert_eq!(
            (fit("法治", 0), fit_end("法治", 0)),
            (String::new(), String::new())
        );
    }

    #[test]
    fn marked_lines_keep_to_their_width() {
        let text = "甲乙丙丁戊己庚辛";
        let mark = 3..9;
        let lines = lines(text, std::slice::from_ref(&mark), PLAIN, 10);
        assert_eq!(lines.concat().replace(['【', '】'], ""), text);
        assert!(lines.iter().all(|line| width(line) <= 10), "{lines:?}");
    }

    #[test]
    fn lines_break_neither_numbers_nor_matches_that_fit_one() {
        let mark = 15..21;
        let broken = |text: &str, marks: &[Range<usize>]| lines(text, marks, PLAIN, 12);
        assert_eq!(broken("收到申请书179件。", &[]), ["收到申请书", "179件。"]);
        assert_eq!(broken("一二三四五六。七", &[]), ["一二三四五", "六。七"]);
        assert_eq!(
            broken("一二三四五复议七", std::slice::from_ref(&mark)),
            ["一二三四五", "【复议】七"]
        );
        assert_eq!(broken("1234567890123456", &[]), ["123456789012", "3456"]);
        assert_eq!(broken("甲 乙", &[]), ["甲 乙"]);
        assert!(broken("", &[]).is_empty());
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert_eq!(clean("a\x1b[31m\nb"), "a [31m b");
    }
}
