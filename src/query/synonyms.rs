//! Expressions that reports use for the same thing: who asks for 普法 also wants 法治宣传.
//!
//! A table of groups (`data/synonyms.txt`, or the user's own). A hit may hold any expression of a group in
//! place of the one in the query; what the query itself says ranks higher. Mentions use no synonyms: they
//! count what is written.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::error::QueryError;
use crate::text::{Term, plain, without_remark};

/// Groups of expressions, in plain form.
#[derive(Clone, Debug, Default)]
pub struct Synonyms {
    /// Each expression and its group; the longest expressions first.
    expressions: Vec<(String, usize)>,
    groups: Vec<Vec<String>>,
}

/// An expression of a query, and what may stand in its place.
#[derive(Clone, Debug)]
pub struct Expansion {
    /// The expression, in plain form.
    pub written: String,
    /// The others of its group that do not contain it.
    pub others: Vec<Term>,
}

impl Synonyms {
    /// The table that comes with fasou.
    pub fn builtin() -> &'static Synonyms {
        // A test reads the table, so it is never empty.
        static SYNONYMS: LazyLock<Synonyms> = LazyLock::new(|| {
            Synonyms::parse(include_str!("../../data/synonyms.txt")).unwrap_or_default()
        });
        &SYNONYMS
    }

    /// Reads groups, one per line, whose expressions are separated by `=`; `#` begins a remark, at the start
    /// of a line or after white space.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        let mut synonyms = Synonyms::default();
        let mut known = HashSet::new();
        for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
            let line = without_remark(line);
            if line.is_empty() {
                continue;
            }
            let wrong = |reason: String| QueryError::Synonyms {
                line: number,
                reason,
            };
            let group: Vec<String> = line
                .split(['=', '＝'])
                .map(|part| plain(part.trim()))
                .collect();
            if group.len() < 2 {
                return Err(wrong(
                    "a group has two expressions or more, parted by =".to_owned(),
                ));
            }
            for expression in &group {
                if Term::parse(expression).is_err() {
                    return Err(wrong(format!("{expression:?} can match nothing")));
                }
                if !known.insert(expression.clone()) {
                    return Err(wrong(format!("{expression} stands in two groups")));
                }
                let at = synonyms.groups.len();
                synonyms.expressions.push((expression.clone(), at));
            }
            synonyms.groups.push(group);
        }
        synonyms
            .expressions
            .sort_by_key(|(expression, _)| std::cmp::Reverse(expression.len()));
        Ok(synonyms)
    }

    /// The expressions in a query, the longest of those that overlap.
    pub fn in_query(&self, text: &str) -> Vec<Expansion> {
        let mut rest = plain(text);
        let mut found = Vec::new();
        for (expression, group) in &self.expressions {
            if rest.contains(expression) {
                // What is taken is not part of a shorter one too.
                rest = rest.replace(expression, "\n");
                let others = self.groups[*group].iter();
                let others = others.filter(|other| !other.contains(expression.as_str()));
                found.push(Expansion {
                    written: expression.clone(),
                    others: others.filter_map(|other| Term::parse(other).ok()).collect(),
                });
            }
        }
        found.retain(|expansion| !expansion.others.is_empty());
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_expression_stands_for_its_group() {
        let synonyms =
            Synonyms::parse("# a\n普法 = 法治宣传 = 普法宣传 # b\n八五普法=八五规划\n").unwrap();
        let found = |text| -> Vec<(String, Vec<String>)> {
            let found = synonyms.in_query(text).into_iter();
            found
                .map(|expansion| {
                    let others = expansion
                        .others
                        .iter()
                        .map(|term| term.written().to_owned());
                    (expansion.written, others.collect())
                })
                .collect()
        };
        assert_eq!(
            found("普法 活动"),
            [("普法".to_owned(), vec!["法治宣传".to_owned()])]
        );
        assert_eq!(
            found("“八五”普法"),
            [("八五普法".to_owned(), vec!["八五规划".to_owned()])]
        );
        assert!(found("调解").is_empty());
    }

    #[test]
    fn tables_that_say_nothing_or_two_things_are_refused() {
        assert!(!Synonyms::builtin().groups.is_empty());
        for (table, reason) in [
            ("普法", "two expressions"),
            ("普法 = 法宣\n普法 = 法治宣传", "two groups"),
            ("普法 = 。", "match nothing"),
        ] {
            let error = Synonyms::parse(table).unwrap_err().to_string();
            assert!(error.contains(reason), "{error}");
        }
    }
}
