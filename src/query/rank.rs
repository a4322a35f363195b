//! Turns a query into what ranks passages.
//!
//! A short query is answered in tiers: passages that hold it as written, then
//! those with all its words, then those with synonyms of some, then those with some; within a tier, and for a
//! question altogether, BM25 over words, pairs, headings and title decides. The answer to a question may use
//! other words than it: one that holds them all only counts more.
//! Whether a passage *holds* a word is never left to segmentation: words are
//! looked up as runs of units. [`super::top`] finds the best.

use std::collections::BTreeSet;

use tantivy::Term as IndexTerm;
use tantivy::query::{AllQuery, BooleanQuery, Occur, Query};

use super::above::Word;
use super::compile::{compile, expanded, left_out};
use super::error::QueryError;
use super::holder::{Holder, all, any, any_passage, has};
use super::language::SHORT;
use super::parse::ParsedQuery;
use super::parts::{Part, parts, spaced};
use super::sought::{self, Sought};
use crate::analysis::dictionary::Dictionary;
use crate::analysis::words::{Asked, asked_words};
use crate::index::OpenIndex;
use crate::text::{Folded, Term, is_han, plain};

/// A query of more units than this is a text. It tells of years, places and figures and asks for none of them, and no passage
/// follows its order.
const TEXT: usize = 64;
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
    /// What is asked, in its order; none if that does not matter.
    pub asked: Option<String>,
    /// What to mark in a hit.
    pub marks: Vec<Term>,
    /// The words of the query that say something.
    pub words: Vec<Term>,
    /// Those that nothing holds, of which parts are asked for instead.
    pub in_parts: Vec<Sought>,
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
    let dictionary = index.dictionary().map_err(QueryError::Index)?;
    let text = plain(&spaced(&whole_words(&dictionary, &parsed.text)));
    let others = parsed.expansions.iter().flat_map(|found| &found.others);
    let others: Vec<&Term> = others.collect();
    let written = others.iter().map(|other| plain(other.written()));
    let known: Vec<String> = std::iter::once(text.clone()).chain(written).collect();
    let jieba = dictionary.within(&known.join("\n"));
    let asked = Asked::of(&jieba, &text);
    let words = asked_words(&jieba, &asked.text).into_iter();
    let words: Vec<Term> = words.filter_map(|word| Term::parse(word).ok()).collect();
    let mut in_parts = sought::sought(index, (&dictionary, &jieba), &words)?;
    let sought: Vec<Term> = (in_parts.iter()).flat_map(Sought::terms).cloned().collect();
    // Other words answer a question anyway.
    in_parts.retain(|sought| !sought.parts.is_empty() && !asked.is_question);
    // A single character stands above too much, is looked up in too many lists, and stands within other words:
    // beside longer ones it brings a passage only as a word of its own.
    let mut seen = BTreeSet::new();
    let (telling, single): (Vec<Term>, Vec<Term>) = (sought.iter())
        .filter(|word| seen.insert(word.keys().to_owned()))
        .cloned()
        .partition(|word| word.written().chars().nth(1).is_some());
    let asking = match telling.is_empty() {
        true => sought,
        false => telling.clone(),
    };
    let mut made_of = Vec::new();
    for word in &telling {
        made_of.extend(sought::made_of(index, &jieba, word)?);
    }
    let units = Folded::new(&parsed.text).units.len();
    let is_text = units > TEXT;
    let parts = parts(index, parsed, &jieba, &asked, is_text)?;
    let holder = Holder::new(index, parsed, (&dictionary, &jieba), &asking, !is_text)?;
    let tiers = if units <= SHORT || !parsed.required.is_empty() {
        let made_of = made_of.iter();
        let made_of = made_of.map(|words| all(words.iter().map(|word| holder.holds(word))));
        let others = others.iter().map(|other| holder.holds(other));
        // What is cut out of a run of characters says nothing alone: 链 of 区块链.
        let runs = || asked.text.split(|c: char| !c.is_alphanumeric());
        let single = single.iter().map(|word| plain(word.written()));
        let single =
            single.filter(|word| !word.chars().all(is_han) || runs().any(|run| run == word));
        let single = single.map(|word| has(&IndexTerm::from_field_text(index.fields.words, &word)));
        let alternatives = made_of.chain(others).chain(single).collect();
        tiers(&holder, parsed, asked.is_question, &asking, alternatives)
    } else {
        in_parts.clear();
        let any = parts.iter().map(|part| has(&part.term));
        vec![Step {
            tier: None,
            holds: Box::new(BooleanQuery::union(any.collect())),
            all_that_score: true,
            except: None,
            gain: 0.0,
        }]
    };
    let mut conditions = Vec::new();
    for required in &parsed.required {
        conditions.push((Occur::Must, compile(index, &required.node)?));
    }
    for excluded in &parsed.excluded {
        conditions.push((Occur::MustNot, left_out(index, &excluded.node)?));
    }
    let around = telling.iter().map(|word| holder.around(word, &parts));
    let around = around.collect();
    let written = parsed.marks.iter().chain(&parsed.whole).chain(others);
    let mut marks = asking;
    for term in &parsed.open {
        marks.extend(expanded(index, term)?);
    }
    marks.extend(made_of.into_iter().flatten());
    marks.extend(written.cloned());
    Ok(Ranked {
        asked: (!is_text).then_some(asked.text),
        parts,
        tiers,
        conditions,
        marks,
        words,
        in_parts,
        around,
    })
}

