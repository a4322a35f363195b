//! Nothing that is sent, and nothing that a report holds, does harm or tells what is nobody's business.

use super::samples;
use crate::support::corpus::Corpus;
use crate::support::server::{Server, address, encoded};
use crate::support::{Dir, project};

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
    pages.push(format!("/reports/{}", encoded(SCRIPT)));
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
    let by_path = format!("/api/v1/reports/{}", encoded(&file));
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
    let said = server.said_with("\\u{9b}31mRED");
    assert!(
        said.chars().all(|c| c == '\n' || !c.is_control()),
        "{said:?}"
    );
}
