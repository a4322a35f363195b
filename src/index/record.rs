//! What is stored of a report besides its text: one record, in postcard form.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::columns;
use crate::corpus::{About, Extracted};
use crate::report::{Date, Outline, Passage, Section, breadcrumb};
use crate::tagging::{Kind, Level, Part, Reason, Region, Subject, Tags};
use crate::text::{Positions, plain};

/// A report as it is stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Its id.
    pub id: String,
    /// Where it lies below its root.
    pub path: String,
    /// The root's id.
    pub root: u32,
    /// Its title.
    pub title: Option<String>,
    /// The authority that issued it.
    pub issuer: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// The year it is about.
    pub year: Option<u16>,
    /// When it was published, `YYYY-MM-DD`.
    pub published: Option<String>,
    /// Its level.
    pub level: Option<Level>,
    /// Its region.
    pub region: Option<Region>,
    /// What kind of text it is.
    pub kind: Kind,
    /// What a user said of it: names of keys of its JSON.
    pub given: Vec<String>,
    /// The first line of each page, from the first page; empty if there are no pages.
    pub pages: Vec<u32>,
    /// What is doubtful about it.
    pub warnings: Vec<String>,
    /// Why it has its tags.
    pub why: Why,
    /// Code points of its text.
    pub characters: u32,
    /// Its sections.
    #[serde(with = "columns::sections")]
    pub sections: Vec<Section>,
    /// The tags of each section.
    pub section_tags: Vec<SectionTags>,
    /// Its passages.
    #[serde(with = "columns::passages")]
    pub passages: Vec<PassageRecord>,
}

/// The evidence for a report's tags; empty for tags that a user gave.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Why {
    /// For its region.
    pub region: Vec<Reason>,
    /// Whether that is enough to be sure.
    pub region_is_sure: bool,
    /// For its level.
    pub level: Vec<Reason>,
    /// For its year.
    pub year: Vec<Reason>,
    /// Whether that is enough to be sure.
    pub year_is_sure: bool,
}

impl Why {
    fn of(tags: &Tags) -> Self {
        let year = tags.year.as_ref();
        Why {
            region: tags.place.reasons.clone(),
            region_is_sure: tags.place.confident,
            level: tags.place.level_reasons.clone(),
            year: year.map_or_else(Vec::new, |year| year.reasons.clone()),
            year_is_sure: year.is_some_and(|year| !year.doubtful),
        }
    }
}

/// Tags of a section.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SectionTags {
    /// Its part.
    pub part: Part,
    /// Its topics, as places in the taxonomy.
    pub topics: Vec<u32>,
}

/// A passage as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct PassageRecord {
    /// Where and what it is.
    pub passage: Passage,
    /// Line of its first byte, from 1. Not stored: it follows from the text.
    pub line: u32,
    /// Code points before it; not stored either.
    pub chars: u32,
    /// Its part.
    pub part: Part,
    /// Its topics, as places in the taxonomy.
    pub topics: Vec<u32>,
    /// The second half of its id, made from its content; not stored.
    pub hash: String,
}

impl PassageRecord {
    /// A passage as it is stored, without what follows from the text.
    pub fn new(passage: Passage, part: Part, topics: Vec<u32>) -> Self {
        PassageRecord {
            passage,
            line: 0,
            chars: 0,
            part,
            topics,
            hash: String::new(),
        }
    }
}

/// What is known of a file before it is read.
pub struct Source<'a> {
    /// The report's id.
    pub id: &'a str,
    /// Where it lies below its root.
    pub path: &'a str,
    /// The root's id.
    pub root: u32,
    /// What a user says of it.
    pub given: Option<&'a About>,
}

