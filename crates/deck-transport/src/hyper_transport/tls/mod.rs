//! The TLS settings: which cryptography, whom to trust, which protocols to offer.

use std::sync::Arc;

use rustls::ClientConfig;

use self::crypto::Crypto;
use self::roots::Roots;
use super::build_error::HyperTransportError;
use super::build_error::HyperTransportErrorKind;
use super::http2;

pub(crate) mod crypto;

pub(super) mod failure;

pub(crate) mod roots;

/// The settings for the two kinds of servers.
pub(super) struct TlsConfigs {
    pub(super) to_target: Arc<ClientConfig>,
    /// Without HTTP/2: tunnels are opened with HTTP/1.1.
    pub(super) to_proxy: Arc<ClientConfig>,
}

impl TlsConfigs {
    pub(super) fn new(
        roots: Option<&Roots>,
        extra_roots: &[u8],
        crypto: Option<Crypto>,
    ) -> Result<Self, HyperTransportError> {
        let provider = crypto::provider(crypto)?;
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| {
                HyperTransportError::new(HyperTransportErrorKind::Tls).with_source(error)
            })?
            .with_root_certificates(roots::store(roots, extra_roots)?)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        let to_proxy = Arc::new(config.clone());
        config.alpn_protocols = http2::alpn_protocols();
        Ok(Self {
            to_target: Arc::new(config),
            to_proxy,
        })
    }
}
