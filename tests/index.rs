//! `fasou index`: what it reads, what it remembers, what it leaves out.
//!
//! What can break an index is in `damage.rs`.

use std::fs::{self, File};
use std::time::{Duration, SystemTime};

use crate::support::Dir;
use crate::support::json::{Counts, Mention, Reports};

const A: &str = "云台县2023年法治政府建设年度报告\n一、主要举措\n全县收到行政复议申请19件。\n二、存在的问题\n普法形式单一。";
const B: &str = "云台县2024年法治政府建设年度报告\n一、主要举措\n开展人民调解培训。\n二、存在的问题\n行政复议力量不足。";
const C: &str = "云台县2022年法治政府建设年度报告\n一、主要举措\n公开行政复议决定书。\n二、存在的问题\n调解员年龄偏大。";

/// A folder `reports` with three files, not yet indexed.
fn three() -> Dir {
    let dir = Dir::new();
    for (name, text) in [("a.txt", A), ("b.txt", B), ("deep/er/c.txt", C)] {
        dir.write(&format!("reports/{name}"), text);
    }
    dir
}

/// The paths of all reports in the index.
#[track_caller]
fn paths(dir: &Dir) -> Vec<String> {
    let output = dir.fasou(["reports", "--format", "json"]);
    output
        .json::<Reports>()
        .reports
        .into_iter()
        .map(|report| report.path)
        .collect()
}

#[track_caller]
fn mentions(dir: &Dir, term: &str) -> usize {
    dir.fasou(["mentions", "--count", "--format", "json", term])
        .json::<Counts>()
        .counts[0]
        .mentions
}

#[test]
fn a_refresh_reads_only_what_changed() {
    let dir = three();
    let first = dir.index(["reports"]);
    assert_eq!(
        (first.number("files read"), first.number("unchanged")),
        (3, 0),
        "{first}"
    );
    let second = dir.index(["reports"]);
    assert_eq!(
        (second.number("files read"), second.number("unchanged")),
        (0, 3),
        "{second}"
    );
    dir.write("reports/b.txt", format!("{B}\n另收到行政复议申请2件。"));
    dir.write("reports/d.txt", "行政复议案件公开听证。");
    dir.remove("reports/deep");
    let third = dir.index(["reports"]);
    let numbers = ["files read", "unchanged", "removed", "reports in the index"]
        .map(|words| third.number(words));
    assert_eq!(numbers, [2, 1, 1, 3], "{third}");
    assert_eq!(paths(&dir), ["a.txt", "b.txt", "d.txt"]);
    assert_eq!(mentions(&dir, "行政复议"), 4);
    assert_eq!(mentions(&dir, "决定书"), 0);
}

#[test]
fn a_new_time_with_the_old_content_changes_nothing() {
    let dir = three();
    dir.index(["reports"]);
    let before = dir
        .fasou(["mentions", "行政复议", "--format", "jsonl"])
        .found();
    let file = File::options()
        .append(true)
        .open(dir.path("reports/a.txt"))
        .expect("a file");
    file.set_modified(SystemTime::now() + Duration::from_secs(3600))
        .expect("a new time");
    let refreshed = dir.index(["reports"]);
    let numbers = ["passages written", "removed", "reports in the index"]
        .map(|words| refreshed.number(words));
    assert_eq!(numbers, [0, 0, 3], "{refreshed}");
    let after = dir
        .fasou(["mentions", "行政复议", "--format", "jsonl"])
        .found();
    assert_eq!(after.stdout, before.stdout);
    let again = dir.index(["reports"]);
    assert_eq!(
        (again.number("files read"), again.number("unchanged")),
        (0, 3),
        "the new time is remembered\n{again}"
    );
}

