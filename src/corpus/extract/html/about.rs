//! What a page says about its article: in its meta tags, and in the lines above it.

use std::ops::Range;

use dom_query::Document;

use super::noise::{is_noise, is_origin};
use crate::corpus::about::About;
use crate::text::is_han;

/// What the meta tags say, in the order of trust, and after them the page's own title.
pub(super) fn of_meta(document: &Document) -> About {
    let mut about = About::default();
    for meta in document.select("meta[content]").nodes() {
        let key = meta.attr("name").or_else(|| meta.attr("property"));
        if let (Some(key), Some(value)) = (key, meta.attr("content")) {
            about.set(&key, &value);
        }
    }
    if let Some(link) = document.select("link[rel=canonical]").nodes().first()
        && let Some(href) = link.attr("href")
    {
        about.set("url", &href);
    }
    let saved = document
        .root()
        .descendants_it()
        .find(dom_query::NodeRef::is_comment);
    if let Some(url) = saved.and_then(|comment| saved_from(&comment.html())) {
        about.set("url", &url);
    }
    about
}

/// The address in the comment that Internet Explorer and its like leave in a saved page.
fn saved_from(comment: &str) -> Option<String> {
    let at = comment.find("saved from url=")?;
    let rest = &comment[at..];
    let rest = &rest[rest.find(')')? + 1..];
    let end = rest.find([' ', '-', '\n']).unwrap_or(rest.len());
    rest.starts_with("http").then(|| rest[..end].to_owned())
}

/// What a page gives as its headings.
#[derive(Default)]
pub(super) struct Headings {
    /// Its `h1`, one or several.
    first: Vec<String>,
    /// The parts of its own title, which also names the site and the section.
    pub(super) title: Vec<String>,
}

/// Reads the headings of a page, before anything is removed from it.
pub(super) fn headings(document: &Document) -> Headings {
    let joined = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let first = document.select("h1");
    let first = first.nodes().iter().map(|node| joined(&node.text()));
    let title = joined(&document.select("title").text());
    Headings {
        first: first.filter(|text| !text.is_empty()).collect(),
        title: parts(&title).map(str::to_owned).collect(),
    }
}

/// Whether a page links to a document.
pub(super) fn links_to_file(document: &Document) -> bool {
    const KINDS: [&str; 6] = [".doc", ".docx", ".pdf", ".wps", ".ofd", ".zip"];
    let links = document.select("a[href]");
    links.nodes().iter().any(|link| {
        let href = link.attr("href").unwrap_or_default().to_ascii_lowercase();
        KINDS.iter().any(|kind| href.ends_with(kind))
    })
}

/// The parts of a page's title. A dash between digits does not separate parts: 2021-2025年.
fn parts(title: &str) -> impl Iterator<Item = &str> {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut cuts = vec![0];
    for (at, c) in title.char_indices() {
        let between = is_digit(title[..at].chars().next_back())
            && is_digit(title[at + c.len_utf8()..].chars().next());
        if matches!(c, '_' | '|' | '»') || matches!(c, '-' | '—' | '–') && !between {
            cuts.push(at);
        }
    }
    cuts.push(title.len());
    let parts = (1..cuts.len()).map(move |at| &title[cuts[at - 1]..cuts[at]]);
    parts
        .map(|part| part.trim_matches(|c: char| c.is_whitespace() || "_|»-—–".contains(c)))
        .filter(|part| !part.is_empty())
}

/// Words of which one is in the title of a report.
const REPORT_WORDS: [&str; 6] = ["报告", "總結", "報告", "总结", "情况", "汇报"];

/// The article's headline: the first that names a report among the page's headings, the lines above the
/// article (nearest first) and the page's own title; otherwise the first that may be a headline.
pub(super) fn headline(headings: &Headings, above: &[String]) -> Option<String> {
    let near: Vec<&String> = lines_above(above).collect();
    let first = headings.first.iter().filter(|text| may_be_title(text));
    let title = headings.title.iter().filter(|text| may_be_title(text));
    let names_a_report = |text: &&String| REPORT_WORDS.iter().any(|word| text.contains(word));
    let all = first
        .clone()
        .chain(near.iter().copied())
        .chain(title.clone());
    let named = all.clone().find(names_a_report);
    let found = named.or_else(|| first.chain(title).chain(near).next());
    found.cloned()
}

