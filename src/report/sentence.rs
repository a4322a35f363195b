//! Lines and sentences as byte ranges.

use std::ops::Range;

use crate::text::is_barrier;

/// The paragraphs of a text, without their line ends.
pub fn lines(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    text.split_inclusive('\n')
        .map(|line| {
            let range = start..start + line.trim_end_matches('\n').len();
            start += line.len();
            range
        })
        .collect()
}

/// The paragraphs that a range of bytes touches, each whole.
pub fn lines_within(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let mut next = start;
    std::iter::from_fn(move || {
        if next >= range.end {
            return None;
        }
        let end = text[next..].find('\n').map_or(text.len(), |at| next + at);
        let line = next..end;
        next = end + 1;
        Some(line)
    })
}

/// Where sentences end in `text`: after the mark, and after the closing quotes and spaces that follow it.
///
/// Always after a barrier of the matching rule, so that a cut here cuts no mention. Several marks in a row
/// (`！！`) end one sentence.
pub fn ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        let rest = &text[from..];
        let mark = rest.find(is_barrier)?;
        let tail = &rest[mark..];
        let closed = tail.trim_start_matches(|c: char| {
            is_barrier(c) || matches!(c, '”' | '’' | '"' | '』' | '」' | '）' | ')' | '》')
        });
        let next = closed.trim_start_matches(|c: char| c.is_whitespace() && c != '\n');
        from = text.len() - next.len();
        Some(from)
    })
}

/// The sentence of the paragraph `line` that `found` stands in, or the several that it spans; a semicolon
/// does not end one here.
pub fn around(text: &str, line: &Range<usize>, found: &Range<usize>) -> Range<usize> {
    let is_end = |at: &usize| {
        let marks = text[..*at].trim_end_matches(|c: char| !is_barrier(c));
        !marks.ends_with([';', '；'])
    };
    let ends = ends(&text[line.clone()]).map(|end| line.start + end);
    let (mut start, mut end) = (line.start, line.end);
    for at in ends.filter(is_end) {
        if at <= found.start {
            start = at;
        } else if at >= found.end {
            end = at;
            break;
        }
    }
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_around_a_place_keeps_its_clauses_together() {
        let text = "第一段。\n甲。乙；丙“丁。”戊\n末段";
        let line = text.find('甲').unwrap()..text.find("\n末").unwrap();
        let sentence = |word: &str| {
            let at = text.find(word).unwrap();
            &text[around(text, &line, &(at..at + word.len()))]
        };
        assert_eq!(sentence("甲"), "甲。");
        assert_eq!(sentence("丙"), "乙；丙“丁。”");
        assert_eq!(sentence("戊"), "戊");
        assert_eq!(sentence("丁。”戊"), "乙；丙“丁。”戊");
    }

    #[test]
    fn sentences_take_their_closing_quotes_and_spaces_along() {
        let text = "甲说“好！” 乙。丙；丁";
        let ends: Vec<_> = ends(text).map(|at| &text[..at]).collect();
        assert_eq!(
            ends,
            ["甲说“好！” ", "甲说“好！” 乙。", "甲说“好！” 乙。丙；"]
        );
    }
}
