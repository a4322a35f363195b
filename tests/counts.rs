//! `fasou mentions --count` and the tables that people take into a spreadsheet.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::Output;
use crate::support::corpus::Corpus;
use crate::support::json::{Count, Counts, Mention, number};
use crate::support::ways::both_ways;

#[track_caller]
fn count(args: &[&str]) -> Vec<Count> {
    let args = ["mentions", "--count", "--format", "json"]
        .iter()
        .chain(args);
    Corpus::samples()
        .dir
        .fasou(args)
        .found()
        .json::<Counts>()
        .counts
}

#[track_caller]
fn list(args: &[&str]) -> Vec<Mention> {
    let args = ["mentions", "--format", "jsonl"].iter().chain(args);
    Corpus::samples().dir.fasou(args).found().jsonl()
}

/// Distinct values of a key.
fn distinct<K: Ord>(mentions: &[Mention], key: impl Fn(&Mention) -> K) -> usize {
    mentions
        .iter()
        .map(key)
        .collect::<std::collections::BTreeSet<K>>()
        .len()
}

#[test]
fn counts_are_those_of_the_list() {
    let counts = count(&["法治", "行政复议", "不存在的词", "八五普法"]);
    let terms: Vec<&str> = counts.iter().map(|count| count.term.as_str()).collect();
    assert_eq!(terms, ["法治", "行政复议", "不存在的词", "八五普法"]);
    for count in &counts {
        let output = Corpus::samples()
            .dir
            .fasou(["mentions", &count.term, "--format", "jsonl"]);
        let mentions: Vec<Mention> = output.jsonl();
        let expected = (
            mentions.len(),
            distinct(&mentions, |mention| mention.passage.clone()),
            distinct(&mentions, |mention| mention.report.id.clone()),
        );
        assert_eq!(
            (count.mentions, count.passages, count.reports),
            expected,
            "{}\n{output}",
            count.term
        );
        assert!(count.by.is_empty());
    }
}

#[test]
fn mentions_add_up_over_region_year_level_part_and_report() {
    for facet in [
        "region", "year", "level", "part", "report", "province", "city", "county",
    ] {
        for count in count(&["法治", "调解", "--by", facet]) {
            let sum: usize = count.by.iter().map(|row| number(row, "mentions")).sum();
            assert_eq!(sum, count.mentions, "{} by {facet}", count.term);
            let passages: usize = count.by.iter().map(|row| number(row, "passages")).sum();
            assert_eq!(passages, count.passages, "{} by {facet}", count.term);
        }
    }
    // A passage has several topics, or none.
    for count in count(&["调解", "--by", "topic"]) {
        let sum: usize = count.by.iter().map(|row| number(row, "mentions")).sum();
        assert!(sum >= count.mentions, "{}: {sum}", count.term);
    }
}

#[test]
fn rows_name_what_they_count() {
    let keys = |row: &BTreeMap<String, Value>| row.keys().cloned().collect::<Vec<_>>().join(" ");
    for (facet, expected) in [
        ("year", "mentions passages reports year"),
        ("part", "mentions part passages reports"),
        ("topic", "mentions passages reports topic"),
        ("region", "mentions passages region region_code reports"),
        ("report", "mentions passages path report reports"),
        ("year,part", "mentions part passages reports year"),
    ] {
        for row in &count(&["普法", "--by", facet])[0].by {
            assert_eq!(keys(row), expected);
        }
    }
    let rows = &count(&["普法", "--by", "region"])[0].by;
    let row = rows
        .iter()
        .find(|row| row["region_code"] == "440781")
        .expect("台山市 speaks of it");
    assert_eq!(row["region"], "广东省/江门市/台山市");
    let rows = &count(&["普法", "--by", "year"])[0].by;
    assert!(
        rows.iter().any(|row| row["year"] == 2023),
        "years are numbers: {rows:?}"
    );
}

#[test]
fn two_facets_count_each_pair() {
    let mentions = list(&["行政复议"]);
    let rows = &count(&["行政复议", "--by", "year,part"])[0].by;
    let mut expected: BTreeMap<(u16, String), usize> = BTreeMap::new();
    for mention in &mentions {
        *expected
            .entry((mention.report.year.expect("a year"), mention.part.clone()))
            .or_default() += 1;
    }
    let found: BTreeMap<(u16, String), usize> = rows
        .iter()
        .map(|row| {
            let year = number(row, "year") as u16;
            (
                (year, row["part"].as_str().expect("a part").to_owned()),
                number(row, "mentions"),
            )
        })
        .collect();
    assert_eq!(found, expected);
    assert_eq!(
        count(&["行政复议", "--by", "year", "--by", "part"])[0].by,
        *rows,
        "a facet may be repeated, too"
    );
}

