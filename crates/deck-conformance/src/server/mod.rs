//! [`Server`]: a server that sends exactly what a case says over a real socket, however wrong.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::AbortHandle;
use tokio::task::JoinSet;
use tokio::time;
use tokio_rustls::TlsAcceptor;

use self::log::Log;
use self::peer::Peer;
use self::received::Received;
use crate::bench::Bench;
use crate::tls::Identity;

pub(super) mod log;

pub(super) mod peer;

pub(super) mod http2_peer;

pub(super) mod received;

/// A server on a loopback port that the system picks. It plays the same scene on every connection and ends
/// when it is dropped.
pub(super) struct Server {
    address: SocketAddr,
    scheme: &'static str,
    log: Arc<Log>,
    accepting: AbortHandle,
}

impl Server {
    /// Starts a server that ends after `limit` at the latest: a transport that blocks its thread is freed by
    /// that.
    pub(super) async fn start<S, R>(
        bench: &Bench,
        limit: Duration,
        identity: Option<Identity>,
        scene: S,
    ) -> io::Result<Self>
    where
        S: Fn(Peer) -> R + Send + Sync + 'static,
        R: Future<Output = io::Result<()>> + Send + 'static,
    {
        let acceptor = identity.map(Identity::acceptor).transpose()?;
        let scheme = if acceptor.is_some() { "https" } else { "http" };
        let log = Arc::new(Log::new());
        let (bound, address) = oneshot::channel();
        let acceptance = Acceptance {
            acceptor,
            log: Arc::clone(&log),
        };
        let serving = async move {
            match TcpListener::bind("127.0.0.1:0").await {
                Err(error) => drop(bound.send(Err(error))),
                Ok(listener) => {
                    drop(bound.send(listener.local_addr()));
                    drop(time::timeout(limit, acceptance.accept(listener, scene)).await);
                }
            }
        };
        let accepting = bench.handle().spawn(serving).abort_handle();
        let address = address.await.map_err(io::Error::other)??;
        Ok(Self {
            address,
            scheme,
            log,
            accepting,
        })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("{}://{}{path}", self.scheme, self.address)
    }

    /// Returns the log of what has happened so far.
    pub(super) fn log(&self) -> &Log {
        &self.log
    }

    /// Returns the one request that came.
    pub(super) fn only_request(&self) -> Result<Received, String> {
        let mut requests = self.log.requests();
        match (requests.pop(), requests.len()) {
            (Some(request), 0) => Ok(request),
            (last, others) => {
                let count = others + usize::from(last.is_some());
                Err(format!("the server has seen {count} requests instead of 1"))
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// The part of a server that accepts connections.
struct Acceptance {
    acceptor: Option<TlsAcceptor>,
    log: Arc<Log>,
}

impl Acceptance {
    async fn accept<S, R>(self, listener: TcpListener, scene: S)
    where
        S: Fn(Peer) -> R + Send + Sync + 'static,
        R: Future<Output = io::Result<()>> + Send + 'static,
    {
        let scene = Arc::new(scene);
        let mut playing = JoinSet::new();
        while let Ok((stream, _)) = listener.accept().await {
            let number = self.log.connected();
            let (scene, log) = (Arc::clone(&scene), Arc::clone(&self.log));
            let acceptor = self.acceptor.clone();
            playing.spawn(async move {
                if let Ok(peer) = open(stream, acceptor, number, &log).await {
                    // A scene ends with an error when the client hangs up, which some cases are about.
                    drop(scene(peer).await);
                }
                log.ended();
            });
        }
    }
}

async fn open(
    stream: TcpStream,
    acceptor: Option<TlsAcceptor>,
    number: usize,
    log: &Arc<Log>,
) -> io::Result<Peer> {
    stream.set_nodelay(true)?;
    match acceptor {
        Some(acceptor) => Ok(Peer::new(acceptor.accept(stream).await?, number, log)),
        None => Ok(Peer::new(stream, number, log)),
    }
}
