//! The topic table as people write it, and what must hold before it is used.
//!
//! A table that is edited by hand goes wrong in small ways: a phrase twice with different weights, a full
//! stop inside a phrase, a weight of 15 for 1.5. Each would only make tags quietly wrong, so each is refused
//! here by name.
//!
//! Invariant: in a [`Taxonomy`] every name is unique, every phrase is non-empty,
//! unique within its topic and can occur in folded text, every weight is in range.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;
use thiserror::Error;

use super::without_marks;

/// The topics that every taxonomy has, since programs that read fasou's output rely on them.
const PROMISED: [&str; 3] = ["行政复议", "普法", "调解"];

/// No phrase weighs more: two mentions' worth already decides anything.
const MAX_WEIGHT: f32 = 2.0;

const BUILTIN: &str = include_str!("../../../data/topics.toml");

/// The topics there are, in the order in which they are always listed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Taxonomy {
    #[serde(rename = "topic")]
    topics: Vec<Topic>,
}

/// One topic: what it is, what speaks for it and against it, and its tests.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// The Chinese name, which is also its value in filters and output.
    pub name: String,
    /// One sentence that says what belongs here.
    pub definition: String,
    /// The wider topic that it belongs to: a passage with this one also has that one.
    #[serde(default)]
    pub within: Option<String>,
    /// Whether the fitted table of characters and pairs, which knows the built-in topics by name, also
    /// counts.
    #[serde(default)]
    pub fitted: bool,
    /// Phrases that speak for the topic; a topic with others within it may have none.
    #[serde(default)]
    pub phrases: Vec<Grade>,
    /// Phrases that look like evidence and speak against it.
    #[serde(default)]
    pub against: Vec<Grade>,
    /// Sentences that must carry the topic.
    #[serde(default)]
    pub examples: Vec<String>,
    /// Near misses that must not.
    #[serde(default)]
    pub counterexamples: Vec<String>,
}

/// Phrases of one weight.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grade {
    /// What one mention is worth; 1 makes a topic.
    pub weight: f32,
    /// The phrases, without marks once loaded.
    pub of: Vec<String>,
}

/// Why a topic table cannot be used.
#[derive(Debug, Error)]
pub enum TaxonomyError {
    /// The text is not TOML or not of this shape.
    #[error("topic table does not read: {0}")]
    Syntax(#[from] toml::de::Error),
    /// A topic without a name.
    #[error("topic number {position} has no name; give it one")]
    NoName {
        /// Its place in the table, from 1.
        position: usize,
    },
    /// Two topics of one name.
    #[error("topic {name} occurs twice; merge the two or rename one")]
    DuplicateName {
        /// The name.
        name: String,
    },
    /// One of the topics that must always exist is missing.
    #[error("topic {name} is missing; it may be changed but not removed")]
    MissingTopic {
        /// The name.
        name: &'static str,
    },
    /// A topic within one that does not exist.
    #[error("topic {topic} is within {within}, which is no topic; add that one or mend the name")]
    UnknownWithin {
        /// The topic.
        topic: String,
        /// What it names.
        within: String,
    },
    /// Topics within each other.
    #[error("topic {topic} lies within itself; take one `within` out of the circle")]
    Circle {
        /// One of them.
        topic: String,
    },
    /// A topic that nothing can match.
    #[error("topic {topic} has no phrases; give it at least one")]
    NoPhrases {
        /// The topic.
        topic: String,
    },
    /// A phrase with nothing in it but marks and spaces.
    #[error("topic {topic} has an empty phrase; remove it or write it out")]
    EmptyPhrase {
        /// The topic.
        topic: String,
    },
    /// A phrase of one character, which would match nearly everywhere.
    #[error("phrase {phrase} of topic {topic} is too short; use at least two characters")]
    ShortPhrase {
        /// The topic.
        topic: String,
        /// The phrase.
        phrase: String,
    },
    /// A phrase that stands in the topic's lists more than once.
    #[error("topic {topic} lists {phrase} twice; keep one of them")]
    DuplicatePhrase {
        /// The topic.
        topic: String,
        /// The phrase.
        phrase: String,
    },
    /// A phrase with a character that never occurs within a term in folded text.
    #[error(
        "phrase {phrase} of topic {topic} can never match because of {character:?}; write it lower-case, half-width and without stops"
    )]
    UnmatchablePhrase {
        /// The topic.
        topic: String,
        /// The phrase.
        phrase: String,
        /// The character.
        character: char,
    },
    /// A weight that is too small, too large or no number.
    #[error("weight {weight} in topic {topic} is out of range; {range}")]
    WeightOutOfRange {
        /// The topic.
        topic: String,
        /// The weight.
        weight: f32,
        /// What would be in range.
        range: &'static str,
    },
}

