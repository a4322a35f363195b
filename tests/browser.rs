//! The page, in a real browser: typed into, clicked on, read from the screen.
//!
//! Skipped where there is no Chromium; `scripts/install-browser` installs it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::rc::Rc;

use crate::support::browser::{Setup, Tab, open};
use crate::support::corpus::Corpus;
use crate::support::server::{Server, address};
use crate::support::{Dir, json::Mention};

thread_local! {
    /// The samples, served as long as a test runs: what is in a `static` would be left behind.
    static SERVED: Rc<Server> = Rc::new(Server::start(&Corpus::samples().dir, &["--quiet"]));
}

/// The samples, served.
fn samples() -> Rc<Server> {
    SERVED.with(Rc::clone)
}

const ENTER: &str = "\u{E007}";
const ESCAPE: &str = "\u{E00C}";

/// A page of the samples.
fn page(path: &str, params: &[(&str, &str)]) -> String {
    format!("http://{}{}", samples().address, address(path, params))
}

/// Every view, with something to see.
fn views() -> Vec<(&'static str, String)> {
    let report = samples()
        .get(&address("/api/v1/search", &[("q", "行政复议")]))
        .json();
    let id = report["hits"][0]["report"]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    vec![
        ("home", page("/", &[])),
        (
            "search",
            page("/", &[("q", "行政复议"), ("year", "2022..2024")]),
        ),
        ("mentions", page("/mentions", &[("term", "调解")])),
        (
            "compare",
            page("/compare", &[("term", "普法 调解 行政复议")]),
        ),
        ("reports", page("/reports", &[])),
        (
            "report",
            page(&format!("/reports/{id}"), &[("q", "行政复议")]),
        ),
        ("nothing", page("/", &[("q", "\"乌有之乡\"")])),
        ("wrong", page("/", &[("q", "(普法")])),
    ]
}

/// The first number on the first element.
#[track_caller]
fn number(tab: &Tab, css: &str) -> u64 {
    let text = tab.text(css).replace(',', "");
    let digits: String = text
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    digits
        .parse()
        .unwrap_or_else(|_| panic!("no number in {text}"))
}

#[test]
fn people_type_read_narrow_and_go_back() {
    let Some(tab) = open(Setup::default()) else {
        return;
    };
    tab.goto(&page("/", &[]));
    // The box has the focus at once.
    tab.press(&format!("行政复议{ENTER}"));
    tab.wait_for_place("q=");
    let all = number(&tab, ".total strong");
    assert!(all > 10, "{all}");
    assert!(tab.texts(".hit mark").iter().any(|mark| mark == "行政复议"));
    let title = "return document.querySelector(\".bars a[data-year='2023'] title\").textContent";
    let title = tab.script(title);
    let count = title.as_str().and_then(|title| title.rsplit('：').next());
    let counted: u64 = count.and_then(|count| count.parse().ok()).expect("a count");
    tab.click(".bars a[data-year='2023']");
    tab.wait_for_place("year=2023");
    assert_eq!(
        number(&tab, ".total strong"),
        counted,
        "a bar leads to what it counts"
    );
    assert!(
        tab.texts(".hit .facts")
            .iter()
            .all(|facts| facts.contains("2023年"))
    );
    // Another filter; what was typed stays.
    tab.click(".filters section:last-of-type a");
    tab.wait_for_place("topic=");
    assert!(number(&tab, ".total strong") <= counted);
    assert_eq!(tab.attr("#asked", "value"), "行政复议");
    tab.back();
    tab.back();
    assert_eq!(number(&tab, ".total strong"), all, "back is where it was");
    assert!(!tab.place().contains("year="));
    // A chip takes a filter away again.
    tab.goto(&page("/", &[("q", "行政复议"), ("year", "2023")]));
    tab.click(".chips a");
    assert_eq!(number(&tab, ".total strong"), all);
}

#[test]
fn keys_do_what_the_mouse_does() {
    let Some(tab) = open(Setup::default()) else {
        return;
    };
    tab.goto(&page("/", &[("q", "行政复议")]));
    let focused = || {
        tab.script("return document.activeElement.closest('[data-item]')?.innerText ?? document.activeElement.id")
    };
    let hits = tab.texts(".hit h2");
    tab.press("j");
    assert!(
        focused()
            .as_str()
            .is_some_and(|text| text.starts_with(&hits[0]))
    );
    tab.press("j");
    assert!(
        focused()
            .as_str()
            .is_some_and(|text| text.starts_with(&hits[1]))
    );
    tab.press("k");
    assert!(
        focused()
            .as_str()
            .is_some_and(|text| text.starts_with(&hits[0]))
    );
    tab.press("/");
    assert_eq!(focused(), "asked");
    // What is typed there is typed, not obeyed.
    tab.press("jk");
    assert_eq!(
        tab.script("return document.getElementById('asked').value"),
        "jk"
    );
    tab.press(ESCAPE);
    tab.press("j");
    tab.press(ENTER);
    tab.wait_for_place("/reports/");
    // Next and previous match.
    let here = || {
        tab.script("return [...document.querySelectorAll('article mark[id]')].findIndex((mark) => mark.classList.contains('here'))")
    };
    assert_eq!(here(), -1);
    tab.click("#next");
    let first = here().as_i64().expect("a number");
    assert!(first >= 0);
    assert_eq!(tab.text("#place"), format!("第 {} 处", first + 1));
    let matches = tab.texts("article mark[id]").len() as i64;
    tab.press("n");
    assert_eq!(here(), (first + 1) % matches);
    tab.press("p");
    assert_eq!(here(), first);
    let seen = tab.script("const box = document.querySelector('.here').getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight");
    assert_eq!(seen, true, "the match is on the screen");
}

