//! What is wrong with a request is told with codes that stay.

use serde_json::json;

use super::api::assert_fits;
use super::samples;
use crate::support::Dir;
use crate::support::server::{Server, address};

#[test]
fn what_is_wrong_is_told_with_codes_that_stay() {
    let long = "普".repeat(2001);
    let many: Vec<(&str, &str)> = vec![("year", "2024"); 101];
    let terms: Vec<(&str, &str)> = vec![("term", "普法"); 21];
    let cases: [(&str, &[(&str, &str)], u16, &str, &str); 22] = [
        ("search", &[], 400, "bad-parameter", "q"),
        (
            "search",
            &[("q", "普法"), ("limit", "0")],
            400,
            "bad-parameter",
            "limit",
        ),
        (
            "search",
            &[("q", "普法"), ("limit", "1001")],
            400,
            "bad-parameter",
            "1000",
        ),
        (
            "search",
            &[("q", "普法"), ("offset", "10001")],
            400,
            "bad-parameter",
            "offset",
        ),
        (
            "search",
            &[("q", "普法"), ("colour", "red")],
            400,
            "unknown-parameter",
            "colour",
        ),
        (
            "search",
            &[("q", "普法"), ("region", "鼓楼区")],
            400,
            "bad-parameter",
            "江苏省/南京市/鼓楼区",
        ),
        (
            "search",
            &[("q", "普法"), ("region", "乌有县")],
            400,
            "bad-parameter",
            "乌有县",
        ),
        (
            "search",
            &[("q", "普法"), ("year", "2024..2020")],
            400,
            "bad-parameter",
            "2020..2024",
        ),
        (
            "search",
            &[("q", "普法"), ("topic", "天气")],
            400,
            "bad-parameter",
            "行政复议",
        ),
        (
            "search",
            &[("q", "普法"), ("part", "middle")],
            400,
            "bad-parameter",
            "measures",
        ),
        (
            "search",
            &[("q", "普法"), ("q", "调解")],
            400,
            "bad-parameter",
            "once",
        ),
        (
            "search",
            &[("q", "普法"), ("diverse", "yes")],
            400,
            "bad-parameter",
            "diverse",
        ),
        ("search", &[("q", "(普法")], 400, "bad-query", "^"),
        (
            "search",
            &[("q", "，。")],
            400,
            "bad-query",
            "letter or digit",
        ),
        ("search", &[("q", &long)], 400, "bad-parameter", "2000"),
        (
            "mentions",
            &[("term", "有待提高。行政执法")],
            400,
            "bad-term",
            "行政执法",
        ),
        ("mentions", &terms, 400, "bad-parameter", "20"),
        ("mentions", &many, 400, "bad-parameter", "100"),
        (
            "counts",
            &[("term", "普法"), ("by", "colour")],
            400,
            "bad-parameter",
            "province",
        ),
        (
            "facets",
            &[("q", "普法"), ("by", "report")],
            400,
            "bad-parameter",
            "by",
        ),
        ("reports/nosuchid", &[], 404, "not-found", "nosuchid"),
        ("passages/no-such", &[], 404, "not-found", "no-such"),
    ];
    for (path, params, status, code, told) in cases {
        let answer = samples().get(&address(&format!("/api/v1/{path}"), params));
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (status, code),
            "{path} {params:?}"
        );
        let problem = answer.json();
        assert!(
            problem["detail"].as_str().unwrap().contains(told),
            "{path}: {problem}"
        );
        assert_eq!(problem["type"], format!("urn:fasou:problem:{code}"));
        assert_fits(
            &json!({ "$ref": "#/components/schemas/Problem" }),
            &problem,
            path,
        );
        assert!(
            !problem.to_string().contains("--"),
            "options of the command line: {problem}"
        );
    }
    assert_eq!(samples().get("/api/v1/nowhere").problem(), "not-found");
    assert_eq!(
        samples().ask("POST", "/api/v1/search", "").problem(),
        "wrong-method"
    );
}

