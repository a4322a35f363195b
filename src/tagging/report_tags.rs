//! All tags of one report, from its outline and text.

use std::ops::Range;

use super::divisions::Divisions;
use super::given;
use super::kind::{self, Kind};
use super::part::{self, Part};
use super::region::{Evidence, Finding, Level, Region, RegionDetector};
use super::topic::{Taxonomy, TopicMatcher};
use super::year::{self, YearEvidence, YearFinding};
use crate::corpus::About;
use crate::report::{Date, Outline, Passage, Role};
use crate::text::plain;

/// How many of the places that fit are named in a warning.
const LISTED: usize = 5;

/// Tags of one report, its sections and passages.
#[derive(Clone, Debug)]
pub struct Tags {
    /// Region and level, with the evidence.
    pub place: Finding,
    /// The year, with the evidence.
    pub year: Option<YearFinding>,
    /// Part of each section.
    pub section_parts: Vec<Part>,
    /// Topics of each section, as places in the taxonomy.
    pub section_topics: Vec<Vec<u32>>,
    /// Part of each passage.
    pub passage_parts: Vec<Part>,
    /// Topics of each passage.
    pub passage_topics: Vec<Vec<u32>>,
    /// What kind of text it is.
    pub kind: Kind,
    /// Names of the tags that a user gave.
    pub given: Vec<&'static str>,
    /// What is doubtful, as messages for users.
    pub warnings: Vec<String>,
}

impl Tags {
    /// The region, if it is known.
    pub fn region(&self) -> Option<&Region> {
        self.place.region.as_ref()
    }

    /// Gives its region, found by today's names, the names of the report's time. Words that count more come
    /// first.
    fn name_place_as_then(&mut self, table: &Divisions, words: &[Option<&str>]) {
        let (Some(year), Some(region)) = (&self.year, self.place.region.clone()) else {
            return;
        };
        let words: Vec<&str> = words.iter().copied().flatten().collect();
        let (year, words) = (year.year, words.join("\n"));
        // What a person says holds, by the names of today.
        let city = region.code.strip_suffix("00").unwrap_or_default();
        let county = (!self.given.contains(&"region"))
            .then(|| table.county_then(city, year, &words))
            .flatten();
        let region = county.map_or(region, |county| Region::of(table, county));
        let then = region.then(table, year, &words);
        if then.current_code.is_some()
            && self
                .place
                .level
                .is_some_and(|level| level < Level::Township)
        {
            self.place.level = Some(Level::of_code(then.code.trim_end_matches("00")));
        }
        self.place.region = Some(then);
    }

    /// The level, if it is known.
    pub fn level(&self) -> Option<Level> {
        self.place.level
    }
}

/// What is known of a report besides its text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Subject<'a> {
    /// Where it lies below its root.
    pub path: &'a str,
    /// What the file or its page says: one piece of evidence among others.
    pub about: Option<&'a About>,
    /// What a user says: it holds.
    pub given: Option<&'a About>,
}

/// Tags reports; made once, used for many.
pub struct Tagger {
    divisions: Divisions,
    places: RegionDetector,
    topics: TopicMatcher,
    folders: given::Folders,
}

impl Tagger {
    /// A tagger with the built-in tables and the topics of `taxonomy`.
    pub fn new(taxonomy: &Taxonomy) -> Self {
        let divisions = Divisions::embedded();
        Tagger {
            places: RegionDetector::new(&divisions),
            folders: given::Folders::new(&divisions),
            divisions,
            topics: TopicMatcher::new(taxonomy),
        }
    }

    /// Tags one report.
    pub fn tag(&self, subject: &Subject<'_>, text: &str, outline: &Outline) -> Tags {
        self.tag_passages(subject, text, outline, &outline.plain_passages(text))
    }

