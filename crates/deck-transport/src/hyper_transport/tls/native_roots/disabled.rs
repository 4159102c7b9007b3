//! The home of the absence of the roots of the operating system.

use rustls::RootCertStore;

use crate::HyperTransportError;

pub(super) fn store() -> Option<Result<RootCertStore, HyperTransportError>> {
    None
}
