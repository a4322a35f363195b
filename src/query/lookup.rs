//! A list of documents that is asked about some of them, in order, rather than gone through.

use tantivy::query::Scorer;
use tantivy::{DocId, SeekDangerResult, TERMINATED};

/// The documents that a scorer matches; as few of them as possible are looked at.
pub struct Lookup {
    scorer: Box<dyn Scorer>,
    /// Nothing still to come lies before this.
    next: DocId,
    /// Whether `next` is only a lower bound. The scorer is then in no valid state: only `seek_danger` may be
    /// called.
    endangered: bool,
}

impl Lookup {
    /// Wraps a scorer that stands at its first document.
    pub fn new(scorer: Box<dyn Scorer>) -> Self {
        Lookup {
            next: scorer.doc(),
            endangered: false,
            scorer,
        }
    }

    /// The scorer, for its size hint and its cost.
    pub fn scorer(&self) -> &dyn Scorer {
        self.scorer.as_ref()
    }

    /// A document before which nothing is still to come.
    pub fn bound(&self) -> DocId {
        self.next
    }

    /// Whether the scorer matches `target`, which must not be less than any asked about before.
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

    /// The first document from `target` on that the scorer matches.
    pub fn first_from(&mut self, target: DocId) -> DocId {
        let mut target = target.max(self.next);
        while target < TERMINATED && !self.has(target) {
            target = self.next;
        }
        target
    }
}
