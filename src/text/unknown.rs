//! A name that is none of those that are known: the same words wherever a person may choose from some.

use thiserror::Error;

/// What was asked for, and what can be.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{given:?} is no {what}; use one of {}", known.join(", "))]
pub struct Unknown {
    /// What was asked for: a level, a facet …
    pub what: &'static str,
    /// As it was given.
    pub given: String,
    /// What is known.
    pub known: Vec<String>,
}

impl Unknown {
    /// `given` is none of `known`.
    pub fn new<T: Into<String>>(
        what: &'static str,
        given: &str,
        known: impl IntoIterator<Item = T>,
    ) -> Self {
        Unknown {
            what,
            given: given.to_owned(),
            known: known.into_iter().map(Into::into).collect(),
        }
    }
}
