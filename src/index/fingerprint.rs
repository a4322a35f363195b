//! Stable numbers that tell contents apart: copies of one report (the same text from two sites, or a page and
//! a PDF of it), settings, and what is said of a file.

use serde::Serialize;

use crate::report::{self, Outline};
use crate::tagging::Tags;
use crate::text::is_han;

/// A body with so many letters or fewer may be a form that many have filled in the same way.
const SHORT_BODY: usize = 200;

/// Equal for copies of one report: made of the letters of its body, whatever stands around it, and of region
/// and year, so that a text which two places both handed in stays two reports. `None` if the body is too
/// short to be told from others.
pub fn fingerprint(text: &str, outline: &Outline, tags: &Tags) -> Option<u64> {
    let lines = report::lines(text);
    let body = lines.get(outline.frame.head..outline.frame.tail)?;
    let mut letters = String::with_capacity(text.len());
    for line in body {
        let is_letter = |c: &char| is_han(*c) || c.is_alphanumeric();
        letters.extend(text[line.clone()].chars().filter(is_letter));
    }
    letters.chars().nth(SHORT_BODY)?;
    let code = tags.region().map_or("", |region| region.today());
    let year = tags.year.as_ref().map_or(0, |found| found.year);
    Some(number_of(format!("{code} {year} {letters}").as_bytes()))
}

/// A number for a content: the first bytes of its BLAKE3 hash, the same in every release.
pub fn number_of(content: &[u8]) -> u64 {
    let mut first = [0; 8];
    first.copy_from_slice(&blake3::hash(content).as_bytes()[..8]);
    u64::from_le_bytes(first)
}

/// A number for a value; equal values have the same one in every release.
pub fn mark_of(what: &impl Serialize) -> u64 {
    number_of(&postcard::to_stdvec(what).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_of_blake3() {
        // Its hash of nothing begins with af1349b9f5f9a1a6.
        assert_eq!(number_of(b""), 0xa6a1_f9f5_b949_13af);
    }
}
