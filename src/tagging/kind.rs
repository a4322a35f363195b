//! What kind of text it is: a report, or one of those that lie beside reports in every folder.
//!
//! The title decides nearly always, because official titles end in the kind of the text (总结,
//! 通知, 公告). Where it does not, a text with the parts of a report is one. In doubt it is a
//! report: what is wrongly left out would be missed, what is wrongly left in is seen.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::part::Part;
use crate::text::Unknown;

/// Kinds of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A yearly report.
    Report,
    /// A plan of work for a year.
    Plan,
    /// A notice, decision, measure or other document that orders something.
    Notice,
    /// An explanation of a document.
    Interpretation,
    /// News, of a meeting for one.
    News,
    /// A list of other pages.
    Index,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 6] = [
        Self::Report,
        Self::Plan,
        Self::Notice,
        Self::Interpretation,
        Self::News,
        Self::Index,
    ];

    /// The name used on the command line and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Plan => "plan",
            Self::Notice => "notice",
            Self::Interpretation => "interpretation",
            Self::News => "news",
            Self::Index => "index",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.name())
    }
}

impl FromStr for Kind {
    type Err = Unknown;

    fn from_str(text: &str) -> Result<Self, Unknown> {
        let wanted = text.trim().to_ascii_lowercase();
        let is_called = |name: &str| {
            wanted
                .strip_prefix(name)
                .is_some_and(|s| matches!(s, "" | "s"))
        };
        let chinese = |kind: Self| match kind {
            Self::Report => ["报告", "总结"],
            Self::Plan => ["计划", "方案"],
            Self::Notice => ["通知", "公告"],
            Self::Interpretation => ["解读", "政策解读"],
            Self::News => ["新闻", "动态"],
            Self::Index => ["目录", "索引"],
        };
        Self::ALL
            .into_iter()
            .find(|kind| is_called(kind.name()) || chinese(*kind).contains(&wanted.as_str()))
            .ok_or_else(|| Unknown::new("kind of text", text, Self::ALL.map(Self::name)))
    }
}

/// Words of a title, with the kind they stand for; the first that fits decides.
const WORDS: [(Kind, &[&str]); 5] = [
    (
        Kind::Interpretation,
        &["解读", "一图读懂", "图解", "问答", "答记者问"],
    ),
    (
        Kind::News,
        &[
            "召开",
            "举行",
            "会议精神",
            "推进会",
            "座谈会",
            "动员会",
            "开展活动",
            "调研",
            "新闻",
            "快讯",
        ],
    ),
    (
        Kind::Report,
        &[
            "年度报告",
            "工作报告",
            "情况报告",
            "情况的报告",
            "工作总结",
            "年度总结",
            "自查报告",
            "述法",
            "述职",
            "工作情况",
            "建设情况",
            "报告",
            "总结",
            "汇报",
        ],
    ),
    (
        Kind::Plan,
        &[
            "工作计划",
            "工作要点",
            "工作安排",
            "实施方案",
            "工作方案",
            "规划",
        ],
    ),
    (
        Kind::Notice,
        &[
            "通知", "公告", "通告", "公示", "决定", "意见", "办法", "批复", "通报", "条例", "规定",
            "名单", "目录",
        ],
    ),
];

/// 关于印发《…报告》的通知 is what it hands out; 关于报送…报告的通知 is a notice.
const HANDS_OUT: [&str; 4] = ["印发", "转发", "公开", "发布"];
/// Fewer letters than this in most lines: a list of titles.
const SHORT_LINE: usize = 40;

/// The kind of a text by its title, its lines and the parts it has.
pub fn find(title: &str, text: &str, parts: &[Part]) -> Kind {
    let lines: Vec<usize> = text.lines().map(|line| line.chars().count()).collect();
    let short = lines.iter().filter(|length| **length < SHORT_LINE).count();
    let dated = text.lines().filter(|line| ends_with_date(line)).count();
    if lines.len() >= 8 && dated * 2 > lines.len() && short * 10 > lines.len() * 7 {
        return Kind::Index;
    }
    let has_parts = [Part::Measures, Part::Problems, Part::Plans]
        .iter()
        .filter(|part| parts.contains(part))
        .count();
    let title = title.trim();
    let is_notice = title.ends_with("通知") || title.ends_with("的函");
    let hands_out = HANDS_OUT.iter().any(|word| title.contains(word));
    if is_notice && !(hands_out && has_parts >= 2) && title.contains('关') {
        return Kind::Notice;
    }
    let said = WORDS
        .iter()
        .find(|(_, words)| words.iter().any(|word| title.contains(word)));
    match said {
        Some((Kind::Report, _)) | None => Kind::Report,
        // 召开 may stand in the first line of a report without a title of its own.
        Some((Kind::News, _)) if has_parts == 3 => Kind::Report,
        Some((kind, _)) => *kind,
    }
}

/// A line of a list of pages ends with the day each was published.
fn ends_with_date(line: &str) -> bool {
    let tail: String = line.chars().rev().take(12).collect();
    let digits = tail.chars().filter(char::is_ascii_digit).count();
    digits >= 6
        && tail
            .chars()
            .filter(|c| matches!(c, '-' | '/' | '.'))
            .count()
            == 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_end_in_their_kind() {
        for (title, kind) in [
            ("龙门县2024年法治政府建设年度报告", Kind::Report),
            ("龙门县2024年度法治政府建设工作情况", Kind::Report),
            ("龙门县2025年法治政府建设工作要点", Kind::Plan),
            ("关于报送2024年法治政府建设年度报告的通知", Kind::Notice),
            ("龙门县人民政府关于公布行政执法主体名单的公告", Kind::Notice),
            (
                "《龙门县重大行政决策程序办法》政策解读",
                Kind::Interpretation,
            ),
            ("龙门县召开法治政府建设推进会", Kind::News),
            ("", Kind::Report),
        ] {
            assert_eq!(find(title, "全文", &[Part::Measures]), kind, "{title}");
        }
        let parts = [Part::Measures, Part::Problems, Part::Plans];
        let handed = "关于印发《龙门县2024年法治政府建设年度报告》的通知";
        assert_eq!(find(handed, "全文", &parts), Kind::Report);
    }

    #[test]
    fn a_list_of_titles_and_days_is_an_index() {
        let list: Vec<String> = (1..20)
            .map(|day| format!("龙门县某局2024年报告 2025-01-{day:02}"))
            .collect();
        assert_eq!(
            find("法治政府建设年度报告", &list.join("\n"), &[]),
            Kind::Index
        );
        assert_eq!("reports".parse(), Ok(Kind::Report));
        assert_eq!("news".parse(), Ok(Kind::News));
        assert_eq!("总结".parse(), Ok(Kind::Report));
        assert!("essay".parse::<Kind>().is_err());
    }
}
