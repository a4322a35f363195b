//! Rates, groups without a mention, values side by side: the tables that are published.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::Dir;
use crate::support::corpus::Corpus;
use crate::support::json::{Reports, number};

type Row = BTreeMap<String, Value>;

/// The rows of one term.
#[track_caller]
fn rows(dir: &Dir, args: &[&str]) -> Vec<Row> {
    let fixed = ["mentions", "--count", "--format", "json"];
    let output = dir.fasou(fixed.iter().chain(args));
    assert_ne!(output.code, 2, "{output}");
    let counts: Value = output.json();
    serde_json::from_value(counts["counts"][0]["by"].clone()).expect("rows")
}

#[track_caller]
fn rate(row: &Row, key: &str) -> f64 {
    row[key]
        .as_f64()
        .unwrap_or_else(|| panic!("no rate {key} in {row:?}"))
}

/// Two counties, three reports; one county never speaks of mediation.
fn counties() -> Dir {
    let dir = Dir::new();
    let report = |place: &str, year: &str, sentence: &str| {
        format!(
            "{place}{year}年法治政府建设年度报告\n一、主要举措\n{}",
            sentence.repeat(10)
        )
    };
    dir.write("r/a.txt", report("山丹县", "2023", "开展人民调解。"));
    dir.write("r/b.txt", report("山丹县", "2024", "开展普法。"));
    dir.write("r/c.txt", report("武胜县", "2024", "办理行政复议案件。"));
    dir.index(["r"]);
    dir
}

#[test]
fn a_county_that_never_speaks_of_a_term_is_seen() {
    let dir = counties();
    let rows = |args: &[&str]| {
        rows(&dir, args)
            .iter()
            .map(|row| {
                let region = row["region"].as_str().unwrap_or("unknown");
                let region = region.rsplit('/').next().unwrap().to_owned();
                (
                    region,
                    number(row, "year"),
                    number(row, "mentions"),
                    number(row, "reports"),
                )
            })
            .collect::<Vec<_>>()
    };
    let by = ["调解", "--by", "region,year"];
    assert_eq!(rows(&by), [("山丹县".into(), 2023, 10, 1)]);
    let zeros = [&by[..], &["--zeros"]].concat();
    assert_eq!(
        rows(&zeros),
        [
            ("武胜县".into(), 2024, 0, 0),
            ("山丹县".into(), 2023, 10, 1),
            ("山丹县".into(), 2024, 0, 0),
        ]
    );
    // Only what passes the filters has rows.
    let filtered = [&zeros[..], &["--year", "2023"]].concat();
    assert_eq!(rows(&filtered), [("山丹县".into(), 2023, 10, 1)]);
    // A term that nobody mentions has all its rows too, and the exit status of nothing found.
    let none = [
        "mentions",
        "不存在的词",
        "--count",
        "--by",
        "region",
        "--zeros",
    ];
    let output = dir.fasou(none).nothing();
    assert!(output.stdout.contains("武胜县"), "{output}");
}

#[test]
fn rates_are_of_the_text_that_passes_the_filters() {
    let dir = counties();
    let listed: Reports = dir.fasou(["reports", "--format", "json"]).found().json();
    let characters = |path: &str| {
        let report = listed.reports.iter().find(|report| report.path == path);
        report.unwrap().characters
    };
    let args = ["调解", "--by", "region", "--per", "10000"];
    let row = &rows(&dir, &args)[0];
    let all = characters("a.txt") + characters("b.txt");
    assert_eq!(number(row, "characters"), all);
    assert_eq!(number(row, "all_reports"), 2);
    let expected = 10.0 * 10_000.0 / all as f64;
    assert!((rate(row, "per_10000") - expected).abs() < 1e-3, "{row:?}");
    assert_eq!(rate(row, "per_report"), 5.0);
    let filtered = [&args[..], &["--year", "2023"]].concat();
    let row = &rows(&dir, &filtered)[0];
    assert_eq!(number(row, "characters"), characters("a.txt"));
    assert_eq!(rate(row, "per_report"), 10.0);
}

