//! Lines after a signature: recipients, who typed it, what a page adds, where an annex begins.

use crate::report::date::{Date, is_numeral};
use crate::report::numbering;
use crate::text::{is_barrier, plain};

/// Such a line has no more characters than this,
const LONGEST: usize = 60;
/// except one that names all those to whom a report was sent.
const LONGEST_SENT: usize = 300;
/// An unknown line has no more than this.
const LONGEST_UNKNOWN: usize = 40;
/// A page may add so many lines.
const MOST: usize = 24;

/// What follows a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behind {
    /// An annex, from this line on.
    Annex(usize),
    /// Lines of known kinds.
    Known,
    /// Short lines, some of them of no known kind.
    Short,
}

/// What the lines from `from` on are; `None` if the report goes on in them.
pub fn read(text: &str, lines: &[std::ops::Range<usize>], from: usize) -> Option<Behind> {
    let mut behind = Behind::Known;
    for (at, line) in lines.iter().enumerate().skip(from) {
        let written = text[line.clone()].trim();
        let folded = plain(written);
        if is_closing(&folded) {
            continue;
        }
        if begins_annex(&folded) {
            return Some(Behind::Annex(at));
        }
        if at - from >= MOST || !is_short(written, &folded) {
            return None;
        }
        behind = Behind::Short;
    }
    Some(behind)
}

/// The first of the lines at the very end that are not part of the report; not before `head`.
pub fn first(text: &str, lines: &[std::ops::Range<usize>], head: usize) -> usize {
    let mut first = lines.len();
    for at in (head..lines.len()).rev().take(MOST) {
        let written = text[lines[at].clone()].trim();
        let folded = plain(written);
        if is_closing(&folded) && (first == at + 1 || leads_to_others(&folded)) {
            first = at;
        } else if !is_short(written, &folded) {
            break;
        }
    }
    first
}

/// A line without a number or a sentence in it: a link, a name, a button.
fn is_short(written: &str, folded: &str) -> bool {
    folded.chars().count() <= LONGEST_UNKNOWN
        && !folded.contains(is_barrier)
        && numbering::label(written).is_none()
        && !folded.chars().all(|c| c.is_ascii_digit())
}

/// Whether a plain line says that it is not part of the report.
fn is_closing(folded: &str) -> bool {
    let bare = folded.trim_matches(|c| "()[]【】<>|-—·_*#".contains(c));
    let count = bare.chars().count();
    let sent = SENT.iter().any(|word| bare.starts_with(word));
    let is_said = is_labelled(bare)
        || BEGINNINGS.iter().any(|word| bare.starts_with(word))
        || WITHIN.iter().any(|word| bare.contains(word))
        || leads_to_others(bare)
        || is_buttons(bare)
        || ["盖章", "公章", "签章"].contains(&bare)
        || is_count_of_copies(bare)
        || is_page_number(folded)
        || is_printing(bare).is_some();
    sent && count <= LONGEST_SENT || is_said && count <= LONGEST && !bare.contains('。')
}

/// To whom a report was sent.
const SENT: [&str; 6] = ["抄送", "抄报", "报:", "送:", "发:", "分送:"];

/// How other lines begin that are not part of a report.
const BEGINNINGS: [&str; 16] = [
    "上一篇",
    "下一篇",
    "上一条",
    "下一条",
    "扫一扫",
    "扫码",
    "扫描二维码",
    "您是第",
    "此件公开",
    "此件主动公开",
    "此件依申请公开",
    "此件不予公开",
    "版权所有",
    "分享到",
    "附件下载",
    "主题词",
];

/// Words that only occur in lines at the foot of a page.
const WITHIN: [&str; 3] = ["icp备", "公网安备", "网站标识码"];

/// `联系人:…`, and `校对:` with nothing after it.
fn is_labelled(bare: &str) -> bool {
    const LABELS: [&str; 31] = [
        "联系人",
        "联系电话",
        "联系方式",
        "联系地址",
        "咨询电话",
        "电话",
        "传真",
        "邮箱",
        "邮编",
        "地址",
        "公开属性",
        "公开方式",
        "公开形式",
        "公开类别",
        "公开范围",
        "信息公开选项",
        "校对",
        "打字",
        "打印",
        "责任编辑",
        "编辑",
        "审核",
        "初审",
        "终审",
        "作者",
        "撰稿",
        "供稿",
        "来源",
        "主办",
        "主办单位",
        "承办",
    ];
    let label = bare.split_once(':').map(|(label, _)| label);
    label.is_some_and(|label| LABELS.contains(&label))
}

/// `相关阅读:`, after which the titles of other texts stand.
fn leads_to_others(folded: &str) -> bool {
    const RELATIONS: [&str; 4] = ["相关", "关联", "推荐", "延伸"];
    const OTHERS: [&str; 9] = [
        "阅读", "链接", "稿件", "新闻", "信息", "文章", "附件", "文件", "解读",
    ];
    let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
    let other = RELATIONS.iter().find_map(|word| bare.strip_prefix(word));
    other.is_some_and(|other| OTHERS.contains(&other))
}

