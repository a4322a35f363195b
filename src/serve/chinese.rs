//! What is wrong with a question, in Chinese, for the page.

use super::page::names;
use crate::query::language::{LanguageError, Mistake};
use crate::query::{FilterError, QueryError};
use crate::tagging::FindError;
use crate::text::{TermError, Unknown};

/// What is wrong with a question; none where a person can do nothing about it.
pub fn said(error: &QueryError) -> Option<String> {
    Some(match error {
        QueryError::Term(error) => term(error),
        QueryError::Filter(error) => filter(error),
        QueryError::Empty(written) => format!("“{written}”中没有文字或数字。"),
        QueryError::OnlyExcluded(_) => "只写了不要什么，还要写上找什么。".to_owned(),
        QueryError::OnlyFields(_) => "只写了在哪里找，还要写上找什么。".to_owned(),
        QueryError::Language(error) => language(error),
        QueryError::OpenStar(written, most) => {
            format!("“{written}”后面的星号代表的词和数字超过 {most} 个，请把开头写得长一些。")
        }
        QueryError::NoReport(id) => format!("库中没有报告“{id}”。"),
        QueryError::NoPassage { id, .. } => {
            format!("没有段落“{id}”：报告不在库中，或文字已经改动。")
        }
        // Only commands ask what these answer.
        QueryError::NoTable { .. }
        | QueryError::Synonyms { .. }
        | QueryError::ManyReports { .. }
        | QueryError::TooManyTerms(_)
        | QueryError::NotVerified(_) => return None,
        QueryError::Disagree { .. }
        | QueryError::Index(_)
        | QueryError::Engine(_)
        | QueryError::Io(_) => return None,
    })
}

fn filter(error: &FilterError) -> String {
    match error {
        FilterError::Region(error) => region(error),
        FilterError::Unknown { filter, unknown } => no_such(filter.name(), unknown),
        FilterError::Year(given) => format!("“{given}”不是年份。写作 2024，或 2020..2024。"),
        FilterError::YearsBackwards { from, to } => {
            format!("年份前后颠倒：{from}..{to}。写作 {to}..{from}。")
        }
    }
}

/// A name that is none of those that the parameter `name` may have.
pub fn no_such(name: &str, unknown: &Unknown) -> String {
    let known = unknown.known.iter().map(|known| {
        let shown = names::value(name, known);
        match shown == *known {
            true => shown,
            false => format!("{shown}（{known}）"),
        }
    });
    let known: Vec<String> = known.collect();
    let given = &unknown.given;
    format!("没有“{given}”这一项。可用的有：{}", known.join("、"))
}

fn term(error: &TermError) -> String {
    match error {
        TermError::NoUnit(written) => format!("“{written}”中没有文字或数字。"),
        TermError::Barrier { parts, .. } => {
            let parts: Vec<String> = parts.iter().map(|part| format!("“{part}”")).collect();
            format!(
                "用语中间有句号之类，不会有跨句的出处。可改为：{}",
                parts.join("、")
            )
        }
    }
}

fn region(error: &FindError) -> String {
    match error {
        FindError::Unknown { name, suggestions } if suggestions.is_empty() => {
            format!("没有叫“{name}”的地区。")
        }
        FindError::Unknown { name, suggestions } => {
            format!("没有叫“{name}”的地区。是不是：{}", suggestions.join("、"))
        }
        FindError::Ambiguous { name, candidates } => {
            let paths = candidates
                .iter()
                .map(|place| format!("{}（{}）", place.path, place.code));
            let paths: Vec<String> = paths.collect();
            format!(
                "叫“{name}”的地方有 {} 处，请写全：\n{}",
                paths.len(),
                paths.join("\n")
            )
        }
    }
}

/// The query up to where it went wrong, and what was expected there.
fn language(error: &LanguageError) -> String {
    let mistake = match &error.mistake {
        Mistake::Operand => "这里应有词、短语或“(”".to_owned(),
        Mistake::NearOperand => "NEAR 两边应是词或短语".to_owned(),
        Mistake::NearChain => "NEAR 只连接两个词，不能连用".to_owned(),
        Mistake::Unclosed => "缺少“)”".to_owned(),
        Mistake::Unopened => "多了一个“)”".to_owned(),
        Mistake::OpenQuote(close) => format!("引号未闭合，缺 {close}"),
        Mistake::EmptyQuote => "引号里没有文字或数字".to_owned(),
        Mistake::SentenceEnd => "短语不能跨句，请分开写".to_owned(),
        Mistake::OneTerm => "引号里应有两个以上的词，以空格隔开".to_owned(),
        Mistake::Distance(example) => format!("这里应有距离，例如 {example}"),
        Mistake::TooFar => "距离太大".to_owned(),
        Mistake::Value(field) => {
            format!(
                "冒号后面应紧跟内容，例如 {}:{}",
                field.name(),
                field.example()
            )
        }
        Mistake::UnknownField(Some(field)) => format!("没有这个限定词，是不是 {}:", field.name()),
        Mistake::UnknownField(None) => {
            "没有这个限定词；可用 region: year: topic: part: level: title:".to_owned()
        }
        Mistake::ExcludedInOr => "减号不能与 OR 并用；一并排除写作 -(甲 OR 乙)".to_owned(),
        Mistake::OnlyExcluded => "括号里只写了不要什么".to_owned(),
        Mistake::And => "不用写 AND，括号里的词都要有：(甲 乙)".to_owned(),
        Mistake::Not => "不用写 NOT，不要的词前加减号：-甲".to_owned(),
        Mistake::TooDeep => "括号层数太多".to_owned(),
        Mistake::TooLong => "检索式太长".to_owned(),
    };
    let before = &error.written[..error.at];
    format!("{before} ▸ 此处：{mistake}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::ParsedQuery;

    #[test]
    fn every_mistake_is_told_in_chinese() {
        for (written, told) in [
            ("(普法", "缺少“)”"),
            ("“普法", "引号未闭合"),
            ("普法 NEAR/x 调解", "这里应有距离"),
            ("普法 AND 调解", "不用写 AND"),
            ("yaer:2024 普法", "没有这个限定词"),
            ("-普法", "还要写上找什么"),
            ("，。", "没有文字或数字"),
        ] {
            let error = ParsedQuery::parse(written).unwrap_err();
            let said = said(&error).unwrap();
            assert!(said.contains(told), "{written}: {said}");
        }
    }
}
