//! What `docs/openapi.yaml` says of members and words, as far as no other test shows it.

use deck_types::CreateEventDestination;
use deck_types::DestinationConfig;
use deck_types::GetSession;
use deck_types::Json;
use deck_types::ListTaskRunStorage;
use deck_types::Listing;
use deck_types::WebhookConfig;
use serde_json::Value;
use serde_json::json;

use super::*;
use crate::UnknownWords;

/// A sandbox with a run that has completed with a file, without a credential.
fn completed() -> (Sandbox, TaskRunId) {
    let output = Json::from_text("1").unwrap();
    let script = Script::new()
        .file("bill.pdf", "application/pdf", 7)
        .complete(output);
    let sandbox = with_script(script);
    let id = start(&sandbox);
    sandbox.advance(SECOND);
    (sandbox, id)
}

/// Sends a write with a body.
fn post(sandbox: &Sandbox, path: &str, body: &Value) -> (u16, Value) {
    let request = Request::post(format!("{SANDBOX_BASE_URL}{path}"))
        .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
        .header("content-type", "application/json")
        .body(Bytes::from(body.to_string()));
    let response = sandbox.respond(&request.unwrap());
    let body = serde_json::from_slice(response.body()).unwrap();
    (response.status().as_u16(), body)
}

/// Sends a request without a body and without its type.
fn send(sandbox: &Sandbox, method: &str, path: &str) -> (u16, Value) {
    let request = Request::builder()
        .method(method)
        .uri(format!("{SANDBOX_BASE_URL}{path}"))
        .header("authorization", format!("Bearer {SANDBOX_API_KEY}"));
    let response = sandbox.respond(&request.body(Bytes::new()).unwrap());
    let body = serde_json::from_slice(response.body()).unwrap();
    (response.status().as_u16(), body)
}

#[test]
fn a_session_tells_what_it_does_not_know_of_a_run_as_null() {
    let (sandbox, id) = completed();
    let session = run_of(&sandbox, &id).session_id.unwrap();

    let (_, body) = send(&sandbox, "GET", &GetSession::new(session).path().unwrap());

    let run =
        json!({"id": id.as_str(), "task_id": "task_1", "agent_id": null, "credential_id": null});
    assert_eq!(body["task_runs"], json!([run]));
}

#[test]
fn a_file_of_a_list_has_every_member_and_names_its_run() {
    let (sandbox, id) = completed();

    let path = ListTaskRunStorage::new(id.clone()).path().unwrap();
    let (_, body) = send(&sandbox, "GET", &path);

    let file = body["data"][0].as_object().unwrap();
    assert_eq!(file["task_run_id"], id.as_str());
    for key in ["url", "extraction"] {
        assert_eq!(file.get(key), Some(&Value::Null), "{key}");
    }
}

#[test]
fn a_run_can_be_started_without_a_body() {
    let sandbox = with_script(Script::stay_queued());

    assert_eq!(send(&sandbox, "POST", "/tasks/task_1/run").0, 201);
}

#[test]
fn a_destination_has_the_configuration_of_its_type_alone() {
    let sandbox = Sandbox::new();
    let hook = json!({"url": "https://example.com/deck"});
    let of_two_types = json!({"name": "Bills", "type": "aws_sqs", "aws_sqs": {}, "webhook": hook});

    let (status, body) = post(&sandbox, "/event-destinations", &of_two_types);

    assert_eq!(status, 400);
    assert_eq!(body["errors"][0]["field"], "webhook");
}

#[test]
fn members_that_cannot_be_null_are_refused_with_null() {
    let sandbox = Sandbox::new();
    let task = json!({"name": "Bills", "agent_id": "agt_1"});
    let hook = json!({"url": "https://example.com/deck"});
    let destination = json!({"name": "Bills", "webhook": hook});
    for (path, whole, key) in [
        ("/tasks", &task, "extraction"),
        ("/event-destinations", &destination, "type"),
        ("/event-destinations", &destination, "events"),
    ] {
        let mut body = whole.clone();
        body[key] = Value::Null;

        let (status, body) = post(&sandbox, path, &body);

        assert_eq!(status, 400, "{key}");
        assert_eq!(body["errors"][0]["field"], key);
    }
    for value in [Value::Null, json!({})] {
        let hook = json!({"url": "https://example.com/deck", "custom_headers": value});
        let destination = json!({"name": "Bills", "webhook": hook});

        assert_eq!(post(&sandbox, "/event-destinations", &destination).0, 400);
    }
}

#[test]
fn fields_of_a_source_are_bounded_in_number_and_in_their_names() {
    let sandbox = Sandbox::new();
    let fields = |names: Vec<String>| -> Value {
        let fields: serde_json::Map<_, _> =
            names.into_iter().map(|name| (name, json!("7"))).collect();
        json!({"source_id": "src_1", "auth_credentials": {"source_fields": fields}})
    };
    let longest = "x".repeat(64);
    let ten: Vec<_> = (0..10).map(|number| format!("field_{number}")).collect();
    for (names, status) in [
        (vec![longest.clone()], 201),
        (ten.clone(), 201),
        (vec![longest + "x"], 400),
        (vec!["Branch".to_owned()], 400),
        (vec!["7".to_owned()], 400),
        (vec![String::new()], 400),
        ([ten, vec!["eleventh".to_owned()]].concat(), 400),
    ] {
        let credential = fields(names);

        assert_eq!(
            post(&sandbox, "/credentials", &credential).0,
            status,
            "{credential}"
        );
    }
}

#[test]
fn credentials_that_are_a_list_have_no_name_and_no_fields() {
    let sandbox = Sandbox::new();
    let credential = json!({"source_id": "src_1", "auth_credentials": ["secret"]});

    let (status, body) = post(&sandbox, "/credentials", &credential);

    assert_eq!(status, 201);
    assert_eq!(body["auth_credentials"]["username"], Value::Null);
}

#[test]
fn a_task_has_no_id_that_no_path_can_name() {
    let sandbox = Sandbox::new();
    for id in ["", ".", ".."] {
        let task = json!({"name": "Bills", "agent_id": "agt_1", "id": id});

        let (status, body) = post(&sandbox, "/tasks", &task);

        assert_eq!(status, 400, "{id:?}");
        assert_eq!(body["errors"][0]["field"], "id", "{id:?}");
    }
}

#[test]
fn unknown_sections_and_types_of_deliveries_are_refused_unless_they_are_accepted() {
    let (sandbox, id) = completed();
    let lenient = Sandbox::builder()
        .unknown_words(UnknownWords::Accepted)
        .build();
    for (sandbox, is_lenient) in [(&sandbox, false), (&lenient, true)] {
        sandbox.insert(TaskRun::fixture(id.clone()));
        let webhook = WebhookConfig::new("https://example.com/deck");
        let webhook = DestinationConfig::webhook(&webhook).unwrap();
        let destination = call(sandbox, &CreateEventDestination::new("Bills", webhook)).id;
        let run = format!("/task-runs/{id}?include");
        let deliveries = format!("/event-destinations/{destination}/event-deliveries?type");
        for (query, is_known) in [
            (format!("{run}="), true),
            (format!("{run}=input,storage,screenshots,artifacts"), true),
            (format!("{run}=input,secrets"), false),
            (format!("{run}=input,"), false),
            (format!("{deliveries}=task_run.completed"), true),
            (format!("{deliveries}=task_run.exploded"), false),
        ] {
            let status = if is_known || is_lenient { 200 } else { 400 };
            assert_eq!(send(sandbox, "GET", &query).0, status, "{query}");
        }
    }
}
