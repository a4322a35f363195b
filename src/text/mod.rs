//! Text itself: folding, units, terms, positions. Everything else lies on top of this layer.
//!
//! What the rest of the program means by "the same text" is decided here and
//! nowhere else. Folding never forgets where a unit came from, so whatever is
//! found in folded text can be shown in the words of the original.
//!
//! ```
//! use fasou::text::Term;
//!
//! # fn main() -> Result<(), fasou::text::TermError> {
//! let term = Term::parse("八五普法")?;
//! let text = "落实“八五” 普法规划";
//! let found = term.find_all(text);
//! assert_eq!(&text[found[0].clone()], "八五” 普法");
//! # Ok(())
//! # }
//! ```

mod chars;
mod fold;
mod plain;
mod position;
mod remark;
mod simplify;
mod term;
mod unknown;

pub use fold::{END_OF_STRETCH, Folded, Gap, Unit, begins_paragraph, starts_with_year};
pub use plain::plain;
pub use position::{Position, Positions};
pub use remark::without_remark;
pub use term::{ExactTerm, Term, TermError, leftmost_longest};
pub use unknown::Unknown;

/// Whether `c` is one of the Han characters in common use: each is a unit and equal to itself alone.
pub fn is_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

/// Whether a sentence ends at `c`: no match ever crosses it.
pub fn is_barrier(c: char) -> bool {
    chars::is_barrier(c)
}
