//! How headers are read, and which are refused.

use proptest::prelude::*;

use super::*;

#[test]
fn each_missing_header_is_named() {
    let missing = |request: Request| request.verified().unwrap_err();
    let published = Request::published;

    for (request, name) in [
        (
            Request {
                id: None,
                ..published()
            },
            "webhook-id",
        ),
        (
            Request {
                timestamp: None,
                ..published()
            },
            "webhook-timestamp",
        ),
        (
            Request {
                signature: None,
                ..published()
            },
            "webhook-signature",
        ),
    ] {
        let error = missing(request);
        assert_eq!(error, VerifyError::MissingHeader { name });
        assert!(error.to_string().contains(name), "{error}");
    }
}

#[test]
fn an_id_that_is_empty_or_could_be_taken_for_two_parts_is_refused() {
    for id in ["", "msg.1", ".", "msg 1", "msg\t1", "msg\u{7f}", "m\u{fc}"] {
        let error = Request::published().with_id(id).verified().unwrap_err();
        assert_eq!(error, VerifyError::InvalidId, "{id:?}");
    }
}

#[test]
fn one_signature_never_stands_for_two_deliveries() {
    let signer = Signer::new(secret());
    let moved = |id: &str, timestamp: &str, body: &[u8]| {
        let signed = Request::signed(&signer, "a", seconds(1), b"2.5");
        let request = signed.with_id(id).with_timestamp(timestamp);
        let request = Request {
            body: body.into(),
            ..request
        };
        request
            .verified_by(&Verifier::new(secret()), seconds(1))
            .err()
    };

    assert_eq!(moved("a", "1", b"2.5"), None);
    assert_eq!(moved("a.1", "2", b"5"), Some(VerifyError::InvalidId));
    assert_eq!(moved("a", "1.2", b"5"), Some(VerifyError::InvalidTimestamp));
}

#[test]
fn a_timestamp_of_anything_but_digits_is_refused() {
    for timestamp in [
        "",
        "+1614265330",
        "-1614265330",
        "1614265330.0",
        " 1614265330",
        "1614265330 ",
        "0x60",
        "1e9",
        "1_614_265_330",
        "\u{661}",
        "now",
    ] {
        let request = Request::published().with_timestamp(timestamp);
        let error = request.verified().unwrap_err();
        assert_eq!(error, VerifyError::InvalidTimestamp, "{timestamp:?}");
    }
}

#[test]
fn a_timestamp_beyond_all_clocks_is_refused_without_an_overflow() {
    for timestamp in [
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551615",
        "18446744073709551616",
        "99999999999999999999999999999999999999999",
    ] {
        let request = Request::published().with_timestamp(timestamp);
        assert!(request.verified().is_err(), "{timestamp}");
    }
}

#[test]
fn the_timestamp_is_signed_as_it_is_written() {
    let request = Request::published().with_timestamp("01614265330");

    assert_eq!(
        request.verified().err(),
        Some(VerifyError::SignatureMismatch)
    );
}

#[test]
fn the_signature_is_found_among_entries_of_other_kinds_and_malformed_ones() {
    for others in [
        "v1a,AAAA ",
        "v2 ",
        ", ",
        "v1, ",
        "v1,AAAA v1,=== v1,\u{fc} ",
        "  ",
    ] {
        for value in [
            format!("{others}{SIGNATURE}"),
            format!("{SIGNATURE} {others}"),
        ] {
            let request = Request::published().with_signature(&value);
            assert!(request.verified().is_ok(), "{value:?}");
        }
    }
}

#[test]
fn an_entry_of_another_kind_with_the_right_bytes_is_refused() {
    let (_, base64) = SIGNATURE.split_once(',').unwrap();
    for value in [
        String::new(),
        base64.to_owned(),
        format!("v1a,{base64}"),
        format!("v1{base64}"),
        format!("V1,{base64}"),
        format!("v2,{base64}"),
        format!(",{base64}"),
    ] {
        let request = Request::published().with_signature(&value);
        let error = request.verified().unwrap_err();
        assert_eq!(error, VerifyError::NoSupportedSignature, "{value:?}");
    }
}

#[test]
fn a_signature_in_another_spelling_of_its_base64_is_refused() {
    for value in [
        SIGNATURE.trim_end_matches('=').to_owned(),
        format!("{SIGNATURE}="),
        SIGNATURE.replace('+', "-").replace('/', "_"),
        SIGNATURE.replace("OE=", "OF="),
        SIGNATURE.replace("v1,", "v1, "),
    ] {
        assert_ne!(value, SIGNATURE);
        let request = Request::published().with_signature(&value);
        let error = request.verified().unwrap_err();
        assert_eq!(error, VerifyError::SignatureMismatch, "{value:?}");
    }
}

#[test]
fn thirty_two_entries_are_looked_at_and_one_more_is_refused() {
    let with_others = |count| "v2,AAAA ".repeat(count) + SIGNATURE;
    let verified = |value: String| Request::published().with_signature(&value).verified().err();

    assert_eq!(verified(with_others(31)), None);
    assert_eq!(
        verified(with_others(32)),
        Some(VerifyError::TooManySignatures)
    );
    assert_eq!(
        verified(format!("{SIGNATURE} ") + &with_others(1_000_000)),
        Some(VerifyError::TooManySignatures)
    );
}

#[test]
fn what_a_verifier_would_refuse_is_not_signed() {
    use crate::SignError;

    let signer = Signer::new(secret());
    let before_1970 = SystemTime::UNIX_EPOCH - Duration::from_secs(1);

    assert_eq!(signer.sign("", seconds(0), b""), Err(SignError::InvalidId));
    assert_eq!(
        signer.sign("a.b", seconds(0), b""),
        Err(SignError::InvalidId)
    );
    assert_eq!(
        signer.sign("a", before_1970, b""),
        Err(SignError::Before1970)
    );
}

proptest! {
    #[test]
    fn headers_of_any_bytes_are_refused(
        id: Option<Vec<u8>>,
        timestamp: Option<Vec<u8>>,
        signature: Option<Vec<u8>>,
        body: Vec<u8>,
    ) {
        let request = Request { id, timestamp, signature, body };
        prop_assert!(request.verified().is_err());
    }

    #[test]
    fn what_is_signed_is_verified(
        key in prop::collection::vec(any::<u8>(), 1..200),
        id in "[!-\\-/-~]{1,80}",
        at in 0_u64..4_000_000_000,
        body: Vec<u8>,
    ) {
        let secret = WebhookSecret::from_bytes(key).unwrap();
        let request = Request::signed(&Signer::new(secret.clone()), &id, seconds(at), &body);
        let delivery = request.verified_by(&Verifier::new(secret), seconds(at));
        let delivery = delivery.unwrap();
        prop_assert_eq!(delivery.id(), id);
        prop_assert_eq!(delivery.signed_at(), seconds(at));
        prop_assert_eq!(delivery.body(), body);
    }
}
