//! How much a request may ask for, and how many are answered at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::problem::Problem;

/// Longest query, in characters.
pub const QUERY: usize = 2_000;
/// Longest term, in characters.
pub const TERM: usize = 200;
/// Most terms of a request.
pub const TERMS: usize = 20;
/// Most parameters of a request.
pub const PARAMETERS: usize = 100;
/// Most results of a JSON document; JSON Lines and CSV are streams and know no bound.
pub const RESULTS: usize = 1_000;
/// Most rows of counts in a JSON document, and in any other form.
pub const GROUPS: (usize, usize) = (20_000, 200_000);
/// Most facets of a count.
pub const FACETS: usize = 4;
/// How far into a ranking one may look.
pub const OFFSET: usize = 10_000;
/// Largest number that JSON carries whole.
pub const NUMBER: u64 = (1 << 53) - 1;
/// Largest request line and headers, in bytes.
pub const HEAD: usize = 64 << 10;
/// Largest body, in bytes; none is ever read.
pub const BODY: u64 = 0;
/// Most connections at once.
pub const CONNECTIONS: usize = 512;

/// What whoever runs the server may set.
#[derive(Clone, Debug)]
pub struct Limits {
    /// For a question, from when it begins to be answered.
    pub time: Duration,
    /// For a download.
    pub download: Duration,
    /// Questions that are answered at once.
    pub at_once: usize,
    /// How long a head may take to arrive, and how long a connection may stand still.
    pub patience: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            time: Duration::from_secs(10),
            download: Duration::from_secs(600),
            at_once: std::thread::available_parallelism().map_or(2, usize::from),
            patience: Duration::from_secs(30),
        }
    }
}

impl Limits {
    /// Downloads that run beside the questions.
    fn downloads(&self) -> usize {
        2 * self.at_once
    }

    /// Threads that answer; one more follows the index.
    pub fn threads(&self) -> usize {
        self.at_once + self.downloads() + 1
    }
}

/// What a request wants done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// An answer of bounded size.
    Question,
    /// A stream of any length.
    Download,
}

/// Lets in as many as can be answered at once; the next wait, and those behind them are sent away.
pub struct Admission {
    questions: Turns,
    downloads: Turns,
    wait: Duration,
}

/// Turns of one kind of work, and how many wait for one.
struct Turns {
    free: Arc<Semaphore>,
    waiting: AtomicUsize,
}

impl Turns {
    fn new(at_once: usize) -> Self {
        Turns {
            free: Arc::new(Semaphore::new(at_once)),
            waiting: AtomicUsize::new(0),
        }
    }
}

/// Requests of one kind that may wait.
const QUEUE: usize = 64;

impl Admission {
    pub fn new(limits: &Limits) -> Self {
        Admission {
            questions: Turns::new(limits.at_once),
            downloads: Turns::new(limits.downloads()),
            wait: limits.time,
        }
    }

    /// Waits for a turn; who has it holds it until the work is done.
    pub async fn turn(&self, work: Work) -> Result<OwnedSemaphorePermit, Problem> {
        let turns = match work {
            Work::Question => &self.questions,
            Work::Download => &self.downloads,
        };
        if let Ok(turn) = Arc::clone(&turns.free).try_acquire_owned() {
            return Ok(turn);
        }
        let queue = Waiting::among(&turns.waiting);
        if queue.before >= QUEUE {
            return Err(Problem::busy());
        }
        let turn = Arc::clone(&turns.free).acquire_owned();
        let turn = tokio::time::timeout(self.wait, turn).await;
        // The semaphores are never closed.
        turn.ok().and_then(Result::ok).ok_or_else(Problem::busy)
    }
}

/// One that waits; counted as long as it does, however that ends.
struct Waiting<'a> {
    all: &'a AtomicUsize,
    before: usize,
}

impl<'a> Waiting<'a> {
    fn among(all: &'a AtomicUsize) -> Self {
        let before = all.fetch_add(1, Ordering::Relaxed);
        Waiting { all, before }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.all.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::problem::Code;

    #[tokio::test]
    async fn who_comes_too_late_is_sent_away_and_others_go_on() {
        let limits = Limits {
            time: Duration::from_millis(200),
            at_once: 1,
            ..Limits::default()
        };
        let admission = Arc::new(Admission::new(&limits));
        let first = admission.turn(Work::Question).await.unwrap();
        let waiting: Vec<_> = (0..QUEUE)
            .map(|_| {
                let admission = Arc::clone(&admission);
                tokio::spawn(async move { admission.turn(Work::Question).await.map(drop) })
            })
            .collect();
        while admission.questions.waiting.load(Ordering::Relaxed) < QUEUE {
            tokio::task::yield_now().await;
        }
        let late = admission.turn(Work::Question).await;
        assert_eq!(late.unwrap_err().code, Code::Busy, "the queue is full");
        let download = admission.turn(Work::Download).await;
        assert!(download.is_ok(), "downloads have turns of their own");
        drop(first);
        for waited in waiting {
            assert!(
                waited.await.unwrap().is_ok(),
                "those who waited have their turn"
            );
        }
        let held = admission.turn(Work::Question).await.unwrap();
        let waited = admission.turn(Work::Question).await;
        assert_eq!(
            waited.unwrap_err().code,
            Code::Busy,
            "nobody waits for ever"
        );
        drop(held);
    }
}
