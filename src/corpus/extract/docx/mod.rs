//! Word documents since 2007, as Word, WPS and LibreOffice write them.
//!
//! What a reader sees as text is read: paragraphs with their automatic numbers, tables cell by cell,
//! text boxes, insertions that are not yet accepted. What is not the text is left out: deletions,
//! comments, headers and footers, footnotes, hidden text, tables of contents.

mod body;
mod numbering;
mod styles;

use super::draft::Draft;
use super::error::ExtractError;
use super::package::Package;

/// Where the main part is, if the package does not say.
const MAIN: &str = "word/document.xml";

/// Reads a document whose parts unpack to `limit` bytes at most.
pub(super) fn read(bytes: &[u8], limit: u64) -> Result<Draft, ExtractError> {
    let mut package = Package::open(bytes, "docx", limit)?;
    let main = main_part(&mut package)?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let beside = |name: &str| format!("{folder}/{name}");
    let styles = package.part(&beside("styles.xml"))?.unwrap_or_default();
    let numbering = package.part(&beside("numbering.xml"))?.unwrap_or_default();
    let document = package.required(&main)?;
    let styles = styles::Styles::read(&package, &styles)?;
    let numbering = numbering::Numbering::read(&package, &numbering)?;
    let document = package.parse(&document)?;
    let mut draft = Draft::default();
    for paragraph in body::paragraphs(&document, &styles, &numbering) {
        draft.push(&paragraph, None);
    }
    Ok(draft)
}

/// The name of the main part, which any package may choose.
fn main_part(package: &mut Package<'_>) -> Result<String, ExtractError> {
    let Some(relations) = package.part("_rels/.rels")? else {
        return Ok(MAIN.to_owned());
    };
    let relations = package.parse(&relations)?;
    let target = relations.descendants().find_map(|node| {
        let kind = node.attribute("Type")?;
        kind.ends_with("/officeDocument")
            .then(|| node.attribute("Target"))
            .flatten()
    });
    Ok(target.unwrap_or(MAIN).trim_start_matches('/').to_owned())
}