    /// The same for callers that already have the passages in plain form.
    pub fn tag_passages(
        &self,
        subject: &Subject<'_>,
        text: &str,
        outline: &Outline,
        passages: &[String],
    ) -> Tags {
        let headings: Vec<String> = outline
            .sections
            .iter()
            .map(|section| plain(&section.heading))
            .collect();
        // Passages tile the text.
        let folded = passages.concat();
        let path = plain(subject.path);
        let about = |field: fn(&About) -> Option<&String>| subject.about.and_then(field);
        let given = |field: fn(&About) -> Option<&String>| subject.given.and_then(field);
        let title = given(|given| given.title.as_ref())
            .or(outline.frame.title.as_ref())
            .or(about(|about| about.title.as_ref()));
        let title = title.map(|title| plain(title));
        let issuer = given(|given| given.issuer.as_ref())
            .or(outline.frame.issuer.as_ref())
            .or(about(|about| about.issuer.as_ref()));
        let issuer = issuer.map(|issuer| plain(issuer));
        let site = about(|about| about.site.as_ref()).map(|site| plain(site));
        let published =
            given(|given| given.published.as_ref()).or(about(|about| about.published.as_ref()));
        let published = outline
            .frame
            .published
            .or_else(|| Date::find(&plain(published?)));
        let opening = plain(opening(text, outline));
        let closing = plain(outline.signature(text));
        let place = self.places.detect(&Evidence {
            path: &path,
            title: title.as_deref(),
            issuer: issuer.as_deref(),
            opening: &opening,
            body: &folded,
            closing: &closing,
            site: site.as_deref(),
        });
        let own = outline.passages.iter().zip(passages);
        let own = own.take_while(|(passage, _)| passage.role == Role::Body);
        let body: usize = own.map(|(_, plain)| plain.len()).sum();
        let year = year::find(YearEvidence {
            title: title.as_deref().unwrap_or_default(),
            opening: &opening,
            headings: &headings,
            // The day of the signature does not give the report's year.
            body: &folded[..body],
            path: &path,
            published,
        });
        let known = year.as_ref().map(|found| found.year);
        let (section_parts, passage_parts) = part::of_report(text, outline, &headings, known);
        let head = outline.head(text);
        let passage_topics: Vec<Vec<u32>> = outline
            .passages
            .iter()
            .zip(passages)
            .map(|(passage, own)| {
                let behind_head = behind_head(text, passage, head);
                let own = behind_head.as_deref().unwrap_or(own);
                self.passage_topics(outline, passage, own, &headings)
            })
            .collect();
        let section_topics = section_topics(outline, &passage_topics);
        let kind = kind::find(
            title.as_deref().unwrap_or_default(),
            &folded,
            &section_parts,
        );
        let mut tags = Tags {
            place,
            year,
            section_parts,
            section_topics,
            passage_parts,
            passage_topics,
            kind,
            given: Vec::new(),
            warnings: Vec::new(),
        };
        let nothing = About::default();
        given::apply(
            subject.given.unwrap_or(&nothing),
            self.folders.of(&path, &self.divisions),
            &self.divisions,
            &mut tags,
        );
        tags.name_place_as_then(
            &self.divisions,
            &[
                title.as_deref(),
                issuer.as_deref(),
                Some(&opening),
                Some(&closing),
                Some(&path),
                // It may bear the name of today.
                site.as_deref(),
            ],
        );
        tags.warnings
            .extend(year::other_span(title.as_deref().unwrap_or_default()));
        tags.warnings.extend(warnings(outline, &tags));
        tags
    }

    fn passage_topics(
        &self,
        outline: &Outline,
        passage: &Passage,
        own: &str,
        headings: &[String],
    ) -> Vec<u32> {
        if passage.role == Role::Closing {
            return Vec::new();
        }
        let mut around = Vec::new();
        let mut next = passage.section;
        while let Some(at) = next {
            around.push(headings[at as usize].as_str());
            next = outline.sections[at as usize].parent;
        }
        self.topics
            .tag(own, &around)
            .into_iter()
            .map(|hit| hit.index as u32)
            .collect()
    }
}

