//! `fasou show`: the outline, the passages, and their ids.

use std::collections::BTreeSet;

use crate::support::Dir;
use crate::support::corpus::Corpus;
use crate::support::json::{Neighboured, Passage, Reports, Shown};
use crate::support::ways::fresh;

#[test]
fn passages_put_together_are_the_extracted_text() {
    for corpus in [Some(Corpus::samples()), Corpus::reports()]
        .into_iter()
        .flatten()
    {
        for (path, text) in &corpus.texts {
            let shown = corpus.show(path);
            let passages: String = shown
                .passages
                .iter()
                .map(|passage| passage.text.as_str())
                .collect();
            assert_eq!(&passages, text, "{path}");
            let mut end = 0;
            for passage in &shown.passages {
                let location = &passage.location;
                assert_eq!(location.start, end, "{path}: passages tile the text");
                end += passage.text.chars().count();
                assert_eq!(location.end, end, "{path}");
                let line = text
                    .chars()
                    .take(location.start)
                    .filter(|&c| c == '\n')
                    .count()
                    + 1;
                assert_eq!(location.line, line, "{path}");
            }
        }
    }
}

#[test]
fn a_passage_ends_where_a_sentence_or_a_paragraph_does() {
    for corpus in [Some(Corpus::samples()), Corpus::reports()]
        .into_iter()
        .flatten()
    {
        for path in corpus.texts.keys() {
            let shown = corpus.show(path);
            let (_, but_last) = shown.passages.split_last().expect("a passage");
            for passage in but_last {
                let bare = passage
                    .text
                    .trim_end_matches(|c: char| "”’』」）)》\" \u{3000}".contains(c));
                let ends =
                    passage.text.ends_with('\n') || bare.ends_with(|c| "。！？；!?;".contains(c));
                assert!(ends, "{path}: {:?} breaks off", passage.text);
            }
        }
    }
}

#[test]
fn a_title_or_heading_belongs_to_the_first_passage_under_it() {
    for path in Corpus::samples().texts.keys() {
        let shown = Corpus::samples().show(path);
        if let Some(title) = &shown.title {
            let first = shown.passages[0].text.replace('\n', "");
            assert!(
                first.contains(title.as_str()),
                "{path}: the title is not in {first:?}"
            );
        }
        for passage in &shown.passages {
            let headings = shown
                .outline
                .iter()
                .map(|heading| format!("{}{}", heading.label, heading.heading));
            assert!(
                !headings
                    .clone()
                    .any(|heading| heading == passage.text.trim()),
                "{path}: {:?} alone",
                passage.text
            );
        }
    }
}

#[test]
fn a_report_is_shown_by_path_by_the_end_of_it_and_by_id() {
    let dir = &Corpus::samples().dir;
    let whole = dir
        .fasou(["show", "2022/shandan.txt", "--format", "json"])
        .found();
    let id = whole.json::<Shown>().id;
    let absolute = Corpus::samples().root.join("2022/shandan.txt");
    for name in ["shandan.txt", &id, absolute.to_str().expect("UTF-8")] {
        assert_eq!(
            dir.fasou(["show", name, "--format", "json"]).found().stdout,
            whole.stdout,
            "{name}"
        );
    }
    dir.fasou(["show", "nowhere.txt"])
        .refused()
        .says(&["nowhere.txt", "fasou reports"]);
    dir.fasou(["show"]).refused();
}

