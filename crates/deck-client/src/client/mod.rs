//! The client.

pub(crate) mod builder;
pub(crate) mod call;
mod call_settings;
mod default_transport;
pub(crate) mod key_source;
pub(crate) mod outgoing;
#[cfg(test)]
mod tests;
mod trace;

use std::fmt;
use std::sync::Arc;

use deck_transport::SharedClock;
use deck_transport::SharedTransport;
use deck_types::Listing;
use deck_types::Method;
use deck_types::Operation;
use http::HeaderMap;
use http::HeaderName;

use self::call_settings::CallSettings;
use crate::ApiKey;
use crate::Call;
use crate::ClientBuilder;
#[cfg(feature = "hyper")]
use crate::Error;
use crate::ListCall;
use crate::UntypedRequest;
use crate::base_url::BaseUrl;
use crate::key_scrubber::KeyScrubber;

/// A client of the Deck API.
///
/// Cloning is cheap, and clones share the transport with its connections. Every method takes
/// `&self`; the client can be used from many tasks at once.
///
/// # Examples
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use deck_client::types::GetTaskRun;
/// use deck_client::{ApiKey, Client};
///
/// let client = Client::new(ApiKey::from_env()?)?;
/// let run = client.call(GetTaskRun::new("trun_1")).await?;
/// println!("{} {:?}", run.id, run.status);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    scrubber: KeyScrubber,
    base_url: BaseUrl,
    headers: HeaderMap,
    transport: SharedTransport,
    clock: SharedClock,
    settings: CallSettings,
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

    /// Creates a client from the environment: with the key in `DECK_API_KEY`, and, where that is set, with
    /// the base URL in `DECK_BASE_URL`, such as the one that `deck sandbox` prints. All else has its default.
    ///
    /// # Errors
    ///
    /// Fails like [`ClientBuilder::from_env`] and [`Client::new`].
    #[cfg(feature = "hyper")]
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::from_env()?.build()
    }

    /// Returns a builder, for everything that is to differ from the defaults.
    pub fn builder(key: ApiKey) -> ClientBuilder {
        ClientBuilder::new(key)
    }

    /// Begins a listing of whatever `listing` says, such as [`ListTaskRuns`](deck_types::ListTaskRuns).
    pub fn list<L: Listing>(&self, listing: L) -> ListCall<L> {
        ListCall::new(self.clone(), listing)
    }

    /// Calls an operation, one of [`types`](crate::types) or of your own. Await it, or await its
    /// [`response`](Call::response).
    ///
    /// # Examples
    ///
    /// ```
    /// # use deck_client::{Client, Error};
    /// use deck_client::types::GetTestStatus;
    ///
    /// # async fn example(client: Client) -> Result<(), Error> {
    /// let status = client.call(GetTestStatus).await?;
    /// println!("{:?}", status.environment);
    /// # Ok(())
    /// # }
    /// ```
    pub fn call<O: Operation>(&self, operation: O) -> Call<O> {
        Call::new(self.clone(), operation)
    }

    /// Sends a request to an endpoint that no operation describes, by its path below the base URL, such as
    /// `/agents/agt_1`.
    ///
    /// [`path`](crate::types::path) makes a path of segments, and escapes them. To call an endpoint often,
    /// implement
    /// [`Operation`] for it.
    pub fn request(&self, method: Method, path: impl Into<String>) -> UntypedRequest {
        UntypedRequest::new(self.clone(), method, path.into())
    }

    /// Returns the clock that all waits go by.
    pub(crate) fn clock(&self) -> &SharedClock {
        &self.0.clock
    }

    /// Draws the random part of a wait, from 0 to 1.
    pub(crate) fn fraction(&self) -> f64 {
        self.0.settings.jitter.fraction()
    }

    /// Returns what takes the API key out of texts of a server.
    pub(crate) fn scrubber(&self) -> &KeyScrubber {
        &self.0.scrubber
    }
}

/// The header by which the API recognizes a write that is sent again.
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("base_url", &self.0.base_url)
            .finish_non_exhaustive()
    }
}
