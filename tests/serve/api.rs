//! The API says what the command line says, and is what its description says.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::{Value, json};

use super::samples;
use crate::support::corpus::Corpus;
use crate::support::server::address;

/// The description of the API.
static OPENAPI: LazyLock<Value> = LazyLock::new(|| samples().get("/api/v1/openapi.json").json());

fn line_by_line(text: &str) -> Vec<&str> {
    text.lines().collect()
}

#[test]
fn levels_go_by_their_chinese_names() {
    let asked = |level: &str| -> Value {
        let to = address("/api/v1/reports", &[("level", level)]);
        samples().get(&to).json()
    };
    let counties = asked("county");
    assert!(
        counties["reports"]
            .as_array()
            .is_some_and(|all| !all.is_empty())
    );
    assert_eq!(asked("县"), counties);
}

#[test]
fn reports_are_those_that_have_such_a_passage() {
    let listed = |filters: &[(&str, &str)]| {
        let asked = [&[("limit", "1000")], filters].concat();
        let answer = samples().get(&address("/api/v1/reports", &asked)).json();
        let reports = answer["reports"].as_array().expect("reports").clone();
        assert_eq!(answer["total"], reports.len(), "{filters:?}");
        let ids = reports.iter().map(|report| report["id"].to_string());
        ids.map(|id| id.trim_matches('"').to_owned())
            .collect::<Vec<_>>()
    };
    let all = listed(&[]);
    let says = |passage: &Value, word: &str| passage["text"].to_string().contains(word);
    let cases: [(&str, &str, &dyn Fn(&Value) -> bool); 4] = [
        ("part", "problems", &|own| own["part"] == "problems"),
        ("topic", "行政复议", &|own| {
            let topics = own["topics"].as_array();
            topics.is_some_and(|topics| topics.contains(&json!("行政复议")))
        }),
        // Words that are the same in traditional characters: one sample has those.
        ("where", "\"仲裁\"", &|own| says(own, "仲裁")),
        ("where", "part:problems \"行政\" -\"人手\"", &|own| {
            own["part"] == "problems" && says(own, "行政") && !says(own, "人手")
        }),
    ];
    for (name, value, is_such) in cases {
        let has_one = |id: &&String| {
            let shown = samples().get(&format!("/api/v1/reports/{id}")).json();
            shown["passages"]
                .as_array()
                .expect("passages")
                .iter()
                .any(is_such)
        };
        let having: Vec<&String> = all.iter().filter(has_one).collect();
        let is_some = !having.is_empty() && having.len() < all.len();
        assert!(is_some, "{name}={value} is no case: {having:?}");
        assert_eq!(
            listed(&[(name, value)]).iter().collect::<Vec<_>>(),
            having,
            "{name}={value}"
        );
    }
}

