//! `fasou search`: reports by their best passages, where a score comes from,
//! and what synonyms add.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::search::search;
use crate::support::Dir;
use crate::support::corpus::Corpus;
use crate::support::json::Search;
use crate::support::ways::{borrowed, both_ways};

#[test]
fn reports_are_ranked_by_their_best_passages() {
    let dir = &Corpus::samples().dir;
    let passages = search(dir, &["行政复议", "--limit", "100"]);
    let grouped = |args: &[&str]| search(dir, &[&["行政复议", "--group", "report"], args].concat());
    let all = grouped(&["--limit", "100"]);
    let mut best: BTreeMap<&str, &str> = BTreeMap::new();
    for hit in &passages.hits {
        best.entry(&hit.report.id).or_insert(&hit.id);
    }
    let found: BTreeMap<&str, &str> = all
        .hits
        .iter()
        .map(|hit| (hit.report.id.as_str(), hit.id.as_str()))
        .collect();
    assert_eq!(found, best, "each by its best passage");
    assert_eq!((all.total, all.hits.len()), (best.len(), best.len()));
    let scores: Vec<f64> = all.hits.iter().map(|hit| hit.score).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    let second = grouped(&["--limit", "1", "--offset", "1"]);
    assert_eq!(second.hits[0].id, all.hits[1].id);
}

#[test]
fn the_shares_of_a_score_add_up_to_it() {
    let dir = &Corpus::samples().dir;
    let queries = [
        "行政复议",
        "基层矛盾纠纷怎样化解才能不出村不出镇",
        "\"普法\" 调解",
    ];
    let ranked = |query| [vec![query], vec![query, "--group", "report"]];
    for args in queries.into_iter().flat_map(ranked) {
        let explained = ["search", "--explain", "--format", "json"].into_iter();
        let found = dir.fasou(explained.chain(args.iter().copied())).found();
        let found: serde_json::Value = found.json();
        for hit in found["hits"].as_array().expect("hits") {
            let shares = hit["explain"]["shares"].as_array().expect("shares");
            let sum: f64 = shares
                .iter()
                .filter_map(|share| share["score"].as_f64())
                .sum();
            let score = hit["score"].as_f64().expect("a score");
            assert!(
                (sum - score).abs() < 0.01 * score.max(1.0),
                "{args:?}: {sum} is not {score}"
            );
        }
    }
    let shown = dir
        .fasou(["search", "行政复议", "--explain", "--limit", "1"])
        .found();
    assert!(
        shown.stdout.contains("as written") && shown.stdout.contains("pairs"),
        "{shown}"
    );
}

#[test]
fn synonyms_are_found_and_rank_behind_what_is_written() {
    let dir = Dir::new();
    dir.write("r/a.txt", "开展法治宣传进校园活动，听众三百人。");
    dir.write("r/b.txt", "开展普法进校园活动，听众三百人。");
    dir.write("r/c.txt", "开展反诈进校园活动，听众三百人。");
    dir.write("own.txt", "反诈 = 普法\n");
    dir.write("bad.txt", "普法\n");
    dir.index(["r"]);
    let found = |args: &[&str]| -> Vec<String> {
        let args = [&["search", "--format", "json"], args].concat();
        let found: Search = dir.fasou(args).found().json();
        found.hits.into_iter().map(|hit| hit.report.path).collect()
    };
    assert_eq!(found(&["普法"]), ["b.txt", "a.txt"]);
    assert_eq!(found(&["普法 校园"])[..2], ["b.txt", "a.txt"]);
    assert_eq!(found(&["普法", "--no-synonyms"]), ["b.txt"]);
    assert_eq!(
        found(&["普法", "--synonyms", "own.txt"]),
        ["b.txt", "c.txt"]
    );
    // What must hold must hold as it is written.
    assert_eq!(found(&["\"普法\""]), ["b.txt"]);
    let shown = dir.fasou(["search", "普法", "--explain"]).found();
    assert!(shown.stdout.contains("for 普法 also 法治宣传"), "{shown}");
    assert!(shown.stdout.contains("【法治宣传】"), "{shown}");
    let output = dir.fasou(["search", "普法", "--synonyms", "bad.txt"]);
    assert_eq!(output.code, 2, "{output}");
    assert!(output.stderr.contains("bad.txt: line 1"), "{output}");
}