/// Whether a heading may be an article's: it is long enough, and not the name of a site.
fn may_be_title(text: &str) -> bool {
    const SITES: [&str; 8] = [
        "网",
        "门户网站",
        "网站",
        "人民政府",
        "平台",
        "信息公开",
        "管委会",
        "委员会",
    ];
    let count = text.chars().count();
    (8..=80).contains(&count) && !SITES.iter().any(|end| text.ends_with(end))
}

/// The lines above the article that may be its headline, the nearest first: without buttons and lines that
/// say where the page comes from.
fn lines_above(above: &[String]) -> impl Iterator<Item = &String> {
    let is_headline = |line: &str| {
        let letters = line.chars().filter(|c| c.is_alphabetic()).count();
        (6..=60).contains(&letters) && !is_noise(line) && !is_origin(line) && !line.ends_with('。')
    };
    // What comes after a label on a line of its own is its value.
    let is_value = |at: usize| at > 0 && above[at - 1].trim_end().ends_with(['：', ':']);
    let last = (0..above.len()).rev().take(6);
    last.filter(move |at| !is_value(*at))
        .map(|at| &above[at])
        .filter(move |line| is_headline(line))
}

/// What the lines above the article and its first ones say: `来源：… 发布时间：…`, and the table of
/// 政府信息公开, whose labels and values are cells of their own.
pub(super) fn of_lines(above: &[String], article: &[String]) -> About {
    let mut about = About::default();
    let lines: Vec<&str> = above
        .iter()
        .chain(article.iter().take(12))
        .map(String::as_str)
        .collect();
    for (at, line) in lines.iter().enumerate() {
        for (key, value) in pairs(line) {
            let value = match value {
                // A label by itself: the next cell is its value.
                "" => lines.get(at + 1).copied().unwrap_or_default(),
                value => value,
            };
            // The text itself mentions other times.
            let is_own = DAYS.contains(&key) && !(at < above.len() && is_day(value));
            let is_pair = pairs(value).next().is_some() || begins_with_label(value);
            if value.chars().count() <= 80 && !is_pair && !is_own {
                about.set(key, value);
            }
        }
    }
    about
}

/// Labels of days that do not say what happened on the day.
const DAYS: [&str; 2] = ["日期", "时间"];

/// Whether a value is a day, and perhaps the time of day: `2025-01-17 09:30`.
fn is_day(value: &str) -> bool {
    value.chars().all(is_of_day) && {
        let numbers = value.split(|c: char| !c.is_ascii_digit());
        let mut numbers = numbers.filter_map(|number| number.parse::<u16>().ok());
        let mut next_in = |range: Range<u16>| numbers.next().is_some_and(|n| range.contains(&n));
        next_in(1949..2100) && next_in(1..13) && next_in(1..32)
    }
}

/// Whether a day, or a time of day, is written with this character.
fn is_of_day(c: char) -> bool {
    c.is_ascii_digit() || c.is_whitespace() || "-/.年月日:：".contains(c)
}

/// The day that stands without a label above the article and below its title. Above the title a page says
/// what day it is.
pub(super) fn day_below(title: &str, above: &[String]) -> Option<String> {
    let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let wanted = letters(title);
    let at = above.iter().rposition(|line| letters(line) == wanted)?;
    above[at + 1..].iter().find_map(|line| {
        let line = line.trim_start_matches(|c: char| c.is_whitespace() || "([（【".contains(c));
        let end = line.find(|c| !is_of_day(c)).unwrap_or(line.len());
        let is_sentence = line.contains(['，', '。', '；']) || line.chars().count() > 60;
        let day = line[..end].trim_end();
        (is_day(day) && !is_sentence).then(|| day.to_owned())
    })
}

/// The labels of such lines; others are words of the text.
const LABELS: [&str; 16] = [
    "来源",
    "信息来源",
    "文章来源",
    "发布机构",
    "发布单位",
    "发文机关",
    "发文机构",
    "发布时间",
    "发布日期",
    "成文日期",
    "公开日期",
    "发文日期",
    "名称",
    "作者",
    DAYS[0],
    DAYS[1],
];

