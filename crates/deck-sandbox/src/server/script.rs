//! The bytes of responses that no HTTP library would send.

use std::io;
use std::time::Duration;

use bytes::Bytes;
use deck_transport::SharedClock;
use http::Response;
use http::header;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;

use crate::faults::wire_fault::WireFault;
use crate::prepared_response::PreparedResponse;
use crate::prepared_response::sleep;
use crate::server::gzip_bomb::gzip_bomb;
use crate::server::shared_stream::SharedStream;

/// The number of bytes of something endless that are written at a time.
const PIECE: usize = 16 * 1024;

/// Writes `prepared` with its fault, to the end or until the client closes the connection. The caller closes
/// it afterwards.
///
/// # Errors
///
/// Fails when the client has closed the connection.
pub(super) async fn perform(
    stream: &mut SharedStream,
    prepared: &PreparedResponse,
    clock: &SharedClock,
) -> io::Result<()> {
    let PreparedResponse { response, wire, .. } = prepared;
    let body = response.body();
    let half = body.len() / 2;
    match wire {
        None => slow_body(stream, response, prepared.body_delay, clock).await,
        Some(WireFault::Refused) => Ok(()),
        Some(WireFault::Reset) => stream.reset_at_the_end(),
        Some(WireFault::Silent) => hang_up(stream).await,
        Some(WireFault::NotHttp) => stream.write_all(b"220 sandbox.localhost ESMTP\r\n").await,
        Some(WireFault::EndlessHeaders) => endless_headers(stream, response).await,
        Some(WireFault::TruncatedBody) => counted(stream, response, body.len(), half).await,
        Some(WireFault::ResetBody) => {
            counted(stream, response, body.len(), half).await?;
            stream.reset_at_the_end()
        }
        Some(WireFault::StalledBody) => {
            counted(stream, response, body.len(), half).await?;
            hang_up(stream).await
        }
        Some(WireFault::ContentLengthTooLong) => {
            counted(stream, response, body.len() + 1, body.len()).await
        }
        Some(WireFault::ContentLengthTooShort) => counted(stream, response, half, body.len()).await,
        Some(WireFault::BrokenChunks) => {
            start(stream, response, "transfer-encoding: chunked").await?;
            stream.write_all(b"no size\r\n").await
        }
        Some(WireFault::EndlessBody) => endless_body(stream, response).await,
        Some(WireFault::GzipBomb) => bomb(stream, response).await,
    }
}

/// Writes the head of `response`, with `framing` as the header that says where the body ends.
async fn start(
    stream: &mut SharedStream,
    response: &Response<Bytes>,
    framing: &str,
) -> io::Result<()> {
    let mut head = open_head(response);
    head.extend(framing.bytes());
    head.extend(b"\r\nconnection: close\r\n\r\n");
    stream.write_all(&head).await
}

/// Returns the head of `response` without its end.
fn open_head(response: &Response<Bytes>) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {}\r\n", response.status()).into_bytes();
    for (name, value) in response.headers() {
        head.extend(name.as_str().bytes());
        head.extend(b": ");
        head.extend(value.as_bytes());
        head.extend(b"\r\n");
    }
    head
}

/// Promises a body of `promised` bytes and writes the first `sent` ones of it.
async fn counted(
    stream: &mut SharedStream,
    response: &Response<Bytes>,
    promised: usize,
    sent: usize,
) -> io::Result<()> {
    start(stream, response, &format!("content-length: {promised}")).await?;
    stream.write_all(&response.body()[..sent]).await
}

async fn slow_body(
    stream: &mut SharedStream,
    response: &Response<Bytes>,
    delay: Duration,
    clock: &SharedClock,
) -> io::Result<()> {
    let body = response.body();
    let half = body.len() / 2;
    counted(stream, response, body.len(), half).await?;
    sleep(Some(clock), delay).await;
    stream.write_all(&body[half..]).await
}

async fn endless_headers(stream: &mut SharedStream, response: &Response<Bytes>) -> io::Result<()> {
    stream.write_all(&open_head(response)).await?;
    let line = b"x-endless: and so on\r\n";
    let piece = line.repeat(PIECE / line.len());
    loop {
        stream.write_all(&piece).await?;
    }
}

async fn endless_body(stream: &mut SharedStream, response: &Response<Bytes>) -> io::Result<()> {
    start(stream, response, "transfer-encoding: chunked").await?;
    let mut piece = format!("{PIECE:x}\r\n").into_bytes();
    piece.resize(piece.len() + PIECE, b' ');
    piece.extend(b"\r\n");
    loop {
        stream.write_all(&piece).await?;
    }
}

async fn bomb(stream: &mut SharedStream, response: &Response<Bytes>) -> io::Result<()> {
    let bomb = gzip_bomb();
    let framing = format!(
        "{}: gzip\r\ncontent-length: {}",
        header::CONTENT_ENCODING,
        bomb.len()
    );
    start(stream, response, &framing).await?;
    stream.write_all(&bomb).await
}

/// Waits until the client closes the connection.
async fn hang_up(stream: &mut SharedStream) -> io::Result<()> {
    let mut ignored = [0; 1024];
    while stream.read(&mut ignored).await? > 0 {}
    Ok(())
}