#[test]
fn extents_add_up_over_every_facet_but_topics() {
    let corpus = Corpus::samples();
    let listed: Reports = corpus
        .dir
        .fasou(["reports", "--format", "json"])
        .found()
        .json();
    let characters: usize = listed.reports.iter().map(|report| report.characters).sum();
    for facet in [
        "region", "province", "city", "county", "year", "level", "part", "report",
    ] {
        let args = ["法治", "--by", facet, "--per", "1000", "--zeros"];
        let sum: usize = rows(&corpus.dir, &args)
            .iter()
            .map(|row| number(row, "characters"))
            .sum();
        assert_eq!(sum, characters, "by {facet}");
    }
}

#[test]
fn wide_tables_hold_what_tidy_ones_hold() {
    let dir = &Corpus::samples().dir;
    let fixed = [
        "mentions",
        "法治",
        "调解",
        "--count",
        "--by",
        "level,year",
        "--format",
        "csv",
    ];
    let tidy = dir.fasou(fixed).found();
    let wide = dir.fasou(fixed.iter().chain(&["--wide"])).found();
    let cells = |text: &str| -> Vec<Vec<String>> {
        text.lines()
            .map(|line| line.split(',').map(str::to_owned).collect())
            .collect()
    };
    let wide = cells(&wide.stdout);
    assert_eq!(wide[0][..2], ["term", "level"]);
    let mut from_wide = BTreeMap::new();
    for row in &wide[1..] {
        for (year, mentions) in wide[0][2..].iter().zip(&row[2..]) {
            let mentions: usize = mentions.parse().unwrap();
            if mentions > 0 {
                from_wide.insert((row[0].clone(), row[1].clone(), year.clone()), mentions);
            }
        }
    }
    let from_tidy: BTreeMap<_, usize> = cells(&tidy.stdout)[1..]
        .iter()
        .map(|row| {
            (
                (row[0].clone(), row[1].clone(), row[2].clone()),
                row[3].parse().unwrap(),
            )
        })
        .collect();
    assert_eq!(from_wide, from_tidy);
}

#[test]
fn options_that_do_not_go_together_are_refused() {
    let dir = &Corpus::samples().dir;
    for args in [
        &["--wide"][..],
        &["--zeros"],
        &["--per", "1000"],
        &["--count", "--per", "0"],
        &["--count", "--by", "year", "--wide", "--format", "json"],
        &["--seed", "1"],
        &["--count", "--sample", "3"],
        &["--group", "report", "--sort", "after"],
        &["--context", "page"],
        &["--sort", "length"],
        &["--verify", "--where", "普法"],
    ] {
        dir.fasou(["mentions", "法治"].iter().chain(args)).refused();
    }
}

#[test]
fn options_that_a_format_cannot_heed_are_refused() {
    let dir = Dir::new();
    dir.write(
        "reports/a.txt",
        "呈贡区2023年法治政府建设年度报告\n一、主要举措\n开展普法。\n",
    );
    dir.write("queries.tsv", "1\t普法\n");
    dir.index(["reports"]);
    let search = &["search", "普法"][..];
    let show = &["show", "a.txt"][..];
    let queries = &["search", "--queries", "queries.tsv"][..];
    for (command, option, heeds, heeds_not) in [
        (
            show,
            "--why",
            &["text", "json"][..],
            &["md", "csv", "jsonl"][..],
        ),
        (
            search,
            "--explain",
            &["text", "md", "json", "jsonl"],
            &["csv", "trec"],
        ),
        (queries, "--explain", &[], &["json", "jsonl", "csv", "trec"]),
        (
            search,
            "--excel",
            &["csv"],
            &["text", "md", "json", "jsonl", "trec"],
        ),
        (queries, "--excel", &["csv"], &["jsonl", "trec"]),
        (show, "--excel", &["csv"], &["text", "md", "json", "jsonl"]),
        (
            &["mentions", "普法"],
            "--excel",
            &["csv"],
            &["text", "json"],
        ),
        (
            &["mentions", "普法", "--count"],
            "--excel",
            &["csv"],
            &["text", "json"],
        ),
        (&["reports"], "--excel", &["csv"], &["text", "json"]),
        (&["status"], "--excel", &["csv"], &["text", "json"]),
        (&["topics"], "--excel", &["csv"], &["text", "json"]),
    ] {
        let run = |format: &&str| dir.fasou([command, &[option, "--format", *format]].concat());
        let plain = |format: &&str| dir.fasou([command, &["--format", *format]].concat());
        for format in heeds {
            let (with, without) = (run(format).found(), plain(format).found());
            assert_ne!(with.stdout, without.stdout, "{option} does nothing\n{with}");
        }
        for format in heeds_not {
            plain(format).found();
            run(format).refused().says(&[option]);
        }
    }
}