#[test]
fn everyday_words_find_what_reports_say_for_them() {
    let dir = Dir::new();
    for (number, said) in [
        "一审行政诉讼",
        "备案规范性文件",
        "公开失信被执行人",
        "指导村民委员会",
    ]
    .into_iter()
    .enumerate()
    {
        dir.write(&format!("r/{number}.txt"), format!("全年{said}三百件。"));
    }
    dir.index(["r"]);
    for (number, word) in ["民告官", "红头文件", "老赖", "村委会"]
        .into_iter()
        .enumerate()
    {
        let found: Search = dir
            .fasou(["search", word, "--format", "json"])
            .found()
            .json();
        let paths: Vec<String> = found.hits.into_iter().map(|hit| hit.report.path).collect();
        assert_eq!(paths, [format!("{number}.txt")], "{word}");
    }
}

#[test]
fn a_long_synonym_counts_no_more_than_half_of_what_is_written() {
    let dir = Dir::new();
    let filler = "全面落实各项工作部署，持续优化营商环境，扎实推进各项任务落地见效。";
    for (name, text) in [
        (
            "written.txt",
            "普法讲师团开展普法活动，打造普法品牌，普法进村。",
        ),
        (
            "synonyms.txt",
            "开展法治宣传教育，加强法治宣传教育，法治宣传教育进村，普法。",
        ),
        ("other.txt", "宣传教育进村。"),
    ] {
        dir.write(&format!("r/{name}"), text);
    }
    for at in 0..9 {
        dir.write(&format!("r/{at}.txt"), filler);
    }
    dir.index(["r"]);
    let found = search(&dir, &["普法"]);
    let paths = found.hits.iter().map(|hit| hit.report.path.as_str());
    assert_eq!(paths.collect::<Vec<_>>(), ["written.txt", "synonyms.txt"]);
}

#[test]
fn a_figure_that_nothing_holds_is_not_found_by_its_measure_word() {
    let dir = Dir::new();
    dir.write(
        "a.txt",
        "全年办理行政复议案件354件，普法206场。\n开展普法12场 次。\n",
    );
    dir.index(["a.txt"]);
    for (query, hits) in [("354件", 1), ("206场", 1), ("355件", 0), ("2019年", 0)] {
        let args = ["search", query, "--format", "json"];
        let found: Search = dir.fasou(args).json();
        assert_eq!(found.hits.len(), hits, "{query}");
    }
}

#[test]
fn a_signature_does_not_come_before_what_a_report_says() {
    let dir = Dir::new();
    let body = "一、主要举措\n聘请法律顾问列席广安市重大会议，审查合同三百二十件，提出法律意见并督促整改到位。\n\
        二、2025年工作打算\n2025年开展执法培训，邀请广安市法学会专家授课，覆盖全部乡镇和街道。\n";
    for (at, year) in (2018..2025).enumerate() {
        let text = format!(
            "{year}年法治政府建设年度报告\n{body}广安市人民政府\n2025年2月{}日\n",
            at + 1
        );
        dir.write(&format!("r/{at}.txt"), text);
    }
    dir.index(["r"]);
    let signature = |text: &str| text.contains("人民政府");
    for query in ["广安市", "2025 打算", "广安市 2025"] {
        let found = search(&dir, &[query, "--limit", "7"]);
        let texts: Vec<&str> = found.hits.iter().map(|hit| hit.text.as_str()).collect();
        assert!(
            !texts.iter().any(|text| signature(text)),
            "{query}: {texts:?}"
        );
    }
    // Nor does it hold what its heading says.
    let text =
        "一、举措\n组织干部学法。\n二、下一步工作打算\n聘请顾问。\n专此报告。\n2025年2月25日\n";
    dir.write(
        "r/own.txt",
        format!("内江市2024年法治政府建设年度报告\n{text}"),
    );
    dir.index(["r"]);
    let found = search(&dir, &["2025 工作打算 region:四川/内江市", "--limit", "1"]);
    assert!(found.hits[0].text.contains("聘请"), "{:?}", found.hits[0]);
    // It is found all the same.
    let found = search(&dir, &["广安市人民政府", "--limit", "7"]);
    assert!(found.hits.iter().all(|hit| signature(&hit.text)));
}

