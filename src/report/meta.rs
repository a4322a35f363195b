//! Lines that a site or a registry puts around a title: where from, when, what day it is today.
//!
//! They are not part of a title. A day is the day of publication only if the line says so, or if it stands
//! below the title: above it a page says what day it is, or was when it was saved.

use super::date::{Date, is_numeral};
use super::{frame, title};
use crate::text::{is_han, plain};

/// What such a line says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meta {
    /// When it was published, if a day can be read.
    Published(Option<Date>),
    /// A day and nothing more.
    Day(Date),
    /// Nothing about the report.
    Aside,
}

/// Longer lines are not of this kind, whatever they say of the day.
const LONGEST: usize = 60;

/// A path of links may end with a title.
const LONGEST_PATH: usize = 100;

/// What a plain line says, if it is one of a site or a registry.
pub fn read(folded: &str) -> Option<Meta> {
    let bare = without_address(folded.trim_matches(BRACKETS));
    if is_labelled(bare) || is_document_number(folded) {
        let published = says_published(bare);
        return Some(match published {
            true => Meta::Published(Date::find(bare)),
            false => Meta::Aside,
        });
    }
    if let Some(date) = Date::whole(folded) {
        return Some(Meta::Day(date));
    }
    if is_path(bare) || is_annex(bare) || is_issue(bare) || is_copy_mark(bare) {
        return Some(Meta::Aside);
    }
    if bare.chars().count() > LONGEST || bare.contains('。') || title::names_a_report(bare) {
        return None;
    }
    let welcomes = WELCOMES.iter().any(|word| bare.starts_with(word));
    if is_forecast(bare) || welcomes || says_today(bare) || has_weekday(bare) {
        return Some(Meta::Aside);
    }
    let (before, date, after) = Date::split(bare)?;
    let is_timed = begins_with_time(after) && !bare.contains([',', ';', '、', '!', '?']);
    let after = after.trim_start_matches(is_hour);
    match (before, after) {
        ("", after) if after.chars().all(|c| WEATHER.contains(c)) => Some(Meta::Day(date)),
        // `2025-01-20 10:11 来源:司法局`
        ("", after) if is_labelled(after.trim_start_matches(BRACKETS)) => {
            Some(Meta::Published(Some(date)))
        }
        ("", office) | (office, "") if frame::is_authority(office) => Some(Meta::Day(date)),
        // `原创 云龙司法 2025-01-20 10:11 云南`: no sentence gives the minute of a day.
        _ => is_timed.then_some(Meta::Day(date)),
    }
}

/// A line without the address of a page that it begins with.
fn without_address(bare: &str) -> &str {
    let is_address = ["http://", "https://", "www."]
        .iter()
        .any(|start| bare.starts_with(start));
    match bare.find(|c: char| c == ' ' || !c.is_ascii()) {
        Some(end) if is_address => bare[end..].trim_start_matches(BRACKETS),
        _ => bare,
    }
}

/// Whether a time of day with its minutes comes after a day: `10:21:03`.
fn begins_with_time(after: &str) -> bool {
    let time = after.trim_start_matches([' ', 't']);
    let hour = time.trim_start_matches(|c: char| c.is_ascii_digit());
    let minute = hour.strip_prefix(':').unwrap_or_default();
    (1..=2).contains(&(time.len() - hour.len()))
        && minute.len() >= 2
        && minute.bytes().take(2).all(|byte| byte.is_ascii_digit())
}

/// Whether a plain line is a label and its value, and not a title: `主题分类:司法`. Below a title the words of a
/// report look the same.
pub fn is_pair(folded: &str) -> bool {
    folded.split_once(':').is_some_and(|(label, value)| {
        let is_label = (2..=6).contains(&label.chars().count()) && label.chars().all(is_han);
        is_label && !value.is_empty() && !title::names_a_report(value)
    })
}

