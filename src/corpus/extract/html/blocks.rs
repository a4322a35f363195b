//! An element of a page as paragraphs: blocks, line breaks, table cells and list items each end one.

use dom_query::NodeRef;

use crate::corpus::extract::line::{Label, label};
use crate::corpus::extract::text::is_margin;

/// Whether an element begins and ends a paragraph.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ucapcontent"
            | "ul"
    )
}

/// The paragraphs of `root`, in the order of the page.
pub(super) fn paragraphs(root: &NodeRef<'_>) -> Vec<String> {
    let mut writer = Writer::default();
    // An explicit stack, because pages may be nested more deeply than the call stack allows: a node, and
    // whether it is being left.
    let mut open = vec![(*root, false)];
    while let Some((node, leaving)) = open.pop() {
        if node.is_text() {
            writer.text(&node.text());
            continue;
        }
        let name = node.node_name().unwrap_or_default();
        let name = name.as_ref();
        if leaving {
            writer.leave(name);
            continue;
        }
        if node.is_comment() || node.is_doctype() {
            continue;
        }
        writer.enter(name, &node);
        open.push((node, true));
        // In reverse, so that the first child comes off the stack first.
        open.extend(node.children_it(true).map(|child| (child, false)));
    }
    writer.end();
    writer.paragraphs
}

/// A list, and the number of its next item; `None` if items are not numbered.
struct List {
    next: Option<i64>,
}

/// White space of the source.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Space {
    /// Within a line.
    Plain,
    /// With a line end of the source, which is not part of the text.
    Break,
}

#[derive(Default)]
struct Writer {
    paragraphs: Vec<String>,
    line: String,
    /// White space between what was written and what comes next.
    space: Option<Space>,
    lists: Vec<List>,
    /// The mark of the item that begins.
    mark: Option<String>,
    /// How many enclosing elements keep line breaks as written.
    kept: usize,
}

impl Writer {
    fn enter(&mut self, name: &str, node: &NodeRef<'_>) {
        if name == "br" || is_block(name) {
            self.end();
        }
        match name {
            "ol" => {
                let start = node
                    .attr("start")
                    .and_then(|start| start.trim().parse().ok());
                let style = node.attr("style").unwrap_or_default();
                let hidden = style.contains("none");
                self.lists.push(List {
                    next: (!hidden).then_some(start.unwrap_or(1)),
                });
            }
            "ul" => self.lists.push(List { next: None }),
            "li" => {
                if let Some(next) = self.lists.last_mut().and_then(|list| list.next.as_mut()) {
                    if let Some(value) = node
                        .attr("value")
                        .and_then(|value| value.trim().parse().ok())
                    {
                        *next = value;
                    }
                    self.mark = Some(format!("{next}."));
                    *next = next.saturating_add(1);
                }
            }
            "pre" => self.kept += 1,
            _ => {}
        }
    }

    fn leave(&mut self, name: &str) {
        if is_block(name) {
            self.end();
        }
        match name {
            "ol" | "ul" => {
                self.lists.pop();
            }
            "li" => self.mark = None,
            "pre" => self.kept = self.kept.saturating_sub(1),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            if c == '\n' && self.kept > 0 {
                self.end();
            } else if c.is_ascii_whitespace() {
                let is_break = c == '\n' || self.space == Some(Space::Break);
                self.space = Some(if is_break { Space::Break } else { Space::Plain });
            } else {
                let apart = |c: char| c.is_ascii() || (c.is_alphanumeric() && c < '\u{2e80}');
                let written = match self.space.take() {
                    None => false,
                    Some(Space::Plain) => !self.line.is_empty(),
                    Some(Space::Break) => {
                        self.line.chars().next_back().is_some_and(apart) && apart(c)
                    }
                };
                if written {
                    self.line.push(' ');
                }
                self.line.push(c);
            }
        }
    }

    /// Ends the paragraph that is being written.
    fn end(&mut self) {
        self.space = None;
        let line = std::mem::take(&mut self.line);
        let trimmed = line.trim_matches(is_margin);
        if trimmed.is_empty() {
            return;
        }
        self.paragraphs.push(match self.mark.take() {
            Some(mark) if label(trimmed) == Label::None => mark + trimmed,
            _ => trimmed.to_owned(),
        });
    }
}
