//! OFD (GB/T 33190), the national format of official documents: XML pages of positioned text.

use roxmltree::Node;

use super::draft::Draft;
use super::error::{ExtractError, damaged};
use super::layout::{Page, Piece, paragraphs};
use super::package::Package;

/// The most pages that a document may have.
const MOST_PAGES: usize = 5_000;

/// Reads a document whose parts unpack to `limit` bytes at most.
pub(super) fn read(bytes: &[u8], limit: u64) -> Result<Draft, ExtractError> {
    let mut package = Package::open(bytes, "OFD", limit)?;
    let entry = package.required("OFD.xml")?;
    let entry = package.parse(&entry)?;
    let roots: Vec<String> = texts(entry.root(), "DocRoot");
    if roots.is_empty() {
        return Err(damaged("OFD", "it names no document"));
    }
    let mut pages = Vec::new();
    let mut pictures = false;
    for root in roots {
        let xml = package.required(&root)?;
        let document = package.parse(&xml)?;
        let width = page_width(document.root());
        let bases: Vec<&str> = document
            .descendants()
            .filter(|node| node.tag_name().name() == "Page")
            .filter_map(|node| node.attribute("BaseLoc"))
            .take(MOST_PAGES)
            .collect();
        for base in bases {
            let Some(xml) = package.part(&beside(&root, base))? else {
                continue;
            };
            let content = package.parse(&xml)?;
            pictures |= content
                .descendants()
                .any(|node| node.tag_name().name() == "ImageObject");
            let own = page_width(content.root());
            pages.push(Page {
                width: own.or(width).unwrap_or(210.0),
                pieces: pieces(content.root()),
            });
        }
    }
    if pages.iter().all(|page| page.pieces.is_empty()) && pictures {
        return Err(ExtractError::NoTextLayer { pages: pages.len() });
    }
    let mut draft = Draft::default();
    for (paragraph, page) in paragraphs(&pages) {
        draft.push(&paragraph, Some(page));
    }
    Ok(draft)
}

/// The texts of all elements of a name.
fn texts(node: Node<'_, '_>, name: &str) -> Vec<String> {
    let named = node
        .descendants()
        .filter(|node| node.tag_name().name() == name);
    named
        .filter_map(|node| node.text())
        .map(|text| text.trim().to_owned())
        .collect()
}

/// A path relative to the part `part`, or with `/` from the root.
fn beside(part: &str, place: &str) -> String {
    match (place.strip_prefix('/'), part.rsplit_once('/')) {
        (Some(place), _) => place.to_owned(),
        (None, Some((folder, _))) => format!("{}/{place}", folder.trim_start_matches('/')),
        (None, None) => place.to_owned(),
    }
}

fn page_width(node: Node<'_, '_>) -> Option<f32> {
    let boxes = texts(node, "PhysicalBox");
    numbers(boxes.first()?).get(2).copied()
}

/// Numbers separated by white space; `g 3 1.5` means three times 1.5.
fn numbers(text: &str) -> Vec<f32> {
    let mut out = Vec::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        if word == "g" {
            let count: usize = words.next().and_then(|word| word.parse().ok()).unwrap_or(0);
            let value = words
                .next()
                .and_then(|word| word.parse().ok())
                .unwrap_or(0.0);
            out.extend(std::iter::repeat_n(value, count.min(100_000)));
        } else if let Ok(value) = word.parse() {
            out.push(value);
        }
    }
    out
}

/// The positioned text of a page; one `TextCode` is one run.
fn pieces(page: Node<'_, '_>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for object in page
        .descendants()
        .filter(|node| node.tag_name().name() == "TextObject")
    {
        let numbers_of = |name| object.attribute(name).map(numbers).unwrap_or_default();
        let (bounds, matrix) = (numbers_of("Boundary"), numbers_of("CTM"));
        let size: f32 = object
            .attribute("Size")
            .and_then(|size| size.parse().ok())
            .unwrap_or(4.0);
        let [a, b, c, d, e, f] = match matrix.as_slice() {
            [a, b, c, d, e, f] => [*a, *b, *c, *d, *e, *f],
            _ => [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
        };
        if b.abs() > 0.05 * a.abs().max(0.01) {
            // Rotated text is a watermark or a stamp.
            continue;
        }
        let origin = (
            bounds.first().copied().unwrap_or(0.0),
            bounds.get(1).copied().unwrap_or(0.0),
        );
        let (mut x, mut y) = (0.0, 0.0);
        for code in object
            .children()
            .filter(|node| node.tag_name().name() == "TextCode")
        {
            let at = |name| {
                code.attribute(name)
                    .and_then(|value| value.parse::<f32>().ok())
            };
            x = at("X").unwrap_or(x);
            y = at("Y").unwrap_or(y);
            let text = code.text().unwrap_or_default();
            let steps = code.attribute("DeltaX").map(numbers).unwrap_or_default();
            let width = match steps.as_slice() {
                [] => text
                    .chars()
                    .map(|c| if c.is_ascii() { size / 2.0 } else { size })
                    .sum(),
                steps => steps.iter().sum::<f32>() + steps.last().copied().unwrap_or(size),
            };
            let left = origin.0 + a * x + c * y + e;
            pieces.push(Piece {
                left,
                right: left + a.abs() * width,
                down: origin.1 + b * x + d * y + f,
                size: size * d.abs(),
                text: text.to_owned(),
            });
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_repeated_and_places_relative() {
        assert_eq!(numbers("1 g 3 2.5 x 4"), [1.0, 2.5, 2.5, 2.5, 4.0]);
        assert_eq!(
            beside("Doc_0/Document.xml", "Pages/0.xml"),
            "Doc_0/Pages/0.xml"
        );
        assert_eq!(beside("Doc_0/Document.xml", "/Doc_1/0.xml"), "Doc_1/0.xml");
    }
}
