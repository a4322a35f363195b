//! The administrative divisions of China: which codes exist, and what they are called.
//!
//! The table is the text of `data/divisions.tsv`, sorted by code, and it is never parsed as a whole: a code
//! is found by bisecting the text, everything below a division is one stretch of it, and a name is found by
//! scanning. So a query pays nothing at start-up for 42,000 rows.
//!
//! Codes have 2, 4, 6 or 9 digits (province, city, county, township). A level may be missing:
//! 北京市's districts stand under `11`, 石河子市 `659001` under `65`, and the towns of 东莞市
//! `441900101` under `4419`.
//!
//! Invariant: every code handed out is a code of the table and borrows from it.

mod find;
mod former;
mod forms;

pub use find::{Candidate, FindError};
pub use former::{Former, former};
pub use forms::Peoples;

/// The lengths of codes, from township to province.
const SIZES: [usize; 4] = [9, 6, 4, 2];

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// 2, 4, 6 or 9 digits.
    pub code: &'static str,
    /// The full official name.
    pub name: &'static str,
}

/// The table of divisions.
#[derive(Clone, Copy, Debug)]
pub struct Divisions {
    /// The rows alone, without the header, each ended by a line break.
    rows: &'static str,
}

impl Divisions {
    /// The table this program was built with.
    #[must_use]
    pub fn embedded() -> Self {
        Self::from_text(include_str!("../../data/divisions.tsv"))
    }

    fn from_text(text: &'static str) -> Self {
        let mut rows = text;
        while rows.starts_with('#') {
            rows = rows.split_once('\n').map_or("", |(_, rest)| rest);
        }
        Self { rows }
    }

    /// All rows, in the order of their codes as text: a division before all below it.
    pub fn rows(&self) -> impl Iterator<Item = Row> + use<> {
        self.rows.lines().filter_map(Row::parse)
    }

    /// The name of a code of the table.
    #[must_use]
    pub fn name(&self, code: &str) -> Option<&'static str> {
        self.row(code).map(|row| row.name)
    }

    /// The row of a code.
    #[must_use]
    pub fn row(&self, code: &str) -> Option<Row> {
        let start = self.first_not_before(code);
        let line = self.rows[start..].lines().next()?;
        Row::parse(line).filter(|row| row.code == code)
    }

    /// All rows whose code begins with `prefix`, the division itself included.
    pub fn under<'p>(&self, prefix: &'p str) -> impl Iterator<Item = Row> + use<'p> {
        let start = self.first_not_before(prefix);
        self.rows[start..]
            .lines()
            .filter_map(Row::parse)
            .take_while(move |row| row.code.starts_with(prefix))
    }

    /// The divisions that stand directly under a code, whatever level that is.
    pub fn children<'p>(&self, code: &'p str) -> impl Iterator<Item = Row> + use<'p> {
        let table = *self;
        self.under(code).filter(move |row| {
            table
                .parent(row.code)
                .is_some_and(|parent| parent.code == code)
        })
    }

    /// The division directly above; `None` for a province.
    #[must_use]
    pub fn parent(&self, code: &str) -> Option<Row> {
        SIZES
            .into_iter()
            .filter(|&size| size < code.len())
            .find_map(|size| self.row(&code[..size]))
    }

    /// The division and all above it, the province first.
    #[must_use]
    pub fn lineage(&self, code: &str) -> Vec<Row> {
        SIZES
            .into_iter()
            .rev()
            .filter_map(|size| code.get(..size))
            .filter_map(|code| self.row(code))
            .collect()
    }

    /// The names of a lineage joined by `/`: `江苏省/南京市/鼓楼区`.
    #[must_use]
    pub fn path(&self, code: &str) -> String {
        let names: Vec<&str> = self.lineage(code).iter().map(|row| row.name).collect();
        names.join("/")
    }

    /// Where the first row begins whose code is not less than `code`.
    fn first_not_before(&self, code: &str) -> usize {
        let bytes = self.rows.as_bytes();
        let (mut low, mut high) = (0, bytes.len());
        while low < high {
            let middle = (low + high) / 2;
            let start = memchr::memrchr(b'\n', &bytes[low..middle]).map_or(low, |at| low + at + 1);
            let end =
                memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |at| start + at + 1);
            let here = self.rows[start..end].split('\t').next().unwrap_or_default();
            if here < code {
                low = end;
            } else {
                high = start;
            }
        }
        low
    }
}

impl Row {
    fn parse(line: &'static str) -> Option<Self> {
        let (code, name) = line.split_once('\t')?;
        Some(Self { code, name })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_and_complete() {
        let table = Divisions::embedded();
        let rows: Vec<Row> = table.rows().collect();
        assert!(rows.len() > 42_000, "{}", rows.len());
        assert!(rows.windows(2).all(|pair| pair[0].code < pair[1].code));
        assert!(rows.iter().all(|row| SIZES.contains(&row.code.len())));
        for row in rows.iter().step_by(97) {
            assert_eq!(table.row(row.code), Some(*row));
        }
        assert_eq!(rows.iter().filter(|row| row.code.len() == 2).count(), 34);
    }

    #[test]
    fn unknown_codes_have_no_row() {
        let table = Divisions::embedded();
        for code in [
            "",
            "1",
            "10",
            "1101",
            "4190",
            "999999",
            "99",
            "530128999",
            "441900",
        ] {
            assert_eq!(table.row(code), None, "{code}");
        }
    }

    #[test]
    fn a_level_may_be_missing() {
        let table = Divisions::embedded();
        assert_eq!(table.path("110105"), "北京市/朝阳区");
        assert_eq!(table.path("659001"), "新疆维吾尔自治区/石河子市");
        assert_eq!(table.path("441900101"), "广东省/东莞市/石碣镇");
        assert_eq!(
            table.path("530128207"),
            "云南省/昆明市/禄劝彝族苗族自治县/汤郎乡"
        );
        assert_eq!(
            table.parent("441900101").map(|row| row.name),
            Some("东莞市")
        );
        assert_eq!(table.parent("11"), None);
    }

    #[test]
    fn children_skip_no_level_that_exists() {
        let table = Divisions::embedded();
        let names = |code| table.children(code).map(|row| row.name).collect::<Vec<_>>();
        assert!(names("11").contains(&"朝阳区"));
        assert!(names("42").contains(&"仙桃市") && names("42").contains(&"武汉市"));
        assert!(!names("42").contains(&"江岸区"));
        assert!(names("4419").contains(&"石碣镇"));
        assert_eq!(
            table.under("530128").next().map(|row| row.name),
            Some("禄劝彝族苗族自治县")
        );
    }
}
