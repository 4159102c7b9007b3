//! How far the time of signing may be from now.

use super::*;

const FIVE_MINUTES: Duration = Duration::from_secs(300);
const NANOSECOND: Duration = Duration::from_nanos(1);

fn verified_at(now: SystemTime) -> Option<VerifyError> {
    let request = Request::published();
    request.verified_by(&Verifier::new(secret()), now).err()
}

#[test]
fn five_minutes_are_tolerated_in_both_directions_and_no_nanosecond_more() {
    let signed_at = seconds(TIMESTAMP);
    let (distance, tolerance) = (FIVE_MINUTES + NANOSECOND, FIVE_MINUTES);

    assert_eq!(verified_at(signed_at + FIVE_MINUTES), None);
    assert_eq!(verified_at(signed_at - FIVE_MINUTES), None);
    assert_eq!(
        verified_at(signed_at + distance),
        Some(VerifyError::TooOld {
            age: distance,
            tolerance
        })
    );
    assert_eq!(
        verified_at(signed_at - distance),
        Some(VerifyError::TooNew {
            ahead: distance,
            tolerance
        })
    );
}

#[test]
fn the_signature_is_checked_before_the_age() {
    let much_later = seconds(TIMESTAMP) + 10 * FIVE_MINUTES;
    let mut request = Request::published();
    request.body.push(b' ');
    let verified = request.verified_by(&Verifier::new(secret()), much_later);

    assert_eq!(verified.err(), Some(VerifyError::SignatureMismatch));
}

#[test]
fn the_tolerance_is_what_was_set() {
    let request = Request::published();
    let verified = |tolerance, now| {
        let verifier = Verifier::new(secret()).with_tolerance(tolerance);
        request.verified_by(&verifier, now).is_ok()
    };

    assert!(verified(Duration::ZERO, seconds(TIMESTAMP)));
    assert!(!verified(Duration::ZERO, seconds(TIMESTAMP + 1)));
    assert!(verified(Duration::MAX, seconds(0)));
    assert!(verified(Duration::MAX, seconds(1 << 40)));
}

#[test]
fn a_clock_before_1970_is_no_overflow() {
    let now = SystemTime::UNIX_EPOCH - Duration::from_secs(1 << 40);

    assert!(matches!(verified_at(now), Some(VerifyError::TooNew { .. })));
}

#[test]
fn errors_of_age_tell_both_durations() {
    let old = verified_at(seconds(TIMESTAMP + 420)).unwrap().to_string();
    let new = verified_at(seconds(TIMESTAMP - 420)).unwrap().to_string();

    assert!(old.contains("420s ago, and 300s are tolerated"), "{old}");
    assert!(
        new.contains("420s ahead of now, and 300s are tolerated"),
        "{new}"
    );
}
