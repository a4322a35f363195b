//! Which documents of a window pass the filter.

use tantivy::query::Scorer;
use tantivy::{DocId, DocSet, TERMINATED};

use super::sums::WINDOW;

/// Bits in one integer.
const BITS: usize = u64::BITS as usize;
/// The most documents in a block of postings: tantivy packs as many.
pub const BLOCK: usize = 128;

/// The documents of a segment that pass, gone through window by window.
pub struct Passing {
    documents: Box<dyn Scorer>,
    /// A bit for each document of the window, set if it passes.
    bits: [u64; WINDOW / BITS],
    base: DocId,
}

impl Passing {
    /// The documents that a scorer finds, which must stand at its first.
    pub fn new(documents: Box<dyn Scorer>) -> Self {
        Passing {
            documents,
            bits: [0; WINDOW / BITS],
            base: 0,
        }
    }

    /// The first document from `base` on that passes; documents before `base` must not be asked for again.
    pub fn first(&mut self, base: DocId) -> Option<DocId> {
        let mut next = self.documents.doc();
        if next < base {
            next = self.documents.seek(base);
        }
        (next != TERMINATED).then_some(next)
    }

    /// Looks at the window that begins with `base`.
    pub fn look_at(&mut self, base: DocId) {
        (self.bits, self.base) = ([0; WINDOW / BITS], base);
        let end = base + WINDOW as DocId;
        let mut next = self.documents.doc();
        while next < end {
            let at = (next - base) as usize;
            self.bits[at / BITS] |= 1 << (at % BITS);
            next = self.documents.advance();
        }
    }

    /// Those of a block's documents within the window that pass, by their places in it.
    pub fn of<'a>(&self, documents: &[DocId], places: &'a mut [u8; BLOCK]) -> &'a [u8] {
        let mut found = 0;
        // Without a branch: whether the next one passes cannot be predicted.
        for (place, doc) in (0..).zip(documents) {
            let at = (doc - self.base) as usize;
            places[found] = place;
            found += (self.bits[at / BITS] >> (at % BITS) & 1) as usize;
        }
        &places[..found]
    }
}

#[cfg(test)]
mod tests {
    use tantivy::query::{BitSetDocSet, ConstScorer};
    use tantivy_common::BitSet;

    use super::*;

    #[test]
    fn each_window_has_the_bits_of_what_passes() {
        let most = 40 * WINDOW as DocId;
        // Dense at first, then with gaps of many windows.
        let passes =
            |doc: &DocId| doc % 3 == 1 && (*doc < 300 || doc.is_multiple_of(1999)) || *doc == 298;
        let mut documents = BitSet::with_max_value(most);
        for doc in (0..most).filter(passes) {
            documents.insert(doc);
        }
        let documents = ConstScorer::new(BitSetDocSet::from(documents), 1.0);
        let mut passing = Passing::new(Box::new(documents));
        let mut found = Vec::new();
        let mut base = 0;
        while let Some(first) = passing.first(base) {
            assert_eq!(Some(first), (base..most).find(passes));
            passing.look_at(first);
            base = first + WINDOW as DocId;
            let window: Vec<DocId> = (first..base).collect();
            for block in window.chunks(BLOCK) {
                let mut places = [0; BLOCK];
                let places = passing.of(block, &mut places).iter();
                found.extend(places.map(|place| block[usize::from(*place)]));
            }
        }
        assert_eq!(found, (0..most).filter(passes).collect::<Vec<_>>());
    }
}