/// The title that such a line names, after a label or at the end of a path of links.
pub fn title_within(written: &str) -> Option<&str> {
    let said = match written.split_once(['：', ':']) {
        Some((label, value)) if TITLES.contains(&plain(label).as_str()) => value,
        _ => written.rsplit_once(STEPS)?.1,
    };
    let said = said.trim();
    title::names_a_report(&plain(said)).then_some(said)
}

/// Labels after which the title stands.
const TITLES: [&str; 7] = [
    "标题",
    "题目",
    "名称",
    "题名",
    "信息名称",
    "信息标题",
    "文件名称",
];

/// What stands between the links of a path.
const STEPS: [char; 4] = ['>', '＞', '»', '›'];

/// `首页 > 政务公开 > 法治政府`, `首页/政务公开/法治政府`
fn is_path(bare: &str) -> bool {
    if bare.contains('。') || bare.chars().count() > LONGEST_PATH {
        return false;
    }
    let steps = bare.matches(STEPS).count();
    let is_name = |part: &str| (2..=12).contains(&part.chars().count()) && part.chars().all(is_han);
    steps >= 2
        || steps == 1
            && ["首页", "网站首页"]
                .iter()
                .any(|home| bare.starts_with(home))
        || bare.matches('/').count() >= 2 && bare.split('/').all(is_name)
}

/// `附件2:`
fn is_annex(bare: &str) -> bool {
    bare.strip_prefix("附件").is_some_and(|rest| {
        let number = rest.trim_end_matches(':');
        number.chars().count() <= 4 && number.chars().all(|c| is_numeral(c) || c == '-')
    })
}

/// The number of a copy, how secret and how urgent it is: `000012`, `机密★1年`, `特急`
fn is_copy_mark(bare: &str) -> bool {
    const MARKS: [&str; 9] = [
        "绝密", "机密", "秘密", "内部", "特急", "加急", "平急", "急件", "特提",
    ];
    let number = bare.trim_start_matches(['n', 'o', '.', '№', ' ']);
    let is_number = (5..=8).contains(&number.len()) && number.bytes().all(|c| c.is_ascii_digit());
    let term = MARKS.iter().find_map(|mark| bare.strip_prefix(mark));
    is_number
        || term.is_some_and(|term| term.chars().all(|c| is_numeral(c) || "★☆年月 ".contains(c)))
}

/// `2024年第1期`, `第12期(总第308期)`
fn is_issue(bare: &str) -> bool {
    let parts = |c: char| is_numeral(c) || "年第总期(),".contains(c);
    bare.ends_with('期') && bare.contains('第') && bare.chars().all(parts)
}

/// Characters around a line that say nothing.
const BRACKETS: [char; 9] = ['(', ')', '[', ']', '【', '】', '|', ' ', '·'];

/// How a page greets its reader, and says where one is.
const WELCOMES: [&str; 11] = [
    "欢迎访问",
    "欢迎光临",
    "欢迎来到",
    "欢迎进入",
    "欢迎您",
    "您好,欢迎",
    "当前位置",
    "您的位置",
    "您现在的位置",
    "您当前的位置",
    "您所在的位置",
];

/// Characters of a forecast: `晴转多云5°c~12°c`, `微风<3级`.
const WEATHER: &str = "0123456789天气晴阴多云转到小中大暴阵雷雨夹雪雾霾风微东南西北级<°℃c~/- ,";

/// `时间: …` and the like, if something follows.
fn is_labelled(bare: &str) -> bool {
    const STARTS: [&str; 22] = [
        "来源",
        "信息来源",
        "文章来源",
        "稿源",
        "发布时间",
        "发布日期",
        "发文日期",
        "成文日期",
        "公开日期",
        "生成日期",
        "时间:",
        "日期:",
        "索引号",
        "文号",
        "发文字号",
        "发布机构",
        "发布单位",
        "作者",
        "浏览",
        "责任编辑",
        "字号",
        "编辑:",
    ];
    /// Words that may just as well begin a title, except before a colon.
    const WITH_COLON: [&str; 24] = [
        "签发人",
        "份号",
        "密级",
        "内容概述",
        "内容概要",
        "主题分类",
        "有效性",
        "公开方式",
        "发文机关",
        "发文机构",
        "责任部门",
        "访问次数",
        "更新时间",
        "更新日期",
        "公布时间",
        "公布日期",
        "公开时间",
        "印发日期",
        "录入时间",
        "发布人",
        "发布者",
        "访问量",
        "点击数",
        "阅读量",
    ];
    let has_colon = |label: &&str| {
        bare.strip_prefix(*label)
            .is_some_and(|rest| rest.starts_with(':'))
    };
    STARTS.iter().any(|start| bare.starts_with(start))
        || TITLES.iter().chain(&WITH_COLON).any(has_colon)
}

