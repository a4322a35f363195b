//! Chooses among several places of one name by what else is known.
//!
//! There are four 鼓楼区, and more than a hundred 城关镇. The folders, the site, the signature and the body name
//! the city or county around the right one; the names of its own townships also tell it.
//!
//! Invariant: a place is chosen only if it is clearly better than the next best.

use memchr::memmem;

use super::below::named_above;
use crate::tagging::divisions::Divisions;

/// The best must have this many times the score of the next best.
const MARGIN: f32 = 1.3;

/// Candidates are compared by the names of their townships only if there are no more than this.
const FEW: usize = 8;

/// Evidence for places, gathered from everywhere.
#[derive(Clone, Debug, Default)]
pub(super) struct Votes(Vec<(Vec<&'static str>, f32)>);

impl Votes {
    /// Adds a name that may mean any of `codes`.
    pub(super) fn add(&mut self, codes: Vec<&'static str>, weight: f32) {
        if !codes.is_empty() {
            self.0.push((codes, weight));
        }
    }

    /// How much the evidence speaks for one code.
    pub(super) fn score(&self, code: &str) -> f32 {
        self.0
            .iter()
            .map(|(codes, weight)| weight * agreement(code, codes))
            .sum()
    }

    /// The county that is named most, by names that mean no other place.
    pub(super) fn county(&self) -> Option<&'static str> {
        let mut scores: Vec<(&'static str, f32)> = Vec::new();
        for (codes, weight) in &self.0 {
            let [code] = codes[..] else { continue };
            if code.len() != 6 {
                continue;
            }
            match scores.iter_mut().find(|(known, _)| *known == code) {
                Some((_, score)) => *score += weight,
                None => scores.push((code, *weight)),
            }
        }
        clear_best(scores)
    }

    /// The code that the evidence speaks for, if it speaks clearly.
    pub(super) fn choose(
        &self,
        table: &Divisions,
        candidates: &[&'static str],
        text: &str,
    ) -> Option<&'static str> {
        if let [only] = candidates {
            return Some(only);
        }
        let by = |more: &dyn Fn(&str) -> f32| {
            let scores = candidates
                .iter()
                .map(|code| (*code, self.score(code) + more(code)));
            clear_best(scores.collect())
        };
        let few = candidates.len() <= FEW;
        by(&|_| 0.0)
            .or_else(|| few.then(|| by(&|code| townships_named(table, code, text)))?)
            .or_else(|| by(&|code| named_above(table, code, text)))
            .or_else(|| capital(candidates))
    }
}

/// The capital of a province among districts of its name: 西安 is the city, not 辽源's 西安区.
fn capital(candidates: &[&'static str]) -> Option<&'static str> {
    let is_capital = |code: &&&str| code.len() == 4 && code.ends_with("01");
    let capital = candidates.iter().find(is_capital)?;
    let others = candidates.iter().filter(|code| *code != capital);
    others
        .clone()
        .all(|code| code.len() == 6)
        .then_some(capital)
}

/// The code with the best score, if no other comes near it.
pub(super) fn clear_best(mut scores: Vec<(&'static str, f32)>) -> Option<&'static str> {
    scores.sort_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(right.0)));
    match scores.as_slice() {
        [] => None,
        [(code, score)] => (*score > 0.0).then_some(code),
        [(code, best), (_, next), ..] => (*best > 0.0 && *best >= next * MARGIN).then_some(code),
    }
}

/// How much a name that may mean any of `codes` says for `candidate`.
fn agreement(candidate: &str, codes: &[&'static str]) -> f32 {
    if codes.len() > 1 && codes.contains(&candidate) {
        return 0.0; // the same open name again tells nothing
    }
    #[expect(clippy::cast_precision_loss, reason = "a handful of codes")]
    let share = 1.0 / codes.len() as f32;
    let best = codes.iter().map(|code| {
        if *code == candidate {
            3.0
        } else if candidate.starts_with(code) {
            match code.len() {
                2 => 1.0,
                4 => 2.0,
                _ => 3.0,
            }
        } else if code.starts_with(candidate) {
            1.5
        } else {
            0.0
        }
    });
    best.fold(0.0, f32::max) * share
}

/// How many of a county's townships the text names.
fn townships_named(table: &Divisions, code: &str, text: &str) -> f32 {
    let townships = table.children(code).filter(|row| row.code.len() == 9);
    let named =
        townships.filter(|row| memmem::find(text.as_bytes(), row.name.as_bytes()).is_some());
    named.map(|_| 1.0).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_city_around_settles_a_district() {
        let table = Divisions::embedded();
        let candidates = ["320106", "320302", "350102", "410204"];
        let mut votes = Votes::default();
        assert_eq!(votes.choose(&table, &candidates, ""), None);
        votes.add(vec!["32"], 1.0);
        assert_eq!(votes.choose(&table, &candidates, ""), None);
        votes.add(vec!["3203"], 1.0);
        assert_eq!(votes.choose(&table, &candidates, ""), Some("320302"));
        votes.add(vec!["3501"], 1.5);
        assert_eq!(
            votes.choose(&table, &candidates, ""),
            None,
            "two cities speak against each other"
        );
    }

    #[test]
    fn its_own_townships_settle_a_district() {
        let table = Divisions::embedded();
        let (votes, candidates) = (Votes::default(), ["110105", "220104"]);
        assert_eq!(
            votes.choose(&table, &candidates, "三里屯街道办结9件"),
            Some("110105")
        );
        assert_eq!(votes.choose(&table, &candidates, "各街道办结9件"), None);
    }
}
