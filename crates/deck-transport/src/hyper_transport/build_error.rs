//! Why a [`HyperTransport`](crate::HyperTransport) could not be made.

use std::error::Error;
use std::fmt;

/// The reason why a [`HyperTransport`](crate::HyperTransport) could not be made.
#[derive(Debug)]
pub struct HyperTransportError {
    kind: HyperTransportErrorKind,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl HyperTransportError {
    pub(super) fn new(kind: HyperTransportErrorKind) -> Self {
        Self { kind, source: None }
    }

    pub(super) fn with_source(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Returns what is missing or wrong.
    #[must_use]
    pub fn kind(&self) -> HyperTransportErrorKind {
        self.kind
    }
}

impl fmt::Display for HyperTransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(formatter)
    }
}

impl Error for HyperTransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source
            .as_deref()
            .map(|source| source as &(dyn Error + 'static))
    }
}

/// What is missing or wrong with the settings of a [`HyperTransport`](crate::HyperTransport).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HyperTransportErrorKind {
    /// The crypto provider that was asked for is not compiled in, or none is: the features are `ring` and
    /// `aws-lc-rs`.
    CryptoUnavailable,
    /// The roots that were asked for are not compiled in, or none are: the features are `webpki-roots` and
    /// `native-roots`.
    RootsUnavailable,
    /// The system or the PEM text has no certificate authority that could be trusted.
    NoRoots,
    /// The PEM text of the roots is damaged, or one of its certificates is.
    InvalidRoots,
    /// The URL of the proxy is not `http://host:port` or `https://host:port`.
    InvalidProxy,
    /// The TLS library refused the settings.
    Tls,
}

impl fmt::Display for HyperTransportErrorKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::CryptoUnavailable => {
                "the crypto provider is not compiled in (feature `ring` or `aws-lc-rs`)"
            }
            Self::RootsUnavailable => {
                "the roots of trust are not compiled in (feature `webpki-roots` or `native-roots`)"
            }
            Self::NoRoots => "there is no root of trust",
            Self::InvalidRoots => "the roots of trust cannot be read",
            Self::InvalidProxy => "the URL of the proxy is not an http or https URL with a host",
            Self::Tls => "the TLS settings were refused",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_kind_repeats_its_source_in_its_text() {
        for kind in [
            HyperTransportErrorKind::CryptoUnavailable,
            HyperTransportErrorKind::RootsUnavailable,
            HyperTransportErrorKind::NoRoots,
            HyperTransportErrorKind::InvalidRoots,
            HyperTransportErrorKind::InvalidProxy,
            HyperTransportErrorKind::Tls,
        ] {
            let error = HyperTransportError::new(kind).with_source("the cause");

            assert!(!error.to_string().contains("the cause"), "{error}");
            assert_eq!(error.source().expect("a source").to_string(), "the cause");
        }
    }
}
