//! Sentences made from rules: `grammar.txt` is read once, then unfolded as often as needed.
//!
//! A rule has alternatives, an alternative has words and slots, a slot is another rule or one of [`Slot`]. A
//! few hundred alternatives make millions of sentences. Mistakes in the rules are found when they are read.

use std::collections::HashMap;

use super::SynthError;
use super::random::Random;

/// What the program fills in, rather than a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// A made-up or a genre word.
    Word,
    /// A genre word.
    Term,
    /// Who reports.
    Place,
    /// A place below.
    Sub,
    /// 我县
    We,
    /// 全县
    All,
    /// 县
    Unit,
    /// Who signs.
    Government,
    /// A number of at most this many digits.
    Count(u32),
    /// `33.3%`
    Percent,
    /// `213.5万元`
    Money,
    /// 二十三
    Han,
    /// The reporting year plus this.
    Year(i32),
    /// A month.
    Month,
    /// A day.
    Day,
}

const SLOTS: [(&str, Slot); 20] = [
    ("word", Slot::Word),
    ("term", Slot::Term),
    ("place", Slot::Place),
    ("sub", Slot::Sub),
    ("we", Slot::We),
    ("all", Slot::All),
    ("unit", Slot::Unit),
    ("gov", Slot::Government),
    ("n", Slot::Count(1)),
    ("nn", Slot::Count(2)),
    ("nnn", Slot::Count(3)),
    ("nnnn", Slot::Count(5)),
    ("pct", Slot::Percent),
    ("money", Slot::Money),
    ("han", Slot::Han),
    ("last", Slot::Year(-1)),
    ("year", Slot::Year(0)),
    ("next", Slot::Year(1)),
    ("month", Slot::Month),
    ("day", Slot::Day),
];

/// A part of an alternative.
#[derive(Debug)]
enum Piece {
    Text(String),
    Rule(usize),
    Slot(Slot),
}

/// All rules.
#[derive(Debug)]
pub struct Grammar {
    names: HashMap<String, usize>,
    rules: Vec<Vec<Vec<Piece>>>,
}

/// Fills slots in.
pub trait Fill {
    /// Where choices come from.
    fn random(&mut self) -> &mut Random;
    /// Appends a value for `slot`.
    fn fill(&mut self, slot: Slot, out: &mut String);
}

impl Grammar {
    /// Reads rules: `[name]` on a line, then alternatives, one per line or separated by ` | `.
    pub fn parse(source: &str) -> Result<Self, SynthError> {
        let mut names = HashMap::new();
        let mut written: Vec<Vec<&str>> = Vec::new();
        for line in source.lines().map(str::trim) {
            if line.is_empty() || line.starts_with('#') {
            } else if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                names.insert(name.to_owned(), written.len());
                written.push(Vec::new());
            } else if let Some(rule) = written.last_mut() {
                rule.extend(line.split(" | "));
            } else {
                return Err(SynthError::Grammar(line.to_owned()));
            }
        }
        let rules = written.into_iter().map(|alternatives| {
            let pieces = alternatives.into_iter().map(|text| pieces(text, &names));
            let pieces = pieces.collect::<Result<Vec<_>, _>>()?;
            match pieces.is_empty() {
                true => Err(SynthError::Grammar(
                    "a rule without alternatives".to_owned(),
                )),
                false => Ok(pieces),
            }
        });
        let rules = rules.collect::<Result<Vec<_>, _>>()?;
        Ok(Grammar { names, rules })
    }

    /// The number of the rule `name`.
    pub fn rule(&self, name: &str) -> Result<usize, SynthError> {
        let found = self.names.get(name).copied();
        found.ok_or_else(|| SynthError::Grammar(format!("no rule [{name}]")))
    }

    /// Appends one of the texts that `rule` makes.
    pub fn unfold(&self, rule: usize, scene: &mut impl Fill, out: &mut String) {
        for piece in scene.random().pick(&self.rules[rule]) {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Rule(rule) => self.unfold(*rule, scene, out),
                Piece::Slot(slot) => scene.fill(*slot, out),
            }
        }
    }

    /// One of the plain words of the rule `name`; empty if it has none.
    pub fn word(&self, name: &str, random: &mut Random) -> &str {
        let Some(&rule) = self.names.get(name) else {
            return "";
        };
        match random.pick(&self.rules[rule]).first() {
            Some(Piece::Text(text)) => text,
            _ => "",
        }
    }

    /// How many alternatives all rules have together.
    #[cfg(test)]
    pub fn alternatives(&self) -> usize {
        self.rules.iter().map(Vec::len).sum()
    }
}

fn pieces(text: &str, rules: &HashMap<String, usize>) -> Result<Vec<Piece>, SynthError> {
    let wrong = |what: &str| SynthError::Grammar(format!("{what} in {text}"));
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        if !before.is_empty() {
            pieces.push(Piece::Text(before.to_owned()));
        }
        let (name, behind) = behind.split_once('}').ok_or_else(|| wrong("no }"))?;
        let slot = SLOTS.iter().find(|(slot, _)| *slot == name);
        pieces.push(match (slot, rules.get(name)) {
            (Some((_, slot)), None) => Piece::Slot(*slot),
            (None, Some(rule)) => Piece::Rule(*rule),
            _ => return Err(wrong(&format!("no {name}, or two of them,"))),
        });
        rest = behind;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    Ok(pieces)
}
