//! Terms as numbers, given out in the order in which terms come.

use rustc_hash::FxHashMap;

/// Bytes of a term that fit into one integer with its length: nearly all words have no more.
const PACKED_BYTES: usize = 15;

/// Terms that were given numbers, from 0.
#[derive(Default)]
pub struct Terms {
    /// Short terms, by the integer that they are packed into: no other memory is read to compare them.
    short: FxHashMap<u128, u32>,
    long: FxHashMap<Box<str>, u32>,
    /// All of them, one after another, and where each ends.
    text: String,
    ends: Vec<u32>,
    /// Bytes of the long ones.
    boxed: usize,
}

impl Terms {
    /// The number of a term, new or not.
    pub fn number(&mut self, term: &str) -> u32 {
        let new = self.ends.len() as u32;
        let number = match packed(term) {
            Some(packed) => *self.short.entry(packed).or_insert(new),
            None => match self.long.get(term) {
                Some(known) => *known,
                None => {
                    self.boxed += term.len();
                    *self.long.entry(term.into()).or_insert(new)
                }
            },
        };
        if number == new {
            self.text.push_str(term);
            self.ends.push(self.text.len() as u32);
        }
        number
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// All of them with their numbers, in the order of their bytes.
    pub fn sorted(&self) -> Vec<(&str, u32)> {
        let mut start = 0;
        let each = self.ends.iter().zip(0..).map(|(end, number)| {
            let term = &self.text[std::mem::replace(&mut start, *end as usize)..*end as usize];
            (term, number)
        });
        let mut sorted: Vec<(&str, u32)> = each.collect();
        sorted.sort_unstable();
        sorted
    }

    /// Bytes that they take, approximately.
    pub fn memory(&self) -> usize {
        let short = self.short.capacity() * (size_of::<(u128, u32)>() + 1);
        let long = self.long.capacity() * (size_of::<(Box<str>, u32)>() + 1);
        let ends = self.ends.capacity() * size_of::<u32>();
        short + long + self.boxed + self.text.capacity() + ends
    }
}

/// A short term packed into one integer, different for each; `None` if it is too long.
fn packed(term: &str) -> Option<u128> {
    let mut bytes = [0; PACKED_BYTES + 1];
    let own = bytes[..PACKED_BYTES].get_mut(..term.len())?;
    own.copy_from_slice(term.as_bytes());
    bytes[PACKED_BYTES] = term.len() as u8;
    Some(u128::from_ne_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_keeps_its_number_and_terms_stand_in_the_order_of_their_bytes() {
        let mut terms = Terms::default();
        let given = [
            "政",
            "行政",
            "a",
            "政",
            "",
            "a\0",
            "行政规范性文件",
            "行政规范性文件",
            "a",
        ];
        let numbers = given.map(|term| terms.number(term));
        assert_eq!(numbers, [0, 1, 2, 0, 3, 4, 5, 5, 2]);
        let sorted = [
            ("", 3),
            ("a", 2),
            ("a\0", 4),
            ("政", 0),
            ("行政", 1),
            ("行政规范性文件", 5),
        ];
        assert_eq!(terms.sorted(), sorted);
        assert_eq!(terms.len(), 6);
    }
}