#[test]
fn the_end_of_a_path_is_whole_components_of_it() {
    let dir = Dir::new();
    let report = |place| format!("{place}2023年法治政府建设年度报告\n开展普法讲座21场。");
    dir.write("reports/shangluo/shanyang.txt", report("山阳县"));
    dir.write("reports/ankang/xunyang.txt", report("旬阳市"));
    dir.write("reports/ankang/yang.txt", report("洋县"));
    dir.write("reports/hanzhong/yang.txt", report("洋县"));
    dir.write(
        "reports/rows.tsv",
        "r1\t开展普法讲座9场。\n11\t调解纠纷31件。\n1\t行政复议2件。\n",
    );
    dir.index(["reports"]);
    let path = |given: &str| {
        let shown: Shown = dir
            .fasou(["show", given, "--format", "json"])
            .found()
            .json();
        shown.path
    };
    for (given, whole) in [
        ("shanyang.txt", "shangluo/shanyang.txt"),
        ("shangluo/shanyang.txt", "shangluo/shanyang.txt"),
        ("ankang/yang.txt", "ankang/yang.txt"),
        ("rows.tsv#11", "rows.tsv#11"),
        ("r1", "rows.tsv#r1"),
        ("1", "rows.tsv#1"),
    ] {
        assert_eq!(path(given), whole, "{given}");
    }
    dir.fasou(["show", "yang.txt"]).refused().says(&[
        "2 reports",
        "ankang/yang.txt",
        "hanzhong/yang.txt",
    ]);
    for part in [
        "t",
        ".txt",
        "anyang.txt",
        "luo/shanyang.txt",
        "tsv#11",
        "",
        "/",
    ] {
        dir.fasou(["show", part])
            .refused()
            .says(&["no report", "fasou reports"]);
    }
}

#[test]
fn the_outline_holds_headings_and_no_run_in_items() {
    let shown = Corpus::samples().show("2024/xiantao.txt");
    assert!(
        shown
            .outline
            .iter()
            .all(|heading| !heading.heading.starts_with("一是") && !heading.label.contains('是'))
    );
    let items = shown
        .passages
        .iter()
        .filter_map(|passage| passage.section.last())
        .filter(|last| last.ends_with('是'));
    assert!(items.count() > 20);
    for heading in &shown.outline {
        assert!(
            ["overview", "measures", "problems", "plans", "other"].contains(&heading.part.as_str()),
            "{heading:?}"
        );
    }
    let text = Corpus::samples()
        .dir
        .fasou(["show", "2024/xiantao.txt"])
        .found()
        .stdout;
    for heading in &shown.outline {
        assert!(
            text.contains(&format!("{}{}", heading.label, heading.heading)),
            "{heading:?} is not shown\n{text}"
        );
    }
}

#[test]
fn headings_without_a_number_and_in_running_text_have_their_parts() {
    let dir = Dir::new();
    let page = "<html><body><h1>叶县2023年法治政府建设年度报告</h1><p>2023年，叶县推进依法行政，成效明显。</p>\
        <h2>主要工作情况</h2><p>1.畅通复议渠道。收到申请31件，按期办结30件，其余一件正在审理之中。</p>\
        <p>2.各单位办案数见表：</p><table><tr><td>单位</td><td>收到</td><td>办结</td></tr>\
        <tr><td>县市场监管局</td><td>17</td><td>16</td></tr><tr><td>县交通运输局</td><td>14</td><td>14</td></tr></table>\
        <h2>存在的主要问题</h2><p>1.基层执法人员年龄偏大。</p><p>2.普法形式单一。</p>\
        <h2>2024年工作思路</h2><p>1.抓好执法人员培训。</p></body></html>";
    dir.write("r/page.html", page);
    let running = "仙桃市2023年法治政府建设年度报告2023年，仙桃市推进依法行政。现报告如下：一、主要工作（一）复议。\
        收到申请31件。（二）普法。宣讲9场。二、存在的问题 执法力量不足。三、下一步打算 开展培训。";
    dir.write("r/running.txt", running);
    dir.index(["r"]);
    for (path, measures, problems, plans) in [
        (
            "page.html",
            "办结\n县市场监管局\n17\n16\n县交通运输局\n14\n14\n",
            "普法形式单一",
            "抓好执法人员培训",
        ),
        (
            "running.txt",
            "（二）普法。宣讲9场。",
            "执法力量不足",
            "开展培训",
        ),
    ] {
        let shown: Shown = dir.fasou(["show", path, "--format", "json"]).found().json();
        for (words, part) in [
            (measures, "measures"),
            (problems, "problems"),
            (plans, "plans"),
        ] {
            let mut holding = shown
                .passages
                .iter()
                .filter(|passage| passage.text.contains(words));
            let passage = holding.next().expect(words);
            assert_eq!(passage.part, part, "{path}: {words}");
        }
        let outer = shown.outline.iter().filter(|heading| heading.depth == 1);
        assert_eq!(outer.count(), 3, "{path}");
    }
}

