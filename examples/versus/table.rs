//! The Markdown table: what was measured, fasou, its rival, and how they compare.

use std::fmt;

/// Rows in the order in which they were measured.
#[derive(Debug, Default)]
pub struct Table {
    rows: Vec<[String; 5]>,
}

/// Which of two numbers is the better one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// A speed.
    More,
    /// A time, a size.
    Less,
}

impl Table {
    /// Adds a row of two numbers in the same unit.
    pub fn row(&mut self, what: &str, fasou: f64, rival: (&str, f64), better: Better) {
        let ratio = match better {
            Better::More => fasou / rival.1,
            Better::Less => rival.1 / fasou,
        };
        self.text(
            what,
            &number(fasou),
            (rival.0, &number(rival.1)),
            &format!("{}×", number(ratio)),
        );
    }

    /// Adds a row of words.
    pub fn text(&mut self, what: &str, fasou: &str, rival: (&str, &str), ratio: &str) {
        self.rows
            .push([what, fasou, rival.1, rival.0, ratio].map(str::to_owned));
    }
}

/// With three significant digits.
pub fn number(value: f64) -> String {
    match value {
        100.0.. => format!("{value:.0}"),
        10.0..100.0 => format!("{value:.1}"),
        1.0..10.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| measured | fasou | rival | the rival is | fasou is better by |"
        )?;
        writeln!(f, "|---|--:|--:|---|--:|")?;
        for row in &self.rows {
            writeln!(f, "| {} |", row.join(" | "))?;
        }
        Ok(())
    }
}
