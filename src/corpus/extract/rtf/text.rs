//! Paragraphs being put together from bytes, characters, labels and text boxes.

use encoding_rs::{Encoding, WINDOWS_1252};

/// Paragraphs in the making.
pub(super) struct Text {
    done: Vec<String>,
    line: String,
    /// Bytes of the line that are not decoded yet; a character may be more than one.
    bytes: Vec<u8>,
    encoding: &'static Encoding,
    /// The first half of a character beyond the 65,536 of `\u`.
    high: Option<u16>,
    /// Where the label that is being read begins.
    label: usize,
    /// Lines and paragraphs around the text boxes that are being read.
    around: Vec<(String, Vec<String>)>,
    /// Paragraphs of boxes, which follow the paragraph that they are anchored in.
    boxes: Vec<String>,
}

impl Default for Text {
    fn default() -> Self {
        Text {
            done: Vec::new(),
            line: String::new(),
            bytes: Vec::new(),
            encoding: WINDOWS_1252,
            high: None,
            label: 0,
            around: Vec::new(),
            boxes: Vec::new(),
        }
    }
}

impl Text {
    pub fn set_encoding(&mut self, encoding: &'static Encoding) {
        self.encoding = encoding;
    }

    /// Adds a byte in the code page in force.
    pub fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// A character.
    pub fn char(&mut self, c: char) {
        self.flush();
        self.line.push(c);
    }

    /// A UTF-16 unit.
    pub fn unit(&mut self, unit: u16) {
        self.flush();
        let units = self.high.take().into_iter().chain([unit]);
        for decoded in char::decode_utf16(units) {
            match decoded {
                Ok(c) => self.line.push(c),
                Err(error) if (0xd800..0xdc00).contains(&error.unpaired_surrogate()) => {
                    self.high = Some(error.unpaired_surrogate());
                }
                Err(_) => self.line.push(char::REPLACEMENT_CHARACTER),
            }
        }
    }

    /// Decodes the bytes collected so far.
    pub fn flush(&mut self) {
        if !self.bytes.is_empty() {
            let (text, _) = self.encoding.decode_without_bom_handling(&self.bytes);
            self.line.push_str(&text);
            self.bytes.clear();
        }
    }

    pub fn end_paragraph(&mut self) {
        self.flush();
        self.done.push(std::mem::take(&mut self.line));
        self.done.append(&mut self.boxes);
    }

    pub fn begin_label(&mut self) {
        self.label = self.line.len();
    }

    /// A label is followed by a tab, which becomes a space unless the label has a mark at its end.
    pub fn end_label(&mut self) {
        // A paragraph that ended within the label took it along.
        let Some(label) = self.line.get(self.label..) else {
            return;
        };
        let end = self.label + label.trim_end().len();
        let parts = label.trim_end().ends_with(char::is_alphanumeric) && self.line.len() > end;
        self.line.truncate(end);
        if parts {
            self.line.push(' ');
        }
    }

    pub fn begin_box(&mut self) {
        let line = std::mem::take(&mut self.line);
        let done = std::mem::take(&mut self.done);
        self.around.push((line, done));
    }

    pub fn end_box(&mut self) {
        if let Some((line, done)) = self.around.pop() {
            let boxes = std::mem::take(&mut self.boxes);
            self.end_paragraph();
            let found = std::mem::replace(&mut self.done, done);
            self.line = line;
            self.boxes = boxes;
            self.boxes.extend(found);
        }
    }

    pub fn paragraphs(&self) -> &[String] {
        &self.done
    }
}
