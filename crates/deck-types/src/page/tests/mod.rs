//! What is read of a page, what is set aside, and what may not be taken for a page.

mod limits;
mod order;

use super::Page;
use super::rejected_item::RejectedItem;
use crate::cursor::Cursor;
use crate::id::ItemId;
use crate::json::Json;
use crate::task_run::TaskRun;
use crate::with_raw::WithRaw;

#[track_caller]
fn page(body: &str) -> Page {
    Page::from_json(body.as_bytes()).unwrap()
}

/// Returns a page of 100 runs in which one place holds something else.
fn page_with(index: usize, item: &str) -> String {
    let mut items: Vec<String> = (0..100)
        .map(|number| format!(r#"{{"id":"trun_{number}"}}"#))
        .collect();
    items[index] = item.to_owned();
    format!(
        r#"{{"data":[{}],"has_more":true,"next_cursor":"c2","request_id":"req_1"}}"#,
        items.join(",")
    )
}

#[track_caller]
fn only_rejected(body: &str) -> RejectedItem {
    let page = page(body);
    assert_eq!((page.data.len(), page.len()), (99, 100));
    assert_eq!(page.next_cursor.as_ref().map(Cursor::as_str), Some("c2"));
    page.rejected.into_iter().next().unwrap()
}

#[test]
fn an_item_with_a_field_of_the_wrong_type_leaves_the_others_readable() {
    let item = r#"{"id": "trun_x",  "storage": [{}, {"file_size": 1.5}]}"#;
    let rejected = only_rejected(&page_with(41, item));

    assert_eq!(rejected.index, 41);
    assert_eq!(rejected.path, "$.storage[1].file_size");
    assert!(
        rejected.reason.ends_with("found the number 1.5"),
        "{}",
        rejected.reason
    );
    assert_eq!(rejected.text.as_str(), item);
    assert_eq!(rejected.id, Some("trun_x".into()));
}

#[test]
fn an_item_that_is_not_an_object_leaves_the_others_readable() {
    for (item, reason) in [
        ("5", "expected an object, found the number 5"),
        ("null", "expected an object, found null"),
        (
            r#""trun_x""#,
            "expected an object, found the string \"trun_x\"",
        ),
        (r#"["trun_x"]"#, "expected an object, found an array"),
    ] {
        let rejected = only_rejected(&page_with(0, item));
        assert_eq!(
            (rejected.index, rejected.path.as_str(), rejected.id),
            (0, "$", None)
        );
        assert_eq!(
            (rejected.reason.as_str(), rejected.text.as_str()),
            (reason, item)
        );
    }
}

#[test]
fn all_values_of_a_run_without_their_keys_are_no_run() {
    let values = format!(r#"["trun_x"{}]"#, ",null".repeat(20));
    let body = format!(r#"{{"data":[{values}]}}"#);

    assert_eq!(page(&body).rejected[0].path, "$");
    let both = Page::<WithRaw<TaskRun>>::from_json(body.as_bytes()).unwrap();
    assert_eq!(both.rejected, page(&body).rejected);
}

#[test]
fn all_values_of_a_problem_or_a_file_without_their_keys_are_none() {
    for (item, path) in [
        (
            r#"{"id":"a","errors":[["api","b","c","d"]]}"#,
            "$.errors[0]",
        ),
        (
            r#"{"id":"a","storage":[[null,null,null,null,null,null,null,null,null]]}"#,
            "$.storage[0]",
        ),
    ] {
        assert_eq!(only_rejected(&page_with(7, item)).path, path);
    }
}

#[test]
fn an_item_without_id_leaves_the_others_readable() {
    let rejected = only_rejected(&page_with(99, r#"{"status": "queued"}"#));

    assert_eq!(
        (rejected.index, rejected.path.as_str(), rejected.id.as_ref()),
        (99, "$", None)
    );
    assert_eq!(
        rejected.to_string(),
        "item data[99] of the page could not be read: missing field `id` at $"
    );
}

#[test]
fn an_item_whose_id_is_a_number_has_no_id() {
    let rejected = only_rejected(&page_with(7, r#"{"id": 5}"#));

    assert_eq!((rejected.path.as_str(), rejected.id), ("$.id", None));
}

#[test]
fn a_bad_item_keeps_its_path_when_the_raw_text_is_wanted_too() {
    let body = page_with(3, r#"{"id": "trun_x", "runtime_ms": true}"#);
    let page = Page::<WithRaw<TaskRun>>::from_json(body.as_bytes()).unwrap();

    assert_eq!(page.data.len(), 99);
    assert_eq!(page.data[3].raw().as_str(), r#"{"id":"trun_4"}"#);
    assert_eq!(page.rejected[0].path, "$.runtime_ms");
}

#[test]
fn every_item_is_fine_when_only_its_text_is_wanted() {
    let body = page_with(3, "5");
    let page = Page::<Json>::from_json(body.as_bytes()).unwrap();

    assert_eq!((page.data.len(), page.rejected.len()), (100, 0));
    assert_eq!(page.last_id(), Some(ItemId::from("trun_99")));
}

#[test]
fn the_ends_of_a_page_count_rejected_items_in() {
    let page = page(
        r#"{"data": [{"id": "trun_1", "errors": 5}, {"id": "trun_2"}, {"status": "queued"}]}"#,
    );

    assert_eq!(page.first_id(), Some("trun_1".into()));
    assert_eq!(page.last_id(), None);
}

#[test]
fn a_page_is_written_back_with_its_rejected_items_in_place() {
    let body = concat!(
        r#"{"data":[{"id":"trun_1","errors":[]},5,{"id":"trun_3","errors":[]}],"#,
        r#""has_more":false,"request_id":"req_1"}"#,
    );

    assert_eq!(serde_json::to_string(&page(body)).unwrap(), body);
}

#[test]
fn the_fields_beside_the_items_may_be_absent() {
    let page = page(r#"{"data": [{"id": "trun_1"}]}"#);

    assert_eq!(
        (page.has_more, page.next_cursor, page.request_id),
        (None, None, None)
    );
}

#[test]
fn the_fields_beside_the_items_may_be_null() {
    let page = page(r#"{"data": null, "has_more": null, "next_cursor": null, "request_id": null}"#);

    assert!(page.is_empty());
    assert_eq!(
        (page.has_more, page.next_cursor, page.request_id),
        (None, None, None)
    );
}

#[test]
fn an_empty_page_has_no_ends() {
    let page = page(r#"{"data": [], "has_more": false}"#);

    assert!(page.is_empty());
    assert_eq!((page.first_id(), page.last_id()), (None, None));
}

#[test]
fn an_empty_cursor_is_none() {
    assert_eq!(page(r#"{"data": [], "next_cursor": ""}"#).next_cursor, None);
}

#[test]
fn unknown_fields_beside_the_items_are_passed_over() {
    assert_eq!(
        page(r#"{"data": [], "total": 5, "links": {"self": "x"}}"#).len(),
        0
    );
}

#[test]
fn a_body_that_is_not_a_page_is_refused_with_its_place() {
    for (body, path) in [
        (r#"{"data": {}}"#, "$.data"),
        (r#"{"data": [], "has_more": "yes"}"#, "$.has_more"),
        (r#"{"data": [], "next_cursor": 5}"#, "$.next_cursor"),
        (r#"[[], true, null, null]"#, "$"),
        ("<html>", "$"),
        ("", "$"),
        (r#"{"data": []} trailing"#, "$"),
    ] {
        let error = Page::<TaskRun>::from_json(body.as_bytes()).unwrap_err();
        assert_eq!((error.path(), error.excerpt()), (path, body));
    }
}

#[test]
fn a_body_that_is_not_utf8_is_refused() {
    let error = Page::<TaskRun>::from_json(b"{\"data\": [\"\xff\"]}").unwrap_err();

    assert_eq!(error.to_string(), "response body: byte 11 is not UTF-8");
}

#[test]
fn whether_it_is_the_last_is_told_by_has_more_and_else_by_the_cursor() {
    let is_last = |rest: &str| {
        let body = format!("{{\"data\": []{rest}}}");
        Page::<TaskRun>::from_json(body.as_bytes())
            .unwrap()
            .is_last()
    };
    assert_eq!(
        is_last(r#", "has_more": true, "next_cursor": null"#),
        Some(false)
    );
    assert_eq!(
        is_last(r#", "has_more": false, "next_cursor": "c""#),
        Some(true)
    );
    assert_eq!(is_last(r#", "next_cursor": "c""#), Some(false));
    assert_eq!(is_last(r#", "next_cursor": null"#), Some(true));
    assert_eq!(is_last(r#", "next_cursor": """#), Some(true));
    assert_eq!(is_last(r#", "has_more": null"#), None);
}

#[test]
fn a_body_that_reports_an_error_is_no_empty_page() {
    let body = br#"{"errors": [{"type": "api", "code": "api_error"}], "request_id": "req_1"}"#;
    let error = Page::<TaskRun>::from_json(body).unwrap_err();

    assert_eq!(error.reason(), "it reports an error in place of a result");
    let with_data = br#"{"errors": [{"type": "api"}], "data": [], "has_more": false}"#;
    assert!(Page::<TaskRun>::from_json(with_data).is_ok());
}
