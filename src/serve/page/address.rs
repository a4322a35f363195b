//! Addresses of pages: the state of one, with something changed.

use std::fmt;

use form_urlencoded::Serializer;
use maud::{Markup, Render, html};

use crate::serve::params::{FILTERS, Params};

/// What else a page keeps when it is narrowed or sorted.
const KEPT: [&str; 9] = [
    "q",
    "term",
    "exact",
    "diverse",
    "group",
    "no_synonyms",
    "sort",
    "per",
    "map",
];

/// A page and its state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    path: String,
    pairs: Vec<(String, String)>,
}

impl Address {
    /// The page at `path` without any state.
    pub fn new(path: impl Into<String>) -> Self {
        Address {
            path: path.into(),
            pairs: Vec::new(),
        }
    }

    /// The page at `path` in the state of `params`, at its beginning.
    pub fn of(path: &str, params: &Params) -> Self {
        let names = FILTERS.iter().chain(&KEPT);
        let pairs = names.flat_map(|name| {
            let values = params.all(name);
            values.map(|value| ((*name).to_owned(), value.to_owned()))
        });
        Address {
            path: path.to_owned(),
            pairs: pairs.collect(),
        }
    }

    /// The page at `path` with the filters of `params` alone.
    pub fn filtered(path: &str, params: &Params) -> Self {
        let mut address = Address::of(path, params);
        address
            .pairs
            .retain(|(name, _)| FILTERS.contains(&name.as_str()));
        address
    }

    /// The page at `path` with no more of the state than `names`.
    pub fn only(&self, path: &str, names: &[&str]) -> Self {
        let kept = self
            .pairs
            .iter()
            .filter(|(name, _)| names.contains(&name.as_str()));
        Address {
            path: path.to_owned(),
            pairs: kept.cloned().collect(),
        }
    }

    /// With `name` being `value` alone.
    pub fn with(&self, name: &str, value: impl fmt::Display) -> Self {
        let mut address = self.without(name);
        address.pairs.push((name.to_owned(), value.to_string()));
        address
    }

    /// With `value` among those of `name`.
    pub fn adding(&self, name: &str, value: &str) -> Self {
        let mut address = self.clone();
        address.pairs.push((name.to_owned(), value.to_owned()));
        address
    }

    /// Without `name`.
    pub fn without(&self, name: &str) -> Self {
        let mut address = self.clone();
        address.pairs.retain(|(other, _)| other != name);
        address
    }

    /// With `value` among those of `name` if it was not, else without.
    pub fn toggling(&self, name: &str, value: &str) -> Self {
        let mut address = self.clone();
        address
            .pairs
            .retain(|(other, own)| other != name || own != value);
        if address.pairs.len() == self.pairs.len() {
            return self.adding(name, value);
        }
        address
    }

    /// At the place `id` of the page.
    pub fn at(&self, id: &str) -> String {
        format!("{self}#{id}")
    }

    /// The page, without its state.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Its state as hidden fields, for a form that leads to the page with something changed.
    pub fn fields(&self) -> Markup {
        html! {
            @for (name, value) in &self.pairs { input type="hidden" name=(name) value=(value); }
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if self.pairs.is_empty() {
            return Ok(());
        }
        let mut query = Serializer::new(String::new());
        query.extend_pairs(&self.pairs);
        write!(f, "?{}", query.finish())
    }
}

impl Render for Address {
    fn render_to(&self, buffer: &mut String) {
        self.to_string().as_str().render_to(buffer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_changes_and_the_rest_stays() {
        let params = Params::read(Some("q=a%26b&year=2023&year=2024&page=3&utm=x")).unwrap();
        let address = Address::of("/", &params);
        assert_eq!(address.to_string(), "/?year=2023&year=2024&q=a%26b");
        assert_eq!(
            address.toggling("year", "2023").to_string(),
            "/?year=2024&q=a%26b"
        );
        assert_eq!(
            address.toggling("part", "plans").toggling("part", "plans"),
            address
        );
        assert_eq!(
            address.with("year", 2020).without("q").to_string(),
            "/?year=2020"
        );
        assert_eq!(
            Address::filtered("/mentions", &params).to_string(),
            "/mentions?year=2023&year=2024"
        );
        assert_eq!(Address::new("/reports/x").at("y"), "/reports/x#y");
    }
}
