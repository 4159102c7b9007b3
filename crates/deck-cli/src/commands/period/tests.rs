use std::time::Duration;

use clap::Parser;

use deck_types::Json;
use deck_types::ListEvents;
use deck_types::ListTaskRuns;
use deck_types::PageRequest;

use super::zone::Zone;
use super::*;

#[derive(Debug, Parser)]
struct Line {
    #[command(flatten)]
    period: PeriodArguments,
}

fn instant(text: &str) -> SystemTime {
    let time: deck_types::Timestamp = text.parse().unwrap();
    time.to_system_time().unwrap()
}

fn zone(name: &str) -> TimeZone {
    name.parse::<Zone>().unwrap().time_zone().clone()
}

fn read(flags: &[&str], now: &str, zone_name: &str) -> Result<Window, PeriodError> {
    let line = Line::try_parse_from([&["list"], flags].concat()).unwrap();
    line.period.window(instant(now), &zone(zone_name))
}

/// Returns both sides of a window, `..` for an open one.
#[track_caller]
fn window(flags: &[&str], now: &str, zone_name: &str) -> [String; 2] {
    let window = read(flags, now, zone_name).unwrap();
    [window.since(), window.until()].map(|side| side.map_or("..".into(), ToString::to_string))
}

#[track_caller]
fn refusal(flags: &[&str]) -> String {
    let refused = Line::try_parse_from([&["list"], flags].concat());
    refused.unwrap_err().to_string()
}

/// A Saturday, in the afternoon.
const NOW: &str = "2026-10-31T15:20:30.5Z";

#[test]
fn without_flags_all_of_time_is_meant() {
    let all = read(&[], NOW, "UTC").unwrap();
    assert_eq!(all, Window::default());
    assert!(all.is_open());
}

#[test]
fn a_word_or_a_date_means_its_first_instant() {
    for (text, expected) in [
        ("now", "2026-10-31T15:20:30.5Z"),
        ("today", "2026-10-31T00:00:00Z"),
        ("Yesterday", "2026-10-30T00:00:00Z"),
        ("this-week", "2026-10-26T00:00:00Z"),
        ("last-week", "2026-10-19T00:00:00Z"),
        ("this-month", "2026-10-01T00:00:00Z"),
        ("last month", "2026-09-01T00:00:00Z"),
        ("2026-02-28", "2026-02-28T00:00:00Z"),
        ("2026-02", "2026-02-01T00:00:00Z"),
        ("2026-10-31T09:00", "2026-10-31T09:00:00Z"),
        ("2026-10-31 09:00:01", "2026-10-31T09:00:01Z"),
        ("2026-10-31T09:00:00.25+02:00", "2026-10-31T07:00:00.25Z"),
        ("30s", "2026-10-31T15:20:00.5Z"),
        ("90m", "2026-10-31T13:50:30.5Z"),
        ("24h", "2026-10-30T15:20:30.5Z"),
        ("7d", "2026-10-24T15:20:30.5Z"),
        ("2w", "2026-10-17T15:20:30.5Z"),
    ] {
        assert_eq!(
            window(&["--since", text], NOW, "UTC"),
            [expected, ".."],
            "{text}"
        );
        let far = "2000-01-01";
        let both = ["--since", far, "--until", text];
        assert_eq!(window(&both, NOW, "UTC")[1], expected, "{text}");
    }
}

#[test]
fn a_period_has_both_ends() {
    for (text, since, until) in [
        ("today", "2026-10-31", "2026-11-01"),
        ("yesterday", "2026-10-30", "2026-10-31"),
        ("this-week", "2026-10-26", "2026-11-02"),
        ("last-week", "2026-10-19", "2026-10-26"),
        ("this-month", "2026-10-01", "2026-11-01"),
        ("last-month", "2026-09-01", "2026-10-01"),
        ("2026-12", "2026-12-01", "2027-01-01"),
        ("2028-02-29", "2028-02-29", "2028-03-01"),
    ] {
        let expected = [since, until].map(|date| format!("{date}T00:00:00Z"));
        assert_eq!(window(&["--in", text], NOW, "UTC"), expected, "{text}");
    }
}