#[test]
fn years_are_brushed_in_one_stroke() {
    let Some(tab) = open(Setup::default()) else {
        return;
    };
    tab.goto(&page("/", &[("q", "普法")]));
    tab.drag(
        ".bars a[data-year='2022'] .room",
        ".bars a[data-year='2023'] .room",
    );
    tab.wait_for_place("year=2022..2023");
    assert!(
        tab.place().contains("q="),
        "the query stays: {}",
        tab.place()
    );
    assert_eq!(tab.texts(".bars a[aria-current]").len(), 2);
    assert!(
        tab.texts(".hit .facts")
            .iter()
            .all(|facts| facts.contains("2022年") || facts.contains("2023年"))
    );
    // Backwards too.
    tab.drag(
        ".bars a[data-year='2024'] .room",
        ".bars a[data-year='2021'] .room",
    );
    tab.wait_for_place("year=2021..2024");
}

#[test]
fn mentions_are_aligned_sorted_and_downloaded() {
    let Some(tab) = open(Setup::default()) else {
        return;
    };
    tab.goto(&page("/mentions", &[("term", "调解")]));
    let dir = &Corpus::samples().dir;
    let all: Vec<Mention> = dir
        .fasou(["mentions", "调解", "--format", "jsonl"])
        .found()
        .jsonl();
    assert_eq!(number(&tab, ".total strong"), all.len() as u64);
    let lefts = tab.script("return [...new Set([...document.querySelectorAll('.kwic .match mark')].map((mark) => Math.round(mark.getBoundingClientRect().x)))].length");
    assert_eq!(lefts, 1, "all matches stand under one another");
    // What stands beside the term is on the screen, what stands far from it is cut.
    let seen = tab.script("return [...document.querySelectorAll('.kwic td.before')].every((cell) => Math.abs(cell.getBoundingClientRect().right - cell.querySelector('span').getBoundingClientRect().right) < 12)");
    assert_eq!(seen, true, "the words before the term end at it");
    tab.click_link("后文");
    tab.wait_for_place("sort=after");
    let after = tab.texts(".kwic .after");
    let fixed = [
        "mentions",
        "调解",
        "--sort",
        "after",
        "--context",
        "24",
        "--format",
        "jsonl",
    ];
    let sorted: Vec<Mention> = dir.fasou(fixed).found().jsonl();
    let wanted: Vec<String> = sorted
        .iter()
        .take(after.len())
        .map(|mention| mention.after.trim().to_owned())
        .collect();
    assert_eq!(after, wanted);
    let csv = tab.attr("a[download]", "href");
    let rows = samples().get(&csv);
    assert!(
        rows.header("content-disposition")
            .contains("fasou-mentions.csv")
    );
    assert!(
        rows.body.starts_with("\u{FEFF}term,before,match,after"),
        "for Excel"
    );
    assert_eq!(rows.body.lines().count(), all.len() + 1);
    // A source leads to the passage, with the mentions marked.
    tab.click(".kwic .source a");
    tab.wait_for_place("/reports/");
    assert!(tab.texts("article mark").iter().all(|mark| mark == "调解"));
    assert_eq!(
        tab.script("return document.querySelector('article :target') !== null"),
        true
    );
}

#[test]
fn a_comparison_leads_to_its_passages() {
    let Some(tab) = open(Setup::default()) else {
        return;
    };
    tab.goto(&page("/compare", &[]));
    tab.press(&format!("普法 调解{ENTER}"));
    tab.wait_for_place("term=");
    assert_eq!(tab.texts(".legend li"), ["普法", "调解"]);
    assert_eq!(tab.texts(".lines polyline").len(), 2);
    let counts = samples()
        .get(&address(
            "/api/v1/counts",
            &[("term", "普法"), ("by", "year")],
        ))
        .json();
    let of_2023 = counts["counts"][0]["by"]
        .as_array()
        .expect("rows")
        .iter()
        .find(|row| row["year"] == 2023)
        .expect("2023")["mentions"]
        .to_string();
    let row = tab
        .texts(".numbers tbody tr")
        .into_iter()
        .find(|row| row.starts_with("2023"))
        .expect("2023");
    assert!(row.contains(&format!("({of_2023})")), "{row}");
    tab.click_link("处/万字");
    tab.wait_for_place("per=10000");
    tab.click_link("调解");
    tab.wait_for_place("map=");
    // The highest bar, and what it is made of.
    let first = tab.text(".ranked tbody tr");
    let mentions: u64 = first
        .split_whitespace()
        .nth(2)
        .and_then(|cell| cell.parse().ok())
        .expect("a count");
    tab.click(".ranked tbody th a");
    tab.wait_for_place("/mentions");
    assert!(tab.place().contains("region="));
    assert_eq!(number(&tab, ".total strong"), mentions);
    tab.back();
    // A tile does the same.
    tab.click(".tiles a[class^='shade']:not(.shade0)");
    tab.wait_for_place("region=");
    assert!(number(&tab, ".total strong") > 0);
}

