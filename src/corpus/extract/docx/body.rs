//! The body of a document as paragraphs.

use std::collections::HashMap;

use roxmltree::{Document, Node};

use super::numbering::{Numbering, Place, State};
use super::styles::{LocalName, Styles};

/// How deeply elements may be nested; deeper ones are left out.
const DEEPEST: usize = 400;

/// The child of that name.
pub(super) fn child<'a, 'x>(node: Node<'a, 'x>, name: &str) -> Option<Node<'a, 'x>> {
    node.children().find(|node| node.has_tag_name_local(name))
}

/// The value that most elements have as their one attribute.
pub(super) fn value<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    let mut attributes = node.attributes();
    attributes
        .find(|attribute| attribute.name() == "val")
        .map(|attribute| attribute.value())
}

/// The paragraphs of the main part, in reading order.
pub(super) fn paragraphs(
    document: &Document<'_>,
    styles: &Styles,
    numbering: &Numbering,
    chunks: &HashMap<String, Vec<String>>,
) -> Vec<String> {
    let mut reader = Reader {
        styles,
        numbering,
        chunks,
        state: State::default(),
        out: Vec::new(),
        line: String::new(),
        boxes: Vec::new(),
        fields: Vec::new(),
    };
    if let Some(body) = child(document.root_element(), "body") {
        reader.blocks(body, 0);
    }
    reader.end_line();
    reader.out
}

struct Reader<'s> {
    styles: &'s Styles,
    numbering: &'s Numbering,
    /// Paragraphs of pages embedded in the document, by the ids of their parts.
    chunks: &'s HashMap<String, Vec<String>>,
    state: State,
    out: Vec<String>,
    line: String,
    /// Paragraphs of text boxes anchored in the line.
    boxes: Vec<String>,
    /// The enclosing fields.
    fields: Vec<Field>,
}

/// A field that is being read.
#[derive(Default)]
struct Field {
    instruction: String,
    /// Whether its result is being read, rather than its instruction.
    in_result: bool,
}

impl Field {
    /// A table of contents repeats the headings, with their pages.
    fn is_contents(&self) -> bool {
        self.instruction.trim_start().starts_with("TOC")
    }
}

