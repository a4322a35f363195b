//! The language as a table: queries and their trees.

mod mistakes;
mod properties;

use super::*;

/// A tree on one line: `+` must hold, `-` must not, a bare word stands as it is.
fn tree(written: &str) -> String {
    let query = parse(written).unwrap_or_else(|error| panic!("{error}"));
    let clause = |clause: &Clause| {
        let sign = match clause.occur {
            Occur::Should => "",
            Occur::Must => "+",
            Occur::MustNot => "-",
        };
        format!("{sign}{}", node(&clause.node))
    };
    query
        .clauses
        .iter()
        .map(clause)
        .collect::<Vec<_>>()
        .join(" ")
}

fn node(of: &Node) -> String {
    let terms = |terms: &[crate::text::Term]| -> String {
        terms
            .iter()
            .map(|term| format!(" '{}'", term.written()))
            .collect()
    };
    let nodes =
        |nodes: &[Node]| -> String { nodes.iter().map(|of| format!(" {}", node(of))).collect() };
    match of {
        Node::Word(word) => word.clone(),
        Node::Phrase(term) => format!("'{}'", term.written()),
        Node::Ordered { terms: of, within } => format!("(ordered {within}{})", terms(of)),
        Node::Near { terms: of, within } => format!("(near {within}{})", terms(of.as_slice())),
        Node::Prefix(term) => format!("(prefix '{}')", term.written()),
        Node::Any(of) => format!("(any{})", nodes(of)),
        Node::All(of) => format!("(all{})", nodes(of)),
        Node::Not(of) => format!("(not {})", node(of)),
        Node::Field { name, value, .. } => format!("({} {value})", name.name()),
    }
}

#[track_caller]
fn trees(table: &[(&str, &str)]) {
    for (written, expected) in table {
        assert_eq!(tree(written), *expected, "{written}");
    }
}

#[test]
fn words_and_phrases() {
    trees(&[
        ("", ""),
        ("，。、 —— … -", ""),
        ("行政复议", "行政复议"),
        ("行政复议 申请", "行政复议 申请"),
        ("行政复议　申请", "行政复议 申请"),
        ("普法，调解", "普法，调解"),
        ("普法 ， 调解", "普法 调解"),
        ("\"行政复议\"", "+'行政复议'"),
        ("“双随机、一公开”监管", "+'双随机、一公开' 监管"),
        ("落实“八五”普法", "落实 +'八五' 普法"),
        ("＂行政复议\" 申请", "+'行政复议' 申请"),
        ("「放管服」 『一网通办』", "+'放管服' +'一网通办'"),
        ("”依法行政“", "+'依法行政'"),
        ("\"落实“八五”普法\"", "+'落实“八五”普法'"),
        ("\" 人民 调解。\"", "+'人民 调解。'"),
        ("rule of Law", "rule of Law"),
        ("or near/5 and not", "or near/5 and not"),
        ("普法OR调解", "普法OR调解"),
        ("ORACLE系统", "ORACLE系统"),
    ]);
}

#[test]
fn what_is_left_out() {
    trees(&[
        ("普法 -调解", "普法 -'调解'"),
        ("普法 －调解", "普法 -'调解'"),
        ("-普法", "-'普法'"),
        ("调解 -\"人民 调解\"", "调解 -'人民 调解'"),
        ("调解 -“人民调解”", "调解 -'人民调解'"),
        ("规划 2021-2025", "规划 2021-2025"),
        ("普法 - 调解", "普法 调解"),
        ("普法 --调解", "普法 --调解"),
        ("普法 -，", "普法"),
        ("“十三五”-“十四五”", "+'十三五' +'十四五'"),
        ("——普法", "——普法"),
        ("普法 -(企业 园区)", "普法 -(all '企业' '园区')"),
        ("普法 －（企业 OR 园区）", "普法 -(any '企业' '园区')"),
        ("普法 -（试行）", "普法 -'试行'"),
        ("普法 -企业*", "普法 -(prefix '企业')"),
        ("普法 -企业 NEAR/3 园区", "普法 -(near 3 '企业' '园区')"),
    ]);
}

