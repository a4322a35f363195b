//! Word documents since 2007, as Word, WPS and LibreOffice write them.
//!
//! What a reader sees as text is read: paragraphs with their automatic numbers, tables cell by cell,
//! text boxes, insertions that are not yet accepted. What is not the text is left out: deletions,
//! comments, headers and footers, footnotes, hidden text, tables of contents.

mod body;
mod numbering;
mod styles;

use std::collections::HashMap;

use super::draft::Draft;
use super::error::{ExtractError, damaged};
use super::package::{Package, parse};
use super::{html, mht};

/// The paragraphs of pages within a document, by the ids of their parts.
type Chunks = HashMap<String, Vec<String>>;

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
    let chunks = chunks(&mut package, &main, &mut draft.warnings)?;
    for paragraph in body::paragraphs(&document, &styles, &numbering, &chunks) {
        draft.push(&paragraph, None);
    }
    Ok(draft)
}

/// Reads the XML of Word 2003, which is one file of all parts.
pub(super) fn read_flat(bytes: &[u8]) -> Result<Draft, ExtractError> {
    let (xml, _, _) = encoding_rs::UTF_8.decode(bytes);
    let document = parse(&xml).map_err(|error| damaged("Word 2003 XML", error))?;
    let mut draft = Draft::default();
    let (styles, numbering) = (styles::Styles::default(), numbering::Numbering::default());
    for paragraph in body::paragraphs(&document, &styles, &numbering, &Chunks::new()) {
        draft.push(&paragraph, None);
    }
    Ok(draft)
}

/// Pages that a program embedded in the document as they are, by the ids of their parts.
fn chunks(
    package: &mut Package<'_>,
    main: &str,
    warnings: &mut Vec<String>,
) -> Result<Chunks, ExtractError> {
    let (folder, name) = main.rsplit_once('/').unwrap_or(("", main));
    let Some(relations) = package.part(&format!("{folder}/_rels/{name}.rels"))? else {
        return Ok(Chunks::new());
    };
    let relations = package.parse(&relations)?;
    let found = relations.descendants().filter_map(|node| {
        let kind = node.attribute("Type")?;
        let is_chunk = kind.ends_with("/aFChunk");
        is_chunk.then(|| Some((node.attribute("Id")?, node.attribute("Target")?)))?
    });
    let mut chunks = Chunks::new();
    for (id, target) in found {
        let part = match target.strip_prefix('/') {
            Some(part) => part.to_owned(),
            None => format!("{folder}/{target}"),
        };
        let text = package.part(&part)?.unwrap_or_default();
        let draft = match target.rsplit_once('.').map(|(_, extension)| extension) {
            Some("htm" | "html" | "xhtml") => html::read_cell(&text),
            Some("mht" | "mhtml") => mht::read(text.as_bytes()),
            _ => {
                warnings.push(format!("a part of another format is not read: {target}"));
                continue;
            }
        };
        match draft {
            Ok(draft) => {
                let lines = draft.text.lines().map(str::to_owned);
                chunks.insert(id.to_owned(), lines.collect());
            }
            Err(error) => warnings.push(format!("{target} is not read: {error}")),
        }
    }
    Ok(chunks)
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
