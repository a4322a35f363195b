//! The parameters of a request: those that are known, each read as what it must be.

use std::ops::RangeInclusive;
use std::str::FromStr;

use super::answer::Failure;
use super::chinese;
use super::limits::{OFFSET, PARAMETERS, QUERY, RESULTS, TERM, TERMS};
use super::problem::{Code, Problem};
use crate::index::OpenIndex;
use crate::present::RowFormat;
use crate::query::synonyms::Synonyms;
use crate::query::{Filter, FilterArgs, Needle, ParsedQuery};
use crate::text::Unknown;

/// Filters, the same for all.
pub const FILTERS: [&str; 8] = [
    "region",
    "year",
    "topic",
    "part",
    "level",
    "only",
    "where",
    "all_copies",
];

/// Names and values, in their order.
#[derive(Clone, Debug, Default)]
pub struct Params(Vec<(String, String)>);

impl Params {
    /// Reads the query of an address. Empty values are as if not given: forms send what is not filled in.
    pub fn read(query: Option<&str>) -> Result<Self, Problem> {
        let pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        let pairs: Vec<(String, String)> = pairs
            .map(|(name, value)| (name.into_owned(), value.trim().to_owned()))
            .take(PARAMETERS + 1)
            .collect();
        if pairs.len() > PARAMETERS {
            let detail = format!("more than {PARAMETERS} parameters");
            return Err(Problem::new(Code::BadParameter, detail));
        }
        Ok(Params(pairs))
    }

    /// Refuses what is in none of `known`, and what is named without a value.
    pub fn only(self, known: &[&[&str]]) -> Result<Self, Problem> {
        if let Some((name, _)) = self.0.iter().find(|(_, value)| value.is_empty()) {
            return Err(Problem::parameter(name, "give it a value, or leave it out"));
        }
        let is_known = |name: &str| known.iter().any(|names| names.contains(&name));
        match self.0.iter().find(|(name, _)| !is_known(name)) {
            None => Ok(self),
            Some((name, _)) => {
                let known = known.concat().join(", ");
                let detail = format!("{name:?} is none of {known}");
                Err(Problem::new(Code::UnknownParameter, detail))
            }
        }
    }

