//! The way of every request: held back, sent, and sent again where that helps.

mod attempt_result;
mod in_flight;
pub(crate) mod raw_response;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::time::Duration;
use std::time::Instant;

use bytes::Bytes;
use deck_transport::Clock;
use deck_transport::Delivery;
use deck_transport::TimeoutPhase;
use deck_transport::Transport;
use deck_transport::TransportError;
use deck_transport::TransportErrorKind;
use deck_types::Method;
use http::HeaderValue;
use http::Request;
use http::header;

use self::attempt_result::AttemptResult;
use self::in_flight::InFlight;
use self::raw_response::RawResponse;
use self::raw_response::Read;
use self::raw_response::encoding_of;
use super::Client;
use super::IDEMPOTENCY_KEY;
use super::outgoing::CallOptions;
use super::outgoing::Outgoing;
use super::trace::CallSpan;
use crate::ApiResponse;
use crate::Attempt;
use crate::AttemptNumber;
use crate::ClientEvent;
use crate::Error;
use crate::GiveUpReason;
use crate::IdempotencyKey;
use crate::RetryDecision;
use crate::RetryPolicy;
use crate::RetryReason;
use crate::rate_limit::turn_flag::TurnFlag;
use crate::retry::refusal_cause::RefusalCause;
use crate::retry::retry_after::server_time;
use crate::retry::rule::RetryInput;
use crate::timeout::timeout;

impl Client {
    /// Sends a request and reads the response.
    pub(crate) async fn send_and_read<T>(
        self,
        outgoing: Result<Outgoing, Error>,
        options: CallOptions,
        read: Read<T>,
    ) -> Result<ApiResponse<T>, Error> {
        self.send(outgoing?, options).await?.read(read)
    }

    /// Sends a request and reads the body of the response.
    pub(crate) async fn send_and_read_body<T>(
        self,
        outgoing: Result<Outgoing, Error>,
        options: CallOptions,
        read: Read<T>,
    ) -> Result<T, Error> {
        let response = self.send(outgoing?, options).await?;
        let body = response.read_watched(read);
        body.map_err(|reason| response.unreadable_as(reason, read))
    }

    /// Sends a request and returns the response when its status says success.
    pub(crate) async fn send(
        &self,
        outgoing: Outgoing,
        options: CallOptions,
    ) -> Result<RawResponse, Error> {
        let name = outgoing.name.clone();
        let call =
            CallLoop::new(self, outgoing, options).map_err(|error| error.with_operation(name))?;
        let span = call.span.clone();
        span.instrument(call.run()).await
    }

    /// Returns the key that a request carries: the given one, or a fresh one where its method needs one.
    fn idempotency_key(
        &self,
        method: Method,
        given: Option<IdempotencyKey>,
    ) -> Result<Option<IdempotencyKey>, Error> {
        // What PUT does twice has the effect of doing it once.
        let is_needed = !matches!(method, Method::Get | Method::Put);
        if given.is_some() || !is_needed {
            return Ok(given);
        }
        let key = self.0.settings.key_source.fresh_key();
        key.map(Some).map_err(Error::invalid_request)
    }

    fn http_request(
        &self,
        outgoing: &Outgoing,
        key: Option<&IdempotencyKey>,
    ) -> Result<Request<Bytes>, Error> {
        let uri = self.0.base_url.join(&outgoing.path, &outgoing.query);
        let mut headers = self.0.headers.clone();
        if outgoing.body.is_some() {
            let json = HeaderValue::from_static("application/json");
            headers.insert(header::CONTENT_TYPE, json);
        }
        if let Some(key) = key {
            let value = HeaderValue::from_str(key.as_str()).map_err(Error::invalid_request)?;
            headers.insert(IDEMPOTENCY_KEY, value);
        }
        let mut request = Request::new(outgoing.body.clone().unwrap_or_default());
        *request.method_mut() = outgoing.http_method();
        *request.uri_mut() = uri.map_err(Error::invalid_request)?;
        *request.headers_mut() = headers;
        Ok(request)
    }
}

/// A call under way.
struct CallLoop<'a> {
    client: &'a Client,
    name: Cow<'static, str>,
    is_write: bool,
    lacks_body: bool,
    idempotency_key: Option<IdempotencyKey>,
    /// What every attempt sends.
    request: Request<Bytes>,
    is_repeat: bool,
    queueing_for: Duration,
    turn_flag: Option<TurnFlag>,
    started: Instant,
    round: Round,
    attempts: Vec<Attempt>,
    span: CallSpan,
}

