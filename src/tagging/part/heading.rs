//! Which part of a report a heading stands over, by its words.

use super::Part;
use crate::tagging::year::years;

/// Words for what is wanting.
const WANTS: [&str; 12] = [
    "问题",
    "不足",
    "短板",
    "困难",
    "差距",
    "薄弱",
    "弱项",
    "挑战",
    "难点",
    "瓶颈",
    "需要改进",
    "有待改进",
];
/// Headings with these speak of what is done about problems.
const REMEDIES: [&str; 14] = [
    "解决", "整治", "化解", "治理", "聚焦", "坚持", "破解", "纠正", "推进", "回应", "处理", "导向",
    "整改", "强化",
];

/// What a heading says about its section, if anything; `year` is the report's,
/// `late` whether the section stands in the report's second half.
pub fn of_heading(plain: &str, year: Option<u16>, late: bool) -> Option<Part> {
    let problems = speaks_of_problems(plain);
    let plans = plans_ahead(plain, late)
        || years(plain)
            .iter()
            .any(|named| year.is_some_and(|year| *named > year));
    if problems && plans {
        // `存在的问题及下一步打算`: what comes first names the section.
        let wants = WANTS.iter().filter_map(|word| plain.find(word)).min();
        let ahead = PLANS.iter().filter_map(|word| plain.find(word)).min();
        return Some(if wants < ahead || ahead.is_none() {
            Part::Problems
        } else {
            Part::Plans
        });
    }
    if problems {
        return Some(Part::Problems);
    }
    if plans {
        return Some(Part::Plans);
    }
    if [
        "基本情况",
        "概况",
        "总体情况",
        "整体情况",
        "基本概述",
        "概述",
    ]
    .iter()
    .any(|word| plain.contains(word))
    {
        return Some(Part::Overview);
    }
    if [
        "附件",
        "附表",
        "其他需要",
        "其它需要",
        "其他事项",
        "需要说明",
        "有关说明",
        "其他说明",
    ]
    .iter()
    .any(|word| plain.starts_with(word))
    {
        return Some(Part::Other);
    }
    let measures = [
        "举措",
        "成效",
        "做法",
        "工作情况",
        "开展情况",
        "落实情况",
        "履职情况",
        "亮点",
        "完成情况",
        "工作措施",
        "进展",
    ];
    measures
        .iter()
        .any(|word| plain.contains(word))
        .then_some(Part::Measures)
}

pub fn speaks_of_problems(plain: &str) -> bool {
    if !WANTS.iter().any(|word| plain.contains(word)) {
        return false;
    }
    let exists = [
        "存在",
        "面临",
        "主要问题",
        "问题和",
        "问题与",
        "问题及",
        "不足和",
        "不足与",
        "不足及",
        "困难和",
        "困难与",
        "短板和",
    ]
    .iter()
    .any(|word| plain.contains(word));
    let ends = WANTS.iter().any(|word| plain.ends_with(word))
        || plain.ends_with("环节")
        || plain.ends_with("之处");
    // `着力解决突出问题` is work done; `推进法治建设存在的问题` is not.
    let remedied = REMEDIES.iter().any(|word| plain.contains(word));
    let outright = ["存在", "面临"].iter().any(|word| plain.contains(word))
        || WANTS.iter().any(|word| plain.starts_with(word));
    outright || ((exists || ends) && !remedied)
}

const PLANS: [&str; 12] = [
    "下一步",
    "下步",
    "下阶段",
    "今后",
    "明年",
    "来年",
    "新一年",
    "新的一年",
    "下一年",
    "打算",
    "展望",
    "努力方向",
];

/// Whether a heading speaks of work to come; late in a report `重点工作` does too.
pub fn plans_ahead(plain: &str, late: bool) -> bool {
    let ends = |words: &[&str]| words.iter().any(|word| plain.ends_with(word));
    // Behind a year, if there is one, nothing but the word itself: 三、计划, 2025年安排.
    let bare = plain.trim_start_matches(|c: char| c.is_ascii_digit() || "年度".contains(c));
    PLANS.iter().any(|word| plain.contains(word))
        || ["计划", "安排", "思路"].contains(&bare)
        || ends(&["工作计划", "工作安排", "工作思路", "工作设想"])
        || (late && ends(&["工作重点", "重点工作", "工作规划", "重点任务", "主要任务"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_name_their_part() {
        for (heading, part) in [
            ("主要举措和成效", Some(Part::Measures)),
            (
                "2024年度推进法治政府建设的主要举措和成效",
                Some(Part::Measures),
            ),
            ("存在的问题和困难", Some(Part::Problems)),
            ("推进法治政府建设存在的不足", Some(Part::Problems)),
            ("主要问题", Some(Part::Problems)),
            ("下步工作计划", Some(Part::Plans)),
            ("2025年法治政府建设重点工作", Some(Part::Plans)),
            ("法治政府建设下一步工作打算", Some(Part::Plans)),
            ("存在的问题及下一步打算", Some(Part::Problems)),
            ("汤池镇基本情况", Some(Part::Overview)),
            ("着力解决突出问题", None),
            ("坚持问题导向,强化监督", None),
            ("坚持党的领导", None),
        ] {
            assert_eq!(of_heading(heading, Some(2024), true), part, "{heading}");
        }
    }
}
