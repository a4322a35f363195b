//! Frames of every layout, in our own words.

mod signatures;

use super::*;
use crate::report::sentence::lines;

fn frame(text: &str) -> Frame {
    find(text, &lines(text))
}

#[test]
fn titles_of_every_layout_are_found() {
    let body = "\n2024年，我县推进各项工作。\n一、举措\n开展。";
    for (head, title, issuer) in [
        (
            "云龙县2024年法治政府建设年度报告",
            Some("云龙县2024年法治政府建设年度报告"),
            None,
        ),
        (
            "云龙县人民政府\n关于2024年法治政府建设情况的报告",
            Some("云龙县人民政府关于2024年法治政府建设情况的报告"),
            Some("云龙县人民政府"),
        ),
        (
            "云龙县司法局\n2024年法治政府建设年度报告",
            Some("2024年法治政府建设年度报告"),
            Some("云龙县司法局"),
        ),
        (
            "2024年法治政府建设年度报告\n云龙县司法局\n（2025年1月3日）",
            Some("2024年法治政府建设年度报告"),
            Some("云龙县司法局"),
        ),
        (
            "云龙县水务局\n2024年法治政府建设年度报告",
            Some("云龙县水务局2024年法治政府建设年度报告"),
            Some("云龙县水务局"),
        ),
        (
            "云龙县人民政府\n云龙县2024年法治政府建设年度报告",
            Some("云龙县2024年法治政府建设年度报告"),
            Some("云龙县人民政府"),
        ),
        (
            "中共云龙县委\n云龙县人民政府\n关于2024年法治政府建设情况的报告",
            Some("中共云龙县委云龙县人民政府关于2024年法治政府建设情况的报告"),
            None,
        ),
        (
            "云龙县司法局\n云龙县公安局\n云龙县财政局\n关于2024年法治政府建设情况的报告",
            Some("云龙县司法局云龙县公安局云龙县财政局关于2024年法治政府建设情况的报告"),
            None,
        ),
        (
            "云龙县人民政府\n云龙县水务局\n关于2024年法治政府建设情况的报告",
            Some("云龙县水务局关于2024年法治政府建设情况的报告"),
            Some("云龙县水务局"),
        ),
        (
            "云龙县人民政府\n云龙县水务局\n2024年法治政府建设年度报告",
            Some("云龙县水务局2024年法治政府建设年度报告"),
            Some("云龙县水务局"),
        ),
        (
            "发布机构：云龙县司法局\n云龙县人民政府\n关于2024年法治政府建设情况的报告",
            Some("云龙县人民政府关于2024年法治政府建设情况的报告"),
            Some("云龙县司法局"),
        ),
        (
            "云龙县2024年法治政府建设\n工作情况报告",
            Some("云龙县2024年法治政府建设工作情况报告"),
            None,
        ),
        (
            "# 云龙县法治政府建设报告（2024年）",
            Some("云龙县法治政府建设报告（2024年）"),
            None,
        ),
        (
            "雲龍縣2024年法治政府建設年度報告",
            Some("雲龍縣2024年法治政府建設年度報告"),
            None,
        ),
    ] {
        let found = frame(&format!("{head}{body}"));
        assert_eq!(found.title.as_deref(), title, "{head}");
        assert_eq!(found.issuer.as_deref(), issuer, "{head}");
    }
}

#[test]
fn a_body_without_a_title_has_none() {
    for text in [
        "2024年，我县推进法治政府建设。\n一、举措\n开展。",
        "一、举措\n开展工作情况\n二、问题\n不足。",
        "县人民政府：\n现将情况报告如下。",
    ] {
        let found = frame(text);
        assert_eq!((found.title, found.head), (None, 0), "{text}");
    }
}

#[test]
fn what_a_page_says_of_today_is_no_part_of_the_title_and_no_date_of_the_report() {
    let title = "云龙县2023年法治政府建设年度报告";
    for day in [
        "2019年12月3日",
        "2019年12月3日 星期二",
        "２０１９年１２月３日（星期二） 多云",
        "2019-12-03 星期二 10:21:33",
        "星期二 2019年12月3日",
        "2019年12月3日 周二 大理 晴 3℃~15℃",
        "2019年12月3日 10:21",
        "今天是2019年12月3日",
        "今天：晴 3℃~12℃",
        "阴 8℃",
        "欢迎访问云龙县人民政府网站 今天是：2019年12月3日 星期二",
        "欢迎访问云龙县人民政府门户网站！",
        "您好，今天是12月3日 星期二",
        "当前位置：首页 > 政务公开 > 法治政府",
    ] {
        for text in [
            format!("{day}\n{title}\n全县推进。\n一、举措\n开展。"),
            format!("云龙县人民政府\n{day}\n{title}\n全县推进。\n一、举措\n开展。"),
        ] {
            let found = frame(&text);
            assert_eq!(found.title.as_deref(), Some(title), "{text}");
            assert_eq!(found.published, None, "{text}");
            assert_eq!(found.head, text.lines().count() - 3, "{text}");
        }
    }
    // Below the title, or where the line says so, it is the day of publication.
    for text in [
        format!("{title}\n2024-03-01 10:20\n正文。"),
        format!("{title}\n2024-03-01 来源：县司法局\n正文。"),
        format!("发布时间：2024-03-01\n{title}\n正文。"),
        format!("更新时间：2024-02-01\n【发布日期】2024-03-01\n{title}\n正文。"),
    ] {
        let found = frame(&text);
        assert_eq!(found.title.as_deref(), Some(title), "{text}");
        let published = found.published.map(|date| date.to_string());
        assert_eq!(published.as_deref(), Some("2024-03-01"), "{text}");
    }
}

