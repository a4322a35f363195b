//! Bytes to text: which encoding is this file in, and is it text at all?
//!
//! Chinese government sites serve UTF-8, GBK and GB18030, now and then Big5 or
//! UTF-16, and label them wrongly, so the bytes decide. The order goes from
//! proof to guess: a byte order mark, NULs in a UTF-16 pattern, strict UTF-8,
//! and only then the legacy encodings, where the one in whose table the bytes
//! fall on *frequent* characters wins and `chardetng` breaks ties. Every
//! Chinese legacy text is read as GB18030 or Big5; GB2312 and GBK are subsets
//! of the former.
//!
//! A character that cannot be read is an error with its offset, never a silent U+FFFD: a lost mention could
//! not be counted. One exception: bytes at the very end that begin a character and stop short are dropped.
//! Tools that cut a file at a number of bytes leave them; what was cut off is gone whatever is done here, and
//! everything else reads with certainty. Callers that tell users of losses may accept a few:
//! [`decode_damaged`].
//!
//! Invariant: the text does not begin with U+FEFF, and what [`decode`] gives
//! holds no U+FFFD.
//!
//! ```
//! # use fasou::corpus::decode::decode;
//! let gbk = [0xb7, 0xa8, 0xd6, 0xce]; // 法治
//! let decoded = decode(&gbk).map(|decoded| (decoded.text, decoded.encoding));
//! assert!(matches!(decoded, Ok((text, "GB18030")) if text == "法治"));
//! ```

mod damaged;
mod legacy;

pub use damaged::decode_damaged;

use encoding_rs::{DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use legacy::{is_gbk_by_chance, likeliest_legacy};

/// A text and the encoding its bytes were read in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// `UTF-8`, `UTF-16LE`, `UTF-16BE`, `GB18030` or `Big5`.
    pub encoding: &'static str,
}

/// Why bytes could not be read as text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The bytes are not text.
    #[error("binary data ({looks_like}?), not text: give the file its true extension")]
    Binary {
        /// What the first bytes belong to, `a PDF` for one.
        looks_like: &'static str,
    },
    /// A byte does not fit the encoding that all the other bytes indicate.
    #[error(
        "byte 0x{byte:02x} at offset {offset} is not {encoding}, the likeliest encoding: \
         save the file as UTF-8"
    )]
    Undecodable {
        /// The encoding that explains most of the bytes.
        encoding: &'static str,
        /// Where the first bad byte stands, counted from the file's start.
        offset: usize,
        /// The bad byte.
        byte: u8,
    },
    /// A character of the text had already been lost when it was saved.
    #[error(
        "the character at byte {offset} was lost before (U+FFFD): convert the original file again"
    )]
    Lost {
        /// Where the first U+FFFD stands, in bytes of the text as UTF-8.
        offset: usize,
    },
    /// There is nothing to read.
    #[error("no text at all")]
    Empty,
}

/// First bytes by which a file format is known, and what to call it.
const MAGIC: [(&[u8], &str); 13] = [
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive such as docx, xlsx or ofd"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Office file such as doc, xls or wps",
    ),
    (b"{\\rtf", "an RTF"),
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

/// How many bytes the guessing looks at: enough to be sure, cheap on big files.
const SAMPLE: usize = 64 * 1024;

