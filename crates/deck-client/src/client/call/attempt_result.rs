//! The result of one attempt.

use std::time::Duration;

use bytes::Bytes;
use deck_transport::Clock;
use deck_transport::TransportError;
use deck_types::ErrorResponse;
use http::Response;

use crate::Attempt;
use crate::AttemptOutcome;
use crate::Error;
use crate::client::Inner;
use crate::retry::refusal_cause::RefusalCause;
use crate::retry::retry_after::retry_after;

/// Status and body of a success, or the error; and the record of the attempt in either case.
#[derive(Debug)]
pub(super) struct AttemptResult {
    pub(super) result: Result<(u16, Bytes), Error>,
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
                    result: Err(Error::transport_failed(failure)),
                    attempt: Attempt::new(outcome, elapsed),
                    cause: RefusalCause::Other,
                }
            }
        }
    }

    fn of_response(response: Response<Bytes>, elapsed: Duration, client: &Inner) -> Self {
        let status = response.status().as_u16();
        let mut attempt = Attempt::new(AttemptOutcome::Answered { status }, elapsed);
        if response.status().is_success() {
            return Self {
                result: Ok((status, response.into_body())),
                attempt,
                cause: RefusalCause::Other,
            };
        }
        let refusal = ErrorResponse::read(status, &client.scrubber.scrub(response.body()));
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
