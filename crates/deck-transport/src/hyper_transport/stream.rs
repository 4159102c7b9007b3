//! A connection of any make.

use std::io;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;

use hyper::rt::Read;
use hyper::rt::ReadBufCursor;
use hyper::rt::Write;
use hyper_util::client::legacy::connect::Connected;
use hyper_util::client::legacy::connect::Connection;

use super::demand::Counted;
use super::tls::failure::in_words;

/// A connection, whatever its layers are: TCP, TLS, a tunnel, or TLS in a tunnel in TLS.
pub(super) struct Stream {
    layers: Box<dyn Layers>,
    is_forwarded: bool,
    _counted: Option<Counted>,
}

impl Stream {
    pub(super) fn new(layers: impl Read + Write + Connection + Send + Unpin + 'static) -> Self {
        Self {
            layers: Box::new(layers),
            is_forwarded: false,
            _counted: None,
        }
    }

    /// Counts the connection as long as it is open.
    pub(super) fn counted(self, counted: Counted) -> Self {
        Self {
            _counted: Some(counted),
            ..self
        }
    }

    /// Tells hyper that a proxy reads the requests, so that it writes the whole URI into them.
    pub(super) fn forwarded(mut self) -> Self {
        self.is_forwarded = true;
        self
    }
}

impl Connection for Stream {
    fn connected(&self) -> Connected {
        self.layers.connected().proxy(self.is_forwarded)
    }
}

impl Read for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.layers)
            .poll_read(context, buffer)
            .map_err(in_words)
    }
}

impl Write for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut *self.layers)
            .poll_write(context, bytes)
            .map_err(in_words)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.layers)
            .poll_flush(context)
            .map_err(in_words)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.layers).poll_shutdown(context)
    }

    fn is_write_vectored(&self) -> bool {
        self.layers.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut *self.layers)
            .poll_write_vectored(context, slices)
            .map_err(in_words)
    }
}

trait Layers: Read + Write + Connection + Send + Unpin {}

impl<T: Read + Write + Connection + Send + Unpin> Layers for T {}
