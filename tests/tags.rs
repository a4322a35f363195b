//! Tags told right, told why, corrected once, and missed reports listed.

use serde_json::Value;

use crate::support::Dir;

fn report(place: &str, year: u16) -> String {
    format!(
        "{place}{year}年法治政府建设年度报告\n{year}年，{place}坚持依法行政。\n一、主要举措\n\
         一是畅通复议渠道。全年收到行政复议申请31件，办结30件。二是开展普法宣传。进村宣讲9场。\n\
         二、存在的问题\n基层执法力量不足。\n"
    )
}

fn json(dir: &Dir, args: &[&str]) -> Value {
    let output = dir.fasou(args).found();
    serde_json::from_str(&output.stdout).expect("a JSON document")
}

#[test]
fn a_place_is_one_under_all_its_names() {
    let dir = Dir::new();
    dir.write("r/2009.txt", report("呈贡县", 2009));
    dir.write("r/2024.txt", report("呈贡区", 2024));
    dir.write("r/other.txt", report("宝鸡市", 2024));
    dir.index(["r"]);
    for name in ["呈贡区", "呈贡县", "530114", "530121", "昆明/呈贡县"] {
        let found = json(&dir, &["reports", "--region", name, "--format", "json"]);
        let reports = found["reports"].as_array().expect("reports");
        assert_eq!(reports.len(), 2, "{name}");
        let (then, now) = (&reports[0]["region"], &reports[1]["region"]);
        assert_eq!(
            (&then["county"], &then["code"]),
            (&"呈贡县".into(), &"530121".into())
        );
        assert_eq!(then["current_code"], "530114");
        assert_eq!(
            (&now["county"], &now["code"]),
            (&"呈贡区".into(), &"530114".into())
        );
        assert_eq!(now["current_code"], Value::Null);
    }
    // Counted as the one place that it is today.
    let counts = json(
        &dir,
        &[
            "mentions",
            "行政复议",
            "--count",
            "--by",
            "county",
            "--format",
            "json",
        ],
    );
    let rows = counts["counts"][0]["by"].as_array().expect("rows");
    let row = rows
        .iter()
        .find(|row| row["county_code"] == "530114" || row["region_code"] == "530114");
    assert_eq!(row.expect("a row")["reports"], 2, "{rows:?}");
}

