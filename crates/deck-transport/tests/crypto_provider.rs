//! The process-wide provider of rustls is neither installed nor read.
//!
//! One test in a program of its own, since a process has one such provider and it cannot be taken back.

#![forbid(unsafe_code)]
#![cfg(all(feature = "hyper", feature = "ring", feature = "webpki-roots"))]

use deck_transport::Crypto;
use deck_transport::HyperTransport;
use rustls::crypto::CryptoProvider;

#[test]
fn transports_neither_install_nor_read_the_provider_of_the_process() {
    build_all();
    assert!(CryptoProvider::get_default().is_none(), "one was installed");

    // Whoever reads this one can agree with no server on anything, which rustls refuses as soon as it is
    // used.
    let useless = CryptoProvider {
        cipher_suites: Vec::new(),
        kx_groups: Vec::new(),
        ..rustls::crypto::ring::default_provider()
    };
    useless.install_default().expect("the first of the process");

    build_all();
}

fn build_all() {
    let built = HyperTransport::new();
    assert!(built.is_ok(), "{built:?}");
    for (crypto, is_compiled_in) in [
        (Crypto::Ring, true),
        (Crypto::AwsLcRs, cfg!(feature = "aws-lc-rs")),
    ] {
        let built = HyperTransport::builder().crypto(crypto).build();
        assert_eq!(built.is_ok(), is_compiled_in, "{built:?}");
    }
}
