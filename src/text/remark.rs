//! Remarks in the lists that users write.

/// A line of a list without the remark at its end: `#` begins one at the start of the line or after white
/// space.
pub fn without_remark(line: &str) -> &str {
    let begins = |(at, _): &(usize, &str)| {
        line[..*at]
            .chars()
            .next_back()
            .is_none_or(char::is_whitespace)
    };
    let remark = line.match_indices('#').find(begins);
    line[..remark.map_or(line.len(), |(at, _)| at)].trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_begins_the_line_or_stands_behind_white_space() {
        for (line, said) in [
            ("  普法 ", "普法"),
            ("# 普法", ""),
            ("  # 普法", ""),
            ("普法 # 注释", "普法"),
            ("普法\t#注释 # 又一条", "普法"),
            ("普法\u{3000}#注释", "普法"),
            ("普法#注释", "普法#注释"),
            ("C# 语言 # 注释", "C# 语言"),
            ("普法 = 法宣 # 别名", "普法 = 法宣"),
        ] {
            assert_eq!(without_remark(line), said, "{line:?}");
        }
    }
}
