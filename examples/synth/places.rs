//! Who reports: real places from the table of divisions, their departments and zones.

use super::random::Random;
use super::{SynthError, grammar::Grammar};

/// Places that write no such reports: 台湾, 香港, 澳门.
const OTHERS: [&str; 3] = ["71", "81", "82"];

/// The places of the division table, by code as text.
pub struct Places {
    rows: Vec<(String, String)>,
    provinces: Vec<usize>,
    cities: Vec<usize>,
    counties: Vec<usize>,
    townships: Vec<usize>,
}

/// A place, department or zone that reports.
#[derive(Clone, Debug)]
pub struct Reporter {
    /// As the title has it: 禄劝彝族苗族自治县, 宝鸡市统计局.
    pub name: String,
    /// The province that it lies in.
    pub province: String,
    /// How it calls itself: 我县.
    pub we: String,
    /// All of it: 全县.
    pub all: String,
    /// What it is: 县.
    pub unit: String,
    /// Who signs: 禄劝彝族苗族自治县人民政府.
    pub government: String,
    /// Names of places below or beside it.
    pub below: Vec<String>,
}

impl Places {
    /// Reads `code<TAB>name` lines; `#` begins a comment.
    pub fn parse(table: &str) -> Result<Self, SynthError> {
        let mut rows = Vec::new();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let (code, name) = line.split_once('\t').ok_or_else(|| SynthError::Place {
                line: line.to_owned(),
            })?;
            if !OTHERS.iter().any(|other| code.starts_with(other)) {
                rows.push((code.to_owned(), name.to_owned()));
            }
        }
        let of = |length| {
            (0..rows.len())
                .filter(|&at| rows[at].0.len() == length)
                .collect::<Vec<_>>()
        };
        let places = Places {
            provinces: of(2),
            cities: of(4),
            counties: of(6),
            townships: of(9),
            rows,
        };
        let levels = [
            &places.provinces,
            &places.cities,
            &places.counties,
            &places.townships,
        ];
        if levels.iter().any(|level| level.is_empty()) {
            return Err(SynthError::FewPlaces);
        }
        Ok(places)
    }

    /// Draws one that reports: half of them are counties, a fifth townships, the rest all others.
    pub fn draw(&self, random: &mut Random, grammar: &Grammar) -> Reporter {
        let kind = random.below(100);
        let level = match kind {
            0..2 => &self.provinces,
            2..12 => &self.cities,
            12..32 => &self.townships,
            _ => &self.counties,
        };
        let at = *random.pick(level);
        let (code, name) = &self.rows[at];
        let unit = unit(name);
        let mut reporter = Reporter {
            name: name.clone(),
            province: self.province(code),
            we: format!("我{unit}"),
            all: format!("全{unit}"),
            government: format!("{name}{}", government(unit)),
            unit: unit.to_owned(),
            below: self.near(random, code),
        };
        match kind {
            85..96 => reporter.become_department(grammar.word("dept", random)),
            96.. => reporter.become_zone(random),
            _ => {}
        }
        reporter
    }

    fn province(&self, code: &str) -> String {
        let at = self.rows.partition_point(|row| row.0.as_str() < &code[..2]);
        self.rows[at].1.clone()
    }

    /// Names of six places directly below `code`, or beside it if there are none.
    fn near(&self, random: &mut Random, code: &str) -> Vec<String> {
        let begins = |prefix: &str| {
            let first = self.rows.partition_point(|row| row.0.as_str() < prefix);
            let rows = self.rows[first..].iter();
            rows.take_while(|row| row.0.starts_with(prefix))
                .filter(|row| row.0 != code)
                .take(400)
                .collect::<Vec<_>>()
        };
        let mut rows = begins(code);
        if rows.is_empty() {
            rows = begins(&code[..code.len().min(6)]);
        }
        if rows.is_empty() {
            rows = self.rows.iter().take(1).collect();
        }
        (0..6).map(|_| random.pick(&rows).1.clone()).collect()
    }
}

impl Reporter {
    fn become_department(&mut self, department: &str) {
        let office = match department.chars().next_back() {
            Some('心') => "中心",
            Some('委') => "委",
            _ => "局",
        };
        self.name.push_str(department);
        self.we = format!("我{office}");
        self.all = "全系统".to_owned();
        self.government = self.name.clone();
    }

    fn become_zone(&mut self, random: &mut Random) {
        let zones = ["经济技术开发区", "高新技术产业开发区", "现代农业示范区"];
        self.name.push_str(zones[random.below(zones.len())]);
        self.we = "我区".to_owned();
        self.all = "全区".to_owned();
        self.unit = "区".to_owned();
        self.government = format!("{}管理委员会", self.name);
    }
}

/// What a place is, by the end of its name.
fn unit(name: &str) -> &str {
    let units = [
        "街道", "省", "市", "县", "区", "旗", "州", "盟", "镇", "乡", "苏木",
    ];
    let found = units.into_iter().find(|unit| name.ends_with(unit));
    found.unwrap_or("地")
}

fn government(unit: &str) -> &'static str {
    match unit {
        "街道" => "办事处",
        "盟" => "行政公署",
        _ => "人民政府",
    }
}
