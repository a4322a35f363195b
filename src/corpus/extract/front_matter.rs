//! Front matter: `key: value` pairs between `---` lines at a file's beginning.
//!
//! Tools that save web pages as text put title, address and date there. They are about the text and not part
//! of it, so they must not be searched as text; but a paragraph between two rules looks much the same, and
//! that is text. So a block is front matter only if every line of it can be read as such.
//!
//! Invariant: what is not returned as pairs is returned as text, unchanged.

use super::line::join;
use super::text::is_margin;

/// The most lines of front matter; a longer block is text between rules.
const LONGEST_FRONT_MATTER: usize = 100;

/// Splits `key: value` pairs between `---` lines from the text after them.
///
/// A block with a line that is not a pair is text between rules, and stays.
pub(super) fn front_matter(text: &str) -> (Vec<(String, String)>, &str) {
    let mut pairs = Vec::new();
    let mut rest = text;
    while let Some((block, after)) = front_matter_block(rest) {
        pairs.extend(block);
        rest = after;
    }
    (pairs, rest)
}

/// The pairs of one block, and what follows it.
fn front_matter_block(text: &str) -> Option<(Vec<(String, String)>, &str)> {
    let text = text.trim_start_matches(is_margin);
    let mut lines = text.split_inclusive('\n');
    let mut length = lines
        .next()
        .filter(|line| line.trim_matches(is_margin) == "---")?
        .len();
    let mut pairs: Vec<(String, String)> = Vec::new();
    for raw in lines.take(LONGEST_FRONT_MATTER) {
        length += raw.len();
        let line = raw.trim_matches(is_margin);
        if matches!(line, "---" | "...") {
            return (!pairs.is_empty()).then(|| (pairs, &text[length..]));
        }
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match (pairs.last_mut(), line.strip_prefix("- ")) {
            (Some((key, value)), Some(item)) => {
                if value.is_empty() {
                    *value = unquoted(item).to_owned();
                } else {
                    let pair = (key.clone(), unquoted(item).to_owned());
                    pairs.push(pair);
                }
            }
            (Some((_, value)), None) if raw.starts_with([' ', '\t']) => join(value, line),
            _ => {
                let (key, value) = line.split_once(':')?;
                let is_key = !key.is_empty() && !key.contains(['。', '，', '、', '；', '“']);
                if !is_key || !(value.is_empty() || value.starts_with([' ', '\t'])) {
                    return None;
                }
                let value = value.trim_matches(is_margin);
                let value = if matches!(value, "|" | ">" | "|-" | ">-") {
                    ""
                } else {
                    unquoted(value)
                };
                pairs.push((key.trim_end().to_owned(), value.to_owned()));
            }
        }
    }
    None
}

/// `value` without the quotes around it.
fn unquoted(value: &str) -> &str {
    let value = value.trim_matches(is_margin);
    let quoted = ['"', '\'']
        .into_iter()
        .find_map(|q| value.strip_prefix(q)?.strip_suffix(q));
    quoted.unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_pairs_and_no_text() {
        let (pairs, rest) = front_matter(
            "\n---\r\ntitle: \"平陵乡：2024年报告\"\nurl: http://example.gov.cn/1\n# note\n\
             tags:\n  - 普法\n- 调解\nsummary: >\n  全乡\n  一年\n---\n正文",
        );
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(k, v)| (k.as_str(), v.as_str()))
            .collect();
        assert_eq!(
            pairs,
            [
                ("title", "平陵乡：2024年报告"),
                ("url", "http://example.gov.cn/1"),
                ("tags", "普法"),
                ("tags", "调解"),
                ("summary", "全乡一年"),
            ]
        );
        assert_eq!(rest, "正文");
    }

    #[test]
    fn text_between_rules_is_no_front_matter() {
        for text in [
            "---\n正文第一段。\n---\n第二段。",
            "---\na: b\n没有结束",
            "正文\n---\na: b\n---",
            "---\n---\n正文",
            "---\nhttp://example.gov.cn\n---\n",
        ] {
            assert_eq!(front_matter(text), (Vec::new(), text));
        }
        let twice = front_matter("---\na: b\n---\n---\nc: d\n---\n文");
        assert_eq!(twice.0.len(), 2);
        assert_eq!(twice.1, "文");
    }
}
