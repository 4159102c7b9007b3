//! Opening a tunnel through a proxy with `CONNECT`.

use std::future;
use std::pin::pin;
use std::task::Poll;

use bytes::Bytes;
use http::HeaderValue;
use http::Request;
use http::Uri;
use http::header::HOST;
use http::header::PROXY_AUTHORIZATION;
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper_util::client::proxy::matcher::Intercept;

use super::connect_failure::ConnectFailure;
use super::proxy_failure::ProxyFailure;
use super::stream::Stream;
use crate::TransportErrorKind;

/// The largest response of a proxy to `CONNECT`, and the smallest ceiling that hyper accepts.
const MAX_RESPONSE_BYTES: usize = 8 * 1024;

/// Asks the proxy at the other end of `stream` to connect it with `target`.
pub(super) async fn open(
    stream: Stream,
    proxy: &Intercept,
    target: &Uri,
) -> Result<Stream, ConnectFailure> {
    let request = request(proxy, target)
        .map_err(|error| ConnectFailure::new(TransportErrorKind::InvalidRequest, error))?;
    let tunnel = request.uri().clone();
    let broken = |error| ProxyFailure::broken(proxy, error);
    let (mut sender, mut connection) = http1::Builder::new()
        .max_buf_size(MAX_RESPONSE_BYTES)
        .handshake(stream)
        .await
        .map_err(broken)?;

    let mut responding = pin!(sender.send_request(request));
    let mut is_over = false;
    let response = future::poll_fn(|context| {
        if !is_over && let Poll::Ready(ended) = connection.poll_without_shutdown(context) {
            is_over = true;
            if let Err(error) = ended {
                return Poll::Ready(Err(error));
            }
        }
        responding.as_mut().poll(context)
    });
    let status = response.await.map_err(broken)?.status();
    if status.is_success() {
        Ok(connection.into_parts().io)
    } else {
        Err(ProxyFailure::refused(proxy, &tunnel, status))
    }
}

fn request(proxy: &Intercept, target: &Uri) -> Result<Request<Full<Bytes>>, http::Error> {
    let host = target.host().unwrap_or_default();
    let authority = format!("{host}:{}", target.port_u16().unwrap_or(443));
    let mut request = Request::connect(&authority)
        .header(HOST, HeaderValue::try_from(&authority)?)
        .body(Full::default())?;
    if let Some(authorization) = proxy.basic_auth() {
        let headers = request.headers_mut();
        headers.insert(PROXY_AUTHORIZATION, authorization.clone());
    }
    Ok(request)
}
