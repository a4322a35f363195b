//! The menu of a page that was saved whole as text: lines above the title that are not part of the report.
//!
//! A few such lines are skipped in looking for the title. If there are more, the title is recognised by what
//! stands directly below it: when the page was published, or where it is from.

use std::ops::Range;

use super::frame::is_authority;
use super::meta::{self, Meta};
use super::{numbering, title};
use crate::text::{is_barrier, plain};

/// Fewer lines may just as well be the beginning of the title, and need no such proof.
const FEWEST: usize = 4;

/// A page may have so many lines of menus.
const LONGEST: usize = 200;

/// A line of a menu, or of a title, has no more characters than this.
const LONGEST_LINE: usize = 60;

/// How many lines of a menu stand above the title; 0 if the line below the title does not tell.
pub fn above_title(text: &str, lines: &[Range<usize>]) -> usize {
    let written = |at: usize| text[lines[at].clone()].trim();
    let mut of_menu = 0;
    for at in 0..lines.len().saturating_sub(1).min(LONGEST) {
        let folded = plain(written(at));
        let said = meta::read(&folded);
        if said.is_none() && is_body(written(at)) {
            return 0;
        }
        let is_title = said.is_none() && title::names_a_report(&folded) && !meta::is_pair(&folded);
        let below = meta::read(&plain(written(at + 1)));
        if is_title && matches!(below, Some(Meta::Published(_))) {
            let above: Vec<String> = (0..at).map(|at| plain(written(at))).collect();
            let own = lines_of_title(&above, &folded);
            return if of_menu < FEWEST { 0 } else { at - own };
        }
        let is_aside = said.is_some() || meta::is_pair(&folded) || is_authority(&folded);
        of_menu += usize::from(!is_aside);
    }
    0
}

/// How many of the plain lines above the last line of a title belong to it: those that say whose it is.
fn lines_of_title(above: &[String], last: &str) -> usize {
    let lacks_an_owner = last.starts_with("关于") || title::lacks_an_owner(last);
    if lacks_an_owner {
        return (above.iter().rev())
            .take_while(|line| is_authority(line))
            .count();
    }
    let begins_it = |line: &&String| line.contains('年') && !title::stands_alone(last, &[]);
    usize::from(above.last().filter(begins_it).is_some())
}

/// Whether a line belongs to a report's text: a sentence, or a heading.
fn is_body(written: &str) -> bool {
    let is_long = written.chars().count() > LONGEST_LINE;
    is_long || written.contains(is_barrier) || numbering::label(written).is_some()
}
