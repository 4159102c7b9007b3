//! A query is read in any order, and each mistake in it is an error of its own.

use super::RUN_KEYS;
use super::TASK_KEYS;
use super::everything;
use super::read;
use super::timestamp;
use super::unknown_key;
use crate::listing::page_request::PageRequest;
use crate::listing::page_size::PageSizeError;
use crate::listing::query_error::QueryError;
use crate::task::list_tasks::ListTasks;
use crate::task_run::list_task_runs::ListTaskRuns;
use crate::timestamp::Timestamp;

#[test]
fn reading_what_was_written_gives_the_parameters() {
    assert_eq!(read(&everything().to_query()), Ok(everything()));
    assert_eq!(read(""), Ok(PageRequest::new(ListTaskRuns::new())));
}

#[test]
fn other_writings_of_the_same_parameters_are_read() {
    let table = [
        ("Limit=5", "limit=5"),
        ("&&limit=5&", "limit=5"),
        ("limit=005", "limit=5"),
        ("status=failed&limit=5", "limit=5&status=failed"),
        ("%73tatus=f%61iled", "status=failed"),
        ("agent_id=a+b%2b", "agent_id=a%2Bb%2B"),
        ("agent_id", "agent_id="),
        ("agent_id=a=b", "agent_id=a%3Db"),
        ("agent_id=é", "agent_id=%C3%A9"),
    ];
    for (query, canonical) in table {
        assert_eq!(
            read(query).map(|request| request.to_query()),
            Ok(canonical.to_owned()),
            "{query}"
        );
    }
}

#[test]
fn both_spellings_of_cancelling_keep_their_text() {
    let query = "status=canceling&status=cancelling&status=paused";

    let written = read(query).map(|request| request.to_query());

    assert_eq!(written, Ok(query.to_owned()));
}

#[test]
fn a_page_size_outside_the_range_or_not_in_digits_is_refused() {
    let table = [
        ("0", PageSizeError::TooSmall),
        ("101", PageSizeError::TooLarge),
        ("-1", PageSizeError::NotDigits),
        ("1e2", PageSizeError::NotDigits),
        ("", PageSizeError::Empty),
    ];
    for (value, reason) in table {
        let expected = QueryError::InvalidPageSize {
            key: "limit".to_owned(),
            value: value.to_owned(),
            reason,
        };
        assert_refused(&format!("limit={value}"), &expected);
    }
}

#[test]
fn an_unknown_key_is_refused() {
    for (query, key, value) in [
        ("page=2", "page", "2"),
        ("LIMIT=5", "LIMIT", "5"),
        ("=a%20b", "", "a b"),
    ] {
        assert_refused(query, &unknown_key(key, value, &RUN_KEYS));
    }
}

#[test]
fn a_key_of_another_listing_is_refused() {
    for (query, key, value) in [
        ("task_id=task_1", "task_id", "task_1"),
        ("starting_after=task_1", "starting_after", "task_1"),
    ] {
        assert_eq!(
            PageRequest::<ListTasks>::from_query(query),
            Err(unknown_key(key, value, &TASK_KEYS)),
            "{query}"
        );
    }
}

#[test]
fn a_second_value_for_a_key_that_takes_one_is_refused() {
    for key in [
        "cursor",
        "starting_after",
        "ending_before",
        "agent_id",
        "credential_id",
        "task_id",
        "workflow_id",
    ] {
        let expected = QueryError::DuplicateKey {
            key: key.to_owned(),
            value: "b".to_owned(),
        };
        assert_refused(&format!("{key}=a&{key}=b"), &expected);
    }
}

#[test]
fn both_spellings_of_limit_are_one_key() {
    let expected = QueryError::DuplicateKey {
        key: "Limit".to_owned(),
        value: "5".to_owned(),
    };

    assert_refused("limit=5&Limit=5", &expected);
}

#[test]
fn a_broken_escape_is_refused_as_it_was_received() {
    for (key, value) in [
        ("status", "%4"),
        ("agent_id", "a%zz"),
        ("%", "x"),
        ("page", "%"),
    ] {
        let expected = QueryError::InvalidEscape {
            key: key.to_owned(),
            value: value.to_owned(),
        };
        assert_refused(&format!("{key}={value}"), &expected);
    }
}

#[test]
fn escapes_that_are_not_utf8_are_refused_as_they_were_received() {
    for (key, value) in [("status", "%FF"), ("agent_id", "%ED%A0%80"), ("%C3", "x")] {
        let expected = QueryError::InvalidUtf8 {
            key: key.to_owned(),
            value: value.to_owned(),
        };
        assert_refused(&format!("{key}={value}"), &expected);
    }
}

#[test]
fn an_empty_position_is_refused() {
    for key in ["cursor", "starting_after", "ending_before"] {
        let expected = QueryError::EmptyCursor {
            key: key.to_owned(),
        };
        assert_refused(&format!("{key}="), &expected);
        assert_eq!(expected.value(), "");
    }
}

#[test]
fn two_positions_are_refused_with_both_named() {
    for (first, second) in [
        ("cursor", "starting_after"),
        ("starting_after", "ending_before"),
        ("ending_before", "cursor"),
    ] {
        let expected = QueryError::ConflictingPositions {
            first_key: first.to_owned(),
            first_value: "a".to_owned(),
            key: second.to_owned(),
            value: "b".to_owned(),
        };
        assert_refused(&format!("{first}=a&{second}=b"), &expected);
    }
}

#[test]
fn a_bound_that_is_no_timestamp_is_refused() {
    for key in ["created_after", "created_before"] {
        for value in ["", "yesterday", "2026-11-01", "2026-02-30T00:00:00Z"] {
            let reason = value.parse::<Timestamp>().expect_err("not a timestamp");
            let expected = QueryError::InvalidTimestamp {
                key: key.to_owned(),
                value: value.to_owned(),
                reason,
            };
            assert_refused(&format!("{key}={value}"), &expected);
        }
    }
}

#[test]
fn an_inverted_window_is_refused_by_instant_and_not_by_text() {
    let fitting = "created_after=2026-11-01T01:00:00%2B02:00&created_before=2026-11-01T00:00:00Z";
    assert!(read(fitting).is_ok());

    let inverted = "created_before=2026-11-01T01:00:00%2B02:00&created_after=2026-11-01T00:00:00Z";
    let expected = QueryError::InvertedWindow {
        created_after: timestamp("2026-11-01T00:00:00Z"),
        created_before: timestamp("2026-11-01T01:00:00+02:00"),
    };
    assert_refused(inverted, &expected);
}

#[test]
fn a_window_of_one_instant_is_not_inverted() {
    let query = "created_after=2026-11-01T00:00:00Z&created_before=2026-11-01T00:00:00.0Z";

    assert!(read(query).is_ok());
}

#[track_caller]
fn assert_refused(query: &str, expected: &QueryError) {
    assert_eq!(read(query).as_ref(), Err(expected), "{query}");
    assert!(query.contains(expected.key()) || expected.key() == "created_after");
}
