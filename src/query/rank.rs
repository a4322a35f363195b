//! Turns a query into what passages are ranked by.
//!
//! A short query is answered in tiers: passages that hold it as written, then those with all its words, then
//! those with synonyms for some words, then those with only some words. Within a tier the score decides: BM25
//! over words, pairs, headings and title. The answer to a question may use other words than the question:
//! what holds it as written still comes first, but holding all its words only raises the score. Whether a
//! passage *holds* a word is never left to segmentation: words are looked up as runs of units. [`super::top`]
//! finds the best.

use std::collections::BTreeSet;

use tantivy::Term as IndexTerm;
use tantivy::query::{AllQuery, BooleanQuery, Occur, Query};

use super::above::Word;
use super::compile::{compile, expanded, left_out};
use super::error::QueryError;
use super::holder::{Holder, all, any, any_passage};
use super::language::SHORT_QUERY_UNITS;
use super::parse::ParsedQuery;
use super::parts::{Part, parts, spaced};
use super::sought::{self, Sought};
use crate::analysis::dictionary::Dictionary;
use crate::analysis::words::{Asked, asked_words};
use crate::index::OpenIndex;
use crate::index::schema::has;
use crate::text::{Folded, Term, is_han, plain};

/// A query of more units than this is a text. It mentions years, places and figures without asking for them,
/// and passages need not follow its order.
const QUESTION_UNITS: usize = 64;
/// What is added, as a share, to the score of a passage in or above which all words of a short question
/// stand, or their synonyms.
const ALL_WORDS: f32 = 0.5;

/// A query ready to be run and its hits to be shown.
pub struct Ranked {
    /// What adds up to a score.
    pub parts: Vec<Part>,
    /// The steps in which hits are looked for, highest tier first; the last one takes whatever is a hit at all.
    pub steps: Vec<Step>,
    /// What must also hold, and what must not.
    pub conditions: Vec<(Occur, Box<dyn Query>)>,
    /// What is asked, in its order; `None` if the order does not matter.
    pub asked: Option<String>,
    /// What to mark in a hit.
    pub marks: Vec<Term>,
    /// The words of the query, without those that say nothing.
    pub words: Vec<Term>,
    /// The words that nothing holds, of which parts are asked for instead.
    pub in_parts: Vec<Sought>,
    /// The words of two characters or more that passages are asked for; they may also stand above them.
    pub around: Vec<Word>,
}

/// A step in looking for hits: the passages of one tier, those of higher tiers included. Of steps of
/// [`Tier::ByScore`] none stands above another.
pub struct Step {
    /// The tier of its passages.
    pub tier: Tier,
    /// The query that these passages match.
    pub holds: Box<dyn Query>,
    /// Whether it matches every passage that scores.
    pub all_that_score: bool,
    /// What earlier steps of [`Tier::ByScore`] take: it is left out here.
    pub except: Option<Box<dyn Query>>,
    /// What is added, as a share, to the scores of its passages.
    pub gain: f32,
}

impl Ranked {
    /// Matches every hit that passes `filter`.
    pub fn hits(&self, filter: Option<Box<dyn Query>>) -> Box<dyn Query> {
        let holds = self.steps.last().map(|step| step.holds.box_clone());
        self.within(holds, filter)
    }

