//! The home of the absence of the provider `aws-lc-rs`.

use rustls::crypto::CryptoProvider;

pub(super) fn provider() -> Option<CryptoProvider> {
    None
}