#[test]
fn answers_are_those_of_the_command_line() {
    let dir = &Corpus::samples().dir;
    let cases: [(&str, &[(&str, &str)], &[&str]); 9] = [
        (
            "search",
            &[("q", "行政复议")],
            &["search", "行政复议", "--format", "json"],
        ),
        (
            "search",
            &[
                ("q", "普法 调解"),
                ("year", "2022..2024"),
                ("part", "measures"),
                ("limit", "3"),
                ("offset", "1"),
                ("format", "csv"),
            ],
            &[
                "search",
                "普法 调解",
                "--year",
                "2022..2024",
                "--part",
                "measures",
                "--limit",
                "3",
                "--offset",
                "1",
                "--format",
                "csv",
            ],
        ),
        (
            "search",
            &[
                ("q", "调解"),
                ("group", "report"),
                ("explain", "true"),
                ("no_synonyms", "true"),
            ],
            &[
                "search",
                "调解",
                "--group",
                "report",
                "--explain",
                "--no-synonyms",
                "--format",
                "json",
            ],
        ),
        (
            "search",
            &[("q", "普法"), ("diverse", "true")],
            &["search", "普法", "--diverse", "--format", "json"],
        ),
        (
            "mentions",
            &[("term", "调解"), ("format", "jsonl")],
            &["mentions", "调解", "--format", "jsonl"],
        ),
        (
            "mentions",
            &[
                ("term", "调解"),
                ("term", "普法"),
                ("sort", "after"),
                ("context", "sentence"),
                ("format", "csv"),
                ("excel", "true"),
            ],
            &[
                "mentions",
                "调解",
                "普法",
                "--sort",
                "after",
                "--context",
                "sentence",
                "--format",
                "csv",
                "--excel",
            ],
        ),
        (
            "mentions",
            &[
                ("term", "调解"),
                ("group", "report"),
                ("where", "part:problems"),
                ("level", "county"),
                ("level", "township"),
            ],
            &[
                "mentions",
                "调解",
                "--group",
                "report",
                "--where",
                "part:problems",
                "--level",
                "county",
                "--level",
                "township",
                "--format",
                "json",
            ],
        ),
        (
            "counts",
            &[
                ("term", "调解"),
                ("term", "普法"),
                ("by", "year,province"),
                ("per", "10000"),
                ("zeros", "true"),
            ],
            &[
                "mentions",
                "调解",
                "普法",
                "--count",
                "--by",
                "year,province",
                "--per",
                "10000",
                "--zeros",
                "--format",
                "json",
            ],
        ),
        (
            "reports",
            &[("format", "csv")],
            &["reports", "--format", "csv"],
        ),
    ];
    for (path, params, args) in cases {
        let asked = address(&format!("/api/v1/{path}"), params);
        let answered = samples().get(&asked).found();
        let said = dir.fasou(args);
        assert_eq!(
            line_by_line(&answered),
            line_by_line(&said.stdout),
            "{asked}"
        );
    }
}

#[test]
fn one_report_and_one_passage_are_shown_as_by_the_command_line() {
    let dir = &Corpus::samples().dir;
    let hit = &samples()
        .get(&address("/api/v1/search", &[("q", "行政复议")]))
        .json()["hits"][0];
    let (id, report) = (
        hit["id"].as_str().unwrap(),
        hit["report"]["id"].as_str().unwrap(),
    );
    let shown = dir.fasou(["show", report, "--format", "json"]).found();
    assert_eq!(
        samples().get(&format!("/api/v1/reports/{report}")).found(),
        shown.stdout
    );
    let shown = dir
        .fasou(["show", "--passage", id, "--format", "json"])
        .found();
    assert_eq!(
        samples().get(&format!("/api/v1/passages/{id}")).found(),
        shown.stdout
    );
}

#[test]
fn facets_count_what_a_search_finds() {
    let counted =
        |params: &[(&str, &str)]| samples().get(&address("/api/v1/facets", params)).json();
    let years = counted(&[("q", "\"调解\""), ("by", "year")]);
    for row in years["facets"][0]["values"].as_array().unwrap() {
        let Some(year) = row["value"].as_u64() else {
            continue;
        };
        let year = year.to_string();
        let found = samples()
            .get(&address(
                "/api/v1/search",
                &[("q", "\"调解\""), ("year", &year)],
            ))
            .json();
        assert_eq!(found["total"], row["passages"], "{year}");
        // Choosing one leaves the others to choose from.
        let narrowed = counted(&[("q", "\"调解\""), ("by", "year"), ("year", &year)]);
        assert_eq!(narrowed, years, "{year}");
    }
    let of_term = counted(&[("term", "调解"), ("by", "level")]);
    let counts = samples()
        .get(&address("/api/v1/counts", &[("term", "调解")]))
        .json();
    let sum: u64 = (of_term["facets"][0]["values"].as_array().unwrap().iter())
        .map(|row| row["mentions"].as_u64().unwrap())
        .sum();
    assert_eq!(counts["counts"][0]["mentions"], sum);
}

/// A parameter of the description, references followed.
fn followed(parameter: &Value) -> &Value {
    match parameter["$ref"].as_str() {
        Some(to) => OPENAPI
            .pointer(to.trim_start_matches('#'))
            .expect("what is referred to"),
        None => parameter,
    }
}

