//! When a question has to be answered, or given up.

use std::time::Instant;

use super::error::IndexError;

/// Steps of a loop between two looks at the clock.
const STEPS: u32 = 1024;

/// A moment after which an answer is of no use; none by default.
#[derive(Clone, Copy, Debug, Default)]
pub struct Deadline(Option<Instant>);

impl Deadline {
    /// At `moment`.
    pub fn at(moment: Instant) -> Self {
        Deadline(Some(moment))
    }

    /// An error once it is over.
    pub fn check(self) -> Result<(), IndexError> {
        match self.0 {
            Some(moment) if Instant::now() >= moment => Err(IndexError::OutOfTime),
            _ => Ok(()),
        }
    }

    /// Watches over a loop.
    pub fn watch(self) -> Watch {
        Watch {
            deadline: self,
            steps: 0,
        }
    }
}

/// Looks at the clock once in so many steps.
#[derive(Debug)]
pub struct Watch {
    deadline: Deadline,
    steps: u32,
}

impl Watch {
    /// One more step; an error if the deadline is over.
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
        assert_eq!(steps(Deadline::default()), 10 * STEPS);
        assert_eq!(
            steps(Deadline::at(now + Duration::from_secs(3600))),
            10 * STEPS
        );
        assert_eq!(steps(Deadline::at(now)), STEPS - 1);
    }
}
