//! Rich Text Format, written by word processors and used for `.doc` downloads of older sites.
//!
//! Characters come as `\u` with a substitute for old readers, or as bytes in the code page of the font or the
//! file. Numbers of lists are stored as Word showed them and are kept. What is not part of the text is left
//! out: deletions, comments, headers and footers, footnotes, hidden text, pictures.

mod text;
mod tokens;

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, SHIFT_JIS, UTF_8, WINDOWS_1252};

use super::draft::Draft;
use text::Text;
use tokens::{Token, Tokens};

/// What the text of a group is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Destination {
    /// Text of the report.
    Body,
    /// The number of a list item.
    Label,
    /// A text box.
    TextBox,
    /// The table of fonts, which tells their code pages.
    Fonts,
    /// Nothing that a reader sees.
    Nothing,
}

/// What holds until the end of a group.
#[derive(Clone, Copy, Debug)]
struct Group {
    destination: Destination,
    /// How many substitute characters follow one `\u`.
    stand_ins: usize,
    is_hidden: bool,
    is_deleted: bool,
    font: Option<i32>,
}

/// Reads a document.
pub(super) fn read(bytes: &[u8]) -> Draft {
    let mut reader = Reader::default();
    for token in Tokens::new(bytes) {
        reader.token(token);
    }
    reader.text.flush();
    reader.text.end_paragraph();
    let mut draft = Draft::default();
    for paragraph in reader.text.paragraphs() {
        draft.push(paragraph, None);
    }
    draft
}

struct Reader {
    text: Text,
    group: Group,
    around: Vec<Group>,
    /// The code page that the file names.
    own: &'static Encoding,
    /// Fonts that have a code page of East Asia.
    fonts: Vec<(i32, &'static Encoding)>,
    /// Substitute characters still to be skipped.
    stand_ins: usize,
    /// Whether `\*` came before: the destination may be unknown.
    may_be_unknown: bool,
}

impl Default for Reader {
    fn default() -> Self {
        Reader {
            text: Text::default(),
            group: Group {
                destination: Destination::Body,
                stand_ins: 1,
                is_hidden: false,
                is_deleted: false,
                font: None,
            },
            around: Vec::new(),
            own: WINDOWS_1252,
            fonts: Vec::new(),
            stand_ins: 0,
            may_be_unknown: false,
        }
    }
}

impl Reader {
    fn token(&mut self, token: Token<'_>) {
        match token {
            Token::Open => {
                self.stand_ins = 0;
                self.around.push(self.group);
            }
            Token::Close => self.close(),
            Token::Byte(byte) => {
                if self.stand_ins > 0 {
                    self.stand_ins -= 1;
                } else if self.is_shown() {
                    self.text.byte(byte);
                }
            }
            Token::Symbol(symbol) => self.symbol(symbol),
            Token::Word(word, number) => self.word(word, number),
        }
    }

    fn close(&mut self) {
        self.text.flush();
        self.stand_ins = 0;
        self.may_be_unknown = false;
        let Some(before) = self.around.pop() else {
            return;
        };
        let ended = std::mem::replace(&mut self.group, before).destination;
        self.flush();
        if ended == self.group.destination {
            return;
        }
        match ended {
            Destination::Label => self.text.end_label(),
            Destination::TextBox => self.text.end_box(),
            _ => {}
        }
    }

    fn is_shown(&self) -> bool {
        let is_text = !matches!(
            self.group.destination,
            Destination::Nothing | Destination::Fonts
        );
        is_text && !self.group.is_hidden && !self.group.is_deleted
    }

    /// The code page of the bytes at this point.
    fn encoding(&self) -> &'static Encoding {
        let of_font = self
            .fonts
            .iter()
            .find(|(font, _)| Some(*font) == self.group.font);
        of_font.map_or(self.own, |(_, encoding)| encoding)
    }

    fn flush(&mut self) {
        self.text.flush();
        let encoding = self.encoding();
        self.text.set_encoding(encoding);
    }

