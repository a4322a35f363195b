//! `fasou reports`: what is indexed, and what is doubtful about it.

use crate::support::Dir;
use crate::support::corpus::Corpus;
use crate::support::json::{Listed, Reports};
use crate::support::ways::{borrowed, both_ways};

#[track_caller]
fn reports(dir: &Dir, args: &[&str]) -> Vec<Listed> {
    dir.fasou(["reports", "--format", "json"].iter().chain(args))
        .found()
        .json::<Reports>()
        .reports
}

#[test]
fn all_reports_are_listed_by_path_with_their_sizes() {
    let listed = reports(&Corpus::samples().dir, &[]);
    let paths: Vec<&String> = listed.iter().map(|report| &report.path).collect();
    assert_eq!(paths, Corpus::samples().texts.keys().collect::<Vec<_>>());
    for report in &listed {
        let shown = Corpus::samples().show(&report.path);
        assert_eq!(
            (report.passages, &report.id, &report.title),
            (shown.passages.len(), &shown.id, &shown.title)
        );
    }
}

#[test]
fn filters_and_pages_hold_here_too() {
    let dir = &Corpus::samples().dir;
    let all = reports(dir, &[]);
    let by = |args: &[&str]| {
        reports(dir, args)
            .into_iter()
            .map(|report| report.path)
            .collect::<Vec<_>>()
    };
    assert_eq!(by(&["--level", "zone"]), ["2024/baoji.txt"]);
    assert_eq!(by(&["--level", "department"]), ["2023/nantong-market.txt"]);
    assert_eq!(by(&["--region", "湖南"]), ["2023/alaying.txt"]);
    assert_eq!(
        by(&["--year", "2022", "--level", "township"]),
        ["2022/quankou.txt"]
    );
    assert_eq!(by(&["--year", "2021..2022"]).len(), 5);
    assert_eq!(reports(dir, &["--limit", "4", "--offset", "3"]), all[3..7]);
    dir.fasou(["reports", "--year", "2001"]).nothing();
    for format in ["text", "csv", "json"] {
        let beyond = all.len().to_string();
        dir.fasou(["reports", "--offset", &beyond, "--format", format])
            .nothing()
            .says(&[&format!(
                "nothing at --offset {beyond}: there are {beyond} reports"
            )]);
    }
    let missing = ["reports", "--missing", "--year", "2024", "--region", "海南"];
    dir.fasou(missing).found();
    dir.fasou(missing.iter().chain(&["--offset", "999"]))
        .nothing()
        .says(&["nothing at --offset 999: there are", "divisions"]);
    dir.fasou(["reports", "--limit", "0"])
        .refused()
        .says(&["from 1 on"]);
}

#[test]
fn what_a_filter_asks_of_passages_leaves_the_reports_that_have_one() {
    let long = "全县严格落实各项制度，定期向社会公布进展情况，接受群众和新闻媒体监督。".repeat(3);
    let files = [
        (
            "a.txt",
            format!(
                "云台县2023年法治政府建设年度报告\n一、主要举措\n开展普法讲座9场。{long}\n二、存在的问题\n\
                普法形式单一，执法力量不足。{long}\n三、下一步打算\n2024年加大普法力度。{long}"
            ),
        ),
        (
            "b.txt",
            format!("平陵县2023年法治政府建设年度报告\n一、主要举措\n办理行政复议案件31件。{long}"),
        ),
        (
            "c.txt",
            format!(
                "平陵县2022年法治政府建设年度报告\n一、主要举措\n调解纠纷88件。{long}\n二、下一步打算\n开展行政复议听证。{long}"
            ),
        ),
    ];
    let files: Vec<(String, String)> = files.map(|(name, text)| (name.to_owned(), text)).into();
    both_ways(&borrowed(&files), |dir| {
        let by = |args: &[&str]| {
            let listed = reports(dir, args).into_iter();
            let paths = listed.map(|report| report.path);
            paths.collect::<Vec<_>>()
        };
        assert_eq!(by(&["--part", "measures"]), ["a.txt", "b.txt", "c.txt"]);
        assert_eq!(by(&["--part", "problems"]), ["a.txt"]);
        assert_eq!(
            by(&["--part", "problems", "--part", "plans"]),
            ["a.txt", "c.txt"]
        );
        assert_eq!(by(&["--topic", "行政复议"]), ["b.txt", "c.txt"]);
        // Both hold of one passage.
        assert_eq!(by(&["--topic", "行政复议", "--part", "plans"]), ["c.txt"]);
        assert_eq!(by(&["--topic", "行政复议", "--year", "2023"]), ["b.txt"]);
        dir.fasou(["reports", "--part", "problems", "--year", "2022"])
            .nothing()
            .says(&["0 reports"]);
    });
}