#[test]
fn choices_and_parentheses() {
    trees(&[
        ("普法 OR 调解", "+(any '普法' '调解')"),
        ("普法 ＯＲ 调解", "+(any '普法' '调解')"),
        ("普法|调解｜信访", "+(any '普法' '调解' '信访')"),
        ("\"普法\"OR\"调解\"", "+(any '普法' '调解')"),
        ("企业 普法 OR 调解 园区", "企业 +(any '普法' '调解') 园区"),
        ("(普法 调解)", "+(all '普法' '调解')"),
        ("(普法 调解) 企业", "+(all '普法' '调解') 企业"),
        ("（普法 OR 调解）企业", "+(any '普法' '调解') 企业"),
        ("(普法 OR 调解） 企业", "+(any '普法' '调解') 企业"),
        (
            "(普法 -调解) OR 信访",
            "+(any (all '普法' (not '调解')) '信访')",
        ),
        ("(普法 调解 OR 信访)", "+(all '普法' (any '调解' '信访'))"),
        ("((普法 OR 调解) 企业)", "+(all (any '普法' '调解') '企业')"),
        ("（普法） OR 调解", "+(any '普法' '调解')"),
        ("((普法)) | 调解", "+(any '普法' '调解')"),
        (
            "(普法 -(企业 园区))",
            "+(all '普法' (not (all '企业' '园区')))",
        ),
        (
            "(普法 OR 调解)(企业 园区)",
            "+(any '普法' '调解') +(all '企业' '园区')",
        ),
    ]);
}

#[test]
fn distances_and_prefixes() {
    trees(&[
        ("\"行政 复议\"~5", "+(ordered 5 '行政' '复议')"),
        (
            "“行政　复议 申请”～１０",
            "+(ordered 10 '行政' '复议' '申请')",
        ),
        ("\"收到 、 件\"~0 普法", "+(ordered 0 '收到' '件') 普法"),
        ("“十三五”~“十四五”", "+'十三五' +'十四五'"),
        ("2020~2024年", "2020~2024年"),
        ("行政 NEAR/10 复议", "+(near 10 '行政' '复议')"),
        ("行政 ＮＥＡＲ／10 “复议”", "+(near 10 '行政' '复议')"),
        ("\"行政\" NEAR/0 复议 普法", "+(near 0 '行政' '复议') 普法"),
        (
            "普法 OR 行政 NEAR/1000 复议",
            "+(any '普法' (near 1000 '行政' '复议'))",
        ),
        ("5g*", "+(prefix '5g')"),
        ("复议＊ 申请", "+(prefix '复议') 申请"),
        ("“rule of l”*", "+(prefix 'rule of l')"),
        (
            "(5g* 建设) | 基站",
            "+(any (all (prefix '5g') '建设') '基站')",
        ),
        ("3*5 **重点** *", "3*5 **重点**"),
    ]);
}

#[test]
fn fields() {
    trees(&[
        ("region:云南", "+(region 云南)"),
        ("普法 region：云南省", "普法 +(region 云南省)"),
        ("Region:江苏/南京/鼓楼区", "+(region 江苏/南京/鼓楼区)"),
        (
            "year:2020..2024 level:county",
            "+(year 2020..2024) +(level county)",
        ),
        ("ｙｅａｒ：２０２４", "+(year 2024)"),
        ("topic:普法 part:problems", "+(topic 普法) +(part problems)"),
        ("title:“法治 政府”建设", "+(title 法治 政府) 建设"),
        ("普法 -region:云南", "普法 -(region 云南)"),
        ("-region:云南 -region:贵州", "-(region 云南) -(region 贵州)"),
        (
            "region:云南|贵州 普法",
            "+(any (region 云南) (region 贵州)) 普法",
        ),
        (
            "region:\"云南\"|“贵州省”",
            "+(any (region 云南) (region 贵州省))",
        ),
        ("-region:云南|贵州", "-(any (region 云南) (region 贵州))"),
        (
            "region:云南 普法 region:贵州",
            "+(any (region 云南) (region 贵州)) 普法",
        ),
        (
            "year:2020|2021 year:2022",
            "+(any (year 2020) (year 2021) (year 2022))",
        ),
        (
            "year:2022 year:2020|2021",
            "+(any (year 2022) (year 2020) (year 2021))",
        ),
        ("region:云南|year:2024", "+(any (region 云南) (year 2024))"),
        ("region:云南 | 普法", "+(any (region 云南) '普法')"),
        (
            "(region:云南 普法) OR 调解",
            "+(any (all (region 云南) '普法') '调解')",
        ),
        ("(普法 -year:2024)", "+(all '普法' (not (year 2024)))"),
        ("12:30 上班", "12:30 上班"),
        (
            "https://www.example.com/a C:\\文件",
            "https://www.example.com/a C:\\文件",
        ),
        ("普法 地区:云南", "普法 +(region 云南)"),
        (
            "普法 年份：2022|2023",
            "普法 +(any (year 2022) (year 2023))",
        ),
        ("普法 -级别：部门", "普法 -(level 部门)"),
        ("区域:云南|年度:2024", "+(any (region 云南) (year 2024))"),
        (
            "标题：“法治 政府” 主题:普法 部分:问题",
            "+(title 法治 政府) +(topic 普法) +(part 问题)",
        ),
        ("层级：县级", "+(level 县级)"),
        ("民族地区：云南", "民族地区：云南"),
        ("地区普法", "地区普法"),
        // A line of a report that was pasted.
        (
            "标题：关于2023年度法治政府建设年度报告的公示",
            "标题：关于2023年度法治政府建设年度报告的公示",
        ),
        ("时间：2024年", "时间：2024年"),
        ("PPP：政府和社会资本合作", "PPP：政府和社会资本合作"),
        ("Q:如何申请", "Q:如何申请"),
        ("云南region:x", "云南region:x"),
    ]);
}

