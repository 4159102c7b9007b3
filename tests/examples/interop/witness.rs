//! [`Witness`]: a transport that remembers what came back over it.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use bytes::Bytes;
use deck_transport::HyperTransport;
use deck_transport::Transport;
use deck_transport::TransportError;
use http::Request;
use http::Response;
use http::Version;
use tokio::sync::watch;

/// Sends through hyper, and remembers the versions and the number of responses. Clones remember together.
#[derive(Clone)]
pub(crate) struct Witness {
    transport: HyperTransport,
    versions: Arc<Mutex<BTreeSet<String>>>,
    responses: watch::Sender<usize>,
}

impl Witness {
    pub(crate) fn new(transport: HyperTransport) -> Self {
        Self {
            transport,
            versions: Arc::default(),
            responses: watch::Sender::new(0),
        }
    }

    /// Returns when this many responses have come.
    pub(crate) async fn responses(&self, count: usize) {
        let mut responses = self.responses.subscribe();
        // The sender lives as long as this witness.
        let _ = responses.wait_for(|responses| *responses >= count).await;
    }

    /// Returns the versions of HTTP that the responses came in.
    pub(crate) fn versions(&self) -> Vec<String> {
        let versions = self.versions.lock();
        let versions = versions.unwrap_or_else(PoisonError::into_inner);
        versions.iter().cloned().collect()
    }

    fn remember(&self, version: Version) {
        let mut versions = self.versions.lock().unwrap_or_else(PoisonError::into_inner);
        versions.insert(format!("{version:?}"));
        self.responses.send_modify(|responses| *responses += 1);
    }
}

impl Transport for Witness {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let response = self.transport.send(request).await?;
        self.remember(response.version());
        Ok(response)
    }
}