    /// All values of a parameter.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        let given = self.0.iter().filter(|(_, value)| !value.is_empty());
        let own = given.filter(move |(other, _)| other == name);
        own.map(|(_, value)| value.as_str())
    }

    /// The value of a parameter that is given once at most.
    pub fn one(&self, name: &str) -> Result<Option<&str>, Problem> {
        let mut values = self.all(name);
        let first = values.next();
        match values.next() {
            None => Ok(first),
            Some(_) => Err(Problem::parameter(name, "give it once")),
        }
    }

    /// Whether a parameter is `true`.
    pub fn flag(&self, name: &str) -> Result<bool, Problem> {
        match self.one(name)? {
            None | Some("false" | "0") => Ok(false),
            Some("true" | "1") => Ok(true),
            Some(other) => Err(Problem::parameter(
                name,
                format!("{other:?} is neither true nor false"),
            )),
        }
    }

    /// Whether results are to be put together by report.
    pub fn by_report(&self) -> Result<bool, Problem> {
        match self.one("group")? {
            None => Ok(false),
            Some("report") => Ok(true),
            Some(other) => Err(Problem::parameter(
                "group",
                format!("{other:?} is not report"),
            )),
        }
    }

    /// A number within bounds.
    pub fn number<T: FromStr + PartialOrd + std::fmt::Display + Copy>(
        &self,
        name: &str,
        bounds: RangeInclusive<T>,
    ) -> Result<Option<T>, Problem> {
        let Some(given) = self.one(name)? else {
            return Ok(None);
        };
        let number = given.parse().ok().filter(|number| bounds.contains(number));
        number.map(Some).ok_or_else(|| {
            let (least, most) = (bounds.start(), bounds.end());
            Problem {
                shown: Some(format!("{name} 应是 {least} 到 {most} 的数。")),
                ..Problem::parameter(
                    name,
                    format!("{given:?} is no number from {least} to {most}"),
                )
            }
        })
    }

    /// What a parameter names.
    pub fn named<T: FromStr<Err = Unknown>>(&self, name: &str) -> Result<Option<T>, Problem> {
        let given = self.one(name)?.map(str::parse);
        given.transpose().map_err(|wrong| unknown(name, &wrong))
    }

    /// What a list names: repeated, or with commas between.
    pub fn list<T: FromStr<Err = Unknown>>(&self, name: &str) -> Result<Vec<T>, Problem> {
        let given = self
            .all(name)
            .flat_map(|list| list.split(','))
            .map(str::parse);
        let named: Result<_, _> = given.collect();
        named.map_err(|wrong| unknown(name, &wrong))
    }

    /// `limit`; at most what one document holds.
    pub fn limit(&self, default: usize) -> Result<usize, Problem> {
        Ok(self.number("limit", 1..=RESULTS)?.unwrap_or(default))
    }

    /// `offset` into a ranking.
    pub fn offset(&self) -> Result<usize, Problem> {
        Ok(self.number("offset", 0..=OFFSET)?.unwrap_or(0))
    }

    /// The query `q`, as written and as read.
    pub fn query(&self) -> Result<Option<(String, ParsedQuery)>, Problem> {
        let as_written = self.flag("no_synonyms")?;
        let Some(written) = self.one("q")? else {
            return Ok(None);
        };
        short("q", written, QUERY)?;
        let parsed = ParsedQuery::parse(written).map_err(|error| Problem::of_query(&error))?;
        let parsed = match as_written {
            true => parsed,
            false => parsed.with(Synonyms::builtin()),
        };
        Ok(Some((written.to_owned(), parsed)))
    }

    /// The terms `term`.
    pub fn terms(&self) -> Result<Vec<Needle>, Problem> {
        let exact = self.flag("exact")?;
        let mut needles = Vec::new();
        for written in self.all("term") {
            short("term", written, TERM)?;
            let needle =
                Needle::parse(written, exact).map_err(|error| Problem::of_query(&error))?;
            needles.push(needle);
        }
        if needles.len() > TERMS {
            return Err(Problem::parameter(
                "term",
                format!("at most {TERMS} at once"),
            ));
        }
        Ok(needles)
    }

    /// The filters.
    fn filters(&self) -> FilterArgs {
        let all = |name| self.all(name).map(str::to_owned).collect();
        FilterArgs {
            regions: all("region"),
            years: all("year"),
            topics: all("topic"),
            parts: all("part"),
            levels: all("level"),
            kinds: all("only"),
            ..FilterArgs::default()
        }
    }

    /// The filters, resolved; copies are left out unless they are asked for.
    pub fn filter(&self, index: &OpenIndex) -> Result<Filter, Failure> {
        self.filter_for(index, None)
    }

    /// The same for a query, which may ask for some copies and not for others.
    pub fn filter_for(
        &self,
        index: &OpenIndex,
        query: Option<&ParsedQuery>,
    ) -> Result<Filter, Failure> {
        let mut filter = Filter::resolve(&self.filters(), index)?;
        if let Some(query) = self.one("where")? {
            short("where", query, QUERY)?;
            filter.add_conditions(index, query)?;
        }
        if !self.flag("all_copies")? {
            filter.take_each_report_once(index, query)?;
        }
        Ok(filter)
    }

    /// How rows are written: by `format`, else by what the `Accept` header wants.
    pub fn format(&self, accept: Option<&str>) -> Result<RowFormat, Problem> {
        let excel = self.flag("excel")?;
        match self.one("format")? {
            Some("json") => Ok(RowFormat::Json),
            Some("jsonl") => Ok(RowFormat::Jsonl),
            Some("csv") => Ok(RowFormat::Csv { excel }),
            Some(other) => Err(Problem::parameter(
                "format",
                format!("{other:?} is none of json, jsonl, csv"),
            )),
            None => Ok(match accept.map_or("", wanted) {
                "text/csv" => RowFormat::Csv { excel },
                "application/jsonl" | "application/x-ndjson" => RowFormat::Jsonl,
                _ => RowFormat::Json,
            }),
        }
    }
}

