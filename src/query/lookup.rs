//! A list of documents that is asked about some, in their order, instead of being gone through.

use tantivy::query::Scorer;
use tantivy::{DocId, SeekDangerResult, TERMINATED};

/// What a scorer matches, asked about as few documents as need be.
pub struct Lookup {
    scorer: Box<dyn Scorer>,
    /// Nothing of it that is still to come lies before this.
    next: DocId,
    /// Whether `next` is a bound only; then the scorer answers for what it is asked alone.
    endangered: bool,
}

impl Lookup {
    /// Asks a scorer that stands at its first document.
    pub fn new(scorer: Box<dyn Scorer>) -> Self {
        Lookup {
            next: scorer.doc(),
            endangered: false,
            scorer,
        }
    }

    /// The scorer, for what it says of itself.
    pub fn scorer(&self) -> &dyn Scorer {
        self.scorer.as_ref()
    }

    /// A document before which nothing is still to come.
    pub fn bound(&self) -> DocId {
        self.next
    }

    /// Whether it has `target`, which is not less than any it was asked about before.
    pub fn has(&mut self, target: DocId) -> bool {
        if self.next > target || (self.next == target && !self.endangered) {
            return self.next == target;
        }
        match self.scorer.seek_danger(target) {
            SeekDangerResult::Found => {
                (self.next, self.endangered) = (target, false);
                true
            }
            SeekDangerResult::SeekLowerBound(bound) => {
                (self.next, self.endangered) = (bound, true);
                false
            }
        }
    }

    /// The first that it has from `target` on.
    pub fn from(&mut self, target: DocId) -> DocId {
        let mut target = target.max(self.next);
        while target < TERMINATED && !self.has(target) {
            target = self.next;
        }
        target
    }
}
