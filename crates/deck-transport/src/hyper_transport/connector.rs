//! From a target to a connection over which a request can be sent.

use std::future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Context;
use std::task::Poll;
use std::time::Duration;

use http::Uri;
use http::uri::Scheme;
use hyper_rustls::HttpsConnector;
use hyper_util::client::proxy::matcher::Intercept;
use rustls::ClientConfig;
use tokio::time;
use tower_service::Service;

use super::connect_failure::ConnectFailure;
use super::demand::Demand;
use super::proxy::Route;
use super::proxy::Routes;
use super::proxy::is_http;
use super::proxy_failure::ProxyFailure;
use super::stream::Stream;
use super::target_failure::TargetFailure;
use super::tcp::Tcp;
use super::tls::TlsConfigs;
use super::tls::failure;
use super::tunnel;
use crate::TransportErrorKind;

/// Makes connections within the connect timeout, which covers every step: resolving, TCP, the proxy's tunnel,
/// TLS.
#[derive(Clone)]
pub(super) struct Connector {
    steps: Arc<Steps>,
    demand: Demand,
    timeout: Duration,
}

impl Connector {
    pub(super) fn new(
        tls: TlsConfigs,
        routes: Arc<Routes>,
        demand: Demand,
        timeout: Duration,
    ) -> Self {
        let steps = Steps {
            tcp: Tcp::new(timeout),
            tls,
            routes,
        };
        Self {
            steps: Arc::new(steps),
            demand,
            timeout,
        }
    }
}

impl Connector {
    async fn connect(self, target: Uri) -> Result<Stream, ConnectFailure> {
        if !self.demand.lasts().await {
            // Nobody is told: whoever wanted the connection has another one by now.
            let reason = "no request waits for the connection";
            return Err(ConnectFailure::new(TransportErrorKind::Connect, reason));
        }
        let stream = time::timeout(self.timeout, self.steps.connect(target.clone()))
            .await
            .unwrap_or_else(|_| Err(self.steps.timeout(&target)))?;
        Ok(stream.counted(self.demand.open()))
    }
}

impl Service<Uri> for Connector {
    type Response = Stream;
    type Error = ConnectFailure;
    type Future = Pin<Box<dyn Future<Output = Result<Stream, ConnectFailure>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), ConnectFailure>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let connector = self.clone();
        Box::pin(async move { connector.connect(target).await })
    }
}

struct Steps {
    tcp: Tcp,
    tls: TlsConfigs,
    routes: Arc<Routes>,
}

impl Steps {
    async fn connect(&self, target: Uri) -> Result<Stream, ConnectFailure> {
        match self.routes.route(&target) {
            Route::Direct => self
                .open(target.clone(), &self.tls.to_target)
                .await
                .map_err(|failure| TargetFailure::name(&target, failure)),
            Route::Unreadable(variable) => Err(variable.failure()),
            Route::Forward(proxy) => Ok(self.open_proxy(&proxy).await?.forwarded()),
            Route::Tunnel(proxy) => {
                let stream = self.open_proxy(&proxy).await?;
                let stream = tunnel::open(stream, &proxy, &target).await?;
                encrypt(stream, target.clone(), &self.tls.to_target)
                    .await
                    .map_err(|failure| TargetFailure::name(&target, failure))
            }
        }
    }

    async fn open_proxy(&self, proxy: &Intercept) -> Result<Stream, ConnectFailure> {
        if !is_http(proxy.uri()) {
            return Err(ProxyFailure::unsupported(proxy));
        }
        self.open(proxy.uri().clone(), &self.tls.to_proxy)
            .await
            .map_err(|failure| ProxyFailure::unreachable(proxy, failure))
    }

    fn timeout(&self, target: &Uri) -> ConnectFailure {
        match self.routes.route(target) {
            Route::Direct | Route::Unreadable(_) => TargetFailure::timeout(target),
            Route::Forward(proxy) | Route::Tunnel(proxy) => ProxyFailure::timeout(&proxy),
        }
    }

    /// Connects to the host of `uri`, with TLS if its scheme says so.
    async fn open(&self, uri: Uri, tls: &Arc<ClientConfig>) -> Result<Stream, ConnectFailure> {
        let stream = self.tcp.connect(uri.clone()).await?;
        if uri.scheme() == Some(&Scheme::HTTPS) {
            encrypt(stream, uri, tls).await
        } else {
            Ok(stream)
        }
    }
}

async fn encrypt(
    stream: Stream,
    target: Uri,
    config: &Arc<ClientConfig>,
) -> Result<Stream, ConnectFailure> {
    HttpsConnector::from((Established(Some(stream)), Arc::clone(config)))
        .call(target)
        .await
        .map(Stream::new)
        .map_err(failure::of_handshake)
}

/// A connector whose connection is there already. It lets each layer be made, and fail, on its own.
struct Established(Option<Stream>);

impl Service<Uri> for Established {
    type Response = Stream;
    type Error = io::Error;
    type Future = future::Ready<io::Result<Stream>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Uri) -> Self::Future {
        future::ready(
            self.0
                .take()
                .ok_or_else(|| io::ErrorKind::NotConnected.into()),
        )
    }
}
