//! Says which passages hold the words of a query: in their text, in a heading or title above it, or by what
//! their report is tagged with.

use tantivy::Term as IndexTerm;
use tantivy::query::{AllQuery, BooleanQuery, Occur, Query};

use super::above::Word;
use super::any::AnyQuery;
use super::compile::{holds, known};
use super::error::QueryError;
use super::parse::ParsedQuery;
use super::parts::Part;
use super::scope::scope;
use crate::analysis::dictionary::Dictionary;
use crate::analysis::words::{Segmenter, known_words};
use crate::index::OpenIndex;
use crate::index::schema::{REPORT, has};
use crate::text::{Term, plain};

/// A query's words, ready to be looked for.
pub struct Holder<'a> {
    /// Where they are looked for.
    pub index: &'a OpenIndex,
    parsed: &'a ParsedQuery,
    dictionary: &'a Dictionary,
    segmenter: &'a Segmenter,
    /// Words of one unit, each looked up once: a unit stands in many lists.
    single: Vec<(Term, Box<dyn Query>)>,
    /// The tags that words ask for: a year, a place.
    scopes: Vec<(Term, IndexTerm)>,
}

impl<'a> Holder<'a> {
    /// Looks up what must be known before any passage is asked for. Words ask for reports of a year or place
    /// only if `is_scoped`.
    pub fn new(
        index: &'a OpenIndex,
        parsed: &'a ParsedQuery,
        (dictionary, segmenter): (&'a Dictionary, &'a Segmenter),
        words: &[Term],
        is_scoped: bool,
    ) -> Result<Self, QueryError> {
        let mut holder = Holder {
            index,
            parsed,
            dictionary,
            segmenter,
            single: Vec::new(),
            scopes: Vec::new(),
        };
        let units = words.iter().chain(&parsed.whole);
        for unit in units.filter(|term| term.len() == 1) {
            // A query of one unit is its only word too.
            if find(&holder.single, unit).is_none() {
                holder.single.push((unit.clone(), known(index, unit)?));
            }
        }
        for word in words.iter().filter(|_| is_scoped) {
            if let Some(tag) = scope(index, word)? {
                holder.scopes.push((word.clone(), tag));
            }
        }
        Ok(holder)
    }

    /// Passages that hold `term`.
    pub fn holds(&self, term: &Term) -> Box<dyn Query> {
        match find(&self.single, term) {
            Some(query) => query.box_clone(),
            None => holds(self.index, term),
        }
    }

    /// A word, with what it adds to a score according to `parts`.
    pub fn around(&self, word: &Term, parts: &[Part]) -> Word {
        let plain = plain(word.written());
        let fields = &self.index.fields;
        let within = parts.iter().filter(|part| {
            [fields.words, fields.pairs].contains(&part.term.field()) && plain.contains(&part.token)
        });
        Word {
            held: self.holds(word),
            above: any(self.above(word)),
            scope: find(&self.scopes, word).map(has),
            worth: within.map(|part| part.worth).sum(),
            plain,
        }
    }

    /// Passages of reports of all the years and places that the query names; `None` if it names none.
    pub fn in_scope(&self) -> Option<Box<dyn Query>> {
        let scopes = self.scopes.iter().map(|(_, tag)| has(tag));
        (!self.scopes.is_empty()).then(|| all(scopes))
    }

    /// Passages that hold `term`, or stand under a heading or title that does, or in a report tagged with it.
    pub fn holds_around(&self, term: &Term) -> Box<dyn Query> {
        any(std::iter::once(self.holds(term)).chain(self.above(term)))
    }

    /// Passages that hold a word of the query, or a synonym of the expression that the word is part of.
    pub fn holds_or_other(&self, word: &Term) -> Box<dyn Query> {
        let own = plain(word.written());
        let expansions = self.parsed.expansions.iter();
        let others = expansions.filter(|found| found.written.contains(&own));
        let others = others.flat_map(|found| &found.others);
        any(std::iter::once(self.holds_around(word)).chain(others.map(|other| self.holds(other))))
    }

    /// Passages under a heading or a title that holds a word, and those of reports tagged with it.
    fn above(&self, word: &Term) -> Vec<Box<dyn Query>> {
        let fields = &self.index.fields;
        let plain = plain(word.written());
        let words = known_words(self.dictionary, self.segmenter, &plain);
        let in_field = [fields.headings, fields.title].map(|field| {
            let each = words.iter();
            all(each.map(|word| has(&IndexTerm::from_field_text(field, word))))
        });
        let scope = find(&self.scopes, word).map(has);
        in_field.into_iter().chain(scope).collect()
    }
}

/// What is known of a term.
fn find<'a, T>(known: &'a [(Term, T)], term: &Term) -> Option<&'a T> {
    let known = known.iter().find(|(known, _)| known.keys() == term.keys());
    known.map(|(_, found)| found)
}

/// All passages. The documents of reports have tags too, but are not passages.
pub fn any_passage(index: &OpenIndex) -> Box<dyn Query> {
    let all: Box<dyn Query> = Box::new(AllQuery);
    let report = has(&IndexTerm::from_field_text(index.fields.document, REPORT));
    let clauses = vec![(Occur::Must, all), (Occur::MustNot, report)];
    Box::new(BooleanQuery::new(clauses))
}

/// Documents of any of some queries.
pub fn any(queries: impl IntoIterator<Item = Box<dyn Query>>) -> Box<dyn Query> {
    Box::new(AnyQuery::new(queries))
}

/// Documents of all of some queries.
pub fn all(queries: impl Iterator<Item = Box<dyn Query>>) -> Box<dyn Query> {
    let must = queries.map(|query| (Occur::Must, query));
    Box::new(BooleanQuery::new(must.collect()))
}
