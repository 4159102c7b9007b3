//! The laws of models, the same for every one: what is read is written back without a loss, also when a field
//! was changed in between; and known fields are written once, whatever stands among the unknown ones.
//!
//! `cargo xtask roundtrip` includes this file, which needs `deck_types` and nothing else of ours.

use std::fmt::Debug;

use deck_types::Agent;
use deck_types::Credential;
use deck_types::Deleted;
use deck_types::Event;
use deck_types::EventDelivery;
use deck_types::EventDestination;
use deck_types::Interaction;
use deck_types::Json;
use deck_types::Session;
use deck_types::SessionToken;
use deck_types::Source;
use deck_types::StorageItem;
use deck_types::Subject;
use deck_types::Task;
use deck_types::TaskRun;
use deck_types::TestStatus;
use deck_types::UnknownFields;
use deck_types::WebhookConfig;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::json;

/// Reads bytes as each model.
///
/// # Panics
///
/// When a law of models is broken.
pub fn check(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        visit_all(&mut |case: &dyn Case| case.check(text));
    }
}

/// A model with what it takes to check it.
pub trait Case {
    /// Returns the name of the model.
    fn name(&self) -> &'static str;

    /// Returns an object with every field that is documented for the model.
    fn complete(&self) -> Value;

    /// Reads a text as the model: what is read is written back without a loss, and so is what was changed in
    /// between. A text that is no such model is passed over.
    ///
    /// # Panics
    ///
    /// When something is lost.
    fn check(&self, text: &str);

    /// Returns whether a text can be read as the model.
    fn reads(&self, text: &str) -> bool;
}

struct Model<M> {
    name: &'static str,
    complete: &'static str,
    /// The key of a field that is a string.
    changed: &'static str,
    change: fn(&mut M, &str),
}

/// A model that keeps what it does not know.
trait KeepsUnknown {
    fn unknown_fields(&mut self) -> &mut UnknownFields;
}

macro_rules! keeps_unknown {
    ($($model:ident),* $(,)?) => {$(
        impl KeepsUnknown for $model {
            fn unknown_fields(&mut self) -> &mut UnknownFields {
                &mut self.unknown_fields
            }
        }
    )*};
}

keeps_unknown!(
    Agent,
    Credential,
    Deleted,
    Event,
    EventDelivery,
    EventDestination,
    Interaction,
    Session,
    SessionToken,
    Source,
    StorageItem,
    Task,
    TaskRun,
    TestStatus,
    WebhookConfig,
);

impl<M: KeepsUnknown + Serialize + DeserializeOwned + PartialEq + Debug> Case for Model<M> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn complete(&self) -> Value {
        serde_json::from_str(self.complete).unwrap_or_default()
    }

    fn check(&self, text: &str) {
        let Ok(mut model) = serde_json::from_str::<M>(text) else {
            return;
        };
        let written = write(&model);
        assert_eq!(
            serde_json::from_str::<M>(&written).as_ref().ok(),
            Some(&model)
        );
        if let Ok(all) = serde_json::from_str::<UnknownFields>(text) {
            let unknown = std::mem::replace(model.unknown_fields(), all);
            assert_eq!(write(&model), written, "a known field was written twice");
            *model.unknown_fields() = unknown;
        }
        let Some(mut expected) = value(text) else {
            return;
        };
        keeps(&expected, &value(&written).unwrap_or_default());

        (self.change)(&mut model, "changed");
        expected[self.changed] = json!("changed");
        let written = value(&write(&model)).unwrap_or_default();
        assert_eq!(written[self.changed], "changed");
        keeps(&expected, &written);
    }

    fn reads(&self, text: &str) -> bool {
        serde_json::from_str::<M>(text).is_ok()
    }
}

fn write<M: Serialize>(model: &M) -> String {
    let written = Json::encode(model);
    assert!(written.is_ok(), "a model that was read cannot be written");
    written.map_or_else(|_| String::new(), |text| text.to_string())
}

/// Reads a text as `serde_json` does, unless it holds a key that this takes for a mark of its own.
fn value(text: &str) -> Option<Value> {
    let has_mark = text.contains("$serde_json::private");
    if has_mark {
        return None;
    }
    serde_json::from_str(text).ok()
}

/// Compares what was read with what was written: null may be absent, digits may be a number, and empty lists
/// may be added.
fn keeps(before: &Value, after: &Value) {
    match (before, after) {
        (Value::Null, _) => {}
        (Value::Object(before), Value::Object(after)) => {
            for (name, value) in before {
                keeps(value, after.get(name).unwrap_or(&Value::Null));
            }
        }
        (Value::Array(before), Value::Array(after)) => {
            assert_eq!(before.len(), after.len());
            before
                .iter()
                .zip(after)
                .for_each(|(before, after)| keeps(before, after));
        }
        (Value::String(digits), Value::Number(number)) => {
            let digits = digits.trim_start_matches('0');
            assert_eq!(number.to_string().trim_start_matches('0'), digits);
        }
        _ => assert_eq!(before, after),
    }
}

