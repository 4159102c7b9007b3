//! What Standard Webhooks publishes and prescribes.

use super::*;

#[test]
fn the_published_vector_is_verified() {
    let request = Request::published();
    let delivery = request.verified().unwrap();

    assert_eq!(delivery.id(), ID);
    assert_eq!(delivery.signed_at(), seconds(TIMESTAMP));
    assert_eq!(delivery.body(), BODY);
}

#[test]
fn the_published_vector_is_signed_byte_by_byte() {
    let headers = Signer::new(secret()).sign(ID, seconds(TIMESTAMP), BODY);
    let headers = headers.unwrap();
    let headers: Vec<_> = headers.iter().collect();

    assert_eq!(
        headers,
        [
            ("webhook-id", ID),
            ("webhook-timestamp", "1614265330"),
            ("webhook-signature", SIGNATURE),
        ]
    );
}

#[test]
fn the_headers_of_a_signer_are_found_in_any_case() {
    let headers = Signer::new(secret()).sign(ID, seconds(TIMESTAMP), BODY);

    assert_eq!(headers.unwrap().get("Webhook-Id"), Some(ID.as_bytes()));
}

#[test]
fn a_body_that_was_parsed_and_written_anew_is_refused_with_a_hint() {
    let mut request = Request::published();
    request.body = br#"{"test":2432232314}"#.into();

    let error = request.verified().unwrap_err();

    assert_eq!(error, VerifyError::SignatureMismatch);
    assert!(error.to_string().contains("parsed and written anew"));
}

#[test]
fn either_secret_of_a_rotation_is_accepted_and_a_third_is_not() {
    let verifier = Verifier::new(other_secret()).also_accepting(secret());
    let third = WebhookSecret::from_bytes(*b"third").unwrap();
    let verified = |secret: WebhookSecret| {
        let signer = Signer::new(secret);
        let request = Request::signed(&signer, ID, seconds(TIMESTAMP), BODY);
        request.verified_by(&verifier, seconds(TIMESTAMP)).err()
    };

    assert_eq!(verified(secret()), None);
    assert_eq!(verified(other_secret()), None);
    assert_eq!(verified(third), Some(VerifyError::SignatureMismatch));
}

#[test]
fn a_delivery_that_is_signed_with_both_secrets_is_accepted_by_either() {
    let signer = Signer::new(other_secret()).also_signing_with(secret());
    let request = Request::signed(&signer, ID, seconds(TIMESTAMP), BODY);
    let verifies = |secret| {
        request
            .verified_by(&Verifier::new(secret), seconds(TIMESTAMP))
            .is_ok()
    };

    assert!(verifies(secret()));
    assert!(verifies(other_secret()));
    assert!(!verifies(WebhookSecret::from_bytes(*b"third").unwrap()));
}

#[test]
fn debug_shows_no_secret_and_no_body() {
    let request = Request::published();
    let delivery = request.verified().unwrap();
    let verifier = Verifier::new(secret());
    let shown = format!("{delivery:?} {verifier:?} {:?}", Signer::new(secret()));

    assert!(shown.contains("body: 20 bytes"), "{shown}");
    assert!(shown.contains("WebhookSecret(redacted)"), "{shown}");
    for hidden in ["2432232314", "MfKQ", "49, 242"] {
        assert!(!shown.contains(hidden), "{shown}");
    }
}

#[test]
fn a_delivery_that_is_no_event_is_verified_all_the_same() {
    let request = Request::published();
    let delivery = request.verified().unwrap();

    assert_eq!(delivery.event().unwrap_err().reason(), "missing field `id`");
    assert_eq!(delivery.body(), BODY);
}
