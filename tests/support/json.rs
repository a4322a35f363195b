//! The JSON of the contract, read strictly: a key too many or too few is an error.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// A key whose value may be null, but which must be there.
fn there<'de, D: Deserializer<'de>, T: Deserialize<'de>>(value: D) -> Result<Option<T>, D::Error> {
    Option::deserialize(value)
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    pub code: String,
    pub province: String,
    #[serde(deserialize_with = "there")]
    pub city: Option<String>,
    #[serde(deserialize_with = "there")]
    pub county: Option<String>,
    #[serde(deserialize_with = "there")]
    pub township: Option<String>,
    /// Where the unit was renamed since.
    #[serde(default)]
    pub current_code: Option<String>,
}

/// A report, with further keys: serde cannot flatten and deny unknown keys at once.
macro_rules! report {
    ($name:ident { $($key:ident: $kind:ty),* }) => {
        #[derive(Clone, Debug, PartialEq, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            pub id: String,
            pub path: String,
            #[serde(deserialize_with = "there")]
            pub title: Option<String>,
            #[serde(deserialize_with = "there")]
            pub issuer: Option<String>,
            #[serde(deserialize_with = "there")]
            pub url: Option<String>,
            #[serde(deserialize_with = "there")]
            pub year: Option<u16>,
            #[serde(deserialize_with = "there")]
            pub published: Option<String>,
            #[serde(deserialize_with = "there")]
            pub level: Option<String>,
            pub kind: String,
            #[serde(deserialize_with = "there")]
            pub region: Option<Region>,
            $(pub $key: $kind,)*
        }
    };
}

report!(Report {});
report!(Listed { passages: usize, characters: usize, given: Vec<String>, confidence: Confidence, copy_of: Option<String>, warnings: Vec<String> });
report!(Shown { outline: Vec<Heading>, passages: Vec<Passage> });

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confidence {
    pub region: String,
    pub year: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reports {
    pub reports: Vec<Listed>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heading {
    pub depth: u32,
    pub label: String,
    pub heading: String,
    pub part: String,
    pub topics: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Location {
    pub line: usize,
    pub start: usize,
    pub end: usize,
    #[serde(deserialize_with = "there")]
    pub page: Option<usize>,
}

/// A passage, with further keys.
macro_rules! passage {
    ($name:ident { $($key:ident: $kind:ty),* }) => {
        #[derive(Clone, Debug, PartialEq, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            pub id: String,
            pub text: String,
            pub section: Vec<String>,
            pub part: String,
            pub topics: Vec<String>,
            pub report: Report,
            pub location: Location,
            $(pub $key: $kind,)*
        }
    };
}

passage!(Passage {});
passage!(Hit { rank: usize, score: f64, highlights: Vec<[usize; 2]> });
passage!(Neighboured { neighbours: Vec<Passage> });

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Search {
    pub query: String,
    pub total: usize,
    pub total_relation: String,
    pub hits: Vec<Hit>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mention {
    pub term: String,
    pub before: String,
    #[serde(rename = "match")]
    pub matched: String,
    pub after: String,
    pub passage: String,
    pub section: Vec<String>,
    pub part: String,
    pub topics: Vec<String>,
    pub report: Report,
    pub location: Location,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mentions {
    pub total: usize,
    pub mentions: Vec<Mention>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    pub counts: Vec<Count>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Count {
    pub term: String,
    pub mentions: usize,
    pub passages: usize,
    pub reports: usize,
    /// Only where it was asked for.
    #[serde(default)]
    pub by: Vec<BTreeMap<String, Value>>,
}

/// A number in a row of `by`.
#[track_caller]
pub fn number(row: &BTreeMap<String, Value>, key: &str) -> usize {
    row.get(key)
        .and_then(Value::as_u64)
        .unwrap_or_else(|| panic!("no number {key} in {row:?}")) as usize
}
