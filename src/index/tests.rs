//! Small indexes for the tests of the layers above.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use tantivy::collector::DocSetCollector;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};
use tempfile::TempDir;

use super::schema::REPORT;
use super::{Home, IndexError, Lists, OpenIndex, Report, Request, Summary, update};

/// An index of texts, for as long as it is kept.
pub struct Made {
    /// Where it is.
    pub home: PathBuf,
    _folder: TempDir,
}

impl Made {
    /// The file of a report.
    fn report(&self, number: usize) -> PathBuf {
        self.home
            .with_file_name("reports")
            .join(format!("{number:03}.txt"))
    }
}

/// Indexes texts, one file each.
pub fn made_of(texts: impl IntoIterator<Item = String>) -> Made {
    made_in_parts([texts.into_iter().collect()])
}

/// Indexes texts, one file each, each part by a run of its own: with two or three parts, each becomes a
/// segment.
pub fn made_in_parts(parts: impl IntoIterator<Item = Vec<String>>) -> Made {
    let folder = tempfile::tempdir().unwrap();
    let reports = folder.path().join("reports");
    fs::create_dir(&reports).unwrap();
    let home = folder.path().join("index");
    let mut number = 0;
    for part in parts {
        for text in part {
            fs::write(reports.join(format!("{number:03}.txt")), text).unwrap();
            number += 1;
        }
        let request = Request {
            paths: vec![reports.clone()],
            ..Request::default()
        };
        update(&Home::at(&home), &request, &|_, _| {}).unwrap();
    }
    Made {
        home,
        _folder: folder,
    }
}

/// Makes an index anew, but stops before the first file.
fn stopped_rebuild() -> Request {
    Request {
        rebuild: true,
        stop: Arc::new(true.into()),
        ..Request::default()
    }
}

/// A run on one thread; `happens` is called once its first file is read.
fn run_while(
    home: &Home,
    request: &Request,
    happens: impl Fn() + Sync,
) -> Result<Summary, IndexError> {
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let progress = |done: usize, _: usize| {
        if done == 1 {
            happens();
        }
    };
    one.unwrap().install(|| update(home, request, &progress))
}

fn problems(made: &Made) -> Vec<String> {
    let index = OpenIndex::open(&made.home).unwrap();
    index.status().unwrap().problems
}

#[test]
fn an_open_index_keeps_its_own_words() {
    let made = made_of(["举办复议开放日活动。".to_owned()]);
    let request = Request {
        dictionary: Some("复议开放日 100".to_owned()),
        ..Request::default()
    };
    update(&Home::at(&made.home), &request, &|_, _| {}).unwrap();
    let index = OpenIndex::open(&made.home).unwrap();
    fs::rename(&made.home, made.home.with_file_name("away")).unwrap();
    assert!(index.dictionary().unwrap().has("复议开放日"));
}

#[test]
fn an_index_that_serves_stays_until_all_of_another_is_made() {
    let made = made_of((0..3).map(|number| format!("第{number}篇。")));
    let home = Home::at(&made.home);
    let before = home.mark().unwrap();
    let stopped = update(&home, &stopped_rebuild(), &|_, _| {});
    assert!(matches!(stopped, Err(IndexError::NotMadeAnew { .. })));
    let (file, away) = (made.report(1), made.home.with_file_name("away.txt"));
    let rebuild = Request {
        rebuild: true,
        ..Request::default()
    };
    let unreadable = run_while(&home, &rebuild, || fs::rename(&file, &away).unwrap());
    let said = unreadable.unwrap_err().to_string();
    assert!(said.contains("001.txt"), "{said}");
    assert_eq!(home.mark().unwrap(), before);
    assert!(problems(&made).is_empty());
    let folders = fs::read_dir(&made.home).unwrap().flatten();
    assert_eq!(folders.filter(|entry| entry.path().is_dir()).count(), 1);
    fs::rename(&away, &file).unwrap();
    let next = update(&home, &rebuild, &|_, _| {}).unwrap();
    assert_eq!((next.read, next.reports), (3, 3));
}

