//! Counts of mentions by region, year, topic, part, level, report, and by several at once.
//!
//! Made from postings and columns alone; only rows that name a report read one.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use tantivy::columnar::StrColumn;

use super::error::QueryError;
use super::filter::Filter;
use super::locate::Blocks;
use super::mentions::Totals;
use super::needle::Needle;
use crate::index::OpenIndex;
use crate::index::schema::UNKNOWN;
use crate::tagging::{Divisions, Region, Taxonomy};

/// What mentions are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facet {
    /// The region, at its own level.
    Region,
    /// The province, city or county that the region lies in.
    Province,
    /// See [`Facet::Province`].
    City,
    /// See [`Facet::Province`].
    County,
    /// The reporting year.
    Year,
    /// A passage with several topics counts for each.
    Topic,
    /// Part of the report.
    Part,
    /// Level of the report.
    Level,
    /// The report itself.
    Report,
}

impl Facet {
    /// All facets.
    pub const ALL: [Facet; 9] = [
        Facet::Region,
        Facet::Province,
        Facet::City,
        Facet::County,
        Facet::Year,
        Facet::Topic,
        Facet::Part,
        Facet::Level,
        Facet::Report,
    ];

    /// Its name in commands and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Facet::Region => "region",
            Facet::Province => "province",
            Facet::City => "city",
            Facet::County => "county",
            Facet::Year => "year",
            Facet::Topic => "topic",
            Facet::Part => "part",
            Facet::Level => "level",
            Facet::Report => "report",
        }
    }

    /// The column it is read from.
    fn column(self) -> &'static str {
        match self {
            Facet::Region | Facet::Province | Facet::City | Facet::County => "region_code",
            Facet::Report => "ordinal",
            other => other.name(),
        }
    }
}

impl fmt::Display for Facet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Facet {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Facet::ALL
            .into_iter()
            .find(|facet| facet.name() == name)
            .ok_or_else(|| {
                format!(
                    "{name:?} is none of {}",
                    Facet::ALL.map(Facet::name).join(", ")
                )
            })
    }
}

/// A facet's value in one row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// A year.
    Year(u16),
    /// A name: topic, part or level.
    Name(String),
    /// A region: its path of full names and its code.
    Region {
        /// Code, first for its order.
        code: String,
        /// `云南省/昆明市`
        path: String,
    },
    /// A report.
    Report {
        /// Where it lies.
        path: String,
        /// Its id.
        id: String,
    },
    /// The tag is not known.
    Unknown,
}

/// One row: a value for each facet asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The values, in the order of the facets.
    pub values: Vec<Value>,
    /// What was counted.
    pub totals: Totals,
}

/// Counts of one term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    /// All of it.
    pub totals: Totals,
    /// By the facets asked for; empty without any.
    pub rows: Vec<Row>,
}

/// Counts the mentions of `needle` that pass `filter`.
pub fn count(
    index: &OpenIndex,
    needle: &Needle,
    filter: &Filter,
    facets: &[Facet],
) -> Result<Counts, QueryError> {
    let filter = filter.query();
    let mut total = Tally::default();
    let mut rows: BTreeMap<Vec<Value>, Tally> = BTreeMap::new();
    for segment in 0..index.searcher.segment_readers().len() as u32 {
        let blocks = Blocks::new(index, segment)?;
        let mut groups: BTreeMap<Vec<u64>, Tally> = BTreeMap::new();
        let columns = columns(index, segment, facets)?;
        total.next_segment();
        for passage in needle.passages(index, segment, filter.as_deref())? {
            let Some(report) = blocks.report_of(passage.doc) else {
                continue;
            };
            total.add(passage.mentions, report);
            if !facets.is_empty() {
                for key in keys(&columns, passage.doc, report) {
                    groups.entry(key).or_default().add(passage.mentions, report);
                }
            }
        }
        let mut names = Names::new(index, segment)?;
        for (key, tally) in groups {
            let values = facets.iter().zip(&columns).zip(key);
            let values =
                values.map(|((facet, column), key)| names.value(*facet, column.as_ref(), key));
            let values = values.collect::<Result<Vec<Value>, QueryError>>()?;
            rows.entry(values).or_default().merge(tally);
        }
    }
    let rows = rows
        .into_iter()
        .map(|(values, tally)| Row {
            values,
            totals: tally.totals,
        })
        .collect();
    Ok(Counts {
        totals: total.totals,
        rows,
    })
}

