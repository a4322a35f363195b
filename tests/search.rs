//! `fasou search`: what comes first, what is asked for, how it is cut into pages.
//!
//! Refusals and empty answers are in `nothing.rs`; reports, synonyms and shares of scores in `ranking.rs`, runs in `runs.rs`.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;
use std::sync::LazyLock;

use crate::support::Dir;
use crate::support::corpus::Corpus;
use crate::support::json::{Hit, Search};
use crate::support::samples;
use crate::support::ways::{File, fresh_in, grown_in};

#[track_caller]
pub fn search(dir: &Dir, args: &[&str]) -> Search {
    dir.fasou(["search", "--format", "json"].iter().chain(args))
        .found()
        .json()
}

/// Names of the files that the hits stand in, in their order.
fn files(answer: &Search) -> Vec<&str> {
    answer
        .hits
        .iter()
        .map(|hit| hit.report.path.as_str())
        .collect()
}

fn ids(answer: &Search) -> Vec<&str> {
    answer.hits.iter().map(|hit| hit.id.as_str()).collect()
}

const FILES: [File<'static>; 8] = [
    ("as-written.txt", "会议研究了仲裁与调解衔接这一课题。"),
    (
        "all.txt",
        "调解优先，仲裁断后，两者各有所长，全年衔接顺畅；当事人可以自己选，也可以先后用。",
    ),
    (
        "some.txt",
        "调解调解再调解，调解员调解了调解室里的调解案件。",
    ),
    ("fukushi.txt", "县政府收到行政复议申请19件。"),
    ("quoted.txt", "落实“双随机、一公开”监管，抽查企业40户。"),
    ("loose.txt", "双方随机抽取，一律公开结果，监管到位。"),
    ("traditional.txt", "健全應訴機制，負責人出庭應訴。"),
    ("other.txt", "植树造林面积再创新高，水库移民搬入新居。"),
];

/// A fresh index of the files, and a grown one.
static WAYS: LazyLock<[Dir; 2]> = LazyLock::new(|| {
    [
        fresh_in(Dir::shared("search-fresh"), &FILES),
        grown_in(Dir::shared("search-grown"), &FILES),
    ]
});

#[test]
fn as_written_comes_first_then_all_words_then_some() {
    for dir in WAYS.iter() {
        let answer = search(dir, &["仲裁与调解衔接"]);
        assert_eq!(
            files(&answer),
            ["as-written.txt", "all.txt", "some.txt"],
            "{answer:#?}"
        );
        let scores: Vec<f64> = answer.hits.iter().map(|hit| hit.score).collect();
        assert!(
            scores.iter().all(|score| score.is_finite() && *score > 0.0),
            "{scores:?}"
        );
    }
}

#[test]
fn queries_find_what_they_mean() {
    for dir in WAYS.iter() {
        for (query, first, never) in [
            // A part of a word.
            ("复议", "fukushi.txt", "other.txt"),
            ("\"双随机、一公开\"", "quoted.txt", "loose.txt"),
            ("“双随机一公开”", "quoted.txt", "loose.txt"),
            ("监管 -双随机", "loose.txt", "quoted.txt"),
            ("监管 -\"一律公开\"", "quoted.txt", "loose.txt"),
            ("出庭应诉", "traditional.txt", "other.txt"),
            ("出庭應訴", "traditional.txt", "other.txt"),
            ("行政復議申請", "fukushi.txt", "other.txt"),
            ("抽查企业４０户", "quoted.txt", "other.txt"),
        ] {
            let answer = search(dir, &[query]);
            assert_eq!(files(&answer)[0], first, "{query}");
            assert!(
                !files(&answer).contains(&never),
                "{query}: {:?}",
                files(&answer)
            );
        }
        assert_eq!(
            ids(&search(dir, &["复议", "申请"])),
            ids(&search(dir, &["复议 申请"])),
            "words may come apart"
        );
    }
}

#[test]
fn history_does_not_show_in_an_answer() {
    let [fresh, grown] = &*WAYS;
    for query in [
        "调解",
        "仲裁 监管",
        "公开",
        "县政府怎样办理行政复议和应诉案件",
        "一",
        "“随机”",
    ] {
        let (one, other) = (search(fresh, &[query]), search(grown, &[query]));
        assert_eq!(
            (ids(&one), one.total),
            (ids(&other), other.total),
            "{query}"
        );
        for (one, other) in one.hits.iter().zip(&other.hits) {
            assert_eq!(
                (&one.text, &one.highlights, &one.section),
                (&other.text, &other.highlights, &other.section)
            );
        }
    }
}

