//! The laws of bodies: each value of an operation that is set comes out of its body as it went in, ids come
//! out of the path, and `Debug` shows no secret.
//!
//! `cargo xtask roundtrip` includes this file, which needs `deck_types` and nothing else of ours.

use std::fmt::Debug;

use deck_types::CancelTaskRun;
use deck_types::CreateAgent;
use deck_types::CreateCredential;
use deck_types::CreateEventDestination;
use deck_types::CreateSource;
use deck_types::CreateTask;
use deck_types::DeleteAgent;
use deck_types::DeleteCredential;
use deck_types::DeleteEventDestination;
use deck_types::DeleteSource;
use deck_types::DestinationConfig;
use deck_types::EndSession;
use deck_types::GetAgent;
use deck_types::GetCredential;
use deck_types::GetEvent;
use deck_types::GetEventDestination;
use deck_types::GetSession;
use deck_types::GetSource;
use deck_types::GetStorageItem;
use deck_types::GetTask;
use deck_types::GetTaskRun;
use deck_types::Json;
use deck_types::Operation;
use deck_types::ResetTask;
use deck_types::RunTask;
use deck_types::SubmitInteraction;
use deck_types::UpdateCredential;
use deck_types::UpdateEventDestination;
use deck_types::WebhookConfig;
use deck_types::percent;
use serde_json::Value;
use serde_json::json;

/// Puts bytes into each field of each operation; bytes that are no text are passed over.
///
/// # Panics
///
/// When a law of bodies is broken.
pub fn check(bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).ok();
    if let Some(text) = text.filter(|text| !text.contains(CANARY)) {
        check_agents_and_sources(text);
        check_tasks(text);
        check_credentials(text);
        check_event_destinations(text);
        check_paths(text);
    }
}

fn check_agents_and_sources(text: &str) {
    check_body(&CreateAgent::new(text), &json!({ "name": text }));
    check_body(
        &CreateAgent::new(text).description(text),
        &json!({ "name": text, "description": text }),
    );
    let website = json!({ "url": text });
    check_body(
        &CreateSource::website(text),
        &json!({ "type": "website", "website": website }),
    );
    let mut source = CreateSource::website(text).name(text);
    source.source_type = text.into();
    check_body(
        &source,
        &json!({ "type": text, "website": website, "name": text }),
    );
}

fn check_tasks(text: &str) {
    check_body(&RunTask::new("task_1"), &json!({}));
    let run = RunTask::new("task_1").credential_id(text).source_id(text);
    let run = run.session_id(text).input(text);
    let expected = json!({
        "credential_id": text, "source_id": text, "session_id": text, "input": text,
    });
    run.iter().for_each(|run| check_body(run, &expected));

    check_body(
        &CreateTask::new(text, text),
        &json!({ "name": text, "agent_id": text }),
    );
    let task = CreateTask::new(text, text)
        .id(text)
        .prompt(text)
        .extraction(true);
    let task = task
        .input_schema(text)
        .and_then(|task| task.output_schema(&[text]))
        .and_then(|task| task.storage(&Some(text)));
    let mut expected = json!({
        "name": text, "agent_id": text, "id": text, "input_schema": text, "output_schema": [text],
        "prompt": text, "storage": text, "extraction": true,
    });
    task.iter().for_each(|task| check_body(task, &expected));
    let extra = task.ok().zip(Json::encode(text).ok());
    let extra = extra.and_then(|(task, json)| task.with_extra(text, json).ok());
    let is_modelled = expected.get(text).is_some();
    assert_eq!(extra.is_none(), is_modelled, "{text}");
    if let Some(task) = extra {
        expected[text] = text.into();
        check_body(&task, &expected);
    }

    let answer = SubmitInteraction::new("trun_1").field(text, &secret(text));
    let expected = json!({ "input": { text: secret(text) } });
    answer
        .iter()
        .for_each(|answer| check_body(answer, &expected));
}

