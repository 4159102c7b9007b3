//! HTTP stacks of others, made into transports as a user would, and how they fare in the conformance kit.

use std::sync::Arc;
use std::time::Duration;

use deck_conformance::Report;
use deck_conformance::Setup;
use deck_conformance::Suite;
use deck_transport::TimeoutPhase;
use rustls::crypto::ring;

use self::reqwest_transport::ReqwestTransport;
use self::ureq_transport::UreqTransport;

mod reqwest_transport;

mod ureq_transport;

const GUIDE: &str = include_str!("../../../docs/transport.md");

const MAX_BODY_BYTES: usize = 64 * 1024 * 1024;

const TIMEOUT: Duration = Duration::from_secs(30);

#[tokio::test]
async fn reqwest_fares_as_the_guide_says() {
    let report = Suite::new().check(over_reqwest).await;
    report.assert_failed(&["target-not-normalised", "request-headers-nothing-added"]);
    assert_in_guide(&report);
}

#[cfg_attr(
    not(target_os = "linux"),
    ignore = "other systems have other words for a name that is not known"
)]
#[test]
fn ureq_on_smol_fares_as_the_guide_says() {
    let suite = Suite::new().time_limit(Duration::from_secs(4));
    let report = smol::block_on(suite.check(over_ureq));
    report.assert_failed(&[
        "malformed-chunk-sizes",
        "unresolvable-name",
        "tls-not-spoken",
        "cancel-before-response",
        "cancel-within-body",
    ]);
    assert_in_guide(&report);
}

/// Asserts that the guide shows this report.
fn assert_in_guide(report: &Report) {
    let mut text = format!("```text\n{report}\n```\n");
    // Without a name server the system has other words for a name that it cannot resolve.
    for words in [
        "Temporary failure in name resolution",
        "No address associated with hostname",
    ] {
        text = text.replace(words, "Name or service not known");
    }
    assert!(GUIDE.contains(&text), "docs/transport.md lacks\n{text}");
}

fn over_reqwest(setup: &Setup) -> ReqwestTransport {
    let mut roots = rustls::RootCertStore::empty();
    if let Some(der) = setup.authority_der() {
        roots.add(der.to_vec().into()).unwrap();
    }
    let tls = rustls::ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let timeout = |phase| setup.timeout(phase).unwrap_or(TIMEOUT);
    let client = reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .no_proxy()
        .connect_timeout(timeout(TimeoutPhase::Connect))
        .read_timeout(timeout(TimeoutPhase::Headers).min(timeout(TimeoutPhase::Body)))
        .build()
        .unwrap();
    ReqwestTransport {
        client,
        max_body_bytes: setup.max_body_bytes().unwrap_or(MAX_BODY_BYTES),
    }
}

fn over_ureq(setup: &Setup) -> UreqTransport {
    let der = setup.authority_der().into_iter();
    let roots: Vec<_> = der
        .map(|der| ureq::tls::Certificate::from_der(der).to_owned())
        .collect();
    let tls = ureq::tls::TlsConfig::builder()
        .unversioned_rustls_crypto_provider(Arc::new(ring::default_provider()))
        .root_certs(ureq::tls::RootCerts::Specific(Arc::new(roots)))
        .build();
    let timeout = |phase| Some(setup.timeout(phase).unwrap_or(TIMEOUT));
    let agent = ureq::Agent::config_builder()
        .tls_config(tls)
        .proxy(None)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .allow_non_standard_methods(true)
        .user_agent("")
        .accept("")
        .accept_encoding("")
        .timeout_connect(timeout(TimeoutPhase::Connect))
        .timeout_recv_response(timeout(TimeoutPhase::Headers))
        .timeout_per_read(timeout(TimeoutPhase::Body))
        .build()
        .new_agent();
    let max_body_bytes = setup.max_body_bytes().unwrap_or(MAX_BODY_BYTES);
    UreqTransport {
        agent,
        max_body_bytes: max_body_bytes as u64,
    }
}
