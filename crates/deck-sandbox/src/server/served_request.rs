//! [`ServedRequest`]: what an observer is told of a request.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// A request that a server has prepared its response for, without headers and bodies, which may hold secrets.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ServedRequest<'a> {
    /// The method.
    pub method: &'a str,
    /// The path with its query, byte for byte as received.
    pub target: &'a str,
    /// The status of the response, which a fault of the connection may keep from its client.
    pub status: u16,
    /// The fault of the connection, as in the text of a fault plan.
    pub fault: Option<&'static str>,
    /// The time by the clock from the whole request to its response, delays by fault included.
    pub duration: Duration,
}

/// A closure that is told of every request.
#[derive(Clone)]
pub(super) struct Observer(Arc<dyn Fn(&ServedRequest<'_>) + Send + Sync>);

impl Observer {
    pub(super) fn new(observer: impl Fn(&ServedRequest<'_>) + Send + Sync + 'static) -> Observer {
        Observer(Arc::new(observer))
    }

    pub(super) fn observe(&self, request: &ServedRequest<'_>) {
        (self.0)(request);
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Observer")
    }
}
