//! RTF as word processors and old sites write it, piece by piece.

use super::*;

fn lines(rtf: &str) -> Vec<String> {
    let text = read(rtf.as_bytes()).text;
    text.lines().map(str::to_owned).collect()
}

#[test]
fn bytes_are_of_the_code_page_of_the_font_or_the_file() {
    assert_eq!(
        lines(r"{\rtf1\ansi\ansicpg936 \'c6\'d5\'b7\'a8\par}"),
        ["普法"]
    );
    let fonts = r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset134 SimSun;}}";
    assert_eq!(
        lines(&format!(
            r"{{\rtf1\ansicpg1252{fonts}\f0 caf\'e9 {{\f1\'c6\'d5\'b7\'a8}}\'e9\par}}"
        )),
        ["café 普法é"]
    );
    // The second byte of a character may be a letter.
    assert_eq!(lines("{\\rtf1\\ansicpg936 \\'81A\\par}"), ["丄"]);
}

#[test]
fn characters_by_number_have_stand_ins() {
    assert_eq!(
        lines(r"{\rtf1\ansicpg936\uc2 \u26222\'c6\'d5\u27861 ??2024\par}"),
        ["普法2024"]
    );
    assert_eq!(lines(r"{\rtf1\uc1\u-10180 ?\u-8370 ?\par}"), ["🍎"]);
    assert_eq!(
        lines(r"{\rtf1\uc0 a\u8212 b{\uc1\u8212 x}c\par}"),
        ["a—b—c"]
    );
}

#[test]
fn what_a_reader_does_not_see_is_left_out() {
    assert_eq!(
        lines(concat!(
            r"{\rtf1{\*\generator x;}{\info{\title t}}{\header h\par}{\stylesheet{\s1 n;}}",
            r"a{\v hidden}b{\deleted gone}c\par",
            r"{\field{\*\fldinst PAGE}{\fldrslt 7}}{\footnote f}{\*\bkmkstart m}\par",
            r"{\pict\bin4 }}}}}{\*\unknown u}d\cell e\cell\row}"
        )),
        ["abc", "7", "d", "e"]
    );
}

#[test]
fn labels_and_boxes_stand_where_they_are_seen() {
    assert_eq!(
        lines(concat!(
            r"{\rtf1\ansicpg936{\listtext\'d2\'bb\'a1\'a2\tab}x\par{\pntext 1\tab}y",
            r"{\shp{\*\shpinst{\sp{\sn n}}{\shptxt box\par}}{\shprslt z}}w\par}"
        )),
        ["一、x", "1 yw", "box"]
    );
}

#[test]
fn what_is_broken_is_read_as_far_as_it_goes() {
    assert_eq!(lines(r"{\rtf1 a\par b}}}{{c\'"), ["a", "bc"]);
    assert_eq!(lines(r"{\rtf1 a\bin99999 b"), ["a"]);
    assert_eq!(lines(&"{".repeat(100_000)), [""; 0]);
    // A paragraph that ends within a label, found by fuzzing.
    assert_eq!(
        lines(r"{\rtf1\ansicpg936 ab{\listtext x\par\'d2\'bb}c\par}"),
        ["abx", "一c"]
    );
}
