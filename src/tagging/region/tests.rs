//! The table of invented reports, `tests/data/regions.tsv`, run through the detector.

use super::*;

/// The share of the table that must come out right: region and level both.
const ACCURACY: f64 = 0.95;

fn detector() -> RegionDetector {
    RegionDetector::new(&Divisions::embedded())
}

#[test]
fn invented_reports_get_their_region_and_level() {
    let detector = detector();
    let (mut right, mut rows) = (0_u32, 0_u32);
    let mut misses = Vec::new();
    for line in include_str!("../../../tests/data/regions.tsv").lines() {
        if line.starts_with('#') || line.starts_with("id\t") {
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, title, issuer, opening, extra, code, level] = fields[..] else {
            panic!("{line}")
        };
        let extra = extra.replace("\\n", "\n");
        let field = |key: &str| {
            let mut fields = extra.split(";;").filter_map(|field| field.split_once('='));
            fields
                .find(|(name, _)| *name == key)
                .map_or("", |(_, value)| value)
        };
        let some = |text: &'static str| Some(text).filter(|text| !text.is_empty());
        let body = format!("{title}\n{opening}\n{}", field("body"));
        let finding = detector.detect(&Evidence {
            path: field("path"),
            title: some(title),
            issuer: some(issuer),
            opening,
            body: &body,
            closing: field("closing"),
            site: Some(field("site")).filter(|site| !site.is_empty()),
        });
        let found = finding.region.as_ref().map_or("-", |region| &region.code);
        let found_level = finding.level.map_or("-", Level::name);
        rows += 1;
        if (found, found_level) == (code, level) {
            right += 1;
        } else {
            misses.push(format!(
                "{id}: expected {code} {level}, found {found} {found_level}; {:?}",
                finding.reasons
            ));
        }
    }
    let accuracy = f64::from(right) / f64::from(rows);
    println!(
        "{right} of {rows} right ({accuracy:.3})\n{}",
        misses.join("\n")
    );
    assert!(rows >= 120, "{rows} rows");
    assert!(
        accuracy >= ACCURACY,
        "{right} of {rows} right\n{}",
        misses.join("\n")
    );
}

#[test]
fn a_report_to_a_congress_is_of_its_place() {
    let detector = detector();
    for (meeting, speaker, code) in [
        (
            "——2024年3月26日在石狮市第八届人民代表大会常务委员会第十二次会议上",
            "市司法局局长",
            "350581",
        ),
        (
            "(2022年9月27日在玛曲县第十七届人民代表大会常务委员会第六次会议上)",
            "县司法局局长",
            "623025",
        ),
    ] {
        let opening = format!(
            "{meeting}\n{speaker} 杨某\n主任、各位副主任、各位委员:\n受政府委托,现将情况报告如下。"
        );
        let finding = detector.detect(&Evidence {
            title: Some("关于2023年法治政府建设工作情况的报告"),
            opening: &opening,
            body: &opening,
            ..Evidence::default()
        });
        let found = finding.region.map(|region| region.code);
        assert_eq!(
            (found.as_deref(), finding.level),
            (Some(code), Some(Level::County)),
            "{meeting}"
        );
    }
}

fn titled(title: &str) -> Finding {
    detector().detect(&Evidence {
        title: Some(title),
        body: title,
        ..Evidence::default()
    })
}

#[test]
fn every_division_is_known_by_its_full_path() {
    let (table, detector) = (Divisions::embedded(), detector());
    let mut misses = Vec::new();
    let townships = table.rows().filter(|row| row.code.len() == 9).step_by(9);
    for row in table
        .rows()
        .filter(|row| row.code.len() < 9)
        .chain(townships)
    {
        let title = format!(
            "{}2023年法治政府建设年度报告",
            table.path(row.code).replace('/', "")
        );
        let evidence = Evidence {
            title: Some(&title),
            body: &title,
            ..Evidence::default()
        };
        let finding = detector.detect(&evidence);
        let expected = Region::of(&table, row.code);
        if finding.region.as_ref() != Some(&expected)
            || finding.level != Some(Level::of_code(row.code))
        {
            misses.push(format!("{title}: {finding:?}"));
        }
    }
    assert!(misses.is_empty(), "{}", misses.join("\n"));
}

