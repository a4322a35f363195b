//! The matching rule of CONTRACT.md, section 1, by brute force.
//!
//! Written from that page, not from the program: it shares no code with fasou,
//! only the table `data/t2s.tsv`, and takes its Unicode facts from crates that
//! fasou does not use. It is slow and has no index, so it is easy to believe.
//!
//! All offsets are code points. What the page leaves open is read so: the year
//! behind a list label is one of 1900 to 2099, and 年, 至 or a dash follows it.

use super::letters::{Kind, Letter, letters};

/// First code point, and the one behind the last.
pub type Span = (usize, usize);

/// A text of a paragraph a line, taken apart once for all that is looked for in it.
pub struct Text(Vec<Paragraph>);

struct Paragraph {
    offset: usize,
    chars: Vec<char>,
    stretches: Vec<Vec<Unit>>,
}

impl Text {
    /// Takes a text apart.
    pub fn new(text: &str) -> Self {
        let mut offset = 0;
        let paragraphs = text.split('\n').map(|paragraph| {
            let chars: Vec<char> = paragraph.chars().collect();
            let start = offset;
            offset += chars.len() + 1;
            Paragraph {
                offset: start,
                chars,
                stretches: stretches(paragraph),
            }
        });
        Text(paragraphs.collect())
    }

    /// All mentions of `term`, leftmost, not overlapping.
    pub fn find(&self, term: &str) -> Vec<Span> {
        let term = keys(term).unwrap_or_else(|| panic!("{term:?} is no term"));
        let mut found = Vec::new();
        for paragraph in &self.0 {
            for stretch in &paragraph.stretches {
                let mut at = 0;
                while at + term.len() <= stretch.len() {
                    let window = &stretch[at..at + term.len()];
                    if window.iter().map(|unit| &unit.key).eq(&term) {
                        found.push((
                            paragraph.offset + window[0].start,
                            paragraph.offset + window[term.len() - 1].end,
                        ));
                        at += term.len();
                    } else {
                        at += 1;
                    }
                }
            }
        }
        found
    }

    /// All places where `term` stands as written and cuts no run, leftmost, not overlapping.
    pub fn find_exact(&self, term: &str) -> Vec<Span> {
        let term: Vec<char> = term.chars().collect();
        let mut found = Vec::new();
        for paragraph in &self.0 {
            let (chars, offset) = (&paragraph.chars, paragraph.offset);
            let cuts = |at: usize| {
                let mut units = paragraph.stretches.iter().flatten();
                units.any(|unit| unit.start < at && at < unit.end)
            };
            let mut at = 0;
            while at + term.len() <= chars.len() {
                let end = at + term.len();
                if chars[at..end] == term && !cuts(at) && !cuts(end) {
                    found.push((offset + at, offset + end));
                    at = end;
                } else {
                    at += 1;
                }
            }
        }
        found
    }
}

/// Whether something can be a term: it has a unit, and no barrier between two.
pub fn is_term(term: &str) -> bool {
    keys(term).is_some()
}

/// Whether something can be a term of `--exact`.
pub fn is_exact_term(term: &str) -> bool {
    !term.contains('\n') && !stretches(term).is_empty()
}

/// How many units a text has.
pub fn count_units(text: &str) -> usize {
    parted(text).map(|units| units.len()).sum()
}

/// The units of a text, parted at barriers and at the ends of paragraphs.
pub fn parted(text: &str) -> impl Iterator<Item = Vec<String>> + '_ {
    text.split('\n')
        .flat_map(stretches)
        .map(|units| units.into_iter().map(|unit| unit.key).collect())
}

/// The units of a term, which begins and ends where its own barriers are dropped.
fn keys(term: &str) -> Option<Vec<String>> {
    let mut stretches =
        parted(term.trim_matches(|c: char| c.is_whitespace() || "。！？；!?;｡\u{37E}".contains(c)));
    stretches.next().filter(|_| stretches.next().is_none())
}

