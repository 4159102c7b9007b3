//! [`Identity`]: the certificates that the server of the kit can present.

use std::io;
use std::sync::Arc;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;

const KEY: &[u8] = include_bytes!("certificates/server.key.pem");

/// The certificate that the server presents. The authority of the kit has signed all of them.
#[derive(Clone, Copy)]
pub(crate) enum Identity {
    /// `localhost` and `127.0.0.1`.
    Valid,
    /// The same, and the server speaks HTTP/2 and nothing else.
    ValidHttp2,
    /// Another host.
    WrongName,
    /// `localhost` and `127.0.0.1`, until 2020.
    Expired,
}

impl Identity {
    pub(crate) fn acceptor(self) -> io::Result<TlsAcceptor> {
        let certificate = CertificateDer::from_pem_slice(self.certificate());
        let key = PrivateKeyDer::from_pem_slice(KEY).map_err(io::Error::other)?;
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(io::Error::other)?
            .with_no_client_auth()
            .with_single_cert(vec![certificate.map_err(io::Error::other)?], key)
            .map_err(io::Error::other)?;
        let protocol: &[u8] = match self {
            Self::ValidHttp2 => b"h2",
            _ => b"http/1.1",
        };
        config.alpn_protocols = vec![protocol.to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }

    fn certificate(self) -> &'static [u8] {
        match self {
            Self::Valid | Self::ValidHttp2 => include_bytes!("certificates/server.pem"),
            Self::WrongName => include_bytes!("certificates/wrong-name.pem"),
            Self::Expired => include_bytes!("certificates/expired.pem"),
        }
    }
}
