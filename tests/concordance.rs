//! How mentions are listed: order, samples, one line a report, context, conditions, sources.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::Dir;
use crate::support::corpus::Corpus;
use crate::support::json::{Mention, Mentions};

#[track_caller]
fn list(args: &[&str]) -> Vec<Mention> {
    let fixed = ["mentions", "--format", "jsonl"];
    let output = Corpus::samples().dir.fasou(fixed.iter().chain(args));
    output.found().jsonl()
}

/// What makes a mention this one and no other.
fn places(mentions: &[Mention]) -> BTreeSet<(String, usize)> {
    mentions
        .iter()
        .map(|mention| (mention.report.id.clone(), mention.location.start))
        .collect()
}

#[test]
fn every_order_lists_the_same_mentions() {
    let all = list(&["调解"]);
    for order in ["position", "before", "after", "year", "region"] {
        let sorted = list(&["调解", "--sort", order]);
        assert_eq!(sorted.len(), all.len(), "{order}");
        assert_eq!(places(&sorted), places(&all), "{order}");
        let pieces = [&["--limit", "5"][..], &["--offset", "5"]];
        let pieces: Vec<Mention> = pieces
            .iter()
            .flat_map(|window| list(&[&["调解", "--sort", order], *window].concat()))
            .collect();
        assert_eq!(pieces, sorted, "{order}: pieces of the one list");
    }
    let years: Vec<_> = list(&["调解", "--sort", "year"])
        .iter()
        .map(|m| m.report.year)
        .collect();
    assert!(years.is_sorted(), "{years:?}");
    let codes = |mention: &Mention| mention.report.region.as_ref().map(|r| r.code.clone());
    let codes: Vec<_> = list(&["调解", "--sort", "region"])
        .iter()
        .map(codes)
        .collect();
    assert!(codes.is_sorted(), "{codes:?}");
}

#[test]
fn contexts_are_sorted_away_from_the_term() {
    let dir = Dir::new();
    dir.write("a.txt", "丙普法乙。\n甲普法“丙”。\n乙普法甲。\n");
    dir.index(["a.txt"]);
    let texts = |order: &str| {
        let args = ["mentions", "普法", "--sort", order, "--format", "jsonl"];
        let mentions: Vec<Mention> = dir.fasou(args).found().jsonl();
        let text = |m: &Mention| format!("{}{}{}", m.before, m.matched, m.after);
        mentions.iter().map(text).collect::<Vec<_>>()
    };
    assert_eq!(
        texts("before"),
        ["丙普法乙。", "乙普法甲。", "甲普法“丙”。"]
    );
    assert_eq!(texts("after"), ["甲普法“丙”。", "丙普法乙。", "乙普法甲。"]);
}

#[test]
fn a_sample_is_the_same_each_time_and_another_by_another_seed() {
    let all = places(&list(&["法治"]));
    let sample = |size: &str, seed: &str| list(&["法治", "--sample", size, "--seed", seed]);
    let first = sample("12", "1");
    assert_eq!(first.len(), 12);
    assert!(places(&first).is_subset(&all));
    assert_eq!(places(&first).len(), 12, "none twice");
    assert_eq!(sample("12", "1"), first);
    assert_ne!(places(&sample("12", "2")), places(&first));
    // A smaller sample is a part of a larger one, and the largest is all.
    assert!(places(&sample("5", "1")).is_subset(&places(&first)));
    assert_eq!(places(&sample("100000", "1")), all);
    // It does not depend on how the index came about.
    let dir = Dir::new();
    dir.copy(&crate::support::samples(), "samples");
    let away = |year: &str| (dir.path(&format!("samples/{year}")), dir.path(year));
    for year in ["2023", "2024"] {
        let (here, away) = away(year);
        std::fs::rename(here, away).expect("it can be moved");
    }
    dir.index(["samples"]);
    for year in ["2024", "2023"] {
        let (here, away) = away(year);
        std::fs::rename(away, here).expect("it can be moved back");
        dir.index([] as [&str; 0]);
    }
    let args = [
        "mentions", "法治", "--sample", "12", "--seed", "1", "--format", "jsonl",
    ];
    let again: Vec<Mention> = dir.fasou(args).found().jsonl();
    let texts = |mentions: &[Mention]| -> BTreeSet<String> {
        let text = |m: &Mention| format!("{}{}{}", m.before, m.matched, m.after);
        mentions.iter().map(text).collect()
    };
    assert_eq!((again.len(), texts(&again)), (12, texts(&first)));
}