/// The part of a call over which its timeout and its retries are counted: the whole call, but for one that
/// queues, where every wait in the queue begins another.
struct Round {
    started: Instant,
    first_attempt: usize,
}

impl<'a> CallLoop<'a> {
    fn new(client: &'a Client, outgoing: Outgoing, options: CallOptions) -> Result<Self, Error> {
        client.0.clock.check().map_err(Error::configuration)?;
        let key = client.idempotency_key(outgoing.method, options.idempotency_key)?;
        let started = client.0.clock.now();
        Ok(Self {
            request: client.http_request(&outgoing, key.as_ref())?,
            span: CallSpan::new(outgoing.name.clone()),
            client,
            name: outgoing.name,
            is_write: !outgoing.method.is_read(),
            lacks_body: outgoing.lacks_body,
            idempotency_key: key,
            is_repeat: options.is_repeat,
            queueing_for: options.queueing_for,
            turn_flag: options.turn_flag,
            started,
            round: Round {
                started,
                first_attempt: 0,
            },
            attempts: Vec::new(),
        })
    }

    async fn run(mut self) -> Result<RawResponse, Error> {
        let mut last_failure = None;
        loop {
            let Some(rate_limit_wait) = self.wait_for_turn().await else {
                return Err(self.held_back(last_failure));
            };
            let AttemptResult {
                result,
                mut attempt,
                cause,
            } = self.attempt(rate_limit_wait).await;
            match result {
                Ok(response) => {
                    self.client.0.settings.retry_budget.count_success();
                    self.record(attempt);
                    return Ok(self.succeed(response));
                }
                Err(error) => {
                    let decision = self.decide(&attempt, cause);
                    self.span.decided(decision);
                    attempt.retry = Some(decision);
                    self.record(attempt);
                    let RetryDecision::Retry { after, reason } = decision else {
                        return Err(self.fail(error));
                    };
                    self.client.0.clock.sleep(after).await;
                    if reason == RetryReason::SessionLimit {
                        self.begin_round();
                    }
                    last_failure = Some(error);
                }
            }
        }
    }

    /// Returns how long the rate limiter held the call back, or nothing when the time for the call ran out.
    async fn wait_for_turn(&self) -> Option<Duration> {
        let clock = &self.client.0.clock;
        let asked = clock.now();
        self.show_turn(false);
        let turn = self
            .client
            .0
            .settings
            .rate_limiter
            .turn_with(clock, |expected| {
                // What is shorter is no wait to speak of.
                if expected >= NOTABLE_WAIT {
                    self.tell_waiting(expected);
                }
            });
        timeout(clock, self.time_left(), turn).await?;
        self.show_turn(true);
        let waited = clock.now().saturating_duration_since(asked);
        // A caller that passes at once still takes some nanoseconds by a real clock.
        if waited >= NOTABLE_WAIT {
            let operation = &self.name;
            let event = ClientEvent::RateLimitWaited { operation, waited };
            self.client.0.settings.observer.tell(&event);
            return Some(waited);
        }
        Some(Duration::ZERO)
    }

    fn tell_waiting(&self, expected: Duration) {
        let operation = &self.name;
        let event = ClientEvent::RateLimitWaiting {
            operation,
            expected,
        };
        self.client.0.settings.observer.tell(&event);
    }

    fn show_turn(&self, is_up: bool) {
        if let Some(flag) = &self.turn_flag {
            flag.set(is_up);
        }
    }

    async fn attempt(&self, rate_limit_wait: Duration) -> AttemptResult {
        let client = &*self.client.0;
        let limit = client.settings.attempt_timeout.min(self.time_left());
        let span = self.span.attempt(self.retries(), self.request.uri());
        let in_flight = InFlight::new(self, span, rate_limit_wait);
        let exchange = client.transport.send(self.next_request());
        let exchange = timeout(&client.clock, limit, exchange);
        let exchanged = in_flight.span.instrument(exchange).await;
        let exchanged = exchanged.unwrap_or_else(|| Err(took_too_long()));
        let mut result = AttemptResult::of(exchanged, in_flight.elapsed(), client);
        in_flight.end(&mut result.attempt);
        result
    }

