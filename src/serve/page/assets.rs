//! What the pages are shown with: one style sheet, one script, one picture, all in the binary.

use std::sync::LazyLock;

use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;

use crate::index::record::short_hash;

const STYLE: &str = include_str!("fasou.css");
const SCRIPT: &str = include_str!("fasou.js");
const ICON: &str = include_str!("icon.svg");

/// What they hold stands in their address, so a browser may keep them.
const KEEP: &str = "public, max-age=31536000, immutable";

/// What tells this style and script from those of other versions.
pub static MARK: LazyLock<String> = LazyLock::new(|| short_hash(&[STYLE, SCRIPT, ICON].concat()));

fn asset(kind: &'static str, content: &'static str) -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static(KEEP)),
    ];
    (headers, content)
}

pub async fn style() -> impl IntoResponse {
    asset("text/css; charset=utf-8", STYLE)
}

pub async fn script() -> impl IntoResponse {
    asset("text/javascript; charset=utf-8", SCRIPT)
}

pub async fn icon() -> impl IntoResponse {
    asset("image/svg+xml", ICON)
}
