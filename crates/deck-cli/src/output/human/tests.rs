use super::*;

fn ago(seconds: u64) -> String {
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(10 * YEAR);
    age(now - Duration::from_secs(seconds), now)
}

#[test]
fn a_duration_below_a_second_is_in_milliseconds() {
    assert_eq!(duration(Duration::ZERO), "0ms");
    assert_eq!(duration(Duration::from_millis(999)), "999ms");
}

#[test]
fn a_duration_of_few_seconds_has_one_decimal() {
    assert_eq!(duration(Duration::from_millis(1_000)), "1.0s");
    assert_eq!(duration(Duration::from_millis(9_999)), "9.9s");
    assert_eq!(duration(Duration::from_millis(10_999)), "10s");
}

#[test]
fn a_long_duration_has_its_two_largest_units() {
    assert_eq!(duration(Duration::from_secs(72)), "1m 12s");
    assert_eq!(
        duration(Duration::from_secs(2 * HOUR + 5 * MINUTE + 59)),
        "2h 5m"
    );
    assert_eq!(duration(Duration::from_secs(3 * DAY + 4 * HOUR)), "3d 4h");
}

#[test]
fn a_second_unit_of_zero_is_left_out() {
    assert_eq!(duration(Duration::from_secs(MINUTE)), "1m");
    assert_eq!(duration(Duration::from_secs(DAY + 59 * MINUTE)), "1d");
}

#[test]
fn the_longest_duration_has_a_text() {
    assert_eq!(duration(Duration::MAX), "213503982334601d 7h");
}

#[test]
fn an_age_has_its_largest_unit_only() {
    assert_eq!(ago(59), "59s");
    assert_eq!(ago(HOUR - 1), "59m");
    assert_eq!(ago(DAY - 1), "23h");
    assert_eq!(ago(3 * DAY + 5 * HOUR), "3d");
    assert_eq!(ago(2 * YEAR), "2y");
}

#[test]
fn the_present_and_the_future_are_now() {
    let now = SystemTime::UNIX_EPOCH;
    assert_eq!(ago(0), "now");
    assert_eq!(age(now + Duration::from_secs(30), now), "now");
}

#[test]
fn a_size_has_its_largest_unit_and_one_decimal() {
    assert_eq!(size(0), "0 B");
    assert_eq!(size(999), "999 B");
    assert_eq!(size(4_250), "4.2 kB");
    assert_eq!(size(17_390_000), "17.3 MB");
    assert_eq!(size(u64::MAX), "18446744.0 TB");
}
