//! The terms that are looked for: named, or read from a file.

use std::path::Path;

use crate::cli::error::CliError;
use crate::query::Needle;

/// The terms named, then those of the file.
pub fn needles(
    named: &[String],
    file: Option<&Path>,
    exact: bool,
) -> Result<Vec<Needle>, CliError> {
    let mut needles = Vec::new();
    for term in named {
        needles.push(Needle::parse(term, exact)?);
    }
    if let Some(path) = file {
        needles.extend(from_file(path, exact)?);
    }
    Ok(needles)
}

/// A term a line: `term`, or `term = alias, alias`.
fn from_file(path: &Path, exact: bool) -> Result<Vec<Needle>, CliError> {
    let wrong = |reason: String| CliError::File {
        path: path.to_string_lossy().into_owned(),
        reason,
    };
    let text =
        std::fs::read_to_string(path).map_err(|error| wrong(format!("cannot be read: {error}")))?;
    let mut needles = Vec::new();
    for (number, line) in (1..).zip(text.trim_start_matches('\u{FEFF}').lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (term, aliases) = line.split_once(" = ").unwrap_or((line, ""));
        let aliases = aliases
            .split([',', '，'])
            .map(str::trim)
            .filter(|alias| !alias.is_empty());
        let aliases: Vec<&str> = aliases.collect();
        let needle = Needle::with_aliases(term.trim(), &aliases, exact);
        needles.push(needle.map_err(|error| wrong(format!("line {number}: {error}")))?);
    }
    if needles.is_empty() {
        return Err(wrong("holds no term; write one a line".to_owned()));
    }
    Ok(needles)
}
