//! The year a report is about, which is not the year it was published in, and why.
//!
//! A report cites other years freely, so every place that names a year is weighed: title, opening, headings
//! (a plan for 2025 closes a report on 2024), folder, signature. Names of laws and plans in 《》 do not count.

use super::region::Reason;
use crate::report::{self, Date, is_round};

/// A year and where it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct YearFinding {
    /// The year.
    pub year: u16,
    /// The strongest evidence for it, as a phrase for messages.
    pub evidence: String,
    /// Whether there is only weak evidence.
    pub doubtful: bool,
    /// Everything that counted, including what speaks for other years.
    pub reasons: Vec<Reason>,
}

/// Where a year may be read; all texts are [plain](crate::text::plain).
#[derive(Clone, Copy, Debug, Default)]
pub struct YearEvidence<'a> {
    /// The title.
    pub title: &'a str,
    /// What stands before the first heading.
    pub opening: &'a str,
    /// The headings, in order.
    pub headings: &'a [String],
    /// The whole text.
    pub body: &'a str,
    /// The path, folders and all.
    pub path: &'a str,
    /// When it was published or signed.
    pub published: Option<Date>,
}

/// Weights of the evidence, by how often it is right.
const TITLE: u32 = 100;
const OPENING: u32 = 40;
const HEADING: u32 = 30;
const PLAN: u32 = 45;
const BODY: u32 = 12;
const PATH: u32 = 20;
const PUBLISHED: u32 = 10;
/// The name of a meeting has no more characters than this.
const MEETING: usize = 48;
/// Less than this is doubtful.
const SURE: u32 = 40;

/// Weighs the evidence.
pub fn find(evidence: YearEvidence<'_>) -> Option<YearFinding> {
    let mut votes: Vec<(u16, u32, String)> = Vec::new();
    let mut vote = |year: u16, weight: u32, reason: String| votes.push((year, weight, reason));
    // A plan for several years may be named beside the year.
    let titled = years(evidence.title);
    let single = titled
        .iter()
        .find(|year| !ends_period(evidence.title, **year));
    if let Some(year) = single.or(titled.first()) {
        vote(*year, TITLE, format!("title: {year}年"));
    }
    let opening: String = evidence.opening.chars().take(400).collect();
    let opening = years(&opening);
    if let Some(year) = most_frequent(&opening) {
        vote(year, OPENING, format!("opening: {year}年"));
    }
    for (at, heading) in evidence.headings.iter().enumerate() {
        let Some(&year) = years(heading).first() else {
            continue;
        };
        let late = at * 2 >= evidence.headings.len();
        if super::part::plans_ahead(heading, late) {
            vote(year - 1, PLAN, format!("plan for {year}: {heading}"));
        } else {
            vote(year, HEADING, format!("heading: {heading}"));
        }
    }
    if let Some(year) = most_frequent(&years(evidence.body)) {
        vote(year, BODY, format!("named most often: {year}年"));
    }
    if let Some(year) = year_of_path(evidence.path) {
        vote(year, PATH, format!("path: {}", evidence.path));
    }
    // `现将去年…情况报告如下`
    let spoken = speech_year(evidence.title).or_else(|| speech_year(evidence.opening));
    if let Some(year) = spoken {
        let told = ["去年", "上年"]
            .iter()
            .any(|word| evidence.opening.contains(word));
        let weight = if told { OPENING } else { PUBLISHED };
        vote(year - 1, weight, format!("given at a meeting in {year}"));
    }
    if let Some(date) = evidence.published {
        // Reports come out in the months after the year; a few at its very end.
        let year = if date.month >= 11 {
            date.year
        } else {
            date.year - 1
        };
        vote(year, PUBLISHED, format!("published or signed: {date}"));
    }
    decide(&votes)
}

fn decide(votes: &[(u16, u32, String)]) -> Option<YearFinding> {
    let total = |year: u16| -> u32 {
        votes
            .iter()
            .filter(|vote| vote.0 == year)
            .map(|vote| vote.1)
            .sum()
    };
    // Of years with equal votes, the one voted for first, by the stronger evidence, wins.
    let year = votes.iter().rev().max_by_key(|vote| total(vote.0))?.0;
    let strongest = votes
        .iter()
        .filter(|vote| vote.0 == year)
        .max_by_key(|vote| vote.1)?;
    Some(YearFinding {
        year,
        evidence: strongest.2.clone(),
        doubtful: total(year) < SURE,
        reasons: votes.iter().map(|vote| reason(vote, year)).collect(),
    })
}

/// What a vote says for `year`; negative if it is for another year.
fn reason((voted, weight, said): &(u16, u32, String), year: u16) -> Reason {
    let (what, evidence) = said.split_once(": ").unwrap_or(("text", said));
    let sign = if *voted == year { 1.0 } else { -1.0 };
    #[expect(clippy::cast_precision_loss, reason = "weights are small")]
    let weight = *weight as f32 * sign;
    Reason {
        what: what.to_owned(),
        evidence: evidence.to_owned(),
        weight,
    }
}

