//! When a term matches: CONTRACT.md, section 1, rule by rule, with the real binary.
//!
//! Each row is a text, a term, and all matches as written. Every text is a file
//! of its own, so a row shows one rule and nothing else; all rows are asked at
//! once, of a fresh index and of one that grew.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::Dir;
use crate::support::corpus::Corpus;
use crate::support::json::Mention;
use crate::support::oracle;
use crate::support::ways::both_ways;

type Row = (&'static str, &'static str, &'static [&'static str]);

/// The table of the contract, in its order.
const TABLE: [Row; 16] = [
    ("落实“八五” 普法规划", "八五普法", &["八五” 普法"]),
    ("“双随机、一公开”监管", "双随机一公开", &["双随机、一公开"]),
    ("１２３４５热线", "12345热线", &["１２３４５热线"]),
    ("12345热线", "2345热线", &[]),
    ("收到119件", "19件", &[]),
    ("33.3%", "333", &[]),
    ("33.3%", "33.3", &["33.3"]),
    ("2024 年", "2024年", &["2024 年"]),
    ("①2024年工作", "2024年", &["2024年"]),
    ("1.2024年，全县开展工作", "2024年", &["2024年"]),
    ("2023,2024年", "2024年", &["2024年"]),
    ("52,684份", "52684份", &["52,684份"]),
    ("100个城市", "100%", &[]),
    ("有待提高。行政执法", "提高行政执法", &[]),
    ("人民調解", "人民调解", &["人民調解"]),
    ("二○二四年", "二〇二四年", &["二○二四年"]),
];

