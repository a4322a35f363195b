//! The styles of a document, as far as they say how a paragraph is numbered.

use std::collections::HashMap;

use roxmltree::Node;

use super::body::{child, value};
use super::numbering::Place;
use crate::corpus::extract::error::ExtractError;
use crate::corpus::extract::package::Package;

/// How deeply styles may be based on each other.
const DEEPEST: usize = 20;

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    number: Option<String>,
    level: Option<usize>,
    is_contents: bool,
}

/// The styles of a document by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles(HashMap<String, Style>);

impl Styles {
    /// Reads `styles.xml`; an empty one has none.
    pub fn read(package: &Package<'_>, xml: &str) -> Result<Self, ExtractError> {
        if xml.is_empty() {
            return Ok(Styles::default());
        }
        let document = package.parse(xml)?;
        let styles = document
            .descendants()
            .filter(|node| node.has_tag_name_local("style"));
        let styles = styles.filter_map(|node| {
            let id = node
                .attributes()
                .find(|attribute| attribute.name() == "styleId")?;
            Some((id.value().to_owned(), style(node)))
        });
        Ok(Styles(styles.collect()))
    }

    /// Which list a paragraph of a style belongs to, and at what level.
    pub fn place(&self, id: &str) -> Place {
        let mut place = Place::default();
        let mut next = Some(id);
        for _ in 0..DEEPEST {
            let Some(style) = next.and_then(|id| self.0.get(id)) else {
                break;
            };
            if place.number.is_none() {
                place.number.clone_from(&style.number);
            }
            place.level = place.level.or(style.level);
            next = style.based_on.as_deref();
        }
        place
    }

    /// Whether a style is one for lines of the table of contents.
    pub fn is_contents(&self, id: &str) -> bool {
        self.0.get(id).is_some_and(|style| style.is_contents)
    }
}

fn style(node: Node<'_, '_>) -> Style {
    let number = child(node, "pPr").and_then(|properties| child(properties, "numPr"));
    let of = |name| {
        number
            .and_then(|number| child(number, name))
            .and_then(value)
    };
    let name = child(node, "name")
        .and_then(value)
        .unwrap_or_default()
        .to_lowercase();
    Style {
        based_on: child(node, "basedOn").and_then(value).map(str::to_owned),
        number: of("numId").map(str::to_owned),
        level: of("ilvl").and_then(|level| level.parse().ok()),
        is_contents: name.starts_with("toc ") || name.starts_with("目录"),
    }
}

/// Names are compared without their namespace, which differs between the strict and the usual form.
pub(super) trait LocalName {
    fn has_tag_name_local(&self, name: &str) -> bool;
}

impl LocalName for Node<'_, '_> {
    fn has_tag_name_local(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}
