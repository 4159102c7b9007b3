//! Events of the sandbox's making.

use std::time::Duration;
use std::time::SystemTime;

use deck_client::ApiKey;
use deck_client::Client;
use deck_client::Error;
use deck_client::bytes::Bytes;
use deck_sandbox::Prompt;
use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::Sandbox;
use deck_sandbox::Script;
use deck_transport::ManualClock;
use deck_types::AgentId;
use deck_types::CancelTaskRun;
use deck_types::CreateAgent;
use deck_types::CreateCredential;
use deck_types::CreateEventDestination;
use deck_types::CreateSource;
use deck_types::CreateTask;
use deck_types::DeleteAgent;
use deck_types::DeleteCredential;
use deck_types::DeleteSource;
use deck_types::DestinationConfig;
use deck_types::EndSession;
use deck_types::EventType;
use deck_types::Json;
use deck_types::JsonError;
use deck_types::Problem;
use deck_types::RunTask;
use deck_types::TaskRun;
use deck_types::WebhookConfig;
use deck_webhooks::ID_HEADER;

use crate::error::Failure;
use crate::error::code::ErrorCode;
use crate::error::explained::Explained;

/// The types of events that the sandbox makes.
pub(super) const EVENT_TYPES: [&str; 21] = [
    "agent.created",
    "agent.deleted",
    "credential.created",
    "credential.deleted",
    "session.completed",
    "session.completing",
    "session.idle",
    "session.queued",
    "session.running",
    "source.created",
    "source.deleted",
    "storage.created",
    "task.created",
    "task_run.canceled",
    "task_run.canceling",
    "task_run.completed",
    "task_run.failed",
    "task_run.interaction_required",
    "task_run.queued",
    "task_run.review_required",
    "task_run.running",
];

const MINUTE: Duration = Duration::from_secs(60);

/// How much time passes in the sandbox while everything happens that there are events of.
const TAKES: Duration = Duration::from_secs(3 * 60);

/// An event, and the id of its delivery.
pub(super) struct SandboxEvent {
    pub(super) delivery_id: String,
    pub(super) body: Bytes,
}

/// Makes an event of a type, which happens just before `now`; its ids are drawn from `seed`.
pub(super) async fn make(
    event_type: &str,
    seed: u64,
    now: SystemTime,
) -> Result<SandboxEvent, Failure> {
    let start = now.checked_sub(TAKES).unwrap_or(now);
    let sandbox = Sandbox::builder().seed(seed).runs(0).now(start).build();
    live(&sandbox, event_type).await?;
    let attempt = sandbox.take_delivery().ok_or_else(|| unknown(event_type))?;
    let request = attempt.request();
    let id = request.headers().get(ID_HEADER);
    let id = id.and_then(|id| id.to_str().ok());
    Ok(SandboxEvent {
        delivery_id: id.ok_or_else(|| unknown(event_type))?.to_owned(),
        body: request.body().clone(),
    })
}

fn unknown(event_type: &str) -> Failure {
    let message = format!("the sandbox makes no event of type {event_type}");
    Explained::new(ErrorCode::Usage, message).into()
}

fn unwritable(error: &JsonError) -> Failure {
    let message = "the event could not be written";
    Explained::new(ErrorCode::Internal, message)
        .caused_by(error)
        .into()
}

