//! Turns a query into what ranks passages.
//!
//! A short query is answered in tiers: passages that hold it as written, then
//! those with all its words, then those with synonyms of some, then those with some; within a tier, and for a
//! question altogether, BM25 over words, pairs, headings and title decides. The answer to a question may use
//! other words than it: one that holds them all only counts more.
//! Whether a passage *holds* a word is never left to segmentation: words are
//! looked up as runs of units. [`super::top`] finds the best.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use tantivy::Term as IndexTerm;
use tantivy::query::{AllQuery, BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

use super::above::Word;
use super::any::AnyQuery;
use super::compile::{compile, holds, known, left_out};
use super::error::QueryError;
use super::parse::ParsedQuery;
use super::sought::sought;
use crate::analysis::pairs;
use crate::analysis::words::{Asked, is_pair, query_words, search_words};
use crate::index::OpenIndex;
use crate::index::schema::{Fields, REPORT};
use crate::text::{Folded, Term, plain};

/// A query of more units than this is a question: its score alone ranks.
const SHORT: usize = 16;
/// Words and pairs that a long question is ranked by: those that say most.
const MOST_PARTS: usize = 128;
/// What says less than this share of what the most telling part says is not asked for: it takes time
/// and moves nothing.
const LEAST_WORTH: f32 = 0.1;
/// Weights of the fields' scores.
const WORDS: f32 = 1.0;
const PAIRS: f32 = 1.0;
const HEADINGS: f32 = 0.5;
const TITLE: f32 = 0.6;
/// BM25 takes a term's rarity once; what a query asks for is told by it more than that.
const RARITY: f32 = 0.5;
/// What a synonym counts of what is written, at most.
const SYNONYM: f32 = 0.5;
/// What is added to the score of a passage in or above which all words of a short question stand, or their
/// synonyms, as a share of it.
const ALL_WORDS: f32 = 0.5;

/// A query ready to be run and its hits to be shown.
pub struct Ranked {
    /// What adds up to a score.
    pub parts: Vec<Part>,
    /// The tiers, from the highest; the last one holds whatever is a hit at all.
    pub tiers: Vec<Step>,
    /// What must hold besides, and what must not.
    pub conditions: Vec<(Occur, Box<dyn Query>)>,
    /// What is asked, in its order.
    pub asked: String,
    /// What to mark in a hit.
    pub marks: Vec<Term>,
    /// The words of the query that say something.
    pub words: Vec<Term>,
    /// Those of two characters or more that passages are asked for, and that may stand above them too.
    pub around: Vec<Word>,
}

/// The passages of one tier, those of the tiers above it included.
pub struct Step {
    /// None for those of a question that do not hold it as written: their scores alone rank them.
    pub tier: Option<Tier>,
    /// What holds for them.
    pub holds: Box<dyn Query>,
    /// Whether it holds for all that score.
    pub all_that_score: bool,
    /// What belongs to a step before that does not stand above this one.
    pub except: Option<Box<dyn Query>>,
    /// What is added to the scores of its passages, as a share of them.
    pub gain: f32,
}

impl Ranked {
    /// All that are hits, `filter` applied.
    pub fn hits(&self, filter: Option<Box<dyn Query>>) -> Box<dyn Query> {
        let holds = self.tiers.last().map(|step| step.holds.box_clone());
        self.within(holds, filter)
    }

    /// Those of `holds` for which the conditions hold and the filter.
    pub fn within(
        &self,
        holds: Option<Box<dyn Query>>,
        filter: Option<Box<dyn Query>>,
    ) -> Box<dyn Query> {
        let must = holds.into_iter().chain(filter);
        let mut clauses: Vec<_> = must.map(|query| (Occur::Must, query)).collect();
        let conditions = self.conditions.iter();
        clauses.extend(conditions.map(|(occur, query)| (*occur, query.box_clone())));
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, Box::new(AllQuery)));
        }
        Box::new(BooleanQuery::new(clauses))
    }
}

/// What a word or pair adds to a score in one field.
pub struct Part {
    /// The field.
    pub field: &'static str,
    /// The word or pair.
    pub token: String,
    /// Both of them, as the index has it.
    pub term: IndexTerm,
    /// What its BM25 is multiplied by.
    pub boost: f32,
    /// What it adds to the score of a passage of usual length that holds it once.
    pub worth: f32,
}

