//! The parts of sections and passages, along the outline of a report.

use std::collections::HashMap;

use super::{Part, heading, opening};
use crate::report::{self, Outline, Passage, Role};
use crate::text::plain;

/// Characters of a passage's first sentence that its opening words lie in, including those that plain text
/// leaves out.
const OPENING_WORDS: usize = 300;

/// The parts of the sections and passages of a report of `year`.
pub fn of_report(
    text: &str,
    outline: &Outline,
    headings: &[String],
    year: Option<u16>,
) -> (Vec<Part>, Vec<Part>) {
    let (sections, apart) = of_sections(text, outline, headings, year);
    let passages = of_passages(text, outline, (&sections, apart), year);
    (sections, passages)
}

/// Whether problems and plans have top-level sections of their own: then nothing among the measures turns to
/// them.
#[derive(Clone, Copy, Default)]
struct Apart {
    problems: bool,
    plans: bool,
}

impl Apart {
    fn holds(self, part: Part) -> bool {
        match part {
            Part::Problems => self.problems,
            Part::Plans => self.plans,
            _ => false,
        }
    }
}

/// The part of each section, and which parts have sections of their own.
fn of_sections(
    text: &str,
    outline: &Outline,
    headings: &[String],
    year: Option<u16>,
) -> (Vec<Part>, Apart) {
    let tops: Vec<usize> = (0..headings.len())
        .filter(|at| outline.sections[*at].parent.is_none())
        .collect();
    let late = |at: usize| tops.partition_point(|top| *top <= at) * 2 > tops.len();
    let mut parts = vec![Part::Measures; headings.len()];
    let mut apart = Apart::default();
    // After the problems comes what is to be done about them, whatever its heading is called.
    let mut behind_problems = false;
    for (nth, &top) in tops.iter().enumerate() {
        let heading = &headings[top];
        let said = heading::of_heading(heading, year, late(top));
        let answers = behind_problems && said.is_none() && !heading::is_no_answer(heading, year);
        parts[top] = match said {
            None if answers => Part::Plans,
            said => said.unwrap_or(Part::Measures),
        };
        behind_problems = match said {
            // Problems at the beginning of a long report are those of last year.
            Some(Part::Problems) => nth > 0 || tops.len() <= 2,
            Some(Part::Measures) => behind_problems && heading::is_duty(heading),
            _ => behind_problems,
        };
    }
    let lacks_measures = tops.iter().all(|top| parts[*top] != Part::Measures);
    for &top in &tops {
        let heading = &headings[top];
        if lacks_measures && parts[top] == Part::Overview && holds_several(outline, top) {
            parts[top] = Part::Measures;
        }
        let (problems, plans) = heading::turns(heading, year, late(top));
        apart.problems |= parts[top] == Part::Problems || problems && plans;
        apart.plans |= parts[top] == Part::Plans || problems && plans;
    }
    // What the last sentence before some sections turned to, by the section around them.
    let mut turned: HashMap<u32, Part> = HashMap::new();
    for (at, section) in outline.sections.iter().enumerate() {
        let Some(parent) = section.parent else {
            continue;
        };
        let start = section.start as usize;
        let of = turned
            .get(&parent)
            .copied()
            .unwrap_or(parts[parent as usize]);
        let introduced =
            introducing(&text[outline.sections[parent as usize].start as usize..start])
                .and_then(|words| {
                    opening::of_opening_words(&plain(words), year, start * 2 > text.len())
                })
                .filter(|turn| may_turn(of, *turn, apart));
        let inherited = introduced.unwrap_or(of);
        turned.insert(parent, inherited);
        let turn = heading::of_heading(&headings[at], year, late(at));
        // Below the top only a turn to problems or plans says something new.
        let turn = turn.filter(|turn| match inherited {
            Part::Measures => !apart.holds(*turn) || report::is_turn(&headings[at]),
            Part::Problems => true,
            _ => false,
        });
        parts[at] = turn
            .filter(|turn| matches!(turn, Part::Problems | Part::Plans))
            .unwrap_or(inherited);
    }
    (parts, apart)
}

