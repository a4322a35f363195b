//! Combines the evidence: claims, words for the own place, names of the body; then owner, region and level.
//!
//! Invariant: `region` is `None` whenever several places fit about equally; they are `candidates`.

use super::RegionDetector;
use super::body::{OwnCounts, Tally, tally};
use super::claims::{Claim, Source, blank, compact, gather, is_national};
use super::level::{level, of_kind, reasons as reasons_of_level, vote, wanted};
use super::owner::{Owner, fits, owner};
use super::settle::Votes;
use super::types::{Evidence, Finding, Level, Reason, Region};
use super::unit::Unit;
use super::words::{Kind, first_chars};

/// A name in the body counts this share of what it would in a claim.
const BODY_SHARE: f32 = 0.4;

/// How much evidence makes a region sure that no source names outright: its name twice.
const SURE: f32 = 1.5;

/// The most reasons that are returned.
const MOST_REASONS: usize = 8;

/// How many characters into an opening a template's blank is looked for.
const BLANK_REACH: usize = 80;

/// One report and all that has been read from it.
pub(super) struct Case<'a> {
    pub detector: &'a RegionDetector,
    pub evidence: &'a Evidence<'a>,
    pub claims: Vec<Claim>,
    pub votes: Votes,
    pub tallies: Vec<Tally<'a>>,
    pub unit: Option<Unit>,
    pub wanted: Option<Kind>,
}

/// The region and level of a report.
pub(super) fn decide(detector: &RegionDetector, evidence: &Evidence<'_>) -> Finding {
    let title = compact(evidence.title.unwrap_or_default());
    let mut votes = Votes::default();
    let claims = gather(&detector.reader, evidence, &mut votes);
    if is_national(&title) && !claims.iter().any(|claim| claim.source == Source::Title) {
        return Finding {
            level: Some(Level::National),
            confident: true,
            ..Finding::default()
        };
    }
    let mut own = OwnCounts::new();
    for text in [
        title.as_str(),
        evidence.opening,
        evidence.body,
        evidence.closing,
    ] {
        detector.own_words.count(text, &mut own);
    }
    let unit = vote(&claims, &own);
    if let Some(kind) = template(&claims, &title, evidence) {
        let level = level(None, Some(kind), unit, false).or(Some(of_kind(kind)));
        return Finding {
            level,
            ..Finding::default()
        };
    }
    let tallies = tally(&detector.reader, evidence.body);
    for tally in &tallies {
        let codes = tally.meanings.iter().map(|meaning| meaning.code).collect();
        votes.add(codes, tally.weight * BODY_SHARE);
    }
    let wanted = wanted(&detector.reader.words, &claims, &own, unit, evidence.body);
    let case = Case {
        detector,
        evidence,
        claims,
        votes,
        tallies,
        unit,
        wanted,
    };
    let owner = owner(&case);
    Finding {
        level_reasons: reasons_of_level(&case.claims, &own),
        ..finding(&case, &owner)
    }
}

/// The kind of place that a template leaves blank, if nothing stronger names a place.
fn template(claims: &[Claim], title: &str, evidence: &Evidence<'_>) -> Option<Kind> {
    let names = |source| {
        claims
            .iter()
            .any(|claim| claim.source == source && !claim.codes.is_empty())
    };
    if names(Source::Title) {
        return None;
    }
    blank(title).or_else(|| {
        let opening = first_chars(evidence.opening, BLANK_REACH);
        if names(Source::Opening) {
            None
        } else {
            blank(&compact(opening))
        }
    })
}