/// What a hit of a short query holds of it; the more, the higher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// Some of its words.
    SomeWords,
    /// All its words, or what may stand for them.
    WithSynonyms,
    /// All its words.
    AllWords,
    /// The whole query, as it is written.
    AsWritten,
}

impl Tier {
    /// The name used in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Tier::AsWritten => "as written",
            Tier::AllWords => "all words",
            Tier::WithSynonyms => "all words or synonyms",
            Tier::SomeWords => "some words",
        }
    }

    /// What stands above all scores of the tiers below.
    pub const fn height(self) -> f64 {
        match self {
            Tier::SomeWords => 0.0,
            Tier::WithSynonyms => 2000.0,
            Tier::AllWords => 4000.0,
            Tier::AsWritten => 6000.0,
        }
    }
}

/// Builds the ranked query, its filters not included.
pub fn rank(index: &OpenIndex, parsed: &ParsedQuery) -> Result<Ranked, QueryError> {
    let fields = &index.fields;
    let text = plain(&spaced(&parsed.text));
    let others: Vec<&Term> = parsed
        .expansions
        .iter()
        .flat_map(|found| &found.others)
        .collect();
    let written = others.iter().map(|other| plain(other.written()));
    let known: Vec<String> = std::iter::once(text.clone()).chain(written).collect();
    let dictionary = index.dictionary().map_err(QueryError::Index)?;
    let jieba = dictionary.within(&known.join("\n"));
    let asked = Asked::of(&jieba, &text);
    let words: Vec<Term> = query_words(&jieba, &asked.text)
        .iter()
        .filter_map(|word| Term::parse(word).ok())
        .collect();
    let sought = sought(index, &dictionary, &words)?;
    let mut parts = Parts::new(fields);
    parts.add(&search_words(&jieba, &asked.text), &asked.text, 1.0);
    let mut plains = known[1..].iter();
    for found in &parsed.expansions {
        let own = rarity(index, &query_words(&jieba, &found.written))?;
        for (other, plain) in found.others.iter().zip(&mut plains) {
            // A rarer word for the same thing says no more than the usual one.
            let its = rarity(index, &query_words(&jieba, plain))?;
            let share = SYNONYM * (own / its).min(1.0);
            parts.add(&search_words(&jieba, plain), other.written(), share);
        }
    }
    let parts = parts.telling(index)?;
    // A single character stands above too much, and is looked up in too many lists.
    let mut seen = BTreeSet::new();
    let telling = sought.iter().filter(|word| {
        word.written().chars().nth(1).is_some() && seen.insert(word.keys().to_owned())
    });
    let telling: Vec<Term> = telling.cloned().collect();
    let units = Folded::new(&parsed.text).units.len();
    let in_tiers = units <= SHORT || !parsed.required.is_empty();
    let holder = Holder::new(index, parsed, if in_tiers { &sought } else { &telling })?;
    let around = telling.iter().map(|word| holder.around(word, &parts));
    let around = around.collect();
    let tiers = if in_tiers {
        tiers(&holder, asked.is_question, &sought, &others)
    } else {
        vec![Step {
            tier: None,
            holds: Box::new(BooleanQuery::union(
                parts.iter().map(|part| has(&part.term)).collect(),
            )),
            all_that_score: true,
            except: None,
            gain: 0.0,
        }]
    };
    let mut conditions = Vec::new();
    for node in &parsed.required {
        conditions.push((Occur::Must, compile(index, node)?));
    }
    for node in &parsed.excluded {
        conditions.push((Occur::MustNot, left_out(index, node)?));
    }
    let mut marks = sought;
    marks.extend(parsed.marks.iter().cloned());
    marks.extend(parsed.whole.iter().cloned());
    marks.extend(others.into_iter().cloned());
    Ok(Ranked {
        asked: asked.text,
        parts,
        tiers,
        conditions,
        marks,
        words,
        around,
    })
}

/// How rare the rarest of some words is.
fn rarity(index: &OpenIndex, words: &[&str]) -> Result<f32, QueryError> {
    let mut rarest = f32::MIN_POSITIVE;
    for word in words {
        let field = if is_pair(word) {
            index.fields.pairs
        } else {
            index.fields.words
        };
        let term = IndexTerm::from_field_text(field, word);
        rarest = rarest.max(index.rarity(&term)?.unwrap_or(f32::MAX));
    }
    Ok(rarest)
}

