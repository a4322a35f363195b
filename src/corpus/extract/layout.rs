//! Text given by position on pages, joined into paragraphs again: for formats that only know positions.
//!
//! Pieces at one height form a line; a line split by wide gaps is a row of a table, unless the gap runs down
//! the page and separates two columns. What is repeated at the edge of most pages is not text. A line
//! continues in the next one unless something says that a paragraph ended: an indentation, room left for the
//! next word, a wider gap, letters of another size.

use super::line::{Ending, Label, ending, join, label, lead};
use super::pages::{Mark, mark};
use super::radicals::as_characters;
use crate::text::is_han;

/// A run of text on one line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    /// Left edge.
    pub left: f32,
    /// Right edge.
    pub right: f32,
    /// Distance of its baseline or lower edge from the top of the page.
    pub down: f32,
    /// Height of its letters.
    pub size: f32,
    /// What it says.
    pub text: String,
}

/// The text of one page.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    /// Its width.
    pub width: f32,
    /// Its text, in any order.
    pub pieces: Vec<Piece>,
}

/// Pieces further apart than this many letter sizes are cells or columns.
const CELL_GAP: f32 = 2.2;
/// Pieces further apart than this fraction of the letter size have a space between them.
const WORD_GAP: f32 = 0.18;
/// Lines at the edge of a page that may be repeated on others.
const EDGE: usize = 2;

/// The paragraphs of a document, each with the page it begins on, from 1.
pub(super) fn paragraphs(pages: &[Page]) -> Vec<(String, u32)> {
    let mut all: Vec<Vec<Line>> = pages.iter().map(lines_of).collect();
    drop_edges(&mut all);
    let mut flow: Vec<Line> = Vec::new();
    for (number, (lines, page)) in (1..).zip(all.into_iter().zip(pages)) {
        for mut line in in_reading_order(lines, page.width) {
            line.page = number;
            flow.push(line);
        }
    }
    joined(&flow)
}

/// A line, or a cell of a row.
#[derive(Clone, Debug)]
struct Line {
    left: f32,
    right: f32,
    down: f32,
    size: f32,
    text: String,
    page: u32,
    /// Which column of the page it stands in; cells of a table stand by themselves.
    place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Across the page.
    Whole,
    Left,
    Right,
    Cell,
}

impl Line {
    fn of(piece: &Piece) -> Self {
        Line {
            left: piece.left,
            right: piece.right,
            down: piece.down,
            size: piece.size.max(1.0),
            text: as_characters(&piece.text).into_owned(),
            page: 0,
            place: Place::Whole,
        }
    }

    fn push(&mut self, piece: &Piece) {
        let gap = piece.left - self.right;
        let is_run = |c: char| c.is_ascii_alphanumeric();
        let apart = self.text.ends_with(is_run) && piece.text.starts_with(is_run);
        if apart && gap > WORD_GAP * self.size {
            self.text.push(' ');
        }
        self.text.push_str(&as_characters(&piece.text));
        self.right = self.right.max(piece.right);
        self.size = self.size.max(piece.size);
    }
}

/// The lines of a page from top to bottom, split at wide gaps: segments of one line share `down`.
fn lines_of(page: &Page) -> Vec<Line> {
    let mut pieces: Vec<&Piece> = page
        .pieces
        .iter()
        .filter(|piece| {
            !piece.text.trim().is_empty() && piece.down.is_finite() && piece.left.is_finite()
        })
        .collect();
    pieces.sort_by(|a, b| a.down.total_cmp(&b.down).then(a.left.total_cmp(&b.left)));
    let mut lines = Vec::new();
    let mut rest = pieces.as_slice();
    while let Some(first) = rest.first() {
        let same = |piece: &&&Piece| piece.down - first.down <= first.size.max(piece.size) * 0.4;
        let count = rest.iter().take_while(same).count().max(1);
        let (mut row, after) = (rest[..count].to_vec(), &rest[count..]);
        rest = after;
        row.sort_by(|a, b| a.left.total_cmp(&b.left));
        let down = row
            .iter()
            .map(|piece| piece.down)
            .fold(first.down, f32::max);
        let begin = lines.len();
        for piece in row {
            let goes_on = lines.len() > begin
                && lines
                    .last()
                    .is_some_and(|line: &Line| piece.left - line.right < CELL_GAP * line.size);
            match lines.last_mut() {
                Some(line) if goes_on => line.push(piece),
                _ => lines.push(Line {
                    down,
                    ..Line::of(piece)
                }),
            }
        }
    }
    lines
}