#[test]
fn a_sample_draws_by_itself_from_reports_of_one_name() {
    let dir = Dir::new();
    for year in ["2023", "2024"] {
        for at in 0..40 {
            let text = format!("丘北县{year}年法治政府建设年度报告\n一、举措\n调解纠纷{at}件。");
            dir.write(&format!("{year}/{at}.txt"), text);
        }
    }
    dir.index(["2023", "2024"]);
    let files = |args: &[&str]| -> Vec<(String, Option<u16>)> {
        let args = [&["mentions", "调解", "--format", "jsonl"], args].concat();
        let mentions: Vec<Mention> = dir.fasou(args).found().jsonl();
        let report = mentions.into_iter().map(|mention| mention.report);
        report.map(|report| (report.path, report.year)).collect()
    };
    let sample = files(&["--sample", "20"]);
    let paths: BTreeSet<&String> = sample.iter().map(|(path, _)| path).collect();
    assert!((12..20).contains(&paths.len()), "{sample:?}");
    // Nor does their order depend on how the index came about.
    let before = files(&[]);
    dir.index(["--rebuild"]);
    assert_eq!((files(&[]), files(&["--sample", "20"])), (before, sample));
}

#[test]
fn grouped_by_report_the_first_of_each_is_shown_with_the_number_of_all() {
    let all = list(&["调解"]);
    let fixed = ["mentions", "调解", "--group", "report"];
    let dir = &Corpus::samples().dir;
    let rows: Vec<Value> = dir
        .fasou(fixed.iter().chain(&["--format", "jsonl"]))
        .found()
        .jsonl();
    let reports: BTreeSet<&str> = all.iter().map(|m| m.report.id.as_str()).collect();
    assert_eq!(rows.len(), reports.len());
    for row in &rows {
        let id = row["report"]["id"].as_str().unwrap();
        let own: Vec<_> = all.iter().filter(|m| m.report.id == id).collect();
        assert_eq!(row["mentions"], own.len());
        assert_eq!(row["location"]["start"], own[0].location.start);
        let passages: BTreeSet<_> = own.iter().map(|m| &m.passage).collect();
        assert_eq!(row["passages"], passages.len());
    }
    let text = dir.fasou(fixed).found().stdout;
    let more = all.len() - reports.len();
    let said: usize = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("… and ")?.strip_suffix(" more"))
        .map(|number| number.parse::<usize>().unwrap())
        .sum();
    assert_eq!(said, more, "{text}");
}

#[test]
fn the_context_can_be_the_sentence_or_the_passage() {
    let dir = Dir::new();
    dir.write("a.txt", "第一句。开展普法；落实责任。末句。\n下一段。\n");
    dir.index(["a.txt"]);
    let shown = |context: &str| {
        let args = [
            "mentions",
            "普法",
            "--context",
            context,
            "--format",
            "jsonl",
        ];
        let mentions: Vec<Mention> = dir.fasou(args).found().jsonl();
        (mentions[0].before.clone(), mentions[0].after.clone())
    };
    assert_eq!(shown("sentence"), ("开展".into(), "；落实责任。".into()));
    assert_eq!(
        shown("passage"),
        ("第一句。开展".into(), "；落实责任。末句。".into())
    );
    assert_eq!(shown("1"), ("展".into(), "；落".into()));
    // In the terminal nothing of it is cut off.
    let long = format!("{}普法{}。", "甲".repeat(90), "乙".repeat(90));
    dir.write("a.txt", long);
    dir.index(["a.txt"]);
    let text = dir
        .fasou(["mentions", "普法", "--context", "sentence"])
        .found()
        .stdout;
    assert_eq!(
        text.matches('甲').count() + text.matches('乙').count(),
        180,
        "{text}"
    );
}

#[test]
fn a_condition_is_a_query_that_the_passage_must_fulfil() {
    let dir = Dir::new();
    let text = "一、举措\n开展普法和调解。\n开展普法和复议。\n二、存在的问题\n普法不够。\n";
    dir.write("a.txt", format!("山丹县2024年法治政府建设年度报告\n{text}"));
    dir.index(["a.txt"]);
    let count = |query: &str| {
        let args = ["mentions", "普法", "--where", query, "--format", "jsonl"];
        let output = dir.fasou(args);
        assert_ne!(output.code, 2, "{output}");
        output.stdout.lines().count()
    };
    assert_eq!(count("调解"), 1);
    assert_eq!(count("调解 OR 复议"), 2);
    assert_eq!(count("-调解"), 2);
    assert_eq!(count("part:problems"), 1);
    assert_eq!(count("“开展普法” -复议"), 1);
    assert_eq!(count("普法 NEAR/3 复议"), 1);
    assert_eq!(count("信访"), 0);
    let wrong = dir
        .fasou(["mentions", "普法", "--where", "(调解"])
        .refused();
    assert!(wrong.stderr.contains('^'), "{wrong}");
}

