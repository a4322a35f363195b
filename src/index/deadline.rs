//! When a question has to be answered, or given up.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use super::error::IndexError;

/// Steps of a loop between two looks at the clock.
const STEPS: u32 = 1024;

/// A moment after which an answer is of no use, and a flag that says that nobody waits for it any more. The
/// default has neither and never ends.
#[derive(Clone, Debug, Default)]
pub struct Deadline {
    moment: Option<Instant>,
    given_up: Option<Arc<AtomicBool>>,
}

impl Deadline {
    /// At `moment`, or as soon as `given_up` is set.
    pub fn at(moment: Instant, given_up: Arc<AtomicBool>) -> Self {
        Deadline {
            moment: Some(moment),
            given_up: Some(given_up),
        }
    }

    /// An error once the moment has passed or the flag is set.
    pub fn check(&self) -> Result<(), IndexError> {
        let late = self.moment.is_some_and(|moment| Instant::now() >= moment);
        let left = (self.given_up.as_ref()).is_some_and(|left| left.load(Ordering::Relaxed));
        match late || left {
            true => Err(IndexError::OutOfTime),
            false => Ok(()),
        }
    }

    /// A watch for a loop that may take long.
    pub fn watch(&self) -> Watch {
        Watch {
            deadline: self.clone(),
            steps: 0,
        }
    }
}

/// Looks at the clock once every so many steps.
#[derive(Debug)]
pub struct Watch {
    deadline: Deadline,
    steps: u32,
}

impl Watch {
    /// Counts one step; an error if the deadline has passed.
    pub fn step(&mut self) -> Result<(), IndexError> {
        self.steps += 1;
        if self.steps < STEPS {
            return Ok(());
        }
        self.steps = 0;
        self.deadline.check()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_loop_goes_on_until_the_deadline_is_over() {
        let steps = |deadline: Deadline| {
            let mut watch = deadline.watch();
            (0..10 * STEPS).take_while(|_| watch.step().is_ok()).count() as u32
        };
        let now = Instant::now();
        let hour = now + Duration::from_secs(3600);
        let set = |given_up| Arc::new(AtomicBool::new(given_up));
        assert_eq!(steps(Deadline::default()), 10 * STEPS);
        assert_eq!(steps(Deadline::at(hour, set(false))), 10 * STEPS);
        assert_eq!(steps(Deadline::at(now, set(false))), STEPS - 1);
        assert_eq!(steps(Deadline::at(hour, set(true))), STEPS - 1);
    }
}