/// Further cases, by the number of the rule.
const CASES: [Row; 76] = [
    // 1. Characters
    ("开一家cafe\u{301}店", "CAFÉ店", &["cafe\u{301}店"]),
    ("持ＡＢ证上岗", "ab证", &["ＡＢ证"]),
    ("印发ｶﾞｲﾄﾞ手册", "ガイド手册", &["ｶﾞｲﾄﾞ手册"]),
    ("行政\u{200B}复议机构", "行政复议", &["行政\u{200B}复议"]),
    ("规\u{AD}章", "规章", &["规\u{AD}章"]),
    ("裁\u{FE00}量\u{FE00}权", "裁量", &["裁\u{FE00}量"]),
    ("Rule Of Law", "ｒｕｌｅ ｏｆ ｌａｗ", &["Rule Of Law"]),
    ("听证笔录", "聽證筆錄", &["听证笔录"]),
    ("𫝈字第一号", "㑮字第一号", &["𫝈字第一号"]),
    ("加\u{301}点", "加点", &[]),
    (
        "\u{1112}\u{1162}\u{11BC}정",
        "행정",
        &["\u{1112}\u{1162}\u{11BC}정"],
    ),
    // 2. Units
    ("建成5G基站", "5g基站", &["5G基站"]),
    ("建成5G基站", "5", &[]),
    ("用A4纸打印", "4纸", &[]),
    ("カード手续", "カー", &["カー"]),
    ("조례草案", "조", &["조"]),
    ("占地10㎡", "10", &["10"]),
    ("占地10㎡", "m2", &["㎡"]),
    ("占地10㎡", "10m2", &[]),
    ("约需2½日", "2", &["2"]),
    ("Ⅳ级响应", "iv级", &["Ⅳ级"]),
    ("㈠组织保障", "一组织", &["㈠组织"]),
    ("附⒈清单", "附1清单", &["附⒈清单"]),
    ("气温9℃", "9", &["9"]),
    ("一○一会议室", "一〇一会议室", &["一○一会议室"]),
    ("○○村委会", "〇〇村委会", &[]),
    ("同比增长50％", "50%", &["50％"]),
    ("死亡率为3‰", "3‰", &["3‰"]),
    ("税率为3%", "3‰", &[]),
    ("北纬25°", "25°", &["25°"]),
    // 3. Numbers
    ("办结率87.5%", "5%", &[]),
    ("办结率87.5%", "87", &[]),
    ("补助1,234,567元", "1234567元", &["1,234,567元"]),
    ("补助1,234,567元", "567元", &[]),
    ("共４，３２１人", "4321人", &["４，３２１人"]),
    ("序号为12,34", "1234", &[]),
    ("编号1234,567", "1234567", &[]),
    ("编号12,3456", "12", &["12"]),
    ("1,234.5万元", "1234.5万元", &["1,234.5万元"]),
    ("版本3.14.15", "3.14", &[]),
    ("见第3.条", "第3条", &["第3.条"]),
    ("12.2021—2025年规划", "2021—2025年", &["2021—2025年"]),
    ("　　2.2023年情况", "2023年", &["2023年"]),
    ("参见1.2022年附表", "2022年", &[]),
    ("100.2020年底", "2020年", &[]),
    ("1.2026万元", "2026万元", &[]),
    // 4. The rest
    ("编号33 5", "335", &[]),
    ("编号33 5", "33 5", &["33 5"]),
    ("编号33、6", "33 6", &["33、6"]),
    ("支持5 G网络", "5G", &[]),
    ("型号A-B", "AB", &[]),
    ("放管服改革", "“放管服”改革", &["放管服改革"]),
    ("修订《信访条例》办法", "信访条例办法", &["信访条例》办法"]),
    ("赔 偿 申 请", "赔偿申请", &["赔 偿 申 请"]),
    ("推行1+6+N机制", "1+6+N", &["1+6+N"]),
    ("程序（试行）完备", "程序试行完备", &["程序（试行）完备"]),
    ("监督……考核", "监督考核", &["监督……考核"]),
    // 5. Barriers
    ("甲事完成！乙事启动", "完成乙事", &[]),
    ("丙事完成？丁事启动", "完成丁事", &[]),
    ("戊事完成；己事启动", "完成己事", &[]),
    ("庚事完成!辛事启动", "完成辛事", &[]),
    ("壬事完成?癸事启动", "完成癸事", &[]),
    ("子事完成;丑事启动", "完成丑事", &[]),
    ("寅事完成｡卯事启动", "完成卯事", &[]),
    ("辰事完成，巳事启动", "完成巳事", &["完成，巳事"]),
    ("午事完成：未事启动", "完成未事", &["完成：未事"]),
    ("申事完成\n酉事启动", "完成酉事", &[]),
    ("司法确认程序", "司法确认。", &["司法确认"]),
    ("仲裁程序", "？仲裁！", &["仲裁"]),
    // 6. Counting
    ("壹壹壹壹壹", "壹壹", &["壹壹", "壹壹"]),
    ("贰叁贰叁贰", "贰叁贰", &["贰叁贰"]),
    ("肆伍，肆伍、肆伍", "肆伍肆伍", &["肆伍，肆伍"]),
    ("肆伍，肆伍、肆伍", "肆伍", &["肆伍", "肆伍", "肆伍"]),
    ("XYXY", "XY", &[]),
    ("XY、XY", "XY", &["XY", "XY"]),
    ("陆\u{301}柒\u{200B}陆柒\u{301}", "陆柒", &[]),
];

/// `--exact`
const EXACT: [Row; 24] = [
    (
        "“双随机、一公开”监管",
        "双随机、一公开",
        &["双随机、一公开"],
    ),
    ("“双随机、一公开”监管", "双随机一公开", &[]),
    ("“双随机、一公开”监管", "”监", &["”监"]),
    ("12345热线", "12345热线", &["12345热线"]),
    ("12345热线", "2345热线", &[]),
    ("52,684份", "52,684份", &["52,684份"]),
    ("52,684份", "52684份", &[]),
    ("52,684份", "684份", &[]),
    ("33.3%", "33.3%", &["33.3%"]),
    ("33.3%", "3%", &[]),
    ("2024 年", "2024 年", &["2024 年"]),
    ("2024 年", "2024年", &[]),
    ("人民調解", "人民調解", &["人民調解"]),
    ("人民調解", "人民调解", &[]),
    ("持ＡＢ证上岗", "ＡＢ证", &["ＡＢ证"]),
    ("持ＡＢ证上岗", "Ｂ证", &[]),
    ("行政\u{200B}复议机构", "行政复议", &[]),
    ("有待提高。行政执法", "提高。行政", &["提高。行政"]),
    ("申事完成\n酉事启动", "完成酉事", &[]),
    ("壹壹壹壹壹", "壹壹", &["壹壹", "壹壹"]),
    ("开一家cafe\u{301}店", "cafe", &[]),
    // Two passages, one paragraph.
    (
        "一是拟定甲方案。二是拟定乙方案。",
        "案。二是",
        &["案。二是"],
    ),
    (
        "一是拟定甲方案。二是拟定乙方案。",
        "方案。",
        &["方案。", "方案。"],
    ),
    ("Rule Of Law", "rule", &[]),
];

