//! The answer to one request and what goes wrong with it, before either form of the sandbox acts it out.

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
use crate::answer::Reply;
use crate::faults::fault::Effect;
use crate::faults::stage::Stage;
use crate::faults::wire_fault::WireFault;
use crate::gate::Passage;

/// How long a transport waits for a server that says nothing: what `HyperTransport` does by default.
const PATIENCE: Duration = Duration::from_secs(30);

/// The answer to one request, and how it is to be brought.
pub(crate) struct Exchange {
    /// The answer, or what is there to be damaged.
    pub(crate) response: Response<Bytes>,
    /// A pause after half of the body.
    pub(crate) body_delay: Duration,
    /// What happens on the connection.
    pub(crate) wire: Option<WireFault>,
}

impl Exchange {
    /// Lets `request` arrive at `sandbox`: counts it, carries out what it changes, waits if a delay is due,
    /// and answers what it reads from the state of the moment after that.
    ///
    /// May be dropped at any time; the request has then been counted, and what it changes has been changed.
    pub(crate) async fn begin(
        sandbox: &Sandbox,
        request: &Request<Bytes>,
        clock: Option<&SharedClock>,
    ) -> Exchange {
        match sandbox.pass(clock) {
            Passage::Limited(wait) => {
                let response = sandbox.reply(request, Reply::RateLimited, clock, Duration::ZERO);
                Exchange::limited(response, wait)
            }
            Passage::Admitted(fault) => {
                let changed = (!request.method().is_safe())
                    .then(|| respond(sandbox, request, &fault, clock, fault.duration()));
                sleep(clock, fault.delay).await;
                let response = changed
                    .unwrap_or_else(|| respond(sandbox, request, &fault, clock, Duration::ZERO));
                Exchange::with_fault(response, &fault, sandbox.time_of_day(clock))
            }
        }
    }

    /// Brings the answer as a transport does that reads it from a connection.
    pub(crate) async fn deliver(
        self,
        clock: Option<&SharedClock>,
    ) -> Result<Response<Bytes>, TransportError> {
        if self.wire.is_some_and(WireFault::is_silence) {
            sleep(clock, PATIENCE).await;
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

    fn limited(mut response: Response<Bytes>, wait: Option<Duration>) -> Exchange {
        if let Some(wait) = wait {
            let seconds = wait
                .as_secs()
                .saturating_add(u64::from(wait.subsec_nanos() > 0));
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        Exchange {
            response,
            body_delay: Duration::ZERO,
            wire: None,
        }
    }

    fn with_fault(mut response: Response<Bytes>, fault: &Fault, now: SystemTime) -> Exchange {
        let headers = response.headers_mut();
        if let Effect::ContentType(value) = &fault.effect {
            headers.insert(header::CONTENT_TYPE, value.clone());
        }
        if let Some(retry_after) = &fault.retry_after {
            headers.insert(header::RETRY_AFTER, retry_after.header(now));
        }
        Exchange {
            response,
            body_delay: fault.body_delay,
            wire: fault.wire(),
        }
    }
}

/// Has `sandbox` carry out what `request` asks for, unless `fault` strikes before, and returns what the
/// client is to see or what is there to be damaged. The response is ready `after` some time.
fn respond(
    sandbox: &Sandbox,
    request: &Request<Bytes>,
    fault: &Fault,
    clock: Option<&SharedClock>,
    after: Duration,
) -> Response<Bytes> {
    let reply = |reply| sandbox.reply(request, reply, clock, after);
    let error = match fault.effect {
        Effect::Status(status, body) => Some(Reply::Status(status, body)),
        _ => None,
    };
    if fault.stage == Stage::Before {
        return reply(error.unwrap_or(UNHEARD));
    }
    let response = reply(match fault.effect {
        Effect::Page(fault) => Reply::Page(fault),
        _ => Reply::Correct,
    });
    error.map_or(response, reply)
}

/// What there is to be damaged when the operation was not carried out.
const UNHEARD: Reply = Reply::Status(StatusCode::INTERNAL_SERVER_ERROR, ErrorBody::Envelope);

/// Returns the response that half a body makes when `content-length` claims that it is the whole.
fn cut(response: Response<Bytes>) -> Response<Bytes> {
    response.map(|body| body.slice(..body.len() / 2))
}

/// Without a clock no time passes, so nobody can wait.
pub(crate) async fn sleep(clock: Option<&SharedClock>, duration: Duration) {
    if let Some(clock) = clock.filter(|_| !duration.is_zero()) {
        clock.sleep(duration).await;
    }
}
