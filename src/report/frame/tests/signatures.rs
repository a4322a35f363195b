//! Signatures, and what stands after them.

use super::frame;
use crate::report::sentence::lines;

#[test]
fn a_name_without_a_date_signs_only_as_the_writer_of_the_report() {
    let title = "云龙县2023年法治政府建设年度报告\n2023年，全县推进。\n一、举措\n";
    for (end, issuer) in [
        ("开展培训。\n云龙县人民政府", Some("云龙县人民政府")),
        (
            "开展培训。\n中共云龙县委\n云龙县人民政府",
            Some("云龙县人民政府"),
        ),
        (
            "开展培训。\n中共云龙县委  云龙县人民政府",
            Some("中共云龙县委  云龙县人民政府"),
        ),
        (
            "开展培训。\n云 龙 县 人 民 政 府",
            Some("云 龙 县 人 民 政 府"),
        ),
        ("开展培训。\n兰州市司法局", Some("兰州市司法局")),
        ("开展培训。\n大理州国家安全局", Some("大理州国家安全局")),
        ("开展培训。\n福建省司法厅", Some("福建省司法厅")),
        (
            "开展培训。\n合肥高新技术产业开发区管委会",
            Some("合肥高新技术产业开发区管委会"),
        ),
        ("开展培训。\n大理市司法局", Some("大理市司法局")),
        ("（开展“八五普法”。）\n云龙县司法局", Some("云龙县司法局")),
        ("开展培训。\n特此报告。\n县司法局", Some("县司法局")),
        ("开展培训。\n县司法局\n2024年1月5日", Some("县司法局")),
        ("开展培训。\n努力打造全省法治示范乡镇", None),
        ("开展培训。\n推动形成全县法治建设新格局", None),
        ("开展培训。\n5\t规范检查\t发布清单1份\t县市场监管局", None),
        ("开展培训。\n发布清单1份 云龙县市场监管局", None),
        ("任务\n责任单位\n规范检查\n云龙县市场监管局", None),
        ("任务\n责任单位\n规范检查\n县农业农村委员会", None),
    ] {
        let found = frame(&format!("{title}{end}"));
        assert_eq!(found.issuer.as_deref(), issuer, "{end}");
    }
}

#[test]
fn what_stands_behind_a_signature_does_not_hide_it() {
    let body = "云龙县诺邓镇2023年法治政府建设年度报告\n2023年，全镇推进。\n一、举措\n制定制度3项。\n\
        二、打算\n再办班2期。\n";
    for (behind, annex) in [
        ("", false),
        ("抄送：县司法局。", false),
        ("抄送：\n县委办公室\n县政府办公室", false),
        ("报：县委办、县政府办", false),
        ("（联系人：杨某，电话：0872-5550xxx）", false),
        ("联系人：杨某\n联系电话：0872-5550xxx", false),
        ("主题词：法治政府 报告\n共印18份", false),
        ("公开属性：主动公开", false),
        ("校对：杨某", false),
        ("（盖章）", false),
        (
            "抄送：县委办。\n诺邓镇党政办公室　　2024年1月15日印发",
            false,
        ),
        ("诺邓镇党政办公室 2024年1月15日印发", false),
        ("主办：云龙县人民政府\n滇ICP备05000000号", false),
        ("打印 关闭\n上一篇：没有了\n下一篇：关于公示的通知", false),
        (
            "相关阅读：\n诺邓镇召开推进会\n诺邓镇开展宪法宣传周活动",
            false,
        ),
        ("手机客户端\n扫一扫在手机上打开", false),
        (
            "附件1\n统计表\n序号\n县司法局\n2022年5月6日\n全年检查88次。",
            true,
        ),
        ("附：行政执法统计表", true),
        (
            "抄送：县司法局。\n附件：\n典型案例\n案例一：2022年5月，调解纠纷一起。",
            true,
        ),
        ("2023年度行政处罚统计表\n序号\n数量\n1\n20", true),
    ] {
        for signature in [
            "诺邓镇人民政府\n2024年1月12日\n",
            "诺邓镇人民政府（盖章）\n2024年1月12日\n",
            "诺邓镇人民政府　2024年1月12日\n",
        ] {
            let text = format!("{body}{signature}{behind}");
            let found = frame(text.trim_end());
            let published = found.published.map(|date| date.to_string());
            assert_eq!(found.issuer.as_deref(), Some("诺邓镇人民政府"), "{text}");
            assert_eq!(published.as_deref(), Some("2024-01-12"), "{text}");
            assert_eq!(found.tail, 6, "{text}");
            assert_eq!(found.annex < lines(&text).len(), annex, "{text}");
        }
    }
}

#[test]
fn what_is_no_signature_ends_no_report() {
    let body = "云龙县2023年法治政府建设年度报告\n2023年，全县推进。\n一、举措\n制定制度3项。\n";
    for text in [
        // A table in the body, and one at the end of it.
        "任务\n单位\n县司法局\n2023年5月6日\n附表完成后归档。\n二、打算\n再办班2期。",
        "序号\n规范检查\n县司法局\n2023年5月6日\n5\n组织培训\n县水务局\n年底",
        "县司法局\n2023年5月6日\n印发清单，公布事项18项，清理文件9件。\n二、打算\n再办班2期。",
        "2023年5月6日\n县司法局组织培训2期。",
        "全年主办普法活动12场\n打印普法手册300份",
    ] {
        let whole = format!("{body}{text}");
        let found = frame(&whole);
        assert_eq!(found.tail, lines(&whole).len(), "{text}");
        assert_eq!((found.issuer, found.published), (None, None), "{text}");
    }
    // A letter that the report comes with is not a report.
    let letter = "云龙县司法局关于报送2023年法治政府建设情况的报告\n县政府：\n现将报告报上，请审阅。\n\
        云龙县司法局\n2024年1月12日\n附件：云龙县2023年法治政府建设年度报告\n\
        一、举措\n制定制度3项，修订制度9项，废止2项。\n二、打算\n再办班2期，培训90人，走访12户，一一登记在册。";
    assert_eq!(frame(letter).annex, lines(letter).len());
    let notice = "云龙县人民政府办公室关于印发云龙县2023年法治政府建设年度报告的通知\n各乡镇人民政府、县直各部门：\n\
        《云龙县2023年法治政府建设年度报告》已经县政府同意，现印发给你们，请认真学习。\n\
        云龙县人民政府办公室\n2024年1月12日\n附件\n云龙县2023年法治政府建设年度报告\n\
        一、举措\n制定制度3项。\n二、打算\n再办班2期。";
    assert_eq!(frame(notice).annex, lines(notice).len());
    assert_eq!(crate::report::parse(notice).sections.len(), 2);
    assert_eq!(crate::report::parse(letter).sections.len(), 2);
}

#[test]
fn lines_of_a_page_behind_an_unsigned_report_are_none_of_it() {
    let text = "云龙县2023年法治政府建设年度报告\n2023年，全县推进。\n一、打算\n再办班2期。\n";
    for (behind, published) in [
        ("滇ICP备05000000号-1", None),
        ("上一篇：没有了\n下一篇：关于公示的通知", None),
        ("云龙县人民政府办公室 2024年1月15日印发", Some("2024-01-15")),
    ] {
        let found = frame(&format!("{text}{behind}"));
        assert_eq!((found.tail, found.signed), (4, 4), "{behind}");
        assert_eq!(found.issuer, None, "{behind}");
        let date = found.published.map(|date| date.to_string());
        assert_eq!(date.as_deref(), published, "{behind}");
    }
}