#[test]
fn a_passage_is_shown_between_its_neighbours() {
    let dir = &Corpus::samples().dir;
    let passages = Corpus::samples().show("2022/shandan.txt").passages;
    let last = passages.len() - 1;
    for at in [0, 5, last] {
        let id = &passages[at].id;
        let output = dir
            .fasou(["show", "--passage", id, "--format", "json"])
            .found();
        let shown: Neighboured = output.json();
        assert_eq!(
            (&shown.id, &shown.text, &shown.location),
            (id, &passages[at].text, &passages[at].location)
        );
        let around: Vec<&Passage> = passages[at.saturating_sub(1)..=last.min(at + 1)]
            .iter()
            .filter(|passage| &passage.id != id)
            .collect();
        assert_eq!(shown.neighbours.iter().collect::<Vec<_>>(), around);
        let text = dir.fasou(["show", "--passage", id]).found().stdout;
        assert!(text.contains(id.as_str()), "{text}");
    }
    dir.fasou(["show", "--passage", "nothing"])
        .refused()
        .says(&["nothing"]);
    let other = format!("{}-{}", passages[0].report.id, "0000000000");
    dir.fasou(["show", "--passage", &other])
        .refused()
        .says(&["changed"]);
}

#[test]
fn ids_have_no_white_space_are_unique_and_survive_a_rebuild() {
    let same = "调解先行，复议兜底。\n一、举措\n收到申请19件。\n二、问题\n收到申请19件。\n三、打算\n收到申请19件。";
    let files = [("a.txt", same), ("b.txt", same), ("c/a.txt", same)];
    let ids = |dir: &Dir| -> Vec<String> {
        let reports: Reports = dir.fasou(["reports", "--format", "json"]).found().json();
        let shown = reports
            .reports
            .iter()
            .map(|report| dir.fasou(["show", &report.id, "--format", "json"]).found());
        shown
            .flat_map(|output| output.json::<Shown>().passages)
            .map(|passage| passage.id)
            .collect()
    };
    let dir = fresh(&files);
    let before = ids(&dir);
    assert!(
        before
            .iter()
            .all(|id| !id.is_empty() && !id.contains(char::is_whitespace)),
        "{before:?}"
    );
    assert_eq!(
        before.iter().collect::<BTreeSet<_>>().len(),
        before.len(),
        "{before:?}"
    );
    dir.index(["--rebuild"]);
    assert_eq!(ids(&dir), before);
    // What is added before a passage does not change its id.
    dir.write("reports/a.txt", format!("新增一段。\n{same}"));
    dir.index([""; 0]);
    let after: BTreeSet<String> = ids(&dir).into_iter().collect();
    assert!(
        before.iter().skip(1).all(|id| after.contains(id)),
        "{before:?}\n{after:?}"
    );
}

#[test]
fn passages_come_as_json_lines_and_as_a_table_too() {
    let dir = &Corpus::samples().dir;
    let passages = Corpus::samples().show("2023/alaying.txt").passages;
    assert_eq!(
        dir.fasou(["show", "alaying.txt", "--format", "jsonl"])
            .found()
            .jsonl::<Passage>(),
        passages
    );
    let table = dir
        .fasou(["show", "alaying.txt", "--format", "csv"])
        .found()
        .stdout;
    assert_eq!(
        csv::Reader::from_reader(table.as_bytes()).records().count(),
        passages.len()
    );
}
