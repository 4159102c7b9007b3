//! The home of the roots that are bundled at compile time.

use rustls::RootCertStore;

use crate::HyperTransportError;

pub(super) fn store() -> Option<Result<RootCertStore, HyperTransportError>> {
    let roots = ::webpki_roots::TLS_SERVER_ROOTS.iter().cloned();
    Some(Ok(roots.collect()))
}
