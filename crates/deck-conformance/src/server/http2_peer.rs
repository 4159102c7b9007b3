//! [`Http2Peer`]: just enough of HTTP/2 (RFC 9113) to respond, correctly or not.

use std::collections::BTreeMap;
use std::io;

use super::peer::Peer;

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// The largest payload that a client accepts unless it says otherwise.
const MAX_PAYLOAD: usize = 16 * 1024;

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const CONTINUATION: u8 = 9;

const ACK: u8 = 0x1;
const END_STREAM: u8 = 0x1;
const END_HEADERS: u8 = 0x4;

/// The number of a stream, which stands for the request that came over it.
pub(crate) type StreamId = u32;

/// Why a stream is reset or a connection is given up.
#[derive(Clone, Copy)]
pub(crate) enum Reason {
    NoError = 0,
    InternalError = 2,
    RefusedStream = 7,
}

/// The client at the other end of an HTTP/2 connection.
pub(crate) struct Http2Peer {
    peer: Peer,
    bodies: BTreeMap<StreamId, Vec<u8>>,
}

impl Http2Peer {
    /// Exchanges the preface.
    pub(crate) async fn greet(peer: Peer) -> io::Result<Self> {
        Self::greet_with(peer, &[]).await
    }

    /// Exchanges the preface, and allows this many streams at a time.
    pub(crate) async fn greet_allowing(peer: Peer, streams: u32) -> io::Result<Self> {
        const MAX_CONCURRENT_STREAMS: [u8; 2] = [0, 3];
        let setting = [&MAX_CONCURRENT_STREAMS[..], &streams.to_be_bytes()].concat();
        Self::greet_with(peer, &setting).await
    }

    async fn greet_with(mut peer: Peer, settings: &[u8]) -> io::Result<Self> {
        if peer.read(PREFACE.len()).await? != PREFACE {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let bodies = BTreeMap::new();
        let mut greeted = Self { peer, bodies };
        greeted.write(SETTINGS, 0, 0, settings).await?;
        Ok(greeted)
    }

    /// Reads until a request is complete. A stream that the client resets on the way is reported to the case.
    pub(crate) async fn request(&mut self) -> io::Result<StreamId> {
        self.request_with_body().await.map(|(stream, _)| stream)
    }

    /// Reads until a request is complete, as [`request`](Self::request) does, and returns its body too.
    pub(crate) async fn request_with_body(&mut self) -> io::Result<(StreamId, String)> {
        loop {
            let head = self.peer.read(9).await?;
            let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
            let stream = StreamId::from_be_bytes([head[5], head[6], head[7], head[8]]);
            let payload = self.peer.read(length as usize).await?;
            if self.take(head[3], head[4], stream, &payload).await? {
                let body = self.bodies.remove(&stream).unwrap_or_default();
                let text = String::from_utf8_lossy(&body).into_owned();
                self.peer.has_sent(body);
                return Ok((stream, text));
            }
        }
    }

    /// Returns the connection under the frames.
    pub(crate) fn into_inner(self) -> Peer {
        self.peer
    }

    /// Waits at the gate of the case.
    pub(crate) async fn gate(&mut self) {
        self.peer.gate().await;
    }

    /// Waits until the client has given up the stream or the connection, and reports it to the case.
    pub(crate) async fn hung_up(&mut self) {
        if self.request().await.is_err() {
            self.peer.has_given_up();
        }
    }

    /// Responds to every request with its own body, until the client hangs up.
    pub(crate) async fn echo(&mut self) -> io::Result<()> {
        loop {
            let (stream, body) = self.request_with_body().await?;
            self.respond(stream, &body).await?;
        }
    }

    /// Sends a whole response.
    pub(crate) async fn respond(&mut self, stream: StreamId, body: &str) -> io::Result<()> {
        self.head(stream, &[]).await?;
        self.data(stream, body, true).await
    }

    /// Sends the head of a response with status 200, in as many frames as it takes.
    pub(crate) async fn head(
        &mut self,
        stream: StreamId,
        headers: &[(&str, &[u8])],
    ) -> io::Result<()> {
        let block = header_block(headers);
        let mut frames = block.chunks(MAX_PAYLOAD).peekable();
        let mut kind = HEADERS;
        while let Some(fragment) = frames.next() {
            let flags = if frames.peek().is_none() {
                END_HEADERS
            } else {
                0
            };
            self.write(kind, flags, stream, fragment).await?;
            kind = CONTINUATION;
        }
        Ok(())
    }

    /// Sends a piece of a body.
    pub(crate) async fn data(
        &mut self,
        stream: StreamId,
        piece: &str,
        is_last: bool,
    ) -> io::Result<()> {
        let flags = if is_last { END_STREAM } else { 0 };
        self.write(DATA, flags, stream, piece.as_bytes()).await
    }

    /// Resets a stream.
    pub(crate) async fn reset(&mut self, stream: StreamId, reason: Reason) -> io::Result<()> {
        let reason = (reason as u32).to_be_bytes();
        self.write(RST_STREAM, 0, stream, &reason).await
    }

    /// Announces that no stream after `last` was looked at, and none will be.
    pub(crate) async fn go_away(&mut self, last: StreamId) -> io::Result<()> {
        let reason = (Reason::NoError as u32).to_be_bytes();
        let payload = [last.to_be_bytes(), reason].concat();
        self.write(GOAWAY, 0, 0, &payload).await
    }

    /// Takes a frame in, and returns whether it ends a request.
    async fn take(
        &mut self,
        kind: u8,
        flags: u8,
        stream: StreamId,
        payload: &[u8],
    ) -> io::Result<bool> {
        match kind {
            SETTINGS if flags & ACK == 0 => self.write(SETTINGS, ACK, 0, &[]).await?,
            PING if flags & ACK == 0 => self.write(PING, ACK, 0, payload).await?,
            RST_STREAM => self.peer.has_given_up(),
            DATA => self
                .bodies
                .entry(stream)
                .or_default()
                .extend_from_slice(payload),
            _ => {}
        }
        Ok(matches!(kind, HEADERS | DATA) && flags & END_STREAM != 0)
    }

    async fn write(
        &mut self,
        kind: u8,
        flags: u8,
        stream: StreamId,
        payload: &[u8],
    ) -> io::Result<()> {
        let length = u32::try_from(payload.len()).map_err(io::Error::other)?;
        let mut frame = length.to_be_bytes()[1..].to_vec();
        frame.extend([kind, flags]);
        frame.extend(stream.to_be_bytes());
        frame.extend(payload);
        self.peer.write(frame).await
    }
}

/// Encodes a head with status 200 (RFC 7541), every header as a literal.
fn header_block(headers: &[(&str, &[u8])]) -> Vec<u8> {
    const STATUS_200: u8 = 0x88;
    const LITERAL_WITH_NEW_NAME: u8 = 0;
    let mut block = vec![STATUS_200];
    for (name, value) in headers {
        block.push(LITERAL_WITH_NEW_NAME);
        for text in [name.as_bytes(), value] {
            push_length(&mut block, text.len());
            block.extend(text);
        }
    }
    block
}

/// Encodes a length with a prefix of seven bits.
fn push_length(block: &mut Vec<u8>, mut length: usize) {
    const PREFIX: usize = 0x7f;
    if length < PREFIX {
        block.extend(u8::try_from(length));
        return;
    }
    block.push(0x7f);
    length -= PREFIX;
    while length >= 0x80 {
        block.extend(u8::try_from(length & 0x7f | 0x80));
        length >>= 7;
    }
    block.extend(u8::try_from(length));
}
