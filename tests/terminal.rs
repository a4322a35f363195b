//! What people see: text on a terminal of 80 columns, without colour.
//!
//! The snapshots are read and accepted by people (`cargo insta review`).

use insta::assert_snapshot;
use unicode_width::UnicodeWidthStr;

use crate::inputs::zip_of;
use crate::support::Dir;
use crate::support::corpus::Corpus;

#[track_caller]
fn shown(args: &[&str]) -> String {
    Corpus::samples().dir.fasou(args).found().stdout
}

#[test]
fn search_shows_where_a_hit_stands_and_what_matched() {
    assert_snapshot!(shown(&["search", "行政复议调解", "--limit", "3"]));
}

#[test]
fn mentions_stand_under_each_other() {
    assert_snapshot!(shown(&["mentions", "枫桥经验"]));
}

#[test]
fn counts_are_a_table() {
    assert_snapshot!(shown(&[
        "mentions",
        "普法",
        "双随机一公开",
        "--count",
        "--by",
        "year"
    ]));
}

#[test]
fn reports_show_what_is_doubtful() {
    assert_snapshot!(shown(&["reports"]));
}

#[test]
fn an_outline_shows_parts_and_topics() {
    assert_snapshot!(shown(&["show", "2022/shandan.txt"]));
}

#[test]
fn lines_of_hits_and_mentions_keep_to_the_width() {
    for args in [
        &["search", "行政复议"][..],
        &["mentions", "法治"],
        &["mentions", "的", "--context", "60"],
    ] {
        for columns in ["40", "80", "133"] {
            let output = Corpus::samples()
                .dir
                .command(args)
                .env("COLUMNS", columns)
                .output()
                .expect("fasou runs");
            let text = String::from_utf8(output.stdout).expect("UTF-8");
            let width: usize = columns.parse().expect("a number");
            for line in text.lines() {
                assert!(
                    UnicodeWidthStr::width(line) <= width,
                    "{args:?}: more than {columns} columns in {line:?}"
                );
            }
        }
    }
}

#[test]
fn control_characters_and_colours_never_reach_a_pipe() {
    let dir = Dir::new();
    // U+009B is a C1 control that some terminals obey like ESC [.
    dir.write(
        "reports/a\u{1b}[31m.txt",
        "普法\u{1b}[2J宣传\u{9b}31m到村\u{7}到户，普法队伍常下乡。",
    );
    dir.index(["reports"]);
    for args in [
        &["search", "普法"][..],
        &["mentions", "普法"],
        &["reports"],
        &["show", ".txt"],
        &["status"],
    ] {
        let mut command = dir.command(args);
        let output = command.env_remove("NO_COLOR").output().expect("fasou runs");
        for text in [output.stdout, output.stderr] {
            let text = String::from_utf8(text).expect("UTF-8");
            let control = text.chars().find(|&c| c.is_control() && c != '\n');
            assert_eq!(control, None, "{args:?}: {text:?}");
        }
    }
}

#[test]
fn names_of_files_that_are_left_out_steer_no_terminal() {
    let dir = Dir::new();
    let evil = "a\u{1b}]0;b\u{7}\u{202e}";
    dir.write(&format!("reports/{evil}.pdf"), b"\0\x01");
    dir.write(
        "reports/c.zip",
        zip_of(&[
            (&format!("{evil}.png"), b"\x89PNG"),
            ("d.txt", b"d"),
            ("e.txt", b"e"),
        ]),
    );
    let said = [
        dir.index(["reports"]),
        dir.fasou(["extract", "reports/c.zip"]).found(),
        dir.fasou(["extract", &format!("reports/{evil}")]).refused(),
    ];
    for said in said {
        assert!(said.stderr.contains("a ]0;b "), "{said}");
        let steers = |c: char| c == '\u{202e}' || (c.is_control() && c != '\n');
        assert_eq!(said.stderr.chars().find(|&c| steers(c)), None, "{said}");
    }
}