/// The tiers of a short query; of a question only what holds it as written stands above the rest.
fn tiers(holder: &Holder<'_>, is_question: bool, words: &[Term], others: &[&Term]) -> Vec<Step> {
    let parsed = holder.parsed;
    let step = |tier, holds| Step {
        tier: (!is_question || tier == Tier::AsWritten).then_some(tier),
        holds,
        all_that_score: false,
        except: None,
        gain: 0.0,
    };
    // Where nothing else says what a hit must hold, it holds one of the words itself.
    let last: Box<dyn Query> = if parsed.required.iter().all(|node| node.field().is_some()) {
        let each = words.iter().chain(others.iter().copied());
        any(each.map(|word| holder.holds(word)))
    } else {
        holder.any_passage()
    };
    let mut tiers = Vec::new();
    if let Some(whole) = &parsed.whole {
        tiers.push(step(Tier::AsWritten, holder.holds(whole)));
    }
    let around = words.iter().map(|word| holder.holds_around(word));
    let all_words = all(around.chain([last.box_clone()]));
    let or_other = words.iter().map(|word| holder.holds_or_other(word));
    let with_synonyms = all(or_other.chain([last.box_clone()]));
    let mut last = step(Tier::SomeWords, last);
    if is_question {
        last.except = Some(with_synonyms.box_clone());
        tiers.push(Step {
            gain: ALL_WORDS,
            ..step(Tier::WithSynonyms, with_synonyms)
        });
    } else {
        tiers.push(step(Tier::AllWords, all_words));
        if !parsed.expansions.is_empty() {
            tiers.push(step(Tier::WithSynonyms, with_synonyms));
        }
    }
    tiers.push(last);
    tiers
}

fn any(queries: impl IntoIterator<Item = Box<dyn Query>>) -> Box<dyn Query> {
    Box::new(AnyQuery::new(queries))
}

fn all(queries: impl Iterator<Item = Box<dyn Query>>) -> Box<dyn Query> {
    let must = queries.map(|query| (Occur::Must, query));
    Box::new(BooleanQuery::new(must.collect()))
}

/// Spaces that a person typed part words; they must not vanish before segmentation.
fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join("，")
}

/// Says which passages hold the words of a query.
struct Holder<'a> {
    index: &'a OpenIndex,
    parsed: &'a ParsedQuery,
    /// Single units, each looked up once: they stand in many lists.
    single: Vec<(Term, Box<dyn Query>)>,
}

impl<'a> Holder<'a> {
    fn new(
        index: &'a OpenIndex,
        parsed: &'a ParsedQuery,
        words: &[Term],
    ) -> Result<Self, QueryError> {
        let mut single: Vec<(Term, Box<dyn Query>)> = Vec::new();
        let units = words.iter().chain(&parsed.whole);
        for unit in units.filter(|term| term.len() == 1) {
            // A query of one unit is its only word too.
            if !single.iter().any(|(known, _)| known.keys() == unit.keys()) {
                single.push((unit.clone(), known(index, unit)?));
            }
        }
        Ok(Holder {
            index,
            parsed,
            single,
        })
    }

    fn holds(&self, term: &Term) -> Box<dyn Query> {
        let settled = self
            .single
            .iter()
            .find(|(known, _)| known.keys() == term.keys());
        match settled {
            Some((_, query)) => query.box_clone(),
            None => holds(self.index, term),
        }
    }

    /// All passages. Documents of reports have tags too, and are none.
    fn any_passage(&self) -> Box<dyn Query> {
        let all: Box<dyn Query> = Box::new(AllQuery);
        let report = IndexTerm::from_field_text(self.index.fields.document, REPORT);
        let report: Box<dyn Query> = Box::new(TermQuery::new(report, IndexRecordOption::Basic));
        Box::new(BooleanQuery::new(vec![
            (Occur::Must, all),
            (Occur::MustNot, report),
        ]))
    }

    /// A word, with what it adds to a score by `parts`.
    fn around(&self, word: &Term, parts: &[Part]) -> Word {
        let plain = plain(word.written());
        let fields = &self.index.fields;
        let within = parts.iter().filter(|part| {
            [fields.words, fields.pairs].contains(&part.term.field()) && plain.contains(&part.token)
        });
        Word {
            held: self.holds(word),
            above: any(self.above(&plain)),
            worth: within.map(|part| part.worth).sum(),
            plain,
        }
    }

