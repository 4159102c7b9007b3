//! The in-process form of the sandbox.

use bytes::Bytes;
use deck_transport::Transport;
use deck_transport::TransportError;
use http::Request;
use http::Response;

use crate::Sandbox;
use crate::prepared_response::PreparedResponse;

/// Carries out the fault plan as a transport sees it; [`Fault`](crate::Fault) has the table. Dropping the
/// future is like closing the connection.
impl Transport for Sandbox {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let clock = self.clock();
        let prepared = PreparedResponse::prepare(self, &request, clock).await;
        prepared.deliver(clock).await
    }
}
