//! Resolving names and opening TCP connections.

use std::error::Error;
use std::fmt;
use std::future;
use std::io;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::time::Duration;

use http::Uri;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::dns::GaiResolver;
use hyper_util::client::legacy::connect::dns::Name;
use tower_service::Service;

use super::connect_failure::ConnectFailure;
use super::failure::find;
use super::stream::Stream;
use crate::TimeoutPhase;
use crate::TransportErrorKind;

/// Opens TCP connections, trying the addresses of a name one after the other with a short head start for the
/// first family.
#[derive(Clone)]
pub(super) struct Tcp {
    connector: HttpConnector<Resolver>,
}

impl Tcp {
    pub(super) fn new(connect_timeout: Duration) -> Self {
        let mut connector = HttpConnector::new_with_resolver(Resolver(GaiResolver::new()));
        connector.enforce_http(false);
        connector.set_nodelay(true);
        connector.set_connect_timeout(Some(connect_timeout));
        Self { connector }
    }

    pub(super) async fn connect(&self, target: Uri) -> Result<Stream, ConnectFailure> {
        let mut connector = self.connector.clone();
        future::poll_fn(|context| connector.poll_ready(context))
            .await
            .map_err(failure)?;
        connector
            .call(target)
            .await
            .map(Stream::new)
            .map_err(failure)
    }
}

fn failure(error: impl Error + Send + Sync + 'static) -> ConnectFailure {
    ConnectFailure::new(kind_of(&error), error)
}

fn kind_of(error: &(dyn Error + 'static)) -> TransportErrorKind {
    let timed_out =
        find::<io::Error>(error).is_some_and(|error| error.kind() == io::ErrorKind::TimedOut);
    if find::<ResolveFailure>(error).is_some() {
        TransportErrorKind::Resolve
    } else if timed_out {
        TransportErrorKind::Timeout(TimeoutPhase::Connect)
    } else {
        TransportErrorKind::Connect
    }
}

/// The resolver of the system, whose failures can be told from those of connecting.
#[derive(Clone)]
struct Resolver(GaiResolver);

impl Service<Name> for Resolver {
    type Response = <GaiResolver as Service<Name>>::Response;
    type Error = ResolveFailure;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, ResolveFailure>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), ResolveFailure>> {
        self.0.poll_ready(context).map_err(ResolveFailure)
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let resolving = self.0.call(name);
        Box::pin(async move { resolving.await.map_err(ResolveFailure) })
    }
}

#[derive(Debug)]
struct ResolveFailure(io::Error);

impl fmt::Display for ResolveFailure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the resolver of the system failed")
    }
}

impl Error for ResolveFailure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}
