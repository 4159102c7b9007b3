//! Every secret that the types know is sent and received through a recording transport, and the cassette is
//! searched for it.

use std::collections::BTreeMap;

use bytes::Bytes;
use deck_cassette::RecordingTransport;
use deck_client::ApiKey;
use deck_client::Client;
use deck_client::IdempotencyKey;
use deck_client::RetryPolicy;
use deck_sandbox::SANDBOX_API_KEY;
use deck_transport::ManualClock;
use deck_transport::TransportError;
use deck_transport::transport_fn;
use deck_types::CreateCredential;
use deck_types::CreateEventDestination;
use deck_types::CreateSessionToken;
use deck_types::DestinationConfig;
use deck_types::GetStorageItem;
use deck_types::GetTaskRun;
use deck_types::SubmitInteraction;
use deck_types::UpdateCredential;
use deck_types::UpdateEventDestination;
use deck_types::WebhookConfig;
use http::Request;
use http::Response;

const SECRET: &str = "s3cr3t c4n4ry \"1\"";

/// The types of destinations with a configuration that is a secret as a whole.
const DESTINATIONS: [&str; 8] = [
    "aws_sqs",
    "aws_kinesis",
    "aws_s3",
    "aws_eventbridge",
    "gcp_pubsub",
    "rabbitmq",
    "azure_servicebus",
    "hookdeck",
];

/// Responds with every secret that a response has, and repeats the body of the request.
async fn server(request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
    let heard = String::from_utf8_lossy(request.body()).into_owned();
    let mut body = serde_json::json!({
        "id": "a",
        "token": SECRET,
        "url": SECRET,
        "auth_credentials": {"username": SECRET},
        "webhook": {"url": SECRET, "secret": SECRET, "custom_headers": SECRET},
        "storage": [{"url": SECRET}],
        "errors": [{"message": heard.clone()}],
    });
    for destination in DESTINATIONS {
        body[destination] = serde_json::json!({"key": [SECRET]});
    }
    let response = Response::builder().header("x-heard", heard);
    Ok(response.body(body.to_string().into()).unwrap())
}

fn client(
    recording: &RecordingTransport<impl deck_transport::Transport + Clone + 'static>,
) -> Client {
    Client::builder(ApiKey::new(SANDBOX_API_KEY).unwrap())
        .with_transport(recording.clone())
        .with_clock(ManualClock::new())
        .with_retry_policy(RetryPolicy::none())
        .with_key_source(|| IdempotencyKey::from_random_bits([7; 16]))
        .build()
        .unwrap()
}

fn access() -> BTreeMap<&'static str, &'static str> {
    BTreeMap::from([("password", SECRET)])
}

#[tokio::test]
async fn no_secret_that_the_types_know_is_on_a_cassette() {
    let recording = RecordingTransport::new(transport_fn(server));
    let client = client(&recording);

    let created = CreateCredential::new("src_1")
        .auth_credentials(&access())
        .unwrap();
    let credential = client.call(created).await.unwrap();
    assert!(
        credential
            .auth_credentials
            .unwrap()
            .expose()
            .contains("c4n4ry")
    );
    let updated = UpdateCredential::new("cred_1")
        .auth_credentials(&access())
        .unwrap();
    client.call(updated).await.unwrap();
    let answer = SubmitInteraction::new("trun_1")
        .field("code", SECRET)
        .unwrap();
    client.call(answer).await.unwrap();
    assert_eq!(
        client
            .call(CreateSessionToken)
            .await
            .unwrap()
            .token
            .unwrap()
            .expose(),
        SECRET
    );
    client.call(GetStorageItem::new("stor_1")).await.unwrap();
    client.call(GetTaskRun::new("trun_1")).await.unwrap();
    let webhook = WebhookConfig::new(SECRET)
        .custom_headers(&access())
        .unwrap()
        .secret(SECRET);
    let webhook = DestinationConfig::webhook(&webhook).unwrap();
    let others = DESTINATIONS.map(|name| DestinationConfig::new(name, &access()).unwrap());
    for config in others.into_iter().chain([webhook]) {
        client
            .call(CreateEventDestination::new("events", config.clone()))
            .await
            .unwrap();
        client
            .call(UpdateEventDestination::new("evtd_1").config(config))
            .await
            .unwrap();
    }

    let cassette = recording.cassette();
    assert_eq!(cassette.exchanges().len(), 6 + 2 * 9);
    let shown = format!("{cassette} {cassette:?}");
    assert!(!shown.contains("c4n4ry"), "{shown}");
}