#[test]
fn what_is_not_known_is_a_row_of_its_own() {
    let files = [
        (
            "a.txt",
            "云南省禄劝彝族苗族自治县2024年法治政府建设年度报告\n2024年，全县开展普法宣传12场。",
        ),
        ("b.txt", "普法队伍走村入户，普法资料发放到人。"),
    ];
    both_ways(&files, |dir| {
        for facet in ["year", "region"] {
            let counts: Counts = dir
                .fasou([
                    "mentions", "普法", "--count", "--by", facet, "--format", "json",
                ])
                .found()
                .json();
            let unknown: Vec<_> = counts.counts[0]
                .by
                .iter()
                .filter(|row| row[facet].is_null())
                .collect();
            assert_eq!(unknown.len(), 1, "{facet}: {counts:?}");
            assert_eq!(
                (number(unknown[0], "mentions"), counts.counts[0].mentions),
                (2, 3)
            );
        }
    });
}

#[test]
fn filters_hold_for_counts_as_for_lists() {
    for options in [
        ["--part", "measures"],
        ["--year", "2024"],
        ["--topic", "普法"],
        ["--region", "内蒙古"],
    ] {
        let args: Vec<&str> = ["普法"].into_iter().chain(options).collect();
        assert_eq!(count(&args)[0].mentions, list(&args).len(), "{options:?}");
    }
}

/// A CSV answer: header and rows by column.
#[track_caller]
fn table(output: &Output) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(output.stdout.as_bytes());
    let rows = reader
        .deserialize()
        .collect::<Result<Vec<BTreeMap<String, String>>, _>>();
    rows.unwrap_or_else(|error| panic!("{error}\n{output}"))
}

#[test]
fn csv_has_a_header_named_like_the_keys_and_a_row_each() {
    let dir = &Corpus::samples().dir;
    let output = dir.fasou(["mentions", "法治", "--format", "csv"]).found();
    let header = output.stdout.lines().next().expect("a header");
    assert!(header.starts_with("term,before,match,after,"), "{header}");
    let mentions = list(&["法治"]);
    let rows = table(&output);
    assert_eq!(rows.len(), mentions.len());
    for (row, mention) in rows.iter().zip(&mentions) {
        let region = mention.report.region.as_ref().expect("a region");
        for (column, expected) in [
            ("term", mention.term.clone()),
            ("before", mention.before.clone()),
            ("match", mention.matched.clone()),
            ("after", mention.after.clone()),
            ("passage", mention.passage.clone()),
            ("part", mention.part.clone()),
            ("report.path", mention.report.path.clone()),
            (
                "report.title",
                mention.report.title.clone().unwrap_or_default(),
            ),
            ("report.region.code", region.code.clone()),
            (
                "report.region.county",
                region.county.clone().unwrap_or_default(),
            ),
            ("location.line", mention.location.line.to_string()),
            ("location.start", mention.location.start.to_string()),
        ] {
            assert_eq!(row.get(column), Some(&expected), "{column}\n{output}");
        }
    }
}

#[test]
fn counts_become_one_table() {
    let dir = &Corpus::samples().dir;
    let args = [
        "mentions",
        "普法",
        "调解",
        "--count",
        "--by",
        "region,year",
        "--format",
    ];
    let rows = table(&dir.fasou(args.into_iter().chain(["csv"])).found());
    let counts: Counts = dir.fasou(args.into_iter().chain(["json"])).found().json();
    assert_eq!(
        rows.len(),
        counts
            .counts
            .iter()
            .map(|count| count.by.len())
            .sum::<usize>()
    );
    let sum: usize = rows
        .iter()
        .map(|row| row["mentions"].parse::<usize>().expect("a number"))
        .sum();
    assert_eq!(
        sum,
        counts
            .counts
            .iter()
            .map(|count| count.mentions)
            .sum::<usize>()
    );
    assert!(
        rows.iter()
            .any(|row| row["region_code"] == "520000" && row["year"] == "2023"),
        "{rows:?}"
    );
}

#[test]
fn excel_gets_its_byte_order_mark_and_nobody_else() {
    let dir = &Corpus::samples().dir;
    let plain = dir.fasou(["mentions", "法治", "--format", "csv"]).found();
    let excel = dir
        .fasou(["mentions", "法治", "--format", "csv", "--excel"])
        .found();
    assert_eq!(excel.stdout, format!("\u{FEFF}{}", plain.stdout));
}

#[test]
fn a_facet_that_is_none_is_refused() {
    let dir = &Corpus::samples().dir;
    dir.fasou(["mentions", "法治", "--count", "--by", "weather"])
        .refused()
        .says(&["weather", "region", "year"]);
    dir.fasou(["mentions", "不存在的词", "--count"]).nothing();
}

#[test]
fn a_facet_asked_for_twice_counts_once() {
    let dir = &Corpus::samples().dir;
    let by = |facets: &str| {
        let fixed = ["mentions", "法治", "--count", "--format", "csv", "--by"];
        dir.fasou([&fixed[..], &[facets]].concat()).found().stdout
    };
    let again = ["report"; 12].join(",");
    assert_eq!(by(&again), by("report"));
    assert_eq!(by("year,region,year"), by("year,region"));
}
