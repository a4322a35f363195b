//! One report in every format, as real programs write it: the same paragraphs come out.
//!
//! `tests/data/formats/make.py` tells how the files were made.

use crate::support::{Dir, project};

/// The files that hold the report of samples/2024/baoji.txt.
const SAME: [&str; 9] = [
    "word.docx",
    "libreoffice.docx",
    "libreoffice.doc",
    "libreoffice.rtf",
    "libreoffice.pdf",
    "unigb.pdf",
    "gbk.pdf",
    "hand.ofd",
    "page.html",
];

fn file(name: &str) -> String {
    let path = project("tests/data/formats").join(name);
    path.to_string_lossy().into_owned()
}

fn extracted(name: &str) -> Vec<String> {
    let output = Dir::new().fasou(["extract", &file(name)]);
    assert_eq!(output.code, 0, "{name}: {output}");
    output.stdout.lines().map(str::to_owned).collect()
}

#[test]
fn every_format_gives_the_same_paragraphs() {
    let text = project("samples/2024/baoji.txt");
    let output = Dir::new().fasou(["extract", &text.to_string_lossy()]);
    let expected: Vec<&str> = output.stdout.lines().collect();
    for name in SAME {
        let found = extracted(name);
        for (at, (found, expected)) in found.iter().zip(&expected).enumerate() {
            assert_eq!(found, expected, "{name}, paragraph {}", at + 1);
        }
        assert_eq!(found.len(), expected.len(), "{name}");
    }
}

#[test]
fn a_document_is_read_as_its_reader_sees_it() {
    assert_eq!(
        extracted("parts.docx"),
        [
            "宝鸡高新区2024年法治政府建设报告",
            "全年收到行政复议申请26件。",
            "这一段与下一段相连。",
            "类别",
            "件数",
            "复议",
            "26",
            "2025年1月8日",
            "普法宣传126场。",
            "文本框中的调解",
        ]
    );
}

#[test]
fn hidden_and_deleted_text_is_no_text_in_any_format_of_word() {
    for name in ["rich.rtf", "rich.doc", "rich.docx"] {
        assert_eq!(
            extracted(name),
            ["普法ABins", "link after", "a", "b", "last", "second"],
            "{name}"
        );
    }
}

#[test]
fn what_cannot_be_read_says_why_and_what_to_do() {
    for (name, reason) in [
        ("scan.pdf", "needs OCR"),
        ("locked.pdf", "save a copy without one"),
    ] {
        let output = Dir::new().fasou(["extract", &file(name)]);
        assert_eq!(output.code, 2, "{name}: {output}");
        assert!(output.stderr.contains(reason), "{name}: {output}");
    }
}
