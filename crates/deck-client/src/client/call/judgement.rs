//! The home of [`Judgement`]: what one exchange came to.

use std::time::Duration;

use bytes::Bytes;
use deck_transport::Clock;
use deck_transport::SharedClock;
use deck_transport::TransportError;
use deck_types::ErrorResponse;
use http::Response;

use crate::Attempt;
use crate::AttemptOutcome;
use crate::Error;
use crate::retry::retry_after::retry_after;

/// Status and body of a success, or the error; and the record of the attempt in either case.
#[derive(Debug)]
pub(super) struct Judgement {
    pub(super) result: Result<(u16, Bytes), Error>,
    pub(super) attempt: Attempt,
}

pub(super) fn judge(
    outcome: Result<Response<Bytes>, TransportError>,
    elapsed: Duration,
    clock: &SharedClock,
) -> Judgement {
    match outcome {
        Ok(response) => judge_response(response, elapsed, clock),
        Err(failure) => {
            let outcome = AttemptOutcome::Failed {
                kind: failure.kind(),
                delivery: failure.delivery(),
            };
            Judgement {
                result: Err(Error::transport_failed(failure)),
                attempt: Attempt::new(outcome, elapsed),
            }
        }
    }
}

fn judge_response(response: Response<Bytes>, elapsed: Duration, clock: &SharedClock) -> Judgement {
    let status = response.status().as_u16();
    let mut attempt = Attempt::new(AttemptOutcome::Answered { status }, elapsed);
    if response.status().is_success() {
        let result = Ok((status, response.into_body()));
        return Judgement { result, attempt };
    }
    let refusal = ErrorResponse::read(status, response.body());
    attempt.request_id = refusal.request_id.clone();
    attempt.retry_after = retry_after(response.headers(), clock.system_time());
    let result = Err(Error::refused(refusal, attempt.retry_after));
    Judgement { result, attempt }
}
