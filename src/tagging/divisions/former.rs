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

    /// What the division with today's code `today` was called in a report about `year` that holds `words`. Lines
    /// that count more come first: the first that names it decides.
    #[must_use]
    pub fn name_then(self, today: &str, year: u16, words: &str) -> Option<&'static Former> {
        let peoples = Peoples::embedded();
        let own = self.name(today)?;
        let of_then: Vec<&Former> = (former().iter())
            .filter(|row| row.today == today && year <= row.until)
            .collect();
        match first_named(&of_then, own, words, &peoples) {
            Some(Named::Former(row)) => Some(row),
            Some(Named::Own) | None => became_as_a_whole(&of_then, own, year, &peoples),
        }
    }

    /// The code of today of the county-level city that was called then like the prefecture around it is
    /// today, where the words mean that one: 哈密市 of 2014 is 伊州区, for the prefecture was 哈密地区.
    #[must_use]
    pub fn county_then(self, today: &str, year: u16, words: &str) -> Option<&'static str> {
        let own = self.name(today).filter(|_| today.len() == 4)?;
        let then = |row: &&Former| row.whole && year <= row.last;
        let above = former()
            .iter()
            .filter(then)
            .find(|row| row.today == today)?;
        let county = former().iter().filter(then).find(|row| {
            row.name == own && row.today.len() > today.len() && row.today.starts_with(today)
        })?;
        let chain = format!("{}{own}", above.name);
        let is_meant = words.lines().find_map(|line| {
            let chained = line.contains(&chain);
            match (line.contains(own), line.contains(above.name)) {
                (false, false) => None,
                // A text that names both may be either's.
                (named, other) => Some(chained || named && !other),
            }
        });
        is_meant.unwrap_or(false).then_some(county.today)
    }

    /// The prefecture or city, as it was called then, to which a former county belonged in another than today.
    #[must_use]
    pub fn city_then(self, county: &Former, year: u16) -> Option<&'static str> {
        let above = county.code.get(..4).filter(|_| county.code.len() == 6)?;
        let then = |row: &&Former| row.code == above && year <= row.until;
        former().iter().find(then).map(|row| row.name)
    }
}

