//! Pages of the layouts that government sites use, in our own words.

use super::*;

/// A body of text long enough to be an article.
const BODY: [&str; 3] = [
    "一、主要举措和成效",
    "2024年，全县收到行政复议申请48件，办结45件，“八五”普法宣传进村入户126场次。",
    "二是加强人民调解，调处矛盾纠纷1,085起，成功率达98.6%。",
];

#[track_caller]
fn reads(page: &str, expected: &[&str]) -> Draft {
    let draft = read(page.as_bytes()).unwrap();
    assert_eq!(draft.text.lines().collect::<Vec<_>>(), expected, "{page}");
    draft
}

fn with_title() -> Vec<&'static str> {
    [&["龙门县2024年法治政府建设年度报告"][..], &BODY].concat()
}

#[test]
fn the_article_of_a_trs_page_with_its_meta_tags() {
    let page = format!(
        r#"<!DOCTYPE html><html><head><title>龙门县2024年法治政府建设年度报告_公告_龙门县人民政府</title>
<meta name="SiteName" content="龙门县人民政府"/><meta name="ArticleTitle" content="龙门县2024年法治政府建设年度报告"/>
<meta name="PubDate" content="2025-01-17 09:30"/><meta name="ContentSource" content="龙门县司法局"/>
<meta name="Url" content="http://www.example.gov.cn/a.html"/><script>var a = "<p>不是正文</p>";</script></head>
<body><div class="header"><ul><li><a href="/">首页</a></li><li><a href="/1">政务公开</a></li></ul></div>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; 年度报告</div>
<h1>龙门县2024年法治政府建设年度报告</h1>
<div class="info">来源：龙门县司法局　发布时间：2025-01-17 09:30　【字体：<a>大</a> <a>中</a> <a>小</a>】</div>
<div class="TRS_Editor"><style>.TRS_Editor P{{}}</style><p align="justify">　　{}</p><p>&nbsp;&nbsp;{}</p><p><span>{}</span></p></div>
<div class="share">分享到：<a>微信</a></div><div class="footer">主办单位：龙门县人民政府办公室　粤ICP备00000000号</div></body></html>"#,
        BODY[0], BODY[1], BODY[2]
    );
    let about = reads(&page, &with_title()).about;
    assert_eq!(about.site.as_deref(), Some("龙门县人民政府"));
    assert_eq!(about.issuer.as_deref(), Some("龙门县司法局"));
    assert_eq!(about.published.as_deref(), Some("2025-01-17 09:30"));
    assert_eq!(
        about.url.as_deref(),
        Some("http://www.example.gov.cn/a.html")
    );
}

#[test]
fn the_settings_that_word_leaves_in_its_pages_are_no_text() {
    let settings = "<xml><w:WordDocument><w:View>Normal</w:View><w:Zoom>0</w:Zoom>\
        <w:DrawingGridVerticalSpacing>7.8 磅</w:DrawingGridVerticalSpacing></w:WordDocument></xml>";
    let article: String = BODY
        .iter()
        .map(|line| format!("<p class=MsoNormal><span lang=EN-US>{line}<o:p></o:p></span></p>"))
        .collect();
    for page in [
        format!("<div><!--[if gte mso 9]>{settings}<![endif]-->{article}</div>"),
        format!("<div><![if gte mso 9]>{settings}<![endif]>{article}</div>"),
        format!(
            "<html xmlns:w='a'><head>{settings}</head><body><div>{article}</div></body></html>"
        ),
    ] {
        reads(&page, &BODY);
    }
}

#[test]
fn an_unknown_layout_of_tables_with_line_breaks_only() {
    let page = format!(
        r#"<html><body><table><tr><td><a href="a">首页</a></td><td><a href="b">新闻</a></td></tr></table>
<table width="980"><tr><td><table><tr><td align="center"><b>龙门县2024年法治政府建设年度报告</b></td></tr>
<tr><td>{}<br>{}<br/><br/>　　{}<br></td></tr></table></td></tr></table>
<table><tr><td>版权所有：龙门县人民政府</td></tr></table></body></html>"#,
        BODY[0], BODY[1], BODY[2]
    );
    reads(&page, &with_title());
}

#[test]
fn lists_tables_and_words_of_the_source() {
    let page = format!(
        "<div id='zoom'><p>{}</p><p>{}</p><ol><li>健全制度</li><li>2.规范执法</li></ol><ul><li>公开结果</li></ul>\
         <table><tr><th>类别</th><th>件数</th></tr><tr><td><p>复议</p></td><td>48</td></tr></table>\
         <p>12345\n热线 office\nautomation 收到\n来电</p><pre>甲\n乙</pre><p style='display: none'>看不见</p></div>",
        BODY[0], BODY[1]
    );
    reads(
        &page,
        &[
            BODY[0],
            BODY[1],
            "1.健全制度",
            "2.规范执法",
            "公开结果",
            "类别",
            "件数",
            "复议",
            "48",
            "12345热线 office automation 收到来电",
            "甲",
            "乙",
        ],
    );
}

