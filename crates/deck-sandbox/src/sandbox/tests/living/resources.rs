use deck_types::AuthMethod;
use deck_types::CreateAgent;
use deck_types::CreateCredential;
use deck_types::CreateEventDestination;
use deck_types::CreateSessionToken;
use deck_types::CreateSource;
use deck_types::CreateTask;
use deck_types::CredentialStatus;
use deck_types::DeleteAgent;
use deck_types::DeleteCredential;
use deck_types::DeleteEventDestination;
use deck_types::DeleteSource;
use deck_types::DestinationConfig;
use deck_types::EventDestinationStatus;
use deck_types::EventType;
use deck_types::GetAgent;
use deck_types::GetCredential;
use deck_types::GetEventDestination;
use deck_types::GetSession;
use deck_types::GetSource;
use deck_types::GetTask;
use deck_types::Json;
use deck_types::ResetTask;
use deck_types::SessionStatus;
use deck_types::TaskStatus;
use deck_types::UpdateCredential;
use deck_types::UpdateEventDestination;
use deck_types::WebhookConfig;
use serde_json::Value;
use serde_json::json;

use super::*;
use crate::IdempotencyEdition;
use crate::UnknownMembers;
use crate::UnknownWords;

fn value(response: &Response<Bytes>) -> Value {
    serde_json::from_slice(response.body()).unwrap()
}

fn send(sandbox: &Sandbox, method: &str, path: &str, body: &str) -> Response<Bytes> {
    let request = Request::builder()
        .method(method)
        .uri(format!("{SANDBOX_BASE_URL}{path}"))
        .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
        .header("content-type", "application/json");
    sandbox.respond(&request.body(Bytes::from(body.to_owned())).unwrap())
}

#[track_caller]
fn check_refused(sandbox: &Sandbox, post: (&str, &str), code: &str, field: &str) {
    let response = send(sandbox, "POST", post.0, post.1);
    let body = value(&response);
    assert_eq!(response.status(), 400, "{post:?} {body}");
    assert_eq!(body["errors"][0]["code"], code, "{post:?} {body}");
    assert_eq!(body["errors"][0]["field"], field, "{post:?} {body}");
}

#[track_caller]
fn check_keys(body: &Value, expected: &[&str]) {
    let keys: Vec<&String> = body.as_object().unwrap().keys().collect();
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(keys, expected);
}

fn webhook() -> DestinationConfig {
    DestinationConfig::webhook(&WebhookConfig::new("https://example.com/deck")).unwrap()
}

#[test]
fn an_agent_is_created_read_and_deleted() {
    let sandbox = Sandbox::new();
    let response = send_operation(&sandbox, &CreateAgent::new("Bills"));
    assert_eq!(response.status(), 201);
    let keys = [
        "id",
        "object",
        "name",
        "description",
        "tasks",
        "created_at",
        "updated_at",
        "request_id",
    ];
    check_keys(&value(&response), &keys);
    let id = value(&response)["id"].as_str().unwrap().to_owned();

    let read = call(&sandbox, &GetAgent::new(&*id));
    let deleted = call(&sandbox, &DeleteAgent::new(&*id));

    assert_eq!(read.name.as_deref(), Some("Bills"));
    assert_eq!(deleted.id, *id);
    assert_eq!(
        (deleted.object, deleted.deleted),
        (Some("agent".into()), Some(true))
    );
    let gone = send_operation(&sandbox, &GetAgent::new(&*id));
    assert_eq!(gone.status(), 404);
    assert_eq!(value(&gone)["errors"][0]["code"], "agent_not_found");
    assert_eq!(
        send_operation(&sandbox, &DeleteAgent::new(&*id)).status(),
        404
    );
}

#[test]
fn an_agent_tells_of_its_tasks() {
    let sandbox = Sandbox::new();
    let agent = call(&sandbox, &CreateAgent::new("Bills"));
    let task = call(&sandbox, &CreateTask::new("Fetch", agent.id.clone()));

    let tasks = call(&sandbox, &GetAgent::new(agent.id)).tasks.unwrap();

    assert_eq!(tasks[0].id, Some(task.id));
    assert_eq!(tasks[0].name.as_deref(), Some("Fetch"));
    assert_eq!(tasks[0].status, Some(TaskStatus::Learning));
}

