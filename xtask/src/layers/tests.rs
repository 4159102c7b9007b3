//! Tests of the rules of the layers.

use super::arrows;
use super::arrows::Arrow;
use super::arrows::Kind;
use super::capability;
use super::public_api;
use crate::workspace::TextFile;

const MEMBERS: &[&str] = &[
    "deck-types",
    "deck-transport",
    "deck-conformance",
    "deck-client",
];

fn arrow(from: &str, to: &str, kind: Kind) -> Arrow {
    Arrow {
        from: from.to_owned(),
        to: to.to_owned(),
        kind,
    }
}

fn file(path: &str, text: &str) -> TextFile {
    TextFile {
        path: path.to_owned(),
        text: text.to_owned(),
    }
}

fn told(arrow: Arrow) -> Option<String> {
    arrows::check(MEMBERS, &[arrow])
        .first()
        .map(ToString::to_string)
}

#[test]
fn an_arrow_down_the_layers_passes() {
    assert_eq!(told(arrow("deck-client", "deck-types", Kind::Always)), None);
}

#[test]
fn an_arrow_up_the_layers_is_found() {
    let finding = told(arrow("deck-types", "deck-client", Kind::Always)).unwrap();

    assert!(
        finding.starts_with("deck-types: its dependency `deck-client` is an arrow"),
        "{finding}"
    );
}

#[test]
fn an_arrow_up_the_layers_is_found_in_tests_too() {
    assert!(told(arrow("deck-transport", "deck-types", Kind::Test)).is_some());
}

#[test]
fn only_the_tests_of_the_transport_may_depend_on_its_kit() {
    let arrow = |kind| arrow("deck-transport", "deck-conformance", kind);

    assert_eq!(told(arrow(Kind::Test)), None);
    assert!(told(arrow(Kind::Optional)).is_some());
    assert!(told(arrow(Kind::Always)).is_some());
}

#[test]
fn a_foreign_crate_off_the_list_is_found_unless_only_tests_use_it() {
    assert!(told(arrow("deck-types", "chrono", Kind::Always)).is_some());
    assert!(told(arrow("deck-types", "chrono", Kind::Optional)).is_some());
    assert_eq!(told(arrow("deck-types", "proptest", Kind::Test)), None);
}

#[test]
fn a_foreign_crate_that_belongs_behind_a_feature_is_found_in_every_build() {
    let finding = told(arrow("deck-transport", "hyper", Kind::Always)).unwrap();

    assert!(finding.contains("is there in every build"), "{finding}");
    assert_eq!(told(arrow("deck-transport", "hyper", Kind::Optional)), None);
}

#[test]
fn a_crate_without_a_rule_is_found() {
    assert_eq!(arrows::check(&["deck-extra"], &[]).len(), 1);
}

#[test]
fn a_clock_outside_the_transport_is_found_with_its_line() {
    let client = file(
        "crates/deck-client/src/pager.rs",
        "use std::time;\nlet t = Instant::now();\n",
    );

    let findings = capability::check(&client);

    assert_eq!(findings.len(), 1);
    assert!(
        findings[0]
            .to_string()
            .starts_with("crates/deck-client/src/pager.rs:2: `Instant::now`")
    );
}

#[test]
fn a_clock_in_the_transport_in_a_comment_or_in_a_test_module_passes() {
    let clock = file(
        "crates/deck-transport/src/clock/tokio.rs",
        "Instant::now()\n",
    );
    let comment = file(
        "crates/deck-client/src/pager.rs",
        "/// Never `Instant::now`.\n",
    );
    let test = file(
        "crates/deck-client/src/pager.rs",
        "#[cfg(test)]\nmod tests {\nInstant::now()\n}\n",
    );

    assert!(capability::check(&clock).is_empty());
    assert!(capability::check(&comment).is_empty());
    assert!(capability::check(&test).is_empty());
}

#[test]
fn a_future_in_the_types_is_found() {
    let types = file("crates/deck-types/src/page.rs", "pub async fn next() {}\n");

    assert_eq!(capability::check(&types).len(), 1);
}

#[test]
fn a_foreign_type_in_a_public_signature_is_found_by_path_and_by_import() {
    for text in [
        "pub fn inner(&self) -> &hyper::Client {\n",
        "pub fn inner(\n    &self,\n) -> &hyper::Client {\n",
        "use hyper_util::client::legacy::Client;\npub fn inner(&self) -> &Client {\n",
        "use tokio::sync::{\n    Mutex,\n};\npub struct Held {\n    pub lock: Mutex<u8>,\n}\n",
        "pub struct Held(pub tokio::sync::Mutex<u8>);\n",
        "pub enum Failure {\n    Tls(rustls::Error),\n}\n",
        "pub use rustls::RootCertStore;\n",
    ] {
        let findings = public_api::check(&file("crates/deck-transport/src/hyper.rs", text));

        assert_eq!(findings.len(), 1, "{text}");
    }
}

#[test]
fn a_foreign_type_behind_private_items_passes() {
    for text in [
        "pub struct Held(tokio::sync::Mutex<u8>);\n",
        "pub struct Held {\n    lock: tokio::sync::Mutex<u8>,\n}\n",
        "pub(crate) fn inner(&self) -> &hyper::Client {\n",
        "pub fn send(&self) -> Bytes {\n    hyper::body::to_bytes()\n}\n",
        "pub use crate::hyper_transport::HyperTransport;\n",
    ] {
        let findings = public_api::check(&file("crates/deck-transport/src/hyper.rs", text));

        assert!(findings.is_empty(), "{text}: {findings:?}");
    }
}

#[test]
fn the_workspace_keeps_its_layers() {
    let findings = super::findings().unwrap();

    assert!(findings.is_empty(), "{}", list(&findings));
}

fn list(findings: &[super::Finding]) -> String {
    findings
        .iter()
        .map(|finding| format!("\n{finding}"))
        .collect()
}