    /// Matches what meets the conditions and, if given, `holds` and `filter`.
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

/// What a hit holds of the query, if that ranks it ahead of its score: higher tiers stand first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// No tier: scores alone rank such hits. They are those of a question that do not hold it as written,
    /// and all of a query of more than [`SHORT_QUERY_UNITS`] that requires nothing.
    ByScore,
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
    /// The name used in JSON; `None` for [`Tier::ByScore`].
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Tier::AsWritten => Some("as written"),
            Tier::AllWords => Some("all words"),
            Tier::WithSynonyms => Some("all words or synonyms"),
            Tier::SomeWords => Some("some words"),
            Tier::ByScore => None,
        }
    }

    /// What is added to a score to put it above all scores of lower tiers.
    pub const fn height(self) -> f64 {
        match self {
            Tier::ByScore | Tier::SomeWords => 0.0,
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
    let words = asked_words(&jieba, &asked.text);
    let pieced_together = sought::pieced_together(index, &dictionary, &words)?;
    let words = words.into_iter();
    let words: Vec<Term> = words.filter_map(|word| Term::parse(word).ok()).collect();
    let mut in_parts = sought::sought(index, (&dictionary, &jieba), &words)?;
    let sought: Vec<Term> = (in_parts.iter()).flat_map(Sought::terms).cloned().collect();
    // Other words answer a question anyway.
    in_parts.retain(|sought| !sought.parts.is_empty() && !asked.is_question);
    // A single character stands above too much, is looked up in too many lists, and stands within other
    // words: beside longer words it brings in a passage only if it is a word of its own there.
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
    let is_text = units > QUESTION_UNITS;
    let parts = parts(index, parsed, &jieba, &asked, is_text)?;
    let holder = Holder::new(index, parsed, (&dictionary, &jieba), &asking, !is_text)?;
    let steps = if units <= SHORT_QUERY_UNITS || !parsed.required.is_empty() {
        let made_of = made_of.iter();
        let made_of = made_of.map(|words| all(words.iter().map(|word| holder.holds(word))));
        let others = others.iter().copied().chain(&pieced_together);
        let others = others.map(|other| holder.holds(other));
        // What is cut out of a run of characters says nothing alone, 链 of 区块链, unless the answer to a
        // question may use other words for the rest.
        let runs = || asked.text.split(|c: char| !c.is_alphanumeric());
        let says = |word: &str| {
            asked.is_question || !word.chars().all(is_han) || runs().any(|run| run == word)
        };
        let single = single.iter().map(|word| plain(word.written()));
        let single = single.filter(|word| says(word));
        let single = single.map(|word| has(&IndexTerm::from_field_text(index.fields.words, &word)));
        let alternatives = made_of.chain(others).chain(single).collect();
        steps(&holder, parsed, asked.is_question, &asking, alternatives)
    } else {
        in_parts.clear();
        let any = parts.iter().map(|part| has(&part.term));
        vec![Step {
            tier: Tier::ByScore,
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
    marks.extend(made_of.into_iter().flatten().chain(pieced_together));
    marks.extend(written.cloned());
    Ok(Ranked {
        asked: (!is_text).then_some(asked.text),
        parts,
        steps,
        conditions,
        marks,
        words,
        in_parts,
        around,
    })
}

/// The steps of a short query; of a question only what holds it as written stands above the rest.
fn steps(
    holder: &Holder<'_>,
    parsed: &ParsedQuery,
    is_question: bool,
    words: &[Term],
    alternatives: Vec<Box<dyn Query>>,
) -> Vec<Step> {
    let step = |tier, holds| Step {
        tier: match is_question && tier != Tier::AsWritten {
            true => Tier::ByScore,
            false => tier,
        },
        holds,
        all_that_score: false,
        except: None,
        gain: 0.0,
    };
    // If nothing else says what a hit must hold, it must hold one of the words itself.
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
    let mut steps = Vec::new();
    if let Some(whole) = &parsed.whole {
        steps.push(step(Tier::AsWritten, holder.holds(whole)));
    }
    let around = words.iter().map(|word| holder.holds_around(word));
    let all_words = all(around.chain([some.box_clone()]));
    let or_other = words.iter().map(|word| holder.holds_or_other(word));
    let with_synonyms = all(or_other.chain([some.box_clone()]));
    if !is_question {
        steps.push(step(Tier::AllWords, all_words));
        if !parsed.expansions.is_empty() {
            steps.push(step(Tier::WithSynonyms, with_synonyms));
        }
        steps.push(step(Tier::SomeWords, some));
        return steps;
    }
    // Each step finds its own best, without what an earlier one takes.
    steps.push(Step {
        gain: ALL_WORDS,
        ..step(Tier::WithSynonyms, with_synonyms.box_clone())
    });
    let mut before = vec![with_synonyms];
    if let Some(scope) = holder.in_scope() {
        let in_scope = all([scope, some.box_clone()].into_iter());
        steps.push(Step {
            except: Some(before[0].box_clone()),
            ..step(Tier::SomeWords, in_scope.box_clone())
        });
        before.push(in_scope);
    }
    steps.push(Step {
        except: Some(any(before)),
        ..step(Tier::SomeWords, some)
    });
    steps
}

/// The text with the marks taken out of words of the dictionary: 双随机、一公开 is one word.
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
