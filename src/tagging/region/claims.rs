//! What each piece of evidence claims: title, issuer, opening, signature, file, folders, site.
//!
//! Each is a short text read on its own. What differs is which of its names is the owner's: the
//! first of a title, not one in a book title or after 在 or 按照 in an opening, the last of a
//! chain of folders.
//!
//! Invariant: claims come strongest source first; a claim has a place, or a unit, or both.

use super::reader::{Mention, Reader};
use super::settle::Votes;
use super::townships::is_han;
use super::types::Evidence;
use super::unit::{Unit, without_place};
use super::words::{Kind, Words, begins, ends, first_chars};

/// How much of an opening is read, in characters.
const OPENING: usize = 240;

/// What a name in an opening that is not its subject says for places around it.
const OTHER_IN_OPENING: f32 = 2.0;

/// How much of a signature is read, in characters from its end.
const CLOSING: usize = 120;

/// Where a claim stands, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    Title,
    Issuer,
    Opening,
    Closing,
    File,
    Folder,
    Site,
}

impl Source {
    /// The name used in reasons.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Issuer => "issuer",
            Self::Opening => "opening",
            Self::Closing => "closing",
            Self::File => "file",
            Self::Folder => "folder",
            Self::Site => "site",
        }
    }

    /// Whether it speaks for the owner, rather than about where the report was found.
    pub(super) const fn speaks_for_owner(self) -> bool {
        matches!(
            self,
            Self::Title | Self::Issuer | Self::Opening | Self::Closing
        )
    }

    /// How much a place named there counts when places are weighed against each other.
    pub(super) const fn weight(self) -> f32 {
        match self {
            Self::Title => 10.0,
            Self::Issuer => 7.0,
            Self::Opening | Self::Closing => 6.0,
            Self::File => 5.0,
            Self::Folder | Self::Site => 4.0,
        }
    }
}

/// What one piece of evidence says.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    /// Where it stands.
    pub source: Source,
    /// The places that the name may mean; empty where only a unit is named.
    pub codes: Vec<&'static str>,
    /// The unit, where the words tell one.
    pub unit: Option<Unit>,
    /// The kind of place that a unit without a name belongs to: 县 in 县司法局.
    pub kind: Option<Kind>,
    /// The words.
    pub phrase: String,
    /// A bare stem.
    pub weak: bool,
}

/// All claims of the evidence, strongest source first; names that are not the owner's go to
/// `votes` only.
pub(super) fn gather(reader: &Reader, evidence: &Evidence<'_>, votes: &mut Votes) -> Vec<Claim> {
    let mut claims = Vec::new();
    let (title, suffix) = evidence.title.map_or(("", ""), split_title);
    let title = compact(title);
    claims.extend(titled(reader, Source::Title, &title));
    claims.extend(titled(
        reader,
        Source::Issuer,
        &compact(evidence.issuer.unwrap_or_default()),
    ));
    let opening = if evidence.opening.trim().is_empty() {
        evidence.body
    } else {
        evidence.opening
    };
    claims.extend(opened(
        reader,
        &compact(first_chars(opening, OPENING)),
        votes,
    ));
    claims.extend(signed(reader, evidence.closing));
    claims.extend(filed(reader, evidence.path));
    for site in [suffix, evidence.site.unwrap_or_default()] {
        claims.extend(sited(reader, &compact(site)));
    }
    for claim in &claims {
        let weight = if claim.weak { 0.5 } else { 1.0 };
        votes.add(claim.codes.clone(), claim.source.weight() * weight);
    }
    claims
}

/// The text without spaces; line breaks stay, for they part names.
pub(super) fn compact(text: &str) -> String {
    text.chars()
        .filter(|char| *char == '\n' || !char.is_whitespace())
        .collect()
}

/// A page's title and the site's name after it: `…报告_昆明市人民政府`.
fn split_title(title: &str) -> (&str, &str) {
    let mark = title.char_indices().find(|&(at, char)| match char {
        '_' | '|' => at > 0,
        '-' => {
            let neighbours = [
                title[..at].trim_end().chars().next_back(),
                title[at + 1..].trim_start().chars().next(),
            ];
            at > 0 && neighbours.iter().flatten().all(|char| is_han(*char))
        }
        _ => false,
    });
    mark.map_or((title, ""), |(at, char)| {
        (&title[..at], &title[at + char.len_utf8()..])
    })
}

