//! What holds for every format: clean output, no panic, and stability.

use proptest::prelude::*;

use super::*;

fn text_of(format: Format, text: &str) -> Result<String, ExtractError> {
    extracted(format, text.as_bytes()).map(|extracted| extracted.text)
}

/// What is read; a panic is not an acceptable answer.
fn extracted(format: Format, bytes: &[u8]) -> Result<Extracted, ExtractError> {
    let read = extract(format, bytes, &Reading::default());
    assert_ne!(read, Err(ExtractError::Panicked), "{bytes:?}");
    read
}

#[test]
fn markdown_is_read_within_the_time_that_a_file_may_take() {
    let mut reading = Reading::default();
    reading.limits.time = Duration::ZERO;
    let text = "- 开展**普法**宣传。\n".repeat(50_000);
    assert_eq!(
        extract(Format::Markdown, text.as_bytes(), &reading),
        Err(ExtractError::TooSlow { seconds: 0 })
    );
}

#[test]
fn errors_name_the_thing_and_the_mend() {
    let error = |bytes: &[u8]| extract(Format::Text, bytes, &Reading::default()).unwrap_err();
    for empty in [
        "",
        "\u{feff}",
        " \r\n\u{3000}",
        "- 1 -",
        "---\ntitle: a\n---\n",
    ] {
        assert_eq!(error(empty.as_bytes()), ExtractError::Empty, "{empty:?}");
    }
    let bad = error(&[&"法治".repeat(9).into_bytes()[..], b"\xff", "法".as_bytes()].concat());
    assert!(
        bad.to_string()
            .contains("byte 0xff at offset 54 is not UTF-8"),
        "{bad}"
    );
}

#[test]
fn a_bad_byte_is_told_and_costs_no_report() {
    let text = "襄垣县全年办理法律援助案件312件，调解矛盾纠纷1,085起。\n".repeat(9);
    let bytes = [
        text.as_bytes(),
        "执法力量薄".as_bytes(),
        b"\xe5\xbc",
        "。\n".as_bytes(),
    ]
    .concat();
    for format in [Format::Text, Format::Markdown] {
        let read = extracted(format, &bytes).unwrap();
        assert!(read.text.ends_with("执法力量薄\u{fffd}。"), "{}", read.text);
        assert!(
            read.warnings[0].starts_with("characters lost: 1 "),
            "{read:?}"
        );
        assert_eq!(
            extracted(format, text.as_bytes()).unwrap().warnings,
            [""; 0]
        );
    }
}

/// Breaks an indented paragraph after `width` Han characters, but no run.
fn wrapped(paragraph: &str, width: usize) -> String {
    let (mut out, mut columns) = (String::from("　　"), 4);
    let mut rest = paragraph;
    while let Some(first) = rest.chars().next() {
        let run = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (part, after) = rest.split_at(run.max(first.len_utf8()));
        let added = if part.is_ascii() { part.len() } else { 2 };
        if columns + added > width * 2 {
            out.push('\n');
            columns = 0;
        }
        out.push_str(part);
        columns += added;
        rest = after;
    }
    out
}

fn phrase() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "开展执法监督",
        "收到申请312件",
        "“双随机、一公开”监管",
        "推进12345热线办理",
        "达到98.6%",
        "一是健全制度",
        "第三方评估",
        "村（社区）",
        "AI平台",
        "《龙门县办法》",
        "不足",
        "2024年",
    ])
}

fn paragraph() -> impl Strategy<Value = String> {
    let mark = prop::sample::select(vec!["，", "、", "；", "。", ""]);
    prop::collection::vec((phrase(), mark), 14..40).prop_map(|parts| {
        let text: String = parts
            .iter()
            .flat_map(|&(phrase, mark)| [phrase, mark])
            .collect();
        format!(
            "龙门县{}。",
            text.trim_end_matches(['，', '、', '；', '。'])
        )
    })
}

