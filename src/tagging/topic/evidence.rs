//! Weighing: how the phrases in a passage add up to its topics.
//!
//! A passage carries a topic when its evidence reaches [`ENOUGH`]. Its own words count by place: what the
//! opening clause is about counts more, an item in an enumeration less, a document's name nothing. A long
//! passage touches many things, so what lies outside its opening is worth less the longer it is. Headings
//! above add a little, never enough by themselves.
//!
//! Why not the plain number of mentions: a paragraph on 法律顾问 that names
//! 行政复议案件 among the cases attended is not about 行政复议, and one on
//! settling disputes need not contain the word 调解.
//!
//! Topics do not see each other: each counts, of its own overlapping phrases,
//! the leftmost longest, so that editing one never changes another.

use std::cell::LazyCell;
use std::collections::HashMap;
use std::ops::Range;

use super::pairs::Pairs;
use super::place::{Place, Places};
use super::taxonomy::{Taxonomy, Topic};
use crate::tagging::phrases::Phrases;
use crate::tagging::region::Reason;

/// The evidence that makes a topic.
const ENOUGH: f32 = 1.0;

/// What a mention in an opening clause counts.
const IN_OPENING: f32 = 1.5;

/// What a mention in an enumeration counts.
const IN_ROW: f32 = 0.5;

/// What the best heading counts. Below [`ENOUGH`], so that own words are always needed.
const IN_HEADING: f32 = 0.6;

/// The most that phrases count beside the fitted table.
const MOST_OF_PHRASES: f32 = 2.0;

/// Phrases that count this much are believed, whatever the characters of a long passage that also has other
/// topics say against them.
const CLEAR: f32 = 1.4;

/// How many pairs are named as reasons.
const STRONGEST: usize = 8;

/// However often a phrase is repeated, it is worth at most so many mentions.
const REPEATS: f32 = 3.0;

/// Bytes of a passage of average length (200 characters); what longer ones say is diluted.
const USUAL_LENGTH: usize = 600;

/// The capacity to start with: as many different phrases as a passage usually has.
const SOME_PHRASES: usize = 32;

/// A topic that a passage carries.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TopicHit {
    /// The topic's place in [`Taxonomy::topics`].
    pub index: usize,
    /// Its evidence, at least 1; comparable between passages for one topic.
    pub score: f32,
}

/// A taxonomy compiled for tagging. Making it takes a millisecond; make it once.
#[derive(Debug, Clone)]
pub struct TopicMatcher {
    phrases: Phrases<Vec<Use>>,
    topics: usize,
    /// For each topic its place in the table of pairs, if it is fitted.
    fitted: Vec<Option<usize>>,
    /// Topics that lie within wider ones, each with those.
    around: Vec<(usize, Vec<usize>)>,
}

/// What a phrase means to one topic.
#[derive(Debug, Clone, Copy)]
struct Use {
    topic: usize,
    /// The use's number among all, by which repeats are counted.
    number: usize,
    /// What a mention is worth; a counter-phrase's is 0 or less.
    weight: f32,
}

/// What a text says for one topic so far.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    evidence: f32,
    /// Where its last phrase ended: a phrase that begins before overlaps it.
    ended: usize,
}

impl TopicMatcher {
    /// Compiles the taxonomy's phrases.
    pub fn new(taxonomy: &Taxonomy) -> TopicMatcher {
        let mut uses: HashMap<&str, Vec<Use>> = HashMap::new();
        let topics = taxonomy.topics().iter().enumerate();
        let all = topics
            .flat_map(|(topic, definition)| weighted(definition).map(move |used| (topic, used)));
        for (number, (topic, (phrase, weight))) in all.enumerate() {
            uses.entry(phrase).or_default().push(Use {
                topic,
                number,
                weight,
            });
        }
        TopicMatcher {
            phrases: Phrases::new(uses.into_iter()),
            topics: taxonomy.topics().len(),
            fitted: (taxonomy.topics().iter())
                .map(|topic| Pairs::builtin().topic(&topic.name).filter(|_| topic.fitted))
                .collect(),
            around: (0..taxonomy.topics().len())
                .map(|topic| (topic, taxonomy.around(topic).collect::<Vec<_>>()))
                .filter(|(_, around)| !around.is_empty())
                .collect(),
        }
    }

    /// The topics of a passage, in taxonomy order.
    ///
    /// `own` is the passage's text, with its heading line if it has one, and
    /// `headings` are those that enclose it; both folded and
    /// without marks.
    pub fn tag(&self, own: &str, headings: &[&str]) -> Vec<TopicHit> {
        let mut scores = self.phrases(own, headings);
        if self.fitted.iter().any(Option::is_some) {
            let said = Pairs::builtin().weigh(own);
            for (score, at) in scores.iter_mut().zip(&self.fitted) {
                if let Some(at) = at {
                    *score = score.min(MOST_OF_PHRASES) + against_at_most(said[*at], *score);
                }
            }
        }
        scores.iter_mut().for_each(|score| *score = rounded(*score));
        for (topic, around) in &self.around {
            for wider in around {
                scores[*wider] = scores[*wider].max(scores[*topic]);
            }
        }
        let hits = scores.into_iter().enumerate();
        let hits = hits.map(|(index, score)| TopicHit { index, score });
        hits.filter(|hit| hit.score >= ENOUGH).collect()
    }

    /// What the phrases of a passage and of the headings above it say for each topic.
    pub fn phrases(&self, own: &str, headings: &[&str]) -> Vec<f32> {
        let places = Places::of(own);
        let (preface, body) = own.split_at(places.start());
        let inside = self.inside(own, &places, dilution(body), &mut |_, _, _, _| {});
        let above = self.above(preface, headings);
        let scores = inside.iter().zip(above);
        scores
            .map(|(own, above)| own.evidence.max(0.0) + IN_HEADING * above)
            .collect()
    }

