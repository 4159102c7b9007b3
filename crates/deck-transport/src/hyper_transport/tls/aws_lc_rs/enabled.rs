//! The home of the provider `aws-lc-rs`.

use rustls::crypto::CryptoProvider;

pub(super) fn provider() -> Option<CryptoProvider> {
    Some(rustls::crypto::aws_lc_rs::default_provider())
}