#[test]
fn roots_are_remembered_and_forgotten_one_by_one() {
    let dir = Dir::new();
    dir.write("east/a.txt", A);
    dir.write("west/a.txt", B);
    dir.index(["east"]);
    dir.index(["west"]);
    assert_eq!(
        paths(&dir),
        ["a.txt", "a.txt"],
        "paths count from their roots"
    );
    dir.write("east/b.txt", C);
    dir.write("west/b.txt", C);
    let all = dir.index([""; 0]);
    assert_eq!(all.number("reports in the index"), 4, "{all}");
    assert_eq!(mentions(&dir, "调解员"), 2);
    let ids: Vec<String> = dir
        .fasou(["mentions", "调解员", "--format", "jsonl"])
        .jsonl::<Mention>()
        .into_iter()
        .map(|found| found.report.id)
        .collect();
    assert_ne!(
        ids[0], ids[1],
        "two files of the same name and content are two reports"
    );
    let one = dir.index(["--remove", "west"]);
    assert_eq!(one.number("reports in the index"), 2, "{one}");
    dir.fasou(["index", "--remove", "west"])
        .refused()
        .says(&["west", "fasou status"]);
    dir.write("west/c.txt", C);
    let left = dir.index([""; 0]);
    assert_eq!(
        left.number("reports in the index"),
        2,
        "a forgotten root stays forgotten\n{left}"
    );
}

#[test]
fn a_root_within_a_root_is_indexed_once() {
    let dir = three();
    dir.index(["reports"]);
    let inner = dir.index(["reports/deep"]);
    assert_eq!(inner.number("reports in the index"), 3, "{inner}");
    let other = three();
    other.index(["reports/deep"]);
    let outer = other.index(["reports"]);
    assert_eq!(outer.number("reports in the index"), 3, "{outer}");
    let file = other.index(["reports/a.txt"]);
    assert_eq!(file.number("reports in the index"), 3, "{file}");
    assert_eq!(
        (mentions(&dir, "行政复议"), mentions(&other, "行政复议")),
        (3, 3)
    );
}

#[test]
fn a_single_file_is_a_root() {
    let dir = three();
    dir.index(["reports/a.txt"]);
    assert_eq!(paths(&dir), ["a.txt"]);
    dir.remove("reports/a.txt");
    let gone = dir.index([""; 0]);
    assert_eq!(
        (gone.number("removed"), gone.number("reports in the index")),
        (1, 0),
        "{gone}"
    );
}

#[test]
fn a_root_that_is_away_keeps_its_reports_and_is_told() {
    let dir = three();
    dir.write("others/d.txt", A);
    dir.index(["reports"]);
    dir.index(["others"]);
    let away = dir.path("unplugged");
    fs::rename(dir.path("reports"), &away).expect("it can be moved");
    dir.write("others/e.txt", B);
    let output = dir.fasou(["index"]).refused();
    output.says(&["reports", "bring it back", "fasou index --remove"]);
    assert_eq!(
        paths(&dir).len(),
        5,
        "the other root is refreshed all the same"
    );
    // An index made anew would lose them.
    dir.fasou(["index", "--rebuild"])
        .refused()
        .says(&["reports", "bring it back"]);
    assert_eq!(paths(&dir).len(), 5);
    fs::rename(&away, dir.path("reports")).expect("it can be moved back");
    let back = dir.index([""; 0]);
    assert_eq!(
        (back.number("unchanged"), back.number("removed")),
        (5, 0),
        "{back}"
    );
    // An empty folder has lost its files.
    for name in ["a.txt", "b.txt", "deep/er/c.txt"] {
        dir.remove(&format!("reports/{name}"));
    }
    let emptied = dir.index([""; 0]);
    assert_eq!(emptied.number("removed"), 3, "{emptied}");
    fs::remove_dir_all(dir.path("reports")).expect("a folder");
    dir.fasou(["index"]).refused();
    dir.index(["--remove", "reports"]);
    dir.index([""; 0]);
}

#[test]
fn a_file_is_away_with_the_folder_it_lay_in() {
    let dir = three();
    dir.index(["reports/a.txt"]);
    let away = dir.path("unplugged");
    fs::rename(dir.path("reports"), &away).expect("it can be moved");
    dir.fasou(["index"]).refused().says(&["a.txt"]);
    // The place of a disk that is not there is an empty folder.
    fs::create_dir(dir.path("reports")).expect("a folder");
    dir.fasou(["index"]).refused().says(&["a.txt"]);
    assert_eq!(paths(&dir), ["a.txt"]);
}

