//! What is said where nothing is found: why, and what to try.

use super::{Args, Group};
use crate::cli::args::say_nothing_at;
use crate::cli::error::CliError;
use crate::cli::output::say;
use crate::cli::suggestions::listed;
use crate::index::OpenIndex;
use crate::present::terminal::fit;
use crate::query::alike::COMPARED;
use crate::query::scope::place_named;
use crate::query::search::{Answer, held_by_each, left_by_each, search};
use crate::query::suggest::suggest;
use crate::query::{Filter, ParsedQuery};

/// Columns of a query that are repeated.
const COLUMNS: usize = 60;

/// Says why there is nothing, and what to try.
pub fn explain(
    args: &Args,
    index: &OpenIndex,
    parsed: &ParsedQuery,
    filter: &Filter,
    answer: &Answer,
    suggesting: bool,
) -> Result<(), CliError> {
    if args.diverse && args.offset > 0 && answer.total.counted > 0 {
        say(format_args!(
            "nothing at --offset {}: of the {COMPARED} best passages fewer are not alike",
            args.offset
        ));
        return Ok(());
    }
    if args.offset > 0 && answer.total.counted > 0 {
        let what = match args.group {
            Some(Group::Report) => "reports",
            None => "passages",
        };
        say_nothing_at(args.offset, answer.total, what);
        return Ok(());
    }
    say(format_args!(
        "nothing found for {}",
        fit(&parsed.written, COLUMNS)
    ));
    for (name, given, left) in left_by_each(index, parsed, filter)? {
        say(format_args!("  --{name} {given} alone leaves {left}"));
    }
    if let Some(dropped) = filter.dropped(index)? {
        let all = search(index, parsed, &dropped, 0, 1)?.total;
        say(format_args!("  without filters: {all}"));
        if all.counted > 0 {
            return Ok(());
        }
    }
    if !parsed.required.is_empty() {
        for (written, held) in held_by_each(index, parsed)? {
            say(format_args!(
                "  {} alone leaves {held}",
                fit(written, COLUMNS)
            ));
        }
        let words = ParsedQuery::plain(&parsed.text)?;
        let any = search(index, &words, &Filter::default(), 0, 1)?.total;
        say(format_args!("  without signs: {any}"));
        if any.counted > 0 {
            return Ok(());
        }
    }
    if let Some(place) = place_named(index, &parsed.text)? {
        let (path, reports) = (place.path, place.reports);
        let there = match reports {
            0 => "no report is from there".to_owned(),
            _ => format!("reports from there: {reports} (--region {path})"),
        };
        say(match place.now {
            Some(now) => {
                let is = if now.whole { "called" } else { "part of" };
                let (was, now) = (fit(&parsed.text, COLUMNS), now.name);
                format!("{was} is {is} {now} now ({path}); {there}")
            }
            None if reports == 0 => format!("{path} is a place, and {there}"),
            None => format!("{path} is a place, which no passage names; {there}"),
        });
        return Ok(());
    }
    if !suggesting {
        return Ok(());
    }
    let suggestions = suggest(index, &answer.words)?;
    if !suggestions.is_empty() {
        say(format_args!("try: {}", listed(&suggestions)));
    }
    Ok(())
}
