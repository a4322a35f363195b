//! What adds up to the score of a passage: the words and pairs that a query asks for, weighed.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use tantivy::Term as IndexTerm;
use tantivy::schema::Field;

use super::error::QueryError;
use super::parse::ParsedQuery;
use crate::analysis::pairs;
use crate::analysis::words::{Asked, Segmenter, is_pair, search_words};
use crate::index::schema::Fields;
use crate::index::{Lists, OpenIndex};
use crate::text::{Folded, plain};

/// How much a word or pair with a figure counts in a text, relative to others. Figures are rare, so they
/// would outweigh the rest, yet two texts about the same thing seldom share them.
const FIGURE: f32 = 0.5;
/// How many words and pairs a long question is ranked by: those that say most.
const MOST_PARTS: usize = 128;
/// A word or pair that says less than this share of what the most telling one says is dropped: it takes time
/// and changes nothing.
const LEAST_WORTH: f32 = 0.1;
/// Weights of the fields' scores.
const WORDS: f32 = 1.0;
const PAIRS: f32 = 1.0;
const HEADINGS: f32 = 0.5;
const TITLE: f32 = 0.6;
/// How much a pair counts, relative to others, if one of its words asks for nothing.
const JOINED: f32 = 0.7;
/// BM25 counts a term's rarity once. For what a query asks, rarity matters more than that, and for a text,
/// which says much beside its point, more still: BM25 is multiplied by these powers of the rarity.
const RARITY: f32 = 0.25;
const RARITY_OF_TEXT: f32 = 0.5;
/// How much a synonym counts at most, relative to what is written: all its words and pairs together, of which
/// a longer one has more.
const SYNONYM: f32 = 0.5;

/// What a word or pair adds to a score in one field.
pub struct Part {
    /// The field.
    pub field: &'static str,
    /// The word or pair.
    pub token: String,
    /// The token in its field, as the index has it.
    pub term: IndexTerm,
    /// Its posting lists.
    pub lists: Lists,
    /// What its BM25 is multiplied by.
    pub boost: f32,
    /// What it adds to the score of a passage of usual length that holds it once.
    pub worth: f32,
}

/// What adds up to a score: what a query asks for, and what may stand for its expressions.
pub fn parts(
    index: &OpenIndex,
    parsed: &ParsedQuery,
    segmenter: &Segmenter,
    asked: &Asked,
    is_text: bool,
) -> Result<Vec<Part>, QueryError> {
    let mut lists = KnownLists {
        index,
        known: HashMap::new(),
    };
    let mut parts = Parts::new(&index.fields, is_text);
    parts.words(&search_words(segmenter, &asked.text), 1.0);
    parts.pairs(&asked.text, 1.0);
    parts.pairs(&asked.joined, JOINED);
    for found in &parsed.expansions {
        let own = worth(&mut lists, segmenter, &found.written)?;
        for other in &found.others {
            let plain = plain(other.written());
            let its = worth(&mut lists, segmenter, &plain)?;
            // If nothing holds the expression as written, its synonyms alone are asked for.
            let share = match own > 0.0 {
                true => SYNONYM * (own / its).min(1.0),
                false => SYNONYM,
            };
            parts.words(&search_words(segmenter, &plain), share);
            parts.pairs(other.written(), share);
        }
    }
    parts.telling(&mut lists)
}

/// What an expression adds to the score of a passage of usual length that holds it once.
fn worth(
    lists: &mut KnownLists<'_>,
    segmenter: &Segmenter,
    plain: &str,
) -> Result<f32, QueryError> {
    let mut parts = Parts::new(&lists.index.fields, false);
    parts.words(&search_words(segmenter, plain), 1.0);
    parts.pairs(plain, 1.0);
    let parts = parts.telling(lists)?;
    Ok(parts.iter().map(|part| part.worth).sum())
}

/// Posting lists that were looked up already: synonyms share most of their terms.
struct KnownLists<'a> {
    index: &'a OpenIndex,
    known: HashMap<IndexTerm, Lists>,
}