impl<'a> Source<'a> {
    /// What its tags are made of, besides its text.
    pub fn subject(&self, extracted: &'a Extracted) -> Subject<'a> {
        Subject {
            path: self.path,
            about: Some(&extracted.about),
            given: self.given,
        }
    }
}

impl Record {
    /// Puts together what is known of a report.
    pub fn new(source: &Source<'_>, extracted: &Extracted, outline: &Outline, tags: &Tags) -> Self {
        let text = extracted.text.as_str();
        let nothing = About::default();
        let given = source.given.unwrap_or(&nothing);
        let about = &extracted.about;
        let day = |text: &String| Date::find(&plain(text)).map(|date| date.to_string());
        let names = [
            ("title", given.title.is_some()),
            ("issuer", given.issuer.is_some()),
            ("url", given.url.is_some()),
            (
                "published",
                given.published.as_ref().and_then(day).is_some(),
            ),
        ];
        let names = names.into_iter().filter(|(_, is_given)| *is_given);
        let names = names
            .map(|(name, _)| name)
            .chain(tags.given.iter().copied());
        let section_tags = tags.section_parts.iter().zip(&tags.section_topics);
        let section_tags = section_tags.map(|(part, topics)| SectionTags {
            part: *part,
            topics: topics.clone(),
        });
        let passages = outline.passages.iter().enumerate();
        let passages = passages.map(|(at, passage)| {
            let topics = tags.passage_topics[at].clone();
            PassageRecord::new(passage.clone(), tags.passage_parts[at], topics)
        });
        Record {
            id: source.id.to_owned(),
            path: source.path.to_owned(),
            root: source.root,
            title: (given.title.as_ref().or(outline.frame.title.as_ref()))
                .or(about.title.as_ref())
                .cloned(),
            issuer: (given.issuer.as_ref().or(outline.frame.issuer.as_ref()))
                .or(about.issuer.as_ref())
                .cloned(),
            url: given.url.as_ref().or(about.url.as_ref()).cloned(),
            year: tags.year.as_ref().map(|found| found.year),
            published: (given.published.as_ref().and_then(day))
                .or_else(|| outline.frame.published.map(|date| date.to_string()))
                .or_else(|| about.published.as_ref().and_then(day)),
            level: tags.level(),
            region: tags.region().cloned(),
            kind: tags.kind,
            given: names.map(str::to_owned).collect(),
            pages: first_lines(&extracted.pages),
            warnings: tags
                .warnings
                .iter()
                .chain(&extracted.warnings)
                .cloned()
                .collect(),
            why: Why::of(tags),
            characters: text.chars().count() as u32,
            sections: outline.sections.clone(),
            section_tags: section_tags.collect(),
            passages: passages.collect(),
        }
    }

    /// Fills in what of the passages follows from `text`; `None` if that is not the text of this report.
    pub(super) fn complete(&mut self, text: &str) -> Option<()> {
        let mut hashes = Hashes::default();
        let mut positions = Positions::new(text);
        for entry in &mut self.passages {
            entry.hash = hashes.of(text.get(entry.passage.bytes())?);
            let position = positions.at(entry.passage.start as usize);
            entry.line = position.line as u32;
            entry.chars = position.chars as u32;
        }
        Some(())
    }

    /// The id of passage `at`.
    pub fn passage_id(&self, at: usize) -> String {
        format!("{}-{}", self.id, self.passages[at].hash)
    }

    /// The page on which a line begins.
    pub fn page_of(&self, line: usize) -> Option<usize> {
        let page = self.pages.partition_point(|first| *first as usize <= line);
        (page > 0).then_some(page)
    }

    /// Headings around passage `at`, outermost first, run-in item last, as written.
    pub fn breadcrumb(&self, at: usize) -> Vec<String> {
        breadcrumb(&self.sections, &self.passages[at].passage)
    }
}

/// The first line of each page, given the page of each line; a page on which no line begins shares the next
/// one's.
fn first_lines(pages: &[u32]) -> Vec<u32> {
    let mut first: Vec<u32> = Vec::new();
    for (line, page) in (1..).zip(pages) {
        while first.len() < *page as usize {
            first.push(line);
        }
    }
    first
}

/// Content hashes of passages; a further passage of the same content gets a number.
#[derive(Default)]
struct Hashes(FxHashMap<u64, usize>);

impl Hashes {
    fn of(&mut self, content: &str) -> String {
        let bits = hash_bits(content.trim_end());
        let seen = self.0.entry(bits).or_default();
        *seen += 1;
        match *seen {
            1 => written(bits),
            _ => format!("{}.{seen}", written(bits)),
        }
    }
}

/// Ten characters that name a content: 50 bits of its BLAKE3 hash in Crockford's base 32.
pub fn short_hash(content: &str) -> String {
    written(hash_bits(content))
}

/// How many bits of a hash a name has.
const BITS: usize = 50;

fn hash_bits(content: &str) -> u64 {
    let hash = blake3::hash(content.as_bytes());
    let bytes = hash.as_bytes().iter().take(size_of::<u64>());
    bytes.fold(0, |bits, byte| bits << 8 | u64::from(*byte)) >> (u64::BITS as usize - BITS)
}

fn written(bits: u64) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let digits = (0..BITS).step_by(5).rev();
    let digits = digits.map(|shift| ALPHABET[(bits >> shift & 31) as usize] as char);
    digits.collect()
}
