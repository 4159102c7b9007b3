//! [`Roots`], the choice of whom to trust.

use std::fmt;

use rustls::RootCertStore;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;

use crate::HyperTransportError;
use crate::HyperTransportErrorKind;

/// The certificate authorities whose word about a server is believed.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Roots {
    /// Mozilla's list as bundled at compile time; needs the feature `webpki-roots`, which is on by default.
    /// Depends on nothing that the machine has installed.
    Webpki,
    /// The certificates of the operating system, read once when the transport is built; needs the feature
    /// `native-roots`. Right where the system's administrator adds authorities of their own. A certificate
    /// among them that cannot be read is skipped.
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

/// Returns the store that was asked for, or else the first that is compiled in, with the certificates of
/// `extra` besides. It is never empty.
pub(super) fn store(
    choice: Option<&Roots>,
    extra: &[u8],
) -> Result<RootCertStore, HyperTransportError> {
    let store = match choice {
        Some(Roots::Webpki) => webpki(),
        Some(Roots::Native) => native(),
        Some(Roots::Pem(text)) => Some(from_pem(text)),
        None => webpki().or_else(native),
    };
    let mut store = store
        .ok_or_else(|| HyperTransportError::new(HyperTransportErrorKind::RootsUnavailable))??;
    if store.is_empty() {
        return Err(HyperTransportError::new(HyperTransportErrorKind::NoRoots));
    }
    if !extra.is_empty() && add_pem(&mut store, extra)? == 0 {
        return Err(HyperTransportError::new(HyperTransportErrorKind::NoRoots));
    }
    Ok(store)
}

fn from_pem(text: &[u8]) -> Result<RootCertStore, HyperTransportError> {
    let mut store = RootCertStore::empty();
    add_pem(&mut store, text)?;
    Ok(store)
}

/// Adds the certificates of a PEM text, and returns how many there are.
fn add_pem(store: &mut RootCertStore, text: &[u8]) -> Result<usize, HyperTransportError> {
    let before = store.len();
    for certificate in CertificateDer::pem_slice_iter(text) {
        let certificate = certificate.map_err(|error| invalid().with_source(error))?;
        store
            .add(certificate)
            .map_err(|error| invalid().with_source(error))?;
    }
    Ok(store.len() - before)
}

#[cfg(feature = "webpki-roots")]
fn webpki() -> Option<Result<RootCertStore, HyperTransportError>> {
    let roots = webpki_roots::TLS_SERVER_ROOTS.iter().cloned();
    Some(Ok(roots.collect()))
}

#[cfg(not(feature = "webpki-roots"))]
fn webpki() -> Option<Result<RootCertStore, HyperTransportError>> {
    None
}

#[cfg(feature = "native-roots")]
fn native() -> Option<Result<RootCertStore, HyperTransportError>> {
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

#[cfg(not(feature = "native-roots"))]
fn native() -> Option<Result<RootCertStore, HyperTransportError>> {
    None
}

fn invalid() -> HyperTransportError {
    HyperTransportError::new(HyperTransportErrorKind::InvalidRoots)
}
