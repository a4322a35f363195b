//! Whose report it is: the strongest claim, made more precise by weaker ones, or else by the body.
//!
//! A title names the owner. An issuer may be its superior (a city's office publishing a county's report), so
//! sources named later may lead further down, but never to a different place. A site's name and a folder give
//! way to whatever the text itself calls its own.
//!
//! Invariant: the codes returned are alternatives; settling them is not done here.

use super::below::counties;
use super::claims::{Claim, Source};
use super::decide::Case;
use super::settle::clear_best;
use super::unit::Unit;
use super::words::Kind;
use crate::tagging::divisions::Divisions;

/// How much a name in the body must count to be the region by itself.
const ENOUGH: f32 = 1.0;

/// How much a county named in the body says for its city.
const FOR_PARENT: f32 = 0.4;

/// The owner's place, as far as it is known.
#[derive(Clone, Debug, Default)]
pub(super) struct Owner {
    /// What it may be.
    pub codes: Vec<&'static str>,
    /// The source that named it; `None` if the body did.
    pub source: Option<Source>,
    /// Whether it is named only by a bare stem, or by the body.
    pub weak: bool,
}

impl Owner {
    fn by(claim: &Claim, codes: Vec<&'static str>) -> Self {
        Self {
            codes,
            source: Some(claim.source),
            weak: claim.weak,
        }
    }

    /// Whether a source that speaks for the owner named it.
    pub(super) fn is_named(&self) -> bool {
        self.source.is_some_and(Source::speaks_for_owner)
    }
}

/// The owner of a report.
pub(super) fn owner(case: &Case<'_>) -> Owner {
    let table = &case.detector.table;
    let mut named: Vec<&Claim> = case
        .claims
        .iter()
        .filter(|claim| !claim.codes.is_empty() && may_own(case, claim))
        .collect();
    // A bare stem yields to any full name.
    named.sort_by_key(|claim| (claim.weak, claim.source));
    let Some(first) = named.first() else {
        return from_body(
            case,
            &Owner {
                weak: true,
                ..Owner::default()
            },
        );
    };
    let mut owner = Owner::by(first, first.codes.clone());
    if let Some(county) = county_elsewhere(&named, &owner.codes) {
        owner.codes = county;
    }
    if let Some(kind) = case.wanted {
        if owner.source == Some(Source::Site) {
            // A site's name may hold several places; the one the report calls its own is meant.
            let own = named
                .iter()
                .find(|claim| claim.codes.iter().any(|code| fits(table, kind, code)));
            owner.codes = own.map_or(owner.codes, |claim| claim.codes.clone());
        }
        let fitting = fitting(table, kind, &owner.codes);
        if !fitting.is_empty() {
            owner.codes = fitting;
        }
    }
    for claim in &named[1..] {
        let below = strictly_below(&claim.codes, &owner.codes);
        if !below.is_empty() && may_narrow(table, &owner, claim, case.wanted) {
            owner = Owner::by(claim, below);
        }
    }
    if let Some(kind) = case.wanted
        && owner.source == Some(Source::Opening)
        && owner.codes.iter().all(|code| code.len() == 9)
    {
        // 我县's opening that begins with one of its townships.
        let above = owner.codes.iter().filter_map(|code| table.parent(code));
        let mut above: Vec<_> = above.map(|row| row.code).collect();
        above.dedup();
        let above = fitting(table, kind, &above);
        if !above.is_empty() {
            owner.codes = above;
        }
    }
    let wide = case
        .wanted
        .is_some_and(|kind| fitting(table, kind, &owner.codes).is_empty());
    if wide && (owner.source != Some(Source::Title) || owner.weak) {
        return from_body(case, &owner);
    }
    owner
}

/// Whether a source may name the owner. A site that publishes what others wrote may not: it must be of the
/// kind that the text calls its own, and the text must name no other place.
fn may_own(case: &Case<'_>, claim: &Claim) -> bool {
    if claim.source != Source::Site {
        return true;
    }
    let table = &case.detector.table;
    let agrees = |code: &str| {
        let mut own = claim.codes.iter();
        own.any(|own| own.starts_with(code) || code.starts_with(own))
    };
    // A township's report stands on the site of its county, which has one for all.
    let holds = |kind, code: &str| kind == Kind::Township && code.len() == 6;
    let is_own = |kind| {
        let mut codes = claim.codes.iter();
        codes.any(|code| holds(kind, code) || fits(table, kind, code))
    };
    let mut named = case.tallies.iter().filter(|tally| tally.weight >= ENOUGH);
    case.wanted.is_none_or(is_own)
        && named.all(|tally| tally.meanings.iter().any(|meaning| agrees(meaning.code)))
}

