//! The operations on single objects, in the order in which a company would begin.

use std::time::Duration;

use deck_client::Client;
use deck_sandbox::Prompt;
use deck_sandbox::Sandbox;
use deck_sandbox::Script;
use deck_types::CancelTaskRun;
use deck_types::CreateAgent;
use deck_types::CreateCredential;
use deck_types::CreateEventDestination;
use deck_types::CreateSessionToken;
use deck_types::CreateSource;
use deck_types::CreateTask;
use deck_types::DeleteAgent;
use deck_types::DeleteCredential;
use deck_types::DeleteEventDestination;
use deck_types::DeleteSource;
use deck_types::DestinationConfig;
use deck_types::EndSession;
use deck_types::EventDestinationStatus;
use deck_types::EventType;
use deck_types::GetAgent;
use deck_types::GetCredential;
use deck_types::GetEvent;
use deck_types::GetEventDestination;
use deck_types::GetSession;
use deck_types::GetSource;
use deck_types::GetStorageItem;
use deck_types::GetTask;
use deck_types::GetTaskRun;
use deck_types::GetTestStatus;
use deck_types::Include;
use deck_types::Json;
use deck_types::ListTaskRunStorage;
use deck_types::ResetTask;
use deck_types::RunTask;
use deck_types::SubmitInteraction;
use deck_types::UpdateCredential;
use deck_types::UpdateEventDestination;
use deck_types::WebhookConfig;
use serde_json::json;

use crate::Failure;

/// The task that the runs are of.
const TASK: &str = "task_bills";

/// Makes every operation on single objects, the shortest and the fullest form of each.
pub(crate) async fn record(client: &Client, sandbox: &Sandbox) -> Result<(), Failure> {
    client.call(GetTestStatus).await?;
    client.call(CreateSessionToken).await?;
    agents_and_tasks(client).await?;
    sources_and_credentials(client).await?;
    runs(client, sandbox).await?;
    destinations(client).await?;
    for event in sandbox.events().into_iter().take(3) {
        client.call(GetEvent::new(event.id)).await?;
    }
    Ok(())
}

async fn agents_and_tasks(client: &Client) -> Result<(), Failure> {
    let agent = client
        .call(CreateAgent::new("Biller").description("Fetches bills"))
        .await?;
    let schema = json!({"type": "object"});
    client
        .call(CreateTask::new("Short", agent.id.clone()))
        .await?;
    let task = CreateTask::new("Bills", agent.id.clone())
        .id(TASK)
        .prompt("Fetch the newest bill")
        .input_schema(&schema)?
        .output_schema(&schema)?
        .storage(&json!({"enabled": true}))?
        .extraction(true)
        .with_extra("settings", Json::encode(&json!({"timeout_seconds": 600}))?)?;
    client.call(task).await?;
    client.call(GetTask::new(TASK)).await?;
    client.call(ResetTask::new(TASK)).await?;
    client.call(GetAgent::new(agent.id)).await?;
    client.call(CreateAgent::new("Short")).await?;
    let other = client.call(CreateAgent::new("Other")).await?;
    client.call(DeleteAgent::new(other.id)).await?;
    Ok(())
}

async fn sources_and_credentials(client: &Client) -> Result<(), Failure> {
    let source = client
        .call(CreateSource::website("https://example.com").name("Example"))
        .await?;
    client.call(GetSource::new(source.id.clone())).await?;
    let short = client
        .call(CreateCredential::new(source.id.clone()))
        .await?;
    let secrets = json!({
        "username": "jane",
        "password": "secret",
        "source_fields": {"branch": "7"},
    });
    let full = CreateCredential::new(source.id)
        .auth_method("username_password")
        .auth_credentials(&secrets)?
        .external_id("user-1");
    let full = client.call(full).await?;
    client.call(GetCredential::new(full.id.clone())).await?;
    let change = UpdateCredential::new(full.id.clone())
        .auth_credentials(&secrets)?
        .external_id("user-2");
    client.call(change).await?;
    client.call(UpdateCredential::new(full.id.clone())).await?;
    client
        .call(UpdateCredential::new(full.id).remove_external_id())
        .await?;
    client.call(DeleteCredential::new(short.id)).await?;
    client
        .call(CreateSource::website("https://example.net"))
        .await?;
    let other = client
        .call(CreateSource::website("http://example.org"))
        .await?;
    client.call(DeleteSource::new(other.id)).await?;
    Ok(())
}

