//! A transport over reqwest, as `docs/transport.md` tells of it.

use std::error::Error;
use std::io;
use std::iter;
use std::mem;

use bytes::Bytes;
use bytes::BytesMut;
use deck_transport::Delivery;
use deck_transport::TimeoutPhase;
use deck_transport::Transport;
use deck_transport::TransportError;
use deck_transport::TransportErrorKind;

/// A client of reqwest as a transport. The client must neither follow redirects nor retry.
pub(super) struct ReqwestTransport {
    pub(super) client: reqwest::Client,
    pub(super) max_body_bytes: usize,
}

impl Transport for ReqwestTransport {
    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let request = reqwest::Request::try_from(request).map_err(|error| {
            failed(TransportErrorKind::InvalidRequest, Delivery::NotSent, error)
        })?;
        let mut received = self.client.execute(request).await.map_err(of_head)?;
        let mut body = BytesMut::new();
        while let Some(piece) = received.chunk().await.map_err(of_body)? {
            if piece.len() > self.max_body_bytes - body.len() {
                return Err(TransportError::new(
                    TransportErrorKind::BodyTooLarge,
                    Delivery::ResponseStarted,
                ));
            }
            body.extend_from_slice(&piece);
        }
        let mut response = http::Response::new(body.freeze());
        *response.status_mut() = received.status();
        *response.headers_mut() = mem::take(received.headers_mut());
        Ok(response)
    }
}

/// Maps what went wrong before the response began.
fn of_head(error: reqwest::Error) -> TransportError {
    let no_connection = error.is_connect();
    let kind = match () {
        () if error.is_builder() => TransportErrorKind::InvalidRequest,
        () if error.is_timeout() && no_connection => {
            TransportErrorKind::Timeout(TimeoutPhase::Connect)
        }
        () if error.is_timeout() => TransportErrorKind::Timeout(TimeoutPhase::Headers),
        () if error.is_dns() => TransportErrorKind::Resolve,
        () if find::<rustls::Error>(&error).is_some() => TransportErrorKind::Tls,
        () if no_connection => TransportErrorKind::Connect,
        () if find::<hyper::Error>(&error).is_some_and(hyper::Error::is_parse) => {
            TransportErrorKind::Protocol
        }
        () => TransportErrorKind::Closed,
    };
    let was_not_sent = no_connection || error.is_builder();
    let delivery = if was_not_sent {
        Delivery::NotSent
    } else {
        Delivery::MaybeSent
    };
    failed(kind, delivery, error)
}

/// Maps what went wrong within the body of the response.
fn of_body(error: reqwest::Error) -> TransportError {
    let kind = match find::<io::Error>(&error) {
        _ if error.is_timeout() => TransportErrorKind::Timeout(TimeoutPhase::Body),
        Some(cause) if is_malformed(cause) => TransportErrorKind::Protocol,
        _ => TransportErrorKind::Closed,
    };
    failed(kind, Delivery::ResponseStarted, error)
}

fn is_malformed(cause: &io::Error) -> bool {
    matches!(
        cause.kind(),
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData
    )
}

fn failed(kind: TransportErrorKind, delivery: Delivery, error: reqwest::Error) -> TransportError {
    // The URL may hold what is nobody's business in a log.
    TransportError::new(kind, delivery).with_source(error.without_url())
}

/// Finds the first error of type `E` among the causes.
fn find<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    iter::successors(Some(error), |&error| cause(error)).find_map(|error| error.downcast_ref())
}

/// Returns the cause of an error; an `io::Error` keeps it to itself.
fn cause<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref)
    {
        Some(inner) => Some(inner),
        None => error.source(),
    }
}
