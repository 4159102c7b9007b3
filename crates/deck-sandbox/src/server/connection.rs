//! One connection, on which hyper speaks until a fault takes it over.

use std::convert::Infallible;
use std::future;
use std::pin::pin;

use bytes::Bytes;
use bytes::BytesMut;
use deck_transport::SharedClock;
use http::HeaderValue;
use http::Request;
use http::Response;
use http::header;
use http_body_util::BodyExt;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::sync::watch;

use crate::Sandbox;
use crate::answer::body::MAX_BODY_BYTES;
use crate::exchange::Exchange;
use crate::faults::retry_after::http_date;
use crate::server::script;
use crate::server::shared_stream::SharedStream;

/// Tells when the server is to stop.
#[derive(Clone)]
pub(super) struct Stop(pub(super) watch::Receiver<bool>);

impl Stop {
    /// Returns when the server is to stop, or is gone.
    pub(super) async fn told(&mut self) {
        let _ = self.0.wait_for(|stop| *stop).await;
    }
}

/// Why hyper is not to go on with a connection.
enum Takeover {
    /// The answer is not one that hyper would send.
    Perform(Exchange),
    /// The server stops, and the answer would have to be waited for.
    Close,
}

/// Answers the requests of one connection from a sandbox.
#[derive(Clone)]
pub(super) struct Connection {
    pub(super) sandbox: Sandbox,
    pub(super) clock: SharedClock,
    pub(super) stop: Stop,
}

impl Connection {
    /// Answers until the client has no more requests, a fault ends the connection, or the server stops.
    pub(super) async fn serve(mut self, stream: TcpStream) {
        let mut stream = SharedStream::new(stream);
        if let Some(Takeover::Perform(exchange)) = self.speak_http(stream.clone()).await {
            tokio::select! {
                // A client that breaks the connection is its own affair, and often what the fault is about.
                _ = script::perform(&mut stream, &exchange, &self.clock) => {}
                () = self.stop.told() => {}
            }
        }
    }

    /// Lets hyper answer, until it is done or to be replaced.
    async fn speak_http(&self, stream: SharedStream) -> Option<Takeover> {
        let (sender, mut takeover) = mpsc::channel(1);
        let service = service_fn(|request| self.respond(request, &sender));
        let mut connection = pin!(
            http1::Builder::new()
                .auto_date_header(false)
                .serve_connection(TokioIo::new(stream), service)
        );
        let mut stop = self.stop.clone();
        tokio::select! {
            _ = connection.as_mut() => return None,
            takeover = takeover.recv() => return takeover,
            () = stop.told() => connection.as_mut().graceful_shutdown(),
        }
        tokio::select! {
            _ = connection => None,
            takeover = takeover.recv() => takeover,
        }
    }

    /// Answers one request, whose body has arrived, or has the connection taken over.
    async fn respond(
        &self,
        request: Request<Incoming>,
        takeover: &mpsc::Sender<Takeover>,
    ) -> Result<Response<Full<Bytes>>, Infallible> {
        let mut stop = self.stop.clone();
        let exchange = tokio::select! {
            biased;
            exchange = self.begin(request) => exchange,
            () = stop.told() => None,
        };
        let Some(exchange) = exchange else {
            return give_up(takeover, Takeover::Close).await;
        };
        let exchange = self.dated(exchange);
        if exchange.wire.is_some() || !exchange.body_delay.is_zero() {
            return give_up(takeover, Takeover::Perform(exchange)).await;
        }
        Ok(exchange.response.map(Full::new))
    }

    /// Lets a request arrive when its body has; nothing when the client breaks off before.
    async fn begin(&self, request: Request<Incoming>) -> Option<Exchange> {
        let (parts, body) = request.into_parts();
        let request = Request::from_parts(parts, read(body).await?);
        Some(Exchange::begin(&self.sandbox, &request, Some(&self.clock)).await)
    }

    /// Adds the `Date` of the clock that the dates of `Retry-After` go by.
    fn dated(&self, mut exchange: Exchange) -> Exchange {
        let now = self.sandbox.time_of_day(Some(&self.clock));
        if let Ok(date) = HeaderValue::try_from(http_date(now)) {
            exchange.response.headers_mut().insert(header::DATE, date);
        }
        exchange
    }
}

/// Reads a body, or so much of it that it is seen to be too long; nothing when the client breaks off.
async fn read(mut body: Incoming) -> Option<Bytes> {
    let mut bytes = BytesMut::new();
    while bytes.len() <= MAX_BODY_BYTES
        && let Some(frame) = body.frame().await
    {
        if let Ok(data) = frame.ok()?.into_data() {
            bytes.extend_from_slice(&data);
        }
    }
    Some(bytes.freeze())
}

/// Leaves the connection to somebody else: whoever is told drops this future.
async fn give_up<T>(takeover: &mpsc::Sender<Takeover>, reason: Takeover) -> T {
    let _ = takeover.send(reason).await;
    future::pending().await
}