impl Reader<'_> {
    fn blocks(&mut self, parent: Node<'_, '_>, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        for node in parent.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "p" => self.paragraph(node, depth + 1),
                "tbl" | "tr" | "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo"
                | "smartTag" | "sect" | "sub-section" => {
                    self.blocks(node, depth + 1);
                }
                "tc" => {
                    self.blocks(node, depth + 1);
                    // Not even a deleted paragraph mark joins two cells.
                    self.end_line();
                }
                "AlternateContent" => {
                    if let Some(choice) = alternative(node) {
                        self.blocks(choice, depth + 1);
                    }
                }
                "altChunk" => {
                    self.end_line();
                    let id = node.attributes().find(|attribute| attribute.name() == "id");
                    let chunk = id.and_then(|id| self.chunks.get(id.value()));
                    self.out.extend(chunk.into_iter().flatten().cloned());
                }
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, node: Node<'_, '_>, depth: usize) {
        let properties = child(node, "pPr");
        let style = properties
            .and_then(|node| child(node, "pStyle"))
            .and_then(value);
        if style.is_some_and(|style| self.styles.is_contents(style)) {
            return;
        }
        let begins = self.line.is_empty();
        let before = self.line.len();
        self.runs(node, depth);
        let has_text = !self.line[before..].trim().is_empty();
        let mark = properties.and_then(|node| child(node, "rPr"));
        let has = |name| mark.is_some_and(|mark| child(mark, name).is_some());
        let is_deleted = has("del") || has("moveFrom");
        // A paragraph that is deleted as a whole is not counted in any list.
        if has_text || !is_deleted {
            let label = self.label(properties, style);
            if let Some(label) = label.filter(|_| begins && has_text) {
                self.line.insert_str(before, &label);
            }
        }
        // No instruction extends past a paragraph's end: such a field is broken, and what follows is text.
        self.fields.retain(|field| field.in_result);
        if !is_deleted {
            self.end_line();
        }
    }

    fn label(&mut self, properties: Option<Node<'_, '_>>, style: Option<&str>) -> Option<String> {
        let of_style = style
            .map(|style| self.styles.place(style))
            .unwrap_or_default();
        // Word 2003 stores the label itself.
        let list = properties.and_then(|node| child(node, "listPr"));
        if let Some(label) = list.and_then(|list| child(list, "t")).and_then(value) {
            return Some(label.to_owned());
        }
        let own = properties.and_then(|node| child(node, "numPr"));
        let of = |name| own.and_then(|own| child(own, name)).and_then(value);
        let place = Place {
            number: of("numId").map(str::to_owned).or(of_style.number),
            level: of("ilvl")
                .and_then(|level| level.parse().ok())
                .or(of_style.level),
        };
        self.numbering.label(&place, style, &mut self.state)
    }

    fn runs(&mut self, parent: Node<'_, '_>, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        for node in parent.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "r" => {
                    let hidden = child(node, "rPr").and_then(|node| child(node, "vanish"));
                    let is_hidden =
                        hidden.is_some_and(|node| !matches!(value(node), Some("0" | "false")));
                    if !is_hidden {
                        self.run(node, depth + 1);
                    }
                }
                "del" | "moveFrom" | "pPr" | "rt" => {}
                "AlternateContent" => {
                    if let Some(choice) = alternative(node) {
                        self.runs(choice, depth + 1);
                    }
                }
                // Hyperlinks, insertions, content controls, formulas, tags: what is in them counts.
                "t" => self.text(node),
                _ => self.runs(node, depth + 1),
            }
        }
    }

    fn run(&mut self, run: Node<'_, '_>, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        for node in run.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "t" => self.text(node),
                "tab" | "ptab" => self.push("\t"),
                "br" | "cr" => self.push("\n"),
                "noBreakHyphen" => self.push("-"),
                "fldChar" => {
                    let kind = node
                        .attributes()
                        .find(|attribute| attribute.name() == "fldCharType");
                    match kind.map(|kind| kind.value()) {
                        Some("begin") => self.fields.push(Field::default()),
                        Some("separate") => {
                            if let Some(field) = self.fields.last_mut() {
                                field.in_result = true;
                            }
                        }
                        Some("end") => {
                            self.fields.pop();
                        }
                        _ => {}
                    }
                }
                "instrText" => {
                    if let Some(field) = self.fields.last_mut() {
                        field.instruction.push_str(node.text().unwrap_or_default());
                    }
                }
                "ruby" => {
                    if let Some(base) = child(node, "rubyBase") {
                        self.runs(base, depth + 1);
                    }
                }
                "AlternateContent" => {
                    if let Some(choice) = alternative(node) {
                        self.run(choice, depth + 1);
                    }
                }
                "drawing" | "pict" | "object" => self.text_boxes(node, depth + 1),
                _ => {}
            }
        }
    }

    /// Paragraphs of the text boxes in a drawing; they follow the paragraph that it is anchored in.
    fn text_boxes(&mut self, drawing: Node<'_, '_>, depth: usize) {
        let boxes: Vec<_> = drawing
            .descendants()
            .filter(|node| node.has_tag_name_local("txbxContent"))
            // One within another is read with it.
            .filter(|node| {
                let around = node
                    .ancestors()
                    .skip(1)
                    .take_while(|above| *above != drawing);
                !around.into_iter().any(|above| {
                    above.has_tag_name_local("txbxContent") || above.has_tag_name_local("Fallback")
                })
            })
            .collect();
        for content in boxes {
            let line = std::mem::take(&mut self.line);
            let out = std::mem::take(&mut self.out);
            let fields = std::mem::take(&mut self.fields);
            let hanging = std::mem::take(&mut self.boxes);
            self.blocks(content, depth + 1);
            self.end_line();
            let found = std::mem::replace(&mut self.out, out);
            self.line = line;
            self.fields = fields;
            self.boxes = hanging;
            self.boxes.extend(found);
        }
    }

    fn text(&mut self, node: Node<'_, '_>) {
        self.push(node.text().unwrap_or_default());
    }

    fn push(&mut self, text: &str) {
        // What stands between a field's beginning and its result tells the program what to do.
        let is_shown = |field: &Field| field.in_result && !field.is_contents();
        if self.fields.iter().all(is_shown) {
            self.line.push_str(text);
        }
    }

    fn end_line(&mut self) {
        if !self.line.is_empty() {
            self.out.push(std::mem::take(&mut self.line));
        }
        self.out.append(&mut self.boxes);
    }
}

/// The first of several forms of one thing, which is the fullest.
fn alternative<'a, 'x>(node: Node<'a, 'x>) -> Option<Node<'a, 'x>> {
    child(node, "Choice").or_else(|| child(node, "Fallback"))
}
