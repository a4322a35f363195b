//! `fasou search` where there is nothing to find, and where it refuses to look.
//!
//! Nothing found is told apart from a mistake: the first ends with 1 and says
//! what left it empty, the second with 2 and says what to write instead.

use crate::support::Dir;
use crate::support::corpus::Corpus;
use crate::support::json::Search;
use crate::support::ways::{File, borrowed, both_ways};

#[test]
fn nothing_found_says_what_each_filter_left() {
    let dir = &Corpus::samples().dir;
    let output = dir
        .fasou(["search", "行政复议", "--year", "2019"])
        .nothing();
    assert!(output.stdout.is_empty(), "{output}");
    output.says(&["行政复议", "--year 2019 alone leaves 0"]);
    let output = dir
        .fasou(["search", "枫桥经验", "--region", "上海", "--part", "plans"])
        .nothing();
    output.says(&["--region 上海", "--part plans"]);
    let output = dir
        .fasou(["search", "行政复议", "--year", "2019", "--format", "json"])
        .nothing();
    let answer: Search = output.json();
    assert_eq!((answer.total, answer.hits.len()), (0, 0), "{output}");
    dir.fasou(["search", "行政复议", "--offset", "100000"])
        .nothing()
        .says(&["--offset"]);
}

#[test]
fn nothing_found_below_a_path_names_it_as_it_was_typed() {
    let dir = Dir::new();
    for (name, place) in [
        ("east/a.txt", "洛南县"),
        ("east/b.txt", "镇安县"),
        ("west/c.txt", "山阳县"),
    ] {
        let text = format!("{place}2023年法治政府建设年度报告\n一、主要举措\n开展普法讲座21场。");
        dir.write(&format!("reports/{name}"), text);
    }
    dir.index(["reports"]);
    // A root, a folder and a file in it, and a root by another name.
    for path in [
        "reports",
        "reports/east",
        "./reports/west/c.txt",
        "reports/../reports",
    ] {
        let output = dir.fasou(["search", "仲裁", "--reports", path]).nothing();
        assert!(
            output
                .stderr
                .contains(&format!("  --reports {path} alone leaves 0\n")),
            "{output}"
        );
        assert!(!output.stderr.contains("--report "), "{output}");
    }
}

#[test]
fn nothing_found_says_what_each_sign_left() {
    let dir = &Corpus::samples().dir;
    let output = dir.fasou(["search", "普法 year:2001"]).nothing();
    let output = output.says(&["year:2001 alone leaves 0", "without signs: "]);
    assert!(!output.stderr.contains("try:"), "{output}");
    let output = dir.fasou(["search", "“枫桥经验” “执法记录仪” “法治副校长”"]);
    output
        .nothing()
        .says(&["“枫桥经验” alone leaves ", "without signs: "]);
    // A single phrase is told already.
    let output = dir.fasou(["search", "“没有这样的话”"]).nothing();
    assert!(!output.stderr.contains("alone leaves"), "{output}");
}

#[test]
fn a_place_that_no_passage_names_is_told_from_a_slip() {
    let dir = Dir::new();
    dir.write(
        "a.txt",
        "宜良县2023年法治政府建设年度报告\n一、举措\n开展普法讲座21场，文明执法，透明办事。",
    );
    dir.index(["a.txt"]);
    let output = dir.fasou(["search", "昆明"]).nothing();
    let output = output.says(&[
        "云南省/昆明市 is a place",
        "reports from there: 1",
        "--region",
    ]);
    assert!(!output.stderr.contains("try:"), "{output}");
    let output = dir.fasou(["search", "贵阳市"]).nothing();
    let output = output.says(&["no report is from there"]);
    assert!(!output.stderr.contains("did you mean"), "{output}");
}