#[test]
fn marks_within_a_word_do_not_part_it() {
    let dir = Dir::new();
    dir.write(
        "a.txt",
        "推进“双随机、一公开”监管。\n公开政府信息。\n随机抽取一家。\n",
    );
    dir.index(["a.txt"]);
    for query in ["双随机一公开", "双随机、一公开", "双随机，一公开"] {
        assert_eq!(search(&dir, &[query]).total, 1, "{query}");
    }
}

#[test]
fn passages_nearly_the_same_are_shown_once() {
    let boilerplate = |place: &str, cases: usize| {
        format!(
            "{place}2023年法治政府建设年度报告\n依法办理行政复议案件，全年{place}共收到行政复议申请{cases}件，\
             坚持调解优先，实质性化解行政争议，切实维护群众合法权益。\n"
        )
    };
    let files: Vec<(String, String)> = ["云台县", "青川县", "会理市", "安吉县"]
        .iter()
        .enumerate()
        .map(|(at, place)| (format!("{at}.txt"), boilerplate(place, 10 + at)))
        .chain([(
            "own.txt".to_owned(),
            "蒲江县2023年法治政府建设年度报告\n行政复议听证走进社区，邀请人大代表旁听。\n"
                .to_owned(),
        )])
        .collect();
    both_ways(&borrowed(&files), |dir| {
        let args = ["search", "行政复议", "--format", "json"];
        let plain: Value = dir.fasou(args).json();
        let diverse: Value = dir.fasou([&args[..], &["--diverse"]].concat()).json();
        let all = plain["hits"].as_array().expect("hits");
        let hits = diverse["hits"].as_array().expect("hits");
        assert_eq!(
            (plain["total"].as_u64(), diverse["total"].as_u64()),
            (Some(5), Some(5))
        );
        assert_eq!((all.len(), hits.len()), (5, 2), "{diverse:#}");
        assert!(all[0]["alike"].is_null());
        // Those shown and those they stand for are all there are.
        let mut ids: Vec<&Value> = hits
            .iter()
            .flat_map(|hit| {
                std::iter::once(&hit["id"]).chain(hit["alike"].as_array().expect("ids"))
            })
            .collect();
        let mut expected: Vec<&Value> = all.iter().map(|hit| &hit["id"]).collect();
        ids.sort_by_key(|id| id.to_string());
        expected.sort_by_key(|id| id.to_string());
        assert_eq!(ids, expected);
        let text = dir.fasou(["search", "行政复议", "--diverse"]).found();
        assert_eq!(text.stdout.matches("and 3 like it").count(), 1, "{text}");
        let second = dir.fasou([
            "search",
            "行政复议",
            "--diverse",
            "--offset",
            "1",
            "--format",
            "json",
        ]);
        let second: Value = second.json();
        assert_eq!(second["hits"][0]["id"], hits[1]["id"]);
    });
}

#[test]
fn a_guessed_word_that_nothing_holds_keeps_no_passage_out() {
    let dir = Dir::new();
    dir.write(
        "c.tsv",
        "a\t史继偕办理行政复议案件5件。\nb\t相关资料有传世价值，予以公开。\n",
    );
    dir.index(["c.tsv"]);
    let found = search(&dir, &["史继偕著有哪些书册传世"]);
    let paths: BTreeSet<&str> = found.hits.iter().map(|hit| &*hit.report.path).collect();
    assert_eq!(paths, BTreeSet::from(["c.tsv#a", "c.tsv#b"]));
}

