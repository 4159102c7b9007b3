//! TLS: who is trusted, with which cryptography, and what a handshake that fails looks like.

use std::io;
use std::sync::Arc;

use deck_transport::Crypto;
use deck_transport::Delivery;
use deck_transport::HyperTransport;
use deck_transport::HyperTransportErrorKind;
use deck_transport::Roots;
use deck_transport::Transport;
use deck_transport::TransportErrorKind;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ALL_VERSIONS;
use tokio_rustls::rustls::ConfigBuilder;
use tokio_rustls::rustls::RootCertStore;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::SupportedProtocolVersion;
use tokio_rustls::rustls::WantsVerifier;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::server::Acceptor;
use tokio_rustls::rustls::server::WantsServerCert;
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::version::TLS12;
use tokio_rustls::rustls::version::TLS13;
use tokio_rustls::server::TlsStream;

use crate::proxy::through;
use crate::proxy::tunnel_to_tls;
use crate::scene::build;
use crate::scene::failure;
use crate::scene::fetch;
use crate::scene::get;
use crate::scene::reasons;
use crate::scene::transport;
use crate::server::Peer;
use crate::server::Server;

pub(crate) const AUTHORITY: &[u8] =
    include_bytes!("../../../deck-conformance/src/certificates/authority.pem");

const SERVER: &[u8] = include_bytes!("../../../deck-conformance/src/certificates/server.pem");

const TLS_FAILED: (TransportErrorKind, Delivery) = (TransportErrorKind::Tls, Delivery::NotSent);

