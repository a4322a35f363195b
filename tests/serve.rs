//! `fasou serve`: the API says what the command line says, and nothing that is sent to it does harm.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::support::corpus::Corpus;
use crate::support::server::{Answer, Server, address};
use crate::support::{Dir, project};

thread_local! {
    /// The samples, served as long as a test runs: what is in a `static` would be left behind.
    static SERVED: Rc<Server> = Rc::new(Server::start(&Corpus::samples().dir, &[]));
}

/// The samples, served.
fn samples() -> Rc<Server> {
    SERVED.with(Rc::clone)
}

/// The description of the API.
static OPENAPI: LazyLock<Value> = LazyLock::new(|| samples().get("/api/v1/openapi.json").json());

fn line_by_line(text: &str) -> Vec<&str> {
    text.lines().collect()
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
fn assert_fits(schema: &Value, document: &Value, what: &str) {
    let whole = json!({ "allOf": [schema], "components": OPENAPI["components"] });
    let validator = jsonschema::validator_for(&whole).expect("a schema");
    let wrong: Vec<String> = validator
        .iter_errors(document)
        .map(|error| format!("{error} at {}", error.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{what}: {wrong:#?}");
}

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
fn pages_and_answers_carry_the_headers_that_keep_them_apart() {
    for path in [
        "/",
        "/api/v1/reports",
        "/nowhere",
        "/assets/fasou.js",
        "/metrics",
    ] {
        let answer = samples().get(path);
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "", "{path}");
    }
    let open = Server::start(
        &Corpus::samples().dir,
        &["--cors", "https://example.org", "--quiet"],
    );
    let answer = open.get("/api/v1/reports");
    assert_eq!(
        answer.header("access-control-allow-origin"),
        "https://example.org"
    );
    assert_eq!(open.said(), "", "--quiet");
}

#[test]
fn a_report_that_would_be_a_program_is_shown_as_text() {
    const SCRIPT: &str = "<script>alert('普法')</script>";
    const IMAGE: &str = "\"><img src=x onerror=alert(1)>";
    let dir = Dir::new();
    let text = format!(
        "呈贡区2023年法治政府建设年度报告{SCRIPT}\n一、主要举措{SCRIPT}\n（一）推进普法{IMAGE}\n开展普法{SCRIPT}{IMAGE}活动。\n"
    );
    dir.write("reports/<img src=x>.txt", &text);
    dir.index(["reports"]);
    let server = Server::start(&dir, &[]);
    let id = server.get("/api/v1/reports").json()["reports"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let injected = format!("普法 {SCRIPT}{IMAGE}");
    let mut pages = Vec::new();
    for asked in ["普法", "alert", injected.as_str()] {
        for (path, name) in [
            ("/", "q"),
            ("/mentions", "term"),
            ("/compare", "term"),
            ("/reports", "region"),
        ] {
            pages.push(address(path, &[(name, asked)]));
            pages.push(address(
                path,
                &[
                    (name, asked),
                    ("sort", asked),
                    ("level", asked),
                    ("per", asked),
                ],
            ));
        }
        pages.push(address(&format!("/reports/{id}"), &[("term", asked)]));
        pages.push(address(&format!("/reports/{id}"), &[("q", asked)]));
    }
    pages.push(format!(
        "/reports/{}",
        crate::support::server::encoded(SCRIPT)
    ));
    for page in pages {
        let answer = server.get(&page);
        assert!(
            answer.header("content-type").starts_with("text/html"),
            "{page}: {answer:?}"
        );
        let body = &answer.body;
        for harm in ["<script>", "<img", "onerror=alert(1)>"] {
            let shown = body.contains(harm);
            assert!(!shown, "{page} holds {harm}:\n{body}");
        }
        assert_eq!(body.matches("<script ").count(), 1, "{page}");
        assert!(
            !body.contains("javascript:") && !body.contains(" style="),
            "{page}"
        );
    }
    let page = server.get(&format!("/reports/{id}")).found();
    assert!(page.contains("&lt;script&gt;alert("), "{page}");
}

#[test]
fn nothing_tells_where_the_index_lies() {
    let dir = Dir::new();
    dir.write(
        "reports/a.txt",
        "呈贡区2023年法治政府建设年度报告\n一、主要举措\n开展普法。\n",
    );
    // Named by its whole path, as many do.
    dir.index([dir.path("reports")]);
    let server = Server::start(&dir, &[]);
    let here = dir
        .path("")
        .to_string_lossy()
        .trim_end_matches('/')
        .to_owned();
    let id = server.get("/api/v1/reports").json()["reports"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let file = dir.path("reports/a.txt").to_string_lossy().into_owned();
    let mut paths: Vec<String> = [
        "/",
        "/metrics",
        "/healthz",
        "/reports",
        "/nowhere",
        "/api/v1/reports",
        "/api/v1/reports?format=csv",
    ]
    .map(str::to_owned)
    .to_vec();
    paths.push(address("/", &[("q", "普法")]));
    paths.push(address("/mentions", &[("term", "普法")]));
    paths.push(address(
        "/api/v1/search",
        &[("q", "普法"), ("explain", "true")],
    ));
    paths.push(address(
        "/api/v1/mentions",
        &[("term", "普法"), ("format", "csv")],
    ));
    paths.push(format!("/reports/{id}"));
    paths.push(format!("/api/v1/reports/{id}"));
    // A path on the server is no name of a report.
    let by_path = format!("/api/v1/reports/{}", crate::support::server::encoded(&file));
    assert_eq!(server.get(&by_path).status, 404);
    for path in paths {
        let answer = server.get(&path);
        let told = format!("{answer:?}");
        assert!(!told.contains(&here), "{path}: {told}");
    }
}

#[test]
fn no_path_leads_out() {
    let manifest = std::fs::read_to_string(project("Cargo.toml")).unwrap();
    let climbs = [
        "/assets/../../Cargo.toml",
        "/../Cargo.toml",
        "/assets/..%2f..%2fCargo.toml",
        "/reports/..%2f..%2fetc%2fpasswd",
        "/api/v1/reports/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/api/v1/passages/..%5c..%5cCargo.toml",
        "//etc/passwd",
        "/assets/fasou.css/../../../Cargo.toml",
        "/reports/%00",
        "/reports/%ff%fe",
    ];
    for path in climbs {
        let answer = samples().get(path);
        assert!([400, 404].contains(&answer.status), "{path}: {answer:?}");
        assert!(
            !answer.body.contains("root:") && !answer.body.contains(&manifest[..40]),
            "{path}"
        );
    }
}

#[test]
fn what_is_too_large_is_refused() {
    let answer = samples().ask("GET", "/", &format!("X-Long: {}\r\n", "a".repeat(80 << 10)));
    assert_eq!(answer.status, 431, "{answer:?}");
    let answer = samples().get(&format!("/?q={}", "a".repeat(80 << 10)));
    assert!([414, 431].contains(&answer.status), "{answer:?}");
    let answer = samples().ask("POST", "/api/v1/search", "Content-Length: 1000000\r\n");
    assert_eq!(answer.problem(), "body-too-large");
    let answer = samples().ask("GET", "/api/v1/reports", "Transfer-Encoding: chunked\r\n");
    assert_eq!(answer.problem(), "body-too-large");
    // It goes on.
    assert_eq!(samples().get("/healthz").found(), "ok\n");
}

#[test]
fn only_its_own_names_are_answered_to() {
    let answer = samples().ask("GET", "/api/v1/reports", "Host: evil.example\r\n");
    assert_eq!(
        (answer.status, answer.problem().as_str()),
        (421, "wrong-host")
    );
    for own in ["localhost:1234", "127.0.0.1", "[::1]"] {
        assert_eq!(
            samples()
                .ask("GET", "/healthz", &format!("Host: {own}\r\n"))
                .status,
            200,
            "{own}"
        );
    }
}

#[test]
fn a_new_commit_is_taken_up() {
    let dir = Dir::new();
    dir.write(
        "reports/a.txt",
        "呈贡区2023年法治政府建设年度报告\n一、主要举措\n开展普法。\n",
    );
    dir.index(["reports"]);
    let server = Server::start(&dir, &[]);
    let asked = address("/api/v1/mentions", &[("term", "普法")]);
    let total = |answer: &Answer| answer.json()["total"].as_u64();
    assert_eq!(total(&server.get(&asked)), Some(1));
    dir.write(
        "reports/b.txt",
        "呈贡区2024年法治政府建设年度报告\n一、主要举措\n普法到村，普法到户。\n",
    );
    dir.index(["reports"]);
    server.until(&asked, |answer| total(answer) == Some(3));
    // Made anew in another folder, and without a report.
    dir.remove("reports/a.txt");
    dir.index(["--rebuild", "reports"]);
    server.until(&asked, |answer| total(answer) == Some(2));
    // Gone, what was read before is served on.
    dir.remove("index");
    std::thread::sleep(std::time::Duration::from_millis(1500));
    assert_eq!(total(&server.get(&asked)), Some(2));
    assert!(server.said().contains("served on"), "{}", server.said());
}

#[cfg(unix)]
#[test]
fn it_stops_when_asked_to() {
    let mut server = Server::start(&Corpus::samples().dir, &[]);
    server.get("/healthz").found();
    assert_eq!(server.stop(), Some(0));
    let said = server.said();
    assert!(
        said.contains(" 127.0.0.1 GET /healthz 200 "),
        "the access log: {said}"
    );
}

#[test]
fn it_says_what_is_wrong_before_it_listens() {
    let dir = Dir::new();
    dir.fasou(["serve", "--bind", "127.0.0.1:0"])
        .refused()
        .says(&["no index at", "fasou index"]);
    let dir = &Corpus::samples().dir;
    dir.fasou(["serve", "--bind", &samples().address])
        .refused()
        .says(&["cannot listen on", "--bind"]);
    dir.fasou(["serve", "--bind", "nowhere"])
        .refused()
        .says(&["--bind"]);
    dir.fasou(["serve", "--bind", "127.0.0.1:0", "--cors", "a\nb"])
        .refused()
        .says(&["--cors"]);
}

#[test]
fn figures_for_prometheus_count_requests() {
    samples().get("/healthz").found();
    let answer = samples().get("/metrics");
    assert!(
        answer
            .header("content-type")
            .starts_with("application/openmetrics-text")
    );
    let text = answer.found();
    for line in [
        "fasou_http_requests_total{route=\"/healthz\",status=\"200\"}",
        "fasou_http_request_duration_seconds_bucket{",
        "fasou_index_documents ",
        "fasou_http_requests_in_flight 1",
        "# EOF",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
}

#[test]
fn without_a_script_there_are_forms_links_and_text() {
    let page = samples()
        .get(&address("/", &[("q", "行政复议"), ("year", "2020..2024")]))
        .found();
    for part in [
        "<form class=\"search\" action=\"/\" method=\"get\"",
        "name=\"q\" value=\"行政复议\"",
        "<input type=\"hidden\" name=\"year\" value=\"2020..2024\">",
        "<mark>行政复议</mark>",
        "<a href=\"/reports/",
        "aria-label=\"筛选\"",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    let begin = page
        .split("<a href=\"/reports/")
        .nth(1)
        .unwrap()
        .split(['"', '#'])
        .next()
        .unwrap();
    let report = samples()
        .get(&format!("/reports/{}", begin.replace("&amp;", "&")))
        .found();
    for part in [
        "<nav class=\"outline\"",
        "<mark id=\"m0\">行政复议</mark>",
        "引用",
        "id=\"s0\"",
    ] {
        assert!(report.contains(part), "{part}\n{report}");
    }
}

#[test]
fn a_head_has_no_body() {
    let answer = samples().ask("HEAD", "/api/v1/reports", "");
    assert_eq!((answer.status, answer.body.as_str()), (200, ""));
}

#[test]
fn pages_are_light() {
    let weigh = |path: &str| samples().get(path).found().len();
    let shared = weigh("/assets/fasou.css") + weigh("/assets/fasou.js") + weigh("/assets/icon.svg");
    for path in [
        address("/", &[("q", "普法")]),
        address("/mentions", &[("term", "法")]),
        address("/compare", &[("term", "普法 调解")]),
        "/reports".to_owned(),
        "/".to_owned(),
    ] {
        let all = weigh(&path) + shared;
        assert!(all < 150_000, "{path} weighs {all} bytes");
    }
}

#[test]
fn a_city_that_is_a_province_opens_to_its_districts() {
    let page = samples()
        .get(&address("/", &[("q", "普法"), ("region", "上海")]))
        .found();
    let tree = page
        .split("<h3>地区</h3>")
        .nth(1)
        .unwrap()
        .split("<h3>")
        .next()
        .unwrap();
    assert!(tree.contains("<span>普陀区</span>"), "{tree}");
    assert!(!tree.contains("3101<"), "a code of no place: {tree}");
}

#[test]
fn from_view_to_view_goes_what_each_can_use() {
    let leads = |from: &str, params: &[(&str, &str)], to: &str| {
        let page = samples().get(&address(from, params)).found();
        let href = format!("href=\"{}\"", to.replace('&', "&amp;"));
        assert!(page.contains(&href), "{from} {params:?}: no {href}");
    };
    let (pufa, tiaojie) = ("%E6%99%AE%E6%B3%95", "%E8%B0%83%E8%A7%A3");
    leads(
        "/compare",
        &[("term", "普法 调解")],
        &format!("/mentions?term={pufa}"),
    );
    leads(
        "/compare",
        &[("term", "普法 调解")],
        &format!("/?q={pufa}+{tiaojie}"),
    );
    let query = [("q", "普法 -青少年 part:problems"), ("year", "2023")];
    leads("/", &query, &format!("/mentions?year=2023&term={pufa}"));
    leads("/", &query, &format!("/compare?year=2023&term={pufa}"));
    // One view of several terms shows the first, and the way to the others.
    leads(
        "/mentions",
        &[("term", "普法"), ("term", "调解")],
        &format!("/mentions?term={tiaojie}"),
    );
    // What narrows stays on the next page.
    let narrowed = [("q", "的"), ("where", "普法"), ("all_copies", "true")];
    let page = samples().get(&address("/", &narrowed)).found();
    assert!(
        page.contains("条件：普法") && page.contains("含副本"),
        "{page}"
    );
    // What is wrong with a term is said where it was typed.
    let page = samples().get(&address("/mentions", &[("term", "。")]));
    assert_eq!(page.status, 400);
    assert!(page.body.contains("action=\"/mentions\"") && page.body.contains("value=\"。\""));
}

#[test]
fn bytes_that_are_no_text_are_told_as_any_other_id() {
    for path in ["/api/v1/reports/%FF", "/api/v1/passages/%FF"] {
        assert_eq!(samples().get(path).problem(), "not-found", "{path}");
    }
    let page = samples().get("/reports/%FF");
    assert_eq!(page.status, 404);
    assert!(page.body.contains("没有找到"));
    assert_eq!(samples().get("/api/v1/").problem(), "not-found");
}

#[test]
fn the_log_steers_no_terminal() {
    let server = Server::start(&Corpus::samples().dir, &[]);
    server.get("/a\u{9b}31mRED?q=\u{202e}");
    let doubled = server.ask("GET", "/", "Host: localhost\r\nHost: evil.example\r\n");
    assert!([400, 421].contains(&doubled.status));
    let said = server.said();
    assert!(said.contains("\\u{9b}31mRED"), "{said:?}");
    assert!(
        said.chars().all(|c| c == '\n' || !c.is_control()),
        "{said:?}"
    );
}

#[test]
fn counts_have_bounds() {
    let by = "year,part,level,topic,county";
    let answer = samples().get(&address("/api/v1/counts", &[("term", "普法"), ("by", by)]));
    assert_eq!(answer.problem(), "bad-parameter");
}