/// Removes what is repeated at the edge of most pages, and page numbers there.
fn drop_edges(pages: &mut [Vec<Line>]) {
    let key = |line: &Line| -> String {
        // All numbers count as one: a page number has one digit or two.
        let mut key: Vec<char> = line.text.chars().filter(|c| !c.is_whitespace()).collect();
        key.iter_mut()
            .filter(|c| c.is_numeric())
            .for_each(|c| *c = '#');
        key.dedup_by(|a, b| *a == '#' && *b == '#');
        key.into_iter().collect()
    };
    let edges = |lines: &[Line]| -> Vec<usize> {
        let last = lines.len().saturating_sub(EDGE);
        (0..lines.len())
            .filter(|at| *at < EDGE || *at >= last)
            .collect()
    };
    let mut counts: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    for lines in pages.iter() {
        let mut keys: Vec<String> = edges(lines).into_iter().map(|at| key(&lines[at])).collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            *counts.entry(key).or_default() += 1;
        }
    }
    let most = pages.len();
    for (number, lines) in (1..).zip(pages.iter_mut()) {
        let drop: Vec<usize> = edges(lines)
            .into_iter()
            .filter(|at| {
                let line = &lines[*at];
                let repeated =
                    most >= 3 && counts.get(&key(line)).is_some_and(|count| count * 2 > most);
                repeated
                    || match mark(&line.text) {
                        Some(Mark::Page) => true,
                        Some(Mark::Number(page, _)) => page == number,
                        None => false,
                    }
            })
            .collect();
        let mut at = 0;
        lines.retain(|_| {
            at += 1;
            !drop.contains(&(at - 1))
        });
    }
}

/// The lines of a page in reading order: two columns one after the other, rows cell by cell.
fn in_reading_order(mut lines: Vec<Line>, width: f32) -> Vec<Line> {
    let Some(gutter) = gutter(&lines, width) else {
        let downs: Vec<f32> = lines.iter().map(|line| line.down).collect();
        for (at, line) in lines.iter_mut().enumerate() {
            let before = at.checked_sub(1).and_then(|at| downs.get(at));
            if before == Some(&line.down) || downs.get(at + 1) == Some(&line.down) {
                line.place = Place::Cell;
            }
        }
        return lines;
    };
    let mut ordered = Vec::with_capacity(lines.len());
    let mut right = Vec::new();
    for mut line in lines {
        if line.right <= gutter {
            line.place = Place::Left;
            ordered.push(line);
        } else if line.left >= gutter {
            line.place = Place::Right;
            right.push(line);
        } else {
            // A line across both columns: what stands above it is read first.
            ordered.append(&mut right);
            ordered.push(line);
        }
    }
    ordered.append(&mut right);
    ordered
}

/// Where two columns are separated, if most lines are at one place near the middle.
fn gutter(lines: &[Line], width: f32) -> Option<f32> {
    let mut gaps: Vec<f32> = lines
        .windows(2)
        .filter(|pair| pair[0].down == pair[1].down)
        .map(|pair| (pair[0].right + pair[1].left) / 2.0)
        .filter(|middle| (width * 0.35..width * 0.65).contains(middle))
        .collect();
    gaps.sort_by(f32::total_cmp);
    let gutter = *gaps.get(gaps.len() / 2)?;
    let beside = |line: &&Line| line.right <= gutter || line.left >= gutter;
    let wide = |line: &&Line| line.right - line.left > width * 0.22;
    let many = gaps.len() >= 5 && lines.iter().filter(beside).count() * 10 >= lines.len() * 7;
    (many && lines.iter().filter(beside).filter(wide).count() * 2 > lines.len()).then_some(gutter)
}

/// What all lines of a column have in common.
#[derive(Clone, Copy, Debug, Default)]
struct Measure {
    left: f32,
    right: f32,
    leading: f32,
    /// Whether paragraphs begin with an indentation.
    indents: bool,
}

