//! What people put into a folder of reports: misnamed and broken files, notices and pictures among them,
//! and what they say about them in manifests, front matter and folders.
//!
//! Files that hold several reports are in `containers.rs`.

use std::io::{Cursor, Write};
use std::process::Command;
use std::time::Duration;

use serde_json::Value;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::{Dir, project};

/// A report of a place in invented words.
pub fn report(place: &str, year: u16) -> String {
    format!(
        "{place}{year}年法治政府建设年度报告\n\n{year}年，{place}坚持依法行政。\n\n\
         一、主要工作\n\n全年收到行政复议申请31件，办结30件。\n\n\
         二、存在的问题\n\n基层普法宣传的形式不够丰富。\n"
    )
}

/// A zip archive of entries by their names.
pub fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        archive
            .start_file(*name, SimpleFileOptions::default())
            .expect("an entry begins");
        archive.write_all(bytes).expect("an entry is written");
    }
    archive.finish().expect("an archive ends").into_inner()
}

/// The reports of the index, as `reports` lists them.
pub fn listed(dir: &Dir, args: &[&str]) -> Vec<Value> {
    let args = ["reports", "--format", "jsonl"].iter().chain(args);
    let output = dir.fasou(args);
    let lines = output.stdout.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("a JSON document a line"))
        .collect()
}

/// Their paths, in order.
pub fn paths(reports: &[Value]) -> Vec<&str> {
    let paths = reports.iter().filter_map(|report| report["path"].as_str());
    paths.collect()
}

/// The lowest name of a report's region.
pub fn place(report: &Value) -> &str {
    let names = ["township", "county", "city", "province"];
    let mut names = names.iter().map(|name| &report["region"][name]);
    names.find_map(Value::as_str).unwrap_or_default()
}

/// The one of a path.
pub fn one<'a>(reports: &'a [Value], path: &str) -> &'a Value {
    let found = reports.iter().find(|report| report["path"] == path);
    found.unwrap_or_else(|| panic!("{path} is not among {:?}", paths(reports)))
}

#[test]
fn what_a_person_says_holds() {
    let dir = Dir::new();
    dir.write("r/a.txt", report("昆明市", 2023));
    dir.write(
        "r/云南省/大理白族自治州/2022/b.txt",
        "全年收到行政复议申请31件。\n",
    );
    dir.write(
        "r/c.txt",
        format!(
            "---\nregion: 宝鸡市\nyear: 2020\n---\n{}",
            report("昆明市", 2023)
        ),
    );
    dir.index(["r"]);
    let reports = listed(&dir, &[]);
    let c = one(&reports, "c.txt");
    assert_eq!((place(c), &c["year"]), ("宝鸡市", &2020.into()));
    assert_eq!(c["given"], serde_json::json!(["region", "year"]));
    let b = one(&reports, "云南省/大理白族自治州/2022/b.txt");
    assert_eq!(
        (&b["region"]["code"], &b["year"]),
        (&"532900".into(), &2022.into())
    );

    dir.write(
        "m.csv",
        "path,region,year,level\na.txt,江西省南昌市,2019,department\nno.txt,昆明市,2020,\n",
    );
    let said = dir.index(["--manifest", "m.csv"]);
    assert!(said.stderr.contains("no.txt"), "{said}");
    let reports = listed(&dir, &[]);
    let a = one(&reports, "a.txt");
    assert_eq!(
        (place(a), &a["year"], &a["level"]),
        ("南昌市", &2019.into(), &"department".into())
    );
    assert_eq!(a["given"], serde_json::json!(["region", "year", "level"]));
    let shown = dir.fasou(["reports", "--region", "南昌市"]).found();
    assert!(shown.stdout.contains("given"), "{shown}");

    // It is kept with the index, and changed by the next.
    dir.index(["--rebuild"]);
    assert_eq!(one(&listed(&dir, &[]), "a.txt")["year"], 2019);
    dir.write("m.csv", "path,year\na.txt,2018\n");
    dir.index(["--manifest", "m.csv"]);
    let reports = listed(&dir, &[]);
    let a = one(&reports, "a.txt");
    assert_eq!((place(a), &a["year"]), ("昆明市", &2018.into()));
}