impl Taxonomy {
    /// The taxonomy that comes with fasou.
    pub fn builtin() -> &'static Taxonomy {
        // The table is compiled in and a test loads it, so no user ever sees this fail.
        static TAXONOMY: LazyLock<Taxonomy> = LazyLock::new(|| {
            Taxonomy::parse(BUILTIN).expect("invariant: data/topics.toml is valid")
        });
        &TAXONOMY
    }

    /// Reads a taxonomy from TOML and checks it.
    pub fn parse(toml: &str) -> Result<Taxonomy, TaxonomyError> {
        let mut taxonomy: Taxonomy = toml::from_str(toml)?;
        let mut names = HashSet::new();
        for (index, topic) in taxonomy.topics.iter_mut().enumerate() {
            if topic.name.trim().is_empty() {
                return Err(TaxonomyError::NoName {
                    position: index + 1,
                });
            }
            if !names.insert(topic.name.clone()) {
                return Err(TaxonomyError::DuplicateName {
                    name: topic.name.clone(),
                });
            }
            topic.prepare()?;
        }
        taxonomy.check_hierarchy()?;
        match PROMISED.into_iter().find(|name| !names.contains(*name)) {
            Some(name) => Err(TaxonomyError::MissingTopic { name }),
            None => Ok(taxonomy),
        }
    }

    /// The topics in taxonomy order; [`super::TopicHit::index`] is an index into it.
    pub fn topics(&self) -> &[Topic] {
        &self.topics
    }

    /// The wider topics around a topic, the nearest first.
    pub fn around(&self, index: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.wider(index), |&index| self.wider(index)).take(self.topics.len())
    }

    fn wider(&self, index: usize) -> Option<usize> {
        let name = self.topics.get(index)?.within.as_ref()?;
        self.topics.iter().position(|topic| topic.name == *name)
    }

    fn check_hierarchy(&self) -> Result<(), TaxonomyError> {
        for (index, topic) in self.topics.iter().enumerate() {
            if let Some(within) = &topic.within
                && self.wider(index).is_none()
            {
                return Err(TaxonomyError::UnknownWithin {
                    topic: topic.name.clone(),
                    within: within.clone(),
                });
            }
            if self.around(index).any(|wider| wider == index) {
                return Err(TaxonomyError::Circle {
                    topic: topic.name.clone(),
                });
            }
        }
        for topic in &self.topics {
            let is_empty = topic.phrases.iter().all(|grade| grade.of.is_empty());
            let holds_others = self
                .topics
                .iter()
                .any(|other| other.within.as_ref() == Some(&topic.name));
            if is_empty && !holds_others {
                return Err(TaxonomyError::NoPhrases {
                    topic: topic.name.clone(),
                });
            }
        }
        Ok(())
    }
}

impl Topic {
    /// Takes the marks out of the phrases and checks weights and phrases.
    fn prepare(&mut self) -> Result<(), TaxonomyError> {
        for grade in &self.phrases {
            let usable = grade.weight > 0.0 && grade.weight <= MAX_WEIGHT;
            self.require(usable, grade.weight, "a phrase's is above 0 and at most 2")?;
        }
        for grade in &self.against {
            let usable = (0.0..=MAX_WEIGHT).contains(&grade.weight);
            self.require(usable, grade.weight, "a counter-phrase's is from 0 to 2")?;
        }
        let mut seen = HashSet::new();
        for phrase in self
            .phrases
            .iter_mut()
            .chain(&mut self.against)
            .flat_map(|grade| &mut grade.of)
        {
            *phrase = without_marks(phrase);
            check_phrase(&self.name, phrase)?;
            if !seen.insert(phrase.clone()) {
                return Err(TaxonomyError::DuplicatePhrase {
                    topic: self.name.clone(),
                    phrase: phrase.clone(),
                });
            }
        }
        Ok(())
    }

    fn require(&self, usable: bool, weight: f32, range: &'static str) -> Result<(), TaxonomyError> {
        if usable {
            return Ok(());
        }
        Err(TaxonomyError::WeightOutOfRange {
            topic: self.name.clone(),
            weight,
            range,
        })
    }
}

/// Refuses what folding would never leave in a term: capitals, full-width forms, stops.
fn check_phrase(topic: &str, phrase: &str) -> Result<(), TaxonomyError> {
    if phrase.is_empty() {
        return Err(TaxonomyError::EmptyPhrase {
            topic: topic.to_owned(),
        });
    }
    if phrase.chars().count() < 2 {
        return Err(TaxonomyError::ShortPhrase {
            topic: topic.to_owned(),
            phrase: phrase.to_owned(),
        });
    }
    let unmatchable = |c: &char| {
        c.is_uppercase()
            || matches!(
                c,
                '\u{ff01}'
                    ..='\u{ff5e}'
                        | '\n'
                        | '。'
                        | ','
                        | ';'
                        | ':'
                        | '!'
                        | '?'
                        | '《'
                        | '》'
                        | '('
                        | ')'
            )
    };
    match phrase.chars().find(unmatchable) {
        Some(character) => Err(TaxonomyError::UnmatchablePhrase {
            topic: topic.to_owned(),
            phrase: phrase.to_owned(),
            character,
        }),
        None => Ok(()),
    }
}
