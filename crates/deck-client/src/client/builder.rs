//! The settings of a client.

use std::env;
use std::sync::Arc;
use std::time::Duration;

use deck_transport::Clock;
use deck_transport::SharedClock;
use deck_transport::SharedTransport;
use deck_transport::Transport;
use http::HeaderMap;
use http::HeaderName;
use http::HeaderValue;
use http::header;
use thiserror::Error as ThisError;

use super::Client;
use super::IDEMPOTENCY_KEY;
use super::Inner;
use super::call_settings::CallSettings;
use super::default_transport;
use super::key_source::KeySource;
use crate::ApiKey;
use crate::DriftWatch;
use crate::Error;
use crate::IdempotencyKey;
use crate::Jitter;
use crate::Observer;
use crate::RateLimiter;
use crate::RetryBudget;
use crate::RetryPolicy;
use crate::base_url::BaseUrl;
use crate::key_scrubber::KeyScrubber;
use crate::observer::SharedObserver;
use crate::retry::jitter::SharedJitter;

/// Sets how a [`Client`] behaves.
///
/// What cannot be used is reported by [`build`](ClientBuilder::build), so that the settings can be
/// chained.
///
/// # Examples
///
/// Requests through a transport of one's own, here one that responds from a script:
///
/// ```
/// use deck_client::{ApiKey, Client};
/// use deck_transport::{ManualClock, ScriptedTransport};
///
/// let client = Client::builder(ApiKey::new("sk_live_example")?)
///     .with_base_url("https://proxy.example/deck/v2")
///     .with_user_agent("night-export/1.4")
///     .with_header("x-trace", "abc")
///     .with_transport(ScriptedTransport::new())
///     .with_clock(ManualClock::new())
///     .build()?;
/// # let _ = client;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
#[must_use]
pub struct ClientBuilder {
    key: ApiKey,
    base_url: String,
    user_agent: String,
    headers: Vec<(String, String)>,
    transport: Option<SharedTransport>,
    clock: Option<SharedClock>,
    settings: CallSettings,
}

impl ClientBuilder {
    /// The environment variable with the base URL that
    /// [`with_base_url_from_env`](Self::with_base_url_from_env) reads.
    pub const BASE_URL_VARIABLE: &'static str = "DECK_BASE_URL";
    /// How long one attempt may take, unless set.
    pub const DEFAULT_ATTEMPT_TIMEOUT: Duration = Duration::from_secs(60);
    /// How long a call may take with all its attempts and waits, unless set.
    pub const DEFAULT_CALL_TIMEOUT: Duration = Duration::from_secs(300);

    pub(super) fn new(key: ApiKey) -> Self {
        Self {
            key,
            base_url: BaseUrl::DEFAULT.to_owned(),
            user_agent: concat!("deck-client/", env!("CARGO_PKG_VERSION")).to_owned(),
            headers: Vec::new(),
            transport: None,
            clock: None,
            settings: CallSettings::default(),
        }
    }

    /// Creates a builder from the environment: with the key in `DECK_API_KEY`, and with the base URL in
    /// `DECK_BASE_URL`, where that is set and not empty.
    ///
    /// # Errors
    ///
    /// Fails when there is no key, or one that [`ApiKey::new`] refuses, or a base URL that is not valid
    /// Unicode; [`Error::is_invalid_request`] holds, and the source names the variable.
    pub fn from_env() -> Result<Self, Error> {
        let key = ApiKey::from_env().map_err(Error::configuration)?;
        Self::new(key).with_base_url_from_env()
    }

    /// Sends requests to the base URL in `DECK_BASE_URL`, where that is set and not empty.
    ///
    /// # Errors
    ///
    /// Fails when the variable is not valid Unicode; [`Error::is_invalid_request`] holds, and the source
    /// names the variable.
    pub fn with_base_url_from_env(self) -> Result<Self, Error> {
        self.with_base_url_of(env::var(Self::BASE_URL_VARIABLE))
    }

    pub(super) fn with_base_url_of(
        self,
        variable: Result<String, env::VarError>,
    ) -> Result<Self, Error> {
        match variable {
            Ok(url) if !url.is_empty() => Ok(self.with_base_url(url)),
            Ok(_) | Err(env::VarError::NotPresent) => Ok(self),
            Err(env::VarError::NotUnicode(_)) => Err(Error::configuration(BaseUrlNotUnicode)),
        }
    }

