//! What happens to an index from outside: other writers, sudden ends, other versions, damage.
//!
//! An index may always be thrown away, but it is never silently wrong: the last
//! commit stays readable, and what cannot be read is said, with the mend.

use std::fs::{self, File};
use std::path::PathBuf;
use std::thread::sleep;
use std::time::Duration;

use serde_json::Value;

use crate::support::Dir;
use crate::support::json::{Counts, Mention};

const TEXT: &str = "云台县2023年法治政府建设年度报告\n一、主要举措\n全县收到行政复议申请19件。\n二、存在的问题\n普法形式单一。";

fn indexed() -> Dir {
    let dir = Dir::new();
    dir.write("reports/a.txt", TEXT);
    dir.index(["reports"]);
    dir
}

/// A copy of an index, to be damaged.
fn copied(dir: &Dir) -> Dir {
    let copied = Dir::new();
    copied.copy(&dir.path("index"), "index");
    copied
}

/// Commands that only read, each of which must say what is wrong.
const READERS: [&[&str]; 5] = [
    &["search", "行政复议"],
    &["mentions", "行政复议"],
    &["reports"],
    &["show", "a.txt"],
    &["status"],
];

#[test]
fn without_an_index_every_command_says_how_to_make_one() {
    let dir = Dir::new();
    for args in READERS {
        dir.fasou(args)
            .refused()
            .says(&["no index", "fasou index PATH"]);
    }
}

#[test]
fn a_second_writer_is_told_to_wait_and_readers_go_on() {
    let dir = indexed();
    dir.write("reports/b.txt", "行政复议案件公开听证。");
    let lock = File::options()
        .append(true)
        .open(dir.path("index/lock"))
        .expect("the lock");
    lock.lock().expect("nobody else holds it");
    dir.fasou(["index", "reports"])
        .refused()
        .says(&["another fasou", "wait"]);
    dir.fasou(["search", "行政复议"]).found();
    drop(lock);
    let output = dir.index(["reports"]);
    assert_eq!(output.number("reports in the index"), 2, "{output}");
}

#[test]
fn killed_at_any_moment_the_last_commit_stays_readable() {
    let dir = indexed();
    for number in 0..60 {
        let paragraph = format!("第{number}村开展行政复议宣传，化解山林纠纷{number}件，群众满意。");
        dir.write(
            &format!("reports/village-{number}.txt"),
            paragraph.repeat(20),
        );
    }
    for (run, delay) in [20, 200, 500, 900, 1400].into_iter().enumerate() {
        let rebuild = (run % 2 == 1).then_some("--rebuild");
        let mut child = dir
            .command(["index", "reports"].into_iter().chain(rebuild))
            .spawn()
            .expect("fasou runs");
        sleep(Duration::from_millis(delay));
        child.kill().expect("it can be killed");
        child.wait().expect("it has ended");
        let found: Vec<Mention> = dir
            .fasou(["mentions", "行政复议申请", "--format", "jsonl"])
            .found()
            .jsonl();
        assert_eq!(found.len(), 1, "after {delay} ms");
        let counts: Counts = dir
            .fasou(["mentions", "宣传", "--count", "--format", "json"])
            .json();
        assert!(
            [0, 1200].contains(&counts.counts[0].mentions),
            "half a commit after {delay} ms: {counts:?}"
        );
    }
    let last = dir.index(["reports"]);
    assert_eq!(last.number("reports in the index"), 61, "{last}");
    let counts: Counts = dir
        .fasou(["mentions", "宣传", "--count", "--format", "json"])
        .found()
        .json();
    assert_eq!(counts.counts[0].mentions, 1200);
}

#[test]
fn what_a_broken_off_rebuild_left_behind_is_swept_away() {
    let dir = indexed();
    dir.write("index/g2/meta.json", "{}");
    dir.write("index/g7/half", "");
    dir.write("index/.current", "g7");
    dir.fasou(["search", "行政复议"]).found();
    dir.index(["--rebuild"]);
    dir.fasou(["search", "行政复议"]).found();
    let generations: Vec<_> = fs::read_dir(dir.path("index"))
        .expect("the index")
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name())
        .collect();
    assert_eq!(generations.len(), 1, "{generations:?}");
}

/// The generation in force.
fn generation(dir: &Dir) -> PathBuf {
    let name =
        fs::read_to_string(dir.path("index/current")).expect("the name of the generation in force");
    dir.path("index").join(name.trim())
}

