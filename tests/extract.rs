//! `fasou extract`: the text that offsets count in, a paragraph a line.

use encoding_rs::{BIG5, Encoding, GB18030};

use crate::support::Dir;
use crate::support::corpus::{Corpus, extract};
use crate::support::json::{Mention, Reports};

const TEXT: &str = "云台县司法局工作简报\n全年收到行政复议申请1,204件，办结率96.5%。\n“双随机、一公开”抽查企业318户；12345热线转办７２件。";
const TRADITIONAL: &str = "雲臺縣司法局工作簡報\n全年調解糾紛312件，辦結率百分之九十六。";

fn encoded(encoding: &'static Encoding, text: &str) -> Vec<u8> {
    let (bytes, _, lossy) = encoding.encode(text);
    assert!(!lossy, "{} has all of it", encoding.name());
    bytes.into_owned()
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    format!("\u{FEFF}{text}")
        .encode_utf16()
        .flat_map(bytes)
        .collect()
}

#[test]
fn every_encoding_gives_the_same_text() {
    let dir = Dir::new();
    for (name, bytes, expected) in [
        ("utf-8.txt", TEXT.as_bytes().to_vec(), TEXT),
        ("bom.txt", format!("\u{FEFF}{TEXT}").into_bytes(), TEXT),
        ("gb18030.txt", encoded(GB18030, TEXT), TEXT),
        (
            "traditional-gb18030.txt",
            encoded(GB18030, TRADITIONAL),
            TRADITIONAL,
        ),
        ("big5.txt", encoded(BIG5, TRADITIONAL), TRADITIONAL),
        ("utf-16le.txt", utf16(TEXT, u16::to_le_bytes), TEXT),
        ("utf-16be.txt", utf16(TEXT, u16::to_be_bytes), TEXT),
        ("windows.txt", TEXT.replace('\n', "\r\n").into_bytes(), TEXT),
        ("old-mac.txt", TEXT.replace('\n', "\r").into_bytes(), TEXT),
        (
            "blank-lines.TXT",
            format!("\n\n　　{}  \n\n", TEXT.replace('\n', "\n \n　　")).into_bytes(),
            TEXT,
        ),
        ("markdown.md", TEXT.replace('\n', "\n\n").into_bytes(), TEXT),
    ] {
        dir.write(name, bytes);
        assert_eq!(extract(&dir, &dir.path(name)), expected, "{name}");
    }
}

#[test]
fn characters_stay_as_they_are_written() {
    let dir = Dir::new();
    let line = "１２３４５熱線“雙隨機”\u{200B}監管①㎡½Ⅳ㈠℃ e\u{301} 二○二四 𫝈𠀀 ｶﾞ ﬁ";
    dir.write("a.txt", format!("{line}\n末段。\n"));
    assert_eq!(extract(&dir, &dir.path("a.txt")), format!("{line}\n末段。"));
}

/// Three paragraphs of a report, none of them real.
const PARAGRAPHS: [&str; 3] = [
    "　　云台县全年收到行政复议申请146件，其中通过12345热线引导的有38件，办结率达到98.6%，群众对处理结果总体满意；县司法局会同综治中心、派出所走访一百余户，把一批邻里纠纷化解在田间地头。",
    "　　县政府聘请两名律师担任法律顾问，对外签订的17份合同全部经过审查，提出修改意见41条，行政规范性文件一律先听证、后讨论、再公布，没有一份被上级机关撤销。",
    "　　同时也要看到，个别村的人民调解员年纪偏大，不会使用平台填报台账，培训仍然跟不上需要，这是下一年必须补上的短板。",
];

/// Breaks a paragraph after so many columns, runs kept whole.
fn wrapped(paragraph: &str, width: usize) -> String {
    let (mut out, mut used) = (String::new(), 0);
    let mut rest = paragraph;
    while let Some(first) = rest.chars().next() {
        let run = rest
            .bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || b".%".contains(byte))
            .count();
        let part = &rest[..run.max(first.len_utf8())];
        let columns = if run > 0 { run } else { 2 };
        if used + columns > width {
            out.push('\n');
            used = 0;
        }
        out.push_str(part);
        used += columns;
        rest = &rest[part.len()..];
    }
    out
}

