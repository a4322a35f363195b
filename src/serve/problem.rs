//! What is wrong with a request, as `application/problem+json` (RFC 9457) with codes that stay.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::chinese;
use super::watch::say;
use crate::index::IndexError;
use crate::query::QueryError;

/// What kinds of problem there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// A value that cannot be.
    BadParameter,
    /// A name that is not known.
    UnknownParameter,
    /// A query that cannot be understood, or answered.
    BadQuery,
    /// A term that cannot match.
    BadTerm,
    /// No such report, passage or address.
    NotFound,
    /// Neither GET nor HEAD.
    WrongMethod,
    /// A request with a body.
    BodyTooLarge,
    /// A name that is not this machine's.
    WrongHost,
    /// The time is over.
    OutOfTime,
    /// No turn to be had.
    Busy,
    /// What the log tells.
    Internal,
}

impl Code {
    /// Its name, which stays.
    pub fn name(self) -> &'static str {
        match self {
            Code::BadParameter => "bad-parameter",
            Code::UnknownParameter => "unknown-parameter",
            Code::BadQuery => "bad-query",
            Code::BadTerm => "bad-term",
            Code::NotFound => "not-found",
            Code::WrongMethod => "wrong-method",
            Code::BodyTooLarge => "body-too-large",
            Code::WrongHost => "wrong-host",
            Code::OutOfTime => "out-of-time",
            Code::Busy => "busy",
            Code::Internal => "internal",
        }
    }

    /// The status of the response.
    pub fn status(self) -> StatusCode {
        match self {
            Code::BadParameter | Code::UnknownParameter | Code::BadQuery | Code::BadTerm => {
                StatusCode::BAD_REQUEST
            }
            Code::NotFound => StatusCode::NOT_FOUND,
            Code::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Code::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Code::WrongHost => StatusCode::MISDIRECTED_REQUEST,
            Code::OutOfTime => StatusCode::GATEWAY_TIMEOUT,
            Code::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What kind of problem it is.
    pub fn title(self) -> &'static str {
        match self {
            Code::BadParameter => "A parameter cannot be used",
            Code::UnknownParameter => "A parameter is not known",
            Code::BadQuery => "The query cannot be understood",
            Code::BadTerm => "The term cannot match",
            Code::NotFound => "There is no such thing",
            Code::WrongMethod => "Only GET and HEAD are answered",
            Code::BodyTooLarge => "A request has no body here",
            Code::WrongHost => "This name is not answered to",
            Code::OutOfTime => "The question took too long and was given up",
            Code::Busy => "Too many questions at once",
            Code::Internal => "The question could not be answered",
        }
    }
}

/// A problem as it is told: `type` is `urn:fasou:problem:` and the name of its code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What kind of problem it is.
    pub code: Code,
    /// What is wrong with this request, and what to do.
    pub detail: String,
    /// The same for the page, where it is known in Chinese.
    pub shown: Option<String>,
}

impl Problem {
    /// A problem that is not known in Chinese.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Problem {
            code,
            detail: detail.into(),
            shown: None,
        }
    }

    /// A parameter that cannot be used.
    pub fn parameter(name: &str, wrong: impl std::fmt::Display) -> Self {
        Problem::new(Code::BadParameter, format!("{name}: {wrong}"))
    }

    /// Nothing of that name.
    pub fn not_found(what: &str) -> Self {
        Problem::new(Code::NotFound, what)
    }

    /// The time is over.
    pub fn out_of_time() -> Self {
        Problem::new(
            Code::OutOfTime,
            "it took longer than is allowed here; ask for less, or narrow it by region or year",
        )
    }

    /// No turn to be had.
    pub fn busy() -> Self {
        Problem::new(
            Code::Busy,
            "others are being answered; try again in a moment",
        )
    }

    /// What is nobody's business but the operator's, who reads `reason` in the log.
    pub fn internal(reason: &str) -> Self {
        say(format_args!("fasou: {reason}"));
        Problem::new(
            Code::Internal,
            "see the server's log; if it goes on, tell whoever runs it",
        )
    }

    /// What is wrong with a question.
    pub fn of_query(error: &QueryError) -> Self {
        use QueryError::*;
        let detail = error.to_string();
        let problem = match error {
            Term(_) | TooManyTerms(_) => Problem::new(Code::BadTerm, detail),
            Filter(_) | NoTable { .. } | Synonyms { .. } | ManyReports { .. } => {
                Problem::new(Code::BadParameter, detail)
            }
            Empty(_) | OnlyExcluded(_) | OnlyFields(_) | Language(_) | OpenStar(..) => {
                Problem::new(Code::BadQuery, detail)
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
            "type": format!("urn:fasou:problem:{}", self.code.name()),
            "code": self.code.name(),
            "title": self.code.title(),
            "status": self.code.status().as_u16(),
            "detail": self.detail,
        });
        let kind = HeaderValue::from_static("application/problem+json");
        let headers = [(header::CONTENT_TYPE, kind)];
        let mut response = (self.code.status(), headers, document.to_string()).into_response();
        if self.code == Code::Busy {
            let soon = HeaderValue::from_static("1");
            response.headers_mut().insert(header::RETRY_AFTER, soon);
        }
        response
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code.title(), self.detail)
    }
}

impl std::error::Error for Problem {}

/// For whatever is neither GET nor HEAD.
pub async fn wrong_method() -> Problem {
    Problem::new(Code::WrongMethod, "ask with GET")
}