#[test]
fn what_can_be_chosen_is_told() {
    for (path, name, known) in [
        ("/mentions", "sort", "position"),
        ("/compare", "per", "report"),
        ("/", "part", "举措成效（measures）"),
    ] {
        let asked = [("term", "普法"), ("q", "普法"), (name, "length")];
        let page = samples().get(&address(path, &asked));
        assert_eq!(page.status, 400, "{path}");
        for said in ["没有“length”这一项", known] {
            assert!(page.body.contains(said), "{path} {said}: {}", page.body);
        }
    }
    let asked = [("term", "普法"), ("context", "page")];
    let answer = samples().get(&address("/api/v1/mentions", &asked));
    assert_eq!(
        answer.json()["detail"],
        "context: \"page\" is no context; use one of a number, sentence, passage"
    );
}

#[test]
fn counts_have_bounds() {
    let by = "year,part,level,topic,county";
    let answer = samples().get(&address("/api/v1/counts", &[("term", "普法"), ("by", by)]));
    assert_eq!(answer.problem(), "bad-parameter");
}

/// Queries that cannot be answered, each in a way of its own, with what the page says of them.
const BAD: [(&str, &str); 30] = [
    ("1*", "星号"),
    ("普法 1*", "星号"),
    ("-1* 普法", "星号"),
    ("(1* OR 调解)", "星号"),
    ("，。", "没有文字或数字"),
    ("-普法", "还要写上找什么"),
    ("year:2024", "还要写上找什么"),
    ("普法 year:明年", "不是年份"),
    ("普法 year:2024..2020", "前后颠倒"),
    ("普法 region:乌有县", "乌有县"),
    ("普法 region:鼓楼区", "请写全"),
    ("普法 topic:天气", "没有“天气”这一项"),
    ("普法 part:middle", "没有“middle”这一项"),
    ("普法 level:村", "没有“村”这一项"),
    ("OR 普法", "这里应有词"),
    ("行政 NEAR/5", "NEAR 两边"),
    ("行政 NEAR/5 复议 NEAR/5 诉讼", "不能连用"),
    ("(普法", "缺少“)”"),
    ("普法 OR 调解)", "多了一个“)”"),
    ("“普法", "引号未闭合"),
    ("普法 “”", "引号里没有"),
    ("“有待提高。行政执法”", "不能跨句"),
    ("“行政复议”~5", "两个以上的词"),
    ("行政 NEAR/x 复议", "应有距离"),
    ("行政 NEAR/1001 复议", "距离太大"),
    ("普法 region: 云南", "冒号后面"),
    ("普法 yaer:2024", "没有这个限定词"),
    ("普法 OR -调解", "减号不能与 OR 并用"),
    ("(-普法 -调解) OR 信访", "括号里只写了不要什么"),
    ("普法 AND 调解", "不用写 AND"),
];

#[test]
fn no_query_is_an_error_of_the_server() {
    let dir = Dir::new();
    let numbers: Vec<String> = (10_000..11_100)
        .map(|number| format!("{number}件"))
        .collect();
    let text = numbers.join("、");
    dir.write(
        "reports/a.txt",
        format!("呈贡区2023年法治政府建设年度报告\n一、主要举措\n开展普法，办理{text}。\n"),
    );
    dir.index(["reports"]);
    let server = Server::start(&dir, &[]);
    for (written, shown) in BAD {
        let asked = [
            ("search", vec![("q", written)]),
            ("search", vec![("q", "普法"), ("where", written)]),
            ("facets", vec![("q", written)]),
            ("mentions", vec![("term", "普法"), ("where", written)]),
            ("counts", vec![("term", "普法"), ("where", written)]),
            ("reports", vec![("where", written)]),
        ];
        for (path, params) in asked {
            let answer = server.get(&address(&format!("/api/v1/{path}"), &params));
            // What only says what to leave out, or where to look, is a condition, though no query.
            let is_condition = params.iter().any(|(name, _)| *name == "where")
                && ["-普法", "year:2024"].contains(&written);
            let status = if is_condition { 200 } else { 400 };
            assert_eq!(answer.status, status, "{path} {params:?}: {answer:?}");
        }
        let page = server.get(&address("/", &[("q", written)]));
        assert_eq!(page.status, 400, "{written}");
        assert!(page.body.contains(shown), "{written}: {}", page.body);
        assert!(
            !page.body.contains("lang=\"en\""),
            "{written}: {}",
            page.body
        );
    }
}
