//! `fasou status`: what an index holds, its versions, its health.

use serde_json::Value;

use crate::support::Dir;
use crate::support::corpus::Corpus;
use crate::support::json::Reports;

#[track_caller]
fn status(dir: &Dir) -> Value {
    dir.fasou(["status", "--format", "json"]).found().json()
}

#[test]
fn numbers_are_those_of_the_reports() {
    let dir = &Corpus::samples().dir;
    let listed: Reports = dir.fasou(["reports", "--format", "json"]).found().json();
    let status = status(dir);
    assert_eq!(status["reports"], listed.reports.len());
    assert_eq!(
        status["passages"],
        listed
            .reports
            .iter()
            .map(|report| report.passages)
            .sum::<usize>()
    );
    assert_eq!(status["roots"][0]["root"], "samples");
    assert_eq!(
        status["health"],
        Value::Array(Vec::new()),
        "nothing is wrong with it"
    );
    let versions = status["versions"].as_object().expect("versions by name");
    for name in [
        "schema",
        "extraction",
        "outline",
        "tags",
        "analysis",
        "dictionary",
        "tables",
    ] {
        assert!(
            versions.contains_key(name),
            "no version of {name} in {versions:?}"
        );
    }
}

#[test]
fn skipped_files_and_changes_show() {
    let dir = Dir::new();
    dir.write("reports/a.txt", "收到行政复议申请3件。");
    dir.write("reports/b.txt", "开展普法9场。");
    dir.write("reports/bad.pdf", "%PDF-1.4");
    dir.index(["reports"]);
    let before = status(&dir);
    assert_eq!(
        (
            &before["reports"],
            before["skipped"].as_object().map(|files| files.len())
        ),
        (&Value::from(2), Some(1))
    );
    assert!(
        before["skipped"]["bad.pdf"]
            .as_str()
            .is_some_and(|reason| reason.contains("damaged PDF")),
        "{before}"
    );
    dir.remove("reports/b.txt");
    dir.index([""; 0]);
    let after = status(&dir);
    assert_eq!(
        (&after["reports"], &after["passages"]),
        (&Value::from(1), &Value::from(1))
    );
    let text = dir.fasou(["status"]).found().stdout;
    for said in ["reports", "passages", "versions", "PDF", "good"] {
        assert!(text.contains(said), "{said} is not shown\n{text}");
    }
}