/// A title or an issuer: its first name, or what 印发 hands on.
fn titled(reader: &Reader, source: Source, text: &str) -> Option<Claim> {
    let mentions = reader.read(text);
    let handed_on = ["印发", "转发"]
        .iter()
        .filter_map(|word| Some(text.find(word)? + word.len()))
        .min();
    let owner = handed_on
        .and_then(|from| mentions.iter().find(|mention| mention.start >= from))
        .or_else(|| mentions.iter().find(|mention| !mention.weak))
        .or_else(|| mentions.first());
    if let Some(mention) = owner {
        let mut claim = named(source, text, mention);
        // An office publishes its government's report under its own name.
        let publishes = source == Source::Issuer || handed_on.is_some();
        if claim.unit == Some(Unit::Office) {
            claim.unit = Some(if publishes {
                Unit::Own
            } else {
                Unit::Department
            });
        }
        return Some(claim);
    }
    unnamed(&reader.words, source, leading_phrase(text))
}

/// An opening: the first name that is a subject, or the unit that speaks before it.
fn opened(reader: &Reader, text: &str, votes: &mut Votes) -> Vec<Claim> {
    let mut owner: Option<(usize, Claim)> = None;
    for mention in reader.read(text) {
        let before = text[..mention.start].trim_end_matches("中共");
        if ends(before, &reader.words.partner) {
            continue;
        }
        let quoted = before.rfind('《') > before.rfind('》');
        let other = quoted || mention.weak || ends(before, &reader.words.before_other);
        if owner.is_none() && !other {
            owner = Some((mention.start, named(Source::Opening, text, &mention)));
        } else {
            votes.add(mention.codes, OTHER_IN_OPENING);
        }
    }
    let end = owner.as_ref().map_or(text.len(), |(start, _)| *start);
    let speaker = speaker(&reader.words, &text[..end]);
    speaker
        .into_iter()
        .chain(owner.map(|(_, claim)| claim))
        .collect()
}

/// The unit without a name that speaks in an opening: 我局, 县司法局, 示范区管委会.
fn speaker(words: &Words, text: &str) -> Option<Claim> {
    let clauses = text.split([',', '。', ';', ':', '\n']).map(leading_phrase);
    clauses
        .filter(|phrase| !phrase.is_empty())
        .enumerate()
        .find_map(|(index, phrase)| {
            // Further on, a unit may be anyone's: 被市司法局评为.
            let speaks = index == 0
                || phrase.starts_with(['我', '本'])
                || Kind::of_unit_word(phrase).is_some();
            if speaks {
                unnamed(words, Source::Opening, phrase)
            } else {
                None
            }
        })
}

/// A signature: its last name.
fn signed(reader: &Reader, closing: &str) -> Option<Claim> {
    let from = closing
        .char_indices()
        .rev()
        .nth(CLOSING)
        .map_or(0, |(at, _)| at);
    let text = compact(&closing[from..]);
    let mentions = reader.read(&text);
    let owner = mentions.iter().rev().find(|mention| !mention.weak)?;
    let mut claim = named(Source::Closing, &text, owner);
    if claim.unit == Some(Unit::Office) {
        claim.unit = Some(Unit::Own);
    }
    Some(claim)
}

/// A path: what its file name says, and what its folders say together.
fn filed(reader: &Reader, path: &str) -> Vec<Claim> {
    let (folders, file) = path.rsplit_once(['/', '\\']).unwrap_or(("", path));
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let file = claim_of_name(reader, Source::File, stem, &[]);
    let mut folder: Option<Claim> = None;
    for name in folders.split(['/', '\\']) {
        let above = folder.as_ref().map_or(&[][..], |claim| &claim.codes);
        let claim = claim_of_name(reader, Source::Folder, name, above);
        // A folder named 乡镇 or 司法局 sorts files; it says nothing of the place.
        folder = claim.filter(|claim| !claim.codes.is_empty()).or(folder);
    }
    file.into_iter().chain(folder).collect()
}