#[test]
fn a_report_that_answers_in_several_places_comes_before_one_that_answers_in_one() {
    let dir = Dir::new();
    let filler = "全面落实各项工作部署，持续优化营商环境，扎实推进各项任务落地见效。";
    let long = |sentences: [&str; 3]| {
        sentences
            .map(|own| own.to_owned() + &filler.repeat(12) + "\n")
            .concat()
    };
    dir.write("one.txt", long(["开放日邀请群众旁听庭审活动。", "", ""]));
    let places = [
        "开放日邀请群众参加。",
        "组织旁听庭审活动。",
        "聘请特邀调解员化解纠纷。",
    ];
    dir.write("several.txt", long(places));
    for number in 0..6 {
        dir.write(
            &format!("other/{number}.txt"),
            format!("第{number}次会议。"),
        );
    }
    dir.index(["one.txt", "several.txt", "other"]);
    let question = "开放日邀请了多少群众？旁听了多少次庭审活动？聘请了多少名特邀调解员？";
    let first = |args: &[&str]| {
        let found = search(&dir, &[&[question], args].concat());
        found.hits[0].report.path.clone()
    };
    assert_eq!(first(&[]), "one.txt", "the best passage");
    assert_eq!(
        first(&["--group", "report"]),
        "several.txt",
        "the best report"
    );
    let grouped = dir
        .fasou(["search", question, "--group", "report", "--explain"])
        .found();
    assert!(grouped.stdout.contains("  report  "), "{grouped}");
}

#[test]
fn a_long_report_is_not_the_best_for_telling_a_little_of_everything() {
    let dir = Dir::new();
    let filler = "全面落实各项工作部署，持续优化营商环境，扎实推进各项任务落地见效。";
    let long = [
        "开放日邀请群众参加。",
        "组织旁听庭审活动。",
        "聘请调解员。",
        "化解土地纠纷。",
        "宣讲民法典。",
    ];
    let long = long.map(|own| own.to_owned() + &filler.repeat(12) + "\n");
    dir.write("long.txt", long.concat());
    let fitting = "开放日邀请群众旁听庭审活动。";
    dir.write("fitting.txt", fitting.to_owned() + &filler.repeat(9));
    dir.index(["long.txt", "fitting.txt"]);
    let question = "开放日邀请了哪些群众旁听庭审活动，聘请了哪些调解员，怎样化解土地纠纷？";
    let found = search(&dir, &[question, "--group", "report"]);
    assert_eq!(found.hits[0].report.path, "fitting.txt");
}

#[test]
fn figures_that_two_texts_share_by_chance_do_not_outweigh_what_they_are_about() {
    let dir = Dir::new();
    dir.write(
        "r/same_figures.txt",
        "2月17日14时，清淤河道4380米，投入资金39600元，栽种树苗716株。",
    );
    dir.write(
        "r/same_matter.txt",
        "用工单位拖欠农民工工资的，责令限期支付，并处罚款；逾期不付的，加付赔偿金。",
    );
    for number in 1..31 {
        let text = format!(
            "{number}月{number}日{number}时，第{number}次会议研究部署工作，修路{number}米，听取汇报，投入{number}元。"
        );
        dir.write(&format!("r/{number}.txt"), text);
    }
    dir.index(["r"]);
    let text = "2月17日14时，张某等人到镇里反映，去年在某项目部干活，用工单位承包路基4380米，完工后至今拖欠工资\
                39600元，有欠条716号，多次催要，对方一直推脱，恳请有关部门过问，责令支付。";
    let found = search(&dir, &[text, "--limit", "1"]);
    assert_eq!(found.hits[0].report.path, "same_matter.txt");
}

#[test]
fn the_answer_to_a_question_need_not_use_its_words() {
    let dir = Dir::new();
    let filler = "全面落实各项工作部署，持续优化营商环境，扎实推进各项任务落地见效。";
    dir.write(
        "all.txt",
        format!("庭审大厅启用。{}旁听席增加，地点不变。", filler.repeat(6)),
    );
    dir.write("answer.txt", "庭审旁听设在城南法庭，每月开放庭审旁听一次。");
    for number in 0..9 {
        dir.write(
            &format!("other/{number}.txt"),
            format!("{filler}第{number}号。"),
        );
    }
    dir.index(["all.txt", "answer.txt", "other"]);
    let first = |query: &str| search(&dir, &[query]).hits[0].report.path.clone();
    assert_eq!(first("庭审旁听的地点在哪里"), "answer.txt", "a question");
    assert_eq!(first("庭审 旁听 地点"), "all.txt", "a list of terms");
}

