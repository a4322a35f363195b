//! One report: title, parts, sections, points, sentences, until it is long enough.

use super::SynthError;
use super::grammar::{Fill, Grammar, Slot};
use super::scene::{Scene, push};
use super::style::{Items, Label, han};

/// The rules that reports are made of, by their numbers.
pub struct Rules {
    title: usize,
    preamble: usize,
    lead: usize,
    section: usize,
    closing: usize,
    /// For overview, measures, problems and plans: the rules for heading and sentences, and the share of the
    /// text.
    parts: [(usize, usize, usize); 4],
}

impl Rules {
    /// Looks the rules up.
    pub fn of(grammar: &Grammar) -> Result<Self, SynthError> {
        let part = |heading: &str, sentence: &str, share| {
            Ok((grammar.rule(heading)?, grammar.rule(sentence)?, share))
        };
        Ok(Rules {
            title: grammar.rule("title")?,
            preamble: grammar.rule("preamble")?,
            lead: grammar.rule("lead")?,
            section: grammar.rule("heading.section")?,
            closing: grammar.rule("closing")?,
            parts: [
                part("heading.overview", "overview", 6)?,
                part("heading.measures", "sentence", 74)?,
                part("heading.problems", "problem", 8)?,
                part("heading.plans", "plan", 12)?,
            ],
        })
    }
}

/// A report of about `bytes` bytes, one paragraph per line, not yet styled.
pub fn compose(grammar: &Grammar, rules: &Rules, scene: &mut Scene<'_>, bytes: usize) -> String {
    let mut writer = Writer {
        grammar,
        rules,
        scene,
        out: String::with_capacity(bytes + bytes / 4),
    };
    writer.opening();
    let mut number = 0;
    let begun = writer.out.len();
    let mut share = 0;
    for (at, (heading, sentence, percent)) in rules.parts.into_iter().enumerate() {
        share += percent;
        if at == 0 && writer.scene.random.chance(60) {
            continue;
        }
        number += 1;
        writer.heading(0, number, heading);
        let end = begun + bytes.saturating_sub(begun) * share / 100;
        writer.part(sentence, end);
    }
    writer.ending();
    writer.out
}

struct Writer<'w, 's> {
    grammar: &'w Grammar,
    rules: &'w Rules,
    scene: &'w mut Scene<'s>,
    out: String,
}

impl Writer<'_, '_> {
    fn unfold(&mut self, rule: usize) {
        self.grammar.unfold(rule, self.scene, &mut self.out);
    }

    fn line(&mut self, rule: usize) {
        self.unfold(rule);
        self.out.push('\n');
    }

    /// Title, line of dates, first paragraph; some reports lack the first two.
    fn opening(&mut self) {
        if self.scene.random.chance(85) {
            if self.scene.style.markdown {
                self.out.push_str("# ");
            }
            self.line(self.rules.title);
        }
        if self.scene.random.chance(25) {
            let (year, month) = (self.scene.year + 1, self.scene.random.between(1, 4));
            let day = self.scene.random.between(1, 28);
            push(
                &mut self.out,
                format_args!("发布日期：{year}-{month:02}-{day:02}\n"),
            );
        }
        self.line(self.rules.preamble);
        if self.scene.style.han_year {
            let arabic = self.scene.year.to_string();
            let han: String = arabic
                .bytes()
                .map(|digit| HAN_DIGITS[usize::from(digit - b'0')])
                .collect();
            self.out = self
                .out
                .replace(&format!("{arabic}年"), &format!("{han}年"));
        }
    }

    fn ending(&mut self) {
        if self.scene.random.chance(30) {
            self.line(self.rules.closing);
        }
        if self.scene.random.chance(50) {
            self.scene.fill(Slot::Government, &mut self.out);
            let (year, month) = (self.scene.year + 1, self.scene.random.between(1, 3));
            let day = self.scene.random.between(1, 28);
            push(&mut self.out, format_args!("\n{year}年{month}月{day}日\n"));
        }
    }

    fn heading(&mut self, depth: usize, number: usize, rule: usize) {
        if self.scene.style.labels[depth] == Label::Absent {
            return;
        }
        if self.scene.style.markdown {
            self.out.push_str(["## ", "### "][depth]);
        }
        self.out.push_str(&self.scene.style.label(depth, number));
        self.unfold(rule);
        let run_in = depth == 1 && self.scene.style.run_in;
        self.out.push_str(if run_in { "。" } else { "\n" });
    }

    /// Sections until the text has `end` bytes; at least one.
    fn part(&mut self, sentence: usize, end: usize) {
        let headed = end.saturating_sub(self.out.len()) > 600;
        for number in 1.. {
            if headed {
                self.heading(1, number, self.rules.section);
            }
            for _ in 0..self.scene.random.between(1, 3) {
                self.paragraph(sentence, end);
                if self.out.len() >= end {
                    return;
                }
            }
        }
    }

    /// Two to five points, but only two if the text has `end` bytes by then.
    fn paragraph(&mut self, sentence: usize, end: usize) {
        let items = self.scene.style.items;
        let points = self.scene.random.between(2, 5);
        for point in 1..=points {
            match items {
                Items::RunIn | Items::Lines => {
                    push(&mut self.out, format_args!("{}是", han(point)))
                }
                Items::Ordinal => push(&mut self.out, format_args!("第{}，", han(point))),
                Items::Adverb => self.out.push_str(adverb(point, points)),
                Items::Plain => {}
            }
            if items != Items::Plain && self.scene.random.chance(60) {
                self.unfold(self.rules.lead);
            }
            for _ in 0..self.scene.random.between(1, 2) {
                self.unfold(sentence);
            }
            let full = point > 1 && self.out.len() >= end;
            if items == Items::Lines || point == points || full {
                self.out.push('\n');
            }
            if full {
                return;
            }
        }
    }
}

const HAN_DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

fn adverb(point: usize, points: usize) -> &'static str {
    match point {
        1 => "首先，",
        _ if point == points => "最后，",
        2 => "其次，",
        _ => "再次，",
    }
}
