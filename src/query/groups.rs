//! The groups that passages fall into, by the columns of a segment.

use std::collections::{BTreeMap, HashMap};

use tantivy::columnar::StrColumn;

use super::error::QueryError;
use super::facet::{Facet, Value};
use super::text_column::TextColumn;
use crate::index::schema::UNKNOWN;
use crate::index::{OpenIndex, RegionName};
use crate::tagging::{Divisions, Region};

/// The columns of a segment that its passages are grouped by, and their values.
pub struct Groups<'a> {
    columns: Vec<Column>,
    names: Names<'a>,
}

/// One facet: where its values are, and how many there can be.
struct Column {
    facet: Facet,
    /// `None` for the report, which is known by its document, and if the segment lacks the column.
    values: Option<StrColumn>,
    size: u128,
}

/// A group of one segment: the ordinals of its values, put together as digits of one number.
pub type Key = u128;

impl<'a> Groups<'a> {
    /// The groups of a segment by `facets`.
    pub fn new(index: &'a OpenIndex, segment: u32, facets: &[Facet]) -> Result<Self, QueryError> {
        let reader = index.searcher.segment_reader(segment);
        let fast = reader.fast_fields();
        let mut columns = Vec::with_capacity(facets.len());
        for &facet in facets {
            let values = match facet {
                Facet::Report => None,
                facet => fast.str(facet.column())?,
            };
            // One more than there are values, for where none is known.
            let size = match (facet, &values) {
                (Facet::Report, _) => u128::from(reader.max_doc()),
                (_, Some(values)) => values.num_terms() as u128,
                (_, None) => 0,
            };
            columns.push(Column {
                facet,
                values,
                size: size + 1,
            });
        }
        Ok(Groups {
            columns,
            names: Names {
                index,
                segment,
                divisions: Divisions::embedded(),
                above: HashMap::new(),
            },
        })
    }

    /// Calls `on` with the groups that the passage at `doc` counts for: one, or one for each topic.
    pub fn each_key(&self, doc: u32, report: u32, on: &mut impl FnMut(Key)) {
        each_key(&self.columns, 0, doc, report, on);
    }

    /// The values of a group.
    pub fn values(&mut self, key: Key) -> Result<Vec<Value>, QueryError> {
        let mut key = key;
        let mut values = Vec::with_capacity(self.columns.len());
        for column in self.columns.iter().rev() {
            let digit = key % column.size;
            key /= column.size;
            let number = digit.checked_sub(1).map(|number| number as u64);
            values.push(
                self.names
                    .value(column.facet, column.values.as_ref(), number)?,
            );
        }
        values.reverse();
        Ok(values)
    }

    /// Adds what was gathered by key to `into`, by value; `add` combines what falls on one value.
    pub fn named<T>(
        &mut self,
        gathered: impl IntoIterator<Item = (Key, T)>,
        into: &mut BTreeMap<Vec<Value>, T>,
        add: impl Fn(&mut T, T),
    ) -> Result<(), QueryError>
    where
        T: Default,
    {
        let mut watch = self.names.index.deadline().watch();
        for (key, found) in gathered {
            watch.step()?;
            add(into.entry(self.values(key)?).or_default(), found);
        }
        Ok(())
    }
}

/// Appends a digit to `key` for one column after the other; 0 stands for no value.
fn each_key(columns: &[Column], key: Key, doc: u32, report: u32, on: &mut impl FnMut(Key)) {
    let Some((column, rest)) = columns.split_first() else {
        return on(key);
    };
    let next = key * column.size;
    match &column.values {
        None if column.facet == Facet::Report => {
            each_key(rest, next + 1 + u128::from(report), doc, report, on);
        }
        None => each_key(rest, next, doc, report, on),
        Some(values) => {
            let mut known = false;
            for number in values.term_ords(doc) {
                known = true;
                each_key(rest, next + 1 + u128::from(number), doc, report, on);
            }
            if !known {
                each_key(rest, next, doc, report, on);
            }
        }
    }
}

/// Turns the ordinals of one segment back into values.
struct Names<'a> {
    index: &'a OpenIndex,
    segment: u32,
    divisions: Divisions,
    /// Regions that others lie in, by how many digits of their code count, and by code.
    above: HashMap<(usize, String), Value>,
}

impl Names<'_> {
    fn value(
        &mut self,
        facet: Facet,
        column: Option<&StrColumn>,
        number: Option<u64>,
    ) -> Result<Value, QueryError> {
        let Some(number) = number else {
            return Ok(Value::Unknown);
        };
        Ok(match facet {
            Facet::Report => Value::Report {
                path: self.of_report("path", number as u32)?,
                id: self.of_report("id", number as u32)?,
            },
            Facet::Region | Facet::Province | Facet::City | Facet::County => {
                self.region(facet, number)?
            }
            Facet::Year | Facet::Topic | Facet::Part | Facet::Level => {
                let mut text = String::new();
                if let Some(column) = column {
                    column.ord_to_str(number, &mut text)?;
                }
                self.named(facet, text)
            }
        })
    }

    /// What a column says of the report at `doc`.
    fn of_report(&self, column: &str, doc: u32) -> Result<String, QueryError> {
        let reader = self.index.searcher.segment_reader(self.segment);
        let text = TextColumn::open(reader, column)?.text(doc)?;
        Ok(text.unwrap_or_default())
    }

    fn named(&self, facet: Facet, text: String) -> Value {
        match facet {
            _ if text == UNKNOWN => Value::Unknown,
            Facet::Year => text.parse().map_or(Value::Unknown, Value::Year),
            Facet::Topic => {
                let topics = self.index.taxonomy().topics();
                let topic = text.parse().ok().and_then(|at: usize| topics.get(at));
                topic.map_or(Value::Unknown, |topic| Value::Name(topic.name.clone()))
            }
            _ => Value::Name(text),
        }
    }

    fn region(&mut self, facet: Facet, number: u64) -> Result<Value, QueryError> {
        let names = self.index.region_names(self.segment)?;
        let Some(own) = names.get(number as usize).and_then(Option::as_ref) else {
            return Ok(Value::Unknown);
        };
        let width = match facet {
            Facet::Province => 2,
            Facet::City => 4,
            Facet::County => 6,
            _ => return Ok(region(own.clone())),
        };
        let code = format!("{:0<6}", &own.code[..width.min(own.code.len())]);
        let key = (width, code);
        if let Some(known) = self.above.get(&key) {
            return Ok(known.clone());
        }
        let code = &key.1;
        let above = Region::of(&self.divisions, code);
        let is_there = match width {
            2 => true,
            4 => above.city.is_some(),
            _ => above.county.is_some(),
        };
        let value = match is_there {
            true => region(RegionName::of(&self.divisions, code)),
            false => {
                let nearest = if above.city.is_some() { 4 } else { 2 };
                Value::Without {
                    code: format!("{:0<6}", &code[..nearest]),
                    path: above.path(),
                }
            }
        };
        self.above.insert(key, value.clone());
        Ok(value)
    }
}

fn region(name: RegionName) -> Value {
    Value::Region {
        code: name.code,
        path: name.path,
    }
}
