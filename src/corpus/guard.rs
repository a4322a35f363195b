//! A reader that stops short or never stops costs its file, not the run.

use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::extract::ExtractError;

/// Does `work`, but waits for it no longer than `limit`.
///
/// What takes longer is left to itself: a thread cannot be stopped from outside, so it may use a
/// core until it ends or the program does.
pub(super) fn within<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> Result<T, ExtractError> + Send + 'static,
) -> Result<T, ExtractError> {
    let (send, receive) = mpsc::channel();
    let worker = thread::Builder::new()
        .name("reader".to_owned())
        .spawn(move || {
            let done = panic::catch_unwind(AssertUnwindSafe(work));
            // Nobody waits any more once the time is over.
            let _ = send.send(done.unwrap_or(Err(ExtractError::Panicked)));
        });
    if worker.is_err() {
        return Err(ExtractError::NoThread);
    }
    match receive.recv_timeout(limit) {
        Ok(done) => done,
        Err(RecvTimeoutError::Timeout) => Err(ExtractError::TooSlow {
            seconds: limit.as_secs(),
        }),
        Err(RecvTimeoutError::Disconnected) => Err(ExtractError::Panicked),
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
}
