//! `fasou mentions`: the list. What counts as a mention is in `rule.rs` and `oracle.rs`.

use std::collections::BTreeMap;

use crate::support::Dir;
use crate::support::corpus::Corpus;
use crate::support::json::{Mention, Mentions};
use crate::support::oracle;
use crate::support::ways::both_ways;

/// Mentions in the samples as a list.
#[track_caller]
fn list(args: &[&str]) -> Vec<Mention> {
    let args = ["mentions", "--format", "jsonl"].iter().chain(args);
    Corpus::samples().dir.fasou(args).found().jsonl()
}

fn slice(text: &str, start: usize, end: usize) -> String {
    text.chars().skip(start).take(end - start).collect()
}

#[test]
fn json_and_json_lines_hold_the_same() {
    let lines = list(&["行政复议", "调解"]);
    let dir = &Corpus::samples().dir;
    let document: Mentions = dir
        .fasou(["mentions", "行政复议", "调解", "--format", "json"])
        .found()
        .json();
    assert_eq!((document.total, &document.mentions), (lines.len(), &lines));
    let terms: Vec<&str> = lines.iter().map(|mention| mention.term.as_str()).collect();
    assert!(
        terms.is_sorted_by_key(|term| *term != "行政复议"),
        "terms come in the order given: {terms:?}"
    );
}

#[test]
fn a_match_lies_where_its_offsets_say() {
    for mention in list(&["行政复议", "12345热线", "八五普法", "一公开", "年"]) {
        let text = &Corpus::samples().texts[&mention.report.path];
        let location = &mention.location;
        assert_eq!(
            slice(text, location.start, location.end),
            mention.matched,
            "{mention:?}"
        );
        let line = text
            .chars()
            .take(location.start)
            .filter(|&c| c == '\n')
            .count()
            + 1;
        assert_eq!(location.line, line, "{mention:?}");
    }
}

#[test]
fn every_mention_is_listed_in_the_order_of_paths_and_texts() {
    for term in ["法治", "行政复议", "的"] {
        let found: Vec<(String, usize, usize)> = list(&[term])
            .into_iter()
            .map(|mention| {
                (
                    mention.report.path,
                    mention.location.start,
                    mention.location.end,
                )
            })
            .collect();
        let expected: Vec<(String, usize, usize)> = Corpus::samples()
            .texts
            .iter()
            .flat_map(|(path, text)| {
                oracle::Text::new(text)
                    .find(term)
                    .into_iter()
                    .map(|(start, end)| (path.clone(), start, end))
            })
            .collect();
        assert_eq!(found, expected, "{term}");
    }
}

#[test]
fn the_context_counts_units_and_ends_with_the_paragraph() {
    for (option, units) in [
        (None, 20),
        (Some("0"), 0),
        (Some("3"), 3),
        (Some("500"), 500),
    ] {
        let mut args = vec!["调解", "2.6倍"];
        args.extend(option.iter().flat_map(|units| ["--context", units]));
        for mention in list(&args) {
            let text = &Corpus::samples().texts[&mention.report.path];
            let paragraph = text.lines().nth(mention.location.line - 1).expect("a line");
            let line_start = text
                .chars()
                .take(mention.location.start)
                .collect::<String>()
                .rfind('\n')
                .map_or(0, |at| at + 1);
            let before: String = text
                .chars()
                .take(mention.location.start)
                .collect::<String>()[line_start..]
                .to_owned();
            let after: String = paragraph
                .chars()
                .skip(before.chars().count() + mention.matched.chars().count())
                .collect();
            assert!(
                before.ends_with(&mention.before) && after.starts_with(&mention.after),
                "{mention:?}"
            );
            assert_eq!(
                oracle::count_units(&mention.before),
                oracle::count_units(&before).min(units),
                "{mention:?}"
            );
            assert_eq!(
                oracle::count_units(&mention.after),
                oracle::count_units(&after).min(units),
                "{mention:?}"
            );
        }
    }
}

#[test]
fn a_mention_carries_what_its_passage_carries() {
    let mut passages = BTreeMap::new();
    for path in Corpus::samples().texts.keys() {
        for passage in Corpus::samples().show(path).passages {
            passages.insert(passage.id.clone(), passage);
        }
    }
    for mention in list(&["行政复议", "普法", "鼓楼"]) {
        let passage = &passages[&mention.passage];
        assert_eq!(
            (&mention.section, &mention.part, &mention.topics),
            (&passage.section, &passage.part, &passage.topics)
        );
        assert_eq!(mention.report, passage.report);
        let (outer, inner) = (&passage.location, &mention.location);
        assert!(
            outer.start <= inner.start && inner.end <= outer.end,
            "{mention:?} lies outside its passage"
        );
    }
}

