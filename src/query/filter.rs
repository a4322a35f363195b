//! Filters by region, year, topic, part and level: the same for every command.
//!
//! Values of one filter are alternatives, given one by one or with commas between; different filters all
//! hold. A value that cannot exist is refused rather than answered with nothing.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use tantivy::collector::Count;
use tantivy::query::{AllQuery, BooleanQuery, Occur, Query};
use tantivy::schema::Field;
use tantivy::{SegmentReader, Term};
use tantivy_common::BitSet;

use super::compile::{compile, left_out};
use super::error::{FilterError, QueryError};
use super::holder::all;
use super::language;
use super::settled::SettledQuery;
use crate::index::block::codes_above;
use crate::index::record::Record;
use crate::index::schema::{Fields, REPORT, UNKNOWN, has};
use crate::index::{CopySet, OpenIndex};
use crate::tagging::{Divisions, Kind, Level, Part};
use crate::text::Unknown;

/// Filters as typed.
#[derive(Clone, Debug, Default)]
pub struct FilterArgs {
    /// Names, paths or codes of regions.
    pub regions: Vec<String>,
    /// `2024` or `2020..2024`.
    pub years: Vec<String>,
    /// Names of topics.
    pub topics: Vec<String>,
    /// Names of parts.
    pub parts: Vec<String>,
    /// Names of levels.
    pub levels: Vec<String>,
    /// Names of kinds.
    pub kinds: Vec<String>,
    /// Numbers of roots; none means all.
    pub roots: Vec<u32>,
    /// Ids of reports; none means all.
    pub reports: Vec<String>,
    /// The path that roots or reports were told by, as typed.
    pub path: String,
}

/// What a filter goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterKind {
    /// A region and all below it.
    Region,
    /// The reporting year.
    Year,
    /// A topic of the passage.
    Topic,
    /// The part of the report that the passage stands in.
    Part,
    /// The level of the report.
    Level,
    /// The kind of text.
    Kind,
    /// The path searched, where it is a root or holds some.
    Root,
    /// The path searched, where it is reports of a root.
    Report,
}

impl FilterKind {
    /// Its name, for commands, addresses and fields of a query.
    pub fn name(self) -> &'static str {
        match self {
            FilterKind::Region => "region",
            FilterKind::Year => "year",
            FilterKind::Topic => "topic",
            FilterKind::Part => "part",
            FilterKind::Level => "level",
            FilterKind::Kind => "only",
            FilterKind::Root | FilterKind::Report => "reports",
        }
    }

    /// Whether it is the path that is searched.
    fn is_path(self) -> bool {
        matches!(self, FilterKind::Root | FilterKind::Report)
    }

    /// Whether reports may lack what it goes by.
    fn may_lack(self) -> bool {
        matches!(
            self,
            FilterKind::Region | FilterKind::Year | FilterKind::Level
        )
    }

    /// Where the index has it.
    fn field(self, fields: &Fields) -> Field {
        match self {
            FilterKind::Region => fields.region,
            FilterKind::Year => fields.year,
            FilterKind::Topic => fields.topic,
            FilterKind::Part => fields.part,
            FilterKind::Level => fields.level,
            FilterKind::Kind => fields.kind,
            FilterKind::Root => fields.root,
            FilterKind::Report => fields.report,
        }
    }
}

impl fmt::Display for FilterKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One filter: any of its terms must hold.
#[derive(Clone, Debug)]
struct Clause {
    kind: FilterKind,
    given: Vec<String>,
    field: Field,
    values: Vec<String>,
}

/// Filters ready to be asked.
#[derive(Debug, Default)]
pub struct Filter {
    clauses: Vec<Clause>,
    /// Roots and reports asked for; none means all.
    pub(super) within: (Vec<u32>, Vec<String>),
    /// What a passage must hold, or must not.
    conditions: Vec<(Occur, Box<dyn Query>)>,
    /// Reports that are left out as copies of others.
    pub(super) copies: Option<Arc<CopySet>>,
    settled: Option<SettledQuery>,
}

