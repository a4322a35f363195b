//! What is joined, what is not, and how pages are crossed.

use super::super::text::read;

const FIRST: &str = "平陵乡全年受理群众来信来访146件，其中通过12345热线转办的有38件，\
    办结率达到98.6%，群众对处理结果的评价总体良好，乡司法所会同派出所、综治中心开展\
    联合走访，把一批邻里纠纷化解在了田间地头。";
const SECOND: &str = "乡政府聘请2名律师担任法律顾问，对外签订的17份合同全部经过审查，\
    提出修改意见41条；行政规范性文件一律先听证、后讨论，再公布，没有一份被上级撤销。";
const THIRD: &str = "同时也要看到，个别村的调解员年纪偏大，不会使用AI平台填报台账，\
    培训仍然跟不上需要，这是下一年必须补上的短板。";

/// Breaks each paragraph after `width` columns, runs kept whole.
fn wrapped(paragraphs: &[&str], indent: &str, width: usize) -> String {
    let mut out = String::new();
    for paragraph in paragraphs {
        out.push_str(indent);
        let mut size = indent.chars().count() * 2;
        let mut rest = *paragraph;
        while let Some(first) = rest.chars().next() {
            let run = rest.len()
                - rest
                    .trim_start_matches(|c: char| c.is_ascii_alphanumeric())
                    .len();
            let part = &rest[..run.max(first.len_utf8())];
            let columns = if run > 0 {
                run
            } else {
                1 + usize::from(!first.is_ascii())
            };
            if size + columns > width {
                out.push('\n');
                size = 0;
            }
            out.push_str(part);
            size += columns;
            rest = &rest[part.len()..];
        }
        out.push('\n');
    }
    out
}

#[track_caller]
fn reads(text: &str, expected: &[&str]) {
    assert_eq!(
        read(text).text.lines().collect::<Vec<_>>(),
        expected,
        "{text}"
    );
}

const REPORT: [&str; 8] = [
    "平陵乡2024年度工作报告",
    "一、主要做法",
    FIRST,
    "（一）完善制度",
    SECOND,
    "二、不足之处",
    THIRD,
    "平陵乡人民政府",
];

#[test]
fn wrapped_paragraphs_come_back_at_every_width() {
    for width in 40..=120 {
        let paragraphs = [FIRST, SECOND, THIRD].repeat(3);
        reads(&wrapped(&paragraphs, "　　", width), &paragraphs);
        // Without a mark, a last line that is full by chance has no end.
        let mut left = paragraphs.into_iter();
        for line in read(&wrapped(&[FIRST, SECOND, THIRD].repeat(3), "", width))
            .text
            .lines()
        {
            let mut rest = line;
            while !rest.is_empty() {
                rest = left
                    .next()
                    .and_then(|whole| rest.strip_prefix(whole))
                    .expect(line);
            }
        }
    }
}

#[test]
fn the_menu_of_a_page_does_not_hide_how_the_text_below_it_is_wrapped() {
    let menu = [
        "首页",
        "政务公开",
        "政务服务",
        "互动交流",
        "走进平陵",
        "数据开放",
    ];
    for width in [56, 60, 68, 80] {
        let text = menu.join("\n") + "\n" + &wrapped(&REPORT, "　　", width);
        reads(&text, &[&menu[..], &REPORT].concat());
    }
}

#[test]
fn titles_headings_and_signatures_keep_their_lines() {
    for width in [40, 56, 68, 72] {
        reads(&wrapped(&REPORT, "　　", width), &REPORT);
        reads(&wrapped(&REPORT, "", width), &REPORT);
        // A uniform margin is no indentation.
        let text: String = wrapped(&REPORT, "", width)
            .lines()
            .map(|l| format!("   {l}\n"))
            .collect();
        reads(&text, &REPORT);
    }
}

#[test]
fn blank_lines_between_paragraphs_part_and_between_all_lines_do_not() {
    let text: String = REPORT
        .iter()
        .map(|p| wrapped(&[p], "", 56) + "\n")
        .collect();
    reads(&text, &REPORT);
    reads(&wrapped(&REPORT, "", 56).replace('\n', "\r\r\n"), &REPORT);
}

#[test]
fn pages_are_crossed_where_a_sentence_goes_on() {
    let text = wrapped(&REPORT, "　　", 40);
    let lines: Vec<&str> = text.lines().collect();
    let inside = 3;
    assert!(FIRST.contains(&lines[2..=inside].concat()[6..]) && !lines[inside].ends_with('。'));
    for page in [
        "- 1 -",
        "\n— 1 —\n",
        "\n第 1 页 共 2 页\n\n",
        "1",
        "\n1\n",
        "1/2",
    ] {
        let mut paged = lines.clone();
        paged.insert(inside + 1, page);
        reads(&paged.join("\n"), &REPORT);
    }
    let mut fed = lines.clone();
    let next = format!("\u{c}{}", lines[inside + 1]);
    fed[inside + 1] = &next;
    reads(&fed.join("\n"), &REPORT);
    // A blank line alone ends a paragraph: one more line than before.
    let mut blank = lines.clone();
    blank.insert(inside + 1, "");
    assert_eq!(
        read(&blank.join("\n")).text.lines().count(),
        REPORT.len() + 1
    );
}

#[test]
fn a_label_at_the_margin_is_text_where_labels_are_indented() {
    let inline = "全乡重点抓了三件事。一是开展宪法宣传进村活动，发放资料900份。二是组织村干部\
        旁听庭审。三是规范村规民约，请法律顾问逐条把关，修订之后再交村民会议表决，公示满七天才生效。";
    for width in (40..=80).step_by(2) {
        let paragraphs = [FIRST, "一是抓培训。", inline, "二是抓考核。", SECOND];
        reads(&wrapped(&paragraphs, "　　", width), &paragraphs);
    }
}

#[test]
fn what_is_not_wrapped_is_left_alone() {
    let whole = [FIRST, SECOND, THIRD].join("\n");
    let names = "司法所王建国派出所李志强综治中心赵春梅\n".repeat(6);
    let laws = "《平陵乡村规民约管理办法》《平陵乡调解员补贴发放办法》\n".repeat(3);
    let headings = "健全依法决策机制\n严格规范公正文明执法\n深入开展普法宣传教育活动\n";
    let rows = "指标 数值 比上年\n行政许可 312件 增长一成\n行政处罚 27件 持平\n";
    let items = "严格落实重大行政决策程序，坚持集体讨论决定，决策质量不断提高；\n".repeat(6);
    let varied = "平陵乡人民政府办公室\n平陵乡综合行政执法队和农业农村服务中心\n\
        平陵乡党群服务中心\n平陵乡退役军人服务站、便民服务中心和文化站\n全部完成。\n"
        .repeat(4);
    for text in [&names, &laws, headings, rows, &items, &varied] {
        let lines: Vec<&str> = text.lines().collect();
        reads(text, &lines);
        let mixed = format!("{whole}\n{text}{whole}");
        reads(&mixed, &mixed.lines().collect::<Vec<_>>());
    }
}
