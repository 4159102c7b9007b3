//! The message of an error says what is wrong, where, and what to write instead.

use std::error::Error;

use super::read;
use crate::filters;
use crate::json::Json;
use crate::listing::Listing;
use crate::listing::filter::Filter;
use crate::listing::page_request::PageRequest;
use crate::listing::query_error::QueryError;
use crate::listing::query_reader::QueryReader;
use crate::operation::path::PathError;
use crate::operation::path::path;
use crate::task::list_tasks::ListTasks;

#[test]
fn every_message_names_the_place_and_the_remedy() {
    let table = [
        (
            "limit=0",
            r#"value "0" of parameter "limit" is not a page size; give a whole number from 1 to 100"#,
        ),
        (
            "statuses=failed",
            r#"unknown parameter "statuses" with value "failed"; did you mean "status"?"#,
        ),
        (
            "task_id=1&task_id=2",
            r#"second value "2" for parameter "task_id", which takes one; keep one of them"#,
        ),
        (
            "task_id=100%",
            r#"broken percent escape in "task_id"="100%"; write a percent sign as %25"#,
        ),
        (
            "task_id=%FF",
            r#"escapes in "task_id"="%FF" are not UTF-8; escape the bytes of UTF-8, such as %C3%A9 for é"#,
        ),
        (
            "created_after=2026-11-01",
            "value \"2026-11-01\" of parameter \"created_after\" is not a timestamp: \
             expected `T` at byte 10; write RFC 3339, such as 2026-11-01T00:00:00Z",
        ),
        (
            "cursor=",
            r#"parameter "cursor" is empty; leave it out to begin at the start"#,
        ),
        (
            "cursor=c&starting_after=a",
            "parameters \"cursor\"=\"c\" and \"starting_after\"=\"a\" exclude each other; \
             keep the one at which the page begins",
        ),
        (
            "created_after=2026-11-02T00:00:00Z&created_before=2026-11-01T00:00:00Z",
            "created_after \"2026-11-02T00:00:00Z\" is later than created_before \
             \"2026-11-01T00:00:00Z\"; exchange the two, or move one",
        ),
    ];
    for (query, message) in table {
        assert_eq!(refused(query).to_string(), message);
    }
    assert_eq!(
        QueryError::MissingKey { key: "run_id" }.to_string(),
        r#"parameter "run_id" is missing; add run_id=…"#
    );
}

#[test]
fn a_key_that_is_near_to_none_is_answered_with_those_that_there_are() {
    let error = PageRequest::<ListTasks>::from_query("page=2").expect_err("no such key");

    assert_eq!(
        error.to_string(),
        r#"unknown parameter "page" with value "2"; the parameters are limit, cursor, agent_id, status"#
    );
}

#[test]
fn a_text_that_is_more_than_a_query_is_told_as_such() {
    let behind = "has a raw ?; give only what stands behind the ? of a URL, or write %3F";
    let before = "has a raw #; give only what stands before the # of a URL, or write %23";
    for (text, place, remedy) in [
        ("?utm_source=x", r#""?utm_source"="x""#, behind),
        ("/runs?status=failed", r#""/runs?status"="failed""#, behind),
        ("status=failed#top", r#""status"="failed#top""#, before),
    ] {
        assert_eq!(
            refused(text).to_string(),
            format!("parameter {place} {remedy}")
        );
    }
}

#[test]
fn the_source_is_not_told_twice() {
    for query in ["limit=0", "created_after=soon"] {
        assert!(refused(query).source().is_none(), "{query}");
    }
}

#[test]
fn every_error_gives_key_and_value() {
    for (query, key, value) in [
        ("x=1", "x", "1"),
        ("task_id=1&task_id=2", "task_id", "2"),
        ("task_id=%", "task_id", "%"),
        ("task_id=%FF", "task_id", "%FF"),
        ("/runs?task_id=1", "/runs?task_id", "1"),
        ("limit=0", "limit", "0"),
        ("created_before=x", "created_before", "x"),
        ("cursor=c&starting_after=a", "starting_after", "a"),
        ("cursor=", "cursor", ""),
    ] {
        let error = refused(query);
        assert_eq!((error.key(), error.value()), (key, value));
    }
    let (key, value) = ("cursor".to_owned(), "c".to_owned());
    let position = QueryError::NoPosition { key, value };
    assert_eq!((position.key(), position.value()), ("cursor", "c"));
    let missing = QueryError::MissingKey { key: "run_id" };
    assert_eq!((missing.key(), missing.value()), ("run_id", ""));
}

#[test]
fn a_hostile_query_makes_one_short_line_of_characters_that_print() {
    let long = "%1B[2J%E2%80%AE%0A\u{7f}\u{2028}\"".repeat(10_000);
    let fraction = "0".repeat(100_000);
    for query in [
        format!("{long}={long}"),
        format!("limit={long}"),
        format!("task_id={long}&task_id={long}"),
        format!("{long}%={long}"),
        format!("{long}%FF={long}"),
        format!("created_after={long}"),
        format!("cursor={long}&starting_after={long}"),
        format!(
            "created_after=2026-11-02T00:00:00.{fraction}Z&created_before=2026-11-01T00:00:00.{fraction}Z"
        ),
    ] {
        let message = refused(&query).to_string();
        assert!(message.len() < 2_500, "{} bytes: {message}", message.len());
        let hostile = |character: char| {
            character.is_control() || ['\u{202e}', '\u{2028}'].contains(&character)
        };
        assert!(!message.contains(hostile), "{message:?}");
    }
}

#[track_caller]
fn refused(query: &str) -> QueryError {
    read(query).expect_err("a mistake")
}

/// A listing with a flag, which leaves the page size to the server.
#[derive(Clone, Debug, Default, PartialEq)]
struct ListFlags {
    is_live: Option<bool>,
}

impl Listing for ListFlags {
    type Item = Json;
    const NAME: &'static str = "GET /flags";
    const FILTERS: &'static [Filter<Self>] = filters! { "is_live" => is_live };

    fn path(&self) -> Result<String, PathError> {
        path(["flags"])
    }
}

#[test]
fn a_value_of_another_form_is_refused_with_the_form() {
    let error = PageRequest::<ListFlags>::from_query("is_live=yes").unwrap_err();

    assert_eq!(
        error.to_string(),
        r#"value "yes" of parameter "is_live" cannot be read; give true or false"#,
    );
    assert_eq!((error.key(), error.value()), ("is_live", "yes"));
}

#[test]
fn a_listing_that_leaves_the_page_size_to_the_server_does_not_know_it() {
    for query in ["limit=7", "Limit=", "limit=0"] {
        let error = PageRequest::<ListFlags>::from_query(query).unwrap_err();
        let QueryError::UnknownKey { known, .. } = error else {
            panic!("{error}");
        };
        assert_eq!(known, ["cursor", "is_live"]);
    }
    let reader = QueryReader::new().skip_unknown_keys();
    let read = reader.read::<ListFlags>("limit=0&is_live=true").unwrap();
    assert_eq!(read.to_query(), "is_live=true");
}