    /// Returns the request with the number of the attempt.
    fn next_request(&self) -> Request<Bytes> {
        let mut request = self.request.clone();
        let number = AttemptNumber::after(self.retries());
        request.extensions_mut().insert(number);
        request
    }

    fn decide(&self, attempt: &Attempt, cause: RefusalCause) -> RetryDecision {
        let settings = &self.client.0.settings;
        let ended = self.client.0.clock.now();
        let started = ended.checked_sub(attempt.elapsed).unwrap_or(ended);
        if attempt.is_rate_limited() && cause == RefusalCause::Other {
            self.back_off(attempt.retry_after, started);
        }
        let round = &self.attempts[self.round.first_attempt..];
        let unprocessed = round
            .iter()
            .filter(|attempt| attempt.was_repeated_unprocessed())
            .count();
        let input = RetryInput {
            policy: &settings.retry_policy,
            outcome: attempt.outcome,
            cause,
            retry_after: attempt.retry_after,
            retries: count(round.len() - unprocessed),
            unprocessed_retries: count(unprocessed),
            is_repeat: self.is_repeat || self.attempts.iter().any(Attempt::may_have_arrived),
            time_left: self.time_left(),
            queue_time_left: self.left_of(self.queueing_for, self.started),
            fraction: settings.jitter.fraction(),
        };
        let decision = input.decide();
        decision.within(&settings.retry_budget, attempt.outcome, started..ended)
    }

    /// Holds back all calls that share the rate limiter.
    fn back_off(&self, retry_after: Option<Duration>, left: Instant) {
        let settings = &self.client.0.settings;
        let asked = retry_after.unwrap_or(RetryPolicy::RATE_LIMITED_WAIT);
        let wait = asked.min(settings.retry_policy.max_retry_after());
        let clock = &self.client.0.clock;
        settings.rate_limiter.back_off(wait, left, clock);
    }

    fn begin_round(&mut self) {
        self.round = Round {
            started: self.client.0.clock.now(),
            first_attempt: self.attempts.len(),
        };
    }

    fn record(&mut self, attempt: Attempt) {
        self.tell_ended(&attempt);
        self.attempts.push(attempt);
    }

    fn tell_ended(&self, attempt: &Attempt) {
        self.client
            .0
            .settings
            .observer
            .tell(&ClientEvent::AttemptEnded {
                operation: &self.name,
                retries: self.retries(),
                attempt,
            });
    }

    /// Returns how many attempts have ended, which is how many retries there were when the next one ends.
    fn retries(&self) -> u32 {
        count(self.attempts.len())
    }

    fn time_left(&self) -> Duration {
        self.left_of(self.client.0.settings.call_timeout, self.round.started)
    }

    fn left_of(&self, limit: Duration, since: Instant) -> Duration {
        let elapsed = self.client.0.clock.now().saturating_duration_since(since);
        limit.saturating_sub(elapsed)
    }

    fn succeed(self, response: http::Response<Bytes>) -> RawResponse {
        RawResponse {
            encoding: encoding_of(&response),
            server_time: server_time(response.headers()),
            status: response.status().as_u16(),
            body: response.into_body(),
            client: self.client.clone(),
            name: self.name,
            is_write: self.is_write,
            idempotency_key: self.idempotency_key,
            attempts: self.attempts,
        }
    }

    /// Fails because the rate limiter left no room in the time for the call: what failed before, if anything
    /// did, tells more than that.
    fn held_back(mut self, last_failure: Option<Error>) -> Error {
        if let Some(last) = self.attempts.last_mut() {
            last.retry = Some(RetryDecision::GiveUp(GiveUpReason::CallTimeout));
        }
        self.fail(last_failure.unwrap_or_else(Error::held_back))
    }

    fn fail(self, error: Error) -> Error {
        error
            .with_operation(self.name)
            .with_lack_of_body(self.lacks_body)
            .with_idempotency_key(self.idempotency_key)
            .with_attempts(self.attempts)
    }
}

fn count(attempts: usize) -> u32 {
    u32::try_from(attempts).unwrap_or(u32::MAX)
}

/// The shortest time with the rate limiter that is reported as a wait.
const NOTABLE_WAIT: Duration = Duration::from_millis(1);

/// Creates the error of a transport that was given up on, and may have sent the request.
fn took_too_long() -> TransportError {
    let kind = TransportErrorKind::Timeout(TimeoutPhase::Attempt);
    TransportError::new(kind, Delivery::MaybeSent)
}
