//! [`Stage`]: what a case needs to run.

use std::io;
use std::time::Duration;

use bytes::Bytes;
use deck_transport::SharedTransport;
use deck_transport::TransportError;
use http::Request;
use http::Response;

use crate::bench::Bench;
use crate::server::Server;
use crate::server::peer::Peer;
use crate::setup::Setup;
use crate::tls::Identity;

/// The outcome of a request.
pub(crate) type Sent = Result<Response<Bytes>, TransportError>;

/// What a case needs to run: a bench for its servers, and a source of transports.
pub(crate) struct Stage<'a> {
    pub(crate) case: &'static str,
    pub(crate) bench: &'a Bench,
    pub(crate) make: &'a (dyn Fn(&Setup) -> SharedTransport + Send + Sync),
    pub(crate) is_over_tls: bool,
    pub(crate) time_limit: Duration,
}

impl Stage<'_> {
    /// Starts a server that plays `scene` on every connection.
    pub(crate) async fn server<S, R>(&self, scene: S) -> Result<Server, String>
    where
        S: Fn(Peer) -> R + Send + Sync + 'static,
        R: Future<Output = io::Result<()>> + Send + 'static,
    {
        let identity = self.is_over_tls.then_some(Identity::Valid);
        self.start(identity, scene).await
    }

    /// Starts a server that shows a certificate first.
    pub(crate) async fn tls_server<S, R>(
        &self,
        identity: Identity,
        scene: S,
    ) -> Result<Server, String>
    where
        S: Fn(Peer) -> R + Send + Sync + 'static,
        R: Future<Output = io::Result<()>> + Send + 'static,
    {
        self.start(Some(identity), scene).await
    }

    /// Starts a server that plays `scene` without TLS, whatever the suite says.
    pub(crate) async fn plain_server<S, R>(&self, scene: S) -> Result<Server, String>
    where
        S: Fn(Peer) -> R + Send + Sync + 'static,
        R: Future<Output = io::Result<()>> + Send + 'static,
    {
        self.start(None, scene).await
    }

    /// Starts a server that responds to every request with `response` as it is, and keeps the connection.
    pub(crate) async fn responding(&self, response: impl Into<Bytes>) -> Result<Server, String> {
        let response = response.into();
        self.server(move |mut peer| {
            let response = response.clone();
            async move {
                while peer.request().await?.is_some() {
                    peer.write(&response).await?;
                }
                Ok(())
            }
        })
        .await
    }

    /// Starts a server that responds to the first request with `response` as it is, and closes the
    /// connection.
    pub(crate) async fn responding_once(
        &self,
        response: impl Into<Bytes>,
    ) -> Result<Server, String> {
        let response = response.into();
        self.server(move |mut peer| {
            let response = response.clone();
            async move {
                peer.request().await?;
                peer.write(&response).await
            }
        })
        .await
    }

    /// Returns the settings of a transport for this case, for cases without settings of their own.
    pub(crate) fn setup(&self) -> Setup {
        let mut setup = Setup::new(self.case);
        setup.trusts_authority = self.is_over_tls;
        setup
    }

    pub(crate) fn transport(&self) -> SharedTransport {
        self.make(&self.setup())
    }

    pub(crate) fn make(&self, setup: &Setup) -> SharedTransport {
        (self.make)(setup)
    }

    async fn start<S, R>(&self, identity: Option<Identity>, scene: S) -> Result<Server, String>
    where
        S: Fn(Peer) -> R + Send + Sync + 'static,
        R: Future<Output = io::Result<()>> + Send + 'static,
    {
        Server::start(self.bench, self.time_limit, identity, scene)
            .await
            .map_err(|error| format!("the kit cannot run its server: {error}"))
    }
}

/// Returns a `GET` request.
pub(crate) fn get(url: impl AsRef<str>) -> Result<Request<Bytes>, String> {
    request("GET", url, "")
}

/// Returns a request with a body.
pub(crate) fn request(
    method: &str,
    url: impl AsRef<str>,
    body: impl Into<Bytes>,
) -> Result<Request<Bytes>, String> {
    Request::builder()
        .method(method)
        .uri(url.as_ref())
        .body(body.into())
        .map_err(|error| format!("the kit made no request: {error}"))
}
