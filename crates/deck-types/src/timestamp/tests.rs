use std::time::Duration;
use std::time::SystemTime;

use proptest::prelude::*;

use super::Timestamp;

#[track_caller]
fn nanoseconds(text: &str) -> i128 {
    text.parse::<Timestamp>()
        .unwrap()
        .unix_nanoseconds()
        .unwrap()
}

#[track_caller]
fn reason(text: &str) -> String {
    let error = text.parse::<Timestamp>().unwrap_err();
    assert_eq!(error.text(), text);
    error.reason()
}

#[test]
fn the_start_of_1970_is_zero() {
    assert_eq!(nanoseconds("1970-01-01T00:00:00Z"), 0);
}

#[test]
fn the_examples_of_rfc_3339_are_read() {
    assert_eq!(
        nanoseconds("1985-04-12T23:20:50.52Z"),
        482_196_050_520_000_000
    );
    assert_eq!(
        nanoseconds("1996-12-19T16:39:57-08:00"),
        nanoseconds("1996-12-20T00:39:57Z")
    );
    assert_eq!(
        nanoseconds("1990-12-31T23:59:60Z"),
        nanoseconds("1991-01-01T00:00:00Z")
    );
    assert_eq!(
        nanoseconds("1990-12-31T15:59:60-08:00"),
        nanoseconds("1991-01-01T00:00:00Z")
    );
    assert_eq!(
        nanoseconds("1937-01-01T12:00:27.87+00:20"),
        nanoseconds("1937-01-01T11:40:27.87Z")
    );
}

#[test]
fn letters_may_be_lower_case() {
    assert_eq!(
        nanoseconds("2023-11-07t05:31:56z"),
        nanoseconds("2023-11-07T05:31:56Z")
    );
}

#[test]
fn an_unknown_offset_is_utc() {
    assert_eq!(
        nanoseconds("2023-11-07T05:31:56-00:00"),
        nanoseconds("2023-11-07T05:31:56Z")
    );
}

#[test]
fn the_whole_range_of_years_is_read() {
    assert_eq!(
        nanoseconds("0000-01-01T00:00:00Z"),
        -62_167_219_200_000_000_000
    );
    assert_eq!(
        nanoseconds("9999-12-31T23:59:59.999999999Z"),
        253_402_300_799_999_999_999
    );
    assert_eq!(
        nanoseconds("0000-01-01T00:00:00+23:59"),
        -62_167_219_200_000_000_000 - 86_340_000_000_000
    );
    assert_eq!(
        nanoseconds("9999-12-31T23:59:59-23:59"),
        253_402_300_799_000_000_000 + 86_340_000_000_000
    );
}

#[test]
fn a_fraction_of_any_length_is_read_and_cut_off_after_nanoseconds() {
    let long = format!("1970-01-01T00:00:00.{}Z", "9".repeat(10_000));

    assert_eq!(nanoseconds(&long), 999_999_999);
    assert_eq!(nanoseconds("1970-01-01T00:00:00.5Z"), 500_000_000);
    assert_eq!(nanoseconds("1969-12-31T23:59:59.9999999999Z"), -1);
}

#[test]
fn order_sees_what_nanoseconds_do_not() {
    let earlier = Timestamp::from_received("1970-01-01T00:00:00.1234567890001Z");
    let later = Timestamp::from_received("1970-01-01T01:00:00.1234567890002+01:00");

    assert_eq!(earlier.unix_nanoseconds(), later.unix_nanoseconds());
    assert!(earlier < later);
}

#[test]
fn one_instant_written_twice_is_ordered_by_text() {
    let short = Timestamp::from_received("2023-11-07T05:31:56Z");
    let long = Timestamp::from_received("2023-11-07T05:31:56.000Z");

    assert_ne!(short, long);
    assert!(long < short);
}

#[test]
fn a_text_without_instant_comes_last() {
    let mut times = [
        "yesterday",
        "9999-12-31T23:59:59Z",
        "",
        "0000-01-01T00:00:00Z",
    ]
    .map(Timestamp::from_received);
    times.sort();

    assert_eq!(
        times.each_ref().map(Timestamp::as_str),
        [
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
            "",
            "yesterday"
        ]
    );
}

#[test]
fn errors_tell_what_is_wrong_and_where() {
    assert_eq!(reason(""), "expected a year of four digits at byte 0");
    assert_eq!(reason("2023-11-07"), "expected `T` at byte 10");
    assert_eq!(reason("2023-11-07 05:31:56Z"), "expected `T` at byte 10");
    assert_eq!(
        reason("2023-13-07T05:31:56Z"),
        "the month at byte 5 does not exist"
    );
    assert_eq!(
        reason("2023-02-29T05:31:56Z"),
        "the day at byte 8 does not exist"
    );
    assert_eq!(
        reason("2023-11-07T24:00:00Z"),
        "the hour at byte 11 does not exist"
    );
    assert_eq!(
        reason("2023-11-07T23:60:00Z"),
        "the minute at byte 14 does not exist"
    );
    assert_eq!(
        reason("2023-11-07T23:59:61Z"),
        "the second at byte 17 does not exist"
    );
    assert_eq!(
        reason("2023-11-07T05:31:56.Z"),
        "expected a digit at byte 20"
    );
    assert_eq!(
        reason("2023-11-07T05:31:56"),
        "expected `Z` or an offset at byte 19"
    );
    assert_eq!(
        reason("2023-11-07T05:31:56+0100"),
        "expected `:` at byte 22"
    );
    assert_eq!(
        reason("2023-11-07T05:31:56+24:00"),
        "the hour of the offset at byte 20 does not exist"
    );
    assert_eq!(
        reason("2023-11-07T05:31:56Z "),
        "expected the end at byte 20"
    );
    assert_eq!(
        reason("2023-11-07T22:59:60Z"),
        "the leap second is not at 23:59:60 of UTC"
    );
}