impl Filter {
    /// Checks the values and looks up what they mean.
    pub fn resolve(args: &FilterArgs, index: &OpenIndex) -> Result<Self, FilterError> {
        let mut clauses = Vec::new();
        let mut add = |kind: FilterKind, given: &[String], values: Vec<String>| {
            if !given.is_empty() {
                clauses.push(Clause {
                    kind,
                    given: given.to_vec(),
                    field: kind.field(&index.fields),
                    values,
                });
            }
        };
        add(FilterKind::Region, &args.regions, regions(&args.regions)?);
        let given = years(&args.years)?;
        add(FilterKind::Year, &args.years, texts(&given));
        let given = topics(&args.topics, index)?;
        add(FilterKind::Topic, &args.topics, texts(&given));
        let given: Vec<Part> = named(FilterKind::Part, &args.parts)?;
        add(FilterKind::Part, &args.parts, texts(&given));
        let given = levels(&args.levels)?;
        add(FilterKind::Level, &args.levels, texts(&given));
        let given: Vec<Kind> = named(FilterKind::Kind, &args.kinds)?;
        add(FilterKind::Kind, &args.kinds, texts(&given));
        let roots = texts(&args.roots);
        let typed = |values: &[String]| values.first().map(|_| args.path.clone());
        add(FilterKind::Root, typed(&roots).as_slice(), roots);
        let reports = args.reports.clone();
        add(FilterKind::Report, typed(&reports).as_slice(), reports);
        Ok(Filter {
            clauses,
            within: (args.roots.clone(), args.reports.clone()),
            ..Filter::default()
        })
    }

    /// The filter without what it asks of one tag: how much each of its other values would leave.
    pub fn without(&self, kind: FilterKind) -> Self {
        let clauses = self.clauses.iter().filter(|clause| clause.kind != kind);
        let conditions = self.conditions.iter();
        Filter {
            clauses: clauses.cloned().collect(),
            within: self.within.clone(),
            conditions: (conditions.map(|(occur, query)| (*occur, query.box_clone()))).collect(),
            copies: self.copies.clone(),
            settled: None,
        }
    }

    /// Whether it asks for some values of a tag.
    pub fn asks_for(&self, kind: FilterKind) -> bool {
        self.clauses.iter().any(|clause| clause.kind == kind)
    }

    /// Whether some copies of a report may pass and others not.
    pub(super) fn tells_copies_apart(&self) -> bool {
        !self.conditions.is_empty()
            || self.asks_for(FilterKind::Level)
            || self.asks_for(FilterKind::Kind)
    }

    /// Whether it asks for what only passages are or hold.
    pub fn asks_of_passages(&self) -> bool {
        !self.conditions.is_empty()
            || self.asks_for(FilterKind::Topic)
            || self.asks_for(FilterKind::Part)
    }

    /// Takes only passages for which a query holds: all its words, all that it says besides.
    pub fn add_conditions(&mut self, index: &OpenIndex, query: &str) -> Result<(), QueryError> {
        let clauses = language::parse(query)?.clauses;
        if clauses.is_empty() {
            return Err(QueryError::Empty(query.to_owned()));
        }
        for clause in clauses {
            self.conditions.push(match clause.occur {
                language::Occur::MustNot => (Occur::MustNot, left_out(index, &clause.node)?),
                _ => (Occur::Must, compile(index, &clause.node)?),
            });
        }
        Ok(())
    }

    /// Works out what passes, to be asked again and again.
    pub fn settle(&mut self, index: &OpenIndex) -> Result<(), QueryError> {
        if let Some(query) = self.query() {
            self.settled = Some(SettledQuery::new(&index.searcher, query.as_ref())?);
        }
        Ok(())
    }

