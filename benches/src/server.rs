//! The server that the measured programs list from: loopback, without limits, with a delay if one is wanted.

use std::convert::Infallible;
use std::error::Error;
use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Request;
use http::Response;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use crate::history::History;

/// Serves `history` until the process is killed; prints its base URL first.
pub async fn serve(history: History, delay: Duration) -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    println!("http://{}/v2", listener.local_addr()?);
    std::io::stdout().flush()?;
    let history = Arc::new(history);
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let history = history.clone();
        tokio::spawn(async move {
            let service = service_fn(|request| respond(&history, delay, request));
            // A client that goes away ends its connection, and nothing else.
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

async fn respond(
    history: &History,
    delay: Duration,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    let query = request.uri().query().unwrap_or_default();
    let value = |key: &str| {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let mut of_key = pairs.filter(|(name, _)| *name == key);
        of_key.next().map(|(_, value)| value.replace("%3A", ":"))
    };
    let wanted = history.between(
        value("created_after").as_deref(),
        value("created_before").as_deref(),
    );
    let limit = value("limit")
        .and_then(|limit| limit.parse().ok())
        .unwrap_or(20);
    let start = value("cursor")
        .and_then(|cursor| cursor.parse().ok())
        .unwrap_or(wanted.start);
    let end = wanted.end.min(start + limit);
    let next = (end < wanted.end).then_some(end);
    let page = history.page(start..end, next);
    let response = Response::builder()
        .header("content-type", "application/json")
        .body(Full::new(Bytes::from(page)));
    Ok(response.unwrap_or_default())
}
