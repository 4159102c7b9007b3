//! What the report says: what failed, what was expected, what is not proved.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use deck_conformance::Capability;
use deck_conformance::CaseReport;
use deck_conformance::Setup;
use deck_conformance::Suite;
use deck_conformance::Verdict;
use deck_transport::Delivery;
use deck_transport::PlainHttp;
use deck_transport::Transport;
use deck_transport::TransportError;
use deck_transport::TransportErrorKind;
use deck_transport::transport_fn;
use http::Request;

use crate::Fault;
use crate::Sent;
use crate::bad;
use crate::builder;
use crate::hasty;
use crate::hyper_transport;

#[tokio::test]
async fn a_transport_that_hangs_fails_and_ends_and_the_report_says_what_was_expected() {
    let report = hasty(&["head"])
        .check(|_| transport_fn(|_| std::future::pending::<Sent>()))
        .await;

    report.assert_failed(&["head"]);
    let text = report.to_string();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let expected = "FAILED head no end within 500ms; expected: the transport reads no body in the response \
        to HEAD; perhaps it waits for the body of a response that has none 0 passed";
    assert!(text.starts_with(expected), "{report}");
}

#[tokio::test]
async fn a_case_that_there_is_not_is_a_failed_one() {
    let suite = Suite::new()
        .only(&["methods", "method"])
        .except("mothods", "never mind");
    let report = suite.check(hyper_transport).await;

    report.assert_failed(&["method", "mothods"]);
    assert!(
        report
            .to_string()
            .starts_with("FAILED  method\n        no case has this name\nFAILED  mothods\n")
    );
}

#[tokio::test]
async fn what_a_transport_cannot_do_is_not_held_against_it() {
    let suite = Suite::new()
        .only(&["methods", "body-endless"])
        .without(Capability::BodyCeiling, "there is a constant");
    let report = suite.check(hyper_transport).await;

    report.assert_passed();
    let reason = "needs a ceiling for bodies that can be set: there is a constant";
    let verdicts: Vec<_> = report.not_applicable().map(CaseReport::verdict).collect();
    assert_eq!(verdicts, [&Verdict::NotApplicable(reason.to_owned())]);
    assert_eq!(report.cases().len(), 2);
    assert!(report.result().is_ok());
}

#[tokio::test]
async fn a_transport_without_tls_proves_all_else_and_its_report_says_what_is_not_proved() {
    let suite = Suite::new()
        .with(Capability::Http2)
        .without(Capability::Tls, "it runs inside of a data centre");
    let report = suite.check(without_tls).await;

    report.assert_passed();
    let names: Vec<_> = report.not_applicable().map(CaseReport::name).collect();
    let of_tls = Suite::cases().filter(|case| case.needs().contains(&Capability::Tls));
    assert_eq!(names, of_tls.map(|case| case.name()).collect::<Vec<_>>());
    let text = report.to_string();
    let line = "n/a     22 cases: needs TLS: it runs inside of a data centre\n";
    assert!(text.contains(line), "{text}");
    let text = format!("{report:#}");
    let lines = "n/a     tls-expired: needs TLS: it runs inside of a data centre\n        \
        not proved: refuses a certificate that has expired: `Tls`, not sent\n";
    assert!(text.contains(lines), "{text}");
}

#[tokio::test]
async fn without_tls_nothing_is_proved_over_tls() {
    let suite = Suite::new()
        .over_tls()
        .without(Capability::Tls, "it has none");
    let report = suite.check(without_tls).await;

    assert_eq!(report.not_applicable().count(), report.cases().len());
}

#[tokio::test]
#[should_panic(
    expected = "1 of 1 cases failed: the transport does not keep the contract\n\nFAILED  head"
)]
async fn the_assertion_that_all_passed_says_how_many_failed() {
    let report = hasty(&["head"]).check(refusing).await;

    report.assert_passed();
}

#[tokio::test]
#[should_panic(
    expected = "expected to fail, but did not: [\"methods\"]; failed unexpectedly: [\"head\"]"
)]
async fn the_assertion_that_some_failed_names_those_that_differ() {
    let report = hasty(&["head"]).check(refusing).await;

    report.assert_failed(&["methods"]);
}

#[tokio::test]
async fn a_report_begins_with_what_failed_and_only_counts_what_passed() {
    let suite = Suite::new()
        .only(&["methods", "redirects-not-followed", "http2-body"])
        .time_limit(Duration::from_millis(500));
    let report = suite
        .check(|setup| bad(Fault::FollowsRedirects, setup))
        .await;

    let lines: Vec<_> = report.to_string().lines().map(str::to_owned).collect();
    assert_eq!(lines[0], "FAILED  redirects-not-followed");
    assert!(lines[1].starts_with("        "), "{}", lines[1]);
    assert_eq!(lines[2], "n/a     1 case: needs HTTP/2: it is not offered");
    assert_eq!(lines[3], "1 passed, 1 failed, 1 not applicable");
    assert!(format!("{report:#}").contains("\npassed  methods\n"));
}

/// Returns a transport that takes plain `http` alone.
fn without_tls(setup: &Setup) -> impl Transport + use<> {
    let builder = builder(setup).plain_http(PlainHttp::Anywhere);
    let inner = Arc::new(builder.build().expect("a transport"));
    transport_fn(move |request: Request<Bytes>| {
        let inner = Arc::clone(&inner);
        async move {
            if request.uri().scheme_str() == Some("https") {
                let kind = TransportErrorKind::InvalidRequest;
                return Err(TransportError::new(kind, Delivery::NotSent));
            }
            inner.send(request).await
        }
    })
}

fn refusing(_: &Setup) -> impl Transport + use<> {
    transport_fn(|_| async {
        let kind = TransportErrorKind::Other;
        Sent::Err(TransportError::new(kind, Delivery::NotSent))
    })
}
