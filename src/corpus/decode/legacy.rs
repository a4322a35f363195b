//! GB18030 or Big5? Both read nearly any bytes, so plausibility decides.
//!
//! Each table begins with punctuation and the characters used most: GB2312's
//! level 1 and Big5's level 1 cover nearly every character of a usual text, and
//! seldom fall on each other's. The mean weight of a text's characters tells
//! the two apart from about eight characters on, where `chardetng` alone still
//! takes some texts for Korean or Cyrillic; it is asked when the means tie.
//!
//! Invariant: bytes that make no more sense in either table than random ones are in neither encoding.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030};

/// The least [`plausibility`] of a Chinese text.
const LEAST: f64 = 0.5;

/// Two plausibilities this near decide nothing.
const TIE: f64 = 0.08;

/// GB18030 or Big5, according to whose frequent characters the bytes fall on.
pub(super) fn likeliest_legacy(sample: &[u8]) -> Option<&'static Encoding> {
    let gb = plausibility(sample, weight_in_gb);
    let big5 = plausibility(sample, weight_in_big5);
    if gb.max(big5) < LEAST {
        return None;
    }
    if (gb - big5).abs() > TIE {
        return Some(if gb > big5 { GB18030 } else { BIG5 });
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    Some(if guess == BIG5 { BIG5 } else { GB18030 })
}

/// How well bytes read in an encoding of two bytes to a character, from 0 to 1.
pub(super) fn plausibility_in(encoding: &'static Encoding, bytes: &[u8]) -> Option<f64> {
    let weight = match encoding {
        own if own == GB18030 => weight_in_gb,
        own if own == BIG5 => weight_in_big5,
        _ => return None,
    };
    Some(plausibility(bytes, weight))
}

/// The mean weight of the two-byte characters.
fn plausibility(bytes: &[u8], weight: fn(u8, u8) -> f64) -> f64 {
    let (mut sum, mut characters) = (0.0, 0.0);
    let mut rest = bytes;
    while let [first, tail @ ..] = rest {
        rest = tail;
        if first.is_ascii() {
            continue;
        }
        if let [second, tail @ ..] = rest {
            rest = tail;
            sum += weight(*first, *second);
            characters += 1.0;
        }
    }
    if characters == 0.0 {
        0.0
    } else {
        sum / characters
    }
}

/// How usual a GB18030 character is in Chinese text, from 0 to 1.
fn weight_in_gb(first: u8, second: u8) -> f64 {
    match (first, second) {
        // GB2312 punctuation, and its level 1: the 3,755 most used characters.
        (0xa1..=0xa3 | 0xb0..=0xd7, 0xa1..=0xfe) => 1.0,
        // Kana, GB2312 level 2, then what GBK adds: traditional characters for one.
        (0xa4..=0xa5 | 0xd8..=0xf7, 0xa1..=0xfe) => 0.5,
        (0x81..=0xa0, 0x40..=0x7e | 0x80..=0xfe) => 0.6,
        (0xaa..=0xfe, 0x40..=0x7e | 0x80..=0xa0) => 0.4,
        // Half of a four-byte character: the rare rest of Unicode.
        (0x81..=0xfe, b'0'..=b'9') => 0.5,
        _ => 0.0,
    }
}

/// How usual a Big5 character is in Chinese text, from 0 to 1.
fn weight_in_big5(first: u8, second: u8) -> f64 {
    match (first, second) {
        // Punctuation, and level 1: the 5,401 most used characters.
        (0xa1..=0xc6, 0x40..=0x7e | 0xa1..=0xfe) => 1.0,
        (0xc9..=0xf9, 0x40..=0x7e | 0xa1..=0xfe) => 0.3,
        _ => 0.0,
    }
}

/// Whether a valid UTF-8 text is a short GBK text that happens to be one.
///
/// GBK characters with a second byte below 0xC0 look like Hebrew, Armenian or
/// combining marks in UTF-8; nobody writes a text of these alone. Signs such as
/// `°` and `±` are no evidence.
pub(super) fn is_gbk_by_chance(text: &str) -> bool {
    let is_proof = |c: char| c >= '\u{800}' || c.is_ascii_alphabetic();
    if text.is_ascii() || text.chars().any(is_proof) || text.chars().all(|c| c < '\u{100}') {
        return false;
    }
    let runs = text
        .split(|c: char| c.is_ascii())
        .map(|run| run.chars().count());
    runs.max().is_some_and(|longest| longest > 1)
        && plausibility(text.as_bytes(), weight_in_gb) == 1.0
}
