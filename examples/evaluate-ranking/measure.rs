//! The usual measures of a ranking.

use std::collections::HashMap;

/// Sums over queries.
#[derive(Default)]
pub struct Measures {
    queries: usize,
    reciprocal: f64,
    gain: f64,
    precision: f64,
    recall: [f64; 3],
}

/// The depths at which recall is measured.
const DEPTHS: [usize; 3] = [1, 10, 100];

impl Measures {
    /// Adds the ranking of one query, whose judged documents have grades above 0.
    pub fn add(&mut self, found: &[&str], judged: &HashMap<String, u32>) {
        let grade = |document: &&str| judged.get(*document).copied().unwrap_or(0);
        let grades: Vec<u32> = found.iter().map(grade).collect();
        let right = judged.values().filter(|grade| **grade > 0).count().max(1);
        self.queries += 1;
        let first = grades.iter().take(10).position(|grade| *grade > 0);
        self.reciprocal += first.map_or(0.0, |at| 1.0 / (at + 1) as f64);
        let mut ideal: Vec<u32> = judged.values().copied().collect();
        ideal.sort_unstable_by(|a, b| b.cmp(a));
        self.gain += gain(&grades) / gain(&ideal).max(f64::MIN_POSITIVE);
        let mut seen = 0;
        let mut precision = 0.0;
        for (at, grade) in grades.iter().enumerate() {
            if *grade > 0 {
                seen += 1;
                precision += f64::from(seen) / (at + 1) as f64;
            }
        }
        self.precision += precision / right as f64;
        for (recall, depth) in self.recall.iter_mut().zip(DEPTHS) {
            let seen = grades
                .iter()
                .take(depth)
                .filter(|grade| **grade > 0)
                .count();
            *recall += seen as f64 / right as f64;
        }
    }

    /// The means as a row of a table.
    pub fn row(&self) -> String {
        let mean = |sum: f64| format!("{:.4}", sum / self.queries.max(1) as f64);
        let [first, tenth, hundredth] = self.recall.map(mean);
        format!(
            "| {} | {} | {} | {} | {first} | {tenth} | {hundredth} |",
            self.queries,
            mean(self.reciprocal),
            mean(self.gain),
            mean(self.precision),
        )
    }
}

/// Discounted gain of the first ten.
fn gain(grades: &[u32]) -> f64 {
    let gains = grades.iter().take(10).enumerate();
    gains
        .map(|(at, grade)| (2_f64.powi(*grade as i32) - 1.0) / ((at + 2) as f64).log2())
        .sum()
}
