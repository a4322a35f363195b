//! Answers a request on a thread of its own, within its time.

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::Site;
use super::limits::Work;
use super::pipe::{body, pipe};
use super::problem::Problem;
use crate::corpus::panics;
use crate::index::{Deadline, IndexError, OpenIndex};
use crate::present::terminal::clean;
use crate::query::{FilterError, QueryError};

/// Why a request is not answered.
#[derive(Debug)]
pub enum Failure {
    /// What was asked.
    Problem(Problem),
    /// The index.
    Query(QueryError),
    /// Whoever asked has gone.
    Io(io::Error),
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Failure::Problem(problem)
    }
}

impl From<QueryError> for Failure {
    fn from(error: QueryError) -> Self {
        Failure::Query(error)
    }
}

impl From<FilterError> for Failure {
    fn from(error: FilterError) -> Self {
        Failure::Query(error.into())
    }
}

impl From<IndexError> for Failure {
    fn from(error: IndexError) -> Self {
        Failure::Query(error.into())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Io(error)
    }
}

/// Does `job` with the index as it stands now; what it writes is the body.
pub async fn answer(
    site: Arc<Site>,
    work: Work,
    kind: &'static str,
    job: impl FnOnce(&OpenIndex, &mut dyn Write) -> Result<(), Failure> + Send + 'static,
) -> Result<Response, Problem> {
    let turn = site.admission.turn(work).await?;
    let (time, ahead) = match work {
        // Of bounded size, it is written whole: no slow reader keeps a turn from others.
        Work::Question => (site.limits.time, 1 << 10),
        Work::Download => (site.limits.download, 2),
    };
    let asker = Asker::default();
    let deadline = Deadline::at(Instant::now() + time, Arc::clone(&asker.0));
    let index = site.follow.index().until(deadline.clone());
    let (mut out, pieces) = pipe(ahead, site.limits.patience);
    tokio::task::spawn_blocking(move || {
        let done = catch_unwind(AssertUnwindSafe(|| job(&index, &mut out)));
        let done = match done {
            Ok(done) => done.map_err(|failure| problem(failure, &deadline)),
            Err(cause) => Err(Problem::internal(&format!(
                "a question was not answered: it panicked ({})",
                clean(&panics::told(&*cause))
            ))),
        };
        out.end(done);
        drop(turn);
    });
    let body = body(pieces, asker).await?;
    Ok((
        [(header::CONTENT_TYPE, HeaderValue::from_static(kind))],
        body,
    )
        .into_response())
}

/// Whoever waits for an answer: once this is dropped, nobody does, and the work for it ends.
#[derive(Default)]
pub struct Asker(Arc<AtomicBool>);

impl Drop for Asker {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn problem(failure: Failure, deadline: &Deadline) -> Problem {
    match failure {
        Failure::Problem(problem) => problem,
        // Inside tantivy the time that is over is an error among others.
        Failure::Query(_) if deadline.check().is_err() => Problem::out_of_time(),
        Failure::Query(error) => Problem::of_query(&error),
        // Whoever has gone is told nothing, nor is whoever reads the log.
        Failure::Io(error) if error.kind() == io::ErrorKind::BrokenPipe => Problem::busy(),
        Failure::Io(error) => Problem::internal(&error.to_string()),
    }
}
