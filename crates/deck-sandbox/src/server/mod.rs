//! The sandbox on a loopback port.

use std::fmt;
use std::io;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::sync::Arc;

use deck_transport::SharedClock;
use deck_transport::TokioClock;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::task::JoinSet;

use crate::Sandbox;
use crate::response::route::BASE_PATH;
use crate::server::connection::Connection;
use crate::server::connection::Stop;
use crate::server::control::Control;
use crate::server::control::PREFIX;
use crate::server::control::access::Access;
use crate::server::served_request::Observer;
use crate::server::served_request::ServedRequest;

mod connection;

mod control;

mod courier;

mod loopback;

pub(crate) mod served_request;

mod shared_stream;

mod script;

mod gzip_bomb;

/// A loopback HTTP server that responds from a [`Sandbox`].
///
/// It listens on 127.0.0.1, on a port that the system picks unless told otherwise, and speaks HTTP/1.1 with
/// kept-alive connections. It responds until [`shutdown`](SandboxServer::shutdown), or until it is
/// dropped, which closes its connections at once.
///
/// Faults, delays, the rate limit and the time that passes for runs are those of the sandbox, and go by its
/// clock; without one, by the clock of the system, from the start of the server on. Requests over loopback
/// and in process have one rate limit and one row of positions in the fault plan.
///
/// # Examples
///
/// ```
/// use deck_sandbox::{Sandbox, SandboxServer};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let server = SandboxServer::start(Sandbox::seeded(1)).await?;
/// assert!(server.url().starts_with("http://127.0.0.1:"));
/// assert!(server.url().ends_with("/v2"));
/// server.shutdown().await;
/// # Ok(())
/// # }
/// ```
pub struct SandboxServer {
    address: SocketAddr,
    sandbox: Sandbox,
    stop: watch::Sender<bool>,
    accepting: JoinHandle<()>,
    access: Arc<Access>,
}

impl SandboxServer {
    /// Starts to listen, and responds from `sandbox` in a task of the current tokio runtime, whose I/O driver
    /// must be enabled.
    ///
    /// The state stays shared with the clones of `sandbox`.
    ///
    /// # Errors
    ///
    /// Fails only when the system gives no loopback port.
    ///
    /// # Cancellation
    ///
    /// Dropping the future leaves nothing behind.
    pub async fn start(sandbox: Sandbox) -> io::Result<SandboxServer> {
        SandboxServer::start_at_port(sandbox, 0).await
    }

    /// Starts to listen on `port`, like [`start`](SandboxServer::start); with 0 the system picks one.
    ///
    /// # Errors
    ///
    /// Fails when the system does not give the port, because another program listens there or this one may
    /// not.
    ///
    /// # Cancellation
    ///
    /// Dropping the future leaves nothing behind.
    pub async fn start_at_port(sandbox: Sandbox, port: u16) -> io::Result<SandboxServer> {
        SandboxServer::start_observed(sandbox, port, |_| {}).await
    }

    /// Starts to listen on `port`, like [`start_at_port`](SandboxServer::start_at_port), and tells `observer`
    /// of every request but those of the control API, when its response is ready.
    ///
    /// The observer holds up the request that it is told of, and others of the same thread: it must not wait.
    ///
    /// # Errors
    ///
    /// Fails when the system does not give the port.
    ///
    /// # Cancellation
    ///
    /// Dropping the future leaves nothing behind.
    pub async fn start_observed(
        sandbox: Sandbox,
        port: u16,
        observer: impl Fn(&ServedRequest<'_>) + Send + Sync + 'static,
    ) -> io::Result<SandboxServer> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        let (stop, stopped) = watch::channel(false);
        let clock = sandbox.clock().cloned();
        let clock = clock.unwrap_or_else(|| SharedClock::new(TokioClock));
        sandbox.follow(&clock);
        let access = Arc::new(Access::new(address.port()));
        let control = Control {
            sandbox: sandbox.clone(),
            access: Arc::clone(&access),
            log: Arc::default(),
            stop: stop.clone(),
        };
        let connection = Connection {
            sandbox: sandbox.clone(),
            control,
            clock,
            observer: Observer::new(observer),
            stop: Stop(stopped),
        };
        let delivering = courier::deliver(sandbox.clone(), connection.clock.clone());
        let accepting = tokio::spawn(async move {
            tokio::select! {
                () = accept(listener, connection) => {}
                () = delivering => {}
            }
        });
        Ok(SandboxServer {
            address,
            sandbox,
            stop,
            accepting,
            access,
        })
    }

    /// Returns the base URL for clients, such as `http://127.0.0.1:43210/v2`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}{BASE_PATH}", self.address)
    }

    /// Returns the URL that the paths of the control API begin with, such as
    /// `http://127.0.0.1:43210/_sandbox/`. `docs/sandbox.md` of the repository has the paths.
    #[must_use]
    pub fn control_url(&self) -> String {
        format!("http://{}{PREFIX}", self.address)
    }

    /// Returns the token that requests to the control API have as `Authorization: Bearer TOKEN`. Each server
    /// draws its own.
    #[must_use]
    pub fn control_token(&self) -> &str {
        self.access.token()
    }

    /// Waits until somebody asks the control API for the shutdown.
    ///
    /// # Cancellation
    ///
    /// Dropping the future changes nothing.
    pub async fn shutdown_requested(&self) {
        Stop(self.stop.subscribe()).requested().await;
    }

    /// Returns the sandbox that the server responds from.
    #[must_use]
    pub fn sandbox(&self) -> &Sandbox {
        &self.sandbox
    }

    /// Stops listening, finishes the requests that are in progress, and closes all connections. Faults and
    /// delays that are under way are cut short.
    ///
    /// # Cancellation
    ///
    /// Dropping the future closes the connections that are still open at once.
    pub async fn shutdown(mut self) {
        self.stop.send_replace(true);
        // The task ends by itself; whether it was cancelled or panicked makes no difference to the caller.
        let _ = (&mut self.accepting).await;
    }
}

/// Without the control token.
impl fmt::Debug for SandboxServer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SandboxServer")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl Drop for SandboxServer {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// Accepts connections until told to stop. Dropping this future drops the set, and with it every connection.
async fn accept(listener: TcpListener, connection: Connection) {
    let mut stop = connection.stop.clone();
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            () = stop.requested() => break,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => { connections.spawn(connection.clone().serve(stream)); }
                // The client has gone away, or there are no more file descriptors; others may have better
                // luck.
                Err(_) => tokio::task::yield_now().await,
            },
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

#[cfg(test)]
mod tests;
