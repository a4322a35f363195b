//! Markup that is not Markdown's own affair: HTML in it, marks it leaves
//! standing, and source that it would misread.
//!
//! Invariant: characters that carry text pass in their order.

/// The source in which what Markdown would misread is made plain: indentation before Chinese text, and
/// footnotes that look like link definitions.
pub(super) fn prepared(source: &str) -> String {
    let mut out = String::with_capacity(source.len() + 16);
    let mut fence = None;
    let mut in_list = false;
    for line in source.split_inclusive('\n') {
        let text = line.trim_start_matches([' ', '\t']);
        let mark = ["```", "~~~"]
            .into_iter()
            .find(|mark| text.starts_with(mark));
        if fence.is_some() || mark.is_some() {
            fence = if fence == mark { None } else { fence.or(mark) };
            out.push_str(line);
            continue;
        }
        let indent = &line[..line.len() - text.len()];
        let is_deep = indent.contains('\t') || indent.len() >= 4;
        if is_item(text) {
            in_list = true;
        } else if !is_deep && !text.trim().is_empty() {
            in_list = false;
        }
        let is_chinese = text.chars().any(|c| c >= '\u{2e80}');
        out.push_str(if is_deep && is_chinese && !in_list {
            "\u{3000}\u{3000}"
        } else {
            indent
        });
        if is_footnote(text) {
            out.push_str("\n\\");
            out.push_str(text);
            out.push('\n');
        } else {
            out.push_str(text);
        }
    }
    out
}

/// Whether a line begins a Markdown list item, whose next lines are indented.
fn is_item(line: &str) -> bool {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let marks: &[char] = if digits.len() < line.len() {
        &['.', ')']
    } else {
        &['-', '*', '+']
    };
    digits
        .strip_prefix(marks)
        .is_some_and(|rest| rest.starts_with([' ', '\t']))
}

/// Whether a line has the form of a link definition, but with text in place of an address.
fn is_footnote(line: &str) -> bool {
    let target = line
        .strip_prefix('[')
        .and_then(|rest| rest.split_once("]:"));
    target.is_some_and(|(_, target)| {
        let target = target.trim();
        !target.is_empty() && !target.contains(['/', '#', '@', '.', '<'])
    })
}

/// `text` without the pairs of `**` that Markdown's rules did not take: those
/// with punctuation at an inner edge. Others are no marks (张**、李**).
pub(super) fn without_strong_marks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("**") {
        out.push_str(before);
        rest = after;
        match after.split_once("**") {
            Some((inside, tail)) if is_marked_text(inside) => {
                out.push_str(inside);
                rest = tail;
            }
            _ => out.push_str("**"),
        }
    }
    out + rest
}

/// Whether `**` may be set around `inside`, though letters touch it outside.
fn is_marked_text(inside: &str) -> bool {
    inside.starts_with(|c| "“‘「『（【《〈〔([".contains(c))
        || inside.ends_with(|c| "”’」』）】》〉〕)]，。、；：！？,.;:!?%".contains(c))
}

/// Whether an HTML tag begins a new line: all but those inside of text.
pub(super) fn is_line_break(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']);
    let name = &name[..name.bytes().take_while(u8::is_ascii_alphanumeric).count()];
    let inline = [
        "a", "b", "em", "font", "i", "img", "s", "small", "span", "strong", "sub", "sup", "u",
    ];
    !name.is_empty() && !inline.contains(&name.to_ascii_lowercase().as_str())
}

/// The text of HTML: tags and comments gone, a line for each block or cell.
pub(super) fn without_tags(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, tail)) = rest.split_once('<') {
        out.push_str(before);
        let end = if tail.starts_with("!--") { "-->" } else { ">" };
        let is_tag =
            tail.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        match tail.split_once(end).filter(|_| is_tag) {
            Some((tag, after)) => {
                out.push_str(if is_line_break(tag) { "\n" } else { "" });
                rest = after;
            }
            None => {
                out.push('<');
                rest = tail;
            }
        }
    }
    out.push_str(rest);
    let entities = [
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&amp;", "&"),
    ];
    entities
        .iter()
        .fold(out, |text, (entity, plain)| text.replace(entity, plain))
}
