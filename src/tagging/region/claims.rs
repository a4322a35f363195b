//! What each piece of evidence claims: title, issuer, opening, signature, file, folders, site.
//!
//! Each is a short text read on its own. They differ in which of their names is the owner's: the first of a
//! title, the subject of an opening ([`super::opening`]), the last of a chain of folders.
//!
//! Invariant: claims come strongest source first; a claim has a place, or a unit, or both.

use super::opening::opened;
use super::reader::{Mention, Reader};
use super::settle::Votes;
use super::townships::is_han;
use super::types::Evidence;
use super::unit::{Unit, without_place};
use super::words::{Kind, Words, begins, ends, first_chars};

/// How much of an opening is read, in characters.
const OPENING: usize = 240;

/// Words by which the part of a page's title that is the report's own title is recognised.
const REPORT_WORDS: [&str; 5] = ["报告", "总结", "情况", "年度", "法治"];

/// What follows a signature and is not part of it.
const AFTER_SIGNATURE: [&str; 4] = ["抄送", "抄报", "联系人", "主办"];

/// What follows a place in the name of a newspaper's or broadcaster's site.
const PRESS: [&str; 7] = ["日报", "晚报", "晨报", "早报", "都市报", "电视台", "新闻网"];

/// How much of a text without an opening is read as one, in characters: its title and first line.
const FIRST_LINES: usize = 100;

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
            Self::Folder => 4.0,
            // Less than any word of the text: sites also publish what others wrote.
            Self::Site => 0.25,
        }
    }
}

/// What one piece of evidence says.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    /// Where it stands.
    pub source: Source,
    /// The places that the name may mean; empty if only a unit is named.
    pub codes: Vec<&'static str>,
    /// The unit, if the words name one.
    pub unit: Option<Unit>,
    /// The kind of place that a unit without a name belongs to: 县 in 县司法局.
    pub kind: Option<Kind>,
    /// The words.
    pub phrase: String,
    /// Whether it is only a bare stem.
    pub weak: bool,
}

/// All claims of the evidence, strongest source first; names that are not the owner's only become `votes`.
pub(super) fn gather(reader: &Reader, evidence: &Evidence<'_>, votes: &mut Votes) -> Vec<Claim> {
    let mut claims = Vec::new();
    let (title, around) = evidence.title.map_or(("", Vec::new()), split_title);
    let title = compact(title);
    claims.extend(titled(reader, Source::Title, &title));
    claims.extend(titled(
        reader,
        Source::Issuer,
        &compact(evidence.issuer.unwrap_or_default()),
    ));
    let opening = match evidence.opening.trim() {
        "" => first_chars(evidence.body, FIRST_LINES),
        opening => first_chars(opening, OPENING),
    };
    claims.extend(opened(reader, &compact(opening), votes));
    claims.extend(signed(reader, evidence.closing));
    claims.extend(filed(reader, evidence.path));
    for site in around.into_iter().chain(evidence.site) {
        claims.extend(sited(reader, &compact(site)));
    }
    for claim in &claims {
        let weight = if claim.weak { 0.5 } else { 1.0 };
        votes.add(claim.codes.clone(), claim.source.weight() * weight);
    }
    claims
}

/// The text without spaces; line breaks stay, since they separate names. 中共 becomes a mark: 中共和县县委 is not
/// about 共和县.
pub(super) fn compact(text: &str) -> String {
    let text: String = text
        .chars()
        .filter(|char| *char == '\n' || !char.is_whitespace())
        .collect();
    text.replace("中共", "|")
}

/// A page's title, and the names of its site around it: `…报告_昆明市人民政府`.
fn split_title(title: &str) -> (&str, Vec<&str>) {
    let mut parts = vec![title];
    for (at, char) in title.char_indices() {
        let (before, after) = (
            title[..at].trim_end(),
            title[at + char.len_utf8()..].trim_start(),
        );
        let neighbours = [before.chars().next_back(), after.chars().next()];
        let between_words = neighbours
            .iter()
            .all(|char| char.is_some_and(|char| !char.is_ascii_digit()));
        let parts_names = matches!(char, '_' | '|') || char == '-' && between_words;
        if parts_names && let Some(last) = parts.pop() {
            let from = title.len() - last.len();
            parts.extend([&title[from..at], &title[at + char.len_utf8()..]]);
        }
    }
    let is_title = |part: &&str| REPORT_WORDS.iter().any(|word| part.contains(word));
    let main = parts.iter().position(is_title).unwrap_or(0);
    let title = parts.remove(main);
    (title, parts)
}

/// A title or an issuer: its first name, or the name in what 印发 hands on.
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

