//! Requests to programs on this machine, and to nobody else.

use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;
use std::net::SocketAddr;
use std::pin::pin;

use bytes::Bytes;
use deck_transport::Delivery;
use deck_transport::Transport;
use deck_transport::TransportError;
use deck_transport::TransportErrorKind;
use http::HeaderValue;
use http::Request;
use http::Response;
use http::Uri;
use http::header;
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// A transport that makes each request over a connection of its own, with http and to a loopback address.
/// Everything else is refused before anything leaves the machine: names are not looked up.
///
/// The body of a response is not read, since nobody asks for it.
pub(super) struct Loopback;

impl Transport for Loopback {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let addresses = addresses(request.uri()).ok_or_else(refused)?;
        let stream = TcpStream::connect(&*addresses).await.map_err(|error| {
            TransportError::new(TransportErrorKind::Connect, Delivery::NotSent).with_source(error)
        })?;
        let request = in_origin_form(request).ok_or_else(refused)?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
            .await
            .map_err(broken)?;
        let mut connection = pin!(connection);
        let mut sending = pin!(sender.send_request(request.map(Full::new)));
        let response = tokio::select! {
            biased;
            response = &mut sending => response,
            // It may have brought the response before it ended.
            _ = &mut connection => sending.await,
        };
        let response = response.map_err(broken)?;
        Ok(response.map(|_| Bytes::new()))
    }
}

/// Returns the addresses of a loopback server that is reached with http.
fn addresses(uri: &Uri) -> Option<Vec<SocketAddr>> {
    if uri.scheme_str() != Some("http") {
        return None;
    }
    let port = uri.port_u16().unwrap_or(80);
    let host = uri.host()?;
    let (v4, v6) = (
        IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(Ipv6Addr::LOCALHOST),
    );
    if host.eq_ignore_ascii_case("localhost") {
        return Some(vec![(v4, port).into(), (v6, port).into()]);
    }
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let address: IpAddr = host.parse().ok()?;
    address.is_loopback().then(|| vec![(address, port).into()])
}

/// Returns `request` with its path as the target and its authority in `Host`, as HTTP/1.1 has it.
fn in_origin_form(mut request: Request<Bytes>) -> Option<Request<Bytes>> {
    let authority = request.uri().authority()?.as_str();
    // What stands before `@` is not part of the host.
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let host = HeaderValue::from_str(host).ok()?;
    let path = request.uri().path_and_query()?.as_str().parse().ok()?;
    request.headers_mut().insert(header::HOST, host);
    *request.uri_mut() = path;
    Some(request)
}

fn refused() -> TransportError {
    TransportError::new(TransportErrorKind::InvalidRequest, Delivery::NotSent)
}

fn broken(error: hyper::Error) -> TransportError {
    TransportError::new(TransportErrorKind::Closed, Delivery::MaybeSent).with_source(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_addresses_are_reached() {
        for url in [
            "http://127.0.0.1:4011/hook",
            "http://127.9.9.9/",
            "http://LOCALHOST:1",
            "http://[::1]:8080/hook",
        ] {
            assert!(addresses(&url.parse().unwrap()).is_some(), "{url}");
        }
        for url in [
            "https://127.0.0.1/",
            "http://example.com/",
            "http://127.0.0.1.example.com/",
            "http://localhost.example.com/",
            "http://10.0.0.1/",
            "http://0.0.0.0/",
            "http://127.0.0.1@example.com/",
            "http://[::ffff:10.0.0.1]/",
            "/hook",
        ] {
            assert!(addresses(&url.parse().unwrap()).is_none(), "{url}");
        }
    }
}