/// `打印 关闭`, `网站地图 | 联系我们`: nothing but the buttons and links of a page.
fn is_buttons(bare: &str) -> bool {
    const BUTTONS: [&str; 26] = [
        "打印",
        "关闭",
        "返回",
        "收藏",
        "分享",
        "下载",
        "纠错",
        "本页",
        "页面",
        "当前",
        "窗口",
        "顶部",
        "首页",
        "上页",
        "列表",
        "网站",
        "地图",
        "联系",
        "关于",
        "我们",
        "微信",
        "微博",
        "朋友圈",
        "无障碍",
        "手机版",
        "字号",
    ];
    let mut rest = bare;
    let mut found = false;
    while !rest.is_empty() {
        rest = match BUTTONS.iter().find_map(|word| rest.strip_prefix(word)) {
            Some(after) => after,
            None if rest.starts_with(|c: char| !c.is_alphanumeric()) => {
                rest.trim_start_matches(|c: char| !c.is_alphanumeric())
            }
            None => return false,
        };
        found = true;
    }
    found
}

/// `共印15份`
fn is_count_of_copies(bare: &str) -> bool {
    let count = bare.strip_suffix('份').map(|count| {
        let count = count.trim_start_matches(['共', '印', '制']);
        count.trim_matches(' ')
    });
    bare.contains('印') && count.is_some_and(|count| count.chars().all(is_numeral))
}

/// `-6-`, `第6页`
fn is_page_number(folded: &str) -> bool {
    let has_number = folded.contains(|c: char| c.is_ascii_digit());
    has_number
        && folded.contains(['-', '—', '页'])
        && folded.chars().filter(char::is_ascii_digit).count() <= 6
        && folded
            .chars()
            .all(|c| c.is_ascii_digit() || "-—第共页/ ".contains(c))
}

/// `县政府办公室2023年2月10日印发`: the office that prints and the day, not who writes.
pub fn is_printing(folded: &str) -> Option<Date> {
    let before = folded.trim_end_matches(['。', ' ']).strip_suffix("印发")?;
    let (office, date, after) = Date::split(before)?;
    (after.is_empty() && !office.contains([',', '。', ':'])).then_some(date)
}

/// Whether an annex begins with a plain line: `附件1`, `附:统计表`, or the title of a table.
fn begins_annex(folded: &str) -> bool {
    const MARKS: [&str; 5] = ["附件", "附表", "附录", "附图", "附"];
    const TABLES: [&str; 7] = ["表", "清单", "台账", "名单", "一览", "典型案例", "汇总"];
    let bare = folded.trim_start_matches(|c| "#([【 ".contains(c));
    let marked = MARKS.iter().find_map(|mark| bare.strip_prefix(mark));
    let is_marked = marked.is_some_and(|rest| {
        rest.is_empty() || rest.starts_with(|c| is_numeral(c) || ":)]】.、 ".contains(c))
    });
    let is_table = TABLES.iter().any(|end| bare.ends_with(end));
    is_marked || is_table && bare.chars().count() <= LONGEST_UNKNOWN && !bare.contains(is_barrier)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_behind_a_signature_say_what_they_are() {
        for line in [
            "抄送：市司法局。",
            "抄报：省司法厅，市人大常委会办公室。",
            "报：市政府办公室",
            "发：各乡镇人民政府、各街道办事处",
            "（联系人：和某，电话：0872-5550xxx）",
            "联系电话：0872-5550xxx",
            "主题词：法治政府 报告",
            "共印28份",
            "（共印 40 份）",
            "公开属性：依申请公开",
            "（此件主动公开）",
            "校对：杨某",
            "(盖章)",
            "上一篇：没有了",
            "主办：云龙县人民政府",
            "滇ICP备05000000号",
            "滇公网安备 53292900000000号",
            "打印 关闭",
            "【打印本页】 【关闭窗口】",
            "网站地图 | 联系我们 | 关于我们",
            "扫一扫在手机上打开",
            "云龙县人民政府办公室　　2024年1月12日印发",
            "- 12 -",
            "第12页",
            "相关阅读：",
            "您是第 300 位访客",
            "初审：杨某 终审：和某",
        ] {
            assert!(is_closing(&plain(line)), "{line}");
        }
        for line in [
            "主办普法活动12场",
            "打印普法手册300份",
            "印制手册300份",
            "送法下乡12次",
            "来源于群众的线索12条",
            "编辑普法读本。",
            "扫码学法活动开展12场。",
            "云龙县人民政府",
            "2024年1月12日",
            "附件1",
            "12",
            "2023-12-05",
        ] {
            assert!(!is_closing(&plain(line)), "{line}");
        }
    }

    #[test]
    fn annexes_begin_with_a_mark_or_the_title_of_a_table() {
        for line in [
            "附件",
            "附件1",
            "附件：",
            "附：统计表",
            "（附件2）",
            "附表1 行政执法数据",
            "2023年度行政处罚统计表",
        ] {
            assert!(begins_annex(&plain(line)), "{line}");
        }
        for line in ["附近的村庄", "附加条件", "附件说明了情况。", "云龙县司法局"]
        {
            assert!(!begins_annex(&plain(line)), "{line}");
        }
    }
}
