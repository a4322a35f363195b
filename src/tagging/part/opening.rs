//! What the first words of a passage turn to: problems or plans.

use super::Part;
use super::heading::speaks_of_problems;
use crate::tagging::year::years;

/// The part that the first words of a passage turn to, inside a section that does not name it; `late` says
/// whether the passage stands towards the report's end, where plans and problems do.
pub fn of_opening_words(plain: &str, year: Option<u16>, late: bool) -> Option<Part> {
    let first: String = plain
        .split(['。', '!', '?'])
        .next()
        .unwrap_or_default()
        .chars()
        .take(120)
        .collect();
    if turns_to_plans(&first, year, late) {
        Some(Part::Plans)
    } else if turns_to_problems(&first, late) {
        Some(Part::Problems)
    } else {
        None
    }
}

fn turns_to_plans(first: &str, year: Option<u16>, late: bool) -> bool {
    const STARTS: [&str; 16] = [
        "下一步",
        "下步",
        "今后",
        "明年",
        "接下来",
        "下阶段",
        "下一阶段",
        "下来,",
        "下年",
        "下一年",
        "新的一年",
        "新一年",
        "来年",
        "打算",
        "针对问题,",
        "针对以上",
    ];
    let said = ["对此,", "为此,"]
        .iter()
        .find_map(|link| first.strip_prefix(link))
        .unwrap_or(first);
    // `在今后的工作中` is 今后, `在2025年初` may be past.
    let ahead = said.strip_prefix('在').unwrap_or(said);
    let start: String = said.chars().take(8).collect();
    let next_year = years(&start)
        .first()
        .is_some_and(|named| year.is_some_and(|year| *named > year));
    let next_year = next_year && (!said.starts_with('在') || promises(said));
    let is_past = said.contains("已经") && !said.contains('将');
    let said = without_guidance(said);
    let head: String = said.chars().take(14).collect();
    next_year
        || STARTS.iter().any(|word| ahead.starts_with(word)) && !is_past
        || answers(&said)
        || late && (head.contains("将把") || announces(&head) && !disposes(&said))
}

/// The sentence without `在…领导下，`, which may stand before 将 or after it.
fn without_guidance(sentence: &str) -> String {
    const GUIDANCE: [&str; 6] = ["领导下", "指导下", "支持下", "带领下", "关心下", "关怀下"];
    let guidance = sentence.find('在').and_then(|at| {
        let (guidance, rest) = sentence[at..].split_once(',')?;
        let is_guidance = GUIDANCE.iter().any(|end| guidance.ends_with(end));
        is_guidance.then(|| [&sentence[..at], rest].concat())
    });
    guidance.unwrap_or_else(|| sentence.to_owned())
}

/// Whether a sentence says what will be done about problems that were named: `针对上述问题，我县将采取…`.
fn answers(said: &str) -> bool {
    let Some(about) = said.strip_prefix("针对") else {
        return false;
    };
    let clause = about.split(',').next().unwrap_or_default();
    let named = ["上述", "以上", "存在", "工作中存在", "这些", "问题"];
    named.iter().any(|word| clause.starts_with(word))
        && ["问题", "不足", "短板", "困难", "差距"]
            .iter()
            .any(|word| clause.contains(word))
        && promises(said)
}

/// Whether a sentence says that something will or must be done.
fn promises(sentence: &str) -> bool {
    let must = |clause: &str| {
        let own = clause.trim_start_matches("我们");
        let own = own.strip_prefix("我").map_or(own, |rest| {
            rest.trim_start_matches(|c| "省市州县区旗镇乡局".contains(c))
        });
        let object = own.strip_prefix('要');
        object.is_some_and(|rest| !rest.starts_with(['求', '点', '素', '件']))
    };
    let ahead = ["下一步", "下步", "今后", "明年"];
    announces(sentence) && !disposes(sentence)
        || sentence.split([',', ';', ':']).any(must)
        || ahead.iter().any(|word| sentence.contains(word))
}