#[test]
fn a_hit_lies_where_it_says_and_shows_what_matched() {
    for query in ["行政复议", "八五普法", "12345热线", "矛盾纠纷怎样化解"] {
        let answer = search(&Corpus::samples().dir, &[query, "--limit", "40"]);
        assert_eq!(
            (answer.query.as_str(), answer.total_relation.as_str()),
            (query, "eq")
        );
        assert!(answer.total >= answer.hits.len());
        for hit in &answer.hits {
            let text: Vec<char> = Corpus::samples().texts[&hit.report.path].chars().collect();
            let location = &hit.location;
            assert_eq!(
                text[location.start..location.end]
                    .iter()
                    .collect::<String>(),
                hit.text
            );
            assert_eq!(
                text[..location.start]
                    .iter()
                    .filter(|&&c| c == '\n')
                    .count()
                    + 1,
                location.line
            );
            assert!(!hit.id.contains(char::is_whitespace), "{:?}", hit.id);
            assert_highlights(hit);
        }
        assert_eq!(
            ids(&answer).into_iter().collect::<BTreeSet<_>>().len(),
            answer.hits.len(),
            "a hit twice"
        );
    }
    let first = &search(&Corpus::samples().dir, &["枫桥经验"]).hits[0];
    let [start, end] = first.highlights[0];
    assert_eq!(
        first
            .text
            .chars()
            .skip(start)
            .take(end - start)
            .collect::<String>(),
        "枫桥经验"
    );
}

#[track_caller]
fn assert_highlights(hit: &Hit) {
    let length = hit.text.chars().count();
    let mut free = 0;
    for [start, end] in &hit.highlights {
        assert!(
            free <= *start && start < end && *end <= length,
            "{:?} in {length} characters",
            hit.highlights
        );
        free = *end;
    }
}

#[test]
fn pages_put_together_are_the_one_long_list() {
    let dir = &Corpus::samples().dir;
    for query in ["法治", "行政复议 调解 普法"] {
        let whole = search(dir, &[query, "--limit", "60"]);
        assert!(whole.hits.len() > 50, "{} hits", whole.hits.len());
        let mut pages = Vec::new();
        for offset in (0..60).step_by(12) {
            pages.extend(
                search(
                    dir,
                    &[query, "--limit", "12", "--offset", &offset.to_string()],
                )
                .hits,
            );
        }
        assert_eq!(pages, whole.hits);
        let page = search(dir, &[query]);
        assert_eq!(
            (page.hits.len(), page.total),
            (10, whole.total),
            "ten hits, if nothing else is said"
        );
    }
}

#[test]
fn filters_leave_what_they_say() {
    let dir = &Corpus::samples().dir;
    let whole = search(dir, &["普法", "--limit", "1000"]);
    let code = |hit: &Hit, code: &str| {
        hit.report
            .region
            .as_ref()
            .is_some_and(|region| region.code.starts_with(code))
    };
    let cases: [(&[&str], &dyn Fn(&Hit) -> bool); 10] = [
        (&["--part", "plans"], &|hit| hit.part == "plans"),
        (&["--topic", "调解"], &|hit| {
            hit.topics.iter().any(|topic| topic == "调解")
        }),
        (&["--year", "2024"], &|hit| hit.report.year == Some(2024)),
        (&["--year", "2020..2022"], &|hit| {
            hit.report.year.is_some_and(|year| year <= 2022)
        }),
        (&["--level", "county", "--level", "zone"], &|hit| {
            ["county", "zone"].contains(&hit.report.level.as_deref().unwrap_or(""))
        }),
        (&["--region", "湖北/仙桃"], &|hit| code(hit, "429004")),
        (&["--region", "44"], &|hit| code(hit, "44")),
        (&["--region", "44,湖北/仙桃"], &|hit| {
            code(hit, "44") || code(hit, "429004")
        }),
        (&["--year", "2021，2023..2024"], &|hit| {
            hit.report.year.is_some_and(|year| year != 2022)
        }),
        (&["--region", "贵州", "--part", "measures"], &|hit| {
            code(hit, "52") && hit.part == "measures"
        }),
    ];
    for (options, wanted) in cases {
        let args: Vec<&str> = ["普法", "--limit", "1000"]
            .iter()
            .chain(options)
            .copied()
            .collect();
        let (answer, expected) = (
            search(dir, &args),
            whole
                .hits
                .iter()
                .filter(|hit| wanted(hit))
                .collect::<Vec<_>>(),
        );
        assert!(
            !expected.is_empty() && expected.len() < whole.hits.len(),
            "{options:?} shows nothing here"
        );
        assert_eq!(
            ids(&answer),
            expected
                .iter()
                .map(|hit| hit.id.as_str())
                .collect::<Vec<_>>(),
            "{options:?}"
        );
        assert_eq!(answer.total, expected.len(), "{options:?}");
    }
}