fn check_credentials(text: &str) {
    check_body(&CreateCredential::new(text), &json!({ "source_id": text }));
    let create = CreateCredential::new(text)
        .auth_method(text)
        .external_id(text);
    let create = create.auth_credentials(&secret(text));
    let expected = json!({
        "source_id": text, "auth_method": text, "auth_credentials": secret(text), "external_id": text,
    });
    create
        .iter()
        .for_each(|create| check_body(create, &expected));

    let update = UpdateCredential::new("cred_1");
    check_body(&update, &json!({}));
    check_body(
        &update.clone().external_id(text),
        &json!({ "external_id": text }),
    );
    let update = update.remove_external_id().auth_credentials(&secret(text));
    let expected = json!({ "auth_credentials": secret(text), "external_id": null });
    update
        .iter()
        .for_each(|update| check_body(update, &expected));
}

fn check_event_destinations(text: &str) {
    let webhook = WebhookConfig::new(text).secret(secret(text));
    let Ok(webhook) = webhook.custom_headers(&[secret(text)]) else {
        return;
    };
    let headers = json!([secret(text)]).to_string();
    let object = json!({ "url": text, "custom_headers": headers, "secret": secret(text) });
    if let Ok(config) = DestinationConfig::webhook(&webhook) {
        let create = CreateEventDestination::new(text, config.clone());
        let mut expected = json!({ "name": text, "type": "webhook", "webhook": object });
        check_body(&create, &expected);
        expected["events"] = json!([text, text]);
        check_body(&create.events([text, text]), &expected);

        let update = UpdateEventDestination::new("evtd_1");
        check_body(&update, &json!({}));
        let update = update.name(text).status(text).events([text]).config(config);
        let expected = json!({
            "name": text, "status": text, "events": [text], "webhook": object,
        });
        check_body(&update, &expected);
    }
    if let Ok(config) = DestinationConfig::new(text, &[secret(text)]) {
        let create = CreateEventDestination::new(text, config);
        match ["name", "type", "events"].contains(&text) {
            true => assert!(create.body().is_err(), "{text} would stand there twice"),
            false => check_body(
                &create,
                &json!({ "name": text, "type": text, text: [secret(text)] }),
            ),
        }
    }
}

/// A value that `Debug` must not show.
fn secret(text: &str) -> String {
    format!("{CANARY}{text}")
}

const CANARY: &str = "canary-";

fn check_body<O: Operation + Debug>(operation: &O, expected: &Value) {
    let body = operation.body().ok().flatten();
    let body = body.as_ref().map(Json::parse::<Value>);
    assert_eq!(body, Some(Ok(expected.clone())), "{}", O::NAME);
    let shown = format!("{operation:?}");
    assert!(!shown.contains(CANARY), "{shown}");
}

fn check_paths(text: &str) {
    check_path(&GetTaskRun::new(text), text);
    check_path(&CancelTaskRun::new(text), text);
    check_path(&SubmitInteraction::new(text), text);
    check_path(&GetStorageItem::new(text), text);
    check_path(&GetTask::new(text), text);
    check_path(&RunTask::new(text), text);
    check_path(&ResetTask::new(text), text);
    check_path(&GetAgent::new(text), text);
    check_path(&DeleteAgent::new(text), text);
    check_path(&GetSource::new(text), text);
    check_path(&DeleteSource::new(text), text);
    check_path(&GetCredential::new(text), text);
    check_path(&UpdateCredential::new(text), text);
    check_path(&DeleteCredential::new(text), text);
    check_path(&GetSession::new(text), text);
    check_path(&EndSession::new(text), text);
    check_path(&GetEvent::new(text), text);
    check_path(&GetEventDestination::new(text), text);
    check_path(&UpdateEventDestination::new(text), text);
    check_path(&DeleteEventDestination::new(text), text);
}

/// Reads the id out of the path, where the name of the operation has its placeholder.
fn check_path<O: Operation>(operation: &O, id: &str) {
    let Ok(path) = operation.path() else {
        assert!(matches!(id, "" | "." | ".."), "{id:?} is refused");
        return;
    };
    let template: Vec<&str> = O::NAME.split('/').skip(1).collect();
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    assert_eq!(segments.len(), template.len(), "{path}");
    for (segment, name) in segments.iter().zip(template) {
        let expected = if name.starts_with('{') { id } else { name };
        assert_eq!(percent::decode(segment).as_deref().ok(), Some(expected));
    }
}
