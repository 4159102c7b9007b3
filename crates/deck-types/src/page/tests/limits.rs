//! A page may not turn into much more than its text: the items are counted, and what their lists cost.

use crate::operation::body::BodyError;
use crate::page::Page;
use crate::task_run::TaskRun;

const RUN: &str = r#"{"id":"trun_1"}"#;
const NO_RUN: &str = "5";

/// Returns a page of some items, first those of the first kind.
fn body(parts: &[(&str, usize)]) -> Vec<u8> {
    let items: Vec<&str> = parts
        .iter()
        .flat_map(|(item, count)| vec![*item; *count])
        .collect();
    format!(r#"{{"data":[{}],"has_more":false}}"#, items.join(",")).into_bytes()
}

fn read(parts: &[(&str, usize)]) -> Result<Page, BodyError> {
    Page::from_json(&body(parts))
}

#[track_caller]
fn refused(result: Result<Page, BodyError>, limit: usize) {
    let error = result.unwrap_err();
    assert_eq!(error.item_limit(), Some(limit));
    assert_eq!(error.path(), "$.data");
    assert_eq!(error.reason(), format!("page has more than {limit} items"));
}

#[test]
fn as_many_items_as_are_allowed_are_read_and_one_more_is_refused() {
    const MAX: usize = Page::<TaskRun>::MAX_ITEMS;

    assert_eq!(read(&[(RUN, MAX)]).unwrap().data.len(), MAX);
    refused(read(&[(RUN, MAX + 1)]), MAX);
    refused(Page::from_json_within(&body(&[(RUN, 4)]), 3), 3);
    assert!(Page::<TaskRun>::from_json_within(&body(&[(RUN, 3)]), 3).is_ok());
    assert!(Page::<TaskRun>::from_json_within(&body(&[]), 0).is_ok());
}

#[test]
fn items_are_counted_in_the_second_pass_too() {
    let read = |runs| Page::<TaskRun>::from_json_within(&body(&[(NO_RUN, 1), (RUN, runs)]), 3);

    let page = read(2).unwrap();
    assert_eq!((page.data.len(), page.rejected.len()), (2, 1));
    refused(read(3), 3);
}

#[test]
fn more_than_a_thousand_items_that_are_none_are_refused_under_any_limit() {
    let read = |none| {
        let body = body(&[(RUN, 1_500), (NO_RUN, none), (RUN, 1)]);
        Page::<TaskRun>::from_json_within(&body, usize::MAX)
    };

    let page = read(1_000).unwrap();
    assert_eq!((page.data.len(), page.rejected.len()), (1_501, 1_000));
    refused(read(1_001), 1_000);
}

#[test]
fn another_fault_of_a_page_is_not_a_matter_of_its_items() {
    let error = Page::<TaskRun>::from_json(br#"{"data": 5}"#).unwrap_err();

    assert_eq!(error.item_limit(), None);
}

#[test]
fn a_list_that_would_cost_far_more_than_its_text_costs_its_item() {
    let hostile = format!(
        r#"{{"id":"trun_x","errors":[{}{{}}]}}"#,
        "{},".repeat(199_999)
    );
    let page = read(&[(RUN, 2), (&hostile, 1), (RUN, 3)]).unwrap();

    assert_eq!((page.data.len(), page.rejected.len()), (5, 1));
    let rejected = &page.rejected[0];
    assert_eq!(rejected.index, 2);
    assert_eq!(rejected.id, Some("trun_x".into()));
    assert!(rejected.text.as_str() == hostile, "the text was changed");
    assert_eq!(
        rejected.reason,
        "list has more elements than its text justifies"
    );
}

#[test]
fn a_hundred_runs_with_a_hundred_ordinary_files_each_are_read() {
    let file = concat!(
        r#"{"id":"stor_1","object":"storage","file_name":"statement-2026-10.pdf","#,
        r#""file_type":"application/pdf","file_size":48213,"created_at":"2026-11-01T00:00:00Z"}"#,
    );
    let files = vec![file; 100].join(",");
    let run = format!(r#"{{"id":"trun_1","storage":[{files}]}}"#);

    let page = read(&[(&run, 100)]).unwrap();

    let counts = page
        .data
        .iter()
        .map(|run| run.storage.as_ref().map(Vec::len));
    assert!(counts.eq([Some(100); 100]));
}

#[test]
fn what_should_be_no_text_is_refused_in_its_place_with_a_short_reason() {
    let long = "\x7f".repeat(5_000);
    for (field, path) in [
        (r#""runtime_ms":TEXT"#, "$.runtime_ms"),
        (r#""storage":TEXT"#, "$.storage"),
        (r#""storage":[TEXT]"#, "$.storage[0]"),
        (r#""storage":[{},[1,[2]]]"#, "$.storage[1]"),
        (r#""errors":{"a":[{}]}"#, "$.errors"),
        (r#""runtime_ms":[1,2]"#, "$.runtime_ms"),
        (r#""runtime_ms":{"a":1}"#, "$.runtime_ms"),
    ] {
        let field = field.replace("TEXT", &format!("\"{long}\""));
        let page = read(&[(&format!(r#"{{"id":"trun_1",{field}}}"#), 1)]).unwrap();

        assert_eq!(page.rejected[0].path, path, "{field}");
        assert!(page.rejected[0].reason.len() <= crate::EXCERPT_BYTES);
    }
}

#[test]
fn a_flag_that_is_a_text_is_refused_in_its_place() {
    let error = Page::<TaskRun>::from_json(br#"{"has_more": "yes"}"#).unwrap_err();

    assert_eq!(error.path(), "$.has_more");
    assert_eq!(
        error.reason(),
        r#"expected a boolean, found the string "yes""#
    );
}

#[test]
fn a_text_put_in_the_place_of_an_item_is_read_again_under_the_same_limits() {
    let mut page = read(&[(r#"{"id":"secret","storage":5}"#, 1)]).unwrap();
    let rejected = &mut page.rejected[0];
    let hostile = format!(r#"{{"id":"x","errors":[{}{{}}]}}"#, "{},".repeat(199_999));

    rejected.replace_text::<TaskRun>(crate::Json::from_text(hostile).unwrap());

    assert_eq!(rejected.id, Some("x".into()));
    assert_eq!(
        rejected.reason,
        "list has more elements than its text justifies"
    );
}