/// Sums up; passages of one report come one after another.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    totals: Totals,
    last_report: Option<u32>,
}

impl Tally {
    fn add(&mut self, mentions: u32, report: u32) {
        self.totals.mentions += u64::from(mentions);
        self.totals.passages += 1;
        if self.last_report != Some(report) {
            self.totals.reports += 1;
            self.last_report = Some(report);
        }
    }

    fn next_segment(&mut self) {
        self.last_report = None;
    }

    fn merge(&mut self, other: Tally) {
        self.totals.mentions += other.totals.mentions;
        self.totals.passages += other.totals.passages;
        self.totals.reports += other.totals.reports;
    }
}

/// One column a facet; none for the report, which is known by its document.
fn columns(
    index: &OpenIndex,
    segment: u32,
    facets: &[Facet],
) -> Result<Vec<Option<StrColumn>>, QueryError> {
    let fast = index.searcher.segment_reader(segment).fast_fields();
    facets
        .iter()
        .map(|facet| match facet {
            Facet::Report => Ok(None),
            facet => Ok(fast.str(facet.column())?),
        })
        .collect()
}

const NO_VALUE: u64 = u64::MAX;

/// The groups that a passage counts for: one, or one a topic.
fn keys(columns: &[Option<StrColumn>], doc: u32, report: u32) -> Vec<Vec<u64>> {
    let mut keys = vec![Vec::with_capacity(columns.len())];
    for column in columns {
        let mut ords: Vec<u64> = match column {
            Some(column) => column.term_ords(doc).collect(),
            None => vec![u64::from(report)],
        };
        if ords.is_empty() {
            ords.push(NO_VALUE);
        }
        keys = keys
            .into_iter()
            .flat_map(|key: Vec<u64>| {
                ords.iter()
                    .map(move |ord| key.iter().copied().chain([*ord]).collect())
                    .collect::<Vec<Vec<u64>>>()
            })
            .collect();
    }
    keys
}

/// Turns the numbers of one segment back into values.
struct Names<'a> {
    index: &'a OpenIndex,
    segment: u32,
    divisions: Divisions,
}

impl<'a> Names<'a> {
    fn new(index: &'a OpenIndex, segment: u32) -> Result<Self, QueryError> {
        Ok(Names {
            index,
            segment,
            divisions: Divisions::embedded(),
        })
    }

    fn value(
        &mut self,
        facet: Facet,
        column: Option<&StrColumn>,
        key: u64,
    ) -> Result<Value, QueryError> {
        let mut text = String::new();
        match column {
            None if facet == Facet::Report => {
                let record = self.index.reports(self.segment)?.get(key as u32)?.record;
                return Ok(Value::Report {
                    path: record.path,
                    id: record.id,
                });
            }
            Some(column) if key != NO_VALUE => {
                column.ord_to_str(key, &mut text)?;
            }
            _ => return Ok(Value::Unknown),
        }
        if text == UNKNOWN {
            return Ok(Value::Unknown);
        }
        Ok(match facet {
            Facet::Region => self.region(&text),
            Facet::Province => self.region(&prefix(&text, 2)),
            Facet::City => self.region_of_width(&text, 4),
            Facet::County => self.region_of_width(&text, 6),
            Facet::Year => text.parse().map_or(Value::Unknown, Value::Year),
            Facet::Topic => {
                let topic = text
                    .parse()
                    .ok()
                    .and_then(|at: usize| Taxonomy::builtin().topics().get(at));
                topic.map_or(Value::Unknown, |topic| Value::Name(topic.name.clone()))
            }
            Facet::Part | Facet::Level | Facet::Report => Value::Name(text),
        })
    }

    fn region(&self, code: &str) -> Value {
        let region = Region::of(&self.divisions, code);
        Value::Region {
            path: region.path(),
            code: region.code,
        }
    }

    /// The region of `width` digits that `code` is or lies in, if there is one.
    fn region_of_width(&self, code: &str, width: usize) -> Value {
        let wanted = prefix(code, width);
        let region = Region::of(&self.divisions, &wanted);
        let own = match width {
            4 => region.city.is_some(),
            _ => region.county.is_some(),
        };
        if own {
            Value::Region {
                path: region.path(),
                code: region.code,
            }
        } else {
            Value::Unknown
        }
    }
}

/// The first `width` digits of a code, padded to six.
fn prefix(code: &str, width: usize) -> String {
    format!("{:0<6}", &code[..width.min(code.len())])
}
