//! What the body of a report says about its place: names that recur, and 我县, 全市, 我局.
//!
//! A report names many places that are not its own: its superiors, partners, universities, courts.
//! So names are tallied, not believed: a name counts by how it is used, and only agreement with
//! other evidence makes it the region.
//!
//! Invariant: one pass over the text for names and one for the words for its own place, whatever its length.

use std::collections::HashMap;

use super::gazetteer::{Form, Meaning, Place};
use super::reader::Reader;
use super::townships::is_han;
use super::words::{Kind, Words, begins, ends, last_chars};
use crate::tagging::phrases::Phrases;

/// How many characters before a place a word such as 对口 makes it a partner's.
const PARTNER_REACH: usize = 8;

/// A name counts at most this much: laws cite provinces many times.
const MOST: f32 = 6.0;

/// A name of the body and how much it counts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tally<'g> {
    /// What the name may mean.
    pub meanings: &'g [Meaning],
    /// How much its mentions count together.
    pub weight: f32,
    /// Where it stands first.
    pub first: (usize, usize),
}

/// The words by which a text speaks of its own place, by kind.
#[derive(Debug)]
pub(super) struct OwnWords(Phrases<(Kind, f32)>);

/// How often a text speaks of its own place as each kind.
pub(super) type OwnCounts = HashMap<Kind, f32>;

impl OwnWords {
    /// The words of the table, each with its kind and how surely it means the report's own place.
    pub(super) fn new(words: &Words) -> Self {
        // 我县 is the report's own county; 全市 may well be the city above it.
        let strength = |word: &str| match word.chars().next() {
            Some('我') => 3.0,
            Some('本') => 2.0,
            _ => 1.0,
        };
        let own = words.own.iter();
        let own = own.map(|(word, kind)| (*word, (*kind, strength(word))));
        Self(Phrases::new(own))
    }

    /// Adds what one text says.
    pub(super) fn count(&self, text: &str, counts: &mut OwnCounts) {
        self.0.find_apart(text, |at, (kind, strength)| {
            // 各镇党委, 自我区分
            if !text[..at.start].ends_with(['各', '个', '、', '自', '和']) {
                *counts.entry(*kind).or_default() += strength;
            }
        });
    }
}

/// The place names of a text and how much each counts, in the order of their first mention.
pub(super) fn tally<'g>(reader: &'g Reader, text: &str) -> Vec<Tally<'g>> {
    let mut tallies: Vec<Tally<'g>> = Vec::new();
    let mut index: HashMap<*const Meaning, usize> = HashMap::new();
    let mut partner_until = 0;
    for place in reader.gazetteer.places(text) {
        let (before, rest) = (&text[..place.start], &text[place.end..]);
        // 与浙江省德清县: what holds for the first name holds for those joined to it.
        let joined =
            partner_until > 0 && matches!(&text[partner_until..place.start], "" | "、" | "和");
        if joined || is_partner(&reader.words, before) {
            partner_until = place.end;
            continue;
        }
        let weight = weight(&reader.words, &place, before, rest, tallies.last(), text);
        if weight <= 0.0 {
            continue;
        }
        let slot = *index.entry(place.meanings.as_ptr()).or_insert_with(|| {
            let first = (place.start, place.end);
            tallies.push(Tally {
                meanings: place.meanings,
                weight: 0.0,
                first,
            });
            tallies.len() - 1
        });
        tallies[slot].weight = (tallies[slot].weight + weight).min(MOST);
    }
    tallies
}

fn is_partner(words: &Words, before: &str) -> bool {
    let near = last_chars(before, PARTNER_REACH);
    let clause = near
        .rsplit(['。', ',', '，', ';', '；', '\n'])
        .next()
        .unwrap_or(near);
    words.partner.iter().any(|word| match word.chars().count() {
        1 => clause.ends_with(word),
        _ => clause.contains(word),
    })
}

/// How much one mention counts.
fn weight(
    words: &Words,
    place: &Place<'_>,
    before: &str,
    rest: &str,
    last: Option<&Tally<'_>>,
    text: &str,
) -> f32 {
    if begins(rest, &words.institution) {
        return 0.0;
    }
    if place.form() == Form::Stem {
        let province = place.meanings.iter().any(|meaning| meaning.code.len() == 2);
        let long = text[place.start..place.end].chars().count() > 2;
        return match () {
            () if begins(rest, &words.road) => 0.0,
            () if begins(rest, &words.media) || ends(before, &words.slogan) => 1.0,
            () if begins(rest, &words.zone) => 0.8,
            () if province => 0.3,
            () if long => 0.5,
            () => 0.0,
        };
    }
    if place.weak {
        let joined = last.is_some_and(|last| last.first.1 == place.start);
        let boundary = before.chars().next_back().is_none_or(|char| !is_han(char));
        if !joined && !boundary {
            return 0.0;
        }
    }
    if before.ends_with('《') { 0.7 } else { 1.0 }
}
