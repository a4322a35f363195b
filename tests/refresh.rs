//! What `fasou index` keeps of an index when it reads again: under other limits, from files that cannot
//! be read, in whatever order roots came.

use crate::inputs::{listed, paths, report, zip_of};
use crate::support::{Dir, Output};

/// A table of so many reports.
fn table(rows: u16) -> String {
    let rows = (1..=rows).map(|row| format!("{row},\"{}\"\n", report("平陵县", 2000 + row)));
    format!("id,text\n{}", rows.collect::<String>())
}

#[track_caller]
fn numbers(output: &Output) -> [usize; 4] {
    ["files read", "removed", "skipped", "reports in the index"].map(|words| output.number(words))
}

#[test]
fn tables_that_were_read_stay_under_tighter_limits() {
    let dir = Dir::new();
    dir.write("r/crawled.csv", table(2));
    dir.index(["r"]);
    std::thread::sleep(std::time::Duration::from_millis(150));
    dir.index([""; 0]);
    let tighter = dir.index(["--max-file-size", "10"]);
    assert_eq!(numbers(&tighter), [0, 0, 0, 2], "{tighter}");
    // It would have to be read by other columns, and cannot.
    let by_others = dir.index(["--text-column", "text"]);
    assert_eq!(numbers(&by_others), [0, 0, 1, 2], "{by_others}");
    by_others.says(&["crawled.csv", "--max-file-size", "is kept"]);
    dir.fasou(["mentions", "行政复议", "--verify"]).found();
    let looser = dir.index(["--max-file-size", "1M"]);
    assert_eq!(numbers(&looser), [1, 0, 0, 2], "{looser}");
    // What grows beyond the limit is another file.
    dir.index(["--max-file-size", "10"]);
    dir.write("r/crawled.csv", table(3));
    let grown = dir.index([""; 0]);
    assert_eq!(numbers(&grown)[2..], [1, 0], "{grown}");
}

#[test]
fn what_an_archive_no_longer_unpacks_to_stays() {
    let dir = Dir::new();
    let (first, second) = (report("平陵县", 2023), report("临江市", 2023));
    let archive = zip_of(&[
        ("a.txt", first.as_bytes()),
        ("b.csv", table(2).as_bytes()),
        ("c.txt", second.as_bytes()),
    ]);
    dir.write("r/all.zip", archive);
    dir.index(["r"]);
    let before = listed(&dir, &[]);
    let all = paths(&before);
    assert_eq!(all.len(), 4, "{all:?}");
    let limit = (first.len() + 10).to_string();
    let tight = ["--max-unpacked", limit.as_str(), "--text-column", "text"];
    let said = dir.index(tight).says(&["all.zip!/c.txt", "is kept"]);
    assert_eq!(said.number("reports in the index"), 4, "{said}");
    assert_eq!(paths(&listed(&dir, &[])), all);
    let status = dir.fasou(["status"]).found();
    assert!(status.stdout.contains("good"), "{status}");
}

#[cfg(unix)]
#[test]
fn an_index_is_not_made_anew_without_a_folder_that_it_has() {
    let dir = Dir::new();
    dir.write("r/a.txt", report("平陵县", 2023));
    dir.write("far/b.txt", report("临江市", 2023));
    let link = dir.path("r/linked");
    std::os::unix::fs::symlink(dir.path("far"), &link).expect("a link");
    // Of what leads nowhere it has nothing.
    std::os::unix::fs::symlink(dir.path("nowhere"), dir.path("r/dead")).expect("a link");
    dir.index(["r"]);
    let anew = dir.index(["--rebuild"]);
    assert!(anew.stderr.starts_with("made anew\n"), "{anew}");
    let away = dir.path("unplugged");
    std::fs::rename(dir.path("far"), &away).expect("it can be moved");
    dir.fasou(["index", "--rebuild"])
        .refused()
        .says(&["r/linked", "stays as it was"]);
    assert_eq!(paths(&listed(&dir, &[])), ["a.txt", "linked/b.txt"]);
    std::fs::rename(&away, dir.path("far")).expect("it can be moved back");
    let anew = dir.index(["--rebuild"]);
    assert_eq!(numbers(&anew)[3], 2, "{anew}");
}

