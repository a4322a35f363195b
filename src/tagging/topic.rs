//! What a passage is about: the topic taxonomy and the matcher that applies it.
//!
//! Readers narrow a search to 行政复议 or 普法, so a topic must mean that the passage *deals with* the matter, not
//! that its name occurs. The taxonomy is a table that people edit (`data/topics.toml`: phrases, how much each
//! is worth, and example sentences that are its tests); this module only weighs. It knows no topic by name
//! except the three that fasou promises always to have.
//!
//! - [`Taxonomy`]: the table, checked on loading;
//! - [`TopicMatcher`]: the table compiled, one pass over a passage;
//! - [`super::phrases`] finds mentions, `place` says what a mention's place is worth,
//!   `evidence` adds them up, with what `pairs` of characters say.
//!
//! Text comes in folded (simplified, half-width, lower-case) and through
//! [`without_marks`], as do the phrases, so that “八五”普法 and 八五普法 are one.
//!
//! Invariant: the same passage with the same headings has the same topics,
//! whatever else is in the report, and headings alone never make a topic.

mod evidence;
mod pairs;
mod place;
mod taxonomy;

#[cfg(test)]
mod tests;

pub use evidence::{TopicHit, TopicMatcher};
pub use taxonomy::{Grade, Taxonomy, TaxonomyError, Topic};

/// The text without quotation marks and white space, which writers put inside policy terms or leave out as
/// they please. Line ends stay: a sentence ends there.
pub fn without_marks(text: &str) -> String {
    text.chars().filter(|&c| !is_mark(c)).collect()
}

fn is_mark(c: char) -> bool {
    let quotation = matches!(
        c,
        '“' | '”' | '‘' | '’' | '"' | '\'' | '「' | '」' | '『' | '』'
    );
    quotation || (c.is_whitespace() && c != '\n')
}
