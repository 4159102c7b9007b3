//! The transports of this crate, run through the conformance kit.

#![forbid(unsafe_code)]
#![expect(
    clippy::expect_used,
    reason = "a transport that cannot be made is to fail the test"
)]

use deck_transport::conformance::{Setup, Suite};
use deck_transport::{HyperTransport, Proxy, Roots};

/// Makes a transport as the kit wants it.
fn hyper_transport(setup: &Setup) -> HyperTransport {
    let mut builder = HyperTransport::builder().proxy(Proxy::None);
    if let Some(pem) = setup.authority_pem() {
        builder = builder.roots(Roots::Pem(pem.as_bytes().to_vec()));
    }
    if let Some(bytes) = setup.max_body_bytes() {
        builder = builder.max_body_bytes(bytes);
    }
    if let Some(timeout) = setup.timeout() {
        builder = builder
            .connect_timeout(timeout)
            .headers_timeout(timeout)
            .body_idle_timeout(timeout);
    }
    builder.build().expect("a transport")
}

#[tokio::test]
async fn the_hyper_transport_keeps_the_contract() {
    let report = Suite::new().check(hyper_transport).await;
    println!("{report}");

    report.assert_passed();
}

#[tokio::test]
async fn the_hyper_transport_keeps_the_contract_over_tls() {
    let report = Suite::new().over_tls().check(hyper_transport).await;
    println!("{report}");

    report.assert_passed();
}
