//! [`Peer`], the client as the server sees it.

use std::future;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::AsyncRead;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWrite;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time;
use tokio_rustls::server::TlsStream;

use super::log::Log;
use super::received::Received;

/// The client at the other end of a connection.
pub(crate) struct Peer {
    stream: Box<dyn Stream>,
    received: Vec<u8>,
    number: usize,
    log: Arc<Log>,
}

impl Peer {
    pub(super) fn new(stream: impl Stream + 'static, number: usize, log: &Arc<Log>) -> Self {
        Self {
            stream: Box::new(stream),
            received: Vec::new(),
            number,
            log: Arc::clone(log),
        }
    }

    /// Returns the number of the connection, beginning with 1.
    pub(crate) fn number(&self) -> usize {
        self.number
    }

    /// Reads one request, or `None` when the client has hung up.
    pub(crate) async fn request(&mut self) -> io::Result<Option<Received>> {
        loop {
            if let Some(request) = Received::take_from(&mut self.received, self.number) {
                self.log.received(request.clone());
                return Ok(Some(request));
            }
            if self.stream.read_buf(&mut self.received).await? == 0 {
                return Ok(None);
            }
        }
    }

    /// Reads exactly `length` bytes.
    pub(crate) async fn read(&mut self, length: usize) -> io::Result<Vec<u8>> {
        while self.received.len() < length {
            if self.stream.read_buf(&mut self.received).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        let rest = self.received.split_off(length);
        Ok(std::mem::replace(&mut self.received, rest))
    }

    /// Reads whatever is there, but at least something.
    pub(crate) async fn read_some(&mut self) -> io::Result<()> {
        self.stream.read_buf(&mut self.received).await.map(drop)
    }

    pub(crate) async fn write(&mut self, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        self.stream.write_all(bytes.as_ref()).await?;
        self.stream.flush().await
    }

    /// Reports to the case that the scene has reached the gate, and waits until the case opens it.
    pub(crate) async fn gate(&mut self) {
        self.log.wait_at_gate().await;
    }

    /// Sends nothing for this long.
    pub(crate) async fn pause(&self, length: Duration) {
        drop(time::timeout(length, future::pending::<()>()).await);
    }

    /// Waits until the client has closed the connection, and reports it to the case.
    pub(crate) async fn hung_up(&mut self) -> io::Result<()> {
        let mut ignored = [0; 1024];
        while !matches!(self.stream.read(&mut ignored).await, Ok(0) | Err(_)) {}
        self.log.hung_up();
        Ok(())
    }

    /// Reports to the case that the client has given up a request.
    pub(super) fn has_given_up(&self) {
        self.log.hung_up();
    }

    /// Reports to the case a request that did not come as HTTP/1.1.
    pub(super) fn has_sent(&self, body: Vec<u8>) {
        self.log.received(Received::without_head(body, self.number));
    }

    /// Ends the connection in order: everything that was written arrives, then the end.
    pub(crate) async fn close(mut self) -> io::Result<()> {
        self.stream.shutdown().await
    }

    /// Ends the connection with a reset.
    pub(crate) fn reset(self) -> io::Result<()> {
        self.stream.reset_on_close()
    }
}

/// A connection with or without TLS.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Send + Sync + Unpin {
    /// Resets the connection when it is closed.
    fn reset_on_close(&self) -> io::Result<()>;
}

impl Stream for TcpStream {
    fn reset_on_close(&self) -> io::Result<()> {
        self.set_zero_linger()
    }
}

impl Stream for TlsStream<TcpStream> {
    fn reset_on_close(&self) -> io::Result<()> {
        self.get_ref().0.set_zero_linger()
    }
}
