//! Where the program panicked: kept for whoever catches the panic, instead of printed.
//!
//! A caught panic carries its message, but not its place; and a panic on a thread of a pool is caught on
//! another. So the latest are kept for all threads, and found by their messages. This is in the first layer
//! that catches panics, so that those above it may ask.

use std::any::Any;
use std::collections::VecDeque;
use std::panic;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many are kept: as many as may be in flight to whoever catches them.
const KEPT: usize = 16;

/// The message, and the place in the source; the latest last.
static LATEST: Mutex<VecDeque<(String, String)>> = Mutex::new(VecDeque::new());

fn latest() -> MutexGuard<'static, VecDeque<(String, String)>> {
    LATEST.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From now on panics print nothing, and their places are kept.
pub fn keep() {
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        let mut latest = latest();
        if latest.len() == KEPT {
            latest.pop_front();
        }
        latest.push_back((said(panic.payload()), place.unwrap_or_default()));
    }));
}

/// The message of a caught panic, and where in the source it happened.
pub fn told(cause: &(dyn Any + Send)) -> String {
    let said = said(cause);
    let latest = latest();
    let known = latest.iter().rev().find(|(other, _)| *other == said);
    match known {
        Some((_, place)) => format!("{said}, at {place}"),
        None => said,
    }
}

fn said(cause: &(dyn Any + Send)) -> String {
    let text = cause.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| cause.downcast_ref::<&str>().copied());
    text.unwrap_or("no reason given").to_owned()
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn what_stops_short_on_another_thread_tells_where() {
        let before = panic::take_hook();
        keep();
        let causes = [6, 7].map(|number| {
            let done = thread::spawn(move || assert!(number > 7, "{number} parts are too few"));
            done.join().unwrap_err()
        });
        panic::set_hook(before);
        for (cause, number) in causes.iter().zip([6, 7]) {
            let told = told(&**cause);
            let expected = format!("{number} parts are too few, at src/corpus/panics.rs:");
            assert!(told.starts_with(&expected), "{told}");
        }
        assert_eq!(told(&"never kept"), "never kept");
    }
}