/// `label：value` pairs, several to a line. A pair without a value is left out, unless its label ends the
/// line: then the value may be on a line of its own.
fn pairs(line: &str) -> impl Iterator<Item = (&str, &str)> {
    let is_pair_line = line.chars().count() <= 200;
    let mut found: Vec<(usize, usize, &str)> = Vec::new();
    if is_pair_line {
        for label in LABELS {
            for (at, _) in line.match_indices(label) {
                let behind =
                    line[at + label.len()..].trim_start_matches([' ', '\u{3000}', '\u{a0}']);
                let Some(rest) = behind_label(&line[..at], behind) else {
                    continue;
                };
                // 更新时间 is another label.
                if DAYS.contains(&label) && line[..at].ends_with(is_han) {
                    continue;
                }
                found.push((at, line.len() - rest.len(), label));
            }
        }
    }
    found.sort_unstable();
    // 信息来源 holds 来源: the longer label begins first and ends at the same place.
    found.dedup_by_key(|(_, value, _)| *value);
    let starts: Vec<usize> = found
        .iter()
        .map(|(at, _, _)| *at)
        .skip(1)
        .chain([line.len()])
        .collect();
    found
        .into_iter()
        .zip(starts)
        .map(|((_, value, label), end)| {
            let value = line.get(value..end).unwrap_or_default();
            let is_open = end == line.len() && value.trim().is_empty();
            let value = value.split(['|', '【', '[']).next().unwrap_or_default();
            // Counters and buttons that follow a value.
            let value = ["浏览", "点击", "字体", "阅读", "访问"]
                .iter()
                .filter_map(|word| value.find(word))
                .min()
                .map_or(value, |cut| &value[..cut]);
            let value = before_label(value);
            let value = value.trim_matches(|c: char| c.is_whitespace() || "　|".contains(c));
            (label, value, is_open)
        })
        .filter(|(_, value, is_open)| *is_open || !value.is_empty())
        .map(|(label, value, _)| (label, value))
}

/// What follows a label and its colon, or the bracket that it stands in: `[ 来源 ] …`.
fn behind_label<'a>(before: &str, behind: &'a str) -> Option<&'a str> {
    const COLONS: [char; 2] = ['：', ':'];
    let closed = || {
        let is_open = before.trim_end().ends_with(['[', '【']);
        let rest = behind.strip_prefix([']', '】']).filter(|_| is_open)?;
        Some(rest.strip_prefix(COLONS).unwrap_or(rest))
    };
    behind.strip_prefix(COLONS).or_else(closed)
}

/// A value up to where the next label begins.
fn before_label(value: &str) -> &str {
    let before = value.match_indices(['：', ':']).find_map(|(at, _)| {
        let (before, label) = value[..at].rsplit_once(char::is_whitespace)?;
        is_label(label).then_some(before)
    });
    before.unwrap_or(value)
}

/// Whether what follows a label is itself a label, with or without a value.
fn begins_with_label(value: &str) -> bool {
    value
        .split_once(['：', ':'])
        .is_some_and(|(label, _)| is_label(label.trim_end()))
}

