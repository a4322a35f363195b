//! PDF: text by its position on the page, joined into paragraphs again.
//!
//! pdf_oxide decodes fonts, including those of Chinese documents without ToUnicode (GBK-EUC-H, UniGB-UCS2-H
//! …), and says where each run of text stands; `layout` makes paragraphs of it. A scan is reported as one,
//! and a font that does not map its characters to Unicode is reported as garbled: neither is indexed
//! silently.

mod gbk;
mod ocr;

use std::time::Duration;

use memchr::memmem;
use pdf_oxide::layout::TextSpan;
use pdf_oxide::{Error, PdfDocument};

use super::draft::Draft;
use super::error::{ExtractError, damaged};
use super::layout::{Page, Piece, paragraphs};

/// The most pages that a document may have.
const MOST_PAGES: usize = 5_000;
/// The fewest letters of a page with a text layer.
const FEWEST_LETTERS: usize = 5;
/// Runs rotated by more degrees are watermarks and stamps.
const TURNED: f32 = 3.0;
/// One in so many characters may be unmapped before a text is called garbled: bullets and rare names are in
/// good documents too.
const GARBLED: usize = 100;

/// Reads a document.
pub(super) fn read(bytes: &[u8]) -> Result<Draft, ExtractError> {
    let draft = read_as_is(bytes);
    let is_clean = draft.as_ref().is_ok_and(|draft| draft.warnings.is_empty());
    if is_clean && memmem::find(bytes, b"-EUC-").is_none() {
        return draft;
    }
    match gbk::rewritten(bytes) {
        Some(bytes) => read_as_is(&bytes),
        None => draft,
    }
}

/// Reads the pictures of a document's pages by OCR, each page within `limit`.
pub(super) fn read_scan(bytes: &[u8], limit: Duration) -> Result<Draft, ExtractError> {
    let document = PdfDocument::from_bytes(bytes.to_owned()).map_err(failed)?;
    let count = document.page_count().map_err(failed)?;
    ocr::read(bytes, count.min(MOST_PAGES), limit)
}

fn read_as_is(bytes: &[u8]) -> Result<Draft, ExtractError> {
    let document = PdfDocument::from_bytes(bytes.to_owned()).map_err(failed)?;
    let count = document.page_count().map_err(failed)?;
    if count > MOST_PAGES {
        return Err(damaged(
            "PDF",
            format_args!("it claims to have {count} pages"),
        ));
    }
    let mut pages = Vec::with_capacity(count);
    let mut unread = Vec::new();
    for number in 0..count {
        match page(&document, number) {
            Ok(page) => pages.push(page),
            Err(error @ ExtractError::Encrypted { .. }) => return Err(error),
            Err(_) => {
                unread.push(number + 1);
                pages.push(Page::default());
            }
        }
    }
    let letters = |page: &Page| -> usize {
        let texts = page.pieces.iter().map(|piece| piece.text.chars());
        texts.flatten().filter(|c| c.is_alphanumeric()).count()
    };
    let without = pages
        .iter()
        .filter(|page| letters(page) < FEWEST_LETTERS)
        .count();
    if without == count {
        // Nothing on any page: either pictures, or text that needs a password.
        return Err(if document.is_encrypted() && !opens(&document) {
            ExtractError::Encrypted { format: "PDF" }
        } else {
            ExtractError::NoTextLayer { pages: count }
        });
    }
    let mut draft = Draft::default();
    draft.warnings.extend(garbled(&pages)?);
    for (paragraph, page) in paragraphs(&pages) {
        draft.push(&paragraph, Some(page));
    }
    if without > unread.len() {
        let without = without - unread.len();
        let warning = format!("{without} of {count} pages have no text layer: they need OCR");
        draft.warnings.push(warning);
    }
    if !unread.is_empty() {
        draft
            .warnings
            .push(format!("{} of {count} pages cannot be read", unread.len()));
    }
    Ok(draft)
}

/// Whether an encrypted document opens without a password.
fn opens(document: &PdfDocument) -> bool {
    document.authenticate(b"").unwrap_or(false)
}

fn failed(error: Error) -> ExtractError {
    match error {
        Error::EncryptedPdf => ExtractError::Encrypted { format: "PDF" },
        error => damaged("PDF", error),
    }
}

/// The text of a page with its positions, from the top.
fn page(document: &PdfDocument, number: usize) -> Result<Page, ExtractError> {
    let (left, _, right, top) = document.get_page_media_box(number).map_err(failed)?;
    let spans = document.extract_spans(number).map_err(failed)?;
    // A page that lies on its side is read the way its reader would turn it.
    let turned = |span: &TextSpan| (span.rotation_degrees / 90.0).round().rem_euclid(4.0) as usize;
    let mut letters = [0; 4];
    for span in &spans {
        letters[turned(span)] += span.text.chars().count();
    }
    let turn = (0..4)
        .max_by_key(|turn| (letters[*turn], 4 - turn))
        .unwrap_or(0);
    let upright = spans.iter().filter(|span| {
        let off = span.rotation_degrees - turn as f32 * 90.0;
        turned(span) == turn && (off.abs() < TURNED || (off.abs() - 360.0).abs() < TURNED)
    });
    let pieces = upright.map(|span| {
        let (x, y) = (span.bbox.x, span.bbox.y);
        let (width, height) = (span.bbox.width, span.bbox.height);
        let (left, right, down) = match turn {
            0 => (x, x + width, top - y),
            1 => (y, y + height, x),
            2 => (right - x - width, right - x, y),
            _ => (top - y - height, top - y, right - x),
        };
        let tall = if turn % 2 == 0 { height } else { width };
        Piece {
            left,
            right,
            down,
            size: if span.font_size > 0.0 {
                span.font_size
            } else {
                tall
            },
            text: span.text.clone(),
        }
    });
    Ok(Page {
        width: if turn % 2 == 0 { right - left } else { top },
        pieces: pieces.collect(),
    })
}

/// An error if many characters are unmapped, or map to glyphs of the font only; a warning if some do.
fn garbled(pages: &[Page]) -> Result<Option<String>, ExtractError> {
    let (mut all, mut bad) = (0, 0);
    let texts = pages
        .iter()
        .flat_map(|page| &page.pieces)
        .map(|piece| &piece.text);
    for c in texts
        .flat_map(|text| text.chars())
        .filter(|c| !c.is_whitespace())
    {
        all += 1;
        let is_private = matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}');
        bad += usize::from(is_private || c == char::REPLACEMENT_CHARACTER || c.is_control());
    }
    if bad * GARBLED > all {
        let share = bad * 100 / all.max(1);
        return Err(ExtractError::Garbled {
            detail: format!("{share} % of its characters stand for nothing"),
        });
    }
    Ok((bad > 0).then(|| format!("{bad} characters stand for nothing that is known")))
}