fn finding(case: &Case<'_>, owner: &Owner) -> Finding {
    let table = &case.detector.table;
    let code = case.votes.choose(table, &owner.codes, case.evidence.body);
    let open = if code.is_some() {
        &[][..]
    } else {
        &owner.codes
    };
    let is_named = owner.is_named();
    Finding {
        region: code.map(|code| Region::of(table, code)),
        level: level(
            code.or_else(|| of_one_level(open)),
            case.wanted,
            case.unit,
            is_named,
        ),
        inferred: code.is_some() && !is_named,
        confident: code.is_some_and(|code| is_sure(case, owner, code)),
        candidates: offered(&case.votes, open)
            .into_iter()
            .map(|code| Region::of(table, code))
            .collect(),
        reasons: reasons(case, code),
        level_reasons: Vec::new(),
    }
}

/// The places that fit, those with the most evidence first. If none of a township's namesakes lies in the
/// county that the text names, the table lacks the right one, and the county comes first.
fn offered(votes: &Votes, open: &[&'static str]) -> Vec<&'static str> {
    let mut scored: Vec<(&'static str, f32)> = (open.iter())
        .map(|code| (*code, votes.score(code)))
        .collect();
    scored.sort_by(|left, right| right.1.total_cmp(&left.1));
    let county = votes.county().filter(|county| {
        let elsewhere = |code: &&str| code.len() == 9 && !code.starts_with(county);
        !open.is_empty() && open.iter().all(elsewhere)
    });
    let codes = scored.into_iter().map(|(code, _)| code);
    county.into_iter().chain(codes).collect()
}

/// One of several candidates, if all are of the same level.
fn of_one_level(codes: &[&'static str]) -> Option<&'static str> {
    let first = codes.first()?;
    codes
        .iter()
        .all(|code| code.len() == first.len())
        .then_some(first)
}

/// Whether a region may be relied on.
fn is_sure(case: &Case<'_>, owner: &Owner, code: &str) -> bool {
    let related = |other: &str| other.starts_with(code) || code.starts_with(other);
    let contradicted = case.claims.iter().any(|claim| {
        let speaks = claim.source.speaks_for_owner() && !claim.weak && !claim.codes.is_empty();
        speaks && !claim.codes.iter().any(|other| related(other))
    });
    let is_named = owner.is_named();
    let wide = !is_named
        && case.unit != Some(Unit::Zone)
        && case
            .wanted
            .is_some_and(|kind| !fits(&case.detector.table, kind, code));
    // A zone for which only the province is known may be a city's.
    let vague = case.unit == Some(Unit::Zone) && code.len() == 2 && !is_listed_zone(case);
    !contradicted && !wide && !vague && (is_named && !owner.weak || case.votes.score(code) >= SURE)
}

/// Whether a zone is one of those whose place is in the table of words.
fn is_listed_zone(case: &Case<'_>) -> bool {
    let zones = &case.detector.reader.words.zone_name;
    let named = |claim: &Claim| zones.iter().any(|(name, _)| claim.phrase.contains(name));
    case.claims.iter().any(named)
}

/// The evidence that speaks for the region, strongest first; all of it if no region was chosen.
fn reasons(case: &Case<'_>, code: Option<&'static str>) -> Vec<Reason> {
    let speaks =
        |other: &str| code.is_none_or(|code| other.starts_with(code) || code.starts_with(other));
    let claimed = case
        .claims
        .iter()
        .filter(|claim| claim.codes.is_empty() || claim.codes.iter().any(|code| speaks(code)))
        .map(|claim| Reason {
            what: claim.source.name().to_owned(),
            evidence: claim.phrase.clone(),
            weight: claim.source.weight(),
        });
    let tallied = case
        .tallies
        .iter()
        .filter(|tally| tally.meanings.iter().any(|meaning| speaks(meaning.code)))
        .map(|tally| Reason {
            what: "body".to_owned(),
            evidence: case.evidence.body[tally.first.0..tally.first.1].to_owned(),
            weight: tally.weight * BODY_SHARE,
        });
    let mut reasons: Vec<Reason> = claimed.chain(tallied).collect();
    reasons.sort_by(|left, right| right.weight.total_cmp(&left.weight));
    reasons.truncate(MOST_REASONS);
    reasons
}
