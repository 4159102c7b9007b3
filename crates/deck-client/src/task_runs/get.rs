//! The home of [`GetTaskRunRequest`].

use std::future::Future;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::pin::Pin;

use deck_types::GetTaskRun;
use deck_types::Include;
use deck_types::Operation;
use deck_types::TaskRun;
use deck_types::TaskRunId;
use serde::de::DeserializeOwned;

use crate::Client;
use crate::Error;

/// A request for one task run. Await it, or call [`send`](Self::send).
///
/// # Examples
///
/// ```
/// # use deck_client::{Client, Error};
/// use deck_types::Include;
///
/// # async fn example(client: Client) -> Result<(), Error> {
/// let run = client.task_runs().get("trun_1").include([Include::Input, Include::Storage]).await?;
/// println!("{:?}", run.input);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct GetTaskRunRequest<T = TaskRun> {
    client: Client,
    request: GetTaskRun,
    item: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> GetTaskRunRequest<T> {
    pub(super) fn new(client: Client, id: TaskRunId) -> Self {
        Self {
            client,
            request: GetTaskRun::new(id),
            item: PhantomData,
        }
    }

    /// Asks for extra sections. Default: none.
    ///
    /// Later versions of the documentation send `input`, `storage` and `artifacts` only when asked
    /// for; sections not asked for are absent then.
    pub fn include<I>(mut self, sections: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<Include>,
    {
        self.request = self.request.include(sections);
        self
    }

    /// Decodes the run as `U`, for instance as [`Json`](deck_types::Json), its exact text.
    pub fn with_item_type<U: DeserializeOwned>(self) -> GetTaskRunRequest<U> {
        GetTaskRunRequest {
            client: self.client,
            request: self.request,
            item: PhantomData,
        }
    }

    /// Sends the request.
    ///
    /// # Errors
    ///
    /// Fails when the id cannot stand in a path, no answer comes, the API refuses
    /// ([`Error::is_not_found`] for an id it does not know), or the answer is no run.
    ///
    /// # Cancellation
    ///
    /// Dropping the future drops the request; asking again is safe.
    pub async fn send(self) -> Result<T, Error> {
        let invalid = |error: Box<dyn std::error::Error + Send + Sync>| {
            Error::invalid_request(error).with_operation(OPERATION)
        };
        let path = self.request.path().map_err(|error| invalid(error.into()))?;
        let query = self
            .request
            .query()
            .map_err(|error| invalid(error.into()))?;
        self.client.call(OPERATION, &path, &query).await?.decode()
    }
}

impl<T: DeserializeOwned + 'static> IntoFuture for GetTaskRunRequest<T> {
    type Output = Result<T, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

/// The name of the operation in errors.
const OPERATION: &str = "GET /task-runs/{run_id}";