/// The sentence that a text ends with, if it introduces what follows: `针对以上问题，我县将采取以下措施：`.
fn introducing(text: &str) -> Option<&str> {
    let line = text.trim_end().lines().next_back()?;
    let words = line.trim_end_matches(['。', '：', ':']);
    let sentence = words.rsplit(['。', '！', '；']).next()?.trim_start();
    let introduces = line.ends_with(['：', ':'])
        || ["以下", "如下", "下列", "几个方面", "几方面"]
            .iter()
            .any(|word| sentence.contains(word));
    introduces.then_some(sentence)
}

/// Whether several numbered sections stand right below `section`.
fn holds_several(outline: &Outline, section: usize) -> bool {
    let sections = outline.sections.iter();
    let below = sections.filter(|below| below.parent == Some(section as u32));
    below.filter(|below| !below.label.is_empty()).count() >= 2
}

/// The part of each passage.
fn of_passages(
    text: &str,
    outline: &Outline,
    (sections, apart): (&[Part], Apart),
    year: Option<u16>,
) -> Vec<Part> {
    let mut running = Part::Overview;
    let mut seen = 0;
    // What the sentence before a list turned to: the items of its section continue with that.
    let mut list: Option<(u32, Part)> = None;
    // If no heading stands over the measures, the words themselves must tell where they begin.
    let unheaded = !matches!(sections.first(), Some(Part::Overview | Part::Measures));
    let passages = outline.passages.iter();
    passages
        .map(|passage| {
            if passage.role != Role::Body {
                return Part::Other;
            }
            let (words, introduces) = first_words(text, outline, passage);
            let words = plain(opening_words(words));
            let late = passage.body as usize * 2 > text.len();
            let turn = opening::of_opening_words(words.trim_start(), year, late);
            let within = passage
                .section
                .or_else(|| outermost_before(outline, passage));
            let of = within.map(|section| sections[section as usize]);
            let turn = turn.filter(|turn| may_turn(of.unwrap_or(Part::Measures), *turn, apart));
            match within {
                Some(section) => {
                    let part = sections[section as usize];
                    list = list.filter(|(of, _)| *of == section && passage.item.is_some());
                    if introduces {
                        list = turn.map(|turn| (section, turn)).or(list);
                    }
                    list.map(|(_, part)| part).or(turn).unwrap_or(part)
                }
                None if unheaded => {
                    seen += 1;
                    let default = if seen == 2 && running == Part::Overview {
                        Part::Measures
                    } else {
                        running
                    };
                    running = turn.unwrap_or(default);
                    running
                }
                None => Part::Overview,
            }
        })
        .collect()
}

/// The outermost section before a passage: a numbered paragraph on the level of such headings continues with
/// what they are about.
fn outermost_before(outline: &Outline, passage: &Passage) -> Option<u32> {
    let sections = (0..).zip(&outline.sections);
    let outermost = sections.filter(|(_, section)| section.depth == 1);
    let before = outermost.take_while(|(_, section)| section.start < passage.body);
    before.last().map(|(at, _)| at)
}

/// Whether the passages of a section may turn to another part by themselves.
fn may_turn(section: Part, turn: Part, apart: Apart) -> bool {
    match section {
        Part::Measures => !apart.holds(turn),
        Part::Problems => turn == Part::Plans,
        _ => false,
    }
}

/// The words that tell what a passage turns to, and whether a list may follow them; an item of a list says
/// nothing of the next.
fn first_words<'a>(text: &'a str, outline: &Outline, passage: &Passage) -> (&'a str, bool) {
    let own = text[passage.body as usize..passage.end as usize].trim_start();
    let Some(label) = &passage.item else {
        return (own, true);
    };
    let lead = lead(text, outline, passage);
    let before = own.find(label.as_str()).map(|at| own[..at].trim_end());
    match before {
        _ if !lead.is_empty() => (lead, true),
        Some(words) if words.ends_with(['：', ':']) => (own, true),
        _ => (own.strip_prefix(label.as_str()).unwrap_or(own), false),
    }
}