/// Reads `bytes` as text, in the encoding that they are most probably in.
///
/// # Errors
///
/// [`DecodeError`] when the bytes are binary, are in no encoding of Chinese
/// text, or hold nothing.
pub fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    if let Some(&(_, looks_like)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(DecodeError::Binary { looks_like });
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return whole(strict(encoding, bytes, mark)?, encoding);
    }
    // Before UTF-8: ASCII in UTF-16 is NULs and letters, valid UTF-8 both.
    if bytes.contains(&0)
        && let Some(encoding) = unmarked_utf16(bytes)
    {
        return whole(strict(encoding, bytes, 0)?, encoding);
    }
    let not_utf8 = match strict(UTF_8, bytes, 0) {
        Ok(text) if !is_gbk_by_chance(&text) => return whole(text, UTF_8),
        Ok(_) => None,
        Err(error) if is_damaged_utf8(bytes) => return Err(error),
        Err(error) => Some(error),
    };
    let guess = unmarked_utf16(bytes).or_else(|| likeliest_legacy(sample(bytes)));
    match (guess, not_utf8) {
        (Some(encoding), _) => whole(strict(encoding, bytes, 0)?, encoding),
        (None, Some(error)) if !bytes.contains(&0) => Err(error),
        (None, _) => Err(DecodeError::Binary {
            looks_like: "some format with NUL bytes",
        }),
    }
}

/// The usual spelling of an encoding's name; WHATWG writes `gb18030`.
fn name_of(encoding: &'static Encoding) -> &'static str {
    if encoding == GB18030 {
        "GB18030"
    } else {
        encoding.name()
    }
}

/// Checks that nothing was lost before, and what must hold for every decoded text.
fn whole(text: String, encoding: &'static Encoding) -> Result<Decoded, DecodeError> {
    let decoded = finish(text, encoding)?;
    match decoded.text.find('\u{fffd}') {
        Some(offset) => Err(DecodeError::Lost { offset }),
        None => Ok(decoded),
    }
}

/// Checks what must hold for every decoded text.
fn finish(mut text: String, encoding: &'static Encoding) -> Result<Decoded, DecodeError> {
    // A second mark, or GB18030's own.
    if text.starts_with('\u{feff}') {
        text = text.trim_start_matches('\u{feff}').to_owned();
    }
    if text.is_empty() {
        return Err(DecodeError::Empty);
    }
    // A stray NUL is dirt and is dropped later; many are not text.
    let nuls = text.bytes().filter(|&byte| byte == 0).count();
    if nuls > 0 && nuls * 100 >= text.len() {
        return Err(DecodeError::Binary {
            looks_like: "some format with NUL bytes",
        });
    }
    Ok(Decoded {
        text,
        encoding: name_of(encoding),
    })
}

/// Decodes `bytes` from `start` on; only a cut last character is forgiven.
fn strict(encoding: &'static Encoding, bytes: &[u8], start: usize) -> Result<String, DecodeError> {
    let undecodable = |offset: usize| DecodeError::Undecodable {
        encoding: name_of(encoding),
        offset,
        byte: bytes.get(offset).copied().unwrap_or_default(),
    };
    let body = &bytes[start..];
    if encoding == UTF_8 {
        // Much faster than the standard library, but does not say what is wrong.
        if let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(body) {
            return Ok(text.into_owned());
        }
        let error = match std::str::from_utf8(body) {
            Ok(text) => return Ok(text.to_owned()),
            Err(error) => error,
        };
        let valid = std::str::from_utf8(&body[..error.valid_up_to()]).unwrap_or_default();
        // Only a text that has proved to be UTF-8 may be cut: a lone last GBK
        // character after ASCII looks cut, too.
        if error.error_len().is_none() && valid.chars().any(|c| c >= '\u{800}') {
            return Ok(valid.to_owned());
        }
        return Err(undecodable(start + error.valid_up_to()));
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(body.len() * 3 / 2 + 16);
    let mut read = 0;
    loop {
        // `last` stays false, so that a character cut off at the very end is not an error.
        let (result, taken) =
            decoder.decode_to_string_without_replacement(&body[read..], &mut text, false);
        read += taken;
        match result {
            DecoderResult::InputEmpty => return Ok(text),
            DecoderResult::OutputFull => text.reserve(body.len() - read + 64),
            DecoderResult::Malformed(bad, after) => {
                let back = usize::from(bad) + usize::from(after);
                return Err(undecodable(start + read.saturating_sub(back)));
            }
        }
    }
}

/// UTF-16 without a mark: recognised by line ends, digits and full-width punctuation, whose bytes neither GBK
/// nor Big5 nor ASCII text can hold.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = sample(bytes);
    let fits = |unit_of: fn([u8; 2]) -> u16| {
        let (mut plausible, mut telling, mut all) = (0, 0, 0);
        for pair in sample.chunks_exact(2) {
            all += 1;
            match unit_of([pair[0], pair[1]]) {
                0x09..=0x0d | 0x20..=0x7e | 0x3000..=0x3011 | 0xff01..=0xff5e => telling += 1,
                0x2010..=0x2027 | 0x4e00..=0x9fff => plausible += 1,
                _ => {}
            }
        }
        telling > 0 && (plausible + telling) * 20 >= all * 19
    };
    match (fits(u16::from_le_bytes), fits(u16::from_be_bytes)) {
        (true, false) => Some(UTF_16LE),
        (false, true) => Some(UTF_16BE),
        _ => None,
    }
}

/// As much of `bytes` as the guessing looks at.
fn sample(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len().min(SAMPLE)]
}

