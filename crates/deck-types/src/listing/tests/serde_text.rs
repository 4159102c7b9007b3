//! A listing is its query to serde.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::everything;
use super::timestamp;
use crate::task::list_tasks::ListTasks;
use crate::task_run::list_task_run_storage::ListTaskRunStorage;
use crate::task_run::list_task_runs::ListTaskRuns;

#[track_caller]
fn check<L: Serialize + DeserializeOwned + PartialEq + Debug>(listing: &L, text: &str) {
    let json = serde_json::to_value(listing).unwrap();
    assert_eq!(json, text);
    assert_eq!(serde_json::from_value::<L>(json).unwrap(), *listing);
}

#[track_caller]
fn refusal<L: DeserializeOwned + Debug>(text: &str) -> String {
    let error = serde_json::from_value::<L>(text.into()).unwrap_err();
    error.to_string()
}

#[test]
fn a_listing_is_written_as_its_query_and_read_back() {
    check(&ListTaskRuns::new(), "");
    check(&ListTasks::new().agent_id("a&b"), "agent_id=a%26b");
    let listing = everything().listing;
    check(
        &listing,
        "limit=100&status=failed&status=cancelling&source_id=src_2&source_id=src_1&source_id=src_2\
         &outcome=failure&outcome=mixed&agent_id=agt_1&credential_id=cred_1&task_id=task_1\
         &workflow_id=wflo_1&created_after=2026-11-01T00%3A00%3A00Z\
         &created_before=2026-11-02T00%3A00%3A00%2B01%3A00",
    );
}

#[test]
fn a_listing_below_a_parent_begins_with_it() {
    let mut listing = ListTaskRunStorage::new("trun_1");
    check(&listing, "run_id=trun_1");
    listing.page_size = Some(crate::PageSize::MAX);
    check(&listing, "run_id=trun_1&limit=100");
    check(
        &ListTaskRunStorage::new("a&limit=5"),
        "run_id=a%26limit%3D5",
    );
    check(&ListTaskRunStorage::new(""), "run_id=");

    let read: ListTaskRunStorage = serde_json::from_str(r#""limit=100&run%5Fid=trun_1""#).unwrap();
    assert_eq!(read, listing);
}

#[test]
fn a_parent_stands_there_once() {
    assert_eq!(
        refusal::<ListTaskRunStorage>("limit=5"),
        r#"parameter "run_id" is missing; add run_id=…"#
    );
    assert_eq!(
        refusal::<ListTaskRunStorage>("run_id=a&run_id=b"),
        r#"second value "b" for parameter "run_id", which takes one; keep one of them"#
    );
    assert_eq!(
        refusal::<ListTaskRunStorage>("run_id=%"),
        r#"broken percent escape in "run_id"="%"; write a percent sign as %25"#
    );
}

#[test]
fn a_position_is_no_part_of_what_is_listed() {
    assert_eq!(
        refusal::<ListTasks>("cursor=abc"),
        "parameter \"cursor\"=\"abc\" is a position, which a stored listing does not have; \
         a resume token carries one"
    );
    for key in ["cursor", "starting_after", "ending_before"] {
        for text in [format!("{key}=a"), format!("{key}=")] {
            assert!(refusal::<ListTaskRuns>(&text).contains("is a position"));
            assert!(refusal::<ListTasks>(&text).contains("is a position"));
        }
    }
    assert_eq!(
        refusal::<ListTasks>("page=2"),
        r#"unknown parameter "page" with value "2"; the parameters are limit, agent_id, status"#
    );
}

#[test]
fn what_is_wrong_is_told_with_its_remedy() {
    assert_eq!(
        refusal::<ListTaskRuns>("limit=0"),
        r#"value "0" of parameter "limit" is not a page size; give a whole number from 1 to 100"#
    );
    let error = serde_json::from_str::<ListTaskRuns>("5").unwrap_err();
    assert!(error.to_string().contains("expected a string"), "{error}");
}

#[test]
fn what_nobody_could_read_is_not_written() {
    let inverted = ListTaskRuns::new()
        .created_after(timestamp("2026-11-02T00:00:00Z"))
        .created_before(timestamp("2026-11-01T00:00:00Z"));
    for listing in [
        inverted,
        ListTaskRuns::new().created_after(timestamp("soon")),
    ] {
        assert!(serde_json::to_string(&listing).is_err(), "{listing:?}");
    }
}

#[test]
fn listings_stand_in_the_values_and_the_keys_of_a_map() {
    let tasks = BTreeMap::from([("nightly", ListTasks::new().status("live"))]);
    let json = serde_json::to_string(&tasks).unwrap();
    assert_eq!(json, r#"{"nightly":"status=live"}"#);

    let counts = std::collections::HashMap::from([(ListTasks::new().agent_id("a"), 1)]);
    let json = serde_json::to_string(&counts).unwrap();
    assert_eq!(json, r#"{"agent_id=a":1}"#);
    let read: std::collections::HashMap<ListTasks, u32> = serde_json::from_str(&json).unwrap();
    assert_eq!(read, counts);
}
