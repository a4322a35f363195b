//! Passages and sections as they are stored: by columns, because a column often repeats one value, which compresses
//! to nothing. Places are stored as lengths, which are small numbers.

/// Passages, which tile the text.
pub mod passages {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{behind, number};
    use crate::index::record::PassageRecord;
    use crate::report::{Passage, Role};
    use crate::tagging::Part;

    /// For each: its bytes, and those of the headings in it; its section, item, role, part and topics.
    type Columns<Item, Topics> = (
        (Vec<u32>, Vec<u32>),
        (Vec<u32>, Vec<Item>, Vec<Role>, Vec<Part>, Vec<Topics>),
    );

    /// Writes them.
    pub fn serialize<S: Serializer>(passages: &[PassageRecord], out: S) -> Result<S::Ok, S::Error> {
        let mut columns: Columns<&Option<String>, &[u32]> = Default::default();
        let ((lengths, leads), (sections, items, roles, parts, topics)) = &mut columns;
        for entry in passages {
            let passage = &entry.passage;
            lengths.push(passage.end - passage.start);
            leads.push(passage.body - passage.start);
            sections.push(number(passage.section));
            items.push(&passage.item);
            roles.push(passage.role);
            parts.push(entry.part);
            topics.push(&entry.topics);
        }
        columns.serialize(out)
    }

    /// Reads them, without what follows from the text.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        input: D,
    ) -> Result<Vec<PassageRecord>, D::Error> {
        let columns: Columns<Option<String>, Vec<u32>> = Deserialize::deserialize(input)?;
        let ((lengths, leads), (sections, items, roles, parts, topics)) = columns;
        let places = lengths.into_iter().zip(leads);
        let places = places.zip(sections.into_iter().zip(items));
        let tags = roles.into_iter().zip(parts.into_iter().zip(topics));
        let mut start: u32 = 0;
        let passage = |(((length, lead), (section, item)), (role, (part, topics)))| {
            let end = start.saturating_add(length);
            let passage = Passage {
                start,
                end,
                body: start.saturating_add(lead),
                section: behind(section),
                item,
                role,
            };
            start = end;
            PassageRecord::new(passage, part, topics)
        };
        Ok(places.zip(tags).map(passage).collect())
    }
}

/// Sections, in the order of their headings.
pub mod sections {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{behind, number};
    use crate::report::Section;

    /// For each: bytes from the heading before to its own, and bytes of its own; its depth and what is around
    /// it; the heading itself.
    type Columns<Text> = (
        (Vec<u32>, Vec<u32>),
        (Vec<u32>, Vec<u32>),
        (Vec<Text>, Vec<Text>),
    );

    /// Writes them.
    pub fn serialize<S: Serializer>(sections: &[Section], out: S) -> Result<S::Ok, S::Error> {
        let mut columns: Columns<&str> = Default::default();
        let ((steps, lengths), (depths, parents), (labels, headings)) = &mut columns;
        let mut before = 0;
        for section in sections {
            steps.push(section.start - before);
            before = section.start;
            lengths.push(section.end - section.start);
            depths.push(section.depth);
            parents.push(number(section.parent));
            labels.push(&section.label);
            headings.push(&section.heading);
        }
        columns.serialize(out)
    }

    /// Reads them.
    pub fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<Section>, D::Error> {
        let columns: Columns<String> = Deserialize::deserialize(input)?;
        let ((steps, lengths), (depths, parents), (labels, headings)) = columns;
        let places = steps.into_iter().zip(lengths);
        let places = places.zip(depths.into_iter().zip(parents));
        let texts = labels.into_iter().zip(headings);
        let mut start: u32 = 0;
        let section = |(((step, length), (depth, parent)), (label, heading))| {
            start = start.saturating_add(step);
            Section {
                depth,
                label,
                heading,
                parent: behind(parent),
                start,
                end: start.saturating_add(length),
            }
        };
        Ok(places.zip(texts).map(section).collect())
    }
}

/// An optional number as one number.
fn number(of: Option<u32>) -> u32 {
    of.map_or(0, |number| number + 1)
}

fn behind(number: u32) -> Option<u32> {
    number.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::{Deserialize, Serialize};

    use crate::index::record::PassageRecord;
    use crate::report::{Section, parse};
    use crate::tagging::Part;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Stored {
        #[serde(with = "super::sections")]
        sections: Vec<Section>,
        #[serde(with = "super::passages")]
        passages: Vec<PassageRecord>,
    }

    /// Lines of reports.
    const LINES: [&str; 12] = [
        "宝鸡市2023年法治政府建设年度报告",
        "一、主要举措",
        "（一）办好行政复议",
        "二、存在的问题",
        "1.强化监督。全年办案三百件。",
        "一是完善机制。二是深化普法，发放资料9万份。三是化解纠纷。",
        "全年化解矛盾纠纷1.2万件。",
        "",
        "  依法行政水平进一步提高，但仍有不足。",
        "| 案件 | 12 |",
        "宝鸡市人民政府",
        "2024年1月15日",
    ];

    proptest! {
        #[test]
        fn what_is_stored_by_columns_comes_back(
            lines in prop::collection::vec(0..LINES.len(), 0..40),
            topics in prop::collection::vec(0..30u32, 0..4),
        ) {
            let lines: Vec<&str> = lines.into_iter().map(|line| LINES[line]).collect();
            let outline = parse(&lines.join("\n"));
            let passages = outline.passages.into_iter().enumerate();
            let passages = passages.map(|(number, passage)| {
                let topics = topics[..number % (topics.len() + 1)].to_vec();
                PassageRecord::new(passage, Part::ALL[number % Part::ALL.len()], topics)
            });
            let stored = Stored {
                sections: outline.sections,
                passages: passages.collect(),
            };
            let bytes = postcard::to_stdvec(&stored).unwrap();
            prop_assert_eq!(postcard::from_bytes::<Stored>(&bytes).unwrap(), stored);
        }
    }
}