/// What departments are called after the name of their place: at all levels, in a county or a city, in a
/// province.
const OF_ALL: [&str; 42] = [
    "发展和改革委员会",
    "发展改革委",
    "发改委",
    "国有资产监督管理委员会",
    "国资委",
    "卫生健康委员会",
    "卫健委",
    "城市管理委员会",
    "人民政府办公室",
    "人民政府外事办公室",
    "国防动员办公室",
    "人民防空办公室",
    "人防办",
    "审计局",
    "市场监督管理局",
    "体育局",
    "统计局",
    "医疗保障局",
    "医保局",
    "信访局",
    "林业和草原局",
    "乡村振兴局",
    "地方金融监督管理局",
    "机关事务管理局",
    "机关事务服务中心",
    "粮食和物资储备局",
    "药品监督管理局",
    "数据局",
    "税务局",
    "气象局",
    "国家安全局",
    "邮政管理局",
    "烟草专卖局",
    "海关",
    "档案馆",
    "供销合作社联合社",
    "供销社",
    "总工会",
    "妇联",
    "科协",
    "人民检察院",
    "人大常委会",
];
const OF_A_COUNTY: [&str; 30] = [
    "教育局",
    "教育和体育局",
    "科学技术局",
    "科技创新局",
    "工业和信息化局",
    "经济和信息化局",
    "民族宗教事务局",
    "公安局",
    "民政局",
    "司法局",
    "财政局",
    "人力资源和社会保障局",
    "人社局",
    "自然资源和规划局",
    "生态环境局",
    "住房和城乡建设局",
    "住建局",
    "交通运输局",
    "水利局",
    "水务局",
    "农业农村局",
    "商务局",
    "投资合作局",
    "文化广电和旅游局",
    "卫生健康局",
    "退役军人事务局",
    "应急管理局",
    "城市管理综合行政执法局",
    "行政审批服务局",
    "消防救援大队",
];
const OF_A_PROVINCE: [&str; 16] = [
    "教育厅",
    "科学技术厅",
    "工业和信息化厅",
    "公安厅",
    "民政厅",
    "司法厅",
    "财政厅",
    "自然资源厅",
    "生态环境厅",
    "住房和城乡建设厅",
    "交通运输厅",
    "农业农村厅",
    "文化和旅游厅",
    "退役军人事务厅",
    "应急管理厅",
    "消防救援总队",
];

#[test]
fn departments_of_all_places_are_departments() {
    let detector = detector();
    let lower = OF_ALL.iter().chain(&OF_A_COUNTY);
    let upper = OF_ALL.iter().chain(&OF_A_PROVINCE);
    let counties = [
        ("武胜县", "511622"),
        ("城固县", "610722"),
        ("彭州市", "510182"),
        ("甘州区", "620702"),
        ("平果市", "451082"),
        ("满洲里市", "150781"),
        ("呼和浩特市新城区", "150102"),
        ("成都市", "510100"),
        ("石家庄市", "130100"),
        ("临夏回族自治州", "622900"),
    ];
    let provinces = [("四川省", "510000"), ("广西壮族自治区", "450000")];
    let lower = lower.flat_map(|name| counties.map(|place| (place, name)));
    let upper = upper.flat_map(|name| provinces.map(|place| (place, name)));
    let mut misses = Vec::new();
    for ((place, code), name) in lower.chain(upper) {
        let title = format!("{place}{name}2023年法治政府建设工作总结");
        let path = format!("reports/{place}{name}2023.txt");
        for evidence in [
            Evidence {
                title: Some(&title),
                body: &title,
                ..Evidence::default()
            },
            Evidence {
                path: &path,
                ..Evidence::default()
            },
        ] {
            let finding = detector.detect(&evidence);
            let region = finding.region.as_ref().map(|region| region.code.as_str());
            if region != Some(code) || finding.level != Some(Level::Department) {
                misses.push(format!("{evidence:?}: {region:?} {:?}", finding.level));
            }
        }
    }
    assert!(misses.is_empty(), "{}", misses.join("\n"));
}

