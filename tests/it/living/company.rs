use std::time::Duration;

use deck_client::Client;
use deck_sandbox::Prompt;
use deck_sandbox::Script;
use deck_types::AuthMethod;
use deck_types::CreateAgent;
use deck_types::CreateCredential;
use deck_types::CreateEventDestination;
use deck_types::CreateSource;
use deck_types::CreateTask;
use deck_types::DestinationConfig;
use deck_types::EventType;
use deck_types::GetSession;
use deck_types::GetStorageItem;
use deck_types::GetTaskRun;
use deck_types::Json;
use deck_types::ListAgents;
use deck_types::ListCredentials;
use deck_types::ListEventDestinations;
use deck_types::ListEvents;
use deck_types::ListSources;
use deck_types::ListTaskRunStorage;
use deck_types::ListTaskRuns;
use deck_types::ListTasks;
use deck_types::Listing;
use deck_types::Operation;
use deck_types::RunTask;
use deck_types::SessionStatus;
use deck_types::Subject;
use deck_types::SubmitInteraction;
use deck_types::TaskId;
use deck_types::TaskRun;
use deck_types::TaskRunId;
use deck_types::TaskRunStatus;
use deck_types::WebhookConfig;

use super::*;
use crate::support::client_of;

const SECOND: Duration = Duration::from_secs(1);

/// A client with keys that are counted.
struct Company {
    sandbox: Sandbox,
    client: Client,
    keys: u32,
}

impl Company {
    fn new() -> Company {
        let sandbox = Sandbox::new();
        Company {
            client: client_of(&sandbox),
            sandbox,
            keys: 0,
        }
    }

    async fn write<O: Operation + Send + Sync + 'static>(&mut self, operation: O) -> O::Output
    where
        O::Output: Send,
    {
        self.keys += 1;
        let key = format!("key-{}", self.keys).parse().unwrap();
        let call = self.client.call(operation).idempotency_key(key);
        call.await.unwrap()
    }

    /// Polls the run until it stands still, a second at a time.
    async fn poll(&self, id: &TaskRunId) -> TaskRun {
        for _ in 0..3_600 {
            let run = self.client.call(GetTaskRun::new(id.clone())).await.unwrap();
            let status = run.status.clone().unwrap();
            if status.is_terminal() == Some(true) || status.is_paused() == Some(true) {
                return run;
            }
            self.sandbox.advance(SECOND);
        }
        panic!("the run does not end");
    }

    /// Counts the items of `listing`, read in pages.
    async fn count<L: Listing<Item: Send + Sync>>(&self, listing: L) -> usize {
        let mut items = self.client.list(listing).items();
        let mut count = 0;
        while let Some(item) = items.next().await {
            item.unwrap();
            count += 1;
        }
        count
    }

