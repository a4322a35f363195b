//! Terms as numbers, given out as they come.

use rustc_hash::FxHashMap;

/// Terms that were given numbers, from 0.
#[derive(Default)]
pub struct Terms {
    numbers: FxHashMap<Box<str>, u32>,
    /// Of all terms together.
    bytes: usize,
}

impl Terms {
    /// The number of a term, new or not.
    pub fn number(&mut self, term: &str) -> u32 {
        if let Some(known) = self.numbers.get(term) {
            return *known;
        }
        let new = self.numbers.len() as u32;
        self.numbers.insert(term.into(), new);
        self.bytes += term.len();
        new
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// All of them with their numbers, in the order of their bytes.
    pub fn sorted(&self) -> Vec<(&str, u32)> {
        let numbers = self.numbers.iter();
        let mut sorted: Vec<(&str, u32)> = numbers.map(|(term, at)| (&**term, *at)).collect();
        sorted.sort_unstable();
        sorted
    }

    /// Bytes that they take, more or less.
    pub fn memory(&self) -> usize {
        /// What an allocation takes beside its bytes.
        const ALLOCATED: usize = 16;
        let table = self.numbers.capacity() * (size_of::<(Box<str>, u32)>() + 1);
        table + self.numbers.len() * ALLOCATED + self.bytes
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