/// The years named in a plain text, `2024年` or `二〇二四年`, outside 《》.
pub fn years(text: &str) -> Vec<u16> {
    let mut found = Vec::new();
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '《' => depth += 1,
            '》' => depth = depth.saturating_sub(1),
            // 2016年至2020年 is about its last year.
            '年' if depth == 0
                && !begins_period(&text[at + c.len_utf8()..])
                && !is_day_of_speech(&text[at + c.len_utf8()..]) =>
            {
                found.extend(year_before(&text[..at]));
            }
            _ => {}
        }
    }
    found
}

/// The year of the meeting at which the report was given.
fn speech_year(text: &str) -> Option<u16> {
    let mut years = text.match_indices('年');
    years.find_map(|(at, sign)| {
        let is_spoken = is_day_of_speech(&text[at + sign.len()..]);
        year_before(&text[..at]).filter(|_| is_spoken)
    })
}

/// Whether a year is that of a meeting at which the report was given, by what follows it:
/// `4月26日在县第十八届人民代表大会…会议上`.
fn is_day_of_speech(after: &str) -> bool {
    let numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十 ".contains(c);
    let strip = |text: &'_ str, end: char| -> Option<usize> {
        let rest = text.trim_start_matches(numeral);
        let rest = rest.strip_prefix(end)?;
        Some(text.len() - rest.len())
    };
    let Some(month) = strip(after, '月') else {
        return false;
    };
    let Some(day) = strip(&after[month..], '日') else {
        return false;
    };
    let Some(place) = after[month + day..].trim_start().strip_prefix('在') else {
        return false;
    };
    let place: String = place.chars().take(MEETING).collect();
    ["会议上", "大会上", "全会上"]
        .iter()
        .any(|word| place.contains(word))
}

/// Whether a year is the last of a period: 2025 in 2021-2025年.
fn ends_period(text: &str, year: u16) -> bool {
    let year = year.to_string();
    text.match_indices(&year).any(|(at, _)| {
        let before = text[..at].trim_end_matches(['至', '到', '-', '—', '~', '–']);
        before.len() < at
            && before.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '年' | '度'))
    })
}

