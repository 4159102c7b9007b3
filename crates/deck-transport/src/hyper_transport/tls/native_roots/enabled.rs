//! The home of the roots of the operating system.

use rustls::RootCertStore;

use crate::HyperTransportError;
use crate::HyperTransportErrorKind;

pub(super) fn store() -> Option<Result<RootCertStore, HyperTransportError>> {
    let found = rustls_native_certs::load_native_certs();
    let mut store = RootCertStore::empty();
    store.add_parsable_certificates(found.certs);
    let cause = found.errors.into_iter().next();
    Some(match cause {
        Some(cause) if store.is_empty() => {
            Err(HyperTransportError::new(HyperTransportErrorKind::NoRoots).with_source(cause))
        }
        _ => Ok(store),
    })
}
