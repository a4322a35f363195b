//! Whose report it is: a place's own, a department's, a zone's, a township's.
//!
//! It is decided by votes. A title's unit outweighs all the rest; if the title names none, an issuer's 司法局
//! competes with an opening's 某县坚持 and with the body's 我局 and 我县.
//!
//! Invariant: the level of a place's own report is that of its place, unless only a wider place
//! is known.

use super::body::OwnCounts;
use super::claims::{Claim, Source};
use super::types::{Level, Reason};
use super::unit::Unit;
use super::words::{Kind, Words};

/// The kinds of divisions, as a report's words for its own place name them.
const PLACES: [Kind; 6] = [
    Kind::Province,
    Kind::City,
    Kind::Prefecture,
    Kind::District,
    Kind::County,
    Kind::Township,
];

/// Such words count at most this much: a long report is not more credible than a short one.
const MOST_OWN: f32 = 6.0;

/// Such a word must count this much to tell what place to look for: 我县 once, 全县 twice.
const ENOUGH_OWN: f32 = 2.0;

/// The unit by vote; `None` if nothing speaks for any.
pub(super) fn vote(claims: &[Claim], own: &OwnCounts) -> Option<Unit> {
    let mut scores: Vec<(Unit, f32)> = Vec::new();
    let mut add =
        |unit: Unit, weight: f32| match scores.iter_mut().find(|(known, _)| *known == unit) {
            Some((_, score)) => *score += weight,
            None => scores.push((unit, weight)),
        };
    for claim in claims {
        let Some(unit) = claim.unit else { continue };
        let township = unit == Unit::Own && claim.codes.first().is_some_and(|code| code.len() == 9);
        let unit = match unit {
            Unit::Office => Unit::Department,
            Unit::Own if township => Unit::Township,
            unit => unit,
        };
        let weight = weight(claim.source, unit);
        add(unit, if claim.weak { weight / 2.0 } else { weight });
    }
    let count = |kind| own.get(&kind).copied().unwrap_or_default().min(MOST_OWN);
    add(Unit::Department, count(Kind::Department));
    add(Unit::Township, count(Kind::Township));
    let places = PLACES.into_iter().filter(|kind| *kind != Kind::Township);
    add(Unit::Own, places.map(count).fold(0.0, f32::max));
    let spoken = scores.into_iter().filter(|(_, score)| *score > 0.0);
    spoken
        .max_by(|left, right| left.1.total_cmp(&right.1))
        .map(|(unit, _)| unit)
}

/// What speaks for a unit: the claims that name one, and how the text speaks of its own place.
pub(super) fn reasons(claims: &[Claim], own: &OwnCounts) -> Vec<Reason> {
    let claimed = claims.iter().filter_map(|claim| {
        let unit = claim.unit?;
        Some(Reason {
            what: claim.source.name().to_owned(),
            evidence: claim.phrase.clone(),
            weight: weight(claim.source, unit),
        })
    });
    let counted = own.iter().filter(|(_, count)| **count > 0.0);
    let spoken = counted.map(|(kind, count)| Reason {
        what: "own words".to_owned(),
        evidence: kind.own_word().to_owned(),
        weight: count.min(MOST_OWN),
    });
    let mut reasons: Vec<Reason> = claimed.chain(spoken).collect();
    reasons.sort_by(|left, right| {
        let by_weight = right.weight.total_cmp(&left.weight);
        by_weight.then_with(|| left.evidence.cmp(&right.evidence))
    });
    reasons
}

/// How much a source's unit counts.
const fn weight(source: Source, unit: Unit) -> f32 {
    match (source, unit) {
        (Source::Title, _) => 14.0,
        (Source::Opening, _) | (Source::Issuer, Unit::Township | Unit::Zone) => 7.0,
        // A department often issues or signs its government's report.
        (Source::Issuer | Source::File | Source::Closing, Unit::Department) => 4.0,
        (Source::Issuer | Source::File | Source::Closing, _) => 5.0,
        // A government's site also holds its departments' and townships' reports.
        (Source::Site, Unit::Own) => 0.5,
        (Source::Site, _) => 2.0,
        (Source::Folder, _) => 0.2,
    }
}

