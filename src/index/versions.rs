//! What an index depends on besides the reports: if any of it changes, the index is of another version.

use std::collections::BTreeMap;

use super::home::Own;
use super::record::short_hash;

/// Names and versions of everything that decides what an index holds.
pub type Versions = BTreeMap<String, String>;

/// The versions of this program with a user's own words and topics.
pub fn current(own: &Own) -> Versions {
    let dictionary = format!(
        "{}-{}",
        env!("FASOU_DICTIONARY"),
        short_hash(&own.dictionary)
    );
    [
        ("schema", super::schema::VERSION.to_string()),
        ("catalog", super::catalog::VERSION.to_string()),
        ("extraction", crate::corpus::VERSION.to_string()),
        ("outline", crate::report::VERSION.to_string()),
        ("tags", crate::tagging::VERSION.to_string()),
        ("analysis", crate::analysis::VERSION.to_string()),
        ("tables", env!("FASOU_TABLES").to_owned()),
        ("dictionary", dictionary),
        ("topics", short_hash(&own.topics)),
    ]
    .into_iter()
    .map(|(name, version)| (name.to_owned(), version))
    .collect()
}

/// What differs, as a phrase for messages; `None` if nothing does.
pub fn difference(old: &Versions, new: &Versions) -> Option<String> {
    let names: Vec<&str> = new
        .iter()
        .filter(|(name, version)| old.get(*name) != Some(version))
        .map(|(name, _)| name.as_str())
        .collect();
    (!names.is_empty()).then(|| names.join(", "))
}