#[test]
fn what_stands_in_a_title_is_said_in_each_passage() {
    let dir = Dir::new();
    let report = |place: &str, measure: &str| {
        let filler = "全面落实各项工作部署，持续优化营商环境，扎实推进各项任务落地见效。";
        format!("{place}2023年法治政府建设年度报告\n\n{filler}\n\n{measure}\n")
    };
    dir.write(
        "shandan.txt",
        report("山丹县", "开展普法讲座120场，听众三千人。"),
    );
    dir.write(
        "minle.txt",
        report("民乐县", "赴山丹县交流两次，收获山丹县经验。"),
    );
    for place in ["肃南县", "临泽县", "高台县", "甘州区", "敦煌市", "玉门市"] {
        let measure = "开展普法讲座50场，听众一千人。";
        dir.write(&format!("others/{place}.txt"), report(place, measure));
    }
    dir.index(["shandan.txt", "minle.txt", "others"]);
    for query in ["山丹县普法做了什么", "山丹县 普法 讲座"] {
        let found = search(&dir, &[query]);
        assert_eq!(found.hits[0].report.path, "shandan.txt", "{query}");
        assert!(found.hits[0].text.contains("120"), "{query}: {found:#?}");
    }
    let options = ["search", "山丹县普法做了什么", "--explain", "--limit", "1"];
    let explained = dir.fasou(options).found();
    assert!(explained.stdout.contains("  above  "), "{explained}");
}

#[test]
fn a_year_outweighs_a_few_words_of_a_question_and_no_more() {
    let dir = Dir::new();
    let report = |year: u16, measure: &str| {
        let text = format!("宝鸡市{year}年法治政府建设年度报告\n一、举措\n{measure}\n");
        dir.write(&format!("r/{year}.txt"), text);
    };
    let telling = "在工业园区设立联络点，由复议人员上门受理罚款争议八十件。";
    let checked = "税收、社保、环保、消防、安全、质量、统计、海关";
    report(2022, telling);
    for year in 2023..2026 {
        let other = "收到行政复议申请九件，答复听证申请一件，宣讲";
        report(year, &format!("{other}{checked}法规。"));
    }
    dir.index(["r"]);
    let first = |query: &str| search(&dir, &[query, "--limit", "1"]).hits[0].report.year;
    assert_eq!(first("2023年行政复议"), Some(2023));
    assert_eq!(first("2023年收到多少行政复议申请"), Some(2023));
    let question = format!("2023年在{checked}工作以外设立了哪些联络点，上门受理工业园区罚款争议？");
    assert_eq!(first(&question), Some(2022), "much more of it stands there");
    let text = format!(
        "我的公司在工业园区，2023年被罚款，{checked}都查过，请问上门受理争议的联络点设立在哪里，多长时间能\
         给答复，要不要交钱，找谁盖章，律师能不能去，材料从哪里领，过期怎么补？"
    );
    assert_eq!(
        first(&text),
        Some(2022),
        "a text tells of years, it does not ask for them"
    );
}

#[test]
fn a_page_is_a_part_of_the_one_long_list_where_many_score_alike() {
    let dir = Dir::new();
    let filler = "全面落实各项工作部署，持续优化营商环境，扎实推进各项任务落地见效，".repeat(3);
    // Two segments, their paths in turns; only some of the middle say both near each other.
    for parity in [1, 0] {
        for number in (0..90).filter(|number| number % 2 == parity) {
            let own = char::from_u32(0x4E00 + number * 37).expect("an ideograph");
            let text = match (30..50).contains(&number) {
                true => format!("{own}调解，普法，{filler}"),
                false => format!("{own}调解，{filler}普法，"),
            };
            dir.write(&format!("r/{number:02}.txt"), text);
        }
        dir.index(["r"]);
    }
    let page = |offset: &str, limit: &str| -> Vec<String> {
        let args = [
            "普法 调解",
            "--all-copies",
            "--offset",
            offset,
            "--limit",
            limit,
        ];
        let found = search(&dir, &args).hits.into_iter();
        found.map(|hit| hit.report.path).collect()
    };
    let all = page("0", "400");
    assert_eq!(all.len(), 90);
    for (offset, limit) in [(0, 1), (0, 10), (15, 10), (40, 20), (70, 20)] {
        let page = page(&offset.to_string(), &limit.to_string());
        assert_eq!(page, all[offset..offset + limit], "{offset}, {limit}");
    }
}
