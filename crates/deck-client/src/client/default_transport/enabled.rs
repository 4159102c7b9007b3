//! Feature `hyper`: the hyper transport and tokio's clock.

use deck_transport::HyperTransport;
use deck_transport::SharedClock;
use deck_transport::SharedTransport;
use deck_transport::TokioClock;

use crate::Error;

pub(in crate::client) fn transport() -> Result<SharedTransport, Error> {
    let transport = HyperTransport::new().map_err(Error::configuration)?;
    Ok(SharedTransport::new(transport))
}

#[expect(clippy::unnecessary_wraps, reason = "the twin in `disabled` can fail")]
pub(in crate::client) fn clock() -> Result<SharedClock, Error> {
    Ok(SharedClock::new(TokioClock))
}