#[test]
fn a_day_begins_at_midnight_of_its_time_zone() {
    let now = "2026-10-30T23:30:00Z";
    assert_eq!(
        window(&["--in", "today"], now, "Europe/Berlin"),
        ["2026-10-30T23:00:00Z", "2026-10-31T23:00:00Z"]
    );
    assert_eq!(
        window(&["--in", "today"], now, "America/New_York"),
        ["2026-10-30T04:00:00Z", "2026-10-31T04:00:00Z"]
    );
    assert_eq!(
        window(&["--in", "today"], now, "+05:30"),
        ["2026-10-30T18:30:00Z", "2026-10-31T18:30:00Z"]
    );
}

#[test]
fn the_day_on_which_the_clocks_go_forward_has_23_hours() {
    assert_eq!(
        window(&["--in", "2026-03-29"], NOW, "Europe/Berlin"),
        ["2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"]
    );
    assert_eq!(
        window(&["--in", "2026-03-08"], NOW, "America/New_York"),
        ["2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z"]
    );
}

#[test]
fn the_day_on_which_the_clocks_go_back_has_25_hours() {
    assert_eq!(
        window(&["--in", "2026-10-25"], NOW, "Europe/Berlin"),
        ["2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"]
    );
    assert_eq!(
        window(&["--in", "2026-11-01"], NOW, "America/New_York"),
        ["2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"]
    );
}

#[test]
fn a_time_of_day_that_the_clocks_skip_is_moved_behind_the_gap() {
    for (text, zone, expected) in [
        ("2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:30:00Z"),
        (
            "2026-03-08T02:30",
            "America/New_York",
            "2026-03-08T07:30:00Z",
        ),
    ] {
        assert_eq!(window(&["--since", text], NOW, zone), [expected, ".."]);
    }
}

#[test]
fn a_time_of_day_that_comes_twice_is_the_first_one() {
    for (text, zone, expected) in [
        ("2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00Z"),
        (
            "2026-11-01T01:30",
            "America/New_York",
            "2026-11-01T05:30:00Z",
        ),
    ] {
        assert_eq!(window(&["--since", text], NOW, zone), [expected, ".."]);
    }
}

#[test]
fn a_day_without_midnight_begins_with_its_first_time() {
    // In Beirut the clocks went from 00:00 to 01:00 on this day.
    assert_eq!(
        window(&["--in", "2022-03-27"], NOW, "Asia/Beirut"),
        ["2022-03-26T22:00:00Z", "2022-03-27T21:00:00Z"]
    );
}

#[test]
fn hours_ago_are_exact_and_days_ago_keep_the_time_of_day() {
    let now = "2026-10-25T12:00:00Z";
    assert_eq!(
        window(&["--since", "24h"], now, "Europe/Berlin")[0],
        "2026-10-24T12:00:00Z"
    );
    assert_eq!(
        window(&["--since", "1d"], now, "Europe/Berlin")[0],
        "2026-10-24T11:00:00Z"
    );
}

#[test]
fn the_days_of_a_year_hold_every_instant_once() {
    for zone in ["Europe/Berlin", "America/New_York", "Asia/Beirut", "UTC"] {
        let mut day = jiff::civil::date(2022, 1, 1);
        let mut end = None;
        for _ in 0..366 {
            let [since, until] = window(&["--in", &day.to_string()], NOW, zone);
            assert_eq!(end.unwrap_or(since.clone()), since, "{day} in {zone}");
            end = Some(until);
            day = day.tomorrow().unwrap();
        }
    }
}

#[test]
fn a_window_holds_its_first_instant_and_not_its_last() {
    let day = read(&["--in", "2026-10-31"], NOW, "Europe/Berlin").unwrap();
    for (text, is_in) in [
        ("2026-10-30T22:59:59.999999999Z", false),
        ("2026-10-31T00:00:00+01:00", true),
        ("2026-10-31T22:59:59.9999999999Z", true),
        ("2026-11-01T00:00:00+01:00", false),
    ] {
        assert_eq!(day.contains(&text.parse().unwrap()), is_in, "{text}");
    }
}

#[test]
fn what_does_not_tell_its_time_is_kept() {
    let day = read(&["--in", "2026-10-31"], NOW, "UTC").unwrap();
    for text in [r#"{"id":"a"}"#, r#"{"created_at":"soon"}"#, "7"] {
        assert!(day.contains_item(&Json::from_text(text).unwrap()), "{text}");
    }
    let outside = r#"{"created_at":"2026-11-01T00:00:00Z"}"#;
    assert!(!day.contains_item(&Json::from_text(outside).unwrap()));
}

