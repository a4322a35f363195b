//! The name of the site that a page belongs to, if no meta tag says it.
//!
//! A site names itself after the headline in the page's own title (`…报告_龙门县人民政府`), at the head of the path of
//! links (`您的位置：龙门县人民政府 > …`), on its logo, and at its foot (`主办单位：…`).
//!
//! Invariant: only the name of an authority counts. Others that publish a page, such as the press or a
//! portal, say nothing of whose report it is.

use dom_query::Document;

/// What an authority's name ends with.
const AUTHORITIES: [&str; 8] = [
    "政府",
    "委员会",
    "管委会",
    "办事处",
    "公署",
    "行署",
    "局",
    "厅",
];

/// What ends like an authority but is a column of a site.
const COLUMNS: [&str; 2] = ["大厅", "发布厅"];

/// What follows an authority's name in the name of its site; longer ones before what they end with.
const SITE_WORDS: [&str; 12] = [
    "信息公开平台",
    "信息公开网",
    "信息公开",
    "公众信息网",
    "信息网",
    "门户网站",
    "官方网站",
    "网站",
    "门户",
    "网",
    "办公室",
    "办公厅",
];

/// The fewest letters of a name.
const SHORTEST: usize = 4;

/// First characters of names that do not name a place: 县政府, 市财政局.
const PLACELESS: [char; 6] = ['省', '市', '县', '区', '州', '旗'];

/// A longer text is not a name.
const LONGEST: usize = 30;

/// Beginnings of a path of links.
const PATHS: [&str; 7] = [
    "当前位置",
    "您的位置",
    "您现在的位置",
    "您当前的位置",
    "您所在的位置",
    "你的位置",
    "所在位置",
];

/// A text of more bytes is not a path of links.
const LONGEST_PATH: usize = 600;

/// Where a logo's name stands.
const LOGOS: &str = "[class*=logo] img[alt], [id*=logo] img[alt], img[src*=logo][alt]";

/// Labels of whoever runs a site.
const OWNERS: [&str; 3] = ["主办单位", "主办", "版权所有"];

/// The name of a page's site; `title` holds the parts of the page's own title.
pub(super) fn name(document: &Document, title: &[String]) -> Option<String> {
    let titled = title.iter().rev().find_map(|part| authority(part));
    titled
        .map(str::to_owned)
        .or_else(|| of_path(document))
        .or_else(|| of_logo(document))
        .or_else(|| of_foot(document))
}

/// The authority that a text names, if the text does nothing else.
fn authority(text: &str) -> Option<&str> {
    let mut name = text.trim();
    while let Some(shorter) = SITE_WORDS.iter().find_map(|word| name.strip_suffix(word)) {
        name = shorter.trim_end();
    }
    let ends = |words: &[&str]| words.iter().any(|word| name.ends_with(word));
    let length = name.chars().count();
    // 关于2023年…: a headline may end with the name of whom it is about.
    let is_name = (SHORTEST..=LONGEST).contains(&length)
        && !name.contains(|c: char| c.is_ascii_digit() || c.is_whitespace())
        && !name.starts_with("关于")
        && !name.starts_with(PLACELESS);
    (is_name && ends(&AUTHORITIES) && !ends(&COLUMNS)).then_some(name)
}

/// The first station of the path of links after 首页.
fn of_path(document: &Document) -> Option<String> {
    let root = document.root();
    let label = root.descendants_it().find(|node| {
        node.is_text() && {
            let text = node.text();
            PATHS.iter().any(|path| text.trim().starts_with(path))
        }
    })?;
    // The label may be an element of its own.
    let path = label.ancestors_it(Some(3)).find_map(|around| {
        let text = around.text();
        let (_, path) = text.split_once(['：', ':'])?;
        (!path.trim().is_empty()).then(|| path.to_owned())
    })?;
    if path.len() > LONGEST_PATH {
        return None;
    }
    let mut stations = path
        .split(['>', '＞', '»', '›', '→', '/', '\n'])
        .map(str::trim)
        .filter(|station| !station.is_empty() && !station.ends_with("首页"));
    authority(stations.next()?).map(str::to_owned)
}

/// What the site's logo says.
fn of_logo(document: &Document) -> Option<String> {
    let logos = document.select(LOGOS);
    let mut names = logos.nodes().iter().filter_map(|logo| logo.attr("alt"));
    names.find_map(|name| authority(&name).map(str::to_owned))
}

