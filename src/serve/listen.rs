//! Connections: taken as long as there is room, cut where they stand still, ended when the server stops.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_io_timeout::TimeoutStream;

use super::limits::{CONNECTIONS, HEAD, Limits};
use super::watch::say;

/// How long answers that are under way may take once the server is to stop.
const LAST: Duration = Duration::from_secs(10);

/// Takes connections until the process is asked to stop, and ends those that are open.
pub async fn until_stopped(listener: TcpListener, router: Router, limits: &Limits) {
    let graceful = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let mut stop = std::pin::pin!(stopped());
    loop {
        let next = async {
            // The semaphore is never closed.
            let place = Arc::clone(&room).acquire_owned().await.ok();
            (place, listener.accept().await)
        };
        let (place, taken) = tokio::select! {
            next = next => next,
            () = &mut stop => break,
        };
        let (stream, peer) = match taken {
            Ok(taken) => taken,
            // No file handle left, say: others may be closed soon.
            Err(error) => {
                say(format_args!("fasou: a connection was not taken: {error}"));
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let connection = graceful.watch(connection(stream, peer, router.clone(), limits.patience));
        tokio::spawn(async move {
            // What a client does wrong is its own affair.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    let last = LAST.min(limits.time);
    let _ = tokio::time::timeout(last, graceful.shutdown()).await;
}

/// Serves one connection.
fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    patience: Duration,
) -> impl hyper_util::server::graceful::GracefulConnection {
    // Answers are small and whole: they are not held back to be sent with more.
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(patience));
    let service = router.layer(axum::middleware::from_fn(
        move |mut request: Request<axum::body::Body>, next: axum::middleware::Next| {
            request.extensions_mut().insert(ConnectInfo(peer));
            next.run(request)
        },
    ));
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience)
        .max_header_size(HEAD)
        .serve_connection(
            TokioIo::new(Box::pin(stream)),
            TowerToHyperService::new(service),
        )
}

/// Ends when the process is asked to stop: Ctrl-C, or a signal to terminate.
async fn stopped() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
