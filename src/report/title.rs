//! What titles of reports are like: how they end, and whose report they say it is.

use super::date;
use crate::text::plain;

/// What a report calls itself.
const REPORTS: [&str; 5] = ["报告", "总结", "情况", "汇报", "小结"];

/// Whether a title is complete with this plain line.
pub fn names_a_report(folded: &str) -> bool {
    const ENDS: [&str; 11] = [
        "要点",
        "公报",
        "白皮书",
        "方案",
        "计划",
        "通知",
        "公告",
        "自查",
        "述职",
        "述法",
        "解读",
    ];
    let bare = folded.trim_end_matches(|c: char| {
        matches!(c, ')' | '(' | '】' | '》' | '.')
            || c.is_ascii_digit()
            || "年度年终半上下".contains(c)
    });
    let core = bare.rsplit_once('(').map_or(bare, |(before, _)| before);
    [bare, core].iter().any(|text| {
        let ends = |words: &[&str]| words.iter().any(|word| text.ends_with(word));
        ends(&REPORTS) || ends(&ENDS) || is_made_known(text) || goes_on_to_plans(text)
    }) || is_of_a_year(core)
        || (folded.contains("法治政府") && folded.contains("报告"))
}

/// `…2023年法治政府建设工作成效`: without its year and subject it might be a heading.
fn is_of_a_year(text: &str) -> bool {
    const ENDS: [&str; 6] = ["年报", "专报", "综述", "成效", "工作回顾", "情况表"];
    ENDS.iter().any(|end| text.ends_with(end)) && says_year(text) && is_about_law(text)
}

/// Whether a title says that the work is that of the rule of law.
fn is_about_law(folded: &str) -> bool {
    const LAWS: [&str; 9] = [
        "法治",
        "法制",
        "依法行政",
        "依法治",
        "普法",
        "执法",
        "司法",
        "复议",
        "调解",
    ];
    LAWS.iter().any(|word| folded.contains(word))
}

/// `…情况公开`, `…报告的公示`
fn is_made_known(text: &str) -> bool {
    ["公开", "公示", "公布", "说明", "通报", "综述"]
        .iter()
        .any(|word| {
            let report = text
                .strip_suffix(word)
                .map(|report| report.trim_end_matches('的'));
            report.is_some_and(|report| REPORTS.iter().any(|word| report.ends_with(word)))
        })
}

/// `…总结暨2025年工作安排`: plans are named after the report, and are not a title by themselves.
fn goes_on_to_plans(text: &str) -> bool {
    const PLANS: [&str; 9] = [
        "安排", "思路", "打算", "设想", "谋划", "部署", "建议", "任务", "举措",
    ];
    const JOINTS: [&str; 7] = ["暨", "及", "和", "与", "以及", "、", "下"];
    let planned = PLANS.iter().any(|plan| text.ends_with(plan));
    let joins = |rest: &str| {
        rest.starts_with(|c: char| c.is_ascii_digit())
            || JOINTS.iter().any(|joint| rest.starts_with(joint))
    };
    planned
        && REPORTS.iter().any(|word| {
            text.match_indices(word)
                .any(|(at, word)| joins(&text[at + word.len()..]))
        })
}

/// Whether a plain line that names a report does not continue the lines before it: it says which year and
/// whose, and they do not lead on to it.
pub fn stands_alone(folded: &str, before: &[&str]) -> bool {
    // Endings of names of places and bodies, and of words that need a continuation.
    const LEADS: &str = "省市县区旗州盟乡镇道村院会所站队部馆团社处办委的和与及暨、年度";
    let leads_on =
        |line: &&str| line.contains("关于") || plain(line).ends_with(|c| LEADS.contains(c));
    let dashes = ['—', '–', '-', '―'];
    let goes_on =
        folded.starts_with("关于") || folded.starts_with(dashes) || lacks_an_owner(folded);
    says_year(folded) && is_about_law(folded) && !goes_on && !before.iter().any(leads_on)
}

/// Whether a year is named: `2023年`.
fn says_year(folded: &str) -> bool {
    let is_digit = |c: &char| date::is_numeral(*c) || date::is_round(*c);
    folded.match_indices('年').any(|(at, _)| {
        let before = folded[..at].chars().rev().take(4);
        before.filter(is_digit).count() == 4
    })
}

/// Whether a plain title begins with its year or its subject, so that the line above says whose it is.
pub fn lacks_an_owner(folded: &str) -> bool {
    let numeral = |c| date::is_numeral(c) || date::is_round(c);
    let rest = folded.trim_start_matches(numeral);
    let year = folded[..folded.len() - rest.len()].chars().count() == 4;
    year && rest.starts_with('年')
        || ["法治政府", "法治建设", "依法行政"]
            .iter()
            .any(|word| folded.starts_with(word))
}

/// Whether an authority writes the reports of its whole place, so that the title below need not be its own.
pub fn writes_for_its_place(folded: &str) -> bool {
    ["司法", "法治", "法制", "依法治"]
        .iter()
        .any(|word| folded.contains(word))
        || ["政府办公室", "政府办公厅", "政府办"]
            .iter()
            .any(|end| folded.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_end_with_what_a_report_is_called_and_what_follows_it() {
        for title in [
            "云龙县2021年法治政府建设工作总结暨2022年工作安排",
            "云龙县2021年依法行政工作总结及2022年工作思路",
            "2023年上半年法治建设工作总结和下半年工作打算",
            "云龙县2021年法治建设工作情况以及下一步工作打算",
            "2022年云龙县法治政府建设情况公开",
            "云龙县依法行政工作总结的公示",
            "云龙县法治建设年度总结(2022年)",
            "云龙县2023年度法治政府建设年报",
            "云龙县2023年普法工作综述",
            "云龙县2023年推进法治政府建设工作成效",
            "云龙县2023年法治政府建设主要举措和成效",
            "云龙县2023年行政复议工作回顾",
            "2023年云龙县依法行政工作专报",
            "云龙县2023年法治政府建设任务完成情况表",
        ] {
            assert!(names_a_report(title), "{title}");
        }
        for line in [
            "明年的工作打算",
            "云龙县重点工作安排",
            "健全政务公开",
            "完善情况报告制度",
            "主要举措和成效",
            "法治政府建设工作成效",
            "2023年工作回顾",
            "政府信息公开年报",
        ] {
            assert!(!names_a_report(line), "{line}");
        }
    }

    #[test]
    fn a_title_that_begins_with_its_year_lacks_an_owner() {
        for title in [
            "2023年度报告",
            "二〇二三年法治建设总结",
            "二o二三年法治建设总结",
            "法治政府建设年度报告",
        ] {
            assert!(lacks_an_owner(title), "{title}");
        }
        for title in [
            "云龙县2023年度报告",
            "12345热线报告",
            "全县法治政府建设报告",
        ] {
            assert!(!lacks_an_owner(title), "{title}");
        }
    }
}
