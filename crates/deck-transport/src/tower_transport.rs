//! The home of [`TowerTransport`], which makes a transport of a tower service.

use std::error::Error;
use std::fmt;
use std::future;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http::{Request, Response};
use tower_service::Service;

use crate::Delivery;
use crate::Transport;
use crate::TransportError;
use crate::TransportErrorKind;

/// A transport made of a [`tower_service::Service`], whatever its layers are.
///
/// Every request gets a clone of the service, waits until that clone is ready, and calls it; state that must be common to all requests
/// (a limit, a pool) therefore has to be shared by clones, as tower's own layers do. The contract of [`Transport`] applies to the
/// layers as well: the retry and redirect layers of tower do not belong inside.
///
/// A [`TransportError`] that the service fails with passes through unchanged. Any other error becomes the source of an error of kind
/// [`Other`](TransportErrorKind::Other): [`NotSent`](Delivery::NotSent) when the service never got ready,
/// [`MaybeSent`](Delivery::MaybeSent) when it was called.
pub struct TowerTransport<S> {
    service: Mutex<S>,
}

impl<S> TowerTransport<S> {
    /// Wraps `service`.
    #[must_use]
    pub fn new(service: S) -> Self {
        Self {
            service: Mutex::new(service),
        }
    }
}

impl<S> Transport for TowerTransport<S>
where
    S: Service<Request<Bytes>, Response = Response<Bytes>> + Clone + Send,
    S::Error: Into<Box<dyn Error + Send + Sync>>,
    S::Future: Send,
{
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let mut service = self.clone_service();
        future::poll_fn(|context| service.poll_ready(context))
            .await
            .map_err(|error| transport_error(error, Delivery::NotSent))?;
        service
            .call(request)
            .await
            .map_err(|error| transport_error(error, Delivery::MaybeSent))
    }
}

impl<S> fmt::Debug for TowerTransport<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TowerTransport")
            .finish_non_exhaustive()
    }
}

impl<S: Clone> TowerTransport<S> {
    fn clone_service(&self) -> S {
        self.service
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

fn transport_error(
    error: impl Into<Box<dyn Error + Send + Sync>>,
    delivery: Delivery,
) -> TransportError {
    match error.into().downcast::<TransportError>() {
        Ok(error) => *error,
        Err(other) => TransportError::new(TransportErrorKind::Other, delivery).with_source(other),
    }
}
