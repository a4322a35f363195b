//! What pages hold before a browser shows them; `browser.rs` reads them from the screen.

use super::samples;
use crate::support::server::address;

#[test]
fn without_a_script_there_are_forms_links_and_text() {
    let page = samples()
        .get(&address("/", &[("q", "行政复议"), ("year", "2020..2024")]))
        .found();
    for part in [
        "<form class=\"search\" action=\"/\" method=\"get\"",
        "name=\"q\" value=\"行政复议\"",
        "<input type=\"hidden\" name=\"year\" value=\"2020..2024\">",
        "<mark>行政复议</mark>",
        "<a href=\"/reports/",
        "aria-label=\"筛选\"",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    let begin = page
        .split("<a href=\"/reports/")
        .nth(1)
        .unwrap()
        .split(['"', '#'])
        .next()
        .unwrap();
    let report = samples()
        .get(&format!("/reports/{}", begin.replace("&amp;", "&")))
        .found();
    for part in [
        "<nav class=\"outline\"",
        "<mark id=\"m0\">行政复议</mark>",
        "引用",
        "id=\"s0\"",
    ] {
        assert!(report.contains(part), "{part}\n{report}");
    }
}

#[test]
fn pages_are_light() {
    let weigh = |path: &str| samples().get(path).found().len();
    let shared = weigh("/assets/fasou.css") + weigh("/assets/fasou.js") + weigh("/assets/icon.svg");
    for path in [
        address("/", &[("q", "普法")]),
        address("/mentions", &[("term", "法")]),
        address("/compare", &[("term", "普法 调解")]),
        "/reports".to_owned(),
        "/".to_owned(),
    ] {
        let all = weigh(&path) + shared;
        assert!(all < 150_000, "{path} weighs {all} bytes");
    }
}

#[test]
fn a_city_that_is_a_province_opens_to_its_districts() {
    let page = samples()
        .get(&address("/", &[("q", "普法"), ("region", "上海")]))
        .found();
    let tree = page
        .split("<h3>地区</h3>")
        .nth(1)
        .unwrap()
        .split("<h3>")
        .next()
        .unwrap();
    assert!(tree.contains("<span>普陀区</span>"), "{tree}");
    assert!(!tree.contains("3101<"), "a code of no place: {tree}");
}

#[test]
fn from_view_to_view_goes_what_each_can_use() {
    let leads = |from: &str, params: &[(&str, &str)], to: &str| {
        let page = samples().get(&address(from, params)).found();
        let href = format!("href=\"{}\"", to.replace('&', "&amp;"));
        assert!(page.contains(&href), "{from} {params:?}: no {href}");
    };
    let (pufa, tiaojie) = ("%E6%99%AE%E6%B3%95", "%E8%B0%83%E8%A7%A3");
    leads(
        "/compare",
        &[("term", "普法 调解")],
        &format!("/mentions?term={pufa}"),
    );
    leads(
        "/compare",
        &[("term", "普法 调解")],
        &format!("/?q={pufa}+{tiaojie}"),
    );
    let query = [("q", "普法 -青少年 part:problems"), ("year", "2023")];
    leads("/", &query, &format!("/mentions?year=2023&term={pufa}"));
    leads("/", &query, &format!("/compare?year=2023&term={pufa}"));
    // One view of several terms shows the first, and the way to the others.
    leads(
        "/mentions",
        &[("term", "普法"), ("term", "调解")],
        &format!("/mentions?term={tiaojie}"),
    );
    // What narrows stays on the next page.
    let narrowed = [("q", "的"), ("where", "普法"), ("all_copies", "true")];
    let page = samples().get(&address("/", &narrowed)).found();
    assert!(
        page.contains("条件：普法") && page.contains("含副本"),
        "{page}"
    );
    // What is wrong with a term is said where it was typed.
    let page = samples().get(&address("/mentions", &[("term", "。")]));
    assert_eq!(page.status, 400);
    assert!(page.body.contains("action=\"/mentions\"") && page.body.contains("value=\"。\""));
}
