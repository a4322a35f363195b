//! Finding every phrase of a list in one pass over the characters.
//!
//! A trie of characters behind a filter of character pairs. An Aho–Corasick automaton walks bytes, three for
//! each Chinese character, and waits for memory at every one; here most places are ruled out by one bit of a
//! table that stays in the processor's first-level cache. Occurrences come by start and longest first, the
//! order in which overlaps are resolved, so nothing is sorted.
//!
//! Invariant: every occurrence of every phrase is reported, overlapping or not.

use std::ops::Range;

/// Bits of the filter's index: a thousand pairs set one bit in sixty, five thousand one in thirteen.
const FILTER_BITS: u32 = 16;

/// Phrases of at least two characters, each with what it stands for.
#[derive(Debug, Clone)]
pub(super) struct Phrases<T> {
    /// A bit for each pair of characters that begins a phrase; some other pairs have theirs set by chance.
    filter: Vec<u64>,
    /// The trie's edges in open addressing, at most half of the places taken.
    edges: Vec<Edge>,
    /// What the phrase that ends at each node stands for.
    values: Vec<Option<T>>,
}

/// A step of the trie: from a node by a character to another node.
#[derive(Debug, Clone, Copy)]
struct Edge {
    from: u32,
    by: char,
    to: u32,
}

/// The target of an edge that leads nowhere: no phrase continues this way.
const NOWHERE: u32 = 0;

/// A free slot in the table.
const FREE: Edge = Edge {
    from: NOWHERE,
    by: '\0',
    to: NOWHERE,
};

impl<T> Phrases<T> {
    /// Of equal phrases the last is kept; a phrase of a single character is never found.
    pub(super) fn new<'p>(phrases: impl Iterator<Item = (&'p str, T)>) -> Phrases<T> {
        let phrases: Vec<(&str, T)> = phrases.collect();
        let characters: usize = phrases.iter().map(|(text, _)| text.chars().count()).sum();
        let mut trie = Phrases {
            filter: vec![0; (1 << FILTER_BITS) / 64],
            edges: vec![FREE; (2 * characters + 1).next_power_of_two()],
            values: Vec::from([None]),
        };
        for (text, value) in phrases {
            let mut chars = text.chars();
            let (Some(first), Some(second)) = (chars.next(), chars.next()) else {
                continue;
            };
            let (word, bit) = filter_place(first, second);
            trie.filter[word] |= bit;
            let pair = trie.grow(node_of(first), second);
            let last = chars.fold(pair, |node, c| trie.grow(node, c));
            trie.values[last as usize] = Some(value);
        }
        trie
    }

    /// Where the edge leads; it is made if necessary.
    fn grow(&mut self, from: u32, by: char) -> u32 {
        let place = self.place(from, by);
        if self.edges[place].to == NOWHERE {
            self.edges[place] = Edge {
                from,
                by,
                to: self.values.len() as u32,
            };
            self.values.push(None);
        }
        self.edges[place].to
    }

    /// The slot of the edge, or the free slot where it would be.
    fn place(&self, from: u32, by: char) -> usize {
        let last = self.edges.len() - 1;
        let mut place = hash(from, by as u32) as usize & last;
        loop {
            let edge = self.edges[place];
            if edge.to == NOWHERE || (edge.from == from && edge.by == by) {
                return place;
            }
            place = (place + 1) & last;
        }
    }

    /// What a phrase stands for.
    pub(super) fn get(&self, phrase: &str) -> Option<&T> {
        let mut chars = phrase.chars();
        let mut node = node_of(chars.next()?);
        for c in chars {
            node = self.edges[self.place(node, c)].to;
            if node == NOWHERE {
                return None;
            }
        }
        self.values.get(node as usize)?.as_ref()
    }

    /// Calls `found` for the leftmost occurrence, the longest of those, and so on after it.
    pub(super) fn find_apart<'a>(&'a self, text: &str, mut found: impl FnMut(Range<usize>, &'a T)) {
        let mut free = 0;
        self.find(text, |at, value| {
            if at.start >= free {
                free = at.end;
                found(at, value);
            }
        });
    }

    /// Calls `found` for each occurrence, by start and then longest first.
    pub(super) fn find<'a>(&'a self, text: &str, mut found: impl FnMut(Range<usize>, &'a T)) {
        let mut here = Vec::new();
        let mut before = (0, '\0');
        for (at, second) in text.char_indices() {
            let (start, first) = std::mem::replace(&mut before, (at, second));
            let (word, bit) = filter_place(first, second);
            if self.filter[word] & bit == 0 {
                continue;
            }
            let mut node = node_of(first);
            let mut end = at;
            for c in text[at..].chars() {
                node = self.edges[self.place(node, c)].to;
                if node == NOWHERE {
                    break;
                }
                end += c.len_utf8();
                here.extend(
                    self.values[node as usize]
                        .as_ref()
                        .map(|value| (end, value)),
                );
            }
            here.drain(..)
                .rev()
                .for_each(|(end, value)| found(start..end, value));
        }
    }
}

/// The node of a phrase's first character: no edge leads there and it has no value, so it needs no slot of
/// its own.
fn node_of(first: char) -> u32 {
    first as u32 | 1 << 31
}

/// Word and bit of a pair in the filter.
fn filter_place(first: char, second: char) -> (usize, u64) {
    let index = hash(first as u32, second as u32) >> (32 - FILTER_BITS);
    ((index / 64) as usize, 1 << (index % 64))
}

/// A multiplicative hash, mixing well enough for characters.
fn hash(a: u32, b: u32) -> u32 {
    let mixed = (a.wrapping_mul(0x9e37_79b1).rotate_left(11) ^ b).wrapping_mul(0x85eb_ca6b);
    mixed ^ (mixed >> 15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_occurrence_is_found_by_start_and_longest_first() {
        let words = ["复议", "行政", "行政复议", "议申", "𠮷林"];
        let phrases = Phrases::new(words.iter().map(|word| (*word, *word)));
        let text = "行政复议申请,𠮷林行政缺复";
        let mut all = Vec::new();
        phrases.find(text, |at, word| {
            assert_eq!(&text[at], *word);
            all.push(*word);
        });
        assert_eq!(all, ["行政复议", "行政", "复议", "议申", "𠮷林", "行政"]);
        all.clear();
        phrases.find_apart(text, |_, word| all.push(*word));
        assert_eq!(all, ["行政复议", "𠮷林", "行政"]);
    }

    #[test]
    fn nothing_is_found_in_nothing_or_by_nothing() {
        let phrases = Phrases::new([("复议", ()), ("", ())].into_iter());
        phrases.find("", |_, ()| panic!("nothing to find"));
        phrases.find("复", |_, ()| panic!("nothing to find"));
        assert!(phrases.get("复议").is_some());
        assert!(["", "复", "复议申"].map(|other| phrases.get(other)) == [None; 3]);
    }
}