/// The plain words of a passage after title, issuer and dates, which say nothing of its subject; `None` if
/// the passage begins after them.
pub fn behind_head(text: &str, passage: &Passage, head: usize) -> Option<String> {
    let Range { start, end } = passage.bytes();
    (start < head).then(|| plain(&text[head.min(end)..end]))
}

/// What stands after the frame and before the first heading; without headings, the first paragraphs.
fn opening<'a>(text: &'a str, outline: &Outline) -> &'a str {
    let start = outline.head(text);
    let end = match outline.sections.first() {
        Some(first) => (first.start as usize).max(start),
        None => text[start..]
            .char_indices()
            .nth(400)
            .map_or(text.len(), |(at, _)| start + at),
    };
    &text[start..end]
}

/// A section's topics are those of the passages right under it.
fn section_topics(outline: &Outline, passages: &[Vec<u32>]) -> Vec<Vec<u32>> {
    let mut sections = vec![Vec::new(); outline.sections.len()];
    for (passage, topics) in outline.passages.iter().zip(passages) {
        if let Some(section) = passage.section {
            sections[section as usize].extend(topics);
        }
    }
    for topics in &mut sections {
        topics.sort_unstable();
        topics.dedup();
    }
    sections
}

/// The first of several places, and how many more there are.
fn listed(places: &[Region]) -> String {
    let shown = places.iter().take(LISTED).map(Region::path);
    let more = places.len().saturating_sub(LISTED);
    let rest = (more > 0).then(|| format!("one of {more} more"));
    shown.chain(rest).collect::<Vec<_>>().join(" or ")
}

fn warnings(outline: &Outline, tags: &Tags) -> Vec<String> {
    let (place, year) = (&tags.place, tags.year.as_ref());
    let mut warnings = Vec::new();
    if tags.kind != Kind::Report {
        warnings.push(format!(
            "no report but a text of another kind: {}",
            tags.kind
        ));
    }
    match &place.region {
        None if place.candidates.is_empty() => {
            warnings.push("region unknown: no place is named as the subject".to_owned())
        }
        None => warnings.push(format!("region open: {}", listed(&place.candidates))),
        Some(_) if place.inferred || !place.confident => {
            let evidence: Vec<_> = place
                .reasons
                .iter()
                .take(3)
                .map(|reason| reason.evidence.as_str())
                .collect();
            warnings.push(format!("region inferred from {}", evidence.join(", ")));
        }
        Some(_) => {}
    }
    if place.level.is_none() {
        warnings.push("level unknown".to_owned());
    }
    match year {
        None => warnings.push("year unknown".to_owned()),
        Some(found) if found.doubtful => {
            warnings.push(format!("year inferred from {}", found.evidence))
        }
        Some(_) => {}
    }
    if outline.sections.is_empty() {
        warnings.push("no headings found".to_owned());
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_no_matter_that_a_passage_deals_with() {
        let tagger = Tagger::new(Taxonomy::builtin());
        let topics = |text: &str| {
            let tags = tagger.tag(&Subject::default(), text, &crate::report::parse(text));
            tags.passage_topics
        };
        let body = "2023年，静宁县扎实推进法治政府建设，取得明显成效。\n\
             一、健全制度\n修订制度3项，公布权责清单1份。\n";
        let title = "静宁县2023年法治政府建设工作报告\n";
        let about = "来源：静宁县司法局 发布时间：2024-01-12\n";
        assert!(topics(body)[0].is_empty());
        for head in [title.to_owned(), format!("{title}{about}")] {
            assert_eq!(topics(&format!("{head}{body}")), topics(body), "{head}");
        }
        // A heading counts as before.
        let headed = "一、普法宣传\n全年举办宪法宣传活动22场，发放普法读物6800册。\n";
        let found = topics(&format!("{title}{headed}"));
        assert_eq!(found, topics(headed));
        assert!(!found[0].is_empty());
    }
}
