//! Pages of our own making, in points, 595 wide.

use super::*;

const SIZE: f32 = 10.0;

/// A line of text, as wide as its characters.
fn piece(left: f32, down: f32, text: &str) -> Piece {
    let width: f32 = text
        .chars()
        .map(|c| if c.is_ascii() { SIZE / 2.0 } else { SIZE })
        .sum();
    Piece {
        left,
        right: left + width,
        down,
        size: SIZE,
        text: text.to_owned(),
    }
}

fn page(pieces: Vec<Piece>) -> Page {
    Page {
        width: 595.0,
        pieces,
    }
}

fn read(pages: &[Page]) -> Vec<(String, u32)> {
    paragraphs(pages)
}

/// `text` in lines of `columns` characters from `(left, down)` on, the first indented.
fn set(left: f32, down: f32, columns: usize, text: &str) -> Vec<Piece> {
    let mut chars: Vec<char> = text.chars().collect();
    let mut pieces = Vec::new();
    let mut indent = 2;
    while !chars.is_empty() {
        let rest = chars.split_off(chars.len().min(columns - indent));
        let line: String = chars.iter().collect();
        let at = down + pieces.len() as f32 * 18.0;
        pieces.push(piece(left + indent as f32 * SIZE, at, &line));
        chars = rest;
        indent = 0;
    }
    pieces
}

/// A paragraph of `length` characters in which every place can be told apart.
fn paragraph(begin: &str, length: usize) -> String {
    let filler = "全县坚持依法行政规范执法程序办理复议申请开展普法宣传";
    let mut text: String = begin
        .chars()
        .chain(filler.chars().cycle())
        .take(length - 1)
        .collect();
    text.push('。');
    text
}

#[test]
fn columns_are_read_one_after_the_other() {
    let (left, right) = (paragraph("左栏", 140), paragraph("右栏", 140));
    let mut pieces = vec![piece(200.0, 60.0, "横跨两栏的报告标题在此处")];
    pieces.extend(set(50.0, 100.0, 23, &left));
    pieces.extend(set(310.0, 100.0, 23, &right));
    let found: Vec<String> = read(&[page(pieces)])
        .into_iter()
        .map(|(text, _)| text)
        .collect();
    assert_eq!(found, ["横跨两栏的报告标题在此处", &left, &right]);
}

#[test]
fn a_paragraph_goes_on_over_the_page_and_what_is_repeated_is_no_text() {
    let text = paragraph("一段", 300);
    let pieces = set(80.0, 100.0, 40, &text);
    let (first, rest) = pieces.split_at(4);
    let mut pages = vec![first.to_vec(), rest.to_vec()];
    pages.push(set(80.0, 100.0, 40, &paragraph("二段", 310)));
    for (at, pieces) in pages.iter_mut().enumerate() {
        if at == 1 {
            for piece in pieces.iter_mut() {
                piece.down -= 72.0;
            }
        }
        pieces.push(piece(80.0, 40.0, "某县法治政府建设"));
        pieces.push(piece(280.0, 800.0, &format!("— {} —", at + 1)));
    }
    let pages: Vec<Page> = pages.into_iter().map(page).collect();
    assert_eq!(read(&pages), [(text, 1), (paragraph("二段", 310), 3)]);
}

#[test]
fn what_is_left_of_a_centred_title_that_fills_its_line_belongs_to_it() {
    let centred = |down, text: &str| {
        let mut line = piece(0.0, down, text);
        let left = (595.0 - line.right) / 2.0;
        (line.left, line.right) = (left, left + line.right);
        line
    };
    // The text is 40 letters wide.
    let body = paragraph("2023年，", 100);
    let wide = "平陵乡人民政府关于认真贯彻上级决策部署扎实推进二〇二三年度法治政府建设工作情况";
    assert_eq!(wide.chars().count(), 39);
    let short = "平陵乡2023年度法治政府建设情况";
    for (first, second, is_one) in [
        (format!("{wide}报"), "告", true),
        (wide.to_owned(), "报告", true),
        (wide.to_owned(), "的报告", true),
        (wide.to_owned(), "平陵乡人民政府", false),
        (wide.to_owned(), "一、", false),
        (short.to_owned(), "报告", false),
    ] {
        let mut pieces = vec![centred(60.0, &first), centred(78.0, second)];
        pieces.extend(set(97.5, 100.0, 40, &body));
        let title = match is_one {
            true => vec![format!("{first}{second}")],
            false => vec![first, second.to_owned()],
        };
        let found = read(&[page(pieces)]).into_iter().map(|(text, _)| text);
        assert_eq!(
            found.collect::<Vec<_>>(),
            [title, vec![body.clone()]].concat()
        );
    }
}

#[test]
fn a_row_gives_its_cells() {
    let mut pieces = set(80.0, 100.0, 40, &paragraph("前文", 120));
    for (row, cells) in [["类别", "收到", "办结"], ["复议", "48", "45"]]
        .iter()
        .enumerate()
    {
        for (at, cell) in cells.iter().enumerate() {
            pieces.push(piece(
                80.0 + 120.0 * at as f32,
                200.0 + 20.0 * row as f32,
                cell,
            ));
        }
    }
    let found: Vec<String> = read(&[page(pieces)])
        .into_iter()
        .map(|(text, _)| text)
        .collect();
    assert_eq!(found[1..], ["类别", "收到", "办结", "复议", "48", "45"]);
}

#[test]
fn odd_numbers_break_nothing() {
    let mut bad = piece(f32::NAN, 10.0, "甲");
    bad.right = f32::INFINITY;
    let mut huge = piece(0.0, f32::MAX, "乙");
    huge.size = 0.0;
    assert_eq!(
        read(&[page(vec![bad, huge, piece(0.0, 0.0, " ")])]).len(),
        1
    );
    assert_eq!(read(&[]), []);
}

#[test]
fn radicals_are_read_as_characters() {
    let line = vec![
        piece(60.0, 100.0, "云南省⼈⺠"),
        piece(110.0, 100.0, "政府⻓效机制"),
    ];
    assert_eq!(
        read(&[page(line)]),
        [("云南省人民政府长效机制".to_owned(), 1)]
    );
}
