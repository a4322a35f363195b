//! The terms that are looked for: named, or read from a file.

use std::path::Path;

use crate::cli::error::CliError;
use crate::cli::named_file;
use crate::query::Needle;
use crate::text::without_remark;

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
    let wrong = |reason| named_file::wrong(path, reason);
    let text = named_file::text_of(path)?;
    let mut needles = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = without_remark(line);
        if line.is_empty() {
            continue;
        }
        let group = line
            .split_once(" = ")
            .or_else(|| Some((line.strip_suffix(" =")?, "")));
        let (term, aliases) = group.unwrap_or((line, ""));
        let aliases = aliases
            .split([',', '，'])
            .map(str::trim)
            .filter(|alias| !alias.is_empty());
        let aliases: Vec<&str> = aliases.collect();
        if group.is_some() && aliases.is_empty() {
            return Err(wrong(format!(
                "line {number}: {line}: an alias stands behind the sign, as in `term = alias, alias`"
            )));
        }
        let needle = Needle::with_aliases(term.trim(), &aliases, exact);
        needles.push(needle.map_err(|error| wrong(format!("line {number}: {error}")))?);
    }
    if needles.is_empty() {
        return Err(wrong("holds no term; write one a line".to_owned()));
    }
    Ok(needles)
}