async fn runs(client: &Client, sandbox: &Sandbox) -> Result<(), Failure> {
    let script = Script::new()
        .queued(Duration::from_secs(1))
        .running(Duration::from_secs(1))
        .ask(Prompt::mfa("123456"))
        .file("bill.pdf", "application/pdf", 1_000)
        .file("bill.csv", "text/csv", 100);
    sandbox.set_script(
        TASK,
        script.complete(Json::encode(&json!({"total": 12.5}))?),
    );
    let run = client
        .call(RunTask::new(TASK).input(&json!({"month": 10}))?)
        .await?;
    sandbox.advance(Duration::from_secs(10));
    let run = client.call(GetTaskRun::new(run.id)).await?;
    let reply = SubmitInteraction::new(run.id.clone()).field("code", "123456")?;
    client.call(reply).await?;
    sandbox.advance(Duration::from_secs(60));
    let everything = [
        Include::Input,
        Include::Storage,
        Include::Screenshots,
        Include::Artifacts,
    ];
    client
        .call(GetTaskRun::new(run.id.clone()).include(everything))
        .await?;
    files(client, run.id.as_str()).await?;
    let session = run.session_id.ok_or("the run has no session")?;
    client.call(GetSession::new(session.clone())).await?;
    let full = RunTask::new(TASK)
        .credential_id("cred_1")
        .source_id("src_1")
        .session_id(session.clone())
        .input(&json!({"month": 11}))?
        .with_extra("request_id", Json::encode("bills-11")?)?;
    let second = client.call(full).await?;
    client.call(CancelTaskRun::new(second.id)).await?;
    client.call(EndSession::new(session)).await?;
    Ok(())
}

async fn files(client: &Client, run: &str) -> Result<(), Failure> {
    let page = client.list(ListTaskRunStorage::new(run)).page().await?;
    for id in page.data.into_iter().filter_map(|file| file.id) {
        client.call(GetStorageItem::new(id)).await?;
    }
    Ok(())
}

async fn destinations(client: &Client) -> Result<(), Failure> {
    let plain = WebhookConfig::new("https://example.com/deck");
    let full = plain
        .clone()
        .custom_headers(&json!({"x-tenant": "7"}))?
        .secret("whsec_c2VjcmV0c2VjcmV0c2VjcmV0");
    let plain = DestinationConfig::webhook(&plain)?;
    client
        .call(CreateEventDestination::new("Plain", plain.clone()))
        .await?;
    let full = CreateEventDestination::new("Full", DestinationConfig::webhook(&full)?)
        .events([EventType::TaskRunCompleted, EventType::TaskRunFailed]);
    let webhook = client.call(full).await?;
    queues(client).await?;
    let id = webhook.id;
    client.call(GetEventDestination::new(id.clone())).await?;
    let change = UpdateEventDestination::new(id.clone())
        .name("Renamed")
        .status(EventDestinationStatus::Inactive)
        .events([EventType::All])
        .config(plain);
    client.call(change).await?;
    client.call(DeleteEventDestination::new(id)).await?;
    Ok(())
}

/// Creates a destination of every other type, with the keys that responses are documented with.
async fn queues(client: &Client) -> Result<(), Failure> {
    let configs = [
        ("aws_sqs", json!({"queue_url": "https://sqs.example.com/1"})),
        (
            "aws_kinesis",
            json!({"stream_name": "deck", "region": "eu-west-1"}),
        ),
        ("aws_s3", json!({"bucket": "deck", "region": "eu-west-1"})),
        (
            "aws_eventbridge",
            json!({"event_bus_name": "deck", "region": "eu-west-1"}),
        ),
        ("gcp_pubsub", json!({"project_id": "deck", "topic": "runs"})),
        (
            "rabbitmq",
            json!({"exchange": "deck", "server_url": "amqps://example.com"}),
        ),
        ("azure_servicebus", json!({"name": "deck"})),
        ("hookdeck", json!({"token": "secret"})),
    ];
    for (destination_type, object) in configs {
        let config = DestinationConfig::new(destination_type, &object)?;
        let operation = CreateEventDestination::new("Queue", config.clone()).all_events();
        let destination = client.call(operation).await?;
        let change = UpdateEventDestination::new(destination.id).config(config);
        client.call(change).await?;
    }
    Ok(())
}