#[test]
fn a_former_name_of_a_place_is_told_from_a_slip() {
    let dir = Dir::new();
    for (name, place) in [("a.txt", "呈贡区"), ("b.txt", "福贡县")] {
        let text = format!("{place}2023年法治政府建设年度报告\n一、举措\n在福贡县考察，普法21场。");
        dir.write(&format!("reports/{name}"), text);
    }
    dir.index(["reports"]);
    for (query, said) in [
        (
            "呈贡县",
            "呈贡县 is called 呈贡区 now (云南省/昆明市/呈贡区); reports from there: 1 (--region 云南省/昆明市/呈贡区)",
        ),
        (
            "崇文区",
            "崇文区 is part of 东城区 now (北京市/东城区); no report is from there",
        ),
        ("贡山县", "贡山独龙族怒族自治县 is a place"),
    ] {
        let output = dir.fasou(["search", query]).nothing();
        let output = output.says(&[said]);
        assert!(!output.stderr.contains("福贡县"), "{output}");
    }
}

#[test]
fn a_list_without_a_mention_says_how_many_there_are_without_filters() {
    let dir = &Corpus::samples().dir;
    for more in [&["--count"][..], &[]] {
        let args = [&["mentions", "行政复议", "--year", "2001"], more].concat();
        let output = dir.fasou(args).nothing();
        let all = output.stderr.split("without filters: ").nth(1);
        assert!(all.is_some_and(|all| !all.starts_with('0')), "{output}");
    }
    let output = dir.fasou(["mentions", "没有这样的话"]).nothing();
    assert!(!output.stderr.contains("without filters"), "{output}");
}

const FILES: [File<'static>; 2] = [
    (
        "a.txt",
        "云台县2023年法治政府建设年度报告\n严格执行经济制裁措施，查处违规案件。",
    ),
    ("b.txt", "经济制裁是手段。"),
];

#[test]
fn nothing_found_suggests_what_is_there() {
    both_ways(&FILES, |dir| {
        // One character away.
        dir.fasou(["search", "仲裁"]).nothing().says(&["制裁"]);
        // It is there, but not under this filter.
        dir.fasou(["search", "制裁", "--year", "2015"])
            .nothing()
            .says(&["--year 2015 alone leaves 0", "without filters: 2"]);
    });
}

#[test]
fn what_was_meant_is_said_where_it_stands_far_more_often() {
    let files: Vec<(String, String)> = (0..30)
        .map(|at| {
            let text = format!("云台县{}年法治政府建设年度报告\n推广“枫桥经验”，治理矛盾纠纷{at}件，行政复议{at}件。\n", 1990 + at);
            (format!("{at}.txt"), text)
        })
        .collect();
    both_ways(&borrowed(&files), |dir| {
        for (query, meant) in [
            // One character of the same sound, two of them, one of a like shape.
            ("风桥经验", "枫桥经验"),
            ("行证附议", "行政复议"),
            ("冶理", "治理"),
            // Letters, and words in another order.
            ("fengqiao jingyan", "枫桥经验"),
            ("xingzhengfuyi", "行政复议"),
            ("经验枫桥", "枫桥经验"),
            // A phrase is written as wrongly as a word.
            ("\"行证复议\"", "行政复议"),
            ("“风桥经验” 纠纷", "枫桥经验 纠纷"),
        ] {
            let args = ["search", query, "--format", "json"];
            let output = dir.command(args).output().expect("fasou runs");
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(
                said.contains(&format!("did you mean {meant} (30)?")),
                "{query}: {said}"
            );
            let answer: serde_json::Value =
                serde_json::from_slice(&output.stdout).expect("JSON on stdout");
            assert_eq!(answer["did_you_mean"][0]["query"], meant, "{query}");
        }
        for right in [
            "枫桥经验",
            "“枫桥经验”",
            "“枫桥经验” 纠纷",
            "矛盾纠纷怎样治理",
            "行政复议 枫桥经验",
        ] {
            let output = dir.command(["search", right]).output().expect("fasou runs");
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(!said.contains("did you mean"), "{right}: {said}");
        }
    });
}

