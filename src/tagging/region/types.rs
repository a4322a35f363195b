//! The types for a report's region: region, level, evidence, finding.
//!
//! They are plain data so that the index, the renderers and the tests share them.
//!
//! Invariant: the names of a [`Region`] are those of the table of divisions for its code.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::tagging::divisions::{Divisions, Former};
use crate::text::Unknown;

/// A place of the table, with the names of all above it.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq, Default)]
pub struct Region {
    /// Six digits with trailing zeros (`530000`, `650200`, `533401`), nine for a township.
    pub code: String,
    /// Today's code, if the division had another name at the report's time.
    pub current_code: Option<String>,
    /// The full official name of the province.
    pub province: Option<String>,
    /// The city; `None` in 北京, 天津, 上海, 重庆 and above a county directly under a province.
    pub city: Option<String>,
    /// The county; `None` above a town directly under a city (东莞).
    pub county: Option<String>,
    /// The township.
    pub township: Option<String>,
}

impl Region {
    /// The region of a code of the table (2, 4, 6 or 9 digits).
    #[must_use]
    pub fn of(table: &Divisions, code: &str) -> Self {
        let mut region = Self {
            code: format!("{code:0<6}"),
            ..Self::default()
        };
        for row in table.lineage(code) {
            let name = Some(row.name.to_owned());
            match row.code.len() {
                2 => region.province = name,
                4 => region.city = name,
                6 => region.county = name,
                _ => region.township = name,
            }
        }
        region
    }

    /// The region with the names and the code of a report's time, given the report's year and the words that
    /// may name it.
    #[must_use]
    pub fn then(mut self, table: &Divisions, year: u16, words: &str) -> Self {
        let today = self.code.clone();
        let former = |width: usize| {
            let code = today.get(..width)?;
            table.name_then(code, year, words)
        };
        let city = self.city.as_ref().and_then(|_| former(4));
        let county = self.county.as_ref().and_then(|_| former(6));
        let name = |former: &Former| Some(former.name.to_owned());
        let of_own_level = match (&self.county, &self.township) {
            (_, Some(_)) => None,
            (Some(_), None) => county,
            (None, None) => city,
        };
        // 莱城区 was 莱芜市's, whatever took in both.
        let around = county.and_then(|county| table.city_then(county, year));
        let around = around.map(str::to_owned).filter(|_| self.city.is_some());
        self.city = around.or_else(|| city.and_then(name)).or(self.city);
        self.county = county.map_or(self.county, name);
        if let Some(former) = of_own_level {
            // A city may have become a district of another.
            if former.code.len() == 4 && self.county.is_some() {
                self.city = self.county.take();
            }
            self.code = format!("{:0<6}", former.code);
            self.current_code = Some(today);
        }
        self
    }

    /// The code by which it is found and counted: today's.
    #[must_use]
    pub fn today(&self) -> &str {
        self.current_code.as_deref().unwrap_or(&self.code)
    }

    /// The names from the province down, joined by `/`.
    #[must_use]
    pub fn path(&self) -> String {
        let names = [&self.province, &self.city, &self.county, &self.township];
        names
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join("/")
    }
}

/// Whose report it is.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The whole country.
    National,
    /// A province, autonomous region or municipality under the central government.
    Province,
    /// A prefecture-level city, prefecture or league.
    City,
    /// A county, county-level city, district or banner.
    County,
    /// A town, township, subdistrict or sumu.
    Township,
    /// A department of a government, of whatever level.
    Department,
    /// A zone that governs an area without being a division: 开发区, 示范区, 兵团.
    Zone,
}

impl Level {
    /// All levels, from the widest to the narrowest area, then those of no area of their own.
    pub const ALL: [Self; 7] = [
        Self::National,
        Self::Province,
        Self::City,
        Self::County,
        Self::Township,
        Self::Department,
        Self::Zone,
    ];

    /// The name used on the command line and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::National => "national",
            Self::Province => "province",
            Self::City => "city",
            Self::County => "county",
            Self::Township => "township",
            Self::Department => "department",
            Self::Zone => "zone",
        }
    }

    /// The level of a division by the length of its code.
    #[must_use]
    pub(in crate::tagging) const fn of_code(code: &str) -> Self {
        match code.len() {
            2 => Self::Province,
            4 => Self::City,
            6 => Self::County,
            _ => Self::Township,
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.name())
    }
}

impl FromStr for Level {
    type Err = Unknown;

