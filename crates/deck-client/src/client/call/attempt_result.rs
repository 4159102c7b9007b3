//! The result of one attempt.

use std::time::Duration;

use bytes::Bytes;
use deck_transport::Clock;
use deck_transport::TransportError;
use deck_types::BodyError;
use deck_types::ErrorResponse;
use http::Response;
use http::header;

use super::raw_response::encoding_of;
use crate::Attempt;
use crate::AttemptOutcome;
use crate::Error;
use crate::client::Inner;
use crate::error::ResponseFacts;
use crate::key_scrubber::KeyScrubber;
use crate::retry::refusal_cause::RefusalCause;
use crate::retry::retry_after::retry_after;

/// The success, or the error; and the record of the attempt in either case.
#[derive(Debug)]
pub(super) struct AttemptResult {
    pub(super) result: Result<Response<Bytes>, Error>,
    pub(super) attempt: Attempt,
    pub(super) cause: RefusalCause,
}

impl AttemptResult {
    pub(super) fn of(
        exchange: Result<Response<Bytes>, TransportError>,
        elapsed: Duration,
        client: &Inner,
    ) -> Self {
        match exchange {
            Ok(response) => Self::of_response(response, elapsed, client),
            Err(failure) => {
                let outcome = AttemptOutcome::Failed {
                    kind: failure.kind(),
                    delivery: failure.delivery(),
                };
                Self {
                    result: Err(Error::transport_failed(
                        client.scrubber.scrub_failure(failure),
                    )),
                    attempt: Attempt::new(outcome, elapsed),
                    cause: RefusalCause::Other,
                }
            }
        }
    }

    fn of_response(response: Response<Bytes>, elapsed: Duration, client: &Inner) -> Self {
        let status = response.status().as_u16();
        let mut attempt = Attempt::new(AttemptOutcome::Responded { status }, elapsed);
        if response.status().is_success() {
            return Self {
                result: Ok(response),
                attempt,
                cause: RefusalCause::Other,
            };
        }
        let refusal = refusal(&response, &client.scrubber);
        attempt.request_id = refusal.request_id.clone();
        attempt.retry_after = retry_after(response.headers(), client.clock.system_time());
        let cause = RefusalCause::of(status, &refusal.problems);
        Self {
            result: Err(Error::refused(refusal, attempt.retry_after)),
            attempt,
            cause,
        }
    }
}

/// Returns the facts of a response that is no success.
fn refusal(response: &Response<Bytes>, scrubber: &KeyScrubber) -> ResponseFacts {
    let status = response.status();
    let body = scrubber.scrub(response.body());
    let mut facts = ResponseFacts::from(ErrorResponse::read(status.as_u16(), &body));
    if let Some(encoding) = encoding_of(response) {
        facts.title = Some(BodyError::encoded(&body, &scrubber.scrub_text(&encoding)).to_string());
    }
    if status.is_redirection() {
        let location = response.headers().get(header::LOCATION);
        facts.location = location.map(|location| {
            let location = scrubber.scrub(location.as_bytes());
            let shown = &location[..location.len().min(SHOWN_OF_LOCATION)];
            let mark = if shown.len() < location.len() {
                "…"
            } else {
                ""
            };
            String::from_utf8_lossy(shown).into_owned() + mark
        });
    }
    facts
}

/// How many bytes of a `Location` are kept: enough to see the host and the path.
const SHOWN_OF_LOCATION: usize = 512;
