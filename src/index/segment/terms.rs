//! Terms as numbers, given out as they come.

use rustc_hash::FxHashMap;

/// Terms that were given numbers, from 0.
#[derive(Default)]
pub struct Terms(FxHashMap<Box<str>, u32>);

impl Terms {
    /// The number of a term, new or not.
    pub fn number(&mut self, term: &str) -> u32 {
        if let Some(known) = self.0.get(term) {
            return *known;
        }
        let new = self.0.len() as u32;
        self.0.insert(term.into(), new);
        new
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// All of them with their numbers, in the order of their bytes.
    pub fn sorted(&self) -> Vec<(&str, u32)> {
        let mut sorted: Vec<(&str, u32)> = self.0.iter().map(|(term, at)| (&**term, *at)).collect();
        sorted.sort_unstable();
        sorted
    }

    /// Bytes that they take, more or less.
    pub fn memory(&self) -> usize {
        const TERM: usize = 32;
        self.0.capacity() * (size_of::<(Box<str>, u32)>() + 1) + self.0.len() * TERM
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_keeps_its_number_and_terms_stand_in_the_order_of_their_bytes() {
        let mut terms = Terms::default();
        let numbers: Vec<u32> = ["政", "行政", "a", "政"]
            .map(|term| terms.number(term))
            .into();
        assert_eq!(numbers, [0, 1, 2, 0]);
        assert_eq!(terms.sorted(), [("a", 2), ("政", 0), ("行政", 1)]);
        assert_eq!(terms.len(), 3);
    }
}
