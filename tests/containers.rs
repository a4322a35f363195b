//! Files that hold several reports: archives, and tables with a report a row.

use serde_json::Value;

use crate::inputs::{listed, one, paths, place, report, zip_of};
use crate::support::Dir;

#[test]
fn archives_are_read_in_place_and_their_names_decoded() {
    let dir = Dir::new();
    let inner = zip_of(&[("b.txt", report("昆明市", 2023).as_bytes())]);
    // Windows writes names in GBK: the six letters are as long as 龙门县 is there.
    let mut outer = zip_of(&[
        ("abcdef.txt", report("龙门县", 2024).as_bytes()),
        ("in/inner.zip", &inner),
        ("__MACOSX/._abcdef.txt", b"junk"),
        ("photo.png", b"\x89PNG\r\n"),
    ]);
    let gbk = encoding_rs::GBK.encode("龙门县").0.into_owned();
    while let Some(at) = outer.windows(6).position(|bytes| bytes == b"abcdef") {
        outer[at..at + 6].copy_from_slice(&gbk);
    }
    dir.write("r/all.zip", outer);
    let said = dir.index(["r"]);
    assert!(
        said.stderr.contains("all.zip!/photo.png: a PNG image"),
        "{said}"
    );
    let reports = listed(&dir, &[]);
    assert_eq!(
        paths(&reports),
        ["all.zip!/in/inner.zip!/b.txt", "all.zip!/龙门县.txt"]
    );
    let mentions = dir
        .fasou(["mentions", "行政复议", "--format", "jsonl"])
        .found();
    assert!(
        mentions.stdout.contains("all.zip!/龙门县.txt"),
        "{mentions}"
    );
    let text = dir.fasou(["extract", "r/all.zip!/龙门县.txt"]).found();
    assert!(text.stdout.starts_with("龙门县2024年"), "{text}");
    dir.fasou(["mentions", "普法", "--verify"]).found();

    // What leaves the archive leaves the index.
    dir.write(
        "r/all.zip",
        zip_of(&[("c.txt", report("宝鸡市", 2022).as_bytes())]),
    );
    dir.index([""; 0]);
    assert_eq!(paths(&listed(&dir, &[])), ["all.zip!/c.txt"]);
}

#[test]
fn archives_that_burst_or_nest_too_deep_are_left_out() {
    let dir = Dir::new();
    let mut nested = zip_of(&[("a.txt", report("昆明市", 2023).as_bytes())]);
    for _ in 0..5 {
        nested = zip_of(&[("inner.zip", &nested)]);
    }
    dir.write("r/deep.zip", nested);
    let bomb = vec![b'a'; 30 << 20];
    dir.write("r/bomb.zip", zip_of(&[("a.txt", &bomb), ("b.txt", b"b")]));
    let mut cut = zip_of(&[("a.txt", b"text")]);
    cut.truncate(cut.len() / 2);
    dir.write("r/cut.zip", cut);
    dir.write("r/good.txt", report("昆明市", 2024));
    let said = dir.index(["r", "--max-unpacked", "20M", "--log", "skipped.jsonl"]);
    for reason in ["--max-unpacked", "archives within archives", "damaged zip"] {
        assert!(said.stderr.contains(reason), "{reason}\n{said}");
    }
    assert_eq!(paths(&listed(&dir, &[])), ["good.txt"]);
    let log = std::fs::read_to_string(dir.path("skipped.jsonl")).expect("a log");
    let lines: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).expect("a JSON document a line"))
        .collect();
    let names: Vec<&str> = lines
        .iter()
        .filter_map(|line| line["path"].as_str())
        .collect();
    assert!(
        names.iter().any(|name| name.starts_with("bomb.zip")),
        "{log}"
    );
    assert!(lines.iter().all(|line| line["reason"].is_string()), "{log}");
}

#[test]
fn tables_have_a_report_a_row() {
    let dir = Dir::new();
    let row = |place, year| report(place, year).replace('\n', "\\n");
    dir.write(
        "t/a.csv",
        "id,标题,正文,地区,年份,url\n\
         7,昆明市报告,\"全年收到行政复议申请5件。\n开展普法9场。\",昆明市,2021,https://example.com/7\n\
         8,,,昆明市,2020,\n",
    );
    dir.write("t/b.tsv", "p1\t大理白族自治州\t收到行政复议申请6件。\n");
    dir.write(
        "t/c.jsonl",
        format!(
            "{{\"id\":\"x\",\"content\":\"{}\"}}\n{{broken\n{{\"id\":\"y\",\"content\":\"<p>收到行政复议申请9件。</p><p>次段</p>\"}}\n",
            row("龙门县", 2024)
        ),
    );
    dir.write("t/d.csv", "a,b\n1,2\n");
    let said = dir.index(["t"]);
    for reason in [
        "a.csv#8: no text",
        "c.jsonl#2: damaged line",
        "d.csv: no column of text",
    ] {
        assert!(said.stderr.contains(reason), "{reason}\n{said}");
    }
    let reports = listed(&dir, &[]);
    assert_eq!(
        paths(&reports),
        ["a.csv#7", "b.tsv#p1", "c.jsonl#x", "c.jsonl#y"]
    );
    let first = one(&reports, "a.csv#7");
    assert_eq!(place(first), "昆明市");
    assert_eq!(first["year"], 2021);
    assert_eq!(first["title"], "昆明市报告");
    assert_eq!(one(&reports, "c.jsonl#x")["year"], 2024);
    let text = dir.fasou(["extract", "t/c.jsonl#y"]).found();
    assert_eq!(text.stdout, "收到行政复议申请9件。\n次段\n");

    // A column that is named in the command line is the text.
    dir.index(["t", "--text-column", "b"]);
    assert!(paths(&listed(&dir, &[])).contains(&"d.csv#1"));
}

