//! Terms to ask for, drawn from the texts themselves.

use std::collections::HashSet;
use std::ops::Range;

use fasou::text::{Folded, Gap, Term};

use super::random::Random;
use super::scan::Scan;
use super::texts::Texts;

/// Kinds of terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One or two characters.
    Short,
    /// With punctuation, or letters and digits, inside; half of them written without the punctuation.
    Across,
    /// Words and phrases; a quarter is put together from two, and so mostly absent.
    Phrase,
    /// From fasou's own list: what users look for.
    Policy,
}

/// The kinds, and what the table calls them. All but the last are cut out of the texts anywhere, even through
/// words, since every stretch must be found.
pub const KINDS: [(Kind, &str); 4] = [
    (Kind::Short, "any 1–2 characters"),
    (Kind::Across, "any across marks or numbers"),
    (Kind::Phrase, "any 3–8 characters, some absent"),
    (Kind::Policy, "policy terms"),
];

const POLICY_TERMS: &str = include_str!("../../data/words.txt");

/// `count` distinct terms of one kind.
///
/// Fewer if the texts are so few that drawing goes on for long without a new one.
pub fn sample(texts: &Texts, kind: Kind, count: usize, random: &mut Random) -> Vec<Term> {
    let mut seen = HashSet::new();
    let mut terms = Vec::new();
    for _ in 0..count * 200 {
        if terms.len() == count {
            break;
        }
        let Some(written) = draw(texts, kind, random) else {
            continue;
        };
        // `#` would begin a comment in a file of terms.
        if let (Ok(term), false) = (Term::parse(&written), written.starts_with('#'))
            && seen.insert(written)
        {
            terms.push(term);
        }
    }
    terms
}

fn draw(texts: &Texts, kind: Kind, random: &mut Random) -> Option<String> {
    match kind {
        Kind::Short => {
            let length = random.between(1, 2);
            window(texts, length, random, |folded, units| {
                !is_across(folded, units)
            })
        }
        Kind::Across => {
            let length = random.between(2, 6);
            window(texts, length, random, is_across)
        }
        Kind::Phrase if random.chance(25) => {
            let first = phrase(texts, 2, random)?;
            Some(first + &phrase(texts, 2, random)?)
        }
        Kind::Policy => {
            let lines = POLICY_TERMS.lines().filter(|line| !line.starts_with('#'));
            let words: Vec<&str> = lines.filter_map(|line| line.split(' ').next()).collect();
            Some((*random.pick(&words)).to_owned()).filter(|word| !word.is_empty())
        }
        Kind::Phrase => {
            let length = random.between(3, 8);
            phrase(texts, length, random)
        }
    }
}

/// `length` adjacent characters of some text.
fn phrase(texts: &Texts, length: usize, random: &mut Random) -> Option<String> {
    window(texts, length, random, |folded, units| {
        !is_across(folded, units)
    })
}

/// A stretch of `length` units within a sentence somewhere, if it is as `wanted`.
fn window(
    texts: &Texts,
    length: usize,
    random: &mut Random,
    wanted: impl Fn(&Folded, Range<usize>) -> bool,
) -> Option<String> {
    let text = random.pick::<String>(&texts.texts);
    let folded = Folded::new(text);
    let first = random.below(folded.units.len().checked_sub(length)?.max(1));
    let units = first..first + length;
    let within = units.clone().skip(1);
    if within
        .clone()
        .any(|at| folded.units[at].gap == Gap::Barrier)
        || !wanted(&folded, units)
    {
        return None;
    }
    let source = |at: usize| {
        let unit = folded.units[at];
        &text[unit.start as usize..unit.end as usize]
    };
    if within.clone().any(|at| folded.units[at].gap == Gap::Break) && random.chance(50) {
        return Some((first..first + length).map(source).collect());
    }
    let end = folded.units[first + length - 1].end as usize;
    Some(text[folded.units[first].start as usize..end].to_owned())
}

/// Whether there is punctuation between the units, or one of them is a run or a number.
fn is_across(folded: &Folded, units: Range<usize>) -> bool {
    units.clone().any(|at| folded.key(at).chars().count() > 1)
        || units.skip(1).any(|at| folded.units[at].gap == Gap::Break)
}

/// A term of four characters that is rare in the texts.
pub fn rare(texts: &Texts, scan: &Scan, random: &mut Random) -> Option<Term> {
    let drawn: Vec<Term> = (0..400)
        .filter_map(|_| Term::parse(&phrase(texts, 4, random)?).ok())
        .take(60)
        .collect();
    let counts = scan.count(&drawn);
    let rarest = drawn
        .into_iter()
        .zip(counts)
        .min_by_key(|(_, count)| *count);
    rarest.map(|(term, _)| term)
}