    async fn task(&mut self) -> TaskId {
        let agent = self.write(CreateAgent::new("Bills")).await;
        let task = self.write(CreateTask::new("Fetch", agent.id)).await;
        let script = Script::new()
            .queued(2 * SECOND)
            .running(9 * SECOND)
            .ask(Prompt::mfa("123456"))
            .running(4 * SECOND)
            .file("bill.pdf", "application/pdf", 4_096)
            .complete(Json::from_text(r#"{"total": 1.10}"#).unwrap());
        self.sandbox.set_script(task.id.clone(), script);
        task.id
    }
}

#[tokio::test]
async fn a_company_creates_runs_answers_and_reads_what_it_brought() {
    let mut company = Company::new();
    let task_id = company.task().await;
    let source = company
        .write(CreateSource::website("https://example.com"))
        .await;
    let credential = CreateCredential::new(source.id.clone())
        .auth_method(AuthMethod::UsernamePassword)
        .auth_credentials(
            &[("username", "ada")]
                .into_iter()
                .collect::<std::collections::BTreeMap<_, _>>(),
        )
        .unwrap();
    let credential = company.write(credential).await;
    let webhook = DestinationConfig::webhook(&WebhookConfig::new("https://example.com/deck"));
    company
        .write(CreateEventDestination::new("Bills", webhook.unwrap()).all_events())
        .await;
    let operation = RunTask::new(task_id)
        .credential_id(credential.id)
        .source_id(source.id);

    let run = company.write(operation).await;
    let asking = company.poll(&run.id).await;
    assert_eq!(asking.status, Some(TaskRunStatus::InteractionRequired));
    let wrong = SubmitInteraction::new(run.id.clone())
        .field("code", "0")
        .unwrap();
    company.write(wrong).await;
    let again = company.poll(&run.id).await;
    let right = SubmitInteraction::new(run.id.clone())
        .field("code", "123456")
        .unwrap();
    company.write(right).await;
    let done = company.poll(&run.id).await;

    assert_eq!(again.interaction, asking.interaction);
    assert_eq!(done.status, Some(TaskRunStatus::Completed));
    assert_eq!(done.output.unwrap().as_str(), r#"{"total": 1.10}"#);
    let file = done.storage.unwrap()[0].id.clone().unwrap();
    let file = company
        .client
        .call(GetStorageItem::new(file))
        .await
        .unwrap();
    assert_eq!(file.file_size, Some(4_096));
    let session = GetSession::new(done.session_id.unwrap());
    let session = company.client.call(session).await.unwrap();
    assert_eq!(session.status, Some(SessionStatus::Idle));
}

#[tokio::test]
async fn every_listing_of_a_company_goes_on_to_its_end() {
    let mut company = Company::new();
    let task_id = company.task().await;
    for number in 0..60 {
        company
            .write(CreateAgent::new(format!("Agent {number}")))
            .await;
        let source = company
            .write(CreateSource::website("https://example.com"))
            .await;
        company.write(CreateCredential::new(source.id)).await;
        company.write(RunTask::new(task_id.clone())).await;
    }
    company.sandbox.advance(3_600 * SECOND);

    let page = deck_types::PageSize::new(25).unwrap();
    assert_eq!(company.count(ListAgents::new().page_size(page)).await, 61);
    assert_eq!(company.count(ListSources::new().page_size(page)).await, 60);
    assert_eq!(
        company.count(ListCredentials::new().page_size(page)).await,
        60
    );
    assert_eq!(company.count(ListTasks::new().page_size(page)).await, 1);
    assert_eq!(company.count(ListTaskRuns::new().page_size(page)).await, 60);
    assert_eq!(company.count(ListEventDestinations::new()).await, 0);
    let failed = ListEvents::new().event_type([EventType::TaskRunFailed]);
    assert_eq!(company.count(failed).await, 60);
    let run = company.sandbox.runs().remove(0);
    assert_eq!(company.count(ListTaskRunStorage::new(run.id)).await, 0);
}

#[tokio::test]
async fn the_latest_event_of_each_run_tells_the_state_that_the_run_is_in() {
    let sandbox = Sandbox::builder().seed(5).runs(30).build();
    let mut company = Company {
        client: client_of(&sandbox),
        sandbox,
        keys: 0,
    };
    let task_id = company.sandbox.tasks()[0].id.clone();
    for _ in 0..100 {
        company.write(RunTask::new(task_id.clone())).await;
        company.sandbox.advance(SECOND);
    }

    let mut events = company.client.list(ListEvents::new()).items();
    let mut latest = std::collections::HashMap::new();
    while let Some(event) = events.next().await {
        if let Subject::TaskRun(run) = event.unwrap().subject() {
            latest.entry(run.id.clone()).or_insert(run.status);
        }
    }

    assert_eq!(latest.len(), 100);
    let runs = company.sandbox.runs().into_iter();
    for run in runs.filter(|run| latest.contains_key(&run.id)) {
        assert_eq!(latest[&run.id], run.status, "{}", run.id);
    }
}