/// Whether a word may be a label: `浏览次数`.
fn is_label(word: &str) -> bool {
    (2..=6).contains(&word.chars().count()) && word.chars().all(is_han)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_origins_is_taken_apart() {
        let line = "信息来源：龙门县司法局　发布时间：2025-01-17 09:30　浏览次数：312次 【字体：大 中 小】";
        let found: Vec<_> = pairs(line).collect();
        assert_eq!(
            found,
            [
                ("信息来源", "龙门县司法局"),
                ("发布时间", "2025-01-17 09:30")
            ]
        );
        assert_eq!(pairs("一是拓宽来源，落实经费。").count(), 0);
        let line = "来源：龙门县司法局 审核：甲 时间:2025-01-17 09:30 更新时间：2025-03-01";
        assert_eq!(
            pairs(line).collect::<Vec<_>>(),
            [("来源", "龙门县司法局"), ("时间", "2025-01-17 09:30")]
        );
    }

    #[test]
    fn a_label_without_a_value_takes_none_that_is_not_its_own() {
        for above in [
            &["作者：\u{a0} 来源：广南县司法局 浏览次数：", "208", "次"][..],
            &["作者： 来源：广南县司法局 点击：208"],
            &["作者：", "来源：", "广南县司法局", "浏览次数：", "208"],
            &["作者：", "人气：208", "来源：广南县司法局"],
            &["作者：", "208", "来源：广南县司法局"],
        ] {
            let above: Vec<String> = above.iter().map(|&line| line.to_owned()).collect();
            let issuer = of_lines(&above, &[]).issuer;
            assert_eq!(issuer.as_deref(), Some("广南县司法局"), "{above:?}");
        }
        let nobody = [
            "作者： 来源： 日期：2024-02-06 人气：".to_owned(),
            "33".to_owned(),
        ];
        let about = of_lines(&nobody, &[]);
        assert_eq!(about.issuer, None);
        assert_eq!(about.published.as_deref(), Some("2024-02-06"));
    }

    #[test]
    fn a_day_above_the_article_is_that_of_publication_whatever_it_is_called() {
        let published = |above: &[&str], article: &[&str]| {
            let owned = |lines: &[&str]| lines.iter().map(|&line| line.to_owned()).collect();
            let (above, article): (Vec<String>, Vec<String>) = (owned(above), owned(article));
            of_lines(&above, &article).published
        };
        for line in [
            "日期：2025-01-17",
            "时间:2025-01-17",
            "来源：县司法局 时间：2025-01-17",
        ] {
            assert_eq!(
                published(&[line], &[]).as_deref(),
                Some("2025-01-17"),
                "{line}"
            );
        }
        for line in [
            "更新时间：2025-01-17",
            "时间：2024年1月至12月",
            "时间：每周二",
        ] {
            assert_eq!(published(&[line], &[]), None, "{line}");
        }
        assert_eq!(published(&[], &["时间：2024年12月4日"]), None);
    }

    #[test]
    fn a_label_may_stand_in_brackets() {
        let above = [
            "[ 索引号 ]",
            "000-2024",
            "[ 发布日期 ]",
            "2024-02-06",
            "[ 发布机构 ]",
            "广南县司法局",
        ];
        let line = "【来源】广南县司法局 【发布时间】：2024-02-06 08:30 【字体】大 中 小";
        let above: Vec<String> = above.iter().map(|&line| line.to_owned()).collect();
        for above in [&above[..], &[line.to_owned()]] {
            let about = of_lines(above, &[]);
            assert_eq!(about.issuer.as_deref(), Some("广南县司法局"));
            assert!(
                about
                    .published
                    .is_some_and(|day| day.starts_with("2024-02-06"))
            );
        }
    }

    #[test]
    fn a_day_without_a_label_is_that_of_publication_below_the_title_alone() {
        let title = "广南县2023年法治政府建设年度报告";
        let below = |lines: &[&str]| {
            let above: Vec<String> = lines.iter().map(|&line| line.to_owned()).collect();
            day_below(title, &above)
        };
        for (line, day) in [
            ("2024-02-06", "2024-02-06"),
            ("2024-02-06 08:30 县司法局", "2024-02-06 08:30"),
            ("[2024年02月06日 08:30:12]", "2024年02月06日 08:30:12"),
        ] {
            let found = below(&["2026-01-01", title, "原创", "杨某", line, "云南"]);
            assert_eq!(found.as_deref(), Some(day), "{line}");
        }
        assert_eq!(below(&["2026-01-01", title, "原创"]), None);
        assert_eq!(below(&[title, "2024年2月6日，县政府常务会议通过"]), None);
        assert_eq!(below(&[title, "2024-31-31", "2024年2月", "208"]), None);
        assert_eq!(below(&["2024-02-06"]), None);
    }

    #[test]
    fn the_name_of_the_site_is_no_title() {
        let title = |page: &str, above: &[&str]| {
            let above: Vec<String> = above.iter().map(|&line| line.to_owned()).collect();
            headline(&headings(&Document::from(page)), &above)
        };
        let of_title = |text: &str| title(&format!("<title>{text}</title>"), &[]);
        assert_eq!(
            of_title("龙门县2024年法治政府建设年度报告_部门动态_龙门县人民政府").as_deref(),
            Some("龙门县2024年法治政府建设年度报告")
        );
        assert_eq!(
            of_title("龙门县2021-2025年法治政府建设情况-龙门县人民政府").as_deref(),
            Some("龙门县2021-2025年法治政府建设情况")
        );
        assert_eq!(of_title("龙门县人民政府门户网站"), None);
        assert_eq!(of_title("龙门县人民政府"), None);
        // The name of the site may be a heading, and the headline not.
        let logo = "<h1>龙门县司法局信息公开平台</h1><h1>龙门县司法行政在线服务</h1>";
        assert_eq!(
            title(logo, &["首页", "龙门县司法局2024年度报告", "打印"]).as_deref(),
            Some("龙门县司法局2024年度报告")
        );
    }
}