impl KnownLists<'_> {
    fn of(&mut self, term: &IndexTerm) -> Result<Lists, QueryError> {
        if let Some(known) = self.known.get(term) {
            return Ok(known.clone());
        }
        let lists = Lists::of(self.index, term)?;
        self.known.insert(term.clone(), lists.clone());
        Ok(lists)
    }
}

/// Puts a mark in place of the spaces that a user typed: they separate words, and segmentation would drop
/// them.
pub fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join("，")
}

/// The parts of a score: one for each word and pair and field.
struct Parts<'f> {
    fields: &'f Fields,
    is_text: bool,
    parts: Vec<Part>,
    /// Where each token of a field is among the parts.
    places: HashMap<(&'static str, String), usize>,
    /// What was counted already: a token as a word, as a pair, for headings or for the title.
    seen: BTreeSet<(&'static str, String)>,
}

impl<'f> Parts<'f> {
    fn new(fields: &'f Fields, is_text: bool) -> Self {
        Parts {
            fields,
            is_text,
            parts: Vec::new(),
            places: HashMap::new(),
            seen: BTreeSet::new(),
        }
    }

    /// Adds words that count `share` of the usual weight; a word that is there already is not counted again.
    fn words(&mut self, words: &[&str], share: f32) {
        let fields = self.fields;
        let words: BTreeSet<&str> = words.iter().copied().collect();
        for word in words {
            // A word of two characters is looked up as a pair.
            let (name, field) = match is_pair(word) {
                true => ("pairs", fields.pairs),
                false => ("words", fields.words),
            };
            // A single character makes no pair, so it counts as both.
            let weight = match word.chars().count() {
                1 => WORDS + PAIRS,
                _ => WORDS,
            };
            self.part("words", (name, field), word, weight * share);
            let (headings, title) = (fields.headings, fields.title);
            self.part("headings", ("headings", headings), word, HEADINGS * share);
            self.part("title", ("title", title), word, TITLE * share);
        }
    }

    /// Adds the pairs of a text in the same way.
    fn pairs(&mut self, text: &str, share: f32) {
        let folded = Folded::new(&spaced(text));
        let pairs: BTreeSet<String> = pairs::placed(&folded).map(|(_, pair)| pair).collect();
        for pair in &pairs {
            self.part("pairs", ("pairs", self.fields.pairs), pair, PAIRS * share);
        }
    }

    /// The parts, each weighed by its rarity, without those that say little beside the others: a question
    /// asks for much that all passages hold.
    fn telling(self, lists: &mut KnownLists<'_>) -> Result<Vec<Part>, QueryError> {
        let mut parts = Vec::with_capacity(self.parts.len());
        let power = match self.is_text {
            true => RARITY_OF_TEXT,
            false => RARITY,
        };
        for mut part in self.parts {
            part.lists = lists.of(&part.term)?;
            let Some(rarity) = lists.index.rarity(&part.lists) else {
                continue;
            };
            part.boost *= rarity.powf(power);
            part.worth = part.boost * rarity;
            parts.push(part);
        }
        parts.sort_by(|a, b| b.worth.total_cmp(&a.worth));
        let least = parts.first().map_or(0.0, |most| most.worth) * LEAST_WORTH;
        parts.retain(|part| part.worth >= least);
        parts.truncate(MOST_PARTS);
        Ok(parts)
    }

    /// Adds to the weight of a token in a field, once for each way in which it is `seen`.
    fn part(
        &mut self,
        seen: &'static str,
        (name, field): (&'static str, Field),
        token: &str,
        weight: f32,
    ) {
        if !self.seen.insert((seen, token.to_owned())) {
            return;
        }
        let is_figure = token.bytes().any(|byte| byte.is_ascii_digit());
        let weight = match self.is_text && is_figure {
            true => weight * FIGURE,
            false => weight,
        };
        match self.places.entry((name, token.to_owned())) {
            Entry::Occupied(known) => self.parts[*known.get()].boost += weight,
            Entry::Vacant(free) => {
                free.insert(self.parts.len());
                self.parts.push(Part {
                    field: name,
                    token: token.to_owned(),
                    term: IndexTerm::from_field_text(field, token),
                    lists: Lists::default(),
                    boost: weight,
                    worth: 0.0,
                });
            }
        }
    }
}
