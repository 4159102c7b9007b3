//! [`Exchange`]: one request and its outcome.

use bytes::Bytes;
use deck_transport::TransportError;
use http::HeaderMap;
use http::Method;
use http::Request;
use http::Response;
use http::StatusCode;
use http::Uri;
use serde::Deserialize;
use serde::Serialize;

use crate::failure::Failure;
use crate::text::body;
use crate::text::headers;
use crate::text::words;

/// One request of a [`Cassette`](crate::Cassette) and its outcome, scrubbed.
#[derive(Clone, Debug, PartialEq)]
pub struct Exchange {
    pub(crate) request: RecordedRequest,
    pub(crate) outcome: Outcome,
}

impl Exchange {
    /// Returns the request.
    #[must_use]
    pub fn request(&self) -> Request<Bytes> {
        let mut request = Request::new(self.request.body.clone());
        *request.method_mut() = self.request.method.clone();
        *request.uri_mut() = self.request.uri.clone();
        *request.headers_mut() = self.request.headers.clone();
        request
    }

    /// Returns the response, or the error with its kind, its delivery and the texts of its causes.
    ///
    /// # Errors
    ///
    /// Fails when an error of the transport was recorded.
    pub fn outcome(&self) -> Result<Response<Bytes>, TransportError> {
        match &self.outcome {
            Outcome::Response(recorded) => {
                let mut response = Response::new(recorded.body.clone());
                *response.status_mut() = recorded.status;
                *response.headers_mut() = recorded.headers.clone();
                Ok(response)
            }
            Outcome::Failure(failure) => Err(failure.to_error()),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordedRequest {
    #[serde(with = "words::method")]
    pub(crate) method: Method,
    #[serde(with = "words::uri")]
    pub(crate) uri: Uri,
    #[serde(with = "headers", default, skip_serializing_if = "HeaderMap::is_empty")]
    pub(crate) headers: HeaderMap,
    #[serde(with = "body", default, skip_serializing_if = "Bytes::is_empty")]
    pub(crate) body: Bytes,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordedResponse {
    #[serde(with = "words::status")]
    pub(crate) status: StatusCode,
    #[serde(with = "headers", default, skip_serializing_if = "HeaderMap::is_empty")]
    pub(crate) headers: HeaderMap,
    #[serde(with = "body", default, skip_serializing_if = "Bytes::is_empty")]
    pub(crate) body: Bytes,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Outcome {
    Response(RecordedResponse),
    Failure(Failure),
}