#[test]
fn levels_go_by_their_chinese_names_wherever_they_are_asked_for() {
    let dir = &Corpus::samples().dir;
    for (level, names) in [
        ("province", ["省", "省级"]),
        ("city", ["市", "市级"]),
        ("county", ["县级", "区县"]),
        ("township", ["乡镇", "街道"]),
        ("department", ["部门", "部门级"]),
        ("zone", ["开发区", "管委会"]),
    ] {
        for name in names {
            for args in [
                vec!["reports", "--format", "json"],
                vec!["search", "法治", "--format", "json"],
                vec!["mentions", "法治", "--count", "--format", "json"],
            ] {
                let asked = |name| dir.fasou(args.iter().copied().chain(["--level", name]));
                assert_eq!(asked(name).found().stdout, asked(level).stdout, "{name}");
            }
            let found = |name| {
                let query = format!("法治 level:{name}");
                let answer = dir.fasou(["search", &query, "--format", "json"]).found();
                let answer: serde_json::Value = answer.json();
                (answer["total"].clone(), answer["hits"].clone())
            };
            assert_eq!(found(name), found(level), "{name}");
        }
    }
    for vague in ["新区", "局"] {
        dir.fasou(["reports", "--level", vague])
            .refused()
            .says(&[vague, "county", "zone"]);
    }
}

#[test]
fn what_is_not_known_is_null_and_said() {
    let dir = Dir::new();
    dir.write("reports/bare.txt", "收到行政复议申请，逐件登记，按期答复。");
    dir.write(
        "reports/template.txt",
        "20xx年xx县法治政府建设年度报告\n一、主要举措\n××县开展普法××场。",
    );
    dir.index(["reports"]);
    let listed = reports(&dir, &[]);
    for report in &listed {
        assert_eq!((report.year, &report.region), (None, &None), "{report:?}");
        for word in ["region", "year"] {
            assert!(
                report.warnings.iter().any(|warning| warning.contains(word)),
                "no word on the {word}: {report:?}"
            );
        }
    }
    assert!(
        listed[0]
            .warnings
            .iter()
            .any(|warning| warning.contains("headings")),
        "{:?}",
        listed[0].warnings
    );
    let text = dir.fasou(["reports"]).found().stdout;
    assert!(text.contains("region unknown"), "{text}");
}

#[test]
fn the_table_names_its_columns_like_the_keys() {
    let output = Corpus::samples()
        .dir
        .fasou(["reports", "--format", "csv"])
        .found();
    let mut table = csv::Reader::from_reader(output.stdout.as_bytes());
    let header = table.headers().expect("a header").clone();
    for column in [
        "id",
        "path",
        "title",
        "year",
        "level",
        "region.code",
        "region.province",
        "region.county",
        "passages",
        "warnings",
    ] {
        assert!(
            header.iter().any(|name| name == column),
            "no {column} in {header:?}"
        );
    }
    assert_eq!(table.records().count(), Corpus::samples().texts.len());
    let lines = Corpus::samples()
        .dir
        .fasou(["reports", "--format", "jsonl"])
        .found()
        .jsonl::<Listed>();
    assert_eq!(lines, reports(&Corpus::samples().dir, &[]));
}
