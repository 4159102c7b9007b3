//! Facts about the text of a cassette.

use super::*;

fn refused(text: &str) -> (Option<usize>, String) {
    let error = text.parse::<Cassette>().expect_err("no cassette");
    (error.line(), error.to_string())
}

#[test]
fn the_text_is_readable() {
    let mut request = with_key("https://api.deck.co/v2/task-runs?limit=1");
    request
        .headers_mut()
        .insert("accept", HeaderValue::from_static("application/json"));
    let mut cassette = cassette(
        Scrubber::new(),
        &request,
        &response(r#"{"data":[],"n":1.0,"e":{}}"#),
    );
    cassette.record(&get("/text"), Ok(&response("{ }")));
    cassette.record(&get("/bytes"), Ok(&response(&b"\xff\x00"[..])));
    cassette.record(&get("/none"), Err(&failure("reset")));

    let text = cassette.to_string();

    assert_eq!(text, include_str!("readable.json"), "{text}");
}

#[test]
fn every_kind_of_error_comes_back() {
    let mut cassette = Cassette::new();
    for kind in TransportErrorKind::ALL {
        for delivery in [
            Delivery::NotSent,
            Delivery::MaybeSent,
            Delivery::ResponseStarted,
        ] {
            cassette.record(&get("/"), Err(&TransportError::new(*kind, delivery)));
        }
    }

    assert_eq!(
        cassette
            .to_string()
            .parse::<Cassette>()
            .expect("a cassette"),
        cassette
    );
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    let cases = [
        ("", 1, "EOF"),
        ("{}", 1, "missing field `version`"),
        (
            "{\"version\": 1,\n\"exchange\": []}",
            2,
            "unknown field `exchange`",
        ),
    ];
    for (text, line, what) in cases {
        let (found, message) = refused(text);
        assert_eq!(found, Some(line), "{message}");
        assert!(message.contains(what), "{message}");
    }
}

#[test]
fn what_is_wrong_with_an_exchange_is_told_with_its_line() {
    const GET: &str = r#""method": "GET", "uri": "/""#;
    let exchange_of =
        |request: &str| format!(r#"{{"request": {{{request}}}, "response": {{"status": 200}}}}"#);
    let outcome = |outcome: &str| format!(r#"{{"request": {{{GET}}}{outcome}}}"#);
    let cases = [
        (
            exchange_of(r#""method": "G T", "uri": "/""#),
            "\"G T\" is not a method",
        ),
        (
            exchange_of(r#""method": "GET", "uri": "no uri""#),
            "\"no uri\" is not a URI",
        ),
        (
            exchange_of(&format!(r#"{GET}, "headers": ["accept"]"#)),
            "\"accept\" is not \"name: value\"",
        ),
        (
            exchange_of(&format!(r#"{GET}, "headers": [7]"#)),
            "a header is",
        ),
        (
            exchange_of(&format!(r#"{GET}, "body": {{"hex": "f"}}"#)),
            "not hexadecimal",
        ),
        (
            exchange_of(&format!(r#"{GET}, "body": {{}}"#)),
            "exactly one of",
        ),
        (
            outcome(r#", "response": {"status": 99}"#),
            "99 is not a status",
        ),
        (
            outcome(r#", "error": {"kind": "gremlins", "delivery": "not_sent"}"#),
            "\"gremlins\" is not a kind",
        ),
        (outcome(""), "either a `response` or an `error`"),
    ];
    for (exchange, what) in cases {
        let text = format!("{{\n\"version\": 1,\n\"exchanges\": [\n{exchange}\n]}}");
        let (line, message) = refused(&text);
        assert!(
            matches!(line, Some(4 | 5)),
            "at it or just after it: {message}"
        );
        assert!(message.contains(what), "{message}");
    }
}

#[test]
fn another_version_is_told_as_such() {
    let (line, message) = refused(r#"{"version": 2, "reels": []}"#);

    assert_eq!(line, None);
    assert_eq!(
        message,
        "the cassette is of version 2, and this crate reads version 1"
    );
}

#[test]
fn what_a_hand_wrote_with_spaces_is_json_without_them() {
    let text = r#"{"version": 1, "exchanges": [{"request": {"method": "GET", "uri": "/"},
        "response": {"status": 200, "body": {"json": { "a b" : [ 1.50 , null ] }}}}]}"#;
    let cassette: Cassette = text.parse().expect("a cassette");

    let response = cassette.exchanges()[0].outcome().expect("a response");

    assert_eq!(response.body(), r#"{"a b":[1.50,null]}"#);
}

#[test]
fn a_deep_body_is_written_in_a_bounded_size() {
    let body = format!("{}{}", "[".repeat(20_000), "]".repeat(20_000));
    let cassette = cassette(
        Scrubber::new().json_field("x"),
        &with_key("/"),
        &response(body),
    );

    let text = cassette.to_string();

    assert!(text.len() < 4_000_000, "{}", text.len());
    assert_eq!(text.parse::<Cassette>().expect("a cassette"), cassette);
}
