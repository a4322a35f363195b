//! What must hold, or must not, as tantivy queries.

use std::collections::BTreeSet;

use tantivy::Term as IndexTerm;
use tantivy::query::{BooleanQuery, EmptyQuery, Occur, Query, Weight as _};
use tantivy_common::BitSet;

use super::error::QueryError;
use super::filter::{Filter, FilterArgs};
use super::holder::all;
use super::holds::HoldsQuery;
use super::language::{Field, Node};
use super::near::near;
use super::parse::{ParsedQuery, Required};
use super::settled::SettledQuery;
use crate::analysis::words::{known_words, query_words};
use crate::index::schema::has;
use crate::index::{OpenIndex, insert_all};
use crate::text::{Term, plain};

/// Runs that a star may stand for, at most: more would take too long, and say nothing.
const MOST_EXPANSIONS: usize = 1_000;

/// Passages that hold `term` by the matching rule.
pub fn holds(index: &OpenIndex, term: &Term) -> Box<dyn Query> {
    Box::new(HoldsQuery::of(index, term))
}

/// The same, to be asked again and again: a single unit stands in many lists, which are read once.
pub fn known(index: &OpenIndex, term: &Term) -> Result<Box<dyn Query>, QueryError> {
    if term.len() > 1 {
        return Ok(holds(index, term));
    }
    let unit = HoldsQuery::of(index, term);
    let settled = SettledQuery::of(&index.searcher, |reader| unit.unit(reader))?;
    Ok(Box::new(settled))
}

/// Passages for which `node` holds, to be left out: all known beforehand, for not everything can be asked
/// about a passage before its first.
pub fn left_out(index: &OpenIndex, node: &Node) -> Result<Box<dyn Query>, QueryError> {
    let query = compile(index, node)?;
    Ok(Box::new(SettledQuery::new(
        &index.searcher,
        query.as_ref(),
    )?))
}

/// Passages for which `node` holds.
pub fn compile(index: &OpenIndex, node: &Node) -> Result<Box<dyn Query>, QueryError> {
    Ok(match node {
        Node::Word(word) => known(index, &Term::parse(word)?)?,
        Node::Phrase(term) => known(index, term)?,
        Node::Prefix(term) => prefix(index, term)?,
        Node::Ordered { terms, within } => Box::new(near(index, terms, *within)?),
        Node::Near { terms, within } => {
            let [left, right] = terms.as_ref();
            let orders = [[left.clone(), right.clone()], [right.clone(), left.clone()]];
            let orders = orders.iter().map(|terms| near(index, terms, *within));
            let boxed = |order| -> Box<dyn Query> { Box::new(order) };
            let orders = orders.map(|order| order.map(boxed));
            Box::new(BooleanQuery::union(orders.collect::<Result<_, _>>()?))
        }
        Node::Any(nodes) => {
            let parts = nodes.iter().map(|node| compile(index, node));
            Box::new(BooleanQuery::union(parts.collect::<Result<_, _>>()?))
        }
        Node::All(nodes) => {
            let part = |node: &Node| match node {
                Node::Not(inner) => Ok((Occur::MustNot, left_out(index, inner)?)),
                node => Ok((Occur::Must, compile(index, node)?)),
            };
            Box::new(BooleanQuery::new(
                nodes.iter().map(part).collect::<Result<_, QueryError>>()?,
            ))
        }
        Node::Not(inner) => {
            let all: Box<dyn Query> = Box::new(tantivy::query::AllQuery);
            Box::new(BooleanQuery::new(vec![
                (Occur::Must, all),
                (Occur::MustNot, left_out(index, inner)?),
            ]))
        }
        Node::Field { name, value, .. } => field(index, *name, value)?,
    })
}

