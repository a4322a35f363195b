//! Why a passage has its tags: the evidence, found again in its text.
//!
//! Region, level and year are explained by what the index keeps of them; part and topics by the
//! passage itself, so that nothing more has to be stored.

use crate::index::Report;
use crate::report::{Role, parse};
use crate::tagging::{Part, Reason, TopicMatcher, behind_head};
use crate::text::plain;

/// A topic of a passage and the evidence for it.
#[derive(Clone, Debug, PartialEq)]
pub struct TopicReasons {
    /// The topic's place in the taxonomy.
    pub topic: u32,
    /// What counted, in the order of the text.
    pub reasons: Vec<Reason>,
}

/// The evidence for each topic of passage `at`.
pub fn topics(report: &Report, at: usize, matcher: &TopicMatcher) -> Vec<TopicReasons> {
    let record = &report.record;
    let passage = &record.passages[at].passage;
    let behind_head = match at {
        // Only the first has title, issuer and dates above it.
        0 => behind_head(
            &report.text,
            passage,
            parse(&report.text).head(&report.text),
        ),
        _ => None,
    };
    let own = behind_head.unwrap_or_else(|| plain(report.passage_text(at)));
    let headings: Vec<String> = sections(report, at)
        .map(|section| plain(&record.sections[section].heading))
        .collect();
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let topics = record.passages[at].topics.iter();
    topics
        .map(|&topic| TopicReasons {
            topic,
            reasons: matcher.explain(topic as usize, &own, &headings),
        })
        .collect()
}

/// What tells the part of passage `at`.
pub fn part(report: &Report, at: usize) -> Reason {
    let record = &report.record;
    let entry = &record.passages[at];
    let of_part = |section: &usize| record.section_tags[*section].part == entry.part;
    let heading = sections(report, at).take_while(of_part).last();
    let (what, evidence) = match heading {
        _ if entry.passage.role == Role::Closing => ("place", "closing".to_owned()),
        _ if entry.passage.role == Role::Annex => ("place", "annex".to_owned()),
        Some(section) => ("heading", record.sections[section].written()),
        None if entry.part == Part::Overview => ("place", "before the first heading".to_owned()),
        None => {
            let words = &report.text[entry.passage.body as usize..entry.passage.end as usize];
            ("own words", words.trim().chars().take(20).collect())
        }
    };
    Reason {
        what: what.to_owned(),
        evidence,
        weight: 1.0,
    }
}

/// The sections around passage `at`, innermost first.
fn sections(report: &Report, at: usize) -> impl Iterator<Item = usize> {
    let record = &report.record;
    let innermost = record.passages[at].passage.section;
    std::iter::successors(innermost, |&section| {
        record.sections[section as usize].parent
    })
    .map(|section| section as usize)
}