#[test]
fn hard_wrapped_paragraphs_are_one_line_each_and_mentions_cross_the_breaks() {
    let dir = Dir::new();
    let expected = PARAGRAPHS
        .map(|paragraph| paragraph.trim_start_matches('\u{3000}'))
        .join("\n");
    for width in [44, 56, 60, 72] {
        let lines = PARAGRAPHS
            .map(|paragraph| wrapped(paragraph, width))
            .join("\n");
        let paged = lines.replacen('\n', "\n\n                - 1 -\n\n", 1);
        dir.write(&format!("reports/plain-{width}.txt"), &lines);
        dir.write(&format!("reports/paged-{width}.txt"), &paged);
        for name in ["plain", "paged"] {
            let path = dir.path(&format!("reports/{name}-{width}.txt"));
            assert_eq!(extract(&dir, &path), expected, "{name}, {width} columns");
        }
    }
    dir.index(["reports"]);
    for term in [
        "行政复议申请",
        "12345热线",
        "律师担任法律顾问",
        "人民调解员年纪",
        "上级机关撤销",
    ] {
        let found: Vec<Mention> = dir
            .fasou(["mentions", term, "--all-copies", "--format", "jsonl"])
            .found()
            .jsonl();
        assert_eq!(found.len(), 8, "{term} in each file");
        assert!(
            found.iter().all(|mention| mention.matched == term),
            "{term} as if it had never been broken"
        );
    }
}

#[test]
fn two_runs_that_a_break_parts_keep_apart() {
    let dir = Dir::new();
    let break_runs = |text: &str| text.replace("通过12345热线", "通过12345\n67890热线");
    let head = break_runs(PARAGRAPHS[0]);
    let (first, second) = head.split_once('\n').expect("two lines");
    // Wrapped where the first part is full.
    let width = first
        .chars()
        .map(|c| if c.is_ascii() { 1 } else { 2 })
        .sum();
    let lines = [
        first.to_owned(),
        wrapped(second, width),
        wrapped(PARAGRAPHS[1], width),
        wrapped(PARAGRAPHS[2], width),
    ];
    dir.write("a.txt", lines.join("\n"));
    let text = extract(&dir, &dir.path("a.txt"));
    assert!(text.contains("通过12345 67890热线"), "{text}");
}

#[test]
fn what_is_extracted_stays_when_it_is_extracted_again() {
    let dir = Dir::new();
    for (path, text) in &Corpus::samples().texts {
        dir.write("again.txt", text);
        assert_eq!(&extract(&dir, &dir.path("again.txt")), text, "{path}");
        assert!(
            !text
                .lines()
                .any(|line| line.is_empty() || line != line.trim()),
            "{path}: a line is a paragraph"
        );
    }
}

#[test]
fn the_index_counts_in_what_extract_prints() {
    let reports: Reports = Corpus::samples()
        .dir
        .fasou(["reports", "--format", "json"])
        .found()
        .json();
    for report in reports.reports {
        assert_eq!(
            report.characters,
            Corpus::samples().texts[&report.path].chars().count(),
            "{}",
            report.path
        );
    }
}

#[test]
fn files_without_a_text_are_refused_with_the_reason() {
    let dir = Dir::new();
    dir.write("empty.txt", "");
    dir.write("scan.pdf", "%PDF-1.4");
    dir.write("binary.txt", b"PK\x03\x04\0\0\0\0\0\0");
    dir.write("broken.txt", [TEXT.as_bytes(), b"\xff"].concat());
    dir.write("folder/a.txt", TEXT);
    for (name, said) in [
        ("empty.txt", "no text"),
        ("scan.pdf", "pdf"),
        ("binary.txt", "binary"),
        ("broken.txt", "0xff"),
        ("missing.txt", "missing.txt"),
        ("folder", "folder"),
    ] {
        dir.fasou(["extract", name]).refused().says(&[name, said]);
    }
}
