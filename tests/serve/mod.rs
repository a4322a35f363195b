//! `fasou serve`, asked over HTTP: that it starts, follows, counts and stops.

mod api;
mod harm;
mod page;
mod problems;

use std::rc::Rc;

use crate::support::Dir;
use crate::support::corpus::Corpus;
use crate::support::server::{Answer, Server, address};

thread_local! {
    /// The samples, served as long as a test runs: what is in a `static` would be left behind.
    static SERVED: Rc<Server> = Rc::new(Server::start(&Corpus::samples().dir, &[]));
}

/// The samples, served.
fn samples() -> Rc<Server> {
    SERVED.with(Rc::clone)
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
    server.said_with("served on");
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
