//! A transport made of a tower service.

use std::error::Error;
use std::fmt;
use std::future;
use std::sync::Mutex;
use std::sync::PoisonError;

use bytes::Bytes;
use http::Request;
use http::Response;
use tower_service::Service;

use crate::Delivery;
use crate::Transport;
use crate::TransportError;
use crate::TransportErrorKind;

/// A transport made of a [`tower_service::Service`], whatever its layers are.
///
/// Every request gets a clone of the service, waits until that clone is ready, and calls it; state that must
/// be common to all requests (a limit, a pool) therefore has to be shared by clones, as tower's own layers
/// do. The contract of [`Transport`] applies to the layers as well: the retry and redirect layers of tower do
/// not belong inside.
///
/// A [`TransportError`] that the service fails with passes through unchanged. Any other error becomes the
/// source of an error of kind [`Other`](TransportErrorKind::Other): [`NotSent`](Delivery::NotSent) when the
/// service never got ready, [`MaybeSent`](Delivery::MaybeSent) when it was called.
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

#[cfg(test)]
mod tests {
    use std::task::Context;
    use std::task::Poll;

    use super::*;

    #[tokio::test]
    async fn the_service_is_called_when_it_is_ready() {
        let transport = TowerTransport::new(Service(Behaviour::NotReadyAtFirst));

        assert_eq!(send(transport).await.expect("a response").body(), "served");
    }

    #[tokio::test]
    async fn a_service_that_never_gets_ready_has_sent_nothing() {
        let error = send(TowerTransport::new(Service(Behaviour::Broken))).await;
        let error = error.expect_err("a failure");

        assert_eq!(error.kind(), TransportErrorKind::Other);
        assert_eq!(error.delivery(), Delivery::NotSent);
        assert_eq!(error.source().expect("a source").to_string(), "broken");
    }

    #[tokio::test]
    async fn a_service_that_fails_may_have_sent_the_request() {
        let error = send(TowerTransport::new(Service(Behaviour::Failing))).await;

        assert_eq!(
            error.expect_err("a failure").delivery(),
            Delivery::MaybeSent
        );
    }

    #[tokio::test]
    async fn a_transport_error_passes_through_unchanged() {
        let error = send(TowerTransport::new(Service(Behaviour::FailingToConnect))).await;
        let error = error.expect_err("a failure");

        assert_eq!(error.kind(), TransportErrorKind::Connect);
        assert_eq!(error.delivery(), Delivery::NotSent);
    }

    async fn send(transport: impl Transport) -> Result<Response<Bytes>, TransportError> {
        transport.send(Request::new(Bytes::new())).await
    }

    #[derive(Clone, Copy)]
    enum Behaviour {
        NotReadyAtFirst,
        Ready,
        Broken,
        Failing,
        FailingToConnect,
    }

    #[derive(Clone)]
    struct Service(Behaviour);

    impl tower_service::Service<Request<Bytes>> for Service {
        type Response = Response<Bytes>;
        type Error = Box<dyn Error + Send + Sync>;
        type Future = future::Ready<Result<Response<Bytes>, Self::Error>>;

        fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
            match self.0 {
                Behaviour::NotReadyAtFirst => {
                    self.0 = Behaviour::Ready;
                    context.waker().wake_by_ref();
                    Poll::Pending
                }
                Behaviour::Broken => Poll::Ready(Err("broken".into())),
                _ => Poll::Ready(Ok(())),
            }
        }

        fn call(&mut self, _: Request<Bytes>) -> Self::Future {
            let connect = TransportError::new(TransportErrorKind::Connect, Delivery::NotSent);
            future::ready(match self.0 {
                Behaviour::NotReadyAtFirst => Err("called before it was ready".into()),
                Behaviour::Failing => Err("failing".into()),
                Behaviour::FailingToConnect => Err(connect.into()),
                _ => Ok(Response::new(Bytes::from("served"))),
            })
        }
    }
}
