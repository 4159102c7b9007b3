//! Without the feature `hyper`: nothing to fall back on.

use deck_transport::SharedClock;
use deck_transport::SharedTransport;
use thiserror::Error as ThisError;

use crate::Error;

pub(in crate::client) fn transport() -> Result<SharedTransport, Error> {
    Err(Error::configuration(Missing { what: "transport" }))
}

pub(in crate::client) fn clock() -> Result<SharedClock, Error> {
    Err(Error::configuration(Missing { what: "clock" }))
}

#[derive(Debug, ThisError)]
#[error("no {what} was given; call `with_{what}`, or turn on the feature `hyper` of deck-client")]
struct Missing {
    what: &'static str,
}
