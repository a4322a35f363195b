//! What one report is about: who reports, when, in which words. Fills the grammar's slots.

use std::fmt::{self, Write};

use super::grammar::{Fill, Slot};
use super::places::Reporter;
use super::random::Random;
use super::style::{Style, han};
use super::vocabulary::Vocabulary;

/// Made-up words that a report keeps coming back to.
const OWN_WORDS: usize = 60;

/// What a report is about, and where its choices come from.
pub struct Scene<'a> {
    /// Where choices come from.
    pub random: Random,
    /// Words.
    pub vocabulary: &'a Vocabulary,
    /// Who reports.
    pub reporter: &'a Reporter,
    /// The reporting year.
    pub year: i32,
    /// How it looks.
    pub style: Style,
    own: Vec<usize>,
}

impl<'a> Scene<'a> {
    /// Draws what the report keeps coming back to.
    pub fn new(
        mut random: Random,
        vocabulary: &'a Vocabulary,
        reporter: &'a Reporter,
        year: i32,
    ) -> Self {
        Scene {
            style: Style::draw(&mut random),
            own: (0..OWN_WORDS)
                .map(|_| vocabulary.made_up(&mut random))
                .collect(),
            random,
            vocabulary,
            reporter,
            year,
        }
    }

    fn word(&mut self) -> &'a str {
        match self.random.below(100) {
            0..30 => self.vocabulary.term(&mut self.random),
            30..62 => self.vocabulary.word(*self.random.pick(&self.own)),
            _ => {
                let number = self.vocabulary.made_up(&mut self.random);
                self.vocabulary.word(number)
            }
        }
    }
}

impl Fill for Scene<'_> {
    fn random(&mut self) -> &mut Random {
        &mut self.random
    }

    fn fill(&mut self, slot: Slot, out: &mut String) {
        match slot {
            Slot::Word => out.push_str(self.word()),
            Slot::Term => out.push_str(self.vocabulary.term(&mut self.random)),
            Slot::Place => out.push_str(&self.reporter.name),
            Slot::Sub => out.push_str(self.random.pick::<String>(&self.reporter.below)),
            Slot::We => out.push_str(&self.reporter.we),
            Slot::All => out.push_str(&self.reporter.all),
            Slot::Unit => out.push_str(&self.reporter.unit),
            Slot::Government => out.push_str(&self.reporter.government),
            Slot::Han => out.push_str(&han(self.random.between(2, 86))),
            Slot::Count(digits) => {
                let least = if digits == 1 { 2 } else { 10 };
                let count = self.random.between(least, 10_usize.pow(digits) - 1);
                // Counts whose length, not value, is drawn evenly: small ones are more frequent.
                let count = match digits {
                    3.. => count / 10_usize.pow(self.random.below(digits as usize) as u32) + 2,
                    _ => count,
                };
                push(
                    out,
                    format_args!("{}", Counted(count, self.style.thousands)),
                );
            }
            Slot::Percent => {
                let tenths = self.random.between(1, 1000);
                match tenths % 10 {
                    0 => push(out, format_args!("{}%", tenths / 10)),
                    tenth => push(out, format_args!("{}.{tenth}%", tenths / 10)),
                }
            }
            Slot::Money => {
                let (whole, tenth) = (self.random.between(1, 4000), self.random.below(10));
                push(
                    out,
                    format_args!("{}.{tenth}万元", Counted(whole, self.style.thousands)),
                );
            }
            Slot::Year(add) => push(out, format_args!("{}", self.year + add)),
            Slot::Month => push(out, format_args!("{}", self.random.between(1, 12))),
            Slot::Day => push(out, format_args!("{}", self.random.between(1, 28))),
        }
    }
}

/// A count, with or without commas.
struct Counted(usize, bool);

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            count @ 1000.. if self.1 => write!(f, "{},{:03}", count / 1000, count % 1000),
            count => write!(f, "{count}"),
        }
    }
}

/// Writing to a string never fails.
pub fn push(out: &mut String, text: fmt::Arguments<'_>) {
    let _ = out.write_fmt(text);
}
