//! The home of [`Client`].

pub(crate) mod builder;
mod call;
mod conduct;
mod default_transport;
#[cfg(test)]
mod tests;
mod trace;

use std::fmt;
use std::sync::Arc;

use deck_transport::SharedClock;
use deck_transport::SharedTransport;
use deck_types::Listing;
use deck_types::TestStatus;
use http::HeaderMap;

use self::conduct::Conduct;
use crate::ApiKey;
use crate::ClientBuilder;
use crate::Error;
use crate::ListCall;
use crate::TaskRuns;
use crate::base_url::BaseUrl;

/// A client of the Deck API.
///
/// Cloning is cheap, and clones share the transport with its connections. Every method takes
/// `&self`; the client can be used from many tasks at once.
///
/// # Examples
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use deck_client::{ApiKey, Client};
///
/// let client = Client::new(ApiKey::from_env()?)?;
/// let run = client.task_runs().get("trun_1").await?;
/// println!("{} {:?}", run.id, run.status);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    base_url: BaseUrl,
    headers: HeaderMap,
    transport: SharedTransport,
    clock: SharedClock,
    conduct: Conduct,
}

impl Client {
    /// Creates a client with all defaults: `https://api.deck.co/v2` over the hyper transport.
    ///
    /// # Errors
    ///
    /// Fails when the transport cannot be built, for instance without roots of trust
    /// ([`Error::is_invalid_request`]).
    #[cfg(feature = "hyper")]
    pub fn new(key: ApiKey) -> Result<Self, Error> {
        Self::builder(key).build()
    }

    /// Returns a builder, for everything that is to differ from the defaults.
    pub fn builder(key: ApiKey) -> ClientBuilder {
        ClientBuilder::new(key)
    }

    /// Returns the operations on task runs.
    #[must_use]
    pub fn task_runs(&self) -> TaskRuns {
        TaskRuns::new(self.clone())
    }

    /// Begins a listing of whatever `listing` says, such as [`ListTaskRuns`](deck_types::ListTaskRuns).
    pub fn list<L: Listing>(&self, listing: L) -> ListCall<L> {
        ListCall::new(self.clone(), listing)
    }

    /// Asks the API whether it is ready and whether the key is good (`GET /test`).
    ///
    /// # Errors
    ///
    /// Fails when no answer comes, the API refuses, or the answer cannot be read.
    ///
    /// # Cancellation
    ///
    /// Dropping the future drops the request; asking again is safe.
    pub async fn test(&self) -> Result<TestStatus, Error> {
        self.call("GET /test", "/test", "").await?.decode()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("base_url", &self.0.base_url)
            .finish_non_exhaustive()
    }
}