#[test]
fn the_error_names_the_text_and_the_form_to_write() {
    let message = |text: &str| text.parse::<Timestamp>().unwrap_err().to_string();

    assert_eq!(
        message("2026-11-01"),
        r#"timestamp "2026-11-01": expected `T` at byte 10; write RFC 3339, such as 2026-11-01T00:00:00Z"#
    );
    assert!(message(&"\u{202e}".repeat(100_000)).len() < 1_000);
}

#[test]
fn the_form_to_write_is_a_timestamp() {
    let message = "".parse::<Timestamp>().unwrap_err().to_string();
    let (_, form) = message.rsplit_once(' ').unwrap();

    assert!(form.parse::<Timestamp>().is_ok());
}

#[test]
fn system_time_goes_both_ways() {
    let time = SystemTime::UNIX_EPOCH + Duration::new(1_699_335_116, 120_000_000);
    let timestamp = Timestamp::try_from(time).unwrap();

    assert_eq!(timestamp.as_str(), "2023-11-07T05:31:56.12Z");
    assert_eq!(timestamp.to_system_time(), Ok(time));
}

#[test]
fn system_time_before_1970_goes_both_ways() {
    let time = SystemTime::UNIX_EPOCH - Duration::from_millis(1);
    let timestamp = Timestamp::try_from(time).unwrap();

    assert_eq!(timestamp.as_str(), "1969-12-31T23:59:59.999Z");
    assert_eq!(timestamp.to_system_time(), Ok(time));
}

#[test]
fn an_instant_outside_the_four_digit_years_is_refused() {
    let last = 253_402_300_799_999_999_999;
    let first = -62_167_219_200_000_000_000;

    assert_eq!(
        Timestamp::from_unix_nanoseconds(last).unwrap().as_str(),
        "9999-12-31T23:59:59.999999999Z"
    );
    assert_eq!(
        Timestamp::from_unix_nanoseconds(first).unwrap().as_str(),
        "0000-01-01T00:00:00Z"
    );
    for outside in [last + 1, first - 1, i128::MAX, i128::MIN] {
        let error = Timestamp::from_unix_nanoseconds(outside).unwrap_err();
        assert_eq!(error.reason(), "the year is not one of 0 to 9999");
    }
}

#[cfg(feature = "jiff-1")]
#[test]
fn jiff_goes_both_ways() {
    let time: jiff::Timestamp = "2023-11-07T05:31:56.12Z".parse().unwrap();
    let timestamp = Timestamp::try_from(time).unwrap();

    assert_eq!(timestamp.as_str(), "2023-11-07T05:31:56.12Z");
    assert_eq!(timestamp.to_jiff(), Ok(time));
}

#[cfg(feature = "jiff-1")]
#[test]
fn the_last_instants_of_9999_are_out_of_the_reach_of_jiff() {
    let last: Timestamp = "9999-12-31T23:59:59Z".parse().unwrap();

    assert_eq!(
        last.to_jiff().unwrap_err().reason(),
        "the instant is out of the reach of the wanted type"
    );
}

/// Texts that are, nearly are, or are not timestamps.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => concat!(
            "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])[Tt]",
            "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,30})?",
            "([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])",
        ),
        1 => "197[0-9]-12-31T23:59:60(\\.[0-9]{1,12})?Z",
        1 => "[0-9TZ:.+-]{0,30}",
        1 => any::<String>(),
    ]
}

proptest! {
    #[test]
    fn reading_never_panics_and_keeps_the_text(text in text()) {
        if let Ok(timestamp) = text.parse::<Timestamp>() {
            prop_assert_eq!(timestamp.as_str(), &text);
            prop_assert!(timestamp.unix_nanoseconds().is_ok());
        }
    }

    #[test]
    fn order_is_total(texts in [text(), text(), text()]) {
        let [a, b, c] = texts.map(Timestamp::from_received);
        prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
        prop_assert_eq!(a == b, a.cmp(&b).is_eq());
        prop_assert!(!(a <= b && b <= c) || a <= c);
    }

    #[test]
    fn order_agrees_with_the_instants(left in text(), right in text()) {
        let (left, right) = (Timestamp::from_received(left), Timestamp::from_received(right));
        if let (Ok(earlier), Ok(later)) = (left.unix_nanoseconds(), right.unix_nanoseconds()) {
            prop_assert!(earlier == later || earlier.cmp(&later) == left.cmp(&right));
        }
    }

    #[test]
    fn every_instant_of_the_four_digit_years_is_written_and_read_back(
        nanoseconds in -62_167_219_200_000_000_000_i128..=253_402_300_799_999_999_999,
    ) {
        let timestamp = Timestamp::from_unix_nanoseconds(nanoseconds).unwrap();
        prop_assert_eq!(timestamp.as_str().parse::<Timestamp>().unwrap().unix_nanoseconds(), Ok(nanoseconds));
    }

    #[test]
    fn reading_agrees_with_jiff(
        seconds in -62_167_219_200_i64..253_400_000_000,
        offset in -86_340_i32..=86_340,
    ) {
        let offset = jiff::tz::Offset::from_seconds(offset / 60 * 60).unwrap();
        let time = jiff::Timestamp::from_second(seconds).unwrap();
        let text = time.display_with_offset(offset).to_string();
        if let Ok(timestamp) = text.parse::<Timestamp>() {
            prop_assert_eq!(timestamp.unix_nanoseconds(), Ok(time.as_nanosecond()));
        }
    }
}