/// What a title says of a period other than one year: half of one, or several.
pub fn other_span(title: &str) -> Option<String> {
    // The period of a plan that a title names is not the report's.
    let mut depth = 0_usize;
    let named = |c: &char| {
        match c {
            '《' => depth += 1,
            '》' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    };
    let title: String = title.chars().filter(named).collect();
    for (word, span) in [
        ("上半年", "the first half of the year"),
        ("下半年", "the second half of the year"),
        ("半年", "half a year"),
        ("季度", "a quarter of the year"),
    ] {
        if title.contains(word) {
            return Some(format!("about {span} only"));
        }
    }
    // 2023年度总结和2024-2025年计划 is about 2023.
    if years(&title).iter().any(|year| !ends_period(&title, *year)) {
        return None;
    }
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    let between = title
        .match_indices(['至', '到', '-', '—', '~', '–'])
        .find_map(|(at, sign)| {
            let first = title[..at].trim_end_matches(['年', '度', '—']);
            let first = first.get(first.len().checked_sub(4)?..)?;
            let last = title[at + sign.len()..].trim_start_matches('—').get(..4)?;
            let is_period = digits(first) && digits(last) && first < last && first >= "1978";
            is_period.then(|| format!("about several years: {first} to {last}"))
        });
    let plan = ["十二五", "十三五", "十四五", "十五五"];
    let plan = plan
        .iter()
        .find(|name| title.contains(**name) && !title.contains('年'));
    between.or_else(|| plan.map(|name| format!("about several years: {name}")))
}

/// Whether a year is the first of a period whose last one follows.
fn begins_period(rest: &str) -> bool {
    let after = rest
        .trim_start_matches("度")
        .trim_start_matches(['至', '到', '-', '—', '~', '–']);
    let is_period = after.len() < rest.trim_start_matches("度").len();
    is_period
        && after
            .chars()
            .take(4)
            .filter(|&c| is_digit(c) || is_round(c))
            .count()
            == 4
}

/// The four digits that end `text`, if they are a year, adjacent or spaced out: `2 0 2 3`.
fn year_before(text: &str) -> Option<u16> {
    let backwards: Vec<char> = text.chars().rev().take(9).collect();
    let is_gap = |at: usize| backwards.get(at) == Some(&' ');
    let apart = [1, 3, 5].into_iter().all(is_gap);
    let (step, most) = match apart {
        true if is_gap(7) => (2, 5),
        true => (2, 4),
        false => (1, 5),
    };
    let near: Vec<char> = backwards.iter().step_by(step).take(most).copied().collect();
    let mut digits = near.get(..4)?.to_vec();
    digits.reverse();
    let goes_on = near.get(4).copied().is_some_and(is_digit);
    report::year(&digits).filter(|year| !goes_on && (1978..2100).contains(year))
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || "〇○零一二三四五六七八九".contains(c)
}

fn most_frequent(years: &[u16]) -> Option<u16> {
    let count = |year: &u16| years.iter().filter(|other| *other == year).count();
    years.iter().rev().max_by_key(|year| count(year)).copied()
}

/// The last folder or name in a path that is or begins with a year.
fn year_of_path(path: &str) -> Option<u16> {
    path.rsplit(['/', '\\', '_', '-', '.']).find_map(|part| {
        let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
        let rest = &part[digits.len()..];
        let year: u16 = digits.parse().ok()?;
        let fits = (2000..2100).contains(&year) && (rest.is_empty() || rest.starts_with('年'));
        fits.then_some(year)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(evidence: YearEvidence<'_>) -> Option<u16> {
        find(evidence).map(|found| found.year)
    }

    #[test]
    fn the_title_decides() {
        let evidence = YearEvidence {
            title: "云龙县2023年法治政府建设年度报告",
            opening: "2024年是关键之年,2024年我县继续努力",
            ..Default::default()
        };
        assert_eq!(year(evidence), Some(2023));
        assert_eq!(years("2016年至2020年,2021年"), [2020, 2021]);
        assert_eq!(years("2016年至今"), [2016]);
        assert_eq!(years("云龙县2 0 2 3年度报告"), [2023]);
        assert_eq!(years("3 2 0 2 3年,20 23年,12 3年"), [] as [u16; 0]);
        let beside = YearEvidence {
            title: "关于八五普法规划(2021-2025年)2023年度实施情况的报告",
            ..Default::default()
        };
        assert_eq!(year(beside), Some(2023));
        // A report that is given at a meeting is about the year before.
        let spoken = "隆回县人民政府关于法治政府建设情况的报告——2024年4月26日在县第十八届人民代表大会常务委员会第二十次会议上";
        for (opening, expected) in [
            ("现将2023年全县法治政府建设情况报告如下", 2023),
            ("现将去年全县法治政府建设情况报告如下", 2023),
            ("", 2023),
        ] {
            let evidence = YearEvidence {
                title: spoken,
                opening,
                ..Default::default()
            };
            assert_eq!(year(evidence), Some(expected), "{opening}");
        }
        assert_eq!(years("2024年4月26日在县城举办宣传活动"), [2024]);
        let han = YearEvidence {
            title: "二〇二四年度报告",
            ..Default::default()
        };
        assert_eq!(year(han), Some(2024));
    }

    #[test]
    fn what_is_typed_for_the_round_digit_of_a_han_year_is_read_as_it() {
        for title in [
            "龙门县二O二三年报告",
            "龙门县二o二三年报告",
            "龙门县二Ｏ二三年报告",
            "龙门县二Ο二三年报告",
            "龙门县二О二三年报告",
            "龙门县二◯二三年报告",
            "龙门县二○二三年报告",
            "龙门县二0二三年报告",
            "龙门县二０二三年报告",
        ] {
            assert_eq!(years(&crate::text::plain(title)), [2023], "{title}");
        }
        assert_eq!(years("二oo九年"), [2009]);
        // Next to digits it is a letter.
        assert_eq!(years("no2023年"), [2023]);
        assert_eq!(years("2o23年,ooo三年"), [] as [u16; 0]);
    }

    #[test]
    fn a_time_that_is_not_one_year_is_said() {
        let said = |title| other_span(title).unwrap_or_default();
        assert_eq!(
            said("英德市2023年上半年工作总结"),
            "about the first half of the year only"
        );
        assert_eq!(
            said("广元市2021—2023年情况综述"),
            "about several years: 2021 to 2023"
        );
        assert_eq!(
            said("2016年至2020年工作总结"),
            "about several years: 2016 to 2020"
        );
        assert_eq!(
            said("福安市十三五时期工作总结"),
            "about several years: 十三五"
        );
        assert_eq!(said("龙门县《纲要(2021-2025年)》2024年实施情况报告"), "");
        assert_eq!(said("龙门县2023年总结和2024-2025年计划"), "");
        assert_eq!(said("龙门县2024年度报告"), "");
        assert_eq!(said("龙门县2024年报告-龙门县人民政府"), "");
    }

    #[test]
    fn a_plan_for_the_next_year_closes_a_report_on_this_one() {
        let headings = ["主要举措".to_owned(), "2025年工作计划".to_owned()];
        let evidence = YearEvidence {
            headings: &headings,
            ..Default::default()
        };
        assert_eq!(year(evidence), Some(2024));
    }

    #[test]
    fn names_of_plans_and_templates_do_not_count() {
        let evidence = YearEvidence {
            opening: "落实《法治政府建设实施纲要(2021-2025年)》,2022年我局开展工作",
            ..Default::default()
        };
        assert_eq!(year(evidence), Some(2022));
        assert_eq!(
            year(YearEvidence {
                title: "20xx年报告",
                ..Default::default()
            }),
            None
        );
    }

    #[test]
    fn the_date_of_publication_is_the_last_resort_and_doubtful() {
        let published = Date::whole("2023年1月9日");
        let found = find(YearEvidence {
            published,
            ..Default::default()
        })
        .unwrap();
        assert_eq!((found.year, found.doubtful), (2022, true));
        let evidence = YearEvidence {
            path: "云南省/2021/报告.txt",
            ..Default::default()
        };
        assert_eq!(year(evidence), Some(2021));
    }
}
