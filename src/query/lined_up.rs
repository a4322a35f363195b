//! The passages where all pairs of a term stand, and where in them they line up.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocId, DocSet, TERMINATED};

/// The pairs of a term that have to line up for it to stand somewhere.
pub struct LinedUp {
    /// The lists of the pairs, each with the units between it and the last one; the rarest leads.
    lists: Vec<(u32, SegmentPostings)>,
    /// Units between the term's start and the last pair.
    last: u32,
    starts: Vec<u32>,
    other: Vec<u32>,
}

impl LinedUp {
    /// Lists of pairs, each with the units between the term's start and the pair.
    pub fn new(mut lists: Vec<(u32, SegmentPostings)>) -> Self {
        let last = lists.iter().map(|(offset, _)| *offset).max().unwrap_or(0);
        lists
            .iter_mut()
            .for_each(|(offset, _)| *offset = last - *offset);
        lists.sort_by_key(|(_, postings)| postings.doc_freq());
        LinedUp {
            lists,
            last,
            starts: Vec::new(),
            other: Vec::new(),
        }
    }

    /// How many pairs there are, and how many passages hold the rarest.
    pub fn pairs(&self) -> (usize, u32) {
        let rarest = self.lists.first().map_or(0, |(_, list)| list.doc_freq());
        (self.lists.len(), rarest)
    }

    /// The first passage from `doc` on that holds all pairs.
    pub fn meet(&mut self, mut doc: DocId) -> DocId {
        while doc < TERMINATED && !self.lists.is_empty() {
            match self.ask(doc) {
                at if at == doc => return doc,
                at => doc = at,
            }
        }
        TERMINATED
    }

    /// `doc` itself if it holds all pairs; otherwise a later passage, before which none does.
    pub fn ask(&mut self, doc: DocId) -> DocId {
        for (_, postings) in &mut self.lists {
            let at = match postings.doc() {
                at if at < doc => postings.seek(doc),
                at => at,
            };
            if at > doc {
                return at;
            }
        }
        doc
    }

    /// The next passage that holds all pairs.
    pub fn advance(&mut self) -> DocId {
        let leader = self.lists.first_mut();
        let next = leader.map_or(TERMINATED, |(_, leader)| leader.advance());
        self.meet(next)
    }

    /// Where the term stands in the current passage, which holds all pairs; overlapping places are included.
    /// Empty if the pairs do not line up.
    pub fn starts(&mut self) -> &[u32] {
        for (number, (offset, postings)) in self.lists.iter_mut().enumerate() {
            let list = match number {
                0 => &mut self.starts,
                _ => &mut self.other,
            };
            list.clear();
            postings.append_positions_with_offset(*offset, list);
            if number > 0 {
                intersect(&mut self.starts, &self.other);
            }
            if self.starts.is_empty() {
                break;
            }
        }
        // Up to here they are the positions of the last pair.
        self.starts.iter_mut().for_each(|start| *start -= self.last);
        &self.starts
    }
}

/// Keeps in `left` only what is also in `right`; both are sorted.
fn intersect(left: &mut Vec<u32>, right: &[u32]) {
    let mut rest = right.iter().peekable();
    left.retain(|&position| {
        while rest.next_if(|&&other| other < position).is_some() {}
        rest.peek() == Some(&&position)
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_lined_up() {
        let mut left = vec![1, 4, 7, 9];
        intersect(&mut left, &[0, 4, 5, 9, 12]);
        assert_eq!(left, [4, 9]);
    }
}
