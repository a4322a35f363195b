//! The bytes of a page as text: the encoding it names, unless the bytes speak against it.

use encoding_rs::{Encoding, GB18030, UTF_8};

use crate::corpus::decode::{DecodeError, decode};
use crate::corpus::extract::error::ExtractError;

/// How far into a page its `charset` is looked for; browsers stop at 1,024.
const HEAD: usize = 4096;

/// The text, and what a user should know about it.
///
/// One bad byte in a footer must not cost a report: if no encoding fits every byte, the likeliest is taken,
/// and the warning says how many characters were lost.
pub(super) fn decoded(bytes: &[u8]) -> Result<(String, Option<String>), ExtractError> {
    let declared = declared(bytes);
    match decode(bytes) {
        Ok(decoded) => return Ok((decoded.text, None)),
        Err(DecodeError::Empty) => return Err(ExtractError::Empty),
        Err(DecodeError::Binary { looks_like }) => {
            return Err(ExtractError::Foreign { looks_like });
        }
        Err(DecodeError::Undecodable { .. } | DecodeError::Lost { .. }) => {}
    }
    let candidates = [declared, Some(UTF_8), Some(GB18030)];
    let lossy = candidates.into_iter().flatten().map(|encoding| {
        let (text, _, _) = encoding.decode(bytes);
        let lost = text.matches(char::REPLACEMENT_CHARACTER).count();
        (lost, text, encoding)
    });
    let best = lossy.min_by_key(|(lost, _, _)| *lost);
    let Some((lost, text, encoding)) = best else {
        return Err(ExtractError::Empty);
    };
    if lost * 20 > text.chars().filter(|c| !c.is_ascii()).count() {
        return Err(ExtractError::Garbled {
            detail: format!("{lost} characters are in no encoding of Chinese text"),
        });
    }
    let text = text.replace(char::REPLACEMENT_CHARACTER, "");
    let name = encoding.name();
    Ok((
        text,
        Some(format!(
            "{lost} characters of the page are no {name} and left out"
        )),
    ))
}

/// The encoding that the page's `charset` names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(HEAD)].to_ascii_lowercase();
    let at = memchr::memmem::find(&head, b"charset=")? + b"charset=".len();
    let label = head[at..].trim_ascii_start();
    let label = label
        .strip_prefix(b"\"")
        .or(label.strip_prefix(b"'"))
        .unwrap_or(label);
    let end = label
        .iter()
        .position(|byte| !(byte.is_ascii_alphanumeric() || b"-_".contains(byte)));
    Encoding::for_label(&label[..end.unwrap_or(label.len())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_is_the_one_that_fits() {
        let page = "<html><meta charset=\"gb2312\"><p>龙门县司法局全年办理行政复议案件三十二件，调解纠纷。</p>";
        assert_eq!(decoded(page.as_bytes()), Ok((page.to_owned(), None)));
        let (gbk, _, _) = GB18030.encode(page);
        assert_eq!(decoded(&gbk), Ok((page.to_owned(), None)));
        let mut bad = gbk.into_owned();
        bad.extend_from_slice(b"<p>\xff</p>");
        let (text, warning) = decoded(&bad).unwrap();
        assert!(text.contains("行政复议案件"), "{text}");
        assert!(warning.is_some_and(|warning| warning.starts_with("1 characters")));
    }
}
