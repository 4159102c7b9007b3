//! One bit is changed on the way.

use proptest::prelude::*;

use super::*;

/// All values that differ from `value` in one bit.
fn flipped(value: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    (0..value.len() * 8).map(|bit| {
        let mut flipped = value.to_vec();
        flipped[bit / 8] ^= 1 << (bit % 8);
        flipped
    })
}

#[test]
fn every_flipped_bit_of_the_body_is_refused() {
    for body in flipped(BODY) {
        let request = Request {
            body,
            ..Request::published()
        };
        assert_eq!(
            request.verified().err(),
            Some(VerifyError::SignatureMismatch)
        );
    }
}

#[test]
fn every_flipped_bit_of_the_id_is_refused() {
    for id in flipped(ID.as_bytes()) {
        let request = Request {
            id: Some(id),
            ..Request::published()
        };
        assert!(request.verified().is_err(), "{request:?}");
    }
}

#[test]
fn every_flipped_bit_of_the_timestamp_is_refused() {
    let verifier = Verifier::new(secret()).with_tolerance(Duration::MAX);
    for timestamp in flipped(TIMESTAMP.to_string().as_bytes()) {
        let request = Request {
            timestamp: Some(timestamp),
            ..Request::published()
        };
        let verified = request.verified_by(&verifier, seconds(TIMESTAMP));
        assert!(verified.is_err(), "{request:?}");
    }
}

#[test]
fn every_flipped_bit_of_the_signature_is_refused() {
    for signature in flipped(SIGNATURE.as_bytes()) {
        let request = Request {
            signature: Some(signature),
            ..Request::published()
        };
        assert!(request.verified().is_err(), "{request:?}");
    }
}

#[test]
fn every_flipped_bit_of_the_secret_is_refused() {
    for secret in flipped(secret().as_bytes()) {
        let verifier = Verifier::new(WebhookSecret::from_bytes(secret).unwrap());
        let request = Request::published();
        let verified = request.verified_by(&verifier, seconds(TIMESTAMP));
        assert_eq!(verified.err(), Some(VerifyError::SignatureMismatch));
    }
}

proptest! {
    #[test]
    fn any_flipped_bit_of_any_delivery_is_refused(
        id in "[a-zA-Z0-9_]{1,40}",
        at in 0_u64..4_000_000_000,
        body in prop::collection::vec(any::<u8>(), 1..300),
        part in 0..4,
        bit: prop::sample::Index,
    ) {
        let signed = Request::signed(&Signer::new(secret()), &id, seconds(at), &body);
        let verifier = Verifier::new(secret()).with_tolerance(Duration::MAX);
        prop_assert!(signed.verified_by(&verifier, seconds(at)).is_ok());

        let mut changed = signed;
        let value = match part {
            0 => changed.id.as_mut().unwrap(),
            1 => changed.timestamp.as_mut().unwrap(),
            2 => changed.signature.as_mut().unwrap(),
            _ => &mut changed.body,
        };
        let bit = bit.index(value.len() * 8);
        value[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(changed.verified_by(&verifier, seconds(at)).is_err(), "{:?}", changed);
    }
}