/// Gives `visit` every model that Deck sends as a whole.
pub fn visit_all(visit: &mut dyn FnMut(&dyn Case)) {
    runs(visit);
    tasks_and_agents(visit);
    credentials_and_sessions(visit);
    events(visit);
    other_responses(visit);
}

fn runs(visit: &mut dyn FnMut(&dyn Case)) {
    visit(&Model {
        name: "a run",
        complete: concat!(
            r#"{"id": "trun_1", "object": "task_run", "status": "completed", "result": "success","#,
            r#" "task_id": "task_1", "credential_id": "cred_1", "session_id": "sess_1","#,
            r#" "workflow_id": "wflo_1", "agent_id": "agt_1", "source_id": "src_1","#,
            r#" "runtime_ms": 12453, "input": {}, "output": [], "storage": [{"id": "stor_1","#,
            r#" "object": "storage", "file_name": "a", "file_type": "b", "file_size": 7, "url": "c","#,
            r#" "purpose": "output", "extraction": {}, "created_at": "2026-11-01T00:00:00Z"}],"#,
            r#" "artifacts": {}, "errors": [{"type": "auth", "code": "auth_invalid", "message": "a","#,
            r#" "field": "b"}], "interaction": {"type": "mfa"}, "canceled_at": "2026-11-01T00:00:00Z","#,
            r#" "created_at": "2026-11-01T00:00:00Z", "updated_at": "2026-11-01T00:00:00Z","#,
            r#" "request_id": "req_1"}"#,
        ),
        changed: "status",
        change: |model: &mut TaskRun, text| model.status = Some(text.into()),
    });
    visit(&Model {
        name: "an interaction",
        complete: concat!(
            r#"{"type": "mfa", "message": "Code?", "fields": [{"name": "code", "type": "string","#,
            r#" "label": "Code"}]}"#,
        ),
        changed: "message",
        change: |model: &mut Interaction, text| model.message = Some(text.into()),
    });
    visit(&Model {
        name: "a file",
        complete: concat!(
            r#"{"id": "stor_1", "object": "storage", "file_name": "a", "file_type": "b","#,
            r#" "file_size": 7, "url": "c", "purpose": "output", "extraction": {}, "metadata": {},"#,
            r#" "task_run_id": "trun_1", "created_at": "2026-11-01T00:00:00Z","#,
            r#" "fetch_date": "2026-11-01T00:00:00Z", "result": "success", "request_id": "req_1"}"#,
        ),
        changed: "file_name",
        change: |model: &mut StorageItem, text| model.file_name = Some(text.into()),
    });
}

fn tasks_and_agents(visit: &mut dyn FnMut(&dyn Case)) {
    visit(&Model {
        name: "a task",
        complete: concat!(
            r#"{"id": "task_1", "object": "task", "name": "a", "status": "live", "agent_id": "agt_1","#,
            r#" "prompt": "b", "input_schema": {}, "output_schema": {}, "storage": {},"#,
            r#" "extraction": true, "created_at": "2026-11-01T00:00:00Z","#,
            r#" "updated_at": "2026-11-01T00:00:00Z", "request_id": "req_1"}"#,
        ),
        changed: "name",
        change: |model: &mut Task, text| model.name = Some(text.into()),
    });
    visit(&Model {
        name: "an agent",
        complete: concat!(
            r#"{"id": "agt_1", "object": "agent", "name": "a", "description": "b","#,
            r#" "tasks": [{"id": "task_1", "object": "task", "name": "c", "status": "live"}],"#,
            r#" "created_at": "2026-11-01T00:00:00Z", "updated_at": "2026-11-01T00:00:00Z","#,
            r#" "request_id": "req_1"}"#,
        ),
        changed: "name",
        change: |model: &mut Agent, text| model.name = Some(text.into()),
    });
    visit(&Model {
        name: "a source",
        complete: concat!(
            r#"{"id": "src_1", "object": "source", "type": "website", "name": "a","#,
            r#" "website": {"url": "https://example.com"}, "created_at": "2026-11-01T00:00:00Z","#,
            r#" "updated_at": "2026-11-01T00:00:00Z", "request_id": "req_1"}"#,
        ),
        changed: "type",
        change: |model: &mut Source, text| model.source_type = Some(text.into()),
    });
}