#[test]
fn the_index_within_a_root_and_hidden_files_are_no_reports() {
    let dir = three();
    dir.write("reports/.hidden/x.txt", A);
    dir.write("reports/.y.txt", A);
    for _ in 0..2 {
        let output = dir.index(["reports", "--index", "reports/own"]);
        assert_eq!(output.number("reports in the index"), 3, "{output}");
        assert_eq!(output.number("skipped"), 0, "{output}");
    }
}

#[test]
fn bad_files_are_named_with_their_reasons_and_the_rest_goes_on() {
    let dir = three();
    dir.write("reports/empty.txt", "");
    dir.write("reports/blank.txt", " \r\n\u{3000}\n");
    dir.write(
        "reports/binary.txt",
        [b"\x7fELF\x02\x01\x01".as_slice(), &[0; 600]].concat(),
    );
    dir.write(
        "reports/broken.txt",
        [A.as_bytes(), b"\xff", A.as_bytes(), b"\xff"].concat(),
    );
    dir.write("reports/scan.pdf", "%PDF-1.7");
    let mut bad = vec![
        "empty.txt",
        "blank.txt",
        "binary.txt",
        "broken.txt",
        "scan.pdf",
    ];
    if make_unreadable(&dir, "reports/secret.txt") {
        bad.push("secret.txt");
    }
    let output = dir
        .index(["reports"])
        .says(&bad)
        .says(&["binary", "0xff", "pdf"]);
    assert_eq!(
        (
            output.number("skipped"),
            output.number("reports in the index")
        ),
        (bad.len(), 3),
        "{output}"
    );
    for line in output
        .stderr
        .lines()
        .filter(|line| line.starts_with("skipped "))
    {
        let reason = line.split_once(": ").map_or("", |(_, reason)| reason);
        assert!(!reason.is_empty(), "no reason given\n{output}");
    }
    let again = dir.index(["reports"]);
    assert_eq!(
        again.number("skipped"),
        bad.len(),
        "what is skipped is said every time\n{again}"
    );
    let strict = dir.fasou(["index", "reports", "--strict"]);
    assert!([1, 2].contains(&strict.code), "{strict}");
    assert_eq!(mentions(&dir, "行政复议"), 3, "--strict spoils nothing");
    for name in bad {
        dir.remove(&format!("reports/{name}"));
    }
    dir.fasou(["index", "reports", "--strict"]).found();
}

/// Writes a file that cannot be read; not so for the superuser, who may read all.
fn make_unreadable(dir: &Dir, name: &str) -> bool {
    dir.write(name, A);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(dir.path(name), fs::Permissions::from_mode(0o000))
            .expect("permissions");
    }
    let unreadable = fs::read(dir.path(name)).is_err();
    if !unreadable {
        dir.remove(name);
    }
    unreadable
}

#[test]
fn a_report_that_turns_bad_leaves_and_one_that_is_mended_comes_back() {
    let dir = three();
    dir.index(["reports"]);
    dir.write("reports/a.txt", "");
    dir.index(["reports"]).says(&["a.txt"]);
    assert_eq!((paths(&dir).len(), mentions(&dir, "行政复议")), (2, 2));
    dir.write("reports/a.txt", A);
    dir.index(["reports"]);
    assert_eq!((paths(&dir).len(), mentions(&dir, "行政复议")), (3, 3));
}

