//! What a query says, taken apart: the tree that search and filters of mentions read.
//!
//! A bare word ranks and no more, so it stays text ([`Node::Word`]), and it stands
//! only at the top level. Whatever must hold, or must not, is decided by the
//! matching rule, so it is a [`Term`] from the start: no node of the tree can turn
//! out to be unanswerable later.
//!
//! *Invariants.* [`Occur::Should`] goes with [`Node::Word`] and with nothing else;
//! [`Node::Not`] stands only within [`Node::All`], beside a node that is not one;
//! [`Node::Any`] and [`Node::All`] hold two nodes or more.

use std::ops::Range;

use crate::text::Term;

/// A query taken apart.
#[derive(Clone, Debug)]
pub struct Query {
    /// As typed.
    pub written: String,
    /// What it asks for, in order; empty if it holds no letter or digit.
    pub clauses: Vec<Clause>,
}

/// One part of a query, at its top level.
#[derive(Clone, Debug)]
pub struct Clause {
    /// What the part asks for.
    pub occur: Occur,
    /// The part.
    pub node: Node,
    /// Its bytes in the query as typed, a minus sign included.
    pub span: Range<usize>,
}

/// What a clause asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occur {
    /// It ranks: a bare word.
    Should,
    /// It must hold.
    Must,
    /// It must not hold.
    MustNot,
}

/// A part of a query.
#[derive(Clone, Debug)]
pub enum Node {
    /// A bare word as typed. It may hold punctuation, even the end of a sentence.
    Word(String),
    /// A phrase; below the top level also a word.
    Phrase(Term),
    /// Terms one after another.
    Ordered {
        /// The terms, two or more.
        terms: Vec<Term>,
        /// How many units may stand between one and the next.
        within: u32,
    },
    /// Two terms in either order that do not overlap.
    Near {
        /// The two.
        terms: Box<[Term; 2]>,
        /// How many units may stand between them.
        within: u32,
    },
    /// A term whose last unit may be longer in the text: `复议*`.
    Prefix(Term),
    /// One of several parts holds.
    Any(Vec<Node>),
    /// All of several parts hold.
    All(Vec<Node>),
    /// A part does not hold.
    Not(Box<Node>),
    /// A field has a value. Whether there is such a value is for the filters to say.
    Field {
        /// The field.
        name: Field,
        /// The value, its ASCII in half width.
        value: String,
        /// Its bytes in the query as typed.
        span: Range<usize>,
    },
}

impl Node {
    /// One of `nodes`; a single node is itself.
    pub(super) fn any(nodes: Vec<Node>) -> Node {
        Node::joined(nodes, Node::Any)
    }

    /// All of `nodes`; a single node is itself.
    pub(super) fn all(nodes: Vec<Node>) -> Node {
        Node::joined(nodes, Node::All)
    }

    fn joined(mut nodes: Vec<Node>, join: fn(Vec<Node>) -> Node) -> Node {
        if nodes.len() == 1 {
            nodes.remove(0)
        } else {
            join(nodes)
        }
    }

    /// The one field that the node is about, with one value or several to choose from; `None` if it is not
    /// about one.
    pub fn field(&self) -> Option<Field> {
        match self {
            Node::Field { name, .. } => Some(*name),
            Node::Any(nodes) => {
                let first = nodes.first()?.field()?;
                nodes
                    .iter()
                    .all(|node| node.field() == Some(first))
                    .then_some(first)
            }
            _ => None,
        }
    }
}

/// What a query can ask for besides text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The region and all below it.
    Region,
    /// The reporting year, or a range of them.
    Year,
    /// The topic of the passage.
    Topic,
    /// The part of the report.
    Part,
    /// The level of the report.
    Level,
    /// The title of the report.
    Title,
}

impl Field {
    /// All of them.
    pub const ALL: [Field; 6] = [
        Field::Region,
        Field::Year,
        Field::Topic,
        Field::Part,
        Field::Level,
        Field::Title,
    ];

    /// Its name in a query.
    pub fn name(self) -> &'static str {
        match self {
            Field::Region => "region",
            Field::Year => "year",
            Field::Topic => "topic",
            Field::Part => "part",
            Field::Level => "level",
            Field::Title => "title",
        }
    }

    /// What it is called in Chinese; no name begins another.
    pub(super) fn chinese(self) -> &'static [&'static str] {
        match self {
            Field::Region => &["地区", "区域"],
            Field::Year => &["年份", "年度"],
            Field::Topic => &["主题"],
            Field::Part => &["部分"],
            Field::Level => &["层级", "级别"],
            Field::Title => &["标题"],
        }
    }

    /// A value that shows users what the field takes.
    pub fn example(self) -> &'static str {
        match self {
            Field::Region => "云南",
            Field::Year => "2024",
            Field::Topic => "普法",
            Field::Part => "problems",
            Field::Level => "county",
            Field::Title => "法治",
        }
    }

    /// The field of a name, in letters of either case or in Chinese.
    pub(super) fn named(name: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|field| {
            field.name().eq_ignore_ascii_case(name) || field.chinese().contains(&name)
        })
    }

    /// The field whose name is a slip or two away from `name`.
    pub(super) fn like(name: &str) -> Option<Field> {
        let slips = |field: &Field| slips(name, field.name());
        let nearest = Field::ALL.into_iter().min_by_key(slips)?;
        (name.len() > 3 && slips(&nearest) <= 2).then_some(nearest)
    }
}

/// How many letters must be inserted, removed or changed to turn one name into the other.
fn slips(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (at, a) in from.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (below, b) in to.bytes().enumerate() {
            let change = diagonal + usize::from(!a.eq_ignore_ascii_case(&b));
            diagonal = row[below + 1];
            row[below + 1] = change.min(row[below] + 1).min(diagonal + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_in_either_case_and_by_its_slips() {
        assert_eq!(Field::named("Region"), Some(Field::Region));
        assert_eq!(Field::named("regions"), None);
        assert_eq!(Field::named("年度"), Some(Field::Year));
        for (name, like) in [
            ("regoin", Some(Field::Region)),
            ("TOPICS", Some(Field::Topic)),
            ("tilte", Some(Field::Title)),
            ("yaer", Some(Field::Year)),
            ("PPT", None),
            ("email", None),
            ("province", None),
        ] {
            assert_eq!(Field::like(name), like, "{name}");
        }
    }
}
