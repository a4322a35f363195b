//! The parts of sections and passages, along the outline of a report.

use super::{Part, heading, opening};
use crate::report::{Outline, Role};
use crate::text::plain;

/// Characters of a passage's first sentence in which its opening words are, with what plain text leaves out.
const OPENING_WORDS: usize = 300;

/// The part of each section.
pub fn of_sections(outline: &Outline, headings: &[String], year: Option<u16>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::with_capacity(headings.len());
    let outermost = outline
        .sections
        .iter()
        .filter(|section| section.depth == 1)
        .count();
    let mut seen = 0;
    for (section, heading) in outline.sections.iter().zip(headings) {
        seen += usize::from(section.depth == 1);
        let late = seen * 2 > outermost;
        let inherited = section.parent.map(|parent| parts[parent as usize]);
        let own = heading::of_heading(heading, year, late);
        // Below the top only a turn to problems or plans says something new.
        let part = match (inherited, own) {
            (None, own) => own.unwrap_or(Part::Measures),
            (
                Some(Part::Measures | Part::Problems),
                Some(turn @ (Part::Problems | Part::Plans)),
            ) => turn,
            (Some(inherited), _) => inherited,
        };
        parts.push(part);
    }
    parts
}

/// The part of each passage.
pub fn of_passages(
    text: &str,
    outline: &Outline,
    sections: &[Part],
    year: Option<u16>,
) -> Vec<Part> {
    let mut running = Part::Overview;
    let mut seen = 0;
    // Where no heading stands over the measures, the words themselves must tell where they begin.
    let unheaded = !matches!(sections.first(), Some(Part::Overview | Part::Measures));
    let passages = outline.passages.iter();
    passages
        .map(|passage| {
            if passage.role == Role::Closing {
                return Part::Other;
            }
            let own = text[passage.body as usize..passage.end as usize].trim_start();
            let label = passage.item.as_deref().unwrap_or_default();
            let own = own.strip_prefix(label).unwrap_or(own);
            let words = plain(opening_words(own));
            let late = passage.body as usize * 2 > text.len();
            let turn = opening::of_opening_words(words.trim_start(), year, late);
            match passage.section {
                Some(section) => {
                    let part = sections[section as usize];
                    match part {
                        Part::Measures | Part::Problems => turn
                            .filter(|turn| part == Part::Measures || *turn == Part::Plans)
                            .unwrap_or(part),
                        _ => part,
                    }
                }
                None if unheaded => {
                    seen += 1;
                    let default = if seen == 2 && running == Part::Overview {
                        Part::Measures
                    } else {
                        running
                    };
                    running = turn.unwrap_or(default);
                    running
                }
                None => Part::Overview,
            }
        })
        .collect()
}

/// As much of the first sentence of a text as may tell what it turns to.
fn opening_words(text: &str) -> &str {
    let ends = |c| matches!(c, '。' | '｡' | '！' | '!' | '？' | '?');
    let mut ahead = text.char_indices().enumerate();
    let end = ahead.find(|(count, (_, c))| *count == OPENING_WORDS || ends(*c));
    &text[..end.map_or(text.len(), |(_, (at, _))| at)]
}
