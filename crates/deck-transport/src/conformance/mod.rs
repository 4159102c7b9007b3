//! The home of the conformance kit: a server that misbehaves as told, and a suite that any transport can be run through.

pub(crate) mod suite;

pub(crate) mod capability;

pub(crate) mod setup;

pub(crate) mod report;

mod case;

mod cases;

mod stage;

mod expect;

mod race;

mod bench;

mod server;

mod tls;

use self::report::Report;
use self::setup::Setup;
use self::suite::Suite;
use crate::Transport;

/// Runs every case against transports that `make_transport` makes, one for each, and returns how they fared.
///
/// This is [`Suite::new`] and [`Suite::check`] in one: for a transport that has every [`Capability`](crate::conformance::Capability) and
/// speaks HTTP/1.1.
///
/// # Cancellation
///
/// Dropping the future ends the run, and the server with it.
pub async fn check<F, T>(make_transport: F) -> Report
where
    F: Fn(&Setup) -> T + Send + Sync,
    T: Transport + 'static,
{
    Suite::new().check(make_transport).await
}