fn measure(flow: &[Line], place: Place) -> Measure {
    let own: Vec<&Line> = flow.iter().filter(|line| line.place == place).collect();
    let long: Vec<&&Line> = own
        .iter()
        .filter(|line| line.text.chars().count() >= 12)
        .collect();
    let of = |part: fn(&Line) -> f32, share: f32| {
        let mut values: Vec<f32> = long.iter().map(|line| part(line)).collect();
        values.sort_by(f32::total_cmp);
        let at = (values.len().saturating_sub(1)) as f32 * share;
        values.get(at as usize).copied().unwrap_or_default()
    };
    let left = of(|line| line.left, 0.1);
    let mut steps: Vec<f32> = own
        .windows(2)
        .filter(|pair| pair[0].page == pair[1].page && pair[1].down > pair[0].down)
        .map(|pair| pair[1].down - pair[0].down)
        .collect();
    steps.sort_by(f32::total_cmp);
    let indented = long
        .iter()
        .filter(|line| is_indent(line.left - left, line.size))
        .count();
    let flush = long
        .iter()
        .filter(|line| line.left - left < line.size * 0.7)
        .count();
    Measure {
        left,
        right: of(|line| line.right, 0.93),
        leading: steps.get(steps.len() / 3).copied().unwrap_or_default(),
        indents: indented * 8 >= long.len() && flush * 5 >= long.len(),
    }
}

/// Two letters wide, as Chinese paragraphs begin.
fn is_indent(by: f32, size: f32) -> bool {
    (1.4..3.2).contains(&(by / size))
}

/// Lines as paragraphs.
fn joined(flow: &[Line]) -> Vec<(String, u32)> {
    let measures =
        [Place::Whole, Place::Left, Place::Right].map(|place| (place, measure(flow, place)));
    let mut out: Vec<(String, u32)> = Vec::new();
    let mut before: Option<&Line> = None;
    for line in flow {
        let measure = measures.iter().find(|(place, _)| *place == line.place);
        let goes_on = match (before, measure) {
            (Some(before), Some((_, measure))) => goes_on(before, line, measure),
            _ => false,
        };
        match out.last_mut() {
            Some((paragraph, _)) if goes_on => join(paragraph, line.text.trim()),
            _ => out.push((line.text.trim().to_owned(), line.page)),
        }
        before = Some(line);
    }
    out
}

/// Whether `line` continues the paragraph that `before` stands in.
fn goes_on(before: &Line, line: &Line, measure: &Measure) -> bool {
    let crosses =
        before.page != line.page || (before.place, line.place) == (Place::Left, Place::Right);
    if before.place == Place::Cell || (before.place != line.place && !crosses) {
        return false;
    }
    let (small, large) = (before.size.min(line.size), before.size.max(line.size));
    if large > small * 1.2 {
        return false;
    }
    let size = line.size;
    if !crosses && line.down - before.down > (measure.leading * 1.45).max(size * 2.6) {
        return false;
    }
    let text = line.text.trim();
    let closed = ending(before.text.trim()) == Ending::Closed;
    match label(text) {
        Label::Heading | Label::Mark => return false,
        Label::Item if closed => return false,
        Label::Item | Label::None => {}
    }
    if !closed && !crosses && ends_title(before, line, measure) {
        return true;
    }
    if line.left - measure.left > size * 1.2 {
        return false;
    }
    // Columns and pages differ in their margins; within one, the next word must not have fitted.
    let right = if before.place == line.place {
        measure.right
    } else {
        before.right
    };
    let room = right - before.right;
    let needed = lead(text)
        .chars()
        .map(|c| if c.is_ascii() { 0.55 } else { 1.0 })
        .sum::<f32>()
        * size;
    // Punctuation may hang over the margin, so a line that ends within a sentence is given more room.
    let slack = match (measure.indents, closed) {
        (true, true) => 4.0,
        (true, false) => 5.0,
        (false, true) => 0.3,
        (false, false) => 1.4,
    };
    room < needed + slack * size
}

/// Whether a centred line is what was left of the title above it, which had filled its line: a word or less,
/// or `的报告`.
fn ends_title(before: &Line, line: &Line, measure: &Measure) -> bool {
    let text = line.text.trim();
    let is_rest = text.chars().count() <= if text.starts_with('的') { 6 } else { 2 };
    let off_centre = (before.left + before.right - line.left - line.right).abs() / 2.0;
    let is_full = measure.right - before.right < line.size * 2.0;
    is_rest && text.chars().all(is_han) && off_centre < line.size && is_full
}

#[cfg(test)]
mod tests;
