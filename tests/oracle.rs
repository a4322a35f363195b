//! Every mention of any term in any text: fasou against a brute-force scan.
//!
//! Random corpora and terms, all of them in one folder and one question, so
//! that thousands of pairs cost a few processes; on a fresh index and on one
//! that grew. What fails is cut down before it is shown. `FASOU_SEED` repeats a
//! run. Another run, always the same, takes terms out of real reports.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{SystemTime, UNIX_EPOCH};

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::support::corpus::{Corpus, extract};
use crate::support::json::{Counts, Mention, number};
use crate::support::oracle::{self, Span};
use crate::support::random::{Random, corpus};
use crate::support::ways::{fresh, grown};
use crate::support::{Dir, Output};

/// How many random corpora.
const CASES: usize = 64;
/// How many terms are drawn from each.
const TERMS: usize = 8;

/// Mentions by path and term.
type Found = BTreeMap<(String, String), Vec<Span>>;
type Texts = BTreeMap<String, String>;

/// What fasou finds, and how much it counts, where the two belong together.
#[track_caller]
fn ask(dir: &Dir, terms: &BTreeSet<String>, exact: bool) -> (Found, BTreeMap<String, usize>) {
    let run = |options: &[&'static str]| -> Output {
        let mut args: Vec<&str> = ["mentions"].iter().chain(options).copied().collect();
        args.extend(exact.then_some("--exact"));
        args.push("--");
        args.extend(terms.iter().map(String::as_str));
        dir.fasou(args)
    };
    let mut found: Found = BTreeMap::new();
    let listed = run(&["--format", "jsonl", "--context", "0"]);
    assert!(listed.code < 2, "{listed}");
    for mention in listed.jsonl::<Mention>() {
        let span = (mention.location.start, mention.location.end);
        found
            .entry((mention.report.path, mention.term))
            .or_default()
            .push(span);
    }
    let counts: Counts = run(&["--count", "--by", "report,part,year", "--format", "json"]).json();
    for count in &counts.counts {
        let sum: usize = count.by.iter().map(|row| number(row, "mentions")).sum();
        assert_eq!(
            sum, count.mentions,
            "{}: rows add up to the total",
            count.term
        );
    }
    (
        found,
        counts
            .counts
            .into_iter()
            .map(|count| (count.term, count.mentions))
            .collect(),
    )
}

/// Everything that fasou and the oracle do not agree on.
#[track_caller]
fn wrong(
    dir: &Dir,
    texts: &Texts,
    terms: &BTreeSet<String>,
    exact: bool,
) -> Vec<(String, String, String)> {
    let (mut found, counts) = ask(dir, terms, exact);
    let scan = if exact {
        oracle::Text::find_exact
    } else {
        oracle::Text::find
    };
    let texts = texts
        .iter()
        .map(|(path, text)| (path, oracle::Text::new(text)));
    let texts: Vec<(&String, oracle::Text)> = texts.collect();
    let mut wrong = Vec::new();
    for term in terms {
        let mut total = 0;
        for (path, text) in &texts {
            let spans = found
                .remove(&((*path).clone(), term.clone()))
                .unwrap_or_default();
            let expected = scan(text, term);
            total += expected.len();
            if spans != expected {
                wrong.push((
                    (*path).clone(),
                    term.clone(),
                    format!("found {spans:?}, expected {expected:?}"),
                ));
            }
        }
        if counts[term] != total && wrong.is_empty() {
            wrong.push((
                String::new(),
                term.clone(),
                format!("counted {}, expected {total}", counts[term]),
            ));
        }
    }
    wrong
}

#[track_caller]
fn assert_right(dir: &Dir, texts: &Texts, terms: &BTreeSet<String>, exact: bool, seed: &str) {
    let wrong = wrong(dir, texts, terms, exact);
    let Some((path, term, what)) = wrong.first() else {
        return;
    };
    let text = texts.get(path).map_or("", String::as_str);
    let (text, now) = cut_down(text, term, exact);
    let now = if now.is_empty() {
        String::from("  (right when it stands alone: look at the index)")
    } else {
        now
    };
    panic!(
        "{} of {} pairs are wrong (exact: {exact}, index: {}, {seed}); the first, in {path:?}:\n  {term:?}: {what}\n\
         cut down to\n  {text:?}\n{now}",
        wrong.len(),
        texts.len() * terms.len(),
        dir.way,
    );
}

