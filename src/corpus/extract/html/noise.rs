//! What stands on a page but is not part of its article: elements by their names, lines by their words.

use dom_query::{Document, NodeRef};

/// Elements that hold no text to read.
const ELEMENTS: &str = "script, style, noscript, template, iframe, object, embed, svg, canvas, \
    select, button, input, textarea, audio, video, map, nav, dialog, head > *, [title=header], \
    [title=footer], [hidden], [aria-hidden=true]";

/// Elements that are named for what is around an article by the systems of these sites, and Word's own
/// settings. Some pages give such a name to everything in them, so only those with a small part of the text
/// are noise.
const AROUND: &str = "header, footer, aside, .share, .bdsharebuttonbox, .bshare-custom, .social-share, \
    #share, .breadcrumb, .crumbs, .position, .weizhi, #print, .print, .qrcode, .ewm, .erweima, \
    .footer, #footer, .foot, .copyright, .friendlink, .related, .xgwj, .pager, .pagination, \
    .page-nav, .fontsize, .font-size, .zihao, .tool-bar, .toolbar, .article-tool, xml";

/// An element around an article has less than one in so many of the letters of its page.
const SMALL_PART: usize = 4;

/// Styles that hide an element.
const HIDING: [&str; 2] = ["display:none", "mso-hide:all"];

/// A style that hides what no reader should see, or else hides the article until a script has run (WeChat):
/// then it covers most of the page.
const VEIL: &str = "visibility:hidden";

/// Removes what is not text of any article.
pub(super) fn remove_elements(document: &Document) {
    document.select(ELEMENTS).remove();
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let all = letters(&document.text());
    for around in document.select(AROUND).nodes() {
        if letters(&around.text()) * SMALL_PART < all {
            around.remove_from_parent();
        }
    }
    let styled = document.select("[style]");
    let (veiled, other): (Vec<&NodeRef<'_>>, Vec<&NodeRef<'_>>) =
        (styled.nodes().iter()).partition(|node| style(node).contains(VEIL) && !is_hidden(node));
    for node in other {
        if is_hidden(node) {
            node.remove_from_parent();
        }
    }
    if veiled.is_empty() {
        return;
    }
    let all = letters(&document.text());
    for node in veiled {
        if letters(&node.text()) * 2 <= all {
            node.remove_from_parent();
        }
    }
}

fn is_hidden(node: &NodeRef<'_>) -> bool {
    let style = style(node);
    HIDING.iter().any(|hiding| style.contains(hiding))
}

/// The style of an element, in lower case and without white space.
fn style(node: &NodeRef<'_>) -> String {
    let style = node.attr("style").unwrap_or_default().to_ascii_lowercase();
    style.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Beginnings of lines that lead elsewhere or set the page.
const BEGINNINGS: [&str; 34] = [
    "当前位置",
    "您的位置",
    "您现在的位置",
    "您当前的位置",
    "所在位置",
    "首页>",
    "首页 >",
    "首页»",
    "上一篇",
    "下一篇",
    "上一条",
    "下一条",
    "字体：",
    "字体:",
    "字号：",
    "字号:",
    "【字体",
    "[字体",
    "【字号",
    "分享到",
    "分享：",
    "分享:",
    "扫一扫",
    "打印本页",
    "【打印",
    "[打印",
    "关闭窗口",
    "【关闭",
    "[关闭",
    "浏览次数",
    "浏览量",
    "点击数",
    "访问次数",
    "阅读次数",
];

/// Whole lines that are buttons.
const WHOLE: [&str; 24] = [
    "打印",
    "关闭",
    "收藏",
    "分享",
    "返回",
    "返回顶部",
    "大",
    "中",
    "小",
    "大中小",
    "大 中 小",
    "A",
    "A+",
    "A-",
    "微信",
    "微博",
    "QQ空间",
    "下载",
    "朗读",
    "纠错",
    "首页",
    "我要纠错",
    "保存",
    "字体大小",
];

/// Words that a line above an article is made of: where it comes from and when.
const ORIGINS: [&str; 14] = [
    "来源：",
    "来源:",
    "信息来源",
    "文章来源",
    "发布时间",
    "发布日期",
    "发布机构",
    "发布单位",
    "作者：",
    "作者:",
    "编辑：",
    "责任编辑",
    "浏览",
    "点击",
];

/// A longer line is a paragraph, whatever it begins with.
const LONGEST: usize = 120;
/// Lines from here to the end belong to the foot of the page.
const FEET: [&str; 8] = [
    "主办单位：",
    "主办单位:",
    "主办：",
    "承办单位：",
    "版权所有",
    "网站标识码",
    "相关链接",
    "相关阅读",
];

/// How many lines from either end of an article buttons may be.
const EDGE: usize = 8;

/// The paragraphs without those that only a browser needs.
pub(super) fn without_lines(paragraphs: Vec<String>) -> Vec<String> {
    let count = paragraphs.len();
    let foot = (count.saturating_sub(12)..count)
        .find(|&at| is_foot(&paragraphs[at..]))
        .unwrap_or(count);
    let lines = paragraphs.into_iter().take(foot).enumerate();
    lines
        .filter(|(at, line)| {
            let at_edge = *at < EDGE || at + EDGE >= foot;
            !(is_noise(line) && (at_edge || !WHOLE.contains(&line.trim())))
        })
        .map(|(_, line)| line)
        .collect()
}

/// Whether the foot of a page begins here: who runs the site, and no more sentences.
fn is_foot(lines: &[String]) -> bool {
    let begins = lines
        .first()
        .is_some_and(|line| is_short(line) && starts_with(line, &FEET));
    begins && !lines.iter().any(|line| ends_as_text(line))
}

/// Whether a line ends as sentences do.
fn ends_as_text(line: &str) -> bool {
    line.trim_end().ends_with(['。', '；', '，', '：', ';'])
}

fn starts_with(line: &str, beginnings: &[&str]) -> bool {
    beginnings
        .iter()
        .any(|beginning| line.starts_with(beginning))
}

fn is_short(line: &str) -> bool {
    line.chars().nth(LONGEST).is_none()
}

/// Words of lines that only set the page, whatever comes before the words.
const SETTINGS: [&str; 6] = ["【字体", "[字体", "字体：", "字号：", "浏览次数", "点击数"];

/// Whether a line is a button, a path of links or a counter.
pub(super) fn is_noise(line: &str) -> bool {
    let line = line.trim();
    let sets_the_page = || SETTINGS.iter().any(|word| line.contains(word));
    let is_text = ends_as_text(line) || line.contains('。');
    let settings = || starts_with(line, &BEGINNINGS) || sets_the_page();
    WHOLE.contains(&line) || is_short(line) && !is_text && settings()
}

/// Whether a line says where a page comes from and nothing else.
pub(super) fn is_origin(line: &str) -> bool {
    is_short(line)
        && !line.ends_with(['。', '；', '，'])
        && ORIGINS.iter().any(|word| line.contains(word))
        && {
            let digits = line.chars().filter(char::is_ascii_digit).count();
            starts_with(line, &ORIGINS) || digits >= 4 || line.contains('|')
        }
}
