use http::HeaderValue;
use proptest::prelude::*;

use super::*;

#[track_caller]
fn refused(text: &str, reason: &str) {
    let error = text.parse::<Fault>().unwrap_err().to_string();
    assert!(error.contains(reason), "{text}: {error}");
}

#[test]
fn every_fault_has_a_text() {
    for (text, fault) in [
        ("status=503", Fault::status(StatusCode::SERVICE_UNAVAILABLE)),
        ("status=502,body=html", Fault::html(StatusCode::BAD_GATEWAY)),
        (
            "content-type=text/plain",
            Fault::content_type(HeaderValue::from_static("text/plain")),
        ),
        ("reset", Fault::reset()),
        (
            "gzip-bomb,delay=2s",
            Fault::gzip_bomb().with_delay(Duration::from_secs(2)),
        ),
        ("reset,before-operation", Fault::reset().before_operation()),
        (
            "status=504,after-operation,delay=1s",
            Fault::status(StatusCode::GATEWAY_TIMEOUT)
                .with_delay(Duration::from_secs(1))
                .after_operation(),
        ),
        ("refused", Fault::refused().after_operation()),
        ("repeated-cursor", Fault::repeated_cursor()),
        ("bad-items=3", Fault::bad_items(3)),
        ("spelling=canceling", Fault::spelling(Spelling::Canceling)),
        (
            "body-delay=5ms",
            Fault::body_delay(Duration::from_millis(5)),
        ),
        ("delay=0s", Fault::delay(Duration::ZERO)),
    ] {
        assert_eq!(fault.to_string(), text);
        assert_eq!(text.parse(), Ok(fault));
    }
}

#[test]
fn retry_after_has_a_text_in_every_form() {
    let wait = Duration::from_secs(30);
    for (text, retry_after) in [
        ("2", RetryAfter::Seconds(2)),
        ("date+30s", RetryAfter::Date(wait)),
        ("rfc850-date+30s", RetryAfter::Rfc850Date(wait)),
        ("asctime-date+30s", RetryAfter::AsctimeDate(wait)),
        ("soon", HeaderValue::from_static("soon").into()),
        ("-1.5", HeaderValue::from_static("-1.5").into()),
        ("%32", HeaderValue::from_static("2").into()),
        ("%64ate+30s", HeaderValue::from_static("date+30s").into()),
        ("1%2C%202", HeaderValue::from_static("1, 2").into()),
        ("", HeaderValue::from_static("").into()),
    ] {
        let fault = Fault::reset().with_retry_after(retry_after);
        let text = format!("reset,retry-after={text}");
        assert_eq!(fault.to_string(), text);
        assert_eq!(text.parse(), Ok(fault));
    }
}

#[test]
fn a_number_alone_is_one_of_seconds_wherever_a_duration_stands_and_seconds_may_have_their_unit() {
    for (text, written) in [
        ("delay=2", "delay=2s"),
        ("reset,body-delay=0", "reset"),
        ("reset,retry-after=2s", "reset,retry-after=2"),
        ("reset,retry-after=1m", "reset,retry-after=60"),
        ("reset,retry-after=2000ms", "reset,retry-after=2"),
        ("reset,retry-after=date+30", "reset,retry-after=date+30s"),
        ("reset,retry-after=%32s", "reset,retry-after=%32s"),
    ] {
        let fault: Fault = text.parse().unwrap();
        assert_eq!(fault.to_string(), written, "{text}");
    }
}

#[test]
fn spaces_around_the_parts_do_no_harm() {
    assert_eq!(
        " status=500 , delay=1s"
            .parse::<Fault>()
            .unwrap()
            .to_string(),
        "status=500,delay=1s"
    );
}

