//! Pairs of neighbouring units with true positions: exactness and ranking in one field.
//!
//! Every unit but the last of a stretch is indexed together with the next one, the last together with an end
//! mark, so that each unit begins exactly one token, at its own position. A term of *n* units is then a
//! phrase of some of its *n* − 1 pairs, and a single unit the union of the tokens that begin with its key
//! (keys are prefix-free). Positions skip one at a barrier, so that no phrase crosses it.

use crate::text::{END_OF_STRETCH, Folded, Gap, Term};

/// A token that every mention of a term holds, and where it stands relative to the term's start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The token.
    pub token: String,
    /// Units between the term's start and the token's.
    pub offset: u32,
}

/// All pairs of a term, in order; empty for a term of one unit.
pub fn of(term: &Term) -> Vec<Pair> {
    let pair = |at: usize| Pair {
        token: format!("{}{}", term.key(at), term.key(at + 1)),
        offset: at as u32,
    };
    (0..term.len().saturating_sub(1)).map(pair).collect()
}

/// Which pairs of a term must line up for it to stand somewhere, given how many passages hold each pair.
/// Every unit is in one of them; among the choices that allow that, one is taken that leaves little to read.
pub fn cover(frequencies: &[u32]) -> Vec<usize> {
    // For each pair `at`: the least to be read to cover all units up to its second one, if it is taken, and
    // the pair taken before it, which is its neighbour or the next but one.
    let mut least: Vec<(u64, Option<usize>)> = Vec::with_capacity(frequencies.len());
    for (at, frequency) in frequencies.iter().enumerate() {
        let before = (at.saturating_sub(2)..at).min_by_key(|before| least[*before].0);
        let read = before.map_or(0, |before| least[before].0);
        least.push((read + u64::from(*frequency), before));
    }
    let last = frequencies.len().checked_sub(1);
    let mut taken: Vec<usize> = std::iter::successors(last, |at: &usize| least[*at].1).collect();
    taken.reverse();
    // The rarest leads: the others are only asked about its passages.
    let rarest = |of: &mut dyn Iterator<Item = usize>| of.min_by_key(|at| frequencies[*at]);
    let lead = rarest(&mut taken.iter().copied());
    if let (Some(lead), Some(rare)) = (lead, rarest(&mut (0..frequencies.len()))) {
        let asked = |leads: usize, lists: usize| u64::from(frequencies[leads]) * lists as u64;
        if asked(rare, taken.len() + 1) < asked(lead, taken.len()) {
            taken.push(rare);
            taken.sort_unstable();
        }
    }
    taken
}

/// A token of a text: a unit together with the next one or with the end of its stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// The unit that it begins at.
    pub unit: usize,
    /// Whether the stretch ends with that unit.
    pub ends: bool,
    /// Its position.
    pub position: u32,
}

impl Token {
    /// The token as it is indexed.
    pub fn spell(&self, folded: &Folded) -> String {
        let first = folded.key(self.unit);
        match self.ends {
            true => format!("{first}{END_OF_STRETCH}"),
            false => format!("{first}{}", folded.key(self.unit + 1)),
        }
    }
}

/// All tokens of a text as it is indexed, in order.
pub fn tokens(folded: &Folded) -> impl Iterator<Item = Token> + '_ {
    let mut holes = 0;
    (0..folded.units.len()).map(move |unit| {
        let next = folded.units.get(unit + 1);
        let ends = next.is_none_or(|next| next.gap == Gap::Barrier);
        let position = (unit + holes) as u32;
        holes += usize::from(ends);
        Token {
            unit,
            ends,
            position,
        }
    })
}

/// All pairs of a text, as they are ranked by, each with the unit that it begins at.
pub fn placed(folded: &Folded) -> impl Iterator<Item = (usize, String)> + '_ {
    let pairs = tokens(folded).filter(|token| !token.ends);
    pairs.map(|token| (token.unit, token.spell(folded)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_unit_begins_one_token_and_barriers_leave_a_hole() {
        let folded = Folded::new("行政。5G网");
        let spelled = tokens(&folded).map(|token| (token.spell(&folded), token.position));
        let token = |text: &str, position| (text.to_owned(), position);
        assert_eq!(
            spelled.collect::<Vec<_>>(),
            [
                token("行政", 0),
                token("政\u{3}", 1),
                token("\u{2}5g\u{1}网", 3),
                token("网\u{3}", 4),
            ]
        );
    }

    #[test]
    fn a_passage_is_cut_as_it_is_in_its_text() {
        for text in [
            "甲。 1.2024年",
            "甲。1.2024年",
            "甲。\n　1.2024年",
            "1.2024年",
        ] {
            let start = text.find('1').unwrap();
            let whole = Folded::new(text);
            let units = whole
                .units
                .iter()
                .filter(|unit| unit.start as usize >= start);
            let passage = Folded::of(text, start..text.len());
            assert_eq!(tokens(&passage).count(), units.count(), "{text}");
        }
    }

    #[test]
    fn a_term_has_a_pair_at_each_unit_but_the_last() {
        let pairs = |term| {
            let pairs = of(&Term::parse(term).unwrap()).into_iter();
            let pairs = pairs.map(|pair| (pair.token, pair.offset));
            pairs.collect::<Vec<_>>()
        };
        let pair = |token: &str, offset| (token.to_owned(), offset);
        assert_eq!(pairs("法"), []);
        assert_eq!(pairs("法治网"), [pair("法治", 0), pair("治网", 1)]);
    }

    #[test]
    fn a_term_is_covered_by_pairs_that_say_much() {
        assert!(cover(&[]).is_empty());
        assert_eq!(cover(&[9]), [0]);
        assert_eq!(cover(&[9, 9, 9]), [0, 2]);
        assert_eq!(cover(&[9, 9, 9, 9, 9]), [0, 2, 4]);
        assert_eq!(cover(&[9, 1, 9, 1, 9]), [0, 1, 3, 4]);
        assert_eq!(cover(&[100, 1, 100]), [0, 1, 2], "the rarest leads");
        assert_eq!(cover(&[100, 90, 100]), [0, 2], "it would not help");
    }

    proptest! {
        #[test]
        fn a_cover_leaves_no_unit_out(frequencies in proptest::collection::vec(0..100u32, 1..12)) {
            let taken = cover(&frequencies);
            let is_covered = |unit: usize| {
                taken.iter().any(|pair| *pair == unit || *pair + 1 == unit)
            };
            prop_assert!((0..=frequencies.len()).all(is_covered), "{taken:?}");
            prop_assert!(taken.is_sorted_by(|a, b| a < b));
        }
    }
}