/// Something that a parameter may be.
fn example(parameter: &Value) -> String {
    let schema = &parameter["schema"];
    let schema = if schema["type"] == "array" {
        &schema["items"]
    } else {
        schema
    };
    let schema = followed(schema);
    match parameter["name"].as_str().unwrap_or_default() {
        "q" | "term" | "where" => return "普法".to_owned(),
        "region" => return "云南".to_owned(),
        "topic" => return "普法".to_owned(),
        "year" => return "2020..2024".to_owned(),
        "context" => return "10".to_owned(),
        "format" => return "json".to_owned(),
        _ => {}
    }
    match (&schema["enum"][0], schema["type"].as_str()) {
        (Value::String(first), _) => first.clone(),
        (_, Some("integer")) => schema["minimum"].to_string(),
        (_, Some("boolean")) => "true".to_owned(),
        other => panic!("no example of {parameter}: {other:?}"),
    }
}

#[test]
fn the_description_is_what_the_handlers_do() {
    let report = samples().get("/api/v1/reports?limit=1").json()["reports"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let hits = samples()
        .get(&address("/api/v1/search", &[("q", "普法")]))
        .json();
    let passage = hits["hits"][0]["id"].as_str().unwrap().to_owned();
    let paths = OPENAPI["paths"].as_object().unwrap();
    assert_eq!(paths.len(), 7);
    for (path, methods) in paths {
        let get = &methods["get"];
        let here = path
            .replace("/reports/{id}", &format!("/reports/{report}"))
            .replace("/passages/{id}", &format!("/passages/{passage}"));
        let here = format!("/api/v1{here}");
        let parameters: Vec<&Value> = get["parameters"]
            .as_array()
            .unwrap()
            .iter()
            .map(followed)
            .filter(|own| own["in"] == "query")
            .collect();
        let name = |parameter: &Value| parameter["name"].as_str().unwrap().to_owned();
        // Exactly the parameters described are known.
        let refused = samples().get(&format!("{here}?no_such_parameter=1"));
        assert_eq!(
            (refused.status, refused.problem().as_str()),
            (400, "unknown-parameter"),
            "{path}"
        );
        let detail = refused.json()["detail"].as_str().unwrap().to_owned();
        let known = detail.split(" is none of ").nth(1).unwrap();
        let known: BTreeSet<String> = known
            .split(", ")
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect();
        assert_eq!(
            known,
            parameters.iter().map(|own| name(own)).collect(),
            "{path}"
        );
        // Each is understood, beside those that are required; what comes back is as described.
        let required: Vec<&&Value> = parameters
            .iter()
            .filter(|own| own["required"] == true)
            .collect();
        let mut asked: Vec<Vec<(String, String)>> = vec![Vec::new()];
        asked.extend(parameters.iter().map(|own| vec![(name(own), example(own))]));
        for mut asked in asked {
            for own in &required {
                if asked.iter().all(|(other, _)| *other != name(own)) {
                    asked.push((name(own), example(own)));
                }
            }
            let pairs: Vec<(&str, &str)> = asked
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            let answer = samples().get(&address(&here, &pairs));
            assert_eq!(answer.status, 200, "{path} {asked:?} {answer:?}");
            let schema = &get["responses"]["200"]["content"]["application/json"]["schema"];
            assert_fits(schema, &answer.json(), &format!("{path} {asked:?}"));
        }
    }
}

/// Asserts that a document is as a schema of the description has it.
#[track_caller]
pub fn assert_fits(schema: &Value, document: &Value, what: &str) {
    let whole = json!({ "allOf": [schema], "components": OPENAPI["components"] });
    let validator = jsonschema::validator_for(&whole).expect("a schema");
    let wrong: Vec<String> = validator
        .iter_errors(document)
        .map(|error| format!("{error} at {}", error.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{what}: {wrong:#?}");
}

#[test]
fn a_head_has_no_body() {
    let answer = samples().ask("HEAD", "/api/v1/reports", "");
    assert_eq!((answer.status, answer.body.as_str()), (200, ""));
}