#[test]
fn what_is_no_fault_is_refused_with_the_reason() {
    refused("", "`` is not a fault");
    refused(
        "statsu=503",
        "`statsu=503` is not a fault; there are status=CODE",
    );
    refused("reset=1", "`reset=1` is not a fault");
    refused("status", "`status` is not a fault");
    refused("status=100", "200 to 999");
    refused("status=+200", "200 to 999");
    refused("status=1000", "200 to 999");
    refused("status=500,reset", "`reset` is a second fault");
    refused("status=500,body=json", "`json` is not a body");
    refused("reset,body=html", "has a body but no status");
    refused("reset,delay=1s,delay=2s", "`delay=2s` is there twice");
    refused(
        "reset,after-operation,before-operation",
        "`before-operation` is there twice",
    );
    refused("delay=soon", "`soon` is not a duration");
    refused("bad-items=-1", "`-1` is not a number");
    refused("spelling=cancelled", "cancelling or canceling");
    refused("content-type=%zz", "hexadecimal");
    refused("content-type=%0a", "cannot be the value");
    refused("retry-after=date+", "is not a duration");
    refused(
        "retry-after=500ms",
        "`500ms` is not in whole seconds, as Retry-After is",
    );
}

#[test]
fn an_error_quotes_no_more_than_a_part_of_a_long_text() {
    let error = "x".repeat(100_000).parse::<Fault>().unwrap_err();

    assert!(error.to_string().len() < 1_000);
}

fn duration() -> impl Strategy<Value = Duration> {
    prop_oneof![
        Just(Duration::ZERO),
        (0..10_000_u64).prop_map(Duration::from_millis),
        any::<u64>().prop_map(Duration::from_nanos),
    ]
}

fn header_value() -> impl Strategy<Value = HeaderValue> {
    proptest::collection::vec(any::<u8>(), 0..12).prop_filter_map("no header value", |bytes| {
        HeaderValue::from_bytes(&bytes).ok()
    })
}

fn retry_after() -> impl Strategy<Value = RetryAfter> {
    prop_oneof![
        any::<u64>().prop_map(RetryAfter::Seconds),
        duration().prop_map(RetryAfter::Date),
        duration().prop_map(RetryAfter::Rfc850Date),
        duration().prop_map(RetryAfter::AsctimeDate),
        header_value().prop_map(RetryAfter::Literal),
        "[0-9+a-z]{0,5}".prop_map(|text| HeaderValue::try_from(text).unwrap().into()),
    ]
}

fn effect() -> impl Strategy<Value = Effect> {
    let status = (200..=999_u16).prop_map(|code| StatusCode::from_u16(code).unwrap());
    prop_oneof![
        Just(Effect::Nothing),
        (status, proptest::sample::select(ErrorBody::ALL.to_vec()))
            .prop_map(|(status, body)| Effect::Status(status, body)),
        header_value().prop_map(Effect::ContentType),
        proptest::sample::select(WireFault::ALL.to_vec()).prop_map(Effect::Wire),
        proptest::sample::select(PAGE_WORDS.to_vec()).prop_map(|(_, fault)| Effect::Page(fault)),
        any::<usize>().prop_map(|count| Effect::Page(PageFault::BadItems(count))),
        proptest::sample::select(Spelling::ALL.to_vec())
            .prop_map(|spelling| Effect::Page(PageFault::Spelling(spelling))),
    ]
}

/// Any fault that can be made.
pub(crate) fn fault() -> impl Strategy<Value = Fault> {
    let retry_after = proptest::option::of(retry_after());
    (effect(), duration(), duration(), retry_after, any::<bool>()).prop_map(
        |(effect, delay, body_delay, retry_after, is_before)| {
            let fault = Fault {
                delay,
                body_delay,
                retry_after,
                ..Fault::of(effect)
            };
            if is_before {
                fault.before_operation()
            } else {
                fault.after_operation()
            }
        },
    )
}

proptest! {
    #[test]
    fn every_fault_is_read_as_it_was_written(fault in fault()) {
        prop_assert_eq!(fault.to_string().parse(), Ok(fault));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in ".{0,60}") {
        let _ = text.parse::<Fault>();
    }
}
