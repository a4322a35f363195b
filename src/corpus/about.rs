//! What a file, its page or a user says about a report, besides its text.
//!
//! Crawlers, sites and users name the same thing in many ways; [`About::set`] knows them. What a site says is
//! evidence to be weighed; what a user says (front matter, a row of a table, a manifest) holds. So whoever
//! reads them keeps the two apart.

use serde::{Deserialize, Serialize};

/// What is said of a report; `None` for what is not said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct About {
    /// Its title.
    pub title: Option<String>,
    /// The authority that issued it.
    pub issuer: Option<String>,
    /// The site that published it.
    pub site: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// When it was published, as written.
    pub published: Option<String>,
    /// Its region: a name, a path or a code.
    pub region: Option<String>,
    /// The year it is about, as written.
    pub year: Option<String>,
    /// Its level.
    pub level: Option<String>,
    /// What kind of text it is.
    pub kind: Option<String>,
}

/// Names of keys, in lower case: of the meta tags that government sites must carry, of Open Graph and Dublin
/// Core, and of crawlers' columns.
const NAMES: [(&str, &[&str]); 9] = [
    (
        "title",
        &[
            "title",
            "标题",
            "名称",
            "题名",
            "articletitle",
            "og:title",
            "dc.title",
            "dcterms.title",
            "headline",
        ],
    ),
    (
        "issuer",
        &[
            "issuer",
            "发布机构",
            "发文机关",
            "发文机构",
            "发布单位",
            "制发机关",
            "单位",
            "contentsource",
            "dc.creator",
            "dc.publisher",
            "来源",
            "信息来源",
            "文章来源",
            "source",
            "publisher",
            "author",
            "作者",
        ],
    ),
    (
        "site",
        &["site", "网站", "网站名称", "sitename", "og:site_name"],
    ),
    (
        "url",
        &[
            "url",
            "网址",
            "链接",
            "link",
            "href",
            "og:url",
            "source_url",
            "页面网址",
        ],
    ),
    (
        "published",
        &[
            "published",
            "发布日期",
            "发布时间",
            "公开日期",
            "发文日期",
            "成文日期",
            "日期",
            "时间",
            "date",
            "pubdate",
            "publish_date",
            "article:published_time",
            "dc.date",
            "dcterms.issued",
            "publishdate",
        ],
    ),
    (
        "region",
        &[
            "region",
            "地区",
            "区域",
            "行政区划",
            "行政区",
            "地域",
            "region_code",
            "region.code",
            "code",
        ],
    ),
    ("year", &["year", "年份", "年度", "报告年度"]),
    ("level", &["level", "层级", "级别", "行政级别"]),
    ("kind", &["kind", "类型", "种类"]),
];

/// What stands in place of a name: `来源：本站`.
const NOBODY: [&str; 9] = [
    "本站",
    "本网",
    "本网站",
    "本站原创",
    "本网原创",
    "原创",
    "互联网",
    "网络",
    "无",
];

impl About {
    /// Takes `value` for what `key` names, unless something better was said before; false for a key that
    /// names nothing known.
    pub fn set(&mut self, key: &str, value: &str) -> bool {
        let key = key.trim().to_lowercase();
        let known = NAMES
            .iter()
            .find(|(_, names)| names.contains(&key.as_str()));
        let Some((name, _)) = known else { return false };
        let field = match *name {
            "title" => &mut self.title,
            "issuer" => &mut self.issuer,
            "site" => &mut self.site,
            "url" => &mut self.url,
            "published" => &mut self.published,
            "region" => &mut self.region,
            "year" => &mut self.year,
            "level" => &mut self.level,
            _ => &mut self.kind,
        };
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        // A number is a counter or a key of the site, not a name.
        let is_no_name = *name == "issuer" && !value.contains(char::is_alphabetic);
        let says_nothing = value.is_empty() || NOBODY.contains(&value.as_str()) || is_no_name;
        if field.is_none() && !says_nothing {
            *field = Some(value);
        }
        true
    }

    /// What pairs of key and value say; pairs trusted more come first.
    pub fn of<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut about = About::default();
        for (key, value) in pairs {
            about.set(key, value);
        }
        about
    }

    /// This, with `other` for what it does not say.
    pub fn or(self, other: About) -> About {
        About {
            title: self.title.or(other.title),
            issuer: self.issuer.or(other.issuer),
            site: self.site.or(other.site),
            url: self.url.or(other.url),
            published: self.published.or(other.published),
            region: self.region.or(other.region),
            year: self.year.or(other.year),
            level: self.level.or(other.level),
            kind: self.kind.or(other.kind),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_sites_crawlers_and_people_are_known_and_the_first_holds() {
        let about = About::of([
            ("ArticleTitle", " 龙门县 2024年\n报告 "),
            ("标题", "别的"),
            ("年度", "2024"),
            ("颜色", "红"),
            ("URL", ""),
        ]);
        assert_eq!(about.title.as_deref(), Some("龙门县 2024年 报告"));
        assert_eq!(about.year.as_deref(), Some("2024"));
        assert_eq!(about.url, None);
        assert_eq!(About::of([("来源", "本站")]).issuer, None);
        let numbered = About::of([("作者", "126"), ("发布机构", "龙门县司法局")]);
        assert_eq!(numbered.issuer.as_deref(), Some("龙门县司法局"));
        assert!(!About::default().set("颜色", "红"));
        let names: Vec<&str> = NAMES
            .iter()
            .flat_map(|(_, names)| names.iter().copied())
            .collect();
        for name in &names {
            assert_eq!(
                names.iter().filter(|other| other == &name).count(),
                1,
                "{name}"
            );
        }
    }
}