    /// Passages under a heading that holds a word in plain form, and under a title that does.
    fn above(&self, word: &str) -> [Box<dyn Query>; 2] {
        let fields = &self.index.fields;
        [fields.headings, fields.title].map(|field| has(&IndexTerm::from_field_text(field, word)))
    }

    /// Passages that hold `term`, or stand under a heading or title that does.
    fn holds_around(&self, term: &Term) -> Box<dyn Query> {
        let above = self.above(&plain(term.written()));
        any(std::iter::once(self.holds(term)).chain(above))
    }

    /// Passages that hold a word of the query, or what may stand for the expression that it is part of.
    fn holds_or_other(&self, word: &Term) -> Box<dyn Query> {
        let own = plain(word.written());
        let expansions = self.parsed.expansions.iter();
        let others = expansions.filter(|found| found.written.contains(&own));
        let others = others.flat_map(|found| &found.others);
        any(std::iter::once(self.holds_around(word)).chain(others.map(|other| self.holds(other))))
    }
}

fn has(term: &IndexTerm) -> Box<dyn Query> {
    Box::new(TermQuery::new(term.clone(), IndexRecordOption::Basic))
}

/// The parts of a score: one for each word and pair and field.
struct Parts<'f> {
    fields: &'f Fields,
    parts: Vec<Part>,
    /// Where each token of a field is among the parts.
    places: HashMap<(&'static str, String), usize>,
    /// What counts already: as a word, a pair, of a heading or title.
    seen: BTreeSet<(&'static str, String)>,
}

impl<'f> Parts<'f> {
    fn new(fields: &'f Fields) -> Self {
        Parts {
            fields,
            parts: Vec::new(),
            places: HashMap::new(),
            seen: BTreeSet::new(),
        }
    }

    /// Adds the words and the pairs of a text, which count `share` of what they usually do; what is
    /// there already counts once.
    fn add(&mut self, words: &[&str], text: &str, share: f32) {
        let fields = self.fields;
        let words: BTreeSet<&str> = words.iter().copied().collect();
        let folded = Folded::new(&spaced(text));
        let pairs: BTreeSet<String> = pairs::placed(&folded).map(|(_, pair)| pair).collect();
        for word in words {
            // A word that is a pair is found as one.
            let (name, field) = match is_pair(word) {
                true => ("pairs", fields.pairs),
                false => ("words", fields.words),
            };
            // One of a single character makes no pair: it counts for both.
            let weight = match word.chars().count() {
                1 => WORDS + PAIRS,
                _ => WORDS,
            };
            self.part("words", (name, field), word, weight * share);
            let (headings, title) = (fields.headings, fields.title);
            self.part("headings", ("headings", headings), word, HEADINGS * share);
            self.part("title", ("title", title), word, TITLE * share);
        }
        for pair in &pairs {
            self.part("pairs", ("pairs", fields.pairs), pair, PAIRS * share);
        }
    }

    /// The parts, each weighed by its rarity, as far as they say something beside the others: a
    /// question asks for much that all hold.
    fn telling(self, index: &OpenIndex) -> Result<Vec<Part>, QueryError> {
        let mut parts = Vec::with_capacity(self.parts.len());
        for mut part in self.parts {
            let Some(rarity) = index.rarity(&part.term)? else {
                continue;
            };
            part.boost *= rarity.powf(RARITY);
            part.worth = part.boost * rarity;
            parts.push(part);
        }
        parts.sort_by(|a, b| b.worth.total_cmp(&a.worth));
        let least = parts.first().map_or(0.0, |most| most.worth) * LEAST_WORTH;
        parts.retain(|part| part.worth >= least);
        parts.truncate(MOST_PARTS);
        Ok(parts)
    }

    /// Counts a token of a field as what it is `seen` as.
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
        match self.places.entry((name, token.to_owned())) {
            Entry::Occupied(known) => self.parts[*known.get()].boost += weight,
            Entry::Vacant(free) => {
                free.insert(self.parts.len());
                self.parts.push(Part {
                    field: name,
                    token: token.to_owned(),
                    term: IndexTerm::from_field_text(field, token),
                    boost: weight,
                    worth: 0.0,
                });
            }
        }
    }
}
