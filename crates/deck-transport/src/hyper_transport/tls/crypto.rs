//! [`Crypto`], the choice of a crypto provider.

use std::sync::Arc;

use rustls::crypto::CryptoProvider;

use crate::HyperTransportError;
use crate::HyperTransportErrorKind;

/// An implementation of the cryptography that TLS needs.
///
/// Both can be compiled in at the same time; each transport uses the one it was given, and the default
/// provider of the process is not touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Crypto {
    /// The crate `ring`; needs the feature `ring`, which is on by default.
    Ring,
    /// The crate `aws-lc-rs`; needs the feature `aws-lc-rs`.
    AwsLcRs,
}

/// Returns the provider that was asked for, or else the first that is compiled in.
pub(super) fn provider(choice: Option<Crypto>) -> Result<Arc<CryptoProvider>, HyperTransportError> {
    let provider = match choice {
        Some(Crypto::Ring) => ring(),
        Some(Crypto::AwsLcRs) => aws_lc_rs(),
        None => ring().or_else(aws_lc_rs),
    };
    provider
        .map(Arc::new)
        .ok_or_else(|| HyperTransportError::new(HyperTransportErrorKind::CryptoUnavailable))
}

#[cfg(feature = "ring")]
fn ring() -> Option<CryptoProvider> {
    Some(rustls::crypto::ring::default_provider())
}

#[cfg(not(feature = "ring"))]
fn ring() -> Option<CryptoProvider> {
    None
}

#[cfg(feature = "aws-lc-rs")]
fn aws_lc_rs() -> Option<CryptoProvider> {
    Some(rustls::crypto::aws_lc_rs::default_provider())
}

#[cfg(not(feature = "aws-lc-rs"))]
fn aws_lc_rs() -> Option<CryptoProvider> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_there_exactly_when_its_feature_is() {
        let ring = cfg!(feature = "ring");
        let aws_lc_rs = cfg!(feature = "aws-lc-rs");

        assert_eq!(provider(Some(Crypto::Ring)).is_ok(), ring);
        assert_eq!(provider(Some(Crypto::AwsLcRs)).is_ok(), aws_lc_rs);
        assert_eq!(provider(None).is_ok(), ring || aws_lc_rs);
    }

    #[test]
    fn a_provider_that_is_not_there_is_a_typed_error() {
        for choice in [Some(Crypto::Ring), Some(Crypto::AwsLcRs), None] {
            if let Err(error) = provider(choice) {
                assert_eq!(error.kind(), HyperTransportErrorKind::CryptoUnavailable);
            }
        }
    }
}