/// `武府〔2025〕3号`, and who signed for it.
fn is_document_number(folded: &str) -> bool {
    let folded = folded
        .split_once("签发人")
        .map_or(folded, |(number, _)| number.trim_end());
    folded.ends_with('号') && folded.contains(['〔', '[', '【']) && folded.chars().count() < 30
}

/// Whether the day of a labelled line is that of publication: pages are often changed long afterwards.
fn says_published(bare: &str) -> bool {
    const SAID_BY: [&str; 10] = [
        "发布",
        "公开日期",
        "公开时间",
        "公布时间",
        "公布日期",
        "时间:",
        "日期:",
        "成文日期",
        "生成日期",
        "来源",
    ];
    let touched = ["更新", "录入"].iter().any(|word| bare.starts_with(word));
    !touched && SAID_BY.iter().any(|word| bare.contains(word))
}

/// `今天:晴 3℃~12℃`, `阴 8℃`
fn is_forecast(bare: &str) -> bool {
    let told = ["今天", "今日", "天气"].iter();
    let told = told.fold(bare, |rest, word| rest.strip_prefix(*word).unwrap_or(rest));
    let forecast = told.trim_start_matches([':', ' ']);
    forecast.contains(['晴', '阴', '云', '雨', '雪'])
        && forecast.chars().all(|c| WEATHER.contains(c))
}

/// `今天是2025年11月29日`, whatever stands around it.
fn says_today(bare: &str) -> bool {
    ["今天是", "今日是", "现在是"].iter().any(|word| {
        let after = bare
            .split_once(word)
            .map(|(_, after)| after.trim_start_matches([':', ' ']));
        after.is_some_and(|after| {
            let date = Date::split(after).is_some_and(|(before, ..)| before.is_empty());
            date || weekday(after).is_some_and(|(before, _)| ends_a_day(before))
                || after.starts_with("农历")
        })
    })
}

/// `2019年12月3日星期二`, and what a page says around it.
fn has_weekday(bare: &str) -> bool {
    let Some((before, after)) = weekday(bare) else {
        return false;
    };
    let lead = Date::split(before).map_or(before, |(lead, ..)| lead);
    let greets = |lead: &str| {
        let words = ["您好", "今天", "今日", "现在", "当前", "北京时间"];
        lead.is_empty() || words.iter().any(|word| lead.starts_with(word))
    };
    let first =
        before.is_empty() && Date::split(after).is_some_and(|(between, ..)| between.len() < 4);
    first
        || ends_a_day(before)
            && (greets(lead) || lead == before && lead.starts_with(|c: char| c.is_ascii_digit()))
}

/// What stands before and after the first weekday.
fn weekday(text: &str) -> Option<(&str, &str)> {
    ["星期", "周", "礼拜"].iter().find_map(|word| {
        text.match_indices(word).find_map(|(at, word)| {
            let after = text[at + word.len()..]
                .strip_prefix(['一', '二', '三', '四', '五', '六', '日', '天'])?;
            Some((text[..at].trim_end_matches([' ', ',', '(', '、']), after))
        })
    })
}

/// Whether a text is empty or ends with a day: `12月3日`, `2019-12-03`.
fn ends_a_day(text: &str) -> bool {
    text.is_empty() || text.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '日' | '号'))
}

/// `10:11`, `下午3时`
fn is_hour(c: char) -> bool {
    c.is_ascii_digit() || ":时分秒点上下中午晚早t ".contains(c)
}