/// Changes what the last commit says it was made with.
fn pretend_version(dir: &Dir, name: &str, version: &str) {
    let path = generation(dir).join("meta.json");
    let text = fs::read_to_string(&path).expect("meta.json");
    let mut meta: Value = serde_json::from_str(&text).expect("JSON");
    let mut payload: Value =
        serde_json::from_str(meta["payload"].as_str().expect("a payload")).expect("JSON");
    assert!(
        payload["versions"][name].is_string(),
        "no version of {name} in {payload}"
    );
    payload["versions"][name] = version.into();
    meta["payload"] = payload.to_string().into();
    fs::write(&path, meta.to_string()).expect("meta.json");
}

#[test]
fn an_index_of_another_version_is_refused_and_rebuilt() {
    let dir = indexed();
    let before = dir
        .fasou(["mentions", "行政复议", "--format", "jsonl"])
        .found();
    for name in ["schema", "analysis", "tables"] {
        pretend_version(&dir, name, "0");
        for args in READERS {
            dir.fasou(args).refused().says(&[name, "run `fasou index`"]);
        }
        let rebuilt = dir.index([""; 0]).says(&[name]);
        assert_eq!(
            (
                rebuilt.number("files read"),
                rebuilt.number("reports in the index")
            ),
            (1, 1),
            "{rebuilt}"
        );
        let after = dir
            .fasou(["mentions", "行政复议", "--format", "jsonl"])
            .found();
        assert_eq!(after.stdout, before.stdout);
    }
}

#[test]
fn a_damaged_index_says_so_and_can_be_made_again() {
    let meta = |dir: &Dir| generation(dir).join("meta.json");
    let damages: [(&str, &dyn Fn(&Dir)); 4] = [
        ("meta.json is no JSON", &|dir| {
            fs::write(meta(dir), "{").expect("a file")
        }),
        ("meta.json is gone", &|dir| {
            fs::remove_file(meta(dir)).expect("a file")
        }),
        ("current names nothing", &|dir| {
            dir.write("index/current", "elsewhere")
        }),
        ("current names what is gone", &|dir| {
            dir.write("index/current", "g99")
        }),
    ];
    let whole = indexed();
    for (what, damage) in damages {
        let dir = copied(&whole);
        damage(&dir);
        for args in READERS {
            let output = dir.fasou(args).refused();
            assert!(output.stderr.contains("damaged"), "{what}\n{output}");
        }
        dir.write("reports/a.txt", TEXT);
        dir.index(["reports", "--rebuild"]);
        dir.fasou(["search", "行政复议"]).found();
    }
}

/// Takes away the first file of an index with an ending, or all of it but some bytes.
fn cut(dir: &Dir, ending: &str, keep: Option<usize>) {
    let mut files = fs::read_dir(generation(dir))
        .expect("files")
        .flatten()
        .map(|entry| entry.path());
    let file = files.find(|path| path.extension().is_some_and(|kind| kind == ending));
    let file = file.unwrap_or_else(|| panic!("no .{ending} file"));
    match keep {
        None => fs::remove_file(&file).expect("a file"),
        Some(bytes) => {
            let whole = fs::read(&file).expect("a file");
            assert!(bytes < whole.len(), "a .{ending} file is cut");
            fs::write(&file, &whole[..bytes]).expect("a file");
        }
    }
}

const ENDINGS: [&str; 6] = ["store", "idx", "term", "fast", "pos", "fieldnorm"];

#[test]
fn files_that_are_missing_or_cut_are_noticed_and_never_make_it_panic() {
    let whole = indexed();
    for ending in ENDINGS {
        for keep in [None, Some(0), Some(3), Some(20)] {
            let dir = copied(&whole);
            cut(&dir, ending, keep);
            for args in READERS {
                // Either the command does not need the file, or it says what is wrong.
                let output = dir.fasou(args);
                let (said, wanted) = match (output.code, args[0]) {
                    (2, _) => (&output.stderr, ["damaged", "corrupted", "for read"]),
                    (_, "show") => (&output.stdout, ["主要举措"; 3]),
                    (_, "reports") => (&output.stdout, ["2023"; 3]),
                    _ => (&output.stdout, ["行政复议", "行政复议", "damaged"]),
                };
                let honest = wanted.iter().any(|wanted| said.contains(wanted));
                assert!(
                    honest && !output.stderr.contains("stopped short"),
                    "a .{ending} file, {keep:?} bytes left\n{output}"
                );
            }
        }
    }
}

#[test]
fn where_the_engine_itself_stops_short_the_place_and_the_mend_are_told() {
    let whole = indexed();
    for ending in ENDINGS {
        let dir = copied(&whole);
        // A footer is eight bytes, and the engine looks whether there are four.
        cut(&dir, ending, Some(7));
        for args in READERS {
            let output = dir.fasou(args).refused();
            output.says(&["stopped short", ".rs:", "`fasou index --rebuild`"]);
        }
        dir.write("reports/a.txt", TEXT);
        dir.index(["reports", "--rebuild"]);
        dir.fasou(["search", "行政复议"]).found();
    }
}