#[test]
fn limit_and_offset_cut_pieces_out_of_the_one_list() {
    let whole = list(&["行政复议", "调解"]);
    let mut pieces = Vec::new();
    for offset in (0..whole.len()).step_by(40) {
        pieces.extend(list(&[
            "行政复议",
            "调解",
            "--limit",
            "40",
            "--offset",
            &offset.to_string(),
        ]));
    }
    assert_eq!(pieces, whole);
}

#[test]
fn behind_the_last_there_is_nothing_and_that_is_said() {
    let dir = &Corpus::samples().dir;
    let rows = |options: &[&str]| {
        let args = ["mentions", "仲裁", "--format", "json"];
        let document: serde_json::Value = dir.fasou(args.iter().chain(options)).json();
        document["mentions"].as_array().expect("mentions").len()
    };
    let (mentions, reports) = (rows(&[]), rows(&["--group", "report"]));
    for (options, count, what) in [
        (&[][..], mentions, "mentions"),
        (&["--group", "report"], reports, "reports"),
        (&["--sample", "2"], 2, "mentions"),
    ] {
        let at = |offset: usize, format| {
            let offset = offset.to_string();
            let args = ["mentions", "仲裁", "--offset", &offset, "--format", format];
            dir.fasou(args.iter().chain(options))
        };
        at(count - 1, "text").found();
        let said = format!("nothing at --offset {count}: there are {count} {what}");
        for format in ["text", "csv", "jsonl", "json"] {
            at(count, format).nothing().says(&[&said]);
        }
        at(count + 9, "text").nothing();
        let document: Mentions = at(count, "json").json();
        assert_eq!((document.total, document.mentions.len()), (mentions, 0));
    }
}

#[test]
fn filters_leave_what_they_say() {
    let whole = list(&["法治"]);
    let kept = |wanted: &dyn Fn(&Mention) -> bool| {
        whole
            .iter()
            .filter(|mention| wanted(mention))
            .cloned()
            .collect::<Vec<_>>()
    };
    let region = |mention: &Mention, code: &str| {
        mention
            .report
            .region
            .as_ref()
            .is_some_and(|region| region.code.starts_with(code))
    };
    let cases: [(&[&str], &dyn Fn(&Mention) -> bool); 11] = [
        (&["--part", "problems"], &|mention| {
            mention.part == "problems"
        }),
        (&["--part", "plans", "--part", "overview"], &|mention| {
            ["plans", "overview"].contains(&mention.part.as_str())
        }),
        (&["--topic", "普法"], &|mention| {
            mention.topics.iter().any(|topic| topic == "普法")
        }),
        (&["--year", "2023"], &|mention| {
            mention.report.year == Some(2023)
        }),
        (&["--year", "2021..2022"], &|mention| {
            mention
                .report
                .year
                .is_some_and(|year| (2021..=2022).contains(&year))
        }),
        (&["--level", "township"], &|mention| {
            mention.report.level.as_deref() == Some("township")
        }),
        (&["--region", "广东"], &|mention| region(mention, "44")),
        (&["--region", "陕西/宝鸡"], &|mention| {
            region(mention, "6103")
        }),
        (&["--region", "620000"], &|mention| region(mention, "62")),
        (
            &["--region", "上海", "--region", "凤凰县"],
            &|mention| region(mention, "31") || region(mention, "433123"),
        ),
        (&["--year", "2024", "--part", "measures"], &|mention| {
            mention.report.year == Some(2024) && mention.part == "measures"
        }),
    ];
    for (options, wanted) in cases {
        let expected = kept(wanted);
        assert!(
            !expected.is_empty() && expected.len() < whole.len(),
            "{options:?} shows nothing here"
        );
        let args: Vec<&str> = ["法治"].iter().chain(options).copied().collect();
        assert_eq!(list(&args), expected, "{options:?}");
    }
}

#[test]
fn reports_that_lack_a_tag_are_counted_on_stderr() {
    let files = [
        (
            "a.txt",
            "云南省禄劝彝族苗族自治县2024年法治政府建设年度报告\n2024年，全县办理行政复议案件7件。",
        ),
        ("b.txt", "收到行政复议申请，逐件登记，按期答复。"),
        ("c.txt", "行政复议文书统一编号，归档备查。"),
    ];
    both_ways(&files, |dir| {
        dir.fasou(["mentions", "行政复议", "--year", "2024"])
            .found()
            .says(&["2 reports", "year"]);
        dir.fasou(["mentions", "行政复议", "--region", "云南"])
            .found()
            .says(&["2 reports", "region"]);
        let output = dir.fasou(["mentions", "行政复议"]).found();
        assert!(!output.stderr.contains("left out"), "{output}");
    });
}