fn report() -> impl Strategy<Value = Vec<String>> {
    let heading = prop::sample::select(vec![
        "一、主要做法",
        "（一）规范执法",
        "1.完善制度",
        "龙门县报告",
    ]);
    prop::collection::vec((heading, paragraph()), 3..9).prop_map(|sections| {
        sections
            .into_iter()
            .flat_map(|(heading, text)| [heading.to_owned(), text])
            .collect()
    })
}

/// Lines that mean something to one reader or another.
const SYNTAX: [&str; 16] = [
    "",
    "　　",
    "- 3 -",
    "3",
    "# 一、",
    "| a | b |",
    "|--|--|",
    "---",
    "a: b",
    "```",
    "\u{c}",
    "\u{feff}",
    "    缩进",
    "1. 甲",
    "**乙**",
    "<br>",
];

/// Lines as files have them, good and bad.
fn dirty() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        4 => paragraph(),
        2 => "\\PC{0,30}",
        2 => prop::sample::select(SYNTAX.to_vec()).prop_map(str::to_owned),
        1 => "[\\x00-\\x20\\x7f-\\xa0\u{2028}\u{3000}甲a1]{0,12}",
    ];
    let end = prop::sample::select(vec!["\n", "\r\n", "\n\n", "\r"]);
    prop::collection::vec((line, end), 0..20).prop_map(|lines| {
        lines
            .into_iter()
            .flat_map(|(line, end)| [line, end.to_owned()])
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn output_is_a_clean_paragraph_a_line(text in dirty()) {
        for format in [Format::Text, Format::Markdown] {
            let Ok(out) = text_of(format, &text) else { continue };
            prop_assert!(!out.is_empty());
            for line in out.split('\n') {
                prop_assert!(!line.is_empty() && line == line.trim(), "{line:?}");
                let is_break = |c: char| c.is_control() || matches!(u32::from(c), 0x2028 | 0x2029);
                prop_assert!(!line.contains(is_break), "{line:?}");
            }
        }
    }

    #[test]
    fn bytes_never_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for format in [Format::Text, Format::Markdown] {
            if let Ok(read) = extracted(format, &bytes) {
                let lost = read.text.contains(char::REPLACEMENT_CHARACTER);
                prop_assert!(!lost || !read.warnings.is_empty());
            }
        }
    }

    #[test]
    fn what_was_extracted_is_extracted_unchanged(text in dirty(), report in report(), width in 20..=60_usize) {
        let wrapped: Vec<String> = report.iter().map(|paragraph| wrapped(paragraph, width)).collect();
        for (format, text) in [
            (Format::Text, &text),
            (Format::Text, &report.join("\n")),
            (Format::Text, &wrapped.join("\n")),
            (Format::Markdown, &report.join("\n\n")),
        ] {
            let Ok(once) = text_of(format, text) else { continue };
            match text_of(Format::Text, &once) {
                Ok(again) => prop_assert_eq!(again, once),
                // How much may be lost depends on how much there is.
                Err(_) => prop_assert!(once.contains(char::REPLACEMENT_CHARACTER)),
            }
        }
    }

    #[test]
    fn wrapped_and_indented_paragraphs_come_back(report in report(), width in 20..=60_usize) {
        let text: Vec<String> = report.iter().map(|paragraph| wrapped(paragraph, width)).collect();
        // Three lines that continue prove a width; fewer do not.
        let broken = text.iter().flat_map(|paragraph| paragraph.lines().rev().skip(1));
        prop_assume!(broken.filter(|line| !line.ends_with(['。', '；'])).count() >= 3);
        prop_assert_eq!(text_of(Format::Text, &text.join("\n")), Ok(report.join("\n")));
    }

    #[test]
    fn a_paragraph_a_line_is_left_as_it_is(report in report()) {
        prop_assert_eq!(text_of(Format::Text, &report.join("\r\n\r\n")), Ok(report.join("\n")));
    }
}
