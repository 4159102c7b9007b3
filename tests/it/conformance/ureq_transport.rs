//! A transport over ureq, as `docs/transport.md` tells of it.

use std::io;

use bytes::Bytes;
use deck_transport::Delivery;
use deck_transport::TimeoutPhase;
use deck_transport::Transport;
use deck_transport::TransportError;
use deck_transport::TransportErrorKind;
use ureq::Timeout;

/// An agent of ureq as a transport, on the threads that smol has for calls that block. The agent must neither
/// follow redirects nor take statuses for errors.
pub(super) struct UreqTransport {
    pub(super) agent: ureq::Agent,
    pub(super) max_body_bytes: u64,
}

impl Transport for UreqTransport {
    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let (agent, max_body_bytes) = (self.agent.clone(), self.max_body_bytes);
        smol::unblock(move || call(&agent, request, max_body_bytes)).await
    }
}

fn call(
    agent: &ureq::Agent,
    request: http::Request<Bytes>,
    max_body_bytes: u64,
) -> Result<http::Response<Bytes>, TransportError> {
    let request = request.map(Vec::from);
    let received = if request.body().is_empty() {
        agent.run(request.map(drop))
    } else {
        agent.run(request)
    };
    let (head, mut body) = received.map_err(of_head)?.into_parts();
    let body = body
        .with_config()
        .limit(max_body_bytes)
        .read_to_vec()
        .map_err(of_body)?;
    Ok(http::Response::from_parts(head, body.into()))
}

/// Maps what went wrong before the response began.
fn of_head(error: ureq::Error) -> TransportError {
    use TransportErrorKind::Closed;
    use TransportErrorKind::Connect;
    use TransportErrorKind::InvalidRequest;
    use TransportErrorKind::Protocol;
    use TransportErrorKind::Resolve;
    use TransportErrorKind::Tls;

    let (kind, delivery) = match &error {
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => (InvalidRequest, Delivery::NotSent),
        ureq::Error::HostNotFound => (Resolve, Delivery::NotSent),
        ureq::Error::ConnectionFailed => (Connect, Delivery::NotSent),
        ureq::Error::Rustls(_) | ureq::Error::Tls(_) => (Tls, Delivery::NotSent),
        ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect) => (
            TransportErrorKind::Timeout(TimeoutPhase::Connect),
            Delivery::NotSent,
        ),
        ureq::Error::Timeout(_) => (
            TransportErrorKind::Timeout(TimeoutPhase::Headers),
            Delivery::MaybeSent,
        ),
        ureq::Error::Io(cause) if cause.kind() == io::ErrorKind::ConnectionRefused => {
            (Connect, Delivery::NotSent)
        }
        ureq::Error::Io(cause) if is_of_tls(cause) => (Tls, Delivery::NotSent),
        ureq::Error::Protocol(_) => (Protocol, Delivery::MaybeSent),
        _ => (Closed, Delivery::MaybeSent),
    };
    TransportError::new(kind, delivery).with_source(error)
}

/// Maps what went wrong within the body of the response.
fn of_body(error: ureq::Error) -> TransportError {
    let kind = match &error {
        ureq::Error::BodyExceedsLimit(_) => TransportErrorKind::BodyTooLarge,
        ureq::Error::Timeout(_) => TransportErrorKind::Timeout(TimeoutPhase::Body),
        ureq::Error::Protocol(_) => TransportErrorKind::Protocol,
        _ => TransportErrorKind::Closed,
    };
    TransportError::new(kind, Delivery::ResponseStarted).with_source(error)
}

fn is_of_tls(error: &io::Error) -> bool {
    let inner = error.get_ref();
    inner
        .and_then(|inner| inner.downcast_ref::<rustls::Error>())
        .is_some()
}