#[test]
fn divisions_without_a_report_are_listed() {
    let dir = Dir::new();
    dir.write("r/a.txt", report("禄劝县", 2023));
    dir.write("r/b.txt", report("禄劝县司法局", 2024));
    dir.write("r/c.txt", report("呈贡区财政局", 2024));
    dir.write(
        "r/notice.txt",
        "呈贡区人民政府关于报送2024年法治政府建设年度报告的通知\n各街道：\n请于1月底前报送。\n特此通知。\n",
    );
    dir.index(["r"]);
    let missing = |args: &[&str]| {
        let args = [
            &[
                "reports",
                "--missing",
                "--region",
                "昆明",
                "--format",
                "jsonl",
            ],
            args,
        ]
        .concat();
        let output = dir.fasou(args).found();
        output.stdout.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let all = missing(&["--year", "2024"]);
    assert_eq!(all.len(), 14, "Kunming has fourteen counties: {all:?}");
    // A department's report is not its county's, nor is a notice a report.
    assert!(all.iter().any(|line| line.contains("530128")));
    assert!(all.iter().any(|line| line.contains("530114")));
    assert_eq!(missing(&["--year", "2023"]).len(), 13);
    assert_eq!(missing(&["--year", "2023..2024"]).len(), 27);
    let then = missing(&["--year", "2009"]);
    assert!(then.iter().any(|line| line.contains("呈贡县")), "{then:?}");
    let shown = dir
        .fasou(["reports", "--missing", "--year", "2023", "--region", "昆明"])
        .found();
    assert!(shown.stdout.contains("云南省/昆明市/呈贡区"), "{shown}");
    assert!(
        shown.stderr.contains("13 divisions have no report"),
        "{shown}"
    );
    let output = dir.fasou(["reports", "--missing"]);
    assert_eq!(output.code, 2, "{output}");
    assert!(output.stderr.contains("needs --year"), "{output}");
    let output = dir.fasou(["reports", "--missing", "--year", "2024", "--level", "zone"]);
    assert_eq!(output.code, 2, "{output}");
}

#[test]
fn a_page_is_of_the_place_whose_site_it_stands_on() {
    let dir = Dir::new();
    let page = |title: &str, foot: &str| {
        let text: String = report("新华区", 2023)
            .lines()
            .map(|line| format!("<p>{line}</p>"))
            .collect();
        format!("<html><head><title>{title}</title></head><body>{text}<p>{foot}</p></body></html>")
    };
    let title = "新华区2023年法治政府建设年度报告";
    dir.write(
        "r/title.html",
        page(&format!("{title}_沧州市新华区人民政府"), ""),
    );
    dir.write(
        "r/foot.html",
        page(title, "主办单位：平顶山市新华区人民政府办公室"),
    );
    dir.write("r/press.html", page(&format!("{title}_新华网"), ""));
    dir.index(["r"]);
    let found = json(&dir, &["reports", "--format", "json"]);
    let code = |path: &str| {
        let reports = found["reports"].as_array().expect("reports");
        let report = reports.iter().find(|report| report["path"] == path);
        report.expect("the report")["region"]["code"].clone()
    };
    assert_eq!(code("title.html"), "130902");
    assert_eq!(code("foot.html"), "410402");
    assert_eq!(code("press.html"), Value::Null);
}

#[test]
fn an_open_region_says_how_many_places_fit() {
    let dir = Dir::new();
    let report = report("城关镇", 2023) + "古浪县委通报表扬。\n";
    dir.write("r/a.txt", report);
    dir.index(["r"]);
    let found = json(&dir, &["reports", "--format", "json"]);
    let warning = found["reports"][0]["warnings"][0]
        .as_str()
        .expect("a warning");
    assert!(
        warning.starts_with("region open: 甘肃省/武威市/古浪县 or "),
        "{warning}"
    );
    assert_eq!(warning.matches(" or ").count(), 5, "{warning}");
    let more = warning.rsplit(" or one of ").next();
    let more = more.and_then(|rest| rest.strip_suffix(" more")?.parse::<usize>().ok());
    assert!(more.is_some_and(|more| more > 50), "{warning}");
}

#[test]
fn every_tag_says_why() {
    let dir = Dir::new();
    dir.write("r/a.txt", report("禄劝县", 2023));
    dir.index(["r"]);
    let shown = dir.fasou(["show", "a.txt", "--why"]).found();
    for words in [
        "title      禄劝县",
        "行政复议申请",
        "heading: 一、主要举措",
        "opening",
    ] {
        assert!(shown.stdout.contains(words), "{words}\n{shown}");
    }
    let value = json(&dir, &["show", "a.txt", "--why", "--format", "json"]);
    assert_eq!(value["why"]["region"][0]["evidence"], "禄劝县");
    assert_eq!(value["why"]["year"][0]["evidence"], "2023年");
    let passages = value["passages"].as_array().expect("passages");
    let first = passages
        .iter()
        .find(|passage| passage["topics"][0] == "行政复议");
    let topics = &first.expect("a passage on 行政复议")["why"]["topics"];
    assert_eq!(topics[0]["topic"], "行政复议");
    let weights = topics[0]["evidence"].as_array().expect("evidence");
    let sum: f64 = weights
        .iter()
        .filter_map(|reason| reason["weight"].as_f64())
        .sum();
    assert!(sum >= 1.0, "the evidence makes the topic: {weights:?}");
    // Without the option nothing of it is shown.
    assert_eq!(
        json(&dir, &["show", "a.txt", "--format", "json"])["why"],
        Value::Null
    );
}

#[test]
fn what_is_doubtful_is_corrected_once_and_for_all() {
    let dir = Dir::new();
    dir.write("r/sure.txt", report("禄劝县", 2023));
    dir.write("r/open.txt", report("鼓楼区", 2023));
    dir.index(["r"]);
    let listed = json(&dir, &["reports", "--doubtful", "--format", "json"]);
    let doubtful = listed["reports"].as_array().expect("reports");
    assert_eq!(doubtful.len(), 1);
    assert_eq!(doubtful[0]["confidence"]["region"], "none");
    let csv = dir
        .fasou(["reports", "--doubtful", "--format", "csv"])
        .found()
        .stdout;
    let mut lines = csv.lines();
    let head: Vec<&str> = lines.next().expect("a header").split(',').collect();
    let code = head
        .iter()
        .position(|name| *name == "region.code")
        .expect("a column of codes");
    let mut row: Vec<&str> = lines.next().expect("a row").split(',').collect();
    row[code] = "江苏/南京/鼓楼区";
    dir.write(
        "known.csv",
        format!("{}\n{}\n", head.join(","), row.join(",")),
    );
    dir.index(["--manifest", "known.csv"]);
    dir.fasou(["reports", "--doubtful"]).nothing();
    let found = json(&dir, &["reports", "--region", "南京", "--format", "json"]);
    assert_eq!(found["reports"][0]["path"], "open.txt");
    assert_eq!(found["reports"][0]["confidence"]["region"], "high");
}

const TOPICS: &str = r#"
[[topic]]
name = "解纷"
definition = "以复议和调解化解争议。"

[[topic]]
name = "行政复议"
definition = "复议。"
within = "解纷"
phrases = [{ weight = 1.0, of = ["行政复议"] }]

[[topic]]
name = "调解"
definition = "调解。"
within = "解纷"
phrases = [{ weight = 1.0, of = ["调解"] }]

[[topic]]
name = "普法"
definition = "普法。"
phrases = [{ weight = 1.0, of = ["进村宣讲"] }]
"#;

#[test]
fn own_topics_take_the_place_of_the_built_in_ones() {
    let dir = Dir::new();
    dir.write("r/a.txt", report("禄劝县", 2023));
    dir.write("topics.toml", TOPICS);
    dir.index(["r"]);
    dir.fasou(["search", "行政复议", "--topic", "行政复议"])
        .found();
    let said = dir.index(["--topics", "topics.toml"]);
    assert!(said.stderr.contains("made anew: other topics"), "{said}");
    let hits = json(
        &dir,
        &["search", "行政复议", "--topic", "解纷", "--format", "json"],
    );
    assert_eq!(
        hits["hits"][0]["topics"],
        serde_json::json!(["解纷", "行政复议"])
    );
    let listed = dir.fasou(["topics"]).found();
    assert!(listed.stdout.starts_with("解纷"), "{listed}");
    // They stay, and are gone when a person says so.
    dir.index(["--rebuild"]);
    dir.fasou(["search", "行政复议", "--topic", "解纷"]).found();
    let output = dir.fasou(["search", "行政复议", "--topic", "执法监督"]);
    assert_eq!(output.code, 2, "{output}");
    dir.index(["--builtin-topics"]);
    dir.fasou(["search", "行政复议", "--topic", "行政复议"])
        .found();
    for (wrong, reason) in [
        (
            TOPICS.replace("within = \"解纷\"", "within = \"无\""),
            "which is no topic",
        ),
        (
            TOPICS.replace("[[topic]]\nname = \"普法\"", "[[topic]]\nname = \"宣讲\""),
            "普法 is missing",
        ),
        ("nonsense".to_owned(), "--topics"),
    ] {
        dir.write("wrong.toml", wrong);
        let output = dir.fasou(["index", "--topics", "wrong.toml"]);
        assert_eq!(output.code, 2, "{output}");
        assert!(output.stderr.contains(reason), "{reason}\n{output}");
    }
}

#[test]
fn the_day_on_which_a_page_was_saved_is_not_the_year_of_its_report() {
    let dir = Dir::new();
    let title = "山丹县2023年法治政府建设年度报告";
    let body = "2023年，山丹县坚持依法行政。";
    let days = [
        "<div class=\"date\">2019年12月3日 星期二</div>",
        "<p>今天是2019年12月3日</p>",
        "<div class=\"top\"><span>欢迎访问山丹县人民政府网站</span><span>今天是2019年12月3日 星期二</span></div>",
    ];
    for (at, day) in days.iter().enumerate() {
        let page = format!(
            "<html><head><meta charset=\"utf-8\"></head><body>{day}<h1>{title}</h1><p>{body}</p>\
             <p>一、主要举措</p><p>开展调解。</p></body></html>"
        );
        dir.write(&format!("r/{at}.html"), page);
    }
    dir.write(
        "r/a.txt",
        format!("2019年12月3日 星期二\n{title}\n{body}\n"),
    );
    // A heading, a title that is none, or no title at all: the day still says nothing of the year.
    dir.write(
        "r/b.txt",
        format!("2019年12月3日 星期二\n法治山丹\n{body}\n"),
    );
    dir.write("r/c.txt", format!("今天是2019年12月3日\n{body}\n"));
    dir.index(["r"]);
    let listed = json(&dir, &["reports", "--format", "json"]);
    let reports = listed["reports"].as_array().expect("reports");
    assert_eq!(reports.len(), 6);
    for report in reports {
        assert_eq!(report["year"], 2023, "{report}");
        assert_eq!(report["published"], Value::Null, "{report}");
        let titled = !["b.txt", "c.txt"].contains(&report["path"].as_str().unwrap_or_default());
        let expected = if titled {
            Value::from(title)
        } else {
            Value::Null
        };
        assert_eq!(report["title"], expected, "{report}");
    }
}
