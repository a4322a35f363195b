//! Which format a file is in: its content says so, and its name only if the content does not.
//!
//! Sites serve web pages named `.doc` and RTF named `.doc`, and a download without a name ends up as
//! `content_123`. What begins like a known format is of that format.

use std::io::Cursor;
use std::path::Path;

use zip::ZipArchive;

use super::extract::ExtractError;

/// A file format that fasou reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// A web page.
    Html,
    /// A web archive: a page and its pictures in one file.
    Mht,
    /// Word since 2007, also as WPS writes it.
    Docx,
    /// The XML of Word 2003, which servers export as `.doc`.
    WordXml,
    /// Word 97 to 2003 and WPS.
    Doc,
    /// Rich Text Format.
    Rtf,
    /// Portable Document Format.
    Pdf,
    /// Open Fixed-layout Document, GB/T 33190.
    Ofd,
    /// A ZIP archive of files.
    Zip,
    /// Comma-separated values, one report per row.
    Csv,
    /// Tab-separated values, one report per row.
    Tsv,
    /// JSON Lines, one report per line.
    Jsonl,
}

/// Names of files in each format, in lower case, the usual one first.
const EXTENSIONS: [(Format, &[&str]); 13] = [
    (Format::Text, &["txt", "text"]),
    (Format::Markdown, &["md", "markdown"]),
    (Format::Html, &["html", "htm", "shtml", "xhtml"]),
    (Format::Mht, &["mht", "mhtml"]),
    (Format::Docx, &["docx", "docm", "dotx"]),
    (Format::Doc, &["doc", "wps", "dot"]),
    (Format::Rtf, &["rtf"]),
    (Format::Pdf, &["pdf"]),
    (Format::Ofd, &["ofd"]),
    (Format::Zip, &["zip"]),
    (Format::Csv, &["csv"]),
    (Format::Tsv, &["tsv"]),
    (Format::Jsonl, &["jsonl", "ndjson"]),
];

/// First bytes of formats that are not read, and what to call them.
const FOREIGN: [(&[u8], &str); 9] = [
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"\x7fELF", "a program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!\x1a", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"SQLite format 3\0", "an SQLite database"),
];

/// How far into a file its beginning is looked for.
const HEAD: usize = 4096;

impl Format {
    /// The format that a file's name indicates.
    ///
    /// ```
    /// # use fasou::corpus::Format;
    /// # use std::path::Path;
    /// assert_eq!(Format::named(Path::new("2024/龙门县.TXT")), Some(Format::Text));
    /// assert_eq!(Format::named(Path::new("龙门县.xyz")), None);
    /// ```
    pub fn named(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        let row = EXTENSIONS
            .iter()
            .find(|(_, names)| names.contains(&extension.as_str()))?;
        Some(row.0)
    }

    /// The extensions of every format, for messages that list them.
    pub fn extensions() -> impl Iterator<Item = &'static str> {
        EXTENSIONS.iter().map(|(_, names)| names[0])
    }

    /// The format of the file at `path` that begins with `bytes`.
    ///
    /// # Errors
    ///
    /// [`ExtractError::Unread`] for what fasou does not read.
    pub fn of(path: &Path, bytes: &[u8]) -> Result<Self, ExtractError> {
        let head = &bytes[..bytes.len().min(HEAD)];
        if let Some((_, looks_like)) = FOREIGN.iter().find(|(magic, _)| head.starts_with(magic)) {
            return Err(ExtractError::Foreign { looks_like });
        }
        if is_zip(head) {
            return by_entries(bytes).ok_or(ExtractError::Foreign {
                looks_like: "an Excel or PowerPoint file",
            });
        }
        let named = Format::named(path);
        if let Some(format) = by_first_bytes(head) {
            return Ok(format);
        }
        match named {
            Some(Format::Text | Format::Markdown | Format::Csv | Format::Tsv | Format::Jsonl) => {}
            // Scripts contain tags too: without a name that we know, the content must begin as a page.
            Some(_) if looks_like_a_page(head) => return Ok(Format::Html),
            None if begins_as_a_page(head) => return Ok(Format::Html),
            // A page without a tag, or a text named .doc: it is read as text, or the error says why not.
            Some(Format::Html) => return Ok(Format::Html),
            Some(_) => return Ok(Format::Text),
            None => {
                let extension = path.extension().unwrap_or_default();
                return Err(ExtractError::Unread {
                    extension: extension.to_string_lossy().into_owned(),
                    known: Format::extensions().collect(),
                });
            }
        }
        let is_page = named == Some(Format::Text) && begins_as_a_page(head);
        Ok(named.filter(|_| !is_page).unwrap_or(Format::Html))
    }
}

fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

fn by_first_bytes(head: &[u8]) -> Option<Format> {
    // Mail gateways and bad servers put a few bytes before a PDF.
    let early = &head[..head.len().min(1024)];
    if memchr::memmem::find(early, b"%PDF-").is_some_and(|at| at == 0 || !looks_like_a_page(early))
    {
        return Some(Format::Pdf);
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Some(Format::Doc);
    }
    if head.starts_with(b"{\\rtf") {
        return Some(Format::Rtf);
    }
    let text = ascii(early);
    let holds = |words: &[u8]| memchr::memmem::find(&text, words).is_some();
    if holds(b"mime-version:") && holds(b"content-type:") && !text.starts_with(b"<") {
        return Some(Format::Mht);
    }
    is_word_xml(&text).then_some(Format::WordXml)
}