/// Whether most of what is not ASCII is UTF-8, so that a few bytes are damaged.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(sample(bytes));
    let (mut read, mut lost) = (0, 0);
    for c in text.chars() {
        read += usize::from(c >= '\u{800}' && c != '\u{fffd}');
        lost += usize::from(c == '\u{fffd}');
    }
    read > lost * 4
}

#[cfg(test)]
mod tests {
    use encoding_rs::BIG5;

    use super::*;

    const SIMPLIFIED: &str =
        "龙门县司法局全年办理法律援助案件312件，调解矛盾纠纷1,085起，“一村一法律顾问”实现全覆盖。";
    const TRADITIONAL: &str = "龍門縣司法局全年辦理法律援助案件312件，調解矛盾糾紛1,085起，「一村一法律顧問」實現全覆蓋。";

    /// `text` in `encoding`; the encoder's own U+FFFD-free output.
    fn bytes_in(encoding: &'static Encoding, text: &str) -> Vec<u8> {
        let (bytes, used, lossy) = encoding.encode(text);
        assert!(
            used == encoding && !lossy,
            "the sample does not fit {}",
            encoding.name()
        );
        bytes.into_owned()
    }

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[track_caller]
    fn reads(bytes: &[u8], text: &str, encoding: &str) {
        let decoded = decode(bytes).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.encoding), (text, encoding));
    }

    #[test]
    fn each_encoding_is_told_on_long_and_short_texts() {
        for (encoding, text, name) in [
            (GB18030, SIMPLIFIED, "GB18030"),
            (GB18030, TRADITIONAL, "GB18030"),
            (BIG5, TRADITIONAL, "Big5"),
            (UTF_8, SIMPLIFIED, "UTF-8"),
        ] {
            reads(&bytes_in(encoding, text), text, name);
            reads(
                &bytes_in(encoding, &text.repeat(300)),
                &text.repeat(300),
                name,
            );
            let head: String = text.chars().take(8).collect();
            reads(&bytes_in(encoding, &head), &head, name);
        }
        reads(&bytes_in(GB18030, "通知"), "通知", "GB18030");
        reads(&bytes_in(GB18030, "2024年"), "2024年", "GB18030");
        reads(
            &bytes_in(GB18030, "㐂㐆𠀀村委会公告"),
            "㐂㐆𠀀村委会公告",
            "GB18030",
        );
        reads(&bytes_in(BIG5, "法治政府建設"), "法治政府建設", "Big5");
        reads("北纬25°".as_bytes(), "北纬25°", "UTF-8");
        reads("25°±1".as_bytes(), "25°±1", "UTF-8");
        reads(b"plain ASCII", "plain ASCII", "UTF-8");
    }

    #[test]
    fn marks_decide_and_vanish() {
        for (mark, body, name) in [
            ("\u{feff}", SIMPLIFIED.as_bytes().to_vec(), "UTF-8"),
            (
                "",
                utf16(&format!("\u{feff}{SIMPLIFIED}"), u16::to_le_bytes),
                "UTF-16LE",
            ),
            (
                "",
                utf16(&format!("\u{feff}{SIMPLIFIED}"), u16::to_be_bytes),
                "UTF-16BE",
            ),
        ] {
            reads(&[mark.as_bytes(), &body].concat(), SIMPLIFIED, name);
        }
        let marked = format!("\u{feff}{SIMPLIFIED}");
        reads(&bytes_in(GB18030, &marked), SIMPLIFIED, "GB18030");
        reads(format!("\u{feff}{marked}").as_bytes(), SIMPLIFIED, "UTF-8");
    }

    #[test]
    fn utf16_without_a_mark_is_told_by_its_punctuation_and_digits() {
        for text in [
            SIMPLIFIED,
            "第一章\n总则",
            "依法行政，公正司法。",
            "plain ASCII\r\n",
        ] {
            reads(&utf16(text, u16::to_le_bytes), text, "UTF-16LE");
            reads(&utf16(text, u16::to_be_bytes), text, "UTF-16BE");
        }
    }

    #[test]
    fn a_cut_last_character_is_dropped_and_nothing_else() {
        for encoding in [UTF_8, GB18030] {
            let whole = bytes_in(encoding, SIMPLIFIED);
            let rest = SIMPLIFIED.strip_suffix('。').unwrap();
            reads(&whole[..whole.len() - 1], rest, name_of(encoding));
        }
        let odd = utf16("\u{feff}法治", u16::to_le_bytes);
        reads(&odd[..odd.len() - 1], "法", "UTF-16LE");
    }

    #[test]
    fn a_damaged_byte_is_an_error_with_its_offset() {
        for (encoding, text) in [
            (UTF_8, SIMPLIFIED),
            (GB18030, SIMPLIFIED),
            (BIG5, TRADITIONAL),
        ] {
            let mut bytes = bytes_in(encoding, text);
            let offset = bytes_in(encoding, &text.chars().take(20).collect::<String>()).len();
            bytes[offset] = 0xff;
            let error = decode(&bytes).unwrap_err();
            let DecodeError::Undecodable {
                encoding: found,
                offset: at,
                byte,
            } = error
            else {
                panic!("{error}");
            };
            assert_eq!((found, at, byte), (name_of(encoding), offset, 0xff));
        }
    }

    #[test]
    fn latin_legacy_text_is_refused() {
        let error = decode(b"r\xe9sum\xe9 d'\xe9t\xe9 \xe0 No\xebl").unwrap_err();
        assert!(
            matches!(
                error,
                DecodeError::Undecodable {
                    offset: 1,
                    byte: 0xe9,
                    ..
                }
            ),
            "{error}"
        );
    }

    #[test]
    fn binary_data_is_named() {
        for (bytes, part) in [
            (&b"%PDF-1.7\n%\xe2\xe3"[..], "(a PDF?)"),
            (b"PK\x03\x04\x14\0", "(a ZIP archive"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", "(an old Office file"),
            (b"\x7fELF\x02\x01", "(a program?)"),
            (b"abc\0\x01\0\0def", "NUL"),
            (b"\0\0\xfe\x91\0\x80\0", "NUL"),
        ] {
            let message = decode(bytes).unwrap_err().to_string();
            assert!(
                message.starts_with("binary data") && message.contains(part),
                "{message}"
            );
        }
    }

    #[test]
    fn characters_lost_before_and_empty_files_are_errors() {
        let lost = decode("依法\u{fffd}政".as_bytes());
        assert_eq!(lost, Err(DecodeError::Lost { offset: 6 }));
        assert_eq!(decode(b""), Err(DecodeError::Empty));
        assert_eq!(decode("\u{feff}".as_bytes()), Err(DecodeError::Empty));
    }
}
