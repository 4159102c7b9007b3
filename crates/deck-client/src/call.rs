//! A call of one operation that is being prepared.

use std::fmt;
use std::future::Future;
use std::future::IntoFuture;
use std::pin::Pin;
use std::time::Duration;

use deck_types::Operation;
use deck_types::read_body;
use serde::de::DeserializeOwned;

use crate::ApiResponse;
use crate::Client;
use crate::Error;
use crate::IdempotencyKey;
use crate::client::call::raw_response::RawResponse;
use crate::client::call::raw_response::Read;
use crate::client::outgoing::CallOptions;
use crate::client::outgoing::Outgoing;

/// A call of one operation. Made by [`Client::call`]; nothing is sent before it is awaited.
///
/// Awaiting it gives what the operation returns; [`response`](Self::response) gives that with the status, the
/// request id and the attempts.
///
/// # Errors
///
/// Awaiting fails when the operation cannot be sent ([`Error::is_invalid_request`]), when no complete
/// response comes ([`Error::is_transport`]), when the API refuses, or when the body of the response is not
/// what the operation returns ([`Error::is_decode`]; [`Error::was_accepted`] where it was a write).
///
/// # Cancellation
///
/// Dropping the future drops the request. A write may have reached the API by then; to make it again without
/// doing it twice, give it an idempotency key of your own.
///
/// # Examples
///
/// ```
/// # use deck_client::{Client, Error};
/// use deck_client::types::{GetTaskRun, Include};
///
/// # async fn example(client: Client) -> Result<(), Error> {
/// let run = client.call(GetTaskRun::new("trun_1").include([Include::Input])).await?;
/// println!("{:?} {:?}", run.status, run.input);
/// # Ok(())
/// # }
/// ```
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<O: Operation, T = <O as Operation>::Output> {
    client: Client,
    operation: O,
    options: CallOptions,
    read: Read<T>,
}

impl<O: Operation> Call<O> {
    pub(crate) fn new(client: Client, operation: O) -> Self {
        Self {
            client,
            operation,
            options: CallOptions::default(),
            read: |body| O::read(body),
        }
    }
}

impl<O: Operation, T> Call<O, T> {
    /// Sends this idempotency key with every attempt. Default: a fresh key for POST, PATCH and DELETE, none
    /// for GET and PUT.
    pub fn idempotency_key(mut self, key: IdempotencyKey) -> Self {
        self.options.idempotency_key = Some(key);
        self
    }

    /// Says that the same request may have been sent before with the same [key](Self::idempotency_key), such
    /// as by a process that was killed.
    ///
    /// A 409 of the type `idempotency` then probably means that it is still in progress, so that already the
    /// first attempt that meets one waits and repeats the request, as a later attempt does anyway. Default:
    /// on a first attempt it is an error, since it means that the key belongs to another request.
    pub fn as_repeat(mut self) -> Self {
        self.options.is_repeat = true;
        self
    }

    /// Waits up to `limit` for a free session, where the organization has as many as its plan allows.
    ///
    /// Such a refusal (status 429, code `session_limit_exceeded`) lasts until one of the running sessions
    /// ends. By default it ends the call at once. With a limit, the call tries again every 5 to 30 seconds,
    /// at random, until `limit` has passed since the call began. It takes nothing from the retry budget, and
    /// holds no other call back.
    ///
    /// The [call timeout](crate::ClientBuilder::with_call_timeout) and the retries of the policy begin anew
    /// with each of these tries, so the call may take as long as `limit` and the call timeout together.
    pub fn queueing_for(mut self, limit: Duration) -> Self {
        self.options.queueing_for = limit;
        self
    }

    /// Reads the body of the response as `U` instead, for instance as [`Json`](deck_types::Json), its exact
    /// text.
    ///
    /// # Examples
    ///
    /// ```
    /// # use deck_client::{Client, Error};
    /// use deck_client::types::{GetTaskRun, Json};
    ///
    /// # async fn example(client: Client) -> Result<(), Error> {
    /// let text = client.call(GetTaskRun::new("trun_1")).with_output_type::<Json>().await?;
    /// println!("{text}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn with_output_type<U: DeserializeOwned>(self) -> Call<O, U> {
        Call {
            client: self.client,
            operation: self.operation,
            options: self.options,
            read: |body| read_body(body),
        }
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// Sends the request, and gives the response with what reads its body.
    pub(crate) fn send(self) -> impl Future<Output = Result<(RawResponse, Read<T>), Error>> + Send {
        let outgoing = Outgoing::of(&self.operation);
        let (client, options, read) = (self.client, self.options, self.read);
        async move { Ok((client.send(outgoing?, options).await?, read)) }
    }

    /// Sends the request, and gives the response with its status, request id and attempts.
    ///
    /// # Errors
    ///
    /// See [the type](Call#errors).
    pub fn response(self) -> impl Future<Output = Result<ApiResponse<T>, Error>> + Send {
        let outgoing = Outgoing::of(&self.operation);
        self.client.send_and_read(outgoing, self.options, self.read)
    }
}

impl<O: Operation, T: 'static> IntoFuture for Call<O, T> {
    type Output = Result<T, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        let outgoing = Outgoing::of(&self.operation);
        Box::pin(
            self.client
                .send_and_read_body(outgoing, self.options, self.read),
        )
    }
}

impl<O: Operation, T> fmt::Debug for Call<O, T> {
    /// Writes the name of the operation and not its parameters, which may be secret.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Call")
            .field("operation", &O::NAME)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
