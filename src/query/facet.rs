//! What is counted by: regions, years, topics … and their values.

use std::fmt;
use std::str::FromStr;

use super::filter::FilterKind;
use crate::text::Unknown;

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

    /// The filter by it.
    pub fn filter(self) -> FilterKind {
        match self {
            Facet::Region | Facet::Province | Facet::City | Facet::County => FilterKind::Region,
            Facet::Year => FilterKind::Year,
            Facet::Topic => FilterKind::Topic,
            Facet::Part => FilterKind::Part,
            Facet::Level => FilterKind::Level,
            Facet::Report => FilterKind::Report,
        }
    }

    /// The column it is read from.
    pub(super) fn column(self) -> &'static str {
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
    type Err = Unknown;

    fn from_str(name: &str) -> Result<Self, Unknown> {
        Facet::ALL
            .into_iter()
            .find(|facet| facet.name() == name)
            .ok_or_else(|| Unknown::new("facet", name, Facet::ALL.map(Facet::name)))
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
    /// There is no such division, as no city stands above 石河子市: the one above it.
    Without {
        /// Its code, first for its order.
        code: String,
        /// `新疆维吾尔自治区`
        path: String,
    },
    /// The tag is not known.
    Unknown,
}

impl Value {
    /// The value as programs are told it, to whom nothing is nothing.
    pub fn known(&self) -> &Value {
        match self {
            Value::Without { .. } => &Value::Unknown,
            value => value,
        }
    }
}