#[test]
fn a_row_with_more_cells_than_the_header_loses_nothing_unsaid() {
    let dir = Dir::new();
    dir.write(
        "t/last.csv",
        "id,title,text\n1,龙门县报告,今年开展普法宣传,收到行政复议申请19件\n2,恭城县报告,开展普法,,\n",
    );
    dir.write(
        "t/last.tsv",
        "p1\t收到申请6件。\np2\t第一段普法。\t第二段行政复议。\n",
    );
    dir.write(
        "t/first.csv",
        "text,id\n开展普法宣传,收到行政复议申请19件,1\n开展行政复议,2\n",
    );
    let said = dir.index(["t"]);
    assert!(
        said.stderr
            .contains("first.csv#收到行政复议申请19件: damaged row"),
        "{said}"
    );
    assert!(said.stderr.contains("more cells than the header"), "{said}");
    assert_eq!(paths(&listed(&dir, &[])).len(), 5);
    let found = dir.fasou(["mentions", "行政复议", "--count"]).found();
    assert!(found.stdout.contains("3         3        3"), "{found}");
    let text = dir.fasou(["extract", "t/last.csv#1"]).found();
    let said = "龙门县报告\n今年开展普法宣传,收到行政复议申请19件\n";
    assert_eq!(text.stdout, said);
}

#[test]
fn one_bad_row_costs_itself_alone() {
    let dir = Dir::new();
    let good = "全年收到行政复议申请5件，开展普法9场。";
    dir.write(
        "t/lost.csv",
        format!("id,正文\n1,{good}\n2,坏\u{fffd}字\n3,{good}\n"),
    );
    let mut bytes = encoding_rs::GBK
        .encode(&format!("id,正文\n1,{good}\n2,坏"))
        .0
        .into_owned();
    bytes.push(0xff);
    bytes.extend_from_slice(&encoding_rs::GBK.encode(&format!("字\n3,{good}\n")).0);
    dir.write("t/byte.csv", bytes);
    dir.write("t/excel.csv", format!("sep=;\nid;正文\n1;{good}\n"));
    dir.write(
        "t/quoted.tsv",
        format!("id\ttext\n1\t\"{good}\n二段\"\n2\t{good}\n"),
    );
    dir.write(
        "t/cells.csv",
        format!("id,html\n1,各位代表：<BR/>{good}\n2,<P>{good}</P><P>二段</P>\n"),
    );
    dir.write(
        "t/filled.jsonl",
        format!("{{\"id\":1,\"content\":null,\"html\":\"<p>{good}</p>\"}}\n"),
    );
    let said = dir.index(["t"]);
    for reason in ["lost.csv#2", "byte.csv#2", "characters of it are lost"] {
        assert!(said.stderr.contains(reason), "{reason}\n{said}");
    }
    assert_eq!(
        paths(&listed(&dir, &[])),
        [
            "byte.csv#1",
            "byte.csv#3",
            "cells.csv#1",
            "cells.csv#2",
            "excel.csv#1",
            "filled.jsonl#1",
            "lost.csv#1",
            "lost.csv#3",
            "quoted.tsv#1",
            "quoted.tsv#2"
        ]
    );
    for name in ["quoted.tsv#1", "cells.csv#2"] {
        let text = dir.fasou(["extract", &format!("t/{name}")]).found();
        assert_eq!(text.stdout, format!("{good}\n二段\n"), "{name}");
    }
}

#[test]
fn a_cell_that_takes_too_long_costs_its_table_and_not_the_run() {
    let dir = Dir::new();
    let good = "全年收到行政复议申请5件，开展普法9场。";
    // Elements within elements: the time they take grows with the square of their number.
    let deep = "<div>".repeat(100_000);
    dir.write(
        "t/a.csv",
        format!("id,正文\n1,{good}\n2,{deep}{good}\n3,{good}\n"),
    );
    dir.write("t/b.csv", format!("id,正文\n1,{good}\n"));
    let said = dir.index(["t", "--time-limit", "2"]);
    assert!(
        said.stderr.contains("skipped a.csv: not read within 2 s"),
        "{said}"
    );
    assert_eq!(paths(&listed(&dir, &[])), ["a.csv#1", "b.csv#1"]);
}
