use bytes::Bytes;
use deck_types::Json;
use deck_types::Page;
use http::Request;
use http::Response;
use http::StatusCode;
use serde_json::Value;

use super::*;
use crate::DeletedAnchor;
use crate::Paging;
use crate::Sandbox;
use crate::SandboxBuilder;

fn plan(number: u32, status: &str) -> Json {
    let created_at = format!("2026-11-0{number}T00:00:00Z");
    let members = format!(r#""status":"{status}", "rate":1.{number}0, "note":null"#);
    let text = format!(r#"{{ "id":"plan_{number}", "created_at":"{created_at}", {members} }}"#);
    Json::from_text(text).unwrap()
}

fn plans() -> Collection {
    let status = |number| if number % 2 == 0 { "live" } else { "draft" };
    let plans = (1..=5).map(|number| plan(number, status(number)));
    Collection::new("/plans", plans).unwrap()
}

fn sandbox() -> Sandbox {
    Sandbox::builder().collection(plans()).build()
}

fn with_ids(builder: SandboxBuilder) -> Sandbox {
    builder.collection(plans().with_id_positions()).build()
}

fn get(sandbox: &Sandbox, path_and_query: &str) -> Response<Bytes> {
    let request = Request::get(format!("/v2{path_and_query}"))
        .header("authorization", "Bearer sk_live_sandbox")
        .body(Bytes::new())
        .unwrap();
    sandbox.respond(&request)
}

fn page(sandbox: &Sandbox, query: &str) -> Page<Json> {
    let response = get(sandbox, &format!("/plans?{query}"));
    assert_eq!(response.status(), 200, "{:?}", response.body());
    Page::from_json(response.body()).unwrap()
}

/// The last characters of the ids.
fn digits(page: &Page<Json>) -> String {
    let value = |item: &Json| item.parse::<Value>().unwrap();
    let last = |item| value(item)["id"].as_str().unwrap().chars().last();
    page.data.iter().filter_map(last).collect()
}

#[track_caller]
fn check_refused(sandbox: &Sandbox, path_and_query: &str, status: StatusCode, field: Option<&str>) {
    let response = get(sandbox, path_and_query);
    assert_eq!(response.status(), status, "{path_and_query}");
    let body: Value = serde_json::from_slice(response.body()).unwrap();
    assert_eq!(body["errors"][0]["field"].as_str(), field, "{body}");
}

#[test]
fn objects_keep_their_exact_text_on_pages_and_alone() {
    let sandbox = sandbox();

    let page = page(&sandbox, "limit=1");

    assert_eq!(page.data, [plan(5, "draft")]);
    let alone = get(&sandbox, "/plans/plan_5?include=all");
    assert_eq!(alone.body(), plan(5, "draft").as_str());
}

#[test]
fn cursors_lead_through_the_objects_and_outlive_them() {
    let sandbox = sandbox();
    let first = page(&sandbox, "limit=2");
    sandbox.delete_object("/plans", "plan_4").unwrap();

    let cursor = first.next_cursor.as_ref().unwrap().as_str();
    let second = page(&sandbox, &format!("limit=2&cursor={cursor}"));

    assert_eq!(
        (digits(&first), digits(&second)),
        ("54".into(), "32".into())
    );
    assert_eq!(second.has_more, Some(true));
}

#[test]
fn members_of_the_same_name_and_text_are_selected() {
    let sandbox = sandbox();

    for (query, expected) in [
        ("status=live", "42"),
        ("status=live&rate=1.20", "2"),
        ("rate=1.20&rate=1.50", "52"),
        ("rate=1.2", ""),
        ("st%61tus=liv%65", "42"),
        ("note=null", ""),
        ("color=", ""),
    ] {
        assert_eq!(digits(&page(&sandbox, query)), expected, "{query}");
    }
}

#[test]
fn a_cursor_of_other_filters_is_refused() {
    let sandbox = sandbox();
    let first = page(&sandbox, "limit=1&status=live");
    let cursor = first.next_cursor.as_ref().unwrap().as_str();

    let other = format!("/plans?cursor={cursor}&status=draft");

    check_refused(&sandbox, &other, StatusCode::BAD_REQUEST, Some("cursor"));
    let same = page(&sandbox, &format!("cursor={cursor}&status=live"));
    assert_eq!(digits(&same), "2");
}

#[test]
fn positions_by_id_are_there_where_the_collection_has_them() {
    let sandbox = with_ids(Sandbox::builder());

    assert_eq!(
        digits(&page(&sandbox, "limit=2&starting_after=plan_4")),
        "32"
    );
    assert_eq!(
        digits(&page(&sandbox, "limit=2&ending_before=plan_2")),
        "43"
    );
    let unknown = "/plans?starting_after=plan_9";
    check_refused(
        &sandbox,
        unknown,
        StatusCode::BAD_REQUEST,
        Some("starting_after"),
    );
}

#[test]
fn positions_by_id_are_refused_where_the_collection_has_none() {
    let sandbox = sandbox();

    for key in ["starting_after", "ending_before"] {
        let query = format!("/plans?{key}=plan_4");
        check_refused(&sandbox, &query, StatusCode::BAD_REQUEST, Some(key));
    }
}

#[test]
fn eras_and_deleted_anchors_hold_for_a_collection_with_ids() {
    let ids_only = with_ids(Sandbox::builder().paging(Paging::IdOnly));
    let first = page(&ids_only, "limit=2");
    assert_eq!((first.has_more, first.next_cursor), (Some(true), None));

    let refusing = with_ids(Sandbox::builder().deleted_anchor(DeletedAnchor::Refused));
    let query = "/plans?starting_after=plan_4";
    refusing.delete_object("/plans", "plan_4").unwrap();
    check_refused(
        &refusing,
        query,
        StatusCode::BAD_REQUEST,
        Some("starting_after"),
    );
}

#[test]
fn a_collection_without_ids_has_cursors_in_every_era() {
    let sandbox = Sandbox::builder()
        .paging(Paging::IdOnly)
        .collection(plans())
        .build();

    assert!(page(&sandbox, "limit=2").next_cursor.is_some());
}

#[test]
fn objects_are_inserted_replaced_and_deleted() {
    let sandbox = sandbox();

    assert_eq!(sandbox.insert_object("/plans", plan(6, "live")), Ok(None));
    let replaced = sandbox.insert_object("/plans", plan(1, "live"));
    let deleted = sandbox.delete_object("/plans", "plan_2");

    assert_eq!(replaced, Ok(Some(plan(1, "draft"))));
    assert_eq!(deleted, Some(plan(2, "live")));
    assert_eq!(digits(&page(&sandbox, "")), "65431");
    assert_eq!(sandbox.objects("/plans").len(), 5);
    check_refused(&sandbox, "/plans/plan_2", StatusCode::NOT_FOUND, None);
}

#[test]
fn a_path_may_have_more_segments_in_any_spelling() {
    let collection = Collection::new("/plans/plan 1/notes", [plan(1, "live")]).unwrap();
    let sandbox = Sandbox::builder().collection(collection).build();

    assert_eq!(get(&sandbox, "/plans/plan%201/notes").status(), 200);
    assert_eq!(
        get(&sandbox, "/%70lans/plan%201/notes/plan_1").status(),
        200
    );
    check_refused(&sandbox, "/plans/plan%201", StatusCode::NOT_FOUND, None);
}

#[test]
fn nothing_is_written_to_a_collection() {
    let request = Request::post("/v2/plans")
        .header("authorization", "Bearer sk_live_sandbox")
        .body(Bytes::new())
        .unwrap();

    assert_eq!(sandbox().respond(&request).status(), 405);
}

#[test]
fn what_cannot_be_a_collection_is_refused() {
    for path in ["plans", "/", "/plans/", "/plans/../x", "/a%zz"] {
        let refused = Collection::new(path, []).unwrap_err();
        assert_eq!(refused, CollectionError::InvalidPath { path: path.into() });
    }
    for path in ["/tasks", "/task-runs/trun_1", "/task-runs/trun_1/storage"] {
        let refused = Collection::new(path, []).unwrap_err();
        assert_eq!(refused, CollectionError::TakenPath { path: path.into() });
    }
}

#[test]
fn what_is_no_object_with_an_id_is_refused() {
    for text in ["7", "[\"plan_1\"]", "{}", r#"{"id": 1}"#, r#"{"id": ""}"#] {
        let object = Json::from_text(text).unwrap();
        let refused = Collection::new("/plans", [object.clone()]);
        assert!(refused.is_err(), "{text}");
        assert!(sandbox().insert_object("/plans", object).is_err(), "{text}");
    }
}

#[test]
fn an_object_has_no_place_where_there_is_no_collection() {
    let refused = sandbox().insert_object("/plan", plan(1, "live"));

    let path = "/plan".to_owned();
    assert_eq!(refused, Err(CollectionError::UnknownPath { path }));
    assert_eq!(sandbox().delete_object("/plan", "plan_1"), None);
    assert!(sandbox().objects("/plan").is_empty());
}