/// Asks all rows at once and compares, row by row.
#[track_caller]
fn check(dir: &Dir, files: &BTreeMap<&str, String>, rows: &[Row], options: &[&str]) {
    let terms: BTreeSet<&str> = rows.iter().map(|row| row.1).collect();
    let args = ["mentions", "--format", "jsonl"]
        .into_iter()
        .chain(options.iter().copied())
        .chain(["--"])
        .chain(terms);
    let output = dir.fasou(args).found();
    let mut found: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for mention in output.jsonl::<Mention>() {
        found
            .entry((mention.report.path, mention.term))
            .or_default()
            .push(mention.matched);
    }
    for (text, term, expected) in rows {
        let file = &files[text];
        let matches = found
            .remove(&(file.clone(), (*term).to_owned()))
            .unwrap_or_default();
        assert_eq!(
            &matches, expected,
            "{term:?} in {text:?} ({file}, {options:?})\n{output}"
        );
    }
}

#[test]
fn every_row_of_the_rule_holds() {
    let texts: BTreeSet<&str> = TABLE
        .iter()
        .chain(&CASES)
        .chain(&EXACT)
        .map(|row| row.0)
        .collect();
    let files: BTreeMap<&str, String> = (0..)
        .zip(texts)
        .map(|(at, text)| (text, format!("{at:03}.txt")))
        .collect();
    let contents: Vec<(String, String)> = files
        .iter()
        .map(|(text, file)| (file.clone(), format!("云台县情况简报。\n{text}\n")))
        .collect();
    let contents: Vec<(&str, &str)> = contents
        .iter()
        .map(|(file, text)| (file.as_str(), text.as_str()))
        .collect();
    both_ways(&contents, |dir| {
        check(dir, &files, &TABLE, &[]);
        check(dir, &files, &CASES, &[]);
        check(dir, &files, &EXACT, &["--exact"]);
    });
}

/// The oracle that random texts are judged by must know the rule itself.
#[test]
fn the_oracle_agrees_with_every_row() {
    let matches = |text: &str, spans: Vec<oracle::Span>| -> Vec<String> {
        spans
            .into_iter()
            .map(|(start, end)| text.chars().skip(start).take(end - start).collect())
            .collect()
    };
    for (text, term, expected) in TABLE.iter().chain(&CASES) {
        assert_eq!(
            &matches(text, oracle::Text::new(text).find(term)),
            expected,
            "{term:?} in {text:?}"
        );
    }
    for (text, term, expected) in &EXACT {
        assert_eq!(
            &matches(text, oracle::Text::new(text).find_exact(term)),
            expected,
            "--exact {term:?} in {text:?}"
        );
    }
}

#[test]
fn a_table_cell_is_a_paragraph() {
    let dir = Dir::new();
    dir.write(
        "reports/a.md",
        "# 台账\n\n| 事项 | 件数 |\n|---|---|\n| 人民 | 调解 |\n| 行政复议 | 19件 |\n",
    );
    dir.index(["reports"]);
    dir.fasou(["mentions", "人民调解"]).nothing();
    dir.fasou(["mentions", "行政复议"]).found();
}

#[test]
fn terms_that_cannot_match_say_what_to_search_instead() {
    let dir = &Corpus::samples().dir;
    for term in ["，、", "", "  ", "——", "。！", "\u{200B}"] {
        dir.fasou(["mentions", "--", term])
            .refused()
            .says(&["search for"]);
        dir.fasou(["mentions", "--exact", "--", term])
            .refused()
            .says(&["search for"]);
    }
    for (term, parts) in [
        ("有待提高。行政执法", ["有待提高", "行政执法"]),
        ("复议！应诉", ["复议", "应诉"]),
        ("甲？；乙", ["甲", "乙"]),
        ("2024年;2025年", ["2024年", "2025年"]),
    ] {
        dir.fasou(["mentions", term])
            .refused()
            .says(&[term])
            .says(&parts);
        assert!(!oracle::is_term(term), "{term}");
    }
    // One bad term among good ones is no reason to answer only half.
    dir.fasou(["mentions", "行政复议", "，"]).refused();
}
