use deck_types::CancelTaskRun;
use deck_types::CreateAgent;
use deck_types::CreateTask;
use deck_types::DeleteAgent;
use deck_types::GetEvent;
use deck_types::ResetTask;
use deck_types::SubmitInteraction;
use serde_json::Value;

use super::*;
use crate::Prompt;

/// The types of all events, the oldest first.
fn types(sandbox: &Sandbox) -> Vec<String> {
    let events = sandbox.events().into_iter().rev();
    events
        .map(|event| event.event_type.unwrap().as_str().to_owned())
        .collect()
}

#[test]
fn every_change_of_a_run_and_its_session_is_an_event_in_their_order() {
    let script = Script::new()
        .queued(SECOND)
        .running(SECOND)
        .ask(Prompt::mfa("1"));
    let sandbox = with_script(script.file("a.pdf", "application/pdf", 1));
    let id = start(&sandbox);
    sandbox.advance(2 * SECOND);
    call(
        &sandbox,
        &SubmitInteraction::new(id).field("code", "1").unwrap(),
    );

    sandbox.advance(1_000 * SECOND);

    assert_eq!(
        types(&sandbox),
        [
            "task_run.queued",
            "session.queued",
            "session.running",
            "task_run.running",
            "task_run.interaction_required",
            "task_run.running",
            "task_run.completed",
            "session.idle",
            "storage.created",
            "session.completing",
            "session.completed",
        ]
    );
}

#[test]
fn the_event_of_a_run_that_is_stopping_has_the_other_spelling() {
    let sandbox = with_script(Script::new().work_on());
    let id = start(&sandbox);
    sandbox.advance(SECOND);

    call(&sandbox, &CancelTaskRun::new(id));

    assert_eq!(types(&sandbox).last().unwrap(), "task_run.canceling");
}

#[test]
fn resources_have_events_too() {
    let sandbox = Sandbox::new();
    let agent = call(&sandbox, &CreateAgent::new("Bills"));
    let task = call(&sandbox, &CreateTask::new("Fetch", agent.id.clone()));
    call(&sandbox, &ResetTask::new(task.id));
    call(&sandbox, &DeleteAgent::new(agent.id));

    let expected = [
        "agent.created",
        "task.created",
        "task.reset",
        "agent.deleted",
    ];
    assert_eq!(types(&sandbox), expected);
}

#[test]
fn an_event_tells_of_the_run_in_brief() {
    let sandbox = with_script(Script::stay_queued());
    let id = start(&sandbox);
    let event = sandbox.events().remove(0);

    let response = send_operation(&sandbox, &GetEvent::new(event.id));

    let body: Value = serde_json::from_slice(response.body()).unwrap();
    assert_eq!(body["object"], "event");
    assert_eq!(body["type"], "task_run.queued");
    assert!(body["request_id"].is_string());
    assert_eq!(body["data"]["id"], id.as_str());
    let keys: Vec<&String> = body["data"].as_object().unwrap().keys().collect();
    let expected = [
        "agent_id",
        "created_at",
        "credential_id",
        "id",
        "object",
        "result",
        "runtime_ms",
        "source_id",
        "status",
        "task_id",
        "updated_at",
    ];
    assert_eq!(keys, expected);
}

#[test]
fn events_are_kept_for_thirty_days() {
    let sandbox = with_script(Script::stay_queued());
    start(&sandbox);

    sandbox.advance(30 * 86_400 * SECOND);
    assert_eq!(sandbox.events().len(), 1);
    sandbox.advance(SECOND);

    assert_eq!(sandbox.events().len(), 0);
}
