//! The one way a request takes: built, sent, recorded, judged.

use std::error::Error as StdError;
use std::time::Duration;

use bytes::Bytes;
use deck_transport::Clock;
use deck_transport::Transport;
use deck_transport::TransportError;
use deck_types::ErrorResponse;
use deck_types::Json;
use deck_types::RequestId;
use http::Method;
use http::Request;
use http::Response;
use serde::de::DeserializeOwned;

use super::Client;
use super::retry_after::retry_after;
use crate::Attempt;
use crate::AttemptOutcome;
use crate::Error;
use crate::error::ResponseFacts;

/// A successful answer, not yet decoded.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) operation: &'static str,
    pub(crate) status: u16,
    pub(crate) body: Bytes,
    pub(crate) attempts: Vec<Attempt>,
}

impl Client {
    /// Calls `GET path?query` and returns the answer when its status says success.
    pub(crate) async fn call(
        &self,
        operation: &'static str,
        path: &str,
        query: &str,
    ) -> Result<Answer, Error> {
        let request = self
            .request(path, query)
            .map_err(|error| error.with_operation(operation))?;
        let started = self.0.clock.now();
        let outcome = self.0.transport.send(request).await;
        let elapsed = self.0.clock.now().saturating_duration_since(started);
        let (result, attempt) = self.judge(outcome, elapsed);
        match result {
            Ok((status, body)) => Ok(Answer {
                operation,
                status,
                body,
                attempts: vec![attempt],
            }),
            Err(error) => Err(error.with_operation(operation).with_attempts(vec![attempt])),
        }
    }

    fn request(&self, path: &str, query: &str) -> Result<Request<Bytes>, Error> {
        let uri = self
            .0
            .base_url
            .join(path, query)
            .map_err(Error::invalid_request)?;
        let mut request = Request::new(Bytes::new());
        *request.method_mut() = Method::GET;
        *request.uri_mut() = uri;
        *request.headers_mut() = self.0.headers.clone();
        Ok(request)
    }

    fn judge(
        &self,
        outcome: Result<Response<Bytes>, TransportError>,
        elapsed: Duration,
    ) -> (Result<(u16, Bytes), Error>, Attempt) {
        match outcome {
            Ok(response) if response.status().is_success() => {
                let status = response.status().as_u16();
                let attempt = answered(status, None, elapsed);
                (Ok((status, response.into_body())), attempt)
            }
            Ok(response) => {
                let status = response.status().as_u16();
                let wait = retry_after(response.headers(), self.0.clock.system_time());
                let refusal = ErrorResponse::read(status, response.body());
                let attempt = answered(status, refusal.request_id.clone(), elapsed);
                (Err(Error::refused(refusal, wait)), attempt)
            }
            Err(failure) => {
                let (kind, delivery) = (failure.kind(), failure.delivery());
                let outcome = AttemptOutcome::Failed { kind, delivery };
                let attempt = Attempt {
                    outcome,
                    request_id: None,
                    elapsed,
                };
                (Err(Error::transport_failed(failure)), attempt)
            }
        }
    }
}

impl Answer {
    /// Decodes the whole body as one value.
    pub(crate) fn decode<T: DeserializeOwned>(self) -> Result<T, Error> {
        match decode_text(&self.body) {
            Ok(value) => Ok(value),
            Err(reason) => Err(self.undecodable(reason)),
        }
    }

    /// Returns the error that says the body is not what it should be.
    pub(crate) fn undecodable(self, reason: impl Into<Box<dyn StdError + Send + Sync>>) -> Error {
        let request_id = ErrorResponse::read(self.status, &self.body).request_id;
        let facts = ResponseFacts::of_success(self.status, request_id, &self.body);
        Error::decode(reason, facts)
            .with_operation(self.operation)
            .with_attempts(self.attempts)
    }
}

fn answered(status: u16, request_id: Option<RequestId>, elapsed: Duration) -> Attempt {
    Attempt {
        outcome: AttemptOutcome::Answered { status },
        request_id,
        elapsed,
    }
}

fn decode_text<T: DeserializeOwned>(body: &[u8]) -> Result<T, Box<dyn StdError + Send + Sync>> {
    let text = str::from_utf8(body)?;
    Ok(Json::from_text(text)?.parse()?)
}