#[test]
fn brackets_of_running_text_are_text() {
    trees(&[
        ("（一）加强普法", "（一）加强普法"),
        ("(一)加强普法", "(一)加强普法"),
        ("（一） 加强普法 （二） 调解", "（一） 加强普法 （二） 调解"),
        ("1）普法 2)调解", "1）普法 2)调解"),
        ("普法（含法治宣传", "普法（含法治宣传"),
        ("普法 (企业 园区)", "普法 (企业 园区)"),
        ("（普法 调解）", "（普法 调解）"),
        ("()", ""),
        ("(试行)", "(试行)"),
        ("办法（试行） region:云南", "办法（试行） +(region 云南)"),
        ("（一）加强 普法 OR 调解", "（一）加强 +(any '普法' '调解')"),
        ("逻辑或（OR）运算", "逻辑或（OR）运算"),
        ("下降 （-3.5%）", "下降 （-3.5%）"),
        ("（“八五”普法）规划", "+'八五' 普法）规划"),
        (
            "我县（含乡镇）如何推进放管服改革？（一）有何举措；（二）成效如何：请举例！",
            "我县（含乡镇）如何推进放管服改革？（一）有何举措；（二）成效如何：请举例！",
        ),
    ]);
}

#[test]
fn quotation_marks_of_running_text_are_text() {
    let slogans = "坚持“枫桥经验”，推进“双随机、一公开”监管，落实“谁执法谁普法”。责任";
    let open = "坚持和发展新时代“枫桥经验”，推进“双随机、一公";
    trees(&[
        (slogans, slogans),
        (open, open),
        (
            "坚持和发展新时代“枫桥经验”促进基层治理 “放管服”",
            "坚持和发展新时代“枫桥经验”促进基层治理 +'放管服'",
        ),
        // A stretch of sixteen units, and one more.
        (
            "推进“放管服”改革优化营商环境取得新",
            "推进 +'放管服' 改革优化营商环境取得新",
        ),
        (
            "推进“放管服”改革优化营商环境取得新成",
            "推进“放管服”改革优化营商环境取得新成",
        ),
        (
            "“坚持和发展新时代枫桥经验促进基层治理现代化”",
            "+'坚持和发展新时代枫桥经验促进基层治理现代化'",
        ),
        (
            "普法 -“坚持和发展新时代枫桥经验促进基层治理现代化”",
            "普法 -'坚持和发展新时代枫桥经验促进基层治理现代化'",
        ),
        (
            "普法 title:“坚持和发展新时代枫桥经验促进基层治理现代化”",
            "普法 +(title 坚持和发展新时代枫桥经验促进基层治理现代化)",
        ),
        (
            "“坚持和发展新时代枫桥经验促进基层治理”*",
            "+(prefix '坚持和发展新时代枫桥经验促进基层治理')",
        ),
    ]);
}

#[test]
fn parts_know_their_bytes() {
    let written = "落实“八五”普法 -（企业 OR 园区） region:云南|“贵州” year:2024 region:四川";
    let query = parse(written).unwrap();
    let parts: Vec<&str> = query
        .clauses
        .iter()
        .map(|clause| &written[clause.span.clone()])
        .collect();
    let expected = [
        "落实",
        "“八五”",
        "普法",
        "-（企业 OR 园区）",
        "region:云南|“贵州”",
        "year:2024",
    ];
    assert_eq!(parts, expected);
    let Node::Any(regions) = &query.clauses[4].node else {
        panic!("{:?}", query.clauses[4]);
    };
    let values: Vec<&str> = regions
        .iter()
        .map(|region| match region {
            Node::Field { span, .. } => &written[span.clone()],
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(values, ["云南", "贵州", "四川"]);
}