#[test]
fn markdown_is_a_table_of_the_same_numbers() {
    let output = counties()
        .fasou([
            "mentions", "调解", "--count", "--by", "year", "--zeros", "--format", "md",
        ])
        .found();
    assert_eq!(
        output.stdout,
        "| term | year | mentions | passages | reports |\n\
         | --- | --- | ---: | ---: | ---: |\n\
         | 调解 | 2023 | 10 | 1 | 1 |\n\
         | 调解 | 2024 | 0 | 0 | 0 |\n\
         | 调解 | all | 10 | 1 | 1 |\n"
    );
}

#[test]
fn where_no_city_stands_above_is_told_apart_from_what_is_not_known() {
    let dir = Dir::new();
    for (name, place) in [
        ("a", "重庆市沙坪坝区"),
        ("a2", "重庆市"),
        ("a3", "重庆市武隆区"),
        ("b", "新疆维吾尔自治区石河子市"),
        ("c", "甘肃省张掖市山丹县"),
        ("d", "海南省"),
        ("e", "我县"),
    ] {
        let text = format!("{place}2023年法治政府建设年度报告\n开展调解。");
        dir.write(&format!("r/{name}.txt"), text);
    }
    dir.index(["r"]);
    let count = |by, format| {
        let args = [
            "mentions", "调解", "--count", "--by", by, "--format", format,
        ];
        dir.fasou(args).found().stdout
    };
    let text = count("city", "text");
    for (city, line) in [
        ("重庆市/—", 1),
        ("新疆维吾尔自治区/—", 1),
        ("海南省/—", 1),
        ("甘肃省/张掖市", 1),
        ("unknown", 1),
    ] {
        let lines = text.lines().filter(|shown| shown.contains(city));
        assert_eq!(lines.count(), line, "{city} in\n{text}");
    }
    let wide = ["mentions", "调解", "--count", "--by", "city", "--wide"];
    let wide = dir.fasou(wide.iter().chain(&["--format", "csv"])).found();
    assert!(wide.stdout.contains("重庆市/—"), "{wide}");
    // To programs both are null, one row together.
    let by_city = rows(&dir, &["调解", "--by", "city", "--per", "1000"]);
    let null: Vec<&Row> = by_city.iter().filter(|row| row["city"].is_null()).collect();
    assert_eq!((by_city.len(), null.len()), (2, 1), "{by_city:?}");
    for key in ["mentions", "passages", "reports", "all_reports"] {
        assert_eq!(number(null[0], key), 6, "{key}");
    }
    assert!(null[0]["city_code"].is_null());
    let csv = count("city", "csv");
    assert_eq!(csv.lines().count(), 3, "{csv}");
    assert!(!csv.contains('—'), "{csv}");
}

#[test]
fn a_citys_own_report_lies_in_no_county() {
    let dir = Dir::new();
    dir.write("r/a.txt", "张掖市2023年法治政府建设年度报告\n开展调解。");
    dir.index(["r"]);
    let rows = rows(&dir, &["调解", "--by", "city,county"]);
    assert_eq!(rows[0]["city"], "甘肃省/张掖市");
    assert!(rows[0]["county"].is_null(), "{rows:?}");
}
