//! The response to one request and its fault, before either form of the sandbox delivers it.

use std::time::Duration;
use std::time::SystemTime;

use bytes::Bytes;
use deck_transport::Clock;
use deck_transport::SharedClock;
use deck_transport::TransportError;
use http::HeaderValue;
use http::Request;
use http::Response;
use http::StatusCode;
use http::header;

use crate::ErrorBody;
use crate::Fault;
use crate::Sandbox;
use crate::faults::fault::Effect;
use crate::faults::retry_after::http_date;
use crate::faults::stage::Stage;
use crate::faults::wire_fault::WireFault;
use crate::gate::Admission;
use crate::response::response_kind::ResponseKind;

/// The time that a transport waits for a server that sends nothing; the default of `HyperTransport`.
const TRANSPORT_TIMEOUT: Duration = Duration::from_secs(30);

/// The response to one request, and how it is delivered.
pub(crate) struct PreparedResponse {
    /// The response; the fault of the connection, if there is one, damages it.
    pub(crate) response: Response<Bytes>,
    /// A pause after half of the body.
    pub(crate) body_delay: Duration,
    /// The fault of the connection.
    pub(crate) wire: Option<WireFault>,
}

impl PreparedResponse {
    /// Receives `request` for `sandbox`: counts it, makes the change it asks for, waits for the delay of its
    /// fault, and reads what it asks for from the state of the moment after that.
    ///
    /// The future may be dropped at any time; the request has then been counted and its change made.
    pub(crate) async fn prepare(
        sandbox: &Sandbox,
        request: &Request<Bytes>,
        clock: Option<&SharedClock>,
    ) -> PreparedResponse {
        let prepared = Self::undated(sandbox, request, clock).await;
        match clock {
            Some(clock) => prepared.dated(sandbox.time_of_day(Some(clock))),
            None => prepared,
        }
    }

    async fn undated(
        sandbox: &Sandbox,
        request: &Request<Bytes>,
        clock: Option<&SharedClock>,
    ) -> PreparedResponse {
        match sandbox.admit(clock) {
            Admission::Limited(wait) => {
                let response =
                    sandbox.respond_with(request, ResponseKind::RateLimited, clock, Duration::ZERO);
                PreparedResponse::limited(response, wait)
            }
            Admission::Admitted(fault) => {
                let changed = (!request.method().is_safe())
                    .then(|| respond(sandbox, request, &fault, clock, fault.duration()));
                sleep(clock, fault.delay).await;
                let response = changed
                    .unwrap_or_else(|| respond(sandbox, request, &fault, clock, Duration::ZERO));
                PreparedResponse::with_fault(response, &fault, sandbox.time_of_day(clock))
            }
        }
    }

    /// Returns what a transport makes of the response that reads it from a connection.
    pub(crate) async fn deliver(
        self,
        clock: Option<&SharedClock>,
    ) -> Result<Response<Bytes>, TransportError> {
        if self.wire.is_some_and(WireFault::is_silence) {
            sleep(clock, TRANSPORT_TIMEOUT).await;
        }
        if let Some(error) = self.wire.and_then(WireFault::transport_error) {
            return Err(error);
        }
        if self.wire.is_none() {
            sleep(clock, self.body_delay).await;
        }
        let is_cut = self.wire == Some(WireFault::ContentLengthTooShort);
        Ok(if is_cut {
            cut(self.response)
        } else {
            self.response
        })
    }

    /// Adds the `Date` that the dates of `Retry-After` are counted from.
    fn dated(mut self, now: SystemTime) -> PreparedResponse {
        if let Ok(date) = HeaderValue::try_from(http_date(now)) {
            self.response.headers_mut().insert(header::DATE, date);
        }
        self
    }

    fn limited(mut response: Response<Bytes>, wait: Option<Duration>) -> PreparedResponse {
        if let Some(wait) = wait {
            let seconds = wait
                .as_secs()
                .saturating_add(u64::from(wait.subsec_nanos() > 0));
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        PreparedResponse {
            response,
            body_delay: Duration::ZERO,
            wire: None,
        }
    }

    /// Returns `response` as it is.
    #[cfg(feature = "server")]
    pub(crate) fn plain(response: Response<Bytes>) -> PreparedResponse {
        PreparedResponse {
            response,
            body_delay: Duration::ZERO,
            wire: None,
        }
    }

    fn with_fault(
        mut response: Response<Bytes>,
        fault: &Fault,
        now: SystemTime,
    ) -> PreparedResponse {
        let headers = response.headers_mut();
        if let Effect::ContentType(value) = &fault.effect {
            headers.insert(header::CONTENT_TYPE, value.clone());
        }
        if let Some(retry_after) = &fault.retry_after {
            headers.insert(header::RETRY_AFTER, retry_after.header(now));
        }
        PreparedResponse {
            response,
            body_delay: fault.body_delay,
            wire: fault.wire(),
        }
    }
}

/// Carries out what `request` asks for, unless `fault` strikes before that, and returns the response for
/// `fault` to damage. It is ready `after` some time.
fn respond(
    sandbox: &Sandbox,
    request: &Request<Bytes>,
    fault: &Fault,
    clock: Option<&SharedClock>,
    after: Duration,
) -> Response<Bytes> {
    let respond = |kind| sandbox.respond_with(request, kind, clock, after);
    let error = match fault.effect {
        Effect::Status(status, body) => Some(ResponseKind::Status(status, body)),
        _ => None,
    };
    if fault.stage == Stage::Before {
        return respond(error.unwrap_or(NOT_CARRIED_OUT));
    }
    let response = respond(match fault.effect {
        Effect::Page(fault) => ResponseKind::Page(fault),
        _ => ResponseKind::Correct,
    });
    error.map_or(response, respond)
}

/// The response that a fault damages when the operation was not carried out.
const NOT_CARRIED_OUT: ResponseKind =
    ResponseKind::Status(StatusCode::INTERNAL_SERVER_ERROR, ErrorBody::Envelope);

/// Returns `response` with half of its body, as a client reads it whose `content-length` is too short.
fn cut(response: Response<Bytes>) -> Response<Bytes> {
    response.map(|body| body.slice(..body.len() / 2))
}

/// Waits by `clock`; without one no time passes, so it returns at once.
pub(crate) async fn sleep(clock: Option<&SharedClock>, duration: Duration) {
    if let Some(clock) = clock.filter(|_| !duration.is_zero()) {
        clock.sleep(duration).await;
    }
}