    fn from_str(text: &str) -> Result<Self, Unknown> {
        let wanted = text.trim().to_ascii_lowercase();
        let chinese = |level: Self| match level {
            Self::National => "国家",
            Self::Province => "省",
            Self::City => "市",
            Self::County => "县",
            Self::Township => "乡镇",
            Self::Department => "部门",
            Self::Zone => "开发区",
        };
        // 县 as well as 县级; 区 and 旗 are counties, 镇 a township.
        let word = wanted.trim_end_matches('级');
        let other = match word {
            "全国" | "中央" => Some(Self::National),
            "自治区" | "直辖市" => Some(Self::Province),
            "州" | "盟" | "地" | "地市" | "地级市" => Some(Self::City),
            "区" | "旗" | "区县" | "县区" | "县市区" | "市辖区" | "县级市" => {
                Some(Self::County)
            }
            "乡" | "镇" | "街道" | "街道办" | "街道办事处" | "乡镇街道" | "镇街" | "苏木" => {
                Some(Self::Township)
            }
            "示范区" | "管委会" => Some(Self::Zone),
            _ => None,
        };
        let mut all = Self::ALL.into_iter();
        all.find(|level| level.name() == wanted || chinese(*level) == word)
            .or(other)
            .ok_or_else(|| Unknown::new("level", text, Self::ALL.map(Self::name)))
    }
}

/// What is known of a report before its region is known. All text is folded (simplified characters,
/// half-width forms); spaces may stand anywhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct Evidence<'a> {
    /// The path relative to its root, folders included.
    pub path: &'a str,
    /// The title.
    pub title: Option<&'a str>,
    /// The line or field that names who issued it.
    pub issuer: Option<&'a str>,
    /// The text before the first heading.
    pub opening: &'a str,
    /// The whole text.
    pub body: &'a str,
    /// The signature at the end; may be empty.
    pub closing: &'a str,
    /// The name of the web site it was found on.
    pub site: Option<&'a str>,
}

/// What the evidence says.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Default)]
pub struct Finding {
    /// The region, if exactly one place fits.
    pub region: Option<Region>,
    /// Whose report it is.
    pub level: Option<Level>,
    /// Whether it was concluded from weaker evidence, not named by title, issuer, opening or signature.
    pub inferred: bool,
    /// Whether the region may be relied on; `false` if the evidence is thin or contradicts itself.
    pub confident: bool,
    /// The places that fit if there are several, the likeliest first.
    pub candidates: Vec<Region>,
    /// Why this region, strongest first.
    pub reasons: Vec<Reason>,
    /// Why this level, strongest first.
    pub level_reasons: Vec<Reason>,
}

/// One piece of evidence that counted; its weight is negative if it speaks for something else.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Reason {
    /// Where it stands: `title`, `issuer`, `opening`, `closing`, `file`, `folder`, `site`, `body` …
    pub what: String,
    /// The words themselves.
    pub evidence: String,
    /// How much it counts.
    pub weight: f32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn level_names_go_there_and_back() {
        for level in Level::ALL {
            assert_eq!(level.to_string().parse(), Ok(level));
            assert_eq!(
                serde_json::to_string(&level).unwrap(),
                format!("\"{level}\"")
            );
        }
        assert_eq!("county ".parse(), Ok(Level::County));
        assert_eq!("县级".parse(), Ok(Level::County));
        assert_eq!("街道".parse(), Ok(Level::Township));
        assert_eq!("县级市".parse(), Ok(Level::County));
        assert_eq!("地级市".parse(), Ok(Level::City));
        assert_eq!("管委会".parse(), Ok(Level::Zone));
        // 浦东新区 is a county, 天府新区 a zone; a 局 may be anybody's.
        for vague in ["新区", "局", "级"] {
            assert!(vague.parse::<Level>().is_err(), "{vague}");
        }
        let message = "village".parse::<Level>().unwrap_err().to_string();
        assert!(
            message.contains("village") && message.contains("township"),
            "{message}"
        );
    }

    #[test]
    fn a_region_holds_the_names_above_it() {
        let table = Divisions::embedded();
        let code = |code| Region::of(&table, code);
        assert_eq!(code("53").code, "530000");
        assert_eq!(code("6502").code, "650200");
        assert_eq!(
            code("530128207").path(),
            "云南省/昆明市/禄劝彝族苗族自治县/汤郎乡"
        );
        assert_eq!((code("110105").city, code("659001").city), (None, None));
        assert_eq!(code("441900101").county, None);
        assert_eq!(code("441900101").city.as_deref(), Some("东莞市"));
    }
}
