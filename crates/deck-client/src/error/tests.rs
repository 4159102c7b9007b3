//! Wording and facts of errors, one by one.

use std::error::Error as StdError;

use deck_transport::Delivery;
use deck_transport::TransportErrorKind;
use deck_types::ContinuationError;
use deck_types::ErrorResponse;
use deck_types::Json;

use super::*;

fn facts() -> ResponseFacts {
    ResponseFacts {
        excerpt: "body".into(),
        ..ResponseFacts::new(200, Some("req_1".into()))
    }
}

fn every_kind() -> Vec<Error> {
    let item = RejectedItem::fixture(3, Json::from_text("7").unwrap());
    let broken = PaginationError::Continuation(ContinuationError::MissingContinuation);
    let transport = TransportError::new(TransportErrorKind::Connect, Delivery::NotSent)
        .with_source("connection refused");
    vec![
        Error::invalid_request("the reason"),
        Error::configuration("the reason"),
        Error::transport_failed(transport),
        Error::refused(ErrorResponse::fixture(404), None),
        Error::decode("the reason", false, facts()),
        Error::rejected(item, facts()),
        Error::paging(broken, facts()),
    ]
}

#[test]
fn no_error_repeats_its_source() {
    for error in every_kind() {
        let error = error.with_operation("GET /task-runs");
        let mut texts = vec![error.to_string()];
        let mut source = error.source();
        while let Some(cause) = source {
            let text = cause.to_string();
            assert!(
                texts.iter().all(|above| !above.contains(&text)),
                "{texts:?} {text}"
            );
            texts.push(text);
            source = cause.source();
        }
    }
}

#[test]
fn every_error_with_an_answer_says_status_and_request_id() {
    for error in every_kind()
        .into_iter()
        .filter(|error| error.status() == Some(200))
    {
        let text = error.to_string();
        assert!(text.contains("200") && text.contains("req_1"), "{text}");
        assert!(error.excerpt().is_some());
    }
}

#[test]
fn each_kind_answers_to_its_predicate_alone() {
    let predicates = [
        Error::is_invalid_request,
        Error::is_transport,
        Error::is_not_found,
        Error::is_decode,
        Error::is_pagination,
    ];
    for error in every_kind() {
        let holding = predicates.iter().filter(|holds| holds(&error)).count();
        assert_eq!(holding, 1, "{error:?}");
    }
}

#[test]
fn the_excerpt_of_a_rejected_item_is_the_item() {
    let item = RejectedItem::fixture(3, Json::from_text(r#"{"no":"id"}"#).unwrap());
    let error = Error::rejected(item, facts());
    assert_eq!(error.excerpt(), Some(r#"{"no":"id"}"#));
    assert_eq!(error.rejected_item().unwrap().index, 3);
    assert_eq!(error.request_id().unwrap().as_str(), "req_1");
}

#[test]
fn only_transient_failures_are_retryable() {
    for (status, expected) in [
        (400, false),
        (401, false),
        (404, false),
        (408, true),
        (409, false),
        (422, false),
    ]
    .into_iter()
    .chain([
        (429, true),
        (500, true),
        (501, false),
        (502, true),
        (503, true),
        (504, true),
    ]) {
        let error = Error::refused(ErrorResponse::fixture(status), None);
        assert_eq!(error.is_retryable(), expected, "{status}");
    }
    for (kind, expected) in [
        (TransportErrorKind::Connect, true),
        (TransportErrorKind::Closed, true),
        (TransportErrorKind::Tls, false),
        (TransportErrorKind::BodyTooLarge, false),
        (TransportErrorKind::PlainHttpRefused, false),
    ] {
        let error = Error::transport_failed(TransportError::new(kind, Delivery::NotSent));
        assert_eq!(error.is_retryable(), expected, "{kind:?}");
    }
}

#[test]
fn a_refusal_told_as_one_of_paging_keeps_its_facts_and_is_no_refusal_of_the_call() {
    for status in [401, 404, 429] {
        let refused = Error::refused(ErrorResponse::fixture(status), None);
        let is_told =
            refused.is_not_found() || refused.is_unauthorized() || refused.is_rate_limited();
        assert!(is_told, "{status}");
        let error = refused.into_paging(PaginationError::AnchorsGone { tried: 1 });
        assert_eq!(error.status(), Some(status));
        assert!(error.is_pagination());
        assert!(!error.is_not_found() && !error.is_unauthorized() && !error.is_rate_limited());
    }
}

#[test]
fn the_type_organization_is_never_transient() {
    let mut response = ErrorResponse::fixture(503);
    response.problems = vec![Problem::fixture("organization", "plan")];
    assert!(!Error::refused(response, None).is_retryable());
}

#[test]
fn the_limit_of_sessions_is_no_rate_limit() {
    let mut response = ErrorResponse::fixture(429);
    response.problems = vec![Problem::fixture("rate_limit", "session_limit_exceeded")];
    let error = Error::refused(response, None);
    assert!(error.is_session_limited() && error.is_retryable());
    assert!(!error.is_rate_limited());
}

#[test]
fn debug_shows_the_text_and_its_causes_and_the_parts_where_they_are_asked_for() {
    let not_set = crate::ApiKeyError::NotSet {
        variable: "DECK_API_KEY",
    };
    let error = Error::configuration(not_set);

    assert_eq!(
        format!("{error:?}"),
        "the client could not be built: the environment variable DECK_API_KEY is not set; \
         set it to a secret key (sk_live_…)"
    );
    assert!(format!("{error:#?}").contains("attempts: []"));
}
