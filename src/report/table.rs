//! Tables in extracted text, where a cell is a paragraph: which paragraphs form one, and where its rows end.
//!
//! Only figures prove a table: several short paragraphs without a stop, a third of them numbers.

use std::ops::Range;

use super::numbering::{self, Label};
use crate::text::is_barrier;

/// A cell is shorter than this many characters.
const CELL: usize = 24;
/// A table has at least so many cells.
const CELLS: usize = 4;

/// Cells that follow each other.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// Which of the paragraphs.
    pub cells: Range<usize>,
    /// The cells that begin a row, as far as that can be told.
    pub rows: Vec<usize>,
}

/// The tables among the paragraphs of a section.
pub fn find(text: &str, paragraphs: &[Range<usize>]) -> Vec<Table> {
    let written: Vec<&str> = paragraphs
        .iter()
        .map(|range| text[range.clone()].trim())
        .collect();
    let mut tables = Vec::new();
    let mut start = 0;
    for run in written.chunk_by(|a, b| is_cell(a) == is_cell(b)) {
        let end = start + run.len();
        let figures = run.iter().filter(|cell| is_figure(cell)).count();
        if is_cell(run[0]) && run.len() >= CELLS && figures * 3 >= run.len() {
            tables.push(table(&written, start..end));
        }
        start = end;
    }
    tables
}

fn is_cell(written: &str) -> bool {
    written.chars().nth(CELL - 1).is_none()
        && !written.contains(is_barrier)
        && !written.ends_with(['：', ':', '，', ',', '、'])
        && numbering::label(written).is_none()
}

/// Which lines of a body are cells of a table although they begin with a label: `（一）警告`, followed by its figure.
pub fn labelled_cells(written: &[&str]) -> Vec<usize> {
    let is_short = |line: &str| {
        line.chars().nth(CELL - 1).is_none()
            && !line.contains(is_barrier)
            && !line.ends_with(['：', ':', '，', ',', '、'])
    };
    let label = |at: usize| numbering::label(written[at].trim());
    let mut cells = Vec::new();
    let mut start = 0;
    for run in written.chunk_by(|a, b| is_short(a.trim()) == is_short(b.trim())) {
        let (first, end) = (start, start + run.len());
        start = end;
        let is_number = |at: &usize| is_figure(written[*at].trim()) && label(*at).is_none();
        let figures: Vec<usize> = (first..end).filter(is_number).collect();
        let (Some(one), Some(last)) = (figures.first(), figures.last()) else {
            continue;
        };
        if !is_short(run[0].trim()) || run.len() < CELLS || figures.len() * 4 < run.len() {
            continue;
        }
        let is_cell = |at: &usize| {
            let within = one < at && at < last;
            label(*at).is_some() && (within || figures.contains(&(at + 1)))
        };
        let own: Vec<usize> = (first..end).filter(is_cell).collect();
        // The names of other columns may stand between the first cell and its figure.
        let begins = |at: &usize| {
            own.iter().any(|cell| {
                let counts_on = |(before, after): (Label, Label)| {
                    before.style == after.style && before.number + 1 == after.number
                };
                at < cell && label(*at).zip(label(*cell)).is_some_and(counts_on)
            })
        };
        cells.extend((first..*one).filter(|at| !own.contains(at)).filter(begins));
        cells.extend(own);
    }
    cells
}

/// Whether a cell holds a number, or the dash that stands for its absence.
fn is_figure(cell: &str) -> bool {
    cell.starts_with(|c: char| c.is_numeric() || "-—/+".contains(c)) && cell.chars().count() <= 12
}

fn table(written: &[&str], mut cells: Range<usize>) -> Table {
    let is_name = |at: usize| !is_figure(written[at]);
    // A row begins with a name that comes after the figures of the row before.
    let mut rows: Vec<usize> = (cells.start + 1..cells.end)
        .filter(|at| is_name(*at) && !is_name(at - 1))
        .collect();
    let serial = |at: &usize| written[at - 1].parse::<u32>().ok();
    let is_counted = |pair: &[usize]| matches!((serial(&pair[0]), serial(&pair[1])), (Some(a), Some(b)) if b == a + 1);
    if rows.first().and_then(serial) == Some(1) && rows.windows(2).all(is_counted) {
        rows.iter_mut().for_each(|at| *at -= 1);
    }
    // Words after a complete last row are the heading of what follows.
    if let [.., last, behind] = rows[..]
        && behind + 1 == cells.end
        && rows[..rows.len() - 1]
            .windows(2)
            .any(|pair| pair[1] - pair[0] == behind - last)
    {
        cells.end = behind;
        rows.pop();
    }
    Table { cells, rows }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables(text: &str) -> Vec<String> {
        let lines = crate::report::sentence::lines(text);
        let show = |table: Table| {
            let cell = |at: usize| {
                if table.rows.contains(&at) { "|" } else { " " }.to_owned()
                    + &text[lines[at].clone()]
            };
            table.cells.clone().map(cell).collect::<String>()
        };
        find(text, &lines).into_iter().map(show).collect()
    }

    #[test]
    fn rows_begin_with_names_or_their_numbers() {
        assert_eq!(
            tables(
                "数据见下表：\n单位\n收到\n办结\n东村\n42\n40\n西村\n17\n—\n合计\n59\n40\n全部办结。"
            ),
            [" 单位 收到 办结 东村 42 40|西村 17 —|合计 59 40"]
        );
        assert_eq!(
            tables("序号\n单位\n件数\n1\n东村\n42\n2\n西村\n17\n3\n南村\n9"),
            [" 序号 单位 件数|1 东村 42|2 西村 17|3 南村 9"]
        );
    }

    #[test]
    fn words_behind_the_last_row_are_no_row() {
        assert_eq!(
            tables("东村\n42\n40\n西村\n17\n15\n南村\n6\n5\n强化监督\n全年评查2次。"),
            [" 东村 42 40|西村 17 15|南村 6 5"]
        );
    }

    #[test]
    fn short_lines_without_figures_are_no_table() {
        assert!(tables("东村\n西村\n南村\n北村\n中村").is_empty());
        assert!(tables("办班2期。\n听课90人。\n评查2次。\n走访3户。").is_empty());
        assert!(tables("件数\n42\n全部办结。").is_empty());
    }
}