#[test]
fn a_record_says_what_made_an_export() {
    let dir = Dir::new();
    dir.write("r/a.txt", "开展普法。\n");
    dir.write("terms.txt", "普法 = 法治宣传\n");
    dir.index(["r"]);
    let record = || -> Value {
        let args = ["mentions", "--terms", "terms.txt", "--record", "made.json"];
        dir.fasou(args).found();
        let text = std::fs::read_to_string(dir.path("made.json")).unwrap();
        serde_json::from_str(&text).unwrap()
    };
    let first = record();
    assert_eq!(first["terms"][0]["term"], "普法");
    assert_eq!(first["terms"][0]["aliases"][0], "法治宣传");
    assert_eq!(first["reports"], 1);
    assert_eq!(first["command"][1], "mentions");
    assert_eq!(first["version"], env!("CARGO_PKG_VERSION"));
    assert!(first["date"].as_str().unwrap().ends_with('Z'));
    // The hash is that of the reports, however the index came about.
    dir.index(["--rebuild"]);
    assert_eq!(record()["corpus_hash"], first["corpus_hash"]);
    dir.write("r/b.txt", "开展调解。\n");
    dir.index(["r"]);
    assert_ne!(record()["corpus_hash"], first["corpus_hash"]);
    dir.fasou(["mentions", "普法", "--record", "no/such/folder.json"])
        .refused();
}

#[test]
fn markdown_quotes_with_its_source() {
    let dir = Dir::new();
    dir.write(
        "r/a.txt",
        "山丹县2024年法治政府建设年度报告\n一、举措\n开展*普法*，[全县]通报。\n",
    );
    dir.index(["r"]);
    let output = dir
        .fasou(["mentions", "普法", "--format", "md"])
        .found()
        .stdout;
    let lines: Vec<&str> = output.lines().collect();
    let source = "**山丹县2024年法治政府建设年度报告**（甘肃省/张掖市/山丹县 2024年） `r/a.txt`";
    assert_eq!(lines[0], source);
    let quoted = "- 开展\\***普法**\\*，\\[全县\\]通报。 — 一、举措, line 3, `";
    assert!(lines[2].starts_with(quoted), "{output}");
    let hit = dir
        .fasou(["search", "普法", "--format", "md"])
        .found()
        .stdout;
    assert!(hit.starts_with(&format!("1. {source}\n")), "{hit}");
    assert!(hit.contains("   > 开展\\***普法**\\*"), "{hit}");
}

#[test]
fn a_term_as_wide_as_the_terminal_is_shown_over_several_lines() {
    let dir = Dir::new();
    let term = "坚持人民调解行政调解司法调解相互衔接的工作格局";
    dir.write(
        "a.txt",
        format!("山丹县2024年法治政府建设年度报告\n今年{term}已经形成。\n"),
    );
    dir.index(["a.txt"]);
    for columns in ["40", "48", "52", "1"] {
        let mut command = dir.command(["mentions", term]);
        let output = command
            .env("COLUMNS", columns)
            .output()
            .expect("fasou runs");
        let shown = String::from_utf8(output.stdout).expect("UTF-8");
        let shown: String = shown.split_whitespace().collect();
        let shown = shown.replace(['【', '】'], "");
        assert!(shown.contains("格局已经形成"), "{columns}: {shown}");
    }
}

#[test]
fn contexts_and_samples_may_be_larger_than_all_there_is() {
    let dir = &Corpus::samples().dir;
    let most = usize::MAX.to_string();
    for option in ["--context", "--sample"] {
        let all = dir
            .fasou(["mentions", "枫桥经验", "--format", "json"])
            .found();
        let most = dir
            .fasou(["mentions", "枫桥经验", "--format", "json", option, &most])
            .found();
        assert_eq!(
            most.json::<Mentions>().total,
            all.json::<Mentions>().total,
            "{option}"
        );
    }
}