/// Whether 将 says what will be done: an adverb of manner or a verb follows. Before an object it means no more
/// than 把: `将普法纳入考核`, `将信访局整体搬迁`.
fn announces(head: &str) -> bool {
    const FOLLOWS: [&str; 72] = [
        "在今后",
        "在下一步",
        "在下步",
        "在新的一年",
        "在接下来",
        "采取",
        "进一步",
        "继续",
        "持续",
        "不断",
        "始终",
        "坚持",
        "加强",
        "加大",
        "加快",
        "加紧",
        "着力",
        "着重",
        "大力",
        "全力",
        "努力",
        "积极",
        "主动",
        "认真",
        "严格",
        "严厉",
        "切实",
        "扎实",
        "深入",
        "充分",
        "牢固",
        "牢牢",
        "紧紧",
        "紧扣",
        "紧盯",
        "紧密",
        "密切",
        "围绕",
        "聚焦",
        "按照",
        "根据",
        "结合",
        "针对",
        "对标",
        "立足",
        "锚定",
        "从以下",
        "从严",
        "开展",
        "组织",
        "举办",
        "推进",
        "推动",
        "落实",
        "抓好",
        "做好",
        "健全",
        "完善",
        "强化",
        "更加",
        "定期",
        "适时",
        "逐步",
        "稳步",
        "有序",
        "尽快",
        "一如既往",
        "全面推进",
        "全面加强",
        "全面落实",
        "全面贯彻",
        "全面提升",
    ];
    head.match_indices('将').any(|(at, word)| {
        let after = &head[at + word.len()..];
        let aims = after.starts_with('以') && !after.starts_with("以上");
        let at = after.starts_with('对') && !after.starts_with("对口");
        aims || at || FOLLOWS.iter().any(|word| after.starts_with(word))
    })
}

/// Whether a sentence with 将 says what was done with an object.
fn disposes(sentence: &str) -> bool {
    [
        "写入",
        "纳入",
        "作为",
        "列入",
        "列为",
        "融入",
        "贯穿",
        "摆在",
        "转化",
        "同部署",
        "移交",
    ]
    .iter()
    .any(|word| sentence.contains(word))
}

fn turns_to_problems(first: &str, late: bool) -> bool {
    const STARTS: [&str; 24] = [
        "存在",
        "主要存在",
        "主要问题",
        "主要不足",
        "主要困难",
        "突出问题",
        "问题",
        "不足",
        "短板",
        "困难",
        "差距",
        "薄弱",
        "需要改进",
        "当前",
        "目前",
        "工作中",
        "但",
        "仍",
        "还",
        "也",
        "尽管",
        "虽然",
        "不容忽视",
        "在看到成绩",
    ];
    // These also lead on to work done: `同时，对存在的问题责令整改`.
    const LEADS_ON: [&str; 5] = ["同时", "对照", "此外", "另外", "一年来"];
    let begins = |words: &[&str]| words.iter().any(|word| first.starts_with(word));
    let leads_on = begins(&LEADS_ON);
    let starts = leads_on || begins(&STARTS) && !first.starts_with("但凡");
    let clause = first.split([',', ':', ';', '，', '：', '；']).next();
    let clause = clause.unwrap_or_default();
    let names_it = starts
        && !clause.starts_with("对照")
        && clause.chars().count() <= 24
        && speaks_of_problems(clause);
    let said = if starts { first } else { contrasted(first) };
    let holds = |words: &[&str]| words.iter().any(|word| said.contains(word));
    let wants = holds(&["问题", "不足", "短板", "差距", "薄弱", "有待"]);
    let exists = said
        .match_indices("存在")
        .any(|(at, word)| !leads_on || !said[at + word.len()..].starts_with('的'));
    let wanting = exists || holds(&["仍有", "还有", "尚有", "需进一步", "有待", "仍需"]);
    names_it || !is_settled(first) && (wants && wanting || late && starts && lacks(first))
}

/// What follows the first word of contrast, that word included; empty if there is none.
fn contrasted(first: &str) -> &str {
    const CONTRASTS: [&str; 7] = ["但", "虽然", "尽管", "同时", "也存在", "仍存在", "还存在"];
    let found = CONTRASTS.iter().flat_map(|word| first.match_indices(word));
    let is_part =
        |at: usize| first[..at].ends_with(['不', '非']) || first[at..].starts_with("但凡");
    let first_of_all = found.map(|(at, _)| at).filter(|at| !is_part(*at)).min();
    &first[first_of_all.unwrap_or(first.len())..]
}

/// Whether a sentence tells how a shortcoming was remedied.
fn is_settled(sentence: &str) -> bool {
    let holds = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    let is_left = holds(&[
        "但",
        "仍",
        "尚",
        "虽",
        "还存在",
        "还需",
        "难以",
        "解决不",
        "未能",
    ]) && !holds(&["但凡"]);
    let overcome = ["解决", "破解", "克服"].iter().any(|verb| {
        let object = sentence.split_once(verb).map(|(_, object)| object);
        object.is_some_and(|object| {
            ["等问题", "的问题", "难题"]
                .iter()
                .any(|end| object.contains(end))
        })
    });
    let done = holds(&["整改到位", "责令整改", "完成整改", "已补齐", "已整改"]);
    !is_left && (overcome || done)
}

