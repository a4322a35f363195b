//! What a user says of files, one row for each: kept with the index, so that a refresh knows it too.

use std::collections::BTreeMap;

use super::error::IndexError;
use super::fingerprint::mark_of;
use crate::corpus::{About, delimiter};

/// Names of the column that says which file a row is about.
const PATHS: [&str; 5] = ["path", "路径", "文件", "file", "文件名"];

/// What is said of each path below a root, `archive.zip!/…` and `table.csv#…` included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest(BTreeMap<String, About>);

impl Manifest {
    /// Reads a CSV with a header row.
    pub fn parse(text: &str) -> Result<Self, IndexError> {
        let bad = |reason: String| IndexError::Manifest { reason };
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .delimiter(delimiter(text))
            .from_reader(text.as_bytes());
        let names = reader
            .headers()
            .map_err(|error| bad(error.to_string()))?
            .clone();
        if text.trim().is_empty() {
            return Ok(Manifest::default());
        }
        let is_path = |name: &str| PATHS.contains(&name.trim().to_lowercase().as_str());
        let Some(path) = names.iter().position(is_path) else {
            let names: Vec<&str> = names.iter().collect();
            return Err(bad(format!(
                "no column is named path; there are {}",
                names.join(", ")
            )));
        };
        let mut rows = BTreeMap::new();
        for record in reader.records() {
            let record = record.map_err(|error| bad(error.to_string()))?;
            let Some(file) = record
                .get(path)
                .map(str::trim)
                .filter(|file| !file.is_empty())
            else {
                continue;
            };
            let about = About::of(names.iter().zip(&record).filter(|(name, _)| !is_path(name)));
            let path = file.replace('\\', "/");
            let path = path.trim_start_matches("./");
            if rows.insert(path.to_owned(), about).is_some() {
                return Err(bad(format!("two rows are about {path}; keep one")));
            }
        }
        Ok(Manifest(rows))
    }

    /// What is said of a report.
    pub fn given(&self, path: &str) -> About {
        self.0.get(path).cloned().unwrap_or_default()
    }

    /// A mark that changes with anything said of a file or the reports in it; 0 if nothing is said.
    pub fn mark(&self, path: &str) -> u64 {
        let rows = self.0.range(path.to_owned()..);
        let own = rows
            .take_while(|(at, _)| at.starts_with(path))
            .filter(|(at, _)| {
                let rest = &at[path.len()..];
                rest.is_empty() || rest.starts_with("!/") || rest.starts_with('#')
            });
        let own: Vec<_> = own.collect();
        if own.is_empty() {
            return 0;
        }
        mark_of(&own).max(1)
    }

    /// The paths that rows are about.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::fingerprint::number_of;

    #[test]
    fn rows_say_what_holds_and_mark_their_file() {
        let text = "\u{feff}path,region.code,year,note\n./a/b.txt,530100,2024,x\na.zip!/c.txt,,2023,\n,1,2,3\n";
        let manifest = Manifest::parse(text).unwrap();
        assert_eq!(manifest.given("a/b.txt").region.as_deref(), Some("530100"));
        assert_eq!(manifest.given("a/c.txt"), About::default());
        assert_eq!(manifest.mark("a/c.txt"), 0);
        // The mark is kept in indexes: other releases must compute the same.
        let row = b"\x01\x0ca.zip!/c.txt\0\0\0\0\0\0\x01\x042023\0\0";
        assert_eq!(manifest.mark("a.zip"), number_of(row));
        assert_eq!(manifest.mark("a"), 0);
        assert!(Manifest::parse("a,b\n1,2\n").is_err());
        assert!(Manifest::parse("path,year\na,2024\n./a,2023\n").is_err());
        let tabs = Manifest::parse("路径\t年份\n.\\甲\\a.txt\t2024\n").unwrap();
        assert_eq!(tabs.given("甲/a.txt").year.as_deref(), Some("2024"));
    }
}