/// What a report calls its place.
enum Named {
    /// As it was called then.
    Former(&'static Former),
    /// As it is today.
    Own,
}

/// The first name, of those then and today's, that the words hold.
fn first_named(
    of_then: &[&'static Former],
    own: &str,
    words: &str,
    peoples: &Peoples,
) -> Option<Named> {
    if of_then.is_empty() {
        return None;
    }
    words.lines().find_map(|line| {
        // 巢湖市 of then and of today are two.
        let is_two = of_then.iter().any(|row| row.name == own);
        let own_at = first_at(line, own, peoples).filter(|_| !is_two);
        // 沙县 is not named where 沙县区 is.
        let others = match own_at {
            Some(_) => line.replace(own, &"|".repeat(own.len())),
            None => line.to_owned(),
        };
        let mut named: Vec<(usize, &Former)> = (of_then.iter())
            .filter_map(|row| Some((first_at(&others, row.name, peoples)?, *row)))
            .collect();
        // Of several changes the first that was still to come; of a city and its district the district.
        named.sort_by_key(|(at, row)| (row.until, usize::MAX - row.code.len(), *at));
        match (named.first(), own_at) {
            // 崇川区 may speak of 港闸区 beside it, or of what it was called before.
            (Some((at, _)), Some(own_at)) if own_at < *at => Some(Named::Own),
            (Some((_, row)), _) => Some(Named::Former(row)),
            (None, own_at) => own_at.map(|_| Named::Own),
        }
    })
}

/// Where a line names a division by its full name, or by a short one with its unit word.
fn first_at(line: &str, name: &str, peoples: &Peoples) -> Option<usize> {
    let short = peoples.short_forms(name).with_unit;
    let short = short.iter().filter_map(|form| line.find(form.as_str()));
    line.find(name).into_iter().chain(short).min()
}

/// The one that became today's division as a whole after `year`; of several the one of its name.
fn became_as_a_whole(
    of_then: &[&'static Former],
    own: &str,
    year: u16,
    peoples: &Peoples,
) -> Option<&'static Former> {
    let whole = of_then.iter().filter(|row| row.whole && year <= row.last);
    let first = whole.clone().map(|row| row.until).min()?;
    let mut whole: Vec<&Former> = whole.copied().filter(|row| row.until == first).collect();
    let is_alike =
        |row: &&Former| peoples.short_forms(row.name).stem == peoples.short_forms(own).stem;
    if whole.iter().any(|row| row.name != whole[0].name) {
        whole.retain(is_alike);
    }
    whole.first().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn then(today: &str, year: u16, words: &str) -> Option<&'static str> {
        let named = Divisions::embedded().name_then(today, year, words);
        named.map(|row| row.name)
    }

    #[test]
    fn every_row_leads_to_a_division_of_today() {
        let table = Divisions::embedded();
        let lines = include_str!("../../../data/former-divisions.tsv").lines();
        let rows = lines.filter(|line| !line.starts_with('#')).count();
        assert_eq!(former().len(), rows);
        assert!(rows > 300, "{rows}");
        for row in former() {
            let name = table.name(row.today);
            let same = |name| name == row.name && row.code.len() == row.today.len();
            assert!(name.is_some_and(|name| !same(name)), "{row:?}");
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
        assert_eq!(then("530114", 2009, ""), Some("呈贡县"));
        assert_eq!(then("530114", 2011, "呈贡县人民政府"), Some("呈贡县"));
        assert_eq!(then("530114", 2011, "呈贡区人民政府"), None);
        assert_eq!(then("530114", 2012, "原呈贡县"), None);
        assert_eq!(then("310101", 2009, "黄浦区"), None, "it was there");
        assert_eq!(then("310101", 2009, "卢湾区人民政府"), Some("卢湾区"));
        assert_eq!(then("5406", 2016, ""), Some("那曲地区"));
    }

    #[test]
    fn who_was_there_keeps_its_name_before_it_took_in_another() {
        for (today, year, own, other) in [
            ("320613", 2019, "崇川区", "港闸区"),
            ("340209", 2018, "弋江区", "三山区"),
            ("350404", 2019, "三元区", "梅列区"),
            ("230719", 2018, "友好区", "上甘岭区"),
            ("230110", 2004, "香坊区", "动力区"),
        ] {
            assert_eq!(then(today, year, own), None, "{own}");
            assert_eq!(then(today, year, ""), None, "{own}");
            assert_eq!(then(today, year, other), Some(other));
            let title_first = format!("{own}报告\n{own}与{other}");
            assert_eq!(then(today, year, &title_first), None, "{own}");
            let title_first = format!("{other}报告\n{own}与{other}");
            assert_eq!(then(today, year, &title_first), Some(other));
        }
    }

    #[test]
    fn a_county_is_told_from_the_prefecture_that_bears_its_name_today() {
        let table = Divisions::embedded();
        for (city, year, name, county, prefecture) in [
            ("6505", 2014, "哈密市", "650502", "哈密地区"),
            ("6504", 2013, "吐鲁番市", "650402", "吐鲁番地区"),
            ("5402", 2013, "日喀则市", "540202", "日喀则地区"),
            ("5206", 2009, "铜仁市", "520602", "铜仁地区"),
            ("5205", 2010, "毕节市", "520502", "毕节地区"),
        ] {
            let told = |words: &str| table.county_then(city, year, words);
            assert_eq!(told(&format!("{name}{year}年报告")), Some(county));
            assert_eq!(
                told(&format!("{prefecture}{name}{year}年报告")),
                Some(county)
            );
            assert_eq!(
                told(&format!("{name}报告\n在{prefecture}行署领导下")),
                Some(county)
            );
            assert_eq!(told(&format!("{prefecture}报告\n{name}")), None);
            assert_eq!(told(""), None);
            assert_eq!(table.county_then(city, 2018, name), None, "{name}");
            assert_eq!(then(county, year, name), Some(name));
        }
    }

    #[test]
    fn a_city_that_was_dissolved_had_districts_of_its_own() {
        let table = Divisions::embedded();
        assert_eq!(then("340181", 2010, "巢湖市报告"), Some("巢湖市"));
        assert_eq!(then("340181", 2010, "巢湖市居巢区报告"), Some("居巢区"));
        assert_eq!(then("340181", 2010, "居巢区报告\n巢湖市"), Some("居巢区"));
        assert_eq!(then("340181", 2013, "巢湖市报告"), None);
        assert_eq!(then("370116", 2017, "莱芜市莱城区报告"), Some("莱城区"));
        assert_eq!(then("370116", 2017, "莱芜市报告\n莱城区"), Some("莱芜市"));
        let row = table.name_then("370116", 2017, "莱城区").unwrap();
        assert_eq!(table.city_then(row, 2017), Some("莱芜市"));
    }

    #[test]
    fn of_several_that_became_one_only_a_name_tells_which() {
        assert_eq!(then("410308", 2019, "吉利区"), Some("吉利区"));
        assert_eq!(then("410308", 2019, ""), Some("孟津县"), "one is called so");
        assert_eq!(then("370614", 2018, ""), Some("蓬莱市"));
        assert_eq!(then("320508", 2011, "姑苏区"), None, "any of three");
        assert_eq!(then("350405", 2021, "沙县区人民政府"), None);
        assert_eq!(then("350405", 2021, "沙县人民政府"), Some("沙县"));
    }
}