    /// What a passage says for one topic: each phrase with its place and its share of the score.
    pub fn explain(&self, topic: usize, own: &str, headings: &[&str]) -> Vec<Reason> {
        let places = Places::of(own);
        let (preface, body) = own.split_at(places.start());
        let mut reasons: Vec<Reason> = Vec::new();
        self.inside(
            own,
            &places,
            dilution(body),
            &mut |of, at, place, weight| {
                if of == topic && weight != 0.0 {
                    reasons.push(Reason {
                        what: place.name().to_owned(),
                        evidence: own[at].to_owned(),
                        weight: rounded(weight),
                    });
                }
            },
        );
        if let Some(at) = self.fitted[topic] {
            let pairs = Pairs::builtin();
            reasons.push(Reason {
                what: "characters".to_owned(),
                evidence: pairs.strongest(at, own, STRONGEST).join(" "),
                weight: rounded(against_at_most(
                    pairs.weigh(own)[at],
                    self.phrases(own, headings)[topic],
                )),
            });
        }
        let above = self.above(preface, headings)[topic];
        if above > 0.0 {
            reasons.push(Reason {
                what: "headings".to_owned(),
                evidence: headings.join(" < "),
                weight: rounded(IN_HEADING * above),
            });
        }
        reasons
    }

    /// What the passage's own words say for each topic.
    fn inside(
        &self,
        own: &str,
        places: &Places,
        dilution: f32,
        on: &mut dyn FnMut(usize, Range<usize>, Place, f32),
    ) -> Vec<Tally> {
        let start = places.start();
        let place = |at: &Range<usize>| match places.place(own, at) {
            _ if at.start < start => Place::Title,
            place => place,
        };
        self.weigh(
            own,
            |at| match place(at) {
                Place::Title => 0.0,
                Place::Row => IN_ROW / dilution,
                Place::Opening => IN_OPENING,
                Place::Body => 1.0 / dilution,
            },
            &mut |topic, at, weight| on(topic, at.clone(), place(&at), weight),
        )
    }

    /// What the best heading says for each topic, at most 1.
    fn above(&self, preface: &str, headings: &[&str]) -> Vec<f32> {
        let mut above = vec![0.0_f32; self.topics];
        let headings = headings.iter().copied().chain([preface]);
        for heading in headings.filter(|heading| !heading.is_empty()) {
            // Most headings hold no phrase, and then the places need not be known.
            let places = LazyCell::new(|| Places::of(heading));
            let worth = |at: &Range<usize>| match places.place(heading, at) {
                Place::Title => 0.0,
                Place::Row => IN_ROW,
                Place::Opening | Place::Body => IN_OPENING,
            };
            let tallies = self.weigh(heading, worth, &mut |_, _, _| {});
            for (best, tally) in above.iter_mut().zip(tallies) {
                *best = best.max(tally.evidence.min(1.0));
            }
        }
        above
    }

    /// Adds up each topic's mentions in the text, each worth what `worth` says of its place; one that is
    /// worth nothing does not hide another either. Calls `on` for each that counts.
    fn weigh(
        &self,
        text: &str,
        worth: impl Fn(&Range<usize>) -> f32,
        on: &mut dyn FnMut(usize, Range<usize>, f32),
    ) -> Vec<Tally> {
        let mut tallies = vec![Tally::default(); self.topics];
        let mut spent = Vec::with_capacity(SOME_PHRASES);
        self.phrases.find(text, |at, uses| {
            let worth = worth(&at);
            for usage in uses.iter().filter(|_| worth > 0.0) {
                let tally = &mut tallies[usage.topic];
                if at.start >= tally.ended {
                    tally.ended = at.end;
                    let weight = usage.weight * spend(&mut spent, usage.number, worth);
                    tally.evidence += weight;
                    on(usage.topic, at.clone(), weight);
                }
            }
        });
        tallies
    }
}

/// What the characters say, limited so that they cannot take away a topic that the phrases clearly indicate.
fn against_at_most(said: f32, phrases: f32) -> f32 {
    if phrases >= CLEAR {
        said.max(ENOUGH - CLEAR)
    } else {
        said
    }
}

/// The factor for mentions outside the opening: the longer the passage, the smaller.
fn dilution(body: &str) -> f32 {
    (body.len() as f32 / USUAL_LENGTH as f32).max(1.0).sqrt()
}

/// What is left of a mention's worth if its phrase occurred before.
fn spend(spent: &mut Vec<(usize, f32)>, phrase: usize, worth: f32) -> f32 {
    let known = spent.iter_mut().find(|(number, _)| *number == phrase);
    let Some((_, total)) = known else {
        spent.push((phrase, worth));
        return worth;
    };
    let left = worth.min(REPEATS - *total);
    *total += left;
    left
}

/// A topic's phrases with their weights, negative for counter-phrases.
fn weighted(topic: &Topic) -> impl Iterator<Item = (&str, f32)> {
    let speaking_for = topic.phrases.iter().map(|grade| (grade, grade.weight));
    let against = topic.against.iter().map(|grade| (grade, -grade.weight));
    let grades = speaking_for.chain(against);
    grades.flat_map(|(grade, weight)| grade.of.iter().map(move |phrase| (phrase.as_str(), weight)))
}

/// To hundredths, so that 0.6 and 0.4 are enough in whatever order they are added.
fn rounded(score: f32) -> f32 {
    (score * 100.0).round() / 100.0
}
