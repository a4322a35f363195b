//! What the index holds, before anything is asked.

use maud::{Markup, html};

use super::address::Address;
use super::chart::{tiles, years};
use super::filters::Beside;
use super::frame::{View, page as frame};
use super::names;
use crate::index::OpenIndex;
use crate::query::facets::Asked;
use crate::query::locate::report_documents;
use crate::serve::answer::Failure;
use crate::serve::params::Params;

const EXAMPLES: [&str; 6] = [
    "枫桥经验",
    "\"双随机、一公开\" 监管",
    "行政复议 part:problems",
    "普法 -青少年",
    "基层矛盾纠纷怎样化解？",
    "行政机关负责人出庭应诉率",
];

pub fn page(index: &OpenIndex, params: &Params) -> Result<Markup, Failure> {
    let filter = params.filter(index)?;
    let reports = report_documents(index, &filter)?.len() as u64;
    let beside = Beside::count(index, Asked::Everything, &filter)?;
    let (regions, all_years) = (beside.regions(), beside.years());
    let passages: u64 = all_years.iter().map(|(_, count)| count).sum();
    let address = Address::filtered(View::Reports.path(), params);
    let map = |code: &str| {
        let count = *regions.get(code)?;
        Some(tiles::Tile {
            value: count as f64,
            written: tiles::count(count),
            to: address.with("region", code).to_string(),
        })
    };
    let content = html! {
        main #content .home {
            h1 { "法治政府建设年度报告全文检索" }
            p.lead {
                "库中有 " strong { (names::number(reports)) } " 篇报告"
                @if passages > 0 { "，注明年份的 " strong { (names::number(passages)) } " 段" }
                "。按词、按短语、按问题检索；列出一个用语的每一处出处；按年份、地区对比。"
            }
            ul.examples aria-label="例子" {
                @for example in EXAMPLES { li { a href=(Address::filtered("/", params).with("q", example)) { (example) } } }
            }
            div.pair {
                section {
                    h2 { "各地段落数" }
                    (tiles::tiles("各省、自治区、直辖市的段落数", map))
                }
                section {
                    h2 { "各年段落数" }
                    (years::bars(&all_years, &[], |year| address.with("year", year).to_string()))
                    (year_table(&all_years, &address))
                }
            }
        }
    };
    Ok(frame(View::Search, "首页", params, content))
}

fn year_table(all: &[(u16, u64)], address: &Address) -> Markup {
    html! {
        table.numbers {
            thead { tr { th scope="col" { "年份" } th.n scope="col" { "段落" } } }
            tbody {
                @for (year, count) in all.iter().rev().filter(|(_, count)| *count > 0) {
                    tr { th scope="row" { a href=(address.with("year", year)) { (year) } } td.n { (names::number(*count)) } }
                }
            }
        }
    }
}
