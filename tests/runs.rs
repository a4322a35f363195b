//! `fasou search --queries`: many queries at once, TREC runs, and lists in any encoding.

use std::collections::BTreeSet;

use crate::support::Dir;

#[test]
fn many_queries_give_a_trec_run() {
    let dir = Dir::new();
    dir.write(
        "c.tsv",
        "a\t全年收到行政复议申请5件。\nb\t开展普法宣传9场。\nc\t行政复议与普法宣传并进。\n",
    );
    dir.write("q.tsv", "q1\t“行政复议\nq2\t普法宣传有几场？\n\nq3\t。\n");
    dir.index(["c.tsv"]);
    let run = dir
        .fasou([
            "search",
            "--queries",
            "q.tsv",
            "--format",
            "trec",
            "--group",
            "report",
        ])
        .found();
    assert!(run.stderr.contains("q3: the query"), "{run}");
    let rows: Vec<Vec<&str>> = run
        .stdout
        .lines()
        .map(|line| line.split(' ').collect())
        .collect();
    let of = |query: &str| -> Vec<&str> {
        let rows = rows.iter().filter(|row| row[0] == query);
        rows.map(|row| row[2]).collect()
    };
    assert_eq!(of("q1").iter().collect::<BTreeSet<_>>().len(), 2, "{run}");
    assert!(
        !of("q1").contains(&"b"),
        "a sign that opens nothing is no error: {run}"
    );
    assert_eq!(of("q2")[0], "b", "{run}");
    for pair in rows.windows(2).filter(|pair| pair[0][0] == pair[1][0]) {
        let score = |row: &[&str]| row[4].parse::<f64>().expect("a score");
        assert!(score(&pair[0]) >= score(&pair[1]), "{run}");
        assert_eq!((pair[0][1], pair[0][5]), ("Q0", "fasou"));
    }
    // A passage's id without grouping, and other formats with the query's id.
    let run = dir
        .fasou(["search", "--queries", "q.tsv", "--format", "trec"])
        .found();
    assert!(
        run.stdout
            .lines()
            .all(|line| line.split(' ').nth(2).is_some_and(|id| id.contains('-'))),
        "{run}"
    );
    let rows = dir
        .fasou(["search", "--queries", "q.tsv", "--format", "jsonl"])
        .found();
    assert!(rows.stdout.contains("\"query_id\":\"q1\""), "{rows}");
    let output = dir.fasou(["search", "--queries", "q.tsv"]);
    assert_eq!(output.code, 2, "{output}");
    dir.write("bad.tsv", "no tab\n");
    let output = dir.fasou(["search", "--queries", "bad.tsv", "--format", "trec"]);
    assert!(
        output.stderr.contains("line 1 is not id<TAB>query"),
        "{output}"
    );
}

#[test]
fn a_line_of_a_run_has_six_fields_whatever_the_ids() {
    let dir = Dir::new();
    dir.write(
        "c.csv",
        "id,text\n洛南 1,开展普法宣传9场。\n\"镇安\n2\",全年普法宣传5场。\n山阳\u{3000}3,普法宣传面广。\n100%,普法宣传到村。\n",
    );
    dir.write("q.tsv", "q 1\t普法宣传\n");
    dir.index(["c.csv"]);
    let args = [
        "search",
        "--queries",
        "q.tsv",
        "--format",
        "trec",
        "--group",
        "report",
    ];
    let run = dir.fasou(args).found();
    let rows = run.stdout.lines();
    let rows: Vec<Vec<&str>> = rows.map(|line| line.split_whitespace().collect()).collect();
    assert!(
        rows.iter().all(|row| row.len() == 6 && row[0] == "q%201"),
        "{run}"
    );
    let ids: BTreeSet<&str> = rows.iter().map(|row| row[2]).collect();
    assert_eq!(
        ids,
        BTreeSet::from(["洛南%201", "镇安%0A2", "山阳%E3%80%803", "100%"]),
        "{run}"
    );
}

#[test]
fn lists_may_be_in_any_encoding() {
    let dir = Dir::new();
    dir.write("reports/a.txt", "推广枫桥经验，开展调解。");
    dir.index(["reports"]);
    for (name, text) in [
        ("terms.txt", "调解\n枫桥经验\n"),
        ("synonyms.txt", "大调解格局 = 枫桥经验\n"),
        ("queries.tsv", "q1\t枫桥经验\n"),
    ] {
        dir.write(name, encoding_rs::GB18030.encode(text).0);
    }
    dir.fasou(["mentions", "--count", "--terms", "terms.txt"])
        .found();
    let options = ["--synonyms", "synonyms.txt"];
    dir.fasou(["search", "大调解格局"].iter().chain(&options))
        .found();
    let options = ["--queries", "queries.tsv", "--format", "trec"];
    let run = dir.fasou(["search"].iter().chain(&options)).found();
    assert!(run.stdout.starts_with("q1 Q0"), "{run}");
}