/// Whether the beginning is that of Word's own XML. Pages saved by Word also contain `<w:WordDocument>`, but
/// further in: what comes first decides, be it the instruction that names the program or the root.
fn is_word_xml(text: &[u8]) -> bool {
    let mut rest = text.trim_ascii_start();
    loop {
        let end: &[u8] = match rest {
            [b'<', b'?', ..] => b"?>",
            [b'<', b'!', b'-', b'-', ..] => b"-->",
            _ => return rest.starts_with(b"<w:worddocument"),
        };
        let Some(at) = memchr::memmem::find(rest, end) else {
            return false;
        };
        let (passed, behind) = rest.split_at(at + end.len());
        let names_word = memchr::memmem::find(passed, b"progid=\"word.document\"").is_some();
        if passed.starts_with(b"<?mso-application") && names_word {
            return true;
        }
        rest = behind.trim_ascii_start();
    }
}

/// What a ZIP archive is, according to the names in it.
fn by_entries(bytes: &[u8]) -> Option<Format> {
    let Ok(archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return Some(Format::Zip);
    };
    let names: Vec<_> = archive.file_names().flatten().collect();
    let holds = |wanted: &str| names.iter().any(|name| name == wanted);
    if holds("OFD.xml") {
        return Some(Format::Ofd);
    }
    if !holds("[Content_Types].xml") {
        return Some(Format::Zip);
    }
    let is_word = names.iter().any(|name| name.starts_with("word/"));
    is_word.then_some(Format::Docx)
}

/// The ASCII letters of a beginning in lower case, whatever its encoding.
fn ascii(head: &[u8]) -> Vec<u8> {
    let ascii = head.iter().filter(|byte| byte.is_ascii() && **byte != 0);
    ascii.map(u8::to_ascii_lowercase).collect()
}

/// Whether a page's own tags stand near the beginning.
fn looks_like_a_page(head: &[u8]) -> bool {
    let text = ascii(head);
    [
        &b"<!doctype html"[..],
        b"<html",
        b"<head>",
        b"<body",
        b"<meta ",
        b"<div",
        b"<p>",
        b"<p ",
        b"<table",
        // What Word puts into the pages that it saves.
        b"<!--[if ",
    ]
    .iter()
    .any(|tag| memchr::memmem::find(&text, tag).is_some())
}

/// Whether the very first thing is a tag of a page: a text may mention tags, a page begins with one.
fn begins_as_a_page(head: &[u8]) -> bool {
    let text = ascii(head);
    let text = text.trim_ascii_start();
    [&b"<!doctype html"[..], b"<html", b"<head>", b"<?xml"]
        .iter()
        .any(|tag| text.starts_with(tag))
        && looks_like_a_page(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_and_the_name_where_it_does_not() {
        for (name, bytes, format) in [
            ("a.doc", &b"<html><body>"[..], Format::Html),
            ("a.doc", b"{\\rtf1", Format::Rtf),
            (
                "a.doc",
                b"MIME-Version: 1.0\r\nContent-Type: multipart/related",
                Format::Mht,
            ),
            (
                "a.doc",
                b"<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?>",
                Format::WordXml,
            ),
            (
                "a.xml",
                b"<?xml version=\"1.0\"?><!-- a --><w:wordDocument xmlns:w=\"a\">",
                Format::WordXml,
            ),
            (
                "a.doc",
                b"<html><head><!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml>",
                Format::Html,
            ),
            (
                "a.doc",
                b"<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]-->\n",
                Format::Html,
            ),
            (
                "a.htm",
                b"<?xml version=\"1.0\"?><html><head><meta name=ProgId content=\"Word.Document\">",
                Format::Html,
            ),
            ("a.doc", b"plain", Format::Text),
            ("a.txt", b"%PDF-1.4", Format::Pdf),
            ("a", b"<!DOCTYPE html><p>", Format::Html),
            ("a.txt", b"  <HTML><HEAD>", Format::Html),
            ("a.txt", b"the tag <p> is a paragraph", Format::Text),
            ("a.csv", b"id,text\n1,<p>a</p>", Format::Csv),
            ("a.md", b"# a\n<div>b</div>", Format::Markdown),
            ("a.xml", b"\xef\xbb\xbf<html>", Format::Html),
            ("a.htm", b"no tag at all", Format::Html),
            ("a.zip", b"PK\x03\x04....report.txt", Format::Zip),
            ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Format::Doc),
        ] {
            assert_eq!(
                Format::of(Path::new(name), bytes),
                Ok(format),
                "{name} {bytes:?}"
            );
        }
        for name in ["a", "a.css", "a.js", "a.xyz"] {
            assert!(
                matches!(
                    Format::of(Path::new(name), b"var a = '<div><p>text</p></div>'"),
                    Err(ExtractError::Unread { .. })
                ),
                "{name}"
            );
        }
        assert!(matches!(
            Format::of(Path::new("a.txt"), b"\x89PNG...."),
            Err(ExtractError::Foreign { .. })
        ));
    }

    #[test]
    fn no_extension_belongs_to_two_formats() {
        let names: Vec<&str> = EXTENSIONS
            .iter()
            .flat_map(|(_, names)| names.iter().copied())
            .collect();
        for name in &names {
            assert_eq!(
                names.iter().filter(|other| other == &name).count(),
                1,
                "{name}"
            );
        }
    }
}
