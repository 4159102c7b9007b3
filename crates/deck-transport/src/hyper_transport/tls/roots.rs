//! The home of [`Roots`], the choice of whom to trust.

use std::fmt;

use rustls::RootCertStore;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;

use super::{native_roots, webpki_roots};
use crate::HyperTransportError;
use crate::HyperTransportErrorKind;

/// The certificate authorities whose word about a server is believed.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Roots {
    /// Mozilla's list as bundled at compile time; needs the feature `webpki-roots`, which is on by default. Depends on nothing that the
    /// machine has installed.
    Webpki,
    /// The certificates of the operating system, read once when the transport is built; needs the feature `native-roots`. Right where the
    /// system's administrator adds authorities of their own. A certificate among them that cannot be read is skipped.
    Native,
    /// The certificates of this PEM text and no others. Sections of other kinds are skipped.
    Pem(Vec<u8>),
}

impl fmt::Debug for Roots {
    /// Tells the size of a PEM text instead of its bytes.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Webpki => formatter.write_str("Webpki"),
            Self::Native => formatter.write_str("Native"),
            Self::Pem(text) => write!(formatter, "Pem({} bytes)", text.len()),
        }
    }
}

/// Returns the store that was asked for, or else the first that is compiled in. It is never empty.
pub(super) fn store(choice: Option<&Roots>) -> Result<RootCertStore, HyperTransportError> {
    let store = match choice {
        Some(Roots::Webpki) => webpki_roots::store(),
        Some(Roots::Native) => native_roots::store(),
        Some(Roots::Pem(text)) => Some(from_pem(text)),
        None => webpki_roots::store().or_else(native_roots::store),
    };
    let store = store
        .ok_or_else(|| HyperTransportError::new(HyperTransportErrorKind::RootsUnavailable))??;
    if store.is_empty() {
        return Err(HyperTransportError::new(HyperTransportErrorKind::NoRoots));
    }
    Ok(store)
}

fn from_pem(text: &[u8]) -> Result<RootCertStore, HyperTransportError> {
    let mut store = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(text) {
        let certificate = certificate.map_err(|error| invalid().with_source(error))?;
        store
            .add(certificate)
            .map_err(|error| invalid().with_source(error))?;
    }
    Ok(store)
}

fn invalid() -> HyperTransportError {
    HyperTransportError::new(HyperTransportErrorKind::InvalidRoots)
}
