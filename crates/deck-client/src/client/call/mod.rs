//! The one way a request takes: held back, sent, judged, and sent again where that helps.

mod answer;
mod judgement;
#[cfg(test)]
mod tests;

use std::time::Duration;
use std::time::Instant;

use bytes::Bytes;
use deck_transport::Clock;
use deck_transport::Delivery;
use deck_transport::TimeoutPhase;
use deck_transport::Transport;
use deck_transport::TransportError;
use deck_transport::TransportErrorKind;
use http::Method;
use http::Request;
use http::Uri;

pub(crate) use self::answer::Answer;
use self::judgement::Judgement;
use super::Client;
use super::Inner;
use super::trace::CallSpan;
use crate::Attempt;
use crate::Error;
use crate::Event;
use crate::GiveUpReason;
use crate::RetryDecision;
use crate::RetryPolicy;
use crate::race::within;
use crate::retry::rule::Circumstances;

impl Client {
    /// Calls `GET path?query` and returns the answer when its status says success.
    pub(crate) async fn call(
        &self,
        operation: &'static str,
        path: &str,
        query: &str,
    ) -> Result<Answer, Error> {
        let uri = self
            .0
            .base_url
            .join(path, query)
            .map_err(|error| Error::invalid_request(error).with_operation(operation))?;
        let span = CallSpan::new(operation);
        let call = Call {
            client: &self.0,
            operation,
            uri,
            started: self.0.clock.now(),
            attempts: Vec::new(),
            span: span.clone(),
        };
        span.instrument(call.run()).await
    }
}

/// A call under way.
struct Call<'a> {
    client: &'a Inner,
    operation: &'static str,
    uri: Uri,
    started: Instant,
    attempts: Vec<Attempt>,
    span: CallSpan,
}

/// Every call of this client reads.
const METHOD: Method = Method::GET;

impl Call<'_> {
    async fn run(mut self) -> Result<Answer, Error> {
        let mut last_failure = None;
        loop {
            let Some(rate_limit_wait) = self.wait_for_turn().await else {
                return Err(self.held_back(last_failure));
            };
            let mut judgement = self.attempt().await;
            judgement.attempt.rate_limit_wait = rate_limit_wait;
            match judgement.result {
                Ok((status, body)) => {
                    self.client.conduct.retry_budget.count_success();
                    self.record(judgement.attempt);
                    return Ok(self.answer(status, body));
                }
                Err(error) => {
                    let decision = self.decide(&judgement.attempt);
                    self.span.decided(decision);
                    judgement.attempt.retry = Some(decision);
                    self.record(judgement.attempt);
                    let RetryDecision::Retry { after, .. } = decision else {
                        return Err(self.fail(error));
                    };
                    self.client.clock.sleep(after).await;
                    last_failure = Some(error);
                }
            }
        }
    }

    /// Returns how long the rate limiter held the call back, or nothing when the time for the call ran out.
    async fn wait_for_turn(&self) -> Option<Duration> {
        let clock = &self.client.clock;
        let asked = clock.now();
        let turn = self.client.conduct.rate_limiter.turn(clock);
        within(clock, self.time_left(), turn).await?;
        let waited = clock.now().saturating_duration_since(asked);
        // A caller that passes at once still takes some nanoseconds by a real clock.
        if waited >= NOTABLE_WAIT {
            self.client.conduct.observer.tell(&Event::RateLimitWaited {
                operation: self.operation,
                waited,
            });
            return Some(waited);
        }
        Some(Duration::ZERO)
    }

    async fn attempt(&self) -> Judgement {
        let Inner {
            transport, clock, ..
        } = self.client;
        let started = clock.now();
        let limit = self.client.conduct.attempt_timeout.min(self.time_left());
        let span = self.span.attempt(self.retries(), &self.uri);
        let exchange = within(clock, limit, transport.send(self.request()));
        let outcome = span
            .instrument(exchange)
            .await
            .unwrap_or_else(|| Err(took_too_long()));
        let elapsed = clock.now().saturating_duration_since(started);
        let judgement = judgement::judge(outcome, elapsed, clock);
        span.ended(&judgement.attempt);
        judgement
    }

    fn request(&self) -> Request<Bytes> {
        let mut request = Request::new(Bytes::new());
        *request.method_mut() = METHOD;
        *request.uri_mut() = self.uri.clone();
        *request.headers_mut() = self.client.headers.clone();
        request
    }

    fn decide(&self, attempt: &Attempt) -> RetryDecision {
        let policy = &self.client.conduct.retry_policy;
        if attempt.is_rate_limited() {
            let asked = attempt
                .retry_after
                .unwrap_or(RetryPolicy::RATE_LIMITED_WAIT);
            let wait = asked.min(policy.max_retry_after());
            self.client
                .conduct
                .rate_limiter
                .back_off(wait, &self.client.clock);
        }
        let circumstances = Circumstances {
            policy,
            outcome: attempt.outcome,
            retry_after: attempt.retry_after,
            retries: self.retries(),
            is_idempotent: METHOD.is_idempotent(),
            time_left: self.time_left(),
            fraction: self.client.conduct.jitter.fraction(),
        };
        circumstances
            .decide()
            .within(&self.client.conduct.retry_budget)
    }

    fn record(&mut self, attempt: Attempt) {
        self.client.conduct.observer.tell(&Event::AttemptEnded {
            operation: self.operation,
            retries: self.retries(),
            attempt: &attempt,
        });
        self.attempts.push(attempt);
    }

    /// Returns how many attempts have ended, which is how many retries there were when the next one ends.
    fn retries(&self) -> u32 {
        u32::try_from(self.attempts.len()).unwrap_or(u32::MAX)
    }

    fn time_left(&self) -> Duration {
        let elapsed = self
            .client
            .clock
            .now()
            .saturating_duration_since(self.started);
        self.client.conduct.call_timeout.saturating_sub(elapsed)
    }

    fn answer(self, status: u16, body: Bytes) -> Answer {
        Answer {
            operation: self.operation,
            status,
            body,
            attempts: self.attempts,
            observer: self.client.conduct.observer.clone(),
        }
    }

    /// The rate limiter left no room in the time for the call: what failed before, if anything did, tells more than that.
    fn held_back(mut self, last_failure: Option<Error>) -> Error {
        if let Some(last) = self.attempts.last_mut() {
            last.retry = Some(RetryDecision::GiveUp(GiveUpReason::CallTimeout));
        }
        self.fail(last_failure.unwrap_or_else(Error::held_back))
    }

    fn fail(self, error: Error) -> Error {
        error
            .with_operation(self.operation)
            .with_attempts(self.attempts)
    }
}

/// From here on a wait is counted as one.
const NOTABLE_WAIT: Duration = Duration::from_millis(1);

/// The client gave up on a transport that may have sent the request.
fn took_too_long() -> TransportError {
    let kind = TransportErrorKind::Timeout(TimeoutPhase::Attempt);
    TransportError::new(kind, Delivery::MaybeSent)
}