#[test]
fn a_compound_that_stands_nowhere_is_found_by_its_parts() {
    let dir = &Corpus::samples().dir;
    for (compound, part) in [
        ("社区矫正对象", "社区矫正"),
        ("数字法治政府", "法治政府"),
        ("行政执法公示", "行政执法"),
        ("法治化营商环境", "营商环境"),
        ("行政执法责任制", "行政执法"),
    ] {
        dir.fasou(["mentions", compound]).nothing();
        let args = ["search", compound, "--format", "json"];
        let output = dir.fasou(args).found();
        let answer: Search = output.json();
        let first = &answer.hits[0];
        assert!(first.text.contains(part), "{compound}: {}", first.text);
        assert!(!first.highlights.is_empty(), "{compound}");
        output.says(&[&format!("nothing holds {compound}; looked for "), part]);
    }
    // A short one means itself; its parts are told.
    let output = dir.fasou(["search", "诉讼费用"]).nothing();
    output.says(&["try: ", "诉讼 ("]);
    // One that does stand somewhere is asked for itself.
    let output = dir.fasou(["search", "人民调解委员会"]).found();
    assert!(!output.stderr.contains("looked for"), "{output}");
}

#[test]
fn a_character_of_an_unknown_word_finds_nothing_by_itself() {
    let files = [
        (
            "a.txt",
            "云台县2023年法治政府建设年度报告\n上游的链，下游的环，都作为考核的依据。",
        ),
        ("b.txt", "开展普法讲座三场。"),
    ];
    both_ways(&files, |dir| {
        dir.fasou(["search", "区块链"]).nothing();
        // Typed apart it is a word.
        dir.fasou(["search", "区块 链"]).found();
        let output = dir.fasou(["search", "区块链 普法"]).found();
        assert!(!output.stdout.contains("a.txt"), "{output}");
        // In a question other words may answer for the rest.
        dir.fasou(["search", "区块链怎样考核"]).found();
    });
}

#[test]
fn a_name_that_no_dictionary_has_is_found_beside_other_words() {
    let files = [("a.txt", "祭遵村开展普法。"), ("b.txt", "调解员走访群众。")];
    both_ways(&files, |dir| {
        for query in ["祭遵是", "祭遵小时候", "祭遵是谁"] {
            let output = dir.fasou(["search", query]).found();
            assert!(output.stdout.contains("a.txt"), "{query}: {output}");
        }
    });
}

#[test]
fn queries_that_say_nothing_are_refused() {
    let dir = &Corpus::samples().dir;
    for query in ["，。、！", "", "   ", "——", "“”"] {
        dir.fasou(["search", query]).refused();
        dir.fasou(["mentions", "普法", "--where", query]).refused();
    }
    dir.fasou(["search", "\"行政复议"])
        .refused()
        .says(&["quotation mark"]);
    dir.fasou(["search", "--", "-普法"])
        .refused()
        .says(&["leave out"]);
    dir.fasou(["search"]).refused();
}

#[test]
fn filter_values_that_cannot_be_are_refused_with_what_can() {
    let dir = &Corpus::samples().dir;
    for (option, value, said) in [
        ("--region", "阿特兰蒂斯", &["阿特兰蒂斯"][..]),
        ("--region", "999999", &["999999"]),
        ("--topic", "天气", &["天气", "行政复议", "普法", "调解"]),
        (
            "--topic",
            "普法,复议",
            &["\"复议\" is no topic; did you mean 行政复议? Or use one of 党的领导, "],
        ),
        (
            "--part",
            "preface",
            &[
                "preface", "overview", "measures", "problems", "plans", "other",
            ],
        ),
        (
            "--level",
            "village",
            &["village", "township", "county", "zone", "department"],
        ),
        ("--year", "2024..2020", &["2020..2024"]),
        ("--year", "明年", &["明年", "2024"]),
        ("--year", "20240", &["20240"]),
    ] {
        for command in ["search", "mentions"] {
            dir.fasou([command, "普法", option, value])
                .refused()
                .says(&[option])
                .says(said);
        }
        dir.fasou(["reports", option, value]).refused().says(said);
    }
}