/// Who runs the site, according to the lines after the page's last sentence.
fn of_foot(document: &Document) -> Option<String> {
    let nodes: Vec<_> = document.root().descendants_it().collect();
    let mut following = String::new();
    for node in nodes.iter().rev().filter(|node| node.is_text()) {
        let is_code = node
            .parent()
            .is_some_and(|above| above.has_name("script") || above.has_name("style"));
        let text = node.text();
        let text = text.trim();
        if is_code || text.is_empty() {
            continue;
        }
        if text.contains('。') {
            return None;
        }
        if let Some(name) = owner(text, &following) {
            return Some(name.to_owned());
        }
        following = text.to_owned();
    }
    None
}

/// The owner that a line names next to its label, or on the line that follows.
fn owner<'t>(line: &'t str, following: &'t str) -> Option<&'t str> {
    let (at, label) = OWNERS
        .iter()
        .find_map(|label| Some((line.find(label)?, *label)))?;
    let between = |c: char| c.is_whitespace() || "：:©,，;；、|".contains(c);
    let behind = line[at + label.len()..].trim_matches(between);
    let behind = if behind.is_empty() { following } else { behind };
    let names = behind.split(between).filter(|name| !name.is_empty());
    let mut names = names.take_while(|name| !name.starts_with("承办"));
    let before = line[..at].trim_end_matches(between).rsplit(between).next();
    names.find_map(authority).or_else(|| authority(before?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(page: &str) -> Option<String> {
        let document = Document::from(page);
        let title = super::super::about::headings(&document).title;
        name(&document, &title)
    }

    #[test]
    fn an_authority_is_known_by_the_end_of_its_name() {
        for (text, expected) in [
            ("龙门县人民政府", Some("龙门县人民政府")),
            ("龙门县人民政府门户网站", Some("龙门县人民政府")),
            ("龙门县政府网", Some("龙门县政府")),
            ("龙门县人民政府办公室", Some("龙门县人民政府")),
            ("龙门县司法局", Some("龙门县司法局")),
            ("海南省财政厅 ", Some("海南省财政厅")),
            ("苏州工业园区管理委员会", Some("苏州工业园区管理委员会")),
            ("新华网", None),
            ("湖北日报", None),
            ("政府信息公开", None),
            ("县人民政府", None),
            ("网上办事大厅", None),
            ("关于2023年审计的报告-龙门县审计局", None),
            ("司法部", None),
        ] {
            assert_eq!(authority(text), expected, "{text}");
        }
    }

    #[test]
    fn a_site_is_named_behind_the_headline() {
        for mark in ["_", "-", " - ", "–", "——", "|"] {
            let page = format!("<title>年度报告{mark}龙门县人民政府</title><p>全文。</p>");
            assert_eq!(of(&page).as_deref(), Some("龙门县人民政府"), "{page}");
        }
        let column = "<title>龙门县人民政府-部门-县财政局-2023年度报告</title>";
        assert_eq!(of(column).as_deref(), Some("龙门县人民政府"));
        let press = "<title>龙门县2023年法治政府建设年度报告_新华网</title>";
        assert_eq!(of(press), None);
    }

    #[test]
    fn a_site_is_named_at_the_head_of_the_path_of_links() {
        for path in [
            "<div>您的位置：龙门县人民政府 > 信息公开 > 年度报告</div>",
            "<div><span>当前位置：</span><a>首页</a> &gt; <a>龙门县人民政府</a> &gt; <a>公告</a></div>",
        ] {
            assert_eq!(of(path).as_deref(), Some("龙门县人民政府"), "{path}");
        }
        // A column of departments or townships is not a site.
        let column = "<div>当前位置：首页 > 乡镇 > 龙华镇人民政府</div>";
        assert_eq!(of(column), None);
    }

    #[test]
    fn a_site_is_named_at_its_foot_and_on_its_logo() {
        for foot in [
            "主办单位：龙门县人民政府 承办：惠州市数据局",
            "主办：中共龙门县委 龙门县人民政府",
            "龙门县人民政府主办 惠州市数据局承办",
            "版权所有：龙门县人民政府办公室",
            "龙门县人民政府 版权所有",
            "<span>主办单位：</span><span>龙门县人民政府</span>",
        ] {
            let page = format!("<p>办结45件。</p><p>{foot}</p><p>粤ICP备00000000号</p>");
            assert_eq!(of(&page).as_deref(), Some("龙门县人民政府"), "{page}");
        }
        let logo = "<div class='logo'><img alt='龙门县人民政府'></div><p>办结45件。</p>";
        assert_eq!(of(logo).as_deref(), Some("龙门县人民政府"));
        // What the text itself says is not the foot of the page.
        for text in ["主办单位：龙门县司法局", "竞赛由龙门县司法局主办。"] {
            let page = format!("<p>{text}</p><p>办结45件。</p><p>粤ICP备00000000号</p>");
            assert_eq!(of(&page), None, "{page}");
        }
    }
}