#[test]
fn what_cannot_be_indexed_is_refused() {
    let dir = Dir::new();
    dir.fasou(["index"]).refused().says(&["fasou index PATH"]);
    dir.fasou(["index", "nowhere"]).refused().says(&["nowhere"]);
    dir.fasou(["index", "--remove", "nowhere"])
        .refused()
        .says(&["nowhere"]);
    dir.write("other/notes.txt", "别的东西");
    dir.write("reports/a.txt", A);
    dir.fasou(["index", "reports", "--index", "other"])
        .refused()
        .says(&["other", "--index DIR"]);
    let left: Vec<_> = fs::read_dir(dir.path("other"))
        .expect("a folder")
        .flatten()
        .map(|entry| entry.file_name())
        .collect();
    assert_eq!(left, ["notes.txt"], "another folder is left as it was");
    dir.index(["reports"]);
    dir.fasou(["index", "reports", "nowhere"])
        .refused()
        .says(&["nowhere"]);
    assert_eq!(
        mentions(&dir, "行政复议"),
        1,
        "a refused run spoils nothing"
    );
}

#[test]
fn an_empty_folder_is_an_index_without_reports() {
    let dir = Dir::new();
    fs::create_dir(dir.path("reports")).expect("a folder");
    let output = dir.fasou(["index", "reports"]).nothing();
    assert!(output.stderr.contains("no file to read"), "{output}");
    dir.fasou(["search", "行政复议"]).nothing();
    dir.fasou(["mentions", "行政复议"]).nothing();
    dir.fasou(["reports"]).nothing();
    dir.write("reports/a.txt", A);
    dir.index([""; 0]);
    dir.fasou(["search", "行政复议"]).found();
}

#[test]
fn the_index_is_named_by_option_by_variable_or_by_habit() {
    let dir = three();
    dir.write("index/README.md", "made by fasou");
    dir.index(["reports"]);
    assert!(dir.path("index/current").exists() && dir.path("index/README.md").exists());
    dir.index(["reports/deep", "--index", "by-option"]);
    dir.fasou(["--index", "by-option", "search", "决定书"])
        .found();
    dir.fasou(["--index", "by-option", "search", "人民调解"])
        .nothing();
    let mut command = dir.command(["search", "人民调解"]);
    let output = command
        .env("FASOU_INDEX", dir.path("by-option"))
        .output()
        .expect("fasou runs");
    assert_eq!(
        output.status.code(),
        Some(1),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn own_words_are_kept_with_the_index_and_a_bad_list_is_refused() {
    let dir = three();
    dir.write("words.txt", "行政复议申请 500\n调解员\n");
    dir.write("bad.txt", "行政复议 many\n");
    dir.fasou(["index", "reports", "--dict", "bad.txt"])
        .refused()
        .says(&["1"]);
    dir.fasou(["index", "reports", "--dict", "missing.txt"])
        .refused()
        .says(&["missing.txt"]);
    dir.index(["reports", "--dict", "words.txt"]);
    let before = dir
        .fasou(["status", "--format", "json"])
        .found()
        .json::<serde_json::Value>();
    dir.remove("words.txt");
    dir.write("reports/d.txt", "调解员持证上岗。");
    dir.index([""; 0]);
    let after = dir
        .fasou(["status", "--format", "json"])
        .found()
        .json::<serde_json::Value>();
    assert_eq!(before["versions"], after["versions"]);
    assert_eq!(
        (mentions(&dir, "行政复议"), mentions(&dir, "调解员")),
        (3, 2),
        "words decide no mention"
    );
}

#[test]
fn a_new_index_of_few_reports_is_one_segment() {
    let dir = Dir::new();
    for number in 0..40 {
        dir.write(
            &format!("r/{number}.txt"),
            format!("行政复议案件{number}件。\n"),
        );
    }
    dir.index(["r"]);
    let stores = |dir: &Dir| {
        let files = walkdir::WalkDir::new(dir.path("index"))
            .into_iter()
            .flatten();
        files
            .filter(|file| {
                file.path()
                    .extension()
                    .is_some_and(|ending| ending == "store")
            })
            .count()
    };
    // Nor are files of others left behind.
    assert_eq!(stores(&dir), 1);
    dir.write("r/0.txt", "行政复议案件100件。\n");
    dir.index(["r"]);
    assert_eq!(stores(&dir), 2);
}