    fn symbol(&mut self, symbol: u8) {
        if symbol == b'*' {
            self.may_be_unknown = true;
            return;
        }
        if self.stand_ins > 0 {
            self.stand_ins -= 1;
            return;
        }
        if !self.is_shown() {
            return;
        }
        match symbol {
            b'{' | b'}' | b'\\' => self.text.byte(symbol),
            b'~' => self.text.char('\u{a0}'),
            b'_' => self.text.char('-'),
            b'\n' | b'\r' => self.text.end_paragraph(),
            _ => {}
        }
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        let may_be_unknown = std::mem::take(&mut self.may_be_unknown);
        let is_on = number != Some(0);
        match word {
            "u" => return self.unicode(number.unwrap_or_default()),
            "uc" => {
                self.group.stand_ins = number.and_then(|n| n.try_into().ok()).unwrap_or(1);
                return;
            }
            "ansicpg" => self.own = code_page(number.unwrap_or(1252)),
            "f" | "deff" if self.group.destination != Destination::Nothing => {
                self.group.font = number;
            }
            "fcharset" if self.group.destination == Destination::Fonts => {
                let font = self.group.font.unwrap_or_default();
                let encoding = number.and_then(char_set);
                self.fonts.extend(encoding.map(|encoding| (font, encoding)));
            }
            "v" => self.group.is_hidden = is_on,
            "deleted" => self.group.is_deleted = is_on,
            "plain" => {
                self.group.is_hidden = false;
                self.group.is_deleted = false;
            }
            _ => match destination(word) {
                Some(destination) => self.enter(destination),
                None if may_be_unknown => self.enter(Destination::Nothing),
                None if self.is_shown() => self.shown(word),
                None => {}
            },
        }
        self.flush();
    }

    /// A character, after which its substitutes are to be skipped.
    fn unicode(&mut self, code: i32) {
        if self.is_shown() {
            // Negative numbers are 16-bit ones read as signed.
            self.text.unit(code as u16);
        }
        self.stand_ins = self.group.stand_ins;
    }

    fn enter(&mut self, destination: Destination) {
        let before = self.group.destination;
        // A text box is text though the shape around it is not; all else stays nothing.
        if before == Destination::Nothing && destination != Destination::TextBox {
            return;
        }
        self.flush();
        self.group.destination = destination;
        match destination {
            Destination::Label => self.text.begin_label(),
            Destination::TextBox if before != Destination::TextBox => self.text.begin_box(),
            _ => {}
        }
    }

    fn shown(&mut self, word: &str) {
        let c = match word {
            "par" | "sect" | "page" | "cell" | "nestcell" | "row" | "nestrow" => {
                self.text.end_paragraph();
                return;
            }
            "line" | "lbr" => '\n',
            "tab" => '\t',
            "lquote" => '‘',
            "rquote" => '’',
            "ldblquote" => '“',
            "rdblquote" => '”',
            "emdash" => '—',
            "endash" => '–',
            "bullet" => '•',
            "emspace" | "enspace" | "qmspace" => ' ',
            _ => return,
        };
        self.text.char(c);
    }
}

/// What a control word makes of its group.
fn destination(word: &str) -> Option<Destination> {
    Some(match word {
        "fonttbl" => Destination::Fonts,
        "listtext" | "pntext" => Destination::Label,
        "shptxt" | "dptxbxtext" => Destination::TextBox,
        "colortbl" | "stylesheet" | "info" | "pict" | "nonshppict" | "nonesttables" | "shprslt"
        | "shpinst" | "footnote" | "annotation" | "atnid" | "atnauthor" | "fldinst" | "header"
        | "headerl" | "headerr" | "headerf" | "footer" | "footerl" | "footerr" | "footerf"
        | "ftnsep" | "ftnsepc" | "ftncn" | "aftnsep" | "aftnsepc" | "aftncn" | "xe" | "tc"
        | "tcn" | "rxe" | "txe" | "listtable" | "listoverridetable" | "revtbl" | "filetbl"
        | "objdata" | "objclass" | "private" => Destination::Nothing,
        _ => return None,
    })
}

/// The code page of a font's character set, if it says more than the file's.
fn char_set(number: i32) -> Option<&'static Encoding> {
    Some(match number {
        128 => SHIFT_JIS,
        129 => EUC_KR,
        134 => GB18030,
        136 => BIG5,
        _ => return None,
    })
}

fn code_page(number: i32) -> &'static Encoding {
    match number {
        932 => SHIFT_JIS,
        936 | 54936 => GB18030,
        949 => EUC_KR,
        950 => BIG5,
        65001 => UTF_8,
        _ => {
            let label = format!("windows-{number}");
            Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252)
        }
    }
}

#[cfg(test)]
mod tests;