/// The kind that an `Accept` header wants most; of those wanted alike, the first.
fn wanted(accept: &str) -> &str {
    let mut best = ("", 0.0);
    for kind in accept.split(',') {
        let (name, rest) = kind.split_once(';').unwrap_or((kind, ""));
        let weight = rest
            .trim()
            .strip_prefix("q=")
            .and_then(|weight| weight.trim().parse().ok());
        let weight: f32 = weight.unwrap_or(1.0);
        if weight > best.1 {
            best = (name.trim(), weight);
        }
    }
    best.0
}

fn unknown(name: &str, wrong: &Unknown) -> Problem {
    Problem {
        shown: Some(chinese::no_such(name, wrong)),
        ..Problem::parameter(name, wrong)
    }
}

/// Refuses what is too long.
fn short(name: &str, written: &str, most: usize) -> Result<(), Problem> {
    match written.chars().nth(most) {
        None => Ok(()),
        Some(_) => Err(Problem {
            shown: Some(format!("太长了，最多 {most} 个字。")),
            ..Problem::parameter(name, format!("longer than {most} characters"))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Params {
        Params::read(Some(query)).unwrap()
    }

    #[test]
    fn values_are_read_as_what_they_must_be() {
        let params = read(
            "q=%E6%99%AE%E6%B3%95+%E8%B0%83%E8%A7%A3&limit=20&year=2023&year=2024&diverse=true&part=",
        );
        assert_eq!(params.one("q").unwrap(), Some("普法 调解"));
        assert_eq!(params.limit(10).unwrap(), 20);
        assert_eq!(params.offset().unwrap(), 0);
        assert!(params.flag("diverse").unwrap() && !params.flag("explain").unwrap());
        assert_eq!(params.filters().years, ["2023", "2024"]);
        assert!(params.filters().parts.is_empty(), "an empty value is none");
    }

    #[test]
    fn what_cannot_be_read_is_refused_by_name() {
        let code = |problem: Problem| (problem.code, problem.detail);
        let (kind, detail) = code(read("limit=0").limit(10).unwrap_err());
        assert_eq!(
            (kind, detail.as_str()),
            (
                Code::BadParameter,
                "limit: \"0\" is no number from 1 to 1000"
            )
        );
        assert_eq!(
            code(read("q=a&q=b").one("q").unwrap_err()).0,
            Code::BadParameter
        );
        assert_eq!(
            code(read("excel=yes").flag("excel").unwrap_err()).0,
            Code::BadParameter
        );
        let (kind, detail) = code(read("qq=1").only(&[&["q"], &FILTERS]).unwrap_err());
        assert_eq!(kind, Code::UnknownParameter);
        assert!(
            detail.contains("\"qq\"") && detail.contains("region"),
            "{detail}"
        );
        let long = format!("q={}", "a".repeat(QUERY + 1));
        assert_eq!(code(read(&long).query().unwrap_err()).0, Code::BadParameter);
        let many = "term=a&".repeat(PARAMETERS + 1);
        assert!(Params::read(Some(&many)).is_err());
    }

    #[test]
    fn the_format_is_given_or_negotiated() {
        let format = |query: &str, accept| read(query).format(accept);
        assert_eq!(format("", None), Ok(RowFormat::Json));
        assert_eq!(
            format("", Some("text/csv")),
            Ok(RowFormat::Csv { excel: false })
        );
        assert_eq!(
            format("", Some("application/x-ndjson")),
            Ok(RowFormat::Jsonl)
        );
        assert_eq!(format("format=json", Some("text/csv")), Ok(RowFormat::Json));
        assert_eq!(
            format("format=csv&excel=1", None),
            Ok(RowFormat::Csv { excel: true })
        );
        assert!(format("format=xml", None).is_err());
    }
}
