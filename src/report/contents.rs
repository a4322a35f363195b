//! A table of contents near the beginning: headings that all occur again, perhaps with dots and page numbers.

use std::collections::HashSet;
use std::ops::Range;

use super::numbering;
use crate::text::{is_barrier, plain};

/// It begins within so many lines,
const NEAR: usize = 40;
/// has no more lines than this,
const MOST: usize = 200;
/// and none of them has more characters than this.
const LONGEST: usize = 80;
/// If no line says that it is one, so many headings must occur again.
const LEAST_UNSAID: usize = 3;

/// The lines of a body that are its table of contents; empty if it has none.
pub fn find(lines: &[&str]) -> Range<usize> {
    let near = &lines[..lines.len().min(NEAR)];
    let said = near.iter().position(|line| is_title(line));
    let is_labelled = |line: &&str| numbering::label(line).is_some();
    let first = match said {
        Some(at) => Some(at + 1),
        None => near.iter().position(is_labelled),
    };
    first.map_or(0..0, |first| {
        let count = entries(&lines[first..], said.is_some());
        match count {
            0 => 0..0,
            _ => said.unwrap_or(first)..first + count,
        }
    })
}

/// How many of the first lines are entries of a table of contents; `is_said` tells whether it has a title.
fn entries(lines: &[&str], is_said: bool) -> usize {
    let run = first_run(lines);
    if run.len() < 2 {
        return 0;
    }
    let later = lines[run.len()..].iter();
    let later: HashSet<String> = later.filter_map(|line| words(heading_of(line))).collect();
    let recurs = |entry: &String| later.contains(entry);
    let Some(last) = run.iter().rposition(recurs) else {
        return 0;
    };
    let found = run[..=last].iter().filter(|entry| recurs(entry)).count();
    // A line that was broken occurs again in another form.
    let enough = match is_said {
        true => found > 1 && found * 2 > last,
        false => found >= LEAST_UNSAID && found == last + 1,
    };
    if enough { last + 1 } else { 0 }
}

/// The words of the first lines, up to a sentence, or the line with which the headings begin anew.
fn first_run(lines: &[&str]) -> Vec<String> {
    let mut run: Vec<String> = Vec::new();
    let mut labelled: Option<usize> = None;
    for line in lines.iter().take(MOST) {
        let Some(own) = words(line) else { break };
        let begins_anew = run.first() == Some(&own) || labelled.is_some_and(|at| run[at] == own);
        if begins_anew {
            break;
        }
        if labelled.is_none() && numbering::label(line).is_some() {
            labelled = Some(run.len());
        }
        run.push(own);
    }
    run
}

/// `目　录`
fn is_title(line: &str) -> bool {
    line.chars().count() <= LONGEST
        && ["目录", "目次"].contains(&plain(line).trim_matches(['#', '[', ']', '【', '】', ' ']))
}

/// What a line says as an entry, without dots and page number; `None` if it is a sentence.
fn words(line: &str) -> Option<String> {
    let is_long = line.chars().nth(LONGEST * 2).is_some();
    if is_long {
        return None;
    }
    let folded = plain(line);
    let is_leader = |c: char| c.is_ascii_digit() || " .…·-—_()".contains(c);
    let own = folded
        .trim_start_matches(['#', ' '])
        .trim_end_matches(is_leader);
    let fits = (2..=LONGEST).contains(&own.chars().count()) && !own.contains(is_barrier);
    fits.then(|| own.to_owned())
}

/// The heading that a line begins with.
fn heading_of(line: &str) -> &str {
    let end = line.find(|c| is_barrier(c) || matches!(c, '：' | ':'));
    &line[..end.unwrap_or(line.len())]
}

#[cfg(test)]
mod tests {
    use crate::report::parse;

    const BODY: &str = "2023年，平陵县推进依法行政，现报告如下。\n一、主要做法\n（一）健全制度\n制定制度3项。\n\
        （二）培训干部\n办班2期。\n二、存在的问题\n人手不多。\n三、2024年打算\n招录5人。";

    #[test]
    fn a_table_of_contents_holds_no_headings() {
        let bare = "一、主要做法\n（一）健全制度\n（二）培训干部\n二、存在的问题\n三、2024年打算";
        let dots = "一、主要做法………………1\n（一）健全制度………1\n（二）培训干部......3\n二、存在的问题……5\n三、2024年打算——6";
        let spaces = "前言 1\n一、主要做法  1\n二、存在的问题 5\n三、2024年打算\t6";
        for contents in [bare, dots, spaces] {
            for said in ["目　录\n", "目录\n", ""] {
                if said.is_empty() && contents == spaces {
                    continue;
                }
                let text = format!("平陵县2023年法治政府建设年度报告\n{said}{contents}\n{BODY}");
                let outline = parse(&text);
                let sections = outline.sections.iter();
                let headings: Vec<_> = sections.map(|own| own.heading.as_str()).collect();
                let expected = [
                    "主要做法",
                    "健全制度",
                    "培训干部",
                    "存在的问题",
                    "2024年打算",
                ];
                assert_eq!(headings, expected, "{text}");
                let first = outline.passages.iter().find(|own| own.section.is_some());
                let begin = first.map_or(0, |own| own.start as usize);
                assert!(
                    text[begin..].starts_with("一、主要做法\n（一）健全制度\n制定"),
                    "{text}"
                );
            }
        }
        // The body begins right with the first heading, and one heading was broken.
        let text = "平陵县2023年法治政府建设年度报告\n目录\n第一章 主要做法和取\n得的成效\n第二章 问题\n第三章 打算\n\
            第一章 主要做法和取得的成效\n制定制度3项。\n第二章 问题\n人手不多。\n第三章 打算\n招录5人。";
        assert_eq!(parse(text).sections.len(), 3);
    }

    #[test]
    fn headings_that_do_not_come_again_are_no_contents() {
        for text in [
            BODY.to_owned(),
            format!("目录\n{BODY}"),
            "一、主要做法\n（一）健全制度\n（二）培训干部\n制定制度3项。\n二、打算\n（一）健全制度\n招录5人。".to_owned(),
        ] {
            assert!(parse(&text).sections.len() > 4, "{text}");
        }
    }
}
