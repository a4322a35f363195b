//! What a report's own townships tell about it: 我县 with 勐马镇, 芒信镇 and 公信乡 is 孟连县.
//!
//! The last resort if nothing names the place, and a hint if several places share its name.
//!
//! Invariant: a name that many townships share says little for any of them.

use memchr::memmem;

use super::reader::Reader;
use crate::tagging::divisions::{Divisions, Peoples};

/// A name that more townships share says nothing.
const MOST_NAMESAKES: usize = 12;

/// The divisions directly above the townships that a text names, and how much it speaks for each: 1 for each
/// name that no other township has.
pub(super) fn counties(table: &Divisions, reader: &Reader, text: &str) -> Vec<(&'static str, f32)> {
    let mut towns = reader.townships.find(text);
    towns.sort_by(|left, right| left.codes.cmp(&right.codes));
    towns.dedup_by(|left, right| left.codes == right.codes);
    let mut scores: Vec<(&'static str, f32)> = Vec::new();
    for town in towns
        .iter()
        .filter(|town| town.codes.len() <= MOST_NAMESAKES)
    {
        #[expect(clippy::cast_precision_loss, reason = "a handful of codes")]
        let share = 1.0 / town.codes.len() as f32;
        let mut above: Vec<&'static str> = (town.codes.iter())
            .filter_map(|code| table.parent(code).map(|row| row.code))
            .collect();
        above.dedup();
        for code in above {
            match scores.iter_mut().find(|(known, _)| *known == code) {
                Some((_, score)) => *score += share,
                None => scores.push((code, share)),
            }
        }
    }
    scores
}

/// How much a text speaks for a place by naming divisions above it, in whatever context: its county's police,
/// its city's court.
pub(super) fn named_above(table: &Divisions, code: &str, text: &str) -> f32 {
    let peoples = Peoples::embedded();
    let holds = |name: &str| memmem::find(text.as_bytes(), name.as_bytes()).is_some();
    let mut above = table.lineage(code);
    above.pop();
    let scores = above.iter().map(|row| {
        let forms = peoples.short_forms(row.name);
        let full = holds(row.name) || forms.with_unit.iter().any(|form| holds(form));
        let stem = row.code.len() < 6 && forms.stem.is_some_and(holds);
        match (full, stem, row.code.len()) {
            (true, _, 2) | (_, true, 2) => 0.3,
            (true, _, _) => 1.0,
            (false, true, _) => 0.7,
            _ => 0.0,
        }
    });
    scores.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_city_is_told_by_whatever_bears_its_name() {
        let table = Divisions::embedded();
        let text = "与贵阳仲裁机构共建服务点";
        assert!(named_above(&table, "520113", text) > named_above(&table, "440111", text));
        assert_eq!(named_above(&table, "440111", text), 0.0);
        assert!(named_above(&table, "140522107", "与阳城县公安局联合排查") >= 1.0);
    }
}