#[test]
fn a_line_of_a_day_and_an_office_below_the_title_is_the_page_s() {
    let title = "云龙县2023年法治政府建设年度报告";
    for (line, issuer) in [
        ("2024年03月01日 10:21:03 县司法局", Some("县司法局")),
        ("（2024年3月1日 云龙县司法局）", None),
        ("云龙县司法局 2024-03-01", Some("云龙县司法局")),
        ("[2024-03-01 10:21] 浏览次数：31", None),
        (
            "http://www.example.gov.cn　　2024-03-01　　来源：县司法局　　阅读：31次",
            Some("县司法局"),
        ),
        (
            "https://www.example.gov.cn/2023/05/06/a.html 2024-03-01 10:21",
            None,
        ),
        (
            "原创 云龙司法局 云龙司法 2024年03月01日 09:30 云南",
            Some("云龙司法局"),
        ),
        ("云龙司法 2024-03-01 09:30 云南", None),
    ] {
        let found = frame(&format!(
            "{title}\n{line}\n2023年，我县推进。\n一、举措\n开展。"
        ));
        assert_eq!(found.title.as_deref(), Some(title), "{line}");
        let published = found.published.map(|date| date.to_string());
        assert_eq!(published.as_deref(), Some("2024-03-01"), "{line}");
        assert_eq!(found.head, 2, "{line}");
        if issuer.is_some() {
            assert_eq!(found.issuer.as_deref(), issuer, "{line}");
        }
        // Above the title it says what day it is.
        let above = frame(&format!(
            "云龙司法 2024-03-01 09:30 云南\n{title}\n2023年，我县推进。"
        ));
        assert_eq!(
            (above.title.as_deref(), above.published),
            (Some(title), None)
        );
    }
    for line in [
        "2023年12月4日，县政府召开会议，学习10:30前的部署",
        "2023年12月4日县委全面依法治县委员会会议",
        "2023年12月4日宪法宣传周启动",
        "2023年1月1日至2023年12月31日",
    ] {
        let found = frame(&format!("{title}\n{line}\n我县推进。"));
        assert_eq!((found.head, found.published), (1, None), "{line}");
    }
}

#[test]
fn a_day_is_no_opening_where_no_title_follows() {
    let found = frame("今天是2025年11月29日\n云龙县的法治故事\n2023年，我县推进。");
    assert_eq!((found.title, found.head), (None, 1));
    // A day within the words of a line belongs to that line.
    for line in [
        "2023年12月4日宪法宣传周启动",
        "2023年12月4日，县政府召开会议",
        "每周一开展学法活动",
    ] {
        let found = frame(&format!("{line}\n我县推进。"));
        assert_eq!(found.head, 0, "{line}");
    }
}

#[test]
fn dates_and_signatures_are_read_at_both_ends() {
    let found = frame(
        "云龙县年度报告\n发布时间：2025-01-20 来源：云龙县司法局 浏览次数：3\n正文。\n专此报告。\n云龙县人民政府\n2025年1月3日",
    );
    assert_eq!(
        found.published.map(|d| d.to_string()).as_deref(),
        Some("2025-01-20")
    );
    assert_eq!(found.issuer.as_deref(), Some("云龙县司法局"));
    assert_eq!((found.head, found.tail), (2, 3));
    let found = frame("正文。\n云龙县人民政府　2025年1月3日");
    assert_eq!(found.issuer.as_deref(), Some("云龙县人民政府"));
    assert_eq!((found.published.is_some(), found.tail), (true, 1));
    let found = frame("正文。\n云龙县人民政府\n二O二五年一月");
    assert_eq!(found.issuer.as_deref(), Some("云龙县人民政府"));
    let found = frame("正文。\n云龙县人民政府\n二〇二五年一月三日");
    assert_eq!(
        found.published.map(|d| d.to_string()).as_deref(),
        Some("2025-01-03")
    );
    assert_eq!(found.issuer.as_deref(), Some("云龙县人民政府"));
}

