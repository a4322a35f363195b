//! What is wrong with a request is told with codes that stay.

use serde_json::json;

use super::api::assert_fits;
use super::samples;
use crate::support::server::address;

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
fn counts_have_bounds() {
    let by = "year,part,level,topic,county";
    let answer = samples().get(&address("/api/v1/counts", &[("term", "普法"), ("by", by)]));
    assert_eq!(answer.problem(), "bad-parameter");
}