/// A unit of a paragraph.
#[derive(Debug)]
struct Unit {
    key: String,
    start: usize,
    end: usize,
}

/// The units of a paragraph, parted at barriers; no stretch is empty.
fn stretches(paragraph: &str) -> Vec<Vec<Unit>> {
    let mut letters = letters(paragraph);
    zeros(&mut letters);
    let label = list_label(&letters);
    let mut stretches = vec![Vec::new()];
    let mut at = 0;
    while at < letters.len() {
        let letter = &letters[at];
        let (mut key, mut next) = (letter.folded(), at + 1);
        match letter.kind {
            Kind::Barrier => stretches.push(Vec::new()),
            Kind::Letter | Kind::Digit => (key, next) = run(&letters, at, label),
            _ => {}
        }
        if !matches!(letter.kind, Kind::Barrier | Kind::Space | Kind::Rest) && !key.is_empty() {
            let unit = Unit {
                key,
                start: letter.start,
                end: letters[next - 1].end,
            };
            stretches
                .last_mut()
                .expect("there is always one")
                .push(unit);
        }
        at = next;
    }
    stretches.retain(|units| !units.is_empty());
    stretches
}

/// `○` between Han numerals is `〇`.
fn zeros(letters: &mut [Letter]) {
    for at in 1..letters.len() {
        let next = letters[at..].iter().find(|letter| !letter.is("○"));
        if letters[at].is("○")
            && letters[at - 1].is_han_numeral()
            && next.is_some_and(Letter::is_han_numeral)
        {
            letters[at].form = "〇".to_owned();
            letters[at].kind = Kind::Single;
        }
    }
}

/// Where the digits of a list label before a year end, if the paragraph begins with one.
fn list_label(letters: &[Letter]) -> Option<usize> {
    let start = letters
        .iter()
        .position(|letter| letter.kind != Kind::Space)?;
    let dot = start + digits(&letters[start..]);
    let year = digits(letters.get(dot + 1..)?);
    let after = letters[dot + 1 + year..]
        .iter()
        .find(|letter| letter.kind != Kind::Space)?;
    let century: String = letters[dot + 1..]
        .iter()
        .take(2)
        .map(|letter| letter.form.as_str())
        .collect();
    let is_label = (1..=2).contains(&(dot - start))
        && letters[dot].is(".")
        && year == 4
        && (century == "19" || century == "20")
        && ["年", "-", "–", "—", "~", "至"].contains(&after.form.as_str());
    is_label.then_some(dot)
}

/// How many digits stand at the start.
fn digits(letters: &[Letter]) -> usize {
    letters
        .iter()
        .take_while(|letter| letter.kind == Kind::Digit)
        .count()
}

/// The run that begins at `start`, and where it ends.
fn run(letters: &[Letter], start: usize, label: Option<usize>) -> (String, usize) {
    let mut key = String::new();
    let mut at = start;
    let mut fraction = false;
    while let Some(letter) = letters.get(at) {
        let after = digits(&letters[at + 1..]);
        match letter.kind {
            Kind::Digit => {
                let count = digits(&letters[at..]);
                let end = if fraction || count > 3 {
                    at + count
                } else {
                    thousands(letters, at + count)
                };
                key.extend(
                    letters[at..end]
                        .iter()
                        .filter(|letter| letter.kind == Kind::Digit)
                        .map(Letter::folded),
                );
                at = end;
                continue;
            }
            Kind::Letter => fraction = false,
            _ if letter.is(".")
                && after > 0
                && at > start
                && letters[at - 1].kind == Kind::Digit
                && label != Some(at) =>
            {
                fraction = true;
            }
            _ => break,
        }
        key.push_str(&letter.folded());
        at += 1;
    }
    (key, at)
}

/// Where the groups of exactly three digits behind `at` end.
fn thousands(letters: &[Letter], mut at: usize) -> usize {
    while letters.get(at).is_some_and(|letter| letter.is(",")) && digits(&letters[at + 1..]) == 3 {
        at += 4;
    }
    at
}