    /// Whether everything passes but copies.
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty() && self.conditions.is_empty()
    }

    /// Whether the report `id` is left out as a copy of another.
    pub fn leaves_out(&self, id: &str) -> bool {
        let copies = self.copies.as_ref();
        copies.is_some_and(|copies| copies.ids.contains(id))
    }

    /// The documents of a segment that are left out as copies.
    pub(super) fn copies_in(&self, reader: &SegmentReader) -> Option<&BitSet> {
        self.copies.as_ref()?.documents.in_segment(reader)
    }

    /// The filter as a query, `None` if everything passes.
    pub fn query(&self) -> Option<Box<dyn Query>> {
        let copies = self.copies.as_ref();
        self.query_leaving_out(copies.map(|copies| SettledQuery(copies.documents.clone())))
    }

    /// The same, but copies pass: for who looks at each passage anyway and asks [`Self::copies_in`] about it.
    pub(super) fn query_with_copies(&self) -> Option<Box<dyn Query>> {
        self.query_leaving_out(None)
    }

    fn query_leaving_out(&self, copies: Option<SettledQuery>) -> Option<Box<dyn Query>> {
        if let Some(settled) = &self.settled {
            return Some(Box::new(settled.clone()));
        }
        let mut all: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        all.extend(
            self.query_of(self.clauses.iter())
                .map(|query| (Occur::Must, query)),
        );
        all.extend(
            self.conditions
                .iter()
                .map(|(occur, query)| (*occur, query.box_clone())),
        );
        if let Some(copies) = copies {
            all.push((Occur::MustNot, Box::new(copies)));
        }
        if all.iter().all(|(occur, _)| *occur == Occur::MustNot) && !all.is_empty() {
            all.push((Occur::Must, Box::new(AllQuery)));
        }
        (!all.is_empty()).then(|| Box::new(BooleanQuery::new(all)) as Box<dyn Query>)
    }

    /// Each filter by itself, with its kind and values, to say what it left.
    pub fn each(&self, index: &OpenIndex) -> Result<Vec<(FilterKind, String, Filter)>, QueryError> {
        let alone = |clause: &Clause| {
            let filter = self.only(index, |other| other.kind == clause.kind)?;
            Ok((clause.kind, clause.given.join(" / "), filter))
        };
        self.clauses.iter().map(alone).collect()
    }

    /// What passes without filters, within what is searched at all; `None` if it asks for nothing else.
    pub fn dropped(&self, index: &OpenIndex) -> Result<Option<Filter>, QueryError> {
        let asks =
            !self.conditions.is_empty() || self.clauses.iter().any(|clause| !clause.kind.is_path());
        asks.then(|| self.only(index, |_| false)).transpose()
    }

    /// Some of its clauses and the path it is asked within, copies counted once as before.
    fn only(
        &self,
        index: &OpenIndex,
        keep: impl Fn(&Clause) -> bool,
    ) -> Result<Filter, QueryError> {
        let kept = self.clauses.iter();
        let kept = kept.filter(|clause| clause.kind.is_path() || keep(clause));
        let mut filter = Filter {
            clauses: kept.cloned().collect(),
            within: self.within.clone(),
            ..Filter::default()
        };
        if self.copies.is_some() {
            filter.take_each_report_once(index, None)?;
        }
        Ok(filter)
    }

    fn query_of<'a>(&self, clauses: impl Iterator<Item = &'a Clause>) -> Option<Box<dyn Query>> {
        let all: Vec<(Occur, Box<dyn Query>)> = clauses
            .map(|clause| {
                let terms = clause
                    .values
                    .iter()
                    .map(|value| Term::from_field_text(clause.field, value));
                let any = terms.map(|term| (Occur::Should, has(&term))).collect();
                let any: Box<dyn Query> = Box::new(BooleanQuery::new(any));
                (Occur::Must, any)
            })
            .collect();
        (!all.is_empty()).then(|| Box::new(BooleanQuery::new(all)) as Box<dyn Query>)
    }

    /// Whether passage `at` of a report passes, by its record alone.
    pub fn admits(&self, record: &Record, at: usize) -> bool {
        self.clauses.iter().all(|clause| {
            let holds = |value: &str| clause.values.iter().any(|wanted| wanted == value);
            let passage = &record.passages[at];
            match clause.kind {
                FilterKind::Region => record
                    .region
                    .as_ref()
                    .is_some_and(|region| codes_above(region.today()).any(holds)),
                FilterKind::Year => record.year.is_some_and(|year| holds(&year.to_string())),
                FilterKind::Level => record.level.is_some_and(|level| holds(level.name())),
                FilterKind::Part => holds(passage.part.name()),
                FilterKind::Topic => passage.topics.iter().any(|topic| holds(&topic.to_string())),
                FilterKind::Kind => holds(record.kind.name()),
                FilterKind::Root => holds(&record.root.to_string()),
                FilterKind::Report => holds(&record.id),
            }
        })
    }

    /// How many reports each filter leaves out because they lack its tag: `(filter, reports)`.
    pub fn lacking(&self, index: &OpenIndex) -> Result<Vec<(FilterKind, usize)>, QueryError> {
        let path = self.query_of(self.clauses.iter().filter(|clause| clause.kind.is_path()));
        let mut lacking = Vec::new();
        for clause in self.clauses.iter().filter(|clause| clause.kind.may_lack()) {
            let report = has(&Term::from_field_text(index.fields.document, REPORT));
            let unknown = has(&Term::from_field_text(clause.field, UNKNOWN));
            let path = path.iter().map(|path| path.box_clone());
            let query = all([report, unknown].into_iter().chain(path));
            let count = index.searcher.search(query.as_ref(), &Count)?;
            if count > 0 {
                lacking.push((clause.kind, count));
            }
        }
        Ok(lacking)
    }
}

