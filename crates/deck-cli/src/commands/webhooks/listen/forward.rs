//! The receiver of one's own that deliveries are forwarded to.

use tokio::sync::mpsc;

use deck_client::http::HeaderMap;
use deck_client::http::HeaderName;
use deck_client::http::Request;
use deck_client::http::Uri;
use deck_client::http::header;
use deck_transport::HyperTransport;
use deck_transport::Transport;

use crate::commands::webhooks::listen::received::Received;
use crate::diagnostics;
use crate::error::Failure;
use crate::error::code::ErrorCode;
use crate::error::explained::Explained;

/// The largest number of deliveries that wait for a slow receiver; only what Deck signed is among them.
const MOST_WAITING: usize = 1_000;

/// The longest response that is read.
const MOST_BYTES: usize = 1024 * 1024;

/// What a connection needs, and not a delivery.
const OF_THE_CONNECTION: [HeaderName; 6] = [
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::EXPECT,
    header::HOST,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// Forwards deliveries one after another, in a task of its own.
pub(super) struct Forwarder {
    deliveries: mpsc::Sender<Received>,
}

impl Forwarder {
    /// Starts the task.
    pub(super) fn start(to: Uri) -> Result<Self, Failure> {
        let transport = HyperTransport::builder().max_body_bytes(MOST_BYTES).build();
        let transport = transport.map_err(|error| {
            let message = "the transport could not be made";
            Explained::new(ErrorCode::Internal, message).caused_by(&error)
        })?;
        let (deliveries, mut waiting) = mpsc::channel(MOST_WAITING);
        tokio::spawn(async move {
            while let Some(received) = waiting.recv().await {
                send(&transport, &to, received).await;
            }
        });
        Ok(Self { deliveries })
    }

    /// Hands a delivery over, if Deck signed it; a receiver that is too slow misses it.
    pub(super) fn forward(&self, received: Received) {
        if !received.is_valid() {
            return;
        }
        if let Err(error) = self.deliveries.try_send(received) {
            let received = error.into_inner();
            diagnostics::warn_that(&format!(
                "{} is not forwarded: {MOST_WAITING} others wait for the receiver",
                received.name()
            ));
        }
    }
}

async fn send(transport: &HyperTransport, to: &Uri, received: Received) {
    let name = received.name().to_owned();
    let mut request = Request::new(received.body);
    *request.method_mut() = deck_client::http::Method::POST;
    *request.uri_mut() = to.clone();
    *request.headers_mut() = forwarded(received.headers);
    match transport.send(request).await {
        Ok(response) if response.status().is_success() => {
            diagnostics::hint(&format!(
                "{name} is forwarded: status {}",
                response.status()
            ));
        }
        Ok(response) => diagnostics::warn_that(&format!(
            "the receiver did not take {name}: status {}",
            response.status()
        )),
        Err(error) => diagnostics::warn_that(&format!("{name} could not be forwarded: {error}")),
    }
}

/// Returns the headers without those of the connection.
fn forwarded(mut headers: HeaderMap) -> HeaderMap {
    for name in OF_THE_CONNECTION {
        headers.remove(name);
    }
    headers
}