    /// Sends requests to this address: scheme, host, and a path prefix that may be empty.
    ///
    /// Default: `https://api.deck.co/v2`. The key goes there and nowhere else.
    pub fn with_base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// Names the program in the `User-Agent` header.
    ///
    /// Default: `deck-client/` with the version. The header is always sent: the network in front of
    /// the API is known to refuse some default names.
    pub fn with_user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = name.into();
        self
    }

    /// Adds a header to every request; one of the same name given before is kept beside it.
    ///
    /// `authorization`, `host` and `user-agent` are refused: the first two are the client's own,
    /// the last has [`with_user_agent`](Self::with_user_agent).
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sends requests through this transport instead of the hyper one.
    ///
    /// Each request has an [`AttemptNumber`](crate::AttemptNumber) in its extensions.
    pub fn with_transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(SharedTransport::new(transport));
        self
    }

    /// Takes the time from this clock instead of tokio's, with which a call outside of a tokio runtime is an
    /// error.
    pub fn with_clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Some(SharedClock::new(clock));
        self
    }

    /// Gives up on an attempt that takes longer, whatever the transport does about time. Default: 60 s.
    ///
    /// The hyper transport has limits of its own for the phases of an exchange, which are shorter.
    pub fn with_attempt_timeout(mut self, limit: Duration) -> Self {
        self.settings.attempt_timeout = limit;
        self
    }

    /// Gives up on a call that takes longer with all its attempts, its waits between them, and its waits for
    /// the rate limit. Default: 300 s.
    ///
    /// A call is one request for one page, not a whole listing. One that [queues](crate::Call::queueing_for)
    /// for a session may take longer.
    pub fn with_call_timeout(mut self, limit: Duration) -> Self {
        self.settings.call_timeout = limit;
        self
    }

    /// Tries failed attempts again by this policy. Default: [`RetryPolicy::new`], 3 retries.
    pub fn with_retry_policy(mut self, policy: RetryPolicy) -> Self {
        self.settings.retry_policy = policy;
        self
    }

    /// Takes retries out of this budget. Default: one of its own, of [`RetryBudget::DEFAULT`] retries.
    pub fn with_retry_budget(mut self, budget: RetryBudget) -> Self {
        self.settings.retry_budget = budget;
        self
    }

    /// Draws the random part of waits from here. Default:
    /// [`SeededJitter::random`](crate::SeededJitter::random).
    pub fn with_jitter(mut self, jitter: impl Jitter + 'static) -> Self {
        self.settings.jitter = SharedJitter::new(jitter);
        self
    }

    /// Holds requests back by this limiter. Default: one of its own, of 200 requests in 10 seconds.
    pub fn with_rate_limiter(mut self, limiter: RateLimiter) -> Self {
        self.settings.rate_limiter = limiter;
        self
    }

    /// Takes fresh idempotency keys from this source.
    ///
    /// Default: 128 random bits of the system, as a UUID of version 4. Without the feature `hyper` there is
    /// no default, and a POST, PATCH or DELETE without a key of its own is refused before anything is sent.
    ///
    /// No key may ever come twice, also not from another process: the API does not carry out a write whose
    /// key was used before. A closure that counts is for tests.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_client::{ApiKey, Client, IdempotencyKey};
    ///
    /// # fn random_bits() -> [u8; 16] { [7; 16] }
    /// # fn example(key: ApiKey) -> Result<(), deck_client::Error> {
    /// let client = Client::builder(key)
    ///     .with_key_source(|| IdempotencyKey::from_random_bits(random_bits()))
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn with_key_source(
        mut self,
        source: impl Fn() -> IdempotencyKey + Send + Sync + 'static,
    ) -> Self {
        self.settings.key_source = KeySource::new(source);
        self
    }

    /// Tells this observer what the client does. Default: none. Replaces one given before.
    pub fn with_observer(mut self, observer: impl Observer + 'static) -> Self {
        self.settings.observer = SharedObserver::new(observer);
        self
    }

    /// Looks in every response for what this version does not know. Default: no watch. Replaces one given
    /// before.
    pub fn with_drift_watch(mut self, watch: DriftWatch) -> Self {
        self.settings.drift_watch = Some(watch);
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// Fails when the base URL, the user agent or a header cannot be used, when no transport or
    /// clock was given and the feature `hyper` is off, or when the hyper transport cannot be built.
    /// [`Error::is_invalid_request`] holds for all of them; the source says which it was.
    pub fn build(self) -> Result<Client, Error> {
        let base_url = BaseUrl::parse(&self.base_url).map_err(Error::configuration)?;
        let headers = self.headers()?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport::transport()?,
        };
        let clock = match self.clock {
            Some(clock) => clock,
            None => default_transport::clock()?,
        };
        Ok(Client(Arc::new(Inner {
            scrubber: KeyScrubber::new(&self.key),
            base_url,
            headers,
            transport,
            clock,
            settings: self.settings,
        })))
    }

    fn headers(&self) -> Result<HeaderMap, Error> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(
            header::USER_AGENT,
            header_value("user-agent", &self.user_agent)?,
        );
        for (name, value) in &self.headers {
            headers.append(header_name(name)?, header_value(name, value)?);
        }
        let authorization = self.key.to_header_value().map_err(Error::configuration)?;
        headers.insert(header::AUTHORIZATION, authorization);
        Ok(headers)
    }
}

/// Headers that a caller cannot add.
const RESERVED: [HeaderName; 5] = [
    header::AUTHORIZATION,
    header::CONTENT_TYPE,
    header::HOST,
    header::USER_AGENT,
    IDEMPOTENCY_KEY,
];

#[derive(Debug, ThisError)]
#[error(
    "the environment variable {} is not valid Unicode",
    ClientBuilder::BASE_URL_VARIABLE
)]
struct BaseUrlNotUnicode;

#[derive(Clone, Debug, ThisError, PartialEq, Eq)]
enum HeaderError {
    #[error("{name:?} is not the name of a header")]
    Name { name: String },
    #[error("the header {name:?} is set by the client itself")]
    Reserved { name: String },
    #[error("the value of the header {name:?} holds characters that a header cannot carry")]
    Value { name: String },
}

fn header_name(name: &str) -> Result<HeaderName, Error> {
    let parsed: HeaderName = name.parse().map_err(|_| {
        Error::configuration(HeaderError::Name {
            name: name.to_owned(),
        })
    })?;
    if RESERVED.contains(&parsed) {
        return Err(Error::configuration(HeaderError::Reserved {
            name: name.to_owned(),
        }));
    }
    Ok(parsed)
}

fn header_value(name: &str, value: &str) -> Result<HeaderValue, Error> {
    HeaderValue::from_str(value).map_err(|_| {
        Error::configuration(HeaderError::Value {
            name: name.to_owned(),
        })
    })
}
