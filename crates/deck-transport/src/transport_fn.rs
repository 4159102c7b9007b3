//! A transport made of a closure.

use std::any;
use std::fmt;

use bytes::Bytes;
use http::Request;
use http::Response;

use crate::Transport;
use crate::TransportError;

/// Creates a transport of a function from a request to a future of the response.
///
/// The function is called once for each request. It takes the request by value and its future borrows nothing
/// from it, so shared state is cloned into the future.
///
/// # Examples
///
/// ```
/// use bytes::Bytes;
/// use deck_transport::{Transport, transport_fn};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let echo = transport_fn(|request: http::Request<Bytes>| async move {
///     Ok(http::Response::new(request.into_body()))
/// });
/// let response = echo.send(http::Request::new(Bytes::from("ping"))).await?;
///
/// assert_eq!(response.body(), "ping");
/// # Ok(())
/// # }
/// ```
pub fn transport_fn<F, R>(function: F) -> TransportFn<F>
where
    F: Fn(Request<Bytes>) -> R + Send + Sync,
    R: Future<Output = Result<Response<Bytes>, TransportError>> + Send,
{
    TransportFn { function }
}

/// The transport that [`transport_fn`] makes.
#[derive(Clone, Copy)]
pub struct TransportFn<F> {
    function: F,
}

impl<F, R> Transport for TransportFn<F>
where
    F: Fn(Request<Bytes>) -> R + Send + Sync,
    R: Future<Output = Result<Response<Bytes>, TransportError>> + Send,
{
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> impl Future<Output = Result<Response<Bytes>, TransportError>> + Send {
        (self.function)(request)
    }
}

impl<F> fmt::Debug for TransportFn<F> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "TransportFn({})", any::type_name::<F>())
    }
}