#[test]
fn the_table_of_open_government_information_is_about_the_article() {
    let page = format!(
        "<div><table class='xxgk'><tr><td>索引号：</td><td>000-2025</td><td>发布机构：</td><td>龙门县人民政府</td></tr>\
         <tr><td>名　　称：</td><td>年度报告</td><td>发布日期：</td><td>2025-01-20</td></tr></table></div>\
         <div class='article-content'><p>{}</p><p>{}</p><p>{}</p></div>",
        BODY[0], BODY[1], BODY[2]
    );
    let about = reads(&page, &BODY).about;
    assert_eq!(about.issuer.as_deref(), Some("龙门县人民政府"));
    assert_eq!(about.published.as_deref(), Some("2025-01-20"));
}

#[test]
fn what_stands_beside_the_longest_part_is_text() {
    let inner = format!("<p>{}</p><p>{}</p><p>{}</p>", BODY[1], BODY[2], BODY[1]);
    let last = "2025年1月17日";
    // An editor pasted from Word, a table between paragraphs, a system that nobody knows.
    for page in [
        format!(
            "<div class='TRS_Editor'><p>{}</p><div class='Section0'>{inner}</div><p>{last}</p></div>",
            BODY[0]
        ),
        format!(
            "<div id='zoom'><p>{}</p><table><tr><td>{inner}</td></tr></table><p>{last}</p></div>",
            BODY[0]
        ),
        format!(
            "<div class='x'><p>{}</p><div>{inner}</div><p>{last}</p></div><div>版权所有</div>",
            BODY[0]
        ),
    ] {
        reads(&page, &[BODY[0], BODY[1], BODY[2], BODY[1], last]);
    }
    let twice = format!(
        "<div><div class='TRS_Editor'><p>{}</p></div><div class='TRS_Editor'><p>{}</p></div></div>",
        BODY[1], BODY[2]
    );
    reads(&twice, &[BODY[1], BODY[2]]);
}

#[test]
fn a_page_may_be_a_form_or_bear_the_name_of_a_button() {
    let article = format!("<div class='nr'><p>{}</p><p>{}</p></div>", BODY[1], BODY[2]);
    for page in [
        format!("<form id='form1'><input value='a'>{article}</form>"),
        format!("<div id='print'>{article}</div>"),
        format!("<div class='main position'>{article}</div>"),
    ] {
        reads(&page, &BODY[1..]);
    }
}

#[test]
fn navigation_of_a_short_page_is_no_text() {
    let links = "<ul><li><a href='1'>首页</a></li><li><a href='2'>走进龙门</a></li><li><a href='3'>政务公开</a></li></ul>";
    let page = format!(
        "<div>{links}</div><div><p>{}</p><p>{}</p></div><div><p>主办单位：龙门县人民政府</p><p>地址：龙门县城</p></div>",
        BODY[1], BODY[2]
    );
    reads(&page, &BODY[1..]);
}

#[test]
fn lines_of_a_report_that_look_like_buttons_stay() {
    let cells = "<table><tr><td>微信</td><td>大</td></tr><tr><td>主办单位：县司法局</td><td>73场</td></tr></table>";
    let said = "点击数最高的普法短视频为《法治龙门》，播放8万次。";
    let more: String = (0..10).map(|_| format!("<p>{}</p>", BODY[1])).collect();
    let page = format!("<div id='zoom'>{more}<p>{said}</p>{cells}{more}</div>");
    let draft = read(page.as_bytes()).unwrap();
    for kept in [said, "微信", "大", "主办单位：县司法局", "73场"] {
        assert!(
            draft.text.lines().any(|line| line == kept),
            "{kept}\n{}",
            draft.text
        );
    }
    assert_eq!(
        draft.text.lines().filter(|line| *line == BODY[1]).count(),
        20
    );
}

#[test]
fn a_page_without_an_article_says_so() {
    for page in [
        "<html><head><title>页面</title></head><body><script>load()</script></body></html>",
        "<html><body><h1>404</h1><p>您访问的页面不存在</p></body></html>",
        "<html><body><h1>龙门县2024年法治政府建设年度报告</h1><div>来源：县司法局 发布日期：2025-01-17</div><p><a href='a.docx'>龙门县2024年法治政府建设年度报告.docx</a></p></body></html>",
        "<html><body><ul><li><a href='1'>龙门县2023年法治政府建设年度报告</a></li><li><a href='2'>龙门县2022年法治政府建设年度报告</a></li></ul></body></html>",
    ] {
        let error = read(page.as_bytes()).unwrap_err();
        assert!(
            matches!(error, ExtractError::NoArticle { .. }),
            "{page}: {error}"
        );
    }
}