#[test]
fn a_minus_leaves_a_word_out_of_a_search_alone() {
    let dir = &Corpus::samples().dir;
    let found = |args: &[&str]| dir.fasou(args).found().stdout;
    let query = found(&["search", "调解 -人民调解"]);
    assert_ne!(query, found(&["search", "调解"]));
    assert_eq!(query, found(&["search", "调解", "-人民调解"]));
    assert_eq!(query, found(&["search", "-人民调解", "调解"]));
    assert_eq!(
        query,
        found(&["--index", "index", "search", "调解", "-人民调解"])
    );
    assert!(found(&["search", "调解", "-h"]).contains("Usage"));
    for command in ["mentions", "show"] {
        for (option, said) in [("-x", "'-x'"), ("-人民调解", "'-人")] {
            let refused = dir.fasou([command, "search", option]).refused();
            refused.says(&[said]);
        }
    }
}

#[test]
fn a_name_that_is_none_is_refused_with_those_that_are() {
    let dir = &Corpus::samples().dir;
    for (args, said) in [
        (
            ["--level", "village"],
            "\"village\" is no level; use one of national, ",
        ),
        (
            ["--part", "preface"],
            "\"preface\" is no part; use one of overview, ",
        ),
        (
            ["--only", "essay"],
            "\"essay\" is no kind of text; use one of report, ",
        ),
        (["--topic", "天气"], "\"天气\" is no topic; use one of "),
        (
            ["--sort", "length"],
            "\"length\" is no order; use one of position, ",
        ),
        (
            ["--context", "page"],
            "\"page\" is no context; use one of a number, ",
        ),
    ] {
        let refused = dir.fasou([&["mentions", "普法"][..], &args].concat());
        refused.refused().says(&[args[0], said]);
    }
    dir.fasou(["mentions", "普法", "--count", "--by", "colour"])
        .refused()
        .says(&["--by", "\"colour\" is no facet; use one of region, "]);
}

#[test]
fn errors_name_a_filter_as_it_was_typed() {
    let dir = &Corpus::samples().dir;
    for (name, value) in [
        ("region", "阿特兰蒂斯"),
        ("topic", "天气"),
        ("part", "preface"),
        ("level", "village"),
        ("year", "明年"),
        ("year", "2024..2020"),
    ] {
        let flag = dir.fasou(["search", "普法", format!("--{name}").as_str(), value]);
        flag.refused().says(&[&format!("--{name}: ")]);
        let field = format!("{name}:{value}");
        for asked in [
            &["search", format!("普法 {field}").as_str()][..],
            &["mentions", "普法", "--where", field.as_str()],
        ] {
            let refused = dir.fasou(asked).refused().says(&[&format!("{name}: ")]);
            assert!(!refused.stderr.contains("--"), "{refused}");
        }
    }
    dir.fasou(["reports", "--missing", "--year", "2024", "--level", "zone"])
        .refused()
        .says(&["--missing: ", "zone"]);
}

#[test]
fn a_region_that_several_places_bear_lists_them() {
    let dir = &Corpus::samples().dir;
    dir.fasou(["search", "普法", "--region", "鼓楼区"])
        .refused()
        .says(&["鼓楼区", "南京市", "开封市", "福州市", "徐州市"]);
    for one in [
        "江苏/南京/鼓楼区",
        "南京/鼓楼",
        "河南省/开封市/鼓楼区",
        "410204",
    ] {
        let output = dir.fasou(["search", "普法", "--region", one]);
        assert!(output.code < 2, "{one} is one place\n{output}");
    }
    dir.fasou(["search", "普法", "--region", "开封/鼓楼"])
        .found();
    dir.fasou(["search", "普法", "--region", "南京/鼓楼"])
        .nothing();
}

#[test]
fn a_region_takes_in_all_below_it_by_every_name() {
    let dir = &Corpus::samples().dir;
    for [one, other] in [
        ["内蒙古", "内蒙古自治区"],
        ["内蒙古", "150000"],
        ["鄂尔多斯", "1506"],
        ["门源县", "门源回族自治县"],
        ["恭城", "恭城瑶族自治县"],
        ["廣東", "广东省"],
        ["上海/普陀", "310107"],
        ["石泉路街道", "310107017"],
    ] {
        let ask = |region| {
            dir.fasou([
                "search", "普法", "--region", region, "--limit", "100", "--format", "json",
            ])
            .found()
        };
        assert_eq!(ask(one).stdout, ask(other).stdout, "{one} and {other}");
    }
}
