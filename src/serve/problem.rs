//! What is wrong with a request, as `application/problem+json` (RFC 9457) with codes that stay.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::chinese;
use super::watch::say;
use crate::index::IndexError;
use crate::query::QueryError;

/// A problem as it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The status of the response.
    pub status: StatusCode,
    /// Its name, which stays: `type` is `urn:fasou:problem:` and this.
    pub code: &'static str,
    /// What kind of problem it is.
    pub title: &'static str,
    /// What is wrong with this request, and what to do.
    pub detail: String,
    /// The same for the page, where it is known in Chinese.
    pub shown: Option<String>,
}

/// The codes, each with its status and title.
pub const CODES: [(&str, StatusCode, &str); 11] = [
    (
        "bad-parameter",
        StatusCode::BAD_REQUEST,
        "A parameter cannot be used",
    ),
    (
        "unknown-parameter",
        StatusCode::BAD_REQUEST,
        "A parameter is not known",
    ),
    (
        "bad-query",
        StatusCode::BAD_REQUEST,
        "The query cannot be understood",
    ),
    ("bad-term", StatusCode::BAD_REQUEST, "The term cannot match"),
    ("not-found", StatusCode::NOT_FOUND, "There is no such thing"),
    (
        "wrong-method",
        StatusCode::METHOD_NOT_ALLOWED,
        "Only GET and HEAD are answered",
    ),
    (
        "body-too-large",
        StatusCode::PAYLOAD_TOO_LARGE,
        "A request has no body here",
    ),
    (
        "wrong-host",
        StatusCode::MISDIRECTED_REQUEST,
        "This name is not answered to",
    ),
    (
        "out-of-time",
        StatusCode::GATEWAY_TIMEOUT,
        "The question took too long and was given up",
    ),
    (
        "busy",
        StatusCode::SERVICE_UNAVAILABLE,
        "Too many questions at once",
    ),
    (
        "internal",
        StatusCode::INTERNAL_SERVER_ERROR,
        "The question could not be answered",
    ),
];

impl Problem {
    /// A problem of one of [`CODES`].
    pub fn new(code: &'static str, detail: impl Into<String>) -> Self {
        let known = CODES.iter().find(|(known, _, _)| *known == code);
        let (_, status, title) = known.unwrap_or(&CODES[CODES.len() - 1]);
        Problem {
            status: *status,
            code,
            title,
            detail: detail.into(),
            shown: None,
        }
    }

    /// A parameter that cannot be used.
    pub fn parameter(name: &str, wrong: impl std::fmt::Display) -> Self {
        Problem::new("bad-parameter", format!("{name}: {wrong}"))
    }

    /// Nothing of that name.
    pub fn not_found(what: &str) -> Self {
        Problem::new("not-found", what)
    }

    /// The time is over.
    pub fn out_of_time() -> Self {
        Problem::new(
            "out-of-time",
            "it took longer than is allowed here; ask for less, or narrow it by region or year",
        )
    }

    /// No turn to be had.
    pub fn busy() -> Self {
        Problem::new("busy", "others are being answered; try again in a moment")
    }

    /// What is nobody's business but the operator's, who reads `reason` in the log.
    pub fn internal(reason: &str) -> Self {
        say(format_args!("fasou: {reason}"));
        Problem::new(
            "internal",
            "see the server's log; if it goes on, tell whoever runs it",
        )
    }

    /// What is wrong with a question.
    pub fn of_query(error: &QueryError) -> Self {
        use QueryError::*;
        let detail = error.to_string();
        let problem = match error {
            Term(_) | TooManyTerms(_) => Problem::new("bad-term", detail),
            Filter(_) | NoTable { .. } | Synonyms { .. } | ManyReports { .. } => {
                Problem::new("bad-parameter", detail)
            }
            Empty(_) | OnlyExcluded(_) | OnlyFields(_) | Language(_) | OpenStar(..) => {
                Problem::new("bad-query", detail)
            }
            NoReport(id) => Problem::not_found(&format!("no report {id:?}")),
            NoPassage { id, .. } => Problem::not_found(&format!(
                "no passage {id:?}: its report is not in the index, or its text has changed since"
            )),
            Index(IndexError::OutOfTime) => Problem::out_of_time(),
            NotVerified(_) | Disagree { .. } | Index(_) | Engine(_) | Io(_) => {
                Problem::internal(&error.to_string())
            }
        };
        Problem {
            shown: chinese::said(error),
            ..problem
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let document = json!({
            "type": format!("urn:fasou:problem:{}", self.code),
            "code": self.code,
            "title": self.title,
            "status": self.status.as_u16(),
            "detail": self.detail,
        });
        let kind = HeaderValue::from_static("application/problem+json");
        let headers = [(header::CONTENT_TYPE, kind)];
        let mut response = (self.status, headers, document.to_string()).into_response();
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            let soon = HeaderValue::from_static("1");
            response.headers_mut().insert(header::RETRY_AFTER, soon);
        }
        response
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.title, self.detail)
    }
}

impl std::error::Error for Problem {}

/// For whatever is neither GET nor HEAD.
pub async fn wrong_method() -> Problem {
    Problem::new("wrong-method", "ask with GET")
}
