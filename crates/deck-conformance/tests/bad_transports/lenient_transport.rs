//! A transport over a bare socket, with faults that no HTTP stack can be told to have.

use std::io;
use std::time::Duration;

use bytes::Bytes;
use deck_conformance::Setup;
use deck_transport::Delivery;
use deck_transport::TimeoutPhase;
use deck_transport::Transport;
use deck_transport::TransportError;
use deck_transport::TransportErrorKind;
use http::Request;
use http::Response;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time;

use crate::Sent;

/// A transport that starts its timeout anew with whatever arrives, and takes every number for the size of a
/// chunk.
pub(crate) struct LenientTransport {
    timeout: Duration,
}

impl LenientTransport {
    pub(crate) fn new(setup: &Setup) -> Self {
        let timeout = setup.timeout(TimeoutPhase::Headers);
        Self {
            timeout: timeout.unwrap_or(Duration::from_secs(30)),
        }
    }

    async fn exchange(&self, address: &str) -> io::Result<Option<Vec<u8>>> {
        let mut stream = TcpStream::connect(address).await?;
        let head = format!("GET / HTTP/1.1\r\nhost: {address}\r\n\r\n");
        stream.write_all(head.as_bytes()).await?;
        let mut received = Vec::new();
        let end = loop {
            if let Some(end) = received.windows(4).position(|end| end == b"\r\n\r\n") {
                break end + 4;
            }
            if time::timeout(self.timeout, stream.read_buf(&mut received)).await?? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        };
        // The responses with chunks are short, and sent at once.
        Ok(first_chunk(&received[end..]))
    }
}

impl Transport for LenientTransport {
    async fn send(&self, request: Request<Bytes>) -> Sent {
        let address = request.uri().authority().expect("an authority").as_str();
        let failed = |kind, delivery| Err(TransportError::new(kind, delivery));
        match self.exchange(address).await {
            Ok(Some(body)) => Ok(Response::new(body.into())),
            Ok(None) => failed(TransportErrorKind::Protocol, Delivery::ResponseStarted),
            Err(error) if error.kind() == io::ErrorKind::TimedOut => {
                let kind = TransportErrorKind::Timeout(TimeoutPhase::Headers);
                failed(kind, Delivery::MaybeSent)
            }
            Err(_) => failed(TransportErrorKind::Closed, Delivery::MaybeSent),
        }
    }
}

/// Returns the first chunk of a body, whose size is what the standard library takes for a number.
fn first_chunk(body: &[u8]) -> Option<Vec<u8>> {
    let body = std::str::from_utf8(body).ok()?;
    let (size, rest) = body.split_once("\r\n")?;
    let size = usize::from_str_radix(size, 16).ok()?;
    Some(rest.get(..size)?.as_bytes().to_vec())
}
