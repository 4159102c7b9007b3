//! How often reading a page allocates, counted by an allocator.
//!
//! In a program of its own, since the allocator counts what everything in the process does.

#![forbid(unsafe_code)]
#![expect(
    clippy::unwrap_used,
    reason = "a scene that cannot be set up fails its test"
)]

use std::alloc::System;

use deck_types::Json;
use deck_types::Page;
use deck_types::PageItem;
use deck_types::TaskRun;
use deck_types::WithRaw;
use stats_alloc::INSTRUMENTED_SYSTEM;
use stats_alloc::Region;
use stats_alloc::StatsAlloc;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const RUNS: usize = 100;

/// The list of items, the cursor, and what the reader notes of payloads that it is inside of.
const OF_THE_PAGE: usize = 3;

/// Has two payloads, and no other text that is longer than 22 bytes.
const USUAL: &str = r#"{"id":"trun_0000000000000001","object":"task_run","status":"completed",
    "result":"success","task_id":"task_4btapJe7wdvR6prI","credential_id":"cred_lYfdY16fB5u48r5l",
    "session_id":"sess_k2hTz0aLq8RrWmQ1","workflow_id":null,"agent_id":"agt_XPSVEoyzpE4TjanY",
    "source_id":"src_09J36H5rk78IVbUE","runtime_ms":41250,"input":{"year":"2026"},
    "output":[{"number":"A-7","total":10.10}],"storage":[],"errors":[],"interaction":null,
    "canceled_at":null,"created_at":"2026-11-01T00:00:00Z","updated_at":"2026-11-01T00:00:00Z"}"#;

/// Has two long texts, one payload, an unknown word, and two lists with one element each: a problem with a
/// text, and a file with one.
const RICH: &str = r#"{"id":"trun_00000000000000000000000001","status":"dreaming","output":"enc_1",
    "created_at":"2026-11-01T00:00:00.000000Z","errors":[{"message":"The source is down"}],
    "storage":[{"id":"stor_1","file_name":"bill.pdf"}]}"#;

fn page_of(run: &str) -> String {
    let runs = vec![run; RUNS].join(",");
    format!(r#"{{"data":[{runs}],"has_more":true,"next_cursor":"abc","request_id":"req_1"}}"#)
}

/// Returns how often reading a page allocates. What others do meanwhile can only add to it.
fn allocations<T: PageItem>(page: &str) -> usize {
    let count = || {
        let region = Region::new(ALLOCATOR);
        let page = Page::<T>::from_json(page.as_bytes()).unwrap();
        let change = region.change();
        assert_eq!(page.data.len(), RUNS);
        change.allocations + change.reallocations
    };
    (0..20).map(|_| count()).min().unwrap()
}

#[track_caller]
fn check<T: PageItem>(run: &str, kept: usize) {
    let most = kept * RUNS + OF_THE_PAGE;
    let allocations = allocations::<T>(&page_of(run));
    assert!(allocations <= most, "{allocations} are more than {most}");
}

/// One test, so that no other one allocates beside it.
#[test]
fn a_page_allocates_once_for_each_text_payload_and_list_that_is_kept() {
    check::<TaskRun>(USUAL, 2);
    check::<TaskRun>(RICH, 8);
    check::<Json>(USUAL, 1);
    // Each value has a reader of its own, with its notes.
    check::<WithRaw<TaskRun>>(USUAL, 4);
}
