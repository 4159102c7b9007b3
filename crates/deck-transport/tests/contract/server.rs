//! The scripted server: it does over a real socket exactly what a test says, however wrong.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use tokio::io::AsyncRead;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWrite;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// A server on a loopback port that the system picks. It plays the same scene on every connection and ends
/// when it is dropped.
pub(crate) struct Server {
    address: SocketAddr,
    connections: Arc<AtomicUsize>,
    requests: Arc<Mutex<Vec<String>>>,
    _tasks: JoinSet<()>,
}

impl Server {
    pub(crate) async fn start<S, R>(scene: S) -> Self
    where
        S: Fn(Peer<TcpStream>) -> R + Send + Sync + 'static,
        R: Future<Output = io::Result<()>> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let connections = Arc::new(AtomicUsize::new(0));
        let requests = Arc::default();
        let mut tasks = JoinSet::new();
        tasks.spawn(accept(
            listener,
            scene,
            Arc::clone(&connections),
            Arc::clone(&requests),
        ));
        Self {
            address,
            connections,
            requests,
            _tasks: tasks,
        }
    }

    /// Starts a server that responds to every request with `response` as it is, and keeps the connection.
    pub(crate) async fn responding(response: impl Into<Vec<u8>>) -> Self {
        let response = Arc::new(response.into());
        Self::start(move |mut peer| {
            let response = Arc::clone(&response);
            async move {
                while peer.request().await?.is_some() {
                    peer.write(&response).await?;
                }
                Ok(())
            }
        })
        .await
    }

    /// Starts a server that responds to the first request with `response` and closes the connection.
    pub(crate) async fn responding_once(response: impl Into<Vec<u8>>) -> Self {
        let response = Arc::new(response.into());
        Self::start(move |mut peer| {
            let response = Arc::clone(&response);
            async move {
                peer.request().await?;
                peer.write(&response).await
            }
        })
        .await
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Returns how many connections came so far.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// Returns the heads of the requests that came so far, and their bodies after them.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("the requests").clone()
    }
}

async fn accept<S, R>(
    listener: TcpListener,
    scene: S,
    connections: Arc<AtomicUsize>,
    requests: Arc<Mutex<Vec<String>>>,
) where
    S: Fn(Peer<TcpStream>) -> R,
    R: Future<Output = io::Result<()>> + Send + 'static,
{
    let mut scenes = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        connections.fetch_add(1, Ordering::SeqCst);
        let playing = scene(Peer::new(stream, Arc::clone(&requests)));
        // A scene ends with an error when the client hangs up, which some tests are about.
        scenes.spawn(async move { drop(playing.await) });
    }
}

/// The client at the other end of a connection.
pub(crate) struct Peer<S> {
    stream: S,
    received: Vec<u8>,
    requests: Arc<Mutex<Vec<String>>>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Peer<S> {
    fn new(stream: S, requests: Arc<Mutex<Vec<String>>>) -> Self {
        Self {
            stream,
            received: Vec::new(),
            requests,
        }
    }

    /// Reads one request and returns its text, or `None` when the client has hung up.
    pub(crate) async fn request(&mut self) -> io::Result<Option<String>> {
        loop {
            if let Some(length) = request_length(&self.received) {
                let rest = self.received.split_off(length);
                let request = String::from_utf8_lossy(&self.received).into_owned();
                self.received = rest;
                self.requests
                    .lock()
                    .expect("the requests")
                    .push(request.clone());
                return Ok(Some(request));
            }
            if self.stream.read_buf(&mut self.received).await? == 0 {
                return Ok(None);
            }
        }
    }

    pub(crate) async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes).await?;
        self.stream.flush().await
    }

    /// Waits until the client has hung up.
    pub(crate) async fn hung_up(&mut self) -> io::Result<()> {
        while self.stream.read_buf(&mut self.received).await? > 0 {}
        Ok(())
    }

    /// Puts another layer, such as TLS, on the connection.
    pub(crate) async fn upgrade<T, R>(self, layer: impl FnOnce(S) -> R) -> io::Result<Peer<T>>
    where
        T: AsyncRead + AsyncWrite + Unpin,
        R: Future<Output = io::Result<T>>,
    {
        let stream = layer(self.stream).await?;
        Ok(Peer::new(stream, self.requests))
    }
}

/// Returns the length of the request at the start of `bytes`, if it is complete.
fn request_length(bytes: &[u8]) -> Option<usize> {
    let head = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let text = String::from_utf8_lossy(&bytes[..head]).to_ascii_lowercase();
    let body = text
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .map_or(0, |length| length.parse().expect("a length"));
    (bytes.len() >= head + body).then_some(head + body)
}