#[test]
fn a_site_tells_nothing_against_the_text() {
    let detector = detector();
    let region = |title: &str, body: &str, site: &str| {
        let evidence = Evidence {
            title: Some(title),
            opening: body,
            body,
            site: Some(site),
            ..Evidence::default()
        };
        let region = detector.detect(&evidence).region;
        region.map(|region| region.path()).unwrap_or_default()
    };
    let named = "白云区2023年法治政府建设年度报告";
    let bare = "2023年法治政府建设年度报告";
    let guangzhou = "广州市白云区人民政府";
    for (title, body, site, expected) in [
        (
            named,
            "我区推进依法行政。",
            guangzhou,
            "广东省/广州市/白云区",
        ),
        // What others wrote stands on a site too.
        (
            named,
            "我区推进依法行政。贵阳市委全面依法治市办指导，贵阳市白云区实现突破。",
            guangzhou,
            "贵州省/贵阳市/白云区",
        ),
        (
            bare,
            "我区推进依法行政。",
            guangzhou,
            "广东省/广州市/白云区",
        ),
        (
            "街道2023年法治政府建设年度报告",
            "街道推进依法行政，我街道办结45件。",
            guangzhou,
            "广东省/广州市/白云区",
        ),
        (bare, "全省推进依法行政，我省出台条例3部。", guangzhou, ""),
        (
            bare,
            "我县推进依法行政，全县办结45件。",
            "宣城市人民政府",
            "",
        ),
    ] {
        assert_eq!(region(title, body, site), expected, "{body} {site}");
    }
}

#[test]
fn an_open_name_lists_its_places_and_is_not_sure() {
    let finding = titled("鼓楼区2023年法治政府建设年度报告");
    assert_eq!(
        (finding.region, finding.confident, finding.inferred),
        (None, false, false)
    );
    assert_eq!(finding.candidates.len(), 4);
    assert_eq!(finding.level, Some(Level::County));
}

#[test]
fn what_is_open_is_offered_below_what_the_text_names() {
    let detector = detector();
    let offered = |title: &str, body: &str| {
        let finding = detector.detect(&Evidence {
            title: Some(title),
            body,
            ..Evidence::default()
        });
        assert_eq!(finding.region, None, "{title}");
        finding.candidates
    };
    // Two cities speak against each other, and before all others.
    let districts = offered(
        "鼓楼区2023年法治政府建设年度报告",
        "开封市、徐州市通报表扬。",
    );
    let cities: Vec<_> = districts
        .iter()
        .map(|region| region.city.as_deref())
        .collect();
    assert!(cities[..2].contains(&Some("徐州市")) && cities[..2].contains(&Some("开封市")));
    assert_eq!(districts.len(), 4);
    // The table knows no 城关镇 in 古浪县.
    let towns = offered(
        "城关镇2023年工作总结",
        "城关镇坚持依法治镇。古浪县委通报表扬。",
    );
    assert_eq!(towns[0].path(), "甘肃省/武威市/古浪县");
    assert!(towns.len() > 50, "{}", towns.len());
}

#[test]
fn a_title_is_sure_and_not_inferred() {
    let finding = titled("武胜县2023年法治政府建设年度报告");
    assert_eq!((finding.confident, finding.inferred), (true, false));
    assert_eq!(
        finding.reasons.first().map(|reason| reason.what.as_str()),
        Some("title")
    );
}

#[test]
fn a_zone_without_a_name_gets_the_city_its_media_name() {
    let text = "示范区管委会坚持依法治区,市委、市政府两次通报表扬。南阳日报刊发经验,南阳发布转载。";
    let finding = detector().detect(&Evidence {
        opening: text,
        body: text,
        ..Evidence::default()
    });
    assert_eq!(
        finding.region.map(|region| region.code).as_deref(),
        Some("411300")
    );
    assert_eq!((finding.level, finding.inferred), (Some(Level::Zone), true));
}

#[test]
fn a_partner_is_never_the_region() {
    let text = "我县干部赴浙江省德清县考察,与江苏省昆山市签订协议,聘请北京大学教授授课。";
    let finding = detector().detect(&Evidence {
        opening: text,
        body: text,
        ..Evidence::default()
    });
    assert_eq!((finding.region, finding.level), (None, Some(Level::County)));
}

#[test]
fn nothing_is_found_in_nothing() {
    assert_eq!(detector().detect(&Evidence::default()), Finding::default());
}

#[test]
fn a_contradicted_title_is_not_sure() {
    let finding = detector().detect(&Evidence {
        title: Some("武胜县2023年法治政府建设年度报告"),
        issuer: Some("云南省大姚县人民政府"),
        body: "",
        ..Evidence::default()
    });
    assert_eq!(
        finding.region.map(|region| region.code).as_deref(),
        Some("511622")
    );
    assert!(!finding.confident);
}