/// Lets everything happen that there are events of, of which those of one type are to be delivered.
async fn live(sandbox: &Sandbox, event_type: &str) -> Result<(), Failure> {
    let client = Client::builder(ApiKey::new(SANDBOX_API_KEY).map_err(Failure::Key)?)
        .with_transport(sandbox.clone())
        .with_clock(ManualClock::new())
        .build()?;
    let webhook = DestinationConfig::webhook(&WebhookConfig::new("http://127.0.0.1/"));
    let webhook = webhook.map_err(|error| unwritable(&error))?;
    let destination = CreateEventDestination::new("Events", webhook);
    client
        .call(destination.events([EventType::from(event_type)]))
        .await?;
    let agent = client.call(CreateAgent::new("Bills")).await?;
    let source = client
        .call(CreateSource::website("https://example.com"))
        .await?;
    let credential = client
        .call(CreateCredential::new(source.id.clone()))
        .await?;
    let mut runs = Vec::new();
    for script in scripts().map_err(|error| unwritable(&error))? {
        runs.push(run(sandbox, &client, &agent.id, script).await?);
    }
    sandbox.advance(MINUTE);
    if let Some(last) = runs.last() {
        client.call(CancelTaskRun::new(last.id.clone())).await?;
    }
    sandbox.advance(MINUTE);
    end_sessions(sandbox, &client).await?;
    client.call(DeleteCredential::new(credential.id)).await?;
    client.call(DeleteSource::new(source.id)).await?;
    client.call(DeleteAgent::new(agent.id)).await?;
    sandbox.advance(MINUTE);
    Ok(())
}

/// Returns what runs do; the last one does not end by itself.
fn scripts() -> Result<[Script; 5], JsonError> {
    let start = || {
        Script::new()
            .queued(Duration::from_secs(2))
            .running(Duration::from_secs(12))
    };
    let output = Json::from_text(r#"{"invoices":[{"number":"INV-2026-104","total":118.40}]}"#)?;
    Ok([
        start()
            .file("invoice.pdf", "application/pdf", 48_213)
            .complete(output.clone()),
        start().fail(Problem::fixture("source", "source_unavailable")),
        start().ask(Prompt::mfa("123456")).complete(output.clone()),
        start().review(output),
        start().work_on(),
    ])
}

/// Runs a task of one's own for a script.
async fn run(
    sandbox: &Sandbox,
    client: &Client,
    agent: &AgentId,
    script: Script,
) -> Result<TaskRun, Error> {
    let task = client
        .call(CreateTask::new("Fetch the bill", agent.clone()))
        .await?;
    sandbox.set_script(task.id.clone(), script);
    client.call(RunTask::new(task.id)).await
}

async fn end_sessions(sandbox: &Sandbox, client: &Client) -> Result<(), Error> {
    for run in sandbox.runs() {
        if let Some(session) = run.session_id {
            client.call(EndSession::new(session)).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use deck_types::Event;

    use super::*;

    const NOW: SystemTime = SystemTime::UNIX_EPOCH;

    #[tokio::test]
    async fn the_types_are_those_of_which_there_are_events() {
        let sandbox = Sandbox::builder().seed(1).runs(0).build();

        live(&sandbox, "*").await.unwrap();

        let events = sandbox.events().into_iter();
        let types: BTreeSet<_> = events.map(|event| event.event_type.unwrap()).collect();
        let types: Vec<_> = types.iter().map(EventType::as_str).collect();
        let expected: BTreeSet<_> = EVENT_TYPES.map(EventType::from).into_iter().collect();
        let expected: Vec<_> = expected.iter().map(EventType::as_str).collect();
        assert_eq!(types, expected);
    }

    #[tokio::test]
    async fn an_event_of_each_type_can_be_made_and_happened_lately() {
        let now = NOW + Duration::from_secs(1_793_620_800);
        for event_type in EVENT_TYPES {
            let made = make(event_type, 7, now).await.unwrap();

            let event = Event::from_json(&made.body).unwrap();
            assert_eq!(event.event_type, Some(EventType::from(event_type)));
            let then = event.created_at.unwrap().to_system_time().unwrap();
            assert!(then <= now && now - TAKES <= then, "{event_type}: {then:?}");
        }
    }

    #[tokio::test]
    async fn another_seed_gives_other_ids() {
        let ids = async |seed| {
            let now = NOW + Duration::from_secs(1_793_620_800);
            make("task.created", seed, now).await.unwrap().delivery_id
        };
        assert_eq!(ids(1).await, ids(1).await);
        assert_ne!(ids(1).await, ids(2).await);
    }
}
