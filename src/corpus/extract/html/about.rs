//! What a page says about its article: in its meta tags, and in the lines above it.

use dom_query::Document;

use super::noise::{is_noise, is_origin};
use crate::corpus::about::About;

/// What the meta tags say, in the order of trust, and the page's own title behind them.
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
    if about.title.is_none() {
        let site = about.site.clone().unwrap_or_default();
        let named = |element| own_title(&document.select(element).text(), &site);
        about.title = named("h1").or_else(|| named("title"));
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

/// The page's title without the names of site and section that stand behind it.
fn own_title(title: &str, site: &str) -> Option<String> {
    let mut parts = title.split(['_', '|', '-', '—', '–', '»']).map(str::trim);
    let first = parts.find(|part| !part.is_empty() && *part != site)?;
    let is_title =
        first.chars().count() >= 8 && !first.ends_with("网") && !first.ends_with("门户网站");
    is_title.then(|| first.to_owned())
}

/// The line above the article that may be its headline: the last that is neither a button nor says
/// where the page comes from.
pub(super) fn headline(above: &[String]) -> Option<String> {
    let is_headline = |line: &str| {
        let letters = line.chars().filter(|c| c.is_alphabetic()).count();
        (6..=60).contains(&letters) && !is_noise(line) && !is_origin(line) && !line.ends_with('。')
    };
    // What stands behind a label that is a line of its own is its value.
    let is_value = |at: usize| at > 0 && above[at - 1].trim_end().ends_with(['：', ':']);
    let last = (0..above.len()).rev().take(6);
    last.filter(|at| !is_value(*at))
        .map(|at| &above[at])
        .find(|line| is_headline(line))
        .cloned()
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
            if value.chars().count() <= 80 && pairs(value).next().is_none() {
                about.set(key, value);
            }
        }
    }
    about
}

/// The labels of such lines; others are words of the text.
const LABELS: [&str; 14] = [
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
];

/// `label：value` pairs, several to a line.
fn pairs(line: &str) -> impl Iterator<Item = (&str, &str)> {
    let is_pair_line = line.chars().count() <= 200
        && (is_origin(line) || line.ends_with(['：', ':']) || line.contains('：'));
    let mut found: Vec<(usize, usize, &str)> = Vec::new();
    if is_pair_line {
        for label in LABELS {
            for (at, _) in line.match_indices(label) {
                let behind =
                    line[at + label.len()..].trim_start_matches([' ', '\u{3000}', '\u{a0}']);
                let Some(rest) = behind.strip_prefix(['：', ':']) else {
                    continue;
                };
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
            let value = value.split(['|', '【', '[']).next().unwrap_or_default();
            // Counters and buttons that stand behind a value.
            let value = ["浏览", "点击", "字体", "阅读", "访问"]
                .iter()
                .filter_map(|word| value.find(word))
                .min()
                .map_or(value, |cut| &value[..cut]);
            (
                label,
                value.trim_matches(|c: char| c.is_whitespace() || "　|".contains(c)),
            )
        })
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
    }

    #[test]
    fn the_name_of_the_site_is_no_title() {
        let title = |text| own_title(text, "龙门县人民政府");
        assert_eq!(
            title("龙门县2024年法治政府建设年度报告_部门动态_龙门县人民政府").as_deref(),
            Some("龙门县2024年法治政府建设年度报告")
        );
        assert_eq!(title("龙门县人民政府门户网站"), None);
        assert_eq!(title("龙门县人民政府"), None);
    }
}
