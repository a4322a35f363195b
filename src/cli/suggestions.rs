//! What may have been meant, told to people.

use super::error::CliError;
use super::output::say;
use crate::index::OpenIndex;
use crate::query::meant::meant;
use crate::query::suggest::Suggestion;
use crate::query::{Needle, ParsedQuery};
use crate::text::{is_han, plain};

/// Of more terms without a mention no others are looked for: a long list is no question, and each takes a
/// while.
const MOST_TERMS: usize = 10;

/// Suggestions with how many passages hold each.
pub fn listed(suggestions: &[Suggestion]) -> String {
    let each = suggestions.iter();
    let each = each.map(|found| format!("{} ({})", found.word, found.passages));
    each.collect::<Vec<_>>().join(", ")
}

/// Says of terms that nothing mentions what may have been meant by them.
pub fn say_what_was_meant(index: &OpenIndex, unmentioned: &[&Needle]) -> Result<(), CliError> {
    if unmentioned.len() > MOST_TERMS {
        return Ok(());
    }
    for needle in unmentioned {
        let written = needle.written();
        // A mention may hold spaces wherever it likes; syllables are told apart by them.
        let term = if written.contains(is_han) {
            plain(written)
        } else {
            written.to_owned()
        };
        let mut guesses = meant(index, &ParsedQuery::plain(&term)?, &[])?;
        // Words apart are no mention.
        guesses.retain(|guess| !guess.word.contains(' '));
        if !guesses.is_empty() {
            say(format_args!(
                "{written}: did you mean {}?",
                listed(&guesses)
            ));
        }
    }
    Ok(())
}