/// The codes of today of regions as a person gives them.
pub fn regions(given: &[String]) -> Result<Vec<String>, FilterError> {
    if given.is_empty() {
        return Ok(Vec::new());
    }
    let divisions = Divisions::embedded();
    each(given)
        .map(|name| Ok(divisions.find(&crate::text::plain(name))?))
        .collect()
}

/// The years that a person gives, alone or as ranges.
pub fn years(given: &[String]) -> Result<Vec<u16>, FilterError> {
    let mut years = Vec::new();
    for text in each(given) {
        let year = |part: &str| -> Result<u16, FilterError> {
            let year = part.trim().trim_end_matches('年').parse().ok();
            year.filter(|year| (1949..2100).contains(year))
                .ok_or_else(|| FilterError::Year(text.to_owned()))
        };
        let (from, to) = match text.split_once("..") {
            Some((from, to)) => (year(from)?, year(to)?),
            None => (year(text)?, year(text)?),
        };
        if from > to {
            return Err(FilterError::YearsBackwards { from, to });
        }
        years.extend(from..=to);
    }
    Ok(years)
}

/// The numbers of topics.
fn topics(given: &[String], index: &OpenIndex) -> Result<Vec<usize>, FilterError> {
    if given.is_empty() {
        return Ok(Vec::new());
    }
    let topics = index.taxonomy().topics();
    let number = |name: &str| {
        let wanted = crate::text::plain(name);
        let at = topics.iter().position(|topic| topic.name == wanted);
        at.ok_or_else(|| {
            let known = topics.iter().map(|topic| topic.name.as_str());
            FilterError::Unknown {
                filter: FilterKind::Topic,
                unknown: Unknown::new("topic", name, known),
            }
        })
    };
    each(given).map(number).collect()
}

/// Levels by their names.
pub fn levels(given: &[String]) -> Result<Vec<Level>, FilterError> {
    named(FilterKind::Level, given)
}

/// The members of a closed set, however a person calls them.
fn named<T: FromStr<Err = Unknown>>(
    filter: FilterKind,
    given: &[String],
) -> Result<Vec<T>, FilterError> {
    let member = |name: &str| {
        let member = name.parse();
        member.map_err(|unknown| FilterError::Unknown { filter, unknown })
    };
    each(given).map(member).collect()
}

/// The values of a filter.
fn each(given: &[String]) -> impl Iterator<Item = &str> {
    given.iter().flat_map(|values| values.split([',', '，']))
}

/// Values as the index has them.
fn texts<T: ToString>(values: &[T]) -> Vec<String> {
    values.iter().map(T::to_string).collect()
}
