//! The same library over HTTP: an API in JSON (`api`) and a page in Chinese (`page`).
//!
//! A request passes `watch` (log, figures, headers), is admitted by `limits`, and is answered on a
//! thread of its own by the index of the last commit (`follow`); whatever takes longer than allowed is
//! given up (`answer`). Nothing here decides what matches, what ranks, or what JSON says.

mod answer;
mod api;
mod chinese;
mod follow;
mod limits;
mod listen;
mod metrics;
mod page;
mod params;
mod pipe;
mod problem;
#[cfg(test)]
mod tests;
mod watch;

use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use thiserror::Error;

use crate::index::IndexError;
use follow::Follow;
use limits::Admission;
pub use limits::Limits;
use metrics::Metrics;

/// How to serve.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where to listen; port 0 takes any that is free.
    pub bind: SocketAddr,
    /// The origin whose pages may read answers, such as `https://example.org`, or `*`.
    pub cors: Option<String>,
    /// Whether each request is written to standard error.
    pub log: bool,
    /// How much a request may ask for.
    pub limits: Limits,
}

/// Why the server does not run.
#[derive(Debug, Error)]
pub enum ServeError {
    /// The index.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The address.
    #[error("cannot listen on {address}: {reason}; name another address with --bind")]
    Bind {
        /// Where.
        address: SocketAddr,
        /// Why not.
        reason: io::Error,
    },
    /// An origin that no header can hold.
    #[error("--cors: {0:?} is no origin; write one such as https://example.org, or *")]
    Cors(String),
    /// The machine.
    #[error("cannot serve: {0}")]
    Io(#[from] io::Error),
}

/// How long work may go on that nobody waits for any more, once the server is to stop.
const LAST: Duration = Duration::from_secs(3);

/// What all requests share.
struct Site {
    follow: Follow,
    admission: Admission,
    metrics: Metrics,
    limits: Limits,
    /// Only names of this machine are answered to: else any page a browser shows could be given a name
    /// that leads here, and read the reports.
    loopback: bool,
    cors: Option<axum::http::HeaderValue>,
    log: bool,
}

/// Serves the index at `home` until the process is asked to stop; `ready` is told the address.
pub fn serve(
    home: &Path,
    options: &Options,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), ServeError> {
    let cors = options.cors.as_ref().map(|origin| {
        let wrong = || ServeError::Cors(origin.clone());
        let rest = origin
            .strip_prefix("https://")
            .or_else(|| origin.strip_prefix("http://"));
        let is_origin = rest.is_some_and(|rest| !rest.is_empty() && !rest.contains('/'));
        match axum::http::HeaderValue::from_str(origin) {
            Ok(value) if origin == "*" || is_origin => Ok(value),
            _ => Err(wrong()),
        }
    });
    let site = Arc::new(Site {
        follow: Follow::open(home)?,
        admission: Admission::new(&options.limits),
        metrics: Metrics::new(),
        limits: options.limits.clone(),
        loopback: options.bind.ip().is_loopback(),
        cors: cors.transpose()?,
        log: options.log,
    });
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(options.limits.threads())
        .build()?;
    let served = runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(options.bind).await;
        let listener = listener.map_err(|reason| ServeError::Bind {
            address: options.bind,
            reason,
        })?;
        ready(listener.local_addr()?);
        tokio::spawn(follow::go_on(Arc::clone(&site)));
        listen::until_stopped(listener, router(Arc::clone(&site)), &site.limits).await;
        Ok(())
    });
    // What is still being worked on has lost those who asked, and ends at its next look at the clock.
    runtime.shutdown_timeout(LAST);
    served
}

fn router(site: Arc<Site>) -> Router {
    Router::new()
        .route("/healthz", get(watch::health))
        .route("/metrics", get(metrics::show))
        .route("/api/v1/", get(api::nothing_here))
        .nest("/api/v1", api::router())
        .merge(page::router())
        .method_not_allowed_fallback(problem::wrong_method)
        .layer(axum::middleware::from_fn_with_state(
            Arc::clone(&site),
            watch::watch,
        ))
        .with_state(site)
}
