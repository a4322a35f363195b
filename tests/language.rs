//! The query language as people use it, over reports made for each construct.

use super::support::ways::both_ways;

const FILES: [(&str, &str); 5] = [
    (
        "a.txt",
        "江苏省南通市2024年法治政府建设年度报告\n一、主要举措\n收到行政复议申请七件，普及5Gnet知识。",
    ),
    (
        "b.txt",
        "贵州省2023年法治政府建设年度报告\n一、主要举措\n行政机关积极应诉，全年没有败诉案件。申请人很满意。",
    ),
    (
        "c.txt",
        "江苏省南通市2023年法治政府建设年度报告\n一、主要举措\n申请材料齐全的，当天收到当天受理。",
    ),
    (
        "d.txt",
        "贵州省2024年法治政府建设年度报告\n一、主要举措\n普法进企业，调解进社区。",
    ),
    (
        "e.txt",
        "汤郎乡2022年法治政府建设工作情况报告\n一、主要举措\n开展普法讲座三场。",
    ),
];

#[test]
fn each_construct_finds_what_it_says() {
    let cases: [(&str, &[&str]); 24] = [
        ("\"行政复议\"", &["a.txt"]),
        ("申请", &["a.txt", "b.txt", "c.txt"]),
        ("申请 -满意", &["a.txt", "c.txt"]),
        ("行政复议 OR 调解", &["a.txt", "d.txt"]),
        ("(申请 受理)", &["c.txt"]),
        ("\"收到 申请\"~5", &["a.txt"]),
        ("\"收到 申请\"~3", &[]),
        ("申请 NEAR/10 收到", &["a.txt", "c.txt"]),
        ("5g*", &["a.txt"]),
        ("普及5g*", &["a.txt"]),
        ("推广5g*", &[]),
        ("申请 region:江苏", &["a.txt", "c.txt"]),
        ("申请 region:江苏 year:2023", &["c.txt"]),
        ("申请 -region:江苏", &["b.txt"]),
        ("申请 title:贵州", &["b.txt"]),
        ("申请 地区:江苏 年份：2023", &["c.txt"]),
        ("普法 -地区：云南 层级:省级 标题：贵州", &["d.txt"]),
        ("申请 部分:举措", &["a.txt", "b.txt", "c.txt"]),
        ("申请 part:问题不足", &[]),
        // Names that no dictionary has.
        ("申请 title:江苏省南通", &["a.txt", "c.txt"]),
        ("普法 title:汤郎乡", &["e.txt"]),
        ("普法 title:汤郎", &["e.txt"]),
        ("（申请 OR 普法） region：贵州", &["b.txt", "d.txt"]),
        // Reports have a year too, and are no hits.
        ("普法 (year:2023 OR 调解)", &["b.txt", "c.txt", "d.txt"]),
    ];
    both_ways(&FILES, |dir| {
        for (query, expected) in cases {
            let output = dir.fasou(["search", query, "--format", "csv"]);
            let found: Vec<&str> = FILES
                .iter()
                .map(|(name, _)| *name)
                .filter(|name| output.stdout.contains(name))
                .collect();
            assert_eq!(found, expected, "{query}\n{output}");
        }
    });
}

#[test]
fn a_mistake_is_shown_with_a_caret_and_what_was_expected() {
    both_ways(&FILES, |dir| {
        let output = dir.fasou(["search", "(行政复议 OR"]).refused();
        let lines: Vec<&str> = output.stderr.lines().collect();
        assert_eq!(lines[1], "  (行政复议 OR", "{output}");
        assert!(lines[2].trim_start().starts_with("^ expected"), "{output}");
        dir.fasou(["search", "regoin:云南 普法"])
            .refused()
            .says(&["region"]);
        dir.fasou(["search", "year:2024"]).refused().says(&["word"]);
        dir.fasou(["search", "普法 region:某地"]).refused();
    });
}

#[test]
fn what_a_star_stands_for_is_marked() {
    both_ways(&FILES, |dir| {
        let output = dir.fasou(["search", "5g*"]).found();
        assert!(output.stdout.contains("【5Gnet】"), "{output}");
    });
}

#[test]
fn signs_may_be_arguments_of_their_own() {
    both_ways(&FILES, |dir| {
        let files = |args: &[&str]| {
            let args = [&["search", "--format", "csv"], args].concat();
            let found = dir.fasou(args).found().stdout;
            let files = FILES.iter().map(|(name, _)| *name);
            files
                .filter(|name| found.contains(name))
                .collect::<Vec<_>>()
        };
        for (query, expected) in [
            (&["-region:江苏", "申请"][..], &["b.txt"][..]),
            (&["-(满意 OR 受理)", "申请"], &["a.txt"]),
            (&["-\"满意\"", "申请"], &["a.txt", "c.txt"]),
            (&["申请", "-满意"], &["a.txt", "c.txt"]),
        ] {
            assert_eq!(files(query), expected, "{query:?}");
        }
        let output = dir.fasou(["search", "-申请", "没有这样的话"]).nothing();
        output.says(&["nothing found for -申请 没有这样的话"]);
        dir.fasou(["search", "-h"]).found();
    });
}
