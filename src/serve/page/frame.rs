//! What stands around every page: head, search box, the way to the other views; and the page that says
//! what is wrong.

use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

use super::address::Address;
use super::assets::MARK;
use super::{html, names};
use crate::query::ParsedQuery;
use crate::serve::limits;
use crate::serve::params::{FILTERS, Params};
use crate::serve::problem::{Code, Problem};

/// The views, in the order of the way to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    Search,
    Mentions,
    Compare,
    Reports,
}

impl View {
    const ALL: [View; 4] = [View::Search, View::Mentions, View::Compare, View::Reports];

    /// Where it is.
    pub fn path(self) -> &'static str {
        match self {
            View::Search => "/",
            View::Mentions => "/mentions",
            View::Compare => "/compare",
            View::Reports => "/reports",
        }
    }

    fn name(self) -> &'static str {
        match self {
            View::Search => "检索",
            View::Mentions => "提及",
            View::Compare => "对比",
            View::Reports => "报告",
        }
    }

    /// The parameter that its box writes.
    fn asks(self) -> &'static str {
        match self {
            View::Search | View::Reports => "q",
            View::Mentions | View::Compare => "term",
        }
    }

    fn label(self) -> &'static str {
        match self {
            View::Search | View::Reports => "检索词或问题",
            View::Mentions => "要列出全部出处的用语",
            View::Compare => "要对比的用语，以空格或逗号隔开",
        }
    }

    /// How much its box takes.
    fn longest(self) -> usize {
        match self {
            View::Search | View::Reports => limits::QUERY,
            View::Mentions => limits::TERM,
            View::Compare => limits::TERM * limits::TERMS,
        }
    }

    /// Where its box leads.
    fn answered_by(self) -> View {
        match self {
            View::Reports => View::Search,
            view => view,
        }
    }
}

/// A whole page.
pub fn page(view: View, title: &str, params: &Params, content: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="zh-CN" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · 法搜" }
                link rel="icon" href={ "/assets/icon.svg?" (*MARK) } type="image/svg+xml";
                link rel="stylesheet" href={ "/assets/fasou.css?" (*MARK) };
                script src={ "/assets/fasou.js?" (*MARK) } defer {}
            }
            body {
                a.skip href="#content" { "跳到正文" }
                header.top {
                    a.logo href="/" { "法搜" }
                    nav aria-label="视图" {
                        @for other in View::ALL {
                            a href=(way(other, params)) aria-current=[(other == view).then_some("page")] {
                                (other.name())
                            }
                        }
                    }
                    (search_box(view, params))
                }
                (content)
                footer {
                    p {
                        "法搜：法治政府建设年度报告全文检索。"
                        a href="/api/v1/openapi.json" { "接口说明" }
                        span.keys { "　按键：" kbd { "/" } " 检索　" kbd { "j" } " " kbd { "k" } " 移动　" kbd { "Enter" } " 打开　" kbd { "n" } " " kbd { "p" } " 下一处、上一处" }
                    }
                }
            }
        }
    }
}

/// From this page to another view: the filters stay, and what is looked for.
fn way(view: View, params: &Params) -> Address {
    let address = Address::filtered(view.path(), params);
    let terms = terms(params);
    let asked = match view {
        View::Search => params
            .all("q")
            .next()
            .map_or_else(|| terms.join(" "), str::to_owned),
        View::Mentions => terms.into_iter().next().unwrap_or_default(),
        View::Compare => terms.join(" "),
        View::Reports => String::new(),
    };
    match asked.is_empty() {
        true => address,
        false => address.with(view.asks(), asked),
    }
}

/// Terms are parted by these in one box; not by `、`, which stands within them: 双随机、一公开.
const BETWEEN: [char; 7] = [' ', '\u{3000}', ',', '，', ';', '；', '|'];

/// The terms of this page, or the words of its query: each once.
pub fn terms(params: &Params) -> Vec<String> {
    let words = params
        .all("q")
        .filter_map(|q| ParsedQuery::parse(q).ok())
        .map(|parsed| parsed.text);
    let written = params.all("term").map(str::to_owned).chain(words);
    let mut terms: Vec<String> = Vec::new();
    for written in written {
        for term in written.split(BETWEEN).filter(|term| !term.is_empty()) {
            if !terms.iter().any(|known| known == term) {
                terms.push(term.to_owned());
            }
        }
    }
    terms
}

