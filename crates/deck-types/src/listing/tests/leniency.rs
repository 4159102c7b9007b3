//! What a reader passes over, and what it refuses whatever it passes over.

use super::RUN_KEYS;
use super::TASK_KEYS;
use super::everything;
use super::read;
use super::unknown_key;
use crate::listing::page_request::PageRequest;
use crate::listing::query_error::QueryError;
use crate::listing::query_reader::QueryReader;
use crate::task::list_tasks::ListTasks;
use crate::task_run::list_task_run_storage::ListTaskRunStorage;
use crate::task_run::list_task_runs::ListTaskRuns;

const STRICT: QueryReader = QueryReader::new();
const SKIPS_UNKNOWN: QueryReader = STRICT.skip_unknown_keys();
const SKIPS_EMPTY: QueryReader = STRICT.skip_empty_values();
const SKIPS_BOTH: QueryReader = SKIPS_UNKNOWN.skip_empty_values();

fn canonical(reader: QueryReader, query: &str) -> Result<String, QueryError> {
    reader
        .read::<ListTaskRuns>(query)
        .map(|request| request.to_query())
}

#[test]
fn unknown_keys_are_passed_over_whatever_their_values() {
    for query in [
        "utm_source=mail&status=failed&fbclid=",
        "?status=failed",
        "statuses=queued&status=failed",
        "LIMIT=5&status=failed",
        "x=%zz&status=failed&y=%FF",
        "%zz=1&status=failed&%FF=2",
        "=1&status=failed",
    ] {
        assert_eq!(
            canonical(SKIPS_UNKNOWN, query).as_deref(),
            Ok("status=failed"),
            "{query}"
        );
        assert!(canonical(STRICT, query).is_err(), "{query}");
        assert!(canonical(SKIPS_EMPTY, query).is_err(), "{query}");
    }
}

#[test]
fn keys_that_are_named_are_passed_over_and_no_others() {
    let reader = STRICT.skip_keys(&["utm_source", "fbclid"]);
    for query in [
        "utm_source=mail&status=failed&fbclid=",
        "?utm_source&status=failed",
        "?status=failed",
        "utm%5Fsource=%zz&status=failed",
    ] {
        assert_eq!(
            canonical(reader, query).as_deref(),
            Ok("status=failed"),
            "{query}"
        );
    }
    for query in [
        "statsu=failed",
        "utm_sources=mail",
        "UTM_SOURCE=mail",
        "utm_source%=mail",
        "status=failed&=1",
        "limit=0&utm_source=mail",
        "agent_id=a&agent_id=b",
    ] {
        assert_eq!(canonical(reader, query), canonical(STRICT, query));
        assert!(canonical(STRICT, query).is_err(), "{query}");
    }
}

#[test]
fn a_key_of_the_listing_is_read_though_it_is_named_among_those_of_others() {
    let reader = STRICT.skip_keys(&["status", "limit", "cursor", "starting_after"]);

    let query = "limit=5&cursor=c&status=failed";
    assert_eq!(canonical(reader, query).as_deref(), Ok(query));
    assert!(reader.read::<ListTasks>("starting_after=task_1").is_err());
}

#[test]
fn empty_values_are_unset() {
    for query in [
        "agent_id=&status=failed&status=",
        "agent_id&status=failed",
        "cursor=&limit=&Limit=&created_after=&status=failed",
        "status=failed&starting_after=&ending_before=",
        "%61gent_id=&agent_id=&status=failed",
    ] {
        assert_eq!(
            canonical(SKIPS_EMPTY, query).as_deref(),
            Ok("status=failed"),
            "{query}"
        );
    }
    assert_eq!(
        canonical(STRICT, "agent_id=&status=failed").as_deref(),
        Ok("status=failed&agent_id=")
    );
}

#[test]
fn an_empty_value_of_an_unknown_key_is_not_passed_over_as_empty() {
    assert_eq!(
        canonical(SKIPS_EMPTY, "page="),
        Err(unknown_key("page", "", &RUN_KEYS))
    );
}

#[test]
fn what_is_wrong_with_a_known_key_is_told_by_every_reader() {
    for query in [
        "limit=0",
        "limit=1&Limit=2",
        "task_id=1&task_id=2",
        "task_id=%zz",
        "task_id=%FF",
        "created_after=soon",
        "cursor=a&starting_after=b",
        "created_after=2026-11-02T00:00:00Z&created_before=2026-11-01T00:00:00Z",
    ] {
        assert_eq!(canonical(SKIPS_BOTH, query), canonical(STRICT, query));
        assert!(canonical(STRICT, query).is_err(), "{query}");
    }
}

#[test]
fn a_text_that_is_more_than_a_query_is_refused_by_every_reader() {
    for text in [
        "/runs?status=failed",
        "https://x/runs?status=failed&limit=5",
        "limit=5&/runs?status=failed",
        "??status=failed",
        "status=failed#top",
        "utm=1#top&status=failed",
        "#status=failed",
    ] {
        for reader in [
            STRICT,
            STRICT.skip_keys(&["utm"]),
            SKIPS_UNKNOWN,
            SKIPS_BOTH,
        ] {
            let error = canonical(reader, text).unwrap_err();
            assert!(
                matches!(error, QueryError::RawDelimiter { .. }),
                "{text} {error}"
            );
        }
    }
}

#[test]
fn a_question_mark_in_a_value_and_escaped_delimiters_are_part_of_the_query() {
    let query = "utm=a?b&%3F=1&%23=2&agent_id=a?%23";

    assert_eq!(
        canonical(SKIPS_UNKNOWN, query).as_deref(),
        Ok("agent_id=a%3F%23")
    );
}

#[test]
fn a_position_that_the_listing_does_not_have_is_never_passed_over() {
    for key in ["starting_after", "ending_before"] {
        assert_eq!(
            SKIPS_BOTH.read::<ListTasks>(&format!("{key}=task_1")),
            Err(unknown_key(key, "task_1", &TASK_KEYS))
        );
    }
}

#[test]
fn a_new_reader_reads_like_the_request_itself() {
    for query in ["", "limit=5", "agent_id=", "page=2", "?limit=5", "limit=0"] {
        assert_eq!(STRICT.read(query), read(query), "{query}");
    }
}

#[test]
fn what_a_strict_reader_reads_is_read_the_same() {
    let query = everything().to_query();

    for reader in [SKIPS_UNKNOWN, SKIPS_EMPTY, SKIPS_BOTH] {
        assert_eq!(reader.read(&query), Ok(everything()));
    }
}

#[test]
fn a_listing_below_a_parent_is_read_into() {
    let listing = ListTaskRunStorage::new("trun_1");

    let request = SKIPS_BOTH.read_into(listing.clone(), "utm=x&limit=");

    assert_eq!(request, Ok(PageRequest::new(listing)));
}
