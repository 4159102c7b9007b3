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

fn agent(number: u32, status: &str) -> Json {
    let created_at = format!("2026-11-0{number}T00:00:00Z");
    let members = format!(r#""status":"{status}", "rate":1.{number}0, "note":null"#);
    let text = format!(r#"{{ "id":"agt_{number}", "created_at":"{created_at}", {members} }}"#);
    Json::from_text(text).unwrap()
}

fn agents() -> Collection {
    let status = |number| if number % 2 == 0 { "live" } else { "draft" };
    let agents = (1..=5).map(|number| agent(number, status(number)));
    Collection::new("/agents", agents).unwrap()
}

fn sandbox() -> Sandbox {
    Sandbox::builder().collection(agents()).build()
}

fn with_ids(builder: SandboxBuilder) -> Sandbox {
    builder.collection(agents().with_id_positions()).build()
}

fn get(sandbox: &Sandbox, path_and_query: &str) -> Response<Bytes> {
    let request = Request::get(format!("/v2{path_and_query}"))
        .header("authorization", "Bearer sk_live_sandbox")
        .body(Bytes::new())
        .unwrap();
    sandbox.respond(&request)
}

fn page(sandbox: &Sandbox, query: &str) -> Page<Json> {
    let response = get(sandbox, &format!("/agents?{query}"));
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

    assert_eq!(page.data, [agent(5, "draft")]);
    let alone = get(&sandbox, "/agents/agt_5?include=all");
    assert_eq!(alone.body(), agent(5, "draft").as_str());
}

#[test]
fn cursors_lead_through_the_objects_and_outlive_them() {
    let sandbox = sandbox();
    let first = page(&sandbox, "limit=2");
    sandbox.delete_object("/agents", "agt_4").unwrap();

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

    let other = format!("/agents?cursor={cursor}&status=draft");

    check_refused(&sandbox, &other, StatusCode::BAD_REQUEST, Some("cursor"));
    let same = page(&sandbox, &format!("cursor={cursor}&status=live"));
    assert_eq!(digits(&same), "2");
}

#[test]
fn positions_by_id_are_there_where_the_collection_has_them() {
    let sandbox = with_ids(Sandbox::builder());

    assert_eq!(
        digits(&page(&sandbox, "limit=2&starting_after=agt_4")),
        "32"
    );
    assert_eq!(digits(&page(&sandbox, "limit=2&ending_before=agt_2")), "43");
    let unknown = "/agents?starting_after=agt_9";
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
        let query = format!("/agents?{key}=agt_4");
        check_refused(&sandbox, &query, StatusCode::BAD_REQUEST, Some(key));
    }
}

#[test]
fn eras_and_deleted_anchors_hold_for_a_collection_with_ids() {
    let ids_only = with_ids(Sandbox::builder().paging(Paging::IdOnly));
    let first = page(&ids_only, "limit=2");
    assert_eq!((first.has_more, first.next_cursor), (Some(true), None));

    let refusing = with_ids(Sandbox::builder().deleted_anchor(DeletedAnchor::Refused));
    let query = "/agents?starting_after=agt_4";
    refusing.delete_object("/agents", "agt_4").unwrap();
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
        .collection(agents())
        .build();

    assert!(page(&sandbox, "limit=2").next_cursor.is_some());
}

#[test]
fn objects_are_inserted_replaced_and_deleted() {
    let sandbox = sandbox();

    assert_eq!(sandbox.insert_object("/agents", agent(6, "live")), Ok(None));
    let replaced = sandbox.insert_object("/agents", agent(1, "live"));
    let deleted = sandbox.delete_object("/agents", "agt_2");

    assert_eq!(replaced, Ok(Some(agent(1, "draft"))));
    assert_eq!(deleted, Some(agent(2, "live")));
    assert_eq!(digits(&page(&sandbox, "")), "65431");
    assert_eq!(sandbox.objects("/agents").len(), 5);
    check_refused(&sandbox, "/agents/agt_2", StatusCode::NOT_FOUND, None);
}

#[test]
fn a_path_may_have_more_segments_in_any_spelling() {
    let collection = Collection::new("/agents/agt 1/notes", [agent(1, "live")]).unwrap();
    let sandbox = Sandbox::builder().collection(collection).build();

    assert_eq!(get(&sandbox, "/agents/agt%201/notes").status(), 200);
    assert_eq!(get(&sandbox, "/%61gents/agt%201/notes/agt_1").status(), 200);
    check_refused(&sandbox, "/agents/agt%201", StatusCode::NOT_FOUND, None);
}

#[test]
fn nothing_is_written_to_a_collection() {
    let request = Request::post("/v2/agents")
        .header("authorization", "Bearer sk_live_sandbox")
        .body(Bytes::new())
        .unwrap();

    assert_eq!(sandbox().respond(&request).status(), 405);
}

#[test]
fn what_cannot_be_a_collection_is_refused() {
    for path in ["agents", "/", "/agents/", "/agents/../x", "/a%zz"] {
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
    for text in ["7", "[\"agt_1\"]", "{}", r#"{"id": 1}"#, r#"{"id": ""}"#] {
        let object = Json::from_text(text).unwrap();
        let refused = Collection::new("/agents", [object.clone()]);
        assert!(refused.is_err(), "{text}");
        assert!(
            sandbox().insert_object("/agents", object).is_err(),
            "{text}"
        );
    }
}

#[test]
fn an_object_has_no_place_where_there_is_no_collection() {
    let refused = sandbox().insert_object("/agent", agent(1, "live"));

    let path = "/agent".to_owned();
    assert_eq!(refused, Err(CollectionError::UnknownPath { path }));
    assert_eq!(sandbox().delete_object("/agent", "agt_1"), None);
    assert!(sandbox().objects("/agent").is_empty());
}
