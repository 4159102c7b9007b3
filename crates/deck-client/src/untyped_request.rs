//! A request to an endpoint that no operation describes.

use std::fmt;
use std::future::Future;
use std::future::IntoFuture;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use deck_types::Json;
use deck_types::JsonError;
use deck_types::Method;
use deck_types::query;
use deck_types::read_body;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::ApiResponse;
use crate::Client;
use crate::Error;
use crate::IdempotencyKey;
use crate::client::call::raw_response::Read;
use crate::client::outgoing::CallOptions;
use crate::client::outgoing::Outgoing;

/// A request by method and path, for an endpoint that no [`Operation`](deck_types::Operation) describes. Made
/// by [`Client::request`]; nothing is sent before it is awaited.
///
/// It goes the way of every [call](crate::Call): same API key, base URL, retries, limits, timeouts and
/// idempotency keys. Awaiting it gives the exact text of the body, which must be JSON; [`read`](Self::read)
/// gives a type of your choice and [`bytes`](Self::bytes) whatever the body holds, also nothing.
///
/// # Errors
///
/// Awaiting fails as that of a [`Call`](crate::Call#errors) does, and the error names method and path. A path
/// that leads elsewhere than below the base URL is refused before anything is sent; the source of the error
/// is a [`RequestPathError`](crate::RequestPathError).
///
/// # Cancellation
///
/// As with [`Call`](crate::Call#cancellation).
///
/// # Examples
///
/// ```
/// # use deck_client::{Client, Error};
/// use deck_client::types::Method;
///
/// #[derive(serde::Deserialize)]
/// struct Agent {
///     name: String,
/// }
///
/// # async fn example(client: Client) -> Result<(), Error> {
/// let change = std::collections::BTreeMap::from([("name", "Billing")]);
/// let agent = client.request(Method::Patch, "/agents/agt_1").json(&change).read::<Agent>().await?;
/// println!("{}", agent.name);
///
/// let types = client.request(Method::Get, "/event-types").query([("limit", "50")]).await?;
/// println!("{}", types.as_str());
/// # Ok(())
/// # }
/// ```
#[must_use = "a request does nothing until it is awaited"]
pub struct UntypedRequest<T = Json> {
    client: Client,
    method: Method,
    path: String,
    query: String,
    body: Option<Result<Json, JsonError>>,
    options: CallOptions,
    read: Read<T>,
}

impl UntypedRequest {
    pub(crate) fn new(client: Client, method: Method, path: String) -> Self {
        Self {
            client,
            method,
            path,
            query: String::new(),
            body: None,
            options: CallOptions::default(),
            read: |body| read_body(body),
        }
    }
}

impl<T> UntypedRequest<T> {
    /// Adds parameters to the query, behind those added before. Names and values are escaped.
    pub fn query<N: AsRef<str>, V: AsRef<str>>(
        mut self,
        pairs: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        let added = query(pairs);
        if !self.query.is_empty() && !added.is_empty() {
            self.query.push('&');
        }
        self.query.push_str(&added);
        self
    }

    /// Sends this value as JSON. Default: no body, and no `Content-Type`.
    ///
    /// An endpoint that wants a body says so in words of its own when a request has none, and the error adds
    /// this method to a refusal with status 400, 411, 415 or 422. For an object without members, give
    /// `&serde_json::json!({})` or an empty map.
    ///
    /// It is written now, and every attempt sends the same bytes. A value that cannot be written is an error
    /// when the request is awaited.
    pub fn json<B: Serialize + ?Sized>(mut self, body: &B) -> Self {
        self.body = Some(Json::encode(body));
        self
    }

    /// Sends this idempotency key with every attempt. Default: a fresh key for POST, PATCH and DELETE, none
    /// for GET and PUT.
    pub fn idempotency_key(mut self, key: IdempotencyKey) -> Self {
        self.options.idempotency_key = Some(key);
        self
    }

    /// Says that the same request may have been sent before; see [`Call::as_repeat`](crate::Call::as_repeat).
    pub fn as_repeat(mut self) -> Self {
        self.options.is_repeat = true;
        self
    }

    /// Waits up to `limit` for a free session; see [`Call::queueing_for`](crate::Call::queueing_for).
    pub fn queueing_for(mut self, limit: Duration) -> Self {
        self.options.queueing_for = limit;
        self
    }

    /// Reads the body of the response as `U`.
    pub fn read<U: DeserializeOwned>(self) -> UntypedRequest<U> {
        self.reading(|body| read_body(body))
    }

    /// Reads the body of the response as bytes, whatever is in it.
    pub fn bytes(self) -> UntypedRequest<Bytes> {
        self.reading(|body| Ok(body.clone()))
    }

    /// Sends the request, and gives the response with its status, request id and attempts.
    ///
    /// # Errors
    ///
    /// See [the type](UntypedRequest#errors).
    pub fn response(self) -> impl Future<Output = Result<ApiResponse<T>, Error>> + Send {
        let outgoing = Outgoing::untyped(self.method, self.path, self.query, self.body);
        self.client.send_and_read(outgoing, self.options, self.read)
    }

    fn reading<U>(self, read: Read<U>) -> UntypedRequest<U> {
        UntypedRequest {
            client: self.client,
            method: self.method,
            path: self.path,
            query: self.query,
            body: self.body,
            options: self.options,
            read,
        }
    }
}

impl<T: 'static> IntoFuture for UntypedRequest<T> {
    type Output = Result<T, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        let outgoing = Outgoing::untyped(self.method, self.path, self.query, self.body);
        Box::pin(
            self.client
                .send_and_read_body(outgoing, self.options, self.read),
        )
    }
}

impl<T> fmt::Debug for UntypedRequest<T> {
    /// Writes neither query nor body, which may be secret.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("UntypedRequest")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
