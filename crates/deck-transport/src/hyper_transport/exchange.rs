//! A request goes out, the head of the response comes in.

use std::future;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use http::Request;
use http::Response;
use http::header::PROXY_AUTHORIZATION;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::Error;
use hyper_util::client::legacy::connect::capture_connection;
use hyper_util::rt::TokioExecutor;
use hyper_util::rt::TokioTimer;
use tokio::time;

use super::build_error::HyperTransportError;
use super::connector::Connector;
use super::demand::Demand;
use super::failure;
use super::http2;
use super::proxy::Routes;
use super::settings::Settings;
use super::tls::TlsConfigs;
use crate::TransportError;

/// The smallest ceiling that hyper accepts for the head of a response.
const MIN_HEADER_BYTES: usize = 8 * 1024;

/// How often a request goes out again of which hyper has written nothing, because the connection that the
/// pool had for it was closed.
const MOST_HANDED_BACK: u32 = 8;

/// hyper's pooled client, with the timeout of the phase between connection and response.
pub(super) struct Exchange {
    client: Client<Connector, Full<Bytes>>,
    routes: Arc<Routes>,
    demand: Demand,
    headers_timeout: Duration,
}

impl Exchange {
    pub(super) fn new(settings: &Settings) -> Result<Self, HyperTransportError> {
        let tls = TlsConfigs::new(
            settings.roots.as_ref(),
            &settings.extra_roots,
            settings.crypto,
        )?;
        let routes = Arc::new(Routes::new(&settings.proxy)?);
        let demand = Demand::default();
        let timeout = settings.connect_timeout;
        let connector = Connector::new(tls, Arc::clone(&routes), demand.clone(), timeout);
        Ok(Self {
            client: client(settings, connector),
            routes,
            demand,
            headers_timeout: settings.headers_timeout,
        })
    }

    /// Sends the request and waits for the head of the response.
    pub(super) async fn head(
        &self,
        mut request: Request<Bytes>,
    ) -> Result<Response<Incoming>, TransportError> {
        if let Some(authorization) = self.routes.forward_authorization(request.uri()) {
            request
                .headers_mut()
                .entry(PROXY_AUTHORIZATION)
                .or_insert(authorization);
        }
        let mut handed_back = 0;
        loop {
            match self.respond(request.clone().map(Full::new)).await? {
                Err(error)
                    if handed_back < MOST_HANDED_BACK && failure::was_handed_back(&error) =>
                {
                    handed_back += 1;
                }
                responded => return responded.map_err(failure::of_head),
            }
        }
    }

    /// Starts the timeout when hyper has a connection for the request, since connecting has a timeout of its
    /// own.
    async fn respond(
        &self,
        mut request: Request<Full<Bytes>>,
    ) -> Result<Result<Response<Incoming>, Error>, TransportError> {
        let waiting = self.demand.waiting();
        let mut connection = capture_connection(&mut request);
        let mut response = pin!(self.client.request(request));
        let mut connected = pin!(async {
            connection.wait_for_connection_metadata().await;
        });

        let early = future::poll_fn(|context| {
            if let Poll::Ready(response) = response.as_mut().poll(context) {
                return Poll::Ready(Some(response));
            }
            connected.as_mut().poll(context).map(|()| None)
        });
        let early = early.await;
        drop(waiting);
        match early {
            Some(response) => Ok(response),
            None => time::timeout(self.headers_timeout, response)
                .await
                .map_err(|_| failure::headers_timeout()),
        }
    }
}

fn client(settings: &Settings, connector: Connector) -> Client<Connector, Full<Bytes>> {
    let max_header_bytes = settings.max_header_bytes.max(MIN_HEADER_BYTES);
    let mut builder = Client::builder(TokioExecutor::new());
    builder
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(settings.pool_idle_timeout)
        .pool_max_idle_per_host(settings.pool_max_idle_per_host)
        .http1_max_buf_size(max_header_bytes)
        // hyper's own loop has no end, and does not count as waiting for a connection.
        .retry_canceled_requests(false);
    http2::configure(&mut builder, max_header_bytes, &settings.http2_keep_alive);
    builder.build(connector)
}
