//! What made a result: written beside it, so that others can make it again.

use std::path::Path;

use serde_json::json;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::error::CliError;
use crate::index::OpenIndex;
use crate::query::Needle;

/// What a result was made of.
pub struct Provenance<'a> {
    /// The index asked.
    pub index: &'a OpenIndex,
    /// The terms looked for.
    pub needles: &'a [Needle],
    /// Reports left out as copies of others.
    pub copies: usize,
}

impl Provenance<'_> {
    /// Writes it to a file.
    pub fn write(&self, path: &Path) -> Result<(), CliError> {
        let wrong = |reason: String| CliError::File {
            path: path.to_string_lossy().into_owned(),
            reason,
        };
        let now = OffsetDateTime::now_utc().format(&Rfc3339);
        let catalog = self.index.catalog()?;
        let terms = self.needles.iter().map(|needle| {
            let mut forms = needle.forms();
            json!({ "term": needle.written(), "aliases": forms.split_off(1) })
        });
        let command: Vec<String> = std::env::args().collect();
        let record = json!({
            "command": command,
            "version": env!("CARGO_PKG_VERSION"),
            "date": now.map_err(|error| wrong(error.to_string()))?,
            "terms": terms.collect::<Vec<_>>(),
            "reports": catalog.reports(),
            "copies_left_out": self.copies,
            "corpus_hash": catalog.hash(),
            "index_versions": self.index.versions(),
        });
        let text =
            serde_json::to_string_pretty(&record).map_err(|error| wrong(error.to_string()))?;
        std::fs::write(path, text + "\n")
            .map_err(|error| wrong(format!("cannot be written: {error}")))
    }
}
