//! Figures for Prometheus.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};

use super::Site;

type Labels = Vec<(&'static str, String)>;

/// What is counted.
pub struct Metrics {
    registry: Registry,
    requests: Family<Labels, Counter>,
    durations: Family<Labels, Histogram>,
    in_flight: Gauge,
    documents: Gauge,
    segments: Gauge,
}

fn histogram() -> Histogram {
    // From one millisecond to sixteen seconds.
    Histogram::new(exponential_buckets(0.001, 2.0, 15))
}

impl Metrics {
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("fasou");
        let requests = Family::<Labels, Counter>::default();
        registry.register("http_requests", "Requests answered", requests.clone());
        let durations = Family::<Labels, Histogram>::new_with_constructor(histogram);
        registry.register_with_unit(
            "http_request_duration",
            "Time until the first byte of the answer",
            Unit::Seconds,
            durations.clone(),
        );
        let in_flight = Gauge::default();
        registry.register(
            "http_requests_in_flight",
            "Requests being answered",
            in_flight.clone(),
        );
        let documents = Gauge::default();
        registry.register(
            "index_documents",
            "Passages and reports in the index",
            documents.clone(),
        );
        let segments = Gauge::default();
        registry.register("index_segments", "Segments of the index", segments.clone());
        Metrics {
            registry,
            requests,
            durations,
            in_flight,
            documents,
            segments,
        }
    }

    /// One more request, until what is returned is dropped.
    pub fn in_flight(&self) -> InFlight {
        self.in_flight.inc();
        InFlight(self.in_flight.clone())
    }

    /// A request was answered.
    pub fn count(&self, route: &str, status: u16, took: Duration) {
        let route = ("route", route.to_owned());
        let labels = vec![route.clone(), ("status", status.to_string())];
        self.requests.get_or_create(&labels).inc();
        self.durations
            .get_or_create(&vec![route])
            .observe(took.as_secs_f64());
    }
}

/// A request that is being answered.
pub struct InFlight(Gauge);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// The figures, as Prometheus reads them.
pub async fn show(State(site): State<Arc<Site>>) -> impl IntoResponse {
    let index = site.follow.index();
    site.metrics.documents.set(index.searcher.num_docs() as i64);
    site.metrics
        .segments
        .set(index.searcher.segment_readers().len() as i64);
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = encode(&mut text, &site.metrics.registry);
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    (
        [(header::CONTENT_TYPE, HeaderValue::from_static(kind))],
        text,
    )
}