/// The tiers of a short query; of a question only what holds it as written stands above the rest.
fn tiers(
    holder: &Holder<'_>,
    parsed: &ParsedQuery,
    is_question: bool,
    words: &[Term],
    alternatives: Vec<Box<dyn Query>>,
) -> Vec<Step> {
    let step = |tier, holds| Step {
        tier: (!is_question || tier == Tier::AsWritten).then_some(tier),
        holds,
        all_that_score: false,
        except: None,
        gain: 0.0,
    };
    // Where nothing else says what a hit must hold, it holds one of the words itself.
    let only_fields = (parsed.required.iter()).all(|required| required.node.field().is_some());
    let some: Box<dyn Query> = if only_fields {
        // The segmenter may cut a unit in two (52,684): what holds the query then holds no word of it.
        let whole = parsed.whole.iter();
        let whole =
            whole.filter(|whole| !words.iter().any(|word| whole.keys().contains(word.keys())));
        any(words
            .iter()
            .chain(whole)
            .map(|word| holder.holds(word))
            .chain(alternatives))
    } else {
        any_passage(holder.index)
    };
    let mut tiers = Vec::new();
    if let Some(whole) = &parsed.whole {
        tiers.push(step(Tier::AsWritten, holder.holds(whole)));
    }
    let around = words.iter().map(|word| holder.holds_around(word));
    let all_words = all(around.chain([some.box_clone()]));
    let or_other = words.iter().map(|word| holder.holds_or_other(word));
    let with_synonyms = all(or_other.chain([some.box_clone()]));
    if !is_question {
        tiers.push(step(Tier::AllWords, all_words));
        if !parsed.expansions.is_empty() {
            tiers.push(step(Tier::WithSynonyms, with_synonyms));
        }
        tiers.push(step(Tier::SomeWords, some));
        return tiers;
    }
    // Each with the best of its own, and what is of one not again in the next.
    tiers.push(Step {
        gain: ALL_WORDS,
        ..step(Tier::WithSynonyms, with_synonyms.box_clone())
    });
    let mut before = vec![with_synonyms];
    if let Some(scope) = holder.in_scope() {
        let in_scope = all([scope, some.box_clone()].into_iter());
        tiers.push(Step {
            except: Some(before[0].box_clone()),
            ..step(Tier::SomeWords, in_scope.box_clone())
        });
        before.push(in_scope);
    }
    tiers.push(Step {
        except: Some(any(before)),
        ..step(Tier::SomeWords, some)
    });
    tiers
}

/// A text in which no mark parts a word of the dictionary: 双随机、一公开 is one.
fn whole_words(dictionary: &Dictionary, text: &str) -> String {
    let whole = text.split_whitespace().map(|written| {
        let folded = Folded::new(written);
        let keys = (0..folded.units.len()).map(|at| folded.key(at));
        let word: String = keys.collect();
        match dictionary.has(&word) {
            true => word,
            false => written.to_owned(),
        }
    });
    whole.collect::<Vec<_>>().join(" ")
}