/// The kind of place to look for if no source names one, or only one that is too wide.
pub(super) fn wanted(
    words: &Words,
    claims: &[Claim],
    own: &OwnCounts,
    unit: Option<Unit>,
    body: &str,
) -> Option<Kind> {
    match unit {
        Some(Unit::Township) => return Some(Kind::Township),
        Some(Unit::Zone) => return superior(words, body),
        _ => {}
    }
    let by_unit_word = claims.iter().find_map(|claim| claim.kind);
    let counted = PLACES
        .into_iter()
        .filter_map(|kind| Some((kind, *own.get(&kind)?)));
    let by_own_word = counted
        .filter(|(_, count)| *count >= ENOUGH_OWN)
        .max_by(|left, right| left.1.total_cmp(&right.1))
        .map(|(kind, _)| kind);
    let by_superior = || {
        if unit == Some(Unit::Department) {
            superior(words, body)
        } else {
            None
        }
    };
    by_unit_word.or(by_own_word).or_else(by_superior)
}

/// The committee that a zone or a department most often names as its superior.
fn superior(words: &Words, body: &str) -> Option<Kind> {
    let counted = words
        .superior
        .iter()
        .map(|(word, kind)| (*kind, body.matches(word).count()));
    counted
        .filter(|(_, count)| *count > 0)
        .max_by_key(|(_, count)| *count)
        .map(|(kind, _)| kind)
}

/// The level, from the unit and the kind of its place.
pub(super) fn level(
    code: Option<&str>,
    wanted: Option<Kind>,
    unit: Option<Unit>,
    is_named: bool,
) -> Option<Level> {
    match unit {
        Some(Unit::Department | Unit::Office) => return Some(Level::Department),
        Some(Unit::Zone) => return Some(Level::Zone),
        Some(Unit::Township) => return Some(Level::Township),
        Some(Unit::Own) | None => {}
    }
    let Some(code) = code else {
        return wanted.map(of_kind);
    };
    let of_place = Level::of_code(code);
    // The place may be wider than the report's own: a city's site, but 我县 in the text.
    match wanted {
        Some(Kind::County | Kind::Township) if !is_named => wanted.map(of_kind),
        Some(Kind::District) if !is_named && of_place == Level::City => Some(Level::County),
        _ => Some(of_place),
    }
}

/// The level of a kind of place.
pub(super) const fn of_kind(kind: Kind) -> Level {
    match kind {
        Kind::Province => Level::Province,
        Kind::City | Kind::Prefecture => Level::City,
        Kind::District | Kind::County => Level::County,
        Kind::Township => Level::Township,
        Kind::Department => Level::Department,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(source: Source, unit: Unit) -> Claim {
        Claim {
            source,
            codes: Vec::new(),
            unit: Some(unit),
            kind: None,
            phrase: String::new(),
            weak: false,
        }
    }

    #[test]
    fn a_title_outweighs_the_rest() {
        let own = OwnCounts::from([(Kind::Department, 30.0)]);
        let claims = [
            claim(Source::Title, Unit::Own),
            claim(Source::Issuer, Unit::Department),
        ];
        assert_eq!(vote(&claims, &own), Some(Unit::Own));
    }

    #[test]
    fn own_words_decide_between_an_issuer_and_its_government() {
        let claims = [claim(Source::Issuer, Unit::Department)];
        assert_eq!(
            vote(&claims, &OwnCounts::from([(Kind::County, 9.0)])),
            Some(Unit::Own)
        );
        assert_eq!(
            vote(&claims, &OwnCounts::from([(Kind::Department, 3.0)])),
            Some(Unit::Department)
        );
        assert_eq!(vote(&[], &OwnCounts::new()), None);
    }

    #[test]
    fn a_wider_place_does_not_raise_the_level() {
        assert_eq!(
            level(Some("5301"), Some(Kind::County), Some(Unit::Own), false),
            Some(Level::County)
        );
        assert_eq!(
            level(Some("320583"), Some(Kind::City), Some(Unit::Own), false),
            Some(Level::County)
        );
        assert_eq!(
            level(Some("64"), Some(Kind::District), Some(Unit::Own), false),
            Some(Level::Province)
        );
        assert_eq!(
            level(None, Some(Kind::County), None, false),
            Some(Level::County)
        );
        assert_eq!(level(None, None, None, false), None);
    }
}
