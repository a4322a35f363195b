//! The table of invented reports, `tests/data/regions.tsv`, run through the detector.

use super::*;

/// The share of the table that must come out right: region and level both.
const ACCURACY: f64 = 0.95;

fn detector() -> RegionDetector {
    RegionDetector::new(&Divisions::embedded()).unwrap()
}

#[test]
fn invented_reports_get_their_region_and_level() {
    let detector = detector();
    let (mut right, mut rows) = (0_u32, 0_u32);
    let mut misses = Vec::new();
    for line in include_str!("../../../tests/data/regions.tsv").lines() {
        if line.starts_with('#') || line.starts_with("id\t") {
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, title, issuer, opening, extra, code, level] = fields[..] else {
            panic!("{line}")
        };
        let extra = extra.replace("\\n", "\n");
        let field = |key: &str| {
            let mut fields = extra.split(";;").filter_map(|field| field.split_once('='));
            fields
                .find(|(name, _)| *name == key)
                .map_or("", |(_, value)| value)
        };
        let some = |text: &'static str| Some(text).filter(|text| !text.is_empty());
        let body = format!("{title}\n{opening}\n{}", field("body"));
        let finding = detector.detect(&Evidence {
            path: field("path"),
            title: some(title),
            issuer: some(issuer),
            opening,
            body: &body,
            closing: field("closing"),
            site: Some(field("site")).filter(|site| !site.is_empty()),
        });
        let found = finding.region.as_ref().map_or("-", |region| &region.code);
        let found_level = finding.level.map_or("-", Level::name);
        rows += 1;
        if (found, found_level) == (code, level) {
            right += 1;
        } else {
            misses.push(format!(
                "{id}: expected {code} {level}, found {found} {found_level}; {:?}",
                finding.reasons
            ));
        }
    }
    let accuracy = f64::from(right) / f64::from(rows);
    println!(
        "{right} of {rows} right ({accuracy:.3})\n{}",
        misses.join("\n")
    );
    assert!(rows >= 120, "{rows} rows");
    assert!(
        accuracy >= ACCURACY,
        "{right} of {rows} right\n{}",
        misses.join("\n")
    );
}
