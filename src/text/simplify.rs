//! Traditional to simplified characters, one to one, by `data/t2s.tsv`.
//!
//! The unified block, where nearly every look-up lands, is a flat table; the
//! few rows outside it are searched. `build.rs` makes both.

include!(concat!(env!("OUT_DIR"), "/simplified.rs"));

/// The first character of the unified block.
const FIRST: u32 = 0x4E00;

/// The simplified form of a character of the unified block; 0 if it is its own, `None` for other characters.
fn unified(c: char) -> Option<u32> {
    let place = u32::from(c).checked_sub(FIRST)?;
    UNIFIED.get(place as usize).copied()
}

/// Whether `c` is an ideograph of the unified block that is its own simplified form.
pub fn stays_as_it_is(c: char) -> bool {
    unified(c) == Some(0)
}

/// The simplified form of `c`, or `c`.
pub fn simplify(c: char) -> char {
    if c < '\u{3400}' {
        return c;
    }
    let to = match unified(c) {
        Some(to) => char::from_u32(to).filter(|to| *to != '\0'),
        None => {
            let row = OTHER.binary_search_by_key(&c, |row| row.0);
            row.ok().map(|at| OTHER[at].1)
        }
    };
    to.unwrap_or(c)
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
