//! What every request passes: the name it was sent to, its size, the log, the figures, and the headers
//! that every response carries.

use std::fmt::Display;
use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::Site;
use super::limits::BODY;
use super::metrics::InFlight;
use super::problem::{Code, Problem};

/// Nothing but what this server itself sends may run or be shown, nor may the page be framed.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Says something to whoever runs the server; if nobody listens, it is lost.
pub fn say(message: impl Display) {
    let _ = writeln!(std::io::stderr(), "{message}");
}

/// What is said of a request that nobody waited for to the end, as nginx has it.
const LEFT: u16 = 499;

/// A request under way: counted and logged when it is over, however it ends.
struct UnderWay {
    site: Arc<Site>,
    begun: Instant,
    line: String,
    route: String,
    status: u16,
    _in_flight: InFlight,
}

impl UnderWay {
    fn begin(site: Arc<Site>, request: &Request) -> Self {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map_or_else(|| "-".to_owned(), |peer| peer.0.ip().to_string());
        let route = request.extensions().get::<MatchedPath>();
        UnderWay {
            begun: Instant::now(),
            line: format!("{peer} {} {}", request.method(), shown(request.uri())),
            route: route.map_or("other", |route| route.as_str()).to_owned(),
            status: LEFT,
            _in_flight: site.metrics.in_flight(),
            site,
        }
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        let took = self.begun.elapsed();
        self.site.metrics.count(&self.route, self.status, took);
        if self.site.log {
            let now = OffsetDateTime::now_utc()
                .format(&Rfc3339)
                .unwrap_or_default();
            let (line, status) = (&self.line, self.status);
            let milliseconds = took.as_secs_f64() * 1e3;
            say(format_args!("{now} {line} {status} {milliseconds:.1}ms"));
        }
    }
}

/// What was asked for, in signs that steer no terminal.
fn shown(uri: &Uri) -> String {
    let asked = uri.to_string();
    let sign = |c: char| match c.is_ascii_graphic() {
        true => c.to_string(),
        false => c.escape_unicode().to_string(),
    };
    asked.chars().map(sign).collect()
}

/// Watches over one request.
pub async fn watch(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let mut under_way = UnderWay::begin(Arc::clone(&site), &request);
    let mut response = match refused(&site, request.uri(), request.headers()) {
        Some(problem) => problem.into_response(),
        None => next.run(request).await,
    };
    add_headers(&site, response.headers_mut());
    under_way.status = response.status().as_u16();
    response
}

/// Why a request is not even looked at.
fn refused(site: &Site, uri: &Uri, headers: &HeaderMap) -> Option<Problem> {
    let length = headers.get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| length > BODY) || headers.contains_key(header::TRANSFER_ENCODING)
    {
        let detail = "put what you ask for into the address";
        return Some(Problem::new(Code::BodyTooLarge, detail));
    }
    let hosts = headers.get_all(header::HOST).iter();
    let mut names = hosts
        .map(|host| host.to_str().ok())
        .chain(uri.host().map(Some));
    if site.loopback && !names.all(|name| name.is_some_and(is_this_machine)) {
        return Some(Problem::new(
            Code::WrongHost,
            "this server answers to localhost alone; start it with --bind to open it to others",
        ));
    }
    None
}

/// Whether a `Host` header names this machine by itself, whatever the port.
fn is_this_machine(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next(),
        None => host.split(':').next(),
    };
    let name = name.unwrap_or_default();
    let address = name.parse::<std::net::IpAddr>();
    name.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}

fn add_headers(site: &Site, headers: &mut HeaderMap) {
    let always: [(HeaderName, &'static str); 5] = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ];
    for (name, value) in always {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // What an index answers changes with its next commit.
    let fresh = HeaderValue::from_static("no-cache");
    headers.entry(header::CACHE_CONTROL).or_insert(fresh);
    if let Some(origin) = &site.cors {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        headers.append(header::VARY, HeaderValue::from_static("origin"));
        let others = HeaderName::from_static("cross-origin-resource-policy");
        headers.insert(others, HeaderValue::from_static("cross-origin"));
    }
}

/// Whether the server is well: it is if it answers.
pub async fn health() -> &'static str {
    "ok\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_its_own() {
        for own in [
            "localhost",
            "LOCALHOST:7878",
            "127.0.0.1:80",
            "127.9.9.9",
            "[::1]:7878",
        ] {
            assert!(is_this_machine(own), "{own}");
        }
        for other in [
            "example.org",
            "localhost.example.org:7878",
            "10.0.0.1",
            "[2001:db8::1]",
            "",
        ] {
            assert!(!is_this_machine(other), "{other}");
        }
    }
}
