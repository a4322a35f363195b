//! What whoever measures on a made-up corpus relies on.

use std::collections::HashSet;

use super::corpus::{Corpus, File, Settings};
use super::grammar::Grammar;
use super::vocabulary::Vocabulary;

/// A table of its own: the sums below must not change when the real one does.
const PLACES: &str = "# 码\t名\n53\t云南省\n5301\t昆明市\n530128\t禄劝彝族苗族自治县\n\
    530128200\t汤郎乡\n530129\t寻甸回族彝族自治县\n61\t陕西省\n6103\t宝鸡市\n610302\t渭滨区\n\
    610302001\t金陵街道\n";

fn files(reports: usize, seed: u64) -> Vec<File> {
    let settings = Settings {
        seed,
        bytes_per_report: 6000,
    };
    let corpus = Corpus::new(settings, PLACES).unwrap();
    (0..reports).map(|number| corpus.file(number)).collect()
}

fn sum(files: &[File]) -> String {
    let mut hasher = blake3::Hasher::new();
    for file in files {
        hasher.update(file.path.as_bytes());
        hasher.update(&file.bytes);
    }
    hasher.finalize().to_hex()[..16].to_owned()
}

#[test]
fn the_same_seed_gives_the_same_bytes_today_and_tomorrow() {
    assert_eq!(sum(&files(200, 1)), "ed97aafdff5181d2");
    assert_ne!(sum(&files(200, 2)), sum(&files(200, 1)));
}

#[test]
fn more_reports_leave_the_first_ones_as_they_were() {
    assert_eq!(files(20, 3), files(60, 3)[..20]);
}

#[test]
fn reports_are_as_long_as_asked_for_on_average() {
    let bytes: usize = files(300, 4).iter().map(|file| file.bytes.len()).sum();
    assert!((5000..7500).contains(&(bytes / 300)), "{}", bytes / 300);
}

#[test]
fn encodings_line_breaks_and_copies_have_their_shares() {
    let files = files(1000, 5);
    let marked = |mark: &'static [u8]| {
        let marked = files.iter().filter(|file| file.bytes.starts_with(mark));
        marked.count()
    };
    assert!((10..40).contains(&marked(b"\xFF\xFE")), "UTF-16");
    assert!(
        (3..20).contains(&marked(b"\xEF\xBB\xBF")),
        "UTF-8 with a mark"
    );
    let other = files.iter().filter(|file| {
        !file.bytes.starts_with(b"\xFF\xFE") && std::str::from_utf8(&file.bytes).is_err()
    });
    assert!((30..75).contains(&other.count()), "GB18030");
    let distinct: HashSet<_> = files.iter().map(|file| &file.bytes).collect();
    assert!((2..25).contains(&(files.len() - distinct.len())), "copies");
    let paths: HashSet<_> = files.iter().map(|file| &file.path).collect();
    assert_eq!(paths.len(), files.len());
}

#[test]
fn words_are_many_distinct_and_short() {
    let vocabulary = Vocabulary::new();
    let words: HashSet<&str> = vocabulary.all().collect();
    assert_eq!(words.len(), vocabulary.all().count());
    assert!(words.len() > 20_300);
    let made = vocabulary.all().skip(400);
    assert!(
        made.map(|word| word.chars().count())
            .all(|length| (2..=6).contains(&length))
    );
}

#[test]
fn the_grammar_is_wide_and_what_does_not_fit_is_told() {
    let grammar = Grammar::parse(include_str!("grammar.txt")).unwrap();
    assert!(grammar.alternatives() > 300);
    for wrong in [
        "[a]\n{b}",
        "[a]\n{word",
        "x",
        "[a]",
        "[word]\nx\n[a]\n{word}",
    ] {
        assert!(Grammar::parse(wrong).is_err(), "{wrong}");
    }
}
