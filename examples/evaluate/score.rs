//! Right and wrong answers, counted.

use std::collections::BTreeMap;

/// How often a tag was right, and what it was taken for.
#[derive(Default)]
pub struct Accuracy {
    right: usize,
    all: usize,
    confusions: BTreeMap<(String, String), usize>,
}

impl Accuracy {
    /// Counts an answer, and tells whether it was right.
    pub fn add(&mut self, expected: &str, found: &str) -> bool {
        self.all += 1;
        let is_right = expected == found;
        if is_right {
            self.right += 1;
        } else {
            let pair = (expected.to_owned(), found.to_owned());
            *self.confusions.entry(pair).or_default() += 1;
        }
        is_right
    }

    /// The share that was right.
    pub fn share(&self) -> f64 {
        self.right as f64 / self.all.max(1) as f64
    }

    /// A row of the table.
    pub fn row(&self, name: &str, wanted: &str) -> String {
        let share = self.share();
        format!(
            "| {name} | {} of {} | {share:.3} | {wanted} |",
            self.right, self.all
        )
    }

    /// What was taken for what, the commonest first.
    pub fn confusions(&self) -> Vec<String> {
        let mut pairs: Vec<_> = self.confusions.iter().collect();
        pairs.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let line = |((expected, found), count): (&(String, String), &usize)| {
            format!("{expected} taken for {found}: {count}")
        };
        pairs.into_iter().map(line).collect()
    }
}

/// What was found of what is there.
#[derive(Clone, Copy, Default)]
pub struct Retrieval {
    /// Found and there.
    pub right: usize,
    /// Found, not there.
    pub wrong: usize,
    /// There, not found.
    pub missed: usize,
}

impl Retrieval {
    /// The share of what was found that is there.
    pub fn precision(self) -> f64 {
        self.right as f64 / (self.right + self.wrong).max(1) as f64
    }

    /// The share of what is there that was found.
    pub fn recall(self) -> f64 {
        self.right as f64 / (self.right + self.missed).max(1) as f64
    }

    /// Their harmonic mean.
    pub fn f1(self) -> f64 {
        2.0 * self.right as f64 / (2 * self.right + self.wrong + self.missed).max(1) as f64
    }
}
