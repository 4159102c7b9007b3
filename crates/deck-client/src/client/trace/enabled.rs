//! Feature `tracing`: one span for a call, and in it one for each request, with the names of the
//! OpenTelemetry conventions for HTTP clients.
//!
//! Neither headers nor bodies are recorded.

use std::borrow::Cow;
use std::future::Future;

use deck_transport::TimeoutPhase;
use deck_transport::TransportErrorKind;
use http::Uri;
use tracing::Instrument;
use tracing::Span;
use tracing::debug;
use tracing::field::Empty;
use tracing::info_span;
use tracing::instrument::Instrumented;

use crate::Attempt;
use crate::AttemptOutcome;
use crate::RetryDecision;

#[derive(Clone)]
pub(in crate::client) struct CallSpan {
    span: Span,
    operation: Cow<'static, str>,
}

impl CallSpan {
    pub(in crate::client) fn new(operation: Cow<'static, str>) -> Self {
        let span = info_span!(
            "deck.call",
            otel.kind = "internal",
            deck.operation = &*operation
        );
        Self { span, operation }
    }

    pub(in crate::client) fn instrument<F: Future>(&self, future: F) -> Instrumented<F> {
        future.instrument(self.span.clone())
    }

    /// Begins the span of one request, as a child of the call's.
    pub(in crate::client) fn attempt(&self, retries: u32, uri: &Uri) -> AttemptSpan {
        let (method, path) = self.operation.split_once(' ').unwrap_or_default();
        // The path of an untyped request is the caller's: a template has no ids in it.
        let (name, template) = match &self.operation {
            Cow::Borrowed(name) => (*name, Some(path)),
            Cow::Owned(_) => (method, None),
        };
        let span = info_span!(
            parent: &self.span,
            "deck.request",
            otel.name = name,
            otel.kind = "client",
            otel.status_code = Empty,
            http.request.method = method,
            http.request.resend_count = Empty,
            http.response.status_code = Empty,
            server.address = uri.host(),
            server.port = port(uri),
            url.full = %uri,
            url.template = template,
            error.type = Empty,
            deck.request_id = Empty,
        );
        if retries > 0 {
            span.record("http.request.resend_count", retries);
        }
        AttemptSpan(span)
    }

    /// Tells what follows from an attempt that failed.
    pub(in crate::client) fn decided(&self, decision: RetryDecision) {
        let _entered = self.span.enter();
        match decision {
            RetryDecision::Retry { after, reason } => {
                debug!(
                    wait_seconds = after.as_secs_f64(),
                    ?reason,
                    "the request is sent again"
                );
            }
            RetryDecision::GiveUp(reason) => debug!(?reason, "the request is not sent again"),
        }
    }
}

pub(in crate::client) struct AttemptSpan(Span);

impl AttemptSpan {
    pub(in crate::client) fn instrument<F: Future>(&self, future: F) -> Instrumented<F> {
        future.instrument(self.0.clone())
    }

    pub(in crate::client) fn ended(&self, attempt: &Attempt) {
        match attempt.outcome {
            AttemptOutcome::Responded { status } => {
                self.0.record("http.response.status_code", status);
                if !(200..400).contains(&status) {
                    self.0.record("error.type", status.to_string());
                    self.0.record("otel.status_code", "ERROR");
                }
            }
            AttemptOutcome::Failed { kind, .. } => {
                self.0.record("error.type", word(kind));
                self.0.record("otel.status_code", "ERROR");
            }
            AttemptOutcome::Abandoned => {
                self.0.record("error.type", "abandoned");
                self.0.record("otel.status_code", "ERROR");
            }
        }
        if let Some(request_id) = &attempt.request_id {
            self.0.record("deck.request_id", request_id.as_str());
        }
    }
}

fn port(uri: &Uri) -> u16 {
    let default = if uri.scheme_str() == Some("http") {
        80
    } else {
        443
    };
    uri.port_u16().unwrap_or(default)
}

/// Returns the `error.type`. The conventions ask for few and stable words, and name the one for all else.
fn word(kind: TransportErrorKind) -> &'static str {
    match kind {
        TransportErrorKind::Timeout(TimeoutPhase::Attempt) => "timeout",
        TransportErrorKind::Other => "_OTHER",
        kind => kind.as_str(),
    }
}