#[test]
fn terms_may_stand_in_a_file() {
    let dir = Dir::new();
    dir.write("reports/a.txt", "开展调解和普法。\n调解成功。");
    dir.write(
        "terms.txt",
        "\u{FEFF}调解\r\n\n# 注释\n  普法  # 又一条注释\n",
    );
    dir.write("bad.txt", "调解\n、、\n");
    dir.write("none.txt", "# 没有\n");
    dir.index(["reports"]);
    let found: Vec<Mention> = dir
        .fasou(["mentions", "--terms", "terms.txt", "--format", "jsonl"])
        .found()
        .jsonl();
    let terms: Vec<&str> = found.iter().map(|mention| mention.term.as_str()).collect();
    assert_eq!(terms, ["调解", "调解", "普法"]);
    dir.fasou(["mentions", "--terms", "bad.txt"])
        .refused()
        .says(&["bad.txt", "line 2"]);
    dir.fasou(["mentions", "--terms", "none.txt"])
        .refused()
        .says(&["none.txt"]);
    for group in ["调解 = ", "调解 = ，", "调解 ="] {
        dir.write("group.txt", format!("普法\n{group}\n"));
        dir.fasou(["mentions", "--terms", "group.txt"])
            .refused()
            .says(&["group.txt", "line 2", "alias"]);
    }
    dir.fasou(["mentions", "--terms", "missing.txt"])
        .refused()
        .says(&["missing.txt"]);
}

#[test]
fn what_was_meant_by_a_term_without_a_mention_is_said() {
    let dir = Dir::new();
    for at in 0..3 {
        let text = format!(
            "云台县{}年法治政府建设年度报告\n推广“枫桥经验”。",
            2020 + at
        );
        dir.write(&format!("reports/{at}.txt"), text);
    }
    dir.index(["reports"]);
    for term in [
        "枫乔经验",
        "枫乔 经验",
        "fengqiaojingyan",
        "fengqiao jingyan",
    ] {
        let said = format!("{term}: did you mean 枫桥经验 (3)?");
        let list = dir.fasou(["mentions", term]).nothing();
        assert!(list.stdout.is_empty(), "{list}");
        list.says(&["no mention found", &said]);
        dir.fasou(["mentions", term, "--count"])
            .nothing()
            .says(&[&said]);
        // Beside others a typo reads as a zero.
        dir.fasou(["mentions", "枫桥经验", term, "--count"])
            .found()
            .says(&[&said]);
    }
    for right in ["枫桥经验", "年法治"] {
        let output = dir.fasou(["mentions", right, "--year", "1999"]);
        assert!(!output.stderr.contains("did you mean"), "{output}");
    }
}

#[test]
fn a_limit_lets_something_through() {
    let dir = &Corpus::samples().dir;
    dir.fasou(["mentions", "普法", "--limit", "0"])
        .refused()
        .says(&["from 1 on"]);
    dir.fasou(["mentions", "普法", "--limit", "1"]).found();
}

#[test]
fn no_mention_is_exit_status_1_and_an_empty_list() {
    let dir = &Corpus::samples().dir;
    let output = dir
        .fasou(["mentions", "不存在的词", "--format", "json"])
        .nothing();
    assert_eq!(output.json::<Mentions>().total, 0);
    assert!(!output.stderr.is_empty(), "{output}");
    assert!(
        dir.fasou(["mentions", "不存在的词"])
            .nothing()
            .stdout
            .is_empty()
    );
}

#[test]
fn verify_reads_every_text_again_and_agrees() {
    let dir = &Corpus::samples().dir;
    let plain = dir
        .fasou(["mentions", "行政复议", "--format", "jsonl"])
        .found();
    let verified = dir
        .fasou(["mentions", "行政复议", "--format", "jsonl", "--verify"])
        .found();
    assert_eq!(verified.stdout, plain.stdout, "{verified}");
}

#[test]
fn verify_tells_a_file_that_was_replaced_by_one_with_as_many_mentions() {
    let dir = Dir::new();
    let report = |place, term| {
        format!(
            "{place}2023年法治政府建设年度报告\n一、主要举措\n全年开展{term}21场，办结案件14件。\n"
        )
    };
    dir.write("reports/a.txt", report("洛南县", "普法讲座"));
    dir.write("reports/b.txt", report("镇安县", "普法讲座"));
    dir.index(["reports"]);
    let verify = |term| dir.fasou(["mentions", term, "--verify", "--format", "jsonl"]);
    verify("普法").found();
    dir.write("reports/a.txt", report("山阳县", "普法集市"));
    let output = verify("普法").refused();
    let output = output.says(&["a.txt: has changed", "run `fasou index`"]);
    assert!(!output.stderr.contains("b.txt"), "{output}");
    // Where mentions differ too, both are said.
    verify("普法讲座")
        .refused()
        .says(&["a.txt: has changed", "index 1, scan 0"]);
    dir.index([""; 0]);
    verify("普法").found();
    dir.remove("reports/b.txt");
    verify("普法").refused().says(&["b.txt: cannot be read"]);
}