/// A shorter text that goes wrong as well, and how.
fn cut_down(text: &str, term: &str, exact: bool) -> (String, String) {
    let tries = Cell::new(40);
    let only = BTreeSet::from([term.to_owned()]);
    let fails = |text: &str| -> Option<String> {
        if tries.get() == 0 || text.trim().is_empty() {
            return None;
        }
        tries.set(tries.get() - 1);
        let dir = Dir::new();
        dir.write("reports/a.txt", text);
        dir.index(["reports"]);
        let texts = Texts::from([(
            "a.txt".to_owned(),
            extract(&dir, &dir.path("reports/a.txt")),
        )]);
        wrong(&dir, &texts, &only, exact)
            .first()
            .map(|(_, term, what)| format!("  {term:?}: {what}"))
    };
    let mut left: Vec<char> = text.chars().collect();
    let Some(mut how) = fails(text) else {
        return (text.to_owned(), String::new());
    };
    let mut piece = left.len() / 2;
    while piece > 0 {
        let mut at = 0;
        while at < left.len() {
            let rest: String = left[..at]
                .iter()
                .chain(left[at..].iter().skip(piece))
                .collect();
            match fails(&rest) {
                Some(what) => (left, how) = (rest.chars().collect(), what),
                None => at += piece,
            }
        }
        piece /= 2;
    }
    (left.into_iter().collect(), how)
}

/// Terms out of texts: pieces of one to eight characters, wherever they begin.
fn draw(
    random: &mut Random,
    texts: &Texts,
    count: usize,
    is_term: fn(&str) -> bool,
) -> BTreeSet<String> {
    let texts: Vec<Vec<char>> = texts.values().map(|text| text.chars().collect()).collect();
    let mut terms = BTreeSet::new();
    for _ in 0..count * 4 {
        let text = random.pick(&texts);
        let start = random.below(text.len());
        let length = 1 + random.below(8);
        let term: String = text[start..].iter().take(length).collect();
        if !term.contains('\n') && is_term(&term) {
            terms.insert(term);
        }
        if terms.len() == count {
            break;
        }
    }
    terms
}

fn seed() -> u64 {
    let given = std::env::var("FASOU_SEED").ok();
    let now = || {
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_nanos() as u64)
    };
    given.map_or_else(now, |seed| seed.parse().expect("FASOU_SEED is a number"))
}

/// A number before a full stop is a label at the start of a paragraph only, wherever passages begin.
#[test]
fn labels_within_a_paragraph_are_numbers() {
    let sentence = "受理行政复议申请若干件，均已依法办结并逐一回访当事人。";
    let paragraph =
        format!("{sentence}{sentence}　1.2024年继续推进。{sentence}{sentence} 2.2023年");
    let text = format!("工作报告\n{}\n", paragraph.repeat(12));
    let dir = fresh(&[("a.txt", &text)]);
    let texts = Texts::from([(
        "a.txt".to_owned(),
        extract(&dir, &dir.path("reports/a.txt")),
    )]);
    let terms = ["1", "2", "2024", "1.2024", "2023", "年", "2.2023年"];
    let terms = terms.map(str::to_owned).into();
    assert_right(&dir, &texts, &terms, false, "no seed");
}

