//! Labels that number headings only as a series: `第一、`, `壹、`, `一 `, `01 `. A single one is a word of a
//! sentence, or a row of a table.

use super::numbering::{Label, Style, han_number, is_han_numeral, split};
use crate::text::is_barrier;

/// A way to write such labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// `壹、`
    Capital,
    /// `第一、`
    Ordinal,
    /// `一）`
    HalfOpen,
    /// `【一】`, `〔一〕`
    Bracketed,
    /// `Ⅰ、`
    Roman,
    /// `一 `
    Spaced,
    /// `01 `
    Zero,
}

const FORMS: [Form; 7] = [
    Form::Capital,
    Form::Ordinal,
    Form::HalfOpen,
    Form::Bracketed,
    Form::Roman,
    Form::Spaced,
    Form::Zero,
];

/// Words after a space are a heading only up to this many characters.
const LONGEST: usize = 30;
/// Two labels with a mark make a series; with only a space it takes so many.
const LEAST_SPACED: usize = 3;

impl Form {
    /// `壹、` may stand over `一、`; the other forms take its place.
    fn style(self) -> Style {
        match self {
            Form::Capital => Style::Division,
            _ => Style::Han,
        }
    }

    /// Whether only a space separates the label from the words.
    fn is_spaced(self) -> bool {
        matches!(self, Form::Spaced | Form::Zero)
    }

    /// The label of this form that a line begins with.
    fn read(self, line: &str) -> Option<Label> {
        let (number, rest) = match self {
            Form::Capital => marked(sign(line, CAPITALS)?)?,
            Form::Ordinal => {
                let (number, rest) = numeral(line.strip_prefix('第')?)?;
                (number, rest.strip_prefix('、')?)
            }
            Form::HalfOpen => {
                let (number, rest) = numeral(line)?;
                (number, rest.strip_prefix(['）', ')'])?)
            }
            Form::Bracketed => {
                let (number, rest) = numeral(line.strip_prefix(['【', '〔', '［', '<'])?)?;
                (number, rest.strip_prefix(['】', '〕', '］', '>'])?)
            }
            Form::Roman => marked(sign(line, ROMANS)?)?,
            Form::Spaced => spaced(numeral(line)?)?,
            Form::Zero => spaced(sign(line.strip_prefix('0')?, DIGITS)?)?,
        };
        let words = rest.trim();
        (!words.is_empty() && (!self.is_spaced() || is_heading(words))).then(|| Label {
            style: self.style(),
            number,
            len: line.len() - rest.len(),
        })
    }

    /// The lines that a series of this form numbers; empty if not all of its labels count on.
    fn series(self, lines: &[&str]) -> Vec<(usize, Label)> {
        let labels = lines.iter().enumerate();
        let found: Vec<(usize, Label)> = labels
            .filter_map(|(at, line)| Some((at, self.read(line)?)))
            .collect();
        let counts_on = found
            .iter()
            .zip(1..)
            .all(|((_, own), next)| own.number == next);
        let ends = found.iter().skip(1).map(|(at, _)| *at);
        let mut both = found.iter().zip(ends.chain([lines.len()]));
        // A heading has something under it, a row of a table does not.
        let is_apart = both.all(|((at, _), end)| at + 1 < end);
        let enough = match self.is_spaced() {
            true => is_apart && found.len() >= LEAST_SPACED,
            false => found.len() > 1,
        };
        if counts_on && enough {
            found
        } else {
            Vec::new()
        }
    }
}

/// The lines of a body that such labels number; `has_han` tells whether 一、 numbers others.
pub fn find(lines: &[&str], has_han: bool) -> Vec<(usize, Label)> {
    let forms = FORMS.into_iter();
    let mut series = forms
        .filter(|form| !has_han || form.style() < Style::Han)
        .map(|form| form.series(lines));
    series.find(|series| !series.is_empty()).unwrap_or_default()
}

const CAPITALS: &str = "壹贰叁肆伍陆柒捌玖拾";
const ROMANS: &str = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ";
const DIGITS: &str = "123456789";

