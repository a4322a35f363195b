//! Which pairs of characters an index holds, asked for thousands at once.
//!
//! Looking up each pair by itself took more than half the time of a search with suggestions: hundreds of
//! characters sound alike, so a step along a query asks for tens of thousands of pairs. One pass over the
//! part of the dictionary where they would be finds those that are there.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;
use tantivy::InvertedIndexReader;
use tantivy_fst::Automaton;

use super::error::QueryError;
use crate::index::OpenIndex;

/// Says which pairs of characters an index holds.
pub struct Held(Vec<Arc<InvertedIndexReader>>);

/// How many passages hold each pair.
pub type Passages = HashMap<(char, char), u64>;

impl Held {
    /// Those of `index`.
    pub fn by(index: &OpenIndex) -> tantivy::Result<Self> {
        let readers = index.searcher.segment_readers().iter();
        let pairs = readers.map(|reader| reader.inverted_index(index.fields.pairs));
        Ok(Held(pairs.collect::<tantivy::Result<_>>()?))
    }

    /// The pairs of any of `firsts` and any of `seconds` that some passage holds.
    pub fn pairs(&self, firsts: &[char], seconds: &[char]) -> Result<Passages, QueryError> {
        let sorted = |characters: &[char]| {
            let mut sorted = characters.to_vec();
            sorted.sort_unstable();
            sorted.dedup();
            sorted
        };
        let across = Across([sorted(firsts), sorted(seconds)]);
        let of_segment = |segment: &Arc<InvertedIndexReader>| {
            let mut held = Vec::new();
            let mut found = segment.terms().search(&across).into_stream()?;
            while found.advance() {
                let key = std::str::from_utf8(found.key()).unwrap_or_default();
                let mut characters = key.chars();
                if let (Some(first), Some(second)) = (characters.next(), characters.next()) {
                    held.push(((first, second), u64::from(found.value().doc_freq)));
                }
            }
            Ok(held)
        };
        let segments: Result<Vec<_>, QueryError> = self.0.par_iter().map(of_segment).collect();
        let mut passages = Passages::new();
        for (pair, held) in segments?.into_iter().flatten() {
            *passages.entry(pair).or_default() += held;
        }
        Ok(passages)
    }
}

/// Accepts a character of one sorted set followed by one of another.
struct Across([Vec<char>; 2]);

/// How much of a pair was read.
#[derive(Clone, Copy, PartialEq)]
enum Read {
    /// So many bytes of the first character or the second: those of its set that begin like them, from one
    /// to another.
    Part(usize, (usize, usize), usize),
    /// Both characters.
    Both,
    /// Something else.
    Other,
}

impl Automaton for &Across {
    type State = Read;

    fn start(&self) -> Read {
        Read::Part(0, (0, self.0[0].len()), 0)
    }

    fn is_match(&self, read: &Read) -> bool {
        *read == Read::Both
    }

    fn can_match(&self, read: &Read) -> bool {
        *read != Read::Other
    }

    fn accept(&self, read: &Read, byte: u8) -> Read {
        let Read::Part(which, (from, to), bytes) = *read else {
            return Read::Other;
        };
        let within = &self.0[which][from..to];
        // Characters are in the order of their bytes.
        let at = |c: &char| c.encode_utf8(&mut [0; 4]).as_bytes()[bytes];
        let start = within.partition_point(|c| at(c) < byte);
        let end = start + within[start..].partition_point(|c| at(c) == byte);
        // No character begins like another whole one.
        let is_whole = |c: &char| c.len_utf8() == bytes + 1;
        match within[start..end].first().map(is_whole) {
            None => Read::Other,
            Some(false) => Read::Part(which, (from + start, from + end), bytes + 1),
            Some(true) if which == 0 => Read::Part(1, (0, self.0[1].len()), 0),
            Some(true) => Read::Both,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::index::tests::made_of;

    #[test]
    fn passages_are_counted_over_all_segments() {
        let texts = ["办理行政复议。", "行政执法，行业自律。", "复议"];
        let made = made_of(texts.map(str::to_owned));
        let held = Held::by(&OpenIndex::open(&made.home).unwrap()).unwrap();
        let pairs = held.pairs(&['行', '复', '甲'], &['政', '业', '议', '行']);
        let mut pairs: Vec<_> = pairs.unwrap().into_iter().collect();
        pairs.sort_unstable();
        let wanted = [(('复', '议'), 2), (('行', '业'), 1), (('行', '政'), 2)];
        assert_eq!(pairs, wanted);
        assert!(held.pairs(&[], &['政']).unwrap().is_empty());
    }

    proptest! {
        #[test]
        fn pairs_are_accepted_if_each_character_is_in_its_set(
            firsts in proptest::collection::btree_set("[aßé行政𠮷法]", 0..6),
            seconds in proptest::collection::btree_set("[aßé行政𠮷法]", 0..6),
            text in "[aßé行政𠮷法]{0,3}",
        ) {
            let characters = |set: &std::collections::BTreeSet<String>| -> Vec<char> {
                set.iter().flat_map(|c| c.chars()).collect()
            };
            let sets = [characters(&firsts), characters(&seconds)];
            let read: Vec<char> = text.chars().collect();
            let wanted = matches!(read[..], [a, b] if sets[0].contains(&a) && sets[1].contains(&b));
            let across = &Across(sets);
            let end = text.bytes().fold(across.start(), |read, byte| across.accept(&read, byte));
            prop_assert_eq!(across.is_match(&end), wanted);
        }
    }
}