#[test]
fn what_a_registry_or_a_site_puts_above_a_title_is_no_part_of_it() {
    let title = "云龙县2023年法治政府建设年度报告";
    for line in [
        "主题分类：司法",
        "发文机关：云龙县司法局",
        "有效性：有效",
        "公开方式：主动公开",
        "责任部门：办公室",
        "内容概述：云龙县2022年工作总结",
        "标题：云龙县2023年法治政府建设年度报告",
        "网站首页 > 政府信息公开 > 法治政府建设",
        "首页>>政务公开>>云龙县2023年法治政府建设年度报告",
        "首页 / 政务公开 / 法治政府",
        "附件2",
        "附件：",
        "（2024年第1期）",
        "第12期（总第308期）",
        "法治云龙简报",
        "云龙县人民政府文件",
    ] {
        let found = frame(&format!("{line}\n{title}\n全县推进。\n一、举措\n开展。"));
        assert_eq!(found.title.as_deref(), Some(title), "{line}");
        assert_eq!(found.head, 2, "{line}");
    }
    let said =
        frame("发文机关：云龙县司法局\n名称：云龙县2023年工作总结\n有效性：有效\n全县推进。");
    assert_eq!(said.title.as_deref(), Some("云龙县2023年工作总结"));
    assert_eq!(said.issuer.as_deref(), Some("云龙县司法局"));
    assert_eq!(said.head, 3);
}

#[test]
fn a_letterhead_is_no_part_of_a_title() {
    let titles = [
        ("云龙县人民政府\n关于2023年度法治政府建设情况的报告", 2),
        ("云龙县人民政府关于\n2023年度法治政府建设情况的报告", 2),
        ("云龙县人民政府关于2023年度法治政府建设情况的报告", 1),
    ];
    for (head, count) in [
        ("云龙县人民政府文件\n云政发〔2024〕3号\n", 2),
        (
            "云龙县人民政府文件\n云政发〔2024〕3号　　　签发人：杨某\n",
            2,
        ),
        (
            "000012\n机密★1年\n特急\n云龙县人民政府文件\n云政发〔2024〕3号\n签发人：杨某\n",
            6,
        ),
        ("No.000012\n内部\n", 2),
    ] {
        for (title, lines) in titles {
            let found = frame(&format!(
                "{head}{title}\n2023年，全县推进。\n一、举措\n开展。"
            ));
            let whole = "云龙县人民政府关于2023年度法治政府建设情况的报告";
            assert_eq!(found.title.as_deref(), Some(whole), "{head}{title}");
            assert_eq!(found.head, count + lines, "{head}{title}");
            let issuer = Some("云龙县人民政府");
            assert_eq!(found.issuer.as_deref(), issuer, "{head}{title}");
        }
    }
    let found = frame("云龙县清理规范性文件\n2023年法治政府建设年度报告\n全县推进。");
    let whole = "云龙县清理规范性文件2023年法治政府建设年度报告";
    assert_eq!(found.title.as_deref(), Some(whole));
}

#[test]
fn however_much_a_registry_says_the_title_is_found() {
    let registry = "索引号：000\n发布机构：云龙县司法局\n发文字号：无\n成文日期：2024-01-10\n发布日期：2024-01-19\n\
        来源：云龙县司法局\n浏览次数：31\n字号：大 中 小\n主题分类：司法\n有效性：有效";
    let found = frame(&format!(
        "{registry}\n云龙县2023年法治政府建设年度报告\n全县推进。"
    ));
    assert_eq!(
        found.title.as_deref(),
        Some("云龙县2023年法治政府建设年度报告")
    );
    assert_eq!(
        (found.head, found.issuer.as_deref()),
        (11, Some("云龙县司法局"))
    );
    let text = "姓名：甲\n单位：乙\n".repeat(20);
    assert_eq!(
        crate::report::parse(&text)
            .passages
            .last()
            .map(|last| last.end as usize),
        Some(text.len())
    );
}