/// The place of the first character among `signs`, from 1, and what follows it.
fn sign<'a>(line: &'a str, signs: &str) -> Option<(u32, &'a str)> {
    let first = line.chars().next()?;
    let number = signs.chars().zip(1..).find(|(sign, _)| *sign == first)?.1;
    Some((number, &line[first.len_utf8()..]))
}

fn numeral(line: &str) -> Option<(u32, &str)> {
    let (numeral, rest) = split(line, is_han_numeral);
    Some((han_number(numeral)?, rest))
}

fn marked((number, rest): (u32, &str)) -> Option<(u32, &str)> {
    Some((number, rest.strip_prefix(['、', '丶', '.', '．'])?))
}

fn spaced((number, rest): (u32, &str)) -> Option<(u32, &str)> {
    let words = rest.trim_start_matches([' ', '\u{3000}']);
    (words.len() < rest.len()).then_some((number, words))
}

/// Whether words are a heading rather than a sentence.
fn is_heading(words: &str) -> bool {
    (2..=LONGEST).contains(&words.chars().count())
        && !words.contains(is_barrier)
        && !words.ends_with(['，', ',', '、', '：', ':'])
}

#[cfg(test)]
mod tests {
    use crate::report::parse;

    /// The headings as written.
    fn outline(text: &str) -> Vec<String> {
        let sections = parse(text).sections;
        sections.iter().map(|section| section.written()).collect()
    }

    #[test]
    fn labels_of_other_forms_number_headings_as_a_series() {
        for (labels, own) in [
            (["一丶", "二丶", "三丶"], ["一丶", "二丶", "三丶"]),
            (
                ["第一、", "第二、", "第三、"],
                ["第一、", "第二、", "第三、"],
            ),
            (["壹、", "贰、", "叁、"], ["壹、", "贰、", "叁、"]),
            (["Ⅰ、", "Ⅱ、", "Ⅲ、"], ["Ⅰ、", "Ⅱ、", "Ⅲ、"]),
            (["一）", "二）", "三）"], ["一）", "二）", "三）"]),
            (
                ["【一】", "【二】", "【三】"],
                ["【一】", "【二】", "【三】"],
            ),
            (["一　", "二　", "三　"], ["一 ", "二 ", "三 "]),
            (["一 ", "二 ", "三 "], ["一 ", "二 ", "三 "]),
            (["01 ", "02 ", "03 "], ["01 ", "02 ", "03 "]),
        ] {
            let [one, two, three] = labels;
            let text = format!(
                "{one}主要做法\n（一）健全制度。制定制度3项。\n（二）培训干部。办班2期。\n{two}存在的问题\n\
                 人手不多。\n{three}下步打算\n招录5人。"
            );
            let expected = [
                format!("{}主要做法", own[0]),
                "（一）健全制度".to_owned(),
                "（二）培训干部".to_owned(),
                format!("{}存在的问题", own[1]),
                format!("{}下步打算", own[2]),
            ];
            assert_eq!(outline(&text), expected);
            let depths: Vec<u32> = parse(&text).sections.iter().map(|s| s.depth).collect();
            assert_eq!(depths, [1, 2, 2, 1, 1], "{text}");
        }
        let text = "壹、主要做法\n一、健全制度。制定制度3项。\n二、培训干部。办班2期。\n贰、下步打算\n招录5人。";
        let depths: Vec<u32> = parse(text).sections.iter().map(|s| s.depth).collect();
        assert_eq!(depths, [1, 2, 2, 1]);
    }

    #[test]
    fn what_does_not_count_on_is_no_heading() {
        for text in [
            "第一，加强领导，明确责任。\n第二，加强培训，提高能力。\n招录5人。",
            "第一、二季度办班2期。\n招录5人。",
            "一 个案子一 个办法\n招录5人。",
            "01 规范检查\n02 组织培训\n03 化解纠纷\n04 清理文件",
            "一 规范检查\n二 组织培训\n三 化解纠纷",
            "01 规范检查\n检查12次。\n03 组织培训\n办班2期。",
        ] {
            assert!(outline(text).is_empty(), "{text}");
        }
        let text = "一、主要做法\n第一、健全制度。制定制度3项。\n第二、培训干部。办班2期。\n二、打算\n招录5人。";
        assert_eq!(outline(text), ["一、主要做法", "二、打算"]);
    }
}
