//! Copies of one report count once.

use crate::support::Dir;
use crate::support::json::{Counts, Mentions, Reports, Search};

const BODY: &str = "一、主要举措\n全县办理行政复议案件12件，开展普法宣传30场次，调解矛盾纠纷560件，\
    新聘法律明白人45名，审查合同83份，清理规范性文件17件，培训行政执法人员210人次，\
    公开政府信息1200条，评查案卷96本，立案查处违法行为74起，均已办结并公示。县委常委会会议专题听取\
    法治建设汇报两次，县政府常务会议学法四次，各乡镇党政主要负责人全部述法并接受评议，政府法律顾问列席\
    会议二十六次，提出意见一百一十二条，县级公共法律服务中心接待群众三千余人次，解答咨询两千八百余次。\n";

fn report(title: &str) -> String {
    format!("{title}\n{BODY}")
}

#[track_caller]
fn mentions(dir: &Dir, args: &[&str]) -> (usize, usize) {
    let fixed = ["mentions", "行政复议", "--count", "--format", "json"];
    let counts: Counts = dir.fasou(fixed.iter().chain(args)).json();
    let list: Mentions = dir
        .fasou(
            ["mentions", "行政复议", "--format", "json"]
                .iter()
                .chain(args),
        )
        .json();
    assert_eq!(list.total, counts.counts[0].mentions, "counts and list");
    (counts.counts[0].mentions, counts.counts[0].reports)
}

#[test]
fn the_same_text_from_two_sites_counts_once() {
    let dir = Dir::new();
    let title = "山丹县2024年法治政府建设年度报告";
    dir.write("county/a.txt", report(title));
    dir.write(
        "city/b.txt",
        report(&format!("{title}\n来源：张掖市司法局 发布日期：2025-01-20")),
    );
    // Another place handed in the same words, and another year: reports of their own.
    dir.write("city/c.txt", report("高台县2024年法治政府建设年度报告"));
    dir.write("city/d.txt", report("山丹县2023年法治政府建设年度报告"));
    dir.index(["county", "city"]);

    assert_eq!(mentions(&dir, &[]), (3, 3));
    assert_eq!(mentions(&dir, &["--all-copies"]), (4, 4));
    let output = dir.fasou(["mentions", "行政复议", "--verify"]).found();
    output.says(&["1 report is a copy", "--all-copies", "verified: 3 mentions"]);
    dir.fasou(["mentions", "行政复议", "--verify", "--all-copies"])
        .found()
        .says(&["verified: 4 mentions"]);
    let search = |args: &[&str]| {
        let fixed = ["search", "行政复议", "--format", "json"];
        dir.fasou(fixed.iter().chain(args))
            .found()
            .json::<Search>()
            .total
    };
    assert_eq!((search(&[]), search(&["--all-copies"])), (3, 4));

    let listed: Reports = dir.fasou(["reports", "--format", "json"]).found().json();
    let by_path = |path: &str| {
        listed
            .reports
            .iter()
            .find(|report| report.path == path)
            .unwrap()
    };
    assert_eq!(
        by_path("b.txt").copy_of.as_ref(),
        Some(&by_path("a.txt").id)
    );
    assert_eq!(
        by_path("b.txt").warnings[0],
        format!("a copy of {}", by_path("a.txt").id)
    );
    for path in ["a.txt", "c.txt", "d.txt"] {
        assert_eq!(by_path(path).copy_of, None, "{path}");
    }
}

#[test]
fn a_copy_counts_where_the_first_is_not_looked_at() {
    let dir = Dir::new();
    dir.write("county/a.txt", report("山丹县2024年法治政府建设年度报告"));
    dir.write("city/b.txt", report("山丹县2024年法治政府建设年度报告"));
    dir.index(["county"]);
    let found = |folder: &str| {
        let args = [
            "search",
            "行政复议",
            "--reports",
            folder,
            "--format",
            "json",
        ];
        dir.fasou(args).found().json::<Search>()
    };
    assert_eq!(found("city").hits[0].report.path, "b.txt");
    assert_eq!(found("county").hits[0].report.path, "a.txt");
    // When the first is gone, the copy is no copy any more.
    dir.index(["--remove", "county"]);
    assert_eq!(mentions(&dir, &[]), (1, 1));
    assert_eq!(mentions(&dir, &["--all-copies"]), (1, 1));
}

#[test]
fn short_forms_that_many_fill_in_alike_are_reports_of_their_own() {
    let dir = Dir::new();
    for (name, issuer) in [("a", "山丹县司法局"), ("b", "山丹县教育局")] {
        let text = format!("{issuer}2024年法治政府建设年度报告\n本年度无行政复议案件。\n");
        dir.write(&format!("r/{name}.txt"), text);
    }
    dir.index(["r"]);
    assert_eq!(mentions(&dir, &[]), (2, 2));
}

#[test]
fn of_copies_the_one_counts_that_is_asked_for() {
    let dir = Dir::new();
    dir.write("a.txt", report("昆明市司法局2024年法治政府建设年度报告"));
    dir.write("b.txt", report("昆明市2024年法治政府建设年度报告"));
    dir.index(["."]);
    assert_eq!(mentions(&dir, &[]), (1, 1));
    for level in ["city", "department"] {
        assert_eq!(mentions(&dir, &["--level", level]), (1, 1), "{level}");
    }
    let path = |query: &str| -> Vec<String> {
        let args = ["search", query, "--format", "json"];
        let found: Search = dir.fasou(args).found().json();
        found.hits.into_iter().map(|hit| hit.report.path).collect()
    };
    assert_eq!(path("行政复议"), ["a.txt"]);
    for (query, expected) in [
        ("行政复议 -title:司法局", "b.txt"),
        ("行政复议 title:司法局", "a.txt"),
        ("行政复议 -level:department", "b.txt"),
        ("行政复议 level:city", "b.txt"),
    ] {
        assert_eq!(path(query), [expected], "{query}");
    }
}