fn credentials_and_sessions(visit: &mut dyn FnMut(&dyn Case)) {
    visit(&Model {
        name: "a credential",
        complete: concat!(
            r#"{"id": "cred_1", "object": "credential", "status": "verified", "source_id": "src_1","#,
            r#" "auth_method": "username_password", "external_id": "user_12345","#,
            r#" "auth_credentials": {"username": "a", "key": "b"},"#,
            r#" "created_at": "2026-11-01T00:00:00Z", "updated_at": "2026-11-01T00:00:00Z","#,
            r#" "request_id": "req_1"}"#,
        ),
        changed: "external_id",
        change: |model: &mut Credential, text| model.external_id = Some(text.into()),
    });
    visit(&Model {
        name: "a session",
        complete: concat!(
            r#"{"id": "sess_1", "object": "session", "status": "idle", "runtime_ms": 7,"#,
            r#" "task_runs": [{"id": "trun_1", "task_id": "task_1", "agent_id": "agt_1","#,
            r#" "credential_id": "cred_1"}], "created_at": "2026-11-01T00:00:00Z","#,
            r#" "updated_at": "2026-11-01T00:00:00Z", "request_id": "req_1"}"#,
        ),
        changed: "status",
        change: |model: &mut Session, text| model.status = Some(text.into()),
    });
    visit(&Model {
        name: "a session token",
        complete: concat!(
            r#"{"id": "tok_1", "object": "token", "token": "tk_1","#,
            r#" "expires_at": "2026-11-01T00:30:00Z", "created_at": "2026-11-01T00:00:00Z","#,
            r#" "request_id": "req_1"}"#,
        ),
        changed: "token",
        change: |model: &mut SessionToken, text| model.token = Some(text.into()),
    });
}

fn events(visit: &mut dyn FnMut(&dyn Case)) {
    visit(&Model {
        name: "an event",
        complete: concat!(
            r#"{"id": "evt_1", "object": "event", "type": "task_run.completed","#,
            r#" "data": {"id": "trun_1", "object": "task_run", "workflow_id": ""},"#,
            r#" "created_at": "2026-11-01T00:00:00Z", "request_id": "req_1"}"#,
        ),
        changed: "type",
        change: |model: &mut Event, text| {
            check_subject(model);
            model.event_type = Some(text.into());
        },
    });
    visit(&Model {
        name: "an event destination",
        complete: concat!(
            r#"{"id": "evtd_1", "object": "event_destination", "name": "a", "status": "active","#,
            r#" "type": "webhook", "events": ["*", "task_run.completed"],"#,
            r#" "webhook": {"url": "https://example.com", "custom_headers": "{}", "secret": "b"},"#,
            r#" "aws_sqs": {"queue_url": "c"}, "aws_kinesis": {}, "aws_s3": {},"#,
            r#" "aws_eventbridge": {}, "gcp_pubsub": {}, "rabbitmq": {}, "azure_servicebus": {},"#,
            r#" "hookdeck": {}, "created_at": "2026-11-01T00:00:00Z","#,
            r#" "updated_at": "2026-11-01T00:00:00Z", "request_id": "req_1"}"#,
        ),
        changed: "name",
        change: |model: &mut EventDestination, text| model.name = Some(text.into()),
    });
    visit(&Model {
        name: "the configuration of a webhook",
        complete: r#"{"url": "https://example.com", "custom_headers": "{}", "secret": "b"}"#,
        changed: "url",
        change: |model: &mut WebhookConfig, text| model.url = Some(text.into()),
    });
    visit(&Model {
        name: "a delivery",
        complete: concat!(
            r#"{"id": "edlv_1", "object": "a", "status": "success", "event_id": "evt_1","#,
            r#" "event_type": "task_run.completed", "event_destination_id": "evtd_1","#,
            r#" "attempts": 1, "created_at": "2026-11-01T00:00:00Z","#,
            r#" "delivered_at": "2026-11-01T00:00:00Z"}"#,
        ),
        changed: "event_type",
        change: |model: &mut EventDelivery, text| model.event_type = Some(text.into()),
    });
}

fn other_responses(visit: &mut dyn FnMut(&dyn Case)) {
    visit(&Model {
        name: "a deletion",
        complete: r#"{"id": "agt_1", "object": "agent", "deleted": true, "request_id": "req_1"}"#,
        changed: "object",
        change: |model: &mut Deleted, text| model.object = Some(text.into()),
    });
    visit(&Model {
        name: "the state of the API",
        complete: r#"{"status": "ready", "environment": "live", "request_id": "req_1"}"#,
        changed: "status",
        change: |model: &mut TestStatus, text| model.status = Some(text.into()),
    });
}

/// What an event is about is read of any data, and data that is not understood is kept.
fn check_subject(event: &Event) {
    if let Subject::Other(other) = event.subject() {
        let data = event.data.as_ref().map_or("null", Json::as_str);
        assert_eq!(other.as_str(), data);
    }
}
