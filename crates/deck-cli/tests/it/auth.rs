//! `deck auth status`.

use serde_json::Value;

use crate::scene::deck;
use crate::scene::on_sandbox;
use crate::scene::on_server;
use crate::scene::run;
use crate::scripted_server::Response;
use crate::scripted_server::ScriptedServer;

#[test]
fn the_sandbox_accepts_its_own_key() {
    let text = on_sandbox(&["auth", "status"]).success();
    assert!(text.contains("key          of the sandbox\n"), "{text}");
    assert!(text.contains("accepted     yes\n"), "{text}");
}

#[test]
fn a_key_that_is_refused_is_told_and_is_a_failure() {
    let server = ScriptedServer::start([Response::new(401, "")]);
    let outcome = on_server(&server, &["auth", "status", "-o", "json"]);
    assert_eq!(outcome.code, Some(4));
    let status: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(status["accepted"], false);
    assert_eq!(status["key_source"], "variable");
    assert_eq!(status["key_kind"], "live");
    assert!(outcome.stderr.contains(r#""code":"key""#), "{outcome:?}");
    assert!(!format!("{outcome:?}").contains("canary"), "{outcome:?}");
}

#[test]
fn a_key_that_is_missing_is_told_and_is_a_failure() {
    let outcome = run(deck(&["auth", "status"]));
    assert_eq!(outcome.code, Some(4));
    assert!(outcome.stdout.contains("key       none\n"), "{outcome:?}");
    assert!(outcome.stderr.contains("DECK_API_KEY"), "{outcome:?}");
}

#[test]
fn where_nobody_responds_it_is_not_known_whether_the_key_is_accepted() {
    let outcome = on_server(&ScriptedServer::nobody(), &["auth", "status", "-o", "json"]);
    assert_eq!(outcome.code, Some(6));
    let status: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(status["accepted"], Value::Null);
}

#[test]
fn a_page_of_somebody_else_accepts_no_key() {
    let server = ScriptedServer::start([Response::new(200, "{}")]);
    let outcome = on_server(&server, &["auth", "status", "-o", "json"]);
    let status: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(status["accepted"], Value::Null);
}
