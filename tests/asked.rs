//! `fasou search`: what a query asks for beside the words that stand in a passage: a year, a place, a name that no
//! dictionary has, the words of a compound.

use super::support::Dir;
use super::support::json::Search;

/// An index of reports, each of a title and one paragraph.
fn reports(reports: &[(&str, &str, &str)]) -> Dir {
    let dir = Dir::new();
    for (name, title, paragraph) in reports {
        let text = format!("{title}\n一、主要举措\n{paragraph}\n");
        dir.write(&format!("r/{name}.txt"), text);
    }
    dir.index(["r"]);
    dir
}

/// The names of the reports that answer a query, best first.
fn found(dir: &Dir, query: &str) -> Vec<String> {
    let output = dir.fasou(["search", query, "--format", "json"]);
    let answer: Search = output.json();
    let names = answer.hits.iter().map(|hit| &hit.report.path);
    let names = names.map(|path| {
        path.trim_start_matches("r/")
            .trim_end_matches(".txt")
            .to_owned()
    });
    names.collect()
}

#[test]
fn a_place_is_where_a_report_is_from() {
    let dir = reports(&[
        (
            "guizhou",
            "贵州省2024年法治政府建设年度报告",
            "赴云南考察，借鉴云南的普法经验，印发云南的普法案例。",
        ),
        (
            "yiliang",
            "宜良县2024年法治政府建设年度报告",
            "组织普法宣讲二十场，受众三千人，发放资料五千份。",
        ),
        (
            "shandan",
            "山丹县2024年法治政府建设年度报告",
            "办理行政复议案件九件，公开听证两次。",
        ),
        (
            "gongcheng",
            "恭城县2024年法治政府建设年度报告",
            "审查规范性文件六件，清理文件十四件。",
        ),
    ]);
    assert_eq!(found(&dir, "云南 普法")[0], "yiliang");
    assert_eq!(found(&dir, "云南开展了哪些普法活动？")[0], "yiliang");
}

#[test]
fn a_year_is_that_of_a_report() {
    let dir = reports(&[
        (
            "before",
            "山丹县2022年法治政府建设年度报告",
            "谋划2023年的普法场次，筹集2023年的普法经费，排定2023年的普法日程。",
        ),
        (
            "asked",
            "恭城县2023年法治政府建设年度报告",
            "进村开展普法活动，受众三千人。",
        ),
    ]);
    for query in ["普法 2023", "2023年 普法", "2023年普法做了什么？"] {
        assert_eq!(found(&dir, query)[0], "asked", "{query}");
    }
}

#[test]
fn a_name_that_no_dictionary_has_is_found_in_titles() {
    let dir = reports(&[
        (
            "other",
            "昆明市2024年法治政府建设年度报告",
            "推广枫桥经验，深化枫桥经验，各乡学习枫桥经验。",
        ),
        (
            "tanglang",
            "汤郎乡2024年法治政府建设年度报告",
            "坚持和发展枫桥经验，化解纠纷四十起。",
        ),
    ]);
    assert_eq!(found(&dir, "汤郎乡 枫桥经验")[0], "tanglang");
}

#[test]
fn a_compound_is_found_by_its_words_behind_what_is_written() {
    let dir = reports(&[
        (
            "whole",
            "宝鸡市2024年法治政府建设年度报告",
            "行政复议纠错率为百分之十。",
        ),
        (
            "apart",
            "三明市2024年法治政府建设年度报告",
            "办结行政复议案件九十件，纠错率为百分之十二。",
        ),
        (
            "one",
            "贵州省2024年法治政府建设年度报告",
            "行政复议案件有所增加。",
        ),
    ]);
    assert_eq!(found(&dir, "行政复议纠错率"), ["whole", "apart"]);
    assert_eq!(found(&dir, "\"行政复议纠错率\""), ["whole"]);
}

#[test]
fn a_single_character_brings_nothing_out_of_other_words() {
    let dir = reports(&[(
        "one",
        "宝鸡市2024年法治政府建设年度报告",
        "规范执法，群众满意，租金减免。",
    )]);
    for query in ["慈善法", "公租房"] {
        dir.fasou(["search", query]).nothing();
    }
    let marked = dir.fasou(["search", "执法不规范"]).found();
    assert!(!marked.stdout.contains("【法】"), "{marked}");
}

#[test]
fn what_stands_in_titles_was_meant() {
    let paragraph = "发展枫桥经验，化解纠纷。";
    let dir = reports(&[
        ("dali", "大理市2024年法治政府建设年度报告", paragraph),
        (
            "force",
            "三明市2024年法治政府建设年度报告",
            "大力发展枫桥经验。",
        ),
    ]);
    let output = dir.fasou(["search", "大理 枫桥经验"]).found();
    assert!(!output.stderr.contains("did you mean"), "{output}");
}
