//! Which part of a report a heading stands over, by its words.

use super::Part;
use crate::tagging::year::years;

/// Words for shortcomings.
const WANTS: [&str; 19] = [
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
    "堵点",
    "制约因素",
    "需改进",
    "待改进",
    "有待提升",
    "有待提高",
    "有待完善",
];
/// Headings with these words are about what is done about problems.
const REMEDIES: [&str; 26] = [
    "解决", "整治", "化解", "治理", "聚焦", "坚持", "破解", "纠正", "推进", "回应", "处理", "导向",
    "整改", "强化", "纾解", "纠治", "处置", "清理", "排查", "补齐", "打通", "应对", "消除", "帮扶",
    "疏通", "畅通",
];
/// Verbs whose objects are problems; `基层治理存在的问题` does not begin with one.
const OVERCOMES: [&str; 9] = [
    "解决",
    "破解",
    "化解",
    "纾解",
    "纠正",
    "纠治",
    "应对",
    "消除",
    "督促整改",
];
/// What may stand before such a verb.
const HOW: [&str; 14] = [
    "着力", "积极", "推动", "推进", "有效", "切实", "全力", "大力", "帮助", "协调", "集中", "妥善",
    "依法", "坚决",
];

/// Whether a heading is about problems, and whether about plans; `year` is the report's, `late` says whether
/// the section stands in the report's second half.
pub fn turns(plain: &str, year: Option<u16>, late: bool) -> (bool, bool) {
    let plans = plans_ahead(plain, late) || year.is_some_and(|year| names_later(plain, year));
    (speaks_of_problems(plain), plans)
}

/// What a heading says about its section, if anything; see [`turns`].
pub fn of_heading(plain: &str, year: Option<u16>, late: bool) -> Option<Part> {
    let (problems, plans) = turns(plain, year, late);
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
    // `总体情况和工作成效` holds the measures.
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
    // `改进举措` is what is to be done about problems.
    let done = plain.replace("改进举措", "").replace("整改举措", "");
    if measures.iter().any(|word| done.contains(word)) {
        return Some(Part::Measures);
    }
    let overview = [
        "基本情况",
        "概况",
        "总体情况",
        "整体情况",
        "基本概述",
        "概述",
    ];
    overview
        .iter()
        .any(|word| plain.contains(word))
        .then_some(Part::Overview)
}

/// Whether a heading is about what the leaders did, which may stand anywhere.
pub fn is_duty(plain: &str) -> bool {
    ["第一责任人", "主要负责", "履职", "述职", "述法", "履行"]
        .iter()
        .any(|word| plain.contains(word))
}

/// Whether a heading that comes after the problems, and does not name its part, stands over something other
/// than what is to be done about them; `year` is the report's.
pub fn is_no_answer(plain: &str, year: Option<u16>) -> bool {
    let holds = [
        "其他",
        "其它",
        "案例",
        "特色",
        "经验",
        "荣誉",
        "统计",
        "数据",
        "结语",
        "结束语",
    ];
    let ends = ["情况", "表"];
    is_duty(plain)
        || year.is_some_and(|year| years(plain).contains(&year))
        || holds.iter().any(|word| plain.contains(word))
        || ends.iter().any(|end| plain.ends_with(end))
}

/// Whether a heading, or the first clause of a passage, is about shortcomings.
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
    let wants = WANTS
        .iter()
        .any(|word| without_reason(plain).ends_with(word));
    let ends = wants || plain.ends_with("环节") || plain.ends_with("之处");
    // `着力解决突出问题` is work done; `推进法治建设存在的问题` is not.
    let looks_for_them = ["查摆", "正视", "直面问题", "直面不足", "查找不足"]
        .iter()
        .any(|word| plain.contains(word));
    let remedied = !looks_for_them && REMEDIES.iter().any(|word| plain.contains(word));
    let outright = is_there(plain) && !overcomes(plain) || begins_with_wants(plain);
    !tells_of_remedy(plain) && (outright || ((exists || ends) && !remedied))
}

/// The words before `及原因分析`.
fn without_reason(plain: &str) -> &str {
    let reason = ["原因分析", "原因"].iter();
    let mut before = reason.filter_map(|end| plain.strip_suffix(end));
    before.next().map_or(plain, |before| {
        before.trim_end_matches(['及', '其', '和', '与', '的'])
    })
}

fn is_there(plain: &str) -> bool {
    ["存在", "面临"].iter().any(|word| plain.contains(word))
}

/// Whether shortcomings are the object of the verb that the words begin with: `着力纾解企业面临的困难`, but not
/// `化解纠纷工作中存在的问题`.
fn overcomes(plain: &str) -> bool {
    let mut rest = plain;
    while let Some(verb) = HOW.iter().find_map(|how| rest.strip_prefix(how)) {
        rest = verb;
    }
    let object = !["工作", "中", "方面", "过程"].iter().any(|word| {
        ["存在", "面临"]
            .iter()
            .any(|is| plain.contains(&format!("{word}{is}")))
    });
    object && OVERCOMES.iter().any(|verb| rest.starts_with(verb))
}

