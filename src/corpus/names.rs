//! Names that several members of a file share: something is added to all but the first, to tell them apart.

use std::collections::HashMap;

/// The names that were given.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Each name with how often it was asked for. No lower count is free any more, so however many members
    /// share a name, the search never starts from the beginning.
    asked: HashMap<String, usize>,
}

impl Names {
    /// `name`, or if it is taken, the first of `again(2)`, `again(3)` … that is not.
    pub fn give(&mut self, name: String, again: impl Fn(&str, usize) -> String) -> String {
        let Some(asked) = self.asked.get(&name) else {
            self.asked.insert(name.clone(), 1);
            return name;
        };
        let mut count = asked + 1;
        let mut given = again(&name, count);
        while self.asked.contains_key(&given) {
            count += 1;
            given = again(&name, count);
        }
        self.asked.insert(name, count);
        self.asked.insert(given.clone(), 1);
        given
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn a_name_is_given_once_whatever_is_asked_for() {
        let mut names = Names::default();
        let mut give =
            |name: &str| names.give(name.to_owned(), |name, count| format!("{name}~{count}"));
        assert_eq!(
            ["a", "b", "a", "a~4", "a", "a", "a~2", "b"].map(&mut give),
            ["a", "b", "a~2", "a~4", "a~3", "a~5", "a~2~2", "b~2"]
        );
    }

    #[test]
    fn many_that_bear_one_name_are_not_looked_for_from_the_beginning() {
        let mut names = Names::default();
        let tried = Cell::new(0);
        for _ in 0..5000 {
            names.give("a".to_owned(), |name, count| {
                tried.set(tried.get() + 1);
                format!("{name}~{count}")
            });
        }
        assert_eq!(tried.get(), 4999);
    }
}
