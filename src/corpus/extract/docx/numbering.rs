//! The lists of a document: how each of their levels is numbered.

use std::collections::HashMap;

use roxmltree::Node;

use super::body::{child, value};
use super::styles::LocalName;
use crate::corpus::extract::error::ExtractError;
use crate::corpus::extract::list::{Counters, LEVELS, Level};
use crate::corpus::extract::numeral::Numeral;
use crate::corpus::extract::package::Package;

/// Which list a paragraph belongs to, and at what level.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    /// The list's number in `numbering.xml`.
    pub number: Option<String>,
    /// The level, from 0.
    pub level: Option<usize>,
}

/// A list; it shares its counters with all lists made from the same definition.
#[derive(Debug)]
struct List {
    definition: u64,
    levels: Vec<Level>,
    /// Levels that begin anew with this list, and their numbers.
    overrides: Vec<(usize, u32)>,
}

/// A definition of levels; some only name a style, whose definition then holds.
#[derive(Debug, Default)]
struct Definition {
    levels: Vec<Level>,
    /// The style of paragraphs at each level.
    styles: Vec<Option<String>>,
    style_link: Option<String>,
    refers_to_style: Option<String>,
}

/// All lists.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    lists: HashMap<String, List>,
    definitions: HashMap<u64, Definition>,
}

impl Numbering {
    /// Reads `numbering.xml`; an empty one has none.
    pub fn read(package: &Package<'_>, xml: &str) -> Result<Self, ExtractError> {
        if xml.is_empty() {
            return Ok(Numbering::default());
        }
        let document = package.parse(xml)?;
        let named = |name: &'static str| {
            let nodes = document.root_element().children();
            nodes.filter(move |node| node.has_tag_name_local(name))
        };
        let definitions: HashMap<u64, Definition> = named("abstractNum")
            .filter_map(|node| {
                Some((
                    attribute(node, "abstractNumId")?.parse().ok()?,
                    definition(node),
                ))
            })
            .collect();
        let lists = named("num").filter_map(|node| {
            let id = attribute(node, "numId")?;
            let definition: u64 = child(node, "abstractNumId").and_then(value)?.parse().ok()?;
            let definition = resolved(&definitions, definition);
            let mut list = List {
                definition,
                levels: definitions.get(&definition)?.levels.clone(),
                overrides: Vec::new(),
            };
            for change in node
                .children()
                .filter(|node| node.has_tag_name_local("lvlOverride"))
            {
                apply(change, &mut list);
            }
            Some((id.to_owned(), list))
        });
        Ok(Numbering {
            lists: lists.collect(),
            definitions,
        })
    }

    /// The label of the next paragraph at `place`, whose style is `style`.
    pub fn label(&self, place: &Place, style: Option<&str>, state: &mut State) -> Option<String> {
        let number = place.number.as_deref()?;
        let list = self.lists.get(number)?;
        let of_style = || {
            let definition = self.definitions.get(&list.definition)?;
            definition
                .styles
                .iter()
                .position(|own| own.is_some() && own.as_deref() == style)
        };
        let level = place.level.or_else(of_style).unwrap_or(0).min(LEVELS - 1);
        if !state.begun.contains(&number.to_owned()) {
            state.begun.push(number.to_owned());
            for (level, start) in &list.overrides {
                state.counters.restart(list.definition, *level, *start);
            }
        }
        state.counters.next(list.definition, &list.levels, level)
    }
}

/// How far the lists of a document have counted.
#[derive(Debug, Default)]
pub(super) struct State {
    counters: Counters,
    begun: Vec<String>,
}

fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    let mut attributes = node.attributes();
    attributes
        .find(|attribute| attribute.name() == name)
        .map(|attribute| attribute.value())
}

fn definition(node: Node<'_, '_>) -> Definition {
    let link = |name| child(node, name).and_then(value).map(str::to_owned);
    let mut definition = Definition {
        style_link: link("styleLink"),
        refers_to_style: link("numStyleLink"),
        ..Definition::default()
    };
    for node in node
        .children()
        .filter(|node| node.has_tag_name_local("lvl"))
    {
        definition.levels.push(level(node));
        definition
            .styles
            .push(child(node, "pStyle").and_then(value).map(str::to_owned));
    }
    definition
}

/// The definition that a reference to a style's list ends at.
fn resolved(definitions: &HashMap<u64, Definition>, id: u64) -> u64 {
    let Some(wanted) = definitions
        .get(&id)
        .and_then(|own| own.refers_to_style.as_deref())
    else {
        return id;
    };
    let linked = definitions
        .iter()
        .find(|(_, other)| other.style_link.as_deref() == Some(wanted));
    linked.map_or(id, |(id, _)| *id)
}

fn level(node: Node<'_, '_>) -> Level {
    let of = |name| child(node, name).and_then(value);
    // Formats newer than the standard are given as an alternative, with an old one to fall back on.
    let format = node
        .descendants()
        .find(|node| node.has_tag_name_local("numFmt"))
        .and_then(value);
    let is_on =
        |name| child(node, name).is_some_and(|node| !matches!(value(node), Some("0" | "false")));
    Level {
        start: of("start")
            .and_then(|start| start.parse().ok())
            .unwrap_or(1),
        numeral: Numeral::of_word(format.unwrap_or("decimal")),
        text: of("lvlText").unwrap_or_default().to_owned(),
        legal: is_on("isLgl"),
        restarts: of("lvlRestart") != Some("0"),
        tight: of("suff") == Some("nothing"),
    }
}

fn apply(change: Node<'_, '_>, list: &mut List) {
    let Some(at) = attribute(change, "ilvl").and_then(|level| level.parse::<usize>().ok()) else {
        return;
    };
    if let (Some(node), Some(own)) = (child(change, "lvl"), list.levels.get_mut(at)) {
        *own = level(node);
    }
    if let Some(start) = child(change, "startOverride")
        .and_then(value)
        .and_then(|start| start.parse().ok())
    {
        list.overrides.push((at, start));
    }
}
