//! The home of the provider `ring`.

use rustls::crypto::CryptoProvider;

pub(super) fn provider() -> Option<CryptoProvider> {
    Some(rustls::crypto::ring::default_provider())
}
