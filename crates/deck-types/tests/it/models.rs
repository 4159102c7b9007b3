//! What each model of a resource keeps, and what it does without.

use std::fmt::Debug;

use deck_types::Agent;
use deck_types::Credential;
use deck_types::Deleted;
use deck_types::Event;
use deck_types::EventDelivery;
use deck_types::EventDestination;
use deck_types::PageItem;
use deck_types::Session;
use deck_types::SessionToken;
use deck_types::Source;
use deck_types::StorageItem;
use deck_types::TaskRunFile;
use deck_types::UnknownFields;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

trait Model: Serialize + DeserializeOwned + Debug + PartialEq {
    fn unknown_fields(&self) -> &UnknownFields;
}

macro_rules! models {
    ($($model:ident),+ $(,)?) => {
        $(impl Model for $model {
            fn unknown_fields(&self) -> &UnknownFields {
                &self.unknown_fields
            }
        })+
    };
}

models!(
    Agent,
    Credential,
    Deleted,
    Event,
    EventDelivery,
    EventDestination,
    Session,
    SessionToken,
    Source,
    StorageItem,
);

const AGENT: &str = concat!(
    r#"{"id":"agt_1","object":"agent","name":"Bills","description":"Fetches bills","#,
    r#""tasks":[{"id":"task_1","object":"task","name":"Fetch","status":"live","new":1}],"#,
    r#""created_at":"2026-11-01T00:00:00Z","updated_at":"yesterday","request_id":"req_1"}"#,
);

const SOURCE: &str = concat!(
    r#"{"id":"src_1","object":"source","type":"website","name":"Bank","#,
    r#""website":{"url":"https://example.com","new":1},"#,
    r#""created_at":"2026-11-01T00:00:00Z","updated_at":"yesterday","request_id":"req_1"}"#,
);

const CREDENTIAL: &str = concat!(
    r#"{"id":"cred_1","object":"credential","status":"verified","source_id":"src_1","#,
    r#""auth_method":"username_password","external_id":"user_12345","#,
    r#""auth_credentials":{"username": "canary","key":1.10},"#,
    r#""created_at":"2026-11-01T00:00:00Z","updated_at":"yesterday","request_id":"req_1"}"#,
);

const SESSION: &str = concat!(
    r#"{"id":"sess_1","object":"session","status":"completing","runtime_ms":12453,"task_runs":"#,
    r#"[{"id":"trun_1","task_id":"task_1","agent_id":"agt_1","credential_id":"cred_1","new":1}],"#,
    r#""created_at":"2026-11-01T00:00:00Z","updated_at":"yesterday","request_id":"req_1"}"#,
);

const SESSION_TOKEN: &str = concat!(
    r#"{"id":"tok_1","object":"token","token":"tk_canary","expires_at":"2026-11-01T00:30:00Z","#,
    r#""created_at":"2026-11-01T00:00:00Z","request_id":"req_1"}"#,
);

const STORAGE_ITEM: &str = concat!(
    r#"{"id":"stor_1","object":"storage","file_name":"a.pdf","file_type":"application/pdf","#,
    r#""file_size":48213,"created_at":"2026-11-01T00:00:00Z","url":"https://example.com/canary","#,
    r#""purpose":"output","extraction":null,"task_run_id":"trun_1","metadata":{"pages":1.0},"#,
    r#""fetch_date":"2026-11-01T00:00:00Z","result":"failure","request_id":"req_1"}"#,
);

const FILE: &str = r#"{"id":"stor_1","url":"https://example.com/canary"}"#;

const EVENT: &str = concat!(
    r#"{"id":"evt_1","object":"event","type":"task_run.canceling","data":{"id": "trun_1","a":""},"#,
    r#""created_at":"2026-11-01T00:00:00Z","request_id":"req_1"}"#,
);

const EVENT_DESTINATION: &str = concat!(
    r#"{"id":"evtd_1","object":"event_destination","name":"Bills","status":"pending_verification","#,
    r#""type":"webhook","events":["task_run.completed","invoice.paid"],"#,
    r#""webhook":{"url":"https://example.com","custom_headers":"canary","secret":"whsec_canary"},"#,
    r#""aws_sqs":{"queue_url":"canary"},"aws_kinesis":{},"aws_s3":{},"aws_eventbridge":{},"#,
    r#""gcp_pubsub":{},"rabbitmq":{},"azure_servicebus":{},"hookdeck":{},"#,
    r#""created_at":"2026-11-01T00:00:00Z","updated_at":"yesterday","request_id":"req_1"}"#,
);

const EVENT_DELIVERY: &str = concat!(
    r#"{"id":"edlv_1","object":"any","status":"skipped","event_type":"task_run.failed","#,
    r#""event_id":"evt_1","event_destination_id":"evtd_1","attempts":4,"#,
    r#""created_at":"2026-11-01T00:00:00Z","delivered_at":"2026-11-01T00:00:01Z"}"#,
);

const DELETED: &str = r#"{"id":"agt_1","object":"agent","deleted":true,"request_id":"req_1"}"#;

#[track_caller]
fn read<M: DeserializeOwned>(text: &str) -> M {
    serde_json::from_str(text).unwrap()
}