#[test]
fn an_article_of_wechat_has_its_day_between_title_and_text() {
    let title = "龙门县2024年法治政府建设年度报告";
    let page = format!(
        "<html><head><meta property='og:title' content='{title}'><title></title></head><body><div id='js_article'>\
         <h1 id='activity-name'>{title}</h1><div id='meta_content'><span>原创</span><span>甲某</span><a id='js_name'>龙门司法</a>\
         <em id='publish_time'>2025-01-17 09:30</em><em id='js_ip_wording'>广东</em></div>\
         <div id='js_content' style='visibility: hidden'><section><p>{}</p></section><section><p>{}</p><p>{}</p></section></div>\
         <p>微信扫一扫关注该公众号</p></div></body></html>",
        BODY[0], BODY[1], BODY[2]
    );
    let about = reads(&page, &with_title()).about;
    assert_eq!(about.published.as_deref(), Some("2025-01-17 09:30"));
}

#[test]
fn an_article_that_a_script_unveils_is_text_and_other_hidden_things_are_none() {
    let veil = "style='visibility: hidden; opacity: 0; '";
    let page = format!(
        "<body><p {veil}>龙门县各镇街同步推进</p><div id='js_content' {veil}><p>{}</p><p>{}</p></div><p>微信扫一扫关注该公众号</p></body>",
        BODY[1], BODY[2]
    );
    let draft = read(page.as_bytes()).unwrap();
    assert!(draft.text.contains(BODY[1]) && draft.text.contains(BODY[2]));
    assert!(!draft.text.contains("同步推进"), "{}", draft.text);
    let hidden = format!(
        "<body><div style='display:none'><p>{}</p></div><div><p>{}</p></div></body>",
        BODY[2].repeat(3),
        BODY[1]
    );
    reads(&hidden, &[BODY[1]]);
}

#[test]
fn lines_that_were_wrapped_before_they_came_to_the_page_are_paragraphs_again() {
    let lines = [
        "　　2024年，龙门县紧扣年度任务，着力提升行政执法质效，全县收",
        "到行政复议申请48件，办结45件，“八五”普法宣传进村入户126场",
        "次，群众知晓率明显提高。",
        "　　一、主要举措和成效",
        "　　（一）推进人民调解。各镇街调解委员会坚持抓早抓小，全年调",
        "处矛盾纠纷1085起，成功率达98.6%，其中疑难纠纷62起，涉及金额",
        "五百余万元，没有一起转为刑事案件。",
        "　　二、存在的问题",
        "　　一是个别镇街执法人员不足，取得执法证的只有七成；二是案卷",
        "制作不够规范，说理不充分。",
    ];
    let expected = [
        "2024年，龙门县紧扣年度任务，着力提升行政执法质效，全县收到行政复议申请48件，办结45件，“八五”普法宣传进村入户126场次，群众知晓率明显提高。",
        "一、主要举措和成效",
        "（一）推进人民调解。各镇街调解委员会坚持抓早抓小，全年调处矛盾纠纷1085起，成功率达98.6%，其中疑难纠纷62起，涉及金额五百余万元，没有一起转为刑事案件。",
        "二、存在的问题",
        "一是个别镇街执法人员不足，取得执法证的只有七成；二是案卷制作不够规范，说理不充分。",
    ];
    let own: String = lines.iter().map(|line| format!("<p>{line}</p>")).collect();
    reads(&format!("<div id='zoom'>{own}</div>"), &expected);
    reads(
        &format!("<div id='zoom'>{}</div>", lines.join("<br>")),
        &expected,
    );
    // Cells of a table, items of a list and paragraphs of a page stay apart.
    let cells: String = (1..30)
        .map(|at| format!("<tr><td>{at}</td><td>规范行政执法行为</td><td>县司法局</td></tr>"))
        .collect();
    let page = format!(
        "<div id='zoom'><p>{}</p><table>{cells}</table></div>",
        BODY[0]
    );
    assert_eq!(read(page.as_bytes()).unwrap().text.lines().count(), 88);
}

#[test]
fn depth_costs_no_stack() {
    let deep = format!(
        "{}{}{}",
        "<div>".repeat(4_000),
        BODY[1],
        "</div>".repeat(4_000)
    );
    reads(&deep, &[BODY[1]]);
}