/// What its box shows.
fn asked(view: View, params: &Params) -> String {
    let first = |name| params.all(name).next().unwrap_or_default().to_owned();
    match view {
        View::Search => first("q"),
        View::Mentions => first("term"),
        View::Compare => terms(params).join(" "),
        // A report is read with what was looked for.
        View::Reports => params
            .all("q")
            .chain(params.all("term"))
            .next()
            .unwrap_or_default()
            .to_owned(),
    }
}

fn search_box(view: View, params: &Params) -> Markup {
    let kept = Address::of(view.path(), params)
        .without("q")
        .without("term");
    let (asks, asked) = (view.asks(), asked(view, params));
    html! {
        form.search action=(view.answered_by().path()) method="get" role="search" {
            (kept.fields())
            label.quiet for="asked" { (view.label()) }
            input #asked type="search" name=(asks) value=(asked) maxlength=(view.longest()) autocomplete="off"
                placeholder=(view.label()) autofocus[asked.is_empty()];
            button type="submit" { "搜" }
            @if view.asks() == "q" { (help()) }
        }
    }
}

/// The query language in short.
fn help() -> Markup {
    let rows = [
        ("行政复议 调解", "两词都有的排在前面"),
        ("\"双随机、一公开\"", "原样出现，标点不计"),
        ("普法 -青少年", "不要含“青少年”的段落"),
        ("调解 OR 仲裁", "其中之一"),
        ("复议 NEAR/10 诉讼", "相距不超过十个字"),
        (
            "普法 年份:2023..2024 地区:云南",
            "限定年份、地区；也可用 部分: 主题: 层级: 标题:",
        ),
        ("基层矛盾纠纷怎样化解？", "直接提问"),
    ];
    html! {
        details.help {
            summary { "检索语法" }
            dl {
                @for (written, means) in rows {
                    dt { a href=(Address::new("/").with("q", written)) { code { (written) } } }
                    dd { (means) }
                }
            }
        }
    }
}

/// The filters in force, each with a way to be rid of it.
pub fn chips(path: &str, params: &Params) -> Markup {
    let address = Address::of(path, params);
    let chosen = || {
        FILTERS
            .iter()
            .flat_map(|name| params.all(name).map(move |value| (*name, value)))
    };
    html! {
        @if chosen().next().is_some() {
            ul.chips aria-label="已选条件" {
                @for (name, value) in chosen() {
                    li {
                        a href=(address.toggling(name, value)) title="去掉这一条件" {
                            (names::value(name, value)) span aria-hidden="true" { " ×" }
                            span.quiet { "（去掉）" }
                        }
                    }
                }
                li { a.all href=(FILTERS.iter().fold(address.clone(), |address, name| address.without(name))) { "全部去掉" } }
            }
        }
    }
}

/// To the pages before and behind this one of `size` results each.
pub fn pager(address: &Address, page: usize, size: usize, total: usize) -> Markup {
    let more = page * size < total;
    html! {
        @if page > 1 || more {
            nav.pager aria-label="翻页" {
                @if page > 1 { a rel="prev" href=(address.with("page", page - 1)) { "← 上一页" } }
                span { "第 " (page) " 页" }
                @if more { a rel="next" href=(address.with("page", page + 1)) { "下一页 →" } }
            }
        }
    }
}

/// The page that says what is wrong.
pub fn problem(problem: &Problem, view: View, params: &Params) -> Response {
    let (title, hint) = match problem.code {
        Code::BadQuery => ("检索式有误", "请按下面的提示修改检索式。"),
        Code::BadTerm => ("这个用语无法匹配", "用语须含文字或数字，且不能跨句。"),
        Code::BadParameter | Code::UnknownParameter => ("条件有误", "请去掉或更正下面所说的条件。"),
        Code::NotFound => ("没有找到", "报告可能已不在库中，或其文字已经改动。"),
        Code::OutOfTime => ("用时过长，已停止", "请限定地区或年份，或把检索式改短。"),
        Code::Busy => ("当前请求过多", "请稍候再试。"),
        Code::WrongMethod | Code::BodyTooLarge | Code::WrongHost | Code::Internal => {
            ("无法回答", "服务器日志中记有原因。")
        }
    };
    let content = html! {
        main #content .narrow {
            h1 { (title) }
            p { (hint) }
            @match &problem.shown {
                Some(shown) => p.wrong { (shown) },
                None => p.wrong lang="en" { (problem.detail) },
            }
            p { a href="/" { "回到首页" } }
        }
    };
    let shown = html(page(view, title, params, content));
    (problem.code.status(), shown).into_response()
}
