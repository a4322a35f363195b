//! What a word of a query says of the reports it asks for: of which year they are, or from where.
//!
//! A report of 宜良县 need not name 云南 anywhere, and the plans of a report of 2022 often name 2023. So a year or
//! a place is also looked for among the tags of reports. A word that may well not be a place (公安 is a county,
//! 合作 a city) counts as one only if at least half the passages that hold it are from there.

use tantivy::Term as IndexTerm;
use tantivy::collector::Count;

use super::error::QueryError;
use super::holder::all;
use crate::index::OpenIndex;
use crate::index::schema::{REPORT, has};
use crate::tagging::Divisions;
use crate::text::{Term, is_han, plain};

/// Endings of place names written in full.
const UNITS: [&str; 11] = [
    "省", "市", "区", "县", "旗", "州", "盟", "镇", "乡", "街道", "苏木",
];

/// The tag that reports of this year or place have; `None` for other words.
pub fn scope(index: &OpenIndex, word: &Term) -> Result<Option<IndexTerm>, QueryError> {
    let plain = plain(word.written());
    let tag = match is_year(&plain) {
        true => IndexTerm::from_field_text(index.fields.year, &plain),
        false => match place(index, word, &plain)? {
            Some(code) => IndexTerm::from_field_text(index.fields.region, code),
            None => return Ok(None),
        },
    };
    Ok((index.searcher.doc_freq(&tag)? > 0).then_some(tag))
}

/// A place that a query names.
pub struct Place {
    /// Its names from the province down: 云南省/昆明市.
    pub path: String,
    /// How many reports are from there.
    pub reports: usize,
    /// What became of it, where the query names it as it was called before.
    pub now: Option<Now>,
}

/// What a place of a former name is today.
pub struct Now {
    /// Today's name.
    pub name: &'static str,
    /// Whether it bears that name now; else it was taken into what does.
    pub whole: bool,
}

/// The place that a whole query is the name of, if only one is called so, or was.
pub fn place_named(index: &OpenIndex, query: &str) -> Result<Option<Place>, QueryError> {
    let divisions = Divisions::embedded();
    let name = plain(query);
    let (code, now) = match (divisions.find_named(&name), divisions.codes_named(&name)) {
        (Some(code), _) => (code, None),
        (None, today) if !today.is_empty() => return Ok(None),
        (None, _) => {
            let formerly = divisions.formerly(&name);
            let [former] = formerly.as_slice() else {
                return Ok(None);
            };
            let now = divisions.name(former.today).map(|name| Now {
                name,
                whole: former.whole,
            });
            (former.today, now)
        }
    };
    let report = IndexTerm::from_field_text(index.fields.document, REPORT);
    let there = IndexTerm::from_field_text(index.fields.region, code);
    let reports = all([has(&report), has(&there)].into_iter());
    Ok(Some(Place {
        path: divisions.path(code),
        reports: index.searcher.search(reports.as_ref(), &Count)?,
        now,
    }))
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse().is_ok_and(|year| (1990..2100).contains(&year))
}

/// The code of a place that reports of the index are from.
fn place(index: &OpenIndex, word: &Term, plain: &str) -> Result<Option<&'static str>, QueryError> {
    if word.len() < 2 || !plain.chars().all(is_han) {
        return Ok(None);
    }
    let Some(code) = Divisions::embedded().find_named(plain) else {
        return Ok(None);
    };
    let in_full = UNITS.iter().any(|unit| plain.ends_with(unit));
    let is_sure = in_full || code.len() < 6 || is_said_there(index, word, code)?;
    Ok(is_sure.then_some(code))
}

/// Whether at least half the passages that hold a word are of reports from a place.
fn is_said_there(index: &OpenIndex, word: &Term, code: &str) -> Result<bool, QueryError> {
    let there = has(&IndexTerm::from_field_text(index.fields.region, code));
    let holds = || super::compile::holds(index, word);
    let said = index.searcher.search(holds().as_ref(), &Count)?;
    let said_there = all([holds(), there].into_iter());
    Ok(2 * index.searcher.search(said_there.as_ref(), &Count)? >= said)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::tests::made_of;

    #[test]
    fn years_and_places_are_told_from_other_words() {
        let others = "公安机关走访企业十家，云南来人考察。";
        let made = made_of([
            "公安县2023年法治政府建设年度报告\n一、举措\n走访企业三百家。".to_owned(),
            format!("宜良县2024年法治政府建设年度报告\n一、举措\n在宜良走访企业。{others}"),
            format!("宝鸡市2024年法治政府建设年度报告\n一、举措\n{others}"),
            format!("三明市2024年法治政府建设年度报告\n一、举措\n{others}"),
        ]);
        let index = OpenIndex::open(&made.home).unwrap();
        let tag = |word: &str| {
            let tag = scope(&index, &Term::parse(word).unwrap()).unwrap()?;
            Some(tag.value().as_str()?.to_owned())
        };
        for (word, code) in [
            ("云南", Some("53")),
            ("云南省", Some("53")),
            ("昆明", Some("5301")),
            ("宜良", Some("530125")),
            ("公安县", Some("421022")),
            ("2023", Some("2023")),
            // Said of others, not in the index, no place, no year.
            ("公安", None),
            ("贵州", None),
            ("企业", None),
            ("2021", None),
            ("12345", None),
        ] {
            assert_eq!(tag(word).as_deref(), code, "{word}");
        }
    }
}
