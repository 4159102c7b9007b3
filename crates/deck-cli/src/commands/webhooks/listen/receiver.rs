//! The server that deliveries come to.

use std::convert::Infallible;
use std::io;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::BodyExt;
use http_body_util::Full;
use http_body_util::Limited;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::rt::TokioTimer;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::sync::mpsc;

use deck_client::bytes::Bytes;
use deck_client::http::Method;
use deck_client::http::Request;
use deck_client::http::Response;
use deck_client::http::StatusCode;
use deck_transport::Clock;
use deck_transport::TokioClock;
use deck_webhooks::Verifier;

use crate::commands::webhooks::listen::received::Received;

/// The longest body; the events of Deck are a few kilobytes.
const MOST_BODY_BYTES: usize = 1024 * 1024;

/// The longest head of a request.
const MOST_HEAD_BYTES: usize = 32 * 1024;

/// The largest number of headers.
const MOST_HEADERS: usize = 100;

/// The largest number of connections at a time.
const MOST_CONNECTIONS: usize = 64;

/// How long the head of a request, and its body, may take each.
const PATIENCE: Duration = Duration::from_secs(10);

/// Receives deliveries on a port, and hands them on.
pub(super) struct Receiver {
    listener: TcpListener,
    address: SocketAddr,
    desk: Desk,
}

/// What verifies deliveries and hands them on.
#[derive(Clone)]
struct Desk {
    verifier: Arc<Verifier>,
    deliveries: mpsc::Sender<Received>,
}

impl Receiver {
    /// Listens on a port of this machine.
    pub(super) async fn bind(
        port: u16,
        verifier: Verifier,
        deliveries: mpsc::Sender<Received>,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        Ok(Self {
            address: listener.local_addr()?,
            listener,
            desk: Desk {
                verifier: Arc::new(verifier),
                deliveries,
            },
        })
    }

    /// Returns the URL that deliveries are sent to.
    pub(super) fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Returns the port.
    pub(super) fn port(&self) -> u16 {
        self.address.port()
    }

    /// Receives for as long as the future is not dropped.
    pub(super) async fn receive(self) {
        let connections = Arc::new(Semaphore::new(MOST_CONNECTIONS));
        while let Ok(permit) = Arc::clone(&connections).acquire_owned().await {
            match self.listener.accept().await {
                Ok((stream, _)) => {
                    let desk = self.desk.clone();
                    tokio::spawn(async move {
                        desk.serve(stream).await;
                        drop(permit);
                    });
                }
                // The sender has gone away, or there are no more file descriptors; others may have better
                // luck.
                Err(_) => tokio::task::yield_now().await,
            }
        }
    }
}

impl Desk {
    async fn serve(&self, stream: TcpStream) {
        let service = service_fn(|request| async move {
            let status = self.respond(request).await;
            let mut response = Response::new(Full::<Bytes>::default());
            *response.status_mut() = status;
            Ok::<_, Infallible>(response)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(PATIENCE)
            .max_headers(MOST_HEADERS)
            .max_buf_size(MOST_HEAD_BYTES)
            .serve_connection(TokioIo::new(stream), service);
        // A sender that breaks the connection has no response, and Deck repeats the delivery.
        _ = connection.await;
    }

    async fn respond(&self, request: Request<Incoming>) -> StatusCode {
        if request.method() != Method::POST {
            return StatusCode::METHOD_NOT_ALLOWED;
        }
        let (parts, body) = request.into_parts();
        let collected = tokio::select! {
            collected = Limited::new(body, MOST_BODY_BYTES).collect() => collected,
            () = TokioClock.sleep(PATIENCE) => return StatusCode::REQUEST_TIMEOUT,
        };
        let Ok(body) = collected else {
            return StatusCode::PAYLOAD_TOO_LARGE;
        };
        let now = TokioClock.system_time();
        let received = Received::verify(&self.verifier, parts.headers, body.to_bytes(), now);
        let status = if received.is_valid() {
            StatusCode::OK
        } else {
            StatusCode::UNAUTHORIZED
        };
        // Nobody reads the output: what is not noted is not acknowledged.
        match self.deliveries.try_send(received) {
            Ok(()) => status,
            Err(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}
