//! The taxonomy's own sentences hold, a broken table is refused by name, and the
//! rules of weighing that no single sentence shows.

use super::*;

/// The promised topics only, each with one phrase, and `more`.
fn table(more: &str) -> String {
    let promised = ["行政复议", "普法", "调解"]
        .map(|name| topic(name, &format!(r#"{{ weight = 0.7, of = ["{name}"] }}"#)));
    promised.concat() + more
}

fn topic(name: &str, phrases: &str) -> String {
    let rest = "definition = \"\"\nexamples = []\ncounterexamples = []\n";
    format!("[[topic]]\nname = \"{name}\"\nphrases = [{phrases}]\n{rest}")
}

fn refusal(table: &str) -> String {
    match Taxonomy::parse(table) {
        Ok(_) => panic!("the table should be refused:\n{table}"),
        Err(error) => error.to_string(),
    }
}

/// Names of the passage's topics in the builtin taxonomy.
fn tagged(own: &str, headings: &[&str]) -> Vec<String> {
    tagged_by(Taxonomy::builtin(), own, headings)
}

fn tagged_by(taxonomy: &Taxonomy, own: &str, headings: &[&str]) -> Vec<String> {
    let hits = TopicMatcher::new(taxonomy).tag(&without_marks(own), headings);
    hits.iter()
        .map(|hit| taxonomy.topics()[hit.index].name.clone())
        .collect()
}

fn carries(own: &str, headings: &[&str], topic: &str) -> bool {
    tagged(own, headings).iter().any(|name| name == topic)
}

/// Whether the phrases alone carry a topic, the fitted table being left out.
fn phrases_carry(own: &str, headings: &[&str], topic: &str) -> bool {
    let table = include_str!("../../../data/topics.toml").replace("fitted = true\n", "");
    let taxonomy = Taxonomy::parse(&table).unwrap();
    let tagged = tagged_by(&taxonomy, own, headings);
    tagged.iter().any(|name| name == topic)
}

#[test]
fn every_example_and_counterexample_holds() {
    let taxonomy = Taxonomy::builtin();
    let matcher = TopicMatcher::new(taxonomy);
    let mut wrong = Vec::new();
    for (index, topic) in taxonomy.topics().iter().enumerate() {
        let examples = topic.examples.iter().map(|text| (text, true));
        let counterexamples = topic.counterexamples.iter().map(|text| (text, false));
        for (text, expected) in examples.chain(counterexamples) {
            let hits = matcher.tag(&without_marks(text), &[]);
            if hits.iter().any(|hit| hit.index == index) != expected {
                wrong.push(format!(
                    "{} should be {expected} for {text}: {hits:?}",
                    topic.name
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_topic_is_tested_from_both_sides() {
    for topic in Taxonomy::builtin().topics() {
        let least = if ["行政复议", "普法", "调解"].contains(&topic.name.as_str()) {
            8
        } else {
            4
        };
        assert!(
            topic.examples.len() >= least,
            "{} has too few examples",
            topic.name
        );
        assert!(
            topic.counterexamples.len() >= least,
            "{} has too few counterexamples",
            topic.name
        );
        assert!(
            !topic.definition.is_empty(),
            "{} is not defined",
            topic.name
        );
    }
}

#[test]
fn general_words_are_no_topic() {
    let general = "全面推进依法行政,法治政府建设取得新成效,为高质量发展提供有力保障。";
    assert_eq!(tagged(general, &[]), [""; 0]);
    assert_eq!(tagged("", &[]), [""; 0]);
    assert_eq!(tagged("2025年1月20日", &["二、法治政府建设成效"]), [""; 0]);
}

#[test]
fn a_passage_may_carry_several_topics_in_taxonomy_order() {
    let text = "二是推动普法与调解融合。法律明白人参与调解案件六十起,边调解边开展普法宣传。";
    assert_eq!(tagged(text, &[]), ["调解", "普法"]);
}

#[test]
fn a_document_named_is_not_the_topic() {
    assert!(carries(
        "二是落实行政复议职责。全年受理四十件。",
        &[],
        "行政复议"
    ));
    assert!(!carries(
        "二是落实《行政复议职责规定》。全年受理四十件。",
        &[],
        "行政复议"
    ));
}

#[test]
fn a_heading_supports_own_words_but_never_makes_a_topic() {
    let headings = ["三、依法化解争议", "(二)深化行政复议体制改革"];
    let own = "二是推行繁简分流。审结九十八件,纠错率百分之十五,申请人满意度提升。";
    assert!(!phrases_carry(own, &[], "行政复议"));
    assert!(phrases_carry(own, &headings, "行政复议"));
    assert!(!phrases_carry(
        "三是强化装备保障。新购车辆两台。",
        &headings,
        "行政复议"
    ));
}

#[test]
fn a_heading_with_its_first_item_speaks_for_all_its_items_not_for_the_first() {
    let own = "(三)加强普法和调解。一是健全网络。设立调委会九个,调解纠纷七十起。";
    assert_eq!(tagged(own, &[]), ["调解"]);
}

#[test]
fn an_everyday_word_however_often_said_never_makes_a_topic() {
    assert!(!phrases_carry(&"审结案件,".repeat(40), &[], "行政复议"));
}

#[test]
fn a_passing_mention_counts_less_in_a_longer_passage() {
    let mention = "去年启动整改。镇司法所成立调委会。";
    assert!(phrases_carry(mention, &[], "调解"));
    let long = format!(
        "去年启动整改。{}镇司法所成立调委会。",
        "修建道路桥梁,改善出行条件。".repeat(40)
    );
    assert!(!phrases_carry(&long, &[], "调解"));
}

#[test]
fn quotation_marks_and_spaces_make_no_difference() {
    let dressed = "深入实施“八五” 普法规划,「法律明白人」遍布村寨。";
    assert_eq!(tagged(dressed, &[]), tagged(&without_marks(dressed), &[]));
    assert_eq!(
        without_marks(" “双随机、一公开”\t监管　\n‘续’ "),
        "双随机、一公开监管\n续"
    );
    let table = table(&topic(
        "府院联动",
        r#"{ weight = 1.0, of = ["“府院”  联动"] }"#,
    ));
    let taxonomy = Taxonomy::parse(&table).expect("the table is valid");
    assert_eq!(taxonomy.topics()[3].phrases[0].of, ["府院联动"]);
}

#[test]
fn topics_do_not_see_each_other() {
    let alone = Taxonomy::parse(&table("")).expect("the table is valid");
    let longer = table(&topic(
        "法律服务",
        r#"{ weight = 1.0, of = ["律师调解", "调解普法"] }"#,
    ));
    let beside = Taxonomy::parse(&longer).expect("the table is valid");
    let text = "推广律师调解普法模式";
    assert_eq!(tagged_by(&alone, text, &[]), ["普法", "调解"]);
    assert_eq!(tagged_by(&beside, text, &[]), ["普法", "调解", "法律服务"]);
}

#[test]
fn of_overlapping_phrases_the_longest_counts() {
    let against = r#"{ weight = 0.7, of = ["复议"] }]
        against = [{ weight = 0.0, of = ["提请复议"] }"#;
    let taxonomy = Taxonomy::parse(&table(&topic("复议", against))).expect("the table is valid");
    assert_eq!(tagged_by(&taxonomy, "申请复议", &[]), ["复议"]);
    assert_eq!(tagged_by(&taxonomy, "提请复议", &[]), [""; 0]);
}

#[test]
fn a_broken_table_is_refused_by_name() {
    let more = |phrases: &str| refusal(&table(&topic("信访", phrases)));
    assert!(refusal("topic = 3").starts_with("topic table does not read"));
    assert!(refusal(&table("[[topic]]\nnmae = \"x\"")).contains("nmae"));
    assert_eq!(
        refusal(&topic("普法", r#"{ weight = 1.0, of = ["普法"] }"#)),
        "topic 行政复议 is missing; it may be changed but not removed"
    );
    assert_eq!(
        refusal(&table(&topic(" ", ""))),
        "topic number 4 has no name; give it one"
    );
    assert_eq!(
        refusal(&table(&topic("普法", r#"{ weight = 1.0, of = ["宣传"] }"#))),
        "topic 普法 occurs twice; merge the two or rename one"
    );
    assert_eq!(
        more("{ weight = 1.0, of = [] }"),
        "topic 信访 has no phrases; give it at least one"
    );
    assert_eq!(
        more(r#"{ weight = 1.0, of = ["“ ”"] }"#),
        "topic 信访 has an empty phrase; remove it or write it out"
    );
    assert_eq!(
        more(r#"{ weight = 1.0, of = ["上访"] }, { weight = 0.4, of = ["“上访”"] }"#),
        "topic 信访 lists 上访 twice; keep one of them"
    );
    assert_eq!(
        more(r#"{ weight = 1.0, of = ["“访”"] }"#),
        "phrase 访 of topic 信访 is too short; use at least two characters"
    );
    assert!(
        more(r#"{ weight = 1.0, of = ["信访。"] }"#)
            .contains("phrase 信访。 of topic 信访 can never match because of '。'")
    );
    assert!(more(r#"{ weight = 1.0, of = ["互联网＋信访"] }"#).contains('＋'));
    assert!(more(r#"{ weight = 1.0, of = ["AI信访"] }"#).contains("'A'"));
    for weight in ["0.0", "-1.0", "2.5", "nan"] {
        let message = more(&format!(r#"{{ weight = {weight}, of = ["信访"] }}"#));
        assert!(
            message.contains("in topic 信访 is out of range; a phrase's is above 0 and at most 2"),
            "{message}"
        );
    }
    let against = r#"{ weight = 1.0, of = ["信访"] }]
        against = [{ weight = -0.5, of = ["上访"] }"#;
    assert!(more(against).contains("a counter-phrase's is from 0 to 2"));
}
