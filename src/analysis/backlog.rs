//! How many passages wait to be indexed: a brake for those who read faster than tantivy writes.
//!
//! tantivy queues ten thousand batches, and one of ours is a report: hundreds of
//! megabytes. Whoever hands over a report waits until few passages wait; the
//! tokenizer of pairs, called once a passage, says that one is being taken.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Passages that may wait.
const MOST: usize = 4_000;
/// After so long the report is handed over all the same: should the writer have stopped, it says why.
const PATIENCE: Duration = Duration::from_secs(5);

/// Counts the passages that wait.
#[derive(Debug, Default)]
pub struct Backlog {
    waiting: Mutex<usize>,
    fewer: Condvar,
}

impl Backlog {
    /// Waits until there is room, and counts `passages` more.
    pub fn add(&self, passages: usize) {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |waiting: &mut usize| *waiting > MOST;
        let room = self.fewer.wait_timeout_while(waiting, PATIENCE, full);
        let (mut waiting, _) = room.unwrap_or_else(PoisonError::into_inner);
        *waiting += passages;
    }

    /// One passage waits no longer.
    pub(super) fn take(&self) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        *waiting = waiting.saturating_sub(1);
        if *waiting <= MOST {
            self.fewer.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::thread;

    use super::*;

    #[test]
    fn who_hands_over_waits_for_who_takes() {
        let backlog = Arc::new(Backlog::default());
        backlog.add(MOST + 2);
        let taker = Arc::clone(&backlog);
        let taking = thread::spawn(move || (0..2).for_each(|_| taker.take()));
        backlog.add(1);
        taking.join().unwrap();
        assert_eq!(*backlog.waiting.lock().unwrap(), MOST + 1);
    }
}