/// The last of the short paragraphs that come before a passage's own words, after title and heading lines.
fn lead<'a>(text: &'a str, outline: &Outline, passage: &Passage) -> &'a str {
    let (start, body) = (passage.start as usize, passage.body as usize);
    let above = match passage.section {
        Some(section) => {
            let heading = outline.sections[section as usize].start as usize;
            text[heading..].find('\n').map_or(body, |end| heading + end)
        }
        None => outline.head(text),
    };
    let paragraphs = text[start.max(above).min(body)..body].trim();
    paragraphs.lines().next_back().unwrap_or_default()
}

/// As much of the first sentence of a text as may tell what it turns to.
fn opening_words(text: &str) -> &str {
    let ends = |c| matches!(c, '。' | '｡' | '！' | '!' | '？' | '?');
    let mut ahead = text.char_indices().enumerate();
    let end = ahead.find(|(count, (_, c))| *count == OPENING_WORDS || ends(*c));
    &text[..end.map_or(text.len(), |(_, (at, _))| at)]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parts of the passages that hold the snippets, in a report of 2023.
    fn parts(text: &str, snippets: &[&str]) -> Vec<Part> {
        let outline = crate::report::parse(text);
        let headings: Vec<String> = (outline.sections.iter())
            .map(|section| plain(&section.heading))
            .collect();
        let (_, passages) = of_report(text, &outline, &headings, Some(2023));
        let holding = |snippet: &&str| {
            let at = text.find(*snippet).expect("the snippet is in the text");
            let found = (outline.passages.iter()).position(|passage| passage.bytes().contains(&at));
            passages[found.expect("passages tile the text")]
        };
        snippets.iter().map(holding).collect()
    }

    const REPORT: &str =
        "会宁县丁家沟镇2023年法治政府建设工作报告\n2023年，丁家沟镇推进依法行政，现报告如下。\n";
    const MEASURES: &str = "一、健全制度\n修订议事规则3项，公布权责清单1份，清理文件22件。\n\
         二、严格执法\n开展联合执法检查17次，办结行政处罚案件9件。\n";

    #[test]
    fn items_go_on_with_what_introduces_them() {
        for (part, ending) in [
            (
                Part::Plans,
                "下一步，丁家沟镇将抓好三件事：一是配强队伍。二是办好夜校。三是更新设备。\n",
            ),
            (
                Part::Plans,
                "下一步，丁家沟镇将重点抓好以下三件事情。\n1.配强队伍。\n2.办好夜校。\n3.更新设备。\n",
            ),
            (
                Part::Plans,
                "下步工作：\n一是配强队伍，选好干部。\n二是办好夜校，丰富课程。\n三是更新设备，添置车辆。\n",
            ),
            (
                Part::Problems,
                "虽然取得了一些成绩，但仍存在短板。主要是：一是配强队伍进展不快。二是办好夜校经费紧。三是更新设备手续多。\n",
            ),
            (
                Part::Problems,
                "主要存在以下问题：\n1.配强队伍进展不快；\n2.办好夜校经费紧；\n3.更新设备手续多。\n",
            ),
        ] {
            let text = format!("{REPORT}{MEASURES}{ending}");
            let found = parts(&text, &["配强队伍", "办好夜校", "更新设备"]);
            assert_eq!(found, [part; 3], "{ending}");
        }
        let short = "人手少。\n下一步：\n1.配强队伍。\n2.办好夜校。\n";
        let found = parts(
            &format!("{REPORT}{MEASURES}{short}"),
            &["配强队伍", "办好夜校"],
        );
        assert_eq!(found, [Part::Plans; 2]);
        let both = "三、存在的问题及下一步打算\n虽有进步，但还存在一些问题：一是人手少。二是经费紧。\n\
             下一步，重点做好以下工作：一是招录人员。二是筹集经费。\n";
        let text = format!("{REPORT}{MEASURES}{both}");
        let found = parts(&text, &["人手少", "经费紧", "招录人员", "筹集经费"]);
        let (problems, plans) = (Part::Problems, Part::Plans);
        assert_eq!(found, [problems, problems, plans, plans]);
    }

    #[test]
    fn sections_go_on_with_the_sentence_that_introduces_them() {
        let own = "（一）配强队伍。选好干部。\n（二）办好夜校。丰富课程。\n";
        for lead in [
            "下一步，重点抓好以下工作：",
            "针对以上问题，我镇将采取以下措施：",
            "为此，我们将着力做好以下工作。",
            "下一步工作打算如下：",
        ] {
            for before in [
                "执法力量薄弱，普法形式单一。",
                "执法力量薄弱，普法形式单一。\n",
            ] {
                let text =
                    format!("{REPORT}{MEASURES}三、存在问题和下步打算\n{before}{lead}\n{own}");
                let found = parts(&text, &["执法力量", "选好干部", "丰富课程"]);
                assert_eq!(found[1..], [Part::Plans; 2], "{lead}");
                assert_eq!(found[0], Part::Problems, "{lead}");
            }
        }
        let text = format!(
            "{REPORT}{MEASURES}三、问题和打算\n下一步，着重抓好以下工作：\n{own}四、其他\n（一）全年培训2次。听课90人。\n"
        );
        let found = parts(&text, &["选好干部", "听课"]);
        assert_eq!(found, [Part::Plans, Part::Measures]);
        // What has a section of its own is not turned to.
        let text = format!(
            "{REPORT}一、工作\n针对以上问题，我镇将采取以下措施：\n{own}二、下步打算\n招录5人。\n"
        );
        assert_eq!(parts(&text, &["选好干部"]), [Part::Measures]);
    }

    #[test]
    fn a_list_ends_with_its_section_and_the_next_paragraph() {
        let text = format!(
            "{REPORT}{MEASURES}目前执法仍存在不足：一是车辆少。二是人员少。\n全年走访企业48家，解答咨询130次。\n\
             三、办好实事\n一是修通村道。二是装好路灯。\n"
        );
        let found = parts(
            &text,
            &["车辆少", "人员少", "走访企业", "修通村道", "装好路灯"],
        );
        let (measures, problems) = (Part::Measures, Part::Problems);
        assert_eq!(found, [problems, problems, measures, measures, measures]);
        // An item that mentions a problem says nothing of the next one.
        let text = format!(
            "{REPORT}{MEASURES}抓好三件事：一是修通村道。二是走访农户，但仍存在不足。三是装好路灯。\n"
        );
        assert_eq!(parts(&text, &["修通村道", "装好路灯"]), [measures; 2]);
    }

    #[test]
    fn measures_turn_to_nothing_that_has_a_section_of_its_own() {
        let measures = "一、主要做法\n（一）梳理短板\n走访企业48家，解答咨询130次，台账逐条销号。\n\
             （二）制定工作计划\n下一步要办的事项列入台账，共计12项，逐项明确了时限。\n\
             （三）服务群众\n目前仍有个别村存在交通不便的问题，流动车队已送法上门21次。\n";
        let snippets = ["走访企业", "下一步要办", "目前仍有"];
        let own = "二、存在的问题\n人手不多。\n三、下步打算\n招录5人。\n";
        let found = parts(&format!("{REPORT}{measures}{own}"), &snippets);
        assert_eq!(found, [Part::Measures; 3]);
        let both = "二、存在的问题及下步打算\n人手不多，准备招录。\n";
        let found = parts(&format!("{REPORT}{measures}{both}"), &snippets);
        assert_eq!(found, [Part::Measures; 3]);
        // A subheading that says nothing else is one.
        let outright = "（四）存在的问题\n车辆偏少。\n";
        let found = parts(&format!("{REPORT}{measures}{outright}{own}"), &["车辆偏少"]);
        assert_eq!(found, [Part::Problems]);
        let found = parts(&format!("{REPORT}{measures}"), &snippets);
        assert_eq!(found[1..], [Part::Plans, Part::Problems]);
    }

    #[test]
    fn what_holds_the_measures_is_no_overview() {
        let below = "（一）严格执法。开展检查17次。\n（二）化解纠纷。调解纠纷64件。\n";
        let rest = "二、存在的问题\n人手不多。\n三、下步打算\n招录5人。\n";
        let snippets = ["开展检查", "调解纠纷"];
        for heading in ["2023年度法治政府建设总体情况", "基本情况"] {
            let text = format!("{REPORT}一、{heading}\n{below}{rest}");
            assert_eq!(parts(&text, &snippets), [Part::Measures; 2], "{heading}");
        }
        let text = format!("{REPORT}一、基本情况\n{below}二、主要做法\n修订制度3项。\n");
        assert_eq!(parts(&text, &snippets), [Part::Overview; 2]);
        let text = format!("{REPORT}一、基本情况\n全镇辖9个村。\n{rest}");
        assert_eq!(parts(&text, &["全镇辖"]), [Part::Overview]);
    }

    #[test]
    fn behind_the_problems_stands_what_is_to_be_done() {
        let problems = "三、存在的问题\n人手不多。\n";
        for heading in [
            "对策建议",
            "改进措施",
            "工作谋划",
            "改进方向",
            "乘势而上，再开新局",
            "改进举措",
            "整改举措和下一阶段安排",
        ] {
            let text = format!("{REPORT}{MEASURES}{problems}四、{heading}\n招录5人。\n");
            assert_eq!(parts(&text, &["招录5人"]), [Part::Plans], "{heading}");
        }
        for heading in [
            "党政主要负责人履行第一责任人职责",
            "典型案例",
            "2023年法治乡村创建",
            "其他",
            "主要做法",
            "学法述法",
        ] {
            let text = format!("{REPORT}{MEASURES}{problems}四、{heading}\n召开会议5次。\n");
            assert_eq!(parts(&text, &["召开会议"]), [Part::Measures], "{heading}");
        }
        // Duties also stand between the two.
        let duty = "四、主要负责人履职情况\n召开会议5次。\n五、对策建议\n招录5人。\n";
        let found = parts(
            &format!("{REPORT}{MEASURES}{problems}{duty}"),
            &["召开会议", "招录5人"],
        );
        assert_eq!(found, [Part::Measures, Part::Plans]);
        // Those of last year stand before the measures.
        let measures = MEASURES.replace("二、", "三、").replace("一、", "二、");
        let text = format!("{REPORT}一、上年度存在的问题\n人手不多。\n{measures}");
        assert_eq!(parts(&text, &["修订议事", "开展联合"]), [Part::Measures; 2]);
    }

    #[test]
    fn what_is_named_before_a_colon_is_the_part_of_its_line() {
        let work = "一、工作情况：\n（一）抓培训：办班2期。\n（二）抓执法：检查12次。\n";
        let text = format!("{REPORT}{work}二、存在问题：人手不多。\n三、工作打算：招录5人。");
        let found = parts(&text, &["办班2期", "人手不多", "招录5人"]);
        assert_eq!(found, [Part::Measures, Part::Problems, Part::Plans]);
        for heading in ["工作计划", "工作安排", "工作思路", "下步工作", "今后工作"]
        {
            let text =
                format!("{REPORT}一、主要做法\n办班2期。\n二、{heading}：轮训2次，人手不够。");
            assert_eq!(parts(&text, &["轮训"]), [Part::Plans], "{heading}");
        }
    }

    #[test]
    fn numbered_paragraphs_beside_headings_are_no_overview() {
        let text = "平陵县2023年法治政府建设年度报告\n2023年，平陵县推进依法行政，现将情况报告如下。\n\
            一、建章立制。制定制度3项，修订4项，废止2项，全部公布上网。\n\
            二、收到行政复议申请19件，受理17件，审结15件，调解结案9件，纠正违法行为4件，群众对办理结果较为满意。\n\
            三、存在的问题主要是执法力量薄弱，队伍老化，乡镇没有专职人员，培训也跟不上，案卷质量参差不齐。\n\
            四、下步打算\n配齐人员，办好培训，提升案卷质量。";
        let found = parts(
            text,
            &[
                "推进依法行政",
                "建章立制",
                "收到行政复议",
                "三、存在的问题",
                "配齐人员",
            ],
        );
        let (measures, problems) = (Part::Measures, Part::Problems);
        assert_eq!(
            found,
            [Part::Overview, measures, measures, problems, Part::Plans]
        );
    }
}