/// A signature: its last name.
fn signed(reader: &Reader, closing: &str) -> Option<Claim> {
    let from = closing
        .char_indices()
        .rev()
        .nth(CLOSING)
        .map_or(0, |(at, _)| at);
    let text = compact(&closing[from..]);
    let end = AFTER_SIGNATURE
        .iter()
        .filter_map(|word| text.find(word))
        .min();
    let text = &text[..end.unwrap_or(text.len())];
    let mentions = reader.read(text);
    let owner = mentions.iter().rev().find(|mention| !mention.weak)?;
    let mut claim = named(Source::Closing, text, owner);
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

/// A file's or folder's name: either nothing but a place, however short, or something like a title.
fn claim_of_name(
    reader: &Reader,
    source: Source,
    name: &str,
    above: &[&'static str],
) -> Option<Claim> {
    let name = compact(name);
    let below = |code: &&'static str| above.iter().any(|above| code.starts_with(above));
    let mut claim = match reader.whole(&name) {
        Some((codes, is_stem)) => {
            let inside = codes.iter().any(below);
            // A folder named 公安 within 江苏/南京 is the police.
            if is_stem && !inside && !above.is_empty() {
                return None;
            }
            let weak = is_stem && !inside && codes.iter().all(|code| code.len() > 4);
            Claim {
                source,
                codes,
                unit: None,
                kind: None,
                phrase: name,
                weak,
            }
        }
        None => titled(reader, source, &name)?,
    };
    if claim.codes.iter().any(below) {
        claim.codes.retain(|code| below(code));
    }
    Some(claim)
}

/// A site's name: every place in it, the one with a government first. A newspaper's place is not that of what
/// it prints, and an office that runs a site does so for its government.
fn sited(reader: &Reader, text: &str) -> Vec<Claim> {
    let mut mentions = reader.read(text);
    mentions.retain(|mention| !begins(&text[mention.end..], &PRESS));
    mentions.sort_by_key(|mention| mention.unit_end == mention.end);
    let claims = mentions.iter().map(|mention| {
        let mut claim = named(Source::Site, text, mention);
        if claim.unit == Some(Unit::Office) {
            claim.unit = Some(Unit::Own);
        }
        claim
    });
    claims.collect()
}

/// The claim of a mention.
pub(super) fn named(source: Source, text: &str, mention: &Mention) -> Claim {
    Claim {
        source,
        codes: mention.codes.clone(),
        unit: Some(mention.unit),
        kind: None,
        phrase: text[mention.start..mention.unit_end].to_owned(),
        weak: mention.weak,
    }
}

/// The claim of a unit that a phrase names without any place.
pub(super) fn unnamed(words: &Words, source: Source, phrase: &str) -> Option<Claim> {
    let bare = begins(phrase, &["街道", "镇", "乡", "苏木"]) && !phrase.starts_with("乡村");
    let (unit, phrase) = match without_place(words, phrase) {
        // 街道2022年度报告 on the site of its district.
        None if bare => (Unit::Township, first_chars(phrase, 2)),
        named => named?,
    };
    Some(Claim {
        source,
        codes: Vec::new(),
        unit: Some(unit),
        kind: Kind::of_unit_word(phrase),
        phrase: phrase.to_owned(),
        weak: false,
    })
}

/// The text without the year and the function words before its first noun.
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

/// The kind of place that a template leaves blank: `xx县`, `某某市`.
pub(super) fn blank(text: &str) -> Option<Kind> {
    const BLANKS: [&str; 8] = ["xx", "XX", "××", "某", "*", "__", "□", "○○"];
    text.char_indices().find_map(|(at, _)| {
        let kind = Kind::of_unit_word(&text[at..])?;
        ends(&text[..at], &BLANKS).then_some(kind)
    })
}

/// Whether a title is that of the whole country: 国务院关于….
pub(super) fn is_national(title: &str) -> bool {
    begins(leading_phrase(title), &["国务院", "全国", "中国"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_title_ends_before_its_site() {
        for (title, main, around) in [
            ("晋宁区报告_昆明市人民政府", "晋宁区报告", "昆明市人民政府"),
            ("昆明市人民政府-晋宁区报告", "晋宁区报告", "昆明市人民政府"),
            (
                "年度报告 - 政府信息公开|晋宁区",
                "年度报告 ",
                " 政府信息公开/晋宁区",
            ),
            ("规划(2021-2025年)报告", "规划(2021-2025年)报告", ""),
            ("晋宁区", "晋宁区", ""),
        ] {
            let (found, parts) = split_title(title);
            assert_eq!((found, parts.join("/").as_str()), (main, around), "{title}");
        }
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
