//! A reader that panics or never ends costs its file, not the run.

use std::ops::ControlFlow;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::extract::ExtractError;

/// How many items one thread may be ahead of the other: a text is small compared with the table that holds
/// it.
const AHEAD: usize = 16;

/// Does `work` on this thread: for what needs no time limit.
pub(super) fn caught<T>(work: impl FnOnce() -> Result<T, ExtractError>) -> Result<T, ExtractError> {
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(ExtractError::Panicked))
}

/// Does `work`, but waits for it no longer than `limit`.
///
/// What takes longer is abandoned: a thread cannot be stopped from outside, so it may use a core until it
/// ends or the program does.
pub(super) fn within<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> Result<T, ExtractError> + Send + 'static,
) -> Result<T, ExtractError> {
    let (send, receive) = mpsc::channel();
    spawn(move || {
        // Nobody waits any more once the time is over.
        let _ = send.send(caught(work));
    })?;
    receive
        .recv_timeout(limit)
        .unwrap_or_else(|error| Err(missing(error, limit)))
}

/// Does `work`, which hands over one item after another; waits for each no longer than `limit`, and passes it
/// to `on` on this thread.
///
/// One thread for all items: starting one for each would take longer than reading many a row.
pub(super) fn each<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce(&mut dyn FnMut(T)) -> Result<(), ExtractError> + Send + 'static,
    on: &mut dyn FnMut(T),
) -> Result<(), ExtractError> {
    let (send, receive) = mpsc::sync_channel(AHEAD);
    spawn(move || {
        let mut hand_over = |thing| {
            let _ = send.send(ControlFlow::Continue(thing));
        };
        let done = caught(|| work(&mut hand_over));
        let _ = send.send(ControlFlow::Break(done));
    })?;
    loop {
        match receive.recv_timeout(limit) {
            Ok(ControlFlow::Continue(thing)) => on(thing),
            Ok(ControlFlow::Break(done)) => return done,
            Err(error) => return Err(missing(error, limit)),
        }
    }
}

fn spawn(work: impl FnOnce() + Send + 'static) -> Result<(), ExtractError> {
    let reader = thread::Builder::new().name("reader".to_owned());
    let spawned = reader.spawn(work);
    spawned.map(drop).map_err(|_| ExtractError::NoThread)
}

/// Why nothing came within `limit`.
fn missing(error: RecvTimeoutError, limit: Duration) -> ExtractError {
    match error {
        RecvTimeoutError::Timeout => ExtractError::TooSlow {
            seconds: limit.as_secs(),
        },
        RecvTimeoutError::Disconnected => ExtractError::Panicked,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stops_short_or_takes_too_long_is_an_error() {
        let limit = Duration::from_secs(30);
        assert_eq!(within(limit, || Ok(7)), Ok(7));
        let slow = within(Duration::from_millis(20), || {
            thread::sleep(Duration::from_secs(2));
            Ok(7)
        });
        assert_eq!(slow, Err(ExtractError::TooSlow { seconds: 0 }));
        let text: Vec<u8> = Vec::new();
        let short = within(limit, move || Ok(text[text.len()]));
        assert_eq!(short, Err(ExtractError::Panicked));
    }

    /// The result of handing over 1, 2, 3 with something done before the 3.
    fn handed_over(
        limit: Duration,
        before: impl FnOnce() + Send + 'static,
    ) -> (Vec<u8>, Result<(), ExtractError>) {
        let mut got = Vec::new();
        let work = |on: &mut dyn FnMut(u8)| {
            on(1);
            on(2);
            before();
            on(3);
            Ok(())
        };
        let done = each(limit, work, &mut |number| got.push(number));
        (got, done)
    }

    #[test]
    fn what_was_handed_over_before_it_went_wrong_is_kept() {
        let limit = Duration::from_secs(30);
        assert_eq!(handed_over(limit, || ()), (vec![1, 2, 3], Ok(())));
        let none: Vec<u8> = Vec::new();
        assert_eq!(
            handed_over(limit, move || assert_eq!(none[none.len()], 0)),
            (vec![1, 2], Err(ExtractError::Panicked))
        );
        assert_eq!(
            handed_over(Duration::from_millis(500), || thread::sleep(
                Duration::from_secs(5)
            )),
            (vec![1, 2], Err(ExtractError::TooSlow { seconds: 0 }))
        );
    }

    #[test]
    fn the_limit_is_for_each_and_not_for_all() {
        let mut got = 0;
        let work = |on: &mut dyn FnMut(u8)| {
            for number in 0..20 {
                thread::sleep(Duration::from_millis(50));
                on(number);
            }
            Ok(())
        };
        let done = each(Duration::from_millis(500), work, &mut |_| got += 1);
        assert_eq!((got, done), (20, Ok(())));
    }
}