/// The county that another source names, if no township of the owner's name lies in it: then the table lacks
/// the right one.
fn county_elsewhere(named: &[&Claim], townships: &[&'static str]) -> Option<Vec<&'static str>> {
    if townships.iter().any(|code| code.len() != 9) {
        return None;
    }
    let other = named.iter().skip(1).find(|claim| {
        let county = claim.codes.len() == 1 && claim.codes[0].len() == 6;
        county && !claim.weak && claim.source != Source::Opening
    })?;
    let inside = townships
        .iter()
        .any(|code| code.starts_with(other.codes[0]));
    (!inside).then(|| other.codes.clone())
}

/// Whether a weaker source may make the owner more precise.
fn may_narrow(table: &Divisions, owner: &Owner, claim: &Claim, wanted: Option<Kind>) -> bool {
    let asked = wanted.is_some_and(|kind| !fitting(table, kind, &claim.codes).is_empty());
    match owner.source {
        Some(Source::Title) if !owner.weak => false,
        Some(source) if source.speaks_for_owner() => {
            let signed = claim.source.speaks_for_owner() && claim.unit != Some(Unit::Department);
            signed || asked
        }
        _ => true,
    }
}

/// The place in the body that fits best below the owner known so far; that owner if none does.
fn from_body(case: &Case<'_>, known: &Owner) -> Owner {
    let wanted = case.wanted.filter(|_| case.unit != Some(Unit::Township));
    let mut found = in_body(case, wanted, &known.codes);
    if found.is_empty() && known.codes.is_empty() {
        found = in_body(case, None, &[]);
    }
    if found.is_empty() {
        found = by_townships(case, wanted, &known.codes);
    }
    if found.is_empty() {
        return known.clone();
    }
    Owner {
        codes: found,
        source: None,
        weak: true,
    }
}

/// The county whose townships the body names, below those known.
fn by_townships(
    case: &Case<'_>,
    wanted: Option<Kind>,
    above: &[&'static str],
) -> Vec<&'static str> {
    if matches!(case.unit, Some(Unit::Township | Unit::Zone)) {
        return Vec::new();
    }
    let table = &case.detector.table;
    let mut scores = counties(table, &case.detector.reader, case.evidence.body);
    scores.retain(|(code, score)| {
        let fits = wanted.is_none_or(|kind| fits(table, kind, code));
        let inside = above.is_empty() || above.iter().any(|above| code.starts_with(above));
        fits && inside && *score >= ENOUGH
    });
    clear_best(scores).into_iter().collect()
}

/// The places of the body that may own the report, of the wanted kind, below those known.
fn in_body(case: &Case<'_>, wanted: Option<Kind>, above: &[&'static str]) -> Vec<&'static str> {
    let table = &case.detector.table;
    let scores = body_scores(case);
    let province = |code: &str| {
        let same = scores.iter().find(|(known, _)| *known == &code[..2]);
        same.map_or(0.0, |(_, score)| score.min(3.0))
    };
    let mut fitting: Vec<(&'static str, f32)> = scores
        .iter()
        .filter(|(code, _)| wanted.is_none_or(|kind| fits(table, kind, code)))
        .filter(|(code, _)| above.is_empty() || above.iter().any(|above| code.starts_with(above)))
        .map(|&(code, score)| {
            // Laws name provinces; only the owner's report names a county again and again.
            let depth = match (wanted, code.len()) {
                (None, 2) => 0.5,
                (None, 6) => 1.2,
                _ => 1.0,
            };
            (code, score * depth + 0.1 * province(code))
        })
        .filter(|(_, score)| *score >= ENOUGH)
        .collect();
    fitting.sort_by(|left, right| right.1.total_cmp(&left.1));
    if let Some(best) = clear_best(fitting.clone()) {
        return vec![best];
    }
    let least = fitting.first().map_or(0.0, |(_, score)| score / 2.0);
    fitting.retain(|(_, score)| *score >= least);
    fitting.into_iter().map(|(code, _)| code).collect()
}

/// How much the body speaks for each place it names, and for those above it.
fn body_scores(case: &Case<'_>) -> Vec<(&'static str, f32)> {
    let mut scores: Vec<(&'static str, f32)> = Vec::new();
    for tally in &case.tallies {
        #[expect(clippy::cast_precision_loss, reason = "a handful of meanings")]
        let share = tally.weight / tally.meanings.len() as f32;
        for meaning in tally.meanings {
            for row in case.detector.table.lineage(meaning.code) {
                let part = if row.code == meaning.code {
                    1.0
                } else {
                    FOR_PARENT
                };
                match scores.iter_mut().find(|(code, _)| *code == row.code) {
                    Some((_, score)) => *score += share * part,
                    None => scores.push((row.code, share * part)),
                }
            }
        }
    }
    scores
}

/// Those of `codes` that stand strictly below one of `above`.
fn strictly_below(codes: &[&'static str], above: &[&'static str]) -> Vec<&'static str> {
    let below = |code: &&'static str| {
        above
            .iter()
            .any(|above| code.len() > above.len() && code.starts_with(above))
    };
    codes.iter().copied().filter(below).collect()
}

/// Those of `codes` that are of a kind.
fn fitting(table: &Divisions, kind: Kind, codes: &[&'static str]) -> Vec<&'static str> {
    codes
        .iter()
        .copied()
        .filter(|code| fits(table, kind, code))
        .collect()
}

/// Whether the division of a code is of a kind.
pub(super) fn fits(table: &Divisions, kind: Kind, code: &str) -> bool {
    table.name(code).is_some_and(|name| kind.fits(code, name))
}
