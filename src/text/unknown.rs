//! A name that is none of those that are known: the same words wherever a person may choose from some.

use thiserror::Error;

/// What was asked for, and what can be.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{given:?} is no {what}; {}use one of {}", guess(given, known), known.join(", "))]
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

/// Which of the known names may have been meant, as a question: those that hold what was given, or that it
/// holds.
fn guess(given: &str, known: &[String]) -> String {
    let given = given.trim();
    if given.chars().nth(1).is_none() {
        return String::new();
    }
    let alike = |name: &&String| name.contains(given) || given.contains(name.as_str());
    let meant: Vec<&str> = (known.iter().filter(alike)).map(String::as_str).collect();
    match meant.is_empty() {
        true => String::new(),
        false => format!("did you mean {}? Or ", meant.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_hold_what_was_given_are_asked_back() {
        let said =
            |given| Unknown::new("topic", given, ["行政复议", "普法", "执法监督"]).to_string();
        let all = "use one of 行政复议, 普法, 执法监督";
        assert_eq!(
            said("复议"),
            format!("\"复议\" is no topic; did you mean 行政复议? Or {all}")
        );
        assert_eq!(
            said("普法宣传"),
            format!("\"普法宣传\" is no topic; did you mean 普法? Or {all}")
        );
        for other in ["法", "天气", ""] {
            assert_eq!(said(other), format!("{other:?} is no topic; {all}"));
        }
    }
}
