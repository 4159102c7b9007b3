//! The home of the absence of the provider `ring`.

use rustls::crypto::CryptoProvider;

pub(super) fn provider() -> Option<CryptoProvider> {
    None
}
