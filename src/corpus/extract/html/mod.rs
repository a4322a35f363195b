//! Web pages saved from government sites: the article, and nothing around it.
//!
//! A page is taken apart in three steps. `noise` removes what nobody reads as text (scripts, forms, hidden
//! things). `article` finds the element that holds the article: one of those that the common systems of these
//! sites use (TRS, 大汉, UCAP …), or else the densest one, or else what a general extractor finds. `blocks`
//! turns it into paragraphs, table rows and list items, and leaves out the buttons and links in between. The
//! page's meta tags and the lines above its article (`about`), its title, path of links and foot (`site`) say
//! where it comes from. Lines that were wrapped before they came to the page are joined again.
//!
//! Invariant: text within the article is never reordered or rewritten; only whole lines that `noise` knows
//! are dropped.

mod about;
mod article;
mod blocks;
mod bytes;
mod noise;
mod site;

use dom_query::Document;

use super::draft::Draft;
use super::error::ExtractError;
use super::line::{Gap, Line};
use super::unwrap;

/// An article has at least this many letters; shorter ones are lists of links and error pages.
const SHORTEST: usize = 30;

/// Reads what a crawler left in a cell of a table: a page, or the elements of an article alone.
pub(super) fn read_cell(source: &str) -> Result<Draft, ExtractError> {
    let head = source.trim_start().get(..9).unwrap_or_default();
    let head = head.to_ascii_lowercase();
    if head.starts_with("<html") || head.starts_with("<!doctype") {
        return read(source.as_bytes());
    }
    let document = Document::from(source);
    noise::remove_elements(&document);
    let mut draft = Draft::default();
    for paragraph in noise::without_lines(blocks::paragraphs(&document.root())) {
        draft.push(&paragraph, None);
    }
    Ok(draft)
}

/// Reads the article of a page.
pub(super) fn read(bytes: &[u8]) -> Result<Draft, ExtractError> {
    let (source, warning) = bytes::decoded(bytes)?;
    let document = Document::from(source.as_str());
    let mut about = about::of_meta(&document);
    let headings = about::headings(&document);
    about.site = about
        .site
        .or_else(|| site::name(&document, &headings.title));
    let has_attachment = about::links_to_file(&document);
    noise::remove_elements(&document);
    let Some(found) = article::find(&document, &source) else {
        return Err(ExtractError::NoArticle {
            detail: "it has no text of its own",
        });
    };
    let roots = found.roots();
    let paragraphs: Vec<String> = roots.iter().flat_map(blocks::paragraphs).collect();
    let above = article::surroundings(&document, &found);
    let mut about = about.or(about::of_lines(&above, &paragraphs));
    about.title = about.title.or_else(|| about::headline(&headings, &above));
    let title = about.title.as_deref().unwrap_or_default();
    about.published = about.published.or_else(|| about::day_below(title, &above));
    let paragraphs = rejoined(&noise::without_lines(paragraphs));
    let letters: usize = paragraphs
        .iter()
        .filter(|line| !noise::is_origin(line) && about.title.as_ref() != Some(line))
        .map(|paragraph| paragraph.chars().filter(|c| c.is_alphanumeric()).count())
        .sum();
    if letters < SHORTEST {
        return Err(ExtractError::NoArticle {
            detail: if has_attachment {
                "it only links to a file: download that"
            } else {
                "it has hardly any text of its own"
            },
        });
    }
    let mut draft = Draft {
        warnings: warning.into_iter().collect(),
        ..Draft::default()
    };
    for paragraph in &paragraphs {
        draft.push(paragraph, None);
    }
    if let Some(title) = &about.title {
        draft.put_title_first(title);
    }
    draft.about = about;
    Ok(draft)
}

/// The paragraphs of an article that was pasted with the line ends of its file: each line is a paragraph of
/// the page, or ends with a `<br>`.
fn rejoined(paragraphs: &[String]) -> Vec<String> {
    let lines = paragraphs.iter().map(|text| Line {
        indent: "",
        text: text.into(),
        gap: Gap::None,
        number: false,
    });
    let text = unwrap::paragraphs(&lines.collect::<Vec<_>>());
    text.split('\n').map(str::to_owned).collect()
}

#[cfg(test)]
mod tests;
