//! Text with what matched marked.

use std::ops::Range;

use maud::{Markup, html};

/// `text` with `found` marked; both in bytes, `found` in order and without overlaps.
pub fn marked(text: &str, found: &[Range<usize>]) -> Markup {
    let ends = std::iter::once(0).chain(found.iter().map(|range| range.end));
    let last = found.last().map_or(0, |range| range.end);
    html! {
        @for (from, range) in ends.zip(found) {
            (text[from..range.start])
            mark { (text[range.clone()]) }
        }
        (text[last..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_marked_is_escaped_too() {
        let text = "<b>普法&调解</b>";
        let shown = marked(text, &[3..9, 10..16]).into_string();
        assert_eq!(
            shown,
            "&lt;b&gt;<mark>普法</mark>&amp;<mark>调解</mark>&lt;/b&gt;"
        );
        assert_eq!(marked("普法", &[]).into_string(), "普法");
    }
}
