//! How right the tags are, on labelled cases.
//!
//!     cargo run --release --example evaluate              # figures and confusions of the measured part
//!     cargo run --release --example evaluate -- develop   # and each miss of the other part
//!     cargo run --release --example evaluate -- phrases   # what data/fit-topics.py learns from
//!
//! The cases are in tests/data/eval; its README says what they hold.

mod places;
mod score;
mod topics;

use std::error::Error;
use std::fs;
use std::path::Path;

use fasou::tagging::{Tagger, Taxonomy};
use serde::de::DeserializeOwned;

fn main() -> Result<(), Box<dyn Error>> {
    let part = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "measured".to_owned());
    if part == "phrases" {
        return topics::print_phrases(&cases("topics-develop")?, &table("topics-train.tsv")?);
    }
    let tagger = Tagger::new(Taxonomy::builtin());
    let with_misses = part == "develop";
    let places_cases = cases(&format!("places-{part}"))?;
    places::evaluate(&places_cases, &tagger, with_misses).print(places_cases.len());
    let topic_cases = cases(&format!("topics-{part}"))?;
    topics::evaluate(&topic_cases, Taxonomy::builtin(), with_misses).print();
    Ok(())
}

/// A file of labelled cases, as it is.
fn table(name: &str) -> Result<String, Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/eval")
        .join(name);
    Ok(fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?)
}

/// The cases of a file, one a line.
fn cases<T: DeserializeOwned>(name: &str) -> Result<Vec<T>, Box<dyn Error>> {
    let text = table(&format!("{name}.jsonl"))?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let cases = lines.map(serde_json::from_str).collect::<Result<_, _>>();
    Ok(cases.map_err(|error| format!("{name}: {error}"))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::Retrieval;

    /// What docs/EVALUATION.md says must stay true.
    #[test]
    fn the_measured_figures_hold() -> Result<(), Box<dyn Error>> {
        let tagger = Tagger::new(Taxonomy::builtin());
        let places = places::evaluate(&cases("places-measured")?, &tagger, false);
        assert!(places.region.share() >= 0.97);
        assert!(places.level.share() >= 0.97);
        assert!(places.year.share() >= 0.99);
        assert!(places.part.share() >= 0.97);
        assert!(places.wrongly_sure <= 1);
        let topics = topics::evaluate(&cases("topics-measured")?, Taxonomy::builtin(), false);
        assert!(topics.mean(Retrieval::f1) >= 0.91);
        assert!(topics.lowest_of_named() >= 0.94);
        Ok(())
    }
}
