//! What people read for tags, numbers and places.

use crate::index::block::codes_above;
use crate::index::record::Record;
use crate::tagging::Divisions;

/// A part of a report.
pub fn part(name: &str) -> &str {
    match name {
        "overview" => "总体情况",
        "measures" => "举措成效",
        "problems" => "问题不足",
        "plans" => "下步打算",
        "other" => "其他",
        other => other,
    }
}

/// A level.
pub fn level(name: &str) -> &str {
    match name {
        "national" => "国家",
        "province" => "省级",
        "city" => "市级",
        "county" => "县级",
        "township" => "乡镇街道",
        "department" => "部门",
        "zone" => "开发区",
        other => other,
    }
}

/// A kind of text.
pub fn kind(name: &str) -> &str {
    match name {
        "report" => "年度报告",
        "plan" => "计划",
        "notice" => "通知",
        "interpretation" => "解读",
        "news" => "新闻",
        "index" => "目录",
        other => other,
    }
}

/// The value of a filter.
pub fn value(filter: &str, value: &str) -> String {
    match filter {
        "part" => part(value).to_owned(),
        "level" => level(value).to_owned(),
        "only" => kind(value).to_owned(),
        "year" => format!("{}年", value.replace("..", "—")),
        "region" => region(value),
        "where" => format!("条件：{value}"),
        "all_copies" => "含副本".to_owned(),
        _ => value.to_owned(),
    }
}

/// A region by its code, else as given.
pub fn region(given: &str) -> String {
    if !given.bytes().all(|byte| byte.is_ascii_digit()) {
        return given.to_owned();
    }
    let code = codes_above(given).last().unwrap_or(given);
    Divisions::embedded().name(code).unwrap_or(given).to_owned()
}

/// `1,234,567`
pub fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A rate: as many decimals as say something.
pub fn rate(rate: f64) -> String {
    match rate {
        0.0 => "0".to_owned(),
        rate if rate >= 100.0 => format!("{rate:.0}"),
        rate if rate >= 1.0 => format!("{rate:.1}"),
        rate if rate >= 0.1 => format!("{rate:.2}"),
        rate if rate >= 0.01 => format!("{rate:.3}"),
        rate => format!("{rate:.4}"),
    }
}

/// What a report is called.
pub fn title(record: &Record) -> &str {
    record.title.as_deref().unwrap_or(&record.path)
}

/// Where and when a report is from, and what it is: `云南省昆明市呈贡区`, `2024年`, `县级`.
pub fn facts(record: &Record) -> Vec<String> {
    let mut facts = Vec::new();
    facts.extend(
        record
            .region
            .as_ref()
            .map(|region| region.path().replace('/', "")),
    );
    facts.extend(record.year.map(|year| format!("{year}年")));
    facts.extend(record.level.map(|of| level(of.name()).to_owned()));
    facts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_places_are_written_for_people() {
        assert_eq!(
            [0, 999, 1000, 1_234_567].map(number),
            ["0", "999", "1,000", "1,234,567"]
        );
        assert_eq!(
            [0.0, 0.0025, 0.125, 12.34, 123.4].map(rate),
            ["0", "0.0025", "0.12", "12.3", "123"]
        );
        assert_eq!(region("530114"), "呈贡区");
        assert_eq!(region("530000"), "云南省");
        assert_eq!(region("53"), "云南省");
        assert_eq!(region("昆明"), "昆明");
        assert_eq!(value("year", "2020..2024"), "2020—2024年");
    }
}