#[test]
fn other_kinds_of_text_are_told_from_reports() {
    let dir = Dir::new();
    dir.write("r/a.txt", report("昆明市", 2023));
    dir.write(
        "r/notice.txt",
        "昆明市人民政府办公室关于报送2023年法治政府建设年度报告的通知\n\n各县区人民政府：\n\n\
         请于1月31日前报送行政复议情况。\n\n特此通知。\n",
    );
    dir.index(["r"]);
    let reports = listed(&dir, &[]);
    assert_eq!(one(&reports, "a.txt")["kind"], "report");
    assert_eq!(one(&reports, "notice.txt")["kind"], "notice");
    assert_eq!(paths(&listed(&dir, &["--only", "reports"])), ["a.txt"]);
    assert_eq!(paths(&listed(&dir, &["--only", "notices"])), ["notice.txt"]);
    let all = dir.fasou(["mentions", "行政复议", "--count"]).found();
    let some = dir
        .fasou(["mentions", "行政复议", "--count", "--only", "reports"])
        .found();
    assert_ne!(all.stdout, some.stdout);
    let shown = dir.fasou(["reports"]).found();
    assert!(shown.stdout.contains("notice"), "{shown}");
}

#[test]
fn content_decides_what_a_file_is() {
    let dir = Dir::new();
    let fixture =
        |name: &str| std::fs::read(project("tests/data/formats").join(name)).expect("a fixture");
    dir.write("r/page.doc", fixture("page.html"));
    dir.write("r/word.doc", fixture("word.docx"));
    dir.write("r/rich.doc", fixture("libreoffice.rtf"));
    dir.write("r/old.docx", fixture("libreoffice.doc"));
    dir.write("r/print.txt", fixture("libreoffice.pdf"));
    dir.write("r/plain.doc", report("昆明市", 2023));
    dir.write("r/empty.pdf", "");
    dir.write(
        "r/sheet.docx",
        zip_of(&[
            ("[Content_Types].xml", b"<a/>"),
            ("xl/workbook.xml", b"<a/>"),
        ]),
    );
    let said = dir.index(["r"]);
    assert_eq!(listed(&dir, &[]).len(), 6, "{said}");
    assert!(
        said.stderr
            .contains("sheet.docx: an Excel or PowerPoint file"),
        "{said}"
    );
    let counts = dir
        .fasou([
            "mentions",
            "行政复议",
            "--count",
            "--by",
            "report",
            "--format",
            "csv",
        ])
        .found();
    let counts: Vec<&str> = counts
        .stdout
        .lines()
        .filter(|line| !line.contains("plain.doc"))
        .skip(1)
        .filter_map(|line| line.rsplit(',').next())
        .collect();
    assert!(counts.windows(2).all(|two| two[0] == two[1]), "{counts:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_utf_8_are_read_as_gbk() {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt;

    let dir = Dir::new();
    for (place, year) in [("平陵县", 2023), ("平陵郡", 2024)] {
        let name = encoding_rs::GBK
            .encode(&format!("{place}.txt"))
            .0
            .into_owned();
        dir.write("r/.keep", "");
        std::fs::write(
            dir.path("r").join(OsString::from_vec(name)),
            report("昆明市", year),
        )
        .expect("the file system takes any name");
    }
    dir.index(["r"]);
    assert_eq!(paths(&listed(&dir, &[])), ["平陵县.txt", "平陵郡.txt"]);
    dir.fasou(["mentions", "普法", "--count", "--verify"])
        .found();
    std::thread::sleep(Duration::from_millis(150));
    dir.index([""; 0]);
    let said = dir.index([""; 0]);
    assert!(said.stderr.contains("0 files read"), "{said}");
}

#[test]
fn what_a_browser_saves_beside_a_page_is_no_report() {
    let dir = Dir::new();
    let page = format!(
        "<html><body><p>{}</p></body></html>",
        report("昆明市", 2023).repeat(3)
    );
    dir.write("r/报告.html", &page);
    dir.write("r/报告_files/frame.html", &page);
    dir.write("r/share.js.下载", "var html = '<div><p>信访</p></div>'");
    dir.index(["r"]);
    assert_eq!(paths(&listed(&dir, &[])), ["报告.html"]);
}

#[test]
fn files_beyond_the_limits_are_named() {
    let dir = Dir::new();
    dir.write("r/large.txt", report("昆明市", 2023).repeat(100));
    dir.write("r/small.txt", report("昆明市", 2024));
    let said = dir.index(["r", "--max-file-size", "4K"]);
    assert!(said.stderr.contains("--max-file-size"), "{said}");
    assert_eq!(paths(&listed(&dir, &[])), ["small.txt"]);
    let said = dir.index([""; 0]);
    assert!(said.stderr.contains("--max-file-size"), "{said}");
    assert_eq!(listed(&dir, &[]).len(), 1, "limits are remembered");
    dir.index(["--max-file-size", "1M"]);
    assert_eq!(listed(&dir, &[]).len(), 2, "until others are given");
}

/// Breaks files in many places: each is read or skipped with a reason, and the rest stays.
#[test]
fn broken_files_cost_themselves_alone() {
    let dir = Dir::new();
    let names = [
        "word.docx",
        "libreoffice.doc",
        "libreoffice.rtf",
        "libreoffice.pdf",
        "gbk.pdf",
        "hand.ofd",
        "page.html",
        "rich.doc",
        "unigb.pdf",
    ];
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    for name in names {
        let bytes = std::fs::read(project("tests/data/formats").join(name)).expect("a fixture");
        for version in 0..12 {
            let mut bytes = bytes.clone();
            if version % 4 == 0 {
                bytes.truncate(random(bytes.len()));
            } else {
                for _ in 0..1 << version {
                    let at = random(bytes.len());
                    bytes[at] = random(256) as u8;
                }
            }
            dir.write(&format!("r/{version}-{name}"), bytes);
        }
    }
    dir.write("r/good.txt", report("昆明市", 2024));
    let said = dir.index(["r", "--time-limit", "20"]);
    assert!(
        !said.stderr.contains("stopped short"),
        "a parser stopped short\n{said}"
    );
    assert!(paths(&listed(&dir, &[])).contains(&"good.txt"));
}

/// Programs in place of those that read pictures, which read 普法宣传 in each; the path to find them by.
#[cfg(unix)]
pub fn reader_of_pictures(dir: &Dir) -> String {
    use std::os::unix::fs::PermissionsExt;

    dir.write(
        "bin/pdftoppm",
        "#!/bin/sh\nfor last; do :; done\n: > \"$last.png\"\n",
    );
    dir.write(
        "bin/tesseract",
        "#!/bin/sh\nprintf '4\\t1\\t1\\t1\\t1\\t0\\t300\\t200\\t900\\t50\\t-1\\t\\n5\\t1\\t1\\t1\\t1\\t1\\t300\\t200\\t900\\t50\\t96\\t普法宣传\\n' > \"$2.tsv\"\n",
    );
    for name in ["bin/pdftoppm", "bin/tesseract"] {
        let executable = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(dir.path(name), executable).expect("it is executable");
    }
    format!("{}:/usr/bin:/bin", dir.path("bin").display())
}

#[cfg(unix)]
#[test]
fn pictures_of_text_are_read_by_programs_that_are_installed() {
    let dir = Dir::new();
    let scan = project("tests/data/formats/scan.pdf");
    let with_path = |path: &str| -> Command {
        let mut command = dir.command(["extract", "--ocr", &scan.to_string_lossy()]);
        command.env("PATH", path);
        command
    };
    let output = with_path("/nonexistent").output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.contains("pdftoppm is not installed: install tesseract-ocr"),
        "{said}"
    );

    let path = reader_of_pictures(&dir);
    let output = with_path(&path).output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.starts_with("普法宣传"), "{said}");
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_keeps_what_it_read_and_the_next_goes_on() {
    let dir = Dir::new();
    let text = report("昆明市", 2023).repeat(20);
    for number in 0..1500 {
        dir.write(&format!("r/{number}.txt"), format!("{number}\n{text}"));
    }
    let mut run = dir
        .command(["index", "r"])
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("it starts");
    std::thread::sleep(Duration::from_millis(700));
    let interrupted = Command::new("kill")
        .args(["-INT", &run.id().to_string()])
        .status()
        .expect("kill runs");
    assert!(interrupted.success());
    let status = run.wait().expect("it ends");
    assert!(status.success(), "{status}");
    let then = listed(&dir, &[]).len();
    assert!(then < 1500, "it was stopped early");
    let said = dir.index([""; 0]);
    assert!(
        said.stderr.contains(&format!("{} files read", 1500 - then)),
        "{said}"
    );
    assert_eq!(listed(&dir, &[]).len(), 1500);
}