#[test]
fn a_source_is_created_with_status_200_read_and_deleted() {
    let sandbox = Sandbox::new();
    let response = send_operation(&sandbox, &CreateSource::website("https://example.com"));
    assert_eq!(response.status(), 200);
    let id = value(&response)["id"].as_str().unwrap().to_owned();

    let source = call(&sandbox, &GetSource::new(&*id));

    assert_eq!(
        source.website.unwrap().url.as_deref(),
        Some("https://example.com")
    );
    assert_eq!(call(&sandbox, &DeleteSource::new(&*id)).deleted, Some(true));
}

#[test]
fn a_task_has_an_id_of_the_callers_choice_and_can_be_reset() {
    let sandbox = Sandbox::new();
    let schema = Json::from_text(r#"{"type": "object" }"#).unwrap();
    let mut operation = CreateTask::new("Fetch", "agt_1")
        .input_schema(&schema)
        .unwrap();
    operation.id = Some("task_mine".into());

    let task = call(&sandbox, &operation);

    assert_eq!(task.id, "task_mine");
    assert_eq!(
        call(&sandbox, &GetTask::new("task_mine")).input_schema,
        Some(schema)
    );
    let mut live = task;
    live.status = Some(TaskStatus::Live);
    sandbox.insert_task(live);
    let reset = call(&sandbox, &ResetTask::new("task_mine"));
    assert_eq!(reset.status, Some(TaskStatus::Learning));
    assert_eq!(send_operation(&sandbox, &operation).status(), 400);
}

#[test]
fn the_timeout_of_a_task_is_a_setting() {
    let sandbox = Sandbox::builder()
        .default_script(Script::new().work_on())
        .build();
    let settings = Json::from_text(r#"{"timeout_seconds": 5}"#).unwrap();
    let mut operation = CreateTask::new("Fetch", "agt_1")
        .with_extra("settings", settings)
        .unwrap();
    operation.id = Some("task_1".into());
    call(&sandbox, &operation);
    let id = start(&sandbox);

    sandbox.advance(4 * SECOND);
    check_status(&sandbox, &id, "running");
    sandbox.advance(SECOND);

    check_status(&sandbox, &id, "failed");
}

#[test]
fn a_credential_shows_no_secret_and_stays_when_it_is_deleted() {
    let sandbox = Sandbox::new();
    let create = CreateCredential::new("src_1")
        .auth_method(AuthMethod::UsernamePassword)
        .auth_credentials(&json!({"username": "ada", "password": "canary"}))
        .unwrap()
        .external_id("user_1");
    let response = send_operation(&sandbox, &create);
    assert!(!String::from_utf8_lossy(response.body()).contains("canary"));
    let id = value(&response)["id"].as_str().unwrap().to_owned();
    assert_eq!(
        value(&response)["auth_credentials"],
        json!({"username": "ada", "key": null})
    );

    let changed = call(&sandbox, &UpdateCredential::new(&*id).remove_external_id());
    call(&sandbox, &DeleteCredential::new(&*id));

    assert_eq!(changed.external_id, None);
    assert_eq!(changed.status, Some(CredentialStatus::Unverified));
    let read = call(&sandbox, &GetCredential::new(&*id));
    assert_eq!(read.status, Some(CredentialStatus::Deleted));
    assert!(!format!("{:?}", sandbox.events()).contains("canary"));
}

#[test]
fn a_destination_shows_no_secret_and_can_be_switched_off() {
    let sandbox = Sandbox::new();
    let operation = CreateEventDestination::new("Bills", webhook()).all_events();
    let response = send_operation(&sandbox, &operation);
    assert_eq!(response.status(), 201);
    let body = value(&response);
    assert_eq!(body["webhook"], json!({"url": "https://example.com/deck"}));
    let id = body["id"].as_str().unwrap().to_owned();
    let secret = sandbox.webhook_secret(&*id).unwrap();
    assert!(secret.expose().starts_with("whsec_") && secret.expose().len() == 38);

    let off = UpdateEventDestination::new(&*id).status(EventDestinationStatus::Inactive);
    let off = call(&sandbox, &off.events([EventType::TaskRunFailed]));

    assert_eq!(off.status, Some(EventDestinationStatus::Inactive));
    let read = call(&sandbox, &GetEventDestination::new(&*id));
    assert_eq!(read.events, Some(vec![EventType::TaskRunFailed]));
    assert_eq!(
        send(
            &sandbox,
            "GET",
            &format!("/event-destinations/{id}/event-deliveries"),
            ""
        )
        .status(),
        200
    );
    assert_eq!(
        call(&sandbox, &DeleteEventDestination::new(&*id)).deleted,
        Some(true)
    );
    assert_eq!(
        send(
            &sandbox,
            "GET",
            &format!("/event-destinations/{id}/event-deliveries"),
            ""
        )
        .status(),
        404
    );
}

#[test]
fn every_type_of_destination_shows_the_keys_that_are_documented_and_no_others() {
    let sandbox = Sandbox::new();
    for (kind, shown) in [
        ("aws_sqs", json!({"queue_url": "q"})),
        ("aws_kinesis", json!({"stream_name": "s", "region": "r"})),
        ("aws_s3", json!({"bucket": "b", "region": "r"})),
        (
            "aws_eventbridge",
            json!({"event_bus_name": "e", "region": "r"}),
        ),
        ("gcp_pubsub", json!({"project_id": "p", "topic": "t"})),
        ("rabbitmq", json!({"exchange": "e", "server_url": "s"})),
        ("azure_servicebus", json!({"name": "n"})),
        ("hookdeck", json!({})),
    ] {
        let mut given = shown.clone();
        given["token"] = "canary".into();
        let body = json!({"name": "a", "type": kind, kind: given, "events": ["*"]}).to_string();

        let response = value(&send(&sandbox, "POST", "/event-destinations", &body));

        assert_eq!(response[kind], shown);
    }
}

#[test]
fn required_members_are_asked_for_by_name() {
    let sandbox = Sandbox::new();
    for (path, body, field) in [
        ("/agents", r#"{"description":"x"}"#, "name"),
        ("/agents", r#"{"name":null}"#, "name"),
        (
            "/sources",
            r#"{"website":{"url":"https://a.example"}}"#,
            "type",
        ),
        ("/sources", r#"{"type":"website"}"#, "website"),
        ("/sources", r#"{"type":"website","website":{}}"#, "url"),
        ("/tasks", r#"{"agent_id":"agt_1"}"#, "name"),
        ("/tasks", r#"{"name":"a"}"#, "agent_id"),
        ("/credentials", "{}", "source_id"),
        (
            "/event-destinations",
            r#"{"webhook":{"url":"https://a.example"}}"#,
            "name",
        ),
        ("/event-destinations", r#"{"name":"a"}"#, "webhook"),
        ("/event-destinations", r#"{"name":"a","webhook":{}}"#, "url"),
    ] {
        check_refused(&sandbox, (path, body), "input_missing", field);
    }
}

#[test]
fn unknown_words_and_impossible_values_are_refused_by_name() {
    let sandbox = Sandbox::new();
    let long = format!(r#"{{"source_id":"a","external_id":"{}"}}"#, "x".repeat(256));
    for (path, body, field) in [
        (
            "/sources",
            r#"{"type":"app","website":{"url":"a"}}"#,
            "type",
        ),
        (
            "/credentials",
            r#"{"source_id":"a","auth_method":"magic"}"#,
            "auth_method",
        ),
        ("/credentials", &long, "external_id"),
        (
            "/tasks",
            r#"{"name":"a","agent_id":"b","extraction":"yes"}"#,
            "extraction",
        ),
        (
            "/event-destinations",
            r#"{"name":"a","type":"pigeon","webhook":{}}"#,
            "type",
        ),
        (
            "/event-destinations",
            r#"{"name":"a","webhook":{"url":"example.com"}}"#,
            "webhook",
        ),
        (
            "/event-destinations",
            r#"{"name":"a","events":[],"webhook":{"url":"http://a"}}"#,
            "events",
        ),
        (
            "/event-destinations",
            r#"{"name":"a","events":["*","task_run.failed"],"webhook":{"url":"http://a"}}"#,
            "events",
        ),
        (
            "/event-destinations",
            r#"{"name":"a","events":["task_run.exploded"],"webhook":{"url":"http://a"}}"#,
            "events",
        ),
    ] {
        check_refused(&sandbox, (path, body), "parameter_invalid", field);
    }
}

#[test]
fn a_lenient_sandbox_takes_unknown_members_and_words() {
    let body = r#"{"type":"app","website":{"url":"a","b":1},"colour":"red"}"#;
    check_refused(
        &Sandbox::new(),
        ("/sources", body),
        "parameter_unknown",
        "colour",
    );

    let lenient = Sandbox::builder()
        .unknown_members(UnknownMembers::Ignored)
        .unknown_words(UnknownWords::Accepted)
        .build();

    let response = send(&lenient, "POST", "/sources", body);
    assert_eq!(response.status(), 200);
    assert_eq!(value(&response)["type"], "app");
    assert!(value(&response).get("colour").is_none());
}

#[test]
fn a_path_with_two_methods_names_both() {
    let response = send(&Sandbox::new(), "PUT", "/agents", "");

    assert_eq!(response.status(), 405);
    assert_eq!(response.headers()["allow"], "GET, POST");
}

#[test]
fn a_session_token_is_good_for_half_an_hour() {
    let token = call(&Sandbox::new(), &CreateSessionToken);

    let expires_at = token.expires_at.unwrap();
    assert_eq!(expires_at, "2026-11-02T12:30:00Z".parse().unwrap());
    assert!(token.token.unwrap().expose().starts_with("tk_"));
}

#[test]
fn seeded_runs_have_agents_sources_credentials_and_sessions() {
    let sandbox = Sandbox::seeded(1);
    for run in sandbox.runs() {
        call(&sandbox, &GetAgent::new(run.agent_id.unwrap()));
        call(&sandbox, &GetSource::new(run.source_id.unwrap()));
        if let Some(id) = run.credential_id {
            call(&sandbox, &GetCredential::new(id));
        }
        if let Some(id) = run.session_id {
            let session = call(&sandbox, &GetSession::new(id));
            assert_eq!(session.task_runs.unwrap()[0].id, Some(run.id));
            assert!(matches!(
                session.status,
                Some(SessionStatus::Completed | SessionStatus::Running)
            ));
        }
    }
}

#[test]
fn a_repeat_of_a_change_or_a_deletion_gets_the_first_response() {
    let sandbox = Sandbox::new();
    let id = call(&sandbox, &CreateCredential::new("src_1")).id;
    let repeated = |method: &str, path: &str, body: &str| {
        let send = || {
            let request = Request::builder()
                .method(method)
                .uri(format!("{SANDBOX_BASE_URL}{path}"))
                .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
                .header("content-type", "application/json")
                .header("idempotency-key", method);
            sandbox.respond(&request.body(Bytes::from(body.to_owned())).unwrap())
        };
        let (first, repeat) = (send(), send());
        assert_eq!(first.status(), 200, "{method}");
        assert_eq!(first.body(), repeat.body(), "{method}");
    };

    let agent = call(&sandbox, &CreateAgent::new("Bills")).id;
    repeated(
        "PATCH",
        &format!("/credentials/{id}"),
        r#"{"external_id":"a"}"#,
    );
    repeated("DELETE", &format!("/agents/{agent}"), "");
}

#[test]
fn responses_hold_what_is_documented_and_nothing_else() {
    let sandbox = Sandbox::new();
    let agent = call(&sandbox, &CreateAgent::new("Bills"));
    let source = call(&sandbox, &CreateSource::website("https://example.com"));
    let credential = call(&sandbox, &CreateCredential::new("src_1"));
    let task = call(&sandbox, &CreateTask::new("Fetch", "agt_1"));
    let destination = call(&sandbox, &CreateEventDestination::new("Bills", webhook()));
    let run = call(
        &sandbox,
        &RunTask::new(task.id.clone()).session_id("sess_1"),
    );
    let session = call(&sandbox, &GetSession::new("sess_1"));

    for unknown in [
        &agent.unknown_fields,
        &source.unknown_fields,
        &credential.unknown_fields,
        &task.unknown_fields,
        &destination.unknown_fields,
        &run.unknown_fields,
        &session.unknown_fields,
    ] {
        assert!(unknown.is_empty(), "{unknown:?}");
    }
    for event in sandbox.events() {
        assert_eq!(event.unknown_words().count(), 0, "{event:?}");
        assert!(event.unknown_fields.is_empty());
    }
}

#[test]
fn in_the_oldest_edition_failures_are_kept_and_a_second_delete_responds_like_the_first() {
    let sandbox = Sandbox::builder()
        .idempotency(IdempotencyEdition::Oldest)
        .build();
    let run = |sandbox: &Sandbox| {
        let request = Request::post(format!("{SANDBOX_BASE_URL}/tasks/task_1/run"))
            .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
            .header("content-type", "application/json")
            .header("idempotency-key", "a");
        sandbox.respond(&request.body(Bytes::from("{}")).unwrap())
    };
    let agent = call(&sandbox, &CreateAgent::new("Bills"));

    let refused = run(&sandbox);
    sandbox.insert_task(Task::fixture("task_1"));
    let repeat = run(&sandbox);
    let first = call(&sandbox, &DeleteAgent::new(agent.id.clone()));
    let second = call(&sandbox, &DeleteAgent::new(agent.id));

    assert_eq!(refused.status(), 404);
    assert_eq!(refused.body(), repeat.body());
    assert_eq!((first.id, first.deleted), (second.id, second.deleted));
}
