//! What a user says of a report holds, whatever its text says.
//!
//! It is said in a manifest, in front matter, in the columns of a table, or by the folders that reports were
//! sorted into: `云南省/昆明市/2024`.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::divisions::Divisions;
use super::kind::Kind;
use super::region::{Level, Region};
use super::report_tags::Tags;
use super::year::{YearFinding, years};
use crate::corpus::About;
use crate::text::plain;

/// Sets the tags that a user gave, and notes which; what cannot be understood becomes a warning.
pub(super) fn apply(
    given: &About,
    sorted: Option<(String, u16)>,
    divisions: &Divisions,
    tags: &mut Tags,
) {
    let mut unknown = Vec::new();
    let region = given.region.as_deref().and_then(|name| {
        let found = divisions.find_clear(&plain(name));
        if found.is_none() {
            unknown.push(format!("the given region {name} is not known"));
        }
        found
    });
    let own = tags.region().map(|region| region.code.clone());
    // Folders say where a report lies; its own place may be further down.
    let folder = sorted
        .as_ref()
        .map(|(code, _)| code.clone())
        .filter(|code| {
            !own.as_deref()
                .is_some_and(|own| own.starts_with(code.as_str()))
        });
    if let Some(code) = region.or(folder) {
        set_region(tags, Region::of(divisions, &code), &code);
    }
    let year = given.year.as_deref().and_then(|text| {
        let found = year_of(text);
        if found.is_none() {
            unknown.push(format!("the given year {text} is none"));
        }
        found
    });
    let folder = sorted.map(|(_, year)| year);
    if let Some(year) = year.or(folder)
        && (given.year.is_some() || tags.year.as_ref().is_none_or(|found| found.year != year))
    {
        tags.year = Some(YearFinding {
            year,
            evidence: "given".to_owned(),
            doubtful: false,
            reasons: Vec::new(),
        });
        tags.given.push("year");
    }
    if let Some(name) = &given.level {
        match name.parse::<Level>() {
            Ok(level) => {
                tags.place.level = Some(level);
                tags.place.level_reasons.clear();
                tags.given.push("level");
            }
            Err(error) => unknown.push(error.to_string()),
        }
    }
    if let Some(name) = &given.kind {
        match name.parse::<Kind>() {
            Ok(kind) => {
                tags.kind = kind;
                tags.given.push("kind");
            }
            Err(error) => unknown.push(error.to_string()),
        }
    }
    tags.warnings.extend(unknown);
}

fn set_region(tags: &mut Tags, region: Region, code: &str) {
    let own_unit = matches!(tags.place.level, Some(Level::Department | Level::Zone));
    if !own_unit {
        tags.place.level = Some(Level::of_code(code));
    }
    tags.place.region = Some(region);
    tags.place.candidates.clear();
    tags.place.inferred = false;
    tags.place.confident = true;
    tags.place.reasons.clear();
    tags.given.push("region");
}

fn year_of(text: &str) -> Option<u16> {
    let text = plain(text);
    let digits = text.trim().trim_end_matches("年度").trim_end_matches('年');
    let year = digits
        .parse()
        .ok()
        .or_else(|| years(&text).first().copied());
    year.filter(|year| (1949..2100).contains(year))
}

/// The year that a folder is named after.
fn named_year(folder: &str) -> Option<u16> {
    let bare = folder.trim_end_matches("年度").trim_end_matches('年');
    (bare.len() == 4).then(|| year_of(bare)).flatten()
}

/// What the folders of reports say; places are looked up once, since most reports share theirs with many
/// others.
#[derive(Debug)]
pub(super) struct Folders {
    provinces: Vec<&'static str>,
    /// Paths of names from a province down, and their codes.
    found: Mutex<HashMap<String, Option<String>>>,
}

impl Folders {
    /// Nothing looked up yet.
    pub fn new(divisions: &Divisions) -> Self {
        let provinces = divisions.rows().filter(|row| row.code.len() == 2);
        Folders {
            provinces: provinces.map(|row| row.name).collect(),
            found: Mutex::default(),
        }
    }

    /// The region and year that the folders of a path name, from a province down. All of them must be there,
    /// because a lone `2024` may just as well be the year of a download.
    pub fn of(&self, path: &str, divisions: &Divisions) -> Option<(String, u16)> {
        let (folders, _) = path.rsplit_once('/')?;
        let folders: Vec<&str> = folders.split('/').collect();
        let year = folders.iter().rev().find_map(|folder| named_year(folder))?;
        let is_province = |folder: &&str| self.provinces.contains(folder);
        let first = folders.iter().position(is_province)?;
        let mut names = folders[first].to_owned();
        let mut code = self.find(&names, divisions)?;
        // A year is not a place, and need not be looked up as one.
        let below = folders[first + 1..].iter();
        for folder in below.take_while(|folder| named_year(folder).is_none()) {
            names.push('/');
            names.push_str(folder);
            match self.find(&names, divisions) {
                Some(below) => code = below,
                None => break,
            }
        }
        Some((code, year))
    }

    fn find(&self, names: &str, divisions: &Divisions) -> Option<String> {
        // Nothing under the lock can leave the map in an inconsistent state.
        let known = || self.found.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known().get(names) {
            return found.clone();
        }
        let found = divisions.find_clear(names);
        known().insert(names.to_owned(), found.clone());
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_from_the_province_down_with_a_year_are_a_place() {
        let divisions = Divisions::embedded();
        let folders = Folders::new(&divisions);
        let of = |path| folders.of(path, &divisions);
        assert_eq!(
            of("云南省/昆明市/2024/a.txt"),
            Some(("5301".to_owned(), 2024))
        );
        assert_eq!(
            of("已下载/2023年/云南省/a.txt"),
            Some(("53".to_owned(), 2023))
        );
        assert_eq!(of("2024/a.txt"), None);
        assert_eq!(of("云南省/a2024.txt"), None);
        assert_eq!(of("云南省2024年.txt"), None);
    }
}
