//! Headings without a number: lines made of nothing but the words that such headings consist of.
//!
//! `存在的问题`, `下一步工作打算`, `2024年度推进法治政府建设的主要举措和成效`: a single word that is not in the tables makes a line
//! something else, so that no cell of a table and no item of a list is taken for a heading.

/// Words that stand anywhere in such a heading.
const WORDS: [&str; 98] = [
    "党政主要负责人",
    "主要负责同志",
    "主要负责人",
    "负责人",
    "第一责任人",
    "述职述法",
    "法治政府建设",
    "依法行政",
    "行政执法",
    "法治政府",
    "法治社会",
    "法治建设",
    "依法治",
    "今年以来",
    "一年来",
    "本年度",
    "上半年",
    "年度",
    "全年",
    "今年",
    "推进",
    "履行",
    "落实",
    "贯彻",
    "开展",
    "组织",
    "完成",
    "实施",
    "采取",
    "取得",
    "履职",
    "述职",
    "述法",
    "学法",
    "普法",
    "带头",
    "职责",
    "责任",
    "法治",
    "政府",
    "建设",
    "工作",
    "主要",
    "重点",
    "总体",
    "整体",
    "基本",
    "具体",
    "突出",
    "特色",
    "创新",
    "典型",
    "存在",
    "面临",
    "当前",
    "目前",
    "改进",
    "方面",
    "以及",
    "及其",
    "全面",
    "县委",
    "市委",
    "区委",
    "省委",
    "党委",
    "我县",
    "我市",
    "我区",
    "我省",
    "我州",
    "我旗",
    "我镇",
    "我乡",
    "我局",
    "我办",
    "我委",
    "我厅",
    "我街道",
    "全县",
    "全市",
    "全区",
    "全省",
    "全州",
    "全镇",
    "全乡",
    "县",
    "市",
    "区",
    "省",
    "的",
    "和",
    "及",
    "与",
    "、",
    "中",
    "仍",
    "还",
];
/// Shortcomings.
const WANTS: [&str; 9] = [
    "不足之处",
    "薄弱环节",
    "问题",
    "不足",
    "困难",
    "短板",
    "差距",
    "弱项",
    "挑战",
];
/// The time to come.
const AHEAD: [&str; 13] = [
    "下一阶段",
    "下一步",
    "下一年度",
    "下一年",
    "下阶段",
    "下年度",
    "下步",
    "今后",
    "明年",
    "来年",
    "新的一年",
    "新一年",
    "未来",
];
/// What is intended, whatever the time.
const INTENTS: [&str; 7] = ["努力方向", "打算", "计划", "安排", "思路", "设想", "展望"];
/// What may be intended, if the time says so.
const AIMS: [&str; 6] = ["要点", "目标", "任务", "方向", "建议", "规划"];
/// What was done.
const DONE: [&str; 10] = [
    "做法", "成效", "举措", "措施", "成绩", "成果", "亮点", "特点", "经验", "进展",
];
/// How things are.
const STATE: [&str; 2] = ["概况", "情况"];
/// Why there are shortcomings.
const REASON: [&str; 1] = ["原因"];

/// What a heading of bare words stands over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// How things are in general; measures stand beside it, not below.
    Overview,
    /// What was done; below plans, what is to be done.
    Done,
    /// What the leaders did.
    Duty,
    /// Shortcomings, or what is to come.
    Turn,
}

/// Reads `words`, in plain form, as a heading that says which part of a report follows.
pub fn read(words: &str) -> Option<Names> {
    let parts = split(words)?;
    let last = *parts.last()?;
    let holds = |table: &[&str]| parts.iter().any(|part| table.contains(part));
    let ends = |table: &[&str]| table.contains(&last);
    let count = words.chars().count();
    let is_dated = parts[0].starts_with(|c: char| c.is_ascii_digit());
    let intends = ends(&INTENTS)
        || holds(&AHEAD) && count >= 4
        || ["下一步", "下步"].contains(&words)
        || is_dated && (ends(&AIMS) || words.ends_with("重点工作"));
    let done = ends(&DONE) && !holds(&["改进"]) || ends(&STATE);
    if ends(&REASON) {
        holds(&WANTS).then_some(Names::Turn)
    } else if ends(&WANTS) || intends {
        Some(Names::Turn)
    } else if ends(&STATE) && count <= 8 && holds(&["基本", "总体", "整体", "概况"]) {
        Some(Names::Overview)
    } else if holds(&["第一责任人", "党政主要负责人"]) && (done || last == "职责") {
        Some(Names::Duty)
    } else {
        (done && count >= 4 || words == "主要工作").then_some(Names::Done)
    }
}

/// Whether words, in plain form, are nothing but a heading of problems or plans.
pub fn is_turn(words: &str) -> bool {
    read(words) == Some(Names::Turn)
}

/// The words that `text` is made of, if all of them are in the tables.
fn split(text: &str) -> Option<Vec<&str>> {
    let mut rest = text;
    let mut parts = Vec::new();
    while !rest.is_empty() {
        let tables: [&[&str]; 8] = [
            &REASON, &AHEAD, &WANTS, &INTENTS, &AIMS, &DONE, &STATE, &WORDS,
        ];
        let named = tables.iter().flat_map(|table| table.iter());
        let longest = named
            .filter(|word| rest.starts_with(**word))
            .map(|word| word.len())
            .max();
        let (part, after) = rest.split_at(longest.or_else(|| year(rest))?);
        parts.push(part);
        rest = after;
    }
    Some(parts)
}

/// The length of the year that `text` begins with.
fn year(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let is_year = digits == 4 && text.starts_with("20");
    let rest = is_year.then(|| text[digits..].strip_prefix('年'))??;
    Some(text.len() - rest.trim_start_matches('度').len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_say_what_a_part_is() {
        for (names, headings) in [
            (
                Names::Turn,
                "存在的问题 存在问题 存在的不足 主要问题和困难 推进法治政府建设存在的不足 工作中存在的主要问题及原因 \
                 存在的问题及下一步打算 下一步 下一步工作打算 下步打算 2025年工作思路 2025年法治政府建设工作计划 \
                 下一步工作 工作安排 努力方向 2025年重点工作 下一步改进措施",
            ),
            (
                Names::Done,
                "2024年度推进法治政府建设的主要举措和成效 主要工作 主要工作情况 主要做法和成效 主要做法、成效 \
                 取得的主要成效 法治政府建设工作开展情况",
            ),
            (
                Names::Duty,
                "党政主要负责人履行推进法治建设第一责任人职责情况 主要负责人履行第一责任人职责",
            ),
            (Names::Overview, "基本情况 总体情况 工作概况"),
        ] {
            for heading in headings.split(' ') {
                assert_eq!(read(heading), Some(names), "{heading}");
            }
        }
    }

    #[test]
    fn words_that_say_something_else() {
        for line in [
            "解决突出问题",
            "整改存在的问题",
            "是否存在问题",
            "不存在问题",
            "规范行政执法",
            "行政执法",
            "重点工作",
            "法治政府建设",
            "县政府",
            "成效",
            "措施",
            "情况",
            "问题整改情况",
            "原因",
            "主要工作任务",
            "认真谋划下一步工作",
            "2024年",
            "改进措施",
            "云龙县法治政府建设工作情况",
            "具体工作",
            "",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