#[test]
fn however_long_the_menu_of_a_page_is_the_title_above_its_date_is_found() {
    let menu = [
        "登录",
        "法治政府建设年度报告",
        "无障碍阅读",
        "首页",
        "走进云龙",
        "新闻中心",
        "政务公开",
        "政务服务",
        "互动交流",
        "数据开放",
        "领导之窗",
        "搜索",
        "当前位置：首页 > 政务公开",
    ];
    let body = "2023年，我县推进。\n一、主要举措\n开展普法。";
    for count in [5, 7, 8, 9, 10, 13] {
        for (head, title) in [
            (
                "云龙县2023年法治政府建设情况报告",
                "云龙县2023年法治政府建设情况报告",
            ),
            (
                "云龙县人民政府\n关于2023年法治政府建设情况的报告",
                "云龙县人民政府关于2023年法治政府建设情况的报告",
            ),
            (
                "云龙县2023年法治政府建设\n工作情况报告",
                "云龙县2023年法治政府建设工作情况报告",
            ),
        ] {
            let menu = menu[menu.len() - count..].join("\n");
            let info = "发布时间：2024-02-10 11:20\n来源：云龙县司法局";
            let found = frame(&format!("{menu}\n{head}\n{info}\n{body}"));
            assert_eq!(found.title.as_deref(), Some(title), "{menu}");
            let published = found.published.map(|date| date.to_string());
            assert_eq!(published.as_deref(), Some("2024-02-10"), "{menu}");
            assert_eq!(found.issuer.as_deref(), Some("云龙县司法局"), "{menu}");
            assert_eq!(found.head, count + head.lines().count() + 2, "{menu}");
        }
    }
    // After a sentence or a heading, what follows is the text of the report.
    let text = format!(
        "{body}\n{}\n工作情况\n发布时间：2024-02-10\n开展。",
        menu.join("\n")
    );
    assert_eq!((frame(&text).title, frame(&text).head), (None, 0));
}

#[test]
fn what_leads_on_to_a_title_stays_with_it() {
    for head in [
        "大理市\n喜洲镇2023年法治政府建设年度报告",
        "云龙县人民法院\n2023年法治建设工作总结",
        "云龙县人民检察院\n开展2023年法治建设工作情况的报告",
        "云龙县人民政府办公室关于印发\n云龙县2023年法治政府建设工作总结的通知",
        "奋力建设法治云龙\n——云龙县2023年法治政府建设工作总结",
        "云龙县人民政府关于2023年度法治政府\n建设情况的报告",
        "云龙县2023年度法治政府\n建设工作报告",
        "云龙县学习贯彻习近平法治思想和\n云龙县2023年依法行政情况的报告",
    ] {
        let found = frame(&format!("{head}\n全县推进。\n一、举措\n开展。"));
        assert_eq!(found.title, Some(head.replace('\n', "")), "{head}");
    }
    // Recipients, and words of the report, are not labels.
    for text in [
        "县人民政府：\n现将情况报告如下。",
        "主要做法：全县推进各项工作，取得实效。",
        "收到申请3/5/8件",
        "附件说明",
    ] {
        assert_eq!(frame(text).head, 0, "{text}");
    }
}

#[test]
fn who_writes_is_read_in_the_title_where_nothing_else_says_it() {
    for (text, issuer) in [
        (
            "安康市市场监督管理局2023年度法治政府建设工作报告\n2023年，全局推进依法行政。\n一、工作\n培训。",
            Some("安康市市场监督管理局"),
        ),
        (
            "巴东县人民政府关于2023年度法治政府建设情况的报告\n2023年，全县推进依法行政。\n一、工作\n培训。",
            Some("巴东县人民政府"),
        ),
        (
            "巴东县2023年法治政府建设年度报告\n2023年，全县推进依法行政。\n一、工作\n培训。",
            None,
        ),
        (
            "2023年度法治政府建设工作报告\n——镇远县住房和城乡建设局\n2023年，全局推进依法行政。\n一、工作\n培训。",
            Some("镇远县住房和城乡建设局"),
        ),
        (
            "来源：县市场监督管理局\n太湖县2023年法治政府建设年度报告\n2023年，全局推进依法行政。\n一、工作\n培训。\n太湖县市场监督管理局\n2024年元月10日",
            Some("太湖县市场监督管理局"),
        ),
        (
            "太湖县2023年法治政府建设年度报告\n2023年，全县推进依法行政。\n一、工作\n培训。\n报告单位：太湖县司法局\n报告时间：2024年2月20日",
            Some("太湖县司法局"),
        ),
    ] {
        assert_eq!(frame(text).issuer.as_deref(), issuer, "{text}");
    }
}

#[test]
fn a_list_of_annexes_stands_in_the_closing() {
    let text = "太湖县2023年法治政府建设年度报告\n一、工作\n培训3次，听课90人。\n特此报告。\n附件：1.行政复议统计表\n2.决策目录\n\
        太湖县人民政府\n2024年2月20日";
    let found = frame(text);
    assert_eq!(found.tail, 3);
    assert_eq!(found.issuer.as_deref(), Some("太湖县人民政府"));
    let items = text
        .replace("附件：1.行政复议统计表", "1.培训")
        .replace("特此报告。\n", "");
    assert_eq!(frame(&items).tail, 5);
}