#[test]
fn a_query_asks_for_a_second_more_on_either_side() {
    let window = read(&["--in", "2026-10-31"], NOW, "UTC").unwrap();
    let bounds = "created_after=2026-10-30T23%3A59%3A59Z&created_before=2026-11-01T00%3A00%3A01Z";
    let runs = PageRequest::new(window.apply(ListTaskRuns::new()));
    assert_eq!(runs.to_query(), bounds);
    let events = PageRequest::new(window.apply(ListEvents::new()));
    assert_eq!(events.to_query(), bounds);
}

#[test]
fn the_flags_of_a_window_say_the_same_at_any_other_time() {
    let window = read(&["--in", "yesterday"], NOW, "Europe/Berlin").unwrap();
    let flags = window.flags();
    assert_eq!(
        flags,
        [
            "--since=2026-10-29T23:00:00Z",
            "--until=2026-10-30T23:00:00Z"
        ]
    );
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    assert_eq!(read(&flags, "2030-01-01T00:00:00Z", "UTC").unwrap(), window);
}

#[test]
fn a_period_without_an_instant_is_refused() {
    for (flags, reason) in [
        (
            ["--since", "today", "--until", "yesterday"],
            "ends before it begins",
        ),
        (["--since", "today", "--until", "today"], "is empty"),
    ] {
        let error = read(&flags, NOW, "UTC").unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
    }
}

#[test]
fn what_is_no_time_is_refused_with_the_forms_there_are() {
    for (text, reason) in [
        ("yesterdya", "such as 24h, 7d, yesterday"),
        ("", "such as 24h"),
        ("2026", "such as 24h"),
        ("7", "such as 24h"),
        ("7y", "`y` is no unit of time"),
        (
            "99999999999999999999d",
            "longer ago than the calendar reaches",
        ),
        ("2026-02-30", "no such date"),
        ("2026-13", "no such date"),
        ("2026-10-31T25:00", "such as 24h"),
        ("2026-10-31T09:00:00+99:00", "such as 24h"),
        ("٢٤h", "such as 24h"),
    ] {
        let text = refusal(&["--since", text]);
        assert!(text.contains(reason), "{text}");
    }
    assert!(refusal(&["--in", "24h"]).contains("`--since 24h`"));
    assert!(refusal(&["--in", "today", "--since", "24h"]).contains("cannot be used with"));
}

#[test]
fn a_period_beyond_the_years_is_refused() {
    for flags in [
        ["--since", "9000w"],
        ["--since", "107000w"],
        ["--in", "9999-12"],
    ] {
        let result = read(&flags, NOW, "UTC");
        let is_refused = matches!(result, Err(PeriodError::OutOfReach));
        assert_eq!(is_refused, flags[1] != "9000w", "{flags:?}: {result:?}");
    }
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(u64::from(u32::MAX) * 1000);
    let period = Line::try_parse_from(["list", "--in", "today"])
        .unwrap()
        .period;
    assert!(period.window(now, &TimeZone::UTC).is_err());
}

#[test]
fn a_time_zone_that_is_not_known_is_refused_with_the_one_that_is_meant() {
    for (text, reason) in [
        ("Berlin", "did you mean Europe/Berlin?"),
        ("new york", "did you mean America/New_York?"),
        ("Europe/Berln", "did you mean Europe/Berlin?"),
        ("Mars/Olympus", "such as Europe/Berlin"),
        ("", "such as Europe/Berlin"),
        ("+99:00", "such as Europe/Berlin"),
    ] {
        let error = text.parse::<Zone>().unwrap_err();
        assert!(error.contains(reason), "{text}: {error}");
    }
}

#[test]
fn a_time_zone_is_a_name_or_an_offset() {
    for (text, since) in [
        ("utc", "2026-10-31T00:00:00Z"),
        ("Z", "2026-10-31T00:00:00Z"),
        ("europe/berlin", "2026-10-30T23:00:00Z"),
        ("+02", "2026-10-30T22:00:00Z"),
        ("-05:30", "2026-10-31T05:30:00Z"),
    ] {
        assert_eq!(
            window(&["--since", "2026-10-31"], NOW, text)[0],
            since,
            "{text}"
        );
    }
}
