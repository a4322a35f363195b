//! How the score of a hit is made: what each word and pair of the query adds in each field.
//!
//! Invariant: the shares of a hit add up to its score.

use super::error::QueryError;
use super::hits::Hit;
use super::parse::ParsedQuery;
use super::rank::{self, Tier};
use super::sums::Weighed;
use crate::index::OpenIndex;

/// Anything smaller comes from rounding.
const LEAST_SHOWN: f32 = 0.005;

/// How a hit came to its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The tier it stands in.
    pub tier: Tier,
    /// Expressions of the query, each with what was also searched for in its place.
    pub synonyms: Vec<(String, Vec<String>)>,
    /// What adds up to its score, the largest first.
    pub shares: Vec<Share>,
}

/// What a word or pair of the query adds.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// `words`, `pairs`, `headings` or `title`; `order` for how close it comes to the query as a whole and,
    /// if that is a question, for holding all its words; `above` for words that stand only above it and for
    /// the year or place of its report; `report` for other passages of its report.
    pub field: &'static str,
    /// The word or pair, or the query.
    pub token: String,
    /// Its part of the score.
    pub score: f32,
}

/// Explains a hit of a query.
pub fn explain(
    index: &OpenIndex,
    parsed: &ParsedQuery,
    hit: &Hit,
) -> Result<Explanation, QueryError> {
    let ranked = rank::rank(index, parsed)?;
    let scores = Weighed::new(index, &ranked.parts)?.each(hit.at)?;
    let scored = ranked
        .parts
        .iter()
        .zip(scores)
        .filter(|(_, score)| *score > 0.0);
    let mut shares: Vec<Share> = scored
        .map(|(part, score)| Share {
            field: part.field,
            token: part.token.clone(),
            score,
        })
        .collect();
    let added = [
        ("order", hit.added.order),
        ("above", hit.added.above),
        ("report", hit.added.report),
    ];
    for (field, score) in added {
        if score >= LEAST_SHOWN {
            shares.push(Share {
                field,
                token: parsed.text.clone(),
                score,
            });
        }
    }
    shares.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.token.cmp(&b.token)));
    Ok(Explanation {
        tier: hit.tier,
        synonyms: (parsed.expansions.iter())
            .map(|found| {
                let others = found.others.iter().map(|other| other.written().to_owned());
                (found.written.clone(), others.collect())
            })
            .collect(),
        shares,
    })
}