#[test]
fn an_index_of_another_version_gives_way_to_what_was_read_and_says_that_it_is_not_all() {
    let made = made_of((0..3).map(|number| format!("第{number}篇。")));
    let home = Home::at(&made.home);
    let meta = home.current().unwrap().unwrap().path.join("meta.json");
    let text = fs::read_to_string(&meta).unwrap();
    let other = text.replacen(r#"outline\":\""#, r#"outline\":\"0"#, 1);
    assert_ne!(other, text);
    fs::write(&meta, other).unwrap();
    let stopped = update(&home, &stopped_rebuild(), &|_, _| {}).unwrap();
    assert_eq!((stopped.left, stopped.reports), (3, 0));
    assert!(problems(&made).concat().contains("3 files"));
    let next = update(&home, &Request::default(), &|_, _| {}).unwrap();
    assert_eq!((next.read, next.reports), (3, 3));
    assert!(problems(&made).is_empty());
}

#[test]
fn a_commit_of_nothing_but_the_catalog_has_a_stamp_of_its_own() {
    let made = made_of(["一篇。".to_owned()]);
    let home = Home::at(&made.home);
    let commit = || home.current().unwrap().unwrap().payload.catalog;
    let before = commit();
    fs::File::open(made.report(0))
        .unwrap()
        .set_modified(SystemTime::UNIX_EPOCH)
        .unwrap();
    let summary = update(&home, &Request::default(), &|_, _| {}).unwrap();
    assert_eq!((summary.read, summary.unchanged), (0, 1));
    assert_ne!(commit(), before);
}

#[test]
fn what_could_not_be_read_once_is_read_by_the_next_run() {
    let made = made_of((0..3).map(|number| format!("第{number}篇。")));
    let home = Home::at(&made.home);
    let (new, away) = (made.report(3), made.home.with_file_name("away.txt"));
    fs::write(made.report(0), "另一篇。").unwrap();
    fs::write(&new, "第四篇。").unwrap();
    let file = fs::File::options().append(true).open(&new).unwrap();
    file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
    let all = Request::default();
    let there = || fs::rename(&new, &away).unwrap();
    let missed = run_while(&home, &all, there).unwrap();
    assert_eq!((missed.skipped.len(), missed.reports), (1, 3), "{missed:?}");
    // It has the size and the time that it had.
    fs::rename(&away, &new).unwrap();
    let next = update(&home, &all, &|_, _| {}).unwrap();
    assert_eq!((next.skipped.len(), next.reports), (0, 4), "{next:?}");
}

#[test]
fn a_report_that_cannot_be_read_for_now_stays_and_is_told() {
    let made = made_of((0..3).map(|number| format!("第{number}篇。")));
    let home = Home::at(&made.home);
    let (file, away) = (made.report(1), made.home.with_file_name("away.txt"));
    fs::write(made.report(0), "另一篇。").unwrap();
    fs::write(&file, "变了的一篇。").unwrap();
    let all = Request::default();
    let missed = run_while(&home, &all, || fs::rename(&file, &away).unwrap()).unwrap();
    assert_eq!((missed.read, missed.removed, missed.reports), (1, 0, 3));
    assert_eq!(missed.skipped.len(), 1);
    assert!(missed.skipped[0].reason.contains("is kept"), "{missed:?}");
    fs::rename(&away, &file).unwrap();
    let next = update(&home, &all, &|_, _| {}).unwrap();
    assert_eq!((next.read, next.reports, next.skipped.len()), (1, 3, 0));
}

#[test]
fn a_term_is_as_rare_as_the_passages_are_that_hold_it() {
    let reports = ["全年办理行政复议案件五件。", "全年普法九场。"];
    let made = made_of(reports.map(str::to_owned));
    let index = OpenIndex::open(&made.home).unwrap();
    assert_eq!(index.passages, 2, "the reports themselves hold no words");
    let rarity = |pair: &str| {
        let term = Term::from_field_text(index.fields.pairs, pair);
        index.rarity(&Lists::of(&index, &term).unwrap())
    };
    let held_by = |held: f32| (1.0 + (2.0 - held + 0.5) / (held + 0.5)).ln();
    assert_eq!(rarity("复议"), Some(held_by(1.0)));
    assert_eq!(rarity("全年"), Some(held_by(2.0)));
    assert_eq!(rarity("调解"), None);
}

/// A report of some ten kilobytes, of which there are many alike.
fn long(number: usize) -> String {
    let line = |line: usize| {
        format!(
            "全年办理行政复议案件{}件，坚持依法行政。\n",
            number * 37 + line
        )
    };
    (0..200).map(line).collect()
}

/// All reports of an index.
fn all_of(index: &OpenIndex) -> Result<Vec<Report>, IndexError> {
    let report = Term::from_field_text(index.fields.document, REPORT);
    let reports = TermQuery::new(report, IndexRecordOption::Basic);
    let found = index.searcher.search(&reports, &DocSetCollector).unwrap();
    let read = |at: DocAddress| index.report(at.segment_ord, at.doc_id);
    found.into_iter().map(read).collect()
}

/// Whether every report is what its file says, and how many there are.
fn all_is_as_written(made: &Made) -> usize {
    let reports = all_of(&OpenIndex::open(&made.home).unwrap()).unwrap();
    for report in &reports {
        let file = made.home.with_file_name("reports");
        let written = fs::read_to_string(file.join(&report.record.path)).unwrap();
        assert_eq!(report.text.trim_end(), written.trim_end());
    }
    reports.len()
}

#[test]
fn reports_are_read_whether_they_were_written_before_there_was_a_dictionary_or_since() {
    let has_dictionary = |made: &Made| {
        let generation = Home::at(&made.home).current().unwrap().unwrap();
        generation.payload.dictionary.is_some()
    };
    let some = |from: usize, count: usize| (from..from + count).map(long).collect::<Vec<_>>();
    let mut few = some(0, 60);
    // Long ones do not wait, and are no sample.
    few.extend((60..63).map(|number| long(number).repeat(20)));
    let all = [few.clone(), some(63, 120), some(183, 3)];
    // In runs that are too small by themselves, and at once.
    for (parts, has) in [
        (vec![few], false),
        (all.to_vec(), true),
        (vec![all.concat()], true),
    ] {
        let reports: usize = parts.iter().map(Vec::len).sum();
        let made = made_in_parts(parts);
        assert_eq!(has_dictionary(&made), has);
        assert_eq!(all_is_as_written(&made), reports);
    }
}

#[test]
fn a_damaged_dictionary_is_told_and_an_index_made_anew_has_another() {
    let made = made_of((0..180).map(long));
    let home = Home::at(&made.home);
    let opened = OpenIndex::open(&made.home).unwrap();
    let file = home.current().unwrap().unwrap().path.join("reports.zdict");
    fs::remove_file(&file).unwrap();
    // Whoever had the index open goes on with what it has.
    assert_eq!(all_of(&opened).unwrap().len(), 180);
    fs::write(made.report(180), long(180)).unwrap();
    for said in [
        OpenIndex::open(&made.home).err().unwrap().to_string(),
        update(&home, &Request::default(), &|_, _| {})
            .unwrap_err()
            .to_string(),
    ] {
        assert!(
            said.contains("reports.zdict") && said.contains("--rebuild"),
            "{said}"
        );
    }
    let rebuild = Request {
        rebuild: true,
        ..Request::default()
    };
    update(&home, &rebuild, &|_, _| {}).unwrap();
    assert!(problems(&made).is_empty());
    assert_eq!(all_is_as_written(&made), 181);
}
