//! Traditional to simplified characters, one to one, by `data/t2s.tsv`.
//!
//! The unified block, where nearly every look-up lands, is a flat table; the
//! few rows outside it are searched. Both are made on first use.

use std::sync::LazyLock;

const TABLE: &str = include_str!("../../data/t2s.tsv");
const FIRST: u32 = 0x4E00;
const LAST: u32 = 0x9FFF;

struct Map {
    /// Simplified character of `FIRST + i`, or 0 where it stays as it is.
    unified: Vec<u32>,
    /// The rows outside the unified block, in order.
    other: Vec<(char, char)>,
}

static MAP: LazyLock<Map> = LazyLock::new(|| {
    let mut unified = vec![0; (LAST - FIRST + 1) as usize];
    let mut other = Vec::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let mut row = line.split('\t').filter_map(|cell| cell.chars().next());
        if let (Some(from), Some(to)) = (row.next(), row.next()) {
            match u32::from(from) {
                code @ FIRST..=LAST => unified[(code - FIRST) as usize] = u32::from(to),
                _ => other.push((from, to)),
            }
        }
    }
    other.sort_unstable();
    Map { unified, other }
});

/// Whether `c` is an ideograph of the unified block that is its own simplified form.
pub fn stays_as_it_is(c: char) -> bool {
    let place = u32::from(c).checked_sub(FIRST);
    place.and_then(|place| MAP.unified.get(place as usize)) == Some(&0)
}

/// The simplified form of `c`, or `c`.
pub fn simplify(c: char) -> char {
    match u32::from(c) {
        0..=0x33FF => c,
        code @ FIRST..=LAST => {
            let to = MAP.unified[(code - FIRST) as usize];
            if to == 0 {
                c
            } else {
                char::from_u32(to).unwrap_or(c)
            }
        }
        _ => match MAP.other.binary_search_by_key(&c, |row| row.0) {
            Ok(at) => MAP.other[at].1,
            Err(_) => c,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_inside_and_outside_the_unified_block_are_mapped() {
        assert_eq!(simplify('調'), '调');
        assert_eq!(simplify('㑮'), '𫝈');
        assert_eq!(simplify('法'), '法');
        assert_eq!(simplify('a'), 'a');
    }
}
