//! One request as the attempts of a call send it.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::time::Duration;

use bytes::Bytes;
use deck_types::Json;
use deck_types::JsonError;
use deck_types::Method;
use deck_types::Operation;

use crate::Error;
use crate::IdempotencyKey;
use crate::rate_limit::turn_flag::TurnFlag;
use crate::request_path;

/// What differs from call to call of the same operation.
#[derive(Clone, Debug, Default)]
pub(crate) struct CallOptions {
    pub(crate) idempotency_key: Option<IdempotencyKey>,
    /// Whether somebody may have sent the same request before.
    pub(crate) is_repeat: bool,
    /// How long the call waits for a session at most; zero for a call that does not queue.
    pub(crate) queueing_for: Duration,
    /// Told when the call has its turn from the rate limiter, by those who must not queue too often.
    pub(crate) turn_flag: Option<TurnFlag>,
}

/// A request below the base URL, encoded once for all attempts.
#[derive(Debug)]
pub(crate) struct Outgoing {
    /// Method and path template, such as `GET /task-runs/{run_id}`; owned where the path is the caller's and
    /// no template.
    pub(crate) name: Cow<'static, str>,
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) body: Option<Bytes>,
    /// Whether the caller could have given a body, by a method that usually has one, and did not.
    pub(crate) lacks_body: bool,
}

impl Outgoing {
    /// Encodes an operation.
    pub(crate) fn of<O: Operation>(operation: &O) -> Result<Self, Error> {
        let path = operation.path().map_err(refuse::<O>)?;
        request_path::check(&path).map_err(refuse::<O>)?;
        let body = operation.body().map_err(refuse::<O>)?;
        Ok(Self {
            name: Cow::Borrowed(O::NAME),
            method: O::METHOD,
            path,
            query: operation.query().map_err(refuse::<O>)?,
            body: body.as_ref().map(bytes_of),
            lacks_body: false,
        })
    }

    /// Encodes a request by method and path.
    pub(crate) fn untyped(
        method: Method,
        path: String,
        query: String,
        body: Option<Result<Json, JsonError>>,
    ) -> Result<Self, Error> {
        let name = format!("{method} {path}");
        let refused = |error: Error| error.with_operation(name.as_str());
        request_path::check_untyped(&path)
            .map_err(|error| refused(Error::invalid_request(error)))?;
        let body = body
            .transpose()
            .map_err(|error| refused(Error::invalid_request(error)))?;
        let usually_has_body = matches!(method, Method::Post | Method::Put | Method::Patch);
        Ok(Self {
            lacks_body: usually_has_body && body.is_none(),
            name: Cow::Owned(name),
            method,
            path,
            query,
            body: body.as_ref().map(bytes_of),
        })
    }

    /// Encodes a request for a page.
    pub(crate) fn page(name: &'static str, path: &str, query: String) -> Self {
        Self {
            name: Cow::Borrowed(name),
            method: Method::Get,
            path: path.to_owned(),
            query,
            body: None,
            lacks_body: false,
        }
    }

    /// Returns the method as the transport knows it.
    pub(super) fn http_method(&self) -> http::Method {
        match self.method {
            Method::Get => http::Method::GET,
            Method::Post => http::Method::POST,
            Method::Put => http::Method::PUT,
            Method::Patch => http::Method::PATCH,
            Method::Delete => http::Method::DELETE,
        }
    }
}

fn refuse<O: Operation>(source: impl StdError + Send + Sync + 'static) -> Error {
    Error::invalid_request(source).with_operation(O::NAME)
}

fn bytes_of(body: &Json) -> Bytes {
    Bytes::copy_from_slice(body.as_str().as_bytes())
}