#[test]
fn nothing_keeps_people_out() {
    for dark in [false, true] {
        let Some(tab) = open(Setup {
            dark,
            ..Setup::default()
        }) else {
            return;
        };
        for (name, at) in views() {
            tab.goto(&at);
            assert_eq!(tab.barriers(), Vec::<String>::new(), "{name}, dark: {dark}");
        }
        let light = tab.script("return getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)[0] > 128");
        assert_eq!(light, !dark);
    }
}

#[test]
fn all_fits_a_phone() {
    let Some(tab) = open(Setup {
        phone: true,
        ..Setup::default()
    }) else {
        return;
    };
    for (name, at) in views() {
        tab.goto(&at);
        let widths = tab.script("return [document.scrollingElement.scrollWidth, innerWidth]");
        assert!(
            widths[0].as_u64() <= widths[1].as_u64(),
            "{name} is too wide: {widths}"
        );
        assert_eq!(tab.barriers(), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn without_scripts_people_search_and_read() {
    let Some(tab) = open(Setup {
        no_script: true,
        ..Setup::default()
    }) else {
        return;
    };
    tab.goto(&page("/", &[]));
    tab.click("#asked");
    tab.press("行政复议");
    tab.click(".search button");
    tab.wait_for_place("q=");
    assert!(!tab.texts(".hit").is_empty());
    tab.click(".bars a[data-year='2022']");
    tab.wait_for_place("year=2022");
    tab.click(".hit h2 a");
    tab.wait_for_place("/reports/");
    assert!(
        tab.texts("article mark")
            .iter()
            .any(|mark| mark == "行政复议")
    );
    // The outline leads to the matches.
    tab.click(".outline a.n");
    assert!(
        tab.texts("#next").concat().is_empty(),
        "what needs the script is not shown"
    );
}

#[test]
fn a_report_cannot_run_scripts() {
    let Some(tab) = open(Setup::default()) else {
        return;
    };
    let harm = "<script>window.harmed = 1</script><img src=x onerror='window.harmed = 1'><svg onload='window.harmed = 1'>";
    let dir = Dir::new();
    dir.write(
        "reports/a.txt",
        format!(
            "呈贡区2023年法治政府建设年度报告{harm}\n一、主要举措{harm}\n开展普法{harm}活动。\n"
        ),
    );
    dir.index(["reports"]);
    let server = Server::start(&dir, &["--quiet"]);
    let id = server.get("/api/v1/reports").json()["reports"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let mut pages = vec![address(&format!("/reports/{id}"), &[("q", "普法")])];
    for (path, name) in [
        ("/", "q"),
        ("/mentions", "term"),
        ("/compare", "term"),
        ("/reports", "region"),
    ] {
        pages.push(address(path, &[(name, "普法")]));
        pages.push(address(path, &[(name, &format!("普法\"'>{harm}"))]));
    }
    for page in pages {
        tab.goto(&format!("http://{}{page}", server.address));
        assert_eq!(tab.script("return window.harmed ?? 0"), 0, "{page}");
        // All that the page has it got from this server.
        let from = tab.script("return performance.getEntriesByType('resource').map((entry) => new URL(entry.name).host)");
        let from: BTreeSet<&str> = from
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|host| host.as_str())
            .collect();
        assert!(
            from.iter().all(|host| *host == server.address),
            "{page}: {from:?}"
        );
    }
    tab.goto(&format!("http://{}/reports/{id}", server.address));
    assert!(
        tab.text("article").contains("<script>window.harmed"),
        "it is there to be read"
    );
}

/// With `FASOU_PICTURES=docs/pictures`, makes the pictures of the README from the samples.
#[test]
fn pictures_of_each_view() {
    let Some(folder) = std::env::var_os("FASOU_PICTURES") else {
        return;
    };
    let folder = crate::support::project("").join(Path::new(&folder));
    fs::create_dir_all(&folder).expect("a folder");
    let tab = open(Setup::default()).expect("a browser");
    let phone = open(Setup {
        phone: true,
        dark: true,
        ..Setup::default()
    })
    .expect("a browser");
    for (name, at) in views() {
        if ["search", "mentions", "compare", "report"].contains(&name) {
            tab.goto(&at);
            fs::write(folder.join(format!("{name}.png")), tab.picture()).expect("a picture");
        }
        if name == "search" {
            phone.goto(&at);
            fs::write(folder.join("phone.png"), phone.picture()).expect("a picture");
        }
    }
}