#[tokio::test]
async fn an_unknown_issuer_is_refused_before_anything_is_sent() {
    let server = tls_server().await;

    let failure = failure(&transport(), url(&server, "localhost")).await;

    assert_eq!(failure, TLS_FAILED);
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn an_issuer_given_as_pem_is_trusted() {
    let server = tls_server().await;
    let transport = build(HyperTransport::builder().roots(Roots::Pem(AUTHORITY.to_vec())));

    let response = fetch(&transport, url(&server, "127.0.0.1")).await;

    assert_eq!(response.body(), "secure");
}

#[tokio::test]
async fn an_issuer_is_trusted_besides_the_others() {
    let server = tls_server().await;
    let transport = build(HyperTransport::builder().extra_roots(AUTHORITY));

    let response = fetch(&transport, url(&server, "127.0.0.1")).await;

    assert_eq!(response.body(), "secure");
}

#[test]
fn extra_roots_without_a_certificate_are_refused() {
    let error = HyperTransport::builder()
        .extra_roots("no PEM at all")
        .build()
        .expect_err("an error");

    assert_eq!(error.kind(), HyperTransportErrorKind::NoRoots);
}

#[tokio::test]
async fn a_certificate_for_another_name_is_refused() {
    let proxy = tunnel_to_tls().await;

    let failure = failure(&through(&proxy), "https://other.example/".to_owned()).await;

    assert_eq!(failure, TLS_FAILED);
    assert_eq!(proxy.requests().len(), 1, "the CONNECT alone");
}

#[tokio::test]
async fn what_is_wrong_with_a_certificate_is_said_in_words() {
    for (pem, words) in [
        (
            &include_bytes!("../../../deck-conformance/src/certificates/expired.pem")[..],
            "the certificate of the server has expired",
        ),
        (
            &include_bytes!("../../../deck-conformance/src/certificates/wrong-name.pem")[..],
            "the certificate of the server is not for localhost",
        ),
    ] {
        assert_eq!(said_of(pem, trusting()).await, words);
    }
    assert_eq!(
        said_of(SERVER, transport()).await,
        "the certificate of the server was issued by an authority that is not trusted here"
    );
}

#[tokio::test]
async fn a_server_that_wants_a_client_certificate_is_a_tls_error_in_every_version() {
    for version in [&TLS12, &TLS13] {
        let server = server_that_wants_a_certificate(version).await;

        let (kind, delivery, reasons) = reasons(&trusting(), url(&server, "localhost")).await;

        assert_eq!((kind, delivery), TLS_FAILED, "{version:?}");
        assert!(reasons.contains("client certificate"), "{reasons}");
        assert!(server.requests().is_empty());
    }
}

#[tokio::test]
async fn a_server_that_hangs_up_in_the_handshake_is_a_tls_error() {
    let server = Server::start(|_| async { Ok(()) }).await;

    assert_eq!(
        failure(&transport(), url(&server, "localhost")).await,
        TLS_FAILED
    );
}

#[tokio::test]
async fn a_server_without_tls_is_a_tls_error() {
    let server =
        Server::start(|mut peer| async move { peer.write(b"HTTP/1.1 400 No\r\n\r\n").await });
    let server = server.await;

    assert_eq!(
        failure(&transport(), url(&server, "localhost")).await,
        TLS_FAILED
    );
}

#[tokio::test]
async fn each_provider_that_is_compiled_in_works() {
    let server = tls_server().await;
    for crypto in [Crypto::Ring, Crypto::AwsLcRs] {
        let builder = HyperTransport::builder()
            .crypto(crypto)
            .roots(Roots::Pem(AUTHORITY.to_vec()));

        match builder.build() {
            Ok(transport) => {
                let response = transport.send(get(url(&server, "localhost"))).await;
                assert_eq!(response.expect("a response").body(), "secure");
            }
            Err(error) => {
                assert!(crypto == Crypto::AwsLcRs && !cfg!(feature = "aws-lc-rs"));
                assert_eq!(error.kind(), HyperTransportErrorKind::CryptoUnavailable);
            }
        }
    }
}

#[test]
fn roots_that_cannot_be_used_are_refused_when_the_transport_is_built() {
    let damaged = String::from_utf8_lossy(AUTHORITY).replace("MII", "MIX");
    for (pem, expected) in [
        ("", HyperTransportErrorKind::NoRoots),
        ("no PEM at all", HyperTransportErrorKind::NoRoots),
        (damaged.as_str(), HyperTransportErrorKind::InvalidRoots),
    ] {
        let roots = Roots::Pem(pem.as_bytes().to_vec());
        let error = HyperTransport::builder()
            .roots(roots)
            .build()
            .expect_err("an error");

        assert_eq!(error.kind(), expected, "{pem}");
    }
}

#[cfg(feature = "native-roots")]
#[test]
fn native_roots_give_a_transport_or_a_typed_error() {
    if let Err(error) = HyperTransport::builder().roots(Roots::Native).build() {
        assert_eq!(error.kind(), HyperTransportErrorKind::NoRoots);
    }
}

#[cfg(not(feature = "native-roots"))]
#[test]
fn roots_that_are_not_compiled_in_are_a_typed_error() {
    let error = HyperTransport::builder()
        .roots(Roots::Native)
        .build()
        .expect_err("an error");

    assert_eq!(error.kind(), HyperTransportErrorKind::RootsUnavailable);
}

#[tokio::test]
async fn http2_is_offered_only_with_its_feature() {
    let (offer, mut offers) = mpsc::unbounded_channel();
    let server = Server::start(move |peer| {
        let offer = offer.clone();
        async move {
            let layer = async |stream| handshake(stream, offer).await;
            peer.upgrade(layer).await.map(drop)
        }
    })
    .await;

    let transport = transport();
    let (_, offer) = tokio::join!(
        transport.send(get(url(&server, "localhost"))),
        offers.recv()
    );

    let mut expected = vec![b"http/1.1".to_vec()];
    if cfg!(feature = "http2") {
        expected.insert(0, b"h2".to_vec());
    }
    assert_eq!(offer, Some(expected));
}

/// Puts TLS on a connection, as the server that the authority of the tests vouches for.
pub(crate) async fn with_tls(peer: Peer<TcpStream>) -> io::Result<Peer<TlsStream<TcpStream>>> {
    let acceptor = TlsAcceptor::from(Arc::new(server_config()));
    peer.upgrade(|stream| acceptor.accept(stream)).await
}

/// Makes a handshake and tells which protocols the client offered.
async fn handshake(
    stream: TcpStream,
    offer: mpsc::UnboundedSender<Vec<Vec<u8>>>,
) -> io::Result<TlsStream<TcpStream>> {
    let hello = LazyConfigAcceptor::new(Acceptor::default(), stream).await?;
    let protocols = hello.client_hello().alpn().into_iter().flatten();
    let protocols = protocols.map(<[u8]>::to_vec).collect();
    offer.send(protocols).map_err(io::Error::other)?;
    hello.into_stream(Arc::new(server_config())).await
}

async fn tls_server() -> Server {
    Server::start(|peer| async {
        let mut peer = with_tls(peer).await?;
        while peer.request().await?.is_some() {
            peer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecure")
                .await?;
        }
        Ok(())
    })
    .await
}

fn url(server: &Server, host: &str) -> String {
    format!("https://{host}:{}/", server.address().port())
}

/// Returns what a transport says about a server with this certificate, after the name of the server.
async fn said_of(certificate: &[u8], transport: HyperTransport) -> String {
    let builder = config(ALL_VERSIONS).with_no_client_auth();
    let server = server_with(certified(builder, certificate)).await;
    let (kind, delivery, reasons) = reasons(&transport, url(&server, "localhost")).await;
    assert_eq!((kind, delivery), TLS_FAILED);
    let port = server.address().port();
    let name = format!("there is no TLS connection with localhost:{port}: ");
    reasons.strip_prefix(&name).expect("the name").to_owned()
}

async fn server_that_wants_a_certificate(version: &'static SupportedProtocolVersion) -> Server {
    let mut roots = RootCertStore::empty();
    let authority = CertificateDer::from_pem_slice(AUTHORITY).expect("an authority");
    roots.add(authority).expect("an authority");
    let provider = Arc::new(ring::default_provider());
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
    let verifier = verifier.build().expect("a verifier");
    let builder = config(&[version]).with_client_cert_verifier(verifier);
    server_with(certified(builder, SERVER)).await
}

/// Starts a server that hears the client out when it has refused it, so that nothing resets the connection
/// before the refusal is read.
async fn server_with(config: ServerConfig) -> Server {
    let acceptor = TlsAcceptor::from(Arc::new(config));
    Server::start(move |peer| {
        let acceptor = acceptor.clone();
        async move {
            let layer =
                async |stream: TcpStream| match acceptor.accept(stream).into_fallible().await {
                    Ok(stream) => Ok(stream),
                    Err((error, mut stream)) => {
                        stream.read_to_end(&mut Vec::new()).await?;
                        Err(error)
                    }
                };
            let mut peer = peer.upgrade(layer).await?;
            peer.request().await.map(drop)
        }
    })
    .await
}

fn trusting() -> HyperTransport {
    build(HyperTransport::builder().roots(Roots::Pem(AUTHORITY.to_vec())))
}

pub(crate) fn server_config() -> ServerConfig {
    certified(config(ALL_VERSIONS).with_no_client_auth(), SERVER)
}

fn config(
    versions: &[&'static SupportedProtocolVersion],
) -> ConfigBuilder<ServerConfig, WantsVerifier> {
    ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(versions)
        .expect("protocol versions")
}

fn certified(
    builder: ConfigBuilder<ServerConfig, WantsServerCert>,
    certificate: &[u8],
) -> ServerConfig {
    let certificate = CertificateDer::from_pem_slice(certificate).expect("a certificate");
    let key = PrivateKeyDer::from_pem_slice(include_bytes!(
        "../../../deck-conformance/src/certificates/server.key.pem"
    ));
    builder
        .with_single_cert(vec![certificate], key.expect("a key"))
        .expect("a server configuration")
}