#[test]
fn one_command_indexes_a_folder_and_searches_it_alone() {
    let dir = Dir::new();
    let root = samples();
    let root = root.to_str().expect("a path in UTF-8");
    let answer = search(&dir, &["行政复议", "--reports", root]);
    assert_eq!(
        ids(&answer),
        ids(&search(&Corpus::samples().dir, &["行政复议"]))
    );
    dir.write("own/a.txt", "本镇收到行政复议申请3件。");
    let own = search(&dir, &["行政复议", "--reports", "own"]);
    assert_eq!((files(&own), own.total), (vec!["a.txt"], 1));
    dir.write("own/b.txt", "行政复议决定全部履行。");
    assert_eq!(
        search(&dir, &["行政复议", "--reports", "own"]).total,
        2,
        "it is refreshed first"
    );
    assert_eq!(
        search(&dir, &["行政复议", "--limit", "1"]).total,
        answer.total + 2,
        "without it all is searched"
    );
    let part = format!("{root}/2024");
    let within = search(&dir, &["行政复议", "--reports", &part, "--limit", "1000"]);
    assert!(
        files(&within).iter().all(|path| path.starts_with("2024/")) && within.total > 0,
        "{:?}",
        files(&within)
    );
}

#[test]
fn a_closed_pipe_is_no_error() {
    let dir = &Corpus::samples().dir;
    let args = [
        "mentions",
        "的",
        "法",
        "治",
        "政",
        "行",
        "一",
        "件",
        "--format",
        "jsonl",
        "--context",
        "60",
    ];
    let mut child = dir
        .command(args)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("fasou runs");
    let mut line = String::new();
    BufReader::with_capacity(512, child.stdout.take().expect("a pipe"))
        .read_line(&mut line)
        .expect("a line");
    let mut stderr = String::new();
    child
        .stderr
        .take()
        .expect("a pipe")
        .read_to_string(&mut stderr)
        .expect("UTF-8");
    let status = child.wait().expect("it ends");
    assert!(line.starts_with('{'), "{line}");
    assert_eq!((status.code(), stderr.as_str()), (Some(0), ""));
}

#[test]
fn json_lines_and_csv_hold_the_hits() {
    let dir = &Corpus::samples().dir;
    let hits = search(dir, &["行政复议"]).hits;
    assert_eq!(
        dir.fasou(["search", "行政复议", "--format", "jsonl"])
            .found()
            .jsonl::<Hit>(),
        hits
    );
    let output = dir.fasou(["search", "行政复议", "--format", "csv"]).found();
    let mut table = csv::Reader::from_reader(output.stdout.as_bytes());
    let header = table.headers().expect("a header").clone();
    let at = |name: &str| {
        header
            .iter()
            .position(|column| column == name)
            .unwrap_or_else(|| panic!("no {name}\n{output}"))
    };
    let rows: Vec<csv::StringRecord> = table.records().collect::<Result<_, _>>().expect("rows");
    assert_eq!(rows.len(), hits.len());
    for (row, hit) in rows.iter().zip(&hits) {
        assert_eq!(
            (&row[at("id")], &row[at("text")], &row[at("report.path")]),
            (&*hit.id, &*hit.text, &*hit.report.path)
        );
    }
}

#[test]
fn what_holds_a_query_as_written_is_among_all_hits() {
    let dir = Dir::new();
    dir.write(
        "a.txt",
        "发放宣传资料52,684份，办结率99％，气温9℃。\n走访企业三百家。\n",
    );
    dir.index(["a.txt"]);
    for query in ["52,684", "％", "9℃"] {
        let found = search(&dir, &[query]);
        assert_eq!((found.total, found.hits.len()), (1, 1), "{query}");
        let found = search(&dir, &[query, "--group", "report"]);
        assert_eq!((found.total, found.hits.len()), (1, 1), "{query}");
    }
}

#[test]
fn a_folder_is_searched_whatever_roots_lie_in_it_and_around_it() {
    let dir = Dir::new();
    for (name, text) in [
        ("r/sub/a.txt", "推广枫桥经验。"),
        ("r/sub/x/b.txt", "学习枫桥经验。"),
        ("r/c.txt", "枫桥经验进村。"),
    ] {
        dir.write(name, text);
    }
    dir.index(["r/sub/x"]);
    dir.index(["r"]);
    for (path, hits) in [("r/sub", 2), ("r/sub/x", 1), ("r", 3)] {
        let found = search(&dir, &["枫桥经验", "--reports", path]);
        assert_eq!(found.hits.len(), hits, "{path}");
    }
}