/// Whether the words begin with shortcomings, rather than with people in need or a list that is being worked
/// off.
fn begins_with_wants(plain: &str) -> bool {
    const OTHERS: [&str; 13] = [
        "群", "职工", "家庭", "企业", "人员", "人群", "学生", "户", "老", "线索", "台账", "清单",
        "导向",
    ];
    WANTS.iter().any(|word| {
        let rest = plain.strip_prefix(word);
        let rest = rest.map(|rest| rest.strip_prefix("整改").unwrap_or(rest));
        rest.is_some_and(|rest| !OTHERS.iter().any(|other| rest.starts_with(other)))
    })
}

/// Whether a heading is about what became of problems rather than which there are: `存在问题整改情况`, but not
/// `存在问题及整改情况`.
fn tells_of_remedy(plain: &str) -> bool {
    let behind = WANTS
        .iter()
        .filter_map(|word| Some(plain.rfind(word)? + word.len()))
        .max();
    let behind = &plain[behind.unwrap_or(plain.len())..];
    ["整改情况", "整改落实情况", "整改完成情况", "整改进展"]
        .iter()
        .any(|word| {
            behind
                .strip_prefix('的')
                .unwrap_or(behind)
                .starts_with(word)
        })
}

/// Whether a heading names a year after the report's in which something is to be done. The end of a period
/// (`2021-2025年`) and a target year (`锚定2025年目标`, `2024年前`) do not count.
fn names_later(plain: &str, year: u16) -> bool {
    const AIMED_AT: [&str; 10] = [
        "-", "—", "–", "~", "至", "到", "锚定", "对标", "面向", "瞄准",
    ];
    let is_aim = |named: &u16| {
        let Some((before, after)) = plain.split_once(&named.to_string()) else {
            return false;
        };
        let by_then = ["年前", "年底", "年末"]
            .iter()
            .any(|word| after.starts_with(word));
        by_then || AIMED_AT.iter().any(|word| before.ends_with(word))
    };
    let mut named = years(plain).into_iter();
    named.any(|named| named > year && !is_aim(&named))
}

const PLANS: [&str; 13] = [
    "下一步",
    "下一阶段",
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

/// Whether a heading is about work to come; late in a report `重点工作` is too.
pub fn plans_ahead(plain: &str, late: bool) -> bool {
    let ends = |words: &[&str]| words.iter().any(|word| plain.ends_with(word));
    // After a year, if there is one, nothing but the word itself: 三、计划, 2025年安排.
    let bare = plain.trim_start_matches(|c: char| c.is_ascii_digit() || "年度".contains(c));
    // `严格落实年度工作安排` is work done.
    let works_on_it = ["落实", "制定", "强化", "细化", "明确", "压实"]
        .iter()
        .any(|word| plain.contains(word));
    PLANS.iter().any(|word| plain.contains(word))
        || ["计划", "安排", "思路"].contains(&bare)
        || ends(&["工作计划", "工作安排", "工作思路", "工作设想"]) && !works_on_it
        || (late
            && ends(&[
                "工作重点",
                "重点工作",
                "工作规划",
                "重点任务",
                "主要任务",
                "意见建议",
                "意见和建议",
            ]))
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
            ("尚需改进之处", Some(Part::Problems)),
            ("有待提升的方面", Some(Part::Problems)),
            ("依法治区的难点堵点", Some(Part::Problems)),
            ("坚持问题导向,查摆短板弱项", Some(Part::Problems)),
            ("直面问题,补齐短板", Some(Part::Problems)),
            ("补齐民生短板", None),
            ("主要制约因素", Some(Part::Problems)),
            ("制约依法行政的瓶颈及原因分析", Some(Part::Problems)),
            ("整改举措", None),
            ("整改举措及成效", Some(Part::Measures)),
            ("意见建议", Some(Part::Plans)),
            ("打通办事堵点", None),
            ("下步工作计划", Some(Part::Plans)),
            ("2025年法治政府建设重点工作", Some(Part::Plans)),
            ("法治政府建设下一步工作打算", Some(Part::Plans)),
            ("存在的问题及下一步打算", Some(Part::Problems)),
            ("汤池镇基本情况", Some(Part::Overview)),
            ("基本情况及主要做法", Some(Part::Measures)),
            ("总体情况和工作成效", Some(Part::Measures)),
            ("着力解决突出问题", None),
            ("坚持问题导向,强化监督", None),
            ("坚持党的领导", None),
            ("着力纾解企业面临的困难", None),
            ("化解纠纷工作中存在的问题", Some(Part::Problems)),
            ("基层治理存在的不足", Some(Part::Problems)),
            ("困难群众法律援助", None),
            ("困难和不足", Some(Part::Problems)),
            ("2023年存在问题的整改情况", None),
            ("存在问题及整改情况", Some(Part::Problems)),
            ("贯彻落实实施纲要(2021-2026年)情况", None),
            ("锚定2026年目标,完善制度", None),
            ("2025年前改革任务", None),
            ("2025年法治工作", Some(Part::Plans)),
            ("严格落实年度工作安排", None),
            ("年度工作安排", Some(Part::Plans)),
        ] {
            assert_eq!(of_heading(heading, Some(2024), true), part, "{heading}");
        }
    }
}