#[cfg(unix)]
#[test]
fn a_picture_is_read_once_there_is_a_program_that_reads_it() {
    use crate::inputs::reader_of_pictures;
    use crate::support::project;

    let dir = Dir::new();
    let scan = std::fs::read(project("tests/data/formats/scan.pdf")).expect("a scan");
    dir.write("r/scan.pdf", scan);
    std::thread::sleep(std::time::Duration::from_millis(150));
    let index = |args: &[&str], path: &str| {
        let mut command = dir.command(args);
        let output = command.env("PATH", path).output().expect("fasou runs");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let without = index(&["index", "r", "--ocr"], "/nonexistent");
    assert!(without.contains("is not installed"), "{without}");
    let with = index(&["index"], &reader_of_pictures(&dir));
    assert!(with.contains("1 reports in the index"), "{with}");
    // What is read stays, whatever is installed.
    let again = index(&["index"], "/nonexistent");
    assert!(again.contains("0 files read, 1 unchanged"), "{again}");
}

#[test]
fn what_a_person_gave_outlives_a_damaged_index() {
    let dir = Dir::new();
    dir.write("r/a.txt", report("平陵县", 2023));
    dir.write("words.txt", "行政复议申请 500\n");
    dir.write("said.csv", "path,year\na.txt,2019\n");
    dir.index(["r", "--dict", "words.txt", "--manifest", "said.csv"]);
    let versions = |dir: &Dir| {
        let status = dir.fasou(["status", "--format", "json"]).found();
        status.json::<serde_json::Value>()["versions"].clone()
    };
    let before = versions(&dir);
    dir.write("index/g1/meta.json", "{");
    dir.fasou(["index", "--rebuild", "nowhere"]).refused();
    dir.fasou(["status"])
        .refused()
        .says(&["damaged", "--rebuild"]);
    let anew = dir.index(["--rebuild", "r"]);
    anew.says(&["made anew: it was damaged"]);
    assert_eq!(versions(&dir), before);
    assert_eq!(listed(&dir, &[])[0]["year"], 2019);
    assert!(dir.path("index/g2").exists() && !dir.path("index/g1").exists());
    // The generation is whole, only not named: its roots are known as well.
    for current in [Some("g99"), None] {
        match current {
            Some(name) => dir.write("index/current", name),
            None => dir.remove("index/current"),
        }
        let anew = dir.index(["--rebuild"]);
        assert_eq!(numbers(&anew)[3], 1, "{anew}");
        assert_eq!(versions(&dir), before);
        assert_eq!(listed(&dir, &[])[0]["year"], 2019);
    }
}

#[test]
fn a_run_that_is_refused_leaves_nothing_behind() {
    let dir = Dir::new();
    for args in [
        &["index"][..],
        &["index", "nowhere"],
        &["index", "--remove", "nowhere"],
    ] {
        dir.fasou(args).refused();
        assert!(!dir.path("index").exists(), "{args:?}");
    }
}

#[test]
fn a_root_without_a_file_of_its_own_is_remembered() {
    let dir = Dir::new();
    dir.write("all/deep/a.txt", report("平陵县", 2023));
    std::fs::create_dir(dir.path("empty")).expect("a folder");
    dir.index(["all/deep"]);
    dir.index(["all"]);
    dir.fasou(["index", "empty"]).nothing();
    dir.write("all/b.txt", report("临江市", 2023));
    dir.write("empty/c.txt", report("龙门县", 2023));
    let refreshed = dir.index([""; 0]);
    assert_eq!(numbers(&refreshed)[3], 3, "{refreshed}");
}

#[test]
fn a_record_tells_the_same_files_whatever_root_came_first() {
    let dir = Dir::new();
    dir.write("east/a.txt", report("平陵县", 2023));
    dir.write("east/c.txt", report("平陵县", 2024));
    dir.write("west/a.txt", report("临江市", 2023));
    dir.write("west/b.txt", report("临江市", 2024));
    let hash = |index: &str, roots: [&str; 2]| {
        for root in roots {
            dir.index([root, "--index", index]);
        }
        let record = ["--count", "--record", "made.json", "--index", index];
        dir.fasou(["mentions", "行政复议"].into_iter().chain(record))
            .found();
        let record = std::fs::read_to_string(dir.path("made.json")).expect("a record");
        let record: serde_json::Value = serde_json::from_str(&record).expect("JSON");
        record["corpus_hash"].clone()
    };
    let (one, other) = (
        hash("one", ["east", "west"]),
        hash("other", ["west", "east"]),
    );
    assert!(one.is_string());
    assert_eq!(one, other);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_keeps_no_file_elsewhere() {
    let dir = Dir::new();
    dir.write("r/a.txt", report("平陵县", 2023));
    dir.write("r/sub/b.txt", report("宜都市", 2023));
    dir.write("far/c.txt", report("临江市", 2023));
    std::os::unix::fs::symlink(dir.path("far"), dir.path("r/linked")).expect("a link");
    std::os::unix::fs::symlink(dir.path("nowhere"), dir.path("r/dead")).expect("a link");
    dir.index(["r"]);
    dir.remove("r/a.txt");
    std::fs::rename(dir.path("r/sub/b.txt"), dir.path("r/sub/d.txt")).expect("it can be moved");
    std::fs::rename(dir.path("far"), dir.path("away")).expect("it can be moved");
    let said = dir.index([] as [&str; 0]);
    assert_eq!(numbers(&said)[2], 2, "{said}");
    assert_eq!(paths(&listed(&dir, &[])), ["linked/c.txt", "sub/d.txt"]);
}