fn field(index: &OpenIndex, name: Field, value: &str) -> Result<Box<dyn Query>, QueryError> {
    let given = vec![value.to_owned()];
    let args = match name {
        Field::Region => FilterArgs {
            regions: given,
            ..FilterArgs::default()
        },
        Field::Year => FilterArgs {
            years: given,
            ..FilterArgs::default()
        },
        Field::Topic => FilterArgs {
            topics: given,
            ..FilterArgs::default()
        },
        Field::Part => FilterArgs {
            parts: given,
            ..FilterArgs::default()
        },
        Field::Level => FilterArgs {
            levels: given,
            ..FilterArgs::default()
        },
        Field::Title => return title(index, value),
    };
    let query = Filter::resolve(&args, index)?.query();
    query.ok_or_else(|| QueryError::Empty(value.to_owned()))
}

/// What must hold, and what must not.
pub type Conditions = Vec<(Occur, Box<dyn Query>)>;

/// What a query asks of reports that their copies may differ in.
pub fn of_reports(index: &OpenIndex, parsed: &ParsedQuery) -> Result<Conditions, QueryError> {
    let fields = |nodes: &[Required]| -> Result<Vec<Box<dyn Query>>, QueryError> {
        let nodes = nodes.iter().map(|required| &required.node);
        let fields = nodes.filter(|node| matches!(node.field(), Some(Field::Level | Field::Title)));
        fields.map(|node| compile(index, node)).collect()
    };
    let must = fields(&parsed.required)?.into_iter();
    let must_not = fields(&parsed.excluded)?.into_iter();
    let must = must.map(|query| (Occur::Must, query));
    Ok(must
        .chain(must_not.map(|query| (Occur::MustNot, query)))
        .collect())
}

/// Reports whose title has all words of `value`.
fn title(index: &OpenIndex, value: &str) -> Result<Box<dyn Query>, QueryError> {
    let text = plain(value);
    let dictionary = index.dictionary()?;
    let jieba = dictionary.within(&text);
    let words = query_words(&jieba, &text).into_iter();
    let words = words.flat_map(|word| known_words(&dictionary, &jieba, word));
    let terms = words.map(|word| has(&IndexTerm::from_field_text(index.fields.title, word)));
    Ok(all(terms))
}

/// A term whose last run of letters and digits may go on: any of the runs that do in the index.
fn prefix(index: &OpenIndex, term: &Term) -> Result<Box<dyn Query>, QueryError> {
    let terms = expanded(index, term)?;
    let [_, _, ..] = terms.as_slice() else {
        return match terms.first() {
            Some(term) => known(index, term),
            None => Ok(Box::new(EmptyQuery)),
        };
    };
    let any = terms.iter().map(|term| HoldsQuery::of(index, term));
    let any: Vec<HoldsQuery> = any.collect();
    // One set for all of them: each by itself would be as large.
    let settled = SettledQuery::of(&index.searcher, |reader| -> Result<BitSet, QueryError> {
        let mut documents = BitSet::with_max_value(reader.max_doc());
        for held in &any {
            index.deadline().check()?;
            insert_all(&mut held.scorer(reader, 1.0)?, &mut documents);
        }
        Ok(documents)
    })?;
    Ok(Box::new(settled))
}

/// The terms of the index that a term before a star stands for.
pub fn expanded(index: &OpenIndex, term: &Term) -> Result<Vec<Term>, QueryError> {
    let last = term.key(term.len() - 1);
    let Some(open) = Term::open_run(last) else {
        return Ok(vec![term.clone()]);
    };
    let mut runs = BTreeSet::new();
    for reader in index.searcher.segment_readers() {
        let inverted = reader.inverted_index(index.fields.pairs)?;
        let mut tokens = inverted.terms().range().ge(open.as_bytes()).into_stream()?;
        while tokens.advance() && tokens.key().starts_with(open.as_bytes()) {
            let token = std::str::from_utf8(tokens.key()).ok();
            runs.extend(token.and_then(Term::first_run).map(str::to_owned));
            if runs.len() > MOST_EXPANSIONS {
                let written = term.written().to_owned();
                return Err(QueryError::OpenStar(written, MOST_EXPANSIONS));
            }
        }
    }
    let runs = runs.iter();
    Ok(runs.filter_map(|run| term.ending_in(run).ok()).collect())
}
