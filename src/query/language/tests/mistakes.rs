//! Mistakes, and where their carets stand.

use super::super::*;

/// Queries with a mistake, the column of the caret, and what is wrong.
#[test]
fn mistakes_are_pointed_at() {
    use Mistake::*;
    let deep = "(".repeat(33) + "普法 调解";
    let long = "法".repeat(10_001);
    for (written, column, mistake) in [
        ("(行政复议 OR", 12, Operand),
        ("(行政复议 OR  ", 12, Operand),
        ("OR 普法", 0, Operand),
        ("普法 OR OR 调解", 8, Operand),
        ("普法 | ) 调解", 7, Operand),
        ("普法 OR ()", 9, Operand),
        ("-(，。)", 6, Operand),
        ("(普法 调解", 10, Unclosed),
        ("(普法", 5, Unclosed),
        ("（普法 OR 调解", 14, Unclosed),
        ("(一)普法 OR (调解", 17, Unclosed),
        ("普法 OR 调解) 企业", 12, Unopened),
        ("year:2024 1）普法", 11, Unopened),
        ("行政 \"普法", 5, OpenQuote('"')),
        ("“双随机、一公开\"监管", 0, OpenQuote('”')),
        ("region:「云南", 7, OpenQuote('」')),
        ("普法 “”", 6, EmptyQuote),
        ("普法 \"，\"~5", 6, EmptyQuote),
        ("\"有待提高。行政执法\"", 9, SentenceEnd),
        ("普法 -有待提高！行政执法", 14, SentenceEnd),
        ("\"普法 有待提高;行政\"~5", 14, SentenceEnd),
        ("普法 \"行政复议\"~5", 6, OneTerm),
        ("\"行政 复议\"~", 12, Distance("~5")),
        ("“行政 复议”～五", 13, Distance("~5")),
        ("\"行政 复议\"~1001", 12, TooFar),
        ("行政 NEAR/99999999999999 复议", 10, TooFar),
        ("行政 NEAR/ 复议", 10, Distance("NEAR/10")),
        ("行政 NEAR 复议", 9, Distance("NEAR/10")),
        ("行政 NEAR/5", 11, NearOperand),
        ("NEAR/5 复议", 0, NearOperand),
        ("行政 NEAR/5 (复议 OR 诉讼)", 12, NearOperand),
        ("region:云南 NEAR/5 普法", 12, NearOperand),
        ("行政 NEAR/5 复议* 普法", 12, NearOperand),
        ("行政 NEAR/5 复议 NEAR/5 诉讼", 17, NearChain),
        ("普法 region: 云南", 12, Value(Field::Region)),
        ("year：", 6, Value(Field::Year)),
        ("普法 地区： 云南", 11, Value(Field::Region)),
        ("title:\"，\"", 6, Value(Field::Title)),
        ("普法 regoin:云南", 5, UnknownField(Some(Field::Region))),
        ("普法 -yaer：2024", 6, UnknownField(Some(Field::Year))),
        ("province:\"云南\"", 0, UnknownField(None)),
        ("普法 OR -调解", 8, ExcludedInOr),
        ("-普法 OR 调解", 0, ExcludedInOr),
        ("(-普法 -调解) OR 信访", 12, OnlyExcluded),
        ("普法 AND 调解", 5, And),
        ("普法 ＮＯＴ 调解", 5, Not),
        (&deep, 32, TooDeep),
        (&long, 61, TooLong),
    ] {
        let error = parse(written).expect_err(written);
        let shown = error.to_string();
        let caret = shown.lines().next_back().and_then(|line| line.find('^'));
        assert_eq!(error.mistake, mistake, "{shown}");
        assert_eq!(caret, Some(2 + column), "{shown}");
    }
}

#[test]
fn a_mistake_is_shown_under_its_line() {
    let shown = |written: &str| parse(written).expect_err(written).to_string();
    assert_eq!(
        shown("(行政复议 OR"),
        "the query is not understood:\n  (行政复议 OR\n              ^ expected a word, a phrase or “(”"
    );
    assert_eq!(
        shown("普法\n\u{1b}[1m调解 OR\n企业 OR\t"),
        "the query is not understood:\n  企业 OR \n         ^ expected a word, a phrase or “(”"
    );
    assert_eq!(
        shown(&format!("{} AND {}", "普法".repeat(40), "调解".repeat(40))),
        format!(
            "the query is not understood:\n  …法{} AND {}…\n  {:60}^ {}",
            "普法".repeat(14),
            "调解".repeat(14),
            "",
            Mistake::And
        )
    );
    assert!(shown("regoin:云南").ends_with("probably region"));
    assert!(shown("province:云南").contains("region, year, topic, part, level, title"));
    assert!(shown("year:").ends_with("such as year:2024"));
    assert!(shown("“普法").ends_with("expected a quotation mark ” to close this one"));
}

#[test]
fn the_examples_of_the_documentation_are_understood() {
    let page = include_str!("../../../../docs/query-language.md").replace("\\|", "｜");
    let examples: Vec<&str> = page
        .lines()
        .filter(|line| line.starts_with("| `"))
        .filter_map(|line| line.split('|').nth(1))
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .collect();
    assert!(examples.len() > 35, "{examples:?}");
    let refused = |written: &&str| parse(written).is_err();
    let refused: Vec<&str> = examples.into_iter().filter(refused).collect();
    assert_eq!(refused, ["year:2024 1）普法"]);
}