#[track_caller]
fn is_written_back<M: Model>(text: &str) {
    let model: M = read(text);

    assert!(model.unknown_fields().is_empty(), "{model:?}");
    assert_eq!(serde_json::to_string(&model).unwrap(), text);
}

#[test]
fn every_documented_field_has_a_place_and_is_written_back() {
    is_written_back::<Agent>(AGENT);
    is_written_back::<Source>(SOURCE);
    is_written_back::<Credential>(CREDENTIAL);
    is_written_back::<Session>(SESSION);
    is_written_back::<SessionToken>(SESSION_TOKEN);
    is_written_back::<StorageItem>(STORAGE_ITEM);
    is_written_back::<Event>(EVENT);
    is_written_back::<EventDestination>(EVENT_DESTINATION);
    is_written_back::<EventDelivery>(EVENT_DELIVERY);
    is_written_back::<Deleted>(DELETED);
}

/// Reads the model with null in the place of every field but the id and the payloads, in which null counts.
#[track_caller]
fn tolerates_null<M: Model>(text: &str) {
    const PAYLOADS: [&str; 3] = ["extraction", "metadata", "data"];
    let mut nulls: Value = read(text);
    let members = nulls.as_object_mut().unwrap();
    members.retain(|name, _| !PAYLOADS.contains(&name.as_str()));
    let id = members.remove("id").unwrap();
    members.values_mut().for_each(|value| *value = Value::Null);
    members.insert("id".into(), id.clone());
    let only_id = format!(r#"{{"id":{id}}}"#);

    let model: M = read(&nulls.to_string());
    assert_eq!(model, read(&only_id));
    assert_eq!(serde_json::to_string(&model).unwrap(), only_id);
}

#[test]
fn an_id_is_enough_and_every_other_field_may_be_null() {
    tolerates_null::<Agent>(AGENT);
    tolerates_null::<Source>(SOURCE);
    tolerates_null::<Credential>(CREDENTIAL);
    tolerates_null::<Session>(SESSION);
    tolerates_null::<SessionToken>(SESSION_TOKEN);
    tolerates_null::<StorageItem>(STORAGE_ITEM);
    tolerates_null::<Event>(EVENT);
    tolerates_null::<EventDestination>(EVENT_DESTINATION);
    tolerates_null::<EventDelivery>(EVENT_DELIVERY);
    tolerates_null::<Deleted>(DELETED);
}

#[test]
fn a_resource_without_id_is_refused_and_a_delivery_has_none() {
    assert!(serde_json::from_str::<Agent>("{}").is_err());
    assert!(serde_json::from_str::<Source>("{}").is_err());
    assert!(serde_json::from_str::<Credential>("{}").is_err());
    assert!(serde_json::from_str::<Session>("{}").is_err());
    assert!(serde_json::from_str::<SessionToken>("{}").is_err());
    assert!(serde_json::from_str::<EventDestination>("{}").is_err());
    assert!(serde_json::from_str::<Deleted>("{}").is_err());

    assert_eq!(read::<EventDelivery>("{}"), EventDelivery::default());
    assert_eq!(EventDelivery::default().item_id(), None);
}

#[test]
fn nothing_that_is_not_for_logs_is_shown() {
    let shown = [
        format!("{:?}", read::<Credential>(CREDENTIAL)),
        format!("{:?}", read::<SessionToken>(SESSION_TOKEN)),
        format!("{:?}", read::<StorageItem>(STORAGE_ITEM)),
        format!("{:?}", read::<EventDestination>(EVENT_DESTINATION)),
        format!("{:?}", read::<TaskRunFile>(FILE)),
    ];

    for shown in shown {
        assert!(!shown.contains("canary"), "{shown}");
    }
}

#[track_caller]
fn tells<M: DeserializeOwned + PageItem>(text: &str, expected: &[(&str, &str)]) {
    let item: M = read(text);
    let mut words = Vec::new();
    item.visit_unknown_words(&mut |field, word| words.push(format!("{field} {word}")));
    let expected: Vec<_> = expected
        .iter()
        .map(|(field, word)| format!("{field} {word}"))
        .collect();
    assert_eq!(words, expected);
}

#[test]
fn words_of_tomorrow_are_told_with_their_fields() {
    tells::<Agent>(
        r#"{"id":"a","tasks":[{"status":"x"},{"status":"live"}]}"#,
        &[("tasks.status", "x")],
    );
    tells::<Source>(r#"{"id":"a","type":"x"}"#, &[("type", "x")]);
    tells::<Credential>(
        r#"{"id":"a","status":"x","auth_method":"y"}"#,
        &[("status", "x"), ("auth_method", "y")],
    );
    tells::<StorageItem>(r#"{"id":"a","result":"x"}"#, &[("result", "x")]);
    tells::<Event>(r#"{"id":"a","type":"x"}"#, &[("type", "x")]);
    tells::<EventDestination>(
        r#"{"id":"a","status":"x","type":"y","events":["*","z"]}"#,
        &[("status", "x"), ("type", "y"), ("events", "z")],
    );
    tells::<EventDelivery>(
        r#"{"status":"x","event_type":"y"}"#,
        &[("status", "x"), ("event_type", "y")],
    );
    let session: Session = read(r#"{"id":"a","status":"x"}"#);
    assert_eq!(
        session.unknown_words().collect::<Vec<_>>(),
        [("status", "x")]
    );
}