/// Whether a sentence says that something is not as it should be.
fn lacks(sentence: &str) -> bool {
    const LACKS: [&str; 16] = [
        "仍",
        "尚",
        "不够",
        "不足",
        "不高",
        "不强",
        "不到位",
        "不平衡",
        "紧缺",
        "缺乏",
        "单薄",
        "滞后",
        "薄弱",
        "偏弱",
        "偏软",
        "偏低",
    ];
    LACKS.iter().any(|word| {
        let mut found = sentence.match_indices(word);
        // `不足5人的村`: a number that is not reached.
        found.any(|(at, word)| {
            let behind = &sentence[at + word.len()..];
            *word != *"不足" || !behind.starts_with(|c: char| c.is_ascii_digit())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passages_may_turn_to_problems_and_plans_by_themselves() {
        let of = |text| of_opening_words(text, Some(2024), true);
        assert_eq!(of("下一步,我局将继续推进"), Some(Part::Plans));
        assert_eq!(of("2025年,我县将继续"), Some(Part::Plans));
        assert_eq!(
            of("虽然取得一定成效,但仍存在一些问题和不足。"),
            Some(Part::Problems)
        );
        assert_eq!(of("开展突出问题专项整治。"), None);
        assert_eq!(of("工作中也有不足。"), Some(Part::Problems));
        assert_eq!(of("目前信息供给仍显不足。"), Some(Part::Problems));
        assert_eq!(of("对存在问题的企业责令整改。"), None);
        assert_eq!(of("我局将开展专项培训。"), Some(Part::Plans));
        for text in [
            "县政府将普法纳入考核。",
            "将县信访局、司法局整体搬迁至政务服务中心。",
            "将全面依法治乡工作与经济工作同部署、同考核。",
            "县政府将29项许可下放乡镇。",
            "将推进法治建设与经济工作同部署。",
            "将以上线索移交公安机关。",
            "将对口帮扶资金下拨到村。",
            "全年以案释法,即将出台的制度2项。",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
        for text in [
            "将继续办好培训。",
            "将对重点领域开展专项监督。",
            "将把法治建设纳入考核。",
            "我县将以依法行政为重点,补齐短板。",
            "全乡将不断建章立制。",
        ] {
            assert_eq!(of(text), Some(Part::Plans), "{text}");
        }
    }

    #[test]
    fn closing_paragraphs_say_what_will_be_done() {
        let of = |text| of_opening_words(text, Some(2024), true);
        for text in [
            "针对上述问题,我县将采取措施,充实队伍。",
            "针对上述问题,要加强培训。",
            "针对存在的不足,我局下一步从三方面改进。",
            "在新的一年里,我们要抓好培训。",
            "在下一步的依法行政工作中,我乡力争人手到位。",
            "在2025年的工作中,我们要抓好培训。",
            "对此,我镇将在今后工作中加强培训。",
            "在县委、县政府的坚强领导下,我镇将进一步加强培训。",
            "我镇将在县委的坚强领导下,进一步加强培训。",
            "下来,我局将组织轮训。",
            "针对问题,增派两名调解员。",
        ] {
            assert_eq!(of(text), Some(Part::Plans), "{text}");
        }
        for text in [
            "针对存在的问题,要求限期改正,复查19家。",
            "针对问题台账,逐项销号。",
            "针对上述问题,约谈企业4家。",
            "在2025年初的复查中全部合格。",
            "在县委的坚强领导下,我镇进一步加强培训。",
            "今后三年的普法规划已经印发。",
            "下来蹲点的律师解答咨询52人次。",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn work_done_on_problems_is_no_problem() {
        let of = |text| of_opening_words(text, Some(2024), true);
        for text in [
            "抽查卷宗60卷,对卷中存在的问题逐一反馈,同时发出建议书4份。",
            "对照督察意见,梳理存在的问题,列出清单。",
            "同时,对巡查中存在的问题当场责令整改。",
            "不但消除了集市存在的停车问题,而且划定车位。",
            "但凡存在问题的合同一律退回。",
            "目前,不足3人的调委会均已补员。",
            "目前,有效解决基层力量不足的问题。",
            "还举办轮训,克服业务不高等问题。",
            "工作中注重补齐短板,走访农户210户。",
            "困难群众法律援助办理案件45件。",
            "问题整改清单全部销号。",
            "针对问题线索,移送有关机关4件。",
            "将围绕企业需求开展体检写入方案,体检企业33家。",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
        for text in [
            "全区法治建设取得进展,但与群众期盼相比,还存在一些差距。",
            "虽然整改到位一批,但仍存在不少问题。",
            "同时,我区执法工作还存在力量薄弱等问题。",
            "对照上级要求,还有不少差距。",
            "目前专职调解员不足,经费尚无着落。",
            "此外,仍有一些短板。",
            "目前,群众的急事解决不快,车辆不足的问题突出。",
        ] {
            assert_eq!(of(text), Some(Part::Problems), "{text}");
        }
    }
}
