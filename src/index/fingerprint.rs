//! Copies of one report: the same text from two sites, or a page and a PDF of it.

use crate::report::{self, Outline};
use crate::tagging::Tags;
use crate::text::is_han;

/// A body with fewer letters than this may be a form that many have filled in alike.
const SHORT: usize = 200;

/// Equal for copies of one report: the letters of its body, whatever stands around it, with region
/// and year, so that a text which two places both handed in stays two reports. None for a body too
/// short to be told from another.
pub fn fingerprint(text: &str, outline: &Outline, tags: &Tags) -> Option<u64> {
    let lines = report::lines(text);
    let body = lines.get(outline.frame.head..outline.frame.tail)?;
    let mut letters = String::with_capacity(text.len());
    for line in body {
        let is_letter = |c: &char| is_han(*c) || c.is_alphanumeric();
        letters.extend(text[line.clone()].chars().filter(is_letter));
    }
    letters.chars().nth(SHORT)?;
    let code = tags.region().map_or("", |region| region.today());
    let year = tags.year.as_ref().map_or(0, |found| found.year);
    let hash = blake3::hash(format!("{code} {year} {letters}").as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hash.as_bytes()[..8]);
    Some(u64::from_le_bytes(first))
}