/// A file's or folder's name: nothing but a place, however short, or something like a title.
fn claim_of_name(
    reader: &Reader,
    source: Source,
    name: &str,
    above: &[&'static str],
) -> Option<Claim> {
    let name = compact(name);
    let mut claim = match reader.whole(&name) {
        Some(codes) => Claim {
            source,
            codes,
            unit: None,
            kind: None,
            phrase: name,
            weak: false,
        },
        None => titled(reader, source, &name)?,
    };
    let below = |code: &&'static str| above.iter().any(|above| code.starts_with(above));
    if claim.codes.iter().any(|code| below(&code)) {
        claim.codes.retain(|code| below(&code));
    }
    Some(claim)
}

/// A site's name: every place in it, the one with a government first.
fn sited(reader: &Reader, text: &str) -> Vec<Claim> {
    let mut mentions = reader.read(text);
    mentions.sort_by_key(|mention| mention.unit_end == mention.end);
    mentions
        .iter()
        .map(|mention| named(Source::Site, text, mention))
        .collect()
}

fn named(source: Source, text: &str, mention: &Mention) -> Claim {
    Claim {
        source,
        codes: mention.codes.clone(),
        unit: Some(mention.unit),
        kind: None,
        phrase: text[mention.start..mention.unit_end].to_owned(),
        weak: mention.weak,
    }
}

fn unnamed(words: &Words, source: Source, phrase: &str) -> Option<Claim> {
    let (unit, phrase) = without_place(words, phrase)?;
    Some(Claim {
        source,
        codes: Vec::new(),
        unit: Some(unit),
        kind: Kind::of_unit_word(phrase),
        phrase: phrase.to_owned(),
        weak: false,
    })
}

/// The text without the year and the small words before its first noun.
pub(super) fn leading_phrase(text: &str) -> &str {
    let mut phrase = text;
    loop {
        let trimmed = phrase.trim_start_matches(|char| !is_han(char));
        let small = [
            "年度",
            "年以来",
            "年来",
            "年",
            "关于",
            "中共",
            "现将",
            "今年以来",
            "一年来",
        ];
        let shorter = small
            .iter()
            .find_map(|word| trimmed.strip_prefix(word))
            .unwrap_or(trimmed);
        if shorter.len() == phrase.len() {
            return phrase;
        }
        phrase = shorter;
    }
}

/// The kind of place for which a template leaves a blank: `xx县`, `某某市`.
pub(super) fn blank(text: &str) -> Option<Kind> {
    const BLANKS: [&str; 8] = ["xx", "XX", "××", "某", "*", "__", "□", "○○"];
    text.char_indices().find_map(|(at, _)| {
        let kind = Kind::of_unit_word(&text[at..])?;
        ends(&text[..at], &BLANKS).then_some(kind)
    })
}

/// Whether a title is the whole country's: 国务院关于….
pub(super) fn is_national(title: &str) -> bool {
    begins(leading_phrase(title), &["国务院", "全国", "中国"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_title_ends_before_its_site() {
        assert_eq!(
            split_title("晋宁区报告_昆明市人民政府"),
            ("晋宁区报告", "昆明市人民政府")
        );
        assert_eq!(
            split_title("年度报告 - 政府信息公开"),
            ("年度报告 ", " 政府信息公开")
        );
        assert_eq!(
            split_title("规划(2021-2025年)报告"),
            ("规划(2021-2025年)报告", "")
        );
    }

    #[test]
    fn a_phrase_begins_after_the_year() {
        assert_eq!(leading_phrase("2024年,示范区管委会"), "示范区管委会");
        assert_eq!(leading_phrase("关于2023年度县司法局"), "县司法局");
        assert_eq!(leading_phrase(""), "");
    }

    #[test]
    fn blanks_are_seen() {
        assert_eq!(blank("xx县20xx年报告"), Some(Kind::County));
        assert_eq!(blank("某某市2023年"), Some(Kind::City));
        assert_eq!(blank("20xx年武胜县"), None);
    }
}
