//! Counts of the same terms made in three ways, and how many of them are wrong.

use std::fs;

use fasou::text::Term;
use serde_json::Value;

use super::VersusError;
use super::process::{Tools, output};
use super::usual::Usual;

/// How far counts are from those of the brute-force scan.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// Terms with a wrong count.
    pub wrong: usize,
    /// The share of a term's mentions that is found, averaged over the terms that have any.
    pub recall: f64,
}

/// Compares counts with the right ones. A count that is too high counts as complete.
pub fn score(counts: &[u64], right: &[u64]) -> Score {
    let pairs = || counts.iter().zip(right);
    let found: Vec<f64> = pairs()
        .filter(|(_, right)| **right > 0)
        .map(|(count, right)| *count.min(right) as f64 / *right as f64)
        .collect();
    Score {
        wrong: pairs().filter(|(count, right)| count != right).count(),
        recall: found.iter().sum::<f64>() / found.len().max(1) as f64,
    }
}

/// What the fasou binary counts.
pub fn fasou(tools: &Tools, terms: &[Term]) -> Result<Vec<u64>, VersusError> {
    let path = tools.temporary.join("counted.txt");
    let lines: Vec<&str> = terms.iter().map(Term::written).collect();
    fs::write(&path, lines.join("\n"))?;
    let path = path.to_string_lossy();
    let args = [
        "mentions",
        "--count",
        "--all-copies",
        "--format",
        "json",
        "--terms",
        &path,
    ];
    let json = output(&mut tools.fasou(&args))?;
    let json: Value =
        serde_json::from_str(&json).map_err(|error| VersusError::Counts(error.to_string()))?;
    let rows = json["counts"].as_array().map_or(&[][..], Vec::as_slice);
    if rows.len() != terms.len() {
        let what = format!("{} of {} terms", rows.len(), terms.len());
        return Err(VersusError::Counts(what));
    }
    let counts = rows.iter().map(|row| row["mentions"].as_u64());
    let counts = counts.collect::<Option<Vec<u64>>>();
    counts.ok_or_else(|| VersusError::Counts("a row without mentions".to_owned()))
}

/// What the usual pipeline counts.
pub fn usual(tools: &Tools, terms: &[Term]) -> Result<Vec<u64>, VersusError> {
    let usual = Usual::open(&tools.usual)?;
    terms
        .iter()
        .map(|term| usual.count(term.written()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_and_too_few_are_both_wrong_but_only_the_latter_cost_recall() {
        let expected = Score {
            wrong: 3,
            recall: (1.0 + 0.5 + 1.0) / 3.0,
        };
        assert_eq!(score(&[4, 1, 3, 9, 0], &[4, 2, 2, 0, 0]), expected);
    }
}