#[test]
fn every_mention_in_random_texts_is_found_whatever_the_history() {
    let seed = seed();
    println!("FASOU_SEED={seed}");
    let bytes: Vec<u8> = seed.to_le_bytes().into_iter().cycle().take(32).collect();
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(
        Config {
            failure_persistence: None,
            ..Config::default()
        },
        rng,
    );
    let mut files = Vec::new();
    let mut further = BTreeSet::new();
    for case in 0..CASES {
        let drawn = corpus().new_tree(&mut runner).expect("a corpus").current();
        files.extend(
            (0..)
                .zip(drawn.files)
                .map(|(at, text)| (format!("{case:02}/{at}.txt"), text)),
        );
        further.extend(drawn.terms);
    }
    let borrowed: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let dir = fresh(&borrowed);
    let mut texts = Texts::new();
    for (path, text) in &files {
        let extracted = extract(&dir, &dir.path(&format!("reports/{path}")));
        let bare = |text: &str| {
            text.chars()
                .filter(|c| !c.is_whitespace())
                .collect::<String>()
        };
        assert_eq!(
            bare(&extracted),
            bare(text),
            "extract changes more than lines and spaces (FASOU_SEED={seed})"
        );
        texts.insert(path.clone(), extracted);
    }
    let mut random = Random::new(seed);
    let mut terms = draw(&mut random, &texts, CASES * TERMS, oracle::is_term);
    terms.extend(further.into_iter().filter(|term| oracle::is_term(term)));
    let exact = draw(
        &mut random,
        &texts,
        CASES * TERMS / 2,
        oracle::is_exact_term,
    );
    let seed = format!("FASOU_SEED={seed}");
    for dir in [dir, grown(&borrowed)] {
        assert_right(&dir, &texts, &terms, false, &seed);
        assert_right(&dir, &texts, &exact, true, &seed);
    }
}

/// A third of one or two characters, a third across marks or runs, the rest words and absent ones.
fn terms_of_reports(texts: &Texts) -> BTreeSet<String> {
    const WORDS: [&str; 40] = [
        "行政复议",
        "行政诉讼",
        "行政执法",
        "人民调解",
        "法律明白人",
        "双随机一公开",
        "八五普法",
        "枫桥经验",
        "营商环境",
        "放管服",
        "谁执法谁普法",
        "一件事一次办",
        "综合查一次",
        "规范性文件",
        "合法性审查",
        "重大行政决策",
        "法律顾问",
        "政务公开",
        "12345热线",
        "习近平法治思想",
        "法治政府",
        "两个",
        "四个",
        "五个一",
        "三项制度",
        "一支队伍",
        "依法行政",
        "司法所",
        "述法",
        "应诉",
        "普法责任制",
        "100%",
        "2024年",
        "二〇二四年",
        "行政复议机关",
        "基层治理",
        "水下考古",
        "火星移民",
        "量子法庭",
        "不存在的词",
    ];
    let mut random = Random::new(20_240_229);
    let texts: Vec<Vec<char>> = texts.values().map(|text| text.chars().collect()).collect();
    let mut terms: BTreeSet<String> = WORDS.iter().map(|&word| word.to_owned()).collect();
    let is_mark = |c: &char| !c.is_alphanumeric() || c.is_ascii_alphanumeric();
    let (mut short, mut across) = (0, 0);
    while terms.len() < 300 {
        let text = random.pick(&texts);
        let start = random.below(text.len());
        let length = if short < 100 {
            1 + random.below(2)
        } else {
            2 + random.below(7)
        };
        let term: Vec<char> = text[start..].iter().take(length).copied().collect();
        let crosses = term.iter().any(is_mark);
        let term: String = match (short < 100, across < 100) {
            (false, true) if !crosses => continue,
            // Backwards it is hardly ever there.
            (false, false) if random.below(2) == 0 => term.into_iter().rev().collect(),
            _ => term.into_iter().collect(),
        };
        if !term.contains('\n') && oracle::is_term(&term) && terms.insert(term) {
            across += usize::from(short >= 100 && across < 100);
            short += usize::from(short < 100);
        }
    }
    terms
}

#[test]
fn every_mention_in_real_reports_is_found() {
    for corpus in [Some(Corpus::samples()), Corpus::reports()]
        .into_iter()
        .flatten()
    {
        let terms = terms_of_reports(&corpus.texts);
        assert_right(&corpus.dir, &corpus.texts, &terms, false, "fixed seed");
        let terms = draw(
            &mut Random::new(7),
            &corpus.texts,
            100,
            oracle::is_exact_term,
        );
        assert_right(&corpus.dir, &corpus.texts, &terms, true, "fixed seed");
    }
}
