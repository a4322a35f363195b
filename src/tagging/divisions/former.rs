//! What cities and counties were called before: 呈贡县, which became 呈贡区 in 2011.
//!
//! Reports of one place must be found together although its name and code changed, and each must show the
//! name of its time. So everything is found and counted by today's codes; the names of a report's time are
//! put in once its place and year are known.
//!
//! Invariant: `today` is a code of the table of divisions.

use std::sync::LazyLock;

use super::{Divisions, Peoples};

/// A division that has another name today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Former {
    /// Its code then; it may be today's.
    pub code: &'static str,
    /// Its name then.
    pub name: &'static str,
    /// The last year in which it had the name throughout.
    pub last: u16,
    /// The year by which it no longer had it; in between, reports may say either.
    pub until: u16,
    /// The code of what it became, or was merged into.
    pub today: &'static str,
    /// Whether it became that division as a whole, which did not exist before.
    pub whole: bool,
}

/// All of them, by code.
pub fn former() -> &'static [Former] {
    static ROWS: LazyLock<Vec<Former>> = LazyLock::new(|| {
        let lines = include_str!("../../../data/former-divisions.tsv").lines();
        lines.filter_map(read).collect()
    });
    &ROWS
}

fn read(line: &'static str) -> Option<Former> {
    let mut fields = line.split('\t');
    let mut next = || fields.next();
    Some(Former {
        code: next()?,
        name: next()?,
        last: next()?.parse().ok()?,
        until: next()?.parse().ok()?,
        today: next()?,
        whole: next()? == "whole",
    })
}

impl Divisions {
    /// The former divisions with this full or short name, below divisions called as in `above`.
    pub(super) fn find_former(
        self,
        wanted: &str,
        above: &[&str],
        peoples: &Peoples,
    ) -> Vec<&'static Former> {
        let is_meant = |row: &&Former| {
            peoples.is_called(row.name, wanted) && self.is_below(row.today, above, peoples)
        };
        let mut found: Vec<&Former> = former().iter().filter(is_meant).collect();
        // One name may have had two codes.
        found.sort_by_key(|row| row.today);
        found.dedup_by_key(|row| row.today);
        found
    }

    /// The divisions that were called `name` before, in full or for short, one for each that they became.
    #[must_use]
    pub fn formerly(self, name: &str) -> Vec<&'static Former> {
        self.find_former(name, &[], &Peoples::embedded())
    }

    /// Whether a name is that of a place, today or before.
    #[must_use]
    pub fn is_name(self, name: &str) -> bool {
        !self.codes_named(name).is_empty() || !self.formerly(name).is_empty()
    }

    /// What the division with today's code `today` was called in a report about `year` that holds `words`.
    #[must_use]
    pub fn name_then(self, today: &str, year: u16, words: &str) -> Option<&'static Former> {
        let peoples = Peoples::embedded();
        let is_named = |row: &Former| {
            let short = peoples.short_forms(row.name).with_unit;
            words.contains(row.name) || short.iter().any(|form| words.contains(form.as_str()))
        };
        let of_then = former().iter().filter(|row| {
            row.today == today
                && (row.whole && year <= row.last || year <= row.until && is_named(row))
        });
        // Of several changes, the first that was still to come.
        of_then.min_by_key(|row| (!is_named(row), row.until))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_leads_to_a_division_of_today() {
        let table = Divisions::embedded();
        let lines = include_str!("../../../data/former-divisions.tsv").lines();
        let rows = lines.filter(|line| !line.starts_with('#')).count();
        assert_eq!(former().len(), rows);
        assert!(rows > 300, "{rows}");
        for row in former() {
            let name = table.name(row.today);
            assert!(name.is_some_and(|name| name != row.name), "{row:?}");
            assert!(
                row.last <= row.until && (2003..2027).contains(&row.until),
                "{row:?}"
            );
        }
    }

    #[test]
    fn a_former_name_is_found_once() {
        let table = Divisions::embedded();
        assert_eq!(table.find("错那县"), Ok("540581".to_owned()));
        assert_eq!(table.find("四川/郫县"), Ok("510117".to_owned()));
        assert_eq!(table.find("542400"), Ok("5406".to_owned()));
    }

    #[test]
    fn a_place_has_the_name_of_its_time() {
        let table = Divisions::embedded();
        let then = |today, year, words| table.name_then(today, year, words).map(|row| row.name);
        assert_eq!(then("530114", 2009, ""), Some("呈贡县"));
        assert_eq!(then("530114", 2011, "呈贡县人民政府"), Some("呈贡县"));
        assert_eq!(then("530114", 2011, "呈贡区人民政府"), None);
        assert_eq!(then("530114", 2012, "原呈贡县"), None);
        assert_eq!(then("310101", 2009, "黄浦区"), None, "it was there");
        assert_eq!(then("310101", 2009, "卢湾区人民政府"), Some("卢湾区"));
        assert_eq!(then("5406", 2016, ""), Some("那曲地区"));
    }
}
