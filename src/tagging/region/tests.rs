//! The table of invented reports, `tests/data/regions.tsv`, run through the detector.

use super::*;

/// The share of the table that must come out right: region and level both.
const ACCURACY: f64 = 0.95;

fn detector() -> RegionDetector {
    RegionDetector::new(&Divisions::embedded())
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

fn titled(title: &str) -> Finding {
    detector().detect(&Evidence {
        title: Some(title),
        body: title,
        ..Evidence::default()
    })
}

#[test]
fn every_division_is_known_by_its_full_path() {
    let (table, detector) = (Divisions::embedded(), detector());
    let mut misses = Vec::new();
    let townships = table.rows().filter(|row| row.code.len() == 9).step_by(9);
    for row in table
        .rows()
        .filter(|row| row.code.len() < 9)
        .chain(townships)
    {
        let title = format!(
            "{}2023年法治政府建设年度报告",
            table.path(row.code).replace('/', "")
        );
        let evidence = Evidence {
            title: Some(&title),
            body: &title,
            ..Evidence::default()
        };
        let finding = detector.detect(&evidence);
        let expected = Region::of(&table, row.code);
        if finding.region.as_ref() != Some(&expected)
            || finding.level != Some(Level::of_code(row.code))
        {
            misses.push(format!("{title}: {finding:?}"));
        }
    }
    assert!(misses.is_empty(), "{}", misses.join("\n"));
}

#[test]
fn an_open_name_lists_its_places_and_is_not_sure() {
    let finding = titled("鼓楼区2023年法治政府建设年度报告");
    assert_eq!(
        (finding.region, finding.confident, finding.inferred),
        (None, false, false)
    );
    assert_eq!(finding.candidates.len(), 4);
    assert_eq!(finding.level, Some(Level::County));
}

#[test]
fn a_title_is_sure_and_not_inferred() {
    let finding = titled("武胜县2023年法治政府建设年度报告");
    assert_eq!((finding.confident, finding.inferred), (true, false));
    assert_eq!(
        finding.reasons.first().map(|reason| reason.what.as_str()),
        Some("title")
    );
}

#[test]
fn a_zone_without_a_name_gets_the_city_its_media_name() {
    let text = "示范区管委会坚持依法治区,市委、市政府两次通报表扬。南阳日报刊发经验,南阳发布转载。";
    let finding = detector().detect(&Evidence {
        opening: text,
        body: text,
        ..Evidence::default()
    });
    assert_eq!(
        finding.region.map(|region| region.code).as_deref(),
        Some("411300")
    );
    assert_eq!((finding.level, finding.inferred), (Some(Level::Zone), true));
}

#[test]
fn a_partner_is_never_the_region() {
    let text = "我县干部赴浙江省德清县考察,与江苏省昆山市签订协议,聘请北京大学教授授课。";
    let finding = detector().detect(&Evidence {
        opening: text,
        body: text,
        ..Evidence::default()
    });
    assert_eq!((finding.region, finding.level), (None, Some(Level::County)));
}

#[test]
fn nothing_is_found_in_nothing() {
    assert_eq!(detector().detect(&Evidence::default()), Finding::default());
}

#[test]
fn a_contradicted_title_is_not_sure() {
    let finding = detector().detect(&Evidence {
        title: Some("武胜县2023年法治政府建设年度报告"),
        issuer: Some("云南省大姚县人民政府"),
        body: "",
        ..Evidence::default()
    });
    assert_eq!(
        finding.region.map(|region| region.code).as_deref(),
        Some("511622")
    );
    assert!(!finding.confident);
}
