//! One connection, which hyper serves until a fault takes it over.

use std::convert::Infallible;
use std::future;
use std::pin::pin;

use bytes::Bytes;
use bytes::BytesMut;
use deck_transport::Clock;
use deck_transport::SharedClock;
use http::Request;
use http::Response;
use http::uri::PathAndQuery;
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
use crate::faults::wire_fault::WireFault;
use crate::prepared_response::PreparedResponse;
use crate::response::body::MAX_BODY_BYTES;
use crate::server::control::Control;
use crate::server::script;
use crate::server::served_request::Observer;
use crate::server::served_request::ServedRequest;
use crate::server::shared_stream::SharedStream;

/// The signal that the server is to stop.
#[derive(Clone)]
pub(super) struct Stop(pub(super) watch::Receiver<bool>);

impl Stop {
    /// Waits until the server is to stop, or is dropped.
    pub(super) async fn requested(&mut self) {
        let _ = self.0.wait_for(|stop| *stop).await;
    }
}

/// Why hyper does not go on with a connection.
enum Takeover {
    /// The response is one that hyper would not send.
    Perform(PreparedResponse),
    /// The server stops before the response is ready.
    Close,
}

/// Responds to the requests of one connection.
#[derive(Clone)]
pub(super) struct Connection {
    pub(super) sandbox: Sandbox,
    pub(super) control: Control,
    pub(super) clock: SharedClock,
    pub(super) observer: Observer,
    pub(super) stop: Stop,
}

impl Connection {
    /// Responds until the client has no more requests, a fault ends the connection, or the server stops.
    pub(super) async fn serve(mut self, stream: TcpStream) {
        let mut stream = SharedStream::new(stream);
        if let Some(Takeover::Perform(prepared)) = self.speak_http(stream.clone()).await {
            tokio::select! {
                // A client that breaks the connection is not an error here, and often what the fault is for.
                _ = script::perform(&mut stream, &prepared, &self.clock) => {}
                () = self.stop.requested() => {}
            }
        }
    }

    /// Lets hyper serve the connection until it ends or is taken over.
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
            () = stop.requested() => connection.as_mut().graceful_shutdown(),
        }
        tokio::select! {
            _ = connection => None,
            takeover = takeover.recv() => takeover,
        }
    }

    /// Responds to one request, or has the connection taken over.
    async fn respond(
        &self,
        request: Request<Incoming>,
        takeover: &mpsc::Sender<Takeover>,
    ) -> Result<Response<Full<Bytes>>, Infallible> {
        let mut stop = self.stop.clone();
        let prepared = tokio::select! {
            biased;
            prepared = self.prepare(request) => prepared,
            () = stop.requested() => None,
        };
        let Some(prepared) = prepared else {
            return give_up(takeover, Takeover::Close).await;
        };
        if prepared.wire.is_some() || !prepared.body_delay.is_zero() {
            return give_up(takeover, Takeover::Perform(prepared)).await;
        }
        Ok(prepared.response.map(Full::new))
    }

    /// Receives a request whose body is complete; nothing when the client breaks off before.
    async fn prepare(&self, request: Request<Incoming>) -> Option<PreparedResponse> {
        let (parts, body) = request.into_parts();
        let request = Request::from_parts(parts, read(body).await?);
        if Control::is_for(&request) {
            return Some(PreparedResponse::plain(self.control.respond(&request)));
        }
        let arrived = self.clock.now();
        let is_matched = self.sandbox.has_operation(&request);
        let prepared = PreparedResponse::prepare(&self.sandbox, &request, Some(&self.clock)).await;
        let status = prepared.response.status().as_u16();
        self.control.log.add(&request, status, is_matched);
        let target = request.uri().path_and_query();
        self.observer.observe(&ServedRequest {
            method: request.method().as_str(),
            target: target.map_or("", PathAndQuery::as_str),
            status,
            fault: prepared.wire.map(WireFault::word),
            duration: self.clock.now().saturating_duration_since(arrived),
        });
        Some(prepared)
    }
}

/// Reads a body, at most a frame beyond the limit; nothing when the client breaks off.
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

/// Gives the connection up to the receiver of `takeover`, which drops this future.
async fn give_up<T>(takeover: &mpsc::Sender<Takeover>, reason: Takeover) -> T {
    let _ = takeover.send(reason).await;
    future::pending().await
}
